//! Commands: what the person wants, imperative.

mod activity;
mod demo;
mod inspect;
mod key;
mod list;
mod name;
mod sheet;

use std::path::PathBuf;

pub use activity::{ActivityFilter, ActivityKind};
pub use demo::{DemoCommand, DemoPart};
pub use inspect::{InspectAct, InspectCommand};
pub use key::KeyCommand;

pub use super::chooser::Choose;
pub use super::effect::{
    CopyWhat, IdentityRule, LoginOptions, OpenTo, ReportAsk, ReportForm, SubjectSource,
    VaultChange, VaultChoice, VaultTask, WhichToken,
};
pub use super::terms::Term;
use crate::model::ids::{ProfileId, RunId, SessionId};
use crate::model::profile::{Profile, ProfileDraft};
use crate::model::secret::{Secret, SecretDraft};
use crate::model::settings::{Network, Settings};
pub use list::{BulkAct, ListFilter, SortBy};
pub use sheet::{ExplainAct, PaletteAct, PaletteScope};

/// A place in the window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Screen {
    /// The list with the detail beside it; first run when there is no profile.
    #[default]
    Library,
    /// The profile form.
    ProfileForm,
    /// Takes a pasted text apart.
    Inspector,
    /// Leads to the flow for a profile.
    Chooser,
    /// The demo org.
    DemoOrg,
    /// What happened on this machine.
    Activity,
    /// Settings.
    Settings,
    /// What the doctor saw.
    Doctor,
    /// Version and licences.
    About,
}

/// A tab of the detail zone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Tab {
    /// Session, user and org, what to do with it.
    #[default]
    Overview,
    /// All sessions of the profile.
    Sessions,
    /// Facts about the token.
    Token,
    /// The org's answer about the user.
    Identity,
    /// The sequence diagram of the last run.
    Run,
    /// The profile's settings.
    Settings,
}

