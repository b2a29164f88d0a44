//! The window's own memory: what is typed but not sent, what is folded, what is held.
//!
//! Nothing here is state of the program; losing it loses no work but the
//! characters in an open field.

use crate::app::command::WhichToken;
use crate::app::view::{Place, StripItem, StripWhat, Window};
use crate::model::ids::{RunId, SessionId};
use crate::model::secret::{Revealed, SecretDraft};
use crate::model::settings::{Network, ThemeChoice, VaultKind};

/// Which part of an exchange is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum ExchangeTab {
    #[default]
    Request,
    Answer,
    Raw,
}

/// What is typed into the dialog on top.
#[derive(Default)]
pub(super) struct DialogDraft {
    /// Tells one dialog from the next.
    pub key: String,
    pub typed: String,
    pub path: String,
    pub way: Option<VaultKind>,
    pub old: SecretDraft,
    /// The recovery passphrase is typed in place of the usual one.
    pub recovers: bool,
    pub secret: SecretDraft,
    pub again: SecretDraft,
}

/// Proxy and authorities as they are typed, and the kept ones they began with.
pub(super) struct NetworkDraft {
    pub kept: Network,
    pub typed: Network,
    /// Sent already since a field was entered.
    pub sent: Option<Network>,
}

impl NetworkDraft {
    pub fn of(kept: &Network) -> Self {
        Self {
            kept: kept.clone(),
            typed: kept.clone(),
            sent: None,
        }
    }
}

/// The secret that is held visible, and for which eye.
#[derive(Default)]
pub(super) struct Reveal {
    pub wanted: Option<(SessionId, WhichToken)>,
    pub held: Option<Revealed>,
    pub since: f64,
    /// Its field was drawn in this frame.
    pub is_drawn: bool,
}

/// Where the keyboard is, and where it was.
#[derive(Default)]
pub(super) struct FocusKept {
    /// What had it last in the window itself.
    pub before: Option<egui::Id>,
    /// Where that stood: the zones around it, and its group.
    pub home: super::window::Home,
    /// It is gone, and the keyboard is nowhere.
    pub is_orphan: bool,
    /// What had it last in what is laid over the window.
    pub over: Option<egui::Id>,
    /// Something is laid over the window, or was until just now.
    pub is_over: bool,
    /// The person let go of it: by Esc, or with the pointer.
    pub is_let_go: bool,
    /// Came to it by Tab, and may be out of sight.
    pub to_show: Option<egui::Id>,
}

/// The window's own memory, kept from frame to frame.
#[derive(Default)]
pub struct Looks {
    /// Width of the list zone, when somebody dragged its edge.
    pub list_width: Option<f32>,
    /// The rail is folded to its icons.
    pub rail_folded: bool,
    pub(super) rail_open: bool,
    /// There is no room for the rail: a button in a head opens it.
    pub(super) rail_hidden: bool,
    pub(super) dressed: Option<(ThemeChoice, bool, u32)>,
    pub(super) dialog: DialogDraft,
    pub(super) reveal: Reveal,
    pub(super) pasted: Option<(RunId, SecretDraft)>,
    pub(super) exchange_tab: ExchangeTab,
    pub(super) form: super::screen::profile_form::FormMemory,
    pub(super) network: Option<NetworkDraft>,
    pub(super) inspector: super::screen::inspector::InspectorMemory,
    pub(super) demo: super::screen::demo_org::DemoMemory,
    pub(super) passphrase: SecretDraft,
    pub(super) licence: Option<usize>,
    pub(super) rows_focus: Option<usize>,
    /// How far the list was scrolled in the last frame, in points.
    pub(super) rows_top: f32,
    pub(super) focus: FocusKept,
}

impl Looks {
    /// Starts with nothing typed and nothing folded.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a secret that the engine made visible; one that nobody holds the eye for is dropped.
    pub fn hold(&mut self, session_id: &SessionId, which: WhichToken, revealed: Revealed) {
        let wanted = self
            .reveal
            .wanted
            .as_ref()
            .is_some_and(|(id, token)| id == session_id && *token == which);
        self.reveal.held = wanted.then_some(revealed);
    }

    /// Wipes what was typed or revealed where nothing can be done with it any more: a dialog that closed,
    /// a login that ended, a field that left the screen, the lock.
    pub(super) fn wipe(&mut self, view: &Window) {
        if !std::mem::take(&mut self.reveal.is_drawn) {
            self.hide();
        }
        if view.dialog.is_none() && !self.dialog.key.is_empty() {
            self.dialog = DialogDraft::default();
        }
        let is_locked = matches!(view.place, Place::Locked(_));
        let runs = |item: &StripItem| item.what == StripWhat::Running;
        if is_locked || !view.strip.right.iter().any(runs) {
            self.pasted = None;
        }
        if !is_locked && !self.passphrase.is_empty() {
            self.passphrase = SecretDraft::new();
        }
    }

    /// Drops the visible secret: the window lost the keyboard, or the vault was locked.
    pub fn hide(&mut self) {
        self.reveal = Reveal::default();
    }
}
