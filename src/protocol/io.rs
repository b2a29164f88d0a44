//! The outside world as a flow sees it: eight verbs, no sockets, no clock.

use std::fmt;
use std::future::Future;
use std::time::Duration;

use url::Url;

use super::error::FlowError;
use super::message::{Request, Response};
use crate::model::client::CallbackUrl;
use crate::model::secret::Secret;
use crate::model::time::UnixTime;

/// All that a flow may ask of the world.
///
/// Three implementations: `engine::flow_io` (the world), `tests/it/flows.rs`
/// (the demo org in process, virtual time), and canned answers in unit tests.
pub trait FlowIo: Send {
    /// Sends one request and returns the answer, whatever its status.
    fn send(
        &mut self,
        request: Request,
    ) -> impl Future<Output = Result<Response, FlowError>> + Send;
    /// Opens the system browser and returns the parameters of the callback.
    fn browse(
        &mut self,
        trip: BrowserTrip,
    ) -> impl Future<Output = Result<Callback, FlowError>> + Send;
    /// Shows something to the person without waiting for an answer.
    fn show(&mut self, prompt: Prompt);
    /// Asks the person for something that only they know.
    fn ask(&mut self, question: Question)
    -> impl Future<Output = Result<Answer, FlowError>> + Send;
    /// Waits, or returns at once in a test.
    fn wait(&mut self, pause: Duration) -> impl Future<Output = ()> + Send;
    /// Returns the time since this flow began.
    fn elapsed(&self) -> Duration;
    /// Returns how long the person wants to wait for people, where they said so.
    fn patience(&self) -> Option<Duration> {
        None
    }
    /// Returns the wall-clock time, for `exp` and `iat` claims.
    fn now(&self) -> UnixTime;
    /// Returns fresh randomness, for `state`, `nonce` and PKCE verifiers.
    fn random(&mut self) -> [u8; 32];
}

/// One trip of the browser: what to open, and how a true callback is recognised.
#[derive(Debug)]
pub struct BrowserTrip {
    /// The authorize request; its full URL is what the browser opens.
    pub authorize: Request,
    /// Where the answer comes back.
    pub callback: CallbackUrl,
    /// The state parameter (RFC 6749 10.12); a callback without it is a stray.
    pub state: Secret,
    /// The issuer that a callback's `iss` must name (RFC 9207).
    pub issuer: IssuerRule,
    /// Where in the callback the answer stands.
    pub part: CallbackPart,
}

/// The part of a callback address that holds the org's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallbackPart {
    /// The query: the listener sees it (RFC 6749 section 4.1.2).
    Query,
    /// The fragment: the browser keeps it, so a page of ours must hand it over (RFC 6749 section 4.2.2, R18).
    Fragment,
}

/// What is known of `iss` in callbacks (R15).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IssuerRule {
    /// The server does not say that it sends one; if one comes, it must be this.
    IfPresent(String),
    /// The server's metadata promise one: it must be there and be this.
    Required(String),
    /// No issuer is known; one that comes is not compared.
    Unknown,
}

/// The parameters of a true callback: state and issuer are already checked.
#[derive(Clone)]
pub struct Callback {
    fields: Vec<(String, Secret)>,
}

impl Callback {
    /// Takes decoded parameters, none of them twice.
    #[must_use]
    pub fn new(fields: Vec<(String, Secret)>) -> Self {
        Self { fields }
    }

    /// Returns the parameter of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Secret> {
        self.fields
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value)
    }

    /// Returns names and values, in order.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &Secret)> {
        self.fields
            .iter()
            .map(|(name, value)| (name.as_str(), value))
    }

    /// Returns the names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|(name, _)| name.as_str())
    }
}

impl fmt::Debug for Callback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}

/// Something the person should see while a flow goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Prompt {
    /// Enter this code at this address (RFC 8628 3.3).
    EnterUserCode {
        /// The code, as sent.
        user_code: String,
        /// Where to enter it.
        at: Url,
        /// Until when it works.
        until: UnixTime,
    },
    /// A note about the answer: the words key `flow-note-<code>`.
    Note(&'static str),
}

/// Something only the person knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// A one-time code that was sent to them.
    OneTimeCode,
    /// A password, used once and never kept.
    Password,
    /// A token of another provider, used once and never kept.
    SubjectToken,
}

/// What the person answered.
#[derive(Debug)]
pub struct Answer(pub Secret);
