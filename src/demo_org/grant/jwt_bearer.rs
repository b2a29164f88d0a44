//! JWT bearer (machine-and-admin.md 1): the app's certificate vouches for a user who approved before.

use super::super::answer::Refusal;
use super::super::auth::{audiences, use_jti_once};
use super::super::call::Call;
use super::super::jwt::Assertion;
use super::super::org::Org;
use super::super::org::app::PermittedUsers;
use super::{Granted, Issue, admit_app, admit_user, issue};

pub(crate) fn grant(org: &mut Org, call: &Call) -> Granted {
    let invalid = || Refusal::new("invalid_grant", "invalid assertion");
    let assertion = call
        .fields
        .get("assertion")
        .and_then(Assertion::parse)
        .ok_or_else(invalid)?;
    // `iss` names the client; `client_id` and `client_secret`, which jsforce sends too, are not read.
    let app = org
        .app(assertion.claim("iss").unwrap_or_default())
        .cloned()
        .ok_or_else(Refusal::unknown_client)?;
    admit_app(&app)?;
    let certificate = app.certificate.as_deref().ok_or_else(Refusal::bad_client)?;
    if call.fields.get("scope").is_some() {
        return Err(Refusal::new(
            "invalid_request",
            "scope parameter not supported",
        ));
    }
    if !assertion.is_signed_by(certificate) {
        return Err(invalid());
    }
    if !assertion.is_for(&audiences(call)) {
        return Err(Refusal::new("invalid_grant", "audience is invalid"));
    }
    if assertion.is_expired(call.now_secs()) {
        return Err(Refusal::new("invalid_grant", "expired authorization code"));
    }
    // `prn` is the older name and wins.
    let subject = assertion.claim("prn").or_else(|| assertion.claim("sub"));
    let user = org
        .user(subject.unwrap_or_default())
        .cloned()
        .ok_or_else(invalid)?;
    use_jti_once(org, call, &app.client_id, &assertion).map_err(|()| invalid())?;
    admit_user(&app, &user)?;
    let scopes = match app.policies.permitted_users {
        PermittedUsers::AdminApproved => app.scopes(),
        PermittedUsers::All => approved_scopes(org, &user.username, &app.client_id)?,
    };
    let mut answer = issue(
        org,
        call,
        &Issue {
            user: &user,
            app: &app,
            scopes,
            refreshable: false,
            id_token: false,
            nonce: None,
            auth_ms: call.now_ms,
        },
    );
    // The documented answer has neither.
    answer.shift_remove("issued_at");
    answer.shift_remove("signature");
    Ok(answer)
}

/// Returns what the user approved; an approval without `refresh_token` does not count.
fn approved_scopes(org: &Org, username: &str, client_id: &str) -> Result<Vec<String>, Refusal> {
    let approved = org.approvals.get(username, client_id);
    let counts = approved
        .iter()
        .any(|it| it == "refresh_token" || it == "offline_access");
    if counts {
        Ok(approved.to_vec())
    } else {
        Err(Refusal::new(
            "invalid_grant",
            "user hasn't approved this consumer",
        ))
    }
}
