//! Who is calling: the client at the OAuth endpoints, the user behind an access token elsewhere.

use super::answer::Refusal;
use super::call::Call;
use super::encode::{from_base64, same, sha256_hex};
use super::endpoint::soap;
use super::jwt::Assertion;
use super::org::Org;
use super::org::app::App;
use super::org::token::{TokenEnd, TokenKind};
use super::org::user::User;

/// How a client proved itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Proof {
    /// By secret or assertion.
    Authenticated,
    /// Not at all: it only said its name.
    Named,
}

/// Finds the client and checks what it offers as proof: secret in the body, HTTP Basic, `private_key_jwt`, or nothing.
pub(crate) fn client(org: &mut Org, call: &Call) -> Result<(App, Proof), Refusal> {
    let mut id = call.fields.get("client_id").map(str::to_owned);
    let mut secret = call.fields.get("client_secret").map(str::to_owned);
    if let Some(encoded) = basic_header(call) {
        let (basic_id, basic_secret) = basic(encoded).ok_or_else(|| {
            Refusal::new("invalid_basic_auth_header", "invalid basic auth header")
        })?;
        // If the body has the pair too, the body wins.
        if id.is_none() || secret.is_none() {
            id = id.or(Some(basic_id));
            secret = secret.or(Some(basic_secret)).filter(|it| !it.is_empty());
        }
    }
    let assertion = call
        .fields
        .get("client_assertion")
        .filter(|_| secret.is_none());
    if id.is_none()
        && let Some(compact) = assertion
    {
        id = Assertion::parse(compact).and_then(|it| it.claim("sub").map(str::to_owned));
    }
    let id = id.ok_or_else(Refusal::unknown_client)?;
    let app = org.app(&id).cloned().ok_or_else(Refusal::unknown_client)?;
    if let Some(compact) = assertion {
        check_assertion(org, call, &app, compact)?;
        return Ok((app, Proof::Authenticated));
    }
    match (&secret, &app.client_secret) {
        // Even where the secret is waived, one that is sent is checked.
        (Some(sent), Some(kept)) if same(sent, kept) => Ok((app, Proof::Authenticated)),
        (Some(_), _) => Err(Refusal::bad_client()),
        (None, _) => Ok((app, Proof::Named)),
    }
}

/// Returns the client that a request names, in the body or by HTTP Basic, for the log.
pub(crate) fn named(call: &Call) -> Option<String> {
    match call.fields.get("client_id") {
        Some(id) => Some(id.to_owned()),
        None => basic_header(call).and_then(basic).map(|(id, _)| id),
    }
}

fn basic_header<'a>(call: &'a Call) -> Option<&'a str> {
    let (scheme, encoded) = call.request.header("Authorization")?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("basic").then_some(encoded)
}

fn basic(encoded: &str) -> Option<(String, String)> {
    let text = String::from_utf8(from_base64(encoded.trim())?).ok()?;
    let (id, secret) = text.split_once(':')?;
    Some((id.to_owned(), secret.to_owned()))
}

fn check_assertion(org: &mut Org, call: &Call, app: &App, compact: &str) -> Result<(), Refusal> {
    let kind = call.fields.get("client_assertion_type");
    if kind != Some("urn:ietf:params:oauth:client-assertion-type:jwt-bearer") {
        return Err(Refusal::new(
            "invalid_assertion_type",
            "invalid client assertion type",
        ));
    }
    let assertion = Assertion::parse(compact).ok_or_else(Refusal::bad_client)?;
    let fits = app
        .certificate
        .as_deref()
        .is_some_and(|pem| assertion.is_signed_by(pem))
        && assertion.claim("iss") == Some(&app.client_id)
        && assertion.claim("sub") == Some(&app.client_id)
        && !assertion.is_expired(call.now_secs())
        && assertion.is_for(&audiences(call));
    if !fits {
        return Err(Refusal::bad_client());
    }
    use_jti_once(org, call, &app.client_id, &assertion)
        .map_err(|()| Refusal::new("bad_jti_claim", "jti was used before"))
}

/// Returns the audiences an assertion may name; `login` and `test` stand for this org whatever its address is.
pub(crate) fn audiences(call: &Call) -> Vec<String> {
    let mut known = vec![
        "https://login.salesforce.com".to_owned(),
        "https://test.salesforce.com".to_owned(),
    ];
    for base in [call.origin.clone(), call.base()] {
        known.push(format!("{base}/services/oauth2/token"));
        known.push(base);
    }
    // A client told to use one loopback name may have been told to name the other.
    if let Some((_, port)) = call.origin.rsplit_once(':')
        && port.bytes().all(|it| it.is_ascii_digit())
    {
        for host in ["localhost", "127.0.0.1", "[::1]"] {
            known.push(format!("http://{host}:{port}"));
            known.push(format!("https://{host}:{port}"));
        }
    }
    known
}

/// Refuses a `jti` this client has used before; without one there is nothing to check.
pub(crate) fn use_jti_once(
    org: &mut Org,
    call: &Call,
    client_id: &str,
    assertion: &Assertion,
) -> Result<(), ()> {
    let Some(jti) = assertion.claim("jti") else {
        return Ok(());
    };
    let now = call.now_secs();
    org.seen_jti.retain(|_, seen| now < *seen + 3_600);
    match org
        .seen_jti
        .insert(sha256_hex(&format!("{client_id} {jti}")), now)
    {
        None => Ok(()),
        Some(_) => Err(()),
    }
}

/// Who an access token speaks for.
pub(crate) struct Caller {
    pub(crate) user: User,
    pub(crate) app: App,
    pub(crate) scopes: Vec<String>,
}

/// Why an access token was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoCaller {
    Missing,
    Dead,
}

/// Finds the user behind the access token of a request and prolongs the session.
pub(crate) fn caller(org: &mut Org, call: &Call, token: Option<&str>) -> Result<Caller, NoCaller> {
    let token = token.ok_or(NoCaller::Missing)?;
    let now_ms = call.now_ms;
    let (number, found) = org
        .tokens
        .find(&sha256_hex(token))
        .filter(|(_, it)| it.kind == TokenKind::Access && it.end == TokenEnd::Live)
        .filter(|(_, it)| it.expires_ms.is_some_and(|at| now_ms < at))
        .ok_or(NoCaller::Dead)?;
    let grant = org.tokens.grant(found.grant).ok_or(NoCaller::Dead)?.clone();
    let user = org.user(&grant.username).filter(|it| it.active).cloned();
    let app = if soap::is_soap(&grant.client_id) {
        Some(soap::soap_app())
    } else {
        org.app(&grant.client_id)
            .filter(|it| !it.policies.blocked)
            .cloned()
    };
    let (Some(user), Some(app)) = (user, app) else {
        return Err(NoCaller::Dead);
    };
    org.tokens.touch(number, now_ms);
    Ok(Caller {
        user,
        app,
        scopes: grant.scopes,
    })
}
