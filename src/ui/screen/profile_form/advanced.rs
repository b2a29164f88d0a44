//! What few profiles need: prompt, hint, browser, answer format, another server, tags, notes.

use egui::{Sense, Ui, pos2, vec2};

use super::{Field, FormMemory, browser};
use crate::app::view::FormView;
use crate::model::client::{ClientAuth, ClientKind};
use crate::model::environment::Environment;
use crate::model::profile::{ProfileDraft, ResponseFormat};
use crate::model::words;
use crate::ui::looks::Looks;
use crate::ui::theme::tokens;
use crate::ui::widget::button::Button;
use crate::ui::widget::form_row::{Under, form_row};
use crate::ui::widget::paint::{self, Ring, Weight};
use crate::ui::widget::text::Style;
use crate::ui::widget::text_field::{Content, TextField};
use crate::ui::widget::{check, menu};
use crate::ui::{Asks, icons};

/// Fields of the advanced part; a problem in one opens it.
const FIELDS: [&str; 13] = [
    "kind",
    "client_auth",
    "environment",
    "prompt",
    "login_hint",
    "display",
    "sso_provider",
    "nonce",
    "browser",
    "issuer",
    "endpoints",
    "notes",
    "tags",
];

/// Draws the head that opens it, and what is below.
pub fn advanced_ui(
    ui: &mut Ui,
    form: &FormView,
    draft: &mut ProfileDraft,
    looks: &mut Looks,
    asks: &mut Asks,
) {
    let wrong = form.problems.iter().any(|one| FIELDS.contains(&one.field));
    let open = looks.form.advanced || wrong;
    if head(ui, open) {
        looks.form.advanced = !open;
    }
    if !open {
        return;
    }
    browser::browser_ui(ui, form, draft, &mut looks.form, asks);
    choices(ui, form, draft, &mut looks.form);
    let mut words_field =
        |ui: &mut Ui, field, label_key, help_key: &str, content, text: &mut String| {
            let help = if help_key.is_empty() {
                String::new()
            } else {
                words::text(help_key)
            };
            let row = Field {
                field,
                label_key,
                help: &help,
            };
            let mended = row.show(ui, form, &mut looks.form, asks, |ui, label, wrong| {
                let edit = TextField::new(label, text).content(content).wrong(wrong);
                Some(edit.show(ui))
            });
            if let Some(value) = mended {
                *text = value;
            }
        };
    let code = Content::Code;
    let plain = Content::Words;
    words_field(
        ui,
        "prompt",
        "window-form-label-prompt",
        "window-form-prompt-help",
        code,
        &mut draft.prompt,
    );
    // A flow that names its user has the field above.
    if form.audience.is_none() && draft.flow.as_str() != "username_password" {
        words_field(
            ui,
            "login_hint",
            "window-form-label-login-hint",
            "window-form-hint-help",
            plain,
            &mut draft.login_hint,
        );
    }
    words_field(
        ui,
        "display",
        "window-form-label-display",
        "",
        code,
        &mut draft.display,
    );
    words_field(
        ui,
        "sso_provider",
        "window-form-label-sso-provider",
        "",
        plain,
        &mut draft.sso_provider,
    );
    words_field(
        ui,
        "nonce",
        "window-form-label-nonce",
        "window-form-nonce-help",
        code,
        &mut draft.nonce,
    );
    words_field(
        ui,
        "issuer",
        "window-form-label-issuer",
        "window-form-issuer-help",
        code,
        &mut draft.issuer,
    );
    words_field(
        ui,
        "tags",
        "window-form-label-tags",
        "window-form-tags-help",
        plain,
        &mut draft.tags,
    );
    words_field(
        ui,
        "notes",
        "window-form-label-notes",
        "",
        plain,
        &mut draft.notes,
    );
    let words = words::text("window-form-immediate");
    form_row(ui, "", "", Under::default(), |ui| {
        check::check(ui, &mut draft.immediate, &words);
    });
    endpoints(ui, form, draft, &mut looks.form);
}

/// Draws the line that opens the part; true when it was pressed.
fn head(ui: &mut Ui, open: bool) -> bool {
    let t = tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::click());
    let words = words::text("window-form-advanced");
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, open, &words));
    let middle = rect.center().y;
    let glyph = if open {
        icons::CARET_DOWN
    } else {
        icons::CARET_RIGHT
    };
    let center = pos2(rect.left() + 6.0, middle);
    paint::icon(
        ui.painter(),
        center,
        glyph,
        12.0,
        Weight::Bold,
        t.text.tertiary,
    );
    let galley = paint::one_line(ui, Style::Strong, &words, t.text.primary, 200.0);
    let after = rect.left() + 20.0 + galley.size().x + 8.0;
    paint::line_at(ui.painter(), pos2(rect.left() + 20.0, middle), galley);
    let under = words::text("window-form-advanced-under");
    let room = rect.right() - after;
    let galley = paint::one_line(ui, Style::Small, &under, t.text.tertiary, room);
    paint::line_at(ui.painter(), pos2(after, middle), galley);
    paint::focus_ring_of(ui, &response, 6, Ring::Inside);
    response.clicked()
}

