//! Events: what happened. The engine sends them; only `app::update` reads them, and the command line what it waits for.

mod fact;
mod name;

use std::{path::PathBuf, sync::Arc};

pub use fact::{
    BrowserOpened, Check, CheckResult, LogoutPage, ProfileRecord, Revocation, RevokeProof,
    RevokeResult, VaultStanding,
};

use super::effect::{CopyWhat, KeysOf, OpenTo, WhichToken};
use crate::model::activity::Entry;
use crate::model::browser::FoundBrowser;
use crate::model::client::CallbackUrl;
use crate::model::demo::{DemoDone, DemoOrg, DemoRequest};
use crate::model::identity::{Identity, IdentitySource};
use crate::model::ids::{ProfileId, RunId, SessionId};
pub use crate::model::import::ImportAction;
use crate::model::key_file::AppKey;
use crate::model::problem::{OrgWords, Problem};
use crate::model::profile::Profile;
use crate::model::run::Exchange;
use crate::model::secret::{AccessToken, Revealed, Secret};
use crate::model::session::Session;
use crate::model::settings::{Network, Settings};
use crate::model::time::UnixTime;
pub use crate::protocol::catalog::is_insecure;
pub use crate::protocol::io::{Prompt, Question};
pub use crate::protocol::jwks::Jwks;

