//! What is kept: import, list, show, export, secret. Neither network nor vault is touched.

use std::process::Command;

use serde_json::json;

use super::world::{program, said};

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A vault that would fail whoever touched it.
    fn run(&self, arguments: &[&str]) -> super::world::Said {
        let mut command: Command = program(&self.0.path().join("data"));
        command.args(["--vault", "passphrase-file:/nowhere/at/all"]);
        said(command.args(arguments).output().unwrap())
    }

    fn file(&self, text: &str) -> String {
        let path = self.0.path().join("file.ron");
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

const TWO: &str = r#"(schema: 1, profiles: [
    (name: "Zeta", login_url: "https://login.salesforce.com", client_id: "k", tags: ["x"]),
    (name: "Acme UAT", login_url: "acme--uat.sandbox.my.salesforce.com", client_id: "3MVG9", callback_urls: ["http://localhost:1717/OauthRedirect"]),
])"#;

#[test]
fn profiles_come_in_are_listed_by_name_and_go_out_equal() {
    let folder = Folder::new();
    let file = folder.file(TWO);
    let dry = folder.run(&["import", &file, "--dry-run", "--json"]);
    assert_eq!(dry.json()["profiles"][1]["action"], "created");
    assert_eq!(
        folder.run(&["list", "--json"]).json(),
        json!({"profiles": []})
    );

    let done = folder.run(&["--json", "import", &file]);
    assert_eq!(
        done.json(),
        json!({"profiles": [
            {"profile_id": "zeta", "name": "Zeta", "login_url": "https://login.salesforce.com", "action": "created"},
            {"profile_id": "acme-uat", "name": "Acme UAT", "login_url": "https://acme--uat.sandbox.my.salesforce.com", "action": "created"},
        ], "new_hosts": []})
    );
    let list = folder.run(&["list", "--json"]).json();
    let names: Vec<&str> = list["profiles"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Acme UAT", "Zeta"]);

    let shown = folder.run(&["show", "Acme UAT", "--json"]).json();
    assert_eq!(shown["profile"], list["profiles"][0]);
    assert_eq!(shown["session"], json!(null));

    let out = folder.run(&["export"]);
    let other = Folder::new();
    let again = other.file(&out.out);
    assert_eq!(other.run(&["import", &again]).code, 0);
    assert_eq!(other.run(&["list", "--json"]).json(), list);
    assert_eq!(other.run(&["export"]).out, out.out);
    let one = folder.run(&["export", "zeta"]).out;
    assert!(
        one.contains("\"zeta\"") && !one.contains("acme-uat"),
        "{one}"
    );
}

#[test]
fn an_id_that_exists_needs_replace() {
    let folder = Folder::new();
    let file = folder.file(TWO);
    assert_eq!(folder.run(&["import", &file]).code, 0);
    let again = folder.run(&["import", &file, "--json"]);
    assert_eq!((again.code, again.out.as_str()), (2, ""));
    assert_eq!(again.error()["code"], "profile_exists");
    let same = folder.run(&["import", &file, "--replace", "--json"]).json();
    assert_eq!(same["profiles"][0]["action"], "unchanged");
    let changed = folder.file(&TWO.replace("[\"x\"]", "[\"y\"]"));
    let done = folder
        .run(&["import", &changed, "--replace", "--json"])
        .json();
    assert_eq!(done["profiles"][0]["action"], "replaced");
    let shown = folder.run(&["show", "zeta", "--json"]).json();
    assert_eq!(shown["profile"]["tags"], json!(["y"]));
}

#[test]
fn a_host_that_nobody_saw_needs_a_yes() {
    let folder = Folder::new();
    let file = folder.file(r#"(schema: 1, profiles: [(name: "Other", login_url: "https://id.example.com", client_id: "k")])"#);
    let refused = folder.run(&["import", &file, "--json"]);
    assert_eq!((refused.code, refused.out.as_str()), (2, ""));
    assert_eq!(refused.error()["code"], "new_host");
    assert!(
        refused.error()["next"]
            .as_str()
            .unwrap()
            .contains("--allow-host id.example.com")
    );
    assert_eq!(
        folder.run(&["list", "--json"]).json(),
        json!({"profiles": []})
    );
    let done = folder.run(&["import", &file, "--allow-host", "ID.example.com", "--json"]);
    assert_eq!(done.json()["new_hosts"], json!(["id.example.com"]));
}

#[test]
fn a_bad_file_is_refused_whole_with_its_place() {
    let folder = Folder::new();
    let file = folder.file(&TWO.replace("tags: [\"x\"]", "colour: 1"));
    let refused = folder.run(&["import", &file, "--json"]);
    assert_eq!((refused.code, refused.out.as_str()), (2, ""));
    let error = refused.error();
    assert_eq!(error["kind"], "usage");
    assert_eq!(error["field"], "profiles[0].colour");
    let message = error["message"].as_str().unwrap();
    assert!(message.contains("file.ron, line 2, column 79"), "{message}");
    assert_eq!(
        folder.run(&["list", "--json"]).json(),
        json!({"profiles": []})
    );

    let secret = folder.file(&TWO.replace("tags: [\"x\"]", "client_secret: \"hush\""));
    let refused = folder.run(&["import", &secret]);
    assert_eq!(refused.code, 2);
    assert!(
        refused.err.contains("secret set") && !refused.err.contains("hush"),
        "{refused:?}"
    );
}

#[test]
fn i26_to_i29_only_a_regular_file_is_read() {
    let folder = Folder::new();
    let file = folder.file(TWO);
    let link = folder.0.path().join("link.ron");
    std::os::unix::fs::symlink(&file, &link).unwrap();
    let pipe = folder.0.path().join("pipe.ron");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    for path in [
        link.to_str().unwrap(),
        pipe.to_str().unwrap(),
        "/dev/zero",
        folder.0.path().to_str().unwrap(),
        "/nowhere/x.ron",
    ] {
        let refused = folder.run(&["import", path, "--json"]);
        assert_eq!(
            (refused.code, refused.out.as_str()),
            (2, ""),
            "{path}: {refused:?}"
        );
    }
}

#[test]
fn names_that_mean_nothing_or_too_much_are_told() {
    let folder = Folder::new();
    let file = folder.file(
        r#"(schema: 1, profiles: [
        (profile_id: "one", name: "Same", login_url: "https://login.salesforce.com", client_id: "k"),
        (profile_id: "two", name: "Same", login_url: "https://login.salesforce.com", client_id: "k"),
    ])"#,
    );
    assert_eq!(folder.run(&["import", &file]).code, 0);
    let unknown = folder.run(&["show", "nope", "--json"]);
    assert_eq!((unknown.code, unknown.out.as_str()), (2, ""));
    assert_eq!(unknown.error()["code"], "unknown_target");
    let ambiguous = folder.run(&["show", "Same", "--json"]);
    assert_eq!(ambiguous.code, 2);
    assert_eq!(ambiguous.error()["code"], "ambiguous");
    assert!(
        ambiguous.error()["message"]
            .as_str()
            .unwrap()
            .contains("one, two")
    );
    let none = folder.run(&["token", "one", "--json"]);
    assert_eq!(none.code, 4);
    assert_eq!(none.error()["kind"], "needs_login");
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let folder = Folder::new();
    let rows: String = (0..3000)
        .map(|n| format!("(name: \"Profile number {n}\", login_url: \"https://login.salesforce.com\", client_id: \"k\"),"))
        .collect();
    let file = folder.file(&format!("(schema: 1, profiles: [{rows}])"));
    assert_eq!(folder.run(&["import", &file]).code, 0);
    let mut child = program(&folder.0.path().join("data"))
        .args(["list", "--json"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ended = said(child.wait_with_output().unwrap());
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
}

#[test]
fn vault_flags_are_checked_and_secrets_come_from_stdin_only() {
    let folder = Folder::new();
    let bad = said(
        program(&folder.0.path().join("data"))
            .args(["--vault", "paper", "list", "--json"])
            .output()
            .unwrap(),
    );
    assert_eq!(bad.code, 2);
    assert_eq!(bad.error()["code"], "bad_vault");
    let file = folder.file(TWO);
    assert_eq!(folder.run(&["import", &file]).code, 0);
    let empty = folder.run(&["secret", "set", "zeta", "--json"]);
    assert_eq!(
        (empty.code, empty.error()["code"].as_str()),
        (2, Some("secret_empty"))
    );
    let argument = folder.run(&["secret", "set", "zeta", "S3CRETVALUE", "--json"]);
    assert_eq!(argument.code, 2);
    assert!(!argument.err.contains("S3CRETVALUE"), "{argument:?}");
}
