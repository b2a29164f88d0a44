//! User-agent flow (implicit): the browser itself brings the tokens, in the fragment of the callback.
//!
//! ```text
//! app ── response_type=token, state ─────────────────▶ browser ──▶ org    1. send the person to the org
//!                         (the person logs in and allows)
//! app ◀── callback#access_token, id, state ── browser ◀── org             2. take the callback, handed over by our page
//!                                                                         3. read the tokens
//! ```
//!
//! Specification: RFC 6749 section 4.2; `interactive.md` 3. RFC 9700 section 2.1.2 advises
//! against it: the token travels in an address, and nothing binds it to this app.

use serde_json::{Map, Value};

use super::{Granted, Start};
use crate::protocol::authorize::{self, Ask, unguessable};
use crate::protocol::callback;
use crate::protocol::error::{Channel, FlowError};
use crate::protocol::io::{BrowserTrip, Callback, CallbackPart, FlowIo, Prompt};

/// Runs the user-agent flow to its end: tokens, or the reason there are none.
///
/// # Errors
///
/// The refusal of the org, unchanged, or what kept us from asking.
pub async fn run(io: &mut impl FlowIo, start: &Start<'_>) -> Result<Granted, FlowError> {
    // `id_token` alone would bring no access token; it needs `openid` and a nonce (`interactive.md` 3.1).
    let response_type = match start.profile.scope.asks_openid() {
        true => "token id_token",
        false => "token",
    };
    ask(io, start, response_type).await
}

/// Asks for tokens in the fragment, under the response type of this flow or of its hybrid form.
pub(super) async fn ask(
    io: &mut impl FlowIo,
    start: &Start<'_>,
    response_type: &'static str,
) -> Result<Granted, FlowError> {
    let authorize = start
        .server
        .need(&start.server.authorize, "endpoints.authorize")?;
    let callback = start.need_callback()?;
    start.check_provider()?;

    // 1. Send the person to the org. No code is redeemed: neither PKCE nor a secret has a place here.
    let state = unguessable(io.random());
    let nonce = start.nonce(io);
    let ask = Ask {
        response_type,
        callback,
        state: &state,
        nonce: nonce.as_ref(),
        pkce: None,
    };
    let authorize = authorize::request(authorize, start.profile, &ask);

    // 2. Take the callback; state and issuer are checked on the way (R11, R15).
    let trip = BrowserTrip {
        authorize,
        callback: callback.clone(),
        state,
        issuer: start.server.issuer_rule(),
        part: CallbackPart::Fragment,
    };
    let came_back = io.browse(trip).await?;
    if let Some(refused) = callback::refusal(&came_back, Channel::CallbackFragment) {
        return Err(refused);
    }

    // 3. Read the tokens.
    let tokens = start.take_tokens(fields(&came_back), io.now())?;
    // Salesforce: it comes to a custom scheme or its own success page only (`interactive.md` 3.2).
    if tokens.refresh_token.is_none() && start.profile.scope.asks_refresh() {
        io.show(Prompt::Note("no_refresh_by_callback"));
    }
    Ok(Granted { tokens, nonce })
}

