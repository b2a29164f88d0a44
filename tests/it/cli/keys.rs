//! Keys of apps: made, imported, given out for Setup, and used, all with the built program.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::world::World;

const ADMIN: &str = "admin@demo.example";

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/keys")
        .join(name)
}

/// Adds a profile for the JWT bearer flow beside the one that is there.
fn add_server(world: &World) {
    let shown = world.ask(&["show", "acme"]);
    let base = shown["profile"]["login_url"].as_str().unwrap().to_owned();
    let client_id = shown["profile"]["client_id"].as_str().unwrap().to_owned();
    let text = format!(
        "(schema: 1, profiles: [(profile_id: \"server\", name: \"Server\", login_url: \"{base}\", \
         client_id: \"{client_id}\", flow: jwt_bearer, login_hint: \"{ADMIN}\")])"
    );
    let path = world.data().with_extension("server.ron");
    std::fs::write(&path, text).unwrap();
    world.ask(&["import", path.to_str().unwrap()]);
}

fn upload(world: &World, certificate: &str) {
    let shown = world.ask(&["show", "server"]);
    let body = json!({
        "client_id": shown["profile"]["client_id"],
        "certificate": certificate,
        "policies": {"permitted_users": "admin_approved"},
    });
    world.org.control("set-app", Some(body));
}

#[test]
fn a_made_key_logs_in_once_its_certificate_is_uploaded() {
    let world = World::new();
    add_server(&world);
    let (code, error) = world.fails(&["login", "server"]);
    assert_eq!((code, &error["code"]), (2, &json!("private_key_missing")));
    let (code, error) = world.fails(&["key", "certificate", "server"]);
    assert_eq!((code, &error["code"]), (2, &json!("no_certificate")));

    let made = world.ask(&["key", "make", "server", "--days", "30"]);
    assert_eq!(made["certificate"]["subject"], "Server");
    assert_eq!(made["certificate"]["key_bits"], 2048);
    let pem = world.run(&["key", "certificate", "server"]).out;
    assert_eq!(made["certificate"]["pem"], pem.as_str());
    assert!(pem.starts_with("-----BEGIN CERTIFICATE-----\n"), "{pem}");
    let shown = world.ask(&["show", "server"]);
    assert_eq!(shown["profile"]["has_private_key"], true);
    assert_eq!(shown["profile"]["has_client_secret"], false);

    let (code, error) = world.fails(&["login", "server"]);
    assert_eq!((code, &error["code"]), (3, &json!("invalid_client")));
    upload(&world, &pem);
    let answer = world.ask(&["login", "server"]);
    assert_eq!(answer["session"]["username"], ADMIN);
    assert_eq!(answer["session"]["has_refresh_token"], false);
    let (_, error) = world.fails(&["login", "server", "--login-hint", "nobody@demo.example"]);
    assert_eq!(error["org"]["error_description"], "invalid assertion");

    // The definition carries the certificate, and never the key.
    let exported = world.run(&["export", "server"]).out;
    assert!(exported.contains("BEGIN CERTIFICATE") && !exported.contains("PRIVATE"));
    world.ask(&["forget", "server", "--profile"]);
    add_server(&world);
    assert_eq!(
        world.ask(&["show", "server"])["profile"]["has_private_key"],
        false
    );
}

#[test]
fn keys_are_imported_from_pem_and_pkcs12_and_other_files_are_named() {
    let world = World::new();
    add_server(&world);
    let path = |name: &str| file(name).to_str().unwrap().to_owned();
    let certificate = std::fs::read_to_string(file("plain.crt")).unwrap();

    let pem = path("plain.pem");
    let crt = path("plain.crt");
    let kept = world.ask(&["key", "import", "server", &pem]);
    assert_eq!(kept["certificate"], json!(null));
    let kept = world.ask(&["key", "import", "server", &pem, "--certificate", &crt]);
    assert_eq!(kept["certificate"]["pem"], certificate.as_str());
    upload(&world, &certificate);
    assert_eq!(
        world.ask(&["login", "server"])["session"]["username"],
        ADMIN
    );

    let modern = path("modern.p12");
    let said = world.run_with_input(&["key", "import", "server", &modern, "--json"], b"open\n");
    assert_eq!(said.json()["certificate"]["subject"], "Nightly export");
    let said = world.run_with_input(&["key", "import", "server", &modern, "--json"], b"shut\n");
    assert_eq!(said.error()["code"], "key_file_wrong_passphrase");

    for (name, code) in [
        ("modern.p12", "key_file_needs_passphrase"),
        ("encrypted.pem", "key_file_encrypted"),
        ("weak.pem", "key_file_weak"),
        ("curve.pem", "key_file_not_rsa"),
        ("openssh.pem", "key_file_openssh"),
        ("plain.crt", "key_file_certificate_only"),
        ("public.pem", "key_file_public_only"),
        ("README.md", "key_file_other"),
        ("nothing.pem", "key_file_unreadable"),
        (".", "key_file_unreadable"),
    ] {
        let named = path(name);
        let (exit, error) = world.fails(&["key", "import", "server", &named]);
        assert_eq!((exit, &error["code"]), (2, &json!(code)), "{name}");
        assert_eq!(error["field"], named.as_str());
    }
    // Nothing that was refused has taken the place of the key that works.
    assert_eq!(
        world.ask(&["login", "server"])["session"]["username"],
        ADMIN
    );
}
