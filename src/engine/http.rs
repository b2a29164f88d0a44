//! HTTP: sends one request and brings the answer, bounded in time and size, to pinned origins only (R27–R34).
//!
//! No redirect is followed, no cookie kept, nothing decompressed. Hosts of
//! this machine have a client of their own that knows no proxy.

mod client;
mod fault;
mod lanes;
mod origins;
mod retry;

use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use zeroize::Zeroizing;

pub use origins::Origins;
pub use retry::{Pause, next_pause};

use crate::model::host::is_loopback;
use crate::model::problem::{Problem, ProblemKind};
use crate::protocol::error::{FlowError, Transport};
use crate::protocol::message::{Expect, Field, Method, Request, Response};
use lanes::Lanes;

/// How long and how large an exchange may be (R30).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Until the connection stands, TLS included.
    pub connect: Duration,
    /// Between two pieces of an answer.
    pub idle: Duration,
    /// For the whole exchange.
    pub total: Duration,
    /// Bytes of headers in an answer.
    pub headers: usize,
    /// Bytes of a token answer.
    pub token_body: usize,
    /// Bytes of any other answer.
    pub body: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            idle: Duration::from_secs(15),
            total: Duration::from_secs(30),
            headers: 64 * 1024,
            token_body: 256 * 1024,
            body: 1024 * 1024,
        }
    }
}

/// What a person can set about connections, and the bounds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HttpSettings {
    /// A PEM file with more authorities than the system trusts.
    pub extra_ca: Option<PathBuf>,
    /// A proxy for remote hosts; left out: the system's.
    pub proxy: Option<String>,
    /// Bounds; tests make them small.
    pub bounds: Bounds,
}

/// The one HTTP client of the program.
pub struct Http {
    settings: HttpSettings,
    remote: OnceLock<Result<reqwest::Client, Box<Problem>>>,
    local: OnceLock<Result<reqwest::Client, Box<Problem>>>,
    lanes: Lanes,
}

impl Http {
    /// Takes the settings; certificates are loaded with the first request.
    #[must_use]
    pub fn new(settings: HttpSettings) -> Self {
        Self {
            settings,
            remote: OnceLock::new(),
            local: OnceLock::new(),
            lanes: Lanes::default(),
        }
    }

    /// Says whether clients can be made so, and what of the settings is wrong if not.
    ///
    /// # Errors
    ///
    /// What is wrong with the proxy's address or the file of authorities; `field` names which.
    pub fn check(settings: &HttpSettings) -> Result<(), Box<Problem>> {
        client::check(settings)
    }

    /// Returns what it was made with.
    #[must_use]
    pub fn settings(&self) -> &HttpSettings {
        &self.settings
    }

    /// Sends one request, once, and returns the answer whatever its status.
    ///
    /// # Errors
    ///
    /// A host that is not pinned, a connection that failed, an answer over its bounds.
    pub async fn send(&self, request: &Request, origins: &Origins) -> Result<Response, FlowError> {
        if !origins.allow(&request.url) {
            let host = origins::shown(&request.url);
            let problem = Problem::new(ProblemKind::Refused, "host_not_pinned");
            return Err(problem.with("host", host).into());
        }
        let client = self.client(request)?;
        let host = request.url.host_str().unwrap_or_default().to_owned();
        let _lane = self.lanes.enter(&host).await;
        let answer = tokio::time::timeout(
            self.settings.bounds.total,
            self.exchange(client, request, &host),
        );
        answer.await.unwrap_or_else(|_| {
            Err(FlowError::Transport {
                why: Transport::TimedOut,
                host,
            })
        })
    }

    fn client(&self, request: &Request) -> Result<&reqwest::Client, FlowError> {
        let client = if is_loopback(&request.url) {
            self.local.get_or_init(|| client::local(&self.settings))
        } else {
            self.remote.get_or_init(|| client::remote(&self.settings))
        };
        client
            .as_ref()
            .map_err(|problem| FlowError::Local(problem.clone()))
    }

    async fn exchange(
        &self,
        client: &reqwest::Client,
        request: &Request,
        host: &str,
    ) -> Result<Response, FlowError> {
        let malformed = || FlowError::Transport {
            why: Transport::Malformed,
            host: host.to_owned(),
        };
        let headers = headers(&request.headers).ok_or_else(malformed)?;
        let builder = match request.method {
            Method::Get => client.get(request.full_url()),
            Method::Post => client
                .post(request.url.clone())
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(String::clone(&request.form_body())),
        };
        let mut answer = builder
            .headers(headers)
            .send()
            .await
            .map_err(|error| fault::of(&error, host))?;
        let status = answer.status().as_u16();
        let too_big = || FlowError::NotOAuth {
            code: "answer_too_big",
            status,
            host: host.to_owned(),
        };

        let size: usize = answer
            .headers()
            .iter()
            .map(|(name, value)| name.as_str().len() + value.len() + 4)
            .sum();
        if size > self.settings.bounds.headers {
            return Err(too_big());
        }
        if let Some(encoding) = answer.headers().get("content-encoding")
            && encoding != "identity"
        {
            // Nobody asked for it; unpacking is how a small answer becomes a large one.
            return Err(FlowError::NotOAuth {
                code: "answer_malformed",
                status,
                host: host.to_owned(),
            });
        }
        let headers = answer
            .headers()
            .iter()
            .map(|(name, value)| {
                let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
                (name.as_str().to_owned(), value)
            })
            .collect();

        let most = match request.expect {
            Expect::Token => self.settings.bounds.token_body,
            Expect::Other => self.settings.bounds.body,
        };
        let mut body = Zeroizing::new(Vec::with_capacity(4096));
        while let Some(chunk) = answer
            .chunk()
            .await
            .map_err(|error| fault::of(&error, host))?
        {
            if body.len() + chunk.len() > most {
                return Err(too_big());
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Response {
            status,
            headers,
            body,
        })
    }
}

/// Turns the fields into headers, secret ones marked; nothing when one cannot be a header.
fn headers(fields: &[Field]) -> Option<HeaderMap> {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    for field in fields {
        let name = HeaderName::from_bytes(field.name.as_bytes()).ok()?;
        let mut value = HeaderValue::from_str(field.value.wire()).ok()?;
        value.set_sensitive(matches!(
            field.value,
            crate::protocol::message::Value::Secret(_)
        ));
        headers.insert(name, value);
    }
    Some(headers)
}
