//! Refresh: the refresh token brings a new access token, and sometimes a new self.
//!
//! ```text
//! app ── grant_type=refresh_token, refresh_token ──▶ org     1. ask
//! app ◀── access_token, [refresh_token] ──────────── org     2. read; a new refresh token replaces the old at once
//! ```
//!
//! Specification: RFC 6749 section 6; `interactive.md` 4. Neither `redirect_uri`
//! nor `scope` is sent: Salesforce refuses the one and ignores the other.

use url::Url;

use super::{Start, in_format};
use crate::model::secret::RefreshToken;
use crate::model::token::TokenSet;
use crate::protocol::call::call;
use crate::protocol::error::FlowError;
use crate::protocol::io::{FlowIo, Prompt};
use crate::protocol::message::Request;

/// Refreshes once. Without a refresh token in the answer, the old one stays the right one.
///
/// Nothing here repeats the request: whether the old token may be tried again
/// after a lost answer is decided where the vault is (R65).
///
/// # Errors
///
/// The refusal of the org; only one for which `Refusal::ends_grant` holds ends the grant.
pub async fn run(
    io: &mut impl FlowIo,
    start: &Start<'_>,
    refresh_token: &RefreshToken,
) -> Result<TokenSet, FlowError> {
    run_as(io, start, refresh_token, "refresh_token").await
}

/// Refreshes under the grant type of this flow or of its hybrid form.
pub(super) async fn run_as(
    io: &mut impl FlowIo,
    start: &Start<'_>,
    refresh_token: &RefreshToken,
    grant_type: &'static str,
) -> Result<TokenSet, FlowError> {
    let token = start.server.need(&start.server.token, "endpoints.token")?;

    // 1. Ask.
    let request = ask(token, grant_type, refresh_token);
    let request = start.client.prove(io, start.server, request)?;
    let request = in_format(request, start.profile.response_format);
    let answered = call(io, request).await?;

    // 2. Read.
    let mut tokens = start.read_tokens(&answered, io.now())?;
    if start.drop_foreign(&mut tokens).is_err() {
        // The old refresh token may be dead by now: its successor is kept, the address is not.
        io.show(Prompt::Note("refresh_host_foreign"));
    }
    Ok(tokens)
}

fn ask(token: &Url, grant_type: &'static str, refresh_token: &RefreshToken) -> Request {
    Request::post("refresh", token)
        .field("grant_type", grant_type)
        .secret("refresh_token", refresh_token.expose())
        .expecting_tokens()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;
    use crate::protocol::client_auth::{AppSecrets, Client};
    use crate::protocol::endpoint::Server;
    use crate::protocol::script::{Script, answer, json, profile, run as finish};

    fn refresh(io: &mut Script) -> Result<TokenSet, FlowError> {
        let profile = profile();
        let server = Server::of_host(&profile.login_url);
        let nothing = AppSecrets::default();
        let start = Start {
            profile: &profile,
            server: &server,
            client: Client::of(&profile, &nothing),
            callback: None,
        };
        finish(run(io, &start, &RefreshToken::new("5Aep861old".to_owned())))
    }

    #[test]
    fn neither_redirect_uri_nor_scope_nor_verifier_is_sent() {
        let mut io = Script::of([json(
            r#"{"access_token":"00D!new","instance_url":"https://acme.my.salesforce.com"}"#,
        )]);
        let tokens = refresh(&mut io).unwrap();
        assert!(tokens.refresh_token.is_none());
        assert_eq!(
            io.sent,
            [
                "POST https://login.salesforce.com/services/oauth2/token grant_type=refresh_token&refresh_token=5Aep861old&client_id=3MVG9demo [accept: application/json]"
            ]
        );
    }

    #[test]
    fn rotation_brings_a_new_refresh_token() {
        let tokens = refresh(&mut Script::of([json(
            r#"{"access_token":"00D!new","refresh_token":"5Aep861new"}"#,
        )]))
        .unwrap();
        assert_eq!(tokens.refresh_token.unwrap().expose(), "5Aep861new");
    }

    #[test]
    fn only_invalid_grant_ends_the_grant() {
        for (status, content_type, body, ends) in [
            (
                400,
                "application/json",
                r#"{"error":"invalid_grant","error_description":"expired access/refresh token"}"#,
                true,
            ),
            (
                400,
                "application/json",
                r#"{"error":"invalid_client","error_description":"invalid client credentials"}"#,
                false,
            ),
            (
                400,
                "application/json",
                r#"{"error":"invalid_grant","error_description":"token request is already being processed"}"#,
                false,
            ),
            (503, "text/html", "<html>", false),
            (429, "text/plain", "", false),
            (302, "", "", false),
        ] {
            let error = refresh(&mut Script::of([answer(status, content_type, body)])).unwrap_err();
            assert_eq!(
                matches!(&error, FlowError::Refused(refusal) if refusal.ends_grant()),
                ends,
                "{body}"
            );
        }
    }
}
