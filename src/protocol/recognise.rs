//! Recognising what was pasted: a token, an answer, an address. Nothing is sent, nothing kept, nothing verified.
//!
//! What comes out holds no token: the parts that can be read are shown, the
//! parts that prove something are not.

mod address;
mod document;
mod kind;
mod plain;
mod token;

use std::fmt;

use serde_json::{Map, Value};

pub use kind::Kind;

use crate::model::problem::{OrgWords, Problem, ProblemKind};
use crate::model::time::UnixTime;
use crate::model::words;

/// The longest text that is looked at, in bytes.
const MAX_TEXT: usize = 1024 * 1024;

/// A remark about a part: a words key and its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The words key, `inspect-note-…`.
    pub key: &'static str,
    /// Values for its placeholders.
    pub values: Vec<(&'static str, String)>,
}

impl Note {
    /// Returns the remark as a text.
    #[must_use]
    pub fn text(&self) -> String {
        let values: Vec<(&str, &str)> = self
            .values
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        words::with(self.key, &values)
    }
}

/// What a text is, taken apart.
#[derive(Clone, PartialEq)]
pub struct Recognised {
    /// What it is.
    pub kind: Kind,
    /// The JOSE header of a JWT.
    pub header: Option<Map<String, Value>>,
    /// Claims of a JWT, fields of an answer, parameters of an address; secret ones are masked.
    pub claims: Option<Map<String, Value>>,
    /// Remarks, the weightiest first.
    pub notes: Vec<Note>,
    /// The org's refusal, where the text is one: it can be explained.
    pub problem: Option<Box<Problem>>,
    /// Tokens inside an answer, by the name of their field.
    pub inside: Vec<(String, Recognised)>,
}

impl Recognised {
    fn new(kind: Kind) -> Self {
        Self {
            kind,
            header: None,
            claims: None,
            notes: Vec::new(),
            problem: None,
            inside: Vec::new(),
        }
    }

    fn note(mut self, key: &'static str) -> Self {
        self.notes.push(Note {
            key,
            values: Vec::new(),
        });
        self
    }

    fn note_if(self, holds: bool, key: &'static str) -> Self {
        if holds { self.note(key) } else { self }
    }

    fn note_with(
        mut self,
        key: &'static str,
        name: &'static str,
        value: impl Into<String>,
    ) -> Self {
        self.notes.push(Note {
            key,
            values: vec![(name, value.into())],
        });
        self
    }

    /// Adds the org's refusal, and the three texts that explain it.
    fn refusal(mut self, org: OrgWords) -> Self {
        let problem = Problem::new(ProblemKind::Refused, &org.error.clone()).said(org);
        let explained = problem.explain();
        self.notes.push(Note {
            key: "inspect-note-refusal",
            values: vec![
                ("what", explained.what),
                ("cause", explained.cause),
                ("next", explained.next),
            ],
        });
        self.problem = Some(Box::new(problem));
        self
    }

    fn claims(mut self, claims: Map<String, Value>) -> Self {
        self.claims = Some(claims);
        self
    }
}

impl fmt::Debug for Recognised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recognised({})", self.kind.as_str())
    }
}

/// Says what a text is, and takes it apart.
#[must_use]
pub fn recognise(text: &str, now: UnixTime) -> Recognised {
    let text = unwrapped(text);
    if text.is_empty() {
        return Recognised::new(Kind::Nothing);
    }
    if text.len() > MAX_TEXT {
        return Recognised::new(Kind::Unknown).note("inspect-note-too-long");
    }
    address::read(text)
        .or_else(|| document::read(text, now))
        .or_else(|| token::read(text, now))
        .or_else(|| plain::read(text))
        .unwrap_or_else(|| Recognised::new(Kind::Unknown).note("inspect-note-unknown"))
}

/// Returns the meaning of a claim or field, where the catalogue knows it.
#[must_use]
pub fn meaning(name: &str) -> Option<String> {
    words::find(&format!(
        "claim-{}",
        name.to_ascii_lowercase().replace('_', "-")
    ))
}

