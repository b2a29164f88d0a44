//! The org's answer about the user.

use egui::Ui;

use super::tree;
use crate::app::view::IdentityTab;
use crate::model::words;
use crate::ui::theme::tokens;
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{action, card, facts};
use crate::ui::{Asks, icons};

/// Draws the tab.
pub fn identity_ui(ui: &mut Ui, tab: &IdentityTab, asks: &mut Asks) {
    let t = tokens(ui);
    let title = words::text("window-user-and-org");
    card::card(
        ui,
        &title,
        |ui| {
            card::at_end(ui, |ui| {
                asks.ask(action::action_quiet(
                    ui,
                    &tab.fetch,
                    icons::IDENTIFICATION_CARD,
                ));
                text::truncated(ui, Style::Small, &tab.source, t.text.tertiary);
            });
        },
        |ui| facts::facts(ui, &tab.facts),
    );
    if let Some(answer) = &tab.answer {
        let title = words::text("window-identity-answer");
        card::card(ui, &title, |_| (), |ui| tree::tree_ui(ui, answer));
    }
}
