//! The guard in words: an org that is something else than its profile says.

use super::super::super::state::State;
use super::super::{Action, Ask, Banner, Look, Tone};
use super::{state as states, time};
use crate::model::ids::ProfileId;
use crate::model::time::UnixTime;
use crate::model::words;

/// Makes the banner; `None` where nothing contradicts.
pub(super) fn banner(state: &State, profile_id: &ProfileId, now: UnixTime) -> Option<Banner> {
    let profile = &state.profile(profile_id)?.profile;
    if profile.login_url.is_loopback() {
        return None;
    }
    let (told, at) = state.told_environment(profile_id)?;
    let claimed = profile.environment();
    // A guess that the org makes more exact is no contradiction, unless it made the org look harmless.
    let is_worse = told.is_guarded() && !claimed.is_guarded();
    if told == claimed || (profile.environment.is_none() && !is_worse) {
        return None;
    }
    let (told, claimed) = (states::name(told), states::name(claimed));
    let when = time::short(state, at, now);
    let values = [
        ("told", told.as_str()),
        ("claimed", &claimed),
        ("when", &when),
    ];
    let (tone, key) = if is_worse {
        (Tone::Danger, "window-guard-worse")
    } else {
        (Tone::Warn, "window-guard-differs")
    };
    let read_only = state
        .is_read_only
        .then(|| words::text("window-reason-read-only"));
    let action = Action::new(
        "window-action-edit",
        Ask::TakeEnvironment(profile_id.clone()),
    );
    Some(Banner {
        tone,
        text: words::with(key, &values),
        action: Some(
            Action {
                label: words::with("window-guard-take", &values),
                ..action
            }
            .look(Look::Secondary)
            .unless(read_only),
        ),
    })
}
