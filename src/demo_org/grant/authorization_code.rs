//! Authorization code: the second half of the web server flow (interactive.md 2.4 to 2.8).

use super::super::answer::Refusal;
use super::super::auth::{self, Proof};
use super::super::call::Call;
use super::super::encode::{base64url, same, sha256, sha256_hex};
use super::super::org::Org;
use super::super::org::app::App;
use super::super::org::code::{CODE_MS, Code};
use super::{Granted, Issue, admit_app, admit_user, issue};

pub(crate) fn grant(org: &mut Org, call: &Call) -> Granted {
    let (app, proof) = auth::client(org, call)?;
    if app.policies.require_secret && proof != Proof::Authenticated {
        return Err(Refusal::bad_client());
    }
    admit_app(&app)?;
    let name = sha256_hex(call.fields.get("code").unwrap_or_default());
    let code = org
        .codes
        .get(&name)
        .cloned()
        .filter(|code| code.client_id == app.client_id)
        .ok_or_else(|| Refusal::new("invalid_grant", "invalid authorization code"))?;
    if code.used || call.now_ms >= code.issued_ms + CODE_MS {
        return Err(Refusal::new("invalid_grant", "expired authorization code"));
    }
    check_callback(call, &app, &code)?;
    // From here on the code is spent, whatever comes.
    if let Some(kept) = org.codes.get_mut(&name) {
        kept.used = true;
    }
    check_verifier(call.fields.get("code_verifier"), code.challenge.as_deref())?;
    let user = org
        .user(&code.username)
        .cloned()
        .ok_or_else(|| Refusal::new("invalid_grant", "inactive user"))?;
    admit_user(&app, &user)?;
    let mut answer = issue(
        org,
        call,
        &Issue {
            user: &user,
            app: &app,
            scopes: code.scopes,
            refreshable: true,
            id_token: true,
            nonce: code.nonce.as_deref(),
            auth_ms: code.auth_ms,
        },
    );
    if code.is_site && !call.is_site {
        let site = format!("{}{}", call.origin, super::super::call::SITE_PREFIX);
        answer.insert("sfdc_community_url".to_owned(), site.into());
    }
    Ok(answer)
}

fn check_callback(call: &Call, app: &App, code: &Code) -> Result<(), Refusal> {
    let sent = call
        .fields
        .get("redirect_uri")
        .ok_or_else(|| Refusal::new("redirect_uri_missing", "redirect_uri not provided"))?;
    if sent != code.redirect_uri || !app.callback_urls.iter().any(|it| it == sent) {
        return Err(Refusal::new(
            "redirect_uri_mismatch",
            "redirect_uri must match configuration",
        ));
    }
    Ok(())
}

/// Checks the verifier against the challenge, which is always S256.
///
/// RFC 7636 allows 43 to 128 characters with `~`. Salesforce takes jsforce's 171 and refuses `~`.
fn check_verifier(verifier: Option<&str>, challenge: Option<&str>) -> Result<(), Refusal> {
    let (verifier, challenge) = match (verifier, challenge) {
        (None, None) => return Ok(()),
        (Some(_), None) => return Err(Refusal::new("invalid_grant", "unexpected code verifier")),
        (None, Some(_)) => return Err(Refusal::new("invalid_grant", "invalid code verifier")),
        (Some(verifier), Some(challenge)) => (verifier, challenge),
    };
    let fits = (43..=256).contains(&verifier.len())
        && verifier
            .bytes()
            .all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_' | b'.'));
    if fits && same(&base64url(&sha256(verifier.as_bytes())), challenge) {
        Ok(())
    } else {
        Err(Refusal::new("invalid_grant", "invalid code verifier"))
    }
}
