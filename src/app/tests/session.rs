//! Refresh, revoke, forget, copy: what begins at once and what asks (decisions 21 and 22, R68).

use super::*;
use crate::app::command::{CopyWhat, WhichToken};
use crate::app::event::{Revocation, RevokeProof, RevokeResult};
use crate::app::view::{Confirm, Tone};
use crate::model::environment::Environment;

fn confirm(play: &Play) -> Confirm {
    let Dialog::Confirm(confirm) = play.dialog() else {
        panic!("asks");
    };
    confirm
}

fn revoked(play: &mut Play, run_id: &RunId, id: &str, result: RevokeResult) -> Vec<Effect> {
    let ended = Session {
        standing: Standing::Revoked,
        pending_revocation: result == RevokeResult::Pending,
        ..play.session(id).clone()
    };
    play.event(Event::Revoked {
        run_id: run_id.clone(),
        session: Box::new(ended),
        revocation: Revocation {
            tokens: vec![(WhichToken::Refresh, result)],
            proof: Some(RevokeProof::Userinfo),
        },
        problem: None,
    })
}

#[test]
fn one_session_that_is_not_production_is_revoked_without_a_question() {
    let mut play = Play::with(
        &[("a", SANDBOX), ("d", DEMO)],
        vec![session("s", "a"), session("t", "d")],
    );
    assert_eq!(
        names(&play.command(Command::Revoke(vec![sid("s")]))),
        ["Revoke"]
    );
    assert_eq!(
        names(&play.command(Command::Revoke(vec![sid("t")]))),
        ["Revoke"]
    );
    assert!(play.window().dialog.is_none());
}

#[test]
fn production_is_revoked_only_when_its_name_was_typed_exactly() {
    let mut play = Play::with(&[("a", PRODUCTION)], vec![session("s", "a")]);
    assert!(play.command(Command::Revoke(vec![sid("s")])).is_empty());
    let dialog = confirm(&play);
    assert_eq!(dialog.typed.unwrap().wanted, "Name of a");
    assert!(!dialog.enter_confirms);
    assert_eq!(dialog.targets.len(), 1);
    for wrong in ["", "name of a", "Name of a "] {
        assert!(
            play.command(Command::ConfirmDialog(wrong.to_owned()))
                .is_empty()
        );
    }
    let effects = play.command(Command::ConfirmDialog("Name of a".to_owned()));
    assert_eq!(names(&effects), ["Revoke"]);
    assert!(play.window().dialog.is_none());
}

#[test]
fn an_unknown_host_counts_as_production() {
    let mut play = Play::with(&[("a", "https://id.example.com")], vec![session("s", "a")]);
    assert!(play.command(Command::Revoke(vec![sid("s")])).is_empty());
    assert!(confirm(&play).typed.is_some());
}

#[test]
fn what_the_person_says_does_not_make_a_production_host_harmless_but_the_org_does() {
    let mut record = record("a", PRODUCTION);
    std::sync::Arc::make_mut(&mut record.profile).environment = Some(Environment::Sandbox);
    let mut play = Play::with(&[], Vec::new());
    play.load(vec![record.clone()], vec![session("s", "a")]);
    assert!(play.command(Command::Revoke(vec![sid("s")])).is_empty());
    play.command(Command::Dismiss);

    let told = Session {
        environment_verified: Some((Environment::Developer, play.now)),
        ..session("s", "a")
    };
    play.load(vec![record], vec![told]);
    assert_eq!(
        names(&play.command(Command::Revoke(vec![sid("s")]))),
        ["Revoke"]
    );
}

#[test]
fn a_word_of_the_person_makes_no_unknown_host_harmless() {
    let mut record = record("a", "https://id.example.com");
    std::sync::Arc::make_mut(&mut record.profile).environment = Some(Environment::Sandbox);
    let mut play = Play::with(&[], Vec::new());
    play.load(vec![record], vec![session("s", "a")]);
    assert!(play.command(Command::Revoke(vec![sid("s")])).is_empty());
    assert!(confirm(&play).typed.is_some());
}

