//! A run asks something that only the person knows.

use egui::{Context, Key};

use super::cancel_button;
use crate::app::command::Command;
use crate::app::view::QuestionDialog;
use crate::model::secret::SecretDraft;
use crate::ui::looks::DialogDraft;
use crate::ui::theme::{shape, tokens};
use crate::ui::widget::button::Button;
use crate::ui::widget::card::Tile;
use crate::ui::widget::dialog::{body, dialog, footer, head, start_on};
use crate::ui::widget::secret_field::secret_edit;
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::text_field::TextField;
use crate::ui::{Asks, icons};

/// Draws the dialog; true when it shall close.
pub fn question_ui(
    ctx: &Context,
    ask: &QuestionDialog,
    draft: &mut DialogDraft,
    asks: &mut Asks,
) -> bool {
    let ((send, cancelled), close) = dialog(ctx, &ask.title, shape().width.dialog_small, |ui| {
        let t = tokens(ui);
        head(ui, icons::KEYBOARD, Tile::Plain, &ask.title, |_| ());
        let enter = body(ui, |ui| {
            text::text(ui, Style::Strong, &ask.label, t.text.primary);
            let id = ui.scope_id().with("answer");
            let response = if ask.is_secret {
                secret_edit(ui, id, &ask.label, &mut draft.secret, "", false)
            } else {
                TextField::new(&ask.label, draft.secret.buffer())
                    .id(id)
                    .forgets()
                    .show(ui)
            };
            start_on(ui, &response);
            response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
        });
        footer(ui, "", |ui| {
            let send = ui.add(Button::new(&ask.confirm).primary()).clicked();
            (send || enter, cancel_button(ui).clicked())
        })
    });
    if send && !draft.secret.is_empty() {
        let answer = std::mem::replace(&mut draft.secret, SecretDraft::new());
        asks.command(Command::Answer {
            run_id: ask.run_id.clone(),
            answer,
        });
    }
    if cancelled || close {
        asks.command(Command::Cancel(ask.run_id.clone()));
    }
    false
}
