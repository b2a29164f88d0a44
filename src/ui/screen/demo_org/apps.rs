//! Apps: consumer key, secret, callbacks, scopes; policies; a profile for each.

use egui::{Sense, Ui, WidgetInfo, vec2};

use super::{DemoMemory, policies, rows};
use crate::app::command::DemoCommand;
use crate::app::view::{Action, Ask, DemoRunning, Look};
use crate::model::demo::{DemoApp, DemoAppKind};
use crate::model::words;
use crate::ui::theme::{shape, tokens};
use crate::ui::widget::button::Size;
use crate::ui::widget::chip::{Chip, chip};
use crate::ui::widget::paint::{self, Ring, Weight};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{action, card, made_up};
use crate::ui::{Asks, icons};

/// Below this width the list of apps is a menu.
const WIDE: f32 = 760.0;
const LABEL: f32 = 120.0;

pub(super) fn apps_ui(
    ui: &mut Ui,
    running: &DemoRunning,
    memory: &mut DemoMemory,
    asks: &mut Asks,
) {
    let apps = &running.org.apps;
    let open = memory
        .app
        .as_deref()
        .and_then(|client_id| running.org.app(client_id))
        .or(apps.first());
    let Some(open) = open else {
        return;
    };
    if ui.available_width() < WIDE {
        let t = tokens(ui);
        let values: Vec<(String, String)> = apps
            .iter()
            .map(|app| (app.client_id.clone(), app.name.clone()))
            .collect();
        ui.horizontal(|ui| {
            let label = words::text("window-demo-client-app");
            rows::beside(ui, &label, t.text.tertiary);
            if let Some(other) = rows::pick(ui, &label, &open.client_id, &values, 300.0) {
                memory.app = Some(other);
            }
        });
        app_ui(ui, running, open, asks);
        return;
    }
    let width = ui.available_width();
    rows::two(
        ui,
        (248.0 / width).min(0.3),
        WIDE,
        |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            for app in apps {
                if item(ui, app, app.client_id == open.client_id) {
                    memory.app = Some(app.client_id.clone());
                }
            }
        },
        |ui| app_ui(ui, running, open, asks),
    );
}

/// One app of the list, with what is unusual about it as its second line.
fn item(ui: &mut Ui, app: &DemoApp, is_open: bool) -> bool {
    let t = tokens(ui);
    let size = vec2(ui.available_width(), 48.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(egui::Role::ListItem, true, is_open, &app.name));
    let radius = shape().radius.control;
    let ground = if is_open {
        t.bg.selected
    } else if response.hovered() {
        t.bg.hover
    } else {
        egui::Color32::TRANSPARENT
    };
    ui.painter().rect_filled(rect, radius, ground);
    paint::focus_ring_of(ui, &response, radius, Ring::Inside);
    let glyph = match app.kind {
        DemoAppKind::ConnectedApp => icons::APP_WINDOW,
        DemoAppKind::ExternalClientApp => icons::KEY,
    };
    let middle = rect.center().y;
    let center = egui::pos2(rect.left() + 18.0, middle);
    let ink = t.text.secondary;
    paint::icon(ui.painter(), center, glyph, 16.0, Weight::Regular, ink);
    let left = rect.left() + 36.0;
    let room = rect.right() - left - 8.0;
    let galley = paint::one_line(ui, Style::Strong, &app.name, t.text.primary, room);
    paint::line_at(ui.painter(), egui::pos2(left, middle - 9.0), galley);
    let (about, ink) = about(app, t.text.tertiary, t.danger.fg);
    let galley = paint::one_line(ui, Style::Small, &about, ink, room);
    paint::line_at(ui.painter(), egui::pos2(left, middle + 9.0), galley);
    response.clicked()
}

fn about(app: &DemoApp, quiet: egui::Color32, loud: egui::Color32) -> (String, egui::Color32) {
    let policies = &app.policies;
    if policies.blocked {
        return (words::text("window-demo-app-blocked"), loud);
    }
    if !policies.installed {
        return (words::text("window-demo-app-uninstalled"), loud);
    }
    (words::text(kind_key(app.kind)), quiet)
}

