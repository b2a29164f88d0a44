//! Settings of the program, kept in the data folder; none of them is secret.

use serde::{Deserialize, Serialize};

use super::ids::ProfileId;

/// Which colours the window wears.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThemeChoice {
    /// As the system has it.
    #[default]
    System,
    /// Dark.
    Dark,
    /// Light.
    Light,
    /// High contrast.
    Contrast,
}

/// Where the key of the vault lives.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VaultKind {
    /// In the keyring of the operating system.
    #[default]
    Keyring,
    /// Under a passphrase.
    Passphrase,
    /// Nowhere: gone when the process ends.
    Memory,
}

/// What a person can set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Colours.
    pub theme: ThemeChoice,
    /// Scale of the window, 1.0 is the system's.
    pub scale: f32,
    /// No motion.
    pub reduced_motion: bool,
    /// Seconds until a copied secret is cleared from the clipboard.
    pub clipboard_secs: u32,
    /// Minutes without a hand on mouse or keyboard until the vault locks; 1 to 60.
    pub auto_lock_minutes: u32,
    /// Tokens, usernames, ids and hosts are masked (R51).
    pub presentation: bool,
    /// Times in UTC rather than local time.
    pub utc: bool,
    /// An address of a proxy; empty: the system's.
    pub proxy: String,
    /// Path of a PEM file with extra certificate authorities; empty: none.
    pub extra_ca: String,
    /// Width and height of the window in points.
    pub window_size: Option<(f32, f32)>,
    /// Position of the window.
    pub window_position: Option<(f32, f32)>,
    /// Width of the list zone in points.
    pub list_width: Option<f32>,
    /// The rail is folded to its icons.
    pub rail_folded: bool,
    /// The profiles used last, the latest first.
    pub recent: Vec<ProfileId>,
    /// The vault kind chosen when there was no keyring.
    pub vault_kind: Option<VaultKind>,
}

/// How connections are made: checked as a whole before it is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Network {
    /// An address of a proxy; empty: the system's.
    pub proxy: String,
    /// Path of a PEM file with extra certificate authorities; empty: none.
    pub extra_ca: String,
}

impl Settings {
    /// Returns how connections are made.
    #[must_use]
    pub fn network(&self) -> Network {
        Network {
            proxy: self.proxy.clone(),
            extra_ca: self.extra_ca.clone(),
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: ThemeChoice::System,
            scale: 1.0,
            reduced_motion: false,
            clipboard_secs: 20,
            auto_lock_minutes: 5,
            presentation: false,
            utc: false,
            proxy: String::new(),
            extra_ca: String::new(),
            window_size: None,
            window_position: None,
            list_width: None,
            rail_folded: false,
            recent: Vec::new(),
            vault_kind: None,
        }
    }
}
