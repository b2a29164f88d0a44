//! What a profile file may say, and how it is refused.

use super::*;
use crate::model::environment::Environment;

fn read(text: &str) -> Result<Vec<Profile>, Box<Problem>> {
    parse(text.as_bytes(), "acme.ron", |flow| flow == "web_server")
}

fn one(fields: &str) -> Result<Vec<Profile>, Box<Problem>> {
    read(&format!(
        "(\n  schema: 1,\n  profiles: [\n    ({fields}),\n  ],\n)"
    ))
}

/// Everything that is needed, and room for one more field.
fn with(field: &str) -> Result<Vec<Profile>, Box<Problem>> {
    one(&format!(
        "name: \"A\", login_url: \"login.salesforce.com\", client_id: \"k\", {field}"
    ))
}

#[track_caller]
fn refused(read: Result<Vec<Profile>, Box<Problem>>) -> Box<Problem> {
    let problem = read.expect_err("must be refused");
    assert_eq!(problem.kind, ProblemKind::Usage);
    let explained = problem.explain();
    assert!(
        !explained.what.contains("error-") && !explained.what.contains('{'),
        "{explained:?}"
    );
    assert!(explained.what.contains("acme.ron"), "{explained:?}");
    problem
}

#[track_caller]
fn place(problem: &Problem) -> (String, String) {
    let value = |name: &str| {
        let found = problem.values.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    (
        problem.field.clone().unwrap_or_default(),
        format!("{}:{}", value("line"), value("column")),
    )
}

const CONTRACT: &str = r#"
(
    schema: 1,
    profiles: [
        (
            profile_id: "acme-uat",                           // [a-z0-9-]{1,64}; left out: made from the name
            name: "Acme UAT",
            login_url: "https://acme--uat.sandbox.my.salesforce.com",   // http only for a loopback host
            client_id: "3MVG9",
            callback_urls: ["http://localhost:1717/OauthRedirect"],   // as registered; the first is used
            flow: web_server,                                 // default; the catalog's names, see `tour`
            scope: "api refresh_token openid",                // left out: all the app has
            kind: external_client_app,                        // or connected_app (default)
            client_auth: client_secret_post,
            environment: sandbox,
            platform: desktop,
            tags: ["uat"], notes: "",
            browser: "firefox -P uat",
            pkce: true, response_format: json,
            prompt: "login", login_hint: "", display: "", immediate: false, sso_provider: "", nonce: "",
            issuer: "https://id.example.com",
            endpoints: (authorize: "https://id.example.com/a", token: "https://id.example.com/t", revoke: "https://id.example.com/r", introspect: "https://id.example.com/i", userinfo: "https://id.example.com/u", jwks: "https://id.example.com/j", device: "https://id.example.com/d", register: "https://id.example.com/n"),
        ),
    ],
)
"#;

#[test]
fn the_example_of_the_contract_is_read_and_written_again() {
    let profiles = read(CONTRACT).expect("is right");
    assert_eq!(profiles[0].profile_id.as_str(), "acme-uat");
    assert_eq!(profiles[0].environment(), Environment::Sandbox);
    assert_eq!(read(&write(&profiles)).expect("is right"), profiles);
}

#[test]
fn three_fields_are_enough_and_the_id_comes_from_the_name() {
    let profiles = read(
        r#"(schema: 1, profiles: [
            (name: "Acme UAT", login_url: "localhost:9000", client_id: "k"),
            (name: "Acme UAT", login_url: "login.salesforce.com", client_id: "k", client_auth: none),
            (profile_id: "acme-uat-3", name: "x", login_url: "login.salesforce.com", client_id: "k"),
        ])"#,
    )
    .expect("is right");
    let ids: Vec<&str> = profiles.iter().map(|p| p.profile_id.as_str()).collect();
    assert_eq!(ids, ["acme-uat", "acme-uat-2", "acme-uat-3"]);
    assert_eq!(profiles[0].environment(), Environment::Demo);
    assert_eq!(read(&write(&profiles)).expect("is right"), profiles);
}

