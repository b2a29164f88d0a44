//! Web server flow: the browser brings a code, and the code brings tokens.
//!
//! ```text
//! app ── response_type=code, state, code_challenge ──▶ browser ──▶ org     1. send the person to the org
//!                         (the person logs in and allows)
//! app ◀───────────── callback: code, state ── browser ◀── org              2. take the callback
//! app ── grant_type=authorization_code, code, code_verifier ─────▶ org     3. redeem the code
//! app ◀──────────────────── access_token, refresh_token, id ────── org     4. read the tokens
//! ```
//!
//! Specification: RFC 6749 section 4.1, RFC 7636, RFC 9207; `interactive.md` 2.

use url::Url;

use super::{Granted, Start, in_format};
use crate::model::client::CallbackUrl;
use crate::model::secret::Secret;
use crate::protocol::authorize::{self, Ask, unguessable};
use crate::protocol::call::call;
use crate::protocol::callback;
use crate::protocol::error::{Channel, FlowError};
use crate::protocol::io::{BrowserTrip, Callback, CallbackPart, FlowIo};
use crate::protocol::message::Request;
use crate::protocol::pkce::Pkce;

/// Runs the web server flow to its end: tokens, or the reason there are none.
///
/// # Errors
///
/// The refusal of the org, unchanged, or what kept us from asking.
pub async fn run(io: &mut impl FlowIo, start: &Start<'_>) -> Result<Granted, FlowError> {
    run_as(io, start, "authorization_code").await
}

/// Runs the flow under the grant type of this flow or of its hybrid form.
pub(super) async fn run_as(
    io: &mut impl FlowIo,
    start: &Start<'_>,
    grant_type: &'static str,
) -> Result<Granted, FlowError> {
    let profile = start.profile;
    let authorize = start
        .server
        .need(&start.server.authorize, "endpoints.authorize")?;
    let token = start.server.need(&start.server.token, "endpoints.token")?;
    let callback = start.need_callback()?;
    start.check_provider()?;

    // 1. Send the person to the org.
    let state = unguessable(io.random());
    let pkce = profile.pkce.then(|| Pkce::from_random(io.random()));
    let nonce = start.nonce(io);
    let ask = Ask {
        response_type: "code",
        callback,
        state: &state,
        nonce: nonce.as_ref(),
        pkce: pkce.as_ref(),
    };
    let authorize = authorize::request(authorize, profile, &ask);

    // 2. Take the callback; state and issuer are checked on the way (R11, R15).
    let trip = BrowserTrip {
        authorize,
        callback: callback.clone(),
        state,
        issuer: start.server.issuer_rule(),
        part: CallbackPart::Query,
    };
    let came_back = io.browse(trip).await?;
    let code = read_code(&came_back)?;

    // 3. Redeem the code.
    let request = redeem((token, grant_type), code, callback, pkce.as_ref());
    let request = in_format(
        start.client.prove(io, start.server, request)?,
        profile.response_format,
    );
    let answered = call(io, request).await?;

    // 4. Read the tokens.
    let tokens = start.read_tokens(&answered, io.now())?;
    Ok(Granted { tokens, nonce })
}

/// Takes the code, or the refusal (RFC 6749 section 4.1.2.1).
fn read_code(came_back: &Callback) -> Result<&Secret, FlowError> {
    if let Some(refused) = callback::refusal(came_back, Channel::CallbackQuery) {
        return Err(refused);
    }
    came_back.get("code").ok_or(FlowError::Unverified {
        code: "code_missing",
        field: "code",
        value: String::new(),
    })
}

