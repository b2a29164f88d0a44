//! One walk through the flows: who logs in to what, and how each flow is rehearsed.

use std::collections::BTreeSet;

use zeroize::Zeroizing;

use crate::app::command::{Command, KeyCommand};
use crate::app::effect::{KeySource, LoginOptions, SubjectSource};
use crate::app::event::{Event, Prompt};
use crate::cli::copy::final_event;
use crate::cli::house::{Ended, House, Turn, cancelled};
use crate::cli::output::Style;
use crate::engine::demo_host::background::Background;
use crate::engine::person::{Choice, End, Person};
use crate::engine::rehearsal::{Rehearsal, free_port};
use crate::model::demo::DemoAct;
use crate::model::ids::SessionId;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::profile_file;
use crate::model::secret::{Secret, SecretDraft};
use crate::model::session::{Session, SessionState};
use crate::model::subject_token::SubjectType;
use crate::protocol::catalog::{FLOWS, FlowSpec, Purpose};

/// Consumer key and secret of the app that the tour registers for itself.
const CLIENT_ID: &str = "TourWebServer";
const CLIENT_SECRET: &str = "TourSecretOfAnOrgThatLivesForASecond";
/// The identity provider that every demo org knows.
const PROVIDER: &str = "Demo_Provider";
/// What the app may do, and every login asks for: also the pages of the hybrid flows.
const SCOPES: &str = "api id openid refresh_token web lightning visualforce content";
const USERNAME: &str = "admin@demo.example";

/// How long a login with nobody slow in it may take, in seconds.
const LOGIN_SECS: u64 = 20;

/// Everything the tour walks with; dropping it ends and removes all of it.
pub struct Walk {
    // The order matters: the engine ends before its folder and the org go.
    house: House,
    person: Person,
    session: Option<SessionId>,
    /// The token that the next exchange is about.
    subject: Option<SubjectSource>,
    org: Background,
    _rehearsal: Rehearsal,
}

impl Walk {
    /// Starts the org and the engine, and keeps a profile for the two.
    ///
    /// # Errors
    ///
    /// Why one of them did not start.
    pub fn begin() -> Result<Self, Box<Problem>> {
        let rehearsal = Rehearsal::new().map_err(|error| no_place(&error.to_string()))?;
        let port = free_port().map_err(|error| no_place(&error.to_string()))?;
        let callback = format!("http://localhost:{port}/callback");
        let org = Background::start(&org_config(&callback))
            .map_err(|error| no_place(&error.to_string()))?;
        let users = &org.ready().users;
        let user = users.iter().find(|user| user.username == USERNAME);
        let person = Person {
            username: USERNAME.to_owned(),
            password: user.map(|user| user.password.clone()).unwrap_or_default(),
            choice: Choice::Allow,
        };
        let mut house = House::with(rehearsal.config(), Style::Json)?;
        house.hear_interrupts()?;
        let file = profiles(&org.ready().base_url, &callback);
        let profiles = profile_file::parse(file.as_bytes(), "tour", |_| true)?;
        house.run(Command::ConfirmImport {
            profiles,
            replace: false,
        })?;
        for flow in login_flows() {
            let record = house.library().profile(&id_of(flow))?;
            let profile_id = record.profile.profile_id.clone();
            house.run(Command::SetClientSecret {
                profile_id,
                client_secret: Secret::new(CLIENT_SECRET.to_owned()),
            })?;
        }
        Ok(Self {
            house,
            person,
            session: None,
            subject: None,
            org,
            _rehearsal: rehearsal,
        })
    }

    /// Walks one flow of the catalog and returns how many exchanges it took.
    ///
    /// # Errors
    ///
    /// Why it did not come to what it is for.
    pub fn flow(&mut self, name: &str) -> Result<usize, Box<Problem>> {
        match name {
            "web_server" => {
                let (session, exchanges) = self.log_in(name)?;
                self.session = Some(session.session_id);
                Ok(exchanges)
            }
            "device" | "client_credentials" | "user_agent" | "native_sso" | "username_password" => {
                Ok(self.log_in(name)?.1)
            }
            "hybrid_web_server" | "hybrid_user_agent" => {
                let (session, exchanges) = self.log_in(name)?;
                match session.web_sessions.is_empty() {
                    false => Ok(exchanges),
                    true => Err(failed("tour_not_as_expected")),
                }
            }
            "hybrid_refresh" => {
                let session_id = self.login("hybrid_web_server")?.0.session_id;
                self.refresh(session_id)
            }
            "refresh" => {
                let session_id = match &self.session {
                    Some(session_id) => session_id.clone(),
                    None => self.login("web_server")?.0.session_id,
                };
                self.refresh(session_id)
            }
            "jwt_bearer" => self.jwt_bearer(),
            "token_exchange" | "hybrid_token_exchange" => self.exchange(name),
            _ => Err(failed("tour_not_walked")),
        }
    }

