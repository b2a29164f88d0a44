//! One exchange of a run, redacted: request, answer, raw.

use egui::{Margin, Rect, ScrollArea, Sense, Stroke, Ui, pos2, vec2};

use crate::app::command::Command;
use crate::app::view::{ExchangeView, ParamRow};
use crate::model::words;
use crate::ui::looks::{ExchangeTab, Looks};
use crate::ui::theme::tokens;
use crate::ui::widget::button::{Button, Size};
use crate::ui::widget::paint::{self, Weight};
use crate::ui::widget::secret_field::MASK;
use crate::ui::widget::tabs::{Tab, tabs};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{action, card};
use crate::ui::{Asks, icons};

const NAME: f32 = 152.0;

/// Draws the panel over the room there is.
pub fn exchange_ui(ui: &mut Ui, exchange: &ExchangeView, looks: &mut Looks, asks: &mut Asks) {
    let whole = ui.available_rect_before_wrap();
    head(ui, exchange, asks);
    let none = words::text("window-exchange-no-answer");
    let has_answer = exchange.status.is_some();
    let list = [
        tab("window-exchange-request", None),
        tab("window-exchange-answer", (!has_answer).then_some(none)),
        tab("window-exchange-raw", None),
    ];
    let list: Vec<Tab<'_>> = list
        .iter()
        .map(|(words, reason)| Tab {
            words,
            count: None,
            keys: "",
            disabled_because: reason.as_deref(),
        })
        .collect();
    let all = [ExchangeTab::Request, ExchangeTab::Answer, ExchangeTab::Raw];
    if looks.exchange_tab == ExchangeTab::Answer && !has_answer {
        looks.exchange_tab = ExchangeTab::Request;
    }
    let open = all
        .iter()
        .position(|one| *one == looks.exchange_tab)
        .unwrap_or(0);
    if let Some(pressed) = tabs(ui, &list, open, 16.0) {
        looks.exchange_tab = all.get(pressed).copied().unwrap_or_default();
    }
    let body = Rect::from_min_max(ui.cursor().min, pos2(whole.right(), whole.bottom() - 48.0));
    super::zone::zone(ui, body, "exchange", egui::Color32::TRANSPARENT, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            egui::Frame::new()
                .inner_margin(Margin::symmetric(16, 12))
                .show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    match looks.exchange_tab {
                        ExchangeTab::Request => request(ui, exchange),
                        ExchangeTab::Answer => answer(ui, exchange),
                        ExchangeTab::Raw => raw(ui, exchange),
                    }
                });
        });
    });
    let foot = Rect::from_min_max(pos2(whole.left(), body.bottom()), whole.max);
    foot_ui(ui, foot, exchange, asks);
}

fn tab(key: &str, reason: Option<String>) -> (String, Option<String>) {
    (words::text(key), reason)
}

fn head(ui: &mut Ui, exchange: &ExchangeView, asks: &mut Asks) {
    let t = tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 56.0), Sense::hover());
    let inside = Rect::from_min_max(
        pos2(rect.left() + 16.0, rect.top() + 6.0),
        pos2(rect.right() - 12.0, rect.bottom()),
    );
    card::row(ui, inside, |ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        card::at_end(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let mut step = |glyph, key: &str, to: Option<Option<u32>>| {
                let name = words::text(key);
                let none = words::text("window-exchange-last");
                let button = Button::icon_only(glyph, &name)
                    .size(Size::Small)
                    .disabled_because(to.is_none().then_some(none.as_str()));
                if ui.add(button).clicked()
                    && let Some(number) = to
                {
                    asks.command(Command::ShowExchange(number));
                }
            };
            let (before, after) = exchange.neighbours;
            step(icons::X, "window-close", Some(None));
            step(icons::CARET_DOWN, "window-exchange-next", after.map(Some));
            step(
                icons::CARET_UP,
                "window-exchange-previous",
                before.map(Some),
            );
            super::zone::column(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                text::truncated(ui, Style::Heading, &exchange.title, t.text.primary);
                text::truncated(ui, Style::Small, &exchange.when, t.text.tertiary);
            });
        });
    });
}

