//! Refusals that come in an odd way, over real sockets: plain text, web pages, pages that never return, DPoP; and the way out of a browser's login.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::Stdio;

use serde_json::{Value, json};
use valet_key::engine::person::End;

use super::world::{APP, ROTATING, World};

const ADMIN: &str = "admin@demo.example";
const STANDARD: &str = "standard@demo.example";
const TOKEN: &str = "/services/oauth2/token";

/// Logs in, and takes exit code and error.
fn refused(world: &World, profile: &str) -> (i32, Value) {
    let waiting = world.begin_login(&[profile]);
    world.person(ADMIN).follow(&waiting.address).unwrap();
    let said = waiting.end();
    assert_eq!(said.out, "", "{said:?}");
    (said.code, said.error())
}

fn set(world: &World, client_id: &str, policies: Value) {
    let body = json!({"client_id": client_id, "policies": policies});
    world.org.control("set-app", Some(body));
}

#[test]
fn a_refusal_in_plain_text_keeps_its_words_and_tokens_in_it_are_none() {
    let world = World::new();
    let fault = json!({"fault": "text", "path": TOKEN, "times": 1});
    world.org.control("set-fault", Some(fault.clone()));
    // Without its secret this app is refused.
    let (code, error) = refused(&world, "acme");
    assert_eq!(code, 3);
    assert_eq!(error["org"]["error"], "invalid_client");
    assert_eq!(
        error["org"]["error_description"],
        "invalid client credentials"
    );
    assert!(error["next"].as_str().unwrap().contains("consumer secret"));

    // R31: an answer is tokens only when it says that it is one.
    world.org.control("set-fault", Some(fault));
    let (code, error) = refused(&world, "rotating");
    assert_eq!((code, &error["code"]), (5, &json!("answer_type")));
    assert_eq!(error["org"], Value::Null);
    assert_eq!(
        world.log_in("rotating", ADMIN)["session"]["state"],
        "active"
    );
}

#[test]
fn a_web_page_in_place_of_tokens_is_no_refusal() {
    let world = World::new();
    let fault = json!({"fault": "html", "path": TOKEN, "times": 1});
    world.org.control("set-fault", Some(fault));
    let (code, error) = refused(&world, "rotating");
    assert_eq!((code, &error["kind"]), (5, &json!("network")));
    assert!(!error.to_string().contains("<html"), "{error}");
    assert_eq!(
        world.log_in("rotating", ADMIN)["session"]["state"],
        "active"
    );
}

/// Begins a login whose callback never comes, and pastes what the browser shows in the end.
fn pasted(world: &World, profile: &str, user: &str, shown: impl FnOnce(&str) -> String) -> Value {
    let mut command = world.command(&[
        "login",
        profile,
        "--no-browser",
        "--json",
        "--timeout",
        "60",
    ]);
    command.stdin(Stdio::piped());
    let mut waiting = super::world::Waiting::of(command);
    let End::Page { text, .. } = world.person(user).follow(&waiting.address).unwrap() else {
        panic!("the callback came");
    };
    let mut stdin = waiting.child.stdin.take().unwrap();
    // The address of the login page tells nothing, and ends nothing.
    writeln!(stdin, "{}", waiting.address).unwrap();
    writeln!(stdin, "{}", shown(&text).replace('\n', " ")).unwrap();
    let said = waiting.end();
    assert_eq!((said.code, said.out.as_str()), (3, ""), "{said:?}");
    said.error()
}

#[test]
fn what_the_browser_shows_in_place_of_a_callback_is_explained_when_it_is_pasted() {
    let world = World::new();
    // Outcome D: a bare text, for an app that nobody knows yet.
    set(&world, ROTATING, json!({"propagating": true}));
    let error = pasted(&world, "rotating", ADMIN, str::to_owned);
    assert_eq!(error["org"]["error"], "invalid_client_id");
    assert!(
        error["next"].as_str().unwrap().contains("minutes"),
        "{error}"
    );
    set(
        &world,
        ROTATING,
        json!({"propagating": false, "installed": false}),
    );
    // Outcome E: a page of the org, whose address says more than its text.
    let error = pasted(&world, "rotating", STANDARD, |_| {
        let page = "setup/secur/RemoteAccessErrorPage.apexp?error=invalid_client&error_description=app+must+be+installed+into+org";
        format!("{}/{page}", world.org.base_url)
    });
    assert_eq!(
        error["org"]["error_description"],
        "app must be installed into org"
    );
    set(&world, ROTATING, json!({"installed": true}));
    assert_eq!(
        world.log_in("rotating", ADMIN)["session"]["state"],
        "active"
    );
}

