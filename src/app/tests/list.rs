//! The list: filter, search, order, marks, and 10,000 profiles.

use super::*;
use crate::app::command::{BulkAct, ListFilter, SortBy};
use crate::app::view::{Ask, Bulk, ListRow, RailWhat, StateKind, Tone};
use crate::model::environment::Environment;

fn rows(play: &Play) -> Vec<ListRow> {
    view::rows(&play.state, 0..usize::MAX, play.now)
}

fn ids(play: &Play) -> Vec<String> {
    rows(play)
        .into_iter()
        .map(|row| row.profile_id.to_string())
        .collect()
}

fn three() -> Play {
    Play::with(
        &[("b", SANDBOX), ("a", PRODUCTION), ("c", DEMO)],
        vec![
            expires(session("s1", "a"), "2026-11-22T10:53:00Z"),
            expires(session("s2", "b"), "2026-11-22T10:16:00Z"),
        ],
    )
}

#[test]
fn rows_have_the_words_of_the_picture() {
    let play = three();
    let rows = rows(&play);
    assert_eq!(rows[0].state.text, "Active, 41 min");
    assert_eq!(rows[1].state.text, "Expires in 4 min");
    assert_eq!(rows[2].state.text, "Never logged in");
    assert_eq!(rows[0].badge.label, "Production?");
    assert_eq!(rows[2].badge.label, "Demo");
    assert_eq!(rows[0].flow, "Web server");
    assert_eq!(rows[2].user, "No login yet");
}

#[test]
fn time_alone_moves_a_profile_to_attention() {
    let mut play = three();
    assert_eq!(play.window().rail.lists[1].count, Some(1));
    let due = play.state.next_tick().unwrap();
    assert_eq!(due, UnixTime::from_rfc3339("2026-11-22T10:16:00Z").unwrap());
    play.pass(36 * 60 + 1);
    // The vault locked meanwhile; the list goes on behind the lock.
    assert_eq!(play.window().rail.lists[1].count, Some(2));
}

#[test]
fn filter_search_and_sort_choose_the_rows() {
    let mut play = three();
    assert_eq!(ids(&play), ["a", "b", "c"]);
    play.command(Command::Sort(SortBy::Name));
    assert_eq!(ids(&play), ["c", "b", "a"]);
    play.command(Command::Sort(SortBy::State));
    assert_eq!(ids(&play), ["b", "a", "c"]);
    play.command(Command::Sort(SortBy::Expires));
    assert_eq!(ids(&play), ["b", "a", "c"]);
    play.command(Command::Sort(SortBy::Environment));
    assert_eq!(ids(&play), ["a", "b", "c"]);
    play.command(Command::Sort(SortBy::User));
    assert_eq!(ids(&play), ["a", "b", "c"], "nobody comes last");
    play.command(Command::Sort(SortBy::User));
    assert_eq!(ids(&play), ["c", "b", "a"]);
    play.command(Command::Sort(SortBy::Flow));
    assert_eq!(ids(&play), ["a", "b", "c"]);
    play.event(Event::SessionChanged(Box::new(Session {
        last_check_at: Some(play.now),
        ..expires(session("s2", "b"), "2026-11-22T10:16:00Z")
    })));
    play.command(Command::Sort(SortBy::LastCheck));
    assert_eq!(ids(&play), ["b", "a", "c"]);
    play.command(Command::Sort(SortBy::Environment));
    play.command(Command::Filter(ListFilter::Environment(Environment::Demo)));
    assert_eq!(ids(&play), ["c"]);
    play.command(Command::Search("nothing".to_owned()));
    let list = view::list(&play.state, play.now);
    assert_eq!(list.count_text, "0 of 3");
    assert_eq!(list.empty.unwrap().actions[0].ask, Ask::ClearFilter);
    play.command(Command::ClearFilter);
    play.command(Command::Search("USER-S2 uat".to_owned()));
    assert_eq!(ids(&play), ["b"]);
    play.command(Command::Search("00D5e0000012ABC".to_owned()));
    assert_eq!(ids(&play), ["a", "b"]);
}

#[test]
fn the_worst_state_of_several_sessions_stands_in_the_row() {
    let mut play = three();
    play.event(Event::SessionChanged(Box::new(Session {
        standing: Standing::Blocked,
        ..session("s3", "a")
    })));
    let row = &rows(&play)[0];
    assert_eq!(row.state.kind, StateKind::Blocked);
    assert_eq!(row.user, "2 logins");
}