    /// Logs in by a flow, and looks whether the session is what it should be.
    fn log_in(&mut self, flow: &str) -> Result<(Session, usize), Box<Problem>> {
        let (session, exchanges) = self.login(flow)?;
        if session.username() != Some(USERNAME)
            || session.state(self.house.now()) != SessionState::Active
        {
            return Err(failed("tour_not_as_expected"));
        }
        Ok((session, exchanges))
    }

    /// Makes a key, uploads its certificate as an admin would, and logs in the user who approved the app before.
    fn jwt_bearer(&mut self) -> Result<usize, Box<Problem>> {
        let record = self.house.library().profile(&id_of("jwt_bearer"))?;
        let profile_id = record.profile.profile_id.clone();
        let name = record.profile.name.clone();
        let source = KeySource::Make { name, days: 1 };
        let made = self
            .house
            .run(Command::Key(KeyCommand::Keep { profile_id, source }))?;
        let certificate = match made {
            Event::ProfileSaved { record, .. } => record.profile.certificate.clone(),
            _ => None,
        };
        let certificate = certificate.ok_or_else(|| failed("tour_not_as_expected"))?;
        let upload = DemoAct::SetCertificate {
            client_id: CLIENT_ID.to_owned(),
            certificate: certificate.as_pem().to_owned(),
        };
        self.org.act(&upload).map_err(|why| no_place(&why))?;
        Ok(self.log_in("jwt_bearer")?.1)
    }

    /// Exchanges the ID token of an ordinary login: the user has approved the app there.
    fn exchange(&mut self, flow: &str) -> Result<usize, Box<Problem>> {
        // An ID token lives two minutes, so a new one is fetched.
        let from = self.login("web_server")?.0.session_id;
        self.subject = Some(SubjectSource::Session {
            session_id: from,
            kind: Some(SubjectType::IdToken),
        });
        let (session, exchanges) = self.log_in(flow)?;
        let has_pages = !session.web_sessions.is_empty();
        match session.has_refresh_token && has_pages == (flow == "hybrid_token_exchange") {
            true => Ok(exchanges),
            false => Err(failed("tour_not_as_expected")),
        }
    }

    fn refresh(&mut self, session_id: SessionId) -> Result<usize, Box<Problem>> {
        let before = self.fingerprint(&session_id);
        let (event, exchanges) = self.watched(Command::Refresh(vec![session_id.clone()]))?;
        let is_new = self.fingerprint(&session_id) != before;
        match event {
            Event::Refreshed { .. } if is_new => Ok(exchanges),
            _ => Err(failed("tour_not_as_expected")),
        }
    }

    fn fingerprint(&self, session_id: &SessionId) -> Option<String> {
        let session = self.house.session(session_id)?;
        Some(session.access_token_fingerprint.to_string())
    }

    fn login(&mut self, flow: &str) -> Result<(Session, usize), Box<Problem>> {
        let record = self.house.library().profile(&id_of(flow))?;
        let command = Command::LogIn {
            profile_id: record.profile.profile_id.clone(),
            options: LoginOptions {
                no_browser: true,
                timeout_secs: Some(LOGIN_SECS),
                ..LoginOptions::default()
            },
        };
        match self.watched(command)? {
            (Event::LoginFinished { session, .. }, exchanges) => Ok((*session, exchanges)),
            _ => Err(failed("tour_not_as_expected")),
        }
    }