#[test]
fn an_app_that_binds_tokens_to_a_key_is_told_apart() {
    let world = World::new();
    set(&world, ROTATING, json!({"require_dpop": true}));
    let (code, error) = refused(&world, "rotating");
    assert_eq!((code, &error["code"]), (3, &json!("invalid_dpop_proof")));
    assert!(error["next"].as_str().unwrap().contains("DPoP"), "{error}");
    let explained = world.ask(&["explain", "use_dpop_nonce"]);
    assert!(explained["next"].as_str().unwrap().contains("DPoP"));

    // RFC 9449 section 8: with a proof, the org wants its own nonce in it.
    let address = world.org.base_url.strip_prefix("http://").unwrap();
    let mut connection = TcpStream::connect(address).unwrap();
    let body = format!("grant_type=refresh_token&client_id={ROTATING}&refresh_token=x");
    write!(
        connection,
        "POST {TOKEN} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nDPoP: eyJ\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    assert!(answer.contains("use_dpop_nonce") && answer.to_lowercase().contains("dpop-nonce: "));
}

/// The username-password flow asks nobody before somebody allowed it in this profile.
#[test]
fn a_password_is_asked_for_only_where_the_flow_was_allowed() {
    let world = World::new();
    let text = format!(
        "(schema: 1, profiles: [(profile_id: \"old\", name: \"Old\", login_url: \"{}\", client_id: \"{APP}\", \
         flow: username_password, login_hint: \"{ADMIN}\")])",
        world.org.base_url
    );
    let path = world.folder.path().join("old.ron");
    std::fs::write(&path, text).unwrap();
    world.ask(&["import", path.to_str().unwrap()]);
    let secret = super::world::SECRET;
    world.run_with_input(&["secret", "set", "old"], secret.as_bytes());
    let before = world.org.requests();

    let (code, error) = world.fails(&["login", "old"]);
    assert_eq!((code, &error["code"]), (2, &json!("password_not_allowed")));
    assert_eq!(error["field"], "allow_password_flow");
    assert!(
        error["next"]
            .as_str()
            .unwrap()
            .contains("--allow-password-flow")
    );
    let (code, error) = world.fails(&["login", "acme", "--allow-password-flow"]);
    assert_eq!((code, &error["code"]), (2, &json!("not_a_password_flow")));
    assert_eq!(world.org.requests(), before, "nothing was sent");

    let login = |more: &[&str]| {
        let arguments = [&["login", "old", "--json"][..], more].concat();
        world.run_with_input(&arguments, b"demo-admin-1\n")
    };
    let said = login(&["--allow-password-flow"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(said.json()["session"]["username"], ADMIN);
    // Asked once: it is in the profile now, and goes with its definition.
    assert_eq!(login(&[]).code, 0);
    assert!(
        world
            .run(&["export", "old"])
            .out
            .contains("allow_password_flow: true")
    );
    // The org has a switch of its own.
    let off = json!({"block_username_password": true});
    world.org.control("set-org", Some(off));
    let said = login(&[]);
    assert_eq!(
        said.error()["org"]["error_description"],
        "authentication failure"
    );
}

/// Asks for a page with a browser's cookie; returns head and body.
fn page(world: &World, cookie: &str, path: &str) -> String {
    let address = world.org.base_url.strip_prefix("http://").unwrap();
    let mut connection = TcpStream::connect(address).unwrap();
    write!(
        connection,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nCookie: {cookie}\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    answer
}

/// A browser's login ends at the page that `logout` opens; the app's tokens live until they are revoked.
#[test]
fn logging_out_in_the_browser_ends_its_login_and_no_token() {
    let world = World::new();
    world.log_in("rotating", ADMIN);
    let token = world.ask(&["token", "rotating"])["access_token"]
        .as_str()
        .unwrap()
        .to_owned();
    // A browser that came in with the token as its session id.
    let came = page(
        &world,
        "",
        &format!("/secur/frontdoor.jsp?sid={}", token.replace('!', "%21")),
    );
    let cookie = came
        .lines()
        .find_map(|line| {
            line.strip_prefix("set-cookie: ")
                .or(line.strip_prefix("Set-Cookie: "))
        })
        .unwrap_or_else(|| panic!("{came}"));
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let home = |cookie: &str| page(&world, cookie, "/lightning/page/home").contains("logged in as");
    assert!(home(&cookie) && !home(""));

    let shown = world.ask(&["logout", "rotating", "--no-browser"]);
    assert_eq!(shown["opened"], false);
    let url = shown["logout_url"].as_str().unwrap().to_owned();
    let path = url.strip_prefix(&world.org.base_url).unwrap();
    assert_eq!(path, "/services/auth/idp/oidc/logout");
    assert_eq!(
        world.run(&["logout", "rotating", "--no-browser"]).out,
        format!("{url}\n")
    );
    let left = page(&world, &cookie, path);
    assert!(left.contains("Logged out"), "{left}");
    assert!(!home(&cookie));
    // That browser's session was the access token itself; the refresh token brings another.
    let checked = world.ask(&["refresh", "rotating"]);
    assert_eq!(checked["results"][0]["ok"], true);
    assert_eq!(world.ask(&["identity", "rotating"])["source"], "id_url");

    // With a browser: it is started with that address, and with nothing else.
    let seen = world.folder.path().join("seen");
    let mode = rustix::fs::Mode::from_bits_truncate(0o600);
    rustix::fs::mknodat(rustix::fs::CWD, &seen, rustix::fs::FileType::Fifo, mode, 0).unwrap();
    let script = world.folder.path().join("browser.sh");
    std::fs::write(
        &script,
        format!("#!/bin/sh\necho \"$@\" > {}\n", seen.display()),
    )
    .unwrap();
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(&script, mode).unwrap();
    let mut command = world.command(&["logout", "rotating", "--json"]);
    let said = super::world::said(command.env("BROWSER", &script).output().unwrap());
    assert_eq!(
        (said.code, &said.json()["opened"]),
        (0, &json!(true)),
        "{said:?}"
    );
    // A pipe: reading it waits for the browser that was started.
    assert_eq!(std::fs::read_to_string(&seen).unwrap(), format!("{url}\n"));

    // A locked vault keeps nobody logged in.
    super::world::write_private(&world.passphrase_file(), b"not the passphrase at all");
    assert_eq!(world.run(&["logout", "rotating", "--no-browser"]).code, 0);
}
