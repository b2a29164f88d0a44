//! From request to reply: faults, routing, the log.

use super::auth;
use super::call::Call;
use super::data;
use super::encode::percent;
use super::endpoint::{
    authorize, connect, discovery, frontdoor, identity, introspect, login, revoke, singleaccess,
    soap, sso, token, userinfo,
};
use super::fault::{Fault, FaultKind};
use super::log::Entry;
use super::message::{Reply, Request, Response};
use super::org::Org;
use super::{answer, control, page};
use crate::model::time::UnixTime;

/// Answers one request at the time of the caller's clock.
///
/// The org adds its own moved clock and what a `clock_skew` fault says.
pub fn respond(org: &mut Org, request: Request, now: UnixTime) -> Reply {
    let now_ms = begin(org, now);
    let mut call = Call::new(&request, now_ms);
    if let Some(rest) = call.path.strip_prefix(control::PREFIX) {
        let rest = rest.to_owned();
        return Reply::Now(dated(control::respond(org, &call, &rest), now_ms));
    }
    let faults = org.faults.take(&call.path);
    if faults.iter().any(|fault| fault.times.is_some()) {
        org.changed();
    }
    let reply = match trouble(&faults) {
        Some(reply) => reply,
        None => {
            if let Some(seconds) = of(&faults, FaultKind::ClockSkew).and_then(|it| it.seconds) {
                call.now_ms = shift(call.now_ms, seconds.saturating_mul(1000));
            }
            let mut response = route(org, &call);
            if of(&faults, FaultKind::Text).is_some() {
                response = as_text(response);
            }
            let response = dated(response, call.now_ms);
            let pause_ms = of(&faults, FaultKind::Slow).and_then(|it| it.ms);
            match pause_ms {
                _ if of(&faults, FaultKind::Drop).is_some() => Reply::Dropped,
                Some(pause_ms) => Reply::Later { pause_ms, response },
                None => Reply::Now(response),
            }
        }
    };
    note(org, &call, now_ms, &reply);
    reply
}

/// Returns the org's time, and gives what came from the config its times at the first request.
pub(crate) fn begin(org: &mut Org, now: UnixTime) -> u64 {
    let now_ms = shift(millis(now), org.clock_ms);
    if org.revision == 0 {
        org.tokens.stamp(now_ms);
        org.changed();
    }
    now_ms
}

fn route(org: &mut Org, call: &Call) -> Response {
    match call.path.as_str() {
        "/services/oauth2/authorize" => authorize::respond(org, call),
        "/services/oauth2/token" => token::respond(org, call),
        "/services/oauth2/revoke" => revoke::respond(org, call),
        "/services/oauth2/introspect" => introspect::respond(org, call),
        "/services/oauth2/userinfo" => userinfo::respond(org, call),
        "/services/oauth2/singleaccess" => singleaccess::respond(org, call),
        "/services/oauth2/success" => page::success(),
        "/.well-known/openid-configuration" => discovery::openid_configuration(call),
        "/.well-known/auth-configuration" => discovery::auth_configuration(call),
        "/id/keys" => discovery::keys(org),
        "/login" => login::respond(org, call),
        "/setup/secur/RemoteAccessAuthorizationPage.apexp" => login::approval(org, call),
        "/setup/secur/RemoteAccessErrorPage.apexp" => page::remote_access_error(call),
        "/setup/connect" => connect::respond(org, call),
        sso::PATH => sso::respond(org, call),
        "/secur/frontdoor.jsp" => frontdoor::respond(org, call),
        "/secur/logout.jsp" | "/services/auth/idp/oidc/logout" => frontdoor::log_out(org, call),
        "/" => page::front(org),
        path if path.starts_with("/services/oauth2/authorize/") => authorize::respond(org, call),
        path if path.starts_with("/id/") => identity::respond(org, call),
        path if path.starts_with("/services/Soap/u/") => soap::respond(org, call),
        path if path == "/services/data" || path.starts_with("/services/data/") => {
            data::respond(org, call)
        }
        path if path.starts_with("/lightning") => page::inside(org, call),
        _ => page::not_found(),
    }
}

/// Returns the reply of a fault that keeps the work from being done.
fn trouble(faults: &[Fault]) -> Option<Reply> {
    if of(faults, FaultKind::Refuse).is_some() {
        return Some(Reply::Dropped);
    }
    if of(faults, FaultKind::Html).is_some() {
        return Some(Reply::Now(page::maintenance()));
    }
    let fault = of(faults, FaultKind::Status)?;
    let status = fault.status.unwrap_or(503);
    let mut response = Response::new(
        status,
        "application/json;charset=UTF-8",
        r#"[{"message":"a fault of the demo org","errorCode":"SERVER_UNAVAILABLE"}]"#,
    );
    if let Some(secs) = fault.retry_after_secs {
        response = response.with("Retry-After", &secs.to_string());
    }
    Some(Reply::Now(response))
}

/// Writes a JSON answer as the authorize page writes refusals: percent-encoded, in plain text.
fn as_text(response: Response) -> Response {
    let Ok(serde_json::Value::Object(fields)) = serde_json::from_slice(&response.body) else {
        return response;
    };
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| {
            let text = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            format!("{name}={}", percent(&text))
        })
        .collect();
    Response::new(response.status, "text/plain;charset=UTF-8", pairs.join("&"))
}

fn of(faults: &[Fault], kind: FaultKind) -> Option<&Fault> {
    faults.iter().find(|fault| fault.fault == kind)
}

/// Returns milliseconds since 1970; nothing here is older.
pub(crate) fn millis(time: UnixTime) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(0)
}

fn shift(ms: u64, by_ms: i64) -> u64 {
    ms.saturating_add_signed(by_ms)
}

/// Adds the `Date` of the org's clock, which is what a client compares its own with.
fn dated(response: Response, now_ms: u64) -> Response {
    let at = answer::time(now_ms).timestamp();
    response.with(
        "Date",
        &at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string(),
    )
}

/// Longest path and longest name of a field in the log: ten thousand entries must stay small.
const NOTED_CHARS: usize = 200;
/// Most names of fields of one entry.
const NOTED_FIELDS: usize = 40;

fn note(org: &mut Org, call: &Call, now_ms: u64, reply: &Reply) {
    let short = |text: &str| text.chars().take(NOTED_CHARS).collect::<String>();
    let mut fields: Vec<String> = Vec::new();
    for name in call.fields.names() {
        let name = short(name);
        if fields.len() < NOTED_FIELDS && !fields.contains(&name) {
            fields.push(name);
        }
    }
    let status = match reply {
        Reply::Now(response) | Reply::Later { response, .. } => Some(response.status),
        Reply::Dropped => None,
    };
    let path = call.request.target.split('?').next().unwrap_or_default();
    org.log.add(Entry {
        n: 0,
        at: answer::rfc3339(now_ms),
        method: short(call.method()),
        path: short(path),
        fields,
        grant_type: call.fields.get("grant_type").map(short),
        client_id: auth::named(call).map(|client_id| short(&client_id)),
        status,
        ms: None,
    });
}
