//! Scenes of the inspector: what the program itself makes of made-up texts.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use valet_key::app::command::{Command, InspectAct, InspectCommand};
use valet_key::app::event::{Event, ProfileRecord};
use valet_key::app::state::State;
use valet_key::app::update::{self, Message};
use valet_key::app::view::{self, InspectorView, PartCheck, Place, RailWhat, Tone, Window};
use valet_key::model::ids::RunId;
use valet_key::model::profile::ProfileDraft;
use valet_key::model::secret::SecretDraft;
use valet_key::model::settings::Settings;
use valet_key::model::time::UnixTime;

use super::{profile_id, window};

/// A text that no screen may show.
pub const OPAQUE: &str = "00D5e0000012ABC!AQ4AQ.CanaryThatNobodyMayRead.CanaryCanary_x";

fn now() -> UnixTime {
    UnixTime::from_rfc3339("2026-11-22T10:22:00Z").unwrap()
}

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

/// A JWT access token in the shape of the protocol pages.
pub fn jwt() -> String {
    let at = |text: &str| UnixTime::from_rfc3339(text).unwrap().as_secs();
    let header = json!({"tnk": "core/prod/00D5e0000012ABCEA2", "ver": "1.0", "kid": "226", "tty": "sfdc-core-token",
        "typ": "JWT", "alg": "RS256"});
    let claims = json!({"iss": "https://acme.my.salesforce.com", "sub": "uid:0055e000003XYZqAAO",
        "aud": ["https://acme.my.salesforce.com", "https://acme.example/api"],
        "client_id": "3MVG9demoKEY0000000000000000000", "scp": "api web refresh_token",
        "iat": at("2026-11-22T09:53:20Z"), "nbf": at("2026-11-22T09:53:20Z"), "exp": at("2026-11-22T10:40:00Z"),
        "mty": "oauth", "jti": "7c1e-40a9-b3d2", "sfdc:org": "00D5e0000012ABCEA2"});
    format!(
        "{}.{}.Zk3vQ0pM9eTqWJ4cX1b7uLr2hYd8sNf6gKa5oEiPzRtVxCwBmDlSyUjHnGqFkI0A2Tq9pLmZs4XvYbRc7WdEuNh",
        part(&header),
        part(&claims)
    )
}

struct Scene {
    state: State,
    begun: Option<RunId>,
}

impl Scene {
    fn new() -> Self {
        let record = |id: &str, name: &str, host: &str| {
            let draft = ProfileDraft {
                profile_id: Some(profile_id(id)),
                name: name.to_owned(),
                login_url: host.to_owned(),
                client_id: "3MVG9demoKEY0000000000000000000".to_owned(),
                ..ProfileDraft::default()
            };
            ProfileRecord {
                profile: draft.check(|_| false, |_| true).unwrap().into(),
                has_private_key: false,
                has_client_secret: true,
            }
        };
        let mut scene = Self {
            state: State::new(1, TimeZone::UTC),
            begun: None,
        };
        scene.apply(Message::Event(Event::LibraryLoaded {
            profiles: vec![
                record(
                    "acme-service-console",
                    "Acme service console",
                    "https://acme.my.salesforce.com",
                ),
                record(
                    "acme-uat",
                    "Acme UAT full copy",
                    "https://acme--uat.sandbox.my.salesforce.com",
                ),
            ],
            sessions: Vec::new(),
            settings: Box::new(Settings::default()),
            notices: Vec::new(),
            read_only: false,
        }));
        scene
    }

    fn apply(&mut self, message: Message) {
        let effects = update::apply(&mut self.state, message, now());
        self.begun = effects.iter().find_map(|effect| effect.begins().cloned());
    }

    fn command(&mut self, command: InspectCommand) {
        self.apply(Message::Command(Command::Inspect(command)));
    }

    fn look(text: &str) -> Self {
        let mut scene = Self::new();
        let draft = SecretDraft::from_text(text.to_owned().into());
        scene.command(InspectCommand::Look(draft));
        scene
    }

    fn told(mut self, answer: Value) -> Self {
        self.command(InspectCommand::Do(InspectAct::Introspect));
        if self.begun.is_none() {
            // The token is of an org that the profile is not of: that is asked about first.
            self.apply(Message::Command(Command::ConfirmDialog(String::new())));
        }
        let run_id = self.begun.clone().unwrap();
        self.apply(Message::Event(Event::TextIntrospected {
            run_id,
            profile_id: profile_id("acme-service-console"),
            active: answer["active"] == json!(true),
            answer,
        }));
        self
    }

