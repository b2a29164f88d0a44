//! What makes a token worth having: the REST data API, as far as tools look at it after a login.

mod describe;
mod error;
mod query;
mod soql;
mod table;
pub(crate) mod versions;

pub(crate) use error::expired;

use serde_json::Value;

use super::answer::json_answer;
use super::auth::{self, Caller, NoCaller};
use super::call::Call;
use super::message::Response;
use super::org::Org;
use super::scope;
use error::{invalid_header, not_for_rest, problem};

pub(crate) fn respond(org: &mut Org, call: &Call) -> Response {
    let mut parts: Vec<&str> = call.path.split('/').skip(3).collect();
    if parts.is_empty() {
        return json_answer(200, &versions::list());
    }
    let version = parts.remove(0);
    let Some(version) = version.strip_prefix('v').filter(|it| versions::exists(it)) else {
        return not_found();
    };
    let caller = match auth::caller(org, call, call.header_token()) {
        Ok(caller) => caller,
        Err(NoCaller::Missing) => return invalid_header(),
        Err(NoCaller::Dead) => return expired(),
    };
    let wanted = match parts.first() {
        Some(&("chatter" | "connect")) => "chatter_api",
        _ => "api",
    };
    if !scope::allows(&caller.scopes, wanted) {
        return not_for_rest();
    }
    let response = match call.method() {
        "GET" | "HEAD" => read(org, call, &caller, version, &parts),
        _ => problem(
            405,
            "METHOD_NOT_ALLOWED",
            "HTTP Method not allowed. Allowed are HEAD,GET",
        ),
    };
    response.with("Sforce-Limit-Info", "api-usage=18/15000")
}

fn read(org: &Org, call: &Call, caller: &Caller, version: &str, parts: &[&str]) -> Response {
    let rows = |tooling| table::Rows {
        org,
        version,
        is_tooling: tooling,
    };
    match parts {
        [] => ok(&describe::resources(call, caller, version)),
        ["limits"] => ok(&describe::limits()),
        ["query" | "queryAll"] => query::respond(call, &rows(false)),
        ["tooling"] => ok(&describe::tooling(version)),
        ["tooling", "query"] => query::respond(call, &rows(true)),
        ["sobjects"] => ok(&describe::sobjects(version)),
        ["sobjects", name, "describe"] => describe::sobject(&rows(false), name),
        ["sobjects", name, id] => query::record(&rows(false), name, id, call.fields.get("fields")),
        ["connect", "organization"] => ok(&describe::organization(org)),
        ["chatter", "users", who] => describe::chatter_user(org, caller, version, who),
        _ => not_found(),
    }
}

fn ok(value: &Value) -> Response {
    json_answer(200, value)
}

pub(crate) fn not_found() -> Response {
    problem(404, "NOT_FOUND", "The requested resource does not exist")
}
