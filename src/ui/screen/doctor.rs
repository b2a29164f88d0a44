//! The doctor: what a login needs, line by line, each with what to do about it.

use egui::{Margin, Sense, Stroke, Ui, vec2};

use crate::app::view::{CheckLine, DoctorView, Tone};
use crate::model::words;
use crate::ui::screen::zone;
use crate::ui::theme::tokens;
use crate::ui::widget::paint::{self, Weight};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{banner, card, ring};
use crate::ui::{Asks, icons};

/// From the left edge of a line to what was seen.
const NAME: f32 = 150.0;
/// Below this width name and detail stand one under the other.
const NARROW: f32 = 560.0;

/// Draws the screen over the room there is.
pub fn doctor_ui(ui: &mut Ui, doctor: &DoctorView, asks: &mut Asks) {
    let title = words::text("window-doctor");
    asks.ask(zone::tool_head(
        ui,
        icons::PULSE,
        &title,
        &doctor.under,
        &doctor.actions,
    ));
    zone::scrolled(ui, "doctor", |ui| {
        let t = tokens(ui);
        if let Some((tone, words)) = &doctor.verdict {
            banner::banner(ui, *tone, words, |_| ());
        }
        if doctor.lines.is_empty() && !doctor.is_busy {
            let words = words::text("window-doctor-none");
            text::text(ui, Style::Body, words, t.text.secondary);
            return;
        }
        card::frame(ui).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 0.0;
            for (index, one) in doctor.lines.iter().enumerate() {
                line_ui(ui, one, index > 0);
            }
            if doctor.is_busy {
                busy_ui(ui);
            }
        });
    });
}

fn line_ui(ui: &mut Ui, line: &CheckLine, has_edge: bool) {
    let t = tokens(ui);
    if has_edge {
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
        let stroke = Stroke::new(t.stroke.width, t.stroke.subtle);
        ui.painter().hline(rect.x_range(), rect.center().y, stroke);
    }
    egui::Frame::new()
        .inner_margin(Margin::symmetric(16, 10))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            let narrow = ui.available_width() < NARROW;
            ui.with_layout(egui::Layout::left_to_right(egui::Align::TOP), |ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                mark(ui, line);
                if !narrow {
                    let layout = egui::Layout::top_down(egui::Align::LEFT);
                    ui.allocate_ui_with_layout(vec2(NAME, 20.0), layout, |ui| {
                        ui.set_min_width(NAME);
                        text::text(ui, Style::Strong, &line.name, t.text.primary);
                    });
                }
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 2.0;
                    if narrow {
                        text::text(ui, Style::Strong, &line.name, t.text.primary);
                    }
                    let ink = match line.tone {
                        Tone::Neutral => t.text.tertiary,
                        _ => t.text.primary,
                    };
                    text::selectable(ui, Style::Body, &line.detail, ink);
                    if !line.next.is_empty() {
                        text::selectable(ui, Style::Small, &line.next, t.text.secondary);
                    }
                });
            });
        });
}

/// The result: an icon that is seen, a word that is heard.
fn mark(ui: &mut Ui, line: &CheckLine) {
    let t = tokens(ui);
    let [_, _, ink] = banner::colours(t, line.tone);
    let glyph = match line.tone {
        Tone::Neutral => icons::CIRCLE_DASHED,
        tone => banner::icon(tone),
    };
    let (place, response) = ui.allocate_exact_size(vec2(16.0, 20.0), Sense::hover());
    let spoken = format!("{}: {}", line.name, line.result);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &spoken));
    let weight = if line.tone == Tone::Neutral {
        Weight::Bold
    } else {
        Weight::Fill
    };
    paint::icon(ui.painter(), place.center(), glyph, 16.0, weight, ink);
}

fn busy_ui(ui: &mut Ui) {
    let t = tokens(ui);
    egui::Frame::new()
        .inner_margin(Margin::symmetric(16, 12))
        .show(ui, |ui| {
            card::full_row(ui, 20.0, |ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                ring::busy_ui(ui, 16.0);
                let words = words::text("window-busy-diagnose");
                text::line(ui, Style::Body, words, t.text.secondary);
            });
        });
}
