//! The key of an app in the form: made, opened, refused, dropped, kept, and never seen.

use super::*;
use crate::app::command::KeyCommand;
use crate::app::effect::{KeyFor, KeySource};
use crate::app::view::{FormView, KeyView, Place};
use crate::model::key_file::{self, AppKey};
use crate::model::profile::FlowName;
use crate::model::secret::SecretDraft;

const PEM: &[u8] = include_bytes!("../../../tests/keys/plain.pem");
const CERTIFICATE: &[u8] = include_bytes!("../../../tests/keys/plain.crt");

fn key() -> AppKey {
    key_file::with_certificate(key_file::read(PEM, None).unwrap(), CERTIFICATE).unwrap()
}

fn form(play: &Play) -> FormView {
    let Place::Form(form) = play.window().place else {
        panic!("the form is shown");
    };
    *form
}

fn shown(play: &Play) -> KeyView {
    form(play).key.expect("the profile signs")
}

/// A new profile for the JWT bearer flow.
fn begun() -> Play {
    let mut play = Play::with(&[("a", SANDBOX)], Vec::new());
    play.command(Command::NewProfile);
    let mut draft = draft("x", SANDBOX);
    draft.profile_id = None;
    draft.name = "Nightly export".to_owned();
    draft.flow = FlowName("jwt_bearer".to_owned());
    play.command(Command::ChangeDraft(Box::new(draft)));
    play
}

fn asked(effects: &[Effect]) -> (RunId, KeySource) {
    match effects {
        [
            Effect::GetKey {
                run_id,
                source,
                whose: KeyFor::Form,
            },
        ] => (run_id.clone(), source.clone()),
        other => panic!("{other:?}"),
    }
}

fn save() -> Command {
    Command::SaveProfile {
        client_secret: SecretDraft::new(),
        then_log_in: false,
    }
}

#[test]
fn a_made_key_waits_for_the_save_and_its_certificate_goes_with_the_profile() {
    let mut play = begun();
    assert!(!shown(&play).has_key);
    let effects = play.command(Command::Key(KeyCommand::Make));
    let (run_id, source) = asked(&effects);
    assert!(matches!(source, KeySource::Make { name, .. } if name == "Nightly export"));
    assert!(shown(&play).is_busy);
    assert!(
        play.command(Command::Key(KeyCommand::Make)).is_empty(),
        "once"
    );
    let key = Box::new(key());
    play.event(Event::KeyReady { run_id, key });
    let view = shown(&play);
    assert!(view.has_key && view.is_new && view.has_certificate && !view.is_busy);
    assert_eq!(view.facts[0].value, "Nightly export");
    assert!(!format!("{:?}", form(&play)).contains("PRIVATE"));
    let effects = play.command(save());
    let [
        Effect::SaveProfile {
            profile,
            private_key: Some(_),
            ..
        },
    ] = &effects[..]
    else {
        panic!("{effects:?}");
    };
    assert!(profile.certificate.is_some());
}

#[test]
fn a_new_key_can_be_taken_back_and_is_asked_about_before_it_is_lost() {
    let mut play = begun();
    let (run_id, _) = asked(&play.command(Command::Key(KeyCommand::Make)));
    let key = Box::new(key());
    play.event(Event::KeyReady { run_id, key });
    assert!(play.state.has_unsaved());
    play.command(Command::Key(KeyCommand::Drop));
    assert!(!shown(&play).has_key && form(&play).draft.certificate.is_none());
}

#[test]
fn a_locked_file_asks_for_its_passphrase_and_a_bad_one_says_what_it_is() {
    let mut play = begun();
    let (run_id, _) = asked(&play.command(Command::Key(KeyCommand::Pick)));
    let problem = |code: &str| {
        let path = "/keys/app.p12";
        Box::new(
            Problem::new(ProblemKind::Usage, code)
                .at(path)
                .with("path", path),
        )
    };
    let fail = |play: &mut Play, run_id, code| {
        play.event(Event::Failed {
            run_id,
            problem: problem(code),
            session: None,
        });
    };
    fail(&mut play, run_id, "key_file_needs_passphrase");
    assert_eq!(shown(&play).asks_passphrase_for.as_deref(), Some("app.p12"));
    let typed = SecretDraft::from_text("shut".to_owned().into());
    let (run_id, source) = asked(&play.command(Command::Key(KeyCommand::Open(typed))));
    assert!(matches!(
        source,
        KeySource::File {
            passphrase: Some(_),
            ..
        }
    ));
    fail(&mut play, run_id, "key_file_wrong_passphrase");
    // It may be typed again; what happened stands below.
    let view = shown(&play);
    assert!(view.asks_passphrase_for.is_some());
    assert!(view.problem.unwrap().contains("does not open"));
    play.command(Command::Key(KeyCommand::Drop));
    let (run_id, _) = asked(&play.command(Command::Key(KeyCommand::Pick)));
    fail(&mut play, run_id, "key_file_certificate_only");
    let view = shown(&play);
    assert!(view.asks_passphrase_for.is_none());
    assert!(view.problem.unwrap().contains("no private key"));
}

#[test]
fn a_lock_takes_the_key_that_was_not_kept() {
    let mut play = begun();
    let (run_id, _) = asked(&play.command(Command::Key(KeyCommand::Make)));
    let key = Box::new(key());
    play.event(Event::KeyReady { run_id, key });
    play.command(Command::Lock);
    let form = play.state.form.as_ref().unwrap();
    assert!(form.private_key.is_none() && form.draft.certificate.is_none());
}

#[test]
fn the_audience_follows_the_host_until_one_is_chosen() {
    let mut play = begun();
    let audience = form(&play).audience.unwrap();
    assert!(
        audience.label.contains("test.salesforce.com"),
        "{}",
        audience.label
    );
    let mut draft = form(&play).draft;
    draft.audience = "https://login.salesforce.com".to_owned();
    play.command(Command::ChangeDraft(Box::new(draft)));
    assert_eq!(form(&play).audience.unwrap().label, "login.salesforce.com");
    let mut draft = form(&play).draft;
    draft.flow = FlowName("web_server".to_owned());
    play.command(Command::ChangeDraft(Box::new(draft)));
    assert!(form(&play).audience.is_none() && form(&play).key.is_none());
}
