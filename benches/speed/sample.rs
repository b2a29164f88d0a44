//! Invented profiles with a session each.

use std::path::Path;

use valet_key::engine::folder::Places;
use valet_key::engine::lock::Locks;
use valet_key::engine::store::Store;
use valet_key::model::profile::Profile;
use valet_key::model::session::Session;

/// Opens the library in a data folder.
pub fn store(data: &Path) -> Store {
    let (places, _) = Places::open(Some(data)).unwrap();
    let locks = Locks::open(&places.data, &mut Vec::new()).unwrap();
    Store::new(&places, &locks)
}

/// Makes a profile; no two have the same name.
pub fn profile(number: usize) -> Profile {
    let text = format!(
        r#"(profile_id: "p{number:05}", name: "Profile {number}", login_url: "https://acme{number}.my.salesforce.com",
            client_id: "3MVG9{number}", callback_urls: ["http://localhost:1717/OauthRedirect"], tags: ["a", "b"])"#
    );
    ron::from_str(&text).unwrap()
}

/// Makes the session of that profile.
pub fn session(number: usize) -> Session {
    let text = format!(
        r#"(session_id: "{number:016x}", profile_id: "p{number:05}",
            identity: (username: "ada{number}@acme.example", display_name: None, email: None, user_id: None,
                organization_id: None, user_type: None, locale: None, timezone: None),
            instance_url: "https://acme{number}.my.salesforce.com", token_type: "Bearer", token_format: opaque,
            has_refresh_token: true, issued_at: "2026-01-02T03:04:05Z", access_token_fingerprint: "3c469e9d6c58")"#
    );
    let options =
        ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    options.from_str(&text).unwrap()
}

/// Writes that many profiles, each with its session.
pub fn fill(store: &Store, count: usize) {
    store
        .update(|library| {
            for number in 0..count {
                library.upsert_profile(profile(number));
                library.upsert_session(session(number));
            }
        })
        .unwrap();
}
