//! The inspector's screen.

mod checks;
mod parts;
mod report;

use super::super::super::command::InspectAct;
use super::super::super::effect::WhichToken;
use super::super::super::inspect::{
    Kind, against_answer, against_text, askers, differences, which_token,
};
use super::super::super::state::{Pasted, State, Task, TextTold, Want};
use super::super::{Action, Ask, ComparedView, InspectorView, Look, PastedView};
use super::{card, error, time};
use crate::model::ids::ProfileId;
use crate::model::time::UnixTime;
use crate::model::words;

/// Makes the screen.
pub(super) fn view(state: &State, now: UnixTime) -> InspectorView {
    let inspector = &state.inspector;
    let pasted = inspector.pasted.as_ref();
    InspectorView {
        under: words::text("window-inspect-under"),
        actions: pasted.map_or_else(Vec::new, |pasted| head(state, pasted)),
        askers: pasted.map_or_else(Vec::new, |_| choose(state)),
        pasted: pasted.map(|pasted| self::pasted(state, pasted, now)),
        busy: going(state).map(|task| {
            let cancel = Action::new("window-cancel", Ask::Cancel(task.run_id.clone()));
            (words::text(busy_key(&task.want)), cancel)
        }),
        problem: inspector.problem.as_ref().map(error::elsewhere),
    }
}

fn going(state: &State) -> Option<&Task> {
    state.tasks.iter().find(|task| {
        matches!(
            task.want,
            Want::FetchKeys | Want::IntrospectPasted(_) | Want::RevokePasted(_) | Want::ReadPasted
        )
    })
}

fn busy_key(want: &Want) -> &'static str {
    match want {
        Want::FetchKeys => "window-inspect-busy-keys",
        Want::RevokePasted(_) => "window-inspect-busy-revoke",
        Want::ReadPasted => "window-inspect-busy-read",
        _ => "window-inspect-busy-introspect",
    }
}

fn act(key: &str, act: InspectAct) -> Action {
    Action::new(key, Ask::Inspect(act))
}

fn head(state: &State, pasted: &Pasted) -> Vec<Action> {
    let clear = act("window-inspect-clear", InspectAct::Clear).look(Look::Ghost);
    if which_token(pasted.found.kind).is_none() {
        return vec![clear];
    }
    let reason = match (&state.inspector.by, going(state)) {
        (_, Some(_)) => Some(words::text("window-reason-busy")),
        (None, None) => Some(words::text("window-inspect-nobody-asks")),
        (Some(_), None) => None,
    };
    vec![
        clear,
        act("window-inspect-revoke", InspectAct::Revoke)
            .look(Look::Danger)
            .unless(reason.clone()),
        Action {
            hint: sent_to(state).unwrap_or_default(),
            ..act("window-inspect-introspect", InspectAct::Introspect)
                .look(Look::Primary)
                .unless(reason)
        },
    ]
}

/// Where a click would send the text, said before.
fn sent_to(state: &State) -> Option<String> {
    let profile = &state.profiles.get(state.inspector.by.as_ref()?)?.profile;
    let values = [
        ("host", profile.login_url.short()),
        ("profile", profile.name.as_str()),
    ];
    Some(words::with("window-inspect-sent-to", &values))
}

fn choose(state: &State) -> Vec<Action> {
    askers(state)
        .into_iter()
        .filter_map(|profile_id| {
            let profile = &state.profiles.get(&profile_id)?.profile;
            let is_on = state.inspector.by.as_ref() == Some(&profile_id);
            Some(Action {
                label: words::with(
                    "window-inspect-by",
                    &[
                        ("profile", profile.name.as_str()),
                        ("host", profile.login_url.short()),
                    ],
                ),
                look: if is_on {
                    Look::Primary
                } else {
                    Look::Secondary
                },
                ..act("window-inspect-introspect", InspectAct::By(profile_id))
            })
        })
        .collect()
}