/// Takes off what people copy along: quotes, `Authorization: Bearer`, `SF_ACCESS_TOKEN=`.
#[must_use]
pub fn unwrapped(text: &str) -> &str {
    let mut text = text.trim().trim_start_matches('\u{feff}');
    for prefix in [
        "Authorization:",
        "authorization:",
        "Bearer ",
        "bearer ",
        "export ",
        "SF_ACCESS_TOKEN=",
        "access_token:",
    ] {
        text = text.strip_prefix(prefix).unwrap_or(text).trim_start();
    }
    let is_quoted = |quote| text.len() > 1 && text.starts_with(quote) && text.ends_with(quote);
    if is_quoted('"') || is_quoted('\'') {
        text.get(1..text.len() - 1).unwrap_or(text).trim()
    } else {
        text
    }
}

/// Names under which something secret travels; their values are masked.
fn is_secret(name: &str) -> bool {
    const SECRET: [&str; 22] = [
        "access_token",
        "refresh_token",
        "id_token",
        "token",
        "code",
        "state",
        "nonce",
        "signature",
        "client_secret",
        "client_assertion",
        "code_verifier",
        "assertion",
        "password",
        "device_code",
        "csrf_token",
        "parent_sid",
        "registration_access_token",
        "beacon_child_consumer_secret",
        "oauth_token",
        "sid",
        "otp",
        "frontdoor_uri",
    ];
    SECRET.contains(&name) || name.ends_with("_sid") || name.starts_with("cookie-")
}

