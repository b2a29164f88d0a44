//! Every code and description of the protocol pages, from the org's words to the card that explains them.

use std::collections::BTreeMap;

use super::*;
use crate::app::command::LoginOptions;
use crate::app::view::{Ask, DetailBody, ErrorCard, Place};
use crate::model::codes;
use crate::model::problem::{Explanation, OrgWords};

/// One row: page section, code, description, group, what the explanation must name.
struct Row {
    code: &'static str,
    description: Option<&'static str>,
    group: String,
    names: Vec<&'static str>,
}

fn rows() -> Vec<Row> {
    let rows: Vec<Row> = include_str!("../../../tests/it/errors/codes.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let [_, code, description, group, names] = cells[..] else {
                panic!("not five cells: {line}");
            };
            let group = if group.is_empty() {
                format!("{code} {description}")
            } else {
                group.to_owned()
            };
            Row {
                code,
                description: (!description.is_empty()).then_some(description),
                group,
                names: names.split(';').collect(),
            }
        })
        .collect();
    assert!(rows.len() > 130);
    rows
}

fn problem(row: &Row) -> Problem {
    Problem::new(ProblemKind::Refused, row.code).said(OrgWords {
        status: Some(400),
        error: row.code.to_owned(),
        error_description: row.description.map(str::to_owned),
    })
}

#[test]
fn every_code_and_description_has_an_explanation_of_its_own() {
    let general = Problem::new(ProblemKind::Refused, "x").explain();
    let mut groups: BTreeMap<String, String> = BTreeMap::new();
    for row in rows() {
        let explained = problem(&row).explain();
        let whole = format!("{} {} {}", explained.what, explained.cause, explained.next);
        assert_ne!(explained.cause, general.cause, "{}", row.code);
        for named in &row.names {
            assert!(
                whole.contains(named),
                "{}: no {named} in {whole}",
                row.group
            );
        }
        let same = groups.entry(whole).or_insert_with(|| row.group.clone());
        assert_eq!(*same, row.group, "two meanings share one explanation");
    }
    let mut known: Vec<&String> = groups.values().collect();
    known.sort_unstable();
    known.dedup();
    assert_eq!(
        known.len(),
        groups.len(),
        "one meaning has two explanations"
    );
}

#[test]
fn every_code_of_the_list_stands_in_the_table() {
    let rows = rows();
    for (code, descriptions) in codes::OF_THE_ORG {
        assert!(rows.iter().any(|row| row.code == *code), "{code}");
        for description in *descriptions {
            let is_it = |row: &&Row| row.code == *code && row.description == Some(description);
            assert!(rows.iter().any(|row| is_it(&row)), "{code}: {description}");
        }
    }
}

#[test]
fn the_card_says_what_explain_says_and_the_org_said() {
    let mut play = Play::with(&[("a", "acme.my.salesforce.com")], Vec::new());
    play.command(Command::Select(Some(pid("a"))));
    for row in rows() {
        let effects = play.command(Command::LogIn {
            profile_id: pid("a"),
            options: LoginOptions::default(),
        });
        let run_id = Play::begun(&effects);
        play.event(Event::Failed {
            run_id,
            problem: Box::new(problem(&row)),
            session: None,
        });
        let card = card(&play);
        let Explanation {
            what, cause, next, ..
        } = codes::find(row.code, row.description)
            .unwrap_or_else(|| panic!("{} is not found", row.code))
            .explain();
        assert_eq!(
            (&card.what, &card.cause, &card.next),
            (&what, &cause, &next)
        );
        assert!(
            card.org
                .contains(&("error".to_owned(), row.code.to_owned()))
        );
        if let Some(said) = row.description {
            let said = ("error_description".to_owned(), said.to_owned());
            assert!(card.org.contains(&said), "{:?}", card.org);
        }
        assert!(!card.actions.is_empty(), "{} leads nowhere", row.code);
    }
}

