//! Hybrid refresh: the refresh token brings a new access token, and the web sessions that go with it.
//!
//! ```text
//! app ── grant_type=hybrid_refresh, refresh_token ──▶ org     1. ask
//! app ◀── access_token, lightning_sid, content_sid ─ org     2. the old web sessions ended with the old access token
//! ```
//!
//! Salesforce only, no RFC; `interactive.md` 5. It takes refresh tokens of the web
//! server, user-agent and hybrid flows; rotation applies.

use super::{Start, refresh};
use crate::model::secret::RefreshToken;
use crate::model::token::TokenSet;
use crate::protocol::error::FlowError;
use crate::protocol::io::FlowIo;

/// Refreshes once, as [`refresh::run`] does.
///
/// # Errors
///
/// The refusal of the org; only one for which `Refusal::ends_grant` holds ends the grant.
pub async fn run(
    io: &mut impl FlowIo,
    start: &Start<'_>,
    refresh_token: &RefreshToken,
) -> Result<TokenSet, FlowError> {
    refresh::run_as(io, start, refresh_token, "hybrid_refresh").await
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
    fn only_a_hybrid_profile_refreshes_so() {
        for (flow, grant_type) in [
            ("hybrid_web_server", "hybrid_refresh"),
            ("hybrid_user_agent", "hybrid_refresh"),
            ("web_server", "refresh_token"),
        ] {
            let mut io = Script::of([json(
                r#"{"access_token":"00D!a","visualforce_sid":"00D!v"}"#,
            )]);
            let profile = Profile {
                flow: FlowName(flow.to_owned()),
                ..profile()
            };
            let server = Server::of_host(&profile.login_url);
            let nothing = AppSecrets::default();
            let start = Start {
                profile: &profile,
                server: &server,
                client: Client::of(&profile, &nothing),
                callback: None,
            };
            let old = RefreshToken::new("5Aep861old".to_owned());
            let tokens = finish(crate::protocol::flow::refreshed(&mut io, &start, &old)).unwrap();
            assert!(io.sent[0].contains(&format!(
                " grant_type={grant_type}&refresh_token=5Aep861old"
            )));
            assert_eq!(tokens.web[0].session.kind, WebSecretKind::Visualforce);
        }
    }
}
