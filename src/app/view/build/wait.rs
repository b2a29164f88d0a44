//! The waiting card.

mod code;

use super::super::super::event::BrowserOpened;
use super::super::super::state::{Phase, RunRecord, State, Waiting};
use super::super::{Action, Ask, Look, WaitCard, keys};
use super::{error, time};
use crate::model::ids::ProfileId;
use crate::model::problem::Problem;
use crate::model::time::UnixTime;
use crate::model::words;

/// From here on the card says that the time is nearly up.
const NEARLY_UP_SECS: u64 = 30;

/// The card of the login that a profile waits for.
pub(super) fn of_profile(state: &State, profile_id: &ProfileId, now: UnixTime) -> Option<WaitCard> {
    state
        .runs
        .get(profile_id)?
        .iter()
        .filter(|record| record.is_login && state.task(&record.run.run_id).is_some())
        .map(|record| card(record, now))
        .next()
}

/// The card of one run that goes on.
pub(super) fn card(record: &RunRecord, now: UnixTime) -> WaitCard {
    match &record.phase {
        Phase::Waiting(waiting) => waiting_card(record, waiting, now),
        Phase::Starting => code::card(record, now).unwrap_or_else(|| working_card(record, now)),
        _ => working_card(record, now),
    }
}

/// Before and after the browser: a ring, the time, Cancel.
fn working_card(record: &RunRecord, now: UnixTime) -> WaitCard {
    let title = match record.phase {
        Phase::Held => "window-wait-held",
        Phase::Finishing => "window-wait-finishing",
        _ if !record.run.exchanges.is_empty() => "window-wait-working",
        _ => "window-wait-starting",
    };
    let elapsed = time::stopwatch(record.run.began_at.until(now));
    WaitCard {
        run_id: record.run.run_id.clone(),
        title: words::text(title),
        elapsed: words::with("window-wait-elapsed-only", &[("elapsed", &elapsed)]),
        part: 0.0,
        counts: true,
        actions: vec![cancel(record)],
        warning: None,
        url: String::new(),
        is_url_first: false,
        browser_problem: None,
        listens_on: record.listened_on.as_deref().map(listens),
        strays: None,
        port_warning: None,
        may_paste: false,
        paste_hint: String::new(),
        paste_problem: None,
        notice: None,
        code: None,
    }
}

fn waiting_card(record: &RunRecord, waiting: &Waiting, now: UnixTime) -> WaitCard {
    let run_id = &record.run.run_id;
    let (passed, all) = (
        waiting.since.until(now),
        waiting.since.until(waiting.deadline),
    );
    let (elapsed, limit) = (time::stopwatch(passed), time::stopwatch(all));
    let left = now.until(waiting.deadline).as_secs();
    let title = match &waiting.browser {
        BrowserOpened::Yes(name) if !name.is_empty() => {
            words::with("window-wait-in", &[("browser", name)])
        }
        BrowserOpened::Yes(_) => words::text("window-wait-in-browser"),
        BrowserOpened::NotWanted | BrowserOpened::No(_) => words::text("window-wait-by-hand"),
    };
    let at = |problem: &Problem| error::at_wait(problem, record);
    let is_url_first = !matches!(waiting.browser, BrowserOpened::Yes(_));
    WaitCard {
        run_id: run_id.clone(),
        title,
        elapsed: words::with(
            "window-wait-elapsed",
            &[("elapsed", &elapsed), ("limit", &limit)],
        ),
        part: (passed.as_secs_f32() / all.as_secs_f32().max(1.0)).min(1.0),
        counts: true,
        actions: buttons(record, is_url_first),
        warning: (left <= NEARLY_UP_SECS).then(|| {
            (
                words::count("window-wait-nearly-up", usize::try_from(left).unwrap_or(0)),
                Action::new("window-wait-more", Ask::Extend(run_id.clone())),
            )
        }),
        url: waiting.url.clone(),
        is_url_first,
        browser_problem: match &waiting.browser {
            BrowserOpened::No(problem) => Some(error::at_wait(problem, record)),
            _ => None,
        },
        listens_on: waiting.listens_on.as_deref().map(listens),
        strays: (record.strays > 0).then(|| {
            words::count(
                "window-wait-strays",
                usize::try_from(record.strays).unwrap_or(usize::MAX),
            )
        }),
        port_warning: waiting.warning.as_ref().map(at),
        may_paste: true,
        paste_hint: words::text(if waiting.listens_on.is_some() {
            "window-wait-paste"
        } else {
            "window-wait-paste-first"
        }),
        paste_problem: record.paste_problem.as_ref().map(at),
        notice: record.notice.as_ref().map(|said| {
            let mut text = said.error.clone();
            if let Some(description) = &said.error_description {
                text = format!("{text}: {description}");
            }
            words::with("window-wait-notice", &[("said", &text)])
        }),
        code: None,
    }
}

fn buttons(record: &RunRecord, is_url_first: bool) -> Vec<Action> {
    let run_id = &record.run.run_id;
    let show = Action::new("window-wait-show-page", Ask::BrowseAgain(run_id.clone()));
    let copy = Action::new("window-wait-copy-url", Ask::CopyLoginUrl(run_id.clone()));
    let (first, second) = if is_url_first {
        (copy, show)
    } else {
        (show, copy)
    };
    vec![first, second, cancel(record)]
}

fn cancel(record: &RunRecord) -> Action {
    Action::new("window-cancel", Ask::Cancel(record.run.run_id.clone()))
        .look(Look::Ghost)
        .keys(keys::BACK)
}

fn listens(address: &str) -> String {
    words::with("window-wait-listens", &[("address", address)])
}
