//! Username and password (machine-and-admin.md 3): every failure reads the same.

use super::super::answer::Refusal;
use super::super::auth::{self, Proof};
use super::super::call::Call;
use super::super::org::Org;
use super::super::org::app::AppKind;
use super::{Granted, Issue, admit_app, issue};

pub(crate) fn grant(org: &mut Org, call: &Call) -> Granted {
    let (app, proof) = auth::client(org, call)?;
    if app.policies.require_secret && proof != Proof::Authenticated {
        return Err(Refusal::bad_client());
    }
    let failure = || Refusal::new("invalid_grant", "authentication failure");
    if app.kind == AppKind::ExternalClientApp || org.settings.block_username_password {
        return Err(failure());
    }
    admit_app(&app).map_err(|_| failure())?;
    let user = org
        .user(call.fields.get("username").unwrap_or_default())
        .filter(|user| user.accepts(call.fields.get("password").unwrap_or_default()))
        .cloned()
        .ok_or_else(failure)?;
    super::admit_user(&app, &user).map_err(|_| failure())?;
    let mut answer = issue(
        org,
        call,
        &Issue {
            user: &user,
            app: &app,
            scopes: app.scopes(),
            refreshable: false,
            id_token: false,
            nonce: None,
            auth_ms: call.now_ms,
        },
    );
    answer.shift_remove("scope");
    Ok(answer)
}
