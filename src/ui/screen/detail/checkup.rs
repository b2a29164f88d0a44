//! The checkup of a profile: what should be changed, why, and where.

use egui::{Align, Layout, Sense, Stroke, Ui, vec2};

use crate::app::view::{Ask, Checkup, FindingLine};
use crate::model::words;
use crate::ui::icons;
use crate::ui::theme::tokens;
use crate::ui::widget::paint::{self, Weight};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{action, banner, card};

/// Draws the card.
pub(super) fn checkup_ui(ui: &mut Ui, checkup: &Checkup) -> Option<Ask> {
    let t = tokens(ui);
    let title = words::text("window-checkup");
    let mut ask = None;
    card::card(
        ui,
        &title,
        |ui| {
            card::at_end(ui, |ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                if !checkup.lines.is_empty() {
                    ask = action::action_quiet(ui, &checkup.edit, icons::NOTE_PENCIL);
                }
                card::rest(ui, |ui| {
                    text::truncated(ui, Style::Small, &checkup.verdict, t.text.tertiary);
                });
            });
        },
        |ui| {
            for (index, line) in checkup.lines.iter().enumerate() {
                if index > 0 {
                    edge(ui);
                }
                line_ui(ui, line);
            }
        },
    );
    ask
}

fn edge(ui: &mut Ui) {
    let t = tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
    let stroke = Stroke::new(t.stroke.width, t.stroke.subtle);
    ui.painter().hline(rect.x_range(), rect.center().y, stroke);
}

fn line_ui(ui: &mut Ui, line: &FindingLine) {
    let t = tokens(ui);
    let [_, _, ink] = banner::colours(t, line.tone);
    ui.with_layout(Layout::left_to_right(Align::TOP), |ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        let (place, _) = ui.allocate_exact_size(vec2(16.0, 20.0), Sense::hover());
        let glyph = banner::icon(line.tone);
        paint::icon(ui.painter(), place.center(), glyph, 16.0, Weight::Fill, ink);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            text::selectable(ui, Style::Strong, &line.what, t.text.primary);
            text::selectable(ui, Style::Small, &line.why, t.text.secondary);
            text::selectable(ui, Style::Small, &line.next, t.text.primary);
        });
    });
}
