//! Tokens: opaque, JWT in its roles, refresh token, key and secret of an app.

use serde_json::{Map, Value, json};

use super::{Kind, Recognised};
use crate::model::ids::to_18;
use crate::model::time::UnixTime;
use crate::protocol::jwt::Jwt;
use crate::protocol::service::identity::ids_in;

/// Recognises a single token.
pub(super) fn read(text: &str, now: UnixTime) -> Option<Recognised> {
    if text.chars().any(char::is_whitespace) {
        return None;
    }
    jwt(text, now)
        .or_else(|| opaque(text))
        .or_else(|| other(text))
}

/// `<15-character org id>!<letters, digits, dots, underscores>` (`machine-and-admin.md` 12.7).
fn opaque(text: &str) -> Option<Recognised> {
    let (org, rest) = text.split_once('!')?;
    let is_org = org.starts_with("00D")
        && matches!(org.len(), 15..=18)
        && org.bytes().all(|b| b.is_ascii_alphanumeric());
    if !is_org
        || rest.is_empty()
        || !rest
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_'))
    {
        return None;
    }
    let mut claims = Map::new();
    claims.insert("organization_id".to_owned(), json!(to_18(org)));
    Some(
        Recognised::new(Kind::OpaqueAccessToken)
            .claims(claims)
            .note("inspect-note-opaque")
            .note("inspect-note-session-id"),
    )
}

fn other(text: &str) -> Option<Recognised> {
    let is_token = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'=');
    if text.len() >= 32 && text.starts_with("5Aep861") && text.bytes().all(is_token) {
        return Some(Recognised::new(Kind::RefreshToken).note("inspect-note-refresh-token"));
    }
    if text.len() >= 32 && text.starts_with("3MVG9") && text.bytes().all(is_token) {
        return Some(Recognised::new(Kind::ConsumerKey).note("inspect-note-consumer-key"));
    }
    let is_secret = text.len() == 64
        && text
            .bytes()
            .all(|b| b.is_ascii_digit() || (b'A'..=b'F').contains(&b));
    is_secret.then(|| Recognised::new(Kind::ConsumerSecret).note("inspect-note-consumer-secret"))
}

fn jwt(text: &str, now: UnixTime) -> Option<Recognised> {
    if text.starts_with("eyJ") && text.matches('.').count() == 4 {
        return Some(Recognised::new(Kind::EncryptedJwt).note("inspect-note-encrypted"));
    }
    let jwt = Jwt::read(text)?;
    let kind = role(&jwt);
    let mut out = Recognised::new(kind);
    let is_unsafe = jwt.check_algorithm().is_err();
    out = out
        .note_if(is_unsafe, "inspect-note-algorithm")
        .note("inspect-note-not-verified");
    out = times(out, &jwt, now);
    out = match kind {
        Kind::IdToken => out.note("inspect-note-id-token"),
        Kind::JwtAccessToken => out
            .note("inspect-note-rest-only")
            .note_if(jwt.claims.contains_key("scp"), "inspect-note-scp"),
        Kind::JwtAssertion => out.note("inspect-note-assertion"),
        _ => out,
    };
    if let Some((org, user)) = ids_in(jwt.claim("sub")) {
        out.notes.push(super::Note {
            key: "inspect-note-subject",
            values: vec![("org", org.to_string()), ("user", user.to_string())],
        });
    }
    out.header = Some(jwt.header);
    Some(out.claims(jwt.claims))
}

/// Tells what a JWT is for by the claims that only that role has.
fn role(jwt: &Jwt<'_>) -> Kind {
    let has = |name: &str| jwt.claims.contains_key(name);
    let header = |name: &str| {
        jwt.header
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    if header("tty") == "sfdc-core-token"
        || header("typ") == "at+jwt"
        || has("scp")
        || jwt.claim("sub").starts_with("uid:")
    {
        return Kind::JwtAccessToken;
    }
    let is_about_a_person =
        has("nonce") || has("at_hash") || has("auth_time") || ids_in(jwt.claim("sub")).is_some();
    if is_about_a_person && has("aud") {
        return Kind::IdToken;
    }
    // Issued by the app itself: `iss` is a consumer key, not an address.
    if has("iss") && has("aud") && !jwt.claim("iss").contains("://") {
        return Kind::JwtAssertion;
    }
    Kind::Jwt
}

fn times(out: Recognised, jwt: &Jwt<'_>, now: UnixTime) -> Recognised {
    let out = match jwt.seconds("exp").map(UnixTime::from_secs_or_millis) {
        None => out.note("inspect-note-no-end"),
        Some(end) if end <= now => out.note_with("inspect-note-ended", "at", end.to_rfc3339()),
        Some(end) => out.note_with("inspect-note-ends", "at", end.to_rfc3339()),
    };
    match jwt.seconds("nbf").map(UnixTime::from_secs_or_millis) {
        Some(start) if start > now => {
            out.note_with("inspect-note-not-yet", "at", start.to_rfc3339())
        }
        _ => out,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    fn look(header: &Value, claims: &Value) -> (Kind, Vec<&'static str>) {
        let text = format!(
            "{}.{}.c2ln",
            URL_SAFE_NO_PAD.encode(header.to_string()),
            URL_SAFE_NO_PAD.encode(claims.to_string())
        );
        let out = super::super::recognise(&text, UnixTime::from_secs(1_000));
        (out.kind, out.notes.iter().map(|note| note.key).collect())
    }

    #[test]
    fn the_roles_of_a_jwt() {
        let rs = json!({"alg": "RS256", "typ": "JWT"});
        let core = json!({"alg": "RS256", "typ": "JWT", "tty": "sfdc-core-token"});
        let sub = "https://login.salesforce.com/id/00D5e0000012ABCEA2/0055e000003XYZqAAO";
        assert_eq!(
            look(&core, &json!({"sub": "uid:005", "exp": 2_000})).0,
            Kind::JwtAccessToken
        );
        assert_eq!(
            look(&rs, &json!({"scp": "api", "iss": "https://x"})).0,
            Kind::JwtAccessToken
        );
        assert_eq!(
            look(&rs, &json!({"iss": "https://x", "aud": "k", "sub": sub})).0,
            Kind::IdToken
        );
        assert_eq!(
            look(
                &rs,
                &json!({"iss": "3MVG9", "aud": "https://login.salesforce.com", "sub": "a@b"})
            )
            .0,
            Kind::JwtAssertion
        );
        assert_eq!(look(&rs, &json!({"x": 1})).0, Kind::Jwt);
    }

    #[test]
    fn notes_name_what_is_wrong() {
        let (_, notes) = look(&json!({"alg": "none"}), &json!({"exp": 10, "nbf": 5_000}));
        for note in [
            "inspect-note-algorithm",
            "inspect-note-not-verified",
            "inspect-note-ended",
            "inspect-note-not-yet",
        ] {
            assert!(notes.contains(&note), "{note}");
        }
        assert!(
            look(&json!({"alg": "RS256"}), &json!({"exp": 5_000}))
                .1
                .contains(&"inspect-note-ends")
        );
    }
}
