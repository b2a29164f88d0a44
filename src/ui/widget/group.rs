//! Groups of controls through which the arrows lead: Tab stops once at each, and goes on behind it.
//!
//! A list of ten thousand rows is no trap so.

use std::collections::{BTreeMap, HashSet};

use egui::{Id, Response, Ui};

/// The groups of this frame: members as they were drawn, and whether each is the chosen one.
type Groups = BTreeMap<&'static str, Vec<(Id, bool)>>;

fn key() -> Id {
    Id::unique("groups of controls")
}

/// Forgets the groups of the last frame.
pub fn clear(ui: &Ui) {
    ui.data_mut(|data| data.insert_temp(key(), Groups::new()));
}

/// Makes a control one of a group.
pub fn one_of(group: &'static str, response: &Response, is_chosen: bool) {
    let member = (response.id, is_chosen);
    response.ctx.data_mut(|data| {
        let groups: &mut Groups = data.get_temp_mut_or_default(key());
        groups.entry(group).or_default().push(member);
    });
}

/// Returns the group of a control, as far as groups were drawn.
#[must_use]
pub fn of(ui: &Ui, id: Id) -> Option<&'static str> {
    let groups: Groups = ui.data(|data| data.get_temp(key())).unwrap_or_default();
    let has_it = |members: &[(Id, bool)]| members.iter().any(|(member, _)| *member == id);
    groups
        .into_iter()
        .find_map(|(group, members)| has_it(&members).then_some(group))
}

/// Says whether a group was drawn in this frame.
#[must_use]
pub fn is_drawn(ui: &Ui, group: &'static str) -> bool {
    let groups: Groups = ui.data(|data| data.get_temp(key())).unwrap_or_default();
    groups.contains_key(group)
}

/// Returns the members at which Tab does not stop: all but the one that has the keyboard, is chosen, or is the first.
pub fn skipped(ui: &Ui, focused: Option<Id>) -> HashSet<Id> {
    let groups: Groups = ui.data(|data| data.get_temp(key())).unwrap_or_default();
    groups
        .into_values()
        .flat_map(|members| {
            let with_keys = members.iter().find(|(id, _)| Some(*id) == focused);
            let chosen = members.iter().find(|(_, is_chosen)| *is_chosen);
            let stop = with_keys.or(chosen).or(members.first()).copied();
            members
                .into_iter()
                .filter(move |member| Some(member) != stop.as_ref())
                .map(|(id, _)| id)
        })
        .collect()
}
