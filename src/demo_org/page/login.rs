//! Login form, second step, approval page. Field names and button ids are those of the real pages.

use super::super::call::Call;
use super::super::encode::escape;
use super::super::endpoint::login::{local, path};
use super::super::message::Response;
use super::super::org::Org;
use super::super::org::browser::Asked;
use super::super::scope;
use super::frame::framed;
use super::people;

/// Why the form is shown again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LoginError {
    Wrong,
    Inactive,
    Code,
}

/// Whether a code was typed before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CodeState {
    Fresh,
    Wrong,
}

pub(crate) fn login(
    org: &Org,
    call: &Call,
    source: &str,
    app_name: Option<&str>,
    username: &str,
    error: Option<LoginError>,
) -> Response {
    let hint = "Please check your username and password. If you still can't log in, contact your Salesforce \
                administrator.";
    let error = match error {
        None => String::new(),
        Some(LoginError::Wrong) => problem(hint, ""),
        Some(LoginError::Inactive) => problem(hint, "Demo: this user is inactive."),
        Some(LoginError::Code) => problem("Too many wrong codes. Log in again.", ""),
    };
    let wants = app_name.map_or_else(String::new, |name| {
        format!(
            "<p class=\"quiet\">to continue to <b>{}</b></p>",
            escape(name)
        )
    });
    framed(
        200,
        "Log in",
        &format!(
            "{wants}{error}<form id=\"login_form\" method=\"post\" action=\"{action}\">\
             <input type=\"hidden\" name=\"source\" value=\"{source}\">\
             <label for=\"username\">Username</label>\
             <input type=\"text\" id=\"username\" name=\"username\" value=\"{name}\" autocomplete=\"off\" \
             autocapitalize=\"none\" spellcheck=\"false\" required>\
             <label for=\"password\">Password</label>\
             <input type=\"password\" id=\"password\" name=\"pw\" autocomplete=\"off\" required>\
             <div class=\"row\"><button id=\"Login\" name=\"Login\" value=\"Log In\">Log In</button></div></form>\
             <details><summary>Who can log in here?</summary>{people}</details>",
            action = local(call, "/login"),
            source = escape(source),
            name = escape(username),
            people = people(org),
        ),
    )
}

pub(crate) fn second_step(call: &Call, source: &str, code: &str, state: CodeState) -> Response {
    let error = match state {
        CodeState::Fresh => String::new(),
        CodeState::Wrong => problem("That code is not right.", ""),
    };
    framed(
        200,
        "Verify your identity",
        &format!(
            "{error}<p>Enter the verification code from your authenticator app.</p>\
             <p class=\"quiet\">Demo: in place of your phone, this page shows it: \
             <b id=\"demo_code\">{code}</b></p>\
             <form id=\"verify_form\" method=\"post\" action=\"{action}\">\
             <input type=\"hidden\" name=\"source\" value=\"{source}\">\
             <label for=\"code\">Verification code</label>\
             <input type=\"text\" id=\"code\" name=\"code\" inputmode=\"numeric\" autocomplete=\"off\" required>\
             <div class=\"row\"><button id=\"save\" name=\"save\" value=\"Verify\">Verify</button></div></form>",
            action = local(call, "/login"),
            source = escape(source),
        ),
    )
}

pub(crate) fn approval(
    org: &Org,
    call: &Call,
    source: &str,
    asked: &Asked,
    username: &str,
) -> Response {
    let app = org.app(&asked.client_id);
    let name = app.map_or(asked.client_id.as_str(), |app| app.name.as_str());
    framed(
        200,
        "Allow access?",
        &format!(
            "<p><b>{name}</b> is asking to:</p>{scopes}<p>Do you want to allow access for \
             <b id=\"username\">{user}</b>? (<a href=\"{other}\">Not you?</a>)</p>{form}",
            name = escape(name),
            scopes = scope_list(&asked.scopes),
            user = escape(username),
            other = path(call, "/login", source),
            form = allow_form(
                &local(call, "/setup/secur/RemoteAccessAuthorizationPage.apexp"),
                &[("source", source)]
            ),
        ),
    )
}

/// Lists what is asked for.
pub(super) fn scope_list(scopes: &[String]) -> String {
    let items: String = scopes
        .iter()
        .map(|it| {
            format!(
                "<li>{} <code>{}</code></li>",
                escape(scope::label(it)),
                escape(it)
            )
        })
        .collect();
    format!("<ul>{items}</ul>")
}

/// A form with *Allow* and *Deny*.
pub(super) fn allow_form(action: &str, hidden: &[(&str, &str)]) -> String {
    let hidden: String = hidden
        .iter()
        .map(|(name, value)| {
            format!(
                "<input type=\"hidden\" name=\"{name}\" value=\"{}\">",
                escape(value)
            )
        })
        .collect();
    format!(
        "<form id=\"editPage\" method=\"post\" action=\"{action}\">{hidden}<div class=\"row\">\
         <button id=\"oaapprove\" name=\"save\" value=\"Allow\">Allow</button>\
         <button id=\"oadeny\" class=\"second\" name=\"save\" value=\"Deny\">Deny</button></div></form>"
    )
}

pub(super) fn problem(text: &str, why: &str) -> String {
    let why = if why.is_empty() {
        String::new()
    } else {
        format!("<br><span class=\"quiet\">{}</span>", escape(why))
    };
    format!(
        "<p class=\"error\" id=\"error\" role=\"alert\">{}{why}</p>",
        escape(text)
    )
}
