//! Rows of kept secrets, and the asks of their eyes and copy buttons.

use egui::{Ui, vec2};

use crate::app::command::{Command, CopyWhat, WhichToken};
use crate::app::view::{Ask, SecretRow, SecretStanding};
use crate::ui::Asks;
use crate::ui::looks::Looks;
use crate::ui::theme::{shape, tokens};
use crate::ui::widget::card;
use crate::ui::widget::secret_field::{Kept, SecretAsk, SecretField};
use crate::ui::widget::text::{self, Style};

/// Draws the rows: a label, a masked field.
pub fn secrets_ui(ui: &mut Ui, rows: &[SecretRow], looks: &mut Looks, asks: &mut Asks) {
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 8.0;
        for row in rows {
            one(ui, row, looks, asks);
        }
    });
}

fn one(ui: &mut Ui, row: &SecretRow, looks: &mut Looks, asks: &mut Asks) {
    let t = tokens(ui);
    let key = (row.session_id.clone(), row.which);
    let mine = looks.reveal.wanted.as_ref() == Some(&key);
    looks.reveal.is_drawn |= mine;
    let now = ui.input(|input| input.time);
    let left = f64::from(shape().seconds.reveal) - (now - looks.reveal.since);
    let asked = card::full_row(ui, shape().height.control, |ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        let label = vec2(shape().width.fact_label, 20.0);
        ui.allocate_ui_with_layout(label, *ui.layout(), |ui| {
            ui.set_min_width(label.x);
            text::truncated(ui, Style::Body, &row.label, t.text.tertiary);
        });
        let kept = match &row.standing {
            SecretStanding::Kept => Kept::Yes,
            SecretStanding::Locked => Kept::Locked,
            SecretStanding::NoneKept(why) => Kept::None(why),
        };
        SecretField {
            name: &row.label,
            kept,
            revealed: looks.reveal.held.as_ref().filter(|_| mine),
            hides_in_secs: left.ceil().max(0.0) as u32,
            note: &row.note,
            copied: row.copied.as_ref(),
        }
        .show(ui)
    });
    match asked {
        None => {}
        Some(SecretAsk::Reveal) => {
            looks.hide();
            looks.reveal.since = now;
            looks.reveal.wanted = Some(key);
            looks.reveal.is_drawn = true;
            asks.command(Command::Reveal {
                session_id: row.session_id.clone(),
                which: row.which,
            });
        }
        Some(SecretAsk::Hide) => looks.hide(),
        Some(SecretAsk::Copy) => asks.ask(Some(Ask::Copy {
            session_id: row.session_id.clone(),
            what: match row.which {
                WhichToken::Access => CopyWhat::AccessToken,
                WhichToken::Refresh => CopyWhat::RefreshToken,
            },
        })),
        Some(SecretAsk::ClearNow) => asks.ask(Some(Ask::ClearClipboard)),
        Some(SecretAsk::Unlock) => asks.ask(Some(Ask::Unlock)),
    }
}
