//! Scopes: the names Salesforce knows, and which imply which (machine-and-admin.md 9).

/// Names an app may be given; custom scopes are not simulated.
const KNOWN: &[&str] = &[
    "address",
    "api",
    "cdp_api",
    "cdp_calculated_insight_api",
    "cdp_identityresolution_api",
    "cdp_ingest_api",
    "cdp_profile_api",
    "cdp_query_api",
    "cdp_segment_api",
    "chatbot_api",
    "chatter_api",
    "content",
    "custom_permissions",
    "data_cloud_user_claims",
    "eclair_api",
    "einstein_gpt_api",
    "email",
    "forgot_password",
    "full",
    "id",
    "interaction_api",
    "lightning",
    "mcp_api",
    "offline_access",
    "openid",
    "pardot_api",
    "phone",
    "profile",
    "pwdless_login_api",
    "refresh_token",
    "scrt_api",
    "sfap_api",
    "user_registration_api",
    "visualforce",
    "wave_api",
    "web",
];

/// Returns the names discovery lists.
pub(crate) fn known() -> &'static [&'static str] {
    KNOWN
}

pub(crate) fn is_known(scope: &str) -> bool {
    KNOWN.contains(&scope)
}

/// Splits a `scope` value, without repeats, order kept.
pub(crate) fn split(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for name in text.split_whitespace() {
        if !out.iter().any(|known| known == name) {
            out.push(name.to_owned());
        }
    }
    out
}

/// Says whether the granted scopes cover the wanted one.
pub(crate) fn allows(granted: &[String], wanted: &str) -> bool {
    let has = |name: &str| granted.iter().any(|scope| scope == name);
    let offline = matches!(wanted, "refresh_token" | "offline_access");
    if has(wanted) || (has("full") && !offline) {
        return true;
    }
    match wanted {
        "chatter_api" => has("api"),
        "visualforce" => has("web"),
        "profile" | "email" | "address" | "phone" => has("id"),
        "refresh_token" => has("offline_access"),
        "offline_access" => has("refresh_token"),
        _ => false,
    }
}

/// What a person is told about a scope on the approval page; Setup's short labels.
pub(crate) fn label(scope: &str) -> &str {
    match scope {
        "id" | "profile" => "Access the identity URL service",
        "email" => "See your email address",
        "address" => "See your address",
        "phone" => "See your phone number",
        "openid" => "Access unique user identifiers",
        "api" => "Manage user data via APIs",
        "chatter_api" => "Access Connect REST API resources",
        "web" => "Manage user data via Web browsers",
        "visualforce" => "Access Visualforce applications",
        "full" => "Full access",
        "refresh_token" | "offline_access" => "Perform requests at any time",
        "lightning" => "Access Lightning applications",
        "content" => "Access content resources",
        "custom_permissions" => "Access custom permissions",
        "wave_api" => "Access Analytics REST API resources",
        other => other,
    }
}
