//! The loopback server around [`respond`](super::respond()); the only I/O of the demo org.

mod bind;
mod connection;
mod guard;
mod keep;
mod multipart;
mod ready;
mod switches;
mod tls;

pub use keep::Kept;
pub use ready::{Ready, ReadyApp, ReadyUser};
pub use switches::Switches;

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::config::{Config, ConfigError};
use super::encode::sha256;
use super::org::Org;
use super::signing_key::{KeyError, SigningKey};
use crate::model::time::UnixTime;

/// How a server is started.
#[derive(Default)]
pub struct Options {
    /// Port for plain HTTP; 0 is that of last time in a folder that knows one, else a free one.
    pub port: u16,
    /// A free port, whatever the folder says.
    pub other_port: bool,
    /// HTTPS beside it.
    pub tls: Option<TlsOptions>,
    /// Users, apps, settings, faults and tokens beside the built-in ones.
    pub config: Config,
    /// Signs in and approves as this user without a page.
    pub auto_approve: Option<String>,
    /// Where requests are written, one line each.
    pub log: RequestLog,
    /// Keeps the org in this folder, port included; without one it is gone when it stops.
    pub folder: Option<PathBuf>,
}

/// What HTTPS needs.
pub struct TlsOptions {
    /// Port; 0 is a free one.
    pub port: u16,
    /// Certificate chain in PEM.
    pub certificate_pem: Vec<u8>,
    /// Private key in PEM.
    pub key_pem: Vec<u8>,
}

/// Where requests are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RequestLog {
    /// Nowhere.
    #[default]
    Off,
    /// To standard error.
    Stderr,
}

/// Why a server did not start.
#[derive(Debug)]
pub enum StartError {
    /// The port belongs to somebody else.
    PortTaken(u16),
    /// The config makes no sense.
    Config(ConfigError),
    /// Another option makes no sense.
    Flag {
        /// Its name on the command line.
        flag: &'static str,
        /// What is wrong.
        why: String,
    },
    /// The signing key could not be made.
    Key(KeyError),
    /// Anything else the system refused.
    Io(std::io::Error),
}

impl fmt::Display for StartError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PortTaken(port) => write!(out, "port {port} is taken by another program"),
            Self::Config(error) => error.fmt(out),
            Self::Flag { flag, why } => write!(out, "{flag}: {why}"),
            Self::Key(error) => error.fmt(out),
            Self::Io(error) => write!(out, "the demo org could not start: {error}"),
        }
    }
}

impl std::error::Error for StartError {}

impl From<std::io::Error> for StartError {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<ConfigError> for StartError {
    fn from(error: ConfigError) -> Self {
        Self::Config(error)
    }
}

impl From<KeyError> for StartError {
    fn from(error: KeyError) -> Self {
        Self::Key(error)
    }
}

/// The org as the connections share it.
pub(super) type Shared = Arc<Mutex<Org>>;

/// Locks the org; a panic of another request does not end it.
pub(super) fn lock(org: &Shared) -> MutexGuard<'_, Org> {
    org.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns the time of this machine.
pub(super) fn now() -> UnixTime {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    UnixTime::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// A server that runs until it is stopped or dropped.
pub struct Running {
    ready: Ready,
    switches: Switches,
    tasks: JoinSet<()>,
}

impl Running {
    /// Returns what the ready line says.
    pub fn ready(&self) -> &Ready {
        &self.ready
    }

    /// Returns the plain HTTP address, without trailing slash.
    pub fn base_url(&self) -> &str {
        &self.ready.base_url
    }

    /// Returns the value of the header `Demo-Control`.
    pub fn control_token(&self) -> &str {
        &self.ready.control_token
    }

    /// Lets a caller in the same process look at the org, or change it, between two requests.
    pub fn with_org<T>(&self, look: impl FnOnce(&mut Org) -> T) -> T {
        look(&mut lock(&self.switches.org))
    }

    /// Returns the switches.
    pub fn switches(&self) -> &Switches {
        &self.switches
    }

    /// Stops within two seconds; what is in progress is dropped, and a kept org is written down.
    pub async fn stop(mut self) {
        self.switches.cancel.cancel();
        let all = async { while self.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(Duration::from_millis(1800), all)
            .await
            .is_err()
        {
            self.tasks.abort_all();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.switches.cancel.cancel();
    }
}

/// Starts a server on the running tokio runtime.
///
/// # Errors
///
/// [`StartError`]; nothing is left listening then.
pub async fn start(options: Options) -> Result<Running, StartError> {
    let tls = options.tls.as_ref().map(tls::Tls::read).transpose()?;
    let kept = options
        .folder
        .as_ref()
        .map(|folder| Kept::open(folder))
        .transpose()?;
    let mut org = match &kept {
        Some(kept) => kept.org(options.config)?,
        None => Org::new(options.config, new_key().await?, seed()?)?,
    };
    if let Some(username) = &options.auto_approve {
        org.auto_approve(username)
            .map_err(|error| StartError::Flag {
                flag: "auto-approve",
                why: error.to_string(),
            })?;
    }
    let port = match (options.port, &kept) {
        (0, Some(kept)) if !options.other_port => kept.port(),
        (port, _) => port,
    };
    let plain = bind::both(port).await?;
    let secure = match (&options.tls, tls) {
        (Some(options), Some(tls)) => Some((bind::both(options.port).await?, tls)),
        _ => None,
    };
    let ready = Ready::new(
        &org,
        plain.port,
        secure.as_ref().map(|(bound, _)| bound.port),
    );
    let shared = Arc::new(Mutex::new(org));
    let cancel = CancellationToken::new();
    let mut tasks = JoinSet::new();
    let door = connection::Door {
        org: shared.clone(),
        cancel: cancel.clone(),
        log: options.log,
        changed: Arc::new(Notify::new()),
        heard: Arc::new(Notify::new()),
        room: Arc::new(tokio::sync::Semaphore::new(connection::CONNECTIONS)),
    };
    for listener in plain.listeners {
        tasks.spawn(connection::accept(listener, door.clone(), None));
    }
    if let Some((bound, tls)) = secure {
        let tls = Arc::new(tls);
        for listener in bound.listeners {
            tasks.spawn(connection::accept(
                listener,
                door.clone(),
                Some(tls.clone()),
            ));
        }
    }
    if let Some(kept) = kept {
        tasks.spawn(kept.follow(
            shared.clone(),
            door.changed.clone(),
            cancel.clone(),
            plain.port,
        ));
    }
    Ok(Running {
        ready,
        switches: Switches {
            org: shared,
            changed: door.changed,
            heard: door.heard,
            cancel,
        },
        tasks,
    })
}

/// Makes a signing key off the runtime's threads, since that takes a while.
async fn new_key() -> Result<SigningKey, StartError> {
    let made = tokio::task::spawn_blocking(SigningKey::generate).await;
    Ok(made.map_err(|_| KeyError)??)
}

/// Returns fresh randomness for an org.
fn seed() -> Result<[u8; 32], StartError> {
    let mut bytes = [0; 32];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| KeyError)?;
    Ok(sha256(&bytes))
}
