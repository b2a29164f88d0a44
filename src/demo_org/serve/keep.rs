//! The org in a folder: read at the start, written after each change, private to this user.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::super::config::{Config, ConfigError};
use super::super::org::Org;
use super::super::signing_key::SigningKey;
use super::{Shared, StartError, lock, now, seed};

const ORG: &str = "demo_org.ron";
const KEY: &str = "demo_org_key.pem";
const PORT: &str = "demo_org_port";
/// The value of the header `Demo-Control`, so that a script of this user can reach the switches too.
const CONTROL: &str = "demo_org_control";

/// A folder that holds an org, or will.
pub struct Kept {
    folder: PathBuf,
    key: SigningKey,
    org: Option<String>,
    port: u16,
}

impl Kept {
    /// Opens or makes the folder, and reads what is there.
    ///
    /// # Errors
    ///
    /// [`StartError`] when it cannot be read, written, or is not ours to understand.
    pub fn open(folder: &Path) -> Result<Self, StartError> {
        make_private(folder)?;
        let key = match read(&folder.join(KEY))? {
            Some(pem) => SigningKey::from_pem(&pem)?,
            None => {
                let key = SigningKey::generate()?;
                write(folder, KEY, key.pem())?;
                key
            }
        };
        let port = read(&folder.join(PORT))?.and_then(|text| text.trim().parse().ok());
        Ok(Self {
            key,
            org: read(&folder.join(ORG))?,
            port: port.unwrap_or(0),
            folder: folder.to_owned(),
        })
    }

    /// Returns the port of last time, or 0.
    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// Makes the org; what the config says is added to what was kept.
    pub(super) fn org(&self, config: Config) -> Result<Org, StartError> {
        match &self.org {
            None => Ok(Org::new(config, self.key.clone(), seed()?)?),
            Some(text) => {
                let wrong = |error: ConfigError| {
                    ConfigError(format!("{}: {error}", self.folder.join(ORG).display()))
                };
                let mut org = Org::restore(text, self.key.clone(), seed()?).map_err(wrong)?;
                org.apply(config)?;
                Ok(org)
            }
        }
    }

    /// Writes the org down after each change, until cancelled and one last time then.
    pub(super) async fn follow(
        self,
        org: Shared,
        changed: Arc<Notify>,
        cancel: CancellationToken,
        port: u16,
    ) {
        let folder = Arc::new(self.folder);
        let mut written = None;
        loop {
            // Asked before the look at the org: what changes while a write goes on is written once more.
            let is_last = cancel.is_cancelled();
            let revision = lock(&org).revision();
            if written != Some(revision) {
                let (org, folder) = (org.clone(), folder.clone());
                let saved = tokio::task::spawn_blocking(move || save(&org, &folder, port)).await;
                if let Ok(Ok(())) = saved {
                    written = Some(revision);
                }
            }
            if is_last {
                return;
            }
            tokio::select! {
                () = cancel.cancelled() => {}
                () = changed.notified() => {}
            }
        }
    }
}

fn save(org: &Shared, folder: &Path, port: u16) -> Result<(), StartError> {
    let (text, control) = {
        let mut org = lock(org);
        (org.snapshot(now())?, org.control_token().to_owned())
    };
    write(folder, PORT, &port.to_string())?;
    write(folder, CONTROL, &control)?;
    write(folder, ORG, &text)
}

fn read(path: &Path) -> Result<Option<String>, StartError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StartError::Io(error)),
    }
}

/// Writes a file whole: under another name first, readable by its owner only.
fn write(folder: &Path, name: &str, text: &str) -> Result<(), StartError> {
    // `tempfile` makes files 0600.
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.persist(folder.join(name))
        .map_err(|error| StartError::Io(error.error))?;
    Ok(())
}

fn make_private(folder: &Path) -> Result<(), StartError> {
    fs::create_dir_all(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}
