//! Shortcuts: what a visible action shows as its keys is what its keys do.

use egui::text_selection::LabelSelectionState;
use egui::{Event, Key, KeyboardShortcut, Modifiers, Ui};

use crate::app::command::{Command, Screen};
use crate::app::view::{Action, Ask, DetailBody, Dialog, List, Place, Window, keys};
use crate::ui::Asks;
use crate::ui::looks::Looks;
use crate::ui::screen::list::Rows;

/// Acts on the keys that no field and no row took.
pub fn shortcuts(ui: &Ui, view: &Window, rows: Rows<'_>, looks: &mut Looks, asks: &mut Asks) {
    let pressed = |keys: &str| {
        shortcut(keys)
            .is_some_and(|shortcut| ui.input_mut(|input| input.consume_shortcut(&shortcut)))
    };
    let is_shut = matches!(view.place, Place::Locked(_) | Place::Loading(_));
    if !is_shut && pressed(keys::LOCK) {
        asks.command(Command::Lock);
    }
    // Behind the lock too: the lock screen may be what is shown.
    if pressed(keys::PRESENT) {
        asks.command(Command::TogglePresentation);
    }
    if let Some(dialog) = &view.dialog {
        if let Dialog::Problem(error) = dialog
            && let Some(term) = &error.term
            && pressed(keys::EXPLAIN)
        {
            // The explanation is laid under a dialog.
            asks.ask(Some(Ask::Explain((**term).clone())));
            asks.command(Command::Dismiss);
        }
        return;
    }
    let typing = ui.ctx().text_edit_focused();
    if !is_shut {
        if pressed(keys::PALETTE) {
            asks.command(Command::TogglePalette);
        }
        if pressed(keys::SHORTCUTS) || (!typing && pressed(keys::SHORTCUTS_TOO)) {
            asks.command(Command::ShowShortcuts);
        }
        if pressed(keys::EXPLAIN) {
            asks.command(Command::ExplainInView);
        }
    }
    if view.sheet.is_some() {
        return;
    }
    // egui takes Ctrl+Shift+R for Ctrl+R as well, so the keys with more modifiers come first:
    // a person who means to refresh must never revoke, nor the other way round.
    let mut actions = visible(view);
    actions.sort_by_key(|action| std::cmp::Reverse(action.keys.split(' ').count()));
    for action in actions {
        if !action.keys.is_empty() && action.disabled.is_none() && pressed(action.keys) {
            asks.ask(Some(action.ask.clone()));
        }
    }
    if is_shut {
        return;
    }
    if pressed(keys::NEW) {
        asks.ask(Some(Ask::NewProfile));
    }
    if pressed(keys::SETTINGS) {
        asks.command(Command::Show(Screen::Settings));
    }
    if !typing && pressed(keys::FILTER) {
        super::seek(ui, view, asks);
    }
    if let Place::Library { list, detail, .. } = &view.place {
        if detail.is_some() {
            for (keys, tab) in keys::TABS {
                if pressed(keys) {
                    asks.command(Command::ShowTab(tab));
                }
            }
        }
        if typing {
            return;
        }
        if pressed(keys::MARK_ALL) {
            asks.command(Command::SelectAll);
        }
        if let Some(text) = copied(ui, list, rows) {
            asks.command(Command::CopyText(text));
        }
        if ui.memory(|memory| memory.focused().is_none()) && (pressed("Down") || pressed("Up")) {
            looks.rows_focus = Some(list.selected_row.unwrap_or(0));
        }
    }
}

/// What Ctrl+C copies where no text is selected: the rows that are.
fn copied(ui: &Ui, list: &List, rows: Rows<'_>) -> Option<String> {
    const MOST: usize = 1_000;
    let is_asked = ui.input(|input| input.events.iter().any(|e| matches!(e, Event::Copy)));
    let selection = ui.ctx().plugin_opt::<LabelSelectionState>();
    let is_text = selection.is_some_and(|selection| selection.lock().has_selection());
    if !is_asked || is_text {
        return None;
    }
    let lines: Vec<String> = match (list.bulk.is_some(), list.selected_row) {
        (true, _) => rows(0..list.rows.min(MOST))
            .into_iter()
            .filter(|row| row.is_marked)
            .map(|row| row.spoken)
            .collect(),
        (false, Some(at)) => rows(at..at + 1).into_iter().map(|row| row.spoken).collect(),
        (false, None) => Vec::new(),
    };
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// The actions that can be seen now, and so can be reached by their keys.
fn visible(view: &Window) -> Vec<&Action> {
    let mut all = Vec::new();
    match &view.place {
        Place::Library {
            list,
            detail,
            banners: _,
        } => {
            if let Some(bulk) = &list.bulk {
                all.extend(&bulk.actions);
            }
            // While profiles are marked, the keys mean them and never the one that is open beside.
            if let Some(detail) = detail
                && !list.is_marking()
            {
                all.push(&detail.head.primary);
                all.extend(&detail.head.secondary);
                all.extend(&detail.head.more);
                match &detail.body {
                    DetailBody::Overview(overview) => {
                        if let Some(session) = &overview.session {
                            all.push(&session.check);
                            all.extend(&session.more);
                        }
                        all.extend(&overview.use_it);
                        if let Some(wait) = &overview.wait {
                            all.extend(&wait.actions);
                        }
                    }
                    DetailBody::Run(run) => {
                        all.extend(&run.actions);
                        if let Some(wait) = &run.wait {
                            all.extend(&wait.actions);
                        }
                    }
                    _ => {}
                }
            }
        }
        Place::FirstRun(first) => all.extend(first.cards.iter().map(|card| &card.action)),
        Place::DemoOrg(org) => all.extend(&org.actions),
        Place::Settings(settings) => all.extend(&settings.actions),
        Place::Form(form) => all.extend(&form.actions),
        _ => {}
    }
    all
}

/// Reads `Ctrl Shift R`.
fn shortcut(keys: &str) -> Option<KeyboardShortcut> {
    let mut modifiers = Modifiers::NONE;
    let mut key = None;
    for part in keys.split(' ') {
        match part {
            "Ctrl" => modifiers |= Modifiers::COMMAND,
            "Shift" => modifiers |= Modifiers::SHIFT,
            "Alt" => modifiers |= Modifiers::ALT,
            "Esc" => key = Some(Key::Escape),
            name => key = Key::from_name(name),
        }
    }
    key.map(|key| KeyboardShortcut::new(modifiers, key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_that_are_shown_can_be_read() {
        let read = shortcut("Ctrl Shift R");
        let wanted = KeyboardShortcut::new(Modifiers::COMMAND | Modifiers::SHIFT, Key::R);
        assert_eq!(read, Some(wanted));
        let single = |keys: &&str| !keys.contains(['–', '↑']);
        let sheet = keys::SHEET.iter().flat_map(|(_, rows)| rows.iter());
        let tabs = keys::TABS.iter().map(|(keys, _)| *keys);
        let all = sheet.map(|(keys, _)| *keys).filter(single).chain(tabs);
        for keys in all.chain([keys::SHORTCUTS_TOO, "Down"]) {
            assert!(shortcut(keys).is_some(), "{keys}");
        }
    }

    #[test]
    fn no_two_keys_of_one_group_are_the_same() {
        for (group, rows) in keys::SHEET {
            let mut seen = std::collections::BTreeSet::new();
            for (keys, _) in *rows {
                assert!(seen.insert(keys), "{group}: {keys}");
            }
        }
    }
}
