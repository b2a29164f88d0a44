//! Token exchange flow: a token of another identity provider becomes tokens of the org; nobody logs in.
//!
//! ```text
//! app ── (takes the other provider's token: a session's, a file's, typed)                  1. take it, once
//! app ── grant_type=…token-exchange, subject_token, subject_token_type ───────▶ org        2. exchange
//!        (a class of the org validates it, and finds or makes the user)
//! app ◀── access_token, refresh_token, id_token, scope, instance_url, id ──── org          3. read the tokens
//! ```
//!
//! Specification: RFC 8693; `machine-and-admin.md` 4. The subject token is never kept (R52):
//! who needs new tokens without a refresh token needs a new subject token.

use url::Url;

use super::{Granted, Start, in_format};
use crate::model::client::ClientAuth;
use crate::protocol::call::call;
use crate::protocol::error::FlowError;
use crate::protocol::io::{Answer, FlowIo, Prompt, Question};
use crate::protocol::message::Request;
use crate::protocol::subject::{self, Subject};

/// `grant_type` (RFC 8693 section 2.1).
const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";

/// Runs the flow to its end: tokens, or the reason there are none.
///
/// # Errors
///
/// What is missing, before anybody is asked; why what was given is no subject token,
/// before anything is sent; else the refusal of the org, unchanged.
pub async fn run(io: &mut impl FlowIo, start: &Start<'_>) -> Result<Granted, FlowError> {
    run_as(io, start, GRANT_TYPE).await
}

/// Runs the flow with another grant type: the hybrid form brings web sessions beside the tokens.
pub(super) async fn run_as(
    io: &mut impl FlowIo,
    start: &Start<'_>,
    grant_type: &'static str,
) -> Result<Granted, FlowError> {
    let token = start.server.need(&start.server.token, "endpoints.token")?;
    let profile = start.profile;
    // Salesforce: the app decides whether it must prove itself (`machine-and-admin.md` 4.1).
    if start.client.auth != ClientAuth::None {
        start.client.need_proof()?;
    }

    // 1. Take it, once: what one refusal was about, another try would be about too.
    let Answer(given) = io.ask(Question::SubjectToken).await?;
    let subject = subject::read(&given, profile.subject_token_type, io.now())?;
    drop(given);
    if subject.is_over {
        io.show(Prompt::Note("subject_over"));
    }

    // 2. Exchange.
    let request = ask(token, grant_type, &subject)
        .field_unless_empty("scope", &profile.scope.to_string())
        // Salesforce: not in the RFC. Without it the app's default handler is taken.
        .field_unless_empty("token_handler", &profile.token_handler);
    drop(subject);
    let request = start.client.prove(io, start.server, request)?;
    let answered = call(io, in_format(request, profile.response_format)).await?;

    // 3. Read the tokens. Salesforce: an ordinary token answer, without the `issued_token_type` of RFC 8693 section 2.2.1.
    let tokens = start.read_tokens(&answered, io.now())?;
    Ok(Granted {
        tokens,
        nonce: None,
    })
}

/// Salesforce: neither `requested_token_type`, `audience`, `resource` nor `actor_token` of RFC 8693 section 2.1 is known.
fn ask(token: &Url, grant_type: &'static str, subject: &Subject) -> Request {
    Request::post("exchange", token)
        .field("grant_type", grant_type)
        .secret("subject_token", subject.token.expose())
        .field("subject_token_type", subject.kind.urn())
        .expecting_tokens()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;
    use crate::model::host::LoginHost;
    use crate::model::profile::Profile;
    use crate::model::scope::Scopes;
    use crate::model::secret::ClientSecret;
    use crate::model::subject_token::SubjectType;
    use crate::protocol::client_auth::{AppSecrets, Client};
    use crate::protocol::endpoint::Server;
    use crate::protocol::script::{Script, answer, json, profile, run as finish};

    const TOKENS: &str = r#"{"access_token":"00DVK0000000001!AQ8AQDemoTokenValueOnly","refresh_token":"5AepDemoRefreshTokenOnly",
        "scope":"openid api refresh_token id","instance_url":"https://acme-demo.my.salesforce.com/",
        "id":"https://login.salesforce.com/id/00DVK0000000001EAA/005VK0000000001IAA","token_type":"Bearer","issued_at":"1767225600000"}"#;

    fn exchange(
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

    fn acme() -> Profile {
        Profile {
            login_url: LoginHost::parse("https://acme-demo.my.salesforce.com").unwrap(),
            ..profile()
        }
    }

    #[test]
    fn the_wire_as_the_page_has_it() {
        let mut io = Script::of([json(TOKENS)]);
        io.answer = "opaque-token-of-another";
        let tokens = exchange(&mut io, &acme(), Some("secret")).unwrap().tokens;
        assert!(tokens.refresh_token.is_some());
        assert_eq!(
            io.sent,
            [
                "POST https://acme-demo.my.salesforce.com/services/oauth2/token grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&subject_token=opaque-token-of-another&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token&scope=api+refresh_token&client_id=3MVG9demo&client_secret=secret [accept: application/json]"
            ]
        );
    }

    #[test]
    fn handler_and_type_are_sent_as_the_profile_says_and_no_empty_scope() {
        let mut io = Script::of([json(TOKENS)]);
        io.answer = "opaque-token-of-another";
        let wanted = Profile {
            scope: Scopes::default(),
            token_handler: "AcceptDemoJwt".to_owned(),
            subject_token_type: Some(SubjectType::RefreshToken),
            ..acme()
        };
        exchange(&mut io, &wanted, None).unwrap();
        let sent = &io.sent[0];
        assert!(
            sent.contains(
                "token-type%3Arefresh_token&token_handler=AcceptDemoJwt&client_id=3MVG9demo "
            ),
            "{sent}"
        );
        assert!(!sent.contains("scope="), "{sent}");
    }

    #[test]
    fn what_is_wrong_is_said_before_anything_is_sent() {
        let mut io = Script::of([]);
        io.answer = "https://id.example/token";
        let refused = exchange(&mut io, &acme(), None).unwrap_err();
        assert_eq!(refused.problem().code, "subject_token_no_token");
        let wanted = Profile {
            client_auth: Some(ClientAuth::ClientSecretPost),
            ..acme()
        };
        let mut unasked = Script::of([]);
        let refused = exchange(&mut unasked, &wanted, None).unwrap_err();
        assert_eq!(refused.problem().code, "client_secret_missing");
        assert!(io.sent.is_empty() && unasked.sent.is_empty());
    }

    #[test]
    fn a_refusal_is_final_and_keeps_its_words() {
        let body =
            r#"{"error":"invalid_request","error_description":"token handler validation failed"}"#;
        let mut io = Script::of([answer(400, "application/json", body)]);
        let Err(FlowError::Refused(refusal)) = exchange(&mut io, &acme(), None) else {
            panic!("not refused");
        };
        assert!(refusal.says("token handler validation failed"));
        assert_eq!(io.sent.len(), 1);
    }
}
