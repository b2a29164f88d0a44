//! The library on disk: nothing is lost, nothing is taken for empty, nobody else reads it.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::path::Path;

use valet_key::engine::folder::{KeepError, Notice, Places};
use valet_key::engine::lock::Locks;
use valet_key::engine::store::{Library, Store};
use valet_key::model::ids::{ProfileId, SessionId};
use valet_key::model::profile::Profile;
use valet_key::model::secret::Fingerprint;
use valet_key::model::session::Session;
use valet_key::model::settings::Settings;
use valet_key::model::time::UnixTime;
use valet_key::model::token::TokenFormat;

fn open(data: &Path) -> Store {
    let (places, _) = Places::open(Some(data)).unwrap();
    let locks = Locks::open(&places.data, &mut Vec::new()).unwrap();
    Store::new(&places, &locks)
}

pub fn profile(id: &str, name: &str) -> Profile {
    let text = format!(
        r#"(profile_id: "{id}", name: "{name}", login_url: "https://login.salesforce.com", client_id: "key",
            callback_urls: ["http://localhost:1717/OauthRedirect"], notes: "line one\nline \"two\"", tags: ["a", "b"])"#
    );
    ron::from_str(&text).unwrap()
}

fn session(id: &str, profile: &str) -> Session {
    Session {
        session_id: SessionId::known(id),
        profile_id: ProfileId::parse(profile).unwrap(),
        identity: Default::default(),
        identity_source: None,
        instance_url: Some("https://acme.my.salesforce.com".into()),
        id_url: None,
        scope: None,
        scope_requested: Default::default(),
        token_type: "Bearer".into(),
        token_format: TokenFormat::Opaque,
        has_refresh_token: true,
        rotates: false,
        standing: Default::default(),
        logged_in_at: UnixTime::from_millis(1_770_000_000_123),
        issued_at: UnixTime::from_millis(1_770_000_000_123),
        expiry: None,
        last_refresh_at: None,
        last_check_at: Some(UnixTime::from_secs(1_770_000_000)),
        access_token_fingerprint: Fingerprint::of("token"),
        refresh_token_fingerprint: None,
        signature: Default::default(),
        id_token: Default::default(),
        pending_revocation: false,
        replaced: Vec::new(),
        environment_verified: Some((
            valet_key::model::environment::Environment::Sandbox,
            UnixTime::from_secs(1),
        )),
        org: None,
        possibly_stale: false,
        last_refusal: None,
        web_sessions: Vec::new(),
    }
}

fn fill(store: &Store, profiles: usize) {
    let change = |library: &mut Library| {
        for n in 0..profiles {
            library.upsert_profile(profile(&format!("p{n:05}"), &format!("Profile {n}")));
            library.upsert_session(session(&format!("{n:016x}"), &format!("p{n:05}")));
        }
    };
    store.update(change).unwrap();
}

#[test]
fn what_was_written_is_read_back_by_another_process_of_ours() {
    let home = tempfile::tempdir().unwrap();
    let (writer, reader) = (open(home.path()), open(home.path()));
    assert_eq!(reader.library().unwrap().profiles().count(), 0);
    fill(&writer, 3);
    assert!(reader.has_changed().unwrap());
    assert_eq!(reader.library().unwrap(), writer.library().unwrap());
    assert!(!reader.has_changed().unwrap());
    let sessions = SessionId::known("0000000000000001");
    writer
        .update(|library| library.edit_session(&sessions, |session| session.rotates = true))
        .unwrap();
    assert!(
        reader
            .library()
            .unwrap()
            .session(&sessions)
            .unwrap()
            .rotates
    );
}

#[test]
fn removing_a_profile_removes_its_sessions() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    fill(&store, 3);
    let id = ProfileId::parse("p00001").unwrap();
    let (gone, library) = store.update(|library| library.remove_profile(&id)).unwrap();
    assert_eq!(gone.len(), 1);
    assert_eq!(
        (library.profiles().count(), library.sessions().count()),
        (2, 2)
    );
    assert_eq!(open(home.path()).library().unwrap(), library);
}

#[test]
fn a_refused_change_writes_nothing() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let refused = store
        .try_update(|library| {
            library.upsert_profile(profile("a", "A"));
            Err::<(), _>("no")
        })
        .unwrap();
    assert_eq!(refused.unwrap_err(), "no");
    assert!(!home.path().join("profiles.ron").exists());
}

#[test]
fn two_stores_change_different_profiles_and_lose_neither() {
    let home = tempfile::tempdir().unwrap();
    let (a, b) = (open(home.path()), open(home.path()));
    a.library().unwrap();
    b.update(|library| library.upsert_profile(profile("b", "B")))
        .unwrap();
    a.update(|library| library.upsert_profile(profile("a", "A")))
        .unwrap();
    assert_eq!(b.library().unwrap().profiles().count(), 2);
}

