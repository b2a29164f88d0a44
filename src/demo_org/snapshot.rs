//! What an org that is kept in a folder writes down: everything but what is in the air.
//!
//! Tokens are hashes; passwords and secrets of the made-up users and apps are in the clear, as they are in the assets.

use serde::{Deserialize, Serialize};

use super::config::{Config, ConfigError};
use super::fault::Fault;
use super::org::Org;
use super::org::app::App;
use super::org::approval::Approvals;
use super::org::settings::OrgSettings;
use super::org::token::Tokens;
use super::org::user::User;
use super::respond::millis;
use super::signing_key::SigningKey;
use crate::model::time::UnixTime;

/// The form of the file; another number is refused.
const SCHEMA: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Kept {
    schema: u32,
    settings: OrgSettings,
    users: Vec<User>,
    apps: Vec<App>,
    approvals: Approvals,
    tokens: Tokens,
    clock_ms: i64,
    #[serde(default)]
    faults: Vec<Fault>,
}

#[derive(Serialize)]
struct KeptRef<'a> {
    schema: u32,
    settings: &'a OrgSettings,
    users: &'a [User],
    apps: &'a [App],
    approvals: &'a Approvals,
    tokens: &'a Tokens,
    clock_ms: i64,
    faults: &'a [Fault],
}

impl Org {
    /// Writes the org as RON; the signing key is not in it.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] when RON cannot write it, which no org has been seen to cause.
    pub fn snapshot(&mut self, now: UnixTime) -> Result<String, ConfigError> {
        self.tokens
            .prune(millis(now).saturating_add_signed(self.clock_ms));
        let kept = KeptRef {
            schema: SCHEMA,
            settings: &self.settings,
            users: &self.users,
            apps: &self.apps,
            approvals: &self.approvals,
            tokens: &self.tokens,
            clock_ms: self.clock_ms,
            faults: self.faults.all(),
        };
        ron::to_string(&kept).map_err(|error| ConfigError(error.to_string()))
    }

    /// Makes an org from what [`Org::snapshot`] wrote; the seed must be fresh.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] for any other text.
    pub fn restore(text: &str, key: SigningKey, seed: [u8; 32]) -> Result<Self, ConfigError> {
        let kept: Kept = ron::from_str(text).map_err(|error| ConfigError(error.to_string()))?;
        if kept.schema != SCHEMA {
            return Err(ConfigError(format!("schema {} is not known", kept.schema)));
        }
        let mut org = Self::new(Config::default(), key, seed)?;
        org.settings = kept.settings;
        // Built-in users and apps that came with a newer version are added.
        org.users
            .retain(|new| !kept.users.iter().any(|it| it.username == new.username));
        org.users.splice(0..0, kept.users);
        org.apps
            .retain(|new| !kept.apps.iter().any(|it| it.client_id == new.client_id));
        org.apps.splice(0..0, kept.apps);
        org.approvals = kept.approvals;
        org.tokens = kept.tokens;
        org.tokens.index();
        org.clock_ms = kept.clock_ms;
        for fault in kept.faults {
            org.faults.add(fault);
        }
        Ok(org)
    }

    /// Returns a number that grows with every change worth keeping.
    pub fn revision(&self) -> u64 {
        self.revision
    }
}
