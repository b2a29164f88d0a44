//! The detail zone of one profile: head, tabs, what each tab shows.

use super::super::command::Tab;
use super::super::effect::WhichToken;
use super::{Action, Badge, Banner, Empty, ErrorCard, Fact, RunView, StateView, Tone, WaitCard};
use crate::model::ids::{ProfileId, SessionId};
use crate::model::profile::Platform;
use crate::model::time::UnixTime;

/// The detail zone.
#[derive(Debug, Clone, PartialEq)]
pub struct Detail {
    /// Its head.
    pub head: DetailHead,
    /// Its tabs.
    pub tabs: Vec<TabView>,
    /// What the open tab shows.
    pub body: DetailBody,
}

/// Name, badge, the one primary button, the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DetailHead {
    /// Which profile.
    pub profile_id: ProfileId,
    /// Its name.
    pub name: String,
    /// Its platform.
    pub platform: Platform,
    /// Its environment.
    pub badge: Badge,
    /// `Web server flow with PKCE`.
    pub flow: String,
    /// The one of this state.
    pub primary: Action,
    /// Other ways to do the same, behind its caret.
    pub ways: Vec<Action>,
    /// Beside it.
    pub secondary: Vec<Action>,
    /// In the menu; danger last.
    pub more: Vec<Action>,
    /// On the run tab, in the place of the buttons.
    pub run: Option<super::RunHead>,
}

/// One tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TabView {
    /// Which.
    pub tab: Tab,
    /// Its words.
    pub label: String,
    /// How many, where it counts something.
    pub count: Option<usize>,
    /// It is open.
    pub is_on: bool,
}

/// What the open tab shows.
#[derive(Debug, Clone, PartialEq)]
pub enum DetailBody {
    /// Session, user and org, what to do with it.
    Overview(Box<Overview>),
    /// All sessions.
    Sessions(SessionsTab),
    /// Facts about the token.
    Token(TokenTab),
    /// The org's answer about the user.
    Identity(IdentityTab),
    /// The sequence diagram.
    Run(Box<RunView>),
    /// The profile's settings.
    Settings(ProfileSettings),
    /// Nothing to show in this tab yet.
    Empty(Empty),
}

/// The overview.
#[derive(Debug, Clone, PartialEq)]
pub struct Overview {
    /// What needs an eye.
    pub banners: Vec<Banner>,
    /// A login that waits for the browser.
    pub wait: Option<WaitCard>,
    /// The last thing that went wrong here.
    pub problem: Option<ErrorCard>,
    /// The shown session.
    pub session: Option<SessionCard>,
    /// Who it belongs to.
    pub org: Option<OrgCard>,
    /// What of the profile should be changed; `None`: nothing.
    pub checkup: Option<Checkup>,
    /// Copy as header, curl, environment.
    pub use_it: Vec<Action>,
    /// What happened lately.
    pub recent: Vec<RecentLine>,
    /// Shows all of it.
    pub all_activity: Action,
    /// In place of all cards: a profile without a session and without a run.
    pub empty: Option<Empty>,
}

/// The checkup of a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkup {
    /// How it came out, in one sentence.
    pub verdict: String,
    /// What should be changed, the weightiest first.
    pub lines: Vec<FindingLine>,
    /// Change the profile.
    pub edit: Action,
}

/// One thing that should be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingLine {
    /// How much it matters.
    pub tone: Tone,
    /// What is so.
    pub what: String,
    /// Why it matters.
    pub why: String,
    /// What to change where.
    pub next: String,
}

/// The card of one session.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionCard {
    /// Which.
    pub session_id: SessionId,
    /// With several sessions: all of them, to choose from.
    pub choices: Vec<SessionChoice>,
    /// Its state, as a pill.
    pub state: StateView,
    /// In the card's head: check now.
    pub check: Action,
    /// In the card's menu; danger last.
    pub more: Vec<Action>,
    /// Access token, then refresh token.
    pub secrets: Vec<SecretRow>,
    /// The lifetime bar; `None`: nobody said when it ends.
    pub life: Option<Life>,
    /// Issued, last refresh, last check, format, fingerprint, instance.
    pub facts: Vec<Fact>,
    /// Granted scopes, then those asked for and not granted.
    pub scopes: Vec<ScopeChip>,
}

/// One of several sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionChoice {
    /// Which.
    pub session_id: SessionId,
    /// Its user.
    pub label: String,
    /// Shown now.
    pub is_on: bool,
}

/// A secret field: its label and notes, never its text.
#[derive(Debug, Clone, PartialEq)]
pub struct SecretRow {
    /// Whose.
    pub session_id: SessionId,
    /// Which token.
    pub which: WhichToken,
    /// `Access token`.
    pub label: String,
    /// What can be done with it.
    pub standing: SecretStanding,
    /// `Rotates, last at 08:53`; empty for none.
    pub note: String,
    /// On the clipboard now.
    pub copied: Option<Copied>,
}

/// One web session of a hybrid flow.
#[derive(Debug, Clone, PartialEq)]
pub struct WebRow {
    /// `Lightning session`.
    pub label: String,
    /// What it opens.
    pub opens: String,
    /// The host it is for; empty where it has none.
    pub domain: String,
    /// Copies its secret.
    pub copy: Action,
}

