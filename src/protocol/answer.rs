//! The token answer, read once for all flows (`interactive.md` 2.5).
//!
//! Liberal in what is left out or spelled oddly, strict in what is used as a
//! secret: a token is visible ASCII of at most 64 KiB (R30), or there is none.

use std::fmt;
use std::time::Duration;

use serde_json::{Map, Value};

use super::error::FlowError;
use super::jwt::Jwt;
use super::signature;
use crate::model::scope::Scopes;
use crate::model::secret::{AccessToken, ClientSecret, IdToken, RefreshToken, Secret};
use crate::model::time::UnixTime;
use crate::model::token::{Expiry, ExpirySource, IdTokenVerdict, TokenSet};
use crate::model::web_session::{WebSecret, WebSecretKind, WebSession};

/// The longest token, in bytes.
const MAX_TOKEN: usize = 64 * 1024;

/// A lifetime beyond ten years is no lifetime.
const MAX_LIFETIME_SECS: f64 = 10.0 * 365.0 * 86_400.0;

/// Names that [`TokenAnswer`] has fields for; every other name is kept as it came.
const KNOWN: [&str; 14] = [
    "access_token",
    "refresh_token",
    "id_token",
    "token_type",
    "scope",
    "instance_url",
    "id",
    "issued_at",
    "expires_in",
    "signature",
    "sfdc_community_url",
    "sfdc_community_id",
    "sfdc_site_url",
    "sfdc_site_id",
];

/// One token answer, before anything in it was verified.
pub struct TokenAnswer {
    /// `access_token`
    pub access_token: AccessToken,
    /// `refresh_token`; absent on a refresh without rotation.
    pub refresh_token: Option<RefreshToken>,
    /// `id_token`, with scope `openid`.
    pub id_token: Option<IdToken>,
    /// `token_type` as sent; `Bearer` when it was left out.
    pub token_type: String,
    /// `scope`: what was granted.
    pub scope: Option<Scopes>,
    /// `instance_url` without trailing slashes.
    pub instance_url: Option<String>,
    /// `id`, letter for letter: the signature covers it.
    pub id_url: Option<String>,
    /// `issued_at`, as the text that the signature covers.
    pub issued_at: Option<String>,
    /// `expires_in`; Salesforce leaves it out.
    pub expires_in: Option<Duration>,
    /// `signature`
    pub signature: Option<String>,
    /// `sfdc_community_url`, for a login through a site.
    pub community_url: Option<String>,
    /// `sfdc_community_id`
    pub community_id: Option<String>,
    /// The web sessions of a hybrid flow.
    pub web: Vec<WebSecret>,
    /// Every field we have no name for; may hold secrets.
    pub others: Map<String, Value>,
}

impl TokenAnswer {
    /// Reads the fields of a 2xx answer.
    ///
    /// # Errors
    ///
    /// [`FlowError::Unverified`]: no access token, or something that cannot be a token.
    pub fn read(mut fields: Map<String, Value>) -> Result<Self, FlowError> {
        let token = |name| token_field(&fields, name);
        let access_token =
            token("access_token")?.ok_or(malformed("access_token_missing", "access_token"))?;
        let (refresh_token, id_token) = (token("refresh_token")?, token("id_token")?);
        let token_type = token_type(&fields)?;
        let web = web(&fields)?;
        let text = |name: &str| text_field(&fields, name);
        let answer = Self {
            access_token: AccessToken::new(access_token),
            refresh_token: refresh_token.map(RefreshToken::new),
            id_token: id_token.map(IdToken::new),
            token_type,
            scope: scope(&fields),
            // One published sample has a trailing slash, real answers have none (`interactive.md` 1.2).
            instance_url: text("instance_url").map(|url| url.trim_end_matches('/').to_owned()),
            id_url: text("id"),
            issued_at: text("issued_at"),
            expires_in: lifetime(fields.get("expires_in")),
            signature: text("signature"),
            // Salesforce: one address, two names; token exchange uses the second (`machine-and-admin.md` 4.3).
            community_url: text("sfdc_community_url")
                .or_else(|| text("sfdc_site_url"))
                .map(|url| url.trim_end_matches('/').to_owned()),
            community_id: text("sfdc_community_id").or_else(|| text("sfdc_site_id")),
            web,
            others: Map::new(),
        };
        let is_web = |name: &str| WebSecretKind::ALL.iter().any(|kind| kind.field() == name);
        fields.retain(|name, _| !KNOWN.contains(&name.as_str()) && !is_web(name));
        Ok(Self {
            others: fields,
            ..answer
        })
    }

