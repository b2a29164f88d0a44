//! Canary test: every command, also those that fail, at the loudest log level;
//! afterwards no secret may be found but where it belongs (R25, R42, R46, R53).
//!
//! The secrets are learnt from the wire, by a relay before the demo org, and
//! searched for in many disguises in everything that was printed, written or
//! put on a command line.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod marks;
pub mod relay;
mod trial;

use trial::{Printed, Trial};

/// Commands that print a secret because that is what they are for, and which one.
const MEANT: &[(&str, &[&str])] = &[("token", &["access token"]), ("run", &["access token"])];

#[test]
fn no_command_lets_a_secret_out() {
    let mut trial = Trial::start();
    the_main_job(&mut trial);
    what_goes_wrong(&mut trial);
    the_end_of_it(&mut trial);

    let marks = trial.marks();
    let mut leaks = Vec::new();
    let mut meant = 0;
    for Printed {
        command,
        stdout,
        stderr,
        ..
    } in &trial.printed
    {
        let verb = command.split(' ').next().unwrap_or_default();
        let allowed = MEANT
            .iter()
            .find(|(name, _)| *name == verb)
            .map_or(&[][..], |(_, a)| a);
        let all = marks.found_in(stdout, &[]).len();
        let found = marks.found_in(stdout, allowed);
        meant += all - found.len();
        report(&mut leaks, &format!("stdout of `{command}`"), &found);
        report(
            &mut leaks,
            &format!("stderr of `{command}`"),
            &marks.found_in(stderr, &[]),
        );
    }
    for (path, bytes) in trial.files() {
        report(&mut leaks, &path, &marks.found_in(&bytes, &[]));
    }
    let seen = trial.seen();
    for line in &seen.command_lines {
        report(&mut leaks, "a command line", &marks.found_in(line, &[]));
    }
    for environment in &seen.environments {
        let found = marks.found_in(environment, meant_for(environment));
        report(&mut leaks, "an environment", &found);
    }
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
    leaks_on_purpose_are_found(&trial, &marks);
    // The control leaks: what is meant to be printed must be found, or the search is blind.
    assert!(meant >= 2, "`token` printed no token that the search knows");
    assert!(marks.len() > 50);
}

/// `run` gives the access token to the command that it was told, in its environment.
fn meant_for(environment: &[u8]) -> &'static [&'static str] {
    let is_run = String::from_utf8_lossy(environment).contains("SF_ACCESS_TOKEN=");
    if is_run { &["access token"] } else { &[] }
}

/// The control: a search that misses one of these would prove nothing.
fn leaks_on_purpose_are_found(trial: &Trial, marks: &marks::Marks) {
    let token = marks.any("refresh token");
    let (seen, files) = trial.leak(&token);
    let is_found = |place: &[u8]| !marks.found_in(place, &[]).is_empty();
    assert!(seen.command_lines.iter().any(|line| is_found(line)));
    assert!(seen.environments.iter().any(|all| is_found(all)));
    assert!(files.iter().any(|(_, bytes)| is_found(bytes)));
}

fn report(leaks: &mut Vec<String>, place: &str, found: &[&str]) {
    for name in found {
        leaks.push(format!("{place} holds the {name}"));
    }
}

/// Everything that works, from import to export.
fn the_main_job(trial: &mut Trial) {
    trial.works(&["import", "profiles.ron"]);
    trial
        .with_stdin(&["secret", "set", "canary"], trial::CLIENT_SECRET)
        .succeeded();
    trial.login().succeeded();
    for command in [
        &["list"][..],
        &["list", "--json"],
        &["show", "canary"],
        &["show", "canary", "--json"],
        &["token", "canary"],
        &["token", "canary", "--json"],
        &["introspect", "canary"],
        &["introspect", "canary", "--json"],
        &["introspect", "canary", "--refresh-token", "--json"],
        &["identity", "canary"],
        &["identity", "canary", "--json"],
        &["refresh", "canary"],
        &["refresh", "canary", "--json"],
        &["export"],
        &["export", "canary"],
        &["run", "canary", "--", "true"],
    ] {
        trial.works(command);
    }
    exchanges(trial);
    let token = trial.works(&["token", "canary"]).text();
    trial.with_stdin(&["inspect", "-"], token.trim());
    trial.with_stdin(
        &["inspect", "-", "--json"],
        &format!("Authorization: Bearer {token}"),
    );
    trial.runs(&["doctor"]);
    trial.runs(&["doctor", "--json"]);
    trial.runs(&["open", "canary", "--json"]);
    trial.runs(&["help"]);
}

