//! Rows of a form: label, field, help or problem, and the button that mends it.

use egui::{Align, Layout, Ui, vec2};

use super::button::{Button, Size};
use super::paint::{self, Weight};
use super::text::{self, Style};
use crate::ui::icons;
use crate::ui::theme::{shape, tokens};

/// What stands under a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Under<'a> {
    /// One sentence of help.
    pub help: &'a str,
    /// What is wrong; replaces the help.
    pub problem: Option<&'a str>,
    /// Words of the button that mends it.
    pub mend: Option<&'a str>,
}

/// Draws a row; true when the mend button was pressed.
pub fn form_row(
    ui: &mut Ui,
    label: &str,
    note: &str,
    under: Under<'_>,
    field: impl FnOnce(&mut Ui),
) -> bool {
    let t = tokens(ui);
    let narrow = ui.available_width() < 420.0;
    let layout = if narrow {
        Layout::top_down(Align::LEFT)
    } else {
        Layout::left_to_right(Align::TOP)
    };
    let mut mended = false;
    ui.with_layout(layout, |ui| {
        ui.spacing_mut().item_spacing = vec2(16.0, 4.0);
        ui.scope(|ui| {
            if !narrow {
                ui.set_width(shape().width.form_label);
            }
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                if !narrow {
                    ui.add_space(6.0);
                }
                text::text(ui, Style::Strong, label, t.text.primary);
                if !note.is_empty() {
                    text::text(ui, Style::Small, note, t.text.tertiary);
                }
            });
        });
        ui.vertical(|ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing = vec2(8.0, 4.0);
            field(ui);
            mended = below(ui, under);
        });
    });
    mended
}

/// Draws what belongs to the row above it, under its field.
pub fn indented<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    let narrow = ui.available_width() < 420.0;
    ui.add_space(-4.0);
    ui.horizontal_top(|ui| {
        if !narrow {
            ui.add_space(shape().width.form_label + 16.0);
        }
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 8.0;
            content(ui)
        })
        .inner
    })
    .inner
}

fn below(ui: &mut Ui, under: Under<'_>) -> bool {
    let t = tokens(ui);
    let Some(problem) = under.problem else {
        if !under.help.is_empty() {
            text::text(ui, Style::Small, under.help, t.text.tertiary);
        }
        return false;
    };
    problem_line(ui, problem);
    let Some(words) = under.mend else {
        return false;
    };
    ui.add_space(1.0);
    ui.add(Button::new(words).icon(icons::CHECK).size(Size::Mini))
        .clicked()
}

/// Draws an icon and one sentence about what is wrong.
pub fn problem_line(ui: &mut Ui, problem: &str) {
    let t = tokens(ui);
    ui.with_layout(Layout::left_to_right(Align::TOP), |ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.vertical(|ui| {
            ui.set_max_width(14.0);
            ui.add_space(1.0);
            paint::icon_ui(ui, icons::WARNING_CIRCLE, 14.0, Weight::Fill, t.danger.fg);
        });
        text::text(ui, Style::Small, problem, t.danger.fg);
    });
}
