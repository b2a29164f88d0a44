//! Documents: answers in JSON, XML and form encoding, key sets, SAML.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::address::refusal;
use super::{Kind, Recognised, masked, token};
use crate::model::problem::OrgWords;
use crate::model::time::UnixTime;
use crate::protocol::clean::clean;
use crate::protocol::fields;
use crate::protocol::form;
use crate::protocol::json as bounded;
use crate::protocol::jwks::Jwks;

/// Nodes of a SAML document that are looked at (R41).
const MAX_NODES: u32 = 20_000;

/// Recognises a document.
pub(super) fn read(text: &str, now: UnixTime) -> Option<Recognised> {
    match text.bytes().next()? {
        b'{' => bounded::read_object(text.as_bytes())
            .ok()
            .map(|object| object_of(&object, text, now)),
        b'[' => list_of(text),
        b'<' => Some(markup(text, now)),
        _ => form_of(text, now).or_else(|| encoded_saml(text)),
    }
}

fn object_of(object: &Map<String, Value>, text: &str, now: UnixTime) -> Recognised {
    let has = |name: &str| object.contains_key(name);
    if has("access_token") {
        return token_answer(object, now);
    }
    if has("error") {
        return refusal(Kind::ErrorAnswer, object);
    }
    if matches!(object.get("keys"), Some(Value::Array(_))) {
        let count = Jwks::read(text.as_bytes())
            .map(|keys| keys.len())
            .unwrap_or_default();
        return Recognised::new(Kind::Jwks)
            .claims(object.clone())
            .note_with("inspect-note-keys", "keys", count.to_string());
    }
    let kind = if matches!(object.get("active"), Some(Value::Bool(_))) {
        Kind::IntrospectionAnswer
    } else if has("issuer") && (has("token_endpoint") || has("authorization_endpoint")) {
        Kind::DiscoveryDocument
    } else if has("device_code") {
        Kind::DeviceAnswer
    } else if has("frontdoor_uri") {
        Kind::SingleAccessAnswer
    } else if has("asserted_user") || has("user_id") && has("organization_id") && has("username") {
        Kind::IdentityAnswer
    } else if has("sub") && (has("preferred_username") || has("email") || has("name")) {
        Kind::UserinfoAnswer
    } else {
        Kind::Json
    };
    let is_alive = object.get("active").and_then(Value::as_bool);
    Recognised::new(kind)
        .claims(masked(object))
        .note_if(is_alive == Some(false), "inspect-note-inactive")
        .note_if(kind == Kind::SingleAccessAnswer, "inspect-note-single-use")
}

fn token_answer(object: &Map<String, Value>, now: UnixTime) -> Recognised {
    let has = |name: &str| object.get(name).is_some_and(|value| !value.is_null());
    let mut out = Recognised::new(Kind::TokenAnswer)
        .claims(masked(object))
        .note_if(has("refresh_token"), "inspect-note-refresh-token")
        .note_if(!has("refresh_token"), "inspect-note-no-refresh-token")
        .note_if(!has("expires_in"), "inspect-note-no-expires-in")
        .note_if(has("signature"), "inspect-note-signature");
    for name in ["access_token", "id_token", "refresh_token"] {
        let inside = object
            .get(name)
            .and_then(Value::as_str)
            .and_then(|text| token::read(text, now));
        out.inside
            .extend(inside.map(|inside| (name.to_owned(), inside)));
    }
    out
}

/// The data API refuses with a list: `[{"errorCode":…,"message":…}]`.
fn list_of(text: &str) -> Option<Recognised> {
    let list = bounded::read(text.as_bytes()).ok()?;
    let first = list.as_array()?.first().and_then(Value::as_object);
    let Some(code) = first
        .and_then(|first| first.get("errorCode"))
        .and_then(Value::as_str)
    else {
        return Some(Recognised::new(Kind::Json));
    };
    let message = first
        .and_then(|first| first.get("message"))
        .and_then(Value::as_str)
        .unwrap_or_default();
    let words = OrgWords {
        status: None,
        error: clean(code, &[]),
        error_description: Some(clean(message, &[])),
    };
    let out = Recognised::new(Kind::ErrorAnswer).claims(first.cloned().unwrap_or_default());
    Some(out.refusal(words))
}

fn form_of(text: &str, now: UnixTime) -> Option<Recognised> {
    let begins = |name: &str| text.starts_with(name) || text.contains(&format!("&{name}"));
    if text.chars().any(char::is_whitespace)
        || !(begins("access_token=") || begins("error=") || begins("code="))
    {
        return None;
    }
    let pairs = form::pairs(text.trim_start_matches(['?', '#'])).ok()?;
    let object: Map<String, Value> = pairs
        .into_iter()
        .map(|(name, value)| (name, Value::String(value)))
        .collect();
    if object.contains_key("access_token") {
        return Some(token_answer(&object, now));
    }
    let is_refusal = object.contains_key("error");
    Some(if is_refusal {
        refusal(Kind::ErrorAnswer, &object)
    } else {
        Recognised::new(Kind::CallbackUrl).claims(masked(&object))
    })
}

