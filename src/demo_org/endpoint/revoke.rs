//! Revocation: `/services/oauth2/revoke` (interactive.md 9). No client authentication; errors are form-encoded.

use super::super::answer::Refusal;
use super::super::call::Call;
use super::super::encode::sha256_hex;
use super::super::message::Response;
use super::super::org::Org;
use super::super::org::token::{TokenEnd, TokenKind};

pub(crate) fn respond(org: &mut Org, call: &Call) -> Response {
    let outcome = match call.fields.get("token") {
        Some(token) => revoke(org, token, call.now_ms),
        None => Err(Refusal::new("invalid_request", "token not provided")),
    };
    if call.method() == "GET"
        && let Some(function) = call.fields.get("callback")
    {
        return jsonp(function, outcome);
    }
    match outcome {
        Ok(()) => Response::new(200, "", ""),
        Err(refusal) => Response::new(
            400,
            "application/x-www-form-urlencoded;charset=UTF-8",
            refusal.query(),
        ),
    }
}

fn revoke(org: &mut Org, token: &str, now_ms: u64) -> Result<(), Refusal> {
    // RFC 7009 answers 200 for an unknown token; Salesforce refuses it.
    let dead = || Refusal::new("invalid_token", "invalid token");
    let (number, token) = org.tokens.find(&sha256_hex(token)).ok_or_else(dead)?;
    let is_expired = token.expires_ms.is_some_and(|at| at <= now_ms);
    if token.end != TokenEnd::Live || is_expired {
        return Err(dead());
    }
    match token.kind {
        TokenKind::Access => org.tokens.end(number, TokenEnd::Revoked),
        TokenKind::Refresh => end_grant(org, token.grant),
    }
    org.changed();
    Ok(())
}

/// Ends a grant; with the last one that could refresh, the user's approval ends too.
pub(crate) fn end_grant(org: &mut Org, number: u64) {
    org.tokens.end_grant(number);
    if let Some(grant) = org.tokens.grant(number).cloned()
        && org
            .tokens
            .refreshable(&grant.username, &grant.client_id)
            .is_empty()
    {
        org.approvals.remove(&grant.username, &grant.client_id);
    }
}

fn jsonp(function: &str, outcome: Result<(), Refusal>) -> Response {
    let is_name = function
        .bytes()
        .all(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'.' | b'$'));
    if !is_name {
        return Response::new(406, "text/plain;charset=UTF-8", "Invalid_Callback");
    }
    let body = match outcome {
        Ok(()) => format!("{function}({{}})"),
        Err(refusal) => format!("{function}({{\"error\":\"{}\"}})", refusal.code),
    };
    Response::new(200, "application/javascript;charset=UTF-8", body)
}
