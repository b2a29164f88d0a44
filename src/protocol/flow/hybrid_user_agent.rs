//! Hybrid app token flow: the browser brings tokens and web sessions in the fragment of the callback.
//!
//! ```text
//! app ── response_type=hybrid_token, state ──────────▶ browser ──▶ org    1. send the person to the org
//! app ◀── callback#access_token, lightning_sid, … ── browser ◀── org      2. take the callback, handed over by our page
//! ```
//!
//! Salesforce only, no RFC; `interactive.md` 5. As insecure as the user-agent
//! flow, and blocked together with it.

use super::{Granted, Start, user_agent};
use crate::protocol::error::FlowError;
use crate::protocol::io::FlowIo;

/// Runs the flow to its end: tokens and web sessions, or the reason there are none.
///
/// # Errors
///
/// The refusal of the org, unchanged, or what kept us from asking.
pub async fn run(io: &mut impl FlowIo, start: &Start<'_>) -> Result<Granted, FlowError> {
    user_agent::ask(io, start, "hybrid_token").await
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;
    use crate::model::profile::{FlowName, Profile};
    use crate::model::web_session::WebSecretKind;
    use crate::protocol::client_auth::{AppSecrets, Client};
    use crate::protocol::endpoint::Server;
    use crate::protocol::script::{Script, profile, run as finish};

    #[test]
    fn web_sessions_come_in_the_fragment() {
        let mut io = Script::of([]);
        io.callback = "access_token=00D%21a&content_domain=acme.file.force.com&content_sid=00D%21c&cookie-sid_Client=B0&state={state}".into();
        let hybrid = Profile {
            flow: FlowName("hybrid_user_agent".to_owned()),
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
            io.sent[0].contains("?response_type=hybrid_token&"),
            "{:?}",
            io.sent
        );
        let kinds: Vec<_> = tokens.web.iter().map(|one| one.session.kind).collect();
        assert_eq!(kinds, [WebSecretKind::Content, WebSecretKind::Client]);
        assert_eq!(tokens.web[0].secret.expose(), "00D!c");
    }
}