    fn window_with(self, change: impl FnOnce(&mut InspectorView)) -> Window {
        let Place::Inspector(mut shown) = view::window(&self.state, now()).place else {
            panic!("the inspector is open");
        };
        change(&mut shown);
        let mut window = window(Place::Inspector(shown));
        let rail = &mut window.rail;
        for item in rail.lists.iter_mut().chain(&mut rail.tools) {
            item.is_on = item.what == RailWhat::Screen(valet_key::app::command::Screen::Inspector);
        }
        window
    }

    fn window(self) -> Window {
        self.window_with(|_| ())
    }
}

/// Nothing was pasted.
pub fn inspector_empty() -> Window {
    let mut scene = Scene::new();
    scene.command(InspectCommand::Do(InspectAct::Clear));
    scene.window()
}

/// The picture: genuine, and narrowed since.
pub fn inspector() -> Window {
    let end = UnixTime::from_rfc3339("2026-11-22T10:25:00Z").unwrap();
    let scene = Scene::look(&jwt()).told(json!({"active": true, "scope": "api web", "exp": end.as_secs(),
        "sub": "https://login.salesforce.com/id/00D5e0000012ABCEA2/0055e000003XYZqAAO",
        "client_id": "3MVG9demoKEY0000000000000000000", "username": "ada@acme.example", "token_type": "access_token"}));
    scene.window_with(|shown| {
        let pasted = shown.pasted.as_mut().unwrap();
        let words = |key: &str| valet_key::model::words::text(key);
        pasted.verdict = Some((
            Tone::Warn,
            words("window-inspect-verdict-narrowed"),
            words("window-inspect-verdict-narrowed-why"),
        ));
        pasted.checks[0] = PartCheck {
            tone: Tone::Success,
            what: words("window-inspect-signature-holds"),
            detail: "RS256, key 226 of acme.my.salesforce.com, fetched 09:44".to_owned(),
            action: None,
        };
    })
}

/// A JWT as it was pasted, with nothing asked.
pub fn inspector_jwt() -> Window {
    Scene::look(&jwt()).window()
}

/// The same as a tree.
pub fn inspector_tree() -> Window {
    let mut scene = Scene::look(&jwt());
    scene.command(InspectCommand::Do(InspectAct::Tree(true)));
    scene.window()
}

/// An opaque token that is asked about just now.
pub fn inspector_busy() -> Window {
    let mut scene = Scene::look(OPAQUE);
    scene.command(InspectCommand::Do(InspectAct::Introspect));
    scene.window()
}

/// An opaque token that the server does not know.
pub fn inspector_dead() -> Window {
    Scene::look(OPAQUE).told(json!({"active": false})).window()
}

/// A whole answer with tokens in it, and a second text asked for.
pub fn inspector_answer() -> Window {
    let answer = json!({"access_token": OPAQUE, "refresh_token": format!("5Aep861{}", "Canary".repeat(10)),
        "id_token": jwt(), "instance_url": "https://acme.my.salesforce.com", "scope": "api refresh_token openid",
        "id": "https://login.salesforce.com/id/00D5e0000012ABCEA2/0055e000003XYZqAAO", "token_type": "Bearer",
        "issued_at": "1795341200000", "signature": "CanaryCanaryCanary="});
    let mut scene = Scene::look(&answer.to_string());
    scene.command(InspectCommand::Do(InspectAct::Compare(true)));
    scene.window()
}

/// A refusal of the org, explained.
pub fn inspector_refusal() -> Window {
    Scene::look(r#"{"error":"invalid_grant","error_description":"expired authorization code"}"#)
        .window()
}

/// Two texts beside each other.
pub fn inspector_compared() -> Window {
    let mut scene = Scene::look(&jwt());
    scene.command(InspectCommand::Do(InspectAct::Compare(true)));
    let other = jwt().replace('.', " ");
    let parts: Vec<&str> = other.split(' ').collect();
    let other = json!({"iss": "https://acme.my.salesforce.com", "sub": "uid:0055e000003XYZqAAO", "scp": "api",
        "exp": now().as_secs() + 60});
    let text = format!("{}.{}.c2ln", parts[0], part(&other));
    let draft = SecretDraft::from_text(text.into());
    scene.command(InspectCommand::Against(draft));
    scene.window()
}
