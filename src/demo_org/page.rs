//! Pages for a browser without JavaScript; every one says DEMO.

mod device;
mod frame;
mod login;

pub(crate) use device::{connect, device_approval};
pub(crate) use login::{CodeState, LoginError, approval, login, second_step};

use super::call::Call;
use super::encode::escape;
use super::endpoint::login::current;
use super::message::Response;
use super::org::Org;
use super::org::user::{Role, User};
use frame::framed;

/// A page with a heading and one paragraph.
pub(crate) fn message(status: u16, title: &str, text: &str) -> Response {
    framed(status, title, &format!("<p>{}</p>", escape(text)))
}

/// `/services/oauth2/success`: the address that apps without a web server use as callback.
pub(crate) fn success() -> Response {
    message(
        200,
        "Remote access approved",
        "The address of this page holds the answer for the app. Copy it there if the app asks for it.",
    )
}

/// The error page that never returns to the app (interactive.md 2.2, outcome E).
pub(crate) fn remote_access_error(call: &Call) -> Response {
    let code = call.fields.get("error").unwrap_or("unknown_error");
    let text = call.fields.get("error_description").unwrap_or_default();
    // The misspelling is Salesforce's.
    framed(
        200,
        "OAUTH_APPROVAL_ERROR_GENERIC",
        &format!(
            "<p>An unexpected error has occured during authentication. Please try again.</p>\
             <p class=\"quiet\"><code id=\"error\">{}</code> <span id=\"error_description\">{}</span></p>\
             <p class=\"quiet\">The app gets no answer: copy this page's address or text into it.</p>",
            escape(code),
            escape(text)
        ),
    )
}

/// What a browser sees during maintenance; also what an API client gets then.
pub(crate) fn maintenance() -> Response {
    message(
        503,
        "We are down for maintenance",
        "Sorry for the inconvenience. We'll be back shortly.",
    )
}

pub(crate) fn not_found() -> Response {
    message(
        404,
        "Page not found",
        "The demo org has nothing at this address.",
    )
}

/// The org's front page: who can log in, and which apps there are.
pub(crate) fn front(org: &Org) -> Response {
    let apps: String = org
        .apps
        .iter()
        .map(|app| {
            format!(
                "<tr><td>{}</td><td><code>{}</code></td></tr>",
                escape(&app.name),
                escape(&app.client_id)
            )
        })
        .collect();
    framed(
        200,
        &org.settings.name,
        &format!(
            "<p>This is a Salesforce authorization server in a box. Nothing here is real.</p>{}\
             <h2>Apps</h2><table><tr><th>Name</th><th>Consumer key</th></tr>{apps}</table>",
            people(org)
        ),
    )
}

/// The page of the identity provider: it asks who comes, and for no password.
pub(crate) fn provider(org: &Org, call: &Call, source: &str) -> Response {
    framed(
        200,
        "Demo identity provider",
        &format!(
            "<form method=\"post\" action=\"{action}\">\
             <input type=\"hidden\" name=\"source\" value=\"{source}\">\
             <p><label for=\"username\">Who are you?</label></p>\
             <p><input id=\"username\" name=\"username\" autofocus></p>\
             <p><button id=\"Continue\" name=\"provider\" value=\"Continue\">Continue</button></p></form>\
             <p class=\"quiet\">An identity provider knows its people: this one asks for no password.</p>{people}",
            action = escape(&call.path),
            source = escape(source),
            people = people(org)
        ),
    )
}

/// What a browser sees inside the org.
pub(crate) fn inside(org: &Org, call: &Call) -> Response {
    let Some(user) = current(org, call).and_then(|login| org.user(&login.username).cloned()) else {
        return message(
            403,
            "Not logged in",
            "Open the org from an app, or log in through one.",
        );
    };
    framed(
        200,
        &org.settings.name,
        &format!(
            "<p>You are logged in as <b id=\"username\">{}</b>.</p><p class=\"quiet\">{}</p>\
             <p><a href=\"/secur/logout.jsp\">Log out</a></p>",
            escape(&user.username),
            escape(&call.path)
        ),
    )
}

/// Lists the made-up users with their passwords.
fn people(org: &Org) -> String {
    let rows: String = org.users.iter().map(person).collect();
    format!(
        "<h2>Users</h2><table><tr><th>Username</th><th>Password</th><th></th></tr>{rows}</table>"
    )
}

fn person(user: &User) -> String {
    let note = match user.role {
        Role::Admin => "admin",
        Role::Standard => "",
        Role::Inactive => "cannot log in",
        Role::Mfa => "second step",
        Role::Community => "site user",
    };
    format!(
        "<tr><td>{}</td><td><code>{}</code></td><td>{note}</td></tr>",
        escape(&user.username),
        escape(&user.password)
    )
}
