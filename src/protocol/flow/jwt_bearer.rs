//! JWT bearer flow: the app's own key vouches for a user who allowed it before; nobody is asked.
//!
//! ```text
//! app: iss = consumer key, sub = username, aud = login host; signed     1. write the assertion
//! app ── grant_type=…jwt-bearer, assertion ───────────────▶ org         2. ask
//! app ◀────── access_token, scope, instance_url, id ─────── org         3. read the tokens
//! ```
//!
//! Specification: RFC 7523 section 2.1; `machine-and-admin.md` 1. There is never a
//! refresh token: whoever needs a new access token signs a new assertion.

use url::Url;

use super::{Granted, Start, in_format};
use crate::model::secret::Secret;
use crate::protocol::assertion::{self, Claims};
use crate::protocol::call::call;
use crate::protocol::error::FlowError;
use crate::protocol::io::FlowIo;
use crate::protocol::message::Request;

/// `grant_type` (RFC 7523 section 2.1).
const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/// Runs the JWT bearer flow to its end: tokens, or the reason there are none.
///
/// # Errors
///
/// `private_key_missing` and `username_missing` before anything is sent; else the
/// refusal of the org, unchanged, or `clock_ahead` and `clock_behind` where the clocks explain it.
pub async fn run(io: &mut impl FlowIo, start: &Start<'_>) -> Result<Granted, FlowError> {
    let token = start.server.need(&start.server.token, "endpoints.token")?;
    let lacking = |code, field| FlowError::Lacking { code, field };
    let key = start
        .client
        .key
        .ok_or(lacking("private_key_missing", "flow"))?;
    let profile = start.profile;
    let user = profile.login_hint.trim();
    if user.is_empty() {
        return Err(lacking("username_missing", "login_hint"));
    }

    // 1. Write the assertion.
    let claims = Claims {
        issuer: profile.client_id.as_str(),
        // Salesforce: the username; neither e-mail address nor user id (`machine-and-admin.md` 1.2).
        subject: user,
        audience: &audience(start, token),
    };
    let assertion = assertion::sign(io, key, &claims)?;

    // 2. Ask.
    let request = in_format(ask(token, &assertion), profile.response_format);
    let answered = call(io, request).await?;

    // 3. Read the tokens.
    let tokens = start.read_tokens(&answered, io.now())?;
    Ok(Granted {
        tokens,
        nonce: None,
    })
}

/// Salesforce: the shared login host or the site; another server: itself (RFC 7523 section 3).
fn audience(start: &Start<'_>, token: &Url) -> String {
    let profile = start.profile;
    match &start.server.issuer {
        _ if !profile.audience.is_empty() => profile.audience.clone(),
        _ if start.server.is_salesforce => profile.login_url.usual_audience(),
        Some(issuer) => issuer.clone(),
        None => token.as_str().to_owned(),
    }
}

