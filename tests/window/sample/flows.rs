//! Scenes of each flow, as the program itself makes them: its form, and its run while it goes on.

use std::time::Duration;

use jiff::tz::TimeZone;
use serde_json::json;
use url::Url;
use valet_key::app::command::{Command, LoginOptions, Tab};
use valet_key::app::event::{BrowserOpened, Event, ProfileRecord, Prompt, Question, VaultStanding};
use valet_key::app::state::State;
use valet_key::app::update::{self, Message};
use valet_key::app::view::{self, Window};
use valet_key::model::ids::RunId;
use valet_key::model::problem::{Problem, ProblemKind};
use valet_key::model::profile::{FlowName, ProfileDraft};
use valet_key::model::run::{Exchange, Lane};
use valet_key::model::session::Session;
use valet_key::model::settings::{Settings, VaultKind};
use valet_key::model::time::UnixTime;

use super::profile_id;

const PROFILE: &str = "acme-service-console";

fn now() -> UnixTime {
    UnixTime::from_rfc3339("2026-11-22T10:12:00Z").unwrap()
}

fn draft(flow: &str, host: &str) -> ProfileDraft {
    ProfileDraft {
        profile_id: Some(profile_id(PROFILE)),
        name: "Acme service console".to_owned(),
        login_url: host.to_owned(),
        client_id: "3MVG9demoKEY0000000000000000000".to_owned(),
        flow: FlowName(flow.to_owned()),
        login_hint: "release.manager@acme.example".to_owned(),
        allow_password_flow: true,
        sso_provider: "AcmeIdentity".to_owned(),
        scope: "api refresh_token openid".to_owned(),
        ..ProfileDraft::default()
    }
}

struct Scene {
    state: State,
    begun: Option<RunId>,
}

impl Scene {
    fn new(draft: &ProfileDraft, sessions: &[Session]) -> Self {
        let mut scene = Self {
            state: State::new(1, TimeZone::UTC),
            begun: None,
        };
        // What a form would refuse (a file may say it) is shown all the same.
        let mut profile = ProfileDraft {
            flow: FlowName("web_server".to_owned()),
            ..draft.clone()
        }
        .check(|_| false, |_| true)
        .unwrap();
        profile.flow = draft.flow.clone();
        scene.event(Event::LibraryLoaded {
            profiles: vec![ProfileRecord {
                profile: profile.into(),
                has_client_secret: draft.flow.as_str() != "jwt_bearer",
                has_private_key: draft.flow.as_str() == "jwt_bearer",
            }],
            sessions: sessions.iter().cloned().map(Into::into).collect(),
            settings: Box::new(Settings::default()),
            notices: Vec::new(),
            read_only: false,
        });
        scene.event(Event::VaultStands(VaultStanding::Open(VaultKind::Keyring)));
        scene.command(Command::Select(Some(profile_id(PROFILE))));
        scene
    }

    fn event(&mut self, event: Event) {
        self.apply(Message::Event(event));
    }

    fn command(&mut self, command: Command) {
        self.apply(Message::Command(command));
    }

    fn apply(&mut self, message: Message) {
        let effects = update::apply(&mut self.state, message, now());
        let begun = effects.iter().find_map(|effect| effect.begins().cloned());
        self.begun = begun.or(self.begun.take());
    }

    fn log_in(&mut self) -> RunId {
        self.command(Command::LogIn {
            profile_id: profile_id(PROFILE),
            options: LoginOptions::default(),
        });
        self.command(Command::ShowTab(Tab::Run));
        self.begun.clone().unwrap()
    }

    fn window(&self) -> Window {
        view::window(&self.state, now().after(Duration::from_secs(42)))
    }
}

/// The form of a new profile with this flow, as it is when the flow was just chosen.
pub fn form(flow: &str) -> Window {
    let mut scene = Scene::new(&draft("web_server", "acme.my.salesforce.com"), &[]);
    scene.command(Command::NewProfile);
    scene.command(Command::ChangeDraft(Box::new(ProfileDraft {
        profile_id: None,
        name: "Nightly export".to_owned(),
        ..draft(flow, "northwind.my.salesforce.com")
    })));
    scene.window()
}

