//! Key caps.

use std::borrow::Cow;

use egui::{Color32, Pos2, Rect, Sense, Stroke, StrokeKind, Ui, vec2};

use super::paint;
use super::text::Style;
use crate::model::words;
use crate::ui::theme::{shape, tokens};

const PAD: f32 = 5.0;
const HEIGHT: f32 = 18.0;

/// Returns keys as this system calls them.
#[must_use]
pub fn shown(keys: &str) -> Cow<'_, str> {
    if cfg!(target_os = "macos") && keys.contains("Ctrl") {
        Cow::Owned(keys.replace("Ctrl", &words::text("window-keys-cmd")))
    } else {
        Cow::Borrowed(keys)
    }
}

/// Returns how wide a cap is, in points.
pub fn width(ui: &Ui, keys: &str) -> f32 {
    let keys = &shown(keys);
    let galley = paint::one_line(ui, Style::Micro, keys, Color32::PLACEHOLDER, 200.0);
    galley.size().x + 2.0 * PAD
}

/// Paints a cap with its middle on a height, from a left edge.
pub fn paint(ui: &Ui, left_middle: Pos2, keys: &str, ink: Option<Color32>) {
    let t = tokens(ui);
    let colour = ink.unwrap_or(t.text.tertiary);
    let galley = paint::one_line(ui, Style::Micro, &shown(keys), colour, 200.0);
    let size = vec2(galley.size().x + 2.0 * PAD, HEIGHT);
    let rect = Rect::from_min_size(left_middle - vec2(0.0, HEIGHT / 2.0), size);
    let edge = if ink.is_some() {
        t.accent.hover
    } else {
        t.stroke.normal
    };
    ui.painter().rect_stroke(
        rect,
        f32::from(shape().radius.badge),
        Stroke::new(t.stroke.width, edge),
        StrokeKind::Inside,
    );
    paint::line_at(ui.painter(), rect.left_center() + vec2(PAD, 0.0), galley);
}

/// Draws a cap in the layout.
pub fn show(ui: &mut Ui, keys: &str) {
    let (rect, _) = ui.allocate_exact_size(vec2(width(ui, keys), HEIGHT), Sense::hover());
    paint(ui, rect.left_center(), keys, None);
}
