//! Rings: turning while something runs, emptying while something counts down.

use std::f32::consts::TAU;
use std::time::Duration;

use egui::{Color32, Pos2, Sense, Shape as Paint, Stroke, Ui, pos2, vec2};

use super::paint::{self, Weight};
use crate::ui::icons;
use crate::ui::theme::{Motion, motion, shape, tokens};

/// At most this many frames a second while a ring turns.
const FRAME: Duration = Duration::from_millis(34);

/// Paints a turning ring and asks for the next frame, if it is on screen.
pub fn busy(ui: &Ui, center: Pos2, size: f32) {
    let t = tokens(ui);
    if motion(ui.ctx()) == Motion::Reduced {
        let glyph = icons::CIRCLE_NOTCH;
        paint::icon(ui.painter(), center, glyph, size, Weight::Bold, t.text.link);
        return;
    }
    let time = ui.input(|input| input.time) as f32;
    let turn = shape().seconds.spinner_turn;
    arc(ui, center, size, 0.0, 1.0, t.bg.track);
    arc(ui, center, size, time / turn, 0.28, t.accent.focus);
    let rect = egui::Rect::from_center_size(center, vec2(size, size));
    if ui.is_rect_visible(rect) {
        ui.ctx().request_repaint_after(FRAME);
    }
}

/// Draws a turning ring in the layout.
pub fn busy_ui(ui: &mut Ui, size: f32) {
    let (rect, _) = ui.allocate_exact_size(vec2(size, size), Sense::hover());
    busy(ui, rect.center(), size);
}

/// Paints how much is left, 0 to 1.
pub fn countdown(ui: &Ui, center: Pos2, size: f32, left: f32) {
    let t = tokens(ui);
    arc(ui, center, size, 0.0, 1.0, t.bg.track);
    arc(ui, center, size, 0.0, left.clamp(0.0, 1.0), t.accent.focus);
}

fn arc(ui: &Ui, center: Pos2, size: f32, from: f32, part: f32, colour: Color32) {
    let radius = size / 2.0 - 1.5;
    let steps = (32.0 * part).ceil().max(2.0) as usize;
    let points = (0..=steps)
        .map(|step| {
            let angle = TAU * (from + part * step as f32 / steps as f32 - 0.25);
            pos2(
                center.x + radius * angle.cos(),
                center.y + radius * angle.sin(),
            )
        })
        .collect();
    ui.painter()
        .add(Paint::line(points, Stroke::new(2.0, colour)));
}
