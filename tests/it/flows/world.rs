//! `FlowIo` over the demo org in process: a person who fills in the real pages, and a clock that only waits move.

use std::collections::BTreeSet;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use valet_key::demo_org::{Reply, Request as DemoRequest, Response as DemoResponse, respond};
use valet_key::engine::journal;
use valet_key::model::profile::Profile;
use valet_key::model::run::{Exchange, Lane};
use valet_key::model::secret::{ClientSecret, Secret};
use valet_key::model::time::UnixTime;
use valet_key::protocol::callback::{self, Heard};
use valet_key::protocol::client_auth::AppSecrets;
use valet_key::protocol::error::{FlowError, Transport};
use valet_key::protocol::io::{
    Answer, BrowserTrip, Callback, CallbackPart, FlowIo, Prompt, Question,
};
use valet_key::protocol::login::{self, LoggedIn};
use valet_key::protocol::message::{Method, Request, Response};
use valet_key::protocol::pasted::{self, Pasted};

use crate::demo_org::person::{BASE, CALLBACK, World};

/// Changes the answer to a path.
pub type Tamper = Box<dyn Fn(&str, &mut Response) + Send>;

/// The demo org, a person at a browser, and the record of it all.
pub struct CatalogWorld {
    pub org: World,
    pub exchanges: Vec<Exchange>,
    pub notes: Vec<&'static str>,
    /// Who logs in.
    pub username: &'static str,
    /// What is typed where a password is asked for.
    pub password: &'static str,
    /// What is given where a subject token is asked for.
    pub subject: String,
    /// How often something was asked.
    pub asked: usize,
    /// What is clicked on the consent page.
    pub click: &'static str,
    /// The page at which the browser stopped without coming back.
    pub stuck_at: Option<DemoResponse>,
    /// What stands between the org and us: it may change an answer to a path.
    pub tamper: Option<Tamper>,
    /// Requests to this path never reach the org, and are answered with an empty 200.
    pub refuse_silently: Option<&'static str>,
    /// Origins that were sent a request.
    pub origins: BTreeSet<String>,
    began_ms: i64,
    seed: u8,
}

impl CatalogWorld {
    pub fn new() -> Self {
        Self::with("()")
    }

    /// Makes a world whose org has this config.
    pub fn with(config: &str) -> Self {
        let org = World::with(config);
        let began_ms = org.now_ms;
        Self {
            org,
            exchanges: Vec::new(),
            notes: Vec::new(),
            username: "admin@demo.example",
            password: "demo-admin-1",
            subject: String::new(),
            asked: 0,
            click: "Allow",
            stuck_at: None,
            tamper: None,
            refuse_silently: None,
            origins: BTreeSet::new(),
            began_ms,
            seed: 0,
        }
    }

    pub fn log_in(
        &mut self,
        profile: &Profile,
        secret: Option<&str>,
    ) -> Result<LoggedIn, FlowError> {
        let secret = secret.map(|text| ClientSecret::new(text.to_owned()));
        self.log_in_with(profile, &secret.into())
    }

    pub fn log_in_with(
        &mut self,
        profile: &Profile,
        kept: &AppSecrets,
    ) -> Result<LoggedIn, FlowError> {
        let callback = profile.callback_urls.first();
        run(login::run(self, profile, kept, callback))
    }

    fn next_number(&self) -> u32 {
        u32::try_from(self.exchanges.len()).unwrap_or_default() + 1
    }

    /// Opens the address as a browser with cookies, logs in and clicks, until the callback or a page of the org.
    fn browse_pages(&mut self, address: &str) -> DemoResponse {
        let opened = self.org.browse(DemoRequest::get(address));
        let mut page = self.org.follow(opened);
        if page.text().contains("name=\"pw\"") {
            page = self.org.log_in(&page, self.username);
        }
        if page.text().contains("name=\"provider\"") {
            let who = [("username", self.username), ("provider", "Continue")];
            let came = self.org.submit(&page, &who);
            page = self.org.follow(came);
        }
        if page.text().contains("name=\"save\"") {
            let button = if self.click == "Allow" {
                "Allow"
            } else {
                "Deny"
            };
            page = self.org.submit(&page, &[("save", button)]);
        }
        page
    }
}

impl CatalogWorld {
    /// Goes to the page on another machine, logs in, types the code and says yes or no.
    fn enter_code(&mut self, at: &str, user_code: &str) {
        let mut page = self.browse_pages(at);
        assert!(
            page.text().contains("name=\"user_code\""),
            "{}",
            page.text()
        );
        page = self
            .org
            .submit(&page, &[("user_code", user_code), ("save", "Connect")]);
        self.org.submit(&page, &[("save", self.click)]);
    }
}

