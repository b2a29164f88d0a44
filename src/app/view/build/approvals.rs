//! The meter of approvals: how many logins of one user with one app the org still keeps, as far as they were made here.
//!
//! Salesforce keeps five and ends the one unused for the longest without a word
//! (`machine-and-admin.md` 13, documented). Logins made elsewhere count too and
//! are not seen, so the meter is a lower bound and says so.

use super::super::super::state::State;
use super::super::super::update::may_live;
use super::super::{Banner, Meter, Tone};
use super::card;
use crate::model::session::{Session, Standing};
use crate::model::time::UnixTime;
use crate::model::words;

/// Approvals of one user for one app.
const KEPT: usize = 5;

/// One grant that may be counted.
struct Grant<'a> {
    last_used: UnixTime,
    session: &'a Session,
    /// Its tokens were replaced by a later login; nobody here has them any more.
    is_replaced: bool,
}

/// Makes the meter for the user and app of a session; `None` where nothing is known to be counted.
pub(super) fn meter(state: &State, session: &Session) -> Option<Meter> {
    let grants = grants(state, session);
    let used = grants.len().min(KEPT);
    if used == 0 {
        return None;
    }
    let user = card::user(session);
    let (count, of) = (used.to_string(), KEPT.to_string());
    let values = [("count", count.as_str()), ("of", &of), ("user", &user)];
    Some(Meter {
        used,
        of: KEPT,
        text: words::with("window-approvals", &values),
        hint: words::with("window-approvals-hint", &values),
        warning: (used == KEPT).then(|| next_ends(state, &grants)).flatten(),
    })
}

/// Warns above the overview when the next login would end one that is still in use here.
pub(super) fn banner(state: &State, session: &Session) -> Option<Banner> {
    let grants = grants(state, session);
    let next = grants.get(KEPT - 1)?;
    if next.is_replaced {
        return None;
    }
    Some(Banner {
        tone: Tone::Warn,
        text: next_ends(state, &grants)?,
        action: None,
    })
}

/// Says which one the next login may end: the last of the five that were used last.
fn next_ends(state: &State, grants: &[Grant<'_>]) -> Option<String> {
    let next = grants.get(KEPT - 1)?;
    let name = state
        .profile(&next.session.profile_id)
        .map(|record| record.profile.name.clone())
        .unwrap_or_default();
    let key = if next.is_replaced {
        "window-approvals-next-replaced"
    } else {
        "window-approvals-next"
    };
    Some(words::with(
        key,
        &[("profile", &name), ("user", &card::user(next.session))],
    ))
}

/// All grants of the same user, org and app that were made here and not ended, the one used last first.
fn grants<'a>(state: &'a State, session: &Session) -> Vec<Grant<'a>> {
    let Some(profile) = state
        .profile(&session.profile_id)
        .map(|record| &record.profile)
    else {
        return Vec::new();
    };
    if session.user_id().is_none() || profile.is_other_provider() {
        return Vec::new();
    }
    let same = state.sessions.values().filter(|other| {
        let app = state.profile(&other.profile_id);
        other.is_of(&session.identity)
            && app.is_some_and(|record| record.profile.client_id == profile.client_id)
    });
    let mut grants = Vec::new();
    for other in same {
        let lives = may_live(state, &other.session_id) && other.standing != Standing::NeedsLogin;
        if lives && other.has_refresh_token {
            grants.push(Grant {
                last_used: other.last_used(),
                session: other,
                is_replaced: false,
            });
        }
        grants.extend(other.replaced.iter().map(|at| Grant {
            last_used: *at,
            session: other,
            is_replaced: true,
        }));
    }
    grants.sort_by_key(|grant| std::cmp::Reverse(grant.last_used));
    grants
}
