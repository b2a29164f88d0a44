//! The user-agent and device flows, and the site.

use serde_json::json;
use valet_key::demo_org::Request;

use super::person::{BASE, CALLBACK, PUBLIC, World, json, parameter};

#[test]
fn the_user_agent_flow_answers_in_the_fragment_and_asks_every_time() {
    let mut world = World::new();
    let request = [
        ("response_type", "token id_token"),
        ("client_id", PUBLIC),
        ("redirect_uri", CALLBACK),
        ("state", "s"),
        ("nonce", "n"),
    ];
    let page = world.authorize(&request);
    let page = world.log_in(&page, "standard@demo.example");
    let back = world.submit(&page, &[("save", "Allow")]);
    assert!(
        back.header("Location")
            .unwrap()
            .starts_with(&format!("{CALLBACK}#access_token=00D5e0000012ABC%21"))
    );
    assert!(parameter(&back, "id_token").is_some());
    // A plain callback gets no refresh token.
    assert!(parameter(&back, "refresh_token").is_none());
    assert_eq!(parameter(&back, "state").unwrap(), "s");
    let access = parameter(&back, "access_token").unwrap();
    assert_eq!(world.get("/services/oauth2/userinfo", &access).status, 200);
    assert!(world.authorize(&request).text().contains("Allow access?"));
    world.control("set-org", r#"{"block_user_agent": true}"#);
    let back = world.authorize(&request);
    assert!(
        back.header("Location")
            .unwrap()
            .contains("#error=unsupported_response_type")
    );
}

fn start(world: &mut World) -> serde_json::Value {
    let fields = [
        ("response_type", "device_code"),
        ("client_id", "PlatformCLI"),
        ("scope", "api refresh_token"),
    ];
    json(&world.token(&fields))
}

fn poll(world: &mut World, code: &str) -> (u16, serde_json::Value) {
    let answer = world.token(&[
        ("grant_type", "device"),
        ("client_id", "PlatformCLI"),
        ("code", code),
    ]);
    (answer.status, json(&answer))
}

#[test]
fn a_device_waits_until_the_person_has_decided() {
    let mut world = World::new();
    let begun = start(&mut world);
    let user_code = begun["user_code"].as_str().unwrap();
    let code = begun["device_code"].as_str().unwrap();
    assert_eq!((user_code.len(), &begun["interval"]), (8, &json!(5)));
    assert_eq!(begun["verification_uri"], format!("{BASE}/setup/connect"));
    assert_eq!(poll(&mut world, code).1["error"], "authorization_pending");
    assert_eq!(poll(&mut world, code).1["error"], "slow_down");
    world.wait_secs(5);
    assert_eq!(poll(&mut world, code).1["error"], "authorization_pending");
    let page = world.browse(Request::get(&format!("{BASE}/setup/connect")));
    let page = world.log_in(&page, "standard@demo.example");
    let page = world.submit(&page, &[("user_code", "nonsense"), ("save", "Connect")]);
    assert!(page.text().contains("not valid"));
    let typed = format!("{}-{}", &user_code[..4], user_code[4..].to_lowercase());
    let page = world.submit(&page, &[("user_code", &typed), ("save", "Connect")]);
    assert!(page.text().contains("Allow access?"), "{}", page.text());
    let page = world.submit(&page, &[("save", "Allow")]);
    assert!(page.text().contains("Login successful"));
    world.wait_secs(5);
    let (status, tokens) = poll(&mut world, code);
    assert_eq!(status, 200);
    assert!(tokens["refresh_token"].is_string());
    assert_eq!(poll(&mut world, code).1["error"], "invalid_grant");
}

#[test]
fn a_device_code_is_denied_or_expires() {
    let mut world = World::new();
    let begun = start(&mut world);
    let address = format!(
        "{BASE}/setup/connect?user_code={}",
        begun["user_code"].as_str().unwrap()
    );
    let page = world.browse(Request::get(&address));
    let page = world.log_in(&page, "admin@demo.example");
    assert!(page.text().contains(begun["user_code"].as_str().unwrap()));
    let page = world.submit(&page, &[("save", "Connect")]);
    world.submit(&page, &[("save", "Deny")]);
    assert_eq!(
        poll(&mut world, begun["device_code"].as_str().unwrap()).1["error"],
        "access_denied"
    );
    let begun = start(&mut world);
    world.wait_secs(600);
    let (_, answer) = poll(&mut world, begun["device_code"].as_str().unwrap());
    assert_eq!(answer["error_description"], "expired authorization code");
}

#[test]
fn answers_of_the_site_carry_its_address() {
    let mut world = World::new();
    let site = format!("{BASE}/customers");
    let fields = [
        ("grant_type", "password"),
        ("client_id", "PlatformCLI"),
        ("username", "community@demo.example"),
        ("password", "demo-community-1"),
    ];
    let answer = json(&world.send(Request::post(
        &format!("{site}/services/oauth2/token"),
        &fields,
    )));
    assert_eq!(answer["sfdc_community_url"], site);
    assert!(
        answer["id"]
            .as_str()
            .unwrap()
            .starts_with(&format!("{site}/id/00D"))
    );
    assert_eq!(answer["instance_url"], BASE);
}
