//! Settings for another client: choose client, app and user; copy.

use egui::{Frame, Margin, ScrollArea, Ui, vec2};

use super::{DemoMemory, rows};
use crate::app::view::{Ask, DemoClient, DemoRunning, Look, masked_settings_for, settings_for};
use crate::model::demo::{DemoApp, DemoUser};
use crate::model::words;
use crate::ui::Asks;
use crate::ui::theme::tokens;
use crate::ui::widget::button::Size;
use crate::ui::widget::chip::{Chip, word_chip};
use crate::ui::widget::secret_field::MASK;
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{action, card, made_up};

pub(super) fn settings_ui(
    ui: &mut Ui,
    running: &DemoRunning,
    memory: &mut DemoMemory,
    asks: &mut Asks,
) {
    let (Some(app), Some(user)) = (app(running, memory), user(running, memory)) else {
        return;
    };
    let (app, user) = (app.clone(), user.clone());
    let settings = settings_for(memory.client, &running.base_url, &app, &user);
    let title = words::text("window-demo-client");
    let is_seen = std::cell::Cell::new(false);
    card::card(
        ui,
        &title,
        |ui| {
            card::at_end(ui, |ui| {
                let ask = Ask::CopyText(settings.clone());
                let copy = super::action("window-demo-client-copy", ask, Look::Secondary);
                asks.ask(action::action(ui, &copy, Size::Small));
                is_seen.set(made_up::held(ui, &title));
            });
        },
        |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
                for client in DemoClient::ALL {
                    let kind = if client == memory.client {
                        Chip::Chosen
                    } else {
                        Chip::Plain
                    };
                    if word_chip(ui, client.name(), kind).clicked() {
                        memory.client = client;
                    }
                }
            });
            choices(ui, running, memory, &app, &user);
            // The other client may have been chosen above, in this very frame.
            let base_url = &running.base_url;
            let settings = settings_for(memory.client, base_url, &app, &user);
            let masked = masked_settings_for(memory.client, base_url, &app, &user, MASK);
            shown(ui, &masked, &settings, is_seen.get());
        },
    );
}

fn choices(
    ui: &mut Ui,
    running: &DemoRunning,
    memory: &mut DemoMemory,
    app: &DemoApp,
    user: &DemoUser,
) {
    let t = tokens(ui);
    let width = (ui.available_width() / 2.0 - 50.0).max(150.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
        let label = words::text("window-demo-client-app");
        rows::beside(ui, &label, t.text.tertiary);
        let apps: Vec<(String, String)> = running
            .org
            .apps
            .iter()
            .map(|app| (app.client_id.clone(), app.name.clone()))
            .collect();
        if let Some(other) = rows::pick(ui, &label, &app.client_id, &apps, width) {
            memory.client_app = Some(other);
        }
        let label = words::text("window-demo-client-user");
        rows::beside(ui, &label, t.text.tertiary);
        let users: Vec<(String, String)> = running
            .org
            .users
            .iter()
            .map(|user| (user.username.clone(), user.username.clone()))
            .collect();
        if let Some(other) = rows::pick(ui, &label, &user.username, &users, width) {
            memory.client_user = Some(other);
        }
    });
}

/// Draws them with masks; the secrets are seen while the eye is held, like every other.
fn shown(ui: &mut Ui, masked: &str, settings: &str, is_seen: bool) {
    let t = tokens(ui);
    card::inset(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ScrollArea::both()
            .id_salt("settings for another client")
            .max_height(280.0)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                Frame::new()
                    .inner_margin(Margin::symmetric(12, 10))
                    .show(ui, |ui| {
                        if is_seen {
                            // Painted, never a label, like every other secret.
                            let format = text::format(Style::Mono, t.text.primary);
                            let text = settings.trim_end().to_owned();
                            let job = egui::text::LayoutJob::single_section(text, format);
                            let galley = ui.painter().layout_job(job);
                            let (place, _) =
                                ui.allocate_exact_size(galley.size(), egui::Sense::hover());
                            ui.painter().galley(place.min, galley, t.text.primary);
                            return;
                        }
                        let rich = text::rich(Style::Mono, masked.trim_end(), t.text.primary);
                        ui.add(egui::Label::new(rich).extend().selectable(true));
                    });
            });
    });
}

fn app<'a>(running: &'a DemoRunning, memory: &DemoMemory) -> Option<&'a DemoApp> {
    let chosen = memory.client_app.as_deref();
    chosen
        .and_then(|client_id| running.org.app(client_id))
        .or(running.org.apps.first())
}

fn user<'a>(running: &'a DemoRunning, memory: &DemoMemory) -> Option<&'a DemoUser> {
    let users = &running.org.users;
    let chosen = memory.client_user.as_ref();
    users
        .iter()
        .find(|user| Some(&user.username) == chosen)
        .or(users.first())
}
