//! The fields that every profile needs.

use egui::{Id, Ui};

use super::{Field, exchange, flow, key, password, port, scopes};
use crate::app::command::Command;
use crate::app::view::FormView;
use crate::model::profile::{Platform, ProfileDraft};
use crate::model::words;
use crate::ui::looks::Looks;
use crate::ui::theme::tokens;
use crate::ui::widget::button::{Button, Size};
use crate::ui::widget::secret_field::{MASK, secret_edit};
use crate::ui::widget::text_field::{Content, TextField};
use crate::ui::widget::{badge, card, check, form_row, menu, paint, profile_row};
use crate::ui::{Asks, icons};

/// Draws them, one row each, groups split by a line.
pub fn fields_ui(
    ui: &mut Ui,
    form: &FormView,
    draft: &mut ProfileDraft,
    looks: &mut Looks,
    asks: &mut Asks,
) {
    let line = tokens(ui).stroke.subtle;
    name(ui, form, draft, looks, asks);
    login_host(ui, form, draft, looks, asks);
    paint::hairline(ui, line);
    flow::flow_ui(ui, form, draft, looks, asks);
    paint::hairline(ui, line);
    consumer_key(ui, form, draft, looks, asks);
    consumer_secret(ui, form, draft, looks, asks);
    key::key_ui(ui, form, draft, looks, asks);
    exchange::exchange_ui(ui, form, draft, looks, asks);
    password::password_ui(ui, form, draft, looks, asks);
    // Kept in the draft: another flow finds it again.
    if draft.flow.has_callback() {
        callback(ui, form, draft, looks, asks);
    }
    paint::hairline(ui, line);
    scopes::scopes_ui(ui, form, draft, looks, asks);
    paint::hairline(ui, line);
}

fn name(
    ui: &mut Ui,
    form: &FormView,
    draft: &mut ProfileDraft,
    looks: &mut Looks,
    asks: &mut Asks,
) {
    let field = Field {
        field: "name",
        label_key: "window-form-label-name",
        help: "",
    };
    let ProfileDraft { name, platform, .. } = draft;
    let mended = field.show(ui, form, &mut looks.form, asks, |ui, label, wrong| {
        let mut response = None;
        card::full_row(ui, 32.0, |ui| {
            card::at_end(ui, |ui| {
                choose_platform(ui, platform);
                response = Some(TextField::new(label, name).wrong(wrong).limit(200).show(ui));
            });
        });
        let response = response?;
        if form.is_new && name.is_empty() && ui.memory(|memory| memory.focused().is_none()) {
            response.request_focus();
        }
        Some(response)
    });
    if let Some(value) = mended {
        draft.name = value;
    }
}

fn choose_platform(ui: &mut Ui, platform: &mut Platform) {
    let word = |platform: Platform| words::text(&format!("platform-{}", platform.as_str()));
    let words = word(*platform);
    let label = words::text("window-form-platform");
    let whole = format!("{label} {words}");
    let opener = ui.add(
        Button::new(&words)
            .name(&whole)
            .icon(profile_row::platform_icon(*platform))
            .caret(icons::CARET_DOWN),
    );
    menu::under(&opener, 184.0, |ui| {
        for one in Platform::ALL {
            let words = word(one);
            let item = menu::Item::new(profile_row::platform_icon(one), &words);
            if item.on(one == *platform).show(ui) {
                *platform = one;
            }
        }
    });
}

fn login_host(
    ui: &mut Ui,
    form: &FormView,
    draft: &mut ProfileDraft,
    looks: &mut Looks,
    asks: &mut Asks,
) {
    let field = Field {
        field: "login_url",
        label_key: "window-form-label-login-url",
        help: "",
    };
    let login_url = &mut draft.login_url;
    let mended = field.show(ui, form, &mut looks.form, asks, |ui, label, wrong| {
        let mut response = None;
        card::full_row(ui, 32.0, |ui| {
            card::at_end(ui, |ui| {
                if let Some(known) = &form.badge {
                    badge::badge(ui, known, badge::Size::Large);
                }
                let edit = TextField::new(label, login_url).wrong(wrong);
                response = Some(edit.hint("login.salesforce.com").show(ui));
            });
        });
        response
    });
    if let Some(value) = mended {
        draft.login_url = value;
    }
}