/// A profile for one of the demo org's apps.
pub fn profile(client_id: &str, scope: &str) -> Profile {
    serde_json::from_value(serde_json::json!({
        "profile_id": "demo", "name": "Demo", "login_url": BASE, "client_id": client_id,
        "callback_urls": [CALLBACK], "scope": scope,
    }))
    .expect("a profile")
}

/// Runs a future whose world answers at once.
pub fn run<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the demo org answers at once"),
    }
}

impl FlowIo for CatalogWorld {
    async fn send(&mut self, request: Request) -> Result<Response, FlowError> {
        self.origins
            .insert(request.url.origin().ascii_serialization());
        if self.refuse_silently == Some(request.url.path()) {
            return Ok(Response {
                status: 200,
                headers: Vec::new(),
                body: Vec::new().into(),
            });
        }
        let mut exchange = journal::begin(self.next_number(), &request, self.now());
        let mut asked = match request.method {
            Method::Get => DemoRequest::get(request.full_url().as_str()),
            Method::Post => {
                let mut asked = DemoRequest::new("POST", request.url.as_str())
                    .with("Content-Type", "application/x-www-form-urlencoded");
                asked.body = request.form_body().as_bytes().to_vec();
                asked
            }
        };
        for header in &request.headers {
            asked = asked.with(header.name, header.value.wire());
        }
        self.org.now_ms += 10;
        let reply = respond(
            &mut self.org.org,
            asked,
            UnixTime::from_millis(self.org.now_ms),
        );
        let mut outcome = match reply {
            Reply::Dropped => Err(FlowError::Transport {
                why: Transport::BrokeOff,
                host: "localhost".to_owned(),
            }),
            Reply::Now(response) | Reply::Later { response, .. } => Ok(Response {
                status: response.status,
                headers: response
                    .headers
                    .into_iter()
                    .map(|(name, value)| (name.to_ascii_lowercase(), value))
                    .collect(),
                body: response.body.into(),
            }),
        };
        if let (Some(tamper), Ok(response)) = (&self.tamper, &mut outcome) {
            tamper(request.url.path(), response);
        }
        journal::end(&mut exchange, &request, &outcome, Duration::from_millis(10));
        self.exchanges.push(exchange);
        outcome
    }

    async fn browse(&mut self, trip: BrowserTrip) -> Result<Callback, FlowError> {
        self.exchanges.push(journal::begin_trip(
            self.next_number(),
            &trip.authorize,
            self.now(),
        ));
        let page = self.browse_pages(trip.authorize.full_url().as_str());
        let location = page.header("Location").map(str::to_owned);
        let Some(parameters) = location
            .as_deref()
            .and_then(|url| url.strip_prefix(trip.callback.as_str()))
        else {
            // The browser shows a page of the org: the person pastes what it says.
            let text = page.text();
            self.stuck_at = Some(page);
            return match pasted::read(&text, &trip.state, &trip.issuer) {
                Pasted::Refusal(refusal) => Err(FlowError::Refused(refusal)),
                _ => Err(FlowError::TimedOut),
            };
        };
        let mark = match trip.part {
            CallbackPart::Fragment => '#',
            CallbackPart::Query => '?',
        };
        // The org may refuse in the query what it would grant in the fragment.
        let parameters = parameters
            .strip_prefix(mark)
            .or_else(|| parameters.strip_prefix('?'))
            .unwrap_or_default();
        match callback::read(parameters, &trip.state, &trip.issuer) {
            Heard::Ours(callback) => {
                let way = (Lane::Browser, Lane::ValetKey);
                let number = self.next_number();
                self.exchanges.push(journal::callback(
                    number,
                    way,
                    (CALLBACK, trip.part),
                    &callback,
                    self.now(),
                ));
                Ok(callback)
            }
            Heard::WrongIssuer => Err(callback::wrong_issuer()),
            Heard::Unproven(_) | Heard::Stray(_) => Err(FlowError::TimedOut),
        }
    }

    fn show(&mut self, prompt: Prompt) {
        match prompt {
            Prompt::Note(code) => self.notes.push(code),
            Prompt::EnterUserCode { user_code, at, .. } => {
                self.enter_code(at.as_str(), &user_code);
            }
        }
    }

    async fn ask(&mut self, question: Question) -> Result<Answer, FlowError> {
        self.asked += 1;
        let typed = match question {
            Question::SubjectToken => self.subject.as_str(),
            _ => self.password,
        };
        Ok(Answer(Secret::new(typed.to_owned())))
    }

    async fn wait(&mut self, pause: Duration) {
        self.org.now_ms += i64::try_from(pause.as_millis()).unwrap_or(i64::MAX);
    }

    fn elapsed(&self) -> Duration {
        Duration::from_millis(u64::try_from(self.org.now_ms - self.began_ms).unwrap_or_default())
    }

    fn now(&self) -> UnixTime {
        UnixTime::from_millis(self.org.now_ms)
    }

    fn random(&mut self) -> [u8; 32] {
        self.seed += 1;
        [self.seed; 32]
    }
}
