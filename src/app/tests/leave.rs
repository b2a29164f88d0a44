//! Leave to use an insecure flow, asked once; what a revocation ends; the browser's own login.

use super::super::command::{Command, LoginOptions, SubjectSource};
use super::super::effect::Effect;
use super::super::event::{Event, LogoutPage, ProfileRecord, Question};
use super::super::view::{Ask, DetailBody, Dialog, Place};
use super::*;
use crate::model::profile::FlowName;
use crate::model::subject_token::SubjectType;
use crate::model::web_session::{WebSecretKind, WebSession};

fn of_flow(flow: &str) -> Play {
    let mut play = Play::with(&[("a", "https://acme.my.salesforce.com")], Vec::new());
    let mut kept = record("a", "https://acme.my.salesforce.com");
    let mut profile = (*kept.profile).clone();
    profile.flow = FlowName(flow.to_owned());
    kept.profile = profile.into();
    play.load(vec![kept], vec![session("s", "a")]);
    play
}

fn log_in(play: &mut Play) -> Vec<Effect> {
    play.command(Command::LogIn {
        profile_id: pid("a"),
        options: LoginOptions::default(),
    })
}

#[test]
fn a_login_by_password_waits_for_leave_which_is_kept_before_it_begins() {
    let mut play = of_flow("username_password");
    assert!(log_in(&mut play).is_empty());
    let Dialog::Confirm(asked) = play.dialog() else {
        panic!("a question");
    };
    assert!(asked.is_danger && !asked.enter_confirms && asked.typed.is_none());
    assert!(asked.text.contains("asked once"), "{}", asked.text);
    play.command(Command::Dismiss);
    assert!(play.window().dialog.is_none());

    log_in(&mut play);
    let effects = play.command(Command::ConfirmDialog(String::new()));
    let [
        Effect::SaveProfile {
            run_id, profile, ..
        },
    ] = effects.as_slice()
    else {
        panic!("{effects:?}");
    };
    assert!(profile.allow_password_flow);
    let saved = ProfileRecord {
        profile: (**profile).clone().into(),
        has_client_secret: true,
        has_private_key: false,
    };
    let effects = play.event(Event::ProfileSaved {
        run_id: run_id.clone(),
        record: Box::new(saved),
    });
    let begins = |effects: &[Effect]| {
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::BeginLogin { .. }))
    };
    assert!(begins(&effects), "{effects:?}");
    // The second time nobody is asked.
    let run_id = Play::begun(&effects);
    play.fail(&run_id, ProblemKind::Cancelled, "cancelled");
    assert!(begins(&log_in(&mut play)));
}

/// The question for a token stays while a file is chosen, and goes when the run goes on.
#[test]
fn a_question_stays_until_it_has_its_answer() {
    let mut play = of_flow("token_exchange");
    let run_id = Play::begun(&log_in(&mut play));
    let ask = |play: &mut Play| {
        play.event(Event::Asked {
            run_id: run_id.clone(),
            question: Question::SubjectToken,
        });
    };
    ask(&mut play);
    let Dialog::Question(asked) = play.dialog() else {
        panic!("a question");
    };
    assert!(asked.is_secret && asked.text.contains("acme.my.salesforce.com"));
    let sources = asked.sources.unwrap();
    assert!(sources.none.is_empty());
    let source = sources.sessions[0].source.clone();
    assert_eq!(
        source,
        SubjectSource::Session {
            session_id: sid("s"),
            kind: None
        }
    );
    let from = |play: &mut Play, source| {
        play.command(Command::AnswerFrom {
            run_id: run_id.clone(),
            source,
        })
    };
    assert_eq!(from(&mut play, SubjectSource::Pick).len(), 1);
    assert!(matches!(play.dialog(), Dialog::Question(_)));
    assert_eq!(from(&mut play, source).len(), 1);
    assert!(play.window().dialog.is_none());
    // Given up: nothing is fetched for a run that is over.
    ask(&mut play);
    play.command(Command::Dismiss);
    assert!(from(&mut play, SubjectSource::Pick).is_empty());
}

