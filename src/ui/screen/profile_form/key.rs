//! The key of an app: made, chosen, opened, given out for Setup; the user and the audience of what it signs.

use egui::{Id, Margin, Ui};

use super::{Field, FormMemory};
use crate::app::command::{Command, DemoCommand, KeyCommand};
use crate::app::view::{FormView, KeyView, Tone};
use crate::model::demo::DemoAct;
use crate::model::profile::ProfileDraft;
use crate::model::words;
use crate::ui::looks::Looks;
use crate::ui::theme::{shape, tokens};
use crate::ui::widget::button::{Button, Kind, Size};
use crate::ui::widget::form_row::{Under, form_row};
use crate::ui::widget::paint::{self, Weight};
use crate::ui::widget::secret_field::secret_edit;
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::text_field::TextField;
use crate::ui::widget::{banner, card, menu};
use crate::ui::{Asks, icons};

/// Draws whom the flow logs in, for whom the assertion is, and the key.
pub fn key_ui(
    ui: &mut Ui,
    form: &FormView,
    draft: &mut ProfileDraft,
    looks: &mut Looks,
    asks: &mut Asks,
) {
    if let Some(audience) = &form.audience {
        user(ui, form, draft, looks, asks);
        let label = words::text("window-form-label-audience");
        let problem = form.problems.iter().find(|one| one.field == "audience");
        let help = words::text("window-form-audience-help");
        let under = Under {
            help: &help,
            problem: problem.map(|problem| problem.text.as_str()),
            mend: None,
        };
        form_row(ui, &label, "", under, |ui| {
            let name = format!("{label} {}", audience.label);
            let button = Button::new(&audience.label).name(&name);
            let opener = ui.add(button.caret(icons::CARET_DOWN));
            menu::under(&opener, 320.0, |ui| {
                for (words, value) in &audience.choices {
                    let on = *value == draft.audience;
                    let glyph = if on { icons::CHECK } else { " " };
                    if menu::Item::new(glyph, words).on(on).show(ui) {
                        draft.audience.clone_from(value);
                    }
                }
            });
        });
    }
    if let Some(key) = &form.key {
        let label = words::text("window-form-label-key");
        form_row(ui, &label, "", Under::default(), |ui| {
            card::frame(ui)
                .inner_margin(Margin::symmetric(14, 12))
                .show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    ui.spacing_mut().item_spacing.y = 8.0;
                    head(ui, key);
                    if let Some(name) = &key.asks_passphrase_for {
                        passphrase(ui, name, key, &mut looks.form, asks);
                    } else {
                        facts(ui, key);
                        buttons(ui, key, asks);
                    }
                });
            if let Some(problem) = &key.problem {
                banner::banner(ui, Tone::Danger, problem, |_| ());
            }
            if let Some(warning) = &key.warning {
                banner::banner(ui, Tone::Warn, warning, |_| ());
            }
        });
    }
}

pub(super) fn user(
    ui: &mut Ui,
    form: &FormView,
    draft: &mut ProfileDraft,
    looks: &mut Looks,
    asks: &mut Asks,
) {
    let help = words::text("window-form-username-help");
    let field = Field {
        field: "login_hint",
        label_key: "window-form-label-username",
        help: &help,
    };
    let user = &mut draft.login_hint;
    let mended = field.show(ui, form, &mut looks.form, asks, |ui, label, wrong| {
        let edit = TextField::new(label, user).wrong(wrong);
        Some(edit.hint("user@company.com").show(ui))
    });
    if let Some(value) = mended {
        draft.login_hint = value;
    }
}

fn head(ui: &mut Ui, key: &KeyView) {
    let t = tokens(ui);
    card::full_row(ui, 20.0, |ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let (glyph, ink) = match (key.has_key, key.is_new) {
            (true, true) => (icons::CLOCK, t.info.fg),
            (true, false) => (icons::LOCK_KEY, t.success.fg),
            _ => (icons::KEY, t.text.tertiary),
        };
        paint::icon_ui(ui, glyph, 16.0, Weight::Fill, ink);
        text::truncated(ui, Style::Strong, &key.title, t.text.primary);
    });
    text::text(ui, Style::Small, &key.text, t.text.secondary);
}