    /// Makes the token set: signature judged, expiry worked out, the ID token not yet looked at.
    #[must_use]
    pub fn into_tokens(self, secret: Option<&ClientSecret>, now: UnixTime) -> TokenSet {
        let expiry = self.expiry(now);
        let signature = signature::check(
            secret,
            self.id_url.as_deref(),
            self.issued_at.as_deref(),
            self.signature.as_deref(),
        );
        TokenSet {
            access_token: self.access_token,
            refresh_token: self.refresh_token,
            id_token: self.id_token,
            token_type: self.token_type,
            scope: self.scope,
            instance_url: self.instance_url,
            id_url: self.id_url,
            issued_at: self.issued_at.as_deref().and_then(moment),
            answered_at: None,
            expiry,
            signature,
            id_token_verdict: IdTokenVerdict::None,
            community_url: self.community_url,
            web: self.web,
        }
    }

    /// Works out the expiry: the token's own `exp`, else `expires_in`, else nobody said (R35).
    fn expiry(&self, now: UnixTime) -> Option<Expiry> {
        let own = Jwt::read(self.access_token.expose()).and_then(|jwt| jwt.seconds("exp"));
        match (own, self.expires_in) {
            (Some(exp), _) => Some(Expiry {
                at: UnixTime::from_secs(exp),
                source: ExpirySource::Jwt,
            }),
            (None, Some(lifetime)) => Some(Expiry {
                at: now.after(lifetime),
                source: ExpirySource::ExpiresIn,
            }),
            (None, None) => None,
        }
    }
}

impl fmt::Debug for TokenAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TokenAnswer, {}", self.token_type)
    }
}

fn malformed(code: &'static str, field: &'static str) -> FlowError {
    FlowError::Unverified {
        code,
        field,
        value: String::new(),
    }
}

/// Reads a token; an empty text and `null` are none.
fn token_field(
    fields: &Map<String, Value>,
    name: &'static str,
) -> Result<Option<String>, FlowError> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.is_empty() => Ok(None),
        Some(Value::String(text))
            if text.len() <= MAX_TOKEN && text.bytes().all(|b| b.is_ascii_graphic()) =>
        {
            Ok(Some(text.clone()))
        }
        Some(_) => Err(malformed("token_malformed", name)),
    }
}

/// RFC 6749 section 7.1: a token of a type one does not know must not be used.
fn token_type(fields: &Map<String, Value>) -> Result<String, FlowError> {
    match fields.get("token_type") {
        None | Some(Value::Null) => Ok("Bearer".to_owned()),
        Some(Value::String(text)) if text.eq_ignore_ascii_case("bearer") => Ok(text.clone()),
        // Bound to a key of the app: recognised so that it can be explained (`interactive.md` 2.10).
        Some(Value::String(text)) if text.eq_ignore_ascii_case("dpop") => {
            Err(malformed("token_type_dpop", "token_type"))
        }
        Some(_) => Err(malformed("token_type_unknown", "token_type")),
    }
}

