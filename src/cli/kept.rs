//! `list`, `show`, `export`: what is kept, without the network and without the vault.

use serde_json::{Value, json};

use super::house::House;
use super::object;
use super::output::Answer;
use super::plain::{clean, facts, table};
use super::target::Library;
use crate::app::event::ProfileRecord;
use crate::model::problem::Problem;
use crate::model::profile::Profile;
use crate::model::profile_file;
use crate::model::session::Session;
use crate::model::words;

/// Answers `list`: every profile, in the order of the names.
pub fn list(house: &House) -> Answer {
    let library = house.library();
    let mut records = library.profiles.clone();
    records.sort_by_key(|record| (&record.profile.name, &record.profile.profile_id));
    let profiles: Vec<Value> = records
        .iter()
        .map(|record| profile_object(house, &library, record))
        .collect();
    let head: Vec<String> = ["profile", "name", "environment", "user", "state", "expires"]
        .iter()
        .map(|column| words::text(&format!("cli-head-{column}")))
        .collect();
    let rows: Vec<Vec<String>> = records
        .iter()
        .flat_map(|record| rows(house, &library, record))
        .collect();
    let text = match rows.as_slice() {
        [] => format!("{}\n", words::text("cli-no-profiles")),
        rows => table(&head, rows),
    };
    Answer {
        json: json!({ "profiles": profiles }),
        text,
    }
}

fn rows(house: &House, library: &Library<'_>, record: &ProfileRecord) -> Vec<Vec<String>> {
    let profile = &record.profile;
    let (environment, _) = house.environment(&profile.profile_id);
    let row = |user: String, state: String, expires: String| {
        vec![
            profile.profile_id.to_string(),
            clean(&profile.name),
            environment.as_str().to_owned(),
            user,
            state,
            expires,
        ]
    };
    let none = || words::text("cli-none");
    let mut rows: Vec<Vec<String>> = library
        .sessions_of(&profile.profile_id)
        .map(|session| {
            row(
                clean(session.username().unwrap_or(session.session_id.as_str())),
                session.state(house.now()).as_str().to_owned(),
                object::time(session.expiry.map(|expiry| expiry.at)).unwrap_or_else(none),
            )
        })
        .collect();
    if rows.is_empty() {
        rows.push(row(none(), none(), none()));
    }
    rows
}

/// Answers `show`.
///
/// # Errors
///
/// `unknown_target`, `ambiguous`.
pub fn show(house: &House, target: &str) -> Result<Answer, Box<Problem>> {
    let library = house.library();
    let shown = library.shown(target)?;
    let session = shown.session.map(|one| object::session(one, house.now()));
    let mut text = facts(&profile_facts(house, &library, shown.profile));
    if let Some(session) = shown.session {
        text.push('\n');
        text.push_str(&facts(&session_facts(house, session)));
    }
    Ok(Answer {
        json: json!({
            "profile": profile_object(house, &library, shown.profile),
            "session": session,
        }),
        text,
    })
}

/// Answers `export`: the profile file, all profiles when none are named.
///
/// # Errors
///
/// `unknown_profile`, `ambiguous`.
pub fn export(house: &House, targets: &[String]) -> Result<String, Box<Problem>> {
    let library = house.library();
    let mut records: Vec<&ProfileRecord> = Vec::new();
    for target in targets {
        let record = library.profile(target)?;
        let id = &record.profile.profile_id;
        if !records.iter().any(|known| known.profile.profile_id == *id) {
            records.push(record);
        }
    }
    if targets.is_empty() {
        records = library.profiles.clone();
        records.sort_by_key(|record| (&record.profile.name, &record.profile.profile_id));
    }
    let profiles: Vec<Profile> = records
        .into_iter()
        .map(|record| Profile::clone(&record.profile))
        .collect();
    Ok(profile_file::write(&profiles))
}

fn profile_object(house: &House, library: &Library<'_>, record: &ProfileRecord) -> Value {
    let profile_id = &record.profile.profile_id;
    let sessions: Vec<&Session> = library.sessions_of(profile_id).collect();
    let environment = house.environment(profile_id);
    object::profile(record, environment, &sessions, house.now())
}

type Facts = Vec<(String, Option<String>)>;

fn fact(name: &str, value: Option<String>) -> (String, Option<String>) {
    let value = value.filter(|value| !value.is_empty());
    (words::text(&format!("cli-fact-{name}")), value)
}

fn profile_facts(house: &House, library: &Library<'_>, record: &ProfileRecord) -> Facts {
    let profile = &record.profile;
    let callbacks: Vec<&str> = profile
        .callback_urls
        .iter()
        .map(|url| url.as_str())
        .collect();
    let (environment, verified) = house.environment(&profile.profile_id);
    let environment = match verified {
        true => words::with("cli-verified", &[("environment", environment.as_str())]),
        false => environment.as_str().to_owned(),
    };
    let sessions = library.sessions_of(&profile.profile_id).count();
    vec![
        fact("profile", Some(profile.profile_id.to_string())),
        fact("name", Some(profile.name.clone())),
        fact("login-url", Some(profile.login_url.to_string())),
        fact("client-id", Some(profile.client_id.as_str().to_owned())),
        fact(
            "client-secret",
            record
                .has_client_secret
                .then(|| words::text("cli-fact-kept")),
        ),
        fact("callback-urls", Some(callbacks.join(", "))),
        fact("flow", Some(profile.flow.as_str().to_owned())),
        fact("scope", Some(profile.scope.to_string())),
        fact("environment", Some(environment)),
        fact("tags", Some(profile.tags.join(", "))),
        fact("sessions", Some(sessions.to_string())),
    ]
}

/// Returns what a person wants to know of a session.
pub fn session_facts(house: &House, session: &Session) -> Facts {
    let fingerprint = |text: &str| words::with("cli-fact-fingerprint", &[("fingerprint", text)]);
    let refresh = session
        .refresh_token_fingerprint
        .as_ref()
        .map(|print| fingerprint(print.as_str()));
    vec![
        fact("session", Some(session.session_id.to_string())),
        fact("user", session.username().map(str::to_owned)),
        fact("user-id", session.user_id().map(ToString::to_string)),
        fact("org-id", session.organization_id().map(ToString::to_string)),
        fact("instance-url", session.instance_url.clone()),
        fact(
            "state",
            Some(session.state(house.now()).as_str().to_owned()),
        ),
        fact("scope", session.scope.as_ref().map(ToString::to_string)),
        fact("issued", Some(session.issued_at.to_rfc3339())),
        fact(
            "expires",
            object::time(session.expiry.map(|expiry| expiry.at)),
        ),
        fact(
            "access-token",
            Some(fingerprint(session.access_token_fingerprint.as_str())),
        ),
        fact("refresh-token", refresh),
    ]
}
