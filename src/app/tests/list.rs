//! The list: filter, search, order, marks, and 10,000 profiles.

use super::*;
use crate::app::command::{ListFilter, SortBy};
use crate::app::view::{Ask, ListRow, RailWhat, StateKind};
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

#[test]
fn a_range_leaves_production_out_of_revoking_until_it_is_ticked() {
    let mut play = three();
    play.command(Command::Select(Some(pid("a"))));
    play.command(Command::SelectTo(pid("c")));
    let bulk = view::list(&play.state, play.now).bulk.unwrap();
    assert!(
        bulk.summary.contains("1 Production profile left out"),
        "{}",
        bulk.summary
    );
    assert_eq!(bulk.worst.environment, Environment::Production);
    assert_eq!(bulk.actions[2].ask, Ask::Revoke(vec![sid("s2")]));
    play.command(Command::ToggleSelected(pid("a")));
    let bulk = view::list(&play.state, play.now).bulk.unwrap();
    assert_eq!(bulk.actions[2].ask, Ask::Revoke(vec![sid("s1"), sid("s2")]));
    play.command(Command::ToggleSelected(pid("a")));
    assert_eq!(rows(&play).iter().filter(|row| row.is_marked).count(), 2);
    play.command(Command::ClearSelected);
    assert!(view::list(&play.state, play.now).bulk.is_none());
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

    // A batch of a thousand changes orders it once.
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