/// What happened.
pub enum Event {
    /// The settings were read, before the library: the window opens where it was.
    SettingsRead(Box<Settings>),
    /// The library was read, at start or because another process changed it.
    LibraryLoaded {
        /// All profiles.
        profiles: Vec<ProfileRecord>,
        /// All sessions.
        sessions: Vec<Arc<Session>>,
        /// Settings.
        settings: Box<Settings>,
        /// Things a person should know: a file that was moved aside, modes that were repaired.
        notices: Vec<Problem>,
        /// Written by a newer version: nothing may be changed.
        read_only: bool,
    },
    /// The vault stands so now.
    VaultStands(VaultStanding),
    /// The settings were kept, or why not.
    SettingsSaved(Option<Box<Problem>>),
    /// Connections can be made so.
    NetworkChecked {
        /// The effect's id.
        run_id: RunId,
        /// The proxy and the extra authorities.
        network: Network,
    },
    /// A file of extra authorities was to be chosen, and none was.
    ExtraCaNotPicked {
        /// The effect's id.
        run_id: RunId,
    },
    /// A description of this installation is on the clipboard.
    DiagnosticsCopied {
        /// The effect's id.
        run_id: RunId,
    },
    /// The system locked its screen, switched the user or goes to sleep; the vault is locked already (R50).
    SystemLocked,
    /// The machine woke: time passed that no timer counted.
    Woke,
    /// The vault opens with a recovery passphrase as well, or no longer does.
    RecoveryIsSet(bool),
    /// The vault was changed, in every kept generation.
    VaultChanged {
        /// The effect's id.
        run_id: RunId,
    },
    /// A profile was saved.
    ProfileSaved {
        /// The effect's id.
        run_id: RunId,
        /// As kept.
        record: Box<ProfileRecord>,
    },
    /// A key was made or read for the form; nothing is kept yet.
    KeyReady {
        /// The effect's id.
        run_id: RunId,
        /// The key.
        key: Box<AppKey>,
    },
    /// The file dialog for a key was closed without a choice.
    KeyNotPicked {
        /// The effect's id.
        run_id: RunId,
    },
    /// Many profiles were saved.
    ProfilesSaved {
        /// The effect's id.
        run_id: RunId,
        /// Each with what was done.
        saved: Vec<(ProfileRecord, ImportAction)>,
    },
    /// A profile is gone, with its sessions.
    ProfileDeleted {
        /// The effect's id.
        run_id: RunId,
        /// Which.
        profile_id: ProfileId,
    },
    /// An import file was read.
    ImportRead {
        /// The effect's id.
        run_id: RunId,
        /// The file.
        path: PathBuf,
        /// What it holds.
        profiles: Vec<Profile>,
    },
    /// The file dialog was closed without a choice, or there is none on this machine.
    ImportNotPicked {
        /// The effect's id.
        run_id: RunId,
        /// True when no file dialog could be shown.
        no_dialog: bool,
    },
    /// A report was saved, or the file dialog was closed without a choice.
    ReportSaved {
        /// The effect's id.
        run_id: RunId,
        /// Where; `None` when no place was chosen.
        path: Option<PathBuf>,
    },
    /// The list of what was done was read: all of it, the oldest first.
    ActivityRead(Vec<Entry>),
    /// These were added to it.
    Noted(Vec<Entry>),
    /// A session's facts changed; also sent by background work.
    SessionChanged(Box<Session>),
    /// A login waits for the browser.
    LoginWaits {
        /// The run.
        run_id: RunId,
        /// The whole login address, for copying; holds state and challenge but no secret that outlives the run.
        url: String,
        /// Listening address, or nothing when the answer must be pasted.
        listens_on: Option<String>,
        /// The browser.
        browser: BrowserOpened,
        /// When the login is given up.
        deadline: UnixTime,
        /// A taken port that did not end the login (`--no-browser`).
        warning: Option<Box<Problem>>,
    },
    /// A callback came that was not the true one; the login goes on.
    StrayCallback {
        /// The run.
        run_id: RunId,
        /// How many so far.
        count: u32,
        /// What an error without the right state said: an unproven notice, shown with the choice to stop (R12).
        notice: Option<Box<OrgWords>>,
    },
    /// What was pasted does not end the login; it goes on.
    PasteNotRead {
        /// The run.
        run_id: RunId,
        /// What it was instead.
        problem: Box<Problem>,
    },
    /// A run shows something to the person.
    Prompted {
        /// The run.
        run_id: RunId,
        /// What.
        prompt: Prompt,
    },
    /// A run asks the person; the answer is `Effect::Answer`.
    Asked {
        /// The run.
        run_id: RunId,
        /// For what.
        question: Question,
    },
    /// An exchange was recorded or finished (same number again).
    ExchangeRecorded {
        /// The run.
        run_id: RunId,
        /// Redacted.
        exchange: Box<Exchange>,
    },
    /// A login brought tokens of somebody else; they are held (R22).
    IdentityHeld {
        /// The run.
        run_id: RunId,
        /// Whom the profile knows.
        expected: Box<Identity>,
        /// Who logged in.
        got: Box<Identity>,
    },
    /// A login brought tokens, and they are kept.
    LoginFinished {
        /// The run.
        run_id: RunId,
        /// The session as kept.
        session: Box<Session>,
        /// It replaced the tokens of a session that was there.
        replaced: bool,
    },
    /// A session was refreshed, and the new tokens are kept.
    Refreshed {
        /// The effect's id.
        run_id: RunId,
        /// As kept.
        session: Box<Session>,
        /// A new refresh token came.
        rotated: bool,
    },
    /// A session was revoked, as far as it could be.
    Revoked {
        /// The effect's id.
        run_id: RunId,
        /// As kept.
        session: Box<Session>,
        /// Token by token.
        revocation: Revocation,
        /// Why not all of it: still live, or no connection.
        problem: Option<Box<Problem>>,
    },
    /// A session was forgotten here.
    Forgotten {
        /// The effect's id.
        run_id: RunId,
        /// Which.
        session_id: SessionId,
        /// Whose.
        profile_id: ProfileId,
        /// Its tokens still work on the server, as far as we know.
        still_live_on_server: bool,
    },
    /// The org told about a token.
    Introspected {
        /// The effect's id.
        run_id: RunId,
        /// As kept now.
        session: Box<Session>,
        /// Is it live?
        active: bool,
        /// The org's answer, unchanged.
        answer: serde_json::Value,
        /// What the token says itself, where it is a JWT.
        own: Option<serde_json::Map<String, serde_json::Value>>,
    },
    /// The identity service answered.
    IdentityFetched {
        /// The effect's id.
        run_id: RunId,
        /// As kept now.
        session: Box<Session>,
        /// Which service.
        source: IdentitySource,
        /// The org's answer, unchanged.
        answer: serde_json::Value,
    },
    /// A file that was dropped on the inspector was read.
    PastedRead {
        /// The effect's id.
        run_id: RunId,
        /// What it holds.
        text: Secret,
    },
    /// An issuer's keys came.
    KeysFetched {
        /// The effect's id.
        run_id: RunId,
        /// Whose.
        of: KeysOf,
        /// The keys.
        keys: Jwks,
    },
    /// The server told about a token that is of no session.
    TextIntrospected {
        /// The effect's id.
        run_id: RunId,
        /// Who asked.
        profile_id: ProfileId,
        /// Is it live?
        active: bool,
        /// The server's answer, unchanged.
        answer: serde_json::Value,
    },
    /// A token that is of no session was ended, as far as it could be.
    TextRevoked {
        /// The effect's id.
        run_id: RunId,
        /// What became of it.
        result: RevokeResult,
        /// What showed it.
        proof: Option<RevokeProof>,
        /// Why not, where it was not.
        problem: Option<Box<Problem>>,
    },
    /// The org was opened in the browser, or its address copied.
    OrgOpened {
        /// The effect's id.
        run_id: RunId,
        /// Which session.
        session_id: SessionId,
        /// Where the address went.
        to: OpenTo,
    },
    /// The page at which a browser ends its own login is known, and perhaps opened.
    LogoutShown(LogoutPage),
    /// A usable access token, for the one who asked.
    TokenTaken {
        /// The effect's id.
        run_id: RunId,
        /// As kept now.
        session: Box<Session>,
        /// The token.
        access_token: AccessToken,
    },
    /// A secret went to the clipboard.
    Copied {
        /// Whose.
        session_id: SessionId,
        /// What.
        what: CopyWhat,
        /// When it will be cleared.
        clears_at: UnixTime,
    },
    /// The clipboard was cleared, or was no longer ours.
    ClipboardCleared,
    /// A secret is visible now; only the secret field may hold it.
    SecretRevealed {
        /// Whose.
        session_id: SessionId,
        /// Which.
        which: WhichToken,
        /// The text.
        revealed: Revealed,
    },
    /// The demo org runs.
    DemoOrgStarted {
        /// The effect's id.
        run_id: RunId,
        /// Its address.
        base_url: String,
        /// The profile that is ready for it.
        profile_id: ProfileId,
        /// What it is made of; all of it is made up.
        org: Box<DemoOrg>,
    },
    /// The demo org changed, or got requests; those whose answer was on its way are told again.
    DemoOrgTold {
        /// What it is made of now.
        org: Box<DemoOrg>,
        /// The requests since it told last.
        requests: Vec<DemoRequest>,
    },
    /// The demo org did what was asked.
    DemoOrgActed(DemoDone),
    /// The demo org refused what was asked, and nothing was changed.
    DemoOrgRefused(Box<Problem>),
    /// The demo org stopped.
    DemoOrgStopped,
    /// The doctor has looked at so much; the rest follows.
    Checked {
        /// The effect's id.
        run_id: RunId,
        /// All lines so far.
        checks: Vec<Check>,
    },
    /// The ports of callbacks stand so.
    PortsSeen(Vec<(CallbackUrl, crate::model::port::PortStanding)>),
    /// These browsers are on this machine.
    BrowsersFound(Vec<FoundBrowser>),
    /// The doctor is done.
    Diagnosed {
        /// The effect's id.
        run_id: RunId,
        /// Its lines.
        checks: Vec<Check>,
    },
    /// The library or the vault could not be read, or the background work met a fault that belongs to no run.
    Trouble(Box<Problem>),
    /// A run or task ended without what it was for.
    Failed {
        /// The effect's id.
        run_id: RunId,
        /// Why.
        problem: Box<Problem>,
        /// The session it was about, as kept now.
        session: Option<Box<Session>>,
    },
}
