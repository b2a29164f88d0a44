//! The inspector: nothing is sent unasked, nothing is kept, and what the server says stands beside the token.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::*;
use crate::app::command::{InspectAct, InspectCommand, Screen};
use crate::app::effect::{KeysOf, WhichToken};
use crate::app::event::{Jwks, RevokeProof, RevokeResult};
use crate::app::view::{InspectorView, PartCheck, Place, Tone};
use crate::model::secret::SecretDraft;
use crate::protocol::jwt::tests::{Signer, signer};

const OPAQUE: &str = "00D5e0000012ABC!AQ4AQ.CANARYCANARYCANARYCANARY_x";

/// One key for all tests: making one takes a while.
fn key() -> &'static Signer {
    static KEY: std::sync::OnceLock<Signer> = std::sync::OnceLock::new();
    KEY.get_or_init(signer)
}

fn draft(text: &str) -> SecretDraft {
    SecretDraft::from_text(text.to_owned().into())
}

fn look(play: &mut Play, text: &str) -> Vec<Effect> {
    play.command(Command::Inspect(InspectCommand::Look(draft(text))))
}

fn act(play: &mut Play, act: InspectAct) -> Vec<Effect> {
    play.command(Command::Inspect(InspectCommand::Do(act)))
}

#[track_caller]
fn shown(play: &Play) -> InspectorView {
    match play.window().place {
        Place::Inspector(shown) => *shown,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn check(play: &Play, what: &str) -> PartCheck {
    let checks = shown(play).pasted.unwrap().checks;
    let found = checks.iter().find(|check| check.what == what);
    found
        .cloned()
        .unwrap_or_else(|| panic!("{what} is not among {checks:?}"))
}

fn verdict(play: &Play) -> Option<(Tone, String)> {
    let verdict = shown(play).pasted.unwrap().verdict;
    verdict.map(|(tone, what, _)| (tone, what))
}

/// 10:00 to 10:30 on the day of the tests.
fn claims() -> Value {
    let issued = UnixTime::from_rfc3339("2026-11-22T10:00:00Z").unwrap();
    json!({"iss": PRODUCTION, "aud": [PRODUCTION], "sub": "uid:0055e000003XYZqAAO", "scp": "api web refresh_token",
        "client_id": "key-of-a", "iat": issued.as_secs(), "nbf": issued.as_secs(), "exp": issued.as_secs() + 1_800})
}

fn jwt() -> String {
    key().sign("RS256", &claims())
}

fn play() -> Play {
    Play::with(&[("a", PRODUCTION), ("b", DEMO)], vec![session("s1", "a")])
}

#[test]
fn a_text_is_taken_apart_without_a_word_to_anybody() {
    let mut play = play();
    assert!(look(&mut play, &jwt()).is_empty(), "nothing is sent");
    let view = shown(&play);
    let pasted = view.pasted.unwrap();
    assert_eq!(pasted.kind, "JWT access token");
    let row = |name: &str| {
        let found = pasted.rows.iter().find(|row| row.name == name).unwrap();
        (found.value.clone(), found.meaning.clone())
    };
    assert_eq!(row("client_id").1, "Name of a, a profile here");
    assert_eq!(row("scp").1, "3 scopes");
    assert!(row("exp").1.ends_with("in 18 min"), "{:?}", row("exp"));
    assert!(row("alg").1.contains("from the header"));
    assert_eq!(
        verdict(&play),
        Some((Tone::Neutral, "Taken apart, not verified".to_owned()))
    );
    assert_eq!(check(&play, "Within its time").tone, Tone::Success);
    assert_eq!(check(&play, "Server not asked").tone, Tone::Neutral);
}

#[test]
fn what_was_pasted_is_in_no_view_and_goes_with_the_screen() {
    for leave in [
        || Command::Show(Screen::Library),
        || Command::Select(Some(pid("a"))),
        || Command::Dismiss,
        || Command::Lock,
        || Command::Inspect(InspectCommand::Do(InspectAct::Clear)),
    ] {
        let mut play = play();
        look(&mut play, OPAQUE);
        let seen = format!("{:?}", play.window());
        assert!(!seen.contains("CANARY"), "{seen}");
        assert!(seen.contains("Opaque access token"));
        play.command(leave());
        assert!(play.state.inspector.pasted.is_none());
        play.command(Command::Show(Screen::Inspector));
        if !play.state.is_locked {
            assert_eq!(shown(&play).pasted, None);
        }
    }
}

#[test]
fn keys_are_fetched_when_asked_and_the_signature_is_judged_by_them() {
    let mut play = play();
    look(&mut play, &jwt());
    let fetch = check(&play, "Signature not checked").action.unwrap();
    let effects = play.command(fetch.ask.command());
    let [Effect::FetchKeys { run_id, of }] = effects.as_slice() else {
        panic!("{effects:?}");
    };
    assert!(matches!(of, KeysOf::Host(host) if host.as_str() == PRODUCTION));
    assert!(shown(&play).busy.is_some());
    play.event(Event::KeysFetched {
        run_id: run_id.clone(),
        of: of.clone(),
        keys: key().keys(),
    });
    let held = check(&play, "Signature holds");
    assert!(held.detail.contains("acme.my.salesforce.com"), "{held:?}");
    assert_eq!(
        check(&play, "Issuer matches the keys' host").tone,
        Tone::Success
    );
    assert_eq!(verdict(&play), Some((Tone::Success, "Genuine".to_owned())));

    // One letter of the claims is another one: the same keys say no.
    let mut other = claims();
    other["sub"] = json!("uid:0055e000003XYZrAAO");
    let altered = key().sign("RS256", &other);
    let token = jwt();
    let signature = token.rsplit_once('.').unwrap().1;
    let swapped = format!("{}.{signature}", altered.rsplit_once('.').unwrap().0);
    look(&mut play, &swapped);
    let effects = act(&mut play, InspectAct::FetchKeys);
    play.event(Event::KeysFetched {
        run_id: Play::begun(&effects),
        of: KeysOf::Host(crate::model::host::LoginHost::parse(PRODUCTION).unwrap()),
        keys: key().keys(),
    });
    assert_eq!(check(&play, "Signature is wrong").tone, Tone::Danger);
    assert_eq!(
        verdict(&play),
        Some((Tone::Danger, "Not to be trusted".to_owned()))
    );
}

#[test]
fn an_issuer_that_nobody_knows_is_not_asked() {
    let mut play = play();
    for issuer in [
        "https://evil.example",
        "http://acme.my.salesforce.com",
        "https://acme.my.salesforce.com.evil.example",
        "https://10.0.0.1",
        "http://localhost:9",
        "file:///etc/passwd",
    ] {
        let mut claims = claims();
        claims["iss"] = json!(issuer);
        look(&mut play, &key().sign("RS256", &claims));
        let check = check(&play, "Signature not checked");
        assert!(check.action.is_none(), "{issuer}");
        assert!(act(&mut play, InspectAct::FetchKeys).is_empty(), "{issuer}");
    }
    // The demo org is this machine, and a profile here logs in to it.
    let mut claims = claims();
    claims["iss"] = json!(DEMO);
    look(&mut play, &key().sign("RS256", &claims));
    assert_eq!(names(&act(&mut play, InspectAct::FetchKeys)), ["FetchKeys"]);
}

#[test]
fn the_answer_stands_beside_the_token_and_differences_are_counted() {
    let mut play = play();
    look(&mut play, &jwt());
    let effects = act(&mut play, InspectAct::Introspect);
    let [
        Effect::IntrospectText {
            run_id,
            profile_id,
            text,
            which,
        },
    ] = effects.as_slice()
    else {
        panic!("{effects:?}");
    };
    assert_eq!((profile_id, *which), (&pid("a"), WhichToken::Access));
    assert_eq!(text.expose(), jwt());
    let end = claims()["exp"].as_i64().unwrap() - 900;
    play.event(Event::TextIntrospected {
        run_id: run_id.clone(),
        profile_id: pid("a"),
        active: true,
        answer: json!({"active": true, "scope": "api web", "exp": end, "client_id": "key-of-a",
            "sub": "https://login.salesforce.com/id/00D5e0000012ABCEA2/0055e000003XYZqAAO"}),
    });
    let compared = shown(&play).pasted.unwrap().compared;
    let differ: Vec<&str> = compared[0]
        .rows
        .iter()
        .filter(|row| row.differs)
        .map(|row| row.name.as_str())
        .collect();
    assert_eq!(differ, ["scope", "exp"]);
    assert_eq!(compared[0].sum, "2 differences. The server decides");
    assert_eq!(
        verdict(&play),
        Some((Tone::Warn, "Live, but not what it says".to_owned()))
    );
    let effects = act(&mut play, InspectAct::Introspect);
    play.event(Event::TextIntrospected {
        run_id: Play::begun(&effects),
        profile_id: pid("a"),
        active: false,
        answer: json!({"active": false}),
    });
    assert_eq!(
        verdict(&play),
        Some((Tone::Danger, "Not active".to_owned()))
    );
}

#[test]
fn an_answer_that_comes_late_is_not_put_beside_another_text() {
    let mut play = play();
    look(&mut play, OPAQUE);
    let effects = act(&mut play, InspectAct::Introspect);
    play.command(Command::Show(Screen::Library));
    let answer = || Event::TextIntrospected {
        run_id: Play::begun(&effects),
        profile_id: pid("a"),
        active: true,
        answer: json!({"active": true}),
    };
    play.event(answer());
    play.event(answer());
    look(&mut play, OPAQUE);
    assert!(shown(&play).pasted.unwrap().compared.is_empty());
}

#[test]
fn ending_a_pasted_token_is_told_before_and_proved_after() {
    let mut play = play();
    look(&mut play, OPAQUE);
    assert!(
        act(&mut play, InspectAct::Revoke).is_empty(),
        "it asks first"
    );
    let view::Dialog::Confirm(confirm) = play.dialog() else {
        panic!("a question is open");
    };
    assert!(confirm.text.contains("ends alone"), "{}", confirm.text);
    assert!(confirm.text.contains("acme.my.salesforce.com"));
    let wanted = confirm.typed.expect("production is typed").wanted;
    let effects = play.command(Command::ConfirmDialog(wanted));
    assert_eq!(names(&effects), ["RevokeText"]);
    play.event(Event::TextRevoked {
        run_id: Play::begun(&effects),
        result: RevokeResult::Revoked,
        proof: Some(RevokeProof::Introspection),
        problem: None,
    });
    assert!(check(&play, "Revoked").detail.contains("proved"));
    assert_eq!(
        verdict(&play),
        Some((Tone::Success, "Ended on the server".to_owned()))
    );
}

#[test]
fn two_texts_are_compared_and_a_key_set_checks_the_signature() {
    let mut play = play();
    look(&mut play, &jwt());
    act(&mut play, InspectAct::Compare(true));
    assert!(shown(&play).pasted.unwrap().asks_other);
    let against = |play: &mut Play, text: &str| {
        play.command(Command::Inspect(InspectCommand::Against(draft(text))));
    };
    against(&mut play, &jwt());
    let compared = shown(&play).pasted.unwrap().compared;
    assert_eq!(compared[0].sum, "Both are the same token");
    act(&mut play, InspectAct::Compare(true));
    let mut other = claims();
    other["scp"] = json!("api");
    against(&mut play, &key().sign("RS256", &other));
    let compared = shown(&play).pasted.unwrap().compared;
    assert_eq!(compared[0].sum, "One difference");

    let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"RS256","kid":"nobody"}"#);
    let foreign = format!(
        "{header}.{}.AAAA",
        URL_SAFE_NO_PAD.encode(claims().to_string())
    );
    look(&mut play, &foreign);
    let keys =
        r#"{"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"234","n":"AQAB","e":"AQAB"}]}"#;
    assert!(Jwks::read(keys.as_bytes()).is_ok());
    against(&mut play, keys);
    assert_eq!(check(&play, "No such key").tone, Tone::Danger);
}

#[test]
fn a_token_of_a_login_here_is_known_by_its_fingerprint() {
    let mut play = play();
    let mut own = session("s1", "a");
    own.access_token_fingerprint = Fingerprint::of(OPAQUE);
    play.event(Event::SessionChanged(Box::new(own)));
    look(&mut play, &format!("Authorization: Bearer {OPAQUE}"));
    let known = check(&play, "Access token of a login here");
    assert_eq!(known.detail, "Name of a");
}

#[test]
fn without_a_profile_that_may_ask_the_reason_is_said() {
    let mut play = play();
    let mut public = record("a", PRODUCTION);
    public.has_client_secret = false;
    play.load(vec![public], vec![session("s1", "a")]);
    look(&mut play, OPAQUE);
    let view = shown(&play);
    let primary = view.actions.last().unwrap();
    assert_eq!(
        primary.disabled.as_deref(),
        Some("No profile here has a secret to introspect with")
    );
    assert!(act(&mut play, InspectAct::Introspect).is_empty());
}

#[test]
fn a_failure_is_said_on_the_screen_and_in_no_dialog() {
    let mut play = play();
    look(&mut play, OPAQUE);
    let effects = act(&mut play, InspectAct::Introspect);
    play.fail(
        &Play::begun(&effects),
        ProblemKind::Refused,
        "invalid_client",
    );
    assert_eq!(shown(&play).problem.unwrap().code, "invalid_client");
    assert!(play.window().dialog.is_none());
}

#[test]
fn the_report_has_everything_but_the_token() {
    let mut play = play();
    look(&mut play, OPAQUE);
    let actions = shown(&play).pasted.unwrap().actions;
    let report = actions
        .into_iter()
        .find_map(|action| match action.ask {
            view::Ask::CopyText(text) => Some(text),
            _ => None,
        })
        .unwrap();
    assert!(report.starts_with("Opaque access token"), "{report}");
    assert!(!report.contains("CANARY"), "{report}");
}

/// Two profiles that may ask, at two orgs.
fn two_orgs() -> Play {
    let mut play = Play::empty();
    let with_secret = |id: &str, host: &str| ProfileRecord {
        has_client_secret: true,
        ..record(id, host)
    };
    play.load(
        vec![with_secret("a", PRODUCTION), with_secret("b", SANDBOX)],
        vec![session("s1", "a")],
    );
    play.event(Event::VaultStands(VaultStanding::Open(VaultKind::Keyring)));
    play
}

#[test]
fn a_token_of_another_org_is_shown_only_after_a_second_click() {
    let mut play = two_orgs();
    look(&mut play, &jwt());
    act(&mut play, InspectAct::By(pid("b")));
    assert!(
        act(&mut play, InspectAct::Introspect).is_empty(),
        "it asks first"
    );
    let Some(Dialog::Confirm(confirm)) = play.window().dialog else {
        panic!("a dialog asks");
    };
    assert!(
        confirm.text.contains("acme.my.salesforce.com"),
        "{}",
        confirm.text
    );
    assert!(confirm.text.contains("acme--uat"), "{}", confirm.text);
    assert!(!confirm.enter_confirms);
    play.command(Command::Dismiss);
    assert!(
        play.state.tasks.iter().next().is_none(),
        "nothing is on its way"
    );

    act(&mut play, InspectAct::Introspect);
    let effects = play.command(Command::ConfirmDialog(String::new()));
    let [Effect::IntrospectText { profile_id, .. }] = effects.as_slice() else {
        panic!("{effects:?}");
    };
    assert_eq!(*profile_id, pid("b"));

    let mut play = two_orgs();
    look(&mut play, &jwt());
    act(&mut play, InspectAct::By(pid("b")));
    act(&mut play, InspectAct::Revoke);
    let Some(Dialog::Confirm(confirm)) = play.window().dialog else {
        panic!("a dialog asks");
    };
    assert!(
        confirm.text.contains("it would be sent to"),
        "{}",
        confirm.text
    );
}

#[test]
fn a_token_of_the_profiles_own_org_is_asked_about_at_once() {
    let mut play = two_orgs();
    look(&mut play, &jwt());
    act(&mut play, InspectAct::By(pid("a")));
    assert_eq!(act(&mut play, InspectAct::Introspect).len(), 1);

    // The common login host speaks for every org of Salesforce.
    let mut play = Play::empty();
    let login = ProfileRecord {
        has_client_secret: true,
        ..record("a", "https://login.salesforce.com")
    };
    play.load(vec![login], Vec::new());
    play.event(Event::VaultStands(VaultStanding::Open(VaultKind::Keyring)));
    look(&mut play, &jwt());
    assert_eq!(act(&mut play, InspectAct::Introspect).len(), 1);

    // Not for a token of somebody else.
    let mut foreign = claims();
    foreign["iss"] = json!("https://accounts.example.com");
    look(&mut play, &key().sign("RS256", &foreign));
    assert!(act(&mut play, InspectAct::Introspect).is_empty());
    assert!(play.window().dialog.is_some());
}

#[test]
fn an_opaque_token_names_its_org_by_its_id() {
    let mut play = two_orgs();
    let own = play
        .state
        .session(&sid("s1"))
        .unwrap()
        .organization_id()
        .unwrap()
        .to_string();
    look(
        &mut play,
        &format!("{own}!AQ4AQ.MadeUpMadeUpMadeUpMadeUpMadeUp_x"),
    );
    act(&mut play, InspectAct::By(pid("a")));
    assert_eq!(
        act(&mut play, InspectAct::Introspect).len(),
        1,
        "its own org"
    );

    let mut play = two_orgs();
    look(
        &mut play,
        "00D000000000XYZ!AQ4AQ.MadeUpMadeUpMadeUpMadeUpMadeUp_x",
    );
    act(&mut play, InspectAct::By(pid("a")));
    assert!(act(&mut play, InspectAct::Introspect).is_empty());
    assert!(play.window().dialog.is_some());
    // Of a profile that never logged in nobody knows the org.
    play.command(Command::Dismiss);
    act(&mut play, InspectAct::By(pid("b")));
    assert_eq!(act(&mut play, InspectAct::Introspect).len(), 1);
}
