//! Errors of the data API: a JSON array, unlike those of OAuth.

use serde_json::json;

use super::super::answer::json_answer;
use super::super::message::Response;

pub(crate) fn problem(status: u16, code: &str, text: &str) -> Response {
    json_answer(status, &json!([{"message": text, "errorCode": code}]))
}

/// The answer that makes clients refresh.
pub(crate) fn expired() -> Response {
    problem(401, "INVALID_SESSION_ID", "Session expired or invalid")
        .with("WWW-Authenticate", "Token")
}

/// The answer that must not make clients refresh: the token lives, its scope is too small.
pub(crate) fn not_for_rest() -> Response {
    problem(
        401,
        "INVALID_SESSION_ID",
        "This session is not valid for use with the REST API",
    )
}

pub(crate) fn invalid_header() -> Response {
    problem(401, "INVALID_AUTH_HEADER", "INVALID_HEADER_TYPE").with("WWW-Authenticate", "Token")
}
