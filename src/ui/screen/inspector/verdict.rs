//! How a text stands: the verdict, the checks that led to it, remarks.

use egui::{Align, Frame, Layout, Margin, Sense, Stroke, Ui, vec2};

use super::mark;
use crate::app::view::{PartCheck, PastedView, Tone};
use crate::model::words;
use crate::ui::Asks;
use crate::ui::theme::{shape, tokens};
use crate::ui::widget::button::Size;
use crate::ui::widget::paint::{self, Weight};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{action, banner, card};

/// Draws the verdict, if anything was judged.
pub(super) fn verdict_ui(ui: &mut Ui, shown: &PastedView) {
    let Some((tone, what, why)) = &shown.verdict else {
        return;
    };
    let t = tokens(ui);
    let [ground, edge, _] = banner::colours(t, *tone);
    let (_, ink) = mark(ui, *tone);
    Frame::new()
        .fill(ground)
        .stroke(Stroke::new(t.stroke.width, edge))
        .corner_radius(shape().radius.card)
        .inner_margin(Margin::symmetric(13, 11))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.with_layout(Layout::left_to_right(Align::TOP), |ui| {
                ui.spacing_mut().item_spacing.x = 10.0;
                let (place, _) = ui.allocate_exact_size(vec2(16.0, 20.0), Sense::hover());
                let glyph = banner::icon(*tone);
                paint::icon(ui.painter(), place.center(), glyph, 16.0, Weight::Fill, ink);
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 1.0;
                    text::text(ui, Style::Strong, what, t.text.primary);
                    text::text(ui, Style::Small, why, t.text.secondary);
                });
            });
        });
}

/// Draws the checks.
pub(super) fn checks_ui(ui: &mut Ui, shown: &PastedView, asks: &mut Asks) {
    let title = words::text("window-inspect-checks");
    card::card(
        ui,
        &title,
        |_| (),
        |ui| {
            for check in &shown.checks {
                check_ui(ui, check, asks);
            }
        },
    );
}

fn check_ui(ui: &mut Ui, check: &PartCheck, asks: &mut Asks) {
    let t = tokens(ui);
    let (glyph, ink) = mark(ui, check.tone);
    let weight = if check.tone == Tone::Neutral {
        Weight::Bold
    } else {
        Weight::Fill
    };
    ui.with_layout(Layout::left_to_right(Align::TOP), |ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let (place, _) = ui.allocate_exact_size(vec2(16.0, 20.0), Sense::hover());
        paint::icon(ui.painter(), place.center(), glyph, 16.0, weight, ink);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            text::text(ui, Style::Body, &check.what, t.text.primary);
            text::selectable(ui, Style::Small, &check.detail, t.text.secondary);
            if let Some(act) = &check.action {
                ui.add_space(2.0);
                asks.ask(action::action(ui, act, Size::Mini));
            }
        });
    });
}

/// Draws the remarks.
pub(super) fn notes_ui(ui: &mut Ui, shown: &PastedView) {
    let t = tokens(ui);
    let title = words::text("window-inspect-notes");
    card::card(
        ui,
        &title,
        |_| (),
        |ui| {
            ui.spacing_mut().item_spacing.y = 8.0;
            for note in &shown.notes {
                text::selectable(ui, Style::Small, note, t.text.secondary);
            }
        },
    );
}
