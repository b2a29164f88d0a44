//! The profile form: the draft, what was left, what was tried.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::{Leaving, State};
use crate::model::client::CallbackUrl;
use crate::model::port::PortStanding;
use crate::model::problem::Problem;
use crate::model::profile::{FieldProblem, ProfileDraft};
use crate::model::secret::{PrivateKey, Secret};

/// The form while it is open.
pub(in crate::app) struct Form {
    pub draft: ProfileDraft,
    /// As it was opened, to know whether something changed.
    pub original: ProfileDraft,
    /// Fields that were left: their problems may show.
    pub left: BTreeSet<&'static str>,
    /// A save was tried: all problems may show.
    pub is_tried: bool,
    /// All problems of the draft as it is.
    pub problems: Vec<FieldProblem>,
    /// How the ports of its callbacks stand, as far as they were looked at.
    pub ports: Vec<(CallbackUrl, PortStanding)>,
    /// Something stands in the secret field, which the window keeps to itself.
    pub secret_typed: bool,
    /// Where to go once it is kept: the person was on the way out.
    pub leave_to: Option<Leaving>,
    /// The typed secret on its way to the vault, while that is being opened.
    pub client_secret: Option<Secret>,
    /// The private key on its way to the vault; its certificate is in the draft.
    pub private_key: Option<PrivateKey>,
    /// A file that was chosen and opens with a passphrase.
    pub locked_key_file: Option<PathBuf>,
    /// Why no key came.
    pub key_problem: Option<Problem>,
    /// The made-up secret of the demo org's app that the form was opened for.
    pub made_up_secret: Option<String>,
}

impl Form {
    pub fn new(draft: ProfileDraft) -> Self {
        Self {
            original: draft.clone(),
            draft,
            left: BTreeSet::new(),
            is_tried: false,
            problems: Vec::new(),
            ports: Vec::new(),
            secret_typed: false,
            leave_to: None,
            client_secret: None,
            private_key: None,
            locked_key_file: None,
            key_problem: None,
            made_up_secret: None,
        }
    }

    /// Something would be lost if the form were closed.
    pub fn is_changed(&self) -> bool {
        self.draft != self.original
            || self.secret_typed
            || self.client_secret.is_some()
            || self.private_key.is_some()
    }

    /// Takes back a key that was not kept, and everything about getting one.
    pub fn drop_key(&mut self) {
        self.locked_key_file = None;
        self.key_problem = None;
        if self.private_key.take().is_some() {
            self.draft
                .certificate
                .clone_from(&self.original.certificate);
        }
    }

    /// The made-up secret, for as long as the form is about the app that it belongs to.
    pub fn made_up_secret(&self) -> Option<&str> {
        let is_same = self.draft.client_id == self.original.client_id
            && self.draft.login_url == self.original.login_url;
        self.made_up_secret.as_deref().filter(|_| is_same)
    }

    /// The problems that may be seen now: not while a field is typed into for the first time.
    pub fn visible(&self) -> impl Iterator<Item = &FieldProblem> {
        self.problems
            .iter()
            .filter(|problem| self.is_tried || self.left.contains(problem.field))
    }
}

impl State {
    /// Returns true once the person has ended the program, and nothing holds it up.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.is_over
    }

    /// Returns true while the form holds something that was not kept.
    #[must_use]
    pub fn has_unsaved(&self) -> bool {
        self.form.as_ref().is_some_and(Form::is_changed)
    }
}
