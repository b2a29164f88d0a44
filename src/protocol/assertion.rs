//! Assertions: JWTs that the app signs with its own key, to speak for a user or to prove itself.
//!
//! Specification: RFC 7523 sections 2 and 3, RFC 7515 section 3; `machine-and-admin.md` 1.2, 1.7.
//! RS256 and nothing else: the org refuses the rest. The signing is aws-lc's,
//! which takes the same time whatever the key (R38).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::json;

use super::authorize::unguessable;
use super::call::Answered;
use super::error::FlowError;
use super::io::FlowIo;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::secret::{PrivateKey, Secret};
use crate::model::time::UnixTime;

/// How long an assertion is good for: the org takes three minutes, and clocks differ.
const LIFE_SECS: i64 = 170;

/// Whom an assertion is about, and for whom it is.
#[derive(Debug, Clone, Copy)]
pub struct Claims<'a> {
    /// `iss`: the consumer key of the app that signs.
    pub issuer: &'a str,
    /// `sub`: the user it speaks for, or the app itself.
    pub subject: &'a str,
    /// `aud`: the authorization server.
    pub audience: &'a str,
}

/// Signs an assertion that lives for less than three minutes and can be used once.
///
/// # Errors
///
/// [`FlowError::Lacking`] `private_key_unusable`: the key that is kept cannot sign.
pub fn sign(
    io: &mut impl FlowIo,
    key: &PrivateKey,
    claims: &Claims<'_>,
) -> Result<Secret, FlowError> {
    let expires_at = io.now().as_secs().saturating_add(LIFE_SECS);
    let jti = unguessable(io.random());
    // Salesforce: `exp` as a number of seconds; `iat` is not asked for, and not sent.
    let payload = json!({
        "iss": claims.issuer,
        "sub": claims.subject,
        "aud": claims.audience,
        "exp": expires_at,
        "jti": jti.expose(),
    });
    compact(key, r#"{"alg":"RS256","typ":"JWT"}"#, &payload.to_string())
}

/// RFC 7515 section 5.1: header and payload as base64url, and the signature of both.
fn compact(key: &PrivateKey, header: &str, payload: &str) -> Result<Secret, FlowError> {
    let unusable = FlowError::Lacking {
        code: "private_key_unusable",
        field: "client_auth",
    };
    let signer = EncodingKey::from_rsa_pem(key.expose().as_bytes());
    let signer = signer.map_err(|_| unusable.clone())?;
    let signed = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(header),
        URL_SAFE_NO_PAD.encode(payload)
    );
    let signature = jsonwebtoken::crypto::sign(signed.as_bytes(), &signer, Algorithm::RS256);
    let signature = signature.map_err(|_| unusable)?;
    Ok(Secret::new(format!("{signed}.{signature}")))
}

/// Clocks that differ by more than this explain why an assertion is refused.
const CLOCK_SECS: u64 = 120;

/// Returns the refusal of an assertion, or, where the server's clock says why, that.
///
/// Salesforce names the same fault in several ways (`machine-and-admin.md` 1.5); only the
/// clocks tell whether time is meant. Other refusals come back as they are.
#[must_use]
pub fn explained(error: FlowError, answered: &Answered, now: UnixTime) -> FlowError {
    const MAY_BE_TIME: [&str; 4] = [
        "expired authorization code",
        "assertion",
        "invalid client credentials",
        "expired",
    ];
    let FlowError::Refused(refusal) = &error else {
        return error;
    };
    let is_signed = answered.sent("assertion") || answered.sent("client_assertion");
    let says = refusal.org.error_description.as_deref().unwrap_or_default();
    let may_be_time = MAY_BE_TIME.iter().any(|text| says.contains(text));
    let Some(server) = answered.response.server_time() else {
        return error;
    };
    let secs = now.as_secs().abs_diff(server.as_secs());
    if !is_signed || !may_be_time || secs <= CLOCK_SECS {
        return error;
    }
    let by = match secs {
        0..7_200 => format!("{} min", secs / 60),
        _ => format!("{} h", secs / 3_600),
    };
    let code = if now > server {
        "clock_ahead"
    } else {
        "clock_behind"
    };
    let problem = Problem::new(ProblemKind::Refused, code).with("by", by);
    problem.said(refusal.org.clone()).into()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;
    use crate::model::key_file;
    use crate::protocol::jwt::Jwt;
    use crate::protocol::jwt::tests::{RFC_7515_A2, RFC_7515_A2_PRIVATE_KEY, signer};
    use crate::protocol::script::{NOW, Script};

    /// RFC 7515 appendix A.2: the same key, header and payload give the same signature, byte for byte.
    #[test]
    fn the_vector_of_rfc_7515_a_2_is_signed_again() {
        let der = URL_SAFE_NO_PAD.decode(RFC_7515_A2_PRIVATE_KEY).unwrap();
        let key = key_file::read(&der, None).unwrap().private_key;
        let payload =
            "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}";
        let signed = compact(&key, r#"{"alg":"RS256"}"#, payload).unwrap();
        assert_eq!(signed.expose(), RFC_7515_A2);
    }

    #[test]
    fn an_assertion_lives_under_three_minutes_and_is_never_the_same_twice() {
        let signer = signer();
        let mut io = Script::of([]);
        let claims = Claims {
            issuer: "3MVG9demo",
            subject: "ada@acme.example",
            audience: "https://login.salesforce.com",
        };
        let first = sign(&mut io, &signer.private_key(), &claims).unwrap();
        let second = sign(&mut io, &signer.private_key(), &claims).unwrap();
        let [first, second] = [&first, &second].map(|one| Jwt::read(one.expose()).unwrap());
        assert_eq!(
            (first.alg(), first.claim("iss"), first.claim("sub")),
            ("RS256", "3MVG9demo", "ada@acme.example")
        );
        assert!(first.is_for("https://login.salesforce.com"));
        let life = first.seconds("exp").unwrap() - NOW.as_secs();
        assert!((1..=180).contains(&life), "{life}");
        assert!(first.claims.get("exp").unwrap().is_number() && first.claims.get("iat").is_none());
        assert_ne!(first.claim("jti"), second.claim("jti"));
        assert_eq!(first.check_signature(&signer.keys_without_id()), Ok(()));
    }
}
