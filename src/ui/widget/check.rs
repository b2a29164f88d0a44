//! Check boxes, radio buttons and switches.

use egui::{Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::paint::{self, Ring, Weight};
use super::text::Style;
use crate::ui::icons;
use crate::ui::theme::{shape, tokens};

/// How a check box is ticked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tick {
    /// Not.
    Off,
    /// Yes.
    On,
    /// Some of what it stands for.
    Some,
}

impl From<bool> for Tick {
    fn from(on: bool) -> Self {
        if on { Self::On } else { Self::Off }
    }
}

/// Paints a check box around a point.
pub(super) fn paint(ui: &Ui, center: Pos2, tick: Tick, enabled: bool) {
    let t = tokens(ui);
    let rect = Rect::from_center_size(center, vec2(16.0, 16.0));
    let (fill, edge) = match (tick, enabled) {
        (Tick::Off, true) => (t.bg.inset, t.stroke.control),
        (_, true) => (t.accent.fill, t.accent.fill),
        (_, false) => (t.bg.panel, t.stroke.subtle),
    };
    let stroke = Stroke::new(t.stroke.width, edge);
    paint::plate(ui.painter(), rect, shape().radius.badge, fill, stroke);
    let glyph = match tick {
        Tick::Off => return,
        Tick::On => icons::CHECK,
        Tick::Some => icons::MINUS,
    };
    let ink = if enabled {
        t.text.on_solid
    } else {
        t.text.disabled
    };
    paint::icon(ui.painter(), center, glyph, 12.0, Weight::Bold, ink);
}

/// Draws a check box with its words and flips `on` when pressed.
pub fn check(ui: &mut Ui, on: &mut bool, words: &str) -> Response {
    let mut response = with_words(ui, 16.0, words, Role::CheckBox, *on);
    if response.clicked() {
        *on = !*on;
        response.mark_changed();
    }
    let center = response.rect.left_center() + vec2(8.0, 0.0);
    paint(ui, center, Tick::from(*on), ui.is_enabled());
    let boxed = Rect::from_center_size(center, vec2(16.0, 16.0));
    ring(ui, &response, boxed, shape().radius.badge);
    response
}

/// Draws a radio button with its words.
pub fn radio(ui: &mut Ui, on: bool, words: &str) -> Response {
    let t = tokens(ui);
    let response = with_words(ui, 16.0, words, Role::RadioButton, on);
    let center = response.rect.left_center() + vec2(8.0, 0.0);
    let (fill, edge) = if on {
        (t.accent.fill, t.accent.fill)
    } else {
        (t.bg.inset, t.stroke.control)
    };
    let painter = ui.painter();
    painter.circle(center, 7.5, fill, Stroke::new(t.stroke.width, edge));
    if on {
        painter.circle_filled(center, 3.0, t.text.on_solid);
    }
    let boxed = Rect::from_center_size(center, vec2(16.0, 16.0));
    ring(ui, &response, boxed, 8);
    response
}

/// Draws a switch with its words and flips `on` when pressed; it acts at once.
pub fn switch(ui: &mut Ui, on: &mut bool, words: &str) -> Response {
    let response = with_words(ui, 28.0, words, Role::Switch, *on);
    knob(ui, response, on)
}

/// Draws a switch whose words stand elsewhere, as the label of its row.
pub fn switch_named(ui: &mut Ui, on: &mut bool, name: &str) -> Response {
    let (_, response) = ui.allocate_exact_size(vec2(28.0, 20.0), Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::selected(Role::Switch, enabled, *on, name));
    knob(ui, response, on)
}

fn knob(ui: &Ui, mut response: Response, on: &mut bool) -> Response {
    let t = tokens(ui);
    if response.clicked() {
        *on = !*on;
        response.mark_changed();
    }
    let left = response.rect.left();
    let middle = response.rect.center().y;
    let track = Rect::from_min_size(pos2(left, middle - 8.0), vec2(28.0, 16.0));
    let (fill, edge, knob) = if *on {
        (t.accent.fill, t.accent.fill, t.text.on_solid)
    } else {
        (t.bg.track, t.stroke.control, t.text.tertiary)
    };
    let painter = ui.painter();
    painter.rect(
        track,
        8.0,
        fill,
        Stroke::new(t.stroke.width, edge),
        StrokeKind::Inside,
    );
    let x = if *on { left + 19.0 } else { left + 8.0 };
    painter.circle_filled(pos2(x, middle), 5.0, knob);
    ring(ui, &response, track, 8);
    response
}

fn ring(ui: &Ui, response: &Response, rect: Rect, radius: u8) {
    if response.has_focus() {
        paint::focus_ring(ui.painter(), tokens(ui), rect, radius, Ring::Outside);
    }
}

fn with_words(ui: &mut Ui, mark: f32, words: &str, role: Role, on: bool) -> Response {
    let t = tokens(ui);
    let enabled = ui.is_enabled();
    let ink = if enabled {
        t.text.primary
    } else {
        t.text.disabled
    };
    let room = ui.available_width() - mark - 8.0;
    let galley = paint::one_line(ui, Style::Body, words, ink, room);
    let size = vec2(mark + 8.0 + galley.size().x, 20.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(role, enabled, on, words));
    if ui.is_rect_visible(rect) {
        let left = pos2(rect.left() + mark + 8.0, rect.center().y);
        paint::line_at(ui.painter(), left, galley);
    }
    response
}
