//! Logins from the command line: callback, paste, time, cancel, the wrong port, the wrong org.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::json;
use valet_key::engine::person::{Choice, End};

use super::world::{Waiting, World, keys};

const ADMIN: &str = "admin@demo.example";
const STANDARD: &str = "standard@demo.example";

#[test]
fn a_login_brings_a_session_that_stays() {
    let world = World::new();
    world.set_secret();
    let answer = world.log_in("acme", ADMIN);
    assert_eq!(keys(&answer), ["run_id", "session"]);
    let session = &answer["session"];
    assert_eq!(session["username"], ADMIN);
    assert_eq!(session["state"], "active");
    assert_eq!(session["signature"], "valid");
    assert_eq!(session["id_token"], "valid");
    assert_eq!(session["expires_source"], "introspection");
    assert_eq!(session["organization_id"].as_str().unwrap().len(), 18);

    let shown = world.ask(&["show", "acme"]);
    assert_eq!(shown["session"], *session);
    assert_eq!(shown["profile"]["has_client_secret"], true);

    // The same user again replaces the tokens, another one adds a session.
    let again = world.log_in("acme", ADMIN);
    assert_eq!(again["session"]["session_id"], session["session_id"]);
    let other = world.log_in("acme", STANDARD);
    assert_ne!(other["session"]["session_id"], session["session_id"]);
    let (code, error) = world.fails(&["token", "acme"]);
    assert_eq!((code, &error["code"]), (2, &json!("ambiguous")));
    assert_eq!(world.ask(&["show", "acme"])["session"], json!(null));
    let named = world.ask(&["token", &format!("acme:{STANDARD}")]);
    assert_eq!(named["session_id"], other["session"]["session_id"]);
}

#[test]
fn a_pasted_callback_is_as_good_as_a_received_one() {
    let world = World::new();
    // The port is taken: only a warning when no browser is wanted.
    let _holder = std::net::TcpListener::bind(("127.0.0.1", world.port)).unwrap();
    let mut command = world.command(&["login", "acme", "--no-browser", "--json"]);
    command.stdin(Stdio::piped());
    let mut waiting = Waiting::of(command);
    let callback = world.org_callback(&waiting.address);
    let mut stdin = waiting.child.stdin.take().unwrap();
    writeln!(
        stdin,
        "http://localhost:{}/OauthRedirect?code=x&state=wrong",
        world.port
    )
    .unwrap();
    writeln!(stdin, "{callback}").unwrap();
    drop(stdin);
    let said = waiting.end();
    // Without its secret the confidential app is refused: that the code was tried proves the paste.
    assert_eq!(said.code, 3, "{said:?}");
    assert_eq!(said.out, "");
    assert_eq!(said.error()["org"]["error"], "invalid_client", "{said:?}");
}

impl World {
    /// Follows a login to the callback without opening it.
    fn org_callback(&self, address: &str) -> String {
        match self.person(ADMIN).follow(address).unwrap() {
            End::NotAnswered { url } | End::Callback { url, .. } => url,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn the_orgs_refusal_is_passed_on_in_its_words() {
    let world = World::new();
    let waiting = world.begin_login(&["rotating"]);
    let mut person = world.person(ADMIN);
    person.choice = Choice::Deny;
    person.follow(&waiting.address).unwrap();
    let said = waiting.end();
    assert_eq!((said.code, said.out.as_str()), (3, ""), "{said:?}");
    let error = said.error();
    assert_eq!(error["kind"], "refused");
    assert_eq!(error["org"]["error"], "access_denied");
}

#[test]
fn strays_do_not_end_a_login_and_time_does() {
    let world = World::new();
    let waiting = world.begin_login(&["rotating", "--timeout", "2"]);
    let stray = format!(
        "http://localhost:{}/OauthRedirect?error=access_denied&state=guess",
        world.port
    );
    let _ = world.person(ADMIN).follow(&stray);
    let said = waiting.end();
    assert_eq!((said.code, said.out.as_str()), (7, ""), "{said:?}");
    assert_eq!(said.error()["code"], "timed_out");
}

#[test]
fn ctrl_c_cancels_and_frees_the_port() {
    let world = World::new();
    let waiting = world.begin_login(&["rotating"]);
    let id = waiting.child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-INT", &id])
            .status()
            .unwrap()
            .success()
    );
    let said = waiting.end();
    assert_eq!((said.code, said.out.as_str()), (7, ""), "{said:?}");
    assert_eq!(said.error()["kind"], "cancelled");
    std::net::TcpListener::bind(("127.0.0.1", world.port)).unwrap();
}

#[test]
fn a_taken_port_is_named_before_any_browser_opens() {
    let world = World::new();
    let _holder = std::net::TcpListener::bind(("127.0.0.1", world.port)).unwrap();
    let (code, error) = world.fails(&["login", "acme"]);
    assert_eq!((code, &error["code"]), (5, &json!("port_taken")));
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .contains(&world.port.to_string())
    );
    let (code, error) = world.fails(&[
        "login",
        "acme",
        "--callback-url",
        "http://localhost:1/other",
    ]);
    assert_eq!(
        (code, &error["code"]),
        (2, &json!("callback_not_registered"))
    );
    assert_eq!(world.org.requests(), 0);
}

#[test]
fn another_org_is_held_and_its_tokens_end() {
    let world = World::new();
    let session = world.log_in("rotating", ADMIN)["session"].clone();
    // As if the session had been made with another org.
    let facts = world.data().join("sessions.ron");
    let kept = std::fs::read_to_string(&facts).unwrap();
    let org = session["organization_id"].as_str().unwrap();
    std::fs::write(&facts, kept.replace(org, "00D0000000000ZZEA0")).unwrap();
    let before = world.org.live_tokens("refresh_token");
    let waiting = world.begin_login(&["rotating"]);
    world.person(ADMIN).follow(&waiting.address).unwrap();
    let said = waiting.end();
    assert_eq!((said.code, said.out.as_str()), (3, ""), "{said:?}");
    assert_eq!(said.error()["code"], "identity_mismatch");
    assert_eq!(world.org.live_tokens("refresh_token"), before);

    let waiting = world.begin_login(&["rotating", "--accept-identity"]);
    world.person(ADMIN).follow(&waiting.address).unwrap();
    let said = waiting.end();
    assert_eq!(said.code, 0, "{said:?}");
}

#[test]
fn the_browser_is_started_without_a_shell() {
    let world = World::new();
    let seen = world.folder.path().join("seen");
    let script = world.folder.path().join("browser");
    std::fs::write(
        &script,
        format!(
            "#!/bin/sh\necho \"$1\" > {0}.tmp; echo \"$2\" >> {0}.tmp; mv {0}.tmp {0}\n",
            seen.display()
        ),
    )
    .unwrap();
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = world.command(&["login", "rotating", "--json"]);
    command.env("BROWSER", format!("{} --new %s", script.display()));
    let waiting = Waiting::of(command);
    let end = world.person(ADMIN).follow(&waiting.address).unwrap();
    assert!(matches!(end, End::Callback { .. }));
    let address = waiting.address.clone();
    let said = waiting.end();
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(
        std::fs::read_to_string(seen).unwrap(),
        format!("--new\n{address}\n")
    );
}
