//! Identity URL: `/id/{org}/{user}` (interactive.md 8.1). Failures are one bare word.

use serde_json::Value;

use super::super::answer::{Format, json_answer, url_encoded, xml};
use super::super::auth;
use super::super::call::Call;
use super::super::message::Response;
use super::super::org::{ORG_ID, Org};
use super::super::{data, id, scope};
use super::profile;
use super::userinfo::{bare, bare_word};

pub(crate) fn respond(org: &mut Org, call: &Call) -> Response {
    let mut parts = call.path.split('/').skip(2);
    let (Some(org_id), Some(user_id), None) = (parts.next(), parts.next(), parts.next()) else {
        return bare(404, "Bad_Id");
    };
    if !id::is_id(org_id, "00D") || !id::is_id(user_id, "005") {
        return bare(404, "Bad_Id");
    }
    let token = call
        .header_token()
        .or_else(|| call.fields.get("oauth_token"))
        .or_else(|| call.fields.get("access_token"));
    let caller = match auth::caller(org, call, token) {
        Ok(caller) => caller,
        Err(why) => return bare(403, bare_word(why)),
    };
    if id::short(org_id) != id::short(ORG_ID) {
        return bare(403, "Wrong_Org");
    }
    let allowed = ["id", "openid", "profile", "api", "web"];
    if !allowed.iter().any(|it| scope::allows(&caller.scopes, it)) {
        return bare(403, "Invalid_Scope");
    }
    let Some(user) = org.user_by_id(user_id).cloned() else {
        return bare(404, "Bad_Id");
    };
    // Reading somebody else wants the API, as the demo org's stand-in for permissions.
    if user.user_id != caller.user.user_id && !scope::allows(&caller.scopes, "api") {
        return bare(404, "No_Access");
    }
    if !user.active {
        return bare(404, "Inactive");
    }
    let version = match call.fields.get("version") {
        None => None,
        Some("latest") => Some(data::versions::LATEST),
        Some(version) if data::versions::exists(version) => Some(version),
        Some(_) => return bare(406, "Invalid_Version"),
    };
    let facts = profile::identity(call, &caller, &user, version);
    if call.fields.get("format") == Some("jsonp") {
        let function = call.fields.get("callback").unwrap_or_default();
        let is_name = !function.is_empty()
            && function
                .bytes()
                .all(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'.' | b'$'));
        if !is_name {
            return bare(406, "Invalid_Callback");
        }
        let body = format!("{function}({})", Value::Object(facts));
        return Response::new(200, "application/javascript;charset=UTF-8", body);
    }
    match Format::of(call) {
        Format::Json => json_answer(200, &Value::Object(facts)),
        Format::Xml => Response::new(200, "application/xml;charset=UTF-8", xml("user", &facts)),
        Format::UrlEncoded => Response::new(
            200,
            "application/x-www-form-urlencoded;charset=UTF-8",
            url_encoded(&facts),
        ),
    }
}
