//! The clipboard on a real X server, seen by a second program: what is offered, and what is left of it (R49).
//!
//! Needs `Xvfb` and `xclip`; without them these tests say so and do nothing. Wayland is not run.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![cfg(target_os = "linux")]

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

use valet_key::app::effect::{CopyWhat, Effect, OpenTo};
use valet_key::app::event::Event;
use valet_key::engine::keeping::Keeping;
use valet_key::engine::vault_key::Access;
use valet_key::model::ids::SessionId;
use valet_key::model::settings::Settings;

use crate::child::{Said, command, part, say};
use crate::login::bench::{Bench, CLIENT_SECRET, Org, Person, SECRET, fill};

const CHILD: &str = "clipboard::child_on_a_screen_of_its_own";

/// What another program reads: of the clipboard or of the primary selection, as text or as another target.
fn read(selection: &str, target: &str) -> Option<String> {
    let read = Command::new("xclip")
        .args(["-selection", selection, "-o", "-t", target])
        .output()
        .unwrap();
    let text = String::from_utf8(read.stdout).unwrap();
    (read.status.success() && !text.is_empty()).then_some(text)
}

fn copy_elsewhere(text: &str) {
    let mut copied = Command::new("xclip")
        .args(["-selection", "clipboard", "-i"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    copied
        .stdin
        .take()
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
    copied.wait().unwrap();
}

struct Screen {
    bench: Bench,
    id: SessionId,
}

impl Screen {
    /// An engine with one session, whose copies stay for so many seconds.
    fn with_copies_for(secs: u32, org: &Org) -> Self {
        let mut bench = Bench::start();
        let access = Access::PassphraseFile(bench.folder.path().join("passphrase"));
        let profile = org.profile("clip", SECRET);
        let id = fill(&bench, &access, &profile, 1).remove(0);
        let data = bench.folder.path().join("data");
        let (keeping, _) = Keeping::open(Some(&data), access.clone()).unwrap();
        let settings = Settings {
            clipboard_secs: secs,
            ..Settings::default()
        };
        keeping.store.save_settings(&settings).unwrap();
        bench.engine = Bench::engine(bench.folder.path(), access);
        Self { bench, id }
    }

    fn copy(&self) -> String {
        self.bench.send(Effect::Copy {
            session_id: self.id.clone(),
            what: CopyWhat::AccessToken,
        });
        self.bench
            .until(|event| matches!(event, Event::Copied { .. }).then_some(()));
        read("clipboard", "UTF8_STRING").unwrap()
    }

    fn until_cleared(&self) {
        self.bench
            .until(|event| matches!(event, Event::ClipboardCleared).then_some(()));
    }
}

/// The single-use address of a real login: copied like a token, without the token in it.
fn opened_once() {
    let org = Org::start();
    let mut bench = Bench::start();
    let profile = org.profile("link", SECRET);
    bench.save(&profile, Some(CLIENT_SECRET));
    let (session, _) = bench.log_in(&profile, "admin@demo.example");
    let token = bench.take_token(&session.session_id).unwrap();
    let run_id = bench.run_id();
    bench.send(Effect::OpenOrg {
        run_id,
        session_id: session.session_id,
        path: Some("/lightning/setup/SetupOneHome/home".to_owned()),
        to: OpenTo::Clipboard,
    });
    bench.until(|event| {
        let is_link = matches!(&event, Event::Copied { what, .. } if *what == CopyWhat::OrgLink);
        is_link.then_some(())
    });
    let link = read("clipboard", "UTF8_STRING").unwrap();
    assert!(link.contains("/secur/frontdoor.jsp?otp="), "{link}");
    assert!(!link.contains(&token));
    let first = Person::default().open(&link);
    assert_eq!(first.status, 200, "{}", first.body);
    assert!(
        first.url.ends_with("/lightning/setup/SetupOneHome/home"),
        "{}",
        first.url
    );
    assert_eq!(Person::default().open(&link).status, 403);
    bench.send(Effect::LockVault);
    bench.until(|event| matches!(event, Event::ClipboardCleared).then_some(()));
    assert_eq!(read("clipboard", "UTF8_STRING"), None);
}

#[test]
fn child_on_a_screen_of_its_own() {
    let Some(_) = part(CHILD) else { return };
    let org = Org::with_tokens(1);
    let quick = Screen::with_copies_for(1, &org);
    let slow = Screen::with_copies_for(600, &org);

    assert!(quick.copy().starts_with("00D"));
    let targets = read("clipboard", "TARGETS").unwrap();
    assert!(targets.contains("x-kde-passwordManagerHint"), "{targets}");
    let hint = read("clipboard", "x-kde-passwordManagerHint");
    assert_eq!(hint.as_deref(), Some("secret"));
    assert_eq!(read("primary", "UTF8_STRING"), None);
    say("offered with the hint, and not as the primary selection");
    quick.until_cleared();
    assert_eq!(read("clipboard", "UTF8_STRING"), None);
    say("cleared after its time");

    quick.copy();
    copy_elsewhere("mine");
    quick.until_cleared();
    assert_eq!(read("clipboard", "UTF8_STRING").as_deref(), Some("mine"));
    say("what was copied since is left alone");

    slow.copy();
    slow.bench.send(Effect::LockVault);
    slow.until_cleared();
    assert_eq!(read("clipboard", "UTF8_STRING"), None);
    say("cleared by the lock");

    opened_once();
    say("a link opens the org once, and is cleared");

    let slow = Screen::with_copies_for(600, &org);
    slow.copy();
    slow.bench.send(Effect::ClearClipboard);
    slow.until_cleared();
    assert_eq!(read("clipboard", "UTF8_STRING"), None);
    say("cleared by hand");

    slow.copy();
    drop(slow);
    assert_eq!(read("clipboard", "UTF8_STRING"), None);
    say("cleared at the end");
}

#[test]
fn a_copied_token_is_hinted_cleared_and_never_takes_a_later_copy_along() {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let is_there = |name: &str| std::env::split_paths(&path).any(|dir| dir.join(name).is_file());
    if !is_there("Xvfb") || !is_there("xclip") {
        eprintln!("not run: Xvfb and xclip are not both here");
        return;
    }
    // The server picks a free number and says it once it listens.
    let mut server = Command::new("Xvfb")
        .args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "640x480x24",
            "-nolisten",
            "tcp",
        ])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut number = String::new();
    BufReader::new(server.stdout.take().unwrap())
        .read_line(&mut number)
        .unwrap();
    let mut child = command(CHILD, "here")
        .env("DISPLAY", format!(":{}", number.trim()))
        .env_remove("WAYLAND_DISPLAY")
        .spawn()
        .unwrap();
    let said: Vec<String> = Said::of(&mut child).collect();
    let done = child.wait().unwrap();
    server.kill().unwrap();
    server.wait().unwrap();
    assert!(done.success(), "{said:?}");
    let wanted = [
        "offered with the hint, and not as the primary selection",
        "cleared after its time",
        "what was copied since is left alone",
        "cleared by the lock",
        "a link opens the org once, and is cleared",
        "cleared by hand",
        "cleared at the end",
    ];
    assert_eq!(said, wanted);
}