#[test]
fn odd_but_right_texts_come_back_equal() {
    let odd = r#"name: "Ä \"quoted\" \\ 漢字", login_url: "https://acme.my.site.com/customers", client_id: "k",
        notes: "two\nlines\tand a tab", tags: ["a b", "é"], pkce: false, immediate: true, response_format: urlencoded"#;
    let profiles = one(odd).expect("is right");
    assert_eq!(read(&write(&profiles)).expect("is right"), profiles);
}

#[test]
fn i01_to_i03_and_i31_what_is_not_a_text_is_named() {
    for (bytes, code) in [
        (&b" \n"[..], "file_empty"),
        (b"\xef\xbb\xbf(schema: 1)", "file_byte_order_mark"),
        (b"\xff\xfe(\0s\0", "file_not_utf8"),
        (b"PK\x03\x04rest", "file_archive"),
        (b"\x1f\x8b\x08rest", "file_archive"),
    ] {
        assert_eq!(refused(parse(bytes, "acme.ron", |_| true)).code, code);
    }
}

#[test]
fn i04_a_file_over_the_limit_is_refused() {
    let big = vec![b' '; MAX_BYTES + 1];
    assert_eq!(
        refused(parse(&big, "acme.ron", |_| true)).code,
        "file_too_big"
    );
}

#[test]
fn i05_and_i06_deep_nesting_ends_soon() {
    for depth in [33, 100_000] {
        let deep = "[".repeat(depth);
        refused(read(&deep));
        let problem = refused(with(&format!("tags: {deep}")));
        assert!(place(&problem).0.starts_with("profiles[0].tags"));
        refused(with(&format!("endpoints: {}", "Some(".repeat(depth))));
    }
}

#[test]
fn i07_one_profile_too_many() {
    let many =
        "(name:\"A\",login_url:\"login.salesforce.com\",client_id:\"k\"),".repeat(MAX_PROFILES + 1);
    let problem = refused(read(&format!("(schema:1,profiles:[{many}])")));
    assert_eq!(problem.code, "file_too_many_profiles");
}

#[test]
fn i08_an_id_twice() {
    let same =
        "(profile_id: \"a\", name: \"A\", login_url: \"login.salesforce.com\", client_id: \"k\")";
    let problem = refused(read(&format!(
        "(schema: 1, profiles: [\n{same},\n{same},\n])"
    )));
    assert_eq!(problem.code, "profile_id_twice");
    assert_eq!(
        place(&problem),
        ("profiles[1].profile_id".into(), "3:14".into())
    );
}

#[test]
fn i09_to_i11_an_id_is_no_path() {
    for id in ["../../x", "CON", "a\\u{0}b", "", "a b"] {
        let problem = refused(with(&format!("profile_id: \"{id}\"")));
        assert_eq!(place(&problem).0, "profiles[0].profile_id");
    }
    refused(with(&format!("profile_id: \"{}\"", "a".repeat(65))));
}

#[test]
fn i12_and_i13_unknown_and_repeated_fields() {
    let problem = refused(with("colour: \"red\""));
    assert_eq!(problem.code, "file_field_unknown");
    let (path, at) = place(&problem);
    assert_eq!(path, "profiles[0].colour");
    assert!(at.starts_with("4:"), "{at}");
    let problem = refused(with("name: \"B\""));
    assert_eq!(problem.code, "file_field_twice");
    assert_eq!(place(&problem).0, "profiles[0].name");
    let problem = refused(read("(schema: 1, profile: [])"));
    assert_eq!(place(&problem).0, "profile");
    let problem = refused(with("endpoints: (tokn: \"https://a.example\")"));
    assert_eq!(place(&problem).0, "profiles[0].endpoints.tokn");
}

