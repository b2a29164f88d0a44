//! JWTs both ways: those the org signs, and those it is sent.

use std::sync::OnceLock;

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde_json::{Value, json};
use valet_key::demo_org::Request;
use valet_key::demo_org::config::Config;

use super::person::{BASE, CALLBACK, CHALLENGE, VERIFIER, World, fields, json, parameter};

const JWT_APP: &str = "3MVG9DemoJwtTokens.WebServer";
const BEARER: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/// A self-signed RSA certificate and its key, both PEM.
fn certificate() -> &'static (String, String) {
    static PAIR: OnceLock<(String, String)> = OnceLock::new();
    PAIR.get_or_init(|| {
        let key = rcgen::KeyPair::generate_for(&rcgen::PKCS_RSA_SHA256).unwrap();
        let params = rcgen::CertificateParams::new(vec!["demo.example".to_owned()]).unwrap();
        (params.self_signed(&key).unwrap().pem(), key.serialize_pem())
    })
}

/// An org with an app that has that certificate.
fn world(policies: &str) -> World {
    let text = format!(
        "(apps: [(client_id: \"signer\", certificate: \"app.crt\", callback_urls: [\"{CALLBACK}\"], \
         scope: \"api openid refresh_token\", policies: ({policies}))])"
    );
    let mut config = Config::parse(&text).unwrap();
    config
        .read_certificates(|name| {
            if name == "app.crt" {
                Ok(certificate().0.clone())
            } else {
                Err("no".to_owned())
            }
        })
        .unwrap();
    World::of(config)
}

fn sign(claims: &Value) -> String {
    let key = EncodingKey::from_rsa_pem(certificate().1.as_bytes()).unwrap();
    jsonwebtoken::encode(&Header::new(Algorithm::RS256), claims, &key).unwrap()
}

fn claims(world: &World) -> Value {
    json!({"iss": "signer", "sub": "standard@demo.example", "aud": BASE, "exp": world.now_ms / 1000 + 170})
}

fn bearer(world: &mut World, claims: &Value) -> (u16, Value) {
    let answer = world.token(&[("grant_type", BEARER), ("assertion", &sign(claims))]);
    (answer.status, json(&answer))
}

/// Verifies a token with the published keys and returns header and claims.
fn verified(world: &mut World, token: &str) -> (Value, Value) {
    let keys = json(&world.send(Request::get(&format!("{BASE}/id/keys"))));
    let header = jsonwebtoken::decode_header(token).unwrap();
    let kid = header.kid.clone().unwrap();
    let key = keys["keys"]
        .as_array()
        .unwrap()
        .iter()
        .find(|key| key["kid"] == kid.as_str())
        .unwrap();
    let key =
        DecodingKey::from_rsa_components(key["n"].as_str().unwrap(), key["e"].as_str().unwrap())
            .unwrap();
    let mut checks = Validation::new(Algorithm::RS256);
    checks.validate_aud = false;
    checks.validate_exp = false;
    let data = jsonwebtoken::decode::<Value>(token, &key, &checks).unwrap();
    (serde_json::to_value(header).unwrap(), data.claims)
}

#[test]
fn id_tokens_verify_and_carry_nonce_and_at_hash() {
    use base64::Engine as _;
    let mut world = World::new();
    let mut request = fields(super::person::PUBLIC);
    request.push(("nonce", "n-1"));
    let page = world.authorize(&request);
    let page = world.log_in(&page, "admin@demo.example");
    let back = world.submit(&page, &[("save", "Allow")]);
    let code = parameter(&back, "code").unwrap();
    let answer = json(&world.token(&[
        ("grant_type", "authorization_code"),
        ("client_id", super::person::PUBLIC),
        ("code", &code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ]));
    let (header, claims) = verified(&mut world, answer["id_token"].as_str().unwrap());
    assert_eq!(header["typ"], "JWT");
    assert_eq!(
        (&claims["nonce"], &claims["iss"], &claims["sub"]),
        (&json!("n-1"), &json!(BASE), &answer["id"])
    );
    assert_eq!(claims["aud"], super::person::PUBLIC);
    assert_eq!(
        claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap(),
        120
    );
    let access = answer["access_token"].as_str().unwrap();
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, access.as_bytes());
    let half = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(&digest.as_ref()[..16]);
    assert_eq!(claims["at_hash"], half.as_str());
    assert_eq!(CHALLENGE.len(), 43);
}

#[test]
fn jwt_access_tokens_have_salesforces_header_and_claims_and_work() {
    let mut world = World::new();
    let answer = world.tokens_of(JWT_APP, &[], "admin@demo.example");
    let token = answer["access_token"].as_str().unwrap().to_owned();
    assert_eq!(answer["token_format"], "jwt");
    let (header, claims) = verified(&mut world, &token);
    assert_eq!(
        (
            &header["typ"],
            header["kid"].as_str().unwrap().split('.').next()
        ),
        (&json!("JWT"), Some("CORE_ATJWT"))
    );
    assert_eq!(claims["sub"], "uid:0055e0000000001AAA");
    assert_eq!(claims["scp"], "api id openid refresh_token web");
    assert_eq!(
        (&claims["iss"], &claims["aud"], &claims["mty"]),
        (&json!(BASE), &json!([BASE]), &json!("oauth"))
    );
    assert_eq!(
        claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap(),
        1800
    );
    assert_eq!(world.get("/services/data/v65.0", &token).status, 200);
    // No sliding: use does not prolong it.
    world.wait_secs(1700);
    assert_eq!(world.get("/services/data/v65.0", &token).status, 200);
    world.wait_secs(101);
    assert_eq!(world.get("/services/data/v65.0", &token).status, 401);
}