/// R58.
#[test]
fn a_file_torn_at_any_byte_is_moved_aside_and_the_last_good_one_opened() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    fill(&store, 1);
    store
        .update(|library| library.upsert_profile(profile("later", "L")))
        .unwrap();
    let file = home.path().join("profiles.ron");
    let whole = std::fs::read(&file).unwrap();
    let older = std::fs::read(home.path().join("profiles.ron.1")).unwrap();
    // Without the last newline, or with it, the text is whole.
    for length in 0..whole.trim_ascii_end().len() {
        std::fs::write(&file, &whole[..length]).unwrap();
        let store = open(home.path());
        let library = store.library().unwrap();
        assert_eq!(library.profiles().count(), 1, "torn at {length}");
        let notices = store.take_notices();
        let [
            Notice::MovedAside {
                aside, opened: 1, ..
            },
        ] = notices.as_slice()
        else {
            panic!("torn at {length}: {notices:?}");
        };
        assert_eq!(std::fs::read(aside).unwrap(), &whole[..length]);
        assert_eq!(std::fs::read(&file).unwrap(), older);
        std::fs::remove_file(aside).unwrap();
    }
}

#[test]
fn with_no_good_generation_nothing_is_taken_for_empty_or_touched() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("sessions.ron");
    std::fs::create_dir_all(home.path()).unwrap();
    std::fs::write(&file, "(schema: 1, sess").unwrap();
    let store = open(home.path());
    assert!(matches!(store.library(), Err(KeepError::Damaged { .. })));
    let update = store.update(|library| library.upsert_profile(profile("a", "A")));
    assert!(matches!(update, Err(KeepError::Damaged { .. })));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "(schema: 1, sess");
}

#[test]
fn a_file_that_is_gone_comes_back_from_its_last_generation() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    fill(&store, 2);
    store
        .update(|library| library.upsert_profile(profile("later", "L")))
        .unwrap();
    std::fs::remove_file(home.path().join("profiles.ron")).unwrap();
    let store = open(home.path());
    assert_eq!(store.library().unwrap().profiles().count(), 2);
    assert!(matches!(
        store.take_notices()[..],
        [Notice::Missing { opened: 1, .. }]
    ));
    assert_eq!(open(home.path()).library().unwrap().profiles().count(), 2);
}

/// R59.
#[test]
fn a_newer_schema_is_read_and_never_written() {
    let home = tempfile::tempdir().unwrap();
    open(home.path());
    let file = home.path().join("profiles.ron");
    let text = r#"(schema: 2, profiles: [(profile_id: "a", name: "A", login_url: "https://login.salesforce.com", client_id: "k")])"#;
    std::fs::write(&file, text).unwrap();
    let store = open(home.path());
    assert_eq!(store.library().unwrap().profiles().count(), 1);
    let refused = store.update(|library| library.upsert_profile(profile("b", "B")));
    assert!(matches!(
        refused,
        Err(KeepError::NewerSchema { schema: 2, .. })
    ));
    // One whose form we do not know is not damage either.
    let text = r#"(schema: 3, profiles: [(something: "else", more: [1, 2])])"#;
    std::fs::write(&file, text).unwrap();
    let unknown = open(home.path()).library();
    assert!(
        matches!(unknown, Err(KeepError::NewerSchema { schema: 3, .. })),
        "{unknown:?}"
    );
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
}

/// R59.
#[test]
fn files_of_every_released_schema_still_load() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/store/schema-1");
    let home = tempfile::tempdir().unwrap();
    for name in ["profiles.ron", "sessions.ron", "settings.ron"] {
        std::fs::copy(golden.join(name), home.path().join(name)).unwrap();
    }
    let store = open(home.path());
    let library = store.library().unwrap();
    let acme = ProfileId::parse("acme-uat").unwrap();
    assert_eq!(library.profile(&acme).unwrap().name, "Acme UAT");
    assert_eq!(library.sessions_of(&acme).count(), 2);
    assert_eq!(store.settings().unwrap().clipboard_secs, 45);
}

#[test]
fn settings_are_kept() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    assert_eq!(store.settings().unwrap(), Settings::default());
    let changed = Settings {
        utc: true,
        window_size: Some((720.0, 480.0)),
        proxy: "http://proxy:8080".into(),
        ..Settings::default()
    };
    store.save_settings(&changed).unwrap();
    assert_eq!(open(home.path()).settings().unwrap(), changed);
}

/// The limits are for release code (decision 11): `cargo test --release --test it ten_thousand -- --nocapture`
#[test]
fn ten_thousand_profiles_load_and_save_in_time() {
    let home = tempfile::tempdir().unwrap();
    let writer = open(home.path());
    fill(&writer, 10_000);
    let store = open(home.path());
    let began = std::time::Instant::now();
    assert_eq!(store.library().unwrap().profiles().count(), 10_000);
    let loaded = began.elapsed();
    let began = std::time::Instant::now();
    store
        .update(|library| library.upsert_profile(profile("one-more", "One more")))
        .unwrap();
    let saved = began.elapsed();
    eprintln!("10,000 profiles with a session each: load {loaded:?}, save {saved:?}");
    assert_eq!(
        open(home.path()).library().unwrap().profiles().count(),
        10_001
    );
    // What unoptimised code on a busy machine takes says nothing.
    if !cfg!(debug_assertions) {
        assert!(loaded.as_millis() <= 500, "{loaded:?}");
        assert!(saved.as_millis() <= 100, "{saved:?}");
    }
}
