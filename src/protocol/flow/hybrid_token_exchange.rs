//! Hybrid token exchange flow: the token of another provider brings web sessions beside the tokens.
//!
//! ```text
//! app ── grant_type=…hybrid-token-exchange, subject_token ──────▶ org      1. the other grant type
//! app ◀── access_token, lightning_sid, content_sid, csrf_token ── org      2. tokens and web sessions
//! ```
//!
//! Salesforce only, no RFC; `machine-and-admin.md` 4.1, 4.3, `interactive.md` 5. What comes
//! depends on the scopes `lightning`, `visualforce` and `content`; all of it ends with the access token.

use super::{Granted, Start, token_exchange};
use crate::protocol::error::FlowError;
use crate::protocol::io::FlowIo;

/// `grant_type`. Salesforce: a name of its own below the IETF's.
const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:hybrid-token-exchange";

/// Runs the flow to its end: tokens and web sessions, or the reason there are none.
///
/// # Errors
///
/// As the token exchange flow.
pub async fn run(io: &mut impl FlowIo, start: &Start<'_>) -> Result<Granted, FlowError> {
    token_exchange::run_as(io, start, GRANT_TYPE).await
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;
    use crate::model::profile::{FlowName, Profile};
    use crate::model::web_session::WebSecretKind;
    use crate::protocol::client_auth::{AppSecrets, Client};
    use crate::protocol::endpoint::Server;
    use crate::protocol::script::{Script, json, profile, run as finish};

    #[test]
    fn the_grant_type_is_the_only_difference_on_the_wire() {
        let answer = r#"{"access_token":"00D!a","lightning_domain":"acme.lightning.force.com","lightning_sid":"00D!l","csrf_token":"c"}"#;
        let mut io = Script::of([json(answer)]);
        io.answer = "opaque-token-of-another";
        let hybrid = Profile {
            flow: FlowName("hybrid_token_exchange".to_owned()),
            ..profile()
        };
        let server = Server::of_host(&hybrid.login_url);
        let nothing = AppSecrets::default();
        let start = Start {
            profile: &hybrid,
            server: &server,
            client: Client::of(&hybrid, &nothing),
            callback: None,
        };
        let tokens = finish(run(&mut io, &start)).unwrap().tokens;
        assert!(
            io.sent[0].contains(
                "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ahybrid-token-exchange&subject_token=opaque-token-of-another&"
            ),
            "{:?}",
            io.sent
        );
        let kinds: Vec<_> = tokens.web.iter().map(|one| one.session.kind).collect();
        assert_eq!(kinds, [WebSecretKind::Lightning, WebSecretKind::Csrf]);
    }
}
