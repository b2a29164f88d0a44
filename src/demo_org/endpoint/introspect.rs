//! Introspection: `/services/oauth2/introspect` (interactive.md 10).

use serde_json::json;

use super::super::answer::{Answer, Format, Refusal, refuse, write};
use super::super::auth::{self, Proof};
use super::super::call::Call;
use super::super::encode::sha256_hex;
use super::super::grant;
use super::super::message::Response;
use super::super::org::Org;
use super::super::org::token::{TokenEnd, TokenKind};

pub(crate) fn respond(org: &mut Org, call: &Call) -> Response {
    let format = Format::of(call);
    match introspected(org, call) {
        Ok(answer) => write(format, 200, &answer),
        Err(refusal) => refuse(format, &refusal),
    }
}

fn introspected(org: &mut Org, call: &Call) -> grant::Granted {
    if call.method() != "POST" {
        return Err(Refusal::new("invalid_request", "must use HTTP POST"));
    }
    let (app, proof) = auth::client(org, call)?;
    if proof != Proof::Authenticated {
        return Err(Refusal::bad_client());
    }
    let token = call
        .fields
        .get("token")
        .ok_or_else(|| Refusal::new("invalid_request", "token not provided"))?;
    let hint = call.fields.get("token_type_hint");
    if !matches!(hint, None | Some("access_token" | "refresh_token")) {
        return Err(Refusal::new(
            "unsupported_token_type",
            "this token type is not supported",
        ));
    }
    Ok(
        describe(org, call, &app.client_id, token).unwrap_or_else(|| {
            let mut answer = Answer::new();
            answer.insert("active".to_owned(), json!(false));
            answer
        }),
    )
}

/// Describes a live token that this app may see; seconds here, where the token answer has milliseconds.
fn describe(org: &mut Org, call: &Call, client_id: &str, token: &str) -> Option<Answer> {
    let (_, token) = org.tokens.find(&sha256_hex(token))?;
    let grant = org.tokens.grant(token.grant)?.clone();
    let owner = org.app(&grant.client_id)?.clone();
    let sees_all = org.app(client_id)?.policies.introspect_all;
    let user = org.user(&grant.username).filter(|user| user.active)?;
    let expires_ms = org.tokens.expires_ms(&token, &owner);
    let is_live = token.end == TokenEnd::Live && expires_ms.is_none_or(|at| call.now_ms < at);
    if !is_live || (grant.client_id != client_id && !sees_all) {
        return None;
    }
    let kind = match token.kind {
        TokenKind::Access => "access_token",
        TokenKind::Refresh => "refresh_token",
    };
    let issued = token.issued_ms / 1000;
    let mut answer = Answer::new();
    answer.insert("active".to_owned(), json!(true));
    answer.insert("scope".to_owned(), json!(grant.scopes.join(" ")));
    answer.insert("client_id".to_owned(), json!(grant.client_id));
    answer.insert("username".to_owned(), json!(grant.username));
    answer.insert(
        "sub".to_owned(),
        json!(grant::identity_url(&call.base(), user)),
    );
    answer.insert("token_type".to_owned(), json!(kind));
    if let Some(at) = expires_ms {
        answer.insert("exp".to_owned(), json!(at / 1000));
    }
    answer.insert("iat".to_owned(), json!(issued));
    answer.insert("nbf".to_owned(), json!(issued));
    Some(answer)
}
