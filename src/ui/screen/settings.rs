//! Settings: kept at once, without a button to save.

use egui::{Ui, vec2};

use crate::app::command::Command;
use crate::app::view::{Action, SettingsView};
use crate::model::settings::{Settings, ThemeChoice};
use crate::model::words;
use crate::ui::looks::{Looks, NetworkDraft};
use crate::ui::screen::zone;
use crate::ui::theme::{shape, tokens};
use crate::ui::widget::button::{Button, Kind, Size};
use crate::ui::widget::form_row::{Under, form_row};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::text_field::{Content, TextField};
use crate::ui::widget::{action, banner, card, check, facts, menu};
use crate::ui::{Asks, icons};

/// Wider than this a row is hard to follow, in points.
const WIDEST: f32 = 760.0;
/// The scales that are offered.
const SCALES: [f32; 6] = [0.8, 0.9, 1.0, 1.25, 1.5, 2.0];
/// Seconds until a copied secret is cleared.
const CLIPBOARD: [u32; 4] = [10, 20, 45, 90];
/// Minutes until the vault locks.
const AUTO_LOCK: [u32; 5] = [1, 5, 15, 30, 60];

/// Draws the screen over the room there is.
pub fn settings_ui(ui: &mut Ui, view: &SettingsView, looks: &mut Looks, asks: &mut Asks) {
    let title = words::text("window-settings");
    let under = words::text("window-settings-under");
    let glyph = icons::GEAR_SIX;
    asks.ask(zone::tool_head(ui, glyph, &title, &under, &view.actions));
    let mut settings = view.settings.clone();
    zone::scrolled(ui, "settings", |ui| {
        ui.scope(|ui| {
            ui.set_max_width(ui.available_width().min(WIDEST));
            if view.is_read_only {
                let words = words::text("window-settings-read-only");
                banner::banner(ui, crate::app::view::Tone::Warn, &words, |_| ());
            }
            if let Some(not_saved) = &view.not_saved {
                asks.ask(banner::banners(ui, std::slice::from_ref(not_saved)));
            }
            ui.add_enabled_ui(!view.is_read_only, |ui| {
                group(ui, "window-settings-looks", |ui| {
                    looks_ui(ui, &mut settings)
                });
                group(ui, "window-settings-safety", |ui| {
                    safety_ui(ui, &mut settings)
                });
                group(ui, "window-settings-network", |ui| {
                    network_ui(ui, view, looks, asks);
                });
            });
            let title = words::text("window-settings-vault");
            card::card(
                ui,
                &title,
                |_| (),
                |ui| {
                    facts::facts(ui, &view.vault);
                    buttons(ui, &view.vault_actions, asks);
                },
            );
            group(ui, "window-settings-support", |ui| {
                buttons(ui, &view.support, asks);
            });
        });
    });
    if settings != view.settings {
        asks.command(Command::ChangeSettings(Box::new(settings)));
    }
}

fn buttons(ui: &mut Ui, actions: &[Action], asks: &mut Asks) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
        for one in actions {
            asks.ask(action::action(ui, one, Size::Small));
        }
    });
}

fn group(ui: &mut Ui, key: &str, content: impl FnOnce(&mut Ui)) {
    card::card(ui, &words::text(key), |_| (), content);
}

fn looks_ui(ui: &mut Ui, settings: &mut Settings) {
    let label = words::text("window-settings-theme");
    form_row(ui, &label, "", Under::default(), |ui| {
        ui.spacing_mut().item_spacing = vec2(20.0, 6.0);
        ui.add_space(6.0);
        ui.horizontal_wrapped(|ui| {
            for (choice, key) in [
                (ThemeChoice::System, "window-settings-theme-system"),
                (ThemeChoice::Light, "window-settings-theme-light"),
                (ThemeChoice::Dark, "window-settings-theme-dark"),
                (ThemeChoice::Contrast, "window-settings-theme-contrast"),
            ] {
                if check::radio(ui, settings.theme == choice, &words::text(key)).clicked() {
                    settings.theme = choice;
                }
            }
        });
    });
    let scale = |scale: f32| format!("{} %", (scale * 100.0).round());
    pick(
        ui,
        "window-settings-scale",
        &SCALES,
        &mut settings.scale,
        scale,
    );
    switch(
        ui,
        "window-settings-motion",
        "",
        &mut settings.reduced_motion,
    );
    switch(ui, "window-settings-utc", "", &mut settings.utc);
}

