//! The keyboard: Tab follows the reading order, and what lost the keyboard for a moment gets it back.
//!
//! egui moves the keyboard in the order in which controls are added. Rows that are laid out from the
//! right would be read backwards so, what lies out of sight would stay there, and after a dialog the
//! keyboard would be nowhere.

use egui::{Event, FocusDirection, Id, Key, LayerId, Modifiers, Popup, Rect, Ui, accesskit};

use super::heir::{self, Home};
use crate::app::view::{Place, Window};
use crate::ui::looks::Looks;
use crate::ui::screen::zone;
use crate::ui::widget::group;

/// Before anything is drawn: gives the keyboard back, and takes Tab from egui.
pub(super) fn begin(ui: &Ui, view: &Window, looks: &mut Looks) {
    keep(ui, view, looks);
    group::clear(ui);
    zone::clear(ui);
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
pub(super) fn step(ui: &Ui, view: &Window, looks: &mut Looks) {
    let Some(is_back) = tab(ui) else {
        // What can be pressed again in this frame waits for no other.
        if !looks.focus.is_let_go {
            give_back(ui, looks);
        }
        if std::mem::take(&mut looks.focus.is_orphan) {
            heir::inherit(ui, view, &order(ui, None), looks);
        }
        return;
    };
    if Popup::is_any_open(ui.ctx()) {
        return;
    }
    // What was switched off has the keyboard no more, and Tab still goes on from there.
    let from = ui.memory(egui::Memory::focused).or(looks.focus.before);
    let order: Vec<Id> = order(ui, from).into_iter().map(|stop| stop.id).collect();
    let at = from.and_then(|id| order.iter().position(|stop| *stop == id));
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

/// A control at which Tab stops.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stop {
    pub id: Id,
    /// Where it stands.
    pub rect: Rect,
    /// The part of that which can be seen; negative for what was scrolled away.
    pub seen: Rect,
}

/// Everything that can have the keyboard now, as it is read; `from` too, where it is switched off.
fn order(ui: &Ui, from: Option<Id>) -> Vec<Stop> {
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
            let mut stops: Vec<Stop> = ui.ctx().viewport(|viewport| {
                let all = viewport.this_pass.widgets.get_layer(layer);
                all.filter(|it| (it.enabled || Some(it.id) == from) && it.visible)
                    .filter(|it| it.sense.is_focusable() && it.rect.is_positive())
                    .filter(|it| !skipped.contains(&it.id))
                    .map(|it| Stop {
                        id: it.id,
                        rect: it.rect,
                        seen: it.interact_rect,
                    })
                    .collect()
            });
            sort_lines(&mut stops);
            stops
        })
        .collect()
}

/// Sorts what stands on one line from left to right; lines follow each other as they were added.
///
/// What was scrolled away lies behind something else, and on no line with that.
fn sort_lines(stops: &mut [Stop]) {
    let place = |stop: &Stop| {
        if stop.seen.is_positive() {
            stop.seen
        } else {
            stop.rect
        }
    };
    let mut from = 0;
    while from < stops.len() {
        let (first, line) = (stops[from].seen.is_positive(), place(&stops[from]));
        let is_on = |stop: &Stop| {
            let rect = place(stop);
            let apart = (rect.center().y - line.center().y).abs();
            stop.seen.is_positive() == first && apart < rect.height().min(line.height()) / 2.0
        };
        let count = stops[from..].iter().take_while(|stop| is_on(stop)).count();
        let after = from + count.max(1);
        stops[from..after].sort_by(|a, b| a.rect.left().total_cmp(&b.rect.left()));
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
        || matches!(view.place, Place::Locked(_))
        || Popup::is_any_open(ui.ctx());
    let lets_go = ui.input(|input| input.key_pressed(Key::Escape) || input.pointer.any_pressed());
    let focus = &mut looks.focus;
    let was_let_go = std::mem::replace(&mut focus.is_let_go, lets_go && !is_over);
    if is_over {
        focus.is_over = true;
        if lets_go {
            focus.over = None;
        }
        // A field lets go of the keyboard at Enter, and the answer may be that something else must be typed.
        let has_it_back = focus.over.filter(|_| focused.is_none());
        focus.over = focused.or(focus.over);
        if let Some(id) = has_it_back.filter(|id| is_able(ui, *id)) {
            ui.memory_mut(|memory| memory.request_focus(id));
            ui.request_repaint();
        }
        return;
    }
    if focused.is_some() && !(focus.is_over && focused == focus.over) {
        focus.home = focused.map(|id| Home::of(ui, id)).unwrap_or_default();
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

/// Says whether a control was drawn and can have the keyboard.
fn is_able(ui: &Ui, id: Id) -> bool {
    let drawn = ui.ctx().read_response(id);
    drawn.is_some_and(|it| it.enabled() && it.sense.is_focusable())
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
        None => {
            focus.before = None;
            focus.is_orphan = true;
        }
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

    fn stop(name: &str, x: f32, y: f32) -> Stop {
        let rect = Rect::from_min_size(pos2(x, y), vec2(40.0, 28.0));
        Stop {
            id: Id::unique(name),
            rect,
            seen: rect,
        }
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
        let wanted = [2, 1, 0, 3, 4].map(|at: usize| stops[at].id);
        sort_lines(&mut stops);
        assert_eq!(stops.map(|stop| stop.id), wanted);
    }

    #[test]
    fn a_row_scrolled_away_behind_the_tabs_is_read_after_them() {
        let hidden = Stop {
            seen: Rect::NOTHING,
            ..stop("row", 0.0, 60.0)
        };
        let mut stops = [stop("tab 1", 20.0, 60.0), stop("tab 2", 80.0, 60.0), hidden];
        let wanted = stops.map(|stop| stop.id);
        sort_lines(&mut stops);
        assert_eq!(stops.map(|stop| stop.id), wanted);
    }
}
