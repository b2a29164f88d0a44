//! The heir: who gets the keyboard when the control that had it is gone.
//!
//! A screen gives way to the next one, a card goes when its login is done: without an heir the
//! keyboard would be nowhere, and Tab would begin again at the top of the window.

use egui::{Id, Ui};

use super::focus::Stop;
use crate::app::view::{Place, Window};
use crate::ui::looks::Looks;
use crate::ui::screen::zone;
use crate::ui::widget::group;

/// Where a control stood.
#[derive(Debug, Default)]
pub(in crate::ui) struct Home {
    zones: Vec<String>,
    group: Option<&'static str>,
}

impl Home {
    /// Returns where a control stood in the frame that was drawn last.
    pub(super) fn of(ui: &Ui, id: Id) -> Self {
        let drawn = ui.ctx().read_response(id);
        let zones = drawn.map(|it| zone::around(ui, it.rect.center()));
        Self {
            zones: zones.unwrap_or_default(),
            group: group::of(ui, id),
        }
    }

    fn was_in(&self, name: &str) -> bool {
        self.zones.iter().any(|zone| zone == name)
    }
}

/// Gives the keyboard to the heir, after everything was drawn and where nothing else has it.
pub(super) fn inherit(ui: &Ui, view: &Window, order: &[Stop], looks: &mut Looks) {
    let home = std::mem::take(&mut looks.focus.home);
    let is_taken = ui.memory(|memory| memory.focused().is_some()) || looks.rows_focus.is_some();
    // A row that was scrolled away has no heir: the list would jump back to it.
    if is_taken || home.group.is_some_and(|group| group::is_drawn(ui, group)) {
        return;
    }
    let zone = zone_of(ui, &home);
    if let (Some("list"), Place::Library { list, .. }) = (zone, &view.place)
        && list.rows > 0
    {
        looks.rows_focus = Some(list.selected_row.unwrap_or(0));
        ui.request_repaint();
        return;
    }
    let Some(room) = zone.and_then(|zone| zone::place_of(ui, zone)) else {
        return;
    };
    let first = order.iter().find(|stop| room.contains(stop.rect.center()));
    if let Some(first) = first {
        ui.memory_mut(|memory| memory.request_focus(first.id));
        looks.focus.to_show = Some(first.id);
        ui.request_repaint();
    }
}

/// The zone of the heir: the same one while it is there, else the list, else what the window shows.
fn zone_of(ui: &Ui, home: &Home) -> Option<&'static str> {
    let is_drawn = |zone: &&str| zone::place_of(ui, zone).is_some();
    let same = ["strip", "rail", "detail"]
        .into_iter()
        .filter(|zone| home.was_in(zone))
        .find(is_drawn);
    same.or_else(|| ["list", "detail", "place"].into_iter().find(is_drawn))
}