/// Makes the fragment the fields of a token answer: the same names as at the token endpoint.
fn fields(came_back: &Callback) -> Map<String, Value> {
    came_back
        .fields()
        .filter(|(name, _)| *name != "state")
        .map(|(name, value)| (name.to_owned(), Value::from(value.expose())))
        .collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;
    use crate::model::client::CallbackUrl;
    use crate::model::profile::Profile;
    use crate::model::scope::Scopes;
    use crate::model::secret::ClientSecret;
    use crate::model::token::SignatureVerdict;
    use crate::protocol::client_auth::Client;
    use crate::protocol::endpoint::Server;
    use crate::protocol::script::{Script, profile, run as finish};
    use proptest::prelude::*;

    /// The fragment of `interactive.md` 3.2.
    const FRAGMENT: &str = "access_token=00D5e0000012ABC%21AQ4AQMadeUp&refresh_token=5Aep861MadeUp&\
        instance_url=https%3A%2F%2Facme.my.salesforce.com&\
        id=https%3A%2F%2Flogin.salesforce.com%2Fid%2F00D5e0000012ABCEA2%2F0055e000003XYZqAAO&\
        issued_at=1770000000000&signature=8xkw1RTkt7NQWyZvtLH58gH4IX6IUU%2F5uDej6o1mJEQ%3D&\
        scope=api+id+refresh_token&token_type=Bearer&state={state}";

    fn log_in(io: &mut Script, profile: &Profile) -> Result<Granted, FlowError> {
        let kept = Some(ClientSecret::new("1234567890123456789".to_owned())).into();
        let server = Server::of_host(&profile.login_url);
        let start = Start {
            profile,
            server: &server,
            client: Client::of(profile, &kept),
            callback: profile.callback_urls.first(),
        };
        finish(run(io, &start))
    }

    fn with(fragment: &str) -> Script {
        let mut io = Script::of([]);
        io.callback = fragment.to_owned();
        io
    }

    #[test]
    fn the_wire_as_the_page_has_it() {
        let mut io = with(FRAGMENT);
        let tokens = log_in(&mut io, &profile()).unwrap().tokens;
        let state = "01".repeat(32);
        assert_eq!(
            io.sent,
            [format!(
                "BROWSE https://login.salesforce.com/services/oauth2/authorize?response_type=token&client_id=3MVG9demo&redirect_uri=http%3A%2F%2Flocalhost%3A1717%2FOauthRedirect&scope=api+refresh_token&state={state}"
            )]
        );
        assert_eq!(tokens.access_token.expose(), "00D5e0000012ABC!AQ4AQMadeUp");
        assert_eq!(tokens.scope.unwrap().to_string(), "api id refresh_token");
        // The fixture's signature is over its identity URL and moment, percent-decoded once.
        assert_eq!(tokens.signature, SignatureVerdict::Valid);
        assert!(io.notes.is_empty());
    }

    #[test]
    fn an_id_token_is_asked_for_with_a_nonce() {
        let mut io = with(FRAGMENT);
        let wanted = Profile {
            scope: Scopes::parse("openid api"),
            ..profile()
        };
        assert!(log_in(&mut io, &wanted).unwrap().nonce.is_some());
        let sent = io.sent.join("");
        assert!(sent.contains("response_type=token+id_token&"), "{sent}");
        assert!(sent.contains("&nonce=0202"), "{sent}");
        assert!(!sent.contains("code_challenge") && !sent.contains("secret"));
    }

    #[test]
    fn a_plain_callback_gets_no_refresh_token_and_that_is_said() {
        let mut io = with("access_token=00D%21x&state={state}");
        assert!(
            log_in(&mut io, &profile())
                .unwrap()
                .tokens
                .refresh_token
                .is_none()
        );
        assert_eq!(io.notes, ["no_refresh_by_callback"]);
    }

    #[test]
    fn a_refusal_in_the_fragment_keeps_its_words_whatever_else_is_there() {
        for fragment in [
            "error=access_denied&error_description=end-user%20denied%20authorization&state={state}",
            "access_token=00D%21x&error=access_denied&error_description=end-user+denied+authorization&state={state}",
        ] {
            let Err(FlowError::Refused(refusal)) = log_in(&mut with(fragment), &profile()) else {
                panic!("not refused");
            };
            assert_eq!(refusal.channel, Channel::CallbackFragment);
            assert_eq!(refusal.org.error, "access_denied");
            assert_eq!(
                refusal.org.error_description.as_deref(),
                Some("end-user denied authorization")
            );
        }
    }

    #[test]
    fn a_code_instead_of_tokens_is_no_answer() {
        let refused = log_in(&mut with("code=aPrx&state={state}"), &profile());
        assert!(
            matches!(
                refused,
                Err(FlowError::Unverified {
                    code: "access_token_missing",
                    ..
                })
            ),
            "{refused:?}"
        );
    }

    #[test]
    fn without_a_callback_nothing_is_opened() {
        let none = Profile {
            callback_urls: Vec::<CallbackUrl>::new(),
            ..profile()
        };
        let mut io = with(FRAGMENT);
        assert!(matches!(
            log_in(&mut io, &none),
            Err(FlowError::Lacking {
                code: "callback_missing",
                ..
            })
        ));
        assert!(io.sent.is_empty());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2048))]
        #[test]
        fn every_token_of_the_alphabet_survives_the_fragment(token in "[!-~]{1,120}") {
            let fragment: String = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("access_token", &token).finish();
            let tokens = log_in(&mut with(&format!("{fragment}&state={{state}}")), &profile()).unwrap().tokens;
            prop_assert_eq!(tokens.access_token.expose(), token);
        }
        #[test]
        fn no_fragment_makes_it_panic(fragment in "([a-z=&%+#0-9]|access_token=|state=|error=|id=){0,40}") {
            let _ = log_in(&mut with(&format!("{fragment}&state={{state}}")), &profile());
        }
    }
}
