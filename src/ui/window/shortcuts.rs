//! Shortcuts: what a visible action shows as its keys is what its keys do.

use egui::{Key, KeyboardShortcut, Modifiers, Ui};

use crate::app::command::{Command, Screen};
use crate::app::view::{Action, Ask, DetailBody, Place, Window};
use crate::ui::Asks;
use crate::ui::looks::Looks;

/// Acts on the keys that no field and no row took.
pub fn shortcuts(ui: &Ui, view: &Window, looks: &mut Looks, asks: &mut Asks) {
    let pressed = |keys: &str| {
        shortcut(keys)
            .is_some_and(|shortcut| ui.input_mut(|input| input.consume_shortcut(&shortcut)))
    };
    let is_shut = matches!(view.place, Place::Locked(_) | Place::Loading(_));
    if !is_shut && pressed("Ctrl Shift L") {
        asks.command(Command::Lock);
    }
    // Behind the lock too: the lock screen may be what is shown.
    if pressed("Ctrl Shift P") {
        asks.command(Command::TogglePresentation);
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
    if pressed("Ctrl N") {
        asks.ask(Some(Ask::NewProfile));
    }
    if pressed("Ctrl ,") {
        asks.command(Command::Show(Screen::Settings));
    }
    let typing = ui.ctx().text_edit_focused();
    if pressed("Ctrl K") || (!typing && pressed("/")) {
        super::seek(ui, view, asks);
    }
    if !typing && matches!(view.place, Place::Library { .. }) && pressed("Ctrl A") {
        asks.command(Command::SelectAll);
    }
    if let Place::Library { list, .. } = &view.place
        && !typing
        && ui.memory(|memory| memory.focused().is_none())
        && (pressed("Down") || pressed("Up"))
    {
        looks.rows_focus = Some(list.selected_row.unwrap_or(0));
    }
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
        for keys in ["Ctrl N", "Ctrl ,", "/", "Esc", "F1", "Down", "Ctrl K"] {
            assert!(shortcut(keys).is_some(), "{keys}");
        }
    }
}
