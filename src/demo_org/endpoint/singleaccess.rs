//! UI bridge: `/services/oauth2/singleaccess` trades an access token for a single-use link (interactive.md 12.1).

use serde_json::json;

use super::super::answer::json_answer;
use super::super::auth::{self, NoCaller};
use super::super::call::Call;
use super::super::data;
use super::super::encode::{percent, sha256_hex};
use super::super::message::Response;
use super::super::org::Org;
use super::super::org::browser::Otp;
use super::super::scope;
use super::soap;
use super::userinfo::{bare, bare_word};

/// A link lives one minute.
pub(crate) const OTP_MS: u64 = 60_000;

pub(crate) fn respond(org: &mut Org, call: &Call) -> Response {
    let token = call
        .header_token()
        .or_else(|| call.fields.get("access_token"));
    let caller = match auth::caller(org, call, token) {
        Ok(caller) => caller,
        Err(NoCaller::Dead) if org.settings.singleaccess_answers_401 => return data::expired(),
        Err(why) => return bare(403, bare_word(why)),
    };
    if soap::is_soap(&caller.app.client_id) {
        return bare(403, "No_Access");
    }
    if !scope::allows(&caller.scopes, "web") {
        return bare(403, "Invalid_Scope");
    }
    let start = call
        .fields
        .get("redirect_uri")
        .unwrap_or("/lightning/page/home");
    if !is_relative(start) {
        return bare(403, "Invalid_Param");
    }
    let otp = org.random.word(48);
    org.otps.retain(|_, it| call.now_ms < it.issued_ms + OTP_MS);
    let kept = Otp {
        username: caller.user.username,
        issued_ms: call.now_ms,
    };
    org.otps.insert(sha256_hex(&otp), kept);
    let link = format!(
        "{}/secur/frontdoor.jsp?otp={otp}&startURL={}",
        call.base(),
        percent(start)
    );
    json_answer(200, &json!({"frontdoor_uri": link}))
}

/// Says whether a path stays in this org, whatever a browser makes of it.
pub(crate) fn is_relative(path: &str) -> bool {
    let leads_away = path.starts_with("//") || path.contains("://") || path.contains('\\');
    !leads_away && !path.bytes().any(|it| it.is_ascii_control())
}
