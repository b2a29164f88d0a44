//! The whole main job by keyboard alone: a real engine, a real demo org, real sockets, and nothing but keys.

use egui::{Event, Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT as _;
use valet_key::app::view::{Detail, DetailBody, Place, WaitCard, Window};
use valet_key::engine::person::{Choice, End, Person};
use valet_key::engine::vault_key::Access;

use crate::live::{Live, live, until};

const PASSPHRASE: &str = "correct horse battery";

/// A keyboard, and nothing else.
struct Keyboard {
    window: Harness<'static, Live>,
}

impl Keyboard {
    fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.window.key_press_modifiers(modifiers, key);
        self.window.run_steps(4);
    }

    fn hit(&mut self, key: Key) {
        self.press(Modifiers::NONE, key);
    }

    fn write(&mut self, text: &str) {
        self.window.event(Event::Text(text.to_owned()));
        self.window.run_steps(4);
    }

    /// What has the keyboard: its role and its name.
    fn at(&self) -> Option<(Role, String)> {
        let root = self.window.root();
        let node = root.children_recursive().find(|node| node.is_focused())?;
        let inner = node.accesskit_node();
        Some((inner.role(), inner.label().unwrap_or_default()))
    }

    #[track_caller]
    fn is_at(&self, role: Role, name: &str) {
        let at = self.at();
        let is_it = |at: &(Role, String)| at.0 == role && at.1.contains(name);
        assert!(
            at.as_ref().is_some_and(is_it),
            "{at:?}, not {role:?} {name}"
        );
    }

    /// Goes on by Tab until a control has the keyboard.
    #[track_caller]
    fn tab_to(&mut self, role: Role, name: &str) {
        let mut seen = Vec::new();
        for _ in 0..120 {
            self.hit(Key::Tab);
            match self.at() {
                Some(at) if at.0 == role && at.1 == name => return,
                at => seen.push(at),
            }
        }
        panic!("Tab never came to {name}: {seen:?}");
    }

    #[track_caller]
    fn until<T>(&mut self, wanted: impl FnMut(&Window) -> Option<T>) -> T {
        until(&mut self.window, wanted)
    }

    #[track_caller]
    fn until_state(&mut self, word: &str) {
        self.until(|shown| {
            let DetailBody::Overview(overview) = &detail(shown)?.body else {
                return None;
            };
            let session = overview.session.as_ref()?;
            (session.state.word == word).then_some(())
        });
    }
}

fn detail(shown: &Window) -> Option<&Detail> {
    match &shown.place {
        Place::Library { detail, .. } => detail.as_deref(),
        _ => None,
    }
}

fn waits(shown: &Window) -> Option<&WaitCard> {
    match &detail(shown)?.body {
        DetailBody::Overview(overview) => {
            overview.wait.as_ref().filter(|wait| !wait.url.is_empty())
        }
        _ => None,
    }
}

/// What tells the access token from the one before.
fn fingerprint(shown: &Window) -> Option<String> {
    let DetailBody::Overview(overview) = &detail(shown)?.body else {
        return None;
    };
    let facts = &overview.session.as_ref()?.facts;
    let fact = facts.iter().find(|fact| fact.label == "Fingerprint")?;
    Some(fact.value.clone())
}

fn is_told(shown: &Window, what: &str) -> bool {
    shown
        .toasts
        .iter()
        .any(|toast| toast.title.starts_with(what))
}

