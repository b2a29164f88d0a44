//! Asks: what a button of a view model stands for, and the command it becomes.

use super::super::chooser::Choose;
use super::super::command::{
    ActivityFilter, BulkAct, Command, DemoCommand, InspectAct, InspectCommand, ListFilter, Screen,
    SortBy, Tab,
};
use super::super::effect::{
    CopyWhat, LoginOptions, OpenTo, ReportAsk, VaultChoice, VaultTask, WhichToken,
};
use super::super::terms::Term;
use crate::model::ids::{ProfileId, RunId, SessionId};

/// What a click asks for. The window may pick an icon by it, and calls [`Ask::command`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// Log in.
    LogIn {
        /// With which profile.
        profile_id: ProfileId,
        /// What is different this time.
        options: LoginOptions,
    },
    /// Give a run or task up.
    Cancel(RunId),
    /// Give everything up that goes on.
    CancelAll,
    /// Open the login page once more.
    BrowseAgain(RunId),
    /// Copy the login address.
    CopyLoginUrl(RunId),
    /// Wait five minutes more.
    Extend(RunId),
    /// Refresh.
    Refresh(Vec<SessionId>),
    /// Revoke on the server.
    Revoke(Vec<SessionId>),
    /// Forget here.
    Forget(Vec<SessionId>),
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
    OpenOrg(SessionId),
    /// Open a page of the org in the browser.
    OpenOrgAt(SessionId, &'static str),
    /// Copy a single-use address that opens the org.
    CopyOrgLink(SessionId),
    /// End the browser's own login to the org.
    LogOut(SessionId),
    /// Copy something secret; it is cleared later.
    Copy {
        /// Whose.
        session_id: SessionId,
        /// What.
        what: CopyWhat,
    },
    /// Copy something harmless.
    CopyText(String),
    /// Clear the clipboard now.
    ClearClipboard,
    /// Show a screen.
    Show(Screen),
    /// Show a tab.
    ShowTab(Tab),
    /// Show these profiles.
    Filter(ListFilter),
    /// Show all profiles again.
    ClearFilter,
    /// Sort the list.
    Sort(SortBy),
    /// Select a profile, or none.
    Select(Option<ProfileId>),
    /// End the multi-selection.
    ClearSelected,
    /// Do the same with all that are marked.
    Bulk(BulkAct),
    /// Give up what goes on with many.
    CancelRounds,
    /// Show one session.
    SelectSession(SessionId),
    /// Show one run of the selected profile.
    ShowRun(RunId),
    /// Show one exchange of the shown run, or none.
    ShowExchange(Option<u32>),
    /// Show one exchange of a run.
    ShowRunAt(RunId, u32),
    /// Show these lines of activity.
    ShowActivity(ActivityFilter),
    /// Save or copy a report.
    Report(ReportAsk),
    /// Begin a profile.
    NewProfile,
    /// Put the environment that the org told into a profile.
    TakeEnvironment(ProfileId),
    /// Change a profile.
    EditProfile(ProfileId),
    /// Delete a profile; asks.
    DeleteProfile(ProfileId),
    /// Revoke the sessions of a profile, then delete it.
    RevokeThenDelete(ProfileId),
    /// Bring back a deleted profile.
    UndoDelete(ProfileId),
    /// Answer a question of the flow chooser.
    Choose(Choose),
    /// Something with the pasted text.
    Inspect(InspectAct),
    /// Choose a file to import.
    PickImport,
    /// Start the demo org.
    StartDemoOrg {
        /// Log in next.
        then_log_in: bool,
    },
    /// Stop it.
    StopDemoOrg,
    /// Something on its screen.
    Demo(DemoCommand),
    /// Open the vault with the keyring.
    UnlockKeyring,
    /// Ask what a change of the vault needs.
    ChangeVault(VaultTask),
    /// Ask how to open the vault.
    Unlock,
    /// Lock.
    Lock,
    /// Unlock what is kept in memory only.
    UnlockMemory,
    /// Choose a file of extra authorities.
    PickExtraCa,
    /// Try once more to keep the settings.
    SaveSettings,
    /// Mask tokens, usernames, ids and hosts, or show them again.
    TogglePresentation,
    /// Copy a description of this installation.
    CopyDiagnostics,
    /// Read the library again.
    Reload,
    /// Open an address that is not secret.
    OpenUrl(String),
    /// Show the data folder.
    OpenDataFolder,
    /// Look at what a login needs.
    Diagnose(Option<ProfileId>),
    /// Explain one thing.
    Explain(Term),
    /// Show what the keys do.
    Shortcuts,
    /// Close what is on top.
    Dismiss,
    /// Close one toast.
    DismissToast(u64),
}

