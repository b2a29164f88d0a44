//! What Setup must say: values to copy into the app's registration.

use egui::{Margin, Ui, vec2};

use crate::app::view::{Ask, FormView, SetupValue};
use crate::model::words;
use crate::ui::theme::tokens;
use crate::ui::widget::button::{Button, Size};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{banner, card};
use crate::ui::{Asks, icons};

/// Draws the aside over the width there is.
pub fn aside_ui(ui: &mut Ui, form: &FormView, asks: &mut Asks) {
    let t = tokens(ui);
    ui.spacing_mut().item_spacing.y = 12.0;
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        let title = words::text("window-form-setup");
        text::text(ui, Style::Heading, title, t.text.primary);
        let under = words::text("window-form-setup-under");
        text::text(ui, Style::Small, under, t.text.secondary);
    });
    card::frame(ui)
        .inner_margin(Margin {
            left: 14,
            right: 8,
            top: 12,
            bottom: 12,
        })
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            for value in &form.setup {
                one(ui, value, asks);
            }
        });
    card::full_row(ui, 28.0, |ui| {
        let words = words::text("window-form-copy-all");
        let button = Button::new(&words).icon(icons::COPY).size(Size::Small);
        if ui.add(button).clicked() {
            asks.ask(Some(Ask::CopyText(form.setup_text.clone())));
        }
    });
    asks.ask(banner::banners(ui, &form.banners));
}

fn one(ui: &mut Ui, value: &SetupValue, asks: &mut Asks) {
    let t = tokens(ui);
    ui.horizontal_top(|ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::TOP), |ui| {
            let name = words::with("window-copy-named", &[("name", &value.label)]);
            let button = Button::icon_only(icons::COPY, &name).size(Size::Mini);
            // In the middle of the label and the first line of the value.
            let size = vec2(Size::Mini.height(), 38.0);
            let (place, _) = ui.allocate_exact_size(size, egui::Sense::hover());
            if card::row(ui, place, |ui| ui.add(button)).clicked() {
                asks.ask(Some(Ask::CopyText(value.value.clone())));
            }
            ui.with_layout(egui::Layout::top_down(egui::Align::LEFT), |ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                text::text(ui, Style::Micro, &value.label, t.text.tertiary);
                let style = if value.is_code {
                    Style::Mono
                } else {
                    Style::Body
                };
                text::selectable(ui, style, &value.value, t.text.primary);
            });
        });
    });
}
