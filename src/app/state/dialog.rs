//! Dialogs: what is open, the last one on top.

use std::path::PathBuf;

use super::super::command::{ListFilter, Screen};
use super::super::effect::{LoginOptions, VaultTask};
use super::super::event::ImportAction;
use super::State;
use crate::model::identity::Identity;
use crate::model::ids::{ProfileId, RunId, SessionId};
use crate::model::problem::Problem;
use crate::model::profile::Profile;
use crate::protocol::io::Question;

/// One open dialog.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::app) enum DialogState {
    /// Are you sure?
    Confirm {
        what: ConfirmWhat,
        /// The text that must be typed.
        typed: Option<String>,
    },
    /// Somebody else logged in.
    Identity {
        run_id: RunId,
        expected: Box<Identity>,
        got: Box<Identity>,
    },
    /// Open or make the vault; the standing decides what it looks like.
    Vault,
    /// What a change of the vault needs.
    VaultChange {
        task: VaultTask,
        /// Why the last try failed.
        problem: Option<Problem>,
    },
    /// What a file would import.
    Import {
        path: PathBuf,
        lines: Vec<Prepared>,
        new_hosts: Vec<String>,
    },
    /// Type a path: no file dialog here.
    ImportPath,
    /// A run asks something that only the person knows.
    Question { run_id: RunId, question: Question },
    /// The form holds what was not kept, and something else is wanted.
    Unsaved(Leaving),
    /// An error that belongs to no place.
    Problem(Problem),
}

/// What would be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::app) enum ConfirmWhat {
    /// Of many, with Production among them.
    Refresh(Vec<SessionId>),
    Revoke(Vec<SessionId>),
    Forget(Vec<SessionId>),
    Delete(ProfileId),
    /// The pasted token, at the server of this profile.
    RevokePasted(ProfileId),
    /// Allow the username-password flow, then log in.
    AllowPassword(ProfileId, LoginOptions),
    /// Shown to the server of this profile although it says that it is of another org.
    IntrospectPasted(ProfileId),
}

/// What was wanted while the form held something that was not kept.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::app) enum Leaving {
    /// Only to close the form.
    Form,
    Screen(Screen),
    New,
    Edit(ProfileId),
    DemoApp(String),
    Filter(ListFilter),
    Select(Option<ProfileId>),
    Session(SessionId),
    Run(RunId),
    LogIn(ProfileId, LoginOptions),
    Quit,
}

/// One profile of a file, and what importing it would do.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::app) struct Prepared {
    pub profile: Profile,
    pub action: ImportAction,
}

impl State {
    /// Returns what must be typed to confirm the open dialog: empty where a plain yes is enough; `None` where no such dialog is open.
    #[must_use]
    pub fn confirmation(&self) -> Option<String> {
        match self.dialogs.last()? {
            DialogState::Confirm { typed, .. } => Some(typed.clone().unwrap_or_default()),
            _ => None,
        }
    }

    /// Returns why something wanted cannot go on before a person opens or makes the vault.
    #[must_use]
    pub fn waits_for_vault(&self) -> bool {
        !self.wants.is_empty() && self.dialogs.contains(&DialogState::Vault)
    }
}