/// Salesforce: `scope` is refused; the scopes are those that were approved before. `iss` names the client.
fn ask(token: &Url, assertion: &Secret) -> Request {
    Request::post("assertion-token", token)
        .field("grant_type", GRANT_TYPE)
        .secret("assertion", assertion.expose())
        .expecting_tokens()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;
    use crate::model::host::LoginHost;
    use crate::model::profile::{Profile, ResponseFormat};
    use crate::protocol::client_auth::{AppSecrets, Client};
    use crate::protocol::endpoint::Server;
    use crate::protocol::jwt::Jwt;
    use crate::protocol::jwt::tests::{Signer, signer};
    use crate::protocol::script::{NOW, Script, answer, json, profile, run as finish};

    const TOKENS: &str = r#"{"access_token":"00DVK0000000001!AQ8AQDemoTokenValueOnly","scope":"web openid api id",
        "instance_url":"https://acme-demo.my.salesforce.com","id":"https://login.salesforce.com/id/00DVK0000000001EAA/005VK0000000001IAA","token_type":"Bearer"}"#;

    fn of_user(login_url: &str, user: &str) -> Profile {
        Profile {
            login_url: LoginHost::parse(login_url).unwrap(),
            login_hint: user.to_owned(),
            ..profile()
        }
    }

    fn log_in(
        io: &mut Script,
        profile: &Profile,
        signer: Option<&Signer>,
    ) -> Result<Granted, FlowError> {
        let kept = AppSecrets {
            client_secret: None,
            private_key: signer.map(Signer::private_key),
        };
        let server = Server::of_host(&profile.login_url);
        let start = Start {
            profile,
            server: &server,
            client: Client::of(profile, &kept),
            callback: None,
        };
        finish(run(io, &start))
    }

    fn sent_assertion(io: &Script) -> &str {
        let sent = io.sent.first().unwrap();
        let (_, rest) = sent.split_once("assertion=").unwrap();
        rest.split(['&', ' ']).next().unwrap()
    }

    #[test]
    fn the_wire_as_the_page_has_it() {
        let signer = signer();
        let mut io = Script::of([json(TOKENS)]);
        let acme = Profile {
            response_format: ResponseFormat::Json,
            ..of_user("https://acme-demo.my.salesforce.com", "ada@acme.example")
        };
        let granted = log_in(&mut io, &acme, Some(&signer)).unwrap();
        assert!(granted.tokens.refresh_token.is_none());
        let assertion = sent_assertion(&io).to_owned();
        assert_eq!(
            io.sent,
            [format!(
                "POST https://acme-demo.my.salesforce.com/services/oauth2/token grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion={assertion} [accept: application/json]"
            )]
        );
        let jwt = Jwt::read(&assertion).unwrap();
        assert_eq!(jwt.check_signature(&signer.keys_without_id()), Ok(()));
        assert_eq!(
            (jwt.claim("iss"), jwt.claim("sub")),
            ("3MVG9demo", "ada@acme.example")
        );
        assert!(jwt.is_for("https://login.salesforce.com"));
    }

    #[test]
    fn the_audience_is_the_shared_login_host_unless_the_profile_says_otherwise() {
        let signer = signer();
        let seen = |profile: &Profile| {
            let mut io = Script::of([json(TOKENS)]);
            log_in(&mut io, profile, Some(&signer)).unwrap();
            let jwt = Jwt::read(sent_assertion(&io)).unwrap();
            jwt.claim("aud").to_owned()
        };
        for (host, audience) in [
            (
                "https://login.salesforce.com",
                "https://login.salesforce.com",
            ),
            (
                "https://acme.my.salesforce.com",
                "https://login.salesforce.com",
            ),
            ("https://test.salesforce.com", "https://test.salesforce.com"),
            (
                "https://acme--uat.sandbox.my.salesforce.com",
                "https://test.salesforce.com",
            ),
            (
                "https://acme.my.site.com/help",
                "https://acme.my.site.com/help",
            ),
            ("http://localhost:9000", "http://localhost:9000"),
        ] {
            assert_eq!(seen(&of_user(host, "ada@acme.example")), audience, "{host}");
        }
        let own = Profile {
            audience: "https://acme.my.salesforce.com".to_owned(),
            ..of_user("https://acme.my.salesforce.com", "ada@acme.example")
        };
        assert_eq!(seen(&own), "https://acme.my.salesforce.com");
    }

    #[test]
    fn without_key_or_user_nothing_is_sent() {
        let signer = signer();
        for (user, key, expected) in [
            ("ada@acme.example", None, "private_key_missing"),
            ("  ", Some(&signer), "username_missing"),
        ] {
            let mut io = Script::of([]);
            let refused = log_in(&mut io, &of_user("https://login.salesforce.com", user), key);
            let Err(FlowError::Lacking { code, .. }) = refused else {
                panic!("{refused:?}");
            };
            assert_eq!((code, io.sent.len()), (expected, 0));
        }
    }

    fn refused(description: &str, server_secs: i64) -> FlowError {
        let signer = signer();
        let body = format!(r#"{{"error":"invalid_grant","error_description":"{description}"}}"#);
        let mut reply = answer(400, "application/json", &body);
        let date = jiff::Timestamp::from_second(server_secs).unwrap();
        let date = jiff::fmt::rfc2822::to_string(&date.to_zoned(jiff::tz::TimeZone::UTC)).unwrap();
        reply.headers.push(("date".into(), date));
        let mut io = Script::of([reply]);
        let profile = of_user("https://login.salesforce.com", "ada@acme.example");
        log_in(&mut io, &profile, Some(&signer)).unwrap_err()
    }

    #[test]
    fn refusals_that_the_clock_explains_say_so_and_the_others_keep_their_words() {
        let now = NOW.as_secs();
        for description in ["expired authorization code", "invalid assertion"] {
            let problem = refused(description, now + 86_400).problem();
            assert_eq!(problem.code, "clock_behind", "{description}");
            let org = problem.org.clone().unwrap();
            assert_eq!(org.error_description.as_deref(), Some(description));
            assert!(problem.explain().what.contains("24 h"), "{problem:?}");
            assert_eq!(
                refused(description, now + 60).problem().code,
                "invalid_grant"
            );
        }
        // Nothing about time: whatever the clocks say, it is another matter.
        let other = refused("user hasn't approved this consumer", now + 86_400).problem();
        assert_eq!(other.code, "invalid_grant");
    }
}
