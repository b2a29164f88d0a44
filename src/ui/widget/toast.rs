//! Toasts, bottom right: never the only place where an error is told.

use egui::{Align2, Area, Context, Id, Margin, Order, Ui, vec2};

use super::action;
use super::banner;
use super::button::{Button, Size};
use super::card;
use super::paint::{self, Weight};
use super::text::{self, Style};
use crate::app::view::{Ask, Toast};
use crate::model::words;
use crate::ui::icons;
use crate::ui::theme::{shape, tokens};

/// Draws the toasts over the window, `floor` points above its lower edge.
pub fn toasts(ctx: &Context, list: &[Toast], floor: f32) -> Vec<Ask> {
    let mut asks = Vec::new();
    if list.is_empty() {
        return asks;
    }
    Area::new(Id::unique("toasts"))
        .order(Order::Tooltip)
        .anchor(Align2::RIGHT_BOTTOM, vec2(-16.0, -16.0 - floor))
        .show(ctx, |ui| {
            let width = shape().width.toast.min(ctx.content_rect().width() - 32.0);
            ui.set_width(width);
            ui.spacing_mut().item_spacing.y = 8.0;
            for toast in list {
                asks.extend(one(ui, toast));
            }
        });
    asks
}

/// Draws one toast.
pub fn one(ui: &mut Ui, toast: &Toast) -> Option<Ask> {
    let t = tokens(ui);
    let [_, _, ink] = banner::colours(t, toast.tone);
    let mut ask = None;
    let high = if toast.text.is_empty() { 24.0 } else { 36.0 };
    card::overlay(ui, shape().radius.card)
        .inner_margin(Margin {
            left: 12,
            right: 8,
            top: 10,
            bottom: 10,
        })
        .show(ui, |ui| {
            card::full_row(ui, high, |ui| {
                ui.spacing_mut().item_spacing.x = 10.0;
                paint::icon_ui(ui, banner::icon(toast.tone), 18.0, Weight::Fill, ink);
                card::at_end(ui, |ui| {
                    let close = words::text("window-close");
                    let close = Button::icon_only(icons::X, &close).size(Size::Mini);
                    if ui.add(close).clicked() {
                        ask = Some(Ask::DismissToast(toast.id));
                    }
                    if let Some(act) = &toast.action {
                        ask = action::action_words(ui, act, Size::Mini).or(ask.take());
                    }
                    ui.with_layout(egui::Layout::top_down(egui::Align::LEFT), |ui| {
                        ui.spacing_mut().item_spacing.y = 0.0;
                        let title =
                            text::truncated(ui, Style::Strong, &toast.title, t.text.primary);
                        // A screen reader says it when it appears.
                        ui.ctx().accesskit_node_builder(title.id, |node| {
                            node.set_live(egui::accesskit::Live::Polite);
                        });
                        if !toast.text.is_empty() {
                            text::truncated(ui, Style::Small, &toast.text, t.text.secondary);
                        }
                    });
                });
            });
        });
    ask
}
