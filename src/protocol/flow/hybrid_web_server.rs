//! Hybrid web server flow: the code brings web sessions beside the tokens, for pages shown inside an app.
//!
//! ```text
//! app ── response_type=code, state, code_challenge ──▶ browser ──▶ org     1. as in the web server flow
//! app ◀───────────── callback: code, state ── browser ◀── org
//! app ── grant_type=hybrid_auth_code, code, code_verifier ───────▶ org     2. the other grant type
//! app ◀── access_token, lightning_sid, content_sid, csrf_token ── org     3. tokens and web sessions
//! ```
//!
//! Salesforce only, no RFC; `interactive.md` 5. What comes depends on the scopes
//! `lightning`, `visualforce` and `content`; all of it ends with the access token.

use super::{Granted, Start, web_server};
use crate::protocol::error::FlowError;
use crate::protocol::io::FlowIo;

/// Runs the flow to its end: tokens and web sessions, or the reason there are none.
///
/// # Errors
///
/// The refusal of the org, unchanged, or what kept us from asking.
pub async fn run(io: &mut impl FlowIo, start: &Start<'_>) -> Result<Granted, FlowError> {
    web_server::run_as(io, start, "hybrid_auth_code").await
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
        let hybrid = Profile {
            flow: FlowName("hybrid_web_server".to_owned()),
            ..profile()
        };
        let server = Server::of_host(&hybrid.login_url);
        let nothing = AppSecrets::default();
        let start = Start {
            profile: &hybrid,
            server: &server,
            client: Client::of(&hybrid, &nothing),
            callback: hybrid.callback_urls.first(),
        };
        let tokens = finish(run(&mut io, &start)).unwrap().tokens;
        assert!(
            io.sent[0].contains("response_type=code&") && io.sent[0].contains("&code_challenge=")
        );
        assert!(
            io.sent[1].contains(" grant_type=hybrid_auth_code&code=aPrxCode"),
            "{:?}",
            io.sent
        );
        let kinds: Vec<_> = tokens.web.iter().map(|one| one.session.kind).collect();
        assert_eq!(kinds, [WebSecretKind::Lightning, WebSecretKind::Csrf]);
    }
}
