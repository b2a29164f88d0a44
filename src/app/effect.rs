//! Effects: what the engine shall do. An effect names things by id; the engine fetches secrets itself.

mod copy;
mod key;
mod login;
mod name;
mod report;
mod vault;

use std::path::PathBuf;

pub use copy::{CopyWhat, OpenTo};
pub use key::{KeyFor, KeySource};
pub use login::{IdentityRule, LoginOptions, SubjectSource};
pub use report::{ReportAsk, ReportForm};
pub use vault::{VaultChange, VaultChoice, VaultTask};

use crate::model::client::CallbackUrl;
use crate::model::demo::DemoAct;
use crate::model::host::LoginHost;
use crate::model::ids::{ProfileId, RunId, SessionId};
use crate::model::profile::Profile;
use crate::model::secret::{PrivateKey, Secret};
use crate::model::settings::{Network, Settings};

/// Which of a session's tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WhichToken {
    /// The access token.
    Access,
    /// The refresh token.
    Refresh,
}

/// Whose keys are fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeysOf {
    /// A host of Salesforce's, or one that a profile logs in to.
    Host(LoginHost),
    /// The server of a profile.
    Profile(ProfileId),
}

/// What the engine shall do.
pub enum Effect {
    /// Read profiles, session facts and settings.
    LoadLibrary,
    /// Keep a profile, and its secret where one was typed.
    SaveProfile {
        /// Answers name it.
        run_id: RunId,
        /// The whole profile.
        profile: Box<Profile>,
        /// `None`: leave the kept secret as it is.
        client_secret: Option<Secret>,
        /// `None`: leave the kept key as it is.
        private_key: Option<PrivateKey>,
    },
    /// Keep many profiles, all or none (import).
    SaveProfiles {
        /// Answers name it.
        run_id: RunId,
        /// The whole profiles.
        profiles: Vec<Profile>,
        /// Ids that exist may be replaced.
        replace: bool,
    },
    /// Delete a profile with its sessions and secrets, here only.
    DeleteProfile {
        /// Answers name it.
        run_id: RunId,
        /// Which.
        profile_id: ProfileId,
    },
    /// Keep a client secret.
    SetClientSecret {
        /// Answers name it.
        run_id: RunId,
        /// Whose.
        profile_id: ProfileId,
        /// The secret.
        client_secret: Secret,
    },
    /// Make or read an app's key.
    GetKey {
        /// Answers name it.
        run_id: RunId,
        /// Where it comes from.
        source: KeySource,
        /// Who gets it.
        whose: KeyFor,
    },
    /// Keep the settings.
    SaveSettings(Box<Settings>),
    /// Find out whether connections could be made so, before it is kept.
    CheckNetwork {
        /// Answers name it.
        run_id: RunId,
        /// The proxy and the extra authorities.
        network: Network,
    },
    /// Let the person choose a file of extra authorities, and check it.
    PickExtraCa {
        /// Answers name it.
        run_id: RunId,
        /// The proxy as it is.
        proxy: String,
    },
    /// Put a description of this installation on the clipboard, without names of people and hosts.
    CopyDiagnostics(RunId),
    /// Open the vault, or make it.
    OpenVault {
        /// Answers name it.
        run_id: RunId,
        /// How.
        choice: VaultChoice,
    },
    /// Change where the key of the vault is, or what opens it.
    ChangeVault {
        /// Answers name it.
        run_id: RunId,
        /// What, and the proof.
        change: VaultChange,
    },
    /// Forget the vault key and every secret in memory.
    LockVault,
    /// Run the profile's flow.
    BeginLogin {
        /// The run.
        run_id: RunId,
        /// The profile.
        profile_id: ProfileId,
        /// What is different this time.
        options: LoginOptions,
    },
    /// Give a run or task up.
    Cancel(RunId),
    /// Hand a pasted callback address or error text to a waiting login.
    Paste {
        /// The run.
        run_id: RunId,
        /// What was pasted.
        text: Secret,
    },
    /// Wait five minutes more.
    Extend(RunId),
    /// Open the login page in the browser once more.
    BrowseAgain(RunId),
    /// Hand the person's answer to a question of a run.
    Answer {
        /// The run.
        run_id: RunId,
        /// What was typed.
        answer: Secret,
    },
    /// Fetch a subject token and hand it to the run that asks for it.
    AnswerFrom {
        /// The run.
        run_id: RunId,
        /// Where it is.
        source: SubjectSource,
    },
    /// Keep or revoke the tokens of a login that was held because user or org differ.
    DecideIdentity {
        /// The run.
        run_id: RunId,
        /// Keep them?
        accept: bool,
    },
    /// Refresh a session.
    Refresh {
        /// Answers name it.
        run_id: RunId,
        /// Which.
        session_id: SessionId,
    },
    /// Revoke a session's tokens on the server, and prove it.
    Revoke {
        /// Answers name it.
        run_id: RunId,
        /// Which.
        session_id: SessionId,
    },
    /// Forget a session here only.
    Forget {
        /// Answers name it.
        run_id: RunId,
        /// Which.
        session_id: SessionId,
    },
    /// Ask the org about a token.
    Introspect {
        /// Answers name it.
        run_id: RunId,
        /// Which session.
        session_id: SessionId,
        /// Which of its tokens.
        which: WhichToken,
    },
    /// Ask the identity service whose token it is.
    FetchIdentity {
        /// Answers name it.
        run_id: RunId,
        /// Which.
        session_id: SessionId,
    },
    /// Make a single-use address that opens the org, for the browser or the clipboard.
    OpenOrg {
        /// Answers name it.
        run_id: RunId,
        /// Which.
        session_id: SessionId,
        /// Path within the org.
        path: Option<String>,
        /// Where the address goes.
        to: OpenTo,
    },
    /// Open the page at which a browser ends its own login.
    LogOut {
        /// Answers name it.
        run_id: RunId,
        /// To the org of which session.
        session_id: SessionId,
        /// Only tell the address.
        no_browser: bool,
    },
    /// Give out a usable access token: the kept one, or a fresh one when that is (nearly) over.
    TakeToken {
        /// Answers name it.
        run_id: RunId,
        /// Which.
        session_id: SessionId,
        /// May it be refreshed?
        may_refresh: bool,
    },
    /// Put a secret on the clipboard and clear it later.
    Copy {
        /// Whose.
        session_id: SessionId,
        /// What.
        what: CopyWhat,
    },
    /// Put a harmless text on the clipboard.
    CopyText(String),
    /// Clear the clipboard if it is still ours.
    ClearClipboard,
    /// Make a secret visible.
    Reveal {
        /// Whose.
        session_id: SessionId,
        /// Which.
        which: WhichToken,
    },
    /// Start the demo org inside this program, with a profile ready for it.
    StartDemoOrg(RunId),
    /// Start it on another port; it keeps that one.
    StartDemoOrgOn {
        /// Answers name it.
        run_id: RunId,
        /// The port; 0 is a free one.
        port: u16,
    },
    /// Stop it.
    StopDemoOrg,
    /// Do something to the one that runs.
    ActOnDemoOrg(DemoAct),
    /// Let the person choose a file to import.
    PickImport(RunId),
    /// Read a profile file and report what importing it would do.
    ReadImport {
        /// Answers name it.
        run_id: RunId,
        /// The file.
        path: PathBuf,
    },
    /// Save a report where the person says.
    SaveReport {
        /// Answers name it.
        run_id: RunId,
        /// Decides the name that is offered.
        form: ReportForm,
        /// The report.
        text: String,
    },
    /// Open an address that is not secret: a help page, the Setup of an org.
    OpenUrl(String),
    /// Show the data folder in the file manager.
    OpenDataFolder,
    /// Look how the ports of these callbacks stand.
    LookAtPorts(Vec<CallbackUrl>),
    /// Find the browsers of this machine.
    FindBrowsers,
    /// Read a file that was dropped on the inspector.
    ReadPasted {
        /// Answers name it.
        run_id: RunId,
        /// Which.
        path: PathBuf,
    },
    /// Fetch the keys that an issuer publishes; nothing secret is sent.
    FetchKeys {
        /// Answers name it.
        run_id: RunId,
        /// Whose.
        of: KeysOf,
    },
    /// Ask a profile's server about a token that is of no session.
    IntrospectText {
        /// Answers name it.
        run_id: RunId,
        /// Who asks.
        profile_id: ProfileId,
        /// The token.
        text: Secret,
        /// What it is.
        which: WhichToken,
    },
    /// End a token that is of no session on a profile's server, and prove it.
    RevokeText {
        /// Answers name it.
        run_id: RunId,
        /// At whose server.
        profile_id: ProfileId,
        /// The token.
        text: Secret,
        /// What it is.
        which: WhichToken,
    },
    /// Look at the things that a login needs.
    Diagnose {
        /// Answers name it.
        run_id: RunId,
        /// For one profile, or in general.
        profile_id: Option<ProfileId>,
    },
    /// Stop everything; the program ends.
    Quit,
}
