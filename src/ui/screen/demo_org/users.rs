//! Users: name, role, password and security token, and whether each may log in.

use egui::Ui;

use super::{act, rows};
use crate::app::view::{Ask, DemoRunning, Look};
use crate::model::demo::{DemoAct, DemoRole, DemoUser};
use crate::model::words;
use crate::ui::Asks;
use crate::ui::theme::tokens;
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{action, check, made_up};

/// Below this width the name gives way.
const WIDE: f32 = 820.0;

pub(super) fn users_ui(ui: &mut Ui, running: &DemoRunning, asks: &mut Asks) {
    let t = tokens(ui);
    text::text(
        ui,
        Style::Body,
        words::text("window-demo-users-text"),
        t.text.secondary,
    );
    ui.spacing_mut().item_spacing.y = 0.0;
    let is_wide = ui.available_width() >= WIDE;
    let width = ui.available_width();
    let columns = if is_wide {
        rows::columns(width, &[240.0, 0.4, 90.0, 0.6, 0.6, 84.0])
    } else {
        rows::columns(width, &[0.9, 76.0, 0.6, 0.6, 70.0])
    };
    let mut keys = vec![
        "window-demo-user-username",
        "window-demo-user-name",
        "window-demo-user-role",
        "window-demo-user-password",
        "window-demo-user-token",
        "window-demo-user-active",
    ];
    if !is_wide {
        keys.remove(1);
    }
    rows::heads(ui, &columns, &keys, &[]);
    for user in &running.org.users {
        ui.push_id(&user.username, |ui| {
            rows::row(ui, &columns, |ui, index| {
                let column = if is_wide || index == 0 {
                    index
                } else {
                    index + 1
                };
                cell(ui, user, column, asks);
            });
        });
    }
}

fn cell(ui: &mut Ui, user: &DemoUser, column: usize, asks: &mut Asks) {
    let t = tokens(ui);
    let ink = if user.active {
        t.text.primary
    } else {
        t.text.tertiary
    };
    match column {
        0 => {
            ui.spacing_mut().item_spacing.x = 2.0;
            crate::ui::widget::card::at_end(ui, |ui| {
                let ask = Ask::CopyText(user.username.clone());
                let label = words::with("window-copy-username", &[("name", &user.username)]);
                let copy = crate::app::view::Action {
                    label,
                    ..super::action("window-demo-user-username", ask, Look::Ghost)
                };
                asks.ask(action::icon_quiet(ui, &copy));
                crate::ui::widget::card::rest(ui, |ui| {
                    text::selectable_line(ui, Style::Mono, &user.username, ink);
                });
            });
        }
        1 => {
            let name = format!("{} {}", user.first_name, user.last_name);
            text::truncated(ui, Style::Body, name, ink);
        }
        2 => {
            text::truncated(ui, Style::Small, role(user.role), t.text.secondary);
        }
        3 => {
            let name = words::with("window-demo-password-of", &[("name", &user.username)]);
            if made_up::made_up(ui, &name, &user.password) {
                asks.ask(Some(Ask::CopyText(user.password.clone())));
            }
        }
        4 => {
            let name = words::with("window-demo-token-of", &[("name", &user.username)]);
            if made_up::made_up(ui, &name, &user.security_token) {
                asks.ask(Some(Ask::CopyText(user.security_token.clone())));
            }
        }
        _ => active(ui, user, asks),
    }
}

fn active(ui: &mut Ui, user: &DemoUser, asks: &mut Asks) {
    let mut on = user.active;
    let key = if on {
        "window-demo-user-on"
    } else {
        "window-demo-user-off"
    };
    let response = check::switch(ui, &mut on, &words::text(key));
    let name = words::with("window-demo-may-log-in", &[("name", &user.username)]);
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label(name));
    if response.changed() {
        act(
            asks,
            DemoAct::SetUser {
                username: user.username.clone(),
                active: on,
            },
        );
    }
}

fn role(role: DemoRole) -> String {
    words::text(match role {
        DemoRole::Admin => "window-demo-role-admin",
        DemoRole::Standard => "window-demo-role-standard",
        DemoRole::Inactive => "window-demo-role-inactive",
        DemoRole::Mfa => "window-demo-role-mfa",
        DemoRole::Community => "window-demo-role-community",
    })
}
