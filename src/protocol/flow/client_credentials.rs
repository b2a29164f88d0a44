//! Client credentials flow: the app logs in as itself, which is the user that its admin set as *Run As*.
//!
//! ```text
//! app ── grant_type=client_credentials, client_id, client_secret ──▶ org     1. ask
//! app ◀────────────── access_token, id, instance_url ─────────────── org     2. read the tokens
//! ```
//!
//! Specification: RFC 6749 section 4.4; `machine-and-admin.md` 2. There is never a
//! refresh token: whoever needs a new access token asks again.

use url::Url;

use super::{Granted, Start, in_format};
use crate::model::host::HostKind;
use crate::protocol::call::call;
use crate::protocol::error::FlowError;
use crate::protocol::io::FlowIo;
use crate::protocol::message::Request;

/// Runs the client credentials flow to its end: tokens, or the reason there are none.
///
/// # Errors
///
/// `my_domain_needed`, `client_secret_missing` and `private_key_missing` before anything is sent; else the refusal of the org, unchanged.
pub async fn run(io: &mut impl FlowIo, start: &Start<'_>) -> Result<Granted, FlowError> {
    let token = start.server.need(&start.server.token, "endpoints.token")?;
    // Salesforce: the shared login hosts refuse this grant, and would have been shown the secret.
    if matches!(
        start.profile.login_url.kind(),
        HostKind::Login | HostKind::Test
    ) {
        return Err(FlowError::Lacking {
            code: "my_domain_needed",
            field: "login_url",
        });
    }
    start.client.need_proof()?;

    // 1. Ask.
    let request = start.client.prove(io, start.server, ask(token))?;
    let request = in_format(request, start.profile.response_format);
    let answered = call(io, request).await?;

    // 2. Read the tokens.
    let tokens = start.read_tokens(&answered, io.now())?;
    Ok(Granted {
        tokens,
        nonce: None,
    })
}

/// Salesforce: `scope` is not sent; the token has the scopes of the app (`machine-and-admin.md` 2.1).
fn ask(token: &Url) -> Request {
    Request::post("client-token", token)
        .field("grant_type", "client_credentials")
        .expecting_tokens()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;
    use crate::model::client::ClientAuth;
    use crate::model::host::LoginHost;
    use crate::model::profile::Profile;
    use crate::model::secret::ClientSecret;
    use crate::protocol::client_auth::Client;
    use crate::protocol::endpoint::Server;
    use crate::protocol::script::{Script, answer, json, profile, run as finish};

    const TOKENS: &str = r#"{"access_token":"00D5e0000012ABC!AQ","scope":"api id","token_type":"Bearer","issued_at":"1770000000000",
        "instance_url":"https://acme.my.salesforce.com","id":"https://login.salesforce.com/id/00D5e0000012ABCEA2/0055e000003XYZqAAO"}"#;

    fn at(host: &str) -> Profile {
        Profile {
            login_url: LoginHost::parse(host).unwrap(),
            ..profile()
        }
    }

    fn log_in(
        io: &mut Script,
        profile: &Profile,
        secret: Option<&str>,
    ) -> Result<Granted, FlowError> {
        let secret = secret.map(|text| ClientSecret::new(text.to_owned()));
        let server = Server::of_host(&profile.login_url);
        let kept = secret.into();
        let client = Client::of(profile, &kept);
        let start = Start {
            profile,
            server: &server,
            client,
            callback: None,
        };
        finish(run(io, &start))
    }

    #[test]
    fn the_wire_as_the_page_has_it() {
        let mut io = Script::of([json(TOKENS), json(TOKENS)]);
        let acme = at("https://acme.my.salesforce.com");
        let granted = log_in(&mut io, &acme, Some("secret")).unwrap();
        assert!(granted.tokens.refresh_token.is_none());
        let basic = Profile {
            client_auth: Some(ClientAuth::ClientSecretBasic),
            ..acme
        };
        log_in(&mut io, &basic, Some("secret")).unwrap();
        let post = "POST https://acme.my.salesforce.com/services/oauth2/token grant_type=client_credentials";
        assert_eq!(
            io.sent,
            [
                format!(
                    "{post}&client_id=3MVG9demo&client_secret=secret [accept: application/json]"
                ),
                format!(
                    "{post} [authorization: Basic M01WRzlkZW1vOnNlY3JldA==] [accept: application/json]"
                ),
            ]
        );
    }

    #[test]
    fn a_shared_login_host_never_sees_the_secret() {
        for host in [
            "https://login.salesforce.com",
            "https://test.salesforce.com",
        ] {
            let mut io = Script::of([]);
            let refused = log_in(&mut io, &at(host), Some("secret")).unwrap_err();
            assert!(
                matches!(
                    refused,
                    FlowError::Lacking {
                        code: "my_domain_needed",
                        field: "login_url"
                    }
                ),
                "{refused:?}"
            );
            assert!(io.sent.is_empty());
        }
    }

    #[test]
    fn without_a_secret_nothing_is_sent() {
        let mut io = Script::of([]);
        let refused = log_in(&mut io, &at("https://acme.my.salesforce.com"), None).unwrap_err();
        assert!(
            matches!(
                refused,
                FlowError::Lacking {
                    code: "client_secret_missing",
                    ..
                }
            ),
            "{refused:?}"
        );
        assert!(io.sent.is_empty());
    }

    #[test]
    fn a_refusal_keeps_its_words() {
        let body =
            r#"{"error":"invalid_grant","error_description":"no client credentials user enabled"}"#;
        let mut io = Script::of([answer(400, "application/json", body)]);
        let refused = log_in(&mut io, &at("https://acme.my.salesforce.com"), Some("s"));
        let Err(FlowError::Refused(refusal)) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!(
            refusal.org.error_description.as_deref(),
            Some("no client credentials user enabled")
        );
    }
}
