//! An answer as a tree, in the order it came; secret members are masked.

use egui::{Margin, Sense, Ui, pos2, vec2};

use crate::app::view::Value;
use crate::model::words;
use crate::ui::icons;
use crate::ui::theme::tokens;
use crate::ui::widget::card;
use crate::ui::widget::paint::{self, Weight};
use crate::ui::widget::secret_field::MASK;
use crate::ui::widget::text::{Mixed, Style};

const ROW: f32 = 22.0;
const INDENT: f32 = 16.0;

/// Draws an answer on an inset.
pub fn tree_ui(ui: &mut Ui, value: &Value) {
    card::inset(ui)
        .inner_margin(Margin::symmetric(10, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 0.0;
            match value {
                Value::Members(members) => {
                    for (name, value) in members {
                        node(ui, name, value, 0);
                    }
                }
                Value::List(values) => {
                    for (index, value) in values.iter().enumerate() {
                        node(ui, &index.to_string(), value, 0);
                    }
                }
                leaf => node(ui, "", leaf, 0),
            }
        });
}

fn node(ui: &mut Ui, name: &str, value: &Value, depth: usize) {
    let inner: Vec<(String, &Value)> = match value {
        Value::Members(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), value))
            .collect(),
        Value::List(values) => values
            .iter()
            .enumerate()
            .map(|(index, value)| (index.to_string(), value))
            .collect(),
        _ => {
            line(ui, name, value, depth, None);
            return;
        }
    };
    ui.push_id((name, depth), |ui| {
        let id = ui.scope_id().with("open");
        let open = ui.data(|data| data.get_temp(id)).unwrap_or(depth == 0);
        if line(ui, name, value, depth, Some(open)) {
            ui.data_mut(|data| data.insert_temp(id, !open));
        }
        if open {
            for (name, value) in inner {
                node(ui, &name, value, depth + 1);
            }
        }
    });
}

/// Draws one line; true when its caret was pressed.
fn line(ui: &mut Ui, name: &str, value: &Value, depth: usize, open: Option<bool>) -> bool {
    let t = tokens(ui);
    let s = &t.syntax;
    let (words, ink) = match value {
        Value::Null => ("null".to_owned(), s.literal),
        Value::Bool(yes) => (yes.to_string(), s.literal),
        Value::Number(number) => (number.clone(), s.number),
        Value::Text(text) => (format!("\"{text}\""), s.string),
        Value::Hidden => (MASK.to_owned(), t.text.tertiary),
        Value::List(values) => (
            words::count("window-tree-values", values.len()),
            t.text.tertiary,
        ),
        Value::Members(members) => (
            words::count("window-tree-fields", members.len()),
            t.text.tertiary,
        ),
    };
    let mut pressed = false;
    let left = depth as f32 * INDENT;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.add_space(left);
        let (rect, response) = ui.allocate_exact_size(
            vec2(10.0, ROW),
            if open.is_some() {
                Sense::click()
            } else {
                Sense::hover()
            },
        );
        if let Some(open) = open {
            let glyph = if open {
                icons::CARET_DOWN
            } else {
                icons::CARET_RIGHT
            };
            let center = pos2(rect.center().x, rect.center().y);
            paint::icon(
                ui.painter(),
                center,
                glyph,
                10.0,
                Weight::Bold,
                t.text.tertiary,
            );
            response
                .widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, open, name));
            paint::focus_ring_of(ui, &response, 4, paint::Ring::Outside);
            pressed = response.clicked();
        }
        let job = Mixed::default()
            .with(Style::Mono, name, s.key)
            .after(6.0, Style::Mono, &words, ink)
            .job();
        ui.add(egui::Label::new(job).wrap().selectable(true));
    });
    pressed
}
