//! Many at once: targets, processes, and an org that is gone.

use serde_json::json;

use super::world::{World, said};

const ADMIN: &str = "admin@demo.example";
const STANDARD: &str = "standard@demo.example";

#[test]
fn every_target_is_accounted_for_in_the_order_given() {
    let world = World::new();
    world.set_secret();
    let one = world.log_in("acme", ADMIN)["session"]["session_id"].clone();
    let two = world.log_in("acme", STANDARD)["session"]["session_id"].clone();
    let said = world.run(&[
        "refresh",
        "nope",
        "acme:*",
        "rotating",
        &format!("acme:{ADMIN}"),
        "--json",
    ]);
    assert_eq!(said.code, 2, "{said:?}");
    let results = said.json()["results"].clone();
    let ids: Vec<_> = results
        .as_array()
        .unwrap()
        .iter()
        .map(|result| result["session_id"].clone())
        .collect();
    assert_eq!(ids, [json!(null), one, two, json!(null)]);
    let codes: Vec<_> = results
        .as_array()
        .unwrap()
        .iter()
        .map(|result| result["error"]["code"].clone())
        .collect();
    assert_eq!(
        codes,
        [
            json!("unknown_target"),
            json!(null),
            json!(null),
            json!("no_session")
        ]
    );
    assert_eq!(said.error()["code"], "unknown_target");
    assert_eq!(results[3]["profile_id"], "rotating");

    let all = world.ask(&["revoke", "acme:*"]);
    assert_eq!(all["results"].as_array().unwrap().len(), 2);
    assert_eq!(world.org.live_tokens("refresh_token"), Vec::<String>::new());
}

#[test]
fn many_who_want_a_token_at_once_cause_one_refresh() {
    let world = World::new();
    world.set_secret();
    world.log_in("acme", ADMIN);
    world.org.expire();
    assert_eq!(world.ask(&["introspect", "acme"])["active"], false);
    let before = world.org.token_requests("refresh_token");
    let tokens: Vec<String> = at_once(&world, 8, &["token", "acme"])
        .into_iter()
        .map(|said| {
            assert_eq!(said.code, 0, "{said:?}");
            said.out
        })
        .collect();
    assert!(tokens.iter().all(|token| *token == tokens[0]), "{tokens:?}");
    assert_eq!(world.org.token_requests("refresh_token") - before, 1);
}

#[test]
fn eight_processes_that_rotate_at_once_lose_no_token() {
    let world = World::new();
    world.log_in("rotating", ADMIN);
    for _ in 0..2 {
        for said in at_once(&world, 8, &["refresh", "rotating", "--json"]) {
            assert_eq!(said.code, 0, "{said:?}");
        }
    }
    // Reuse of a rotated token would have ended the whole grant.
    let last = world.ask(&["refresh", "rotating"]);
    assert_eq!(last["results"][0]["rotated"], true);
    assert_eq!(world.org.live_tokens("refresh_token").len(), 1);
}

#[test]
fn production_asks_first_and_sends_nothing() {
    let world = World::new();
    let id = world.log_in("rotating", ADMIN)["session"]["session_id"].clone();
    let file = world.folder.path().join("more.ron");
    let production = r#"(schema: 1, profiles: [(name: "Prod", login_url: "https://login.salesforce.com", client_id: "k")])"#;
    std::fs::write(&file, production).unwrap();
    assert_eq!(world.run(&["import", file.to_str().unwrap()]).code, 0);
    // As if the session had been made with the production profile.
    let facts = world.data().join("sessions.ron");
    let kept = std::fs::read_to_string(&facts).unwrap();
    let (head, rest) = kept.split_once("environment_verified:").unwrap();
    let (_, tail) = rest.split_once(')').unwrap();
    let kept = format!("{head}environment_verified:None{tail}");
    std::fs::write(&facts, kept.replace("\"rotating\"", "\"prod\"")).unwrap();
    let before = world.org.requests();
    let said = world.run(&["revoke", "prod", "--json"]);
    assert_eq!(said.code, 2, "{said:?}");
    let result = said.json()["results"][0].clone();
    assert_eq!(result["session_id"], id);
    assert_eq!(result["error"]["code"], "confirmation_needed");
    assert_eq!(
        (&result["tokens"], &result["proof"]),
        (&json!([]), &json!(null))
    );
    assert_eq!(world.org.requests(), before);
}

#[test]
fn three_hundred_targets_are_more_than_the_queue_holds() {
    let world = World::new();
    world.log_in("rotating", ADMIN);
    // Facts alone, without tokens: each must be accounted for all the same.
    let facts = world.data().join("sessions.ron");
    let kept = std::fs::read_to_string(&facts).unwrap();
    let id = world.ask(&["show", "rotating"])["session"]["session_id"]
        .as_str()
        .unwrap()
        .to_owned();
    let session_at = kept.find(&format!("\"{id}\"")).unwrap();
    let from = kept[..session_at].rfind('(').unwrap();
    let mut depth = 0;
    let length = kept[from..]
        .char_indices()
        .find_map(|(at, c)| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            (depth == 0).then_some(at + 1)
        })
        .unwrap();
    let one = &kept[from..from + length];
    let many: Vec<String> = (0..300)
        .map(|n| one.replace(&id, &format!("{n:016x}")))
        .collect();
    std::fs::write(&facts, kept.replace(one, &many.join(","))).unwrap();
    let said = world.run(&["refresh", "rotating:*", "--json"]);
    let results = said.json()["results"].clone();
    let results = results.as_array().unwrap();
    assert_eq!(results.len(), 300);
    let odd = results
        .iter()
        .find(|result| result["error"]["kind"] != "needs_login");
    assert_eq!(odd, None);
    assert_eq!(said.code, 4);
}

fn at_once(world: &World, count: usize, arguments: &[&str]) -> Vec<super::world::Said> {
    let children: Vec<_> = (0..count)
        .map(|_| {
            let mut command = world.command(arguments);
            command
                .stdout(std::process::Stdio::piped())
                .stderr(std::process::Stdio::piped());
            command.spawn().unwrap()
        })
        .collect();
    children
        .into_iter()
        .map(|child| said(child.wait_with_output().unwrap()))
        .collect()
}
