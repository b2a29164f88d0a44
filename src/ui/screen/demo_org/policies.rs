//! Policies: the switches of the org, and those of one app. They act at once.

use egui::Ui;

use super::{act, rows};
use crate::app::view::DemoRunning;
use crate::model::demo::{DemoAct, DemoApp, DemoPolicies, DemoSettings, difference};
use crate::model::words;
use crate::ui::Asks;
use crate::ui::widget::card;
use crate::ui::widget::form_row::{Under, form_row};

/// Words of a switch, and where it is kept.
type Switch<T> = (&'static str, fn(&mut T) -> &mut bool);

const APP: [Switch<DemoPolicies>; 13] = [
    ("window-demo-policy-pkce", |it| &mut it.require_pkce),
    ("window-demo-policy-secret", |it| &mut it.require_secret),
    ("window-demo-policy-secret-refresh", |it| {
        &mut it.require_secret_for_refresh
    }),
    ("window-demo-policy-rotate", |it| {
        &mut it.rotate_refresh_tokens
    }),
    ("window-demo-policy-device", |it| &mut it.device_flow),
    ("window-demo-policy-exchange", |it| &mut it.token_exchange),
    ("window-demo-policy-secret-exchange", |it| {
        &mut it.require_secret_for_token_exchange
    }),
    ("window-demo-policy-dpop", |it| &mut it.require_dpop),
    ("window-demo-policy-introspect", |it| &mut it.introspect_all),
    ("window-demo-policy-blocked", |it| &mut it.blocked),
    ("window-demo-policy-installed", |it| &mut it.installed),
    ("window-demo-policy-ip", |it| &mut it.ip_restricted),
    ("window-demo-policy-propagating", |it| &mut it.propagating),
];

const ORG: [Switch<DemoSettings>; 9] = [
    ("window-demo-org-pkce", |it| &mut it.require_pkce),
    ("window-demo-org-user-agent", |it| &mut it.block_user_agent),
    ("window-demo-org-password", |it| {
        &mut it.block_username_password
    }),
    ("window-demo-org-handler", |it| &mut it.exchange_handler),
    ("window-demo-org-creates-users", |it| {
        &mut it.exchange_creates_users
    }),
    ("window-demo-org-sandbox", |it| &mut it.is_sandbox),
    ("window-demo-org-inactive", |it| &mut it.inactive),
    ("window-demo-org-text", |it| &mut it.refusals_as_text),
    ("window-demo-org-singleaccess", |it| {
        &mut it.singleaccess_answers_401
    }),
];

const LIFETIMES: [u64; 8] = [30, 60, 300, 900, 1800, 7200, 28_800, 86_400];
const APPROVALS: [usize; 6] = [1, 2, 3, 5, 10, 50];
const REFRESH: [(&str, &str); 8] = [
    ("infinite", "window-demo-refresh-infinite"),
    ("zero", "window-demo-refresh-zero"),
    ("specific_lifetime:1:HOURS", "window-demo-refresh-hour"),
    ("specific_lifetime:1:DAYS", "window-demo-refresh-day"),
    ("specific_lifetime:30:DAYS", "window-demo-refresh-month"),
    (
        "specific_inactivity:1:HOURS",
        "window-demo-refresh-idle-hour",
    ),
    (
        "specific_inactivity:7:DAYS",
        "window-demo-refresh-idle-week",
    ),
    (
        "specific_inactivity:90:DAYS",
        "window-demo-refresh-idle-quarter",
    ),
];

/// Draws the policies of the org.
pub(super) fn org_ui(ui: &mut Ui, running: &DemoRunning, asks: &mut Asks) {
    let was = &running.org.settings;
    let mut now = was.clone();
    let title = words::text("window-demo-org-policies");
    card::card(
        ui,
        &title,
        |_| (),
        |ui| {
            grid(ui, &ORG, &mut now);
            let approvals: Vec<(usize, String)> = with_known(&APPROVALS, was.max_approvals)
                .into_iter()
                .map(|count| (count, count.to_string()))
                .collect();
            choice(
                ui,
                "window-demo-org-approvals",
                &was.max_approvals,
                &approvals,
                |count| {
                    now.max_approvals = count;
                },
            );
        },
    );
    let change = difference(was, &now);
    if !change.is_empty() {
        act(asks, DemoAct::SetOrg { change });
    }
}

/// Draws the policies of an app.
pub(super) fn app_ui(ui: &mut Ui, app: &DemoApp, asks: &mut Asks) {
    let was = &app.policies;
    let mut now = was.clone();
    let title = words::text("window-demo-app-policies");
    card::card(
        ui,
        &title,
        |_| (),
        |ui| {
            grid(ui, &APP, &mut now);
            values(ui, was, &mut now);
        },
    );
    let change = difference(was, &now);
    if !change.is_empty() {
        let client_id = app.client_id.clone();
        act(asks, DemoAct::SetApp { client_id, change });
    }
}

fn values(ui: &mut Ui, was: &DemoPolicies, now: &mut DemoPolicies) {
    let lifetimes: Vec<(u64, String)> = with_known(&LIFETIMES, was.session_timeout_secs)
        .into_iter()
        .map(|secs| (secs, length(secs)))
        .collect();
    choice(
        ui,
        "window-demo-policy-lifetime",
        &was.session_timeout_secs,
        &lifetimes,
        |secs| {
            now.session_timeout_secs = secs;
        },
    );
    let mut refresh: Vec<(String, String)> = REFRESH
        .iter()
        .map(|(value, key)| ((*value).to_owned(), words::text(key)))
        .collect();
    if !refresh
        .iter()
        .any(|(value, _)| *value == was.refresh_token_policy)
    {
        let own = was.refresh_token_policy.clone();
        refresh.push((own.clone(), own));
    }
    choice(
        ui,
        "window-demo-policy-refresh",
        &was.refresh_token_policy,
        &refresh,
        |policy| {
            now.refresh_token_policy = policy;
        },
    );
    let formats = named(&[
        ("opaque", "window-demo-format-opaque"),
        ("jwt", "window-demo-format-jwt"),
    ]);
    choice(
        ui,
        "window-demo-policy-format",
        &was.access_token_format,
        &formats,
        |format| {
            now.access_token_format = format;
        },
    );
    let permitted = named(&[
        ("all", "window-demo-permitted-all"),
        ("admin_approved", "window-demo-permitted-admin"),
    ]);
    choice(
        ui,
        "window-demo-policy-permitted",
        &was.permitted_users,
        &permitted,
        |users| {
            now.permitted_users = users;
        },
    );
}

fn named(values: &[(&str, &str)]) -> Vec<(String, String)> {
    values
        .iter()
        .map(|(value, key)| ((*value).to_owned(), words::text(key)))
        .collect()
}

/// The offered values and the one that is set, in order.
fn with_known<T: Copy + Ord>(offered: &[T], set: T) -> Vec<T> {
    let mut all = offered.to_vec();
    if !all.contains(&set) {
        all.push(set);
        all.sort_unstable();
    }
    all
}

fn length(secs: u64) -> String {
    let (key, number) = match secs {
        0..60 => ("window-time-secs", secs),
        60..3600 if secs.is_multiple_of(60) => ("window-time-minutes", secs / 60),
        _ if secs.is_multiple_of(3600) => ("window-time-hours", secs / 3600),
        _ => ("window-time-secs", secs),
    };
    let number = number.to_string();
    let name = match key {
        "window-time-minutes" => "minutes",
        "window-time-hours" => "hours",
        _ => "secs",
    };
    words::with(key, &[(name, &number)])
}

/// Switches, in two columns where there is room.
fn grid<T>(ui: &mut Ui, switches: &[Switch<T>], of: &mut T) {
    let count = if ui.available_width() >= 560.0 { 2 } else { 1 };
    let per_column = switches.len().div_ceil(count);
    ui.columns(count, |columns| {
        for (column, part) in columns.iter_mut().zip(switches.chunks(per_column)) {
            column.spacing_mut().item_spacing.y = 12.0;
            for (key, place) in part {
                rows::switch(column, place(of), key);
            }
        }
    });
}

fn choice<T: Clone + PartialEq>(
    ui: &mut Ui,
    key: &str,
    set: &T,
    values: &[(T, String)],
    choose: impl FnOnce(T),
) {
    let label = words::text(key);
    let help = words::text(&format!("{key}-help"));
    let under = Under {
        help: &help,
        ..Under::default()
    };
    let mut other = None;
    form_row(ui, &label, "", under, |ui| {
        other = rows::pick(ui, &label, set, values, 300.0);
    });
    if let Some(value) = other {
        choose(value);
    }
}
