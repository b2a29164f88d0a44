//! Empty states: what to do where there is nothing yet.

use egui::{Ui, vec2};

use super::paint::{self, Weight};
use super::text::{self, Style};
use crate::ui::theme::tokens;

/// Draws a quiet empty state in the middle of the room there is; `actions` adds buttons.
pub fn empty<R>(
    ui: &mut Ui,
    icon: &str,
    title: &str,
    sentence: &str,
    actions: impl FnOnce(&mut Ui) -> R,
) -> R {
    let t = tokens(ui);
    let above = ((ui.available_height() - 180.0) / 2.0).max(24.0);
    ui.add_space(above);
    ui.vertical_centered(|ui| {
        ui.set_max_width(ui.available_width().min(420.0));
        let (rect, _) = ui.allocate_exact_size(vec2(56.0, 56.0), egui::Sense::hover());
        ui.painter().rect_filled(rect, 14.0, t.bg.track);
        let center = rect.center();
        let ink = t.text.secondary;
        paint::icon(ui.painter(), center, icon, 28.0, Weight::Regular, ink);
        ui.add_space(12.0);
        text::text(ui, Style::Title, title, t.text.primary);
        text::text(ui, Style::Body, sentence, t.text.secondary);
        ui.add_space(12.0);
        actions(ui)
    })
    .inner
}
