//! Tabs: the open one is underlined; the arrow keys move.

use egui::{EventFilter, Key, Modifiers, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::paint;
use super::text::Style;
use crate::ui::theme::{shape, tokens};

/// One tab.
pub struct Tab<'a> {
    /// Its words.
    pub words: &'a str,
    /// How many things it holds.
    pub count: Option<usize>,
    /// The keys that open it; empty for none.
    pub keys: &'a str,
    /// Why it cannot be opened.
    pub disabled_because: Option<&'a str>,
}

/// Draws tabs with a line under them and returns the index of the one that was pressed.
///
/// `edge` is the room before the first one, in points.
pub fn tabs(ui: &mut Ui, list: &[Tab<'_>], open: usize, edge: f32) -> Option<usize> {
    let t = tokens(ui);
    let height = shape().height.tabs;
    let (bar, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let line = Rect::from_min_max(pos2(bar.left(), bar.bottom() - 1.0), bar.max);
    ui.painter().rect_filled(line, 0.0, t.stroke.subtle);
    let mut pressed = None;
    let mut x = bar.left() + edge;
    for (index, tab) in list.iter().enumerate() {
        let response = one(ui, tab, index == open, pos2(x, bar.top()), height);
        x = response.rect.right() + 20.0;
        let enabled = tab.disabled_because.is_none();
        if response.clicked() && enabled {
            pressed = Some(index);
        }
        if response.has_focus() {
            keep_arrows(ui, &response);
            pressed = arrows(ui, list, index).or(pressed);
        }
        match (tab.disabled_because, tab.keys) {
            (None, "") => {}
            (None, keys) => {
                super::tooltip::with_keys(response, tab.words, keys);
            }
            (reason, _) => {
                super::tooltip::attach(response, None, reason);
            }
        }
    }
    pressed
}

fn one(ui: &mut Ui, tab: &Tab<'_>, on: bool, at: egui::Pos2, height: f32) -> Response {
    let t = tokens(ui);
    let enabled = tab.disabled_because.is_none();
    let words = paint::one_line(
        ui,
        Style::Strong,
        tab.words,
        egui::Color32::PLACEHOLDER,
        240.0,
    );
    let count = tab
        .count
        .map(|count| paint::one_line(ui, Style::Micro, &count.to_string(), t.text.tertiary, 60.0));
    let width = words.size().x + count.as_ref().map_or(0.0, |count| 6.0 + count.size().x);
    let rect = Rect::from_min_size(at, vec2(width, height));
    let response = ui.interact(rect, ui.scope_id().with(("tab", tab.words)), Sense::click());
    let name = match tab.count {
        Some(count) => format!("{} {count}", tab.words),
        None => tab.words.to_owned(),
    };
    response.widget_info(|| WidgetInfo::selected(Role::Tab, enabled, on, &name));
    let ink = if !enabled {
        t.text.disabled
    } else if on || response.hovered() {
        t.text.primary
    } else {
        t.text.secondary
    };
    let painter = ui.painter();
    let top = rect.center().y - words.size().y / 2.0;
    let after = rect.left() + words.size().x + 6.0;
    painter.galley_with_override_text_color(pos2(rect.left(), top), words, ink);
    if let Some(count) = count {
        paint::line_at(painter, pos2(after, rect.center().y), count);
    }
    if on {
        let line = Rect::from_min_max(
            pos2(rect.left(), rect.bottom() - 2.0),
            pos2(rect.right(), rect.bottom()),
        );
        painter.rect_filled(line, 0.0, t.accent.focus);
    }
    if response.has_focus() {
        let around = rect.shrink2(vec2(-6.0, 6.0));
        paint::focus_ring(
            painter,
            t,
            around,
            shape().radius.control,
            paint::Ring::Inside,
        );
    }
    response
}

/// Keeps the arrows for the tabs: egui would move the keyboard once more.
fn keep_arrows(ui: &Ui, response: &Response) {
    let filter = EventFilter {
        horizontal_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
}

/// Moves to the next or previous tab that can be opened.
fn arrows(ui: &Ui, list: &[Tab<'_>], from: usize) -> Option<usize> {
    let (left, right) = ui.input_mut(|input| {
        (
            input.consume_key(Modifiers::NONE, Key::ArrowLeft),
            input.consume_key(Modifiers::NONE, Key::ArrowRight),
        )
    });
    let can = |index: &usize| {
        list.get(*index)
            .is_some_and(|tab| tab.disabled_because.is_none())
    };
    let to = if right {
        (from + 1..list.len()).find(can)
    } else if left {
        (0..from).rev().find(can)
    } else {
        None
    }?;
    let words = list.get(to)?.words;
    let id = ui.scope_id().with(("tab", words));
    ui.memory_mut(|memory| memory.request_focus(id));
    Some(to)
}
