//! Dialogs: what needs an answer before anything else.

use super::super::command::{SubjectSource, VaultTask};
use super::{Action, Badge, ErrorCard, Fact};
use crate::model::ids::{ProfileId, RunId};
use crate::model::settings::VaultKind;

/// The dialog on top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dialog {
    /// Are you sure?
    Confirm(Confirm),
    /// Somebody else logged in than the profile knows (R22).
    Identity(IdentityDialog),
    /// Where secrets shall be kept: asked once, when there is no keyring.
    VaultChoice(VaultChoiceDialog),
    /// The vault is locked, or its key is gone.
    Unlock(UnlockDialog),
    /// What a change of the vault needs, and what it means.
    VaultChange(VaultChangeDialog),
    /// What a file would import.
    Import(ImportPreview),
    /// There is no file dialog on this machine: type a path.
    ImportPath {
        /// Title.
        title: String,
        /// One sentence.
        text: String,
    },
    /// A run asks something that only the person knows.
    Question(QuestionDialog),
    /// The form holds something that was not kept.
    Unsaved(Unsaved),
    /// An error that belongs to no place in the window.
    Problem(ErrorCard),
}

/// Are you sure?
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirm {
    /// Title, a question.
    pub title: String,
    /// The environment with most at stake.
    pub badge: Option<Badge>,
    /// Name of the one thing, or how many.
    pub subject: String,
    /// The consequence.
    pub text: String,
    /// Every target, where there are several or one is guarded.
    pub targets: Vec<Target>,
    /// A name that must be typed exactly.
    pub typed: Option<Typed>,
    /// Words of the last button; the window sends `ConfirmDialog` with what was typed.
    pub confirm: String,
    /// The last button is red.
    pub is_danger: bool,
    /// Enter confirms; never where something is guarded.
    pub enter_confirms: bool,
    /// Another way out: revoke first, then delete.
    pub other: Option<Action>,
}

/// The form holds something that was not kept: keep it, drop it, or go on with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsaved {
    /// Title, a question.
    pub title: String,
    /// The profile's name, as far as it was typed.
    pub subject: String,
    /// What would be lost.
    pub text: String,
    /// Why it cannot be kept as it is.
    pub save_disabled: Option<String>,
}

/// One thing that a confirmed act will hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Its environment.
    pub badge: Badge,
    /// Its profile.
    pub name: String,
    /// Its user and org.
    pub detail: String,
}

/// A name that must be typed, compared exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// `Type the name to go on`.
    pub label: String,
    /// The name.
    pub wanted: String,
}

/// Somebody else logged in; the new tokens are held until this is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityDialog {
    /// Name of the profile.
    pub subject: String,
    /// Its environment.
    pub badge: Option<Badge>,
    /// The run; the window sends `DecideIdentity`.
    pub run_id: RunId,
    /// Title.
    pub title: String,
    /// What happens either way.
    pub text: String,
    /// Whom the profile knows.
    pub expected: Side,
    /// Who logged in.
    pub got: Side,
    /// Words of the button that keeps them.
    pub accept: String,
    /// Words of the button that revokes them; the default.
    pub refuse: String,
}

/// One side of the comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// Title.
    pub title: String,
    /// User, user id, org id.
    pub facts: Vec<Fact>,
    /// For each fact: it differs from the other side.
    pub differs: Vec<bool>,
}

/// Where secrets shall be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaultChoiceDialog {
    /// Title.
    pub title: String,
    /// Why it is asked.
    pub text: String,
    /// The ways.
    pub ways: Vec<VaultWay>,
    /// What is wrong with a short passphrase; the minimum is 12 characters.
    pub passphrase_rule: String,
    /// Why the last try failed.
    pub problem: Option<ErrorCard>,
    /// Being made just now.
    pub is_busy: bool,
}

/// One way of keeping secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaultWay {
    /// Which.
    pub kind: VaultKind,
    /// Its name.
    pub label: String,
    /// What it means.
    pub text: String,
    /// Why it cannot be chosen.
    pub disabled: Option<String>,
}

/// The vault is locked, or its key is gone (R54, decision 29).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnlockDialog {
    /// Title.
    pub title: String,
    /// What happened and what it waits for.
    pub text: String,
    /// What goes on once it is open; empty for nothing.
    pub waiting: String,
    /// A passphrase field is there.
    pub asks_passphrase: bool,
    /// The passphrase is the recovery one: send `VaultChoice::Recovery`.
    pub is_recovery: bool,
    /// The recovery passphrase opens it as well: the label of the way to it.
    pub recovery: Option<String>,
    /// Try the keyring once more.
    pub retry: Option<Action>,
    /// Moving the vault aside is offered: the word that must be typed.
    pub move_aside: Option<Typed>,
    /// Why the last try failed.
    pub problem: Option<ErrorCard>,
    /// Being opened just now.
    pub is_busy: bool,
}

/// What a change of the vault needs, and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaultChangeDialog {
    /// What shall change; the window sends `ChangeVault`.
    pub task: VaultTask,
    /// Title.
    pub title: String,
    /// The consequence.
    pub text: String,
    /// What else follows, point by point.
    pub points: Vec<String>,
    /// The present passphrase is asked.
    pub asks_old: bool,
    /// Label of the new passphrase, where one is chosen.
    pub new: Option<String>,
    /// What is wrong with a short passphrase.
    pub passphrase_rule: String,
    /// Words of the last button.
    pub confirm: String,
    /// The last button is red.
    pub is_danger: bool,
    /// Why the last try failed.
    pub problem: Option<ErrorCard>,
    /// It was the present passphrase that was wrong.
    pub is_old_wrong: bool,
    /// Being done just now.
    pub is_busy: bool,
}

/// What a file would import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportPreview {
    /// Title.
    pub title: String,
    /// Name of the file.
    pub file: String,
    /// `3 new, 1 replaced, 2 unchanged`.
    pub summary: String,
    /// Profile by profile.
    pub lines: Vec<ImportLine>,
    /// Hosts that are neither Salesforce's nor on this machine: each must be seen.
    pub new_hosts: Vec<String>,
    /// Something would be replaced.
    pub replaces: bool,
    /// Words of the button.
    pub confirm: String,
    /// Why nothing can be imported.
    pub disabled: Option<String>,
}

/// One profile of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportLine {
    /// Its id.
    pub profile_id: ProfileId,
    /// Its name.
    pub name: String,
    /// Its host.
    pub host: String,
    /// Its environment.
    pub badge: Badge,
    /// `New`, `Replaced`, `Unchanged`.
    pub action: String,
}

/// A run asks something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionDialog {
    /// The run; the window sends `Answer`.
    pub run_id: RunId,
    /// Title.
    pub title: String,
    /// Name of the profile.
    pub subject: String,
    /// Its environment.
    pub badge: Option<Badge>,
    /// Whom the answer goes to; empty where that is plain.
    pub text: String,
    /// Label of the field.
    pub label: String,
    /// What is typed is hidden.
    pub is_secret: bool,
    /// Where a subject token can come from, other than the keyboard.
    pub sources: Option<SubjectSources>,
    /// Words of the button.
    pub confirm: String,
}

/// Where a subject token can come from; a file can always be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubjectSources {
    /// Sessions that have one.
    pub sessions: Vec<SubjectChoice>,
    /// Why there is no session to choose; empty where there is.
    pub none: String,
}

/// One session to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubjectChoice {
    /// Its profile, its user, and which token it would be.
    pub label: String,
    /// What the window sends with `AnswerFrom`.
    pub source: SubjectSource,
}
