//! Issuing tokens: what goes into the store and into the answer.

use serde_json::{Value, json};

use super::super::answer::Answer;
use super::super::call::Call;
use super::super::encode::{base64url, hmac_sha256_base64, sha256, sha256_hex};
use super::super::id;
use super::super::org::app::{App, TokenFormat};
use super::super::org::token::{NewToken, TokenKind};
use super::super::org::user::User;
use super::super::org::{ORG_ID, Org};

/// ID tokens live two minutes.
const ID_TOKEN_SECS: u64 = 120;

/// What a grant decided to issue.
pub(crate) struct Issue<'a> {
    pub(crate) user: &'a User,
    pub(crate) app: &'a App,
    pub(crate) scopes: Vec<String>,
    /// Whether the grant issues refresh tokens at all; scope and policy still decide.
    pub(crate) refreshable: bool,
    /// Whether the grant issues ID tokens at all; scope still decides.
    pub(crate) id_token: bool,
    pub(crate) nonce: Option<&'a str>,
    pub(crate) auth_ms: u64,
}

/// Opens an authorization and returns the token answer.
pub(crate) fn issue(org: &mut Org, call: &Call, what: &Issue) -> Answer {
    let now_ms = call.now_ms;
    let refreshable = what.refreshable && what.app.may_refresh(&what.scopes);
    if refreshable {
        let kept = org
            .tokens
            .refreshable(&what.user.username, &what.app.client_id);
        let surplus = (kept.len() + 1).saturating_sub(org.settings.max_approvals);
        for grant in kept.into_iter().take(surplus) {
            org.tokens.end_grant(grant);
        }
    }
    let grant = org.tokens.open(
        &what.user.username,
        &what.app.client_id,
        what.scopes.clone(),
        now_ms,
    );
    let refresh = refreshable.then(|| refresh_token(org, grant, now_ms));
    answer(org, call, what, grant, refresh)
}

/// Returns the token answer of a refresh, with a new refresh token if the app rotates.
pub(crate) fn refreshed(
    org: &mut Org,
    call: &Call,
    what: &Issue,
    grant: u64,
    rotate: bool,
) -> Answer {
    let refresh = rotate.then(|| refresh_token(org, grant, call.now_ms));
    answer(org, call, what, grant, refresh)
}

fn answer(org: &mut Org, call: &Call, what: &Issue, grant: u64, refresh: Option<String>) -> Answer {
    org.changed();
    let base = call.base();
    let identity = identity_url(&base, what.user);
    let issued_at = call.now_ms.to_string();
    let access = access_token(org, call, what, grant);
    let mut out = Answer::new();
    let mut put = |name: &str, value: Value| {
        out.insert(name.to_owned(), value);
    };
    put("access_token", json!(access));
    if let Some(token) = refresh {
        put("refresh_token", json!(token));
    }
    let secret = what.app.client_secret.as_deref().unwrap_or_default();
    put(
        "signature",
        json!(hmac_sha256_base64(
            secret,
            &format!("{identity}{issued_at}")
        )),
    );
    put("scope", json!(what.scopes.join(" ")));
    if what.id_token && what.scopes.iter().any(|it| it == "openid") {
        put("id_token", json!(id_token(org, call, what, &access)));
    }
    put("instance_url", json!(call.origin));
    put("id", json!(identity));
    put("token_type", json!("Bearer"));
    put("issued_at", json!(issued_at));
    if call.is_site {
        put("sfdc_community_url", json!(base));
        put(
            "sfdc_community_id",
            json!(id::with_suffix("0DB5e0000000001")),
        );
    }
    let is_jwt = what.app.policies.access_token_format == TokenFormat::Jwt;
    if is_jwt {
        put("token_format", json!("jwt"));
        if what.scopes.iter().any(|it| it == "sfap_api") {
            // Salesforce names its gateway; a demo token has no business there.
            put("api_instance_url", json!(call.origin));
        }
    }
    out
}

/// Returns the address of a user's identity; also the `sub` of tokens.
pub(crate) fn identity_url(base: &str, user: &User) -> String {
    format!("{base}/id/{ORG_ID}/{}", user.user_id)
}

fn refresh_token(org: &mut Org, grant: u64, now_ms: u64) -> String {
    let token = format!("5Aep861{}", org.random.word(80));
    org.tokens.add(NewToken {
        kind: TokenKind::Refresh,
        secret_hash: sha256_hex(&token),
        grant,
        issued_ms: now_ms,
        expires_ms: None,
        timeout_ms: 0,
        format: TokenFormat::Opaque,
    });
    token
}

fn access_token(org: &mut Org, call: &Call, what: &Issue, grant: u64) -> String {
    let timeout_ms = what.app.policies.session_timeout_secs * 1000;
    let format = what.app.policies.access_token_format;
    let token = match format {
        TokenFormat::Opaque => format!("{}!AQ{}", id::short(ORG_ID), org.random.word(94)),
        TokenFormat::Jwt => jwt(org, call, what, timeout_ms / 1000),
    };
    org.tokens.add(NewToken {
        kind: TokenKind::Access,
        secret_hash: sha256_hex(&token),
        grant,
        issued_ms: call.now_ms,
        expires_ms: Some(call.now_ms + timeout_ms),
        timeout_ms,
        format,
    });
    token
}

/// The key ids under which the org's one key is published: ID tokens, JWT access tokens.
pub(crate) const KIDS: [&str; 2] = ["234", "CORE_ATJWT.00D5e0000012ABC.1767225600000"];

/// Makes a JWT access token (interactive.md 8.6): `typ` is not `at+jwt`, and scopes are in `scp`.
fn jwt(org: &mut Org, call: &Call, what: &Issue, timeout_secs: u64) -> String {
    let now = call.now_secs();
    let tenant = format!("core/demo/{ORG_ID}");
    let claims = json!({
        "scp": what.scopes.join(" "),
        "aud": [call.origin],
        "sub": format!("uid:{}", what.user.user_id),
        "nbf": now,
        "mty": "oauth",
        "sfi": org.random.hex(),
        "roles": [],
        "iss": call.origin,
        "hsc": false,
        "exp": now + timeout_secs,
        "iat": now,
        "client_id": what.app.client_id,
    });
    let header = [
        ("tnk", tenant.as_str()),
        ("ver", "1.0"),
        ("kid", KIDS[1]),
        ("tty", "sfdc-core-token"),
        ("typ", "JWT"),
    ];
    org.key.sign(&header, &claims)
}

/// Makes an ID token (interactive.md 8.5).
fn id_token(org: &Org, call: &Call, what: &Issue, access: &str) -> String {
    let now = call.now_secs();
    let base = call.base();
    let mut claims = json!({
        "at_hash": base64url(&sha256(access.as_bytes())[..16]),
        "sub": identity_url(&base, what.user),
        "aud": what.app.client_id,
        "iss": base,
        "exp": now + ID_TOKEN_SECS,
        "iat": now,
        "auth_time": what.auth_ms / 1000,
    });
    if let Some(nonce) = what.nonce {
        claims["nonce"] = json!(nonce);
    }
    org.key.sign(&[("kid", KIDS[0]), ("typ", "JWT")], &claims)
}
