//! Browsers: who is logged in where, and the authorize requests they are in the middle of.

use std::collections::BTreeMap;

/// A browser's login lives for two hours.
const LOGIN_MS: u64 = 2 * 3_600_000;

/// An authorize request that nobody finishes is forgotten.
const WAITING_MS: u64 = 30 * 60_000;

/// More than so many unfinished requests push out the oldest.
const WAITING_MAX: usize = 2_000;

/// What the waiting page leads to.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// An authorize request.
    Authorize(Box<Asked>),
    /// Entering a device's code.
    Device { user_code: Option<String> },
}

/// A checked authorize request.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) response_type: String,
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) state: Option<String>,
    pub(crate) nonce: Option<String>,
    pub(crate) challenge: Option<String>,
    pub(crate) wants_login: bool,
    pub(crate) wants_consent: bool,
    pub(crate) login_hint: Option<String>,
    /// The identity provider that was named.
    pub(crate) sso_provider: Option<String>,
    pub(crate) is_site: bool,
}

/// How far a browser has come.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// Nobody is logged in for this request yet.
    Login,
    /// The password was right, the second step is open; wrong codes are counted.
    Verify {
        username: String,
        code: String,
        wrong: u8,
    },
    /// This user is logged in and may approve.
    Approve { username: String, auth_ms: u64 },
}

/// One unfinished request, known to the browser by a random name.
#[derive(Clone)]
pub(crate) struct Waiting {
    pub(crate) purpose: Purpose,
    pub(crate) step: Step,
    pub(crate) since_ms: u64,
}

/// A browser's login.
#[derive(Clone)]
pub(crate) struct Login {
    pub(crate) username: String,
    pub(crate) auth_ms: u64,
    /// The access token that the front door took as a session id: one session with two faces.
    pub(crate) token: Option<u64>,
}

/// A single-use link into the org.
#[derive(Clone)]
pub(crate) struct Otp {
    pub(crate) username: String,
    pub(crate) issued_ms: u64,
}

/// All browsers.
#[derive(Default)]
pub(crate) struct Browsers {
    logins: BTreeMap<String, Login>,
    waiting: BTreeMap<String, Waiting>,
}

impl Browsers {
    /// Remembers a login under the hash of a cookie.
    pub(crate) fn log_in(
        &mut self,
        cookie_hash: String,
        username: &str,
        token: Option<u64>,
        now_ms: u64,
    ) {
        self.logins
            .retain(|_, login| now_ms < login.auth_ms + LOGIN_MS);
        let login = Login {
            username: username.to_owned(),
            auth_ms: now_ms,
            token,
        };
        self.logins.insert(cookie_hash, login);
    }

    pub(crate) fn login(&self, cookie_hash: &str, now_ms: u64) -> Option<&Login> {
        self.logins
            .get(cookie_hash)
            .filter(|login| now_ms < login.auth_ms + LOGIN_MS)
    }

    pub(crate) fn log_out(&mut self, cookie_hash: &str) -> Option<Login> {
        self.logins.remove(cookie_hash)
    }

    /// Keeps an unfinished request.
    pub(crate) fn wait(&mut self, source: String, waiting: Waiting) {
        let now_ms = waiting.since_ms;
        self.waiting
            .retain(|_, it| now_ms < it.since_ms + WAITING_MS);
        while self.waiting.len() >= WAITING_MAX {
            let oldest = self.waiting.iter().min_by_key(|(_, it)| it.since_ms);
            let Some(name) = oldest.map(|(name, _)| name.clone()) else {
                break;
            };
            self.waiting.remove(&name);
        }
        self.waiting.insert(source, waiting);
    }

    pub(crate) fn waiting(&mut self, source: &str, now_ms: u64) -> Option<&mut Waiting> {
        self.waiting
            .get_mut(source)
            .filter(|it| now_ms < it.since_ms + WAITING_MS)
    }

    pub(crate) fn finish(&mut self, source: &str) {
        self.waiting.remove(source);
    }
}