/// Only sessions that have what would be sent are offered.
#[test]
fn sessions_without_the_wanted_token_are_no_choice() {
    let offered = |kind: SubjectType| {
        let mut play = of_flow("token_exchange");
        let mut kept = record("a", "https://acme.my.salesforce.com");
        let mut profile = (*kept.profile).clone();
        profile.flow = FlowName("token_exchange".to_owned());
        profile.subject_token_type = Some(kind);
        kept.profile = profile.into();
        let mut poor = session("s", "a");
        poor.has_refresh_token = false;
        poor.id_token = IdTokenVerdict::None;
        play.load(vec![kept], vec![poor]);
        let run_id = Play::begun(&log_in(&mut play));
        let question = Question::SubjectToken;
        play.event(Event::Asked { run_id, question });
        match play.dialog() {
            Dialog::Question(asked) => asked.sources.unwrap(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(offered(SubjectType::AccessToken).sessions.len(), 1);
    for kind in [
        SubjectType::RefreshToken,
        SubjectType::IdToken,
        SubjectType::Saml2,
    ] {
        let sources = offered(kind);
        assert!(
            sources.sessions.is_empty() && !sources.none.is_empty(),
            "{kind:?}"
        );
    }
}

/// What each kind of session loses by a revocation is said before: in the dialog, and beside the button that asks nobody.
#[test]
fn what_a_revocation_ends_is_said_beforehand() {
    let hint = |change: &dyn Fn(&mut Session)| {
        let mut one = session("s", "a");
        change(&mut one);
        let mut play = Play::with(
            &[("a", "https://acme--uat.sandbox.my.salesforce.com")],
            vec![one],
        );
        play.command(Command::Select(Some(pid("a"))));
        let Place::Library { detail, .. } = play.window().place else {
            panic!("the library");
        };
        let detail = detail.unwrap();
        let all = detail.head.more.iter().chain(&detail.head.secondary);
        let found = all
            .clone()
            .find(|action| matches!(action.ask, Ask::Revoke(_)))
            .cloned();
        let DetailBody::Overview(_) = &detail.body else {
            panic!("the overview");
        };
        found.unwrap().hint
    };
    let whole = hint(&|_| ());
    assert!(
        whole.contains("refresh token") && whole.contains("stays"),
        "{whole}"
    );
    let poor = hint(&|session| session.has_refresh_token = false);
    assert!(poor.contains("no refresh token"), "{poor}");
    let pages = hint(&|session| {
        session.web_sessions = vec![WebSession {
            kind: WebSecretKind::Lightning,
            domain: None,
        }];
    });
    assert!(pages.contains("web sessions"), "{pages}");
}

#[test]
fn logging_out_in_the_browser_needs_no_vault_and_ends_no_session() {
    let mut play = Play::with(
        &[("a", "https://acme.my.salesforce.com")],
        vec![session("s", "a")],
    );
    let is_shut = VaultStanding::Locked(VaultKind::Passphrase);
    play.event(Event::VaultStands(is_shut));
    // What needs the vault waits for it.
    assert!(
        play.command(Ask::Refresh(vec![sid("s")]).command())
            .is_empty()
    );
    play.command(Command::Dismiss);
    let effects = play.command(Ask::LogOut(sid("s")).command());
    let [
        Effect::LogOut {
            run_id,
            no_browser: false,
            ..
        },
    ] = effects.as_slice()
    else {
        panic!("{effects:?}");
    };
    play.event(Event::LogoutShown(LogoutPage {
        run_id: run_id.clone(),
        session_id: sid("s"),
        url: "https://acme.my.salesforce.com/services/auth/idp/oidc/logout".to_owned(),
        is_opened: true,
    }));
    assert_eq!(play.session("s").standing, Standing::Live);
}