    /// Does one thing, plays the person where a login waits, and counts the exchanges.
    fn watched(&mut self, command: Command) -> Result<(Event, usize), Box<Problem>> {
        let begun = self.house.begin(command)?;
        let mut exchanges = BTreeSet::new();
        loop {
            let mut end = None;
            let mut address = None;
            let mut asked = None;
            let patience = std::time::Duration::from_secs(LOGIN_SECS + 30);
            let turn = self.house.turn(patience, &mut |event| {
                if let Event::ExchangeRecorded { exchange, .. } = event {
                    exchanges.insert(exchange.number);
                }
                match event {
                    Event::Asked { run_id, .. } => asked = Some(run_id.clone()),
                    Event::LoginWaits { url, .. } => address = Some(url.clone()),
                    Event::Prompted {
                        prompt: Prompt::EnterUserCode { user_code, at, .. },
                        ..
                    } => address = Some(format!("{at}?user_code={user_code}")),
                    _ => {}
                }
                if let Some((run_id, ended)) = final_event(event)
                    && begun.contains(&run_id)
                {
                    end = Some(ended);
                }
            })?;
            match (end, turn) {
                (Some(Ended::Done(event)), _) => return Ok((event, exchanges.len())),
                (Some(Ended::Failed(problem)), _) => return Err(problem),
                (None, Turn::Interrupted) => return Err(cancelled()),
                _ => {}
            }
            if let Some(run_id) = asked {
                if let Some(source) = self.subject.take() {
                    self.house.tell(Command::AnswerFrom { run_id, source });
                    continue;
                }
                let answer = SecretDraft::from_text(Zeroizing::new(self.person.password.clone()));
                self.house.tell(Command::Answer { run_id, answer });
            }
            if let Some(address) = address {
                self.visit(&address)?;
            }
        }
    }

    fn visit(&self, address: &str) -> Result<(), Box<Problem>> {
        match self.person.follow(address) {
            // A device's page ends with words; whether they meant yes shows in the next poll.
            Ok(End::Callback { .. } | End::Page { status: 200, .. }) => Ok(()),
            Ok(End::NotAnswered { .. }) => Err(failed("tour_not_as_expected")),
            Ok(End::Page { status, .. }) => Err(no_place(&format!("HTTP {status}"))),
            Err(why) => Err(no_place(&why)),
        }
    }
}

fn org_config(callback: &str) -> String {
    format!(
        "(org: (block_username_password: false), apps: [(name: \"Tour\", client_id: \"{CLIENT_ID}\", client_secret: \"{CLIENT_SECRET}\", \
         callback_urls: [\"{callback}\"], scope: \"{SCOPES}\", run_as: \"{USERNAME}\", \
         policies: (require_pkce: true, require_secret: true, rotate_refresh_tokens: true))])"
    )
}

/// The flows that make a session.
fn login_flows() -> impl Iterator<Item = &'static str> {
    let makes_sessions = |flow: &&FlowSpec| flow.purpose == Purpose::Login;
    FLOWS.iter().filter(makes_sessions).map(|flow| flow.name)
}

/// The id of the profile that logs in by a flow.
fn id_of(flow: &str) -> String {
    format!("tour-{}", flow.replace('_', "-"))
}

/// The file of all profiles, one for each flow that makes a session.
fn profiles(base_url: &str, callback: &str) -> String {
    let profiles: String = login_flows()
        .map(|flow| {
            let id = id_of(flow);
            let names_a_user = matches!(flow, "jwt_bearer" | "username_password");
            let hint = if names_a_user { USERNAME } else { "" };
            let provider = if flow == "native_sso" { PROVIDER } else { "" };
            let allowed = flow == "username_password";
            format!(
                "(profile_id: \"{id}\", name: \"{id}\", login_url: \"{base_url}\", flow: {flow}, \
                 client_id: \"{CLIENT_ID}\", login_hint: \"{hint}\", sso_provider: \"{provider}\", allow_password_flow: {allowed}, callback_urls: [\"{callback}\"], \
                 scope: \"{SCOPES}\"), "
            )
        })
        .collect();
    format!("(schema: 1, profiles: [{profiles}])")
}

fn failed(code: &str) -> Box<Problem> {
    Box::new(Problem::new(ProblemKind::Failed, code))
}

fn no_place(why: &str) -> Box<Problem> {
    Box::new(Problem::new(ProblemKind::Failed, "tour_no_place").with("why", why))
}
