//! Where secrets shall be kept, and how a vault is opened or given up (R54, decision 29).

use egui::{Context, Key, Margin, Ui};

use super::confirm::typing;
use super::{cancel_button, problem_inside};
use crate::app::command::{Command, VaultChoice};
use crate::app::view::{UnlockDialog, VaultChoiceDialog, VaultWay};
use crate::model::secret::SecretDraft;
use crate::model::settings::VaultKind;
use crate::model::words;
use crate::ui::looks::DialogDraft;
use crate::ui::theme::{shape, tokens};
use crate::ui::widget::button::{Button, Kind, Size};
use crate::ui::widget::card::Tile;
use crate::ui::widget::dialog::{body, dialog, footer, head, start_on};
use crate::ui::widget::secret_field::secret_edit;
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{action, check, form_row, paint};
use crate::ui::{Asks, icons};

/// The shortest passphrase, in characters (decision 29).
pub(super) const SHORTEST: usize = 12;

/// Draws the choice; true when it shall close.
pub fn choice_ui(
    ctx: &Context,
    ask: &VaultChoiceDialog,
    draft: &mut DialogDraft,
    asks: &mut Asks,
) -> bool {
    let (cancelled, close) = dialog(ctx, &ask.title, shape().width.dialog, |ui| {
        let t = tokens(ui);
        head(ui, icons::VAULT, Tile::Plain, &ask.title, |_| ());
        body(ui, |ui| {
            text::text(ui, Style::Body, &ask.text, t.text.secondary);
            for way in &ask.ways {
                way_ui(ui, way, draft);
            }
            if draft.way == Some(VaultKind::Passphrase) {
                two_passphrases(ui, ask, draft);
            }
            problem_inside(ui, ask.problem.as_ref(), asks);
        });
        footer(ui, "", |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let reason = not_yet(draft, &ask.passphrase_rule);
            let words = words::text("window-vault-use");
            let button = Button::new(&words)
                .primary()
                .busy(ask.is_busy)
                .disabled_because(reason.as_deref());
            if ui.add(button).clicked() {
                asks.command(Command::OpenVault(chosen(draft)));
            }
            cancel_button(ui).clicked()
        })
    });
    cancelled || close
}

fn way_ui(ui: &mut Ui, way: &VaultWay, draft: &mut DialogDraft) {
    let t = tokens(ui);
    ui.add_enabled_ui(way.disabled.is_none(), |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        let on = draft.way == Some(way.kind);
        if check::radio(ui, on, &way.label).clicked() && way.disabled.is_none() {
            draft.way = Some(way.kind);
        }
        let margin = Margin {
            left: 24,
            ..Margin::ZERO
        };
        egui::Frame::new().inner_margin(margin).show(ui, |ui| {
            let words = way.disabled.as_ref().unwrap_or(&way.text);
            text::text(ui, Style::Small, words, t.text.tertiary);
        });
    });
}

fn two_passphrases(ui: &mut Ui, ask: &VaultChoiceDialog, draft: &mut DialogDraft) {
    two_fields(
        ui,
        &words::text("window-passphrase"),
        &ask.passphrase_rule,
        draft,
    );
}

/// Draws a new passphrase and the same again; what is wrong shows under each.
pub(super) fn two_fields(ui: &mut Ui, name: &str, rule: &str, draft: &mut DialogDraft) {
    let id = ui.scope_id().with("new passphrase");
    let short = !draft.secret.is_empty() && draft.secret.chars() < SHORTEST;
    secret_edit(ui, id, name, &mut draft.secret, name, short);
    if short {
        form_row::problem_line(ui, rule);
    }
    let again = words::text("window-passphrase-again");
    let id = ui.scope_id().with("passphrase again");
    let differs = !draft.again.is_empty() && !same(draft);
    secret_edit(ui, id, &again, &mut draft.again, &again, differs);
    if differs {
        form_row::problem_line(ui, &words::text("window-passphrase-differs"));
    }
}

pub(super) fn same(draft: &mut DialogDraft) -> bool {
    draft.secret.buffer() == draft.again.buffer()
}