fn bulk(play: &Play) -> Bulk {
    view::list(&play.state, play.now).bulk.unwrap()
}

fn marked(play: &Play) -> Vec<String> {
    let marked = rows(play).into_iter().filter(|row| row.is_marked);
    marked.map(|row| row.profile_id.to_string()).collect()
}

/// R68: a range never takes Production along; each is ticked by hand.
#[test]
fn production_is_left_out_of_a_range_until_it_is_ticked_one_by_one() {
    let mut play = three();
    play.command(Command::Select(Some(pid("a"))));
    play.command(Command::SelectTo(pid("c")));
    assert_eq!(marked(&play), ["b", "c"]);
    assert!(
        rows(&play)[0].is_left_out,
        "its box is there, without a tick"
    );
    let shown = bulk(&play);
    assert_eq!(shown.count, "2 selected");
    let summary = "1 Production left out until it is ticked, 1 expires soon, 1 never logged in";
    assert_eq!(shown.summary, summary);
    assert_eq!(shown.worst.unwrap().environment, Environment::Production);
    for act in [BulkAct::Refresh, BulkAct::Check] {
        let effects = play.command(Command::Bulk(act));
        assert_eq!(effects.len(), 1, "only b: {effects:?}");
        play.command(Command::CancelAll);
    }
    play.command(Command::ToggleSelected(pid("a")));
    assert_eq!(marked(&play), ["a", "b", "c"]);
    assert_eq!(play.command(Command::Bulk(BulkAct::Refresh)).len(), 2);
    play.command(Command::ToggleSelected(pid("a")));
    play.command(Command::ToggleSelected(pid("b")));
    assert_eq!(marked(&play), ["c"], "a second tick takes it away");
    play.command(Command::ClearSelected);
    assert!(marked(&play).is_empty());
}

#[test]
fn a_range_grows_and_shrinks_and_keeps_what_was_ticked() {
    let names = ["a", "b", "c", "d", "e"];
    let mut play = Play::with(&names.map(|name| (name, SANDBOX)), Vec::new());
    play.command(Command::ToggleSelected(pid("e")));
    play.command(Command::AnchorAt(pid("b")));
    play.command(Command::SelectTo(pid("d")));
    assert_eq!(marked(&play), ["b", "c", "d", "e"]);
    play.command(Command::SelectTo(pid("a")));
    assert_eq!(marked(&play), ["a", "b", "e"]);
    play.command(Command::SelectAll);
    assert_eq!(marked(&play), names);
    play.command(Command::Search("key-of-c".to_owned()));
    assert_eq!(
        bulk(&play).count,
        "1 selected",
        "nothing is done to what cannot be seen"
    );
    play.command(Command::ClearFilter);
    assert_eq!(marked(&play), ["c"]);
}

#[test]
fn revoking_many_lists_each_and_wants_the_name_of_the_one_production_profile() {
    let mut play = three();
    play.command(Command::ToggleSelected(pid("a")));
    play.command(Command::ToggleSelected(pid("b")));
    assert!(play.command(Command::Bulk(BulkAct::Revoke)).is_empty());
    let Dialog::Confirm(confirm) = play.dialog() else {
        panic!("asks");
    };
    let names: Vec<&str> = confirm
        .targets
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(names, ["Name of a", "Name of b"]);
    assert_eq!(confirm.typed.unwrap().wanted, "Name of a");
    assert!(!confirm.enter_confirms);
    assert!(
        play.command(Command::ConfirmDialog("2 logins".to_owned()))
            .is_empty()
    );
    let effects = play.command(Command::ConfirmDialog("Name of a".to_owned()));
    assert_eq!(super::names(&effects), ["Revoke", "Revoke"]);
}

#[test]
fn the_rail_counts() {
    let play = three();
    let rail = play.window().rail;
    let count = |wanted: Environment| {
        rail.environments
            .iter()
            .find(|item| item.what == RailWhat::Environment(wanted))
            .and_then(|item| item.count)
    };
    assert_eq!(count(Environment::Production), Some(1));
    assert_eq!(count(Environment::Sandbox), Some(1));
    assert_eq!(count(Environment::Scratch), None);
    assert_eq!(count(Environment::Unknown), None);
    assert!(
        rail.environments.len() == 5,
        "unknown is listed only where there is one"
    );
}

