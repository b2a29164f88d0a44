//! View models: what the window draws, made from the state by pure functions.
//!
//! Plain data in words a person reads. No type here can hold a secret; a token
//! is a fingerprint and a note. Times are relative to the `now` that is passed in.

mod activity;
mod ask;
mod build;
mod chooser;
mod demo;
mod detail;
mod dialog;
mod error;
mod form;
mod inspector;
mod key;
pub mod keys;
mod list;
mod rail;
mod run;
mod screen;
mod sheet;

pub use activity::{ActivityLine, ActivityRow, ActivityView, FilterChip};
pub use ask::Ask;
pub(in crate::app) use build::{
    act, activity_profiles, activity_rows, deed_words, lane_words, run_kind, run_state, run_steps,
    today, verb_words,
};
pub use build::{detail, list, rail, rows, window};
pub use chooser::{Advice, Choice, ChooserView, Question};
pub use demo::{
    DemoClient, DemoLogView, DemoOrgView, DemoRunning, DemoStanding, masked_settings_for,
    settings_for,
};
pub use detail::{
    Checkup, Copied, Detail, DetailBody, DetailHead, FindingLine, IdentityTab, Life, Meter,
    OrgCard, Overview, ProfileSettings, RecentLine, ScopeChip, ScopeStanding, SecretRow,
    SecretStanding, SessionCard, SessionChoice, SessionRow, SessionsTab, TabView, TokenTab, Value,
    WebRow,
};
pub use dialog::{
    Confirm, Dialog, IdentityDialog, ImportLine, ImportPreview, QuestionDialog, Side,
    SubjectChoice, SubjectSources, Target, Typed, UnlockDialog, Unsaved, VaultChangeDialog,
    VaultChoiceDialog, VaultWay,
};
pub use error::{Compared, ErrorCard, Piece};
pub use form::{
    BrowserPick, BrowserView, FlowChoice, FormProblem, FormView, Mend, PortMove, PortView,
    ScopeChoice, SetupValue,
};
pub use inspector::{ComparedRow, ComparedView, InspectorView, PartCheck, PartRow, PastedView};
pub use key::{AudienceView, KeyView};
pub use list::{Bulk, Empty, List, ListRow, Progress, RowMenu};
pub use rail::{Rail, RailItem, RailWhat};
pub use run::{
    CodeView, ExchangeView, LaneView, ParamRow, RunChoice, RunHead, RunView, StepStanding,
    StepView, WaitCard,
};
pub use screen::{
    About, CheckLine, DoctorView, FirstRun, FirstRunCard, LockView, Place, SettingsView, Strip,
    StripItem, StripWhat, Toast, Window,
};
pub use sheet::{
    ExplainSheet, Explained, PaletteGroup, PaletteIcon, PaletteItem, PaletteSheet, Sheet,
    ShortcutGroup,
};

use crate::model::environment::Environment;
use crate::model::ids::RunId;
use crate::model::time::UnixTime;

/// How a thing is meant: the window picks colours by it, and always shows words as well.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Nothing special.
    #[default]
    Neutral,
    /// Good.
    Success,
    /// Needs an eye.
    Warn,
    /// Wrong.
    Danger,
    /// Worth knowing.
    Info,
    /// Going on now.
    Busy,
}

/// The environment badge: filled when the org itself said so in the last 30 days (decision 24).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Badge {
    /// Which environment.
    pub environment: Environment,
    /// The org said so: filled, no question mark.
    pub verified: bool,
    /// A server on this machine that is not our demo org (decision 3).
    pub is_local: bool,
    /// `Sandbox`, `Sandbox?`, `Local`.
    pub label: String,
    /// Who said so and when, for the tooltip.
    pub explain: String,
}

/// What a state's icon and words say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StateKind {
    /// Works.
    Active,
    /// Ends in under five minutes.
    ExpiresSoon,
    /// Over.
    Expired,
    /// Ended on the server by us.
    Revoked,
    /// Only a new login helps.
    NeedsLogin,
    /// An admin or a policy blocks it.
    Blocked,
    /// The org could not be reached.
    Unreachable,
    /// The last try failed.
    Failed,
    /// Its tokens are in a vault that only a person can open.
    Locked,
    /// A profile without a session.
    NeverLoggedIn,
    /// Something is going on.
    Busy,
}

/// A state: icon, word and text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateView {
    /// Which icon.
    pub kind: StateKind,
    /// How it is meant.
    pub tone: Tone,
    /// The word alone, for a pill: `Active`.
    pub word: String,
    /// The word with what makes it exact, for a row: `Active, 41 min`.
    pub text: String,
}

/// Something that is going on, with its clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Busy {
    /// The run or task, for Cancel.
    pub run_id: RunId,
    /// `Refreshing`.
    pub verb: String,
    /// When it began.
    pub since: UnixTime,
    /// `Refreshing, 3 s`.
    pub text: String,
}

/// How loud a button is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Look {
    /// The one of its state.
    Primary,
    /// Beside it.
    #[default]
    Secondary,
    /// Without a ground.
    Ghost,
    /// Destructive.
    Danger,
}

/// A button: its verb, what it asks for, and why it is off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// The words on it.
    pub label: String,
    /// What a click asks for; also decides the icon.
    pub ask: Ask,
    /// How loud.
    pub look: Look,
    /// Why it is off; `None`: it is on.
    pub disabled: Option<String>,
    /// Key caps, `Ctrl R`; empty for none.
    pub keys: &'static str,
    /// One line for the tooltip; empty for none.
    pub hint: String,
}

/// One line across the top of a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Banner {
    /// How it is meant.
    pub tone: Tone,
    /// One sentence.
    pub text: String,
    /// One action at most.
    pub action: Option<Action>,
}

/// A label and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Label.
    pub label: String,
    /// Value, or the word for "unknown".
    pub value: String,
    /// An id, host or URL: monospace, selectable, never cut.
    pub is_code: bool,
    /// False: nobody told it; the hint says how to find out.
    pub is_known: bool,
    /// Tooltip; empty for none.
    pub hint: String,
}