/// What the certificate says: label above value, two beside each other where there is room.
fn facts(ui: &mut Ui, key: &KeyView) {
    let t = tokens(ui);
    for fact in &key.facts {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 12.0;
            ui.scope(|ui| {
                ui.set_width(shape().width.form_label - 32.0);
                text::text(ui, Style::Small, &fact.label, t.text.tertiary);
            });
            let style = if fact.is_code {
                Style::Mono
            } else {
                Style::Small
            };
            ui.vertical(|ui| {
                text::selectable(ui, style, &fact.value, t.text.primary);
            });
        });
    }
}

fn buttons(ui: &mut Ui, key: &KeyView, asks: &mut Asks) {
    let mut press = |ui: &mut Ui, button: Button<'_>, command: KeyCommand| {
        if ui.add(button.size(Size::Small)).clicked() {
            asks.command(Command::Key(command));
        }
    };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(8.0, 8.0);
        if key.has_certificate {
            let words = words::text("window-key-save-certificate");
            let button = Button::new(&words).icon(icons::DOWNLOAD_SIMPLE);
            press(ui, button, KeyCommand::SaveCertificate);
        }
        let make = words::text(match key.has_key {
            true => "window-key-make-other",
            false => "window-key-make",
        });
        let button = Button::new(&make).icon(icons::PLUS).busy(key.is_busy);
        press(ui, button, KeyCommand::Make);
        let pick = words::text("window-key-pick");
        let hint = words::text("window-key-pick-hint");
        let button = Button::new(&pick).icon(icons::FILE_ARROW_UP).hint(&hint);
        press(ui, button, KeyCommand::Pick);
        if key.is_new {
            let words = words::text("window-key-drop");
            press(ui, Button::new(&words).kind(Kind::Ghost), KeyCommand::Drop);
        }
    });
    if let Some(client_id) = &key.demo_app {
        let label = words::text("window-key-to-demo-org");
        let hint = words::text("window-key-to-demo-org-hint");
        let button = Button::new(&label).icon(icons::UPLOAD_SIMPLE).hint(&hint);
        if ui.add(button.size(Size::Small)).clicked() {
            let act = DemoAct::SetCertificate {
                client_id: client_id.clone(),
                certificate: key.pem.clone(),
            };
            asks.command(Command::Demo(DemoCommand::Act(act)));
        }
    }
}

fn passphrase(ui: &mut Ui, name: &str, key: &KeyView, memory: &mut FormMemory, asks: &mut Asks) {
    let t = tokens(ui);
    let label = words::with("window-key-passphrase", &[("name", name)]);
    text::text(ui, Style::Small, &label, t.text.primary);
    let mut open = false;
    card::full_row(ui, 32.0, |ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        card::at_end(ui, |ui| {
            let words = words::text("window-cancel");
            let name = words::with("window-cancel-named", &[("what", &label)]);
            let button = Button::new(&words).kind(Kind::Ghost).size(Size::Small);
            if ui.add(button.name(&name)).clicked() {
                memory.passphrase = crate::model::secret::SecretDraft::new();
                asks.command(Command::Key(KeyCommand::Drop));
            }
            let words = words::text("window-key-open");
            let button = Button::new(&words).size(Size::Small).busy(key.is_busy);
            open = ui.add(button).clicked();
            let id = Id::unique("key passphrase");
            let response = secret_edit(ui, id, &label, &mut memory.passphrase, "", false);
            let enter = ui.input(|input| input.key_pressed(egui::Key::Enter));
            open |= response.lost_focus() && enter;
        });
    });
    if open {
        let typed = std::mem::take(&mut memory.passphrase);
        asks.command(Command::Key(KeyCommand::Open(typed)));
    }
}
