//! A subject token on its way: what it is, whether it can be one, and the form in which it is sent.
//!
//! Specification: RFC 8693 sections 2.1 and 3; `machine-and-admin.md` 4.1, 4.2.
//! Nothing is verified here: whether to believe the token is for the org to decide.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, URL_SAFE_NO_PAD};

use super::error::FlowError;
use super::jwt::Jwt;
use super::recognise::{Kind, recognise, unwrapped};
use crate::model::problem::{Problem, ProblemKind};
use crate::model::secret::{Secret, SubjectToken};
use crate::model::subject_token::SubjectType;
use crate::model::time::UnixTime;
use crate::model::words;

/// Salesforce: the longest subject token, in characters.
const MOST: usize = 10_000;

/// A token of another provider, ready to be sent.
#[derive(Debug)]
pub struct Subject {
    /// The token, as it is sent.
    pub token: SubjectToken,
    /// What it is.
    pub kind: SubjectType,
    /// It is a JWT whose own time is over: the org will hardly take it.
    pub is_over: bool,
}

/// Reads what was given; `said` is what the profile says it is.
///
/// # Errors
///
/// Why it cannot be a subject token; nothing of it is in the error.
pub fn read(
    given: &Secret,
    said: Option<SubjectType>,
    now: UnixTime,
) -> Result<Subject, FlowError> {
    let text = unwrapped(given.expose());
    if text.is_empty() {
        return Err(wrong("subject_token_missing").into());
    }
    let found = recognise(text, now).kind;
    if is_no_token(found) {
        let what = words::text(&found.key());
        return Err(wrong("subject_token_no_token").with("what", what).into());
    }
    let kind = said.unwrap_or_else(|| kind_of(found));
    let token = match kind {
        SubjectType::Saml2 => assertion(text)?,
        SubjectType::IdToken | SubjectType::Jwt if !is_jwt(text) => {
            let name = words::text(&format!("subject-type-{}", kind.as_str().replace('_', "-")));
            return Err(wrong("subject_token_no_jwt").with("name", name).into());
        }
        _ => text.to_owned(),
    };
    // Bearer tokens are visible ASCII (RFC 6750 section 2.1): a break in the middle is a copy gone wrong.
    if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(wrong("subject_token_broken").into());
    }
    if token.len() > MOST {
        let length = token.len().to_string();
        return Err(wrong("subject_token_too_long")
            .with("length", length)
            .into());
    }
    let ends = Jwt::read(text).and_then(|jwt| jwt.seconds("exp"));
    Ok(Subject {
        token: SubjectToken::new(token),
        kind,
        is_over: ends.is_some_and(|secs| UnixTime::from_secs_or_millis(secs) <= now),
    })
}

fn wrong(code: &str) -> Problem {
    Problem::new(ProblemKind::Usage, code).at("subject_token")
}

/// Says what a text surely is that no provider issues as a token; it may hold more than it should tell.
fn is_no_token(found: Kind) -> bool {
    matches!(
        found,
        Kind::ConsumerKey
            | Kind::SfdxAuthUrl
            | Kind::AuthorizeUrl
            | Kind::CallbackUrl
            | Kind::ErrorPageUrl
            | Kind::IdentityUrl
            | Kind::FrontdoorUrl
            | Kind::Url
            | Kind::TokenAnswer
            | Kind::ErrorAnswer
            | Kind::IntrospectionAnswer
            | Kind::IdentityAnswer
            | Kind::UserinfoAnswer
            | Kind::DeviceAnswer
            | Kind::SingleAccessAnswer
            | Kind::DiscoveryDocument
            | Kind::Jwks
            | Kind::SamlResponse
            | Kind::PrivateKey
            | Kind::Certificate
            | Kind::WebPage
            | Kind::Json
            | Kind::Xml
    )
}

/// Sees from its form what a token is; one that tells nothing is an access token.
fn kind_of(found: Kind) -> SubjectType {
    match found {
        Kind::IdToken => SubjectType::IdToken,
        Kind::Jwt | Kind::JwtAssertion | Kind::EncryptedJwt => SubjectType::Jwt,
        Kind::SamlAssertion => SubjectType::Saml2,
        Kind::RefreshToken => SubjectType::RefreshToken,
        _ => SubjectType::AccessToken,
    }
}

/// Three parts when signed (RFC 7515), five when encrypted (RFC 7516).
fn is_jwt(text: &str) -> bool {
    Jwt::read(text).is_some() || text.starts_with("eyJ") && text.matches('.').count() == 4
}