#[test]
fn a_missing_field_is_named() {
    let problem = refused(one("name: \"A\", client_id: \"k\""));
    assert_eq!(problem.code, "file_field_missing");
    assert_eq!(place(&problem).0, "profiles[0].login_url");
}

#[test]
fn i14_and_i15_names_are_short_and_visible() {
    let login = "login_url: \"login.salesforce.com\", client_id: \"k\"";
    for name in [
        "a".repeat(5000),
        "a\\u{202e}b".into(),
        "a\\u{200b}".into(),
        String::new(),
    ] {
        let problem = refused(one(&format!("name: \"{name}\", {login}")));
        assert_eq!(place(&problem).0, "profiles[0].name");
    }
}

#[test]
fn i16_to_i21_hosts_are_what_they_say() {
    for host in [
        "https://login.salesforce.com@evil.example",
        "https://sаlesforce.com",
        "https://10.0.0.1",
        "https://acme.my.salesforce.com:0",
        "http://acme.my.salesforce.com",
        "acme",
        "file:///etc/passwd",
    ] {
        let problem = refused(one(&format!(
            "name: \"A\", client_id: \"k\",\n login_url: \"{host}\""
        )));
        assert_eq!(
            place(&problem),
            ("profiles[0].login_url".into(), "5:13".into()),
            "{host}"
        );
    }
}

#[test]
fn i19_and_r75_local_and_real_do_not_mix() {
    let at = |login: &str, field: &str| {
        one(&format!(
            "name: \"A\", client_id: \"k\", login_url: \"{login}\", {field}"
        ))
    };
    for (login, field, path) in [
        ("localhost:9000", "environment: sandbox", "environment"),
        ("login.salesforce.com", "environment: demo", "environment"),
        (
            "localhost:9000",
            "issuer: \"https://id.example.com\"",
            "issuer",
        ),
        (
            "login.salesforce.com",
            "endpoints: (token: \"http://localhost:1/t\")",
            "endpoints.token",
        ),
    ] {
        assert_eq!(
            place(&refused(at(login, field))).0,
            format!("profiles[0].{path}")
        );
    }
    assert!(at("localhost:9000", "environment: demo").is_ok());
}

#[test]
fn i23_flows_and_other_names_must_exist() {
    for field in [
        "flow: teleport",
        "platform: fridge",
        "kind: none",
        "client_auth: magic",
    ] {
        let problem = refused(with(field));
        let name = field.split(':').next().unwrap_or_default();
        assert_eq!(
            place(&problem).0,
            format!("profiles[0].{name}"),
            "{problem:?}"
        );
    }
}

#[test]
fn i24_and_i25_numbers_fit() {
    for number in ["99999999999999999999", "NaN", "-1", "1.5", "0", "2"] {
        let problem = refused(read(&format!("(schema: {number}, profiles: [])")));
        assert_eq!(place(&problem).0, "schema", "{number}: {problem:?}");
    }
}

#[test]
fn values_of_the_wrong_type_name_their_field() {
    for field in [
        "tags: \"uat\"",
        "pkce: 1",
        "notes: 'n'",
        "callback_urls: [1]",
    ] {
        let name = field.split(':').next().unwrap_or_default();
        let problem = refused(with(field));
        assert!(
            place(&problem)
                .0
                .starts_with(&format!("profiles[0].{name}")),
            "{problem:?}"
        );
    }
}

#[test]
fn a_secret_has_no_place_in_a_file() {
    let problem = refused(with("client_secret: \"hush\""));
    assert_eq!(problem.code, "client_secret_in_file");
    assert!(problem.explain().next.contains("secret set"));
    assert!(!format!("{problem:?}").contains("hush"));
}

#[test]
fn broken_syntax_has_a_place() {
    for text in [
        "(",
        "(schema: 1",
        "(schema 1)",
        "[]",
        "(schema: 1, profiles: [)",
        "(schema: 1) x",
    ] {
        let problem = refused(read(text));
        assert_ne!(place(&problem).1, ":", "{text}: {problem:?}");
    }
}
