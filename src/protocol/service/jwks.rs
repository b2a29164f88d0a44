//! Fetching a key set (RFC 7517; `interactive.md` 8.5).

use url::Url;

use crate::protocol::call::call;
use crate::protocol::error::{Channel, FlowError};
use crate::protocol::io::FlowIo;
use crate::protocol::jwks::Jwks;
use crate::protocol::message::Request;

/// Fetches the keys; no credential is sent.
///
/// # Errors
///
/// What came in place of a key set.
pub async fn fetch(io: &mut impl FlowIo, endpoint: &Url) -> Result<Jwks, FlowError> {
    let answered = call(io, Request::get("jwks", endpoint).idempotent()).await?;
    if !answered.response.is_success() {
        return Err(answered.refusal(Channel::Identity));
    }
    // Some servers say `application/jwk-set+json`, some plain text: the content decides.
    Jwks::read(&answered.response.body).map_err(|_| answered.not_oauth("answer_malformed"))
}
