//! The profile form: what is typed, what is wrong with it, what Setup must say.

use super::key::{AudienceView, KeyView};
use super::{Action, Badge, Banner, Tone};
use crate::model::profile::ProfileDraft;

/// The form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormView {
    /// `New profile`, or the profile's name.
    pub title: String,
    /// One line below it.
    pub subtitle: String,
    /// A new profile.
    pub is_new: bool,
    /// What was typed; the window edits a copy and sends it whole.
    pub draft: ProfileDraft,
    /// Problems that may be seen now: of fields that were left, or all after a try to save.
    pub problems: Vec<FormProblem>,
    /// `1 problem`, empty for none.
    pub problems_text: String,
    /// The environment as it would be kept.
    pub badge: Option<Badge>,
    /// How the first callback's port stands.
    pub port: Option<PortView>,
    /// The browser, and others to choose from.
    pub browser: BrowserView,
    /// Leads to the flow for what is wanted.
    pub choose: Action,
    /// Flows to choose from.
    pub flows: Vec<FlowChoice>,
    /// Scopes to choose from, those of the draft first.
    pub scopes: Vec<ScopeChoice>,
    /// `5 of 24`.
    pub scopes_text: String,
    /// A secret is kept already; an empty field leaves it.
    pub has_client_secret: bool,
    /// The flow proves the app with a secret, or may.
    pub wants_secret: bool,
    /// The key, where the profile signs.
    pub key: Option<KeyView>,
    /// Whom an assertion is for, where the flow signs one for a user.
    pub audience: Option<AudienceView>,
    /// What stands below the secret field.
    pub secret_hint: String,
    /// Values that the app's registration must have.
    pub setup: Vec<SetupValue>,
    /// All of them as one text, for *Copy all*.
    pub setup_text: String,
    /// What needs an eye.
    pub banners: Vec<Banner>,
    /// Something differs from what is kept.
    pub is_changed: bool,
    /// Nothing is wrong, seen or not: the typed secret may leave the window.
    pub is_ready: bool,
    /// Being kept just now.
    pub is_saving: bool,
    /// Why *Save* is off.
    pub save_disabled: Option<String>,
    /// Leave without keeping, import.
    pub actions: Vec<Action>,
}

/// How the port of the first callback stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortView {
    /// Warn: no login can listen there.
    pub tone: Tone,
    /// Who has it.
    pub text: String,
    /// What else helps; empty where nothing is wrong.
    pub note: String,
    /// Other callbacks to use, each a button.
    pub moves: Vec<PortMove>,
}

/// A button that puts another callback first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortMove {
    /// `Use port 1718`.
    pub label: String,
    /// What it does, and what Setup must know.
    pub hint: String,
    /// All callbacks as they would be, one a line.
    pub callback_urls: String,
}

/// The browser of the profile.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BrowserView {
    /// Its name, or the word for a command of one's own.
    pub label: String,
    /// The system's, and those that were found.
    pub choices: Vec<BrowserPick>,
    /// Profiles inside the chosen one; empty where they are not known.
    pub profiles: Vec<BrowserPick>,
    /// A private window: whether it is on, and the command with it turned round.
    pub private: Option<(bool, String)>,
    /// A command of the person's own.
    pub is_custom: bool,
    /// The exact words that are started.
    pub preview: String,
}

/// One browser or profile to choose: the command that it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrowserPick {
    /// Its name.
    pub label: String,
    /// The command; empty for the system's browser.
    pub command: String,
    /// Chosen.
    pub is_on: bool,
}

/// One problem at one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormProblem {
    /// The field, by its name in the profile file.
    pub field: &'static str,
    /// The field's label.
    pub label: String,
    /// One sentence.
    pub text: String,
    /// A value that would be right.
    pub mend: Option<Mend>,
}

/// A button that mends a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mend {
    /// `Use northwind.my.salesforce.com`.
    pub label: String,
    /// The value to put into the field.
    pub value: String,
}

/// One flow to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowChoice {
    /// Its catalog name.
    pub flow: String,
    /// Its name.
    pub label: String,
    /// Whom it is for, in four words.
    pub hint: String,
    /// Chosen.
    pub is_on: bool,
}

/// One scope to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeChoice {
    /// Its wire name.
    pub name: String,
    /// What it allows; empty when we do not know it.
    pub hint: String,
    /// Chosen.
    pub is_on: bool,
}

/// One value that the app's registration must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetupValue {
    /// The label in Setup.
    pub label: String,
    /// The value.
    pub value: String,
    /// Monospace, to be copied letter for letter.
    pub is_code: bool,
}
