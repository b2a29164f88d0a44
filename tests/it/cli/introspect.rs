//! `introspect` of a token from stdin and of many sessions, and what the token says beside what the org says.

use serde_json::{Value, json};

use super::world::{APP, Said, World, keys};

const ADMIN: &str = "admin@demo.example";
const STANDARD: &str = "standard@demo.example";

fn pasted(world: &World, arguments: &[&str], token: &str) -> Said {
    let all = [&["introspect", "-", "--json"], arguments].concat();
    world.run_with_input(&all, token.as_bytes())
}

fn signs_its_tokens(world: &World) {
    let body = json!({"client_id": APP, "policies": {"access_token_format": "jwt"}});
    world.org.control("set-app", Some(body));
}

#[test]
fn a_token_from_stdin_is_asked_about_by_the_app_that_it_points_to() {
    let world = World::new();
    world.set_secret();
    world.log_in("acme", ADMIN);
    let token = world.run(&["token", "acme"]).out;
    let said = pasted(&world, &[], &token);
    assert_eq!(said.code, 0, "{said:?}");
    let answer = said.json();
    assert_eq!(
        keys(&answer),
        [
            "session_id",
            "profile_id",
            "active",
            "introspection",
            "differences"
        ]
    );
    assert_eq!(answer["session_id"], Value::Null);
    assert_eq!(answer["profile_id"], "acme");
    assert_eq!(answer["active"], true);
    assert_eq!(answer["introspection"]["client_id"], APP);
    assert_eq!(
        answer["differences"],
        Value::Null,
        "an opaque token says nothing itself"
    );
    assert!(!said.out.contains(token.trim()) && !said.err.contains(token.trim()));

    world.org.expire();
    let dead = pasted(&world, &["--by", "acme"], &token);
    assert_eq!((dead.code, &dead.json()["active"]), (0, &json!(false)));
}

#[test]
fn what_a_token_says_itself_stands_beside_the_answer() {
    let world = World::new();
    world.set_secret();
    signs_its_tokens(&world);
    world.log_in("acme", ADMIN);
    let kept = world.ask(&["introspect", "acme"]);
    assert_eq!(
        kept["differences"],
        json!([]),
        "the org says the same: {kept}"
    );
    let told = world.run(&["introspect", "acme"]);
    assert!(told.out.contains("The token says the same of itself."));

    // The same for one that nobody here has kept.
    let token = world.run(&["token", "acme"]).out;
    let answer = pasted(&world, &[], &token).json();
    assert_eq!(answer["differences"], json!([]));
}

#[test]
fn every_session_is_asked_about_and_accounted_for() {
    let world = World::new();
    world.set_secret();
    let one = world.log_in("acme", ADMIN)["session"]["session_id"].clone();
    let two = world.log_in("acme", STANDARD)["session"]["session_id"].clone();
    let all = world.ask(&["introspect", "acme:*"]);
    let results = all["results"].as_array().unwrap();
    assert_eq!(
        keys(&results[0]),
        [
            "session_id",
            "profile_id",
            "ok",
            "active",
            "introspection",
            "differences",
            "error"
        ]
    );
    let seen: Vec<_> = results
        .iter()
        .map(|result| {
            (
                result["session_id"].clone(),
                result["introspection"]["username"].clone(),
            )
        })
        .collect();
    assert_eq!(seen, [(one, json!(ADMIN)), (two, json!(STANDARD))]);

    let said = world.run(&["introspect", "nope", "acme:*", "--json"]);
    assert_eq!(said.code, 2, "{said:?}");
    let results = said.json()["results"].clone();
    assert_eq!(results[0]["error"]["code"], "unknown_target");
    assert_eq!(results[0]["active"], Value::Null);
    assert_eq!(results[1]["active"], true);

    world.org.expire();
    let lines = world.run(&["introspect", "acme:*"]).out;
    assert_eq!(lines.matches(": not active").count(), 2, "{lines}");
}

#[test]
fn a_token_of_another_org_is_not_shown_without_a_word() {
    let (ours, theirs) = (World::new(), World::new());
    ours.set_secret();
    theirs.set_secret();
    signs_its_tokens(&theirs);
    theirs.log_in("acme", ADMIN);
    let token = theirs.run(&["token", "acme"]).out;
    let before = ours.org.requests();
    let refused = pasted(&ours, &["--by", "acme"], &token);
    assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{refused:?}");
    let error = refused.error();
    assert_eq!(error["code"], "other_org");
    assert_eq!(error["field"], "--other-org");
    let host = |world: &World| world.org.base_url.replace("http://", "");
    let message = error["message"].as_str().unwrap();
    assert!(
        message.contains(&host(&theirs)) && message.contains(&host(&ours)),
        "{message}"
    );
    assert_eq!(ours.org.requests(), before, "nothing was sent");

    let asked = pasted(&ours, &["--by", "acme", "--other-org"], &token);
    assert_eq!(asked.code, 0, "{asked:?}");
    assert_eq!(asked.json()["active"], false);
}

#[test]
fn what_cannot_be_asked_about_is_refused_before_anything_is_sent() {
    let world = World::new();
    world.set_secret();
    let before = world.org.requests();
    for (arguments, input, code, field) in [
        (&[][..], " \n", "inspect_empty", "stdin"),
        (&[][..], "{\"keys\":[]}", "introspect_no_token", "stdin"),
        (
            &[][..],
            "5Aep861MadeUpMadeUpMadeUpMadeUp_MadeUp",
            "introspect_by",
            "--by",
        ),
        (
            &["--by", "rotating"][..],
            "5Aep861MadeUpMadeUpMadeUpMadeUp_MadeUp",
            "introspect_needs_client_auth",
            "--by",
        ),
        (
            &["--by", "nope"][..],
            "5Aep861MadeUpMadeUpMadeUpMadeUp_MadeUp",
            "unknown_profile",
            "nope",
        ),
    ] {
        let said = pasted(&world, arguments, input);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{said:?}");
        let error = said.error();
        assert_eq!(
            (&error["code"], &error["field"]),
            (&json!(code), &json!(field))
        );
    }
    assert_eq!(world.org.requests(), before);
}