/// Masks secret values; their length is not shown.
fn masked(fields: &Map<String, Value>) -> Map<String, Value> {
    let mask = |(name, value): (&String, &Value)| {
        let is_hidden = is_secret(name) && !value.is_null();
        let shown = if is_hidden {
            Value::String(words::text("inspect-hidden"))
        } else {
            value.clone()
        };
        (name.clone(), shown)
    };
    fields.iter().map(mask).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: UnixTime = UnixTime::from_secs(1_770_000_000);

    fn kind(text: &str) -> &'static str {
        recognise(text, NOW).kind.as_str()
    }

    #[test]
    fn every_kind_is_told_from_the_others() {
        for (text, expected) in [
            ("", "nothing"),
            (
                "00D5e0000012ABC!AQ4AQMadeUp.MadeUp_x",
                "opaque_access_token",
            ),
            (
                "Authorization: Bearer 00D5e0000012ABC!AQ4AQ",
                "opaque_access_token",
            ),
            (
                "\"5Aep861MadeUpMadeUpMadeUpMadeUp_MadeUp\"",
                "refresh_token",
            ),
            (
                "3MVG9demoKEY000000000000000000000000000000000000",
                "consumer_key",
            ),
            (
                "1A2B3C4D5E6F708192A3B4C5D6E7F8091A2B3C4D5E6F708192A3B4C5D6E7F809",
                "consumer_secret",
            ),
            (
                "force://PlatformCLI::5Aep861x@acme.my.salesforce.com",
                "sfdx_auth_url",
            ),
            (
                "https://login.salesforce.com/services/oauth2/authorize?response_type=code&client_id=x",
                "authorize_url",
            ),
            (
                "http://localhost:1717/OauthRedirect?code=a&state=b",
                "callback_url",
            ),
            ("https://x/cb#access_token=a&state=b", "callback_url"),
            (
                "https://login.salesforce.com/id/00D5e0000012ABCEA2/0055e000003XYZqAAO",
                "identity_url",
            ),
            (
                "https://acme.my.salesforce.com/secur/frontdoor.jsp?sid=x",
                "frontdoor_url",
            ),
            (
                "https://acme.my.salesforce.com/setup/secur/RemoteAccessErrorPage.apexp?error=x",
                "error_page_url",
            ),
            ("https://acme.my.salesforce.com/", "url"),
            (r#"{"access_token":"00D!x","id":"y"}"#, "token_answer"),
            (
                "<OAuth><access_token>x</access_token></OAuth>",
                "token_answer",
            ),
            ("access_token=00D%21x&instance_url=y", "token_answer"),
            (r#"{"error":"invalid_grant"}"#, "error_answer"),
            ("error=invalid_token&error_description=x", "error_answer"),
            (
                r#"[{"errorCode":"INVALID_SESSION_ID","message":"x"}]"#,
                "error_answer",
            ),
            ("Bad_OAuth_Token", "error_answer"),
            ("OAUTH_APPROVAL_ERROR_GENERIC", "error_answer"),
            (r#"{"active":false}"#, "introspection_answer"),
            (
                r#"{"user_id":"005","organization_id":"00D","username":"a","asserted_user":true}"#,
                "identity_answer",
            ),
            (
                r#"{"sub":"x","user_id":"005","organization_id":"00D","preferred_username":"a"}"#,
                "userinfo_answer",
            ),
            (
                r#"{"issuer":"x","token_endpoint":"y"}"#,
                "discovery_document",
            ),
            (r#"{"keys":[]}"#, "jwks"),
            (r#"{"device_code":"x","user_code":"y"}"#, "device_answer"),
            (r#"{"frontdoor_uri":"https://x"}"#, "single_access_answer"),
            (r#"{"a":1}"#, "json"),
            (
                "<Assertion xmlns=\"urn:oasis:names:tc:SAML:2.0:assertion\"/>",
                "saml_assertion",
            ),
            ("-----BEGIN PRIVATE KEY-----\nx", "private_key"),
            ("-----BEGIN CERTIFICATE-----\nx", "certificate"),
            ("<!doctype html><p>x", "web_page"),
            ("hello world", "unknown"),
        ] {
            assert_eq!(kind(text), expected, "{text}");
        }
    }

    #[test]
    fn nothing_secret_comes_out() {
        for text in [
            r#"{"access_token":"CANARY","refresh_token":"CANARY","id_token":"CANARY","lightning_sid":"CANARY","signature":"CANARY"}"#,
            "https://x/cb?code=CANARY&state=CANARY",
            "force://PlatformCLI:CANARY:CANARY@acme.my.salesforce.com",
            "00D5e0000012ABC!CANARY",
            "https://acme.my.salesforce.com/secur/frontdoor.jsp?sid=CANARY",
            "https://x/services/oauth2/authorize?client_secret=CANARY&state=CANARY",
            "-----BEGIN PRIVATE KEY-----\nCANARY",
            "5Aep861CANARYxxxxxxxxxxxxxxxxxxxxxxx",
        ] {
            let out = recognise(text, NOW);
            let notes: Vec<String> = out.notes.iter().map(Note::text).collect();
            let shown = format!(
                "{:?} {:?} {notes:?} {:?}",
                out.header, out.claims, out.inside
            );
            assert!(!shown.contains("CANARY"), "{text}: {shown}");
        }
    }

    #[test]
    fn every_note_has_its_text() {
        let keys = crate::model::words::ENGLISH;
        for file in [
            include_str!("recognise.rs"),
            include_str!("recognise/address.rs"),
            include_str!("recognise/document.rs"),
            include_str!("recognise/plain.rs"),
            include_str!("recognise/token.rs"),
        ] {
            let code = file.split("#[cfg(test)]").next().unwrap_or_default();
            for part in code.split("\"inspect-note-").skip(1) {
                let key = format!(
                    "inspect-note-{}",
                    part.split('"').next().unwrap_or_default()
                );
                assert!(
                    keys.contains(&format!("\n{key} =")),
                    "{key} is not in the catalogue"
                );
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]
        #[test]
        fn no_text_makes_it_panic(text in "(.|eyJ|\\{|<|://|=|&|00D|!|force|\"){0,30}") {
            let _ = recognise(&text, NOW);
        }
    }
}
