//! Config: how the engine shall work, and what the settings say to the network.

use std::path::PathBuf;

use crate::engine::http::{Bounds, HttpSettings};
use crate::engine::vault_key::Access;
use crate::model::settings::Settings;

/// How the engine shall work.
#[derive(Debug, Clone)]
pub struct Config {
    /// All state in this folder; left out: the platform's folders.
    pub data_dir: Option<PathBuf>,
    /// Where the key of the vault is.
    pub access: Access,
    /// The kind of vault was asked for by the person: no other is offered.
    pub access_is_given: bool,
    /// `$BROWSER`, as it was when the program started.
    pub browser: Option<String>,
    /// Bounds of exchanges; tests make them small.
    pub bounds: Bounds,
    /// Notice what other processes write, and try pending revocations again: for the window.
    pub background: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data_dir: None,
            access: Access::Keyring,
            access_is_given: false,
            browser: std::env::var("BROWSER").ok(),
            bounds: Bounds::default(),
            background: false,
        }
    }
}

/// Makes the client's settings of the person's.
pub(super) fn http_settings(settings: &Settings, bounds: Bounds) -> HttpSettings {
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    HttpSettings {
        extra_ca: given(&settings.extra_ca).map(PathBuf::from),
        proxy: given(&settings.proxy),
        bounds,
    }
}