fn safety_ui(ui: &mut Ui, settings: &mut Settings) {
    let secs = |secs: u32| words::with("window-seconds", &[("seconds", &secs.to_string())]);
    let chosen = &mut settings.clipboard_secs;
    pick(ui, "window-settings-clipboard", &CLIPBOARD, chosen, secs);
    let minutes =
        |minutes: u32| words::with("window-minutes", &[("minutes", &minutes.to_string())]);
    let chosen = &mut settings.auto_lock_minutes;
    pick(ui, "window-settings-auto-lock", &AUTO_LOCK, chosen, minutes);
    let help = words::text("window-settings-presentation-help");
    let on = &mut settings.presentation;
    switch(ui, "window-settings-presentation", &help, on);
}

/// A row with a switch, in the column of the other fields.
fn switch(ui: &mut Ui, key: &str, help: &str, on: &mut bool) {
    let label = words::text(key);
    let under = Under {
        help,
        ..Under::default()
    };
    form_row(ui, &label, "", under, |ui| {
        ui.add_space(6.0);
        check::switch_named(ui, on, &label);
    });
}

fn network_ui(ui: &mut Ui, view: &SettingsView, looks: &mut Looks, asks: &mut Asks) {
    // Sent when the field is left, not with every letter; what was refused stays to be mended.
    let kept = view.settings.network();
    let draft = looks.network.get_or_insert_with(|| NetworkDraft::of(&kept));
    if draft.kept != kept {
        *draft = NetworkDraft::of(&kept);
    }
    let (mut entered, mut left) = (false, false);
    let mut note = |field: &egui::Response| {
        entered |= field.gained_focus();
        left |= field.lost_focus();
    };
    let label = words::text("window-settings-proxy");
    let help = words::text("window-settings-proxy-help");
    let under = Under {
        help: &help,
        problem: view.proxy_problem.as_deref(),
        mend: None,
    };
    form_row(ui, &label, "", under, |ui| {
        let field = TextField::new(&label, &mut draft.typed.proxy).content(Content::Code);
        let field = field.hint("http://proxy.example:3128");
        note(&field.wrong(view.proxy_problem.is_some()).show(ui));
    });
    let label = words::text("window-settings-ca");
    let help = words::text("window-settings-ca-help");
    let under = Under {
        help: &help,
        problem: view.ca_problem.as_deref(),
        mend: None,
    };
    form_row(ui, &label, "", under, |ui| {
        card::full_row(ui, shape().height.control, |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            card::at_end(ui, |ui| {
                asks.ask(action::action(ui, &view.pick_ca, Size::Normal));
                card::rest(ui, |ui| {
                    let field = TextField::new(&label, &mut draft.typed.extra_ca);
                    let field = field.content(Content::Code).hint("/etc/ssl/company.pem");
                    note(&field.wrong(view.ca_problem.is_some()).show(ui));
                });
            });
        });
    });
    let is_wrong = view.proxy_problem.is_some() || view.ca_problem.is_some();
    if entered {
        draft.sent = None;
    }
    let is_news = draft.sent.as_ref() != Some(&draft.typed);
    if left && is_news && (draft.typed != draft.kept || is_wrong) {
        draft.sent = Some(draft.typed.clone());
        asks.command(Command::ChangeNetwork(draft.typed.clone()));
    }
    if view.is_checking {
        let ink = tokens(ui).text.tertiary;
        text::line(
            ui,
            Style::Small,
            words::text("window-settings-checking"),
            ink,
        );
    }
}

/// A row with a menu of values.
fn pick<T: Copy + PartialEq>(
    ui: &mut Ui,
    key: &str,
    values: &[T],
    chosen: &mut T,
    words_of: impl Fn(T) -> String,
) {
    let label = words::text(key);
    let ink = tokens(ui).text.primary;
    form_row(ui, &label, "", Under::default(), |ui| {
        let words = words_of(*chosen);
        let name = format!("{label} {words}");
        let opener = ui.add(
            Button::new(&words)
                .name(&name)
                .kind(Kind::Secondary)
                .size(Size::Normal)
                .colour(ink)
                .caret(icons::CARET_DOWN),
        );
        menu::under(&opener, 200.0, |ui| {
            for value in values {
                let on = value == chosen;
                let glyph = if on { icons::CHECK } else { " " };
                if menu::Item::new(glyph, &words_of(*value)).on(on).show(ui) {
                    *chosen = *value;
                }
            }
        });
    });
}
