//! One session's tokens: token, refresh, introspect, identity, run, open, revoke, forget.

use std::process::Command;

use serde_json::{Value, json};

use super::world::{World, keys};

const ADMIN: &str = "admin@demo.example";

#[test]
fn a_token_is_given_refreshed_and_ended() {
    let world = World::new();
    world.set_secret();
    let session = world.log_in("acme", ADMIN)["session"].clone();
    let id = session["session_id"].as_str().unwrap();

    // A fresh token needs no request.
    let before = world.org.requests();
    let token = world.ask(&["token", "acme"]);
    assert_eq!(
        keys(&token),
        [
            "session_id",
            "access_token",
            "token_type",
            "instance_url",
            "expires_at",
            "expires_source"
        ]
    );
    assert_eq!(token["instance_url"], world.org.base_url);
    let plain = world.run(&["token", id, "--no-refresh"]);
    assert_eq!(
        plain.out,
        format!("{}\n", token["access_token"].as_str().unwrap())
    );
    assert_eq!(world.org.requests(), before);

    let refreshed = world.ask(&["refresh", "acme"]);
    let result = &refreshed["results"][0];
    assert_eq!(
        keys(result),
        [
            "session_id",
            "profile_id",
            "ok",
            "rotated",
            "session",
            "error"
        ]
    );
    assert_eq!(
        (&result["ok"], &result["rotated"], &result["error"]),
        (&json!(true), &json!(false), &Value::Null)
    );
    assert_ne!(
        world.ask(&["token", "acme"])["access_token"],
        token["access_token"]
    );

    let introspected = world.ask(&["introspect", "acme"]);
    assert_eq!(
        keys(&introspected),
        ["session_id", "active", "introspection", "differences"]
    );
    assert_eq!(introspected["introspection"]["active"], true);
    assert_eq!(
        introspected["introspection"]["client_id"],
        super::world::APP
    );
    assert_eq!(
        world.ask(&["introspect", "acme", "--refresh-token"])["active"],
        true
    );

    let identity = world.ask(&["identity", "acme"]);
    assert_eq!(identity["source"], "id_url");
    assert_eq!(identity["identity"]["username"], ADMIN);

    world.org.expire();
    let dead = world.ask(&["introspect", "acme"]);
    assert_eq!(
        (&dead["active"], &dead["introspection"]),
        (&json!(false), &json!({"active": false}))
    );

    // The org said that it is over, so the next one who asks gets another.
    assert_eq!(world.run(&["token", "acme", "--no-refresh"]).code, 4);
    let renewed = world.ask(&["token", "acme"]);
    assert_eq!(world.ask(&["introspect", "acme"])["active"], true);

    let revoked = world.ask(&["revoke", "acme"]);
    let result = &revoked["results"][0];
    assert_eq!(
        keys(result),
        [
            "session_id",
            "profile_id",
            "ok",
            "tokens",
            "proof",
            "session",
            "error"
        ]
    );
    assert_eq!(
        result["tokens"][0],
        json!({"token": "refresh_token", "result": "revoked"})
    );
    assert_eq!(result["proof"], "introspection");
    assert_eq!(result["session"]["state"], "revoked");
    assert_eq!(world.org.live_tokens("refresh_token"), Vec::<String>::new());
    assert!(renewed["access_token"].is_string());

    // Ended already: that is what was wanted.
    assert_eq!(
        world.ask(&["revoke", "acme"])["results"][0]["tokens"][0]["result"],
        "already_invalid"
    );
    let (code, error) = world.fails(&["token", "acme"]);
    assert_eq!((code, &error["kind"]), (4, &json!("needs_login")));

    let forgotten = world.ask(&["forget", id]);
    assert_eq!(
        forgotten["results"][0],
        json!({"session_id": id, "profile_id": "acme", "ok": true, "still_live_on_server": false, "error": null})
    );
    let gone = world.ask(&["forget", "acme", "--profile"]);
    assert_eq!(gone["results"][0]["profile_id"], "acme");
    let list = world.ask(&["list"]);
    assert_eq!(list["profiles"].as_array().unwrap().len(), 1);
}

#[test]
fn a_dead_refresh_token_asks_for_a_login_and_an_absent_org_for_a_connection() {
    let mut world = World::new();
    world.log_in("rotating", ADMIN);
    world.org.control("revoke-tokens", Some(json!({})));
    let said = world.run(&["refresh", "rotating", "--json"]);
    assert_eq!(said.code, 4, "{said:?}");
    let result = said.json()["results"][0].clone();
    assert_eq!(result["ok"], false);
    assert_eq!(result["session"]["state"], "needs_login");
    assert_eq!(result["error"]["org"]["error"], "invalid_grant");
    assert_eq!(said.error(), result["error"]);

    world.log_in("rotating", ADMIN);
    world.org.stop();
    let said = world.run(&["refresh", "rotating", "--json"]);
    assert_eq!(said.code, 5, "{said:?}");
    assert_eq!(said.error()["kind"], "network");
    let said = world.run(&["revoke", "rotating", "--json"]);
    assert_eq!(said.code, 5, "{said:?}");
    let result = said.json()["results"][0].clone();
    assert_eq!(result["tokens"][0]["result"], "pending");
    assert_eq!(result["session"]["pending_revocation"], true);
    let forgotten = world.ask(&["forget", "rotating"]);
    assert_eq!(forgotten["results"][0]["still_live_on_server"], true);
}

