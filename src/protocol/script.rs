//! A world of canned answers, for unit tests: what was sent can be asked afterwards.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use zeroize::Zeroizing;

use super::callback::{self, Heard};
use super::error::FlowError;
use super::io::{Answer, BrowserTrip, Callback, FlowIo, Prompt, Question};
use super::message::{Method, Request, Response};
use crate::model::profile::Profile;
use crate::model::secret::Secret;
use crate::model::time::UnixTime;

/// The moment at which every script begins.
pub(crate) const NOW: UnixTime = UnixTime::from_secs(1_770_000_000);

/// Answers in order; a browser that answers with fixed parameters and the right state.
pub(crate) struct Script {
    answers: VecDeque<Result<Response, FlowError>>,
    /// Parameters of the callback; `{state}` stands for the right state.
    pub(crate) callback: String,
    /// `POST https://…/token grant_type=… ` for each request, browser trips included.
    pub(crate) sent: Vec<String>,
    /// Codes of notes shown.
    pub(crate) notes: Vec<&'static str>,
    /// Codes to enter that were shown, with their addresses.
    pub(crate) prompts: Vec<String>,
    /// Every pause.
    waits: Vec<Duration>,
    /// What a person answers.
    pub(crate) answer: &'static str,
    /// What is answered when the answers are used up.
    forever: Option<fn() -> Response>,
    seed: u8,
}

impl Script {
    /// Makes a world that answers so.
    pub(crate) fn of<const N: usize>(answers: [Response; N]) -> Self {
        Self::with(answers.into_iter().map(Ok).collect())
    }

    /// Makes a world that answers or fails so.
    pub(crate) fn with(answers: Vec<Result<Response, FlowError>>) -> Self {
        Self {
            answers: answers.into(),
            callback: "code=aPrxCode%3D%3D&state={state}".to_owned(),
            sent: Vec::new(),
            notes: Vec::new(),
            prompts: Vec::new(),
            waits: Vec::new(),
            answer: "123456",
            forever: None,
            seed: 0,
        }
    }

    /// Makes a world that answers once, and then the same again and again.
    pub(crate) fn forever(first: Response, then: fn() -> Response) -> Self {
        Self {
            forever: Some(then),
            ..Self::of([first])
        }
    }

    /// Returns every pause in seconds.
    pub(crate) fn waits_secs(&self) -> Vec<u64> {
        self.waits.iter().map(Duration::as_secs).collect()
    }

    /// Says whether every answer was fetched.
    pub(crate) fn is_used_up(&self) -> bool {
        self.answers.is_empty()
    }
}

/// A profile of the fixture in `interactive.md` 0.3.
pub(crate) fn profile() -> Profile {
    let text = r#"{"profile_id":"acme","name":"Acme","login_url":"https://login.salesforce.com","client_id":"3MVG9demo",
        "callback_urls":["http://localhost:1717/OauthRedirect"],"scope":"api refresh_token"}"#;
    serde_json::from_str(text).unwrap_or_else(|problem| unreachable!("{problem}"))
}

/// Makes a response.
pub(crate) fn answer(status: u16, content_type: &str, body: &str) -> Response {
    Response {
        status,
        headers: vec![("content-type".to_owned(), content_type.to_owned())],
        body: Zeroizing::new(body.as_bytes().to_vec()),
    }
}

/// Makes a 200 with JSON.
pub(crate) fn json(body: &str) -> Response {
    answer(200, "application/json;charset=UTF-8", body)
}

/// Runs a future whose world answers at once.
pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    match future
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()))
    {
        Poll::Ready(value) => value,
        Poll::Pending => unreachable!("a script answers at once"),
    }
}

impl FlowIo for Script {
    async fn send(&mut self, request: Request) -> Result<Response, FlowError> {
        let headers: String = request
            .headers
            .iter()
            .map(|h| format!(" [{}: {}]", h.name, h.value.wire()))
            .collect();
        self.sent.push(match request.method {
            Method::Get => format!("GET {}{headers}", request.full_url()),
            Method::Post => format!("POST {} {}{headers}", request.url, *request.form_body()),
        });
        self.answers
            .pop_front()
            .or_else(|| self.forever.map(|answer| Ok(answer())))
            .unwrap_or_else(|| unreachable!("one request too many: {:?}", self.sent))
    }

    async fn browse(&mut self, trip: BrowserTrip) -> Result<Callback, FlowError> {
        self.sent
            .push(format!("BROWSE {}", trip.authorize.full_url()));
        let parameters = self.callback.replace("{state}", trip.state.expose());
        match callback::read(&parameters, &trip.state, &trip.issuer) {
            Heard::Ours(callback) => Ok(callback),
            Heard::WrongIssuer => Err(callback::wrong_issuer()),
            Heard::Stray(_) | Heard::Unproven(_) => Err(FlowError::TimedOut),
        }
    }

    fn show(&mut self, prompt: Prompt) {
        match prompt {
            Prompt::Note(code) => self.notes.push(code),
            Prompt::EnterUserCode { user_code, at, .. } => {
                self.prompts.push(format!("{user_code} at {at}"));
            }
        }
    }

    async fn ask(&mut self, _: Question) -> Result<Answer, FlowError> {
        Ok(Answer(Secret::new(self.answer.to_owned())))
    }

    async fn wait(&mut self, pause: Duration) {
        self.waits.push(pause);
    }

    fn elapsed(&self) -> Duration {
        self.waits.iter().sum()
    }

    fn now(&self) -> UnixTime {
        NOW
    }

    fn random(&mut self) -> [u8; 32] {
        self.seed += 1;
        [self.seed; 32]
    }
}