fn pasted(state: &State, pasted: &Pasted, now: UnixTime) -> PastedView {
    let inspector = &state.inspector;
    let chars = pasted.chars.to_string();
    let hidden = match &pasted.fingerprint {
        Some(found) => words::with(
            "window-inspect-hidden-named",
            &[
                ("chars", &chars),
                ("fingerprint", &card::fingerprint(found)),
            ],
        ),
        None => words::with("window-inspect-hidden", &[("chars", &chars)]),
    };
    let mut compared: Vec<ComparedView> = Vec::new();
    compared.extend(
        inspector
            .told
            .as_ref()
            .map(|told| beside_answer(state, pasted, told, now)),
    );
    compared.extend(
        inspector
            .other
            .as_ref()
            .map(|other| beside_other(state, pasted, other, now)),
    );
    let mut view = PastedView {
        kind: words::text(&pasted.found.kind.key()),
        hidden,
        is_jwt: pasted.found.header.is_some(),
        badge: checks::badge(state, &pasted.found),
        rows: parts::rows(state, &pasted.found, now),
        tree: parts::tree(&pasted.found),
        is_tree: inspector.is_tree,
        forms: [
            (
                "window-inspect-table",
                InspectAct::Tree(false),
                !inspector.is_tree,
            ),
            (
                "window-inspect-tree",
                InspectAct::Tree(true),
                inspector.is_tree,
            ),
        ]
        .map(|(key, what, is_on)| {
            act(key, what).look(if is_on {
                Look::Primary
            } else {
                Look::Secondary
            })
        }),
        verdict: checks::verdict(state, pasted, now),
        checks: checks::checks(state, pasted, now),
        notes: notes(pasted),
        compared,
        asks_other: inspector.is_comparing && inspector.other.is_none(),
        actions: Vec::new(),
    };
    view.actions = actions(state, pasted, &view);
    view
}

fn actions(state: &State, pasted: &Pasted, view: &PastedView) -> Vec<Action> {
    let mut actions = Vec::new();
    if state.inspector.other.is_none() && pasted.found.kind != Kind::Unknown {
        let is_on = state.inspector.is_comparing;
        let key = if is_on {
            "window-inspect-compare-not"
        } else {
            "window-inspect-compare"
        };
        actions.push(act(key, InspectAct::Compare(!is_on)));
    }
    let copy = Ask::CopyText(report::report(view));
    actions.push(Action::new("window-inspect-report", copy).hint("window-inspect-report-hint"));
    actions
}

/// Remarks; what the checks and the verdict say already is not said twice.
fn notes(pasted: &Pasted) -> Vec<String> {
    const SAID: [&str; 6] = [
        "inspect-note-not-verified",
        "inspect-note-ended",
        "inspect-note-ends",
        "inspect-note-not-yet",
        "inspect-note-no-end",
        "inspect-note-algorithm",
    ];
    let is_jwt = pasted.found.header.is_some();
    let said = pasted
        .found
        .notes
        .iter()
        .filter(|note| !(is_jwt && SAID.contains(&note.key)))
        .map(super::super::super::inspect::Note::text);
    let inside = pasted.found.inside.iter().map(|(name, inside)| {
        let kind = words::text(&inside.kind.key());
        words::with("window-inspect-inside", &[("name", name), ("kind", &kind)])
    });
    said.chain(inside).collect()
}

fn beside_answer(state: &State, pasted: &Pasted, told: &TextTold, now: UnixTime) -> ComparedView {
    let rows = against_answer(pasted.found.claims.as_ref(), &told.answer);
    let count = differences(&rows);
    let at = time::clock(state, told.at);
    let says_something = rows.iter().any(|row| row.left.is_some());
    ComparedView {
        title: words::text("window-inspect-against-answer"),
        heads: [
            words::text("window-inspect-token-says"),
            words::with("window-inspect-org-says", &[("at", &at)]),
        ],
        rows: parts::compared(state, &rows, now),
        sum: match (told.is_active, says_something) {
            (false, _) => words::text("window-inspect-sum-dead"),
            (true, false) => words::text("window-inspect-sum-only-org"),
            (true, true) => words::count("window-inspect-sum", count),
        },
        close: None,
    }
}

fn beside_other(state: &State, pasted: &Pasted, other: &Pasted, now: UnixTime) -> ComparedView {
    let rows = against_text(&pasted.found, &other.found);
    let count = differences(&rows);
    let is_same = pasted.fingerprint.is_some() && pasted.fingerprint == other.fingerprint;
    ComparedView {
        title: words::text("window-inspect-against-other"),
        heads: [
            words::text(&pasted.found.kind.key()),
            words::text(&other.found.kind.key()),
        ],
        rows: parts::compared(state, &rows, now),
        sum: if is_same {
            words::text("window-inspect-sum-same")
        } else if rows.is_empty() {
            words::text("window-inspect-sum-nothing")
        } else {
            words::count("window-inspect-sum-other", count)
        },
        close: Some(act(
            "window-inspect-compare-end",
            InspectAct::Compare(false),
        )),
    }
}

/// The session of this computer that a pasted token is of.
fn session_of<'s>(state: &'s State, pasted: &Pasted) -> Option<(&'s ProfileId, WhichToken)> {
    let fingerprint = pasted.fingerprint.as_ref()?;
    state.sessions.values().find_map(|session| {
        let which = if session.access_token_fingerprint == *fingerprint {
            WhichToken::Access
        } else if session.refresh_token_fingerprint.as_ref() == Some(fingerprint) {
            WhichToken::Refresh
        } else {
            return None;
        };
        Some((&session.profile_id, which))
    })
}
