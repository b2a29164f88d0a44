//! State: everything the program knows, and nothing secret but the draft that is being typed and the text that is inspected.
//!
//! Only [`update`](super::update) writes it; everybody else reads.

mod backlog;
mod demo;
mod dialog;
mod form;
mod guard;
mod inspector;
mod kept;
mod list;
mod log;
mod marks;
mod records;
mod round;
mod run;
mod sheet;
mod task;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use jiff::tz::TimeZone;

pub(in crate::app) use backlog::Backlog;
pub(in crate::app) use demo::Demo;
pub(in crate::app) use dialog::{ConfirmWhat, DialogState, Leaving, Prepared};
pub(in crate::app) use form::Form;
pub(in crate::app) use inspector::{Inspector, Pasted, Signed, TextEnded, TextTold};
pub use kept::Trouble;
pub(in crate::app) use kept::{Answers, CopiedState, NotKept, ToastState};
pub(in crate::app) use list::{ListState, Summary, may_refresh, severity};
pub(in crate::app) use log::{Log, action_words};
pub(in crate::app) use marks::Marks;
pub(in crate::app) use round::{Outcome, Round, act_of};
pub use run::Phase;
pub(in crate::app) use run::{RunRecord, Waiting};
pub(in crate::app) use sheet::{Deed, Explain, Found, Hit, Palette, Sheet, Verb};
pub(in crate::app) use task::{RunIds, Tasks};
pub use task::{Task, Want};

use super::chooser::Chosen;
use super::command::{Screen, Tab};
use super::event::{ProfileRecord, VaultStanding};
use crate::model::browser::FoundBrowser;
use crate::model::ids::{ProfileId, RunId, SessionId};
use crate::model::problem::Problem;
use crate::model::session::Session;
use crate::model::settings::Settings;
use crate::model::time::UnixTime;

/// Runs kept for each profile.
pub const KEPT_RUNS: usize = 10;

/// Everything the program knows.
pub struct State {
    pub(in crate::app) ids: RunIds,
    pub(in crate::app) zone: TimeZone,
    pub(in crate::app) is_loaded: bool,
    pub(in crate::app) is_read_only: bool,
    pub(in crate::app) profiles: BTreeMap<ProfileId, ProfileRecord>,
    pub(in crate::app) sessions: BTreeMap<SessionId, Arc<Session>>,
    pub(in crate::app) sessions_of: BTreeMap<ProfileId, Vec<SessionId>>,
    pub(in crate::app) settings: Settings,
    /// Why the settings, or the network as it was typed, were not kept.
    pub(in crate::app) not_kept: NotKept,
    pub(in crate::app) vault: VaultStanding,
    pub(in crate::app) vault_problem: Option<Problem>,
    /// A recovery passphrase opens the vault as well.
    pub(in crate::app) has_recovery: bool,
    /// Locked by the person or by time: nothing but the lock screen is shown.
    pub(in crate::app) is_locked: bool,
    /// What goes on once the vault is open.
    pub(in crate::app) wants: Vec<Want>,
    pub(in crate::app) screen: Screen,
    pub(in crate::app) tab: Tab,
    pub(in crate::app) list: ListState,
    pub(in crate::app) selected: Option<ProfileId>,
    pub(in crate::app) marked: Marks,
    /// The profiles used last, the latest first.
    pub(in crate::app) recent: Vec<ProfileId>,
    pub(in crate::app) shown_session: BTreeMap<ProfileId, SessionId>,
    pub(in crate::app) tasks: Tasks,
    pub(in crate::app) backlog: Backlog,
    /// The same with many, while it goes on.
    pub(in crate::app) rounds: Vec<Round>,
    pub(in crate::app) runs: BTreeMap<ProfileId, VecDeque<RunRecord>>,
    pub(in crate::app) shown_run: Option<RunId>,
    pub(in crate::app) shown_exchange: Option<u32>,
    pub(in crate::app) troubles: BTreeMap<ProfileId, Trouble>,
    pub(in crate::app) notices: Vec<Problem>,
    pub(in crate::app) form: Option<Form>,
    pub(in crate::app) dialogs: Vec<DialogState>,
    pub(in crate::app) sheet: Option<Sheet>,
    pub(in crate::app) toasts: Vec<ToastState>,
    pub(in crate::app) next_toast: u64,
    pub(in crate::app) log: Log,
    pub(in crate::app) answers: BTreeMap<SessionId, Answers>,
    pub(in crate::app) demo: Demo,
    /// What was pasted to be taken apart; dropped when its screen is left.
    pub(in crate::app) inspector: Inspector,
    /// How far the flow chooser is.
    pub(in crate::app) chosen: Chosen,
    pub(in crate::app) copied: Option<CopiedState>,
    /// Deleted profiles that can be taken back.
    pub(in crate::app) deleted: BTreeMap<ProfileId, ProfileRecord>,
    pub(in crate::app) revoke_then_delete: BTreeSet<ProfileId>,
    pub(in crate::app) checks: Vec<super::event::Check>,
    pub(in crate::app) checks_of: Option<ProfileId>,
    pub(in crate::app) last_hand_at: Option<UnixTime>,
    /// Browsers that were found on this machine.
    pub(in crate::app) browsers: Vec<FoundBrowser>,
    /// The person ended the program.
    pub(in crate::app) is_over: bool,
}

