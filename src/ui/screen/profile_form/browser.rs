//! The browser of the profile: a menu of what was found, and a field for a command of one's own.

use egui::Ui;

use super::FormMemory;
use crate::app::command::Command;
use crate::app::view::{BrowserPick, BrowserView, FormView};
use crate::model::profile::ProfileDraft;
use crate::model::words;
use crate::ui::theme::tokens;
use crate::ui::widget::button::Button;
use crate::ui::widget::form_row::{Under, form_row};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::text_field::{Content, TextField};
use crate::ui::widget::{card, check, menu};
use crate::ui::{Asks, icons};

/// Draws the row.
pub fn browser_ui(
    ui: &mut Ui,
    form: &FormView,
    draft: &mut ProfileDraft,
    memory: &mut FormMemory,
    asks: &mut Asks,
) {
    let t = tokens(ui);
    let view = &form.browser;
    let label = words::text("window-form-label-browser");
    let problem = form.problems.iter().find(|one| one.field == "browser");
    let custom = view.is_custom || memory.custom_browser;
    let help = words::text("window-form-browser-help");
    let under = Under {
        help: if custom { &help } else { "" },
        problem: problem.map(|problem| problem.text.as_str()),
        mend: None,
    };
    form_row(ui, &label, "", under, |ui| {
        card::full_row(ui, 32.0, |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            browsers(ui, &label, view, custom, draft, memory);
            if !custom {
                profiles(ui, &view.profiles, draft);
                private(ui, view, draft);
            }
        });
        if custom {
            let name = words::text("window-form-browser-command");
            let edit = TextField::new(&name, &mut draft.browser)
                .content(Content::Code)
                .hint("firefox -P uat %s")
                .wrong(problem.is_some());
            let response = edit.show(ui);
            if response.lost_focus() {
                asks.command(Command::LeaveField("browser"));
            }
            if memory.seek == Some("browser") {
                memory.seek = None;
                response.request_focus();
                response.scroll_to_me(Some(egui::Align::Center));
            }
        }
        if !view.preview.is_empty() && problem.is_none() {
            text::selectable(ui, Style::Small, &view.preview, t.text.tertiary);
        }
    });
}

fn browsers(
    ui: &mut Ui,
    label: &str,
    view: &BrowserView,
    custom: bool,
    draft: &mut ProfileDraft,
    memory: &mut FormMemory,
) {
    let own = words::text("window-form-browser-custom");
    let shown = if custom { &own } else { &view.label };
    let name = format!("{label} {shown}");
    let opener = ui.add(
        Button::new(shown)
            .name(&name)
            .icon(icons::BROWSER)
            .caret(icons::CARET_DOWN),
    );
    menu::under(&opener, 240.0, |ui| {
        for choice in &view.choices {
            let on = choice.is_on && !custom;
            let glyph = if on { icons::CHECK } else { " " };
            if menu::Item::new(glyph, &choice.label).on(on).show(ui) {
                draft.browser.clone_from(&choice.command);
                memory.custom_browser = false;
            }
        }
        menu::line(ui);
        let glyph = if custom { icons::CHECK } else { " " };
        if menu::Item::new(glyph, &own).on(custom).show(ui) {
            memory.custom_browser = true;
        }
    });
}

fn profiles(ui: &mut Ui, profiles: &[BrowserPick], draft: &mut ProfileDraft) {
    let Some(on) = profiles.iter().find(|one| one.is_on) else {
        return;
    };
    let label = words::text("window-form-browser-profile");
    let name = format!("{label} {}", on.label);
    let opener = ui.add(Button::new(&on.label).name(&name).caret(icons::CARET_DOWN));
    menu::under(&opener, 240.0, |ui| {
        for one in profiles {
            let glyph = if one.is_on { icons::CHECK } else { " " };
            if menu::Item::new(glyph, &one.label).on(one.is_on).show(ui) {
                draft.browser.clone_from(&one.command);
            }
        }
    });
}

fn private(ui: &mut Ui, view: &BrowserView, draft: &mut ProfileDraft) {
    let Some((is_on, flipped)) = &view.private else {
        return;
    };
    let words = words::text("window-form-browser-private");
    let mut on = *is_on;
    check::check(ui, &mut on, &words);
    if on != *is_on {
        draft.browser.clone_from(flipped);
    }
}