#[test]
fn ten_thousand_profiles_cost_only_the_rows_that_are_seen() {
    let profiles: Vec<ProfileRecord> = (0..10_000)
        .map(|n| record(&format!("p{n:05}"), SANDBOX))
        .collect();
    let sessions: Vec<Session> = (0..10_000)
        .map(|n| session(&format!("s{n:05}"), &format!("p{n:05}")))
        .collect();
    let mut play = Play::empty();
    play.load(profiles, sessions);
    assert_eq!(view::list(&play.state, play.now).rows, 10_000);
    let seen = view::rows(&play.state, 5_000..5_030, play.now);
    assert_eq!(seen.len(), 30);
    assert_eq!(seen[0].profile_id, pid("p05000"));
    assert!(view::rows(&play.state, 9_990..20_000, play.now).len() == 10);
    assert!(view::rows(&play.state, 20_000..20_010, play.now).is_empty());

    // What does not touch the list does not order it anew.
    let before = play.state.list.ordered;
    play.command(Command::Select(Some(pid("p00007"))));
    play.command(Command::ShowTab(crate::app::command::Tab::Token));
    play.pass(1);
    assert_eq!(play.state.list.ordered, before);

    // Nor does what changes no row's place; only what changed is looked at.
    let looked = play.state.list.summarised;
    play.event(Event::SessionChanged(Box::new(Session {
        standing: Standing::Unreachable,
        ..session("s00001", "p00001")
    })));
    assert_eq!(play.state.list.ordered, before);
    assert_eq!(play.state.list.summarised, looked + 1);

    // A batch of a thousand changes orders it once.
    play.command(Command::Sort(SortBy::State));
    let before = play.state.list.ordered;
    let changes = (0..1_000).map(|n| {
        let changed = Session {
            standing: Standing::Unreachable,
            ..session(&format!("s{n:05}"), &format!("p{n:05}"))
        };
        Message::Event(Event::SessionChanged(Box::new(changed)))
    });
    let now = play.now;
    update::apply_all(&mut play.state, changes, now);
    assert_eq!(play.state.list.ordered, before + 1);
    assert_eq!(play.window().rail.lists[1].count, Some(1_000));

    // What is marked is added up when it changes, not for each frame.
    play.command(Command::SelectAll);
    let summed = play.state.list.summed;
    for _ in 0..10 {
        assert_eq!(play.window().rail.lists[0].count, Some(10_000));
        assert_eq!(bulk(&play).count, "10000 selected");
    }
    assert_eq!(play.state.list.summed, summed);
    play.command(Command::Search("p00042".to_owned()));
    assert_eq!(ids(&play), ["p00042"]);
}

/// They came in the order of their random ids, so `acme:*` named them in any order.
#[test]
fn sessions_stand_in_the_order_of_login_whatever_their_ids() {
    let logged_in = |id: &str, at: &str| {
        let mut session = session(id, "acme");
        session.logged_in_at = UnixTime::from_rfc3339(at).unwrap();
        session
    };
    let oldest = logged_in("ffffffffffffffff", "2026-11-22T10:00:00.001Z");
    let middle = logged_in("8888888888888888", "2026-11-22T10:00:00.002Z");
    let newest = logged_in("0000000000000000", "2026-11-22T10:00:00.003Z");
    let mut play = Play::empty();
    play.load(
        vec![record("acme", SANDBOX)],
        vec![newest.clone(), oldest.clone()],
    );
    play.event(Event::SessionChanged(Box::new(middle.clone())));
    let acme = pid("acme");
    let found: Vec<_> = play.state.sessions_of(&acme).cloned().collect();
    assert_eq!(found, [oldest, middle, newest]);
}

#[test]
fn time_looks_only_at_the_profile_whose_token_ends() {
    let profiles = (0..1_000).map(|n| record(&format!("p{n:04}"), SANDBOX));
    let sessions = (0..1_000).map(|n| {
        let end = format!("2026-11-22T11:{:02}:{:02}Z", n / 60, n % 60);
        expires(session(&format!("s{n:04}"), &format!("p{n:04}")), &end)
    });
    let mut play = Play::empty();
    play.load(profiles.collect(), sessions.collect());
    let looked = play.state.list.summarised;
    play.pass(48 * 60);
    assert!(play.state.list.summarised - looked <= 1_000);
    let looked = play.state.list.summarised;
    play.pass(1);
    let more = play.state.list.summarised - looked;
    assert!(
        (1..=2).contains(&more),
        "{more}: one becomes soon, one ends"
    );
}

