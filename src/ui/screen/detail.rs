//! The detail zone: who and what, the one primary button, tabs.

mod checkup;
mod exchange;
mod identity;
mod overview;
mod run;
mod run_head;
mod secrets;
mod sequence;
mod session_card;
mod sessions;
mod settings;
mod token;
mod tree;

use egui::{Rect, Ui, pos2, vec2};

pub(super) use tree::tree_ui;

use super::{error_card, zone};
use crate::app::command::Command;
use crate::app::view::{Action, Ask, Detail, DetailBody, DetailHead, Empty, Look, keys};
use crate::model::words;
use crate::ui::looks::Looks;
use crate::ui::theme::tokens;
use crate::ui::widget::button::{Button, Kind, Size};
use crate::ui::widget::tabs::{Tab, tabs};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{action, badge, card, empty, menu, profile_row};
use crate::ui::{Asks, icons};

/// Whether there is a way back to the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Back {
    /// The list stands beside it.
    Hidden,
    /// An arrow leads back.
    Shown,
}

/// Draws the detail over the room there is.
pub fn detail_ui(ui: &mut Ui, detail: &Detail, back: Back, looks: &mut Looks, asks: &mut Asks) {
    head(ui, &detail.head, back, asks);
    let list: Vec<Tab<'_>> = detail
        .tabs
        .iter()
        .map(|tab| Tab {
            words: &tab.label,
            count: tab.count,
            keys: keys::of_tab(tab.tab),
            disabled_because: None,
        })
        .collect();
    let open = detail.tabs.iter().position(|tab| tab.is_on).unwrap_or(0);
    if let Some(pressed) = tabs(ui, &list, open, 20.0)
        && let Some(tab) = detail.tabs.get(pressed)
    {
        asks.command(Command::ShowTab(tab.tab));
    }
    body(ui, detail, looks, asks);
}

fn body(ui: &mut Ui, detail: &Detail, looks: &mut Looks, asks: &mut Asks) {
    let name = detail.head.profile_id.as_str();
    match &detail.body {
        DetailBody::Overview(overview) => {
            let name = format!("overview {name}");
            let problem = overview.problem.as_ref();
            error_card::scrolled_ui(ui, &name, problem, asks, |ui, steps, asks| {
                overview::overview_ui(ui, overview, steps, looks, asks);
            });
        }
        DetailBody::Sessions(tab) => zone::scrolled(ui, &format!("sessions {name}"), |ui| {
            sessions::sessions_ui(ui, tab, asks);
        }),
        DetailBody::Token(tab) => zone::scrolled(ui, &format!("token {name}"), |ui| {
            token::token_ui(ui, tab, looks, asks);
        }),
        DetailBody::Identity(tab) => zone::scrolled(ui, &format!("identity {name}"), |ui| {
            identity::identity_ui(ui, tab, asks);
        }),
        DetailBody::Run(run) => run::run_ui(ui, run, looks, asks),
        DetailBody::Settings(tab) => zone::scrolled(ui, &format!("settings {name}"), |ui| {
            settings::settings_ui(ui, tab, asks);
        }),
        DetailBody::Empty(nothing) => empty_ui(ui, icons::KEY, nothing, asks),
    }
}

/// Draws what a tab says when it has nothing to show.
pub(super) fn empty_ui(ui: &mut Ui, glyph: &str, nothing: &Empty, asks: &mut Asks) {
    empty::empty(ui, glyph, &nothing.title, &nothing.text, |ui| {
        for act in &nothing.actions {
            asks.ask(action::action(ui, act, Size::Normal));
        }
    });
}

fn head(ui: &mut Ui, head: &DetailHead, back: Back, asks: &mut Asks) {
    let t = tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 68.0), egui::Sense::hover());
    let inside = Rect::from_min_max(
        pos2(rect.left() + 20.0, rect.top() + 2.0),
        pos2(rect.right() - 20.0, rect.bottom()),
    );
    let narrow = rect.width() < 600.0;
    card::row(ui, inside, |ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        if back == Back::Shown {
            let name = words::text("window-back");
            let button = Button::icon_only(icons::CARET_LEFT, &name).size(Size::Small);
            if ui.add(button).clicked() {
                asks.command(Command::Select(None));
            }
        } else {
            card::tile(
                ui,
                profile_row::platform_icon(head.platform),
                card::Tile::Plain,
            );
        }
        card::at_end(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            asks.ask(buttons(ui, head, narrow));
            zone::column(ui, |ui| {
                text::truncated(ui, Style::Title, &head.name, t.text.primary);
                // A button of the line is higher than its words, which stay where they are.
                let edge = if head.run.is_some() { 2.0 } else { 0.0 };
                ui.add_space(-edge);
                card::full_row(ui, 20.0 + 2.0 * edge, |ui| {
                    badge::badge(ui, &head.badge, badge::Size::Normal);
                    match &head.run {
                        Some(run) => run_head::line(ui, &head.flow, run, asks),
                        None => {
                            text::truncated(ui, Style::Small, &head.flow, t.text.tertiary);
                        }
                    }
                });
            });
        });
    });
}

/// From the right: menu, primary, the others; where there is little room only the primary keeps its words.
fn buttons(ui: &mut Ui, head: &DetailHead, narrow: bool) -> Option<Ask> {
    if let Some(run) = &head.run {
        return run_head::buttons(ui, head, run, narrow);
    }
    let mut ask = action::more(ui, &head.more, Size::Normal);
    ask = primary(ui, &head.primary, &head.ways).or(ask);
    for act in head.secondary.iter().rev() {
        let pressed = if narrow {
            action::action_icon(ui, act, Size::Normal)
        } else {
            action::action(ui, act, Size::Normal)
        };
        ask = pressed.or(ask);
    }
    ask
}

/// Draws the primary button; other ways to do the same are behind its caret.
fn primary(ui: &mut Ui, act: &Action, ways: &[Action]) -> Option<Ask> {
    let kind = if act.look == Look::Primary {
        Kind::Primary
    } else {
        action::kind(act.look)
    };
    if ways.is_empty() || act.disabled.is_some() {
        return action::action(ui, act, Size::Normal);
    }
    let more = match act.ask {
        Ask::LogIn { .. } => words::text("window-login-ways"),
        _ => words::text("window-open-ways"),
    };
    let button = Button::new(&act.label).icon(action::icon(&act.ask));
    let width = action::menu_width(ui, ways);
    let (pressed, chosen) =
        menu::split(ui, button, &more, kind, width, |ui| action::items(ui, ways));
    let pressed = action::explained(pressed, act);
    if pressed.clicked() {
        return Some(act.ask.clone());
    }
    chosen.flatten()
}