#[test]
fn of_several_orgs_the_one_with_most_at_stake_counts() {
    let told = |id: &str, environment, at| Session {
        environment_verified: Some((environment, UnixTime::from_rfc3339(at).unwrap())),
        ..session(id, "a")
    };
    let mut play = Play::with(
        &[("a", "https://login.salesforce.com")],
        vec![
            told("s", Environment::Production, "2026-11-20T10:00:00Z"),
            told("t", Environment::Developer, "2026-11-22T10:00:00Z"),
        ],
    );
    let (environment, verified) = play.state.environment(&pid("a"), play.now);
    assert_eq!((environment, verified), (Environment::Production, true));
    assert!(play.command(Command::Revoke(vec![sid("s")])).is_empty());
    assert!(confirm(&play).typed.is_some());
}

#[test]
fn several_are_revoked_only_after_a_dialog_that_lists_them() {
    let sessions = vec![session("s", "a"), session("t", "a"), session("u", "b")];
    let mut play = Play::with(&[("a", SANDBOX), ("b", SANDBOX)], sessions);
    assert!(
        play.command(Command::Revoke(vec![sid("s"), sid("t"), sid("u")]))
            .is_empty()
    );
    let dialog = confirm(&play);
    assert_eq!(dialog.targets.len(), 3);
    assert_eq!(dialog.typed.unwrap().wanted, "3 logins");
    let effects = play.command(Command::ConfirmDialog("3 logins".to_owned()));
    assert_eq!(names(&effects), ["Revoke", "Revoke", "Revoke"]);
}

#[test]
fn the_same_session_named_twice_is_one() {
    let mut play = Play::with(&[("a", SANDBOX)], vec![session("s", "a")]);
    let effects = play.command(Command::Revoke(vec![sid("s"), sid("s"), sid("gone")]));
    assert_eq!(names(&effects), ["Revoke"]);
}

#[test]
fn a_second_refresh_of_the_same_session_does_not_begin() {
    let mut play = Play::with(
        &[("a", SANDBOX)],
        vec![session("s", "a"), session("t", "a")],
    );
    let effects = play.command(Command::Refresh(vec![sid("s"), sid("t")]));
    assert_eq!(names(&effects), ["Refresh", "Refresh"]);
    assert!(play.command(Command::Refresh(vec![sid("s")])).is_empty());
    let row = &view::rows(&play.state, 0..1, play.now)[0];
    assert!(row.busy.as_ref().unwrap().text.starts_with("Refreshing"));
}

#[test]
fn a_token_that_is_still_live_is_a_loud_error_and_a_pending_one_is_kept_in_sight() {
    let mut play = Play::with(&[("a", SANDBOX)], vec![session("s", "a")]);
    for (result, tone) in [
        (RevokeResult::StillLive, Tone::Danger),
        (RevokeResult::Pending, Tone::Warn),
        (RevokeResult::AlreadyInvalid, Tone::Success),
    ] {
        play.load(vec![record("a", SANDBOX)], vec![session("s", "a")]);
        let run_id = Play::begun(&play.command(Command::Revoke(vec![sid("s")])));
        revoked(&mut play, &run_id, "s", result);
        assert_eq!(play.window().toasts.last().unwrap().tone, tone);
    }
}

#[test]
fn forgetting_a_live_login_says_that_it_is_still_live() {
    let mut play = Play::with(&[("a", SANDBOX)], vec![session("s", "a")]);
    assert!(play.command(Command::Forget(vec![sid("s")])).is_empty());
    let dialog = confirm(&play);
    assert!(
        dialog.text.contains("still live on the server"),
        "{}",
        dialog.text
    );
    assert!(dialog.other.is_some(), "revoking is offered");
    let effects = play.command(Command::ConfirmDialog(String::new()));
    assert_eq!(names(&effects), ["Forget"]);
    play.event(Event::Forgotten {
        run_id: Play::begun(&effects),
        session_id: sid("s"),
        profile_id: pid("a"),
        still_live_on_server: true,
    });
    assert_eq!(
        play.window().toasts[0].text,
        "Its tokens still work on the server"
    );
    assert!(play.state.session(&sid("s")).is_none());
}

