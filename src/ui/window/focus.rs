//! The keyboard: Tab follows the reading order, and what lost the keyboard for a moment gets it back.
//!
//! egui moves the keyboard in the order in which controls are added. Rows that are laid out from the
//! right would be read backwards so, what lies out of sight would stay there, and after a dialog the
//! keyboard would be nowhere.

use egui::{Event, FocusDirection, Id, Key, LayerId, Modifiers, Popup, Rect, Ui, accesskit};

use crate::app::view::Window;
use crate::ui::looks::Looks;
use crate::ui::widget::group;

/// Before anything is drawn: gives the keyboard back, and takes Tab from egui.
pub(super) fn begin(ui: &Ui, view: &Window, looks: &mut Looks) {
    group::clear(ui);
    keep(ui, view, looks);
    bring_into_sight(ui, looks);
    let Some(is_back) = tab(ui) else {
        return;
    };
    // In a menu Tab does what the arrows do: behind an open menu nothing can be seen to have the keyboard.
    let direction = match (Popup::is_any_open(ui.ctx()), is_back) {
        (true, false) => FocusDirection::Down,
        (true, true) => FocusDirection::Up,
        (false, _) => FocusDirection::None,
    };
    ui.memory_mut(|memory| memory.move_focus(direction));
}

/// After everything was drawn: moves the keyboard by Tab, where nothing else took that key.
pub(super) fn step(ui: &Ui, looks: &mut Looks) {
    let Some(is_back) = tab(ui) else {
        // What can be pressed again in this frame waits for no other.
        if !looks.focus.is_let_go {
            give_back(ui, looks);
        }
        return;
    };
    if Popup::is_any_open(ui.ctx()) {
        return;
    }
    let order = order(ui);
    let focused = ui.memory(egui::Memory::focused);
    let at = focused.and_then(|id| order.iter().position(|stop| *stop == id));
    let next = match (at, is_back) {
        (Some(at), false) => order.get(at + 1).or(order.first()),
        (Some(at), true) => at
            .checked_sub(1)
            .and_then(|at| order.get(at))
            .or(order.last()),
        (None, false) => order.first(),
        (None, true) => order.last(),
    };
    if let Some(next) = next {
        ui.memory_mut(|memory| memory.request_focus(*next));
        looks.focus.to_show = Some(*next);
        ui.request_repaint();
    }
}

/// Says whether Tab was pressed, and whether it leads back.
fn tab(ui: &Ui) -> Option<bool> {
    ui.input(|input| {
        input.events.iter().find_map(|event| match event {
            Event::Key {
                key: Key::Tab,
                pressed: true,
                modifiers,
                ..
            } if *modifiers == Modifiers::NONE => Some(false),
            Event::Key {
                key: Key::Tab,
                pressed: true,
                modifiers,
                ..
            } if modifiers.shift_only() => Some(true),
            _ => None,
        })
    })
}

/// Everything that can have the keyboard now, as it is read.
fn order(ui: &Ui) -> Vec<Id> {
    let window = ui.layer_id();
    let layers: Vec<LayerId> = ui.memory(|memory| {
        let over = memory.layer_ids();
        std::iter::once(window)
            .chain(over.filter(|layer| *layer != window))
            .filter(|layer| memory.allows_interaction(*layer))
            .collect()
    });
    let focused = ui.memory(egui::Memory::focused);
    let skipped = group::skipped(ui, focused);
    layers
        .into_iter()
        .flat_map(|layer| {
            let mut stops: Vec<(Id, Rect)> = ui.ctx().viewport(|viewport| {
                let all = viewport.this_pass.widgets.get_layer(layer);
                all.filter(|it| it.enabled && it.visible && it.sense.is_focusable())
                    .filter(|it| it.rect.is_positive() && !skipped.contains(&it.id))
                    .map(|it| (it.id, it.rect))
                    .collect()
            });
            sort_lines(&mut stops);
            stops.into_iter().map(|(id, _)| id)
        })
        .collect()
}

