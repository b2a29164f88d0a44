//! The checkup of a profile, as a card.

use super::super::super::state::State;
use super::super::{Action, Ask, Checkup, FindingLine, Tone};
use crate::model::checkup::{self, Weight};
use crate::model::ids::ProfileId;
use crate::model::words;

/// Makes the card; `None` for a profile that is gone.
pub(super) fn card(state: &State, profile_id: &ProfileId) -> Option<Checkup> {
    let record = state.profiles.get(profile_id)?;
    let lines: Vec<FindingLine> = checkup::of(&record.profile, record.has_client_secret)
        .iter()
        .map(|finding| FindingLine {
            tone: tone(finding.weight),
            what: finding.what(),
            why: finding.why(),
            next: finding.next(),
        })
        .collect();
    let read_only = state
        .is_read_only
        .then(|| words::text("window-reason-read-only"));
    Some(Checkup {
        verdict: if lines.is_empty() {
            words::text("window-checkup-good")
        } else {
            words::count("window-checkup-found", lines.len())
        },
        lines,
        edit: Action::new("window-action-edit", Ask::EditProfile(profile_id.clone()))
            .unless(read_only),
    })
}

fn tone(weight: Weight) -> Tone {
    match weight {
        Weight::Danger => Tone::Danger,
        Weight::Warn => Tone::Warn,
        Weight::Hint => Tone::Info,
    }
}