#[test]
fn a_revoked_login_is_forgotten_without_a_question() {
    let dead = Session {
        standing: Standing::Revoked,
        ..session("s", "a")
    };
    let mut play = Play::with(&[("a", PRODUCTION)], vec![dead]);
    assert!(play.command(Command::Revoke(vec![sid("s")])).is_empty());
    assert!(play.window().dialog.is_none(), "nothing is left to revoke");
    assert_eq!(
        names(&play.command(Command::Forget(vec![sid("s")]))),
        ["Forget"]
    );
}

#[test]
fn deleting_offers_to_revoke_first_and_waits_for_every_session() {
    let mut play = Play::with(
        &[("a", SANDBOX)],
        vec![session("s", "a"), session("t", "a")],
    );
    play.command(Command::DeleteProfile(pid("a")));
    let other = confirm(&play).other.unwrap();
    let effects = play.command(other.ask.command());
    assert_eq!(names(&effects), ["Revoke", "Revoke"]);
    let runs: Vec<RunId> = effects.iter().filter_map(Effect::begins).cloned().collect();
    assert!(revoked(&mut play, &runs[0], "s", RevokeResult::Revoked).is_empty());
    let last = revoked(&mut play, &runs[1], "t", RevokeResult::AlreadyInvalid);
    assert_eq!(names(&last), ["DeleteProfile"]);
}

#[test]
fn a_profile_is_kept_when_one_of_its_logins_could_not_be_revoked() {
    let mut play = Play::with(&[("a", SANDBOX)], vec![session("s", "a")]);
    let effects = play.command(Command::RevokeThenDelete(pid("a")));
    let run_id = Play::begun(&effects);
    assert!(revoked(&mut play, &run_id, "s", RevokeResult::Pending).is_empty());
    assert!(play.state.profile(&pid("a")).is_some());
}

#[test]
fn a_deleted_profile_comes_back() {
    let mut play = Play::with(&[("a", SANDBOX)], Vec::new());
    play.command(Command::DeleteProfile(pid("a")));
    let effects = play.command(Command::ConfirmDialog(String::new()));
    assert_eq!(names(&effects), ["DeleteProfile"]);
    play.event(Event::ProfileDeleted {
        run_id: Play::begun(&effects),
        profile_id: pid("a"),
    });
    let undo = play.window().toasts[0].action.clone().unwrap();
    let effects = play.command(undo.ask.command());
    let Effect::SaveProfile {
        run_id, profile, ..
    } = &effects[0]
    else {
        panic!("keeps it again");
    };
    play.event(Event::ProfileSaved {
        run_id: run_id.clone(),
        record: Box::new(ProfileRecord {
            profile: (**profile).clone().into(),
            has_client_secret: false,
            has_private_key: false,
        }),
    });
    assert!(play.state.profile(&pid("a")).is_some());
    assert!(
        play.command(Command::UndoDelete(pid("a"))).is_empty(),
        "once"
    );
}

/// The first one's *Undo* brought back the second.
#[test]
fn of_two_deleted_profiles_each_undo_brings_back_its_own() {
    let mut play = Play::with(&[("a", SANDBOX), ("b", SANDBOX)], Vec::new());
    for id in ["a", "b"] {
        play.command(Command::DeleteProfile(pid(id)));
        let effects = play.command(Command::ConfirmDialog(String::new()));
        play.event(Event::ProfileDeleted {
            run_id: Play::begun(&effects),
            profile_id: pid(id),
        });
    }
    let first = play.window().toasts[0].action.clone().unwrap();
    let effects = play.command(first.ask.command());
    assert!(
        matches!(&effects[..], [Effect::SaveProfile { profile, .. }] if profile.profile_id == pid("a")),
        "{effects:?}"
    );
}