fn request(ui: &mut Ui, exchange: &ExchangeView) {
    let t = tokens(ui);
    if !exchange.url.is_empty() {
        card::inset(ui)
            .inner_margin(Margin::symmetric(10, 8))
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                let inks = [t.text.link, t.text.primary];
                text::address(ui, &exchange.method, &exchange.url, inks);
            });
    }
    rows(ui, "window-exchange-parameters", &exchange.request);
    rows(ui, "window-exchange-headers", &exchange.request_headers);
}

fn answer(ui: &mut Ui, exchange: &ExchangeView) {
    let t = tokens(ui);
    if let Some(status) = &exchange.status {
        card::inset(ui)
            .inner_margin(Margin::symmetric(10, 8))
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                text::selectable(ui, Style::Mono, status, t.text.primary);
            });
    }
    rows(ui, "window-exchange-fields", &exchange.answer);
    rows(ui, "window-exchange-headers", &exchange.answer_headers);
}

fn raw(ui: &mut Ui, exchange: &ExchangeView) {
    let ink = tokens(ui).text.primary;
    card::inset(ui)
        .inner_margin(Margin::symmetric(10, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            text::selectable(ui, Style::Mono, &exchange.raw, ink);
        });
}

fn rows(ui: &mut Ui, key: &str, list: &[ParamRow]) {
    if list.is_empty() {
        return;
    }
    let t = tokens(ui);
    ui.add_space(14.0);
    card::full_row(ui, 18.0, |ui| {
        text::line(ui, Style::Micro, words::text(key), t.text.tertiary);
        card::at_end(ui, |ui| {
            text::line(ui, Style::Micro, list.len().to_string(), t.text.tertiary);
        });
    });
    for row in list {
        param(ui, row);
    }
}

fn param(ui: &mut Ui, row: &ParamRow) {
    let t = tokens(ui);
    let height = if row.meaning.is_empty() { 32.0 } else { 48.0 };
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let stroke = Stroke::new(t.stroke.width, t.stroke.subtle);
    ui.painter()
        .hline(rect.x_range(), rect.bottom() - 0.5, stroke);
    let line = Rect::from_min_size(
        pos2(rect.left(), rect.top() + 6.0),
        vec2(rect.width(), 20.0),
    );
    let name = Rect::from_min_size(line.min, vec2(NAME, 20.0));
    card::row(ui, name, |ui| {
        text::truncated(ui, Style::Mono, &row.name, t.text.secondary);
    });
    let value = Rect::from_min_max(pos2(name.right() + 8.0, line.top()), line.max);
    card::row(ui, value, |ui| match &row.value {
        Some(value) => {
            text::selectable_line(ui, Style::Mono, value, t.text.primary);
        }
        None => {
            let hidden = words::text("window-exchange-hidden");
            card::at_end(ui, |ui| {
                let glyph = icons::EYE_SLASH;
                paint::icon_ui(ui, glyph, 14.0, Weight::Regular, t.text.tertiary)
                    .on_hover_text(hidden);
                card::rest(ui, |ui| {
                    let words = if row.fingerprint.is_empty() {
                        MASK
                    } else {
                        &row.fingerprint
                    };
                    text::truncated(ui, Style::Mono, words, t.text.tertiary);
                });
            });
        }
    });
    if !row.meaning.is_empty() {
        let below = Rect::from_min_size(
            pos2(rect.left(), rect.top() + 26.0),
            vec2(rect.width(), 16.0),
        );
        card::row(ui, below, |ui| {
            text::truncated(ui, Style::Small, &row.meaning, t.text.tertiary);
        });
    }
}

fn foot_ui(ui: &mut Ui, rect: Rect, exchange: &ExchangeView, asks: &mut Asks) {
    let t = tokens(ui);
    let stroke = Stroke::new(t.stroke.width, t.stroke.subtle);
    ui.painter().hline(rect.x_range(), rect.top() + 0.5, stroke);
    card::row(ui, rect.shrink2(vec2(16.0, 0.0)), |ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        for act in &exchange.actions {
            asks.ask(action::action(ui, act, Size::Small));
        }
        card::at_end(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            let hidden = words::text("window-exchange-secrets-hidden");
            if ui.available_width() > 110.0 {
                text::line(ui, Style::Small, hidden, t.text.tertiary);
                paint::icon_ui(
                    ui,
                    icons::SHIELD_CHECK,
                    14.0,
                    Weight::Regular,
                    t.text.tertiary,
                );
            }
        });
    });
}
