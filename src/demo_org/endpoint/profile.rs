//! What identity URL and UserInfo say of a user; the two use different names for the same facts.

use serde_json::{Map, Value, json};

use super::super::answer::rfc3339;
use super::super::auth::Caller;
use super::super::call::Call;
use super::super::grant::identity_url;
use super::super::org::ORG_ID;
use super::super::org::user::User;
use super::super::{id, scope};

/// A fixed day on which everybody's record was last changed.
const CHANGED_MS: u64 = 1_768_449_776_000;

/// Returns the identity URL's answer (interactive.md 8.1).
pub(crate) fn identity(
    call: &Call,
    caller: &Caller,
    user: &User,
    version: Option<&str>,
) -> Map<String, Value> {
    let base = call.base();
    let mut out = object(json!({
        "id": identity_url(&base, user),
        "asserted_user": caller.user.user_id == user.user_id,
        "user_id": user.user_id,
        "organization_id": ORG_ID,
        "username": user.username,
        "nick_name": user.first_name.to_lowercase(),
        "display_name": user.name(),
        "email": user.username,
        "email_verified": true,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "timezone": "America/Los_Angeles",
        "photos": photos(call, user),
        "addr_street": null, "addr_city": null, "addr_state": null, "addr_country": "US", "addr_zip": null,
        "mobile_phone": null, "mobile_phone_verified": false,
        "is_lightning_login_user": false,
        "status": {"created_date": null, "body": null},
    }));
    put_urls(&mut out, call, caller, user, version);
    out.append(&mut object(json!({
        "active": user.active,
        "user_type": user.user_type(),
        "language": "en_US",
        "locale": "en_US",
        "utcOffset": -28_800_000,
        "last_modified_date": rfc3339(CHANGED_MS),
        "is_app_installed": caller.app.policies.installed,
    })));
    out
}

/// Returns UserInfo's answer (interactive.md 8.2): `sub` is the identity URL.
pub(crate) fn userinfo(call: &Call, caller: &Caller) -> Map<String, Value> {
    let user = &caller.user;
    let mut out = object(json!({
        "sub": identity_url(&call.base(), user),
        "user_id": user.user_id,
        "organization_id": ORG_ID,
        "preferred_username": user.username,
        "nickname": user.first_name.to_lowercase(),
        "name": user.name(),
        "email": user.username,
        "email_verified": true,
        "given_name": user.first_name,
        "family_name": user.last_name,
        "zoneinfo": "America/Los_Angeles",
        "photos": photos(call, user),
        "profile": format!("{}/{}", call.origin, user.user_id),
        "picture": photo(call, user, "F"),
        "address": {},
        "is_salesforce_integration_user": false,
    }));
    put_urls(&mut out, call, caller, user, None);
    out.append(&mut object(json!({
        "active": user.active,
        "user_type": user.user_type(),
        "language": "en_US",
        "locale": "en_US",
        "utcOffset": -28_800_000,
        "updated_at": rfc3339(CHANGED_MS),
        "is_app_installed": caller.app.policies.installed,
    })));
    out
}

/// Adds `urls`, which only a token that may call the API gets; `{version}` stays unless asked for.
fn put_urls(
    out: &mut Map<String, Value>,
    call: &Call,
    caller: &Caller,
    user: &User,
    version: Option<&str>,
) {
    if !scope::allows(&caller.scopes, "api") {
        return;
    }
    let origin = &call.origin;
    let org = id::short(ORG_ID);
    let version = version.unwrap_or("{version}");
    let soap = |kind: &str| format!("{origin}/services/Soap/{kind}/{version}/{org}");
    let rest = |path: &str| format!("{origin}/services/data/v{version}/{path}");
    out.insert(
        "urls".to_owned(),
        json!({
            "enterprise": soap("c"), "metadata": soap("m"), "partner": soap("u"),
            "rest": rest(""), "sobjects": rest("sobjects/"), "search": rest("search/"), "query": rest("query/"),
            "recent": rest("recent/"), "tooling_soap": soap("T"), "tooling_rest": rest("tooling/"),
            "profile": format!("{origin}/{}", user.user_id),
            "feeds": rest("chatter/feeds"), "groups": rest("chatter/groups"), "users": rest("chatter/users"),
            "feed_items": rest("chatter/feed-items"), "feed_elements": rest("chatter/feed-elements"),
            "custom_domain": origin,
        }),
    );
}

fn photos(call: &Call, user: &User) -> Value {
    json!({"picture": photo(call, user, "F"), "thumbnail": photo(call, user, "T")})
}

fn photo(call: &Call, user: &User, size: &str) -> String {
    format!(
        "{}/profilephoto/{}/{size}",
        call.origin,
        id::short(&user.user_id)
    )
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
