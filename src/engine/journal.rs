//! Journal: the record of an exchange, hidden by rule and never by pattern (house-style C4).
//!
//! In a request, what was born secret is hidden. In an answer, only values under
//! the harmless names below are shown; a new field is hidden until somebody
//! decides otherwise. A long random token may show its fingerprint.

use std::time::Duration;

use serde_json::Value as Json;
use url::Url;

use crate::model::run::{Exchange, Lane, Shown, ShownField};
use crate::model::secret::{Fingerprint, Secret};
use crate::model::time::UnixTime;
use crate::protocol::clean::clean;
use crate::protocol::error::FlowError;
use crate::protocol::io::{Callback, CallbackPart};
use crate::protocol::message::{Field, Method, Request, Response, Value};
use crate::protocol::{fields, json};

/// Names of answer fields whose values are no secret.
const HARMLESS_FIELDS: [&str; 57] = [
    // Token answers and refusals.
    "token_type",
    "token_format",
    "scope",
    "instance_url",
    "id",
    "issued_at",
    "expires_in",
    "sfdc_community_url",
    "sfdc_community_id",
    "api_instance_url",
    "lightning_domain",
    "visualforce_domain",
    "content_domain",
    "sidCookieName",
    "error",
    "error_description",
    "errorCode",
    "message",
    // Introspection (RFC 7662) and device answers.
    "active",
    "client_id",
    "username",
    "sub",
    "exp",
    "iat",
    "nbf",
    "aud",
    "iss",
    "interval",
    "verification_uri",
    // Identity and UserInfo.
    "user_id",
    "organization_id",
    "display_name",
    "nick_name",
    "nickname",
    "name",
    "preferred_username",
    "email",
    "email_verified",
    "user_type",
    "language",
    "locale",
    "timezone",
    "zoneinfo",
    "asserted_user",
    "is_app_installed",
    // Discovery.
    "issuer",
    "authorization_endpoint",
    "token_endpoint",
    "revocation_endpoint",
    "introspection_endpoint",
    "userinfo_endpoint",
    "jwks_uri",
    "registration_endpoint",
    "device_authorization_endpoint",
    "end_session_endpoint",
    "scopes_supported",
    "response_types_supported",
];

/// Names of answer headers whose values are no secret.
const HARMLESS_HEADERS: [&str; 9] = [
    "allow",
    "cache-control",
    "content-length",
    "content-type",
    "date",
    "pragma",
    "retry-after",
    "server",
    "www-authenticate",
];

/// Names under which long random tokens travel, on either side.
const LONG_TOKENS: [&str; 6] = [
    "access_token",
    "refresh_token",
    "id_token",
    "token",
    "subject_token",
    "actor_token",
];

/// A token shorter than this could be guessed from its fingerprint.
const LONG: usize = 32;

/// Begins the record of a request.
#[must_use]
pub fn begin(number: u32, request: &Request, at: UnixTime) -> Exchange {
    let method = match request.method {
        Method::Get => "GET",
        Method::Post => "POST",
    };
    let mut exchange = empty(number, (Lane::ValetKey, Lane::Org), request.step, at);
    exchange.method = method.to_owned();
    exchange.url = without_query(&request.url);
    exchange.request_headers = request.headers.iter().map(shown_header).collect();
    exchange.request_fields = request.fields.iter().map(shown_field).collect();
    exchange
}

/// Begins the record of a trip of the browser: we hand it the address, and see no more until it comes back.
#[must_use]
pub fn begin_trip(number: u32, authorize: &Request, at: UnixTime) -> Exchange {
    let mut exchange = begin(number, authorize, at);
    (exchange.from, exchange.to) = (Lane::ValetKey, Lane::Browser);
    exchange
}

/// Makes the record of a callback. In a query every value but a refusal stays hidden: a code is short.
#[must_use]
pub fn callback(
    number: u32,
    way: (Lane, Lane),
    (url, part): (&str, CallbackPart),
    callback: &Callback,
    at: UnixTime,
) -> Exchange {
    let (step, mark) = match part {
        CallbackPart::Query => ("callback", ""),
        CallbackPart::Fragment => ("relay", "#"),
    };
    let mut exchange = empty(number, way, step, at);
    exchange.method = "GET".to_owned();
    exchange.url = url.split(['?', '#']).next().unwrap_or_default().to_owned() + mark;
    exchange.request_fields = callback
        .fields()
        .map(|(name, value)| match part {
            // A fragment is a token answer: the same names are harmless.
            CallbackPart::Fragment => harmless(&HARMLESS_FIELDS, name, value.expose(), &[]),
            // The org's refusal is for the person; everything else of a callback is not.
            CallbackPart::Query if matches!(name, "error" | "error_description") => {
                harmless(&HARMLESS_FIELDS, name, value.expose(), &[])
            }
            CallbackPart::Query => ShownField {
                name: name.to_owned(),
                value: Shown::Hidden(None),
            },
        })
        .collect();
    exchange.took = Some(Duration::ZERO);
    exchange
}

/// Ends a record with what came back.
pub fn end(
    exchange: &mut Exchange,
    request: &Request,
    outcome: &Result<Response, FlowError>,
    took: Duration,
) {
    exchange.took = Some(took);
    match outcome {
        Ok(answer) => {
            exchange.status = Some(answer.status);
            let ours = secrets_of(request);
            exchange.answer_headers = answer
                .headers
                .iter()
                .map(|(name, value)| harmless(&HARMLESS_HEADERS, name, value, &ours))
                .collect();
            exchange.answer_fields = answer_fields(answer, &ours);
            if !answer.is_success() {
                exchange.error = Some(error_code(answer, &ours));
            }
        }
        Err(error) => exchange.error = Some(error.problem().code),
    }
}

