//! Facts about the tokens of the shown session.

use egui::Ui;

use super::{secrets, session_card, tree};
use crate::app::view::{TokenTab, WebRow};
use crate::model::words;
use crate::ui::Asks;
use crate::ui::looks::Looks;
use crate::ui::theme::tokens;
use crate::ui::widget::button::Size;
use crate::ui::widget::text::{self, Style};
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
    if !tab.web.is_empty() {
        let title = words::text("window-web-sessions");
        card::card(
            ui,
            &title,
            |_| (),
            |ui| tab.web.iter().for_each(|row| web_ui(ui, row, asks)),
        );
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

/// One web session: what it is and opens, the host, and its copy button.
fn web_ui(ui: &mut Ui, row: &WebRow, asks: &mut Asks) {
    let t = tokens(ui);
    ui.horizontal_top(|ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::TOP), |ui| {
            asks.ask(action::action_icon(ui, &row.copy, Size::Small));
            ui.with_layout(egui::Layout::top_down(egui::Align::LEFT), |ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                text::text(ui, Style::Body, &row.label, t.text.primary);
                if !row.domain.is_empty() {
                    text::selectable(ui, Style::Mono, &row.domain, t.text.primary);
                }
                text::text(ui, Style::Small, &row.opens, t.text.secondary);
            });
        });
    });
}
