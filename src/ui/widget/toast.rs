//! Toasts, bottom right: never the only place where an error is told.

use std::sync::Arc;

use egui::text::LayoutJob;
use egui::{Align2, Area, Context, Galley, Id, Margin, Order, Ui, vec2};

use super::action;
use super::banner;
use super::button::{Button, Size};
use super::card;
use super::paint::{self, Weight};
use super::text::{self, Style};
use super::tooltip;
use crate::app::view::{Ask, Toast};
use crate::model::words;
use crate::ui::icons;
use crate::ui::theme::{shape, tokens};

/// Between what stands beside each other, and the height of the title.
const GAP: f32 = 10.0;
const TITLE: f32 = 20.0;

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

/// Lays out what a toast says in the room beside its icon and buttons: three lines at most, the rest in the tooltip.
fn said(ui: &Ui, toast: &Toast, ink: egui::Color32) -> Arc<Galley> {
    const ICON: f32 = 18.0;
    let close = Size::Mini.height() + GAP;
    let action = toast.action.as_ref().map_or(0.0, |act| {
        paint::one_line(ui, Style::Small, &act.label, ink, 160.0)
            .size()
            .x
            + 2.0 * GAP
            + 8.0
    });
    let format = text::format(Style::Small, ink);
    let mut job = LayoutJob::single_section(toast.text.clone(), format);
    job.wrap.max_width = (ui.available_width() - ICON - GAP - close - action).max(120.0);
    job.wrap.max_rows = 3;
    ui.painter().layout_job(job)
}

/// Draws one toast.
pub fn one(ui: &mut Ui, toast: &Toast) -> Option<Ask> {
    let t = tokens(ui);
    let [_, _, ink] = banner::colours(t, toast.tone);
    let mut ask = None;
    card::overlay(ui, shape().radius.card)
        .inner_margin(Margin {
            left: 12,
            right: 8,
            top: 10,
            bottom: 10,
        })
        .show(ui, |ui| {
            let said = (!toast.text.is_empty()).then(|| said(ui, toast, t.text.secondary));
            let high = said.as_ref().map_or(24.0, |said| TITLE + said.size().y);
            card::full_row(ui, high, |ui| {
                ui.spacing_mut().item_spacing.x = GAP;
                paint::icon_ui(ui, banner::icon(toast.tone), 18.0, Weight::Fill, ink);
                card::at_end(ui, |ui| {
                    let close = words::with("window-close-named", &[("what", &toast.title)]);
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
                        text::announce(&title);
                        if let Some(said) = said {
                            let response = ui.add(egui::Label::new(said));
                            text::announce(&response);
                            tooltip::attach(response, Some(&toast.text), None);
                        }
                    });
                });
            });
        });
    ask
}