fn empty(number: u32, (from, to): (Lane, Lane), step: &str, at: UnixTime) -> Exchange {
    Exchange {
        number,
        from,
        to,
        step: format!("flow-step-{step}"),
        method: String::new(),
        url: String::new(),
        request_headers: Vec::new(),
        request_fields: Vec::new(),
        status: None,
        answer_headers: Vec::new(),
        answer_fields: Vec::new(),
        began_at: at,
        took: None,
        error: None,
    }
}

fn shown_field(field: &Field) -> ShownField {
    let value = match &field.value {
        Value::Plain(text) => Shown::Plain(text.clone()),
        Value::Secret(secret) => hidden(field.name, secret.expose()),
    };
    ShownField {
        name: field.name.to_owned(),
        value,
    }
}

/// `Authorization: Bearer …` shows whose token it is; a password in it shows nothing.
fn shown_header(field: &Field) -> ShownField {
    let value = match &field.value {
        Value::Plain(text) => Shown::Plain(text.clone()),
        Value::Secret(secret) => match secret.expose().strip_prefix("Bearer ") {
            Some(token) => hidden("token", token),
            None => Shown::Hidden(None),
        },
    };
    ShownField {
        name: field.name.to_owned(),
        value,
    }
}

fn hidden(name: &str, text: &str) -> Shown {
    let long = LONG_TOKENS.contains(&name) && text.len() >= LONG;
    Shown::Hidden(long.then(|| Fingerprint::of(text)))
}

fn harmless(names: &[&str], name: &str, value: &str, ours: &[Secret]) -> ShownField {
    let value = if names.contains(&name) {
        let ours: Vec<&str> = ours.iter().map(Secret::expose).collect();
        Shown::Plain(clean(value, &ours))
    } else {
        hidden(name, value)
    };
    ShownField {
        name: name.to_owned(),
        value,
    }
}

fn answer_fields(answer: &Response, ours: &[Secret]) -> Vec<ShownField> {
    let content_type = answer.header("content-type").unwrap_or_default();
    let named = fields::read(content_type, &answer.body)
        .ok()
        .or_else(|| fields::read_refusal(content_type, &answer.body))
        .or_else(|| match json::read(&answer.body) {
            // The data API refuses with a list of one.
            Ok(Json::Array(list)) => list.into_iter().find_map(|one| match one {
                Json::Object(fields) if fields.contains_key("errorCode") => Some(fields),
                _ => None,
            }),
            _ => None,
        });
    named
        .into_iter()
        .flatten()
        .map(|(name, value)| {
            // A name is the server's word too.
            let name = clean(&name, &[]);
            let text = match value {
                Json::String(text) => text,
                other => other.to_string(),
            };
            harmless(&HARMLESS_FIELDS, &name, &text, ours)
        })
        .collect()
}

fn error_code(answer: &Response, ours: &[Secret]) -> String {
    let shown = |wanted: &str| {
        answer_fields(answer, ours)
            .into_iter()
            .find_map(|field| match field.value {
                Shown::Plain(text) if field.name == wanted => Some(text),
                _ => None,
            })
    };
    shown("error")
        .or_else(|| shown("errorCode"))
        .unwrap_or_else(|| format!("http_{}", answer.status))
}

fn secrets_of(request: &Request) -> Vec<Secret> {
    request
        .fields
        .iter()
        .chain(&request.headers)
        .filter_map(|field| match &field.value {
            Value::Secret(secret) => Some(secret.clone()),
            Value::Plain(_) => None,
        })
        .collect()
}

fn without_query(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    url.to_string()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use zeroize::Zeroizing;

    const AT: UnixTime = UnixTime::from_secs(1_770_000_000);

    fn record(request: &Request, answer: Response) -> Exchange {
        let mut exchange = begin(1, request, AT);
        end(
            &mut exchange,
            request,
            &Ok(answer),
            Duration::from_millis(5),
        );
        exchange
    }

    fn token_request() -> Request {
        let url =
            Url::parse("https://login.salesforce.com/services/oauth2/token?x=canary").unwrap();
        Request::post("token-request", &url)
            .field("grant_type", "authorization_code")
            .secret("code", "canary-code")
            .secret("client_secret", "canary-client-secret")
            .secret_header("authorization", "Basic canary".into())
    }

    fn answer(content_type: &str, status: u16, body: &str) -> Response {
        Response {
            status,
            headers: vec![
                ("content-type".into(), content_type.into()),
                ("set-cookie".into(), "sid=canary".into()),
                ("location".into(), "https://x/?code=canary".into()),
            ],
            body: Zeroizing::new(body.as_bytes().to_vec()),
        }
    }

    #[test]
    fn nothing_secret_is_recorded_and_tokens_have_fingerprints() {
        let token = format!("00D5e0000012ABC!{}", "canary".repeat(8));
        let body = format!(
            r#"{{"access_token":"{token}","instance_url":"https://acme.my.salesforce.com","brand_new":"canary","user_code":"canary","id_token":"canary"}}"#
        );
        let exchange = record(&token_request(), answer("application/json", 200, &body));
        let text = format!("{exchange:?}");
        assert!(!text.contains("canary"), "{text}");
        assert!(text.contains("https://acme.my.salesforce.com"));
        assert!(text.contains(Fingerprint::of(&token).as_str()));
    }

    #[test]
    fn an_error_that_repeats_our_secret_is_masked() {
        let body = "error=invalid_grant&error_description=bad+canary-client-secret";
        let exchange = record(&token_request(), answer("text/plain", 400, body));
        assert_eq!(exchange.error.as_deref(), Some("invalid_grant"));
        assert!(!format!("{exchange:?}").contains("canary"));
    }
}
