//! Any sequence of commands and events: nothing panics, late events change nothing, ids never repeat.

use proptest::prelude::*;

use super::*;
use crate::app::command::{LoginOptions, Screen, Tab, VaultChoice, WhichToken};
use crate::app::event::{BrowserOpened, Revocation, RevokeResult};
use crate::model::secret::{Secret, SecretDraft};

/// One move of a play; numbers choose among what there is.
#[derive(Debug, Clone)]
enum Move {
    Ask(u8, u8),
    Answer(u8, u8),
    Late(u8),
    Vault(u8),
    Pass(u16),
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        4 => (any::<u8>(), any::<u8>()).prop_map(|(what, whom)| Move::Ask(what, whom)),
        4 => (any::<u8>(), any::<u8>()).prop_map(|(what, whom)| Move::Answer(what, whom)),
        1 => any::<u8>().prop_map(Move::Late),
        1 => any::<u8>().prop_map(Move::Vault),
        1 => any::<u16>().prop_map(Move::Pass),
    ];
    prop::collection::vec(one, 0..60)
}

fn command(play: &Play, what: u8, whom: u8) -> Command {
    let profile_id = pid(["a", "b", "gone"][usize::from(whom) % 3]);
    let session_id = sid(["s", "t", "gone"][usize::from(whom) % 3]);
    let run_id = play
        .state
        .tasks
        .iter()
        .nth(usize::from(whom) % 4)
        .map_or_else(|| RunId::known("gone"), |task| task.run_id.clone());
    let draft = |text: &str| SecretDraft::from_text(text.to_owned().into());
    match what % 30 {
        0..=2 => Command::LogIn {
            profile_id,
            options: LoginOptions::default(),
        },
        3 => Command::Cancel(run_id),
        4 => Command::Refresh(vec![session_id]),
        5 => Command::Revoke(vec![session_id, sid("s")]),
        6 => Command::Forget(vec![session_id]),
        7 => Command::ConfirmDialog(play.state.confirmation().unwrap_or_default()),
        8 => Command::Dismiss,
        9 => Command::DeleteProfile(profile_id),
        10 => Command::RevokeThenDelete(profile_id),
        11 => Command::UndoDelete(profile_id),
        12 => Command::Lock,
        13 => Command::OpenVault(VaultChoice::Passphrase(Secret::new("x".to_owned()))),
        14 => Command::Select(Some(profile_id)),
        15 => Command::ShowTab([Tab::Run, Tab::Token, Tab::Overview][usize::from(whom) % 3]),
        16 => Command::Show(
            [Screen::Library, Screen::Activity, Screen::ProfileForm][usize::from(whom) % 3],
        ),
        17 => Command::NewProfile,
        18 => Command::EditProfile(profile_id),
        19 => Command::SaveProfile {
            client_secret: draft("x"),
            then_log_in: whom.is_multiple_of(2),
        },
        20 => Command::Introspect {
            session_id,
            which: WhichToken::Access,
        },
        21 => Command::FetchIdentity(session_id),
        22 => Command::StartDemoOrg {
            then_log_in: whom.is_multiple_of(2),
        },
        23 => Command::SelectTo(profile_id),
        24 => Command::ToggleSelected(profile_id),
        25 => Command::DecideIdentity {
            run_id,
            accept: whom.is_multiple_of(2),
        },
        26 => Command::Paste {
            run_id,
            text: draft("http://localhost/?code=x"),
        },
        27 => Command::Search("uat".to_owned()),
        28 => Command::Diagnose(Some(profile_id)),
        _ => Command::Unlock,
    }
}

