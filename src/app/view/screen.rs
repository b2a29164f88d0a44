//! The window as a whole: where the person is, the strip, toasts, the smaller screens.

use super::{
    Action, Ask, Banner, DemoOrgView, Detail, Dialog, Fact, FormView, List, Rail, Sheet, Tone,
};
use crate::model::settings::{Settings, ThemeChoice};

/// Everything but the rows of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Window {
    /// Title of the system window.
    pub title: String,
    /// The rail.
    pub rail: Rail,
    /// What stands beside the rail.
    pub place: Place,
    /// The strip at the foot.
    pub strip: Strip,
    /// The dialog on top.
    pub dialog: Option<Dialog>,
    /// What is laid over the window, under a dialog.
    pub sheet: Option<Sheet>,
    /// Toasts, the oldest first, three at most.
    pub toasts: Vec<Toast>,
    /// Colours.
    pub theme: ThemeChoice,
    /// Scale, 1.0 is the system's.
    pub scale: f32,
    /// No motion.
    pub reduced_motion: bool,
    /// Users, hosts, ids and tokens are masked; with the words that no form gives away. `None`: they show.
    pub presents: Option<Vec<String>>,
    /// Milliseconds until a text of this view is out of date; `None`: never (decision 25).
    pub stale_in_ms: Option<u64>,
}

/// Where the person is.
#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    /// The library is being read.
    Loading(String),
    /// Locked: nothing else is shown.
    Locked(Box<LockView>),
    /// No profile yet.
    FirstRun(FirstRun),
    /// The list, and the detail of the selected profile.
    Library {
        /// What needs an eye, above all.
        banners: Vec<Banner>,
        /// The list.
        list: List,
        /// The selected profile.
        detail: Option<Box<Detail>>,
    },
    /// The form.
    Form(Box<FormView>),
    /// The flow chooser.
    Chooser(Box<super::ChooserView>),
    /// A pasted text, taken apart.
    Inspector(Box<super::InspectorView>),
    /// The demo org.
    DemoOrg(DemoOrgView),
    /// Activity.
    Activity(Box<super::ActivityView>),
    /// Settings.
    Settings(Box<SettingsView>),
    /// What the doctor saw.
    Doctor(DoctorView),
    /// About.
    About(About),
}

/// The strip at the foot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strip {
    /// From the left.
    pub left: Vec<StripItem>,
    /// At the right: what runs, the version.
    pub right: Vec<StripItem>,
}

/// What an item of the strip is about; decides the icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StripWhat {
    /// Where secrets live.
    Vault,
    /// The lock.
    Lock,
    /// The demo org.
    DemoOrg,
    /// Presentation mode.
    Presenting,
    /// What the doctor saw last.
    Doctor,
    /// What runs.
    Running,
    /// The version.
    Version,
}

/// One item of the strip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StripItem {
    /// What it is about.
    pub what: StripWhat,
    /// Its words.
    pub text: String,
    /// `Warn` when it needs a person.
    pub tone: Tone,
    /// What a click asks for.
    pub ask: Option<Ask>,
}

/// One toast.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// For closing it.
    pub id: u64,
    /// How it is meant.
    pub tone: Tone,
    /// What happened.
    pub title: String,
    /// More; empty for none.
    pub text: String,
    /// One action at most.
    pub action: Option<Action>,
}

/// No profile yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstRun {
    /// Headline.
    pub title: String,
    /// Two lines.
    pub text: String,
    /// Demo org, import, new profile.
    pub cards: Vec<FirstRunCard>,
    /// What happens after *Start and log in*, step by step.
    pub steps: Vec<String>,
    /// Where secrets stay.
    pub foot: String,
    /// What needs an eye.
    pub banners: Vec<Banner>,
}

/// One way to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstRunCard {
    /// Title.
    pub title: String,
    /// Text.
    pub text: String,
    /// Its button; the ask decides the icon.
    pub action: Action,
}

/// The locked window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockView {
    /// `Locked`.
    pub title: String,
    /// What opens it.
    pub text: String,
    /// A passphrase field is there: send `OpenVault(VaultChoice::Passphrase)`.
    pub asks_passphrase: bool,
    /// One button: unlock.
    pub unlock: Action,
    /// The ways in when the usual one is lost: a recovery passphrase, moving the vault aside.
    pub other: Option<Action>,
    /// Being opened just now.
    pub is_busy: bool,
    /// Why the last try failed.
    pub problem: Option<super::ErrorCard>,
}

/// Settings.
#[derive(Debug, Clone, PartialEq)]
pub struct SettingsView {
    /// As kept; the window edits a copy and sends it whole.
    pub settings: Settings,
    /// Where secrets live.
    pub vault: Vec<Fact>,
    /// What of the vault can be changed.
    pub vault_actions: Vec<Action>,
    /// The file of the settings could not be written: why, and the way to try again.
    pub not_saved: Option<Banner>,
    /// What is wrong with the proxy as it was typed.
    pub proxy_problem: Option<String>,
    /// What is wrong with the file of authorities.
    pub ca_problem: Option<String>,
    /// Proxy and authorities are being checked.
    pub is_checking: bool,
    /// Choose a file of authorities.
    pub pick_ca: Action,
    /// Lock.
    pub actions: Vec<Action>,
    /// Copy diagnostics, open data folder, about.
    pub support: Vec<Action>,
    /// Kept by a newer version: nothing can be changed.
    pub is_read_only: bool,
}

/// The doctor: what a login needs, line by line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoctorView {
    /// What it looked at: everything, or one profile.
    pub under: String,
    /// It looks just now; the lines are those so far.
    pub is_busy: bool,
    /// How it came out, once it is done.
    pub verdict: Option<(Tone, String)>,
    /// Line by line.
    pub lines: Vec<CheckLine>,
    /// Copy, then check again or cancel.
    pub actions: Vec<Action>,
}

/// One line of the doctor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckLine {
    /// How it came out.
    pub tone: Tone,
    /// What was looked at.
    pub name: String,
    /// How it came out, as a word.
    pub result: String,
    /// What was seen.
    pub detail: String,
    /// What to do next; empty for nothing.
    pub next: String,
}

/// Version and licences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// `Valet Key 0.1.0`.
    pub title: String,
    /// What it is, in one sentence.
    pub text: String,
    /// Where secrets live and what is not protected.
    pub promises: Vec<String>,
    /// Name and licence of what is built in: fonts, icons. The window holds their texts.
    pub parts: Vec<(String, String)>,
}
