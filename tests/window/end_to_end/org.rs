//! The demo org's own books, read through its control API.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;

use serde_json::Value;

use super::desktop::Desktop;

/// The fingerprints of the tokens that the org takes for live, in order of issue.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Live {
    /// Refresh tokens.
    pub refresh: Vec<String>,
    /// Access tokens.
    pub access: Vec<String>,
}

/// Asks the org which tokens are live.
#[track_caller]
pub fn live(desktop: &Desktop) -> Live {
    let folder = folder(desktop);
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let port: u16 = read("demo_org_port").trim().parse().unwrap();
    let token = read("demo_org_control");
    let mut stream = TcpStream::connect(("localhost", port)).unwrap();
    write!(
        stream,
        "GET /demo/control/tokens HTTP/1.1\r\nHost: localhost:{port}\r\nDemo-Control: {}\r\nConnection: close\r\n\r\n",
        token.trim()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200"), "{answer}");
    let body: Value = serde_json::from_str(body).unwrap();
    let of = |kind: &str| {
        body["tokens"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|token| token["live"] == Value::Bool(true) && token["token_type"] == kind)
            .map(|token| token["fingerprint"].as_str().unwrap().to_owned())
            .collect()
    };
    Live {
        refresh: of("refresh_token"),
        access: of("access_token"),
    }
}

/// Where the app keeps its demo org.
fn folder(desktop: &Desktop) -> PathBuf {
    desktop
        .files_of_the_app()
        .into_iter()
        .map(|(path, _)| PathBuf::from(path))
        .find(|path| path.ends_with("demo_org_control"))
        .expect("the app keeps a demo org")
        .parent()
        .unwrap()
        .to_owned()
}