#[test]
fn the_whole_main_job() {
    let folder = tempfile::tempdir().unwrap();
    let window = live(&folder.path().join("data"), Access::Passphrase);
    let mut keys = Keyboard { window };
    let (ctrl, ctrl_shift) = (Modifiers::COMMAND, Modifiers::COMMAND | Modifiers::SHIFT);

    // First run: the demo org, and a login with it.
    keys.until(|shown| matches!(shown.place, Place::FirstRun(_)).then_some(()));
    keys.tab_to(Role::Button, "Start and log in");
    keys.hit(Key::Enter);

    // Secrets need a place: the keyboard is in the field for a new passphrase.
    keys.until(|shown| shown.dialog.as_ref().map(|_| ()));
    keys.is_at(Role::PasswordInput, "Passphrase");
    keys.write(PASSPHRASE);
    keys.hit(Key::Enter);

    // The first screen gave way to the list: its row has the keyboard while the browser is waited for.
    let url = keys.until(|shown| waits(shown).map(|wait| wait.url.clone()));
    keys.is_at(Role::ListItem, "Demo org, Demo");
    let person = Person {
        username: "admin@demo.example".to_owned(),
        password: "demo-admin-1".to_owned(),
        choice: Choice::Allow,
    };
    let trip = std::thread::spawn(move || person.follow(&url));
    keys.until_state("Active");
    let end = trip.join().unwrap().unwrap();
    assert!(matches!(end, End::Callback { .. }), "{end:?}");
    keys.is_at(Role::ListItem, "Demo org, Demo");

    // Refreshed: the button is switched off meanwhile, and has the keyboard again.
    keys.tab_to(Role::Button, "Refresh");
    let first = keys.until(fingerprint);
    keys.hit(Key::Space);
    keys.until(|shown| (fingerprint(shown)? != first).then_some(()));
    keys.is_at(Role::Button, "Refresh");

    // Whose token it is; the arrows lead from tab to tab.
    keys.press(ctrl, Key::Num4);
    keys.until(|shown| matches!(detail(shown)?.body, DetailBody::Identity(_)).then_some(()));
    keys.is_at(Role::Button, "Refresh");
    keys.tab_to(Role::Tab, "Identity");
    keys.hit(Key::ArrowLeft);
    keys.until(|shown| matches!(detail(shown)?.body, DetailBody::Token(_)).then_some(()));
    keys.is_at(Role::Tab, "Token");
    keys.press(ctrl, Key::Num1);
    keys.until_state("Active");
    keys.is_at(Role::Tab, "Token");

    // Copied; where there is no clipboard, that is said.
    keys.press(ctrl_shift, Key::C);
    keys.until(|shown| {
        let DetailBody::Overview(overview) = &detail(shown)?.body else {
            return None;
        };
        let secrets = &overview.session.as_ref()?.secrets;
        let is_copied = secrets.iter().any(|row| row.copied.is_some());
        (is_copied || is_told(shown, "Nothing was copied")).then_some(())
    });
    keys.is_at(Role::Tab, "Token");

    // The palette takes the keyboard and gives it back.
    keys.press(ctrl, Key::K);
    keys.is_at(Role::ListBoxOption, "");
    keys.hit(Key::Escape);
    keys.is_at(Role::Tab, "Token");

    // Revoked by the menu, which gives the keyboard back to its button.
    keys.tab_to(Role::Button, "More");
    keys.hit(Key::Enter);
    while keys.at() != Some((Role::MenuItem, "Revoke on server".to_owned())) {
        keys.is_at(Role::MenuItem, "");
        keys.hit(Key::ArrowDown);
    }
    keys.hit(Key::Enter);
    keys.until_state("Revoked");
    keys.is_at(Role::Button, "More");

    // Locked: the keyboard is in the field, and comes back to where it was.
    keys.press(ctrl_shift, Key::L);
    keys.until(|shown| matches!(shown.place, Place::Locked(_)).then_some(()));
    keys.is_at(Role::PasswordInput, "Passphrase");
    keys.write("not the passphrase");
    keys.hit(Key::Enter);
    keys.until(|shown| match &shown.place {
        Place::Locked(lock) => lock.problem.as_ref().map(|_| ()),
        _ => None,
    });
    keys.is_at(Role::PasswordInput, "Passphrase");
    keys.write(PASSPHRASE);
    keys.hit(Key::Enter);
    keys.until_state("Revoked");
    keys.is_at(Role::Button, "More");
}
