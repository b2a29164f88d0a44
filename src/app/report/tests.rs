//! The forms of a report, each with words of a server that try to leave their place.

use std::time::Duration;

use serde_json::Value;

use super::super::tests::{Play, SANDBOX, pid};
use super::*;
use crate::app::command::Command;
use crate::app::effect::{Effect, LoginOptions, ReportAsk};
use crate::app::event::Event;
use crate::model::problem::{OrgWords, Problem, ProblemKind};
use crate::model::run::{Exchange, Lane};
use crate::model::secret::Fingerprint;

fn field(name: &str, value: Shown) -> ShownField {
    ShownField {
        name: name.to_owned(),
        value,
    }
}

fn plain(name: &str, value: &str) -> ShownField {
    field(name, Shown::Plain(value.to_owned()))
}

fn token_exchange() -> Exchange {
    Exchange {
        number: 1,
        from: Lane::ValetKey,
        to: Lane::Org,
        step: "flow-step-token".into(),
        method: "POST".into(),
        url: "https://login.salesforce.com/services/oauth2/token".into(),
        request_headers: vec![field(
            "authorization",
            Shown::Hidden(Some(Fingerprint::of("token"))),
        )],
        request_fields: vec![
            plain("grant_type", "it's"),
            field("client_secret", Shown::Hidden(None)),
        ],
        status: Some(400),
        answer_headers: vec![plain("content-type", "application/json")],
        answer_fields: vec![
            plain("error", "invalid_grant"),
            plain("error_description", "a ```` b; c # d\n| e"),
        ],
        began_at: UnixTime::from_rfc3339("2026-11-22T10:12:00Z").unwrap(),
        took: Some(Duration::from_millis(41)),
        error: Some("invalid_grant; alt".into()),
    }
}

/// A login that the org refused at the token endpoint.
fn refused() -> (Play, RunId) {
    let mut play = Play::with(&[("a", SANDBOX)], Vec::new());
    let effects = play.command(Command::LogIn {
        profile_id: pid("a"),
        options: LoginOptions::default(),
    });
    let run_id = Play::begun(&effects);
    play.event(Event::ExchangeRecorded {
        run_id: run_id.clone(),
        exchange: Box::new(token_exchange()),
    });
    let problem = Problem::new(ProblemKind::Refused, "invalid_grant").said(OrgWords {
        status: Some(400),
        error: "invalid_grant".into(),
        error_description: Some("<b>expired</b>".into()),
    });
    play.event(Event::Failed {
        run_id: run_id.clone(),
        problem: Box::new(problem),
        session: None,
    });
    (play, run_id)
}

fn written(form: ReportForm) -> String {
    let (play, run_id) = refused();
    run(&play.state, &run_id, form, play.now).unwrap()
}

#[test]
fn curl_has_variables_for_secrets_and_quotes_the_rest() {
    let mut exchange = token_exchange();
    let curl = curl::curl(&exchange);
    assert!(
        curl.contains("\"client_secret=$SF_CLIENT_SECRET\""),
        "{curl}"
    );
    assert!(
        curl.contains("\"authorization: Bearer $SF_ACCESS_TOKEN\""),
        "{curl}"
    );
    assert!(curl.contains("'grant_type=it'\\''s'"), "{curl}");
    exchange.request_fields.clear();
    exchange.url = "http://[::1]:8443/x".into();
    let curl = curl::curl(&exchange);
    assert!(
        curl.contains("--request POST") && curl.contains("--globoff"),
        "{curl}"
    );
}

#[test]
fn a_har_has_everything_that_har_1_2_asks_for() {
    let har: Value = serde_json::from_str(&written(ReportForm::Har)).unwrap();
    let log = &har["log"];
    assert_eq!(log["version"], "1.2");
    assert_eq!(log["creator"]["name"], "Valet Key");
    assert!(log["creator"]["version"].is_string());
    let entry = &log["entries"][0];
    assert_eq!(entry["startedDateTime"], "2026-11-22T10:12:00Z");
    assert_eq!(entry["time"], 41.0);
    for timing in ["send", "wait", "receive"] {
        assert!(entry["timings"][timing].is_number(), "{timing}");
    }
    let parts: [(&str, &[&str]); 2] = [
        (
            "request",
            &[
                "method",
                "url",
                "httpVersion",
                "cookies",
                "headers",
                "queryString",
                "headersSize",
                "bodySize",
            ],
        ),
        (
            "response",
            &[
                "status",
                "statusText",
                "httpVersion",
                "cookies",
                "headers",
                "content",
                "redirectURL",
                "headersSize",
                "bodySize",
            ],
        ),
    ];
    for (part, names) in parts {
        for name in names {
            assert!(!entry[part][name].is_null(), "{part}.{name}");
        }
    }
    assert!(entry["cache"].is_object());
    assert_eq!(entry["request"]["queryString"], serde_json::json!([]));
    let data = &entry["request"]["postData"];
    assert_eq!(data["mimeType"], "application/x-www-form-urlencoded");
    assert_eq!(data["params"][1]["value"], "[hidden]");
    assert_eq!(entry["response"]["content"]["mimeType"], "application/json");
}

#[test]
fn words_of_a_server_cannot_leave_their_place_in_a_diagram() {
    let text = written(ReportForm::Mermaid);
    assert!(text.contains("\nsequenceDiagram\n    participant you as You\n"));
    assert!(
        text.contains("    org-xvalet_key: 400, invalid_grant#59; alt ("),
        "{text}"
    );
    for line in text.lines().skip(2) {
        assert!(line.starts_with("    "), "{line}");
        assert!(!line.replace("#59;", "").contains(';'), "{line}");
    }
}

#[test]
fn words_of_a_server_cannot_leave_their_place_in_markdown() {
    let text = written(ReportForm::Markdown);
    assert!(text.contains("# Web server"), "{text}");
    assert!(text.contains("client_secret=[hidden]"), "{text}");
    // The block is closed by a longer fence than any inside.
    assert!(text.contains("\n`````\nPOST "), "no longer fence: {text}");
    assert!(text.contains("Failed"), "{text}");
    assert!(
        text.contains("\n```\ninvalid_grant\n<b>expired</b>\n```\n"),
        "{text}"
    );
}

#[test]
fn a_run_is_copied_at_once_and_saved_where_the_person_says() {
    let (mut play, run_id) = refused();
    let copy = ReportAsk::CopyRun {
        run_id: run_id.clone(),
        form: ReportForm::Mermaid,
    };
    let effects = play.command(Command::Report(copy));
    assert!(matches!(&effects[..], [Effect::CopyText(text)] if text.contains("sequenceDiagram")));
    let save = ReportAsk::SaveRun {
        run_id,
        form: ReportForm::Har,
    };
    let effects = play.command(Command::Report(save.clone()));
    let task = Play::begun(&effects);
    assert!(matches!(
        &effects[..],
        [Effect::SaveReport {
            form: ReportForm::Har,
            ..
        }]
    ));
    // One file dialog at a time.
    assert!(play.command(Command::Report(save)).is_empty());
    play.event(Event::ReportSaved {
        run_id: task,
        path: Some("somewhere/run.har".into()),
    });
    let toast = play.window().toasts.pop().unwrap();
    assert_eq!(toast.text, "somewhere/run.har");
    assert!(!play.state.is_busy());
}

#[test]
fn file_names_are_not_made_of_data() {
    for form in [
        ReportForm::Har,
        ReportForm::Mermaid,
        ReportForm::Markdown,
        ReportForm::Csv,
        ReportForm::JsonLines,
    ] {
        assert!(form.file_name().starts_with("valet-key-"));
    }
}
