//! Commands without the house: tour, inspect, explain, completions, man, demo-org, arguments, no display.

use std::io::Write as _;
use std::process::Stdio;

use serde_json::json;

use super::world::{World, keys, program, said};

fn run(arguments: &[&str], input: &str) -> super::world::Said {
    let folder = tempfile::tempdir().unwrap();
    let mut command = program(&folder.path().join("data"));
    let mut child = command
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let said = said(child.wait_with_output().unwrap());
    assert!(
        !folder.path().join("data").exists(),
        "{arguments:?} made the folder"
    );
    said
}

#[test]
fn the_tour_walks_every_flow_of_the_catalog() {
    let said = run(&["tour", "--json"], "");
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{said:?}");
    let tour = said.json();
    assert_eq!(keys(&tour), ["flows", "passed", "failed", "ms"]);
    assert_eq!(tour["failed"], 0);
    let names: Vec<&str> = tour["flows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|flow| flow["flow"].as_str().unwrap())
        .collect();
    let catalog: Vec<&str> = valet_key::protocol::catalog::FLOWS
        .iter()
        .map(|flow| flow.name)
        .collect();
    assert_eq!(names, catalog);
    assert_eq!(
        keys(&tour["flows"][0]),
        ["flow", "name", "exchanges", "result", "ms", "error"]
    );
    assert!(run(&["tour"], "").out.contains("Web server"));
}

#[test]
fn a_token_is_taken_apart_from_stdin_only() {
    let jwt = "eyJhbGciOiJSUzI1NiIsImtpZCI6IjIzNCJ9.eyJzdWIiOiJ4In0.AAAA";
    let found = run(&["inspect", "-", "--json"], jwt).json();
    assert_eq!(
        keys(&found),
        ["kind", "header", "claims", "verified", "notes"]
    );
    assert_eq!(found["header"], json!({"alg": "RS256", "kid": "234"}));
    assert_eq!(found["claims"]["sub"], "x");
    assert_eq!(found["verified"], json!(null));
    let argument = run(&["inspect", jwt, "--json"], "");
    assert_eq!((argument.code, argument.out.as_str()), (2, ""));
    assert!(!argument.err.contains("eyJ"), "{argument:?}");
    assert_eq!(
        run(&["inspect", "-", "--json"], " \n").error()["code"],
        "inspect_empty"
    );
}

#[test]
fn codes_are_explained_offline() {
    let explained = run(&["explain", "invalid_grant", "--json"], "").json();
    assert_eq!(
        keys(&explained),
        [
            "code",
            "description",
            "message",
            "cause",
            "next",
            "descriptions"
        ]
    );
    assert!(run(&["explain", "port_taken"], "").out.contains("next:"));
    let unknown = run(&["explain", "invalid_gant", "--json"], "");
    assert_eq!(unknown.code, 2);
    assert_eq!(unknown.error()["code"], "unknown_code");
    let next = unknown.error()["next"].to_string();
    assert!(next.contains("invalid_grant"), "{next}");
    let stranger = run(&["explain", "xylophone_quartz", "--json"], "").error();
    assert!(stranger["message"].to_string().contains("xylophone_quartz"));
    let narrowed = run(
        &["explain", "INVALID-GRANT", "Expired access/refresh token."],
        "",
    );
    assert!(narrowed.out.contains("refresh token"), "{narrowed:?}");
    let all = run(&["explain", "--json"], "").json();
    assert_eq!(
        keys(&all["codes"][0]),
        ["code", "description", "speaker", "message"]
    );
    let plain = run(&["explain"], "").out;
    for code in ["OAUTH_EC_APP_NOT_FOUND", "port_taken", "1705"] {
        assert!(plain.contains(code), "{code}");
    }
}

#[test]
fn every_code_of_the_protocol_pages_is_explained_on_the_command_line() {
    let table = include_str!("../errors/codes.tsv");
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [_, code, description, _, names] = cells[..] else {
            panic!("not five cells: {line}");
        };
        let mut arguments = vec!["explain", code];
        arguments.extend((!description.is_empty()).then_some(description));
        let said = run(&arguments, "");
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{line}: {said:?}");
        for named in names.split(';') {
            assert!(said.out.contains(named), "{line}: {said:?}");
        }
    }
}

