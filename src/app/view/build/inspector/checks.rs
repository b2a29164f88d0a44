//! What can be checked of a pasted text, how it came out, and what it comes to.

use super::super::super::super::command::InspectAct;
use super::super::super::super::effect::{KeysOf, WhichToken};
use super::super::super::super::event::RevokeResult;
use super::super::super::super::inspect::{
    Kind, Recognised, against_answer, claim, keys_of, which_token,
};
use super::super::super::super::state::{Pasted, Signed, State, TextEnded};
use super::super::super::{Ask, Badge, PartCheck, Tone};
use super::super::{state as states, time};
use super::{act, sent_to, session_of};
use crate::model::host::LoginHost;
use crate::model::time::UnixTime;
use crate::model::words;
use crate::protocol::jwt::{JwtFault, LEEWAY_SECS};

/// Makes the checks, in the order in which they matter.
pub(super) fn checks(state: &State, pasted: &Pasted, now: UnixTime) -> Vec<PartCheck> {
    let mut checks = Vec::new();
    let found = &pasted.found;
    checks.extend(session_of(state, pasted).map(|(profile_id, which)| {
        let name = state
            .profiles
            .get(profile_id)
            .map(|record| record.profile.name.clone())
            .unwrap_or_default();
        let key = match which {
            WhichToken::Access => "window-inspect-known-access",
            WhichToken::Refresh => "window-inspect-known-refresh",
        };
        PartCheck {
            tone: Tone::Info,
            what: words::text(key),
            detail: name,
            action: Some(super::Action::new(
                "window-action-details",
                Ask::Select(Some(profile_id.clone())),
            )),
        }
    }));
    if found.header.is_some() && found.kind != Kind::EncryptedJwt {
        checks.push(signature(state, pasted));
        checks.push(times(state, found, now));
        checks.extend(issuer(state, found));
        checks.extend(audience(state, found));
    }
    if which_token(found.kind).is_some() {
        checks.push(server(state, now));
    }
    checks
}

fn check(tone: Tone, key: &str, detail: String) -> PartCheck {
    PartCheck {
        tone,
        what: words::text(key),
        detail,
        action: None,
    }
}

fn algorithm(found: &Recognised) -> String {
    let of = |name: &str| {
        found
            .header
            .as_ref()
            .and_then(|header| header.get(name)?.as_str())
            .unwrap_or("–")
            .to_owned()
    };
    words::with(
        "window-inspect-key",
        &[("alg", &of("alg")), ("kid", &of("kid"))],
    )
}

fn proves_nothing(found: &Recognised) -> bool {
    found
        .notes
        .iter()
        .any(|note| note.key == "inspect-note-algorithm")
}

fn signature(state: &State, pasted: &Pasted) -> PartCheck {
    let found = &pasted.found;
    if proves_nothing(found) {
        return check(
            Tone::Danger,
            "window-inspect-signature-nothing",
            words::text("inspect-note-algorithm"),
        );
    }
    match (&state.inspector.signed, keys_of(state, found)) {
        (Some(signed), _) => signed_check(state, found, signed),
        (None, Ok(of)) => {
            let host = match &of {
                KeysOf::Host(host) => host.short().to_owned(),
                KeysOf::Profile(profile_id) => state
                    .profiles
                    .get(profile_id)
                    .map(|record| record.profile.name.clone())
                    .unwrap_or_default(),
            };
            PartCheck {
                action: Some(
                    act("window-inspect-fetch-keys", InspectAct::FetchKeys)
                        .unless(super::going(state).map(|_| words::text("window-reason-busy"))),
                ),
                ..check(
                    Tone::Neutral,
                    "window-inspect-signature-open",
                    words::with("window-inspect-signature-how", &[("host", &host)]),
                )
            }
        }
        (None, Err(reason)) => check(
            Tone::Neutral,
            "window-inspect-signature-open",
            words::text(reason),
        ),
    }
}