#[test]
fn a_copy_counts_down_and_is_over_with_its_time() {
    let mut play = Play::with(&[("a", SANDBOX)], vec![session("s", "a")]);
    play.command(Command::Select(Some(pid("a"))));
    let effects = play.command(Command::Copy {
        session_id: sid("s"),
        what: CopyWhat::BearerHeader,
    });
    assert_eq!(names(&effects), ["Copy"]);
    play.event(Event::Copied {
        session_id: sid("s"),
        what: CopyWhat::BearerHeader,
        clears_at: play.now.after(Duration::from_secs(20)),
    });
    play.pass(6);
    assert!(format!("{:?}", play.window()).contains("Copied, clears in 14 s"));
    play.pass(14);
    assert!(!format!("{:?}", play.window()).contains("Copied, clears"));
}

#[test]
fn a_copy_that_finds_no_clipboard_is_a_toast_that_stays() {
    let mut play = Play::with(&[("a", SANDBOX)], vec![session("s", "a")]);
    play.command(Command::Select(Some(pid("a"))));
    let problem = Problem::new(ProblemKind::Failed, "clipboard_none");
    play.event(Event::Trouble(Box::new(problem)));
    play.pass(600);
    let window = play.window();
    let toast = &window.toasts[0];
    assert_eq!(toast.tone, Tone::Danger);
    assert!(toast.text.contains("valet-key token"), "{}", toast.text);
    assert!(play.state.notices.is_empty());
    play.command(Command::DismissToast(toast.id));
    assert!(play.window().toasts.is_empty());
}

#[test]
fn a_refresh_that_needs_a_login_offers_one_of_the_same_user() {
    let mut play = Play::with(&[("a", SANDBOX)], vec![session("s", "a")]);
    play.command(Command::Select(Some(pid("a"))));
    let run_id = Play::begun(&play.command(Command::Refresh(vec![sid("s")])));
    play.event(Event::Failed {
        run_id,
        problem: Box::new(Problem::new(ProblemKind::NeedsLogin, "invalid_grant")),
        session: Some(Box::new(Session {
            standing: Standing::NeedsLogin,
            ..session("s", "a")
        })),
    });
    let text = format!("{:?}", play.window());
    assert!(text.contains("SameUser"), "{text}");
    assert_eq!(
        view::rows(&play.state, 0..1, play.now)[0].state.text,
        "Login needed"
    );
}

#[test]
fn a_thousand_refreshes_wait_their_turn_and_never_overflow_the_engine() {
    let sessions: Vec<Session> = (0..1_000).map(|n| session(&format!("s{n}"), "a")).collect();
    let all: Vec<SessionId> = sessions.iter().map(|s| s.session_id.clone()).collect();
    let mut play = Play::with(&[("a", SANDBOX)], sessions);
    let effects = play.command(Command::Refresh(all));
    assert!(effects.len() < 256, "{}", effects.len());
    let mut going: std::collections::VecDeque<Effect> = effects.into();
    let mut refreshed = 0;
    while let Some(effect) = going.pop_front() {
        let Effect::Refresh { run_id, session_id } = effect else {
            panic!("only refreshes begin");
        };
        refreshed += 1;
        let more = play.event(Event::Refreshed {
            run_id,
            session: Box::new(session(session_id.as_str(), "a")),
            rotated: false,
        });
        assert!(more.len() <= 1, "one ends, one begins");
        going.extend(more);
    }
    assert_eq!(refreshed, 1_000);
    assert!(!play.state.is_busy());
}

#[test]
fn giving_all_up_leaves_nothing_waiting() {
    let sessions: Vec<Session> = (0..500).map(|n| session(&format!("s{n}"), "a")).collect();
    let all: Vec<SessionId> = sessions.iter().map(|s| s.session_id.clone()).collect();
    let mut play = Play::with(&[("a", SANDBOX)], sessions);
    let begun = play.command(Command::Refresh(all)).len();
    let strip = play.window().strip.right;
    assert_eq!(
        strip[0].text,
        format!("{begun} running, {} waiting", 500 - begun)
    );
    let effects = play.command(Command::CancelAll);
    assert_eq!(effects.len(), begun);
    assert!(effects.iter().all(|effect| effect.name() == "Cancel"));
    assert!(!play.state.is_busy());
}