/// Whether a secret is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretStanding {
    /// In the open vault.
    Kept,
    /// In the locked vault.
    Locked,
    /// Not kept, with the reason.
    NoneKept(String),
}

/// The countdown after a copy.
#[derive(Debug, Clone, PartialEq)]
pub struct Copied {
    /// `Copied, clears in 14 s`.
    pub text: String,
    /// How much of the time is left, 0 to 1.
    pub left: f32,
    /// When it is cleared.
    pub clears_at: UnixTime,
}

/// The lifetime bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Life {
    /// `Expires in 41 min`.
    pub text: String,
    /// `10:53, told by introspection`.
    pub told: String,
    /// How much is left, 0 to 1.
    pub left: f32,
    /// Good, soon over, over.
    pub tone: Tone,
}

/// One scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeChip {
    /// Its wire name.
    pub name: String,
    /// Granted or not.
    pub standing: ScopeStanding,
    /// What it allows, for the tooltip; empty when we do not know it.
    pub hint: String,
}

/// What became of a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScopeStanding {
    /// Granted.
    Granted,
    /// Asked for, not granted.
    NotGranted,
    /// Asked for; the server did not say what it granted.
    Asked,
}

/// User and org.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrgCard {
    /// `Verified 10:10 from the org`; `None`: nobody asked yet.
    pub verified: Option<String>,
    /// Two letters for the round tile.
    pub initials: String,
    /// Display name.
    pub name: String,
    /// Login name.
    pub username: String,
    /// What the org calls itself, else the host of its instance.
    pub org: String,
    /// Edition and instance; empty where the org told none.
    pub org_under: String,
    /// Org id, user id, user type, org facts.
    pub facts: Vec<Fact>,
    /// Ask the org now.
    pub fetch: Action,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecentLine {
    /// `10:12`, or a date.
    pub when: String,
    /// How it is meant.
    pub tone: Tone,
    /// What.
    pub text: String,
    /// Where from; empty for this window.
    pub by: String,
}

/// All sessions of a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionsTab {
    /// Row by row.
    pub rows: Vec<SessionRow>,
    /// Log in as another user.
    pub add: Action,
    /// Refresh all, revoke all.
    pub all: Vec<Action>,
    /// Approvals of the shown session's user and app; `None` where none is known.
    pub meter: Option<Meter>,
}

/// One session in the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// Which.
    pub session_id: SessionId,
    /// Its user.
    pub user: String,
    /// Its org id.
    pub org: String,
    /// Its state, or what goes on.
    pub state: StateView,
    /// When it was issued.
    pub issued: String,
    /// When it ends.
    pub expires: String,
    /// Last check.
    pub last_check: String,
    /// Fingerprint of the access token.
    pub fingerprint: String,
    /// Shown in the overview.
    pub is_selected: bool,
    /// What one can do with it.
    pub actions: Vec<Action>,
}

/// Facts about the tokens of the shown session.
#[derive(Debug, Clone, PartialEq)]
pub struct TokenTab {
    /// Whose.
    pub session_id: SessionId,
    /// Access token, refresh token.
    pub secrets: Vec<SecretRow>,
    /// The lifetime bar.
    pub life: Option<Life>,
    /// Facts, grouped: the group's title, its facts.
    pub groups: Vec<(String, Vec<Fact>)>,
    /// The web sessions of a hybrid flow; empty for others.
    pub web: Vec<WebRow>,
    /// Scopes.
    pub scopes: Vec<ScopeChip>,
    /// The org's last answer to introspection, as a tree; `None`: not asked in this window.
    pub introspection: Option<(String, Value)>,
    /// Introspect each token, verify.
    pub actions: Vec<Action>,
}

/// The org's answer about the user.
#[derive(Debug, Clone, PartialEq)]
pub struct IdentityTab {
    /// Whose.
    pub session_id: SessionId,
    /// Which service said so and when.
    pub source: String,
    /// The facts we keep.
    pub facts: Vec<Fact>,
    /// The whole answer in its order; `None`: not asked in this window.
    pub answer: Option<Value>,
    /// Ask the org now.
    pub fetch: Action,
}

/// A tree of an answer, in the order it came; secret members are masked.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A number, as written.
    Number(String),
    /// A text.
    Text(String),
    /// Hidden by rule.
    Hidden,
    /// A list.
    List(Vec<Value>),
    /// Named members.
    Members(Vec<(String, Value)>),
}

/// The profile's settings, to read; the form changes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileSettings {
    /// Facts, grouped: the group's title, its facts.
    pub groups: Vec<(String, Vec<Fact>)>,
    /// What should be changed.
    pub checkup: Option<Checkup>,
    /// Edit, diagnose, delete.
    pub actions: Vec<Action>,
}

/// How many logins of one user with one app the org still keeps, as far as they were made here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meter {
    /// Counted here.
    pub used: usize,
    /// What the org keeps.
    pub of: usize,
    /// The count in words.
    pub text: String,
    /// What is not seen from here.
    pub hint: String,
    /// All are used: which one the next login may end.
    pub warning: Option<String>,
}
