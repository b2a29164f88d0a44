//! Control API: `/demo/control/…`, what a tester's switches do (cli-contract.md 6).

mod subject_token;

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::answer::{json_answer, rfc3339};
use super::call::Call;
use super::config::PolicyPatch;
use super::encode::same;
use super::endpoint::revoke::end_grant;
use super::fault::Fault;
use super::message::{Request, Response};
use super::org::app::App;
use super::org::settings::OrgPatch;
use super::org::token::{Grant, Token, TokenEnd, TokenKind};
use super::org::user::User;
use super::org::{ORG_ID, Org};
use super::respond::begin;
use crate::model::time::UnixTime;

/// Which tokens are meant; without a field, all.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Filter {
    username: Option<String>,
    client_id: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SetApp {
    client_id: String,
    #[serde(default)]
    policies: PolicyPatch,
    /// PEM of the certificate that verifies its assertions; empty takes it away.
    #[serde(default)]
    certificate: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SetUser {
    username: String,
    active: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MoveClock {
    seconds: i64,
}

/// Which fault is meant; without a number, all.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClearFaults {
    #[serde(default)]
    n: Option<u64>,
}

type Answer = Result<Value, String>;

/// Where the control requests are.
pub(crate) const PREFIX: &str = "/demo/control/";

/// Answers one control request; the path comes without its prefix.
pub(crate) fn respond(org: &mut Org, call: &Call, path: &str) -> Response {
    let token = call.request.header("Demo-Control").unwrap_or_default();
    if !same(token, &org.control_token) {
        return json_answer(
            401,
            &json!({"error": "header Demo-Control is missing or wrong"}),
        );
    }
    match act(org, call, path) {
        None => json_answer(404, &json!({"error": "no such control request"})),
        Some(Ok(value)) => json_answer(200, &value),
        Some(Err(why)) => json_answer(400, &json!({"error": why})),
    }
}

/// Does what a control request asks, for whoever runs the org in the same process and needs no token.
///
/// # Errors
///
/// What the control API says of bad input; nothing was changed then.
pub(crate) fn within(
    org: &mut Org,
    method: &str,
    what: &str,
    body: Vec<u8>,
    now: UnixTime,
) -> Answer {
    let mut request = Request::new(method, &format!("http://localhost{PREFIX}{what}"));
    request.body = body;
    let now_ms = begin(org, now);
    let call = Call::new(&request, now_ms);
    let path = call
        .path
        .strip_prefix(PREFIX)
        .unwrap_or_default()
        .to_owned();
    act(org, &call, &path).unwrap_or_else(|| Err("no such control request".to_owned()))
}

fn act(org: &mut Org, call: &Call, path: &str) -> Option<Answer> {
    let body = &call.request.body;
    Some(match (call.method(), path) {
        ("GET", "state") => Ok(state(org, call)),
        ("GET", "tokens") => Ok(tokens(org, call)),
        ("GET", "requests") => requests(org, call),
        ("POST", "expire-access-tokens") => read(body).map(|filter| expire(org, call, &filter)),
        ("POST", "revoke-tokens") => read(body).map(|filter| revoke(org, call, &filter)),
        ("POST", "set-app") => read(body).and_then(|change| set_app(org, change)),
        ("POST", "set-user") => read(body).and_then(|change| set_user(org, &change)),
        ("POST", "set-org") => read(body).and_then(|change| set_org(org, change)),
        ("POST", "move-clock") => read(body).map(|change| move_clock(org, call, &change)),
        ("POST", "set-fault") => read(body).and_then(|fault| set_fault(org, fault)),
        ("POST", "subject-token") => {
            read(body).and_then(|wish| subject_token::make(org, call, &wish))
        }
        ("POST", "clear-faults") => read(body).and_then(|which| clear_faults(org, &which)),
        _ => return None,
    })
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, String> {
    let body = if body.trim_ascii().is_empty() {
        b"{}"
    } else {
        body
    };
    serde_json::from_slice(body).map_err(|error| error.to_string())
}

fn state(org: &Org, call: &Call) -> Value {
    json!({
        "now_at": rfc3339(call.now_ms),
        "org": org_json(org),
        "apps": org.apps.iter().map(app_json).collect::<Vec<_>>(),
        "users": org.users.iter().map(user_json).collect::<Vec<_>>(),
        "faults": faults_json(org),
        "logins": logins(org, call),
        "clock_ahead_secs": org.clock_ms / 1000,
    })
}

fn faults_json(org: &Org) -> Vec<Value> {
    let one = |fault: &Fault| {
        let mut value = json!(fault);
        if let Some(object) = value.as_object_mut() {
            object.insert("n".to_owned(), json!(fault.n));
        }
        value
    };
    org.faults.all().iter().map(one).collect()
}

/// Counts the live tokens of each user with each app.
fn logins(org: &Org, call: &Call) -> Vec<Value> {
    let mut counts: BTreeMap<(&str, &str), [u64; 2]> = BTreeMap::new();
    for (_, token, grant) in org.tokens.all() {
        if is_live(org, call, token, grant) {
            let count = counts
                .entry((&grant.username, &grant.client_id))
                .or_default();
            count[usize::from(token.kind == TokenKind::Refresh)] += 1;
        }
    }
    let one = |((username, client_id), [access, refresh]): ((&str, &str), [u64; 2])| {
        json!({"username": username, "client_id": client_id,
               "access_tokens": access, "refresh_tokens": refresh})
    };
    counts.into_iter().map(one).collect()
}

fn is_live(org: &Org, call: &Call, token: &Token, grant: &Grant) -> bool {
    let user_is_active = org.user(&grant.username).is_some_and(|user| user.active);
    let expires_ms = match org.app(&grant.client_id) {
        Some(app) => org.tokens.expires_ms(token, app),
        None => token.expires_ms,
    };
    token.end == TokenEnd::Live && user_is_active && expires_ms.is_none_or(|at| call.now_ms < at)
}

/// Returns an app as ready line and control API show it.
pub(crate) fn app_json(app: &App) -> Value {
    let mut value = json!(app);
    if let Some(object) = value.as_object_mut() {
        object.shift_remove("certificate");
        object.insert(
            "has_certificate".to_owned(),
            json!(app.certificate.is_some()),
        );
    }
    value
}

/// Returns a user as ready line and control API show it.
pub(crate) fn user_json(user: &User) -> Value {
    json!(user)
}

fn org_json(org: &Org) -> Value {
    let mut value = json!(org.settings);
    if let Some(object) = value.as_object_mut() {
        object.insert("org_id".to_owned(), json!(ORG_ID));
    }
    value
}

fn tokens(org: &Org, call: &Call) -> Value {
    let list: Vec<Value> = org
        .tokens
        .all()
        .map(|(_, token, grant)| {
            let live = is_live(org, call, token, grant);
            json!({"fingerprint": token.fingerprint(), "token_type": token.kind, "username": grant.username,
                   "client_id": grant.client_id, "scope": grant.scopes.join(" "), "live": live,
                   "issued_at": rfc3339(token.issued_ms)})
        })
        .collect();
    json!({"tokens": list})
}

fn requests(org: &Org, call: &Call) -> Answer {
    let after = match call.query.get("after") {
        None => 0,
        Some(text) => text.parse().map_err(|_| "after is a number".to_owned())?,
    };
    Ok(json!({"requests": org.log.after(after).collect::<Vec<_>>()}))
}

fn expire(org: &mut Org, call: &Call, filter: &Filter) -> Value {
    let wanted = live(org, call, filter, TokenKind::Access);
    for (number, _) in &wanted {
        org.tokens.end(*number, TokenEnd::Expired);
    }
    org.changed();
    json!({"expired": wanted.len()})
}

fn revoke(org: &mut Org, call: &Call, filter: &Filter) -> Value {
    let mut wanted = live(org, call, filter, TokenKind::Refresh);
    wanted.extend(live(org, call, filter, TokenKind::Access));
    for (number, grant) in &wanted {
        org.tokens.end(*number, TokenEnd::Revoked);
        end_grant(org, *grant);
    }
    org.changed();
    json!({"revoked": wanted.len()})
}

/// Returns the live tokens of one kind that the filter means, each with its grant.
fn live(org: &Org, call: &Call, filter: &Filter, kind: TokenKind) -> Vec<(u64, u64)> {
    let means = |grant: &Grant| {
        filter
            .username
            .as_ref()
            .is_none_or(|it| *it == grant.username)
            && filter
                .client_id
                .as_ref()
                .is_none_or(|it| *it == grant.client_id)
    };
    org.tokens
        .all()
        .filter(|(_, token, grant)| {
            token.kind == kind
                && token.end == TokenEnd::Live
                && token.expires_ms.is_none_or(|at| call.now_ms < at)
                && means(grant)
        })
        .map(|(number, token, _)| (number, token.grant))
        .collect()
}

fn set_app(org: &mut Org, change: SetApp) -> Answer {
    if let Some(why) = change.policies.problem() {
        return Err(why.to_owned());
    }
    if let Some(pem) = change.certificate.as_deref().filter(|pem| !pem.is_empty())
        && !super::jwt::is_certificate(pem)
    {
        return Err("certificate: not an RSA certificate in PEM".to_owned());
    }
    let app = org
        .apps
        .iter_mut()
        .find(|app| app.client_id == change.client_id)
        .ok_or_else(|| format!("there is no app {}", change.client_id))?;
    change.policies.apply(&mut app.policies);
    if let Some(pem) = change.certificate {
        app.certificate = (!pem.is_empty()).then_some(pem);
    }
    let value = app_json(app);
    org.changed();
    Ok(value)
}

fn set_user(org: &mut Org, change: &SetUser) -> Answer {
    let user = org
        .users
        .iter_mut()
        .find(|user| user.username == change.username)
        .ok_or_else(|| format!("there is no user {}", change.username))?;
    user.active = change.active;
    let value = user_json(user);
    org.changed();
    Ok(value)
}

fn set_org(org: &mut Org, change: OrgPatch) -> Answer {
    if let Some(why) = change.problem() {
        return Err(why.to_owned());
    }
    change.apply(&mut org.settings);
    org.changed();
    Ok(org_json(org))
}

fn move_clock(org: &mut Org, call: &Call, change: &MoveClock) -> Value {
    let by_ms = change.seconds.saturating_mul(1000);
    org.clock_ms = org.clock_ms.saturating_add(by_ms);
    org.changed();
    json!({"now_at": rfc3339(call.now_ms.saturating_add_signed(by_ms))})
}

fn set_fault(org: &mut Org, fault: Fault) -> Answer {
    if let Some(why) = fault.problem() {
        return Err(why);
    }
    org.faults.add(fault);
    org.changed();
    Ok(json!({"faults": faults_json(org)}))
}

fn clear_faults(org: &mut Org, which: &ClearFaults) -> Answer {
    if !org.faults.clear(which.n) {
        return Err("there is no fault of this number".to_owned());
    }
    org.changed();
    Ok(json!({"faults": faults_json(org)}))
}
