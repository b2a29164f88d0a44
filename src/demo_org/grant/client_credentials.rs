//! Client credentials (machine-and-admin.md 2): the token belongs to the app's run-as user.

use super::super::answer::Refusal;
use super::super::auth::{self, Proof};
use super::super::call::Call;
use super::super::org::Org;
use super::{Granted, Issue, admit_app, admit_user, issue};

/// Scopes this grant never gives, even where the app has them.
const STRIPPED: [&str; 4] = ["full", "web", "refresh_token", "offline_access"];

pub(crate) fn grant(org: &mut Org, call: &Call) -> Granted {
    let (app, proof) = auth::client(org, call)?;
    if proof != Proof::Authenticated {
        return Err(Refusal::bad_client());
    }
    admit_app(&app)?;
    if is_login_host(&call.origin) {
        return Err(Refusal::new(
            "invalid_grant",
            "request not supported on this domain",
        ));
    }
    let user = app
        .run_as
        .as_deref()
        .and_then(|name| org.user(name))
        .filter(|user| user.active)
        .cloned()
        .ok_or_else(|| Refusal::new("invalid_grant", "no client credentials user enabled"))?;
    admit_user(&app, &user)?;
    let mut scopes = app.scopes();
    scopes.retain(|scope| !STRIPPED.contains(&scope.as_str()));
    if scopes.is_empty() {
        return Err(Refusal::new("invalid_grant", "no valid scopes"));
    }
    let what = Issue {
        user: &user,
        app: &app,
        scopes,
        refreshable: false,
        id_token: false,
        nonce: None,
        auth_ms: call.now_ms,
    };
    Ok(issue(org, call, &what))
}

/// Says whether the request came to a generic login host; a certificate may carry those names.
pub(super) fn is_login_host(origin: &str) -> bool {
    let host = origin.split("://").nth(1).unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default();
    matches!(host, "login.salesforce.com" | "test.salesforce.com")
}
