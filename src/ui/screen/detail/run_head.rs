//! The head of the detail while a run is shown: which run, and its report.

use egui::Ui;

use crate::app::command::Command;
use crate::app::view::{Action, Ask, DetailHead, RunHead};
use crate::model::words;
use crate::ui::theme::tokens;
use crate::ui::widget::button::{Button, Kind, Size};
use crate::ui::widget::state::Mark;
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{action, menu, paint};
use crate::ui::{Asks, icons};

/// Draws the flow, and which of its runs is shown; pressed, it offers the others.
pub(super) fn line(ui: &mut Ui, flow: &str, run: &RunHead, asks: &mut Asks) {
    let ink = tokens(ui).text.tertiary;
    ui.spacing_mut().item_spacing.x = 4.0;
    let flow = format!("{flow} ·");
    let placeholder = egui::Color32::PLACEHOLDER;
    let width = |style, words: &str| {
        let words = paint::one_line(ui, style, words, placeholder, f32::INFINITY);
        words.size().x
    };
    // Room of the opener: its words, caret and edges.
    let opener = width(Style::Strong, &run.label) + 44.0;
    if width(Style::Small, &flow) + opener <= ui.available_width() {
        text::line(ui, Style::Small, flow, ink);
    }
    let name = format!("{}: {}", words::text("window-run-choose"), run.label);
    let opener = ui.add(
        Button::new(&run.label)
            .name(&name)
            .kind(Kind::Ghost)
            .size(Size::Mini)
            .caret(icons::CARET_DOWN),
    );
    menu::under(&opener, 320.0, |ui| {
        for one in &run.runs {
            let glyph = Mark::from(one.state).glyph();
            if menu::Item::new(glyph, &one.label).on(one.is_on).show(ui) {
                asks.command(Command::ShowRun(one.run_id.clone()));
            }
        }
    });
}

/// Draws the report and the menu; where there is little room the menu has both.
pub(super) fn buttons(ui: &mut Ui, head: &DetailHead, run: &RunHead, narrow: bool) -> Option<Ask> {
    if narrow {
        let all: Vec<Action> = run.report.iter().chain(&head.more).cloned().collect();
        return action::more(ui, &all, Size::Normal);
    }
    let ask = action::more(ui, &head.more, Size::Normal);
    let save = words::text("window-action-save-report");
    let opener = ui.add(
        Button::new(&save)
            .icon(icons::FILE_TEXT)
            .caret(icons::CARET_DOWN),
    );
    menu::under(&opener, action::menu_width(ui, &run.report), |ui| {
        action::items(ui, &run.report)
    })
    .flatten()
    .or(ask)
}
