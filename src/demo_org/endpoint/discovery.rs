//! What a client may find out without logging in: discovery, login page settings, keys.

use serde_json::{Value, json};

use super::super::answer::json_answer;
use super::super::call::Call;
use super::super::grant::KIDS;
use super::super::message::Response;
use super::super::org::{ORG_ID, Org};
use super::super::scope;
use super::sso;

/// `/.well-known/openid-configuration`; every address mirrors the one that was asked.
pub(crate) fn openid_configuration(call: &Call) -> Response {
    let base = call.base();
    let at = |name: &str| Value::from(format!("{base}/services/oauth2/{name}"));
    json_answer(
        200,
        &json!({
            "issuer": base,
            "authorization_endpoint": at("authorize"),
            "token_endpoint": at("token"),
            "revocation_endpoint": at("revoke"),
            "userinfo_endpoint": at("userinfo"),
            "jwks_uri": format!("{base}/id/keys"),
            "introspection_endpoint": at("introspect"),
            "end_session_endpoint": format!("{base}/services/auth/idp/oidc/logout"),
            "frontchannel_logout_supported": true,
            "scopes_supported": scope::known(),
            "response_types_supported": ["code", "token", "token id_token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "display_values_supported": ["page", "popup", "touch"],
            "token_endpoint_auth_methods_supported":
                ["client_secret_post", "client_secret_basic", "private_key_jwt"],
            "code_challenge_methods_supported": ["S256"],
            "claims_supported": [
                "active", "address", "email", "email_verified", "family_name", "given_name", "is_app_installed",
                "language", "locale", "name", "nickname", "organization_id", "phone_number",
                "phone_number_verified", "photos", "picture", "preferred_username", "profile", "sub", "updated_at",
                "urls", "user_id", "user_type", "zoneinfo"],
        }),
    )
}

/// `/.well-known/auth-configuration`.
pub(crate) fn auth_configuration(call: &Call) -> Response {
    let base = call.base();
    json_answer(
        200,
        &json!({
            "OrgId": ORG_ID,
            "Url": base,
            "MobileSDK": {
                "UseiOSNativeBrowserForAuthentication": true,
                "UseAndroidNativeBrowserForAuthentication": true,
                "shareBrowserSessionIOS": false,
                "shareBrowserSessionAndroid": false,
            },
            "LoginPage": {"LoginPageUrl": format!("{base}/login")},
            "LoginPageType": "STANDARD",
            "LoginPageTypeConfigs": [],
            "SamlProviders": [],
            "AuthProviders": [{
                "Name": "Demo identity provider",
                "SsoUrl": format!("{base}{}", sso::PATH),
            }],
            "CertificateLogin": {"CertificateLoginEnabled": false},
        }),
    )
}

/// `/id/keys`.
pub(crate) fn keys(org: &Org) -> Response {
    json_answer(200, &org.key.jwks(&KIDS))
}