fn choices(ui: &mut Ui, form: &FormView, draft: &mut ProfileDraft, memory: &mut FormMemory) {
    choose(
        ui,
        (form, memory, "kind"),
        "window-form-label-kind",
        &[
            (ClientKind::ExternalClientApp, "client-external-client-app"),
            (ClientKind::ConnectedApp, "client-connected-app"),
        ],
        &mut draft.kind,
    );
    let ways = [
        (None, "window-form-auth-automatic"),
        (Some(ClientAuth::ClientSecretPost), "window-form-auth-post"),
        (
            Some(ClientAuth::ClientSecretBasic),
            "window-form-auth-basic",
        ),
        (Some(ClientAuth::PrivateKeyJwt), "window-form-auth-jwt"),
        (Some(ClientAuth::None), "window-form-auth-none"),
    ];
    choose(
        ui,
        (form, memory, "client_auth"),
        "window-form-label-client-auth",
        &ways,
        &mut draft.client_auth,
    );
    let mut environments = vec![
        (None, "window-form-environment-guess"),
        (Some(Environment::Production), "environment-production"),
        (Some(Environment::Sandbox), "environment-sandbox"),
        (Some(Environment::Scratch), "environment-scratch"),
        (Some(Environment::Developer), "environment-developer"),
    ];
    if draft.environment == Some(Environment::Demo) {
        environments.push((Some(Environment::Demo), "environment-demo"));
    }
    let mended = choose(
        ui,
        (form, memory, "environment"),
        "window-form-label-environment",
        &environments,
        &mut draft.environment,
    );
    if mended {
        draft.environment = None;
    }
    choose(
        ui,
        (form, memory, "response_format"),
        "window-form-label-response-format",
        &[
            (ResponseFormat::Json, "window-form-format-json"),
            (ResponseFormat::Xml, "window-form-format-xml"),
            (ResponseFormat::Urlencoded, "window-form-format-form"),
        ],
        &mut draft.response_format,
    );
}

/// Draws a choice with what is wrong with it; true when its mend was pressed.
fn choose<T: Copy + PartialEq>(
    ui: &mut Ui,
    (form, memory, field): (&FormView, &mut FormMemory, &'static str),
    label_key: &str,
    list: &[(T, &str)],
    chosen: &mut T,
) -> bool {
    let label = words::text(label_key);
    let on = list.iter().find(|(value, _)| value == chosen);
    let words = on.map(|(_, key)| words::text(key)).unwrap_or_default();
    let problem = form.problems.iter().find(|one| one.field == field);
    let mend = problem.and_then(|problem| problem.mend.as_ref());
    let under = Under {
        help: "",
        problem: problem.map(|problem| problem.text.as_str()),
        mend: mend.map(|mend| mend.label.as_str()),
    };
    form_row(ui, &label, "", under, |ui| {
        let name = format!("{label} {words}");
        let opener = ui.add(Button::new(&words).name(&name).caret(icons::CARET_DOWN));
        if memory.seek == Some(field) {
            memory.seek = None;
            opener.request_focus();
            opener.scroll_to_me(Some(egui::Align::Center));
        }
        menu::under(&opener, 260.0, |ui| {
            for (value, key) in list {
                let on = value == chosen;
                let glyph = if on { icons::CHECK } else { " " };
                if menu::Item::new(glyph, &words::text(key)).on(on).show(ui) {
                    *chosen = *value;
                }
            }
        });
    })
}

/// Endpoints by hand, for a server without discovery.
fn endpoints(ui: &mut Ui, form: &FormView, draft: &mut ProfileDraft, memory: &mut FormMemory) {
    let any = draft.endpoints.named().iter().any(|(_, url)| url.is_some());
    let mut by_hand = any;
    let words = words::text("window-form-endpoints");
    let problem = form.problems.iter().find(|one| one.field == "endpoints");
    let under = Under {
        problem: problem.map(|problem| problem.text.as_str()),
        ..Under::default()
    };
    form_row(ui, "", "", under, |ui| {
        let response = check::check(ui, &mut by_hand, &words);
        if memory.seek == Some("endpoints") {
            memory.seek = None;
            response.request_focus();
            response.scroll_to_me(Some(egui::Align::Center));
        }
    });
    if by_hand && !any {
        draft.endpoints.token = Some(String::new());
    }
    if !by_hand {
        draft.endpoints = crate::model::profile::Endpoints::default();
        return;
    }
    let all = &mut draft.endpoints;
    for (key, endpoint) in [
        ("window-form-label-endpoints-authorize", &mut all.authorize),
        ("window-form-label-endpoints-token", &mut all.token),
        ("window-form-label-endpoints-revoke", &mut all.revoke),
        (
            "window-form-label-endpoints-introspect",
            &mut all.introspect,
        ),
        ("window-form-label-endpoints-userinfo", &mut all.userinfo),
        ("window-form-label-endpoints-jwks", &mut all.jwks),
    ] {
        let label = words::text(key);
        let is_token = key == "window-form-label-endpoints-token";
        form_row(ui, &label, "", Under::default(), |ui| {
            let mut text = endpoint.clone().unwrap_or_default();
            TextField::new(&label, &mut text)
                .content(Content::Code)
                .hint("https://")
                .show(ui);
            // The token endpoint stays, even empty: it keeps this part open.
            *endpoint = (is_token || !text.is_empty()).then_some(text);
        });
    }
}