fn signed_check(state: &State, found: &Recognised, signed: &Signed) -> PartCheck {
    let key = algorithm(found);
    let by = match signed.at {
        Some(at) => words::with(
            "window-inspect-signed-by",
            &[
                ("key", &key),
                ("host", &signed.host),
                ("at", &time::clock(state, at)),
            ],
        ),
        None => words::with("window-inspect-signed-pasted", &[("key", &key)]),
    };
    match signed.fault {
        None => check(Tone::Success, "window-inspect-signature-holds", by),
        Some(JwtFault::UnknownKey) => {
            check(Tone::Danger, "window-inspect-signature-unknown-key", by)
        }
        Some(_) => check(Tone::Danger, "window-inspect-signature-wrong", by),
    }
}

/// How the times of a JWT stand: over, ahead, within, or not said.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    Over(UnixTime),
    Ahead(UnixTime),
    Within(UnixTime),
    Unsaid,
}

fn when(found: &Recognised, now: UnixTime) -> When {
    let at = |name: &str| {
        let value = found.claims.as_ref()?.get(name)?;
        value.as_i64().map(UnixTime::from_secs_or_millis)
    };
    let leeway = std::time::Duration::from_secs(LEEWAY_SECS.unsigned_abs());
    let ahead = ["nbf", "iat"]
        .iter()
        .find_map(|name| at(name).filter(|at| *at > now.after(leeway)));
    match (at("exp"), ahead) {
        (Some(end), _) if end.after(leeway) <= now => When::Over(end),
        (_, Some(begin)) => When::Ahead(begin),
        (Some(end), None) => When::Within(end),
        (None, None) => When::Unsaid,
    }
}

fn times(state: &State, found: &Recognised, now: UnixTime) -> PartCheck {
    match when(found, now) {
        When::Over(end) => check(
            Tone::Danger,
            "window-inspect-over",
            words::with(
                "window-inspect-over-since",
                &[("at", &time::exact(state, end, now))],
            ),
        ),
        When::Ahead(begin) => check(
            Tone::Danger,
            "window-inspect-ahead-of-time",
            words::with(
                "window-inspect-begins",
                &[("at", &time::exact(state, begin, now))],
            ),
        ),
        When::Within(end) => check(
            Tone::Success,
            "window-inspect-within",
            words::with(
                "window-inspect-ends-in",
                &[("length", &time::minutes(now.until(end)))],
            ),
        ),
        When::Unsaid => check(
            Tone::Warn,
            "window-inspect-no-end",
            words::text("inspect-note-no-end"),
        ),
    }
}

/// The issuer is compared with the host whose keys were used.
fn issuer(state: &State, found: &Recognised) -> Option<PartCheck> {
    let issuer = claim(found, "iss")?;
    let signed = state.inspector.signed.as_ref()?;
    // A pasted key set names no host.
    signed.at?;
    let host = issuer.split_once("://").map_or(issuer, |(_, rest)| rest);
    let is_same = host.trim_end_matches('/') == signed.host.trim_end_matches('/');
    Some(if is_same {
        check(
            Tone::Success,
            "window-inspect-issuer-matches",
            signed.host.clone(),
        )
    } else {
        check(Tone::Warn, "window-inspect-issuer-other", host.to_owned())
    })
}

fn audience(state: &State, found: &Recognised) -> Option<PartCheck> {
    let value = found.claims.as_ref()?.get("aud")?;
    let all: Vec<&str> = match value {
        serde_json::Value::String(one) => vec![one.as_str()],
        serde_json::Value::Array(many) => many.iter().filter_map(|one| one.as_str()).collect(),
        _ => return None,
    };
    let mut profiles = state.profiles.values().map(|record| &record.profile);
    let here = profiles.find(|profile| all.contains(&profile.client_id.as_str()));
    let issuer = claim(found, "iss").unwrap_or_default();
    Some(match here {
        Some(profile) => check(
            Tone::Success,
            "window-inspect-audience-here",
            profile.name.clone(),
        ),
        None if all == [issuer] => check(
            Tone::Success,
            "window-inspect-audience-issuer",
            issuer.to_owned(),
        ),
        None => check(
            Tone::Warn,
            "window-inspect-audience-open",
            words::count("window-inspect-audience-many", all.len()),
        ),
    })
}

