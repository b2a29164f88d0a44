//! Tasks: what goes on, by run id.

use std::collections::BTreeMap;

use super::super::effect::{CopyWhat, LoginOptions, OpenTo, VaultTask, WhichToken};
use crate::model::ids::{ProfileId, RunId, SessionId};
use crate::model::time::UnixTime;

/// Something wanted of the engine, without any secret: it can be kept while the vault is opened, and tried again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Want {
    /// Log in.
    LogIn {
        /// With which profile.
        profile_id: ProfileId,
        /// What is different this time.
        options: LoginOptions,
    },
    /// Refresh a session.
    Refresh(SessionId),
    /// Revoke it on the server.
    Revoke(SessionId),
    /// Forget it here.
    Forget(SessionId),
    /// Ask the org about a token.
    Introspect {
        /// Whose.
        session_id: SessionId,
        /// Which.
        which: WhichToken,
    },
    /// Ask whose token it is.
    FetchIdentity(SessionId),
    /// Open the org in the browser.
    OpenOrg {
        /// With which session.
        session_id: SessionId,
        /// Path within the org.
        path: Option<String>,
        /// Where its single-use address goes.
        to: OpenTo,
    },
    /// End the browser's own login to the org.
    LogOut {
        /// Of which session.
        session_id: SessionId,
        /// Only tell the address.
        no_browser: bool,
    },
    /// Give out a usable token.
    TakeToken {
        /// Of which session.
        session_id: SessionId,
        /// May it be refreshed?
        may_refresh: bool,
    },
    /// Copy a secret.
    Copy {
        /// Whose.
        session_id: SessionId,
        /// What.
        what: CopyWhat,
    },
    /// Show a secret.
    Reveal {
        /// Whose.
        session_id: SessionId,
        /// Which.
        which: WhichToken,
    },
    /// Keep the form's profile; the draft has the secret.
    SaveForm {
        /// Log in next.
        then_log_in: bool,
    },
    /// Keep a deleted profile again.
    UndoDelete(ProfileId),
    /// Keep what the org said of its environment in the profile.
    TakeEnvironment(ProfileId),
    /// Keep in the profile that its insecure flow is wanted.
    AllowPassword {
        /// In which profile.
        profile_id: ProfileId,
        /// Log in next, so.
        then: Option<LoginOptions>,
    },
    /// Keep a client secret.
    SetClientSecret(ProfileId),
    /// Get a key for the form.
    FormKey,
    /// Get a key for a profile.
    KeepKey(ProfileId),
    /// Delete a profile.
    DeleteProfile(ProfileId),
    /// Import profiles.
    Import,
    /// Read a file to import.
    ReadImport,
    /// Choose a file to import.
    PickImport,
    /// Check a proxy and extra authorities.
    CheckNetwork,
    /// Choose a file of extra authorities.
    PickExtraCa,
    /// Copy a description of this installation.
    CopyDiagnostics,
    /// Save a report.
    SaveReport,
    /// Open or make the vault.
    OpenVault,
    /// Change where its key is, or what opens it.
    ChangeVault(VaultTask),
    /// Start the demo org.
    StartDemoOrg {
        /// Log in next.
        then_log_in: bool,
        /// On another port than last time; 0 is a free one.
        port: Option<u16>,
    },
    /// Read a file that was dropped on the inspector.
    ReadPasted,
    /// Fetch the keys of the issuer of the pasted text.
    FetchKeys,
    /// Ask the server of this profile about the pasted text.
    IntrospectPasted(ProfileId),
    /// End the pasted text there.
    RevokePasted(ProfileId),
    /// Look at what a login needs.
    Diagnose,
}

impl Want {
    /// Returns the session that it is about.
    #[must_use]
    pub fn session_id(&self) -> Option<&SessionId> {
        match self {
            Self::Refresh(session_id)
            | Self::Revoke(session_id)
            | Self::Forget(session_id)
            | Self::FetchIdentity(session_id)
            | Self::Introspect { session_id, .. }
            | Self::OpenOrg { session_id, .. }
            | Self::LogOut { session_id, .. }
            | Self::TakeToken { session_id, .. }
            | Self::Copy { session_id, .. }
            | Self::Reveal { session_id, .. } => Some(session_id),
            _ => None,
        }
    }

