//! Facts about the tokens of the shown session.

use egui::Ui;

use super::{secrets, session_card, tree};
use crate::app::view::TokenTab;
use crate::model::words;
use crate::ui::Asks;
use crate::ui::looks::Looks;
use crate::ui::widget::{action, card, facts};

/// Draws the tab.
pub fn token_ui(ui: &mut Ui, tab: &TokenTab, looks: &mut Looks, asks: &mut Asks) {
    let title = words::text("window-token-kept");
    let mut asked = Asks::default();
    card::card(
        ui,
        &title,
        |ui| {
            card::at_end(ui, |ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                for act in tab.actions.iter().rev() {
                    let glyph = action::icon(&act.ask);
                    asked.ask(action::action_quiet(ui, act, glyph));
                }
            });
        },
        |ui| {
            secrets::secrets_ui(ui, &tab.secrets, looks, asks);
            if let Some(life) = &tab.life {
                session_card::life_ui(ui, life);
            }
        },
    );
    for command in asked.take() {
        asks.command(command);
    }
    for (title, list) in &tab.groups {
        card::card(ui, title, |_| (), |ui| facts::facts(ui, list));
    }
    if !tab.scopes.is_empty() {
        let title = words::text("window-scopes");
        card::card(
            ui,
            &title,
            |_| (),
            |ui| session_card::scopes_ui(ui, &tab.scopes),
        );
    }
    if let Some((title, answer)) = &tab.introspection {
        card::card(ui, title, |_| (), |ui| tree::tree_ui(ui, answer));
    }
}
