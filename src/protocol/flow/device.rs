//! Device flow: a device without a browser borrows the browser of another one.
//!
//! ```text
//! app ── response_type=device_code ─────────▶ org     1. ask for a code
//! app ◀─ device_code, user_code, where to go ─ org
//!        (a person enters user_code there)            2. tell the person
//! app ── grant_type=device, code ───────────▶ org     3. poll until decided
//! app ◀─ pending | slow_down | denied | tokens  org
//! ```
//!
//! Specification: RFC 8628 sections 3.1 to 3.5; `interactive.md` 6. Salesforce spells
//! three parameters its own way, named below where they occur.

use std::time::Duration;

use serde_json::{Map, Value};
use url::Url;

use super::{Granted, Start, in_format};
use crate::model::secret::Secret;
use crate::protocol::call::call;
use crate::protocol::error::{Channel, FlowError};
use crate::protocol::io::{FlowIo, Prompt};
use crate::protocol::message::Request;

/// Salesforce gives the person ten minutes, and seldom says so (`interactive.md` 6.1).
const CODE_LIFETIME: Duration = Duration::from_secs(600);
/// No code is waited for longer, whatever the server says.
const LONGEST_LIFETIME_SECS: u64 = 3600;
/// RFC 8628 section 3.2: the pause where the server names none.
const INTERVAL_SECS: u64 = 5;
/// No pause is longer, whatever the server says.
const LONGEST_INTERVAL_SECS: u64 = 60;
/// RFC 8628 section 3.5 asks for five more seconds after each `slow_down`, for good.
const SLOW_DOWN_STEP: Duration = Duration::from_secs(5);
/// A person types it: what is longer is no user code.
const LONGEST_USER_CODE: usize = 32;

/// What the org answers to the first request (RFC 8628 section 3.2).
struct CodeAnswer {
    device_code: Secret,
    user_code: String,
    verification_uri: Url,
    lifetime: Duration,
    interval: Duration,
}

/// Runs the device flow to its end: tokens, or the reason there are none.
///
/// # Errors
///
/// [`FlowError::TimedOut`] when nobody entered the code in time, else the refusal of the org, unchanged.
pub async fn run(io: &mut impl FlowIo, start: &Start<'_>) -> Result<Granted, FlowError> {
    let token = start.server.need(&start.server.token, "endpoints.token")?;
    // Salesforce: the token endpoint plays the device authorization endpoint.
    let begin = start
        .server
        .need(&start.server.device, "endpoints.device")?;

    // 1. Ask for a code.
    let request = ask_for_code(io, begin, start)?;
    let answered = call(io, request).await?;
    let code = read_code(&answered.fields(Channel::Token)?, start)?;

    // 2. Tell the person where to enter it.
    let patience = io.patience().unwrap_or(code.lifetime);
    let end = io.elapsed() + code.lifetime.min(patience);
    io.show(Prompt::EnterUserCode {
        user_code: code.user_code,
        at: code.verification_uri,
        until: io.now().after(code.lifetime),
    });

    // 3. Poll until the person decides.
    let mut interval = code.interval;
    while io.elapsed() + interval < end {
        io.wait(interval).await;
        let request = ask_for_tokens(io, token, start, code.device_code.expose())?;
        let answered = match call(io, request).await {
            // A network that is away for a moment takes nothing from the person.
            Err(FlowError::Transport { why, .. }) if why.nothing_was_sent() => continue,
            answered => answered?,
        };
        match start.read_tokens(&answered, io.now()) {
            Err(FlowError::Refused(refusal)) if refusal.code() == "authorization_pending" => {}
            Err(FlowError::Refused(refusal)) if refusal.code() == "slow_down" => {
                interval += SLOW_DOWN_STEP;
            }
            decided => {
                return decided.map(|tokens| Granted {
                    tokens,
                    nonce: None,
                });
            }
        }
    }
    Err(FlowError::TimedOut)
}

/// Salesforce: `response_type` selects the device flow at the token endpoint.
fn ask_for_code(
    io: &mut impl FlowIo,
    endpoint: &Url,
    start: &Start<'_>,
) -> Result<Request, FlowError> {
    let profile = start.profile;
    let mut request = Request::post("device-code", endpoint);
    if !profile.is_other_provider() {
        request = request.field("response_type", "device_code");
    }
    let request =
        named(io, request, start)?.field_unless_empty("scope", &profile.scope.to_string());
    Ok(in_format(request, profile.response_format))
}

/// Salesforce: the consumer key alone, no secret. RFC 8628 sections 3.1 and 3.4: an app that
/// was given a proof shows it on both requests.
fn named(io: &mut impl FlowIo, request: Request, start: &Start<'_>) -> Result<Request, FlowError> {
    if start.profile.is_other_provider() {
        return start.client.prove(io, start.server, request);
    }
    Ok(request.field("client_id", start.profile.client_id.as_str()))
}