/// Says why the choice cannot be made yet.
fn not_yet(draft: &mut DialogDraft, rule: &str) -> Option<String> {
    let differs = !same(draft);
    match draft.way {
        None => Some(words::text("window-vault-choose-first")),
        Some(VaultKind::Passphrase) if draft.secret.chars() < SHORTEST => Some(rule.to_owned()),
        Some(VaultKind::Passphrase) if differs => Some(words::text("window-passphrase-differs")),
        Some(_) => None,
    }
}

fn chosen(draft: &mut DialogDraft) -> VaultChoice {
    match draft.way {
        Some(VaultKind::Passphrase) => {
            draft.again = SecretDraft::new();
            VaultChoice::Passphrase(take(&mut draft.secret).finish())
        }
        Some(VaultKind::Memory) => VaultChoice::Memory,
        Some(VaultKind::Keyring) | None => VaultChoice::Keyring,
    }
}

pub(super) fn take(draft: &mut SecretDraft) -> SecretDraft {
    std::mem::replace(draft, SecretDraft::new())
}

/// Draws the way in; true when it shall close.
pub fn unlock_ui(
    ctx: &Context,
    ask: &UnlockDialog,
    draft: &mut DialogDraft,
    asks: &mut Asks,
) -> bool {
    let (cancelled, close) = dialog(ctx, &ask.title, shape().width.dialog, |ui| {
        let t = tokens(ui);
        head(ui, icons::LOCK_KEY, Tile::Plain, &ask.title, |ui| {
            if !ask.waiting.is_empty() {
                text::truncated(ui, Style::Small, &ask.waiting, t.text.tertiary);
            }
        });
        let enter = body(ui, |ui| {
            text::text(ui, Style::Body, &ask.text, t.text.secondary);
            let enter = ask.asks_passphrase && passphrase(ui, ask, draft);
            if let Some(words) = &ask.recovery {
                check::switch(ui, &mut draft.recovers, words);
            }
            problem_inside(ui, ask.problem.as_ref(), asks);
            if let Some(typed) = &ask.move_aside {
                paint::hairline(ui, t.stroke.normal);
                let left = typing(ui, typed, &mut draft.typed);
                let words = words::text("window-vault-move-aside-verb");
                let first = words::text("window-confirm-type-first");
                let button = Button::new(&words)
                    .kind(Kind::Danger)
                    .icon(icons::TRASH)
                    .size(Size::Small)
                    .disabled_because((left > 0).then_some(first.as_str()));
                if ui.add(button).clicked() {
                    asks.command(Command::OpenVault(VaultChoice::MoveAside));
                }
            }
            enter
        });
        footer(ui, "", |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            unlock_buttons(ui, ask, draft, enter, asks)
        })
    });
    cancelled || close
}

fn passphrase(ui: &mut Ui, ask: &UnlockDialog, draft: &mut DialogDraft) -> bool {
    let key = if ask.is_recovery || draft.recovers {
        "window-passphrase-recovery"
    } else {
        "window-passphrase"
    };
    let name = words::text(key);
    let id = ui.scope_id().with("unlock passphrase");
    let wrong = ask.problem.is_some() && draft.secret.is_empty();
    let response = secret_edit(ui, id, &name, &mut draft.secret, &name, wrong);
    start_on(ui, &response);
    response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
}

fn unlock_buttons(
    ui: &mut Ui,
    ask: &UnlockDialog,
    draft: &mut DialogDraft,
    enter: bool,
    asks: &mut Asks,
) -> bool {
    if ask.asks_passphrase {
        let words = words::text("window-unlock");
        let first = words::text("window-passphrase-empty");
        let empty = draft.secret.is_empty();
        let button = Button::new(&words)
            .primary()
            .icon(icons::LOCK_SIMPLE_OPEN)
            .busy(ask.is_busy)
            .disabled_because(empty.then_some(first.as_str()));
        if (ui.add(button).clicked() || enter) && !empty && !ask.is_busy {
            let typed = take(&mut draft.secret).finish();
            let recovers = ask.is_recovery || draft.recovers;
            asks.command(Command::OpenVault(if recovers {
                VaultChoice::Recovery(typed)
            } else {
                VaultChoice::Passphrase(typed)
            }));
        }
    }
    if let Some(retry) = &ask.retry {
        asks.ask(action::action(ui, retry, Size::Normal));
    }
    cancel_button(ui).clicked()
}
