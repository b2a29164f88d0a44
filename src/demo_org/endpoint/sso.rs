//! The one identity provider of the demo org: `sso_provider` leads straight to it (interactive.md 7.7).

use super::super::call::Call;
use super::super::message::Response;
use super::super::org::Org;
use super::super::page;
use super::login;

/// The developer name under which the org knows it.
pub(crate) const PROVIDER: &str = "Demo_Provider";
/// Where it is.
pub(crate) const PATH: &str = "/services/auth/sso/Demo_Provider";

/// Returns where a browser goes that named the provider; nothing for a name that nobody knows.
pub(crate) fn place(call: &Call, provider: Option<&str>, source: &str) -> Option<Response> {
    // [SIM] An unknown name leads to the usual login page; Salesforce's answer is not known.
    (provider? == PROVIDER).then(|| Response::redirect(&login::path(call, PATH, source)))
}

/// Its page asks who comes, and takes their word for it: a provider knows its people.
pub(crate) fn respond(org: &mut Org, call: &Call) -> Response {
    let source = call.fields.get("source").unwrap_or_default().to_owned();
    if call.method() != "POST" {
        return page::provider(org, call, &source);
    }
    let named = call.fields.get("username").unwrap_or_default();
    match org.user(named).filter(|user| user.active).cloned() {
        Some(user) => login::logged_in(org, call, &source, &user.username),
        None => page::provider(org, call, &source),
    }
}