/// Salesforce: `grant_type` is the short word `device`, and the code travels as `code`,
/// where RFC 8628 section 3.4 has a URN and `device_code`.
fn ask_for_tokens(
    io: &mut impl FlowIo,
    token: &Url,
    start: &Start<'_>,
    device_code: &str,
) -> Result<Request, FlowError> {
    let (grant_type, name) = if start.profile.is_other_provider() {
        (
            "urn:ietf:params:oauth:grant-type:device_code",
            "device_code",
        )
    } else {
        ("device", "code")
    };
    let request = Request::post("poll", token).field("grant_type", grant_type);
    let request = named(io, request, start)?
        .secret(name, device_code)
        .expecting_tokens();
    Ok(in_format(request, start.profile.response_format))
}

/// Reads the first answer; numbers may come as text.
fn read_code(fields: &Map<String, Value>, start: &Start<'_>) -> Result<CodeAnswer, FlowError> {
    let text = |name: &'static str| {
        let value = fields.get(name).and_then(Value::as_str);
        value
            .filter(|value| !value.is_empty())
            .ok_or_else(|| unverified("device_answer_incomplete", name))
    };
    let number = |name: &str| match fields.get(name) {
        Some(Value::Number(number)) => number.as_u64(),
        Some(Value::String(text)) => text.parse().ok(),
        _ => None,
    };
    let user_code = text("user_code")?;
    let is_typable = user_code.chars().all(|c| c.is_ascii_graphic());
    if !is_typable || user_code.len() > LONGEST_USER_CODE {
        return Err(unverified("device_user_code", "user_code"));
    }
    // The person is sent there: only to a host that this profile trusts (R23, R37).
    let verification_uri = start
        .trust()
        .check(text("verification_uri")?, "verification_uri")?;
    let lifetime = number("expires_in").filter(|secs| *secs > 0);
    let interval = number("interval").filter(|secs| *secs > 0);
    Ok(CodeAnswer {
        device_code: Secret::new(text("device_code")?.to_owned()),
        user_code: user_code.to_owned(),
        verification_uri,
        lifetime: lifetime.map_or(CODE_LIFETIME, |secs| {
            Duration::from_secs(secs.min(LONGEST_LIFETIME_SECS))
        }),
        interval: Duration::from_secs(interval.unwrap_or(INTERVAL_SECS).min(LONGEST_INTERVAL_SECS)),
    })
}

