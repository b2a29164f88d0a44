//! A made-up secret of the demo org: masked all the same, so that nobody learns to show passwords.

use egui::{Role, Sense, Ui, WidgetInfo, vec2};

use super::button::{Button, Size};
use super::card;
use super::secret_field::{eye, is_held, paint_line, paint_mask};
use super::text::Style;
use crate::model::words;
use crate::ui::icons;
use crate::ui::theme::tokens;

/// Draws the eye for a text with made-up secrets in it; true while it is held.
pub fn held(ui: &mut Ui, name: &str) -> bool {
    eye(ui, name);
    is_held(ui, name)
}

/// Draws one over the width there is, seen while the eye is held; true when it shall be copied.
pub fn made_up(ui: &mut Ui, name: &str, text: &str) -> bool {
    let t = tokens(ui);
    let size = vec2(ui.available_width(), 24.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let said = words::with("window-secret-hidden", &[("name", name)]);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
    card::row(ui, rect, |ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        card::at_end(ui, |ui| {
            let copy = words::with("window-copy-named", &[("name", name)]);
            let is_copied = ui
                .add(Button::icon_only(icons::COPY, &copy).size(Size::Mini))
                .clicked();
            eye(ui, name);
            let is_seen = is_held(ui, name);
            card::rest(ui, |ui| {
                if is_seen {
                    // Painted, never a label, like every other secret.
                    paint_line(ui, Style::Mono, text, t.text.primary);
                } else {
                    paint_mask(ui);
                }
            });
            is_copied
        })
    })
}