fn event(run_id: RunId, what: u8, whom: u8, now: UnixTime) -> Event {
    let changed = Box::new(session(
        ["s", "t", "new"][usize::from(whom) % 3],
        ["a", "b"][usize::from(whom) % 2],
    ));
    match what % 14 {
        0 => Event::LoginWaits {
            run_id,
            url: "https://x".to_owned(),
            listens_on: None,
            browser: BrowserOpened::NotWanted,
            deadline: now.after(Duration::from_secs(u64::from(whom))),
            warning: None,
        },
        1 => Event::StrayCallback {
            run_id,
            count: u32::from(whom),
            notice: None,
        },
        2 => Event::IdentityHeld {
            run_id,
            expected: Box::default(),
            got: Box::default(),
        },
        3 => Event::LoginFinished {
            run_id,
            session: changed,
            replaced: whom.is_multiple_of(2),
        },
        4 => Event::Refreshed {
            run_id,
            session: changed,
            rotated: true,
        },
        5 => Event::Revoked {
            run_id,
            session: changed,
            revocation: Revocation {
                tokens: vec![(WhichToken::Refresh, RevokeResult::Revoked)],
                proof: None,
            },
            problem: None,
        },
        6 => Event::Forgotten {
            run_id,
            session_id: sid("s"),
            profile_id: pid("a"),
            still_live_on_server: true,
        },
        7 => Event::Introspected {
            run_id,
            session: changed,
            active: true,
            answer: serde_json::Value::Null,
            own: None,
        },
        8 => Event::ProfileDeleted {
            run_id,
            profile_id: pid("a"),
        },
        9 => Event::ProfileSaved {
            run_id,
            record: Box::new(record("a", SANDBOX)),
        },
        10 => Event::DemoOrgStarted {
            run_id,
            base_url: DEMO.to_owned(),
            profile_id: pid("demo"),
            org: Box::default(),
        },
        11 => Event::Failed {
            run_id,
            problem: Box::new(Problem::new(ProblemKind::Locked, "engine_full")),
            session: Some(changed),
        },
        12 => Event::Diagnosed {
            run_id,
            checks: Vec::new(),
        },
        _ => Event::Failed {
            run_id,
            problem: Box::new(Problem::new(ProblemKind::Network, "engine_full")),
            session: None,
        },
    }
}

fn standing(what: u8) -> VaultStanding {
    match what % 6 {
        0 => VaultStanding::Locked(VaultKind::Passphrase),
        1 => VaultStanding::NeedsChoice,
        2 => VaultStanding::KeyMissing { has_recovery: true },
        3 => VaultStanding::Unknown,
        _ => VaultStanding::Open(VaultKind::Passphrase),
    }
}

/// What a person sees, without the clock.
fn seen(play: &Play) -> String {
    format!(
        "{:?}{:?}",
        play.window(),
        view::rows(&play.state, 0..9, play.now)
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn nothing_panics_and_late_events_change_nothing(moves in moves()) {
        let mut play = Play::with(&[("a", PRODUCTION), ("b", SANDBOX)], vec![session("s", "a"), session("t", "b")]);
        let mut ids: std::collections::BTreeSet<RunId> = std::collections::BTreeSet::new();
        let mut over: Vec<RunId> = vec![RunId::known("never")];
        for one in moves {
            let before: Vec<RunId> = play.state.tasks.iter().map(|task| task.run_id.clone()).collect();
            let effects = match one {
                Move::Ask(what, whom) => {
                    let command = command(&play, what, whom);
                    play.command(command)
                }
                Move::Answer(what, whom) => {
                    let Some(run_id) = before.get(usize::from(whom) % before.len().max(1)).cloned() else {
                        continue;
                    };
                    let event = event(run_id, what, whom, play.now);
                    play.event(event)
                }
                Move::Late(what) => {
                    let run_id = over[usize::from(what) % over.len()].clone();
                    let was = seen(&play);
                    let event = event(run_id, what, what, play.now);
                    let effects = play.event(event);
                    prop_assert_eq!(seen(&play), was);
                    prop_assert!(effects.iter().all(|effect| effect.name() == "LoadLibrary"));
                    effects
                }
                Move::Vault(what) => play.event(Event::VaultStands(standing(what))),
                Move::Pass(secs) => play.pass(u64::from(secs)),
            };
            for run_id in effects.iter().filter_map(Effect::begins) {
                prop_assert!(ids.insert(run_id.clone()), "an id was used twice");
                prop_assert!(play.state.task(run_id).is_some(), "an effect without a task");
            }
            over.extend(before.into_iter().filter(|run_id| play.state.task(run_id).is_none()));
            seen(&play);
        }
    }
}
