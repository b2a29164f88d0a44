//! Hosts the demo org: inside our process for the window, or in the foreground for `valet-key demo-org`.

pub mod background;
mod switches;

use std::fmt;
use std::path::{Path, PathBuf};

use crate::demo_org::config::{Config, ConfigError};
use crate::demo_org::serve::{self, Options, RequestLog, Running, TlsOptions};

pub use crate::demo_org::serve::{Ready, ReadyApp, ReadyUser, StartError};
pub use switches::DemoSwitches;

/// A demo org inside this process; it stops when dropped.
pub struct DemoHost(Running);

impl DemoHost {
    /// Starts the demo org; with a folder it keeps its port, users, settings and logins there.
    ///
    /// Without a port it is that of last time, else a free one; 0 is a free one whatever it was last time.
    ///
    /// # Errors
    ///
    /// [`StartError`]; [`StartError::PortTaken`] when another program, or another window, holds the kept port.
    pub async fn start(folder: Option<PathBuf>, port: Option<u16>) -> Result<Self, StartError> {
        let options = Options {
            folder,
            port: port.unwrap_or(0),
            other_port: port == Some(0),
            ..Options::default()
        };
        serve::start(options).await.map(Self)
    }

    /// Returns the address, such as `http://localhost:41234`.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.0.base_url()
    }

    /// Returns the value of the header `Demo-Control`.
    #[must_use]
    pub fn control_token(&self) -> &str {
        self.0.control_token()
    }

    /// Returns users and apps, with their made-up passwords and secrets.
    #[must_use]
    pub fn ready(&self) -> &Ready {
        self.0.ready()
    }

    /// Returns its switches, for as long as it runs.
    #[must_use]
    pub fn switches(&self) -> DemoSwitches {
        DemoSwitches(self.0.switches().clone())
    }

    /// Stops within two seconds.
    pub async fn stop(self) {
        self.0.stop().await;
    }
}

/// What `valet-key demo-org` was told.
#[derive(Debug, Clone, Default)]
pub struct Command {
    /// `--port`; 0 is a free one.
    pub port: u16,
    /// `--tls-port` with `--tls-cert` and `--tls-key`.
    pub tls: Option<TlsFiles>,
    /// `--config`.
    pub config: Option<PathBuf>,
    /// `--auto-approve`.
    pub auto_approve: Option<String>,
}

/// Where certificate and key are.
#[derive(Debug, Clone)]
pub struct TlsFiles {
    /// Port; 0 is a free one.
    pub port: u16,
    /// PEM certificate chain.
    pub certificate: PathBuf,
    /// PEM private key.
    pub key: PathBuf,
}

/// Why the command ended early.
#[derive(Debug)]
pub enum CommandError {
    /// A flag or the config makes no sense: exit code 2.
    Usage {
        /// The flag it came with.
        field: &'static str,
        /// What is wrong.
        why: String,
    },
    /// The port belongs to another program: exit code 5.
    PortTaken(u16),
    /// Anything else: exit code 1.
    Failed(String),
}

impl CommandError {
    /// Returns the exit code of cli-contract.md 1.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Usage { .. } => 2,
            Self::PortTaken(_) => 5,
            Self::Failed(_) => 1,
        }
    }
}

impl fmt::Display for CommandError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage { field, why } => write!(out, "{field}: {why}"),
            Self::PortTaken(port) => StartError::PortTaken(*port).fmt(out),
            Self::Failed(why) => out.write_str(why),
        }
    }
}

impl std::error::Error for CommandError {}

impl From<StartError> for CommandError {
    fn from(error: StartError) -> Self {
        match error {
            StartError::PortTaken(port) => Self::PortTaken(port),
            StartError::Config(error) => Self::Usage {
                field: "config",
                why: error.to_string(),
            },
            StartError::Flag { flag, why } => Self::Usage { field: flag, why },
            other => Self::Failed(other.to_string()),
        }
    }
}

/// Runs the demo org until SIGTERM or SIGINT, on a runtime of its own.
///
/// `announce` is called once, when the org answers; it prints and flushes the ready line.
///
/// # Errors
///
/// [`CommandError`] when the org did not start; nothing was announced then.
pub fn run_command(
    command: Command,
    announce: impl FnOnce(&Ready) -> std::io::Result<()>,
) -> Result<(), CommandError> {
    let failed = |error: std::io::Error| CommandError::Failed(error.to_string());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(failed)?;
    let done = runtime.block_on(run(command, announce));
    runtime.shutdown_timeout(std::time::Duration::from_millis(200));
    done
}

/// Runs the demo org until SIGTERM or SIGINT, on the running runtime.
///
/// # Errors
///
/// As [`run_command`].
pub async fn run(
    command: Command,
    announce: impl FnOnce(&Ready) -> std::io::Result<()>,
) -> Result<(), CommandError> {
    let failed = |error: std::io::Error| CommandError::Failed(error.to_string());
    // Before anything else, so that a signal during the start is not lost.
    let stop = Stop::new().map_err(failed)?;
    let running = serve::start(read(command)?).await?;
    announce(running.ready()).map_err(failed)?;
    stop.wait().await;
    running.stop().await;
    Ok(())
}

/// Reads the files that the flags name.
fn read(command: Command) -> Result<Options, CommandError> {
    let bytes = |field: &'static str, path: &Path| {
        std::fs::read(path).map_err(|error| CommandError::Usage {
            field,
            why: format!("{}: {error}", path.display()),
        })
    };
    let tls = match command.tls {
        None => None,
        Some(files) => Some(TlsOptions {
            port: files.port,
            certificate_pem: bytes("tls-cert", &files.certificate)?,
            key_pem: bytes("tls-key", &files.key)?,
        }),
    };
    let config = match &command.config {
        None => Config::default(),
        Some(path) => {
            let text = String::from_utf8_lossy(&bytes("config", path)?).into_owned();
            config(&text, path).map_err(|error| CommandError::Usage {
                field: "config",
                why: format!("{}: {error}", path.display()),
            })?
        }
    };
    Ok(Options {
        port: command.port,
        other_port: false,
        tls,
        config,
        auto_approve: command.auto_approve,
        log: RequestLog::Stderr,
        folder: None,
    })
}

/// Reads a config and the certificates beside it.
fn config(text: &str, path: &Path) -> Result<Config, ConfigError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut config = Config::parse(text)?;
    config.read_certificates(|name| {
        std::fs::read_to_string(folder.join(name)).map_err(|error| error.to_string())
    })?;
    Ok(config)
}

/// The signals that end the command.
struct Stop {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
}

impl Stop {
    fn new() -> std::io::Result<Self> {
        #[cfg(unix)]
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            #[cfg(unix)]
            terminate: signal(SignalKind::terminate())?,
            #[cfg(unix)]
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    async fn wait(mut self) {
        #[cfg(unix)]
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
    }
}
