//! Facts grid: a label, its value, two columns where there is room.

use egui::{Rect, Response, Ui, UiBuilder, pos2, vec2};

use super::paint;
use super::text::{self, Style};
use super::tooltip;
use crate::app::view::Fact;
use crate::ui::theme::{shape, tokens};

const ROW: f32 = 24.0;
const GAP: f32 = 24.0;
/// From this width on there are two columns.
const TWO_COLUMNS: f32 = 500.0;
/// A longer label is cut, and whole in its tooltip.
const WIDEST_LABEL: f32 = 160.0;

/// Draws facts; the first half stands left where there are two columns.
pub fn facts(ui: &mut Ui, list: &[Fact]) {
    let width = ui.available_width();
    let columns = if width >= TWO_COLUMNS { 2 } else { 1 };
    let rows = list.len().div_ceil(columns).max(1);
    let size = vec2(width, rows as f32 * ROW);
    let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
    let column = (width - GAP * (columns as f32 - 1.0)) / columns as f32;
    let label = label_width(ui, list);
    for (index, fact) in list.iter().enumerate() {
        let at = vec2(
            (index / rows) as f32 * (column + GAP),
            (index % rows) as f32 * ROW,
        );
        let place = Rect::from_min_size(rect.min + at, vec2(column, ROW));
        one(ui, place, label, fact);
    }
}

/// As wide as the longest label needs, within bounds, so that no label is cut and all values of a card stand in line.
fn label_width(ui: &Ui, list: &[Fact]) -> f32 {
    let colour = egui::Color32::PLACEHOLDER;
    let widest = list
        .iter()
        .map(|fact| {
            paint::one_line(ui, Style::Body, &fact.label, colour, WIDEST_LABEL)
                .size()
                .x
        })
        .fold(0.0, f32::max);
    (widest + 4.0).max(shape().width.fact_label)
}

/// Draws facts in one column whatever the width, for asides and dialogs.
pub fn column(ui: &mut Ui, list: &[Fact]) {
    let label = label_width(ui, list);
    for fact in list {
        let size = vec2(ui.available_width(), ROW);
        let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
        one(ui, rect, label, fact);
    }
}

fn one(ui: &mut Ui, place: Rect, label: f32, fact: &Fact) {
    let t = tokens(ui);
    let middle = place.left() + (label + 12.0).min(place.width() / 2.0);
    let left = Rect::from_min_max(place.min, pos2(middle - 8.0, place.bottom()));
    cell(ui, left, |ui| {
        text::truncated(ui, Style::Body, &fact.label, t.text.tertiary);
    });
    let right = Rect::from_min_max(pos2(middle, place.top()), place.max);
    cell(ui, right, |ui| {
        value(ui, fact);
    });
}

fn cell(ui: &mut Ui, rect: Rect, content: impl FnOnce(&mut Ui)) {
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect).layout(layout));
    content(&mut child);
}

/// Draws the value of a fact: a code can be selected whole, what nobody told is quiet.
pub fn value(ui: &mut Ui, fact: &Fact) -> Response {
    let t = tokens(ui);
    let response = if !fact.is_known {
        text::truncated(ui, Style::Body, &fact.value, t.text.tertiary)
    } else if fact.is_code {
        text::selectable_line(ui, Style::Mono, &fact.value, t.text.primary)
    } else {
        text::truncated(ui, Style::Body, &fact.value, t.text.primary)
    };
    let hint = (!fact.hint.is_empty()).then_some(fact.hint.as_str());
    tooltip::attach(response, hint, None)
}
