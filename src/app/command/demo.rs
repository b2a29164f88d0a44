//! Commands of the demo org's screen.

use crate::model::demo::DemoAct;

/// A part of the demo org's screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum DemoPart {
    /// The server, its clock, settings for another client.
    #[default]
    Overview,
    /// Users.
    Users,
    /// Apps, each with its policies.
    Apps,
    /// Policies of the org.
    Policies,
    /// Who is logged in, and ending that.
    Tokens,
    /// What goes wrong on purpose.
    Faults,
    /// The requests it got.
    Requests,
}

/// What the person wants of the demo org.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DemoCommand {
    /// Show a part of its screen.
    Show(DemoPart),
    /// Start it on another port; 0 is a free one.
    StartOn(u16),
    /// Do something to the one that runs.
    Act(DemoAct),
    /// Begin a profile for one of its apps.
    NewProfile {
        /// Consumer key of the app.
        client_id: String,
    },
    /// Show only some of its requests.
    FilterLog {
        /// Those with this text; empty: all.
        text: String,
        /// Only those that were refused, failed or got no answer.
        only_trouble: bool,
    },
    /// Hold the list of requests still, or let it go on.
    PauseLog(bool),
    /// Empty the list of requests here; the org keeps its own.
    ClearLog,
}
