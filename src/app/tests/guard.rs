//! What the org says against what the profile says, and how many logins it still keeps.

use super::*;
use crate::app::command::Tab;
use crate::app::view::{Ask, Banner, DetailBody, Meter, Place, Tone};
use crate::model::environment::Environment;

fn told(id: &str, profile_id: &str, environment: Environment, now: UnixTime) -> Session {
    Session {
        environment_verified: Some((environment, now)),
        ..session(id, profile_id)
    }
}

fn body(play: &mut Play, profile_id: &str, tab: Tab) -> DetailBody {
    play.command(Command::Select(Some(pid(profile_id))));
    play.command(Command::ShowTab(tab));
    let Place::Library {
        detail: Some(detail),
        ..
    } = play.window().place
    else {
        panic!("the detail is shown");
    };
    detail.body
}

fn banners(play: &mut Play, profile_id: &str) -> Vec<Banner> {
    match body(play, profile_id, Tab::Overview) {
        DetailBody::Overview(overview) => overview.banners,
        other => panic!("{other:?}"),
    }
}

fn meter(play: &mut Play, profile_id: &str) -> Option<Meter> {
    match body(play, profile_id, Tab::Sessions) {
        DetailBody::Sessions(tab) => tab.meter,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_org_that_contradicts_its_profile_is_told_loudly_when_more_is_at_stake() {
    use Environment::{Developer, Production, Sandbox};
    for (host, said, answer, tone) in [
        (SANDBOX, None, Production, Some(Tone::Danger)),
        (PRODUCTION, Some(Sandbox), Production, Some(Tone::Danger)),
        (PRODUCTION, Some(Production), Sandbox, Some(Tone::Warn)),
        (SANDBOX, Some(Sandbox), Sandbox, None),
        // The org makes the guess more exact.
        (PRODUCTION, None, Developer, None),
        (DEMO, None, Production, None),
    ] {
        let mut record = record("a", host);
        std::sync::Arc::make_mut(&mut record.profile).environment = said;
        let mut play = Play::with(&[], Vec::new());
        let session = told("s", "a", answer, play.now);
        play.load(vec![record], vec![session]);
        let banner = banners(&mut play, "a").into_iter().next();
        let shown = banner.as_ref().map(|banner| banner.tone);
        assert_eq!(shown, tone, "{host} {said:?} {answer:?}");
    }
}

#[test]
fn one_click_puts_what_the_org_said_into_the_profile() {
    let mut play = Play::with(&[], Vec::new());
    let session = told("s", "a", Environment::Production, play.now);
    play.load(vec![record("a", SANDBOX)], vec![session]);
    let banner = banners(&mut play, "a").remove(0);
    let action = banner.action.unwrap();
    assert_eq!(action.label, "Set to Production");
    assert_eq!(action.ask, Ask::TakeEnvironment(pid("a")));
    let effects = play.command(action.ask.command());
    let [
        Effect::SaveProfile {
            run_id,
            profile,
            client_secret: None,
            private_key: None,
        },
    ] = &effects[..]
    else {
        panic!("{effects:?}");
    };
    assert_eq!(profile.environment, Some(Environment::Production));
    assert_eq!(profile.name, "Name of a");
    play.event(Event::ProfileSaved {
        run_id: run_id.clone(),
        record: Box::new(ProfileRecord {
            profile: (**profile).clone().into(),
            has_client_secret: true,
            has_private_key: false,
        }),
    });
    assert!(banners(&mut play, "a").is_empty());
}

/// Logins of one user with one app in so many profiles, each used a minute after the one before.
fn logins(count: u64) -> Play {
    let mut play = Play::with(&[], Vec::new());
    let ids: Vec<String> = (1..=count).map(|number| format!("p{number}")).collect();
    let records = ids.iter().map(|id| {
        let mut record = record(id, DEMO);
        std::sync::Arc::make_mut(&mut record.profile).client_id = ClientId("one-app".to_owned());
        record
    });
    let sessions = ids.iter().zip(0..).map(|(id, minutes)| {
        let mut session = session(&format!("s-{id}"), id);
        session.issued_at = session.issued_at.after(Duration::from_secs(60 * minutes));
        session
    });
    play.load(records.collect(), sessions.collect());
    play
}

#[test]
fn the_fifth_login_of_a_user_warns_which_one_the_next_may_end() {
    let four = meter(&mut logins(4), "p1").unwrap();
    assert_eq!((four.used, four.of, four.warning), (4, 5, None));
    let mut play = logins(5);
    assert_eq!(meter(&mut play, "p3").unwrap().used, 5);
    let warning = banners(&mut play, "p3").remove(0);
    assert_eq!(warning.tone, Tone::Warn);
    assert!(warning.text.contains("in Name of p1"), "{}", warning.text);
    // Used since, it is no longer the one unused for the longest.
    let mut first = play.session("s-p1").clone();
    first.last_refresh_at = Some(play.now);
    play.event(Event::SessionChanged(Box::new(first)));
    let warning = banners(&mut play, "p3").remove(0);
    assert!(warning.text.contains("in Name of p2"), "{}", warning.text);
}

#[test]
fn ended_logins_other_users_and_other_apps_are_not_counted() {
    let mut play = logins(5);
    let mut dead = play.session("s-p1").clone();
    dead.standing = Standing::NeedsLogin;
    play.event(Event::SessionChanged(Box::new(dead)));
    let mut revoked = play.session("s-p2").clone();
    revoked.standing = Standing::Revoked;
    play.event(Event::SessionChanged(Box::new(revoked)));
    let mut other = play.session("s-p3").clone();
    other.identity.user_id = Some(UserId::new("0055e000003AAAAAAA"));
    play.event(Event::SessionChanged(Box::new(other)));
    assert_eq!(meter(&mut play, "p5").unwrap().used, 2);
    let mut bare = play.session("s-p4").clone();
    bare.has_refresh_token = false;
    play.event(Event::SessionChanged(Box::new(bare)));
    assert_eq!(meter(&mut play, "p5").unwrap().used, 1);
    let mut elsewhere = record("p5", DEMO);
    std::sync::Arc::make_mut(&mut elsewhere.profile).client_id = ClientId("another-app".to_owned());
    let kept: Vec<Session> = ["s-p1", "s-p5"].map(|id| play.session(id).clone()).to_vec();
    play.load(vec![record("p1", DEMO), elsewhere], kept);
    assert_eq!(meter(&mut play, "p5").unwrap().used, 1);
}

#[test]
fn tokens_that_a_later_login_replaced_are_counted_until_they_are_pushed_out() {
    let mut play = logins(2);
    let log_in_again = |before: &Session| {
        let mut session = before.clone();
        session.issued_at = before.issued_at.after(Duration::from_secs(60));
        session.follow(before);
        session
    };
    let mut again = play.session("s-p2").clone();
    for _ in 0..3 {
        again = log_in_again(&again);
    }
    play.event(Event::SessionChanged(Box::new(again.clone())));
    let full = meter(&mut play, "p1").unwrap();
    assert_eq!(full.used, 5);
    // The login of p1 was used before the replaced ones: it would go first.
    assert!(full.warning.unwrap().contains("in Name of p1"));
    let mut newer = play.session("s-p1").clone();
    newer.last_refresh_at = Some(play.now);
    play.event(Event::SessionChanged(Box::new(newer)));
    let warning = meter(&mut play, "p1").unwrap().warning.unwrap();
    assert!(warning.contains("that was replaced since"), "{warning}");
    // Nothing that is in use here would end: the overview stays calm.
    assert!(banners(&mut play, "p1").is_empty());
    for _ in 0..9 {
        again = log_in_again(&again);
    }
    assert_eq!(again.replaced.len(), 5);
}