/// Sorts what stands on one line from left to right; lines follow each other as they were added.
fn sort_lines(stops: &mut [(Id, Rect)]) {
    let mut from = 0;
    while from < stops.len() {
        let line = stops[from].1;
        let is_on = |rect: &Rect| {
            let apart = (rect.center().y - line.center().y).abs();
            apart < rect.height().min(line.height()) / 2.0
        };
        let count = stops[from..]
            .iter()
            .take_while(|(_, rect)| is_on(rect))
            .count();
        let after = from + count.max(1);
        stops[from..after].sort_by(|(_, a), (_, b)| a.left().total_cmp(&b.left()));
        from = after;
    }
}

/// Gives the keyboard back to what had it: once what was laid over the window is closed, and once what
/// was switched off for a moment can be pressed again.
fn keep(ui: &Ui, view: &Window, looks: &mut Looks) {
    let focused = ui.memory(egui::Memory::focused);
    let is_over = view.dialog.is_some()
        || view.sheet.is_some()
        || looks.rail_open
        || Popup::is_any_open(ui.ctx());
    let lets_go = ui.input(|input| input.key_pressed(Key::Escape) || input.pointer.any_pressed());
    let focus = &mut looks.focus;
    let was_let_go = std::mem::replace(&mut focus.is_let_go, lets_go && !is_over);
    if is_over {
        focus.is_over = true;
        focus.over = focused.or(focus.over);
        return;
    }
    if focused.is_some() && !(focus.is_over && focused == focus.over) {
        focus.before = focused;
        focus.is_over = false;
        return;
    }
    if !focus.is_over && (lets_go || was_let_go) {
        focus.before = None;
    }
    if focus.before.is_none() {
        focus.is_over = false;
        return;
    }
    let is_behind = !ui.memory(|memory| memory.allows_interaction(ui.layer_id()));
    if focused.is_some() || is_behind {
        // What was laid over the window still holds it, for one frame more.
        ui.request_repaint();
        return;
    }
    focus.is_over = false;
    give_back(ui, looks);
}

/// Gives the keyboard to what had it, where nothing has it and that can be pressed.
fn give_back(ui: &Ui, looks: &mut Looks) {
    let focus = &mut looks.focus;
    let Some(before) = focus.before.filter(|_| !focus.is_over) else {
        return;
    };
    if ui.memory(|memory| memory.focused().is_some()) {
        return;
    }
    match ui.ctx().read_response(before) {
        // Another control in the same place is another control.
        None => focus.before = None,
        Some(it) if it.enabled() && it.sense.is_focusable() => {
            ui.memory_mut(|memory| memory.request_focus(before));
            ui.request_repaint();
        }
        Some(_) => {}
    }
}

/// Scrolls to what Tab led to, where it is cut off or out of sight.
fn bring_into_sight(ui: &Ui, looks: &mut Looks) {
    let Some(id) = looks.focus.to_show.take() else {
        return;
    };
    let is_cut = ui.ctx().viewport(|viewport| {
        let drawn = viewport.prev_pass.widgets.get(id);
        drawn.is_some_and(|it| !it.interact_rect.contains_rect(it.rect))
    });
    if !is_cut {
        return;
    }
    // The one way to ask this of an area that scrolls without being in it.
    let request = accesskit::ActionRequest {
        action: accesskit::Action::ScrollIntoView,
        target_tree: accesskit::TreeId::ROOT,
        target_node: id.accesskit_id(),
        data: None,
    };
    ui.input_mut(|input| {
        input.events.push(Event::AccessKitActionRequest(request));
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{pos2, vec2};

    fn stop(name: &str, x: f32, y: f32) -> (Id, Rect) {
        let rect = Rect::from_min_size(pos2(x, y), vec2(40.0, 28.0));
        (Id::unique(name), rect)
    }

    #[test]
    fn a_line_laid_out_from_the_right_is_read_from_the_left() {
        let mut stops = [
            stop("menu", 300.0, 10.0),
            stop("primary", 200.0, 8.0),
            stop("back", 0.0, 12.0),
            stop("tab 1", 0.0, 60.0),
            stop("tab 2", 60.0, 60.0),
        ];
        let wanted = [2, 1, 0, 3, 4].map(|at: usize| stops[at].0);
        sort_lines(&mut stops);
        assert_eq!(stops.map(|(id, _)| id), wanted);
    }
}