#[test]
fn jwt_bearer_needs_an_earlier_approval_or_an_admins() {
    let mut world = world("");
    let right = claims(&world);
    let (status, body) = bearer(&mut world, &right);
    assert_eq!(
        (status, &body["error_description"]),
        (400, &json!("user hasn't approved this consumer"))
    );
    world.tokens_of("signer", &[], "standard@demo.example");
    let (status, body) = bearer(&mut world, &right);
    assert_eq!(
        (status, &body["scope"]),
        (200, &json!("api openid refresh_token"))
    );
    assert!(body.get("refresh_token").is_none() && body.get("signature").is_none());
    let token = body["access_token"].as_str().unwrap().to_owned();
    assert_eq!(world.get("/services/oauth2/userinfo", &token).status, 200);

    let mut world = self::world("permitted_users: admin_approved");
    let (_, body) = bearer(&mut world, &right);
    assert_eq!(body["error"], "invalid_app_access");
    let mut admin = right.clone();
    admin["sub"] = json!("admin@demo.example");
    assert_eq!(bearer(&mut world, &admin).0, 200);
}

#[test]
fn jwt_bearer_takes_what_real_clients_send_and_refuses_the_rest() {
    let mut world = world("permitted_users: admin_approved");
    let mut right = claims(&world);
    right["sub"] = json!("admin@demo.example");
    let mut with = |name: &str, value: Value| {
        let mut claims = right.clone();
        claims[name] = value;
        let (status, body) = bearer(&mut world, &claims);
        (
            status,
            body["error_description"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
        )
    };
    let fine = (200, String::new());
    // sf: milliseconds; simple-salesforce: a string; a trailing slash; the production login host.
    assert_eq!(with("exp", json!(1_767_225_900_000_u64)), fine);
    assert_eq!(with("exp", json!("1767225900")), fine);
    assert_eq!(with("aud", json!(format!("{BASE}/"))), fine);
    assert_eq!(with("aud", json!("https://login.salesforce.com")), fine);
    assert_eq!(with("jti", json!("once")), fine);
    let refused = |text: &str| (400, text.to_owned());
    assert_eq!(with("jti", json!("once")), refused("invalid assertion"));
    assert_eq!(
        with("exp", json!(1_767_225_000)),
        refused("expired authorization code")
    );
    assert_eq!(
        with("aud", json!("https://evil.example")),
        refused("audience is invalid")
    );
    assert_eq!(
        with("iss", json!("nobody")),
        refused("client identifier invalid")
    );
    assert_eq!(
        with("sub", json!("nobody@demo.example")),
        refused("invalid assertion")
    );
    let mut forged = sign(&right);
    forged.replace_range(forged.len() - 8.., "AAAAAAAA");
    let answer = world.token(&[("grant_type", BEARER), ("assertion", &forged)]);
    assert_eq!(json(&answer)["error_description"], "invalid assertion");
    let answer = world.token(&[
        ("grant_type", BEARER),
        ("assertion", &sign(&right)),
        ("scope", "api"),
    ]);
    assert_eq!(
        json(&answer)["error_description"],
        "scope parameter not supported"
    );
}

#[test]
fn a_private_key_stands_in_for_the_secret() {
    let mut world = world("require_secret: true, require_secret_for_refresh: true");
    let exp = world.now_ms / 1000 + 170;
    let assertion = |audience: &str, jti: &str| {
        sign(&json!({"iss": "signer", "sub": "signer", "aud": audience, "exp": exp, "jti": jti}))
    };
    let kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    let good = assertion(&format!("{BASE}/services/oauth2/token"), "1");
    let extra = [
        ("client_assertion", good.as_str()),
        ("client_assertion_type", kind),
    ];
    let tokens = world.tokens_of("signer", &extra, "standard@demo.example");
    let mut refresh = |assertion: &str, kind: &str| {
        let answer = world.token(&[
            ("grant_type", "refresh_token"),
            ("client_id", "signer"),
            ("refresh_token", tokens["refresh_token"].as_str().unwrap()),
            ("client_assertion", assertion),
            ("client_assertion_type", kind),
        ]);
        json(&answer)["error"].as_str().unwrap_or("none").to_owned()
    };
    assert_eq!(refresh(&assertion(BASE, "2"), kind), "none");
    assert_eq!(refresh(&good, kind), "bad_jti_claim");
    assert_eq!(
        refresh(&assertion("https://evil.example", "3"), kind),
        "invalid_client"
    );
    assert_eq!(
        refresh(&assertion(BASE, "4"), "nonsense"),
        "invalid_assertion_type"
    );
    assert_eq!(refresh("", kind), "invalid_client");
}