#[test]
fn help_completions_and_manual_come_from_one_definition() {
    let help = run(&["--help"], "");
    assert_eq!(help.code, 0);
    for command in ["list", "login", "introspect", "demo-org", "completions"] {
        assert!(help.out.contains(command), "{command}");
    }
    assert!(
        run(&["login", "--help"], "")
            .out
            .contains("--accept-identity")
    );
    assert!(
        run(&["man"], "").out.starts_with(".ie"),
        "{}",
        run(&["man"], "").out
    );
    assert!(
        run(&["completions", "bash"], "")
            .out
            .contains("_valet__key()")
    );
    assert!(run(&["--version"], "").out.starts_with("valet-key "));
}

#[test]
fn what_cannot_be_parsed_is_exit_2_with_the_error_line() {
    for (arguments, code) in [
        (&["token", "--json"][..], "missing_argument"),
        (&["--json", "lsit"], "unknown_command"),
        (&["list", "--colour", "--json"], "unknown_argument"),
        (&["login", "x", "--timeout", "0", "--json"], "bad_argument"),
        (
            &["demo-org", "--port", "99999999", "--json"],
            "bad_argument",
        ),
        (
            &["demo-org", "--config", "/nowhere/org.ron", "--json"],
            "demo_org_usage",
        ),
        (
            &[
                "demo-org",
                "--auto-approve",
                "nobody@nowhere.example",
                "--json",
            ],
            "demo_org_usage",
        ),
    ] {
        let said = run(arguments, "");
        assert_eq!(
            (said.code, said.out.as_str()),
            (2, ""),
            "{arguments:?}: {said:?}"
        );
        let error = said.error();
        assert_eq!(error["kind"], "usage", "{arguments:?}");
        assert_eq!(error["code"], code, "{arguments:?}");
        assert_eq!(
            keys(&error),
            ["kind", "code", "message", "cause", "next", "field", "org"]
        );
    }
}

#[test]
fn without_a_display_the_commands_are_named() {
    let said = run(&[], "");
    assert_eq!((said.code, said.out.as_str()), (2, ""), "{said:?}");
    for command in ["login", "list", "token", "tour"] {
        assert!(said.err.contains(command), "{said:?}");
    }
}

#[test]
fn the_demo_org_says_what_it_is_and_ends_when_told() {
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_valet-key"))
        .args(["demo-org", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut out = std::io::BufReader::new(child.stdout.take().unwrap());
    std::io::BufRead::read_line(&mut out, &mut line).unwrap();
    let ready: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(
        keys(&ready),
        [
            "base_url",
            "tls_base_url",
            "control_token",
            "org_id",
            "instance_url",
            "apps",
            "users"
        ]
    );
    let port = ready["base_url"]
        .as_str()
        .unwrap()
        .rsplit(':')
        .next()
        .unwrap()
        .to_owned();
    let taken = run(&["demo-org", "--port", &port, "--json"], "");
    assert_eq!((taken.code, taken.out.as_str()), (5, ""), "{taken:?}");
    assert_eq!(taken.error()["code"], "port_taken");
    let id = child.id().to_string();
    assert!(
        std::process::Command::new("kill")
            .args(["-TERM", &id])
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn the_log_is_off_until_asked_for_and_ours_alone() {
    let world = World::new();
    assert_eq!(world.run(&["list"]).err, "");
    let loud = world
        .command(&["list"])
        .env("VALET_KEY_LOG", "trace")
        .output()
        .unwrap();
    let loud = said(loud);
    assert_eq!(loud.code, 0, "{loud:?}");
    assert!(loud.err.contains("LibraryLoaded"), "{loud:?}");
    for line in loud.err.lines() {
        assert!(line.contains("valet_key::"), "{line}");
    }
}