    /// Returns true when it needs the tokens or secrets in the vault.
    #[must_use]
    pub fn needs_vault(&self) -> bool {
        match self {
            Self::LogIn { .. } | Self::IntrospectPasted(_) | Self::RevokePasted(_) => true,
            // Forgetting must work although the key is gone; a browser's login is none of the vault's.
            Self::Forget(_) | Self::LogOut { .. } => false,
            other => other.session_id().is_some(),
        }
    }

    /// Returns true when it may wait until others have ended: a call about one session.
    #[must_use]
    pub fn may_wait(&self) -> bool {
        matches!(
            self,
            Self::Refresh(_)
                | Self::Revoke(_)
                | Self::Forget(_)
                | Self::Introspect { .. }
                | Self::FetchIdentity(_)
        )
    }

    /// Returns the flow name of the run that it is recorded as; `None`: it sends nothing worth a record.
    #[must_use]
    pub fn recorded_as(&self) -> Option<&'static str> {
        match self {
            Self::Refresh(_) => Some("refresh"),
            Self::Revoke(_) => Some("revoke"),
            Self::Introspect { .. } => Some("introspect"),
            Self::FetchIdentity(_) => Some("identity"),
            Self::OpenOrg { .. } => Some("open"),
            _ => None,
        }
    }
}

/// Something that goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its id.
    pub run_id: RunId,
    /// What is wanted.
    pub want: Want,
    /// The profile it is about.
    pub profile_id: Option<ProfileId>,
    /// Where its requests go, for fair turns; `None`: nowhere.
    pub host: Option<String>,
    /// When it began.
    pub began_at: UnixTime,
}

/// All that goes on, and an index by profile.
#[derive(Debug, Default)]
pub(in crate::app) struct Tasks {
    by_run: BTreeMap<RunId, Task>,
    by_profile: BTreeMap<ProfileId, Vec<RunId>>,
    by_host: BTreeMap<String, usize>,
}

impl Tasks {
    pub fn insert(&mut self, task: Task) {
        if let Some(profile_id) = &task.profile_id {
            self.by_profile
                .entry(profile_id.clone())
                .or_default()
                .push(task.run_id.clone());
        }
        if let Some(host) = &task.host {
            *self.by_host.entry(host.clone()).or_default() += 1;
        }
        self.by_run.insert(task.run_id.clone(), task);
    }

    pub fn remove(&mut self, run_id: &RunId) -> Option<Task> {
        let task = self.by_run.remove(run_id)?;
        if let Some(host) = &task.host
            && let Some(count) = self.by_host.get_mut(host)
        {
            *count = count.saturating_sub(1);
            if *count == 0 {
                self.by_host.remove(host);
            }
        }
        if let Some(profile_id) = &task.profile_id
            && let Some(runs) = self.by_profile.get_mut(profile_id)
        {
            runs.retain(|known| known != run_id);
            if runs.is_empty() {
                self.by_profile.remove(profile_id);
            }
        }
        Some(task)
    }

    pub fn get(&self, run_id: &RunId) -> Option<&Task> {
        self.by_run.get(run_id)
    }

    pub fn len(&self) -> usize {
        self.by_run.len()
    }

    /// How many go on at one host.
    pub fn at_host(&self, host: &str) -> usize {
        self.by_host.get(host).copied().unwrap_or(0)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Task> {
        self.by_run.values()
    }

    /// The tasks of one profile, the oldest first.
    pub fn of(&self, profile_id: &ProfileId) -> impl Iterator<Item = &Task> {
        self.by_profile
            .get(profile_id)
            .into_iter()
            .flatten()
            .filter_map(|run_id| self.by_run.get(run_id))
    }

    /// The task that already does this.
    pub fn doing(&self, want: &Want) -> Option<&Task> {
        self.iter().find(|task| match (&task.want, want) {
            // One login at a time for a profile: they would share a port.
            (Want::LogIn { profile_id: a, .. }, Want::LogIn { profile_id: b, .. }) => a == b,
            (going, wanted) => going == wanted,
        })
    }
}

/// Makes run ids: pure, unlike each other, and unlike those of a process with another seed.
#[derive(Debug)]
pub(in crate::app) struct RunIds {
    seed: u64,
    made: u64,
}

impl RunIds {
    pub fn new(seed: u64) -> Self {
        Self { seed, made: 0 }
    }

    /// Mixes a counter with the seed (SplitMix64, which maps every counter to another number).
    pub fn next(&mut self) -> RunId {
        self.made = self.made.wrapping_add(1);
        let mut mixed = self
            .seed
            .wrapping_add(self.made.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        RunId::from_random((mixed ^ (mixed >> 31)).to_be_bytes())
    }
}
