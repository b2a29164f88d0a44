//! The card of one session: state, secrets, lifetime, facts, scopes.

use egui::Ui;

use super::secrets;
use crate::app::command::Command;
use crate::app::view::{Life, ScopeChip, ScopeStanding, SessionCard, SessionChoice};
use crate::model::words;
use crate::ui::looks::Looks;
use crate::ui::theme::tokens;
use crate::ui::widget::button::{Button, Kind, Size};
use crate::ui::widget::chip::{Chip, chip};
use crate::ui::widget::state::{Mark, pill};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{action, bar, card, facts, menu, tooltip};
use crate::ui::{Asks, icons};

/// Draws the card over the width there is.
pub fn session_card_ui(ui: &mut Ui, session: &SessionCard, looks: &mut Looks, asks: &mut Asks) {
    let mut chosen = Asks::default();
    let title = words::text("window-session");
    card::card(
        ui,
        &title,
        |ui| head(ui, session, &mut chosen),
        |ui| {
            secrets::secrets_ui(ui, &session.secrets, looks, asks);
            if let Some(life) = &session.life {
                life_ui(ui, life);
            }
            facts::facts(ui, &session.facts);
            scopes_ui(ui, &session.scopes);
        },
    );
    for command in chosen.take() {
        asks.command(command);
    }
}

fn head(ui: &mut Ui, session: &SessionCard, asks: &mut Asks) {
    pill(ui, Mark::from(session.state.kind), &session.state.word);
    card::at_end(ui, |ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        asks.ask(action::more_of(
            ui,
            &words::text("window-session"),
            &session.more,
            Size::Mini,
        ));
        asks.ask(action::action_quiet(ui, &session.check, icons::PULSE));
        if session.choices.len() > 1 {
            choices(ui, &session.choices, asks);
        }
    });
}

fn choices(ui: &mut Ui, list: &[SessionChoice], asks: &mut Asks) {
    let on = list.iter().find(|one| one.is_on).or(list.first());
    let Some(on) = on else { return };
    let name = words::text("window-session-choose");
    let opener = ui.add(
        Button::new(&on.label)
            .name(&name)
            .kind(Kind::Ghost)
            .size(Size::Mini)
            .caret(icons::CARET_DOWN),
    );
    menu::under(&opener, 280.0, |ui| {
        for one in list {
            if menu::Item::new(icons::USER, &one.label)
                .on(one.is_on)
                .show(ui)
            {
                asks.command(Command::SelectSession(one.session_id.clone()));
            }
        }
    });
}

/// Draws when a token ends, who said so, and how much is left.
pub fn life_ui(ui: &mut Ui, life: &Life) {
    let t = tokens(ui);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        card::full_row(ui, 20.0, |ui| {
            text::line(ui, Style::Strong, &life.text, t.text.primary);
            card::at_end(ui, |ui| {
                text::truncated(ui, Style::Small, &life.told, t.text.tertiary);
            });
        });
        bar::lifetime(ui, life.left, &life.text);
    });
}

/// Draws scopes as chips.
pub fn scopes_ui(ui: &mut Ui, list: &[ScopeChip]) {
    if list.is_empty() {
        return;
    }
    let missing = words::text("window-scope-not-granted");
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(6.0, 6.0);
        for one in list {
            let kind = match one.standing {
                // What was asked for and never answered looks like what was granted; the head says which.
                ScopeStanding::Granted | ScopeStanding::Asked => Chip::Plain,
                ScopeStanding::NotGranted => Chip::Missing(&missing),
            };
            let response = chip(ui, &one.name, kind);
            let hint = (!one.hint.is_empty()).then_some(one.hint.as_str());
            tooltip::attach(response, hint, None);
        }
    });
}
