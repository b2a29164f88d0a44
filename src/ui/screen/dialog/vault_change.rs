//! Changing the vault: the consequence first, then the passphrases it takes.

use egui::{Context, Key, Ui};

use super::vault::{SHORTEST, same, take, two_fields};
use super::{cancel_button, problem_inside};
use crate::app::command::{Command, VaultChange};
use crate::app::view::VaultChangeDialog;
use crate::model::words;
use crate::ui::looks::DialogDraft;
use crate::ui::theme::{shape, tokens};
use crate::ui::widget::button::{Button, Kind};
use crate::ui::widget::card::Tile;
use crate::ui::widget::dialog::{body, dialog, footer, head, start_on};
use crate::ui::widget::paint::{self, Weight};
use crate::ui::widget::secret_field::secret_edit;
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{action, form_row};
use crate::ui::{Asks, icons};

/// Height of everything in the dialog that does not scroll, and of the room around it, in points.
const AROUND: f32 = 212.0;

/// Draws the dialog; true when it shall close.
pub fn vault_change_ui(
    ctx: &Context,
    ask: &VaultChangeDialog,
    draft: &mut DialogDraft,
    asks: &mut Asks,
) -> bool {
    let (cancelled, close) = dialog(ctx, &ask.title, shape().width.dialog, |ui| {
        let tile = if ask.is_danger {
            Tile::Danger
        } else {
            Tile::Plain
        };
        let ink = tokens(ui).text.tertiary;
        head(ui, action::vault_icon(ask.task), tile, &ask.title, |ui| {
            text::truncated(ui, Style::Small, &ask.text, ink);
        });
        let enter = body(ui, |ui| {
            // Head, footer and edges keep their place in a low window; what is between them scrolls.
            let room = ui.ctx().content_rect().height() - AROUND;
            let area = egui::ScrollArea::vertical().max_height(room);
            let shown = area.show(ui, |ui| {
                points(ui, &ask.points);
                let enter = fields(ui, ask, draft);
                problem_inside(ui, ask.problem.as_ref(), asks);
                enter
            });
            shown.inner
        });
        let reason = not_yet(ask, draft);
        footer(ui, "", |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let kind = if ask.is_danger {
                Kind::DangerSolid
            } else {
                Kind::Primary
            };
            let button = Button::new(&ask.confirm)
                .kind(kind)
                .icon(action::vault_icon(ask.task))
                .busy(ask.is_busy)
                .disabled_because(reason.as_deref());
            let pressed = ui.add(button).clicked();
            if (pressed || enter) && reason.is_none() && !ask.is_busy {
                asks.command(Command::ChangeVault(change(ask, draft)));
            }
            let cancel = cancel_button(ui);
            if !ask.asks_old && ask.new.is_none() {
                start_on(ui, &cancel);
            }
            cancel.clicked()
        })
    });
    cancelled || close
}

fn points(ui: &mut Ui, points: &[String]) {
    let t = tokens(ui);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        for point in points {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                ui.vertical(|ui| {
                    ui.set_max_width(14.0);
                    ui.add_space(2.0);
                    paint::icon_ui(ui, icons::INFO, 14.0, Weight::Regular, t.text.tertiary);
                });
                text::text(ui, Style::Body, point, t.text.secondary);
            });
        }
    });
}

/// Draws the passphrases; true when Enter was pressed in the last of them.
fn fields(ui: &mut Ui, ask: &VaultChangeDialog, draft: &mut DialogDraft) -> bool {
    let mut enter = false;
    if ask.asks_old {
        let name = words::text("window-passphrase-now");
        let id = ui.scope_id().with("passphrase now");
        let wrong = ask.is_old_wrong && draft.old.is_empty();
        let response = secret_edit(ui, id, &name, &mut draft.old, &name, wrong);
        start_on(ui, &response);
        if wrong {
            form_row::problem_line(ui, &words::text("window-passphrase-wrong"));
        }
        enter = response.lost_focus();
    }
    if let Some(name) = &ask.new {
        two_fields(ui, name, &ask.passphrase_rule, draft);
        enter = false;
    }
    enter && ui.input(|input| input.key_pressed(Key::Enter))
}

/// Says why it cannot be done yet.
fn not_yet(ask: &VaultChangeDialog, draft: &mut DialogDraft) -> Option<String> {
    if ask.asks_old && draft.old.is_empty() {
        return Some(words::text("window-passphrase-now-first"));
    }
    ask.new.as_ref()?;
    if draft.secret.chars() < SHORTEST {
        return Some(ask.passphrase_rule.clone());
    }
    (!same(draft)).then(|| words::text("window-passphrase-differs"))
}

/// Takes what was typed out of the fields; a failed try begins with empty ones.
fn change(ask: &VaultChangeDialog, draft: &mut DialogDraft) -> VaultChange {
    drop(take(&mut draft.again));
    let old = take(&mut draft.old).finish();
    let new = take(&mut draft.secret).finish();
    VaultChange {
        task: ask.task,
        old: ask.asks_old.then_some(old),
        new: ask.new.is_some().then_some(new),
    }
}
