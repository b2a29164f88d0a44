//! The form holds something that was not kept: save it, drop it, or go on.

use egui::Context;

use crate::app::command::Command;
use crate::app::view::Unsaved;
use crate::model::secret::SecretDraft;
use crate::model::words;
use crate::ui::theme::{shape, tokens};
use crate::ui::widget::button::{Button, Kind};
use crate::ui::widget::card::Tile;
use crate::ui::widget::dialog::{body, dialog, footer, head, start_on};
use crate::ui::widget::text::{self, Style};
use crate::ui::{Asks, icons};

/// Draws the dialog; true when the person goes on with the form, which Esc does too.
pub fn unsaved_ui(ctx: &Context, ask: &Unsaved, secret: &mut SecretDraft, asks: &mut Asks) -> bool {
    let (goes_on, close) = dialog(ctx, &ask.title, shape().width.dialog, |ui| {
        let t = tokens(ui);
        head(ui, icons::NOTE_PENCIL, Tile::Plain, &ask.title, |ui| {
            text::truncated(ui, Style::Small, &ask.subject, t.text.secondary);
        });
        body(ui, |ui| {
            text::text(ui, Style::Body, &ask.text, t.text.secondary);
        });
        footer(ui, "", |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let words = words::text("window-unsaved-save");
            let reason = ask.save_disabled.as_deref();
            let save = Button::new(&words).primary().disabled_because(reason);
            if ui.add(save).clicked() {
                asks.command(Command::SaveProfile {
                    client_secret: std::mem::take(secret),
                    then_log_in: false,
                });
            }
            let words = words::text("window-unsaved-drop");
            if ui.add(Button::new(&words).kind(Kind::Danger)).clicked() {
                asks.command(Command::ConfirmDialog(String::new()));
            }
            let words = words::text("window-unsaved-go-on");
            let go_on = ui.add(Button::new(&words).keys("Esc"));
            start_on(ui, &go_on);
            go_on.clicked()
        })
    });
    goes_on || close
}