impl State {
    /// Makes the empty state; `seed` makes run ids unlike those of other processes, `zone` is where times are shown.
    #[must_use]
    pub fn new(seed: u64, zone: TimeZone) -> Self {
        Self {
            ids: RunIds::new(seed),
            zone,
            is_loaded: false,
            is_read_only: false,
            profiles: BTreeMap::new(),
            sessions: BTreeMap::new(),
            sessions_of: BTreeMap::new(),
            settings: Settings::default(),
            not_kept: NotKept::default(),
            vault: VaultStanding::Unknown,
            vault_problem: None,
            has_recovery: false,
            is_locked: false,
            wants: Vec::new(),
            screen: Screen::default(),
            tab: Tab::default(),
            list: ListState::default(),
            selected: None,
            marked: Marks::default(),
            recent: Vec::new(),
            shown_session: BTreeMap::new(),
            tasks: Tasks::default(),
            backlog: Backlog::default(),
            rounds: Vec::new(),
            runs: BTreeMap::new(),
            shown_run: None,
            shown_exchange: None,
            troubles: BTreeMap::new(),
            notices: Vec::new(),
            form: None,
            dialogs: Vec::new(),
            sheet: None,
            toasts: Vec::new(),
            next_toast: 1,
            log: Log::default(),
            answers: BTreeMap::new(),
            demo: Demo::default(),
            inspector: Inspector::default(),
            chosen: Chosen::default(),
            copied: None,
            deleted: BTreeMap::new(),
            revoke_then_delete: BTreeSet::new(),
            checks: Vec::new(),
            checks_of: None,
            last_hand_at: None,
            browsers: Vec::new(),
            is_over: false,
        }
    }

    /// Returns true once the library was read.
    #[must_use]
    pub fn is_loaded(&self) -> bool {
        self.is_loaded
    }

    /// Returns a profile.
    #[must_use]
    pub fn profile(&self, profile_id: &ProfileId) -> Option<&ProfileRecord> {
        self.profiles.get(profile_id)
    }

    /// Returns all profiles, by id.
    pub fn profiles(&self) -> impl Iterator<Item = &ProfileRecord> {
        self.profiles.values()
    }

    /// Returns a session.
    #[must_use]
    pub fn session(&self, session_id: &SessionId) -> Option<&Session> {
        self.sessions.get(session_id).map(Arc::as_ref)
    }