/// What only the server knows.
fn server(state: &State, now: UnixTime) -> PartCheck {
    let inspector = &state.inspector;
    if let Some(ended) = &inspector.ended {
        return ended_check(state, ended, now);
    }
    match &inspector.told {
        Some(told) if told.is_active => check(
            Tone::Success,
            "window-inspect-live",
            words::with(
                "window-inspect-told-at",
                &[("at", &time::clock(state, told.at))],
            ),
        ),
        Some(_) => check(
            Tone::Danger,
            "window-inspect-dead",
            words::text("window-inspect-dead-why"),
        ),
        None => check(
            Tone::Neutral,
            "window-inspect-not-asked",
            sent_to(state).unwrap_or_else(|| words::text("window-inspect-nobody-asks")),
        ),
    }
}

fn ended_check(state: &State, ended: &TextEnded, now: UnixTime) -> PartCheck {
    let at = time::exact(state, ended.at, now);
    let proof = match ended.proof {
        Some(_) => "window-inspect-ended-proved",
        None => "window-inspect-ended-unproved",
    };
    let (tone, key) = match ended.result {
        RevokeResult::Revoked => (Tone::Success, "window-inspect-ended"),
        RevokeResult::AlreadyInvalid => (Tone::Success, "window-inspect-ended-before"),
        RevokeResult::StillLive => (Tone::Danger, "window-inspect-still-live"),
        RevokeResult::Pending => (Tone::Warn, "window-inspect-not-ended"),
    };
    check(tone, key, words::with(proof, &[("at", &at)]))
}

/// What it comes to, in one sentence and a reason; `None`: nothing of it was checked.
pub(super) fn verdict(
    state: &State,
    pasted: &Pasted,
    now: UnixTime,
) -> Option<(Tone, String, String)> {
    let say = |tone, key: &str| {
        let why = words::text(&format!("{key}-why"));
        Some((tone, words::text(key), why))
    };
    let inspector = &state.inspector;
    let found = &pasted.found;
    if let Some(ended) = &inspector.ended {
        return match ended.result {
            RevokeResult::Revoked | RevokeResult::AlreadyInvalid => {
                say(Tone::Success, "window-inspect-verdict-ended")
            }
            RevokeResult::StillLive => say(Tone::Danger, "window-inspect-verdict-still-live"),
            RevokeResult::Pending => say(Tone::Warn, "window-inspect-verdict-pending"),
        };
    }
    let fault = inspector.signed.as_ref().map(|signed| signed.fault);
    if proves_nothing(found) || matches!(fault, Some(Some(_))) {
        return say(Tone::Danger, "window-inspect-verdict-false");
    }
    let is_signed = fault == Some(None);
    let live = inspector.told.as_ref().map(|told| {
        let rows = against_answer(found.claims.as_ref(), &told.answer);
        (told.is_active, rows.iter().any(|row| row.differs))
    });
    let is_jwt = found.header.is_some();
    let is_in_time = matches!(when(found, now), When::Within(_) | When::Unsaid);
    match (live, is_jwt, is_signed) {
        (Some((false, _)), ..) => say(Tone::Danger, "window-inspect-verdict-dead"),
        (Some((true, true)), _, true) => say(Tone::Warn, "window-inspect-verdict-narrowed"),
        (Some((true, true)), ..) => say(Tone::Warn, "window-inspect-verdict-differs"),
        (Some((true, false)), ..) => say(Tone::Success, "window-inspect-verdict-live"),
        (None, true, true) if !is_in_time => say(Tone::Warn, "window-inspect-verdict-over"),
        (None, true, true) => say(Tone::Success, "window-inspect-verdict-genuine"),
        (None, true, false) => say(Tone::Neutral, "window-inspect-verdict-open"),
        (None, false, _) => None,
    }
}

/// The environment of the host that issued it; guessed, so never filled.
pub(super) fn badge(state: &State, found: &Recognised) -> Option<Badge> {
    let host = ["iss", "instance_url", "host"]
        .iter()
        .find_map(|name| claim(found, name))
        .and_then(|host| LoginHost::parse(host).ok())?;
    Some(states::badge_of_host(state, &host, None))
}