/// Writes a SAML assertion in base64url, however it was given: as XML, or in either alphabet.
fn assertion(text: &str) -> Result<String, FlowError> {
    let xml = if text.starts_with('<') {
        text.as_bytes().to_vec()
    } else {
        let packed: String = text
            .chars()
            .filter(|letter| !letter.is_whitespace())
            .map(|letter| match letter {
                '+' => '-',
                '/' => '_',
                other => other,
            })
            .collect();
        EITHER_PADDING.decode(packed).unwrap_or_default()
    };
    match xml.starts_with(b"<") {
        true => Ok(URL_SAFE_NO_PAD.encode(xml)),
        false => Err(wrong("subject_token_no_saml").into()),
    }
}

const EITHER_PADDING: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;
    use base64::engine::general_purpose::STANDARD;
    use serde_json::{Value, json};

    const NOW: UnixTime = UnixTime::from_secs(1_770_000_000);
    const SAML: &str = r#"<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"><saml:Issuer>https://id.example</saml:Issuer></saml:Assertion>"#;

    fn look(text: &str, said: Option<SubjectType>) -> Result<Subject, FlowError> {
        read(&Secret::new(text.to_owned()), said, NOW)
    }

    fn jwt(claims: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        format!("{}.{}.c2ln", part(&json!({"alg": "RS256"})), part(claims))
    }

    #[test]
    fn the_form_tells_the_kind_unless_the_profile_does() {
        let id = jwt(&json!({"iss": "https://id.example", "aud": "k", "sub": "ada", "nonce": "n"}));
        let plain = jwt(&json!({"iss": "https://id.example", "sub": "ada"}));
        let access = jwt(&json!({"scp": "api", "sub": "uid:005"}));
        for (text, kind) in [
            (id.as_str(), SubjectType::IdToken),
            (&plain, SubjectType::Jwt),
            (&access, SubjectType::AccessToken),
            ("eyJh.b.c.d.e", SubjectType::Jwt),
            (SAML, SubjectType::Saml2),
            (
                "5Aep861TSESvWeug_xvFHRBTTbf_YrTWgEyjBJrXr34yU8vP7xP9Nu0",
                SubjectType::RefreshToken,
            ),
            (
                "gho_16C7e42F292c6912E7710c838347Ae178B4a",
                SubjectType::AccessToken,
            ),
        ] {
            assert_eq!(look(text, None).unwrap().kind, kind, "{text}");
        }
        let said = look(&id, Some(SubjectType::Jwt)).unwrap();
        assert_eq!(said.kind, SubjectType::Jwt);
        assert_eq!(said.token.expose(), id);
        assert_eq!(
            look(&format!("Bearer {id}\n"), None)
                .unwrap()
                .token
                .expose(),
            id
        );
    }

    #[test]
    fn an_assertion_is_sent_in_base64url_however_it_was_given() {
        let sent = URL_SAFE_NO_PAD.encode(SAML);
        let standard = STANDARD.encode(SAML);
        let folded = format!("{}\n{}", &standard[..64], &standard[64..]);
        for given in [SAML, &standard, &folded, &sent] {
            let subject = look(given, Some(SubjectType::Saml2)).unwrap();
            assert_eq!(subject.token.expose(), sent, "{given}");
        }
    }

    #[test]
    fn what_cannot_be_one_is_refused_for_what_it_is() {
        let long = "x".repeat(MOST + 1);
        let answer = r#"{"access_token":"00D5e0000012ABC!a","token_type":"Bearer"}"#;
        for (text, said, code) in [
            (" \n", None, "subject_token_missing"),
            (long.as_str(), None, "subject_token_too_long"),
            (answer, None, "subject_token_no_token"),
            ("https://id.example/token", None, "subject_token_no_token"),
            ("half of it\nand the rest", None, "subject_token_broken"),
            ("opaque", Some(SubjectType::IdToken), "subject_token_no_jwt"),
            ("opaque", Some(SubjectType::Jwt), "subject_token_no_jwt"),
            ("opaque", Some(SubjectType::Saml2), "subject_token_no_saml"),
        ] {
            let problem = look(text, said).unwrap_err().problem();
            assert_eq!(problem.code, code, "{text:.40}");
            assert_eq!(problem.kind, ProblemKind::Usage);
            let told = problem.explain();
            assert!(
                !format!("{told:?}").contains('{') || !told.what.contains("opaque"),
                "{told:?}"
            );
            assert!(
                !told.next.is_empty() && !told.what.starts_with("error-"),
                "{told:?}"
            );
        }
        assert!(look(&"x".repeat(MOST), None).is_ok());
    }

    #[test]
    fn a_token_whose_time_is_over_says_so() {
        let until = |secs: i64| look(&jwt(&json!({"exp": secs})), None).unwrap().is_over;
        assert!(until(NOW.as_secs()) && until(NOW.as_secs() - 60));
        assert!(!until(NOW.as_secs() + 60));
        assert!(!look("opaque", None).unwrap().is_over);
    }
}
