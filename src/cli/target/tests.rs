//! Targets, case by case.

use super::*;
use crate::model::profile::Profile;
use crate::model::profile_file;

const PROFILES: &str = r#"(schema: 1, profiles: [
    (profile_id: "acme", name: "Acme: UAT", login_url: "login.salesforce.com", client_id: "k"),
    (profile_id: "empty", name: "Empty", login_url: "login.salesforce.com", client_id: "k"),
    (profile_id: "one", name: "Same", login_url: "login.salesforce.com", client_id: "k"),
    (profile_id: "two", name: "Same", login_url: "login.salesforce.com", client_id: "k"),
])"#;

fn session(id: &str, profile: &str, username: &str) -> Session {
    let text = format!(
        r#"(session_id: "{id}", profile_id: "{profile}", identity: (username: "{username}"), token_type: "Bearer",
            token_format: opaque, has_refresh_token: true, issued_at: "2026-11-22T10:53:20Z", access_token_fingerprint: "0123456789ab")"#
    );
    let options =
        ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    options.from_str(&text).expect("is a session")
}

fn check(ask: impl FnOnce(&Library<'_>)) {
    let profiles: Vec<Profile> =
        profile_file::parse(PROFILES.as_bytes(), "test.ron", |_| true).expect("is right");
    let records: Vec<ProfileRecord> = profiles
        .into_iter()
        .map(|profile| ProfileRecord {
            profile: profile.into(),
            has_client_secret: false,
            has_private_key: false,
        })
        .collect();
    let sessions = [
        session("aaaa000000000001", "acme", "a@x.example"),
        session("aaaa000000000002", "acme", "b@x.example"),
        session("aaaa000000000003", "one", "a@x.example"),
    ];
    ask(&Library::new(records.iter().collect(), &sessions));
}

fn id(found: Result<&Session, Box<Problem>>) -> String {
    match found {
        Ok(session) => session.session_id.to_string(),
        Err(problem) => format!("{:?} {}", problem.kind, problem.code),
    }
}

#[test]
fn a_session_is_found_by_every_kind_of_name() {
    check(|library| {
        for (target, expected) in [
            ("aaaa000000000002", "aaaa000000000002"),
            ("one", "aaaa000000000003"),
            ("acme:b@x.example", "aaaa000000000002"),
            ("acme:B@X.example", "aaaa000000000002"),
            ("Acme: UAT:a@x.example", "aaaa000000000001"),
            ("acme", "Usage ambiguous"),
            ("Acme: UAT", "Usage ambiguous"),
            ("Same", "Usage ambiguous"),
            ("empty", "NeedsLogin no_session"),
            ("acme:c@x.example", "Usage unknown_target"),
            ("ACME", "Usage unknown_target"),
            ("", "Usage unknown_target"),
            ("acme:*", "Usage several_targets"),
        ] {
            assert_eq!(id(library.session(target)), expected, "{target}");
        }
    });
}

#[test]
fn what_is_ambiguous_is_listed() {
    check(|library| {
        let problem = library.session("acme").expect_err("is ambiguous");
        let what = problem.explain().what;
        assert!(
            what.contains("aaaa000000000001 (a@x.example), aaaa000000000002 (b@x.example)"),
            "{what}"
        );
        assert_eq!(problem.field.as_deref(), Some("acme"));
    });
}

#[test]
fn a_star_means_every_session() {
    check(|library| {
        let count = |target| library.each(target).map(|sessions| sessions.len());
        assert_eq!(count("acme:*").ok(), Some(2));
        assert_eq!(count("Acme: UAT:*").ok(), Some(2));
        assert_eq!(count("one").ok(), Some(1));
        let code = |target| library.each(target).map_err(|problem| problem.code).err();
        assert_eq!(code("empty:*").as_deref(), Some("no_session"));
        assert_eq!(code("acme").as_deref(), Some("ambiguous"));
        assert_eq!(code("nope:*").as_deref(), Some("unknown_target"));
    });
}

#[test]
fn show_takes_a_profile_as_it_is() {
    check(|library| {
        let session = |target| {
            library
                .shown(target)
                .map(|shown| shown.session.map(|session| session.session_id.to_string()))
                .ok()
        };
        assert_eq!(session("acme"), Some(None));
        assert_eq!(session("empty"), Some(None));
        assert_eq!(session("one"), Some(Some("aaaa000000000003".to_owned())));
        assert_eq!(
            session("aaaa000000000001"),
            Some(Some("aaaa000000000001".to_owned()))
        );
        assert_eq!(session("nope"), None);
    });
}