fn card(play: &Play) -> ErrorCard {
    match play.window().place {
        Place::Library {
            detail: Some(detail),
            ..
        } => match detail.body {
            DetailBody::Overview(overview) => overview.problem.expect("a card"),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_was_sent_is_laid_beside_what_the_profile_has() {
    let mut play = Play::empty();
    let mut known = record("a", "acme.my.salesforce.com");
    std::sync::Arc::make_mut(&mut known.profile).callback_urls = vec![
        CallbackUrl::parse("http://localhost:1718/OauthRedirect").expect("is right"),
        CallbackUrl::parse("http://localhost:1717/OauthRedirect").expect("is right"),
    ];
    play.load(vec![known], Vec::new());
    play.command(Command::Select(Some(pid("a"))));
    let effects = play.command(Command::LogIn {
        profile_id: pid("a"),
        options: LoginOptions::default(),
    });
    let run_id = Play::begun(&effects);
    let words = OrgWords {
        status: None,
        error: "redirect_uri_mismatch".to_owned(),
        error_description: None,
    };
    play.event(Event::Failed {
        run_id,
        problem: Box::new(Problem::new(ProblemKind::Refused, "redirect_uri_mismatch").said(words)),
        session: None,
    });
    let shown = card(&play);
    let marked: Vec<(String, Vec<&str>)> = shown
        .compared
        .iter()
        .map(|row| {
            let marked = row.pieces.iter().filter(|piece| piece.differs);
            (
                row.label.clone(),
                marked.map(|piece| piece.text.as_str()).collect(),
            )
        })
        .collect();
    assert_eq!(
        marked,
        [
            ("Sent".to_owned(), vec!["1718"]),
            ("In profile".to_owned(), vec!["1717"])
        ]
    );
    let labels: Vec<&str> = shown.actions.iter().map(|act| act.label.as_str()).collect();
    assert_eq!(labels.first(), Some(&"Log in on port 1717"), "{labels:?}");
    assert!(labels.contains(&"Open Setup"), "{labels:?}");
    assert_eq!(shown.consequence, "No token of this login was kept");
    // The run tab explains the same, with the same steps.
    play.command(Command::ShowTab(crate::app::command::Tab::Run));
    let Place::Library {
        detail: Some(detail),
        ..
    } = play.window().place
    else {
        panic!("no detail");
    };
    let DetailBody::Run(run) = detail.body else {
        panic!("no run");
    };
    let of_run = run.problem.expect("a card");
    assert_eq!(of_run.compared, shown.compared);
    assert_eq!(of_run.actions.first(), shown.actions.first());
}

/// Everything that can be wanted of the engine about one session, profile or file.
fn wants(play: &mut Play) -> Vec<(&'static str, RunId)> {
    let session_id = sid("5e55100000000001");
    let commands: Vec<(&'static str, Command)> = vec![
        (
            "login",
            Command::LogIn {
                profile_id: pid("a"),
                options: LoginOptions::default(),
            },
        ),
        ("refresh", Command::Refresh(vec![session_id.clone()])),
        ("revoke", Command::Revoke(vec![session_id.clone()])),
        ("forget", Command::Forget(vec![session_id.clone()])),
        (
            "introspect",
            Command::Introspect {
                session_id: session_id.clone(),
                which: crate::app::effect::WhichToken::Access,
            },
        ),
        ("identity", Command::FetchIdentity(session_id.clone())),
        (
            "open",
            Command::OpenOrg {
                session_id: session_id.clone(),
                path: None,
                to: crate::app::effect::OpenTo::Browser,
            },
        ),
        ("import", Command::ReadImport("profiles.ron".into())),
        ("demo org", Command::StartDemoOrg { then_log_in: false }),
        ("doctor", Command::Diagnose(None)),
    ];
    let mut begun = Vec::new();
    for (name, command) in commands {
        let mut effects = play.command(command);
        // Production and several ask first.
        if effects.is_empty()
            && let Some(typed) = play.state.confirmation()
        {
            effects = play.command(Command::ConfirmDialog(typed));
        }
        let run_id = effects.iter().find_map(Effect::begins).cloned();
        begun.push((
            name,
            run_id.unwrap_or_else(|| panic!("{name} began nothing")),
        ));
    }
    begun
}

/// Every error card that the window shows now.
fn cards(play: &Play) -> Vec<ErrorCard> {
    let mut cards = Vec::new();
    let window = play.window();
    match window.dialog {
        Some(Dialog::Problem(card)) => cards.push(card),
        Some(Dialog::Unlock(unlock)) => cards.extend(unlock.problem),
        Some(Dialog::VaultChoice(choice)) => cards.extend(choice.problem),
        _ => {}
    }
    match window.place {
        Place::Locked(lock) => cards.extend(lock.problem),
        Place::DemoOrg(org) => cards.extend(org.problem),
        Place::Library {
            detail: Some(detail),
            ..
        } => {
            if let DetailBody::Overview(overview) = detail.body {
                cards.extend(overview.problem);
            }
        }
        _ => {}
    }
    cards
}

#[test]
fn every_failure_of_every_task_leads_to_a_card_with_a_way_on() {
    let kinds = [
        (ProblemKind::Failed, "internal"),
        (ProblemKind::Failed, "disk_full"),
        (ProblemKind::Usage, "client_secret_missing"),
        (ProblemKind::Usage, "import_unreadable"),
        (ProblemKind::Usage, "extra_ca_unreadable"),
        (ProblemKind::Refused, "invalid_grant"),
        (ProblemKind::Refused, "jwt_issuer"),
        (ProblemKind::NeedsLogin, "no_refresh_token"),
        (ProblemKind::Network, "network_tls"),
        (ProblemKind::Network, "port_taken"),
        (ProblemKind::Network, "demo_port_taken"),
        (ProblemKind::Locked, "keyring_denied"),
        (ProblemKind::Cancelled, "timed_out"),
        (ProblemKind::Refused, "never_heard_of"),
    ];
    let live = || session("5e55100000000001", "a");
    let begun = wants(&mut Play::with(&[("a", "localhost:8443")], vec![live()])).len();
    for (kind, code) in kinds {
        for at in 0..begun {
            let mut play = Play::with(&[("a", "localhost:8443")], vec![live()]);
            play.command(Command::Select(Some(pid("a"))));
            let (name, run_id) = wants(&mut play)[at].clone();
            // The doctor has a screen of its own.
            play.command(Command::Show(crate::app::command::Screen::Library));
            play.fail(&run_id, kind, code);
            let shown = cards(&play);
            let is_it = |card: &&ErrorCard| card.code == code;
            let Some(card) = shown.iter().find(is_it) else {
                panic!("{name}: {code} shows no card: {shown:?}");
            };
            for part in [&card.what, &card.cause, &card.next] {
                assert!(!part.is_empty(), "{name}: {code}");
            }
        }
    }
}

#[test]
fn the_doctor_shows_what_it_saw_while_it_looks_and_what_to_do_at_the_end() {
    use crate::app::event::{Check, CheckResult};
    let mut play = Play::with(&[("a", "acme.my.salesforce.com")], Vec::new());
    let shown = |play: &Play| match play.window().place {
        Place::Doctor(doctor) => doctor,
        other => panic!("{other:?}"),
    };
    let effects = play.command(Command::Diagnose(Some(pid("a"))));
    let run_id = Play::begun(&effects);
    assert!(shown(&play).is_busy && shown(&play).lines.is_empty());
    let line = |check, result| Check {
        check,
        result,
        detail: "seen".to_owned(),
        next: Some("do this".to_owned()),
    };
    let mut checks = vec![line("vault", CheckResult::Passed)];
    play.event(Event::Checked {
        run_id: run_id.clone(),
        checks: checks.clone(),
    });
    assert!(shown(&play).is_busy);
    assert_eq!(shown(&play).lines.len(), 1);
    assert_eq!(shown(&play).verdict, None);
    checks.push(line("tls", CheckResult::Failed));
    play.event(Event::Diagnosed { run_id, checks });
    let doctor = shown(&play);
    assert!(!doctor.is_busy);
    assert_eq!(
        doctor.verdict.map(|(_, words)| words).as_deref(),
        Some("One check failed")
    );
    let names: Vec<&str> = doctor.lines.iter().map(|line| line.name.as_str()).collect();
    assert_eq!(names, ["Vault", "Certificate"]);
    let copy = doctor.actions.first().map(|act| act.ask.clone());
    let Some(crate::app::view::Ask::CopyText(report)) = copy else {
        panic!("{copy:?}");
    };
    assert!(
        report.contains("Failed: Certificate: seen") && report.contains("do this"),
        "{report}"
    );
    // The strip leads back to it.
    play.command(Command::Show(crate::app::command::Screen::Library));
    let strip = play.window().strip.left;
    assert!(
        strip.iter().any(|item| item.text == "One check failed"),
        "{strip:?}"
    );
}

/// H12 to H17: what is wrong with a secure connection is told apart, each with a way on of its own.
#[test]
fn failures_of_tls_are_told_apart() {
    let live = || session("5e55100000000001", "a");
    let mut told = std::collections::BTreeSet::new();
    for (code, opens_settings) in [
        ("network_stalled", true),
        ("network_tls", false),
        ("network_tls_expired", false),
        ("network_tls_early", false),
        ("network_tls_name", false),
        ("network_tls_issuer", true),
        ("network_tls_version", false),
        ("network_tls_plain", false),
    ] {
        let mut play = Play::with(&[("a", "acme.my.salesforce.com")], vec![live()]);
        play.command(Command::Select(Some(pid("a"))));
        let (_, run_id) = wants(&mut play)[0].clone();
        play.command(Command::Show(crate::app::command::Screen::Library));
        play.fail(&run_id, ProblemKind::Network, code);
        let shown = cards(&play);
        let card = shown.iter().find(|card| card.code == code);
        let card = card.unwrap_or_else(|| panic!("{code} shows no card"));
        let asks = |ask: &Ask| card.actions.iter().any(|action| action.ask == *ask);
        assert!(asks(&Ask::Diagnose(Some(pid("a")))), "{code}");
        let settings = Ask::Show(crate::app::command::Screen::Settings);
        assert_eq!(asks(&settings), opens_settings, "{code}");
        for part in [&card.what, &card.cause, &card.next] {
            assert!(told.insert(part.clone()), "{code} says again: {part}");
        }
    }
}