fn kind_key(kind: DemoAppKind) -> &'static str {
    match kind {
        DemoAppKind::ConnectedApp => "window-demo-kind-connected",
        DemoAppKind::ExternalClientApp => "window-demo-kind-external",
    }
}

fn app_ui(ui: &mut Ui, running: &DemoRunning, app: &DemoApp, asks: &mut Asks) {
    ui.push_id(&app.client_id, |ui| {
        let mut asked = None;
        card::card(
            ui,
            &app.name,
            |ui| {
                card::at_end(ui, |ui| {
                    let profile = profile(running, app);
                    asked = action::action(ui, &profile, Size::Small);
                });
            },
            |ui| {
                ui.spacing_mut().item_spacing.y = 6.0;
                registration(ui, app, asks);
            },
        );
        asks.ask(asked);
        policies::app_ui(ui, app, asks);
    });
}

/// A profile for this app: the form filled in, or the one that is there.
fn profile(running: &DemoRunning, app: &DemoApp) -> Action {
    if let Some(profile_id) = running.profiles.get(&app.client_id) {
        let ask = Ask::Select(Some(profile_id.clone()));
        return super::action("window-demo-show-profile", ask, Look::Secondary);
    }
    let ask = Ask::Demo(DemoCommand::NewProfile {
        client_id: app.client_id.clone(),
    });
    Action {
        disabled: running.no_profile_because.clone(),
        ..super::action("window-demo-make-profile", ask, Look::Secondary)
    }
}

fn registration(ui: &mut Ui, app: &DemoApp, asks: &mut Asks) {
    let t = tokens(ui);
    field(ui, "window-demo-app-kind", |ui| {
        let words = words::text(kind_key(app.kind));
        text::truncated(ui, Style::Body, words, t.text.primary);
    });
    field(ui, "window-demo-app-key", |ui| {
        copied(ui, &app.client_id, "window-demo-app-key", asks);
    });
    field(ui, "window-demo-app-secret", |ui| {
        match &app.client_secret {
            Some(secret) => {
                let name = words::text("window-demo-app-secret");
                if made_up::made_up(ui, &name, secret) {
                    asks.ask(Some(Ask::CopyText(secret.clone())));
                }
            }
            None => {
                let words = words::text("window-demo-app-no-secret");
                text::truncated(ui, Style::Body, words, t.text.tertiary);
            }
        }
    });
    for (index, callback) in app.callback_urls.iter().enumerate() {
        let key = match index {
            0 => "window-demo-app-callbacks",
            _ => "",
        };
        ui.push_id(index, |ui| {
            field(ui, key, |ui| {
                copied(ui, callback, "window-demo-app-callback", asks);
            });
        });
    }
    let label = words::text("window-demo-app-scopes");
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let (place, _) = ui.allocate_exact_size(vec2(LABEL, 24.0), Sense::hover());
        card::row(ui, place, |ui| {
            text::line(ui, Style::Body, label, t.text.tertiary);
        });
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
            for scope in app.scope.split_whitespace() {
                chip(ui, scope, Chip::Plain);
            }
        });
    });
}

fn copied(ui: &mut Ui, value: &str, key: &str, asks: &mut Asks) {
    let t = tokens(ui);
    card::at_end(ui, |ui| {
        let ask = Ask::CopyText(value.to_owned());
        let name = words::text(key);
        let copy = Action {
            // An app may have several callbacks.
            label: words::with("window-copy-named", &[("name", &format!("{name} {value}"))]),
            ..super::action(key, ask, Look::Ghost)
        };
        asks.ask(action::icon_quiet(ui, &copy));
        card::rest(ui, |ui| {
            text::selectable_line(ui, Style::Mono, value, t.text.primary);
        });
    });
}

fn field(ui: &mut Ui, key: &str, content: impl FnOnce(&mut Ui)) {
    let t = tokens(ui);
    let size = vec2(ui.available_width(), 24.0);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let middle = egui::pos2(rect.left() + LABEL, rect.top());
    if !key.is_empty() {
        let left = egui::Rect::from_min_max(rect.min, egui::pos2(middle.x - 8.0, rect.bottom()));
        card::row(ui, left, |ui| {
            text::truncated(ui, Style::Body, words::text(key), t.text.tertiary);
        });
    }
    card::row(ui, egui::Rect::from_min_max(middle, rect.max), content);
}
