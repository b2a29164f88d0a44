//! Scenes of logins that ask first: what the program itself makes of made-up profiles, sessions and exchanges.

use std::time::Duration;

use jiff::tz::TimeZone;
use serde_json::json;
use valet_key::app::command::{Command, LoginOptions, Tab};
use valet_key::app::event::{Event, ProfileRecord, Question, VaultStanding};
use valet_key::app::state::State;
use valet_key::app::update::{self, Message};
use valet_key::app::view::{self, Window};
use valet_key::model::client::ClientKind;
use valet_key::model::ids::RunId;
use valet_key::model::profile::{FlowName, ProfileDraft};
use valet_key::model::run::{Exchange, Lane, Shown, ShownField};
use valet_key::model::session::Session;
use valet_key::model::settings::{Settings, VaultKind};
use valet_key::model::time::UnixTime;

use super::profile_id;

/// The profile of each flow.
const SWAP: &str = "partner-exchange";
const OLD: &str = "old-reporting";

fn now() -> UnixTime {
    UnixTime::from_rfc3339("2026-11-22T10:22:00Z").unwrap()
}

struct Scene {
    state: State,
    begun: Option<RunId>,
}

impl Scene {
    fn new() -> Self {
        let record = |id: &str, name: &str, flow: &str| {
            let draft = ProfileDraft {
                profile_id: Some(profile_id(id)),
                name: name.to_owned(),
                login_url: "https://acme.my.salesforce.com".to_owned(),
                client_id: "3MVG9demoKEY0000000000000000000".to_owned(),
                flow: FlowName(flow.to_owned()),
                kind: ClientKind::ConnectedApp,
                login_hint: "svc.report@acme.example".to_owned(),
                allow_password_flow: true,
                scope: "api id refresh_token".to_owned(),
                ..ProfileDraft::default()
            };
            let mut profile = draft.check(|_| false, |_| true).unwrap();
            profile.allow_password_flow = false;
            ProfileRecord {
                profile: profile.into(),
                has_private_key: false,
                has_client_secret: true,
            }
        };
        let session = |id: &str, of: &str, user: &str, has_id_token: bool| -> Session {
            serde_json::from_value(json!({
                "session_id": id, "profile_id": of, "identity": {"username": user}, "token_type": "Bearer",
                "token_format": "opaque", "has_refresh_token": true, "issued_at": "2026-11-22T09:53:20Z",
                "access_token_fingerprint": "5de14e659cb6",
                "id_token": if has_id_token { "valid" } else { "none" },
            }))
            .unwrap()
        };
        let mut scene = Self {
            state: State::new(1, TimeZone::UTC),
            begun: None,
        };
        scene.event(Event::LibraryLoaded {
            profiles: vec![
                record("acme-service-console", "Acme service console", "web_server"),
                record(
                    "partner-portal-login",
                    "Partner portal of the northern region",
                    "web_server",
                ),
                record(SWAP, "Partner exchange", "token_exchange"),
                record(OLD, "Old reporting", "username_password"),
            ],
            sessions: vec![
                session(
                    "a1b2c3d4e5f60718",
                    "acme-service-console",
                    "ada@acme.example",
                    true,
                )
                .into(),
                session(
                    "a1b2c3d4e5f60719",
                    "partner-portal-login",
                    "integration.user.with.a.long.name@partner.example",
                    false,
                )
                .into(),
            ],
            settings: Box::new(Settings::default()),
            notices: Vec::new(),
            read_only: false,
        });
        scene.event(Event::VaultStands(VaultStanding::Open(VaultKind::Keyring)));
        scene
    }

    fn command(&mut self, command: Command) {
        self.apply(Message::Command(command));
    }

    fn event(&mut self, event: Event) {
        self.apply(Message::Event(event));
    }

    fn apply(&mut self, message: Message) {
        let effects = update::apply(&mut self.state, message, now());
        if let Some(run_id) = effects.iter().find_map(|effect| effect.begins()) {
            self.begun = Some(run_id.clone());
        }
    }

    fn log_in(&mut self, profile: &str) -> RunId {
        self.command(Command::LogIn {
            profile_id: profile_id(profile),
            options: LoginOptions::default(),
        });
        self.begun.clone().unwrap()
    }

    fn window(&self) -> Window {
        view::window(&self.state, now())
    }
}

/// The form of a flow.
fn form(profile: &str) -> Window {
    let mut scene = Scene::new();
    scene.command(Command::EditProfile(profile_id(profile)));
    scene.window()
}

/// The form of a token exchange.
pub fn form_exchange() -> Window {
    form(SWAP)
}

/// The form of the username-password flow, not yet allowed.
pub fn form_password() -> Window {
    let mut scene = Scene::new();
    scene.command(Command::EditProfile(profile_id(OLD)));
    scene.command(Command::LeaveField("allow_password_flow"));
    scene.window()
}

/// The run asks for a token; two sessions have one.
pub fn asks_subject() -> Window {
    let mut scene = Scene::new();
    let run_id = scene.log_in(SWAP);
    scene.event(Event::Asked {
        run_id,
        question: Question::SubjectToken,
    });
    scene.window()
}

/// A login by password was wanted for the first time.
pub fn asks_leave() -> Window {
    let mut scene = Scene::new();
    scene.command(Command::LogIn {
        profile_id: profile_id(OLD),
        options: LoginOptions::default(),
    });
    scene.window()
}

/// An exchange that the handler refused, as a diagram.
pub fn run_refused() -> Window {
    let mut scene = Scene::new();
    let run_id = scene.log_in(SWAP);
    let plain = |name: &str, value: &str| ShownField {
        name: name.to_owned(),
        value: Shown::Plain(value.to_owned()),
    };
    let hidden = |name: &str| ShownField {
        name: name.to_owned(),
        value: Shown::Hidden(None),
    };
    let exchange = Exchange {
        number: 1,
        from: Lane::ValetKey,
        to: Lane::Org,
        step: "flow-step-exchange".to_owned(),
        method: "POST".to_owned(),
        url: "https://acme.my.salesforce.com/services/oauth2/token".to_owned(),
        request_headers: vec![plain("accept", "application/json")],
        request_fields: vec![
            plain(
                "grant_type",
                "urn:ietf:params:oauth:grant-type:token-exchange",
            ),
            hidden("subject_token"),
            plain(
                "subject_token_type",
                "urn:ietf:params:oauth:token-type:id_token",
            ),
            plain("client_id", "3MVG9demoKEY0000000000000000000"),
            hidden("client_secret"),
        ],
        status: Some(400),
        answer_headers: Vec::new(),
        answer_fields: vec![
            plain("error", "invalid_request"),
            plain("error_description", "token handler validation failed"),
        ],
        began_at: now(),
        took: Some(Duration::from_millis(214)),
        error: Some("invalid_request".to_owned()),
    };
    scene.event(Event::ExchangeRecorded {
        run_id,
        exchange: Box::new(exchange),
    });
    scene.command(Command::ShowTab(Tab::Run));
    scene.window()
}