fn consumer_key(
    ui: &mut Ui,
    form: &FormView,
    draft: &mut ProfileDraft,
    looks: &mut Looks,
    asks: &mut Asks,
) {
    let field = Field {
        field: "client_id",
        label_key: "window-form-label-client-id",
        help: "",
    };
    let client_id = &mut draft.client_id;
    let mended = field.show(ui, form, &mut looks.form, asks, |ui, label, wrong| {
        let edit = TextField::new(label, client_id)
            .content(Content::Code)
            .wrong(wrong);
        Some(edit.show(ui))
    });
    if let Some(value) = mended {
        draft.client_id = value;
    }
}

fn consumer_secret(
    ui: &mut Ui,
    form: &FormView,
    draft: &mut ProfileDraft,
    looks: &mut Looks,
    asks: &mut Asks,
) {
    let label = words::text("window-form-label-client-secret");
    let problem = form
        .problems
        .iter()
        .find(|one| one.field == "client_secret");
    let is_wanted = form.wants_secret
        || form.has_client_secret
        || problem.is_some()
        || !looks.form.secret.is_empty();
    if !is_wanted && !looks.form.secret_open {
        offer_secret(ui, looks);
        return;
    }
    let under = form_row::Under {
        help: &form.secret_hint,
        problem: problem.map(|problem| problem.text.as_str()),
        mend: None,
    };
    form_row::form_row(ui, &label, "", under, |ui| {
        card::full_row(ui, 32.0, |ui| {
            card::at_end(ui, |ui| {
                if draft.flow.has_callback() {
                    let words = words::text("window-form-pkce");
                    check::check(ui, &mut draft.pkce, &words);
                    ui.add_space(4.0);
                }
                let hint = if form.has_client_secret { MASK } else { "" };
                let id = secret_id();
                let wrong = problem.is_some();
                let secret = &mut looks.form.secret;
                let response = secret_edit(ui, id, &label, secret, hint, wrong);
                if response.lost_focus() {
                    asks.command(Command::LeaveField("client_secret"));
                }
            });
        });
    });
}

/// The way to a consumer secret where the flow needs none.
fn offer_secret(ui: &mut Ui, looks: &mut Looks) {
    form_row::indented(ui, |ui| {
        let words = words::text("window-form-secret-add");
        let hint = words::text("window-form-secret-add-hint");
        let button = Button::new(&words)
            .icon(icons::PLUS)
            .size(Size::Mini)
            .hint(&hint);
        if ui.add(button).clicked() {
            looks.form.secret_open = true;
            ui.memory_mut(|memory| memory.request_focus(secret_id()));
        }
    });
}

fn secret_id() -> Id {
    Id::unique("client secret")
}

fn callback(
    ui: &mut Ui,
    form: &FormView,
    draft: &mut ProfileDraft,
    looks: &mut Looks,
    asks: &mut Asks,
) {
    let help = words::text("window-form-callback-help");
    let field = Field {
        field: "callback_urls",
        label_key: "window-form-label-callback-urls",
        help: &help,
    };
    let urls = &mut draft.callback_urls;
    let mended = field.show(ui, form, &mut looks.form, asks, |ui, label, wrong| {
        // One a line; most apps have one.
        let mut lines: Vec<String> = urls.split('\n').map(str::to_owned).collect();
        let mut response: Option<egui::Response> = None;
        let mut removed = None;
        let several = lines.len() > 1;
        for (index, line) in lines.iter_mut().enumerate() {
            let name = if index == 0 {
                label.to_owned()
            } else {
                format!("{label} {}", index + 1)
            };
            card::full_row(ui, 32.0, |ui| {
                card::at_end(ui, |ui| {
                    if several {
                        let words = words::with("window-remove-named", &[("name", &name)]);
                        let button = Button::icon_only(icons::X, &words).size(Size::Small);
                        if ui.add(button).clicked() {
                            removed = Some(index);
                        }
                    }
                    let edit = TextField::new(&name, line).content(Content::Code);
                    let drawn = edit.wrong(wrong).show(ui);
                    response = Some(match response.take() {
                        Some(others) => others | drawn,
                        None => drawn,
                    });
                });
            });
        }
        if let Some(index) = removed {
            lines.remove(index);
        }
        *urls = lines.join("\n");
        response
    });
    form_row::indented(ui, |ui| {
        let add = words::text("window-form-callback-add");
        let button = Button::new(&add).icon(icons::PLUS).size(Size::Mini);
        if ui.add(button).clicked() {
            draft.callback_urls.push('\n');
        }
        port::port_ui(ui, form, draft, asks);
    });
    if let Some(value) = mended {
        draft.callback_urls = value;
        asks.command(Command::CheckPorts);
    }
}