#[test]
fn the_profiles_used_last_stand_in_the_order_of_their_use_and_are_kept() {
    let mut play = three();
    assert!(
        play.window()
            .rail
            .lists
            .iter()
            .all(|item| item.what != RailWhat::Recent)
    );
    play.command(Command::Sort(SortBy::State));
    play.command(Command::Refresh(vec![sid("s1")]));
    play.command(Command::OpenOrg {
        session_id: sid("s2"),
        path: None,
        to: crate::app::effect::OpenTo::Browser,
    });
    play.command(Command::Filter(ListFilter::Recent));
    assert_eq!(ids(&play), ["b", "a"]);
    assert_eq!(play.window().rail.lists[2].count, Some(2));
    play.command(Command::Refresh(vec![sid("s1")]));
    assert_eq!(ids(&play), ["a", "b"]);
    play.command(Command::Filter(ListFilter::All));
    assert_eq!(view::list(&play.state, play.now).sort, SortBy::State);

    // The next start brings them back; what was deleted meanwhile is not among them.
    let settings = Settings {
        recent: vec![pid("gone"), pid("a")],
        ..Settings::default()
    };
    let mut next = Play::empty();
    next.event(Event::LibraryLoaded {
        profiles: vec![record("a", SANDBOX), record("b", SANDBOX)],
        sessions: Vec::new(),
        settings: Box::new(settings),
        notices: Vec::new(),
        read_only: false,
    });
    next.command(Command::Filter(ListFilter::Recent));
    assert_eq!(ids(&next), ["a"]);
}

#[test]
fn a_profile_whose_first_login_failed_needs_a_person_until_it_is_dismissed() {
    let mut play = Play::with(&[("a", SANDBOX)], Vec::new());
    let effects = play.command(Command::LogIn {
        profile_id: pid("a"),
        options: crate::app::command::LoginOptions::default(),
    });
    assert_eq!(play.window().rail.lists[1].count, None);
    play.fail(
        &Play::begun(&effects),
        ProblemKind::Refused,
        "access_denied",
    );
    assert_eq!(play.window().rail.lists[1].count, Some(1));
    assert_eq!(rows(&play)[0].state.text, "Login failed");
    play.command(Command::Dismiss);
    assert_eq!(play.window().rail.lists[1].count, None);
}

#[test]
fn rows_of_a_vault_that_only_a_person_can_open_say_so() {
    let mut play = three();
    let shut = VaultStanding::Locked(VaultKind::Passphrase);
    play.event(Event::VaultStands(shut));
    let rows = rows(&play);
    assert_eq!(rows[0].state.kind, StateKind::Locked);
    assert_eq!(rows[2].state.kind, StateKind::NeverLoggedIn);
}

#[test]
fn the_menu_of_a_row_holds_what_its_detail_holds() {
    let mut play = three();
    play.command(Command::Select(Some(pid("b"))));
    play.command(Command::PointAt(Some(pid("a"))));
    let menu = view::list(&play.state, play.now).menu.unwrap();
    assert_eq!(menu.profile_id, pid("a"));
    let labels: Vec<&str> = menu.actions.iter().map(|one| one.label.as_str()).collect();
    for wanted in [
        "Open org",
        "Refresh",
        "Log in again",
        "Bearer header",
        "Edit profile",
        "Forget here…",
        "Revoke on server",
        "Delete profile…",
    ] {
        assert!(labels.contains(&wanted), "{wanted}: {labels:?}");
    }
    let effects = play.command(Command::Refresh(vec![sid("s1")]));
    let first = &view::list(&play.state, play.now).menu.unwrap().actions[0];
    assert_eq!(first.ask, Ask::Cancel(Play::begun(&effects)));
}

/// A hundred sessions at a dead org, one at another.
fn dead_and_alive() -> (Play, Vec<SessionId>) {
    let mut sessions: Vec<Session> = (0..100)
        .map(|n| Session {
            instance_url: Some("https://dead.my.salesforce.com".to_owned()),
            ..session(&format!("dead{n:03}"), "a")
        })
        .collect();
    sessions.push(session("alive", "b"));
    let all = sessions.iter().map(|one| one.session_id.clone()).collect();
    let play = Play::with(&[("a", SANDBOX), ("b", SANDBOX)], sessions);
    (play, all)
}

