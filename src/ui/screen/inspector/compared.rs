//! Two sides beside each other; what differs has a ground and a sign of its own.

use egui::{Rect, Sense, Ui, pos2, vec2};

use crate::app::view::{ComparedRow, ComparedView};
use crate::model::words;
use crate::ui::Asks;
use crate::ui::theme::tokens;
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{action, card, pasted};

const ROW: f32 = 26.0;

/// Draws the card.
pub(super) fn compared_ui(ui: &mut Ui, compared: &ComparedView, asks: &mut Asks) {
    let t = tokens(ui);
    card::card(
        ui,
        &compared.title,
        |ui| {
            if let Some(close) = &compared.close {
                card::at_end(ui, |ui| {
                    asks.ask(action::icon_quiet(ui, close));
                });
            }
        },
        |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            if !compared.rows.is_empty() {
                let (rect, _) =
                    ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
                let [_, left, right] = columns(rect);
                for (place, head) in [left, right].into_iter().zip(&compared.heads) {
                    card::row(ui, place, |ui| {
                        text::truncated(ui, Style::Micro, head, t.text.tertiary);
                    });
                }
            }
            for (index, row) in compared.rows.iter().enumerate() {
                ui.push_id(index, |ui| row_ui(ui, row));
            }
            ui.add_space(8.0);
            text::text(ui, Style::Small, &compared.sum, t.text.secondary);
        },
    );
}

fn columns(rect: Rect) -> [Rect; 3] {
    let first = (rect.width() * 0.26).clamp(64.0, 120.0);
    let half = (rect.width() - first) / 2.0;
    [
        (0.0, first - 8.0),
        (first, half - 10.0),
        (first + half, half),
    ]
    .map(|(from, width)| {
        let left = rect.left() + from;
        Rect::from_min_max(pos2(left, rect.top()), pos2(left + width, rect.bottom()))
    })
}

fn row_ui(ui: &mut Ui, row: &ComparedRow) {
    let t = tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    if row.differs {
        let ground = rect.expand2(vec2(8.0, 0.0));
        ui.painter().rect_filled(ground, 4.0, t.warn.bg);
        let spoken = words::with("window-inspect-differs", &[("name", &row.name)]);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &spoken));
    }
    let [first, left, right] = columns(rect);
    card::row(ui, first, |ui| {
        text::truncated(ui, Style::Mono, &row.name, t.text.tertiary);
    });
    let ink = if row.differs {
        t.warn.fg
    } else {
        t.text.primary
    };
    let [one, two] = &row.sides;
    for (place, side, ink) in [(left, one, t.text.primary), (right, two, ink)] {
        card::row(ui, place, |ui| match side {
            Some(side) => {
                pasted::whole(text::truncated(ui, Style::Mono, side, ink), side);
            }
            None => {
                let words = words::text("window-inspect-not-said");
                text::truncated(ui, Style::Small, words, t.text.tertiary);
            }
        });
    }
}
