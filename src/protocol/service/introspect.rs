//! Introspection: the server says whether a token is alive, and until when.
//!
//! ```text
//! app ── token, token_type_hint, client authentication ──▶ org
//! app ◀── {"active":true,"exp":…,"scope":…} ────────────── org
//! ```
//!
//! Specification: RFC 7662 section 2; `interactive.md` 10. Salesforce says
//! `access_token` or `refresh_token` in `token_type`, where the RFC has `Bearer`.

use std::fmt;

use serde_json::{Map, Value};

use crate::model::scope::Scopes;
use crate::model::time::UnixTime;
use crate::protocol::call::call;
use crate::protocol::clean::clean;
use crate::protocol::client_auth::Client;
use crate::protocol::endpoint::Server;
use crate::protocol::error::{Channel, FlowError};
use crate::protocol::io::FlowIo;
use crate::protocol::message::Request;

/// Which token is asked about, `token_type_hint` on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// `access_token`
    AccessToken,
    /// `refresh_token`
    RefreshToken,
}

impl Hint {
    /// Returns the word on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AccessToken => "access_token",
            Self::RefreshToken => "refresh_token",
        }
    }
}

/// What the server says about a token.
#[derive(Clone, PartialEq)]
pub struct Introspection {
    /// The token can be used.
    pub active: bool,
    /// When it ends; `None` where the server does not say.
    pub expires_at: Option<UnixTime>,
    /// What it may do; `None` where the server does not say.
    pub scope: Option<Scopes>,
    /// `username`
    pub username: Option<String>,
    /// The whole answer, unchanged.
    pub answer: Map<String, Value>,
}

impl fmt::Debug for Introspection {
    /// Says only whether the token is alive: the answer names a person.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Introspection(active: {})", self.active)
    }
}

/// Asks about one token.
///
/// # Errors
///
/// [`FlowError::Lacking`] `introspect_needs_client_auth` when the app cannot prove
/// itself; otherwise what the org said. A dead token is no error.
pub async fn run(
    io: &mut impl FlowIo,
    server: &Server,
    client: &Client<'_>,
    token: &str,
    hint: Hint,
) -> Result<Introspection, FlowError> {
    let endpoint = server.need(&server.introspect, "endpoints.introspect")?;
    if !client.can_authenticate() {
        return Err(FlowError::Lacking {
            code: "introspect_needs_client_auth",
            field: "client_auth",
        });
    }
    let request = Request::post("introspect", endpoint)
        .secret("token", token)
        .field("token_type_hint", hint.as_str())
        .idempotent();
    let request = client.prove(io, server, request)?;
    let answered = call(io, request).await?;
    let answer = answered.fields(Channel::Identity)?;
    let Some(Value::Bool(active)) = answer.get("active") else {
        return Err(answered.not_oauth("answer_malformed"));
    };
    let text = |name: &str| answer.get(name).and_then(Value::as_str);
    Ok(Introspection {
        active: *active,
        // Seconds here, although `issued_at` of the token answer is in milliseconds.
        expires_at: answer
            .get("exp")
            .and_then(Value::as_i64)
            .map(UnixTime::from_secs_or_millis),
        scope: text("scope").map(Scopes::told),
        username: text("username").map(|text| clean(text, &[])),
        answer,
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;
    use crate::model::secret::ClientSecret;
    use crate::protocol::script::{Script, answer, json, profile, run as finish};

    fn introspect(io: &mut Script, secret: Option<&str>) -> Result<Introspection, FlowError> {
        let profile = profile();
        let secret = secret.map(|text| ClientSecret::new(text.to_owned()));
        let server = Server::of_host(&profile.login_url);
        finish(run(
            io,
            &server,
            &Client::of(&profile, &secret.into()),
            "00D!x",
            Hint::AccessToken,
        ))
    }

    #[test]
    fn the_published_answer() {
        let mut io = Script::of([json(
            r#"{"active":true,"scope":"refresh_token api","username":"ada@acme.example","token_type":"access_token","exp":1770007200,"iat":1770000000}"#,
        )]);
        let told = introspect(&mut io, Some("s")).unwrap();
        assert!(told.active);
        assert_eq!(told.expires_at, Some(UnixTime::from_secs(1_770_007_200)));
        assert_eq!(
            io.sent,
            [
                "POST https://login.salesforce.com/services/oauth2/introspect token=00D%21x&token_type_hint=access_token&client_id=3MVG9demo&client_secret=s [accept: application/json]"
            ]
        );
    }

    #[test]
    fn a_dead_token_is_an_answer_and_a_public_client_cannot_ask() {
        assert!(
            !introspect(&mut Script::of([json(r#"{"active":false}"#)]), Some("s"))
                .unwrap()
                .active
        );
        let lacking = introspect(&mut Script::of([]), None);
        assert_eq!(
            lacking,
            Err(FlowError::Lacking {
                code: "introspect_needs_client_auth",
                field: "client_auth"
            })
        );
        for odd in [
            json("{}"),
            json(r#"{"active":"true"}"#),
            answer(200, "text/html", "<html>"),
        ] {
            assert!(matches!(
                introspect(&mut Script::of([odd]), Some("s")),
                Err(FlowError::NotOAuth { .. })
            ));
        }
    }
}
