//! Calls that need no sequence: asking about a token, ending it, whose it is, what a server offers.

pub mod discovery;
pub mod identity;
pub mod introspect;
pub mod jwks;
pub mod logout;
pub mod organization;
pub mod revoke;
pub mod single_access;
pub mod userinfo;

use super::message::Request;
use crate::model::secret::AccessToken;

/// Adds `Authorization: Bearer` (RFC 6750 section 2.1); never the query form of section 2.3.
pub(super) fn bearer(request: Request, token: &AccessToken) -> Request {
    request.secret_header("authorization", format!("Bearer {}", token.expose()))
}
