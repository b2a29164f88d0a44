//! The profile's settings, to read; the form changes them.

use egui::Ui;

use super::checkup;
use crate::app::view::ProfileSettings;
use crate::ui::Asks;
use crate::ui::theme::shape;
use crate::ui::widget::button::Size;
use crate::ui::widget::{action, card, facts};

/// Draws the tab.
pub fn settings_ui(ui: &mut Ui, tab: &ProfileSettings, asks: &mut Asks) {
    card::full_row(ui, shape().height.control, |ui| {
        for act in &tab.actions {
            asks.ask(action::action(ui, act, Size::Small));
        }
    });
    if let Some(found) = &tab.checkup {
        asks.ask(checkup::checkup_ui(ui, found));
    }
    for (title, list) in &tab.groups {
        card::card(ui, title, |_| (), |ui| facts::facts(ui, list));
    }
}
