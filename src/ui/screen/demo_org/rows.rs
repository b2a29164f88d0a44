//! What the parts of the demo org share: tables, switches with help, menus of values, two columns.

use egui::{Rect, Sense, Ui, UiBuilder, pos2, vec2};

use crate::model::words;
use crate::ui::icons;
use crate::ui::theme::tokens;
use crate::ui::widget::button::{Button, Kind, Size};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{card, check, menu, paint, tooltip};

/// Height of a row of a table.
pub(super) const ROW: f32 = 34.0;
const GAP: f32 = 12.0;

/// Columns of a table: points where fixed, shares of the rest where below 1.
pub(super) fn columns(width: f32, wanted: &[f32]) -> Vec<f32> {
    let gaps = GAP * (wanted.len().saturating_sub(1)) as f32;
    let fixed: f32 = wanted.iter().filter(|part| **part > 1.0).sum();
    let shares: f32 = wanted.iter().filter(|part| **part <= 1.0).sum();
    let rest = (width - gaps - fixed).max(0.0);
    wanted
        .iter()
        .map(|part| match *part {
            fixed if fixed > 1.0 => fixed,
            share => rest * share / shares.max(f32::EPSILON),
        })
        .collect()
}

/// Draws the cells of a row, each in its column, with a line under it.
pub(super) fn row(ui: &mut Ui, columns: &[f32], mut cell: impl FnMut(&mut Ui, usize)) -> Rect {
    let width = ui.available_width();
    let (rect, _) = ui.allocate_exact_size(vec2(width, ROW), Sense::hover());
    let t = tokens(ui);
    let floor = Rect::from_min_max(pos2(rect.left(), rect.bottom() - 1.0), rect.max);
    ui.painter().rect_filled(floor, 0.0, t.stroke.subtle);
    let mut left = rect.left();
    for (index, width) in columns.iter().enumerate() {
        let place = Rect::from_min_size(pos2(left, rect.top()), vec2(*width, rect.height()));
        let layout = egui::Layout::left_to_right(egui::Align::Center);
        let builder = UiBuilder::new().max_rect(place).layout(layout);
        let mut child = ui.new_child(builder.id_salt((index, "cell")));
        child.set_clip_rect(ui.clip_rect().intersect(place.expand(2.0)));
        cell(&mut child, index);
        left += width + GAP;
    }
    rect
}

/// Draws the heads of a table; those of numbers end where the numbers end.
pub(super) fn heads(ui: &mut Ui, columns: &[f32], keys: &[&str], numbers: &[usize]) {
    let t = tokens(ui);
    row(ui, columns, |ui, index| {
        let Some(key) = keys.get(index).filter(|key| !key.is_empty()) else {
            return;
        };
        let words = words::text(key);
        if numbers.contains(&index) {
            card::at_end(ui, |ui| {
                text::line(ui, Style::Micro, words, t.text.tertiary)
            });
        } else {
            text::truncated(ui, Style::Micro, words, t.text.tertiary);
        }
    });
}

/// Draws a number at the end of its cell.
pub(super) fn number(ui: &mut Ui, number: &str, colour: egui::Color32) {
    card::at_end(ui, |ui| text::line(ui, Style::Body, number, colour));
}

/// Draws a switch with a line of help under it; true when it was flipped.
pub(super) fn switch(ui: &mut Ui, on: &mut bool, key: &str) -> bool {
    let t = tokens(ui);
    let help = words::text(&format!("{key}-help"));
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        let response = check::switch(ui, on, &words::text(key));
        let is_flipped = response.changed();
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.add_space(36.0);
            text::text(ui, Style::Small, help, t.text.tertiary);
        });
        is_flipped
    })
    .inner
}

/// Draws a label as high as the button it stands beside, so that both have one middle from the first on.
pub(super) fn beside(ui: &mut Ui, label: &str, colour: egui::Color32) {
    let galley = paint::one_line(ui, Style::Body, label, colour, 200.0);
    let size = vec2(galley.size().x, Size::Small.height());
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, label));
    paint::line_at(ui.painter(), rect.left_center(), galley);
}

/// Draws a button that opens a menu of values; the chosen one, if another was chosen.
pub(super) fn pick<T: Clone + PartialEq>(
    ui: &mut Ui,
    name: &str,
    chosen: &T,
    values: &[(T, String)],
    width: f32,
) -> Option<T> {
    let ink = tokens(ui).text.primary;
    let shown = values
        .iter()
        .find(|(value, _)| value == chosen)
        .map_or("", |(_, words)| words.as_str());
    let spoken = format!("{name} {shown}");
    let cut = clipped(shown, width);
    let opener = ui.add(
        Button::new(&cut)
            .name(&spoken)
            .kind(Kind::Secondary)
            .size(Size::Small)
            .colour(ink)
            .caret(icons::CARET_DOWN),
    );
    let opener = tooltip::attach(opener, (cut != shown).then_some(shown), None);
    let mut other = None;
    menu::under(&opener, width.max(200.0), |ui| {
        for (value, words) in values {
            let on = value == chosen;
            let glyph = if on { icons::CHECK } else { " " };
            if menu::Item::new(glyph, words).on(on).show(ui) && !on {
                other = Some(value.clone());
            }
        }
    });
    other
}

/// Cuts what would make a button too wide; the menu and the tooltip have all of it.
fn clipped(words: &str, width: f32) -> String {
    // A letter of 13-point Inter is 7 points wide, about.
    let most = ((width - 40.0) / 7.0).max(8.0) as usize;
    if words.chars().count() <= most {
        return words.to_owned();
    }
    let start: String = words.chars().take(most - 1).collect();
    format!("{}…", start.trim_end())
}

/// Draws two blocks beside each other where there is room, else one under the other.
pub(super) fn two(
    ui: &mut Ui,
    left_share: f32,
    least: f32,
    left: impl FnOnce(&mut Ui),
    right: impl FnOnce(&mut Ui),
) {
    let width = ui.available_width();
    if width < least {
        left(ui);
        right(ui);
        return;
    }
    let first = ((width - 12.0) * left_share).floor();
    ui.with_layout(egui::Layout::left_to_right(egui::Align::TOP), |ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        for (width, content) in [
            (first, Box::new(left) as Box<dyn FnOnce(&mut Ui)>),
            (width - 12.0 - first, Box::new(right)),
        ] {
            ui.vertical(|ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing = vec2(8.0, 12.0);
                content(ui);
            });
        }
    });
}