/// What the person wants. Everything that changes state goes through one of these.
pub enum Command {
    /// Show a screen.
    Show(Screen),
    /// Show a tab of the detail.
    ShowTab(Tab),
    /// Show these profiles.
    Filter(ListFilter),
    /// Search the list for a text.
    Search(String),
    /// Show all profiles again: no filter, no search.
    ClearFilter,
    /// Sort the list; the same again turns it round.
    Sort(SortBy),
    /// Select one profile, or none.
    Select(Option<ProfileId>),
    /// Add or take away one from the multi-selection.
    ToggleSelected(ProfileId),
    /// Begin a range here.
    AnchorAt(ProfileId),
    /// Select from the last to this one.
    SelectTo(ProfileId),
    /// Mark every profile that is listed.
    SelectAll,
    /// End the multi-selection.
    ClearSelected,
    /// Do the same with all sessions of the marked profiles; production takes part only where it was ticked (R68).
    Bulk(BulkAct),
    /// Give up what goes on with many, and what of it waits.
    CancelRounds,
    /// The menu of a row was opened, or none is.
    PointAt(Option<ProfileId>),
    /// Select one session of the selected profile.
    SelectSession(SessionId),
    /// Show one run of the selected profile.
    ShowRun(RunId),
    /// Show one exchange of the shown run, or none.
    ShowExchange(Option<u32>),
    /// Show one exchange of a run that may be kept in the activity only.
    ShowRunAt(RunId, u32),
    /// Show these lines of activity.
    ShowActivity(ActivityFilter),
    /// Save or copy a run or the activity.
    Report(ReportAsk),
    /// Begin a new profile.
    NewProfile,
    /// Put the environment that the org told into a profile.
    TakeEnvironment(ProfileId),
    /// Keep in a profile that its insecure username-password flow is wanted.
    AllowPasswordFlow(ProfileId),
    /// Begin to change a profile.
    EditProfile(ProfileId),
    /// The form changed.
    ChangeDraft(Box<ProfileDraft>),
    /// The person left a field: its problems may show.
    LeaveField(&'static str),
    /// Something stands in the secret field of the form, or no longer.
    SecretTyped(bool),
    /// Look at the ports of the form's callbacks again.
    CheckPorts,
    /// Keep the form's profile; then log in, if wanted.
    SaveProfile {
        /// The secret as typed; empty: leave the kept one.
        client_secret: SecretDraft,
        /// Log in next.
        then_log_in: bool,
    },
    /// Keep a client secret.
    SetClientSecret {
        /// Whose.
        profile_id: ProfileId,
        /// The secret.
        client_secret: Secret,
    },
    /// Something about the key of an app.
    Key(KeyCommand),
    /// Leave the form; asks when it holds something that was not kept.
    CancelForm,
    /// Drop what the form holds: the program ends.
    DiscardForm,
    /// Delete a profile here; asks first, and offers to revoke.
    DeleteProfile(ProfileId),
    /// Revoke the sessions of a profile, then delete it here.
    RevokeThenDelete(ProfileId),
    /// Bring back a profile that was deleted.
    UndoDelete(ProfileId),
    /// Log in with a profile.
    LogIn {
        /// With which.
        profile_id: ProfileId,
        /// What is different this time.
        options: LoginOptions,
    },
    /// Give a run up.
    Cancel(RunId),
    /// Give everything up that goes on or waits its turn.
    CancelAll,
    /// Hand over what the browser showed.
    Paste {
        /// The run.
        run_id: RunId,
        /// The text.
        text: SecretDraft,
    },
    /// Wait five minutes more.
    Extend(RunId),
    /// Open the login page once more.
    BrowseAgain(RunId),
    /// Copy the login address of a waiting run.
    CopyLoginUrl(RunId),
    /// Answer a question of a run.
    Answer {
        /// The run.
        run_id: RunId,
        /// What was typed.
        answer: SecretDraft,
    },
    /// Answer the question for a subject token with one that is somewhere else.
    AnswerFrom {
        /// The run.
        run_id: RunId,
        /// Where it is.
        source: SubjectSource,
    },
    /// Keep or revoke a held login.
    DecideIdentity {
        /// The run.
        run_id: RunId,
        /// Keep it?
        accept: bool,
    },
    /// Refresh sessions.
    Refresh(Vec<SessionId>),
    /// Revoke sessions on the server; asks first where it must.
    Revoke(Vec<SessionId>),
    /// Forget sessions here.
    Forget(Vec<SessionId>),
    /// Ask the org about a token.
    Introspect {
        /// Which session.
        session_id: SessionId,
        /// Which token.
        which: WhichToken,
    },
    /// Ask the org about a token of each.
    IntrospectEach {
        /// Which sessions.
        sessions: Vec<SessionId>,
        /// Which token of each.
        which: WhichToken,
    },
    /// Ask whose token it is.
    FetchIdentity(SessionId),
    /// Open the org in the browser, or copy the address that does.
    OpenOrg {
        /// With which session.
        session_id: SessionId,
        /// Path within the org.
        path: Option<String>,
        /// Where its single-use address goes.
        to: OpenTo,
    },
    /// End the browser's own login to the org of a session.
    LogOut {
        /// Which session.
        session_id: SessionId,
        /// Only tell the address.
        no_browser: bool,
    },
    /// Give out a usable token (command line).
    TakeToken {
        /// Which session.
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
    /// Copy a harmless text.
    CopyText(String),
    /// Clear the clipboard now.
    ClearClipboard,
    /// Show a secret while held.
    Reveal {
        /// Whose.
        session_id: SessionId,
        /// Which.
        which: WhichToken,
    },
    /// Open or make the vault.
    OpenVault(VaultChoice),
    /// Ask what a change of the vault needs.
    AskVaultChange(VaultTask),
    /// Change the vault, with what was typed.
    ChangeVault(VaultChange),
    /// Ask how to open the vault.
    Unlock,
    /// Lock.
    Lock,
    /// Start the demo org; then log in to it, if wanted.
    StartDemoOrg {
        /// Log in next.
        then_log_in: bool,
    },
    /// Stop the demo org.
    StopDemoOrg,
    /// Something on the screen of the demo org.
    Demo(DemoCommand),
    /// Answer a question of the flow chooser.
    Choose(Choose),
    /// Something on the screen of the inspector.
    Inspect(InspectCommand),
    /// Choose a file to import.
    PickImport,
    /// Read a profile file.
    ReadImport(PathBuf),
    /// Import the profiles that were read; hosts that are new were seen by the person.
    ConfirmImport {
        /// The profiles.
        profiles: Vec<Profile>,
        /// Ids that exist may be replaced.
        replace: bool,
    },
    /// Change the settings; kept at once. Proxy and authorities stay as they are: they are checked first.
    ChangeSettings(Box<Settings>),
    /// Check a proxy and extra authorities, and keep them if connections can be made so.
    ChangeNetwork(Network),
    /// Choose a file of extra authorities.
    PickExtraCa,
    /// Try once more to keep the settings.
    SaveSettings,
    /// Mask tokens, usernames, ids and hosts, or show them again.
    TogglePresentation,
    /// Copy a description of this installation, without names of people and hosts.
    CopyDiagnostics,
    /// Read the library again: another process changed it.
    Reload,
    /// Open the palette, or close it.
    TogglePalette,
    /// Search, move or run in the palette.
    Palette(PaletteAct),
    /// Show what the keys do, or close it.
    ShowShortcuts,
    /// Explain the error in view; without one, show everything that can be explained.
    ExplainInView,
    /// Explain one thing.
    Explain(Term),
    /// Search or open in the sheet that explains.
    ExplainSheet(ExplainAct),
    /// Confirm the dialog that is open, with what was typed into it.
    ConfirmDialog(String),
    /// Close the dialog, sheet or toast on top.
    Dismiss,
    /// Close one toast.
    DismissToast(u64),
    /// Open a help page or a page of the org's Setup.
    OpenUrl(String),
    /// Show the data folder.
    OpenDataFolder,
    /// Look at what a login needs.
    Diagnose(Option<ProfileId>),
    /// End the program.
    Quit,
}
