//! The parts of a text: name, value, meaning; or the same as a tree.

use egui::{Rect, Sense, Stroke, Ui, pos2, vec2};

use super::forms;
use crate::app::view::{PartRow, PastedView};
use crate::model::words;
use crate::ui::Asks;
use crate::ui::screen::detail::tree_ui;
use crate::ui::theme::tokens;
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{badge, card, paint, pasted};

const ROW: f32 = 31.0;
const EDGE: f32 = 16.0;
/// Below this width the meaning stands under the value.
const WIDE: f32 = 520.0;

/// Draws the card.
pub(super) fn parts_ui(ui: &mut Ui, shown: &PastedView, asks: &mut Asks) {
    let t = tokens(ui);
    card::frame(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 0.0;
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 48.0), Sense::hover());
        let inside = Rect::from_min_max(
            pos2(rect.left() + EDGE, rect.top()),
            pos2(rect.right() - 8.0, rect.bottom()),
        );
        card::row(ui, inside, |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            text::line(ui, Style::Heading, &shown.kind, t.text.primary);
            if let Some(shown) = &shown.badge {
                badge::badge(ui, shown, badge::Size::Normal);
            }
            if !shown.rows.is_empty() {
                card::at_end(ui, |ui| {
                    ui.spacing_mut().item_spacing.x = 4.0;
                    forms(ui, &shown.forms, asks);
                });
            }
        });
        if shown.rows.is_empty() {
            nothing(ui);
        } else if shown.is_tree {
            egui::Frame::new()
                .inner_margin(egui::Margin {
                    left: 16,
                    right: 16,
                    top: 0,
                    bottom: 16,
                })
                .show(ui, |ui| tree_ui(ui, &shown.tree));
        } else {
            table(ui, &shown.rows);
        }
    });
}

fn nothing(ui: &mut Ui) {
    let t = tokens(ui);
    egui::Frame::new()
        .inner_margin(egui::Margin {
            left: 16,
            right: 16,
            top: 0,
            bottom: 16,
        })
        .show(ui, |ui| {
            let words = words::text("window-inspect-no-parts");
            text::text(ui, Style::Body, words, t.text.tertiary);
        });
}

/// How wide the column of names has to be.
fn width_of_names(ui: &Ui, rows: &[PartRow]) -> f32 {
    let widest = rows
        .iter()
        .map(|row| {
            let colour = egui::Color32::PLACEHOLDER;
            paint::one_line(ui, Style::Mono, &row.name, colour, 240.0)
                .size()
                .x
        })
        .fold(0.0, f32::max);
    widest + 24.0
}

fn columns(rect: Rect, names: f32) -> [Rect; 3] {
    let inside = rect.shrink2(vec2(EDGE, 0.0));
    let first = names.clamp(84.0, (inside.width() * 0.34).max(84.0));
    let rest = inside.width() - first;
    let second = if rect.width() < WIDE {
        rest
    } else {
        rest * 0.46
    };
    let cut = |from: f32, width: f32| {
        Rect::from_min_max(
            pos2(from, rect.top()),
            pos2((from + width - 12.0).max(from), rect.bottom()),
        )
    };
    [
        cut(inside.left(), first),
        cut(inside.left() + first, second),
        cut(inside.left() + first + second, rest - second),
    ]
}

fn table(ui: &mut Ui, rows: &[PartRow]) {
    let t = tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::hover());
    let heads = [
        "window-inspect-head-name",
        "window-inspect-head-value",
        "window-inspect-head-meaning",
    ];
    let is_wide = rect.width() >= WIDE;
    let names = width_of_names(ui, rows);
    for (place, key) in columns(rect, names).into_iter().zip(heads) {
        if is_wide || key != "window-inspect-head-meaning" {
            card::row(ui, place, |ui| {
                text::truncated(ui, Style::Micro, words::text(key), t.text.tertiary);
            });
        }
    }
    for (index, row) in rows.iter().enumerate() {
        ui.push_id(index, |ui| row_ui(ui, row, names, is_wide));
    }
    ui.add_space(8.0);
}

fn row_ui(ui: &mut Ui, row: &PartRow, names: f32, is_wide: bool) {
    let t = tokens(ui);
    let height = if is_wide { ROW } else { ROW + 18.0 };
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let stroke = Stroke::new(t.stroke.width, t.stroke.subtle);
    ui.painter().hline(rect.x_range(), rect.top(), stroke);
    let line = Rect::from_min_max(rect.min, pos2(rect.right(), rect.top() + ROW));
    let [name, value, meaning] = columns(line, names);
    card::row(ui, name, |ui| {
        pasted::whole(
            text::truncated(ui, Style::Mono, &row.name, t.syntax.key),
            &row.name,
        );
    });
    card::row(ui, value, |ui| {
        pasted::whole(
            text::selectable_line(ui, Style::Mono, &row.value, t.text.primary),
            &row.value,
        );
    });
    let place = if is_wide {
        meaning
    } else {
        Rect::from_min_max(
            pos2(value.left(), line.bottom() - 6.0),
            pos2(value.right(), rect.bottom() - 4.0),
        )
    };
    card::row(ui, place, |ui| {
        pasted::whole(
            text::truncated(ui, Style::Small, &row.meaning, t.text.secondary),
            &row.meaning,
        );
    });
}