/// Reads a text; a number becomes its digits, as `issued_at` comes in both ways.
fn text_field(fields: &Map<String, Value>, name: &str) -> Option<String> {
    match fields.get(name)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Reads the web sessions that a hybrid flow brings (`interactive.md` 5).
fn web(fields: &Map<String, Value>) -> Result<Vec<WebSecret>, FlowError> {
    let mut found = Vec::new();
    for kind in WebSecretKind::ALL {
        let Some(secret) = token_field(fields, kind.field())? else {
            continue;
        };
        let domain = kind
            .domain_field()
            .and_then(|name| text_field(fields, name));
        let domain = domain.filter(|host| is_host(host));
        found.push(WebSecret {
            session: WebSession { kind, domain },
            secret: Secret::new(secret),
        });
    }
    Ok(found)
}

/// A name of a host, with a port at most: what is more is not shown as one.
fn is_host(text: &str) -> bool {
    text.len() <= 253
        && !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':'))
}

fn scope(fields: &Map<String, Value>) -> Option<Scopes> {
    match fields.get("scope")? {
        Value::String(text) => Some(Scopes::told(text)),
        Value::Array(names) => {
            let names: Vec<&str> = names.iter().filter_map(Value::as_str).collect();
            Some(Scopes::told(&names.join(" ")))
        }
        _ => None,
    }
}

