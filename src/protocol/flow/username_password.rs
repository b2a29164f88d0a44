//! Username-password flow: the app itself asks for the password, which Salesforce is about to retire.
//!
//! ```text
//! app ── (asks the person for the password)                                   1. ask, once
//! app ── grant_type=password, username, password with security token ─▶ org   2. send
//! app ◀── access_token, id, instance_url; never a refresh token ────── org   3. read the tokens
//! ```
//!
//! Specification: RFC 6749 section 4.3; `machine-and-admin.md` 3. RFC 9700 section 2.4
//! forbids it. The password is never kept (R52), and a new session needs it again.

use url::Url;

use super::{Granted, Start, in_format};
use crate::model::client::ClientKind;
use crate::model::secret::Secret;
use crate::protocol::call::call;
use crate::protocol::error::FlowError;
use crate::protocol::io::{Answer, FlowIo, Question};
use crate::protocol::message::Request;

/// Runs the flow to its end: tokens, or the reason there are none.
///
/// # Errors
///
/// What is missing, before the person is asked; else the refusal of the org, unchanged.
pub async fn run(io: &mut impl FlowIo, start: &Start<'_>) -> Result<Granted, FlowError> {
    let token = start.server.need(&start.server.token, "endpoints.token")?;
    let lacking = |code, field| Err(FlowError::Lacking { code, field });
    // Off until the person has said once that they know what this is (RFC 9700 section 2.4).
    if !start.profile.allow_password_flow {
        return lacking("password_not_allowed", "allow_password_flow");
    }
    // Salesforce: external client apps do not have this flow at all.
    if start.profile.kind == ClientKind::ExternalClientApp {
        return lacking("password_needs_connected_app", "kind");
    }
    if !start.client.can_authenticate() {
        return lacking("client_secret_missing", "client_secret");
    }
    let username = &start.profile.login_hint;
    if username.is_empty() {
        return lacking("username_missing", "login_hint");
    }

    // 1. Ask, once: a wrong password is no reason to send another, which may lock the user.
    let Answer(password) = io.ask(Question::Password).await?;

    // 2. Send.
    let format = start.profile.response_format;
    let request = ask(token, username, &password);
    let request = start.client.prove(io, start.server, request)?;
    let request = in_format(request, format);
    drop(password);
    let answered = call(io, request).await?;

    // 3. Read the tokens.
    let tokens = start.read_tokens(&answered, io.now())?;
    Ok(Granted {
        tokens,
        nonce: None,
    })
}

/// Salesforce: `scope` is not sent; the token has the scopes of the app (`machine-and-admin.md` 3.2).
fn ask(token: &Url, username: &str, password: &Secret) -> Request {
    Request::post("password", token)
        .field("grant_type", "password")
        .field("username", username)
        // Salesforce: the security token follows the password without a space, outside trusted networks.
        .secret("password", password.expose())
        .expecting_tokens()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;
    use crate::model::profile::Profile;
    use crate::model::secret::ClientSecret;
    use crate::protocol::client_auth::{AppSecrets, Client};
    use crate::protocol::endpoint::Server;
    use crate::protocol::script::{Script, answer, json, profile, run as finish};

    fn log_in(
        io: &mut Script,
        profile: &Profile,
        secret: Option<&str>,
    ) -> Result<Granted, FlowError> {
        let kept: AppSecrets = secret.map(|text| ClientSecret::new(text.to_owned())).into();
        let server = Server::of_host(&profile.login_url);
        let start = Start {
            profile,
            server: &server,
            client: Client::of(profile, &kept),
            callback: None,
        };
        finish(run(io, &start))
    }

    fn ada() -> Profile {
        Profile {
            login_hint: "ada@acme.example".to_owned(),
            allow_password_flow: true,
            ..profile()
        }
    }

    #[test]
    fn the_wire_as_the_page_has_it() {
        let mut io = Script::of([json(r#"{"access_token":"00D!a","token_type":"Bearer"}"#)]);
        let tokens = log_in(&mut io, &ada(), Some("secret")).unwrap().tokens;
        assert!(tokens.refresh_token.is_none() && tokens.scope.is_none());
        assert_eq!(
            io.sent,
            [
                "POST https://login.salesforce.com/services/oauth2/token grant_type=password&username=ada%40acme.example&password=123456&client_id=3MVG9demo&client_secret=secret [accept: application/json]"
            ]
        );
    }

    #[test]
    fn what_is_missing_is_said_before_anybody_types_a_password() {
        let external = Profile {
            kind: ClientKind::ExternalClientApp,
            ..ada()
        };
        let not_allowed = Profile {
            allow_password_flow: false,
            ..ada()
        };
        let nameless = Profile {
            login_hint: String::new(),
            ..ada()
        };
        for (profile, secret, wanted) in [
            (not_allowed, Some("s"), "password_not_allowed"),
            (external, Some("s"), "password_needs_connected_app"),
            (ada(), None, "client_secret_missing"),
            (nameless, Some("s"), "username_missing"),
        ] {
            let mut io = Script::of([]);
            let refused = log_in(&mut io, &profile, secret);
            assert!(
                matches!(&refused, Err(FlowError::Lacking { code, .. }) if *code == wanted),
                "{refused:?}"
            );
            assert!(io.sent.is_empty());
        }
    }

    #[test]
    fn a_refusal_is_final_and_keeps_its_words() {
        let body = r#"{"error":"invalid_grant","error_description":"authentication failure"}"#;
        let mut io = Script::of([answer(400, "application/json", body)]);
        let Err(FlowError::Refused(refusal)) = log_in(&mut io, &ada(), Some("s")) else {
            panic!("not refused");
        };
        assert!(refusal.says("authentication failure"));
        assert_eq!(io.sent.len(), 1);
    }
}