#[test]
fn another_program_gets_the_token_and_its_exit_code_is_ours() {
    let world = World::new();
    let session = world.log_in("rotating", ADMIN)["session"].clone();
    let token = world.ask(&["token", "rotating"]);
    let said = world.run(&[
        "run",
        "rotating",
        "--",
        "sh",
        "-c",
        "echo \"$SF_ACCESS_TOKEN|$SF_INSTANCE_URL|$SF_ORG_ID|$SF_USERNAME\"; echo x >&2; exit 42",
    ]);
    assert_eq!(said.code, 42);
    assert_eq!(said.err, "x\n");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    assert_eq!(
        said.out,
        format!(
            "{}|{}|{}|{ADMIN}\n",
            text(&token["access_token"]),
            world.org.base_url,
            text(&session["organization_id"])
        )
    );
    let (code, error) = world.fails(&[
        "run",
        "rotating",
        "--json",
        "--",
        "no-such-program-anywhere",
    ]);
    assert_eq!((code, &error["code"]), (2, &json!("command_not_started")));
    let flags = world.run(&["run", "rotating", "--", "echo", "--json", "--data-dir"]);
    assert_eq!((flags.code, flags.out.as_str()), (0, "--json --data-dir\n"));
}

#[test]
fn the_org_opens_by_an_address_that_nobody_sees() {
    let world = World::new();
    world.log_in("rotating", ADMIN);
    let mut command = world.command(&[
        "open",
        "rotating",
        "--path",
        "/lightning/page/home",
        "--json",
    ]);
    let output = command.env("BROWSER", "true").output().unwrap();
    let said = super::world::said(output);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(said.json()["opened"], true);
    assert!(
        !said.err.contains("frontdoor") && !said.err.contains("sid="),
        "{said:?}"
    );
    let (code, _) = world.fails(&["open", "rotating", "--path", "https://evil.example/"]);
    assert_eq!(code, 2);
}

#[test]
fn a_locked_vault_is_exit_6_and_what_needs_none_goes_on() {
    let world = World::new();
    world.log_in("rotating", ADMIN);
    super::world::write_private(&world.passphrase_file(), b"not the passphrase at all");
    let (code, error) = world.fails(&["token", "rotating"]);
    assert_eq!((code, &error["kind"]), (6, &json!("locked")));
    assert_eq!(world.run(&["list"]).code, 0);
    let checks = world.run(&["doctor", "--json"]).json();
    assert_eq!(
        keys(&checks["checks"][0]),
        ["check", "result", "detail", "next"]
    );
    let checkup = |checks: &serde_json::Value| {
        let checks = checks["checks"].as_array().unwrap().iter();
        let mut found = checks.filter(|check| check["check"] == "checkup");
        let (first, second) = (found.next().cloned().unwrap(), found.next().cloned());
        assert_eq!(second, None, "one line");
        first
    };
    // What is kept in profiles is judged without the vault; a finding fails nothing.
    assert_eq!(checkup(&checks)["result"], "passed");
    let file = world.folder.path().join("open.ron");
    let text = world.run(&["export", "acme"]).out;
    let text = text.replace("client_id:", "pkce: false, client_id:");
    std::fs::write(&file, text).unwrap();
    let file = file.to_str().unwrap();
    assert_eq!(world.run(&["import", file, "--replace"]).code, 0);
    let said = world.run(&["doctor", "acme", "--json"]);
    let found = checkup(&said.json());
    assert_eq!(
        (said.code, &found["result"]),
        (0, &json!("warning")),
        "{found}"
    );
    let detail = found["detail"].as_str().unwrap();
    assert!(detail.starts_with("acme name: PKCE is off"), "{detail}");
    assert!(found["next"].as_str().unwrap().contains("Setup"));
    // Nobody logs in for nothing: the vault is tried before the browser.
    let before = world.org.requests();
    let (code, _) = world.fails(&["login", "rotating", "--no-browser", "--timeout", "5"]);
    assert_eq!((code, world.org.requests()), (6, before));
    let other = super::world::said(
        super::world::program(&world.data())
            .args(["--vault", "keyring", "token", "rotating", "--json"])
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
            .output()
            .unwrap(),
    );
    assert_eq!(other.code, 6, "{other:?}");
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(
        world.passphrase_file(),
        std::fs::Permissions::from_mode(0o644),
    )
    .unwrap();
    let open = world.run(&["token", "rotating"]);
    assert!(matches!(open.code, 2 | 6), "{open:?}");
    assert_eq!(open.out, "");
}

#[test]
fn no_secret_is_seen_from_outside() {
    let world = World::new();
    world.set_secret();
    world.log_in("acme", ADMIN);
    let token = world.ask(&["token", "acme"])["access_token"]
        .as_str()
        .unwrap()
        .to_owned();
    let mut said = String::new();
    for arguments in [
        &["list"][..],
        &["list", "--json"],
        &["show", "acme"],
        &["show", "acme", "--json"],
        &["export"],
        &["refresh", "acme", "--json"],
        &["identity", "acme"],
        &["introspect", "acme"],
        &["doctor", "--json"],
    ] {
        let one = world.run(arguments);
        said.push_str(&one.out);
        said.push_str(&one.err);
    }
    let fresh = world.ask(&["token", "acme"])["access_token"]
        .as_str()
        .unwrap()
        .to_owned();
    for secret in [
        &token,
        &fresh,
        super::world::SECRET,
        "correct horse battery",
    ] {
        assert!(!said.contains(secret));
        let found = Command::new("grep")
            .args(["-r", "-l", "-F", secret])
            .arg(world.data())
            .output()
            .unwrap();
        assert_eq!(String::from_utf8(found.stdout).unwrap(), "");
    }
}
