//! Front door: `/secur/frontdoor.jsp` lets a browser in with a single-use link, or with a token (interactive.md 12).

use super::super::auth;
use super::super::call::Call;
use super::super::encode::sha256_hex;
use super::super::message::Response;
use super::super::org::Org;
use super::super::org::token::TokenEnd;
use super::super::page;
use super::super::scope;
use super::login;
use super::singleaccess::{OTP_MS, is_relative};

pub(crate) fn respond(org: &mut Org, call: &Call) -> Response {
    let start = call
        .fields
        .get("startURL")
        .or_else(|| call.fields.get("retURL"))
        .unwrap_or("/lightning/page/home");
    if !is_relative(start) {
        return page::message(
            400,
            "This link leads out of the org",
            "The demo org follows relative paths only.",
        );
    }
    let username = match (call.fields.get("otp"), call.fields.get("sid")) {
        (Some(otp), _) => org
            .otps
            .remove(&sha256_hex(otp))
            .filter(|kept| call.now_ms < kept.issued_ms + OTP_MS)
            .map(|kept| kept.username),
        // A JWT is no session id.
        (None, Some(sid)) if sid.contains('!') => auth::caller(org, call, Some(sid))
            .ok()
            .filter(|caller| scope::allows(&caller.scopes, "web"))
            .map(|caller| caller.user.username),
        _ => None,
    };
    let Some(username) = username else {
        return page::message(
            403,
            "This link has been used or is too old",
            "Single-use links into an org live one minute and work once. Ask for a new one.",
        );
    };
    let start = if start.starts_with('/') {
        start.to_owned()
    } else {
        format!("/{start}")
    };
    let token = match (call.fields.get("otp"), call.fields.get("sid")) {
        (None, Some(sid)) => org.tokens.find(&sha256_hex(sid)).map(|(number, _)| number),
        _ => None,
    };
    let cookie = login::remember_with(org, call, &username, token);
    Response::redirect(&start).with("Set-Cookie", &cookie)
}

/// `/secur/logout.jsp` and the end-session endpoint: end the browser's login, not the apps' tokens.
///
/// [SIM] A login by `sid` is the token's own session, and takes the token with it.
pub(crate) fn log_out(org: &mut Org, call: &Call) -> Response {
    if let Some(value) = call.cookie(&login::cookie_name(call)) {
        let ended = org.browsers.log_out(&sha256_hex(value));
        if let Some(number) = ended.and_then(|login| login.token) {
            org.tokens.end(number, TokenEnd::Revoked);
            org.changed();
        }
    }
    page::message(
        200,
        "Logged out",
        "This browser is logged out of the demo org. Apps keep their tokens.",
    )
}
