//! The main job with real pieces: a window on a screen, driven as a screen
//! reader drives it; the system's way of opening a browser; Chromium; a keyring.

mod app;
mod desktop;
mod org;

use app::App;
use desktop::Desktop;

const USERNAME: &str = "admin@demo.example";
const PASSWORD: &str = "demo-admin-1";

#[test]
fn log_in_refresh_restart_revoke() {
    let mut desktop = Desktop::start();
    desktop.person_is(USERNAME, PASSWORD);
    let app = App::start(&desktop);

    // First run: no profile yet; the demo org makes one and logs in with it.
    desktop.see(("label", "Try the demo org"));
    desktop.picture("first-run");
    desktop.press(("push button", "Start and log in"));

    // The system opens the browser, where the person logs in and allows it.
    log_in_on_a_free_port(&mut desktop);
    desktop.picture("logged-in");
    assert_eq!(desktop.browsers_opened(), 1);
    let first = org::live(&desktop);
    assert_eq!(first.refresh.len(), 1, "the org knows one refresh token");
    assert_eq!(first.access.len(), 1, "and one access token");

    // A refresh brings another access token.
    desktop.press(("push button", "Refresh"));
    desktop.see(("label", "Refreshed"));
    let second = org::live(&desktop);
    assert_eq!(second.access.len(), 2, "the org made another");
    assert_eq!(second.refresh, first.refresh);

    // Everything survives a restart; the vault opens with the key in the keyring.
    app.quit(&desktop);
    let app = App::start(&desktop);
    desktop.press(("list item", USERNAME));
    desktop.see(("label", USERNAME));
    assert_eq!(desktop.browsers_opened(), 1, "nobody had to log in again");
    no_secret_in_the_open(&desktop);

    // The org is started again, too: the same one, from what it kept.
    desktop.press(("push button", "Demo org off"));
    desktop.press(("push button", "Start"));
    desktop.see(("push button", "Demo org on"));
    assert_eq!(org::live(&desktop), second, "the org remembers its tokens");
    desktop.press(("toggle button", "All profiles"));
    desktop.press(("list item", USERNAME));
    desktop.see(("label", USERNAME));

    // Revoked, in the window and in the org's own books.
    desktop.press(("push button", "More"));
    desktop.press(("menu item", "Revoke on server"));
    desktop.see(("label", "Revoked"));
    desktop.picture("revoked");
    assert_eq!(
        org::live(&desktop),
        org::Live::default(),
        "no token works any more"
    );
    app.quit(&desktop);
}

/// Waits for the login; where somebody else has its port, takes the next one that the window offers.
fn log_in_on_a_free_port(desktop: &mut Desktop) {
    let done = "Logged in as admin@demo.example";
    for port in [1718, 8914, 39817, 47613] {
        let seen = desktop.see(("label", &format!("{done} | port_taken")));
        if seen.contains(done) {
            return;
        }
        desktop.press((
            "push button",
            &format!("Log in on http://localhost:{port}/"),
        ));
        desktop.see_no_more(("label", "port_taken"));
    }
    desktop.see(("label", done));
}

/// No file of the app holds the person's password, or a token as this org makes them.
fn no_secret_in_the_open(desktop: &Desktop) {
    let files = desktop.files_of_the_app();
    assert!(files.iter().any(|(path, _)| path.ends_with("vault.vk")));
    for (path, bytes) in files {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!has_access_token(&text), "{path} holds a token");
    }
}

/// An access token of an org: its 15-character id, an exclamation mark, and much more.
fn has_access_token(text: &str) -> bool {
    text.match_indices('!').any(|(at, _)| {
        let before: Vec<char> = text[..at].chars().rev().take(15).collect();
        let after = text[at + 1..]
            .chars()
            .take_while(|c| c.is_alphanumeric() || "._".contains(*c));
        before.len() == 15
            && before.iter().all(char::is_ascii_alphanumeric)
            && before.iter().rev().take(3).eq(&['0', '0', 'D'])
            && after.count() > 30
    })
}

#[test]
fn a_token_in_a_file_would_be_found() {
    let token = format!("x: \"00DV00000000001!{}\"", "Ab1.".repeat(20));
    assert!(has_access_token(&token));
    assert!(!has_access_token("nothing! 00D! Hello!"));
}