/// Reads `expires_in`, a number or its digits, in seconds; nonsense is as good as nothing.
fn lifetime(value: Option<&Value>) -> Option<Duration> {
    let secs = match value? {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    (secs > 0.0 && secs <= MAX_LIFETIME_SECS).then(|| Duration::from_secs_f64(secs.floor()))
}

/// Reads `issued_at`, milliseconds or seconds; before 2000 or after 2100 nobody issued anything.
fn moment(text: &str) -> Option<UnixTime> {
    let moment = UnixTime::from_secs_or_millis(text.parse().ok()?);
    (946_684_800..4_102_444_800)
        .contains(&moment.as_secs())
        .then_some(moment)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;
    use crate::model::token::SignatureVerdict;
    use proptest::prelude::*;
    use serde_json::json;

    fn read(value: Value) -> Result<TokenAnswer, FlowError> {
        TokenAnswer::read(value.as_object().unwrap().clone())
    }

    /// The answer of `interactive.md` 2.5.
    fn published() -> Value {
        json!({
            "access_token": "00D5e0000012ABC!AQ4AQMadeUp.MadeUp", "refresh_token": "5Aep861MadeUp_MadeUp",
            "signature": "8xkw1RTkt7NQWyZvtLH58gH4IX6IUU/5uDej6o1mJEQ=", "scope": "refresh_token openid api id",
            "instance_url": "https://acme.my.salesforce.com/",
            "id": "https://login.salesforce.com/id/00D5e0000012ABCEA2/0055e000003XYZqAAO",
            "token_type": "Bearer", "issued_at": "1770000000000", "feature_flags": {"x": 1}, "token_format": "opaque"
        })
    }

    #[test]
    fn the_published_answer_reads_whole() {
        let answer = read(published()).unwrap();
        assert_eq!(
            answer.instance_url.as_deref(),
            Some("https://acme.my.salesforce.com")
        );
        assert_eq!(
            answer.others.keys().collect::<Vec<_>>(),
            ["feature_flags", "token_format"]
        );
        let secret = ClientSecret::new("1234567890123456789".to_owned());
        let tokens = answer.into_tokens(Some(&secret), UnixTime::from_secs(0));
        assert_eq!(tokens.signature, SignatureVerdict::Valid);
        assert_eq!(tokens.issued_at, Some(UnixTime::from_secs(1_770_000_000)));
        assert_eq!(tokens.expiry, None);
        assert_eq!(
            tokens.scope.unwrap().to_string(),
            "refresh_token openid api id"
        );
    }

    #[test]
    fn numbers_lists_and_gaps_are_lived_with() {
        let answer = read(json!({"access_token": "x", "issued_at": 1_770_000_000_000_i64, "scope": ["a", "b"], "expires_in": "3600"})).unwrap();
        assert_eq!(answer.issued_at.as_deref(), Some("1770000000000"));
        let tokens = answer.into_tokens(None, UnixTime::from_secs(100));
        assert_eq!(tokens.token_type, "Bearer");
        assert_eq!(
            tokens.expiry,
            Some(Expiry {
                at: UnixTime::from_secs(3700),
                source: ExpirySource::ExpiresIn
            })
        );
        assert_eq!(tokens.scope.unwrap().to_string(), "a b");
        assert!(
            read(json!({"access_token": "x", "refresh_token": ""}))
                .unwrap()
                .refresh_token
                .is_none()
        );
    }

    #[test]
    fn web_sessions_are_read_with_their_hosts() {
        let answer = read(json!({"access_token": "x", "lightning_domain": "acme.lightning.force.com", "lightning_sid": "00D!l",
            "visualforce_domain": "https://evil/?", "visualforce_sid": "00D!v", "content_domain": "acme.file.force.com",
            "csrf_token": "c", "cookie-sid_Client": "B0", "sidCookieName": "sid"}))
        .unwrap();
        let told: Vec<_> = answer
            .web
            .iter()
            .map(|one| {
                (
                    one.session.kind,
                    one.session.domain.as_deref(),
                    one.secret.expose(),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                (
                    WebSecretKind::Lightning,
                    Some("acme.lightning.force.com"),
                    "00D!l"
                ),
                (WebSecretKind::Visualforce, None, "00D!v"),
                (WebSecretKind::Csrf, None, "c"),
                (WebSecretKind::Client, None, "B0"),
            ]
        );
        assert_eq!(
            answer
                .others
                .keys()
                .filter(|name| name.ends_with("sid"))
                .count(),
            0
        );
        assert!(read(json!({"access_token": "x", "lightning_sid": "a b"})).is_err());
    }

    #[test]
    fn odd_lifetimes_are_no_lifetimes() {
        for odd in [
            json!(-1),
            json!(0),
            json!(1e308),
            json!("abc"),
            json!([60]),
            json!(null),
            json!("NaN"),
            json!("inf"),
        ] {
            assert_eq!(lifetime(Some(&odd)), None, "{odd}");
        }
        assert_eq!(moment("1"), None);
        assert_eq!(moment("99999999999999999"), None);
        assert_eq!(
            moment("1770000000"),
            Some(UnixTime::from_secs(1_770_000_000))
        );
    }

    #[test]
    fn what_cannot_be_a_token_is_refused() {
        let code = |value: Value| match read(value) {
            Err(FlowError::Unverified { code, .. }) => code,
            other => panic!("{other:?}"),
        };
        assert_eq!(code(json!({})), "access_token_missing");
        assert_eq!(code(json!({"access_token": null})), "access_token_missing");
        for odd in [
            json!(7),
            json!(["x"]),
            json!("a b"),
            json!("a\r\nb"),
            json!("a\u{0}b"),
            json!("ä"),
            json!("x".repeat(MAX_TOKEN + 1)),
        ] {
            assert_eq!(code(json!({"access_token": odd})), "token_malformed");
        }
        assert_eq!(
            code(json!({"access_token": "x", "refresh_token": 7})),
            "token_malformed"
        );
        assert_eq!(
            code(json!({"access_token": "x", "token_type": "mac"})),
            "token_type_unknown"
        );
        assert_eq!(
            code(json!({"access_token": "x", "token_type": "DPoP"})),
            "token_type_dpop"
        );
    }

    #[test]
    fn a_jwt_says_itself_when_it_ends() {
        let jwt = "eyJhbGciOiJSUzI1NiJ9.eyJleHAiOjEzMDA4MTkzODB9.c2ln";
        let tokens = read(json!({"access_token": jwt, "expires_in": 60}))
            .unwrap()
            .into_tokens(None, UnixTime::from_secs(0));
        assert_eq!(
            tokens.expiry,
            Some(Expiry {
                at: UnixTime::from_secs(1_300_819_380),
                source: ExpirySource::Jwt
            })
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]
        #[test]
        fn expiry_is_total(expires_in in any::<f64>(), now in any::<i64>(), issued_at in any::<i64>()) {
            let answer = read(json!({"access_token": "x", "expires_in": expires_in, "issued_at": issued_at})).unwrap();
            let _ = answer.into_tokens(None, UnixTime::from_millis(now));
        }
    }
}