fn markup(text: &str, now: UnixTime) -> Recognised {
    if fields::is_html("", text.as_bytes()) {
        return Recognised::new(Kind::WebPage).note("inspect-note-web-page");
    }
    if let Some(saml) = saml(text) {
        return saml;
    }
    match fields::read("application/xml", text.as_bytes()) {
        Ok(object) if object.contains_key("access_token") => token_answer(&object, now),
        Ok(object) if object.contains_key("error") => refusal(Kind::ErrorAnswer, &object),
        Ok(_) => Recognised::new(Kind::Xml),
        Err(_) => Recognised::new(Kind::Xml).note("inspect-note-xml-broken"),
    }
}

/// SAML travels as base64, with line breaks or without.
fn encoded_saml(text: &str) -> Option<Recognised> {
    let packed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let standard = packed.replace('-', "+").replace('_', "/");
    let padding = "=".repeat((4 - standard.trim_end_matches('=').len() % 4) % 4);
    let bytes = STANDARD
        .decode(format!("{}{padding}", standard.trim_end_matches('=')))
        .ok()?;
    saml(std::str::from_utf8(&bytes).ok()?)
}

/// Reads a SAML 2.0 assertion or response; its signature is not looked at.
fn saml(text: &str) -> Option<Recognised> {
    if !text.contains("urn:oasis:names:tc:SAML:") {
        return None;
    }
    let options = roxmltree::ParsingOptions {
        allow_dtd: false,
        nodes_limit: MAX_NODES,
        ..Default::default()
    };
    let document = roxmltree::Document::parse_with_options(text, options).ok()?;
    let root = document.root_element();
    let kind = match root.tag_name().name() {
        "Assertion" => Kind::SamlAssertion,
        "Response" => Kind::SamlResponse,
        _ => return None,
    };
    let find = |name: &str| {
        root.descendants()
            .find(|node| node.tag_name().name() == name)
    };
    let text_of = |name: &str| {
        find(name)
            .and_then(|node| node.text())
            .map(|text| clean(text.trim(), &[]))
    };
    let attribute = |node: &str, name: &str| {
        find(node)
            .and_then(|node| node.attribute(name))
            .map(|text| clean(text, &[]))
    };
    let claims = json!({
        "issuer": text_of("Issuer"),
        "subject": text_of("NameID"),
        "audience": text_of("Audience"),
        "recipient": attribute("SubjectConfirmationData", "Recipient"),
        "not_before": attribute("Conditions", "NotBefore"),
        "not_on_or_after": attribute("Conditions", "NotOnOrAfter"),
        "is_signed": find("Signature").is_some(),
    });
    let out = Recognised::new(kind).claims(claims.as_object().cloned().unwrap_or_default());
    Some(out.note("inspect-note-not-verified").note_if(
        find("EncryptedAssertion").is_some(),
        "inspect-note-encrypted",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAML: &str = r#"<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"><saml:Issuer>3MVG9x</saml:Issuer>
        <saml:Subject><saml:NameID>ada@acme.example</saml:NameID></saml:Subject>
        <saml:Conditions NotOnOrAfter="2026-02-02T02:45:00Z"><saml:AudienceRestriction><saml:Audience>https://login.salesforce.com</saml:Audience></saml:AudienceRestriction></saml:Conditions></saml:Assertion>"#;

    fn look(text: &str) -> Recognised {
        read(text, UnixTime::from_secs(0)).unwrap_or_else(|| Recognised::new(Kind::Unknown))
    }

    #[test]
    fn saml_is_read_plain_and_encoded() {
        let wrapped = STANDARD
            .encode(SAML)
            .as_bytes()
            .chunks(76)
            .map(String::from_utf8_lossy)
            .collect::<Vec<_>>()
            .join("\n");
        for text in [SAML.to_owned(), wrapped] {
            let out = look(&text);
            assert_eq!(out.kind, Kind::SamlAssertion);
            let claims = out.claims.unwrap_or_default();
            assert_eq!(claims.get("subject"), Some(&json!("ada@acme.example")));
            assert_eq!(claims.get("is_signed"), Some(&json!(false)));
        }
    }

    #[test]
    fn tokens_inside_an_answer_are_recognised_too() {
        let out = look(
            r#"{"access_token":"00D5e0000012ABC!AQ4","id_token":"eyJhbGciOiJub25lIn0.e30.","scope":"api"}"#,
        );
        let inside: Vec<(&str, Kind)> = out
            .inside
            .iter()
            .map(|(name, inside)| (name.as_str(), inside.kind))
            .collect();
        assert_eq!(
            inside,
            [
                ("access_token", Kind::OpaqueAccessToken),
                ("id_token", Kind::Jwt)
            ]
        );
    }

    #[test]
    fn refusals_of_every_spelling_can_be_explained() {
        for text in [
            r#"{"error":"invalid_grant","error_description":"expired authorization code"}"#,
            "<OAuth><error>invalid_grant</error><error_description>expired authorization code</error_description></OAuth>",
            "error=invalid_grant&error_description=expired%20authorization%20code",
        ] {
            let org = look(text).problem.and_then(|problem| problem.org);
            let said = org.map(|org| (org.error, org.error_description.unwrap_or_default()));
            assert_eq!(
                said,
                Some(("invalid_grant".into(), "expired authorization code".into())),
                "{text}"
            );
        }
    }
}