fn unverified(code: &'static str, field: &'static str) -> FlowError {
    FlowError::Unverified {
        code,
        field,
        value: String::new(),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;
    use crate::model::profile::Profile;
    use crate::model::secret::ClientSecret;
    use crate::protocol::client_auth::{AppSecrets, Client};
    use crate::protocol::endpoint::Server;
    use crate::protocol::error::Transport;
    use crate::protocol::message::Response;
    use crate::protocol::script::{Script, answer, json, profile, run as finish};

    const CODE: &str = r#"{"device_code":"M3I0aWZ1UkRlbW8=","user_code":"7K3PQ0ZD",
        "verification_uri":"https://acme.my.salesforce.com/setup/connect","interval":5}"#;
    const TOKENS: &str = r#"{"access_token":"00D5e0000012ABC!AQ","refresh_token":"5Aep861x","scope":"api refresh_token","token_type":"Bearer",
        "instance_url":"https://acme.my.salesforce.com","issued_at":"1770000000000",
        "id":"https://login.salesforce.com/id/00D5e0000012ABCEA2/0055e000003XYZqAAO"}"#;

    fn log_in(io: &mut Script, profile: &Profile) -> Result<Granted, FlowError> {
        let server = Server::of_host(&profile.login_url);
        let nothing = AppSecrets::default();
        let start = Start {
            profile,
            server: &server,
            client: Client::of(profile, &nothing),
            callback: None,
        };
        finish(run(io, &start))
    }

    fn refused(error: &str) -> Response {
        answer(
            400,
            "application/json",
            &format!(r#"{{"error":"{error}"}}"#),
        )
    }

    #[test]
    fn the_wire_as_the_page_has_it() {
        let mut io = Script::of([json(CODE), refused("authorization_pending"), json(TOKENS)]);
        let granted = log_in(&mut io, &profile()).unwrap();
        assert!(granted.tokens.refresh_token.is_some());
        let token = "POST https://login.salesforce.com/services/oauth2/token";
        let poll = format!(
            "{token} grant_type=device&client_id=3MVG9demo&code=M3I0aWZ1UkRlbW8%3D [accept: application/json]"
        );
        assert_eq!(
            io.sent,
            [
                format!(
                    "{token} response_type=device_code&client_id=3MVG9demo&scope=api+refresh_token [accept: application/json]"
                ),
                poll.clone(),
                poll,
            ]
        );
        assert_eq!(
            io.prompts,
            ["7K3PQ0ZD at https://acme.my.salesforce.com/setup/connect"]
        );
    }

    /// RFC 8628 sections 3.1 and 3.4: a certified provider refused both requests without the secret.
    #[test]
    fn another_provider_gets_the_words_of_the_rfc_and_the_proof_of_the_app() {
        let mut profile = profile();
        profile.issuer = Some("https://login.salesforce.com".into());
        let server = Server::of_host(&profile.login_url);
        let kept = Some(ClientSecret::new("hush".into())).into();
        let start = Start {
            profile: &profile,
            server: &server,
            client: Client::of(&profile, &kept),
            callback: None,
        };
        let mut io = Script::of([json(CODE), json(TOKENS)]);
        let _ = finish(run(&mut io, &start));
        let token = "POST https://login.salesforce.com/services/oauth2/token";
        let rest = "[accept: application/json]";
        assert_eq!(
            io.sent,
            [
                format!(
                    "{token} client_id=3MVG9demo&client_secret=hush&scope=api+refresh_token {rest}"
                ),
                format!(
                    "{token} grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&client_id=3MVG9demo&client_secret=hush&device_code=M3I0aWZ1UkRlbW8%3D {rest}"
                ),
            ]
        );
    }

    /// RFC 8628 section 3.5; R37.
    #[test]
    fn slow_down_adds_five_seconds_for_good() {
        let mut io = Script::of([
            json(CODE),
            refused("slow_down"),
            refused("authorization_pending"),
            refused("slow_down"),
            json(TOKENS),
        ]);
        log_in(&mut io, &profile()).unwrap();
        assert_eq!(io.waits_secs(), [5, 10, 10, 15]);
    }

    #[test]
    fn a_moment_without_network_is_no_end() {
        let away = FlowError::Transport {
            why: Transport::Connect,
            host: "login.salesforce.com".into(),
        };
        let mut io = Script::with(vec![Ok(json(CODE)), Err(away), Ok(json(TOKENS))]);
        assert!(log_in(&mut io, &profile()).is_ok());
    }

    #[test]
    fn nobody_came_in_ten_minutes() {
        let mut io = Script::forever(json(CODE), || refused("authorization_pending"));
        assert_eq!(
            log_in(&mut io, &profile()).unwrap_err(),
            FlowError::TimedOut
        );
        let waited: u64 = io.waits_secs().iter().sum();
        assert!((590..=600).contains(&waited), "{waited}");
    }

    /// H66: an endless `slow_down` ends with the code.
    #[test]
    fn an_endless_slow_down_ends_with_the_code() {
        let mut io = Script::forever(json(CODE), || refused("slow_down"));
        assert_eq!(
            log_in(&mut io, &profile()).unwrap_err(),
            FlowError::TimedOut
        );
        assert!(io.sent.len() < 20, "{}", io.sent.len());
    }

    /// H66: interval 0, a code of 10 KB, an address that is none.
    #[test]
    fn a_hostile_answer_is_bounded_or_refused() {
        let mut io = Script::of([json(&CODE.replace(":5}", ":0}")), json(TOKENS)]);
        log_in(&mut io, &profile()).unwrap();
        assert_eq!(io.waits_secs(), [5]);

        let hostile = [
            (CODE.replace("7K3PQ0ZD", &"K".repeat(10_240)), "user_code"),
            (CODE.replace("7K3PQ0ZD", "7K3\\u202ePQ"), "user_code"),
            (
                CODE.replace(
                    "https://acme.my.salesforce.com/setup/connect",
                    "javascript:alert(1)",
                ),
                "verification_uri",
            ),
            (
                CODE.replace("https://acme.my", "https://evil.example/?"),
                "verification_uri",
            ),
            (
                CODE.replace("https://acme.my", "http://acme.my"),
                "verification_uri",
            ),
            (CODE.replace("device_code", "device_kode"), "device_code"),
        ];
        for (body, named) in hostile {
            let mut io = Script::of([json(&body)]);
            let refused = log_in(&mut io, &profile()).unwrap_err();
            assert!(
                matches!(&refused, FlowError::Unverified { field, .. } if *field == named),
                "{named}: {refused:?}"
            );
            assert!(io.prompts.is_empty(), "{named}");
        }
    }

    #[test]
    fn a_no_of_the_person_keeps_its_words() {
        let mut io = Script::of([json(CODE), refused("access_denied")]);
        let refused = log_in(&mut io, &profile());
        assert!(
            matches!(&refused, Err(FlowError::Refused(refusal)) if refusal.code() == "access_denied"),
            "{refused:?}"
        );
    }
}
