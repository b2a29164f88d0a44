//! About: version, what is promised, and the licences of what is built in.

use egui::{Margin, Ui};

use crate::app::view::About;
use crate::model::words;
use crate::ui::icons;
use crate::ui::looks::Looks;
use crate::ui::screen::zone;
use crate::ui::theme::{fonts, tokens};
use crate::ui::widget::button::{Button, Size};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{card, paint};

/// As wide as the settings, in points.
const WIDEST: f32 = 760.0;

/// Draws the screen over the room there is.
pub fn about_ui(ui: &mut Ui, about: &About, looks: &mut Looks) {
    let t = tokens(ui);
    zone::scrolled(ui, "about", |ui| {
        ui.set_max_width(ui.available_width().min(WIDEST));
        ui.add_space(8.0);
        card::full_row(ui, 56.0, |ui| {
            ui.spacing_mut().item_spacing.x = 16.0;
            card::mark(ui, 56.0);
            zone::column(ui, |ui| {
                text::line(ui, Style::Display, &about.title, t.text.primary);
                text::truncated(ui, Style::Body, &about.text, t.text.secondary);
            });
        });
        ui.add_space(4.0);
        if !about.promises.is_empty() {
            let title = words::text("window-about-promises");
            card::card(
                ui,
                &title,
                |_| (),
                |ui| {
                    for promise in &about.promises {
                        ui.horizontal_top(|ui| {
                            ui.spacing_mut().item_spacing.x = 8.0;
                            let glyph = icons::SHIELD_CHECK;
                            let colour = t.text.tertiary;
                            paint::icon_ui(ui, glyph, 16.0, paint::Weight::Regular, colour);
                            text::text(ui, Style::Body, promise, t.text.primary);
                        });
                    }
                },
            );
        }
        let title = words::text("window-about-parts");
        card::card(ui, &title, |_| (), |ui| parts(ui, about, looks));
    });
}

fn parts(ui: &mut Ui, about: &About, looks: &mut Looks) {
    let t = tokens(ui);
    for (name, licence) in &about.parts {
        card::full_row(ui, 24.0, |ui| {
            text::line(ui, Style::Body, name, t.text.primary);
            card::at_end(ui, |ui| {
                text::line(ui, Style::Small, licence, t.text.tertiary);
            });
        });
    }
    for (index, (name, licence)) in fonts::LICENCES.into_iter().enumerate() {
        let open = looks.licence == Some(index);
        card::full_row(ui, 24.0, |ui| {
            text::line(ui, Style::Body, name, t.text.primary);
            card::at_end(ui, |ui| {
                let key = if open {
                    "window-about-hide"
                } else {
                    "window-about-show"
                };
                let words = words::text(key);
                let whole = words::with("window-about-licence-of", &[("name", name)]);
                let button = Button::new(&words).name(&whole).size(Size::Mini);
                if ui.add(button).clicked() {
                    looks.licence = (!open).then_some(index);
                }
            });
        });
        if open {
            card::inset(ui)
                .inner_margin(Margin::same(12))
                .show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    text::selectable(ui, Style::Mono, licence, t.text.secondary);
                });
        }
    }
}
