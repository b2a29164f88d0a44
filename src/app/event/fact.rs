//! What events carry: how the vault stands, what a revocation came to, one line of the doctor.

use std::sync::Arc;

use super::super::effect::WhichToken;
use crate::model::client::ClientAuth;
use crate::model::ids::{RunId, SessionId};
use crate::model::problem::Problem;
use crate::model::profile::Profile;
use crate::model::settings::VaultKind;

/// A profile and what we keep about it beside its definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileRecord {
    /// The definition.
    pub profile: Arc<Profile>,
    /// A client secret is in the vault.
    pub has_client_secret: bool,
    /// A private key is in the vault.
    pub has_private_key: bool,
}

impl ProfileRecord {
    /// Returns true when the app can prove itself, which introspection asks for.
    #[must_use]
    pub fn may_introspect(&self) -> bool {
        match self.profile.client_auth(self.has_client_secret) {
            ClientAuth::ClientSecretPost | ClientAuth::ClientSecretBasic => self.has_client_secret,
            ClientAuth::PrivateKeyJwt => true,
            ClientAuth::None => false,
        }
    }
}

/// How the vault stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VaultStanding {
    /// Nobody looked yet.
    Unknown,
    /// There is none yet; it will be made on first use by this kind.
    NotMade(VaultKind),
    /// There is none yet, and no keyring: the person must choose (R53).
    NeedsChoice,
    /// Open.
    Open(VaultKind),
    /// Locked; this opens it.
    Locked(VaultKind),
    /// The keyring asks the person for something.
    WaitingForKeyring,
    /// The vault is there and its key is not: recovery (R54, decision 29).
    KeyMissing {
        /// A recovery passphrase was set.
        has_recovery: bool,
    },
    /// Something else is wrong with it.
    Broken(Box<Problem>),
}

/// What became of one token when it was revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RevokeResult {
    /// Ended now.
    Revoked,
    /// Was dead already.
    AlreadyInvalid,
    /// Still works.
    StillLive,
    /// No connection: kept, and tried again.
    Pending,
}

/// How the end of a token was proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RevokeProof {
    /// By introspection.
    Introspection,
    /// By UserInfo.
    Userinfo,
    /// By a refresh that was refused.
    Refresh,
}

/// What revoking one session came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocation {
    /// Each token and its fate, in the order of the requests.
    pub tokens: Vec<(WhichToken, RevokeResult)>,
    /// The proof; `None` where nothing could prove it.
    pub proof: Option<RevokeProof>,
}

/// One line of the doctor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Its name: `keyring`, `dns`.
    pub check: &'static str,
    /// How it came out.
    pub result: CheckResult,
    /// What was seen.
    pub detail: String,
    /// What to do next, where something is to be done.
    pub next: Option<String>,
}

/// How one check came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckResult {
    /// Good.
    Passed,
    /// Works, but not as it should.
    Warning,
    /// Does not work.
    Failed,
    /// Was not looked at, for the reason in the detail.
    Skipped,
}

/// How a waiting login got, or did not get, its browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BrowserOpened {
    /// This one was started.
    Yes(String),
    /// None was wanted.
    NotWanted,
    /// None could be started; the address must be opened by hand.
    No(Box<Problem>),
}

/// The page at which a browser ends its own login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogoutPage {
    /// The effect's id.
    pub run_id: RunId,
    /// To the org of which session.
    pub session_id: SessionId,
    /// Its address; nothing in it is secret.
    pub url: String,
    /// A browser was started with it.
    pub is_opened: bool,
}
