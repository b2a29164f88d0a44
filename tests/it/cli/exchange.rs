//! Token exchange with the built program: the subject token from stdin, a file and a session, and never kept.

use serde_json::{Value, json};

use super::world::World;

const ADMIN: &str = "admin@demo.example";

/// Adds profiles for the two forms beside the one that is there; the app's users need no approval.
fn add(world: &World, more: &str) {
    let shown = world.ask(&["show", "acme"]);
    let base = shown["profile"]["login_url"].as_str().unwrap().to_owned();
    let client_id = shown["profile"]["client_id"].as_str().unwrap().to_owned();
    let profile = |id: &str, flow: &str, scope: &str| {
        format!(
            "(profile_id: \"{id}\", name: \"{id}\", login_url: \"{base}\", client_id: \"{client_id}\", flow: {flow}, \
             scope: \"{scope}\"{more})"
        )
    };
    let text = format!(
        "(schema: 1, profiles: [{}, {}])",
        profile("swap", "token_exchange", "api id openid refresh_token"),
        profile("pages", "hybrid_token_exchange", "api id web"),
    );
    let path = world.folder.path().join("swap.ron");
    std::fs::write(&path, text).unwrap();
    world.ask(&["import", path.to_str().unwrap()]);
    let body = json!({"client_id": client_id, "policies": {
        "permitted_users": "admin_approved", "require_secret_for_token_exchange": false,
        "require_secret_for_refresh": false}});
    world.org.control("set-app", Some(body));
}

fn issued(world: &World, wish: Value) -> String {
    let answer = world.org.control("subject-token", Some(wish));
    answer["subject_token"].as_str().unwrap().to_owned()
}

/// No file of the folder has the token in it, whole or in part.
fn is_nowhere(world: &World, token: &str) {
    let signature = token.rsplit('.').next().unwrap();
    let mut folders = vec![world.data()];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
            assert!(!text.contains(signature), "{}", path.display());
            seen += 1;
        }
    }
    assert!(seen > 3, "the folder was looked at");
}

#[test]
fn a_token_comes_from_stdin_a_file_or_a_session() {
    let world = World::new();
    add(&world, "");
    let token = issued(&world, json!({"username": ADMIN}));

    let said = world.run_with_input(
        &["login", "swap", "--json"],
        format!("{token}\n").as_bytes(),
    );
    assert_eq!(said.code, 0, "{said:?}");
    let session = &said.json()["session"];
    assert_eq!(session["username"], ADMIN);
    assert_eq!(session["has_refresh_token"], true);
    assert_eq!(session["id_token"], "valid");
    assert!(!said.err.contains(&token) && !said.out.contains(&token));
    is_nowhere(&world, &token);

    let dash = ["login", "swap", "--subject-token-file", "-", "--json"];
    assert_eq!(world.run_with_input(&dash, token.as_bytes()).code, 0);

    let file = world.folder.path().join("token.txt");
    std::fs::write(&file, format!("Bearer {token}\n")).unwrap();
    let path = file.to_str().unwrap();
    let answer = world.ask(&["login", "pages", "--subject-token-file", path]);
    assert_eq!(answer["session"]["username"], ADMIN);
    assert_eq!(
        answer["session"]["web_sessions"],
        json!([]),
        "no scope of pages"
    );

    // The session that the exchange made is itself one whose tokens can be exchanged.
    for kind in ["id_token", "access_token", "refresh_token"] {
        let flags = ["--subject-token-from", "swap", "--subject-token-type", kind];
        let answer = world.ask(&[&["login", "pages"][..], &flags].concat());
        assert_eq!(answer["session"]["username"], ADMIN, "{kind}");
    }
    let refreshed = world.ask(&["refresh", "swap"]);
    assert_eq!(refreshed["results"][0]["ok"], true);
}

