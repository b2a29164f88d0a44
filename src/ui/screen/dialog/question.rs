//! A run asks something that only the person knows, or that lies somewhere else.

use egui::{Context, Key, ScrollArea, Ui, vec2};

use super::cancel_button;
use crate::app::command::{Command, SubjectSource};
use crate::app::view::{QuestionDialog, SubjectSources};
use crate::model::ids::RunId;
use crate::model::secret::SecretDraft;
use crate::model::words;
use crate::ui::looks::DialogDraft;
use crate::ui::theme::{shape, tokens};
use crate::ui::widget::badge;
use crate::ui::widget::button::{Button, Size};
use crate::ui::widget::card::Tile;
use crate::ui::widget::dialog::{body, dialog, footer, head, start_on};
use crate::ui::widget::menu;
use crate::ui::widget::secret_field::secret_edit;
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::text_field::TextField;
use crate::ui::{Asks, icons};

/// Width and height of the list of sessions.
const LIST: [f32; 2] = [420.0, 240.0];

/// Draws the dialog; true when it shall close.
pub fn question_ui(
    ctx: &Context,
    ask: &QuestionDialog,
    draft: &mut DialogDraft,
    asks: &mut Asks,
) -> bool {
    let width = match ask.sources {
        Some(_) => shape().width.dialog,
        None => shape().width.dialog_small,
    };
    let ((send, cancelled), close) = dialog(ctx, &ask.title, width, |ui| {
        let t = tokens(ui);
        let glyph = match ask.sources {
            Some(_) => icons::SWAP,
            None => icons::KEYBOARD,
        };
        head(ui, glyph, Tile::Plain, &ask.title, |ui| {
            if let Some(known) = &ask.badge {
                badge::badge(ui, known, badge::Size::Normal);
            }
            text::truncated(ui, Style::Small, &ask.subject, t.text.secondary);
        });
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
            if !ask.text.is_empty() {
                text::text(ui, Style::Small, &ask.text, t.text.secondary);
            }
            if let Some(sources) = &ask.sources {
                sources_ui(ui, &ask.run_id, sources, asks);
            }
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

/// The other places: a session's token, a file.
fn sources_ui(ui: &mut Ui, run_id: &RunId, sources: &SubjectSources, asks: &mut Asks) {
    let mut take = |source: SubjectSource| {
        asks.command(Command::AnswerFrom {
            run_id: run_id.clone(),
            source,
        });
    };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
        let words = words::text("window-ask-subject-session");
        let reason = (!sources.none.is_empty()).then_some(sources.none.as_str());
        let opener = ui.add(
            Button::new(&words)
                .icon(icons::KEY)
                .size(Size::Small)
                .caret(icons::CARET_DOWN)
                .disabled_because(reason),
        );
        menu::under(&opener, LIST[0], |ui| {
            ScrollArea::vertical().max_height(LIST[1]).show(ui, |ui| {
                for choice in &sources.sessions {
                    if menu::Item::new(icons::USER, &choice.label).show(ui) {
                        take(choice.source.clone());
                    }
                }
            });
        });
        let words = words::text("window-ask-subject-file");
        let button = Button::new(&words).icon(icons::FILE_TEXT).size(Size::Small);
        if ui.add(button).clicked() {
            take(SubjectSource::Pick);
        }
    });
}
