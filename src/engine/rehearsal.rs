//! A rehearsal: the engine with a folder that goes away, secrets in memory, and a port nobody else has.

use std::net::{Ipv4Addr, Ipv6Addr, TcpListener};

use super::runner::Config;
use super::vault_key::Access;

/// A place to rehearse in; what was kept there goes when this is dropped.
pub struct Rehearsal {
    folder: tempfile::TempDir,
}

impl Rehearsal {
    /// Makes the folder.
    ///
    /// # Errors
    ///
    /// What the system said when there is no place for one.
    pub fn new() -> std::io::Result<Self> {
        let mut builder = tempfile::Builder::new();
        builder.prefix("valet-key-tour-");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            builder.permissions(std::fs::Permissions::from_mode(0o700));
        }
        let folder = builder.tempdir()?;
        Ok(Self { folder })
    }

    /// Returns how an engine works in here.
    #[must_use]
    pub fn config(&self) -> Config {
        Config {
            data_dir: Some(self.folder.path().to_owned()),
            access: Access::Memory,
            access_is_given: true,
            browser: None,
            ..Config::default()
        }
    }
}

/// Returns a port that is free on both families just now.
///
/// # Errors
///
/// What the system said when it had none.
pub fn free_port() -> std::io::Result<u16> {
    let mut last = std::io::ErrorKind::AddrInUse.into();
    for _ in 0..50 {
        let v4 = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = v4.local_addr()?.port();
        match TcpListener::bind((Ipv6Addr::LOCALHOST, port)) {
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => last = error,
            // A machine without the other family goes on with this one.
            _ => return Ok(port),
        }
    }
    Err(last)
}
