//! Dialogs: what needs an answer before anything else.

mod confirm;
mod identity;
mod import;
mod question;
mod unsaved;
mod vault;
mod vault_change;

use egui::{Context, Ui};

use crate::app::command::Command;
use crate::app::view::{Ask, Dialog, ErrorCard};
use crate::model::words;
use crate::ui::Asks;
use crate::ui::looks::{DialogDraft, Looks};
use crate::ui::screen::error_card;
use crate::ui::theme::shape;
use crate::ui::widget::action;
use crate::ui::widget::button::{Button, Size};
use crate::ui::widget::dialog::{body, dialog, footer, start_on};

/// What *Close* needs at the foot of a dialog, with the room beside it, in points.
const CLOSE_ROOM: f32 = 112.0;

/// Draws the dialog on top, over the window.
pub fn dialog_ui(ctx: &Context, shown: &Dialog, looks: &mut Looks, asks: &mut Asks) {
    let key = key(shown);
    if looks.dialog.key != key {
        looks.dialog = DialogDraft {
            key,
            ..DialogDraft::default()
        };
    }
    let draft = &mut looks.dialog;
    let close = match shown {
        Dialog::Confirm(ask) => confirm::confirm_ui(ctx, ask, draft, asks),
        Dialog::Identity(ask) => identity::identity_ui(ctx, ask, asks),
        Dialog::VaultChoice(ask) => vault::choice_ui(ctx, ask, draft, asks),
        Dialog::Unlock(ask) => vault::unlock_ui(ctx, ask, draft, asks),
        Dialog::VaultChange(ask) => vault_change::vault_change_ui(ctx, ask, draft, asks),
        Dialog::Import(ask) => import::import_ui(ctx, ask, asks),
        Dialog::ImportPath { title, text } => import::path_ui(ctx, title, text, draft, asks),
        Dialog::Question(ask) => question::question_ui(ctx, ask, draft, asks),
        Dialog::Unsaved(ask) => unsaved::unsaved_ui(ctx, ask, &mut looks.form.secret, asks),
        Dialog::Problem(error) => problem_ui(ctx, error, asks),
    };
    if close {
        asks.command(Command::Dismiss);
    }
}

/// Tells one dialog from the next, so that what was typed into one never stands in another.
fn key(shown: &Dialog) -> String {
    match shown {
        Dialog::Confirm(ask) => format!("confirm {} {}", ask.title, ask.subject),
        Dialog::Identity(ask) => format!("identity {}", ask.run_id),
        Dialog::VaultChoice(_) => "vault choice".to_owned(),
        Dialog::Unlock(ask) => format!("unlock {}", ask.is_recovery),
        Dialog::VaultChange(ask) => format!("vault change {:?}", ask.task),
        Dialog::Import(ask) => format!("import {}", ask.file),
        Dialog::ImportPath { .. } => "import path".to_owned(),
        Dialog::Question(ask) => format!("question {} {}", ask.run_id, ask.label),
        Dialog::Unsaved(ask) => format!("unsaved {}", ask.subject),
        Dialog::Problem(error) => format!("problem {}", error.code),
    }
}

fn problem_ui(ctx: &Context, error: &ErrorCard, asks: &mut Asks) -> bool {
    let (pressed, close) = dialog(ctx, &error.what, shape().width.dialog + 40.0, |ui| {
        let explain = body(ui, |ui| {
            ui.add_space(6.0);
            error_card::in_dialog_ui(ui, error, ctx.content_rect().height() - 160.0)
        });
        footer(ui, "", |ui| {
            // From the right: the best step, the others as far as there is room, Close.
            ui.spacing_mut().item_spacing.x = 8.0;
            let room = ui.available_width() - CLOSE_ROOM;
            let count = action::that_fit(ui, &error.actions, Size::Normal, room);
            let (shown, hidden) = error.actions.split_at(count);
            let mut asked = None;
            for act in shown {
                asked = action::action(ui, act, Size::Normal).or(asked.take());
            }
            let what = words::text("window-error-next");
            asked = action::more_of(ui, &what, hidden, Size::Normal).or(asked);
            (close_button(ui), asked.or(explain))
        })
    });
    let (pressed, asked) = pressed;
    let leads_on = asked.is_some();
    asks.ask(asked);
    pressed || close || leads_on
}

/// Draws what went wrong inside a dialog; what leads to another screen closes it, which would hide that.
fn problem_inside(ui: &mut Ui, problem: Option<&ErrorCard>, asks: &mut Asks) {
    let asked = problem.and_then(|problem| error_card::error_card_ui(ui, problem));
    if matches!(asked, Some(Ask::Diagnose(_))) {
        asks.command(Command::Dismiss);
    }
    asks.ask(asked);
}

/// Draws *Close*, which starts with the keyboard.
fn close_button(ui: &mut Ui) -> bool {
    let words = words::text("window-close");
    let response = ui.add(Button::new(&words).keys("Esc"));
    start_on(ui, &response);
    response.clicked()
}

/// Draws *Cancel*.
fn cancel_button(ui: &mut Ui) -> egui::Response {
    let words = words::text("window-cancel");
    ui.add(Button::new(&words).keys("Esc"))
}
