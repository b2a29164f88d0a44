//! Whatever is sent, the org answers: no panic, no unsendable header, no script from outside.

use proptest::prelude::*;
use valet_key::demo_org::{Reply, Request};

use super::person::{BASE, World};

const PATHS: &[&str] = &[
    "/",
    "//",
    "/services/oauth2/authorize",
    "/services/oauth2/token",
    "/services/oauth2/revoke",
    "/services/oauth2/introspect",
    "/services/oauth2/userinfo",
    "/services/oauth2/singleaccess",
    "/login",
    "/setup/secur/RemoteAccessAuthorizationPage.apexp",
    "/setup/secur/RemoteAccessErrorPage.apexp",
    "/setup/connect",
    "/secur/frontdoor.jsp",
    "/secur/logout.jsp",
    "/id/00D5e0000012ABCEA2/0055e0000000001AAA",
    "/id/",
    "/services/Soap/u/62.0",
    "/services/data/v65.0/query",
    "/services/data/v65.0/sobjects/User/x",
    "/services/data/v65.0/chatter/users/me",
    "/services/data/v",
    "/demo/control/state",
    "/demo/control/set-fault",
    "/customers/services/oauth2/authorize",
    "/.well-known/openid-configuration",
    "/lightning/x",
];
const NAMES: &[&str] = &[
    "client_id",
    "client_secret",
    "redirect_uri",
    "response_type",
    "scope",
    "state",
    "code_challenge",
    "prompt",
    "login_hint",
    "grant_type",
    "code",
    "refresh_token",
    "assertion",
    "username",
    "password",
    "token",
    "callback",
    "format",
    "version",
    "q",
    "columns",
    "source",
    "pw",
    "otp",
    "startURL",
    "error",
    "error_description",
    "immediate",
    "client_assertion",
    "client_assertion_type",
    "user_code",
    "access_token",
    "nonce",
];
const VALUES: &[&str] = &[
    "PlatformCLI",
    "http://localhost:1717/OauthRedirect",
    "code",
    "token",
    "authorization_code",
    "refresh_token",
    "password",
    "client_credentials",
    "urn:ietf:params:oauth:grant-type:jwt-bearer",
    "device",
    "device_code",
    "true",
    "xml",
    "jsonp",
    "<script>alert(1)</script>",
    "\"><script>alert(1)</script>",
    "\r\nSet-Cookie: x=y",
    "a.b.c",
    "e30.e30.e30",
    "SELECT Id FROM User",
    "SELECT COUNT( FROM User WHERE a = '",
    "\u{202e}\u{0}é",
    "00D5e0000012ABC!x",
    "00D5e0000012ABC!fixed",
    "fixedRefresh",
    "//evil.example",
    "/\u{e9}",
    "api refresh_token",
    "",
    "%",
    "-1",
];

fn pick(list: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop_oneof![6 => proptest::sample::select(list).prop_map(str::to_owned), 1 => ".{0,40}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn anything_is_answered(
        method in proptest::sample::select(vec!["GET", "POST", "PUT", "OPTIONS", "x"]),
        path in pick(PATHS),
        fields in proptest::collection::vec((pick(NAMES), pick(VALUES)), 0..8),
        content_type in pick(&["application/x-www-form-urlencoded", "application/json", "text/xml", ""]),
        bearer in pick(&["Bearer 00D5e0000012ABC!fixed", "Basic eDp5", "Bearer ", "Basic \u{e9}"]),
        in_body in any::<bool>(),
    ) {
        let mut world = World::with(
            r#"(tokens: [(username: "admin@demo.example", client_id: "PlatformCLI",
                          access_token: "00D5e0000012ABC!fixed", refresh_token: "fixedRefresh")])"#,
        );
        let pairs = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
        let mut request = Request::new(method, &format!("{BASE}/"))
            .with("Authorization", &bearer)
            .with("Content-Type", &content_type);
        request.target = if in_body { path.clone() } else { format!("{path}?{pairs}") };
        if in_body {
            request.body = pairs.into_bytes();
        }
        let Reply::Now(response) = world.reply(request) else {
            panic!("no fault was set");
        };
        prop_assert!((200..600).contains(&response.status));
        for (name, value) in &response.headers {
            prop_assert!(name.bytes().all(|it| it.is_ascii_graphic()));
            prop_assert!(value.bytes().all(|it| (b' '..=b'~').contains(&it)), "{name}: {value:?}");
        }
        if response.header("Content-Type").is_some_and(|it| it.starts_with("text/html")) {
            let html = response.text();
            prop_assert!(!html.contains("<script"), "{}", html);
            prop_assert!(html.contains("DEMO"));
        }
    }
}
