//! The run tab and the waiting card: a flow made visible.

use super::{Action, Banner, ErrorCard, Fact, StateKind, StateView};
use crate::model::ids::RunId;
use crate::model::run::Lane;

/// A login that waits for the browser.
#[derive(Debug, Clone, PartialEq)]
pub struct WaitCard {
    /// The run.
    pub run_id: RunId,
    /// `Waiting for you in Firefox`.
    pub title: String,
    /// `0:42 elapsed of 5:00`.
    pub elapsed: String,
    /// How much of the time has passed, 0 to 1.
    pub part: f32,
    /// True while a countdown runs that a person sees (one frame a second).
    pub counts: bool,
    /// Show page, copy login URL, cancel.
    pub actions: Vec<Action>,
    /// The last 30 seconds: what happens next, and "Wait 5 min more".
    pub warning: Option<(String, Action)>,
    /// The login address, to read and copy; empty before it is known. Never a token.
    pub url: String,
    /// The address stands first: no browser could be opened, or none was wanted.
    pub is_url_first: bool,
    /// Why no browser was opened.
    pub browser_problem: Option<ErrorCard>,
    /// `Listens on localhost:1717`; `None`: the answer must be pasted.
    pub listens_on: Option<String>,
    /// How many requests came that were not the answer; `None` for none.
    pub strays: Option<String>,
    /// A port that is taken, where that did not end the login.
    pub port_warning: Option<ErrorCard>,
    /// The paste box is there.
    pub may_paste: bool,
    /// What stands above the paste box.
    pub paste_hint: String,
    /// Why the pasted text did not end it.
    pub paste_problem: Option<ErrorCard>,
    /// What a request without the right state said: unproven (R12).
    pub notice: Option<String>,
    /// A code to enter elsewhere.
    pub code: Option<CodeView>,
}

/// A code that a person enters in any browser (RFC 8628 3.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeView {
    /// Grouped for reading: `7K3P-Q0ZD`.
    pub shown: String,
    /// The host of the page, large: nobody else may ask for this code (R37).
    pub host: String,
    /// The page.
    pub place: String,
    /// The page with the code filled in, for a telephone's camera.
    pub link: String,
    /// Approve only what you started.
    pub warning: String,
    /// Copies the code as the org knows it.
    pub copy: Action,
}

/// The run tab.
#[derive(Debug, Clone, PartialEq)]
pub struct RunView {
    /// Which run is shown.
    pub run_id: RunId,
    /// `Going, 0:42`, `Finished in 3.2 s`, `Failed after 38 s`.
    pub state: StateView,
    /// The four lanes.
    pub lanes: Vec<LaneView>,
    /// The steps, top to bottom.
    pub steps: Vec<StepView>,
    /// That the flow is insecure; what was noted on the way.
    pub banners: Vec<Banner>,
    /// What dashed lines mean; empty where there are none.
    pub legend: String,
    /// While it waits for the browser.
    pub wait: Option<WaitCard>,
    /// Why it failed.
    pub problem: Option<ErrorCard>,
    /// Started, browser, listened on.
    pub facts: Vec<Fact>,
    /// The exchange that is open.
    pub exchange: Option<ExchangeView>,
    /// Copy report, log in again.
    pub actions: Vec<Action>,
}

/// What the head of the detail has while a run is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunHead {
    /// `Run 3 of today`.
    pub label: String,
    /// The last runs of this profile, the newest first.
    pub runs: Vec<RunChoice>,
    /// In which forms it is saved and copied.
    pub report: Vec<Action>,
}

/// One of the kept runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunChoice {
    /// Which.
    pub run_id: RunId,
    /// `Today 10:31, failed`.
    pub label: String,
    /// How it ended.
    pub state: StateKind,
    /// Shown now.
    pub is_on: bool,
}

/// The head of one lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaneView {
    /// Which.
    pub lane: Lane,
    /// Its words.
    pub label: String,
    /// It has to act now: outlined.
    pub is_now: bool,
}

/// How a step of the diagram is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StepStanding {
    /// Seen.
    Done,
    /// Going on.
    Now,
    /// Happens, or happened, where we cannot see it.
    Unseen,
    /// Still to come.
    ToCome,
    /// Went wrong here.
    Failed,
    /// A box on one lane, no arrow.
    Note,
}

/// One arrow, or a note on a lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepView {
    /// From which lane.
    pub from: Lane,
    /// To which lane; the same for a note.
    pub to: Lane,
    /// Its words.
    pub label: String,
    /// `0.018`, `unseen`, `now`, or empty.
    pub time: String,
    /// How it is drawn.
    pub standing: StepStanding,
    /// The exchange that a click opens.
    pub exchange: Option<u32>,
    /// That exchange is open.
    pub is_selected: bool,
}

/// One exchange, redacted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangeView {
    /// Its number in the run.
    pub number: u32,
    /// `Asks for tokens`.
    pub title: String,
    /// `Exchange 3, Valet Key to the org at 10:14:03, 41 ms`.
    pub when: String,
    /// `GET`, `POST`; empty for prompts.
    pub method: String,
    /// Address without its query.
    pub url: String,
    /// Headers of the request.
    pub request_headers: Vec<ParamRow>,
    /// Parameters of the request.
    pub request: Vec<ParamRow>,
    /// `200`, or what happened in place of an answer; `None` while there is none.
    pub status: Option<String>,
    /// Headers of the answer.
    pub answer_headers: Vec<ParamRow>,
    /// Fields of the answer.
    pub answer: Vec<ParamRow>,
    /// Both as text, secrets as placeholders.
    pub raw: String,
    /// Copy as curl, copy URL.
    pub actions: Vec<Action>,
    /// The numbers before and after it, where there are such.
    pub neighbours: (Option<u32>, Option<u32>),
}

/// One named value of an exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParamRow {
    /// Its name on the wire.
    pub name: String,
    /// Its value; `None`: hidden.
    pub value: Option<String>,
    /// Fingerprint of a hidden long token; empty for none.
    pub fingerprint: String,
    /// What it means; empty when we do not know.
    pub meaning: String,
}