#[test]
fn what_cannot_be_exchanged_is_told_before_anything_is_sent() {
    let world = World::new();
    add(&world, "");
    let before = world.org.requests();
    let path = |name: &str| world.folder.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(path("empty"), "\n").unwrap();
    std::fs::write(path("long"), "x".repeat(10_001)).unwrap();
    std::fs::write(path("answer"), r#"{"access_token":"00D5e0000012ABC!a"}"#).unwrap();
    std::fs::write(path("bytes"), [0xff, 0x00]).unwrap();
    for (flags, code) in [
        (
            vec!["--subject-token-file", &path("empty")],
            "subject_token_missing",
        ),
        (
            vec!["--subject-token-file", &path("long")],
            "subject_token_too_long",
        ),
        (
            vec!["--subject-token-file", &path("answer")],
            "subject_token_no_token",
        ),
        (
            vec!["--subject-token-file", &path("bytes")],
            "subject_file_unreadable",
        ),
        (
            vec!["--subject-token-file", &path("nothing")],
            "subject_file_unreadable",
        ),
        (vec!["--subject-token-file", "/"], "subject_file_unreadable"),
        (
            vec![
                "--subject-token-file",
                &path("passphrase"),
                "--subject-token-type",
                "jwt",
            ],
            "subject_token_broken",
        ),
    ] {
        let arguments = [&["login", "swap"][..], &flags].concat();
        let (exit, error) = world.fails(&arguments);
        if code == "subject_token_broken" {
            // Said to be a JWT, and it is none: that is told first.
            assert_eq!((exit, &error["code"]), (2, &json!("subject_token_no_jwt")));
            continue;
        }
        assert_eq!((exit, &error["code"]), (2, &json!(code)), "{flags:?}");
        assert_eq!(error["field"], "subject_token");
    }
    // Nobody is asked where nobody can answer.
    let (exit, error) = world.fails(&["login", "swap"]);
    assert_eq!((exit, &error["code"]), (2, &json!("subject_token_missing")));
    // A session without such a token, and none at all.
    let (exit, _) = world.fails(&["login", "swap", "--subject-token-from", "acme"]);
    assert_eq!(exit, 4);
    // The flags are of this flow only.
    let (exit, error) = world.fails(&["login", "acme", "--subject-token-file", &path("long")]);
    assert_eq!((exit, &error["code"]), (2, &json!("not_an_exchange")));
    let both = ["--subject-token-file", "-", "--subject-token-from", "acme"];
    assert_eq!(world.fails(&[&["login", "swap"][..], &both].concat()).0, 2);
    let odd = world.fails(&["login", "swap", "--subject-token-type", "saml1"]);
    assert_eq!(odd.0, 2);
    assert_eq!(world.org.requests(), before, "nothing was sent");
}

#[test]
fn the_handler_and_its_refusals() {
    let world = World::new();
    add(
        &world,
        ", token_handler: \"RejectAll\", subject_token_type: jwt",
    );
    let shown = world.run(&["export", "swap"]).out;
    assert!(
        shown.contains("token_handler: \"RejectAll\"") && shown.contains("subject_token_type: jwt")
    );
    let token = issued(&world, json!({"username": ADMIN}));
    let login = |more: &[&str], token: &str| {
        let arguments = [&["login", "swap", "--json"][..], more].concat();
        world.run_with_input(&arguments, token.as_bytes())
    };
    let refused = login(&[], &token);
    assert_eq!(refused.code, 3, "{refused:?}");
    let error = refused.error();
    assert_eq!(
        error["org"]["error_description"],
        "token handler validation failed"
    );
    assert!(
        error["next"]
            .as_str()
            .unwrap()
            .contains("OauthTokenExchangeApexExec")
    );
    assert_eq!(login(&["--token-handler", "AcceptDemoJwt"], &token).code, 0);

    let over = issued(&world, json!({"username": ADMIN, "lifetime_secs": -3600}));
    let refused = login(&["--token-handler", "AcceptDemoJwt"], &over);
    assert_eq!(refused.code, 3);
    assert!(refused.err.contains("has ended"), "{refused:?}");
    let off = json!({"exchange_handler": false});
    world.org.control("set-org", Some(off));
    let refused = login(&["--token-handler", "AcceptDemoJwt"], &token);
    assert_eq!(
        refused.error()["org"]["error_description"],
        "token handler not found"
    );
}