/// Tokens of another provider: taken from stdin, a file and a session, believed and refused.
fn exchanges(trial: &mut Trial) {
    let token = trial.subject_token();
    trial
        .with_stdin(&["secret", "set", "swap"], trial::CLIENT_SECRET)
        .succeeded();
    trial.with_stdin(&["login", "swap"], &token).succeeded();
    let file = [
        "login",
        "swap",
        "--json",
        "--subject-token-file",
        "subject.txt",
    ];
    trial.works(&file);
    trial.works(&["login", "swap", "--subject-token-from", "canary"]);
    trial.fails(&[
        "login",
        "swap",
        "--subject-token-file",
        "subject.txt",
        "--token-handler",
        "RejectAll",
    ]);
    trial.fails(&[
        "login",
        "swap",
        "--subject-token-file",
        "subject.txt",
        "--subject-token-type",
        "saml2",
    ]);
    trial
        .with_stdin(&["login", "swap", "--json"], &format!("{token} {token}"))
        .failed();
}

/// Every kind of error, with secrets at hand each time.
fn what_goes_wrong(trial: &mut Trial) {
    trial.fails(&["token", "nobody"]);
    trial.fails(&["token", "canary", "--no-such-flag"]);
    trial.fails(&["import", "with-a-secret.ron"]);
    trial.fails(&["import", "broken.ron"]);
    trial.with_stdin(&["secret", "set", "canary"], "").failed();
    trial
        .with_stdin(&["secret", "set", "nobody"], trial::CLIENT_SECRET)
        .failed();
    trial.with_other_passphrase(&["token", "canary"]).failed();
    trial
        .with_other_passphrase(&["refresh", "canary", "--json"])
        .failed();
    trial.fails(&["run", "canary", "--", "no-such-program-here"]);

    for fault in [
        r#"{"fault":"drop","path":"/services/oauth2/token"}"#,
        r#"{"fault":"refuse"}"#,
        r#"{"fault":"status","status":503}"#,
        r#"{"fault":"status","status":400,"path":"/services/oauth2/token"}"#,
        r#"{"fault":"html"}"#,
    ] {
        trial.control("set-fault", fault);
        for command in [
            &["refresh", "canary", "--json"][..],
            &["introspect", "canary"],
            &["identity", "canary", "--json"],
        ] {
            trial.runs(command);
        }
        trial.control("clear-faults", "{}");
    }
    // A secret that the org does not know: refused at the token endpoint.
    trial
        .with_stdin(&["secret", "set", "canary"], trial::WRONG_SECRET)
        .succeeded();
    trial.fails(&["refresh", "canary", "--json"]);
    trial.fails(&["introspect", "canary"]);
    trial.login().failed();
    trial
        .with_stdin(&["secret", "set", "canary"], trial::CLIENT_SECRET)
        .succeeded();
}

/// Revoking, dead tokens, forgetting.
fn the_end_of_it(trial: &mut Trial) {
    trial.login().succeeded();
    trial.control("expire-access-tokens", "{}");
    trial.runs(&["identity", "canary", "--json"]);
    trial.works(&["token", "canary"]);
    trial.control("revoke-tokens", "{}");
    trial.runs(&["introspect", "canary", "--json"]);
    trial.fails(&["refresh", "canary"]);
    trial.fails(&["refresh", "canary", "--json"]);
    trial.login().succeeded();
    trial.works(&["revoke", "canary", "--json", "--yes"]);
    trial.fails(&["token", "canary"]);
    trial.works(&["forget", "canary", "--json"]);
    trial.works(&["forget", "canary", "--profile", "--json"]);
    trial.fails(&["show", "canary"]);
}
