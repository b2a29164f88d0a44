//! Refresh token: a new access token, and with rotation a new refresh token (interactive.md 4).

use super::super::answer::Refusal;
use super::super::auth::{self, Proof};
use super::super::call::Call;
use super::super::encode::sha256_hex;
use super::super::org::Org;
use super::super::org::token::{TokenEnd, TokenKind};
use super::{Granted, Issue, admit_app, admit_user, refreshed};

pub(crate) fn grant(org: &mut Org, call: &Call) -> Granted {
    let (app, proof) = auth::client(org, call)?;
    if app.policies.require_secret_for_refresh && proof != Proof::Authenticated {
        return Err(Refusal::bad_client());
    }
    admit_app(&app)?;
    // Not needed here, yet checked when sent. jsforce also repeats `code_verifier`, which nobody reads.
    if let Some(sent) = call.fields.get("redirect_uri")
        && !app.callback_urls.iter().any(|it| it == sent)
    {
        return Err(Refusal::new(
            "redirect_uri_mismatch",
            "redirect_uri must match configuration",
        ));
    }
    let sent = call.fields.get("refresh_token").unwrap_or_default();
    let (number, token) = org
        .tokens
        .find(&sha256_hex(sent))
        .filter(|(_, token)| token.kind == TokenKind::Refresh)
        .ok_or_else(Refusal::dead_grant)?;
    let grant = org
        .tokens
        .grant(token.grant)
        .filter(|grant| grant.client_id == app.client_id)
        .cloned()
        .ok_or_else(Refusal::dead_grant)?;
    if token.end == TokenEnd::Rotated {
        // Somebody holds a copy: nobody may go on.
        org.tokens.end_grant(token.grant);
        org.changed();
        return Err(Refusal::dead_grant());
    }
    if token.end != TokenEnd::Live {
        return Err(Refusal::dead_grant());
    }
    if org
        .tokens
        .expires_ms(&token, &app)
        .is_some_and(|at| at <= call.now_ms)
    {
        return Err(Refusal::dead_grant());
    }
    let user = org
        .user(&grant.username)
        .cloned()
        .ok_or_else(Refusal::dead_grant)?;
    admit_user(&app, &user)?;
    let rotate = app.policies.rotate_refresh_tokens;
    if rotate {
        org.tokens.end(number, TokenEnd::Rotated);
    }
    if let Some(grant) = org.tokens.grant_mut(token.grant) {
        grant.last_used_ms = call.now_ms;
    }
    let what = Issue {
        user: &user,
        app: &app,
        scopes: grant.scopes,
        refreshable: true,
        id_token: true,
        nonce: None,
        auth_ms: grant.created_ms,
    };
    Ok(refreshed(org, call, &what, token.grant, rotate))
}
