//! The demo org's screen.

mod settings;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::tz::TimeZone;

pub use settings::{DemoClient, masked_settings_for, settings_for};

use super::{Action, ErrorCard, Fact};
use crate::app::command::DemoPart;
use crate::model::demo::{DemoOrg, DemoRequest};
use crate::model::ids::ProfileId;
use crate::model::time::UnixTime;

/// How the demo org stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DemoStanding {
    /// It rests.
    #[default]
    Off,
    /// It is on its way.
    Starting,
    /// It runs.
    On,
}

/// The demo org.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoOrgView {
    /// How it stands.
    pub standing: DemoStanding,
    /// Which part is shown while it runs.
    pub part: DemoPart,
    /// One or two sentences on what it is.
    pub text: String,
    /// Start, stop, log in.
    pub actions: Vec<Action>,
    /// Why it did not start, or what it refused last.
    pub problem: Option<ErrorCard>,
    /// What can be seen and switched while it runs.
    pub running: Option<DemoRunning>,
}

/// What can be seen and switched while it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoRunning {
    /// Its address.
    pub base_url: String,
    /// Address and ids.
    pub facts: Vec<Fact>,
    /// How its clock stands against this computer's.
    pub clock: String,
    /// Users, apps, settings, faults and logins; all of it is made up.
    pub org: Arc<DemoOrg>,
    /// Its requests.
    pub log: DemoLogView,
    /// The profile for an app, by consumer key, where there is one.
    pub profiles: BTreeMap<String, ProfileId>,
    /// Why no profile can be made.
    pub no_profile_because: Option<String>,
}

/// The requests that the demo org got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoLogView {
    /// Newest first, filtered.
    pub shown: Arc<Vec<Arc<DemoRequest>>>,
    /// How many there are without the filter.
    pub total: usize,
    /// The text that is looked for.
    pub text: String,
    /// Only those that were refused, failed or got no answer.
    pub only_trouble: bool,
    /// The list is held still.
    pub is_paused: bool,
    /// How many came since.
    pub waiting: usize,
    /// Where times are shown.
    pub zone: TimeZone,
}

impl DemoLogView {
    /// Returns a time as the list shows it: `10:14:03`.
    #[must_use]
    pub fn clock(&self, at: UnixTime) -> String {
        let at = at.timestamp().to_zoned(self.zone.clone());
        at.strftime("%H:%M:%S").to_string()
    }
}