/// RFC 6749 section 4.1.3; a verifier only where a challenge was sent, or Salesforce refuses it.
fn redeem(
    (token, grant_type): (&Url, &'static str),
    code: &Secret,
    callback: &CallbackUrl,
    pkce: Option<&Pkce>,
) -> Request {
    let mut request = Request::post("token", token)
        .field("grant_type", grant_type)
        .secret("code", code.expose())
        .field("redirect_uri", callback.as_str())
        .expecting_tokens();
    if let Some(pkce) = pkce {
        request = request.secret("code_verifier", pkce.verifier.expose());
    }
    request
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;
    use crate::model::profile::{Profile, ResponseFormat};
    use crate::model::secret::ClientSecret;
    use crate::protocol::client_auth::Client;
    use crate::protocol::endpoint::Server;
    use crate::protocol::script::{Script, answer, json, profile, run as finish};

    const TOKENS: &str = r#"{"access_token":"00D5e0000012ABC!AQ","refresh_token":"5Aep861x","scope":"api",
        "instance_url":"https://acme.my.salesforce.com","id":"https://login.salesforce.com/id/00D5e0000012ABCEA2/0055e000003XYZqAAO",
        "token_type":"Bearer","issued_at":"1770000000000"}"#;

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
            callback: profile.callback_urls.first(),
        };
        finish(run(io, &start))
    }

    #[test]
    fn the_wire_as_the_page_has_it() {
        let mut io = Script::of([json(TOKENS)]);
        let granted = log_in(&mut io, &profile(), Some("secret")).unwrap();
        assert!(granted.tokens.refresh_token.is_some() && granted.nonce.is_none());
        let state = "01".repeat(32);
        let verifier = "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI";
        let challenge = crate::protocol::pkce::challenge_of(verifier);
        assert_eq!(
            io.sent,
            [
                format!(
                    "BROWSE https://login.salesforce.com/services/oauth2/authorize?response_type=code&client_id=3MVG9demo&redirect_uri=http%3A%2F%2Flocalhost%3A1717%2FOauthRedirect&scope=api+refresh_token&state={state}&code_challenge={challenge}&code_challenge_method=S256"
                ),
                format!(
                    "POST https://login.salesforce.com/services/oauth2/token grant_type=authorization_code&code=aPrxCode%3D%3D&redirect_uri=http%3A%2F%2Flocalhost%3A1717%2FOauthRedirect&code_verifier={verifier}&client_id=3MVG9demo&client_secret=secret [accept: application/json]"
                ),
            ]
        );
    }

    #[test]
    fn every_option_reaches_the_wire() {
        let mut io = Script::of([json(TOKENS)]);
        let wanted = Profile {
            scope: crate::model::scope::Scopes::parse("openid api"),
            prompt: "login consent".into(),
            login_hint: "ada@acme.example".into(),
            display: "popup".into(),
            immediate: true,
            // A provider is known to the org's own host only.
            login_url: crate::model::host::LoginHost::parse("https://acme.my.salesforce.com")
                .unwrap(),
            sso_provider: "Okta".into(),
            pkce: false,
            response_format: ResponseFormat::Xml,
            ..profile()
        };
        let granted = log_in(&mut io, &wanted, None).unwrap();
        assert!(granted.nonce.is_some());
        let sent = io.sent.join("\n");
        assert!(sent.contains("&prompt=login+consent&login_hint=ada%40acme.example&display=popup&immediate=true&sso_provider=Okta"), "{sent}");
        assert!(
            sent.contains("&nonce=0202") && sent.contains("&format=xml"),
            "{sent}"
        );
        assert!(
            !sent.contains("code_challenge") && !sent.contains("code_verifier"),
            "{sent}"
        );
    }

    #[test]
    fn a_refusal_in_the_callback_keeps_its_words() {
        let mut io = Script::of([]);
        io.callback =
            "error=OAUTH_APP_BLOCKED&error_description=this+app+is+blocked+by+admin&state={state}"
                .into();
        let Err(FlowError::Refused(refusal)) = log_in(&mut io, &profile(), None) else {
            panic!("not refused");
        };
        assert_eq!(refusal.channel, Channel::CallbackQuery);
        assert_eq!(
            refusal.org.error_description.as_deref(),
            Some("this app is blocked by admin")
        );
        assert!(refusal.is_blocked());
    }

    #[test]
    fn a_wrong_verifier_is_refused_in_the_orgs_words() {
        let mut io = Script::of([answer(
            400,
            "application/json",
            r#"{"error":"invalid_grant","error_description":"invalid code verifier"}"#,
        )]);
        let refused = log_in(&mut io, &profile(), None);
        assert!(
            matches!(refused, Err(FlowError::Refused(refusal)) if refusal.code() == "invalid_grant")
        );
    }
}