/// A login with this flow while it goes on.
pub fn run(flow: &str) -> Window {
    let mut scene = Scene::new(&draft(flow, "acme.my.salesforce.com"), &[]);
    let run_id = scene.log_in();
    match flow {
        "device" => {
            scene.event(exchange(&run_id, "device-code"));
            scene.event(Event::Prompted {
                run_id,
                prompt: Prompt::EnterUserCode {
                    user_code: "7K3PQ0ZD".to_owned(),
                    at: Url::parse("https://acme.my.salesforce.com/setup/connect").unwrap(),
                    until: now().after(Duration::from_secs(600)),
                },
            });
        }
        "username_password" => scene.event(Event::Asked {
            run_id,
            question: Question::Password,
        }),
        "token_exchange" => scene.event(Event::Asked {
            run_id,
            question: Question::SubjectToken,
        }),
        "jwt_bearer" => scene.event(exchange(&run_id, "assertion-token")),
        "client_credentials" => scene.event(exchange(&run_id, "client-token")),
        _ => {
            scene.event(Event::LoginWaits {
                run_id: run_id.clone(),
                url: "https://acme.my.salesforce.com/services/oauth2/authorize?state=x".to_owned(),
                listens_on: Some("localhost:1717".to_owned()),
                browser: BrowserOpened::Yes("Firefox".to_owned()),
                deadline: now().after(Duration::from_secs(300)),
                warning: None,
            });
            let mut opened = exchange(&run_id, "authorize");
            if let Event::ExchangeRecorded { exchange, .. } = &mut opened {
                exchange.to = Lane::Browser;
                exchange.method = "GET".to_owned();
            }
            scene.event(opened);
        }
    }
    scene.window()
}

fn exchange(run_id: &RunId, step: &str) -> Event {
    Event::ExchangeRecorded {
        run_id: run_id.clone(),
        exchange: Box::new(Exchange {
            number: 1,
            from: Lane::ValetKey,
            to: Lane::Org,
            step: format!("flow-step-{step}"),
            method: "POST".to_owned(),
            url: "https://acme.my.salesforce.com/services/oauth2/token".to_owned(),
            request_headers: Vec::new(),
            request_fields: Vec::new(),
            status: None,
            answer_headers: Vec::new(),
            answer_fields: Vec::new(),
            began_at: now(),
            took: None,
            error: None,
        }),
    }
}

/// A session of the profile, by the facts that every session has.
fn session(number: usize, ends: &str) -> Session {
    serde_json::from_value(json!({
        "session_id": format!("s{number}"),
        "profile_id": PROFILE,
        "identity": {
            "username": "release.manager@acme.example", "display_name": "Release Manager",
            "user_id": format!("0055e000003XYZ{number}AAO"), "organization_id": "00D5e0000012ABCEA2",
        },
        "identity_source": "id_url",
        "instance_url": "https://acme.my.salesforce.com",
        "token_type": "Bearer", "token_format": "opaque", "has_refresh_token": false,
        "issued_at": "2026-11-22T08:53:20Z", "logged_in_at": "2026-11-22T08:53:20Z",
        "last_check_at": "2026-11-22T10:10:00Z",
        "expiry": {"at": ends, "source": "introspection"},
        "access_token_fingerprint": "4f9c21ab77e0",
    }))
    .unwrap()
}

/// A refresh that found no network.
pub fn no_network() -> Window {
    let mut known = session(1, "2026-11-22T10:53:00Z");
    known.has_refresh_token = true;
    let mut scene = Scene::new(
        &draft("web_server", "acme.my.salesforce.com"),
        &[known.clone()],
    );
    scene.command(Command::Refresh(vec![known.session_id.clone()]));
    let run_id = scene.begun.clone().unwrap();
    scene.event(Event::Failed {
        run_id,
        problem: Box::new(
            Problem::new(ProblemKind::Network, "network_dns")
                .with("host", "acme.my.salesforce.com"),
        ),
        session: None,
    });
    scene.window()
}

/// A login of the demo org whose token is over, without a refresh token.
pub fn demo_expired() -> Window {
    let mut known = session(1, "2026-11-22T09:53:00Z");
    known.instance_url = Some("http://localhost:41234".to_owned());
    Scene::new(&draft("web_server", "http://localhost:41234"), &[known]).window()
}

/// Five logins of one user with one app: the next one may end one of them.
pub fn five_logins() -> Window {
    let mut known = session(1, "2026-11-22T10:53:00Z");
    known.has_refresh_token = true;
    known.replaced = (1..=4)
        .map(|hour| UnixTime::from_secs(now().as_secs() - hour * 3_600))
        .collect();
    let mut scene = Scene::new(&draft("web_server", "acme.my.salesforce.com"), &[known]);
    scene.command(Command::ShowTab(Tab::Sessions));
    scene.window()
}
