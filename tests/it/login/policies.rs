//! Every refresh-token policy against the org's clock, and the alarm when a rotated token was used by somebody else.

use std::path::Path;

use serde_json::json;
use valet_key::engine::vault_key::Access;
use valet_key::model::ids::SessionId;
use valet_key::model::problem::{Problem, ProblemKind};

use super::bench::{Bench, CLIENT_SECRET, Org, PUBLIC, ROTATING};

const ADMIN: &str = "admin@demo.example";
const HOUR: i64 = 3600;

fn set_policy(org: &Org, policy: &str) {
    let body = json!({"client_id": PUBLIC, "policies": {"refresh_token_policy": policy}});
    org.control("set-app", &body);
}

fn move_clock(org: &Org, seconds: i64) {
    org.control("move-clock", &json!({"seconds": seconds}));
}

/// A login of an app with this policy.
fn logged_in(policy: &str) -> (Org, Bench, SessionId) {
    let org = Org::start();
    set_policy(&org, policy);
    let mut bench = Bench::start();
    let profile = org.profile("policy", PUBLIC);
    bench.save(&profile, None);
    let (session, _) = bench.log_in(&profile, ADMIN);
    (org, bench, session.session_id)
}

fn is_dead(problem: &Problem, code: &str) {
    assert_eq!(problem.kind, ProblemKind::NeedsLogin);
    assert_eq!(problem.code, code);
    let org = problem.org.as_ref().expect("the org's words");
    assert_eq!(
        org.error_description.as_deref(),
        Some("expired access/refresh token")
    );
    let told = problem.explain();
    assert!(!told.cause.is_empty() && !told.next.is_empty(), "{told:?}");
}

#[test]
fn until_revoked_outlives_years() {
    let (org, mut bench, session) = logged_in("infinite");
    move_clock(&org, 3 * 365 * 24 * HOUR);
    assert!(bench.refresh(&session).is_ok());
}

#[test]
fn an_idle_limit_slides_with_every_refresh() {
    let (org, mut bench, session) = logged_in("specific_inactivity:2:HOURS");
    for _ in 0..3 {
        move_clock(&org, HOUR + 1800);
        assert!(bench.refresh(&session).is_ok());
    }
    move_clock(&org, 2 * HOUR);
    is_dead(&bench.refresh(&session).unwrap_err(), "invalid_grant");
}

#[test]
fn a_lifetime_ends_whatever_was_refreshed() {
    let (org, mut bench, session) = logged_in("specific_lifetime:2:HOURS");
    move_clock(&org, HOUR);
    assert!(bench.refresh(&session).is_ok());
    move_clock(&org, HOUR);
    is_dead(&bench.refresh(&session).unwrap_err(), "invalid_grant");
}

/// Some orgs then give none, some give one that never works (`interactive.md` 4.4).
#[test]
fn immediately_expire_gives_none_or_a_dead_one() {
    let (org, mut bench, session) = logged_in("zero");
    let none = bench.refresh(&session).unwrap_err();
    assert_eq!(none.code, "no_refresh_token");

    set_policy(&org, "infinite");
    let profile = org.profile("policy", PUBLIC);
    let (session, _) = bench.log_in(&profile, ADMIN);
    assert!(session.has_refresh_token);
    set_policy(&org, "zero");
    is_dead(
        &bench.refresh(&session.session_id).unwrap_err(),
        "refresh_never_worked",
    );
}

/// A computer with a data folder: a vault on disk, opened by the passphrase beside it.
fn computer(home: &Path) -> Bench {
    Bench::sharing(home, Access::PassphraseFile(home.join("passphrase")))
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(std::fs::copy(entry.path(), &target).unwrap()),
        }
    }
    let mode = std::fs::metadata(from).unwrap().permissions();
    std::fs::set_permissions(to, mode).unwrap();
}

/// The data folder is stolen, the thief refreshes first: the owner is told what that can mean, and the thief is out too.
#[test]
fn a_refresh_token_that_somebody_else_used_raises_the_alarm() {
    let org = Org::start();
    // `Bench::start` writes the passphrase into a folder of its own, which is what is wanted of it here.
    let (home, elsewhere) = (Bench::start().folder, tempfile::tempdir().unwrap());
    std::fs::remove_dir_all(home.path().join("data")).ok();
    let mut owner = computer(home.path());
    let profile = org.profile("stolen", ROTATING);
    owner.save(&profile, Some(CLIENT_SECRET));
    let (session, _) = owner.log_in(&profile, ADMIN);
    let (session, rotated) = owner.refresh(&session.session_id).unwrap();
    assert!(rotated && session.rotates);
    let lines = std::fs::read_to_string(home.path().join("data/activity.jsonl")).unwrap();
    let rotations = lines
        .lines()
        .filter(|line| line.contains("\"rotated\":true"));
    assert_eq!(rotations.count(), 1, "{lines}");

    copy(home.path(), &elsewhere.path().join("copy"));
    let mut thief = computer(&elsewhere.path().join("copy"));
    assert!(thief.refresh(&session.session_id).unwrap().1);

    is_dead(
        &owner.refresh(&session.session_id).unwrap_err(),
        "refresh_reused",
    );
    is_dead(
        &thief.refresh(&session.session_id).unwrap_err(),
        "refresh_reused",
    );
    assert_eq!(org.live("refresh_token"), 0);
}
