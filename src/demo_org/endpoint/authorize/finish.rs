//! The way back to the app: code or tokens, or why there are none.

use super::super::super::answer::{Refusal, url_encoded};
use super::super::super::call::Call;
use super::super::super::encode::{percent, sha256_hex};
use super::super::super::grant::{Issue, hybrid, issue};
use super::super::super::id;
use super::super::super::message::Response;
use super::super::super::org::Org;
use super::super::super::org::browser::Asked;
use super::super::super::org::code::{CODE_MS, Code};
use super::super::super::page;

/// Notes the approval and sends the browser back with a code, or with tokens in the fragment.
pub(crate) fn allow(
    org: &mut Org,
    call: &Call,
    asked: &Asked,
    username: &str,
    auth_ms: u64,
) -> Response {
    let known = (
        org.user(username).cloned(),
        org.app(&asked.client_id).cloned(),
    );
    let (Some(user), Some(app)) = known else {
        return page::not_found();
    };
    org.approvals
        .add(&user.username, &app.client_id, &asked.scopes);
    org.changed();
    if asked.response_type == "code" {
        let code = code(org, call, asked, &user.username, auth_ms);
        let mut query = format!("code={}", percent(&code));
        if asked.is_site {
            let site = format!("{}{}", call.origin, super::super::super::call::SITE_PREFIX);
            query.push_str(&format!(
                "&sfdc_community_url={}&sfdc_community_id={}",
                percent(&site),
                id::with_suffix("0DB5e0000000001")
            ));
        }
        return to_callback(&asked.redirect_uri, '?', &query, asked.state.as_deref());
    }
    // A plain callback gets no refresh token: only a custom scheme or the org's own success page does.
    let safe = !asked.redirect_uri.starts_with("http")
        || asked.redirect_uri.ends_with("/services/oauth2/success");
    let mut answer = issue(
        org,
        call,
        &Issue {
            user: &user,
            app: &app,
            scopes: asked.scopes.clone(),
            refreshable: safe,
            id_token: asked.response_type.contains("id_token"),
            nonce: asked.nonce.as_deref(),
            auth_ms,
        },
    );
    answer.shift_remove("token_format");
    if asked.response_type == "hybrid_token" {
        answer = hybrid::with_web_sessions(org, call, answer);
    }
    to_callback(
        &asked.redirect_uri,
        '#',
        &url_encoded(&answer),
        asked.state.as_deref(),
    )
}

fn code(org: &mut Org, call: &Call, asked: &Asked, username: &str, auth_ms: u64) -> String {
    let code = format!("aPrx{}==", org.random.word(60));
    let kept = Code {
        client_id: asked.client_id.clone(),
        redirect_uri: asked.redirect_uri.clone(),
        challenge: asked.challenge.clone(),
        scopes: asked.scopes.clone(),
        username: username.to_owned(),
        nonce: asked.nonce.clone(),
        is_site: asked.is_site,
        auth_ms,
        issued_ms: call.now_ms,
        used: false,
    };
    // Used and old codes are kept for a while, since they are refused in other words than unknown ones.
    org.codes
        .retain(|_, it| call.now_ms < it.issued_ms + 8 * CODE_MS);
    org.codes.insert(sha256_hex(&code), kept);
    code
}

/// Sends the browser back with `access_denied`.
pub(crate) fn deny(asked: &Asked) -> Response {
    let refusal = Refusal::new("access_denied", "end-user denied authorization");
    send_back(
        &asked.redirect_uri,
        &asked.response_type,
        asked.state.as_deref(),
        &refusal,
    )
}

/// Sends the browser back with an error, in the query of the code flow and in the fragment of the others.
pub(crate) fn send_back(
    redirect_uri: &str,
    response_type: &str,
    state: Option<&str>,
    refusal: &Refusal,
) -> Response {
    let mark = if response_type.starts_with("token") || response_type.starts_with("hybrid") {
        '#'
    } else {
        '?'
    };
    to_callback(redirect_uri, mark, &refusal.query(), state)
}

fn to_callback(redirect_uri: &str, mark: char, fields: &str, state: Option<&str>) -> Response {
    let mark = if mark == '?' && redirect_uri.contains('?') {
        '&'
    } else {
        mark
    };
    let mut location = format!("{redirect_uri}{mark}{fields}");
    if let Some(state) = state {
        location.push_str("&state=");
        location.push_str(&percent(state));
    }
    Response::redirect(&location)
}
