//! Tokens: who is logged in with what, and ending that now, by user, by app, or all of it.

use egui::{Ui, vec2};

use super::{DemoMemory, act, rows};
use crate::app::command::DemoCommand;
use crate::app::view::{Action, Ask, DemoRunning, Look};
use crate::model::demo::{DemoAct, DemoFilter, DemoLogin};
use crate::model::words;
use crate::ui::theme::tokens;
use crate::ui::widget::button::{Button, Size};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{action, empty};
use crate::ui::{Asks, icons};

pub(super) fn tokens_ui(
    ui: &mut Ui,
    running: &DemoRunning,
    memory: &mut DemoMemory,
    asks: &mut Asks,
) {
    let filter = &memory.filter;
    let is_meant = |login: &&DemoLogin| {
        let is = |wanted: &Option<String>, it: &str| wanted.as_deref().is_none_or(|by| by == it);
        is(&filter.username, &login.username) && is(&filter.client_id, &login.client_id)
    };
    let logins: Vec<&DemoLogin> = running.org.logins.iter().filter(is_meant).collect();
    let access: u64 = logins.iter().map(|login| login.access_tokens).sum();
    let refresh: u64 = logins.iter().map(|login| login.refresh_tokens).sum();
    bar(ui, running, memory, access, refresh, asks);
    ui.spacing_mut().item_spacing.y = 0.0;
    if logins.is_empty() {
        let title = words::text("window-demo-tokens-none");
        let sentence = words::text("window-demo-tokens-none-text");
        empty::empty(ui, icons::KEY, &title, &sentence, |_| ());
        return;
    }
    let columns = rows::columns(ui.available_width(), &[1.0, 1.0, 96.0, 96.0, 60.0]);
    rows::heads(
        ui,
        &columns,
        &[
            "window-demo-client-user",
            "window-demo-client-app",
            "window-demo-tokens-access",
            "window-demo-tokens-refresh",
            "",
        ],
        &[2, 3],
    );
    for login in logins {
        ui.push_id((&login.username, &login.client_id), |ui| {
            rows::row(ui, &columns, |ui, index| {
                cell(ui, running, login, index, asks);
            });
        });
    }
}

fn bar(
    ui: &mut Ui,
    running: &DemoRunning,
    memory: &mut DemoMemory,
    access: u64,
    refresh: u64,
    asks: &mut Asks,
) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
        let org = &running.org;
        let mut users = vec![(None, words::text("window-demo-tokens-all-users"))];
        users.extend(
            org.users
                .iter()
                .map(|user| (Some(user.username.clone()), user.username.clone())),
        );
        let label = words::text("window-demo-client-user");
        if let Some(user) = rows::pick(ui, &label, &memory.filter.username, &users, 220.0) {
            memory.filter.username = user;
        }
        let mut apps = vec![(None, words::text("window-demo-tokens-all-apps"))];
        apps.extend(
            org.apps
                .iter()
                .map(|app| (Some(app.client_id.clone()), app.name.clone())),
        );
        let label = words::text("window-demo-client-app");
        if let Some(app) = rows::pick(ui, &label, &memory.filter.client_id, &apps, 240.0) {
            memory.filter.client_id = app;
        }
        let expire = Action {
            disabled: (access == 0).then(|| words::text("window-demo-tokens-no-access")),
            ..button(
                "window-demo-tokens-expire",
                DemoAct::Expire(memory.filter.clone()),
                Look::Secondary,
            )
        };
        asks.ask(action::action_with(
            ui,
            &expire,
            Size::Small,
            icons::CLOCK_COUNTER_CLOCKWISE,
        ));
        let revoke = Action {
            disabled: (access + refresh == 0).then(|| words::text("window-demo-tokens-no-token")),
            ..button(
                "window-demo-tokens-revoke",
                DemoAct::Revoke(memory.filter.clone()),
                Look::Danger,
            )
        };
        asks.ask(action::action_with(
            ui,
            &revoke,
            Size::Small,
            icons::PROHIBIT,
        ));
    });
}

fn button(label: &str, what: DemoAct, look: Look) -> Action {
    super::action(label, Ask::Demo(DemoCommand::Act(what)), look)
}

fn cell(ui: &mut Ui, running: &DemoRunning, login: &DemoLogin, index: usize, asks: &mut Asks) {
    let t = tokens(ui);
    let number = |ui: &mut Ui, count: u64| {
        let ink = if count == 0 {
            t.text.tertiary
        } else {
            t.text.primary
        };
        rows::number(ui, &count.to_string(), ink);
    };
    match index {
        0 => {
            text::truncated(ui, Style::Body, &login.username, t.text.primary);
        }
        1 => {
            let name = running.org.app_name(&login.client_id);
            text::truncated(ui, Style::Body, name, t.text.secondary);
        }
        2 => number(ui, login.access_tokens),
        3 => number(ui, login.refresh_tokens),
        _ => {
            let filter = DemoFilter {
                username: Some(login.username.clone()),
                client_id: Some(login.client_id.clone()),
            };
            ui.spacing_mut().item_spacing.x = 2.0;
            let app = running.org.app_name(&login.client_id);
            let values = [("name", login.username.as_str()), ("app", app)];
            let name = words::with("window-demo-tokens-expire-of", &values);
            let glyph = icons::CLOCK_COUNTER_CLOCKWISE;
            let expire = Button::icon_only(glyph, &name).size(Size::Mini);
            if ui.add(expire).clicked() {
                act(asks, DemoAct::Expire(filter.clone()));
            }
            let name = words::with("window-demo-tokens-revoke-of", &values);
            let revoke = Button::icon_only(icons::PROHIBIT, &name).size(Size::Mini);
            if ui.add(revoke).clicked() {
                act(asks, DemoAct::Revoke(filter));
            }
        }
    }
}
