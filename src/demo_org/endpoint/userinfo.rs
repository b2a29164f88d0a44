//! UserInfo: `/services/oauth2/userinfo` (interactive.md 8.2). Failures are one bare word.

use serde_json::Value;

use super::super::answer::json_answer;
use super::super::auth::{self, NoCaller};
use super::super::call::Call;
use super::super::message::Response;
use super::super::org::Org;
use super::super::scope;
use super::profile;

pub(crate) fn respond(org: &mut Org, call: &Call) -> Response {
    let token = call
        .header_token()
        .or_else(|| call.fields.get("access_token"));
    let caller = match auth::caller(org, call, token) {
        Ok(caller) => caller,
        Err(why) => return bare(403, bare_word(why)),
    };
    let allowed = ["openid", "id", "profile", "api", "web"];
    if !allowed.iter().any(|it| scope::allows(&caller.scopes, it)) {
        return bare(403, "Invalid_Scope");
    }
    json_answer(200, &Value::Object(profile::userinfo(call, &caller)))
}

/// Returns the word of the identity services for a token that is not accepted.
pub(crate) fn bare_word(why: NoCaller) -> &'static str {
    match why {
        NoCaller::Missing => "Missing_OAuth_Token",
        NoCaller::Dead => "Bad_OAuth_Token",
    }
}

/// Answers with one word of plain text.
pub(crate) fn bare(status: u16, word: &str) -> Response {
    Response::new(status, "text/plain;charset=UTF-8", word)
}
