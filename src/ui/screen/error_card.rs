//! An explained error: three parts of ours, the org's own words beside them.

use egui::{Align, Frame, Layout, Margin, Rect, Stroke, Ui, pos2};

use crate::app::view::{Ask, ErrorCard};
use crate::model::words;
use crate::ui::icons;
use crate::ui::theme::{shape, tokens};
use crate::ui::widget::button::Size;
use crate::ui::widget::paint::{self, Weight};
use crate::ui::widget::text::{self, Mixed, Style};
use crate::ui::widget::{action, card};

/// Draws the card over the width there is.
pub fn error_card_ui(ui: &mut Ui, error: &ErrorCard) -> Option<Ask> {
    let t = tokens(ui);
    let frame = card::frame(ui);
    frame
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 0.0;
            head(ui, error);
            Frame::new()
                .inner_margin(Margin::same(16))
                .show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    ui.spacing_mut().item_spacing.y = 16.0;
                    let title = words::text("window-error-cause");
                    block(ui, icons::LIGHTBULB, &title, |ui| {
                        text::text(ui, Style::Body, &error.cause, t.text.primary);
                    });
                    let mut ask = None;
                    let title = words::text("window-error-next");
                    block(ui, icons::CHECKS, &title, |ui| {
                        text::text(ui, Style::Body, &error.next, t.text.primary);
                        ask = buttons(ui, error);
                    });
                    if !error.org.is_empty() {
                        paint::hairline(ui, t.stroke.normal);
                        let title = words::text("window-error-org");
                        block(ui, icons::CLOUD, &title, |ui| org_words(ui, error));
                    }
                    ask
                })
                .inner
        })
        .inner
}

fn head(ui: &mut Ui, error: &ErrorCard) {
    let t = tokens(ui);
    let radius = shape().radius.card;
    let corner = egui::CornerRadius {
        nw: radius,
        ne: radius,
        sw: 0,
        se: 0,
    };
    let shown = Frame::new()
        .fill(t.danger.bg)
        .corner_radius(corner)
        .inner_margin(Margin::symmetric(16, 14))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.with_layout(Layout::left_to_right(Align::TOP), |ui| {
                ui.spacing_mut().item_spacing.x = 12.0;
                paint::icon_ui(ui, icons::X_CIRCLE, 24.0, Weight::Fill, t.danger.fg);
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    let what = text::rich(Style::Heading, &error.what, t.text.primary).size(14.0);
                    ui.add(egui::Label::new(what).wrap());
                    text::selectable(ui, Style::Mono, &error.code, t.text.secondary);
                });
            });
        });
    let rect: Rect = shown.response.rect;
    let stroke = Stroke::new(t.stroke.width, t.danger.stroke);
    ui.painter()
        .hline(rect.x_range(), rect.bottom() - 0.5, stroke);
}

fn block(ui: &mut Ui, glyph: &str, title: &str, content: impl FnOnce(&mut Ui)) {
    let t = tokens(ui);
    let left = ui.cursor().min;
    Frame::new()
        .inner_margin(Margin {
            left: 28,
            ..Margin::ZERO
        })
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 4.0;
            text::line(ui, Style::Micro, title, t.text.tertiary);
            content(ui);
        });
    let center = pos2(left.x + 8.0, left.y + 10.0);
    paint::icon(
        ui.painter(),
        center,
        glyph,
        16.0,
        Weight::Regular,
        t.text.tertiary,
    );
}

fn buttons(ui: &mut Ui, error: &ErrorCard) -> Option<Ask> {
    if error.actions.is_empty() {
        return None;
    }
    let mut ask = None;
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(8.0, 8.0);
        for act in &error.actions {
            ask = action::action(ui, act, Size::Normal).or(ask.take());
        }
    });
    ask
}

fn org_words(ui: &mut Ui, error: &ErrorCard) {
    let t = tokens(ui);
    card::inset(ui)
        .inner_margin(Margin::symmetric(12, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 0.0;
            for (name, value) in &error.org {
                let job = Mixed::default()
                    .with(Style::Mono, name, t.syntax.key)
                    .with(Style::Mono, "=", t.text.tertiary)
                    .with(Style::Mono, value, t.text.primary)
                    .job();
                ui.add(egui::Label::new(job).wrap().selectable(true));
            }
        });
}
