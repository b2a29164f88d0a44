//! Bars: progress, and how much of a lifetime is left.

use egui::{Rect, Role, Sense, Ui, WidgetInfo, vec2};

use crate::ui::theme::tokens;

/// Below this part of its lifetime a token's bar warns.
const WARN_BELOW: f32 = 0.1;

/// Draws how much of a lifetime is left, 0 to 1.
pub fn lifetime(ui: &mut Ui, left: f32, name: &str) {
    let t = tokens(ui);
    let colour = if left < WARN_BELOW {
        t.warn.fill
    } else {
        t.success.fill
    };
    bar(ui, left, 4.0, colour, name);
}

/// Draws how much of a task is done, 0 to 1.
pub fn progress(ui: &mut Ui, done: f32, name: &str) {
    let colour = tokens(ui).accent.focus;
    bar(ui, done, 4.0, colour, name);
}

/// Draws how much of a waiting time has passed, 0 to 1, as a thin line.
pub fn waiting(ui: &mut Ui, passed: f32, warn: bool, name: &str) {
    let t = tokens(ui);
    let colour = if warn { t.warn.fill } else { t.accent.focus };
    bar(ui, passed, 2.0, colour, name);
}

fn bar(ui: &mut Ui, part: f32, height: f32, colour: egui::Color32, name: &str) {
    let t = tokens(ui);
    let part = part.clamp(0.0, 1.0);
    let size = vec2(ui.available_width(), height);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ProgressIndicator, true, name);
        info.value = Some(f64::from(part) * 100.0);
        info
    });
    let radius = if height > 2.0 { height / 2.0 } else { 0.0 };
    ui.painter().rect_filled(rect, radius, t.bg.track);
    if part > 0.0 {
        let full = Rect::from_min_size(rect.min, vec2(rect.width() * part, height));
        ui.painter().rect_filled(full, radius, colour);
    }
}