#[test]
fn one_dead_org_delays_no_other() {
    let (mut play, all) = dead_and_alive();
    let effects = play.command(Command::Refresh(all));
    let is_alive = |effect: &Effect| matches!(effect, Effect::Refresh { session_id, .. } if *session_id == sid("alive"));
    assert!(
        effects.iter().any(is_alive),
        "it begins although 68 others wait"
    );
    assert_eq!(effects.len(), 33);
}

#[test]
fn an_act_on_many_shows_how_far_it_is_and_is_summed_up_once() {
    let (mut play, _) = dead_and_alive();
    play.command(Command::SelectAll);
    let effects = play.command(Command::Bulk(BulkAct::Refresh));
    let progress = bulk(&play).progress.unwrap();
    assert_eq!((progress.done, progress.total), (0, 101));
    let mut going: std::collections::VecDeque<Effect> = effects.into();
    while let Some(effect) = going.pop_front() {
        let Effect::Refresh { run_id, session_id } = effect else {
            panic!("only refreshes begin");
        };
        going.extend(if session_id == sid("alive") {
            let session = Box::new(play.session("alive").clone());
            play.event(Event::Refreshed {
                run_id,
                session,
                rotated: false,
            })
        } else {
            play.fail(&run_id, ProblemKind::Network, "dns")
        });
        assert!(play.window().toasts.len() <= 1, "no toast for each");
    }
    assert!(!play.state.is_busy());
    assert!(bulk(&play).progress.is_none());
    let toasts = play.window().toasts;
    assert_eq!(toasts[0].title, "Refreshed 1 of 101");
    assert_eq!(toasts[0].text, "100 failed");
    assert_eq!(toasts[0].tone, Tone::Warn);
}

#[test]
fn an_act_on_many_can_be_given_up_and_leaves_other_work_alone() {
    let (mut play, all) = dead_and_alive();
    let login = play.command(Command::LogIn {
        profile_id: pid("b"),
        options: crate::app::command::LoginOptions::default(),
    });
    play.command(Command::Refresh(all));
    let effects = play.command(Command::CancelRounds);
    assert_eq!(effects.len(), 33);
    assert!(effects.iter().all(|effect| effect.name() == "Cancel"));
    assert!(play.state.task(&Play::begun(&login)).is_some());
    assert_eq!(play.window().toasts[0].text, "101 given up");
}

#[test]
fn apps_that_may_not_introspect_are_checked_by_their_identity() {
    let mut play = Play::with(
        &[("a", SANDBOX), ("b", SANDBOX)],
        vec![session("s1", "a"), session("s2", "b"), session("s3", "b")],
    );
    let mut public = record("b", SANDBOX);
    public.has_client_secret = false;
    play.load(
        vec![record("a", SANDBOX), public],
        vec![session("s1", "a"), session("s2", "b"), session("s3", "b")],
    );
    play.command(Command::SelectAll);
    let effects = play.command(Command::Bulk(BulkAct::Check));
    assert_eq!(
        names(&effects),
        ["Introspect", "FetchIdentity", "FetchIdentity"]
    );
    let runs: Vec<RunId> = effects.iter().filter_map(Effect::begins).cloned().collect();
    play.event(Event::Introspected {
        run_id: runs[0].clone(),
        session: Box::new(session("s1", "a")),
        active: true,
        answer: serde_json::json!({"active": true}),
        own: None,
    });
    play.event(Event::IdentityFetched {
        run_id: runs[1].clone(),
        session: Box::new(session("s2", "b")),
        source: crate::model::identity::IdentitySource::Userinfo,
        answer: serde_json::json!({"user_id": "005"}),
    });
    assert!(play.window().toasts.is_empty(), "one is still out");
    play.fail(&runs[2], ProblemKind::NeedsLogin, "bad_oauth_token");
    let toast = &play.window().toasts[0];
    assert_eq!(toast.title, "Checked 3 of 3");
    assert_eq!(toast.text, "1 does not work any more");
    play.command(Command::Select(Some(pid("b"))));
    let body = view::detail(&play.state, play.now).unwrap().body;
    let view::DetailBody::Overview(overview) = body else {
        panic!("the overview is open");
    };
    let check = overview.session.unwrap().check;
    assert!(matches!(check.ask, Ask::FetchIdentity(_)), "{check:?}");
}