    /// Returns the sessions of a profile, the oldest first.
    pub fn sessions_of(&self, profile_id: &ProfileId) -> impl Iterator<Item = &Session> {
        self.sessions_of
            .get(profile_id)
            .into_iter()
            .flatten()
            .filter_map(|session_id| self.session(session_id))
    }

    /// Returns the session that the detail shows: the chosen one, else the first that lives, else the first.
    #[must_use]
    pub fn shown_session(&self, profile_id: &ProfileId, now: UnixTime) -> Option<&Session> {
        if let Some(chosen) = self.shown_session.get(profile_id)
            && let Some(session) = self.sessions.get(chosen)
        {
            return Some(session);
        }
        self.sessions_of(profile_id)
            .min_by_key(|session| severity(session.state(now)).abs_diff(1))
    }

    /// Returns the profiles used last, the latest first.
    pub fn recent(&self) -> impl Iterator<Item = &ProfileRecord> {
        self.recent.iter().filter_map(|id| self.profiles.get(id))
    }

    /// Returns the settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Returns how the vault stands.
    #[must_use]
    pub fn vault(&self) -> &VaultStanding {
        &self.vault
    }

    /// Returns a run or task that goes on.
    #[must_use]
    pub fn task(&self, run_id: &RunId) -> Option<&Task> {
        self.tasks.get(run_id)
    }

    /// Returns all runs and tasks that go on.
    pub fn tasks(&self) -> impl Iterator<Item = &Task> {
        self.tasks.iter()
    }

    /// Returns true while anything goes on.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.tasks.iter().next().is_some()
    }

    /// Returns true when the app of a session can prove itself, which introspection asks for.
    #[must_use]
    pub fn may_introspect(&self, session_id: &SessionId) -> bool {
        let session = self.sessions.get(session_id);
        session
            .and_then(|session| self.profiles.get(&session.profile_id))
            .is_some_and(ProfileRecord::may_introspect)
    }

    /// Returns when time alone will change something: a toast, a lock, a state in words.
    #[must_use]
    pub fn next_tick(&self) -> Option<UnixTime> {
        let toasts = self.toasts.iter().filter_map(|toast| toast.until);
        let copied = self.copied.as_ref().map(|copied| copied.clears_at);
        toasts
            .chain(copied)
            .chain(self.lock_at())
            .chain(self.list.next_change())
            .min()
    }

    /// Returns when the vault locks by itself, if it is open and something can be locked.
    #[must_use]
    pub fn lock_at(&self) -> Option<UnixTime> {
        let is_open = matches!(self.vault, VaultStanding::Open(_)) && !self.is_locked;
        let minutes = u64::from(self.settings.auto_lock_minutes.clamp(1, 60));
        self.last_hand_at
            .filter(|_| is_open)
            .map(|at| at.after(std::time::Duration::from_secs(minutes * 60)))
    }

    pub(in crate::app) fn run(&self, run_id: &RunId) -> Option<&RunRecord> {
        let is_it = |record: &&RunRecord| record.run.run_id == *run_id;
        match self.profile_of_task(run_id) {
            Some(profile_id) => self.runs.get(profile_id)?.iter().find(is_it),
            None => self.runs.values().flatten().find(is_it),
        }
    }

    pub(in crate::app) fn run_mut(&mut self, run_id: &RunId) -> Option<&mut RunRecord> {
        let profile_id = self.profile_of_task(run_id).cloned();
        let is_it = |record: &&mut RunRecord| record.run.run_id == *run_id;
        match profile_id {
            Some(profile_id) => self.runs.get_mut(&profile_id)?.iter_mut().find(is_it),
            None => self.runs.values_mut().flatten().find(is_it),
        }
    }

    /// Where to look first: what goes on knows its profile.
    fn profile_of_task(&self, run_id: &RunId) -> Option<&ProfileId> {
        self.tasks.get(run_id)?.profile_id.as_ref()
    }
}