impl Ask {
    /// Returns the command that this ask stands for.
    #[must_use]
    pub fn command(self) -> Command {
        match self {
            Self::LogIn {
                profile_id,
                options,
            } => Command::LogIn {
                profile_id,
                options,
            },
            Self::Cancel(run_id) => Command::Cancel(run_id),
            Self::CancelAll => Command::CancelAll,
            Self::BrowseAgain(run_id) => Command::BrowseAgain(run_id),
            Self::CopyLoginUrl(run_id) => Command::CopyLoginUrl(run_id),
            Self::Extend(run_id) => Command::Extend(run_id),
            Self::Refresh(sessions) => Command::Refresh(sessions),
            Self::Revoke(sessions) => Command::Revoke(sessions),
            Self::Forget(sessions) => Command::Forget(sessions),
            Self::Introspect { session_id, which } => Command::Introspect { session_id, which },
            Self::FetchIdentity(session_id) => Command::FetchIdentity(session_id),
            Self::OpenOrg(session_id) => Command::OpenOrg {
                session_id,
                path: None,
                to: OpenTo::Browser,
            },
            Self::OpenOrgAt(session_id, path) => Command::OpenOrg {
                session_id,
                path: Some(path.to_owned()),
                to: OpenTo::Browser,
            },
            Self::CopyOrgLink(session_id) => Command::OpenOrg {
                session_id,
                path: None,
                to: OpenTo::Clipboard,
            },
            Self::LogOut(session_id) => Command::LogOut {
                session_id,
                no_browser: false,
            },
            Self::Copy { session_id, what } => Command::Copy { session_id, what },
            Self::CopyText(text) => Command::CopyText(text),
            Self::ClearClipboard => Command::ClearClipboard,
            Self::Show(screen) => Command::Show(screen),
            Self::ShowTab(tab) => Command::ShowTab(tab),
            Self::Filter(filter) => Command::Filter(filter),
            Self::ClearFilter => Command::ClearFilter,
            Self::Sort(by) => Command::Sort(by),
            Self::Select(profile_id) => Command::Select(profile_id),
            Self::ClearSelected => Command::ClearSelected,
            Self::Bulk(act) => Command::Bulk(act),
            Self::CancelRounds => Command::CancelRounds,
            Self::SelectSession(session_id) => Command::SelectSession(session_id),
            Self::ShowRun(run_id) => Command::ShowRun(run_id),
            Self::ShowExchange(number) => Command::ShowExchange(number),
            Self::ShowRunAt(run_id, number) => Command::ShowRunAt(run_id, number),
            Self::ShowActivity(filter) => Command::ShowActivity(filter),
            Self::Report(ask) => Command::Report(ask),
            Self::NewProfile => Command::NewProfile,
            Self::TakeEnvironment(profile_id) => Command::TakeEnvironment(profile_id),
            Self::EditProfile(profile_id) => Command::EditProfile(profile_id),
            Self::DeleteProfile(profile_id) => Command::DeleteProfile(profile_id),
            Self::RevokeThenDelete(profile_id) => Command::RevokeThenDelete(profile_id),
            Self::UndoDelete(profile_id) => Command::UndoDelete(profile_id),
            Self::Choose(choose) => Command::Choose(choose),
            Self::Inspect(act) => Command::Inspect(InspectCommand::Do(act)),
            Self::PickImport => Command::PickImport,
            Self::StartDemoOrg { then_log_in } => Command::StartDemoOrg { then_log_in },
            Self::StopDemoOrg => Command::StopDemoOrg,
            Self::Demo(command) => Command::Demo(command),
            Self::UnlockKeyring => Command::OpenVault(VaultChoice::Keyring),
            Self::ChangeVault(task) => Command::AskVaultChange(task),
            Self::Unlock => Command::Unlock,
            Self::Lock => Command::Lock,
            Self::UnlockMemory => Command::OpenVault(VaultChoice::Memory),
            Self::PickExtraCa => Command::PickExtraCa,
            Self::SaveSettings => Command::SaveSettings,
            Self::TogglePresentation => Command::TogglePresentation,
            Self::CopyDiagnostics => Command::CopyDiagnostics,
            Self::Reload => Command::Reload,
            Self::OpenUrl(url) => Command::OpenUrl(url),
            Self::OpenDataFolder => Command::OpenDataFolder,
            Self::Diagnose(profile_id) => Command::Diagnose(profile_id),
            Self::Explain(term) => Command::Explain(term),
            Self::Shortcuts => Command::ShowShortcuts,
            Self::Dismiss => Command::Dismiss,
            Self::DismissToast(id) => Command::DismissToast(id),
        }
    }
}
