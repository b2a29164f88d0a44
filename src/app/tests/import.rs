//! Import: the preview shows every host that nobody saw, and what a file must not change.

use std::path::PathBuf;

use super::*;
use crate::app::view::ImportPreview;
use crate::model::profile_file;

const OLD: &str =
    "profile_id: \"a\", name: \"A\", login_url: \"https://login.salesforce.com\", client_id: \"k\"";

fn read(play: &mut Play, fields: &[&str]) -> Vec<Effect> {
    let profiles: Vec<String> = fields.iter().map(|fields| format!("({fields})")).collect();
    let text = format!("(schema: 1, profiles: [{}])", profiles.join(","));
    let effects = play.command(Command::ReadImport(PathBuf::from("/x/file.ron")));
    let run_id = Play::begun(&effects);
    play.event(Event::ImportRead {
        run_id,
        path: PathBuf::from("/x/file.ron"),
        profiles: profile_file::parse(text.as_bytes(), "file.ron", |_| true).unwrap(),
    })
}

fn preview(play: &Play) -> ImportPreview {
    match play.dialog() {
        Dialog::Import(preview) => preview,
        other => panic!("{other:?}"),
    }
}

/// I22, R71: an endpoint or an issuer elsewhere is as new as a login host; what is kept already is not.
#[test]
fn i22_every_new_host_is_in_the_preview() {
    let mut play = Play::with(&[], Vec::new());
    read(
        &mut play,
        &[
            "name: \"B\", login_url: \"https://id.example.com\", client_id: \"k\"",
            "name: \"C\", login_url: \"https://login.salesforce.com\", client_id: \"k\", endpoints: (token: \"https://evil.example/t\")",
            "name: \"D\", login_url: \"https://login.salesforce.com\", client_id: \"k\", issuer: \"https://issuer.example\"",
        ],
    );
    let hosts = ["id.example.com", "evil.example", "issuer.example"];
    assert_eq!(preview(&play).new_hosts, hosts);
}

/// R71: a profile that holds secrets keeps its hosts; the file is refused before there is anything to confirm.
#[test]
fn a_file_moves_no_profile_that_holds_secrets() {
    let mut play = Play::empty();
    let mut kept = record("a", "https://login.salesforce.com");
    kept.has_client_secret = true;
    play.load(vec![kept], Vec::new());
    let moved = OLD.replace("login.salesforce.com", "evil.example");
    read(&mut play, &[&moved]);
    let Dialog::Problem(card) = play.dialog() else {
        panic!("a preview of what must not be");
    };
    assert_eq!(card.code, "hosts_kept");
}
