//! Times as a person reads them: relative, with the clock beside.

use std::time::Duration;

use jiff::Zoned;
use jiff::tz::TimeZone;

use super::super::super::state::State;
use crate::model::time::UnixTime;
use crate::model::words;

fn zoned(state: &State, at: UnixTime) -> Zoned {
    let zone = if state.settings.utc {
        TimeZone::UTC
    } else {
        state.zone.clone()
    };
    at.timestamp().to_zoned(zone)
}

/// `3 s`, `41 min`, `1 h 52 min`, `3 days`.
pub(super) fn length(length: Duration) -> String {
    let secs = length.as_secs();
    let (minutes, hours, days) = (secs / 60, secs / 3600, secs / 86_400);
    match secs {
        0..60 => words::with("window-time-secs", &[("secs", &secs.to_string())]),
        60..3600 => minutes_text(minutes),
        3600..86_400 if minutes % 60 == 0 => {
            words::with("window-time-hours", &[("hours", &hours.to_string())])
        }
        3600..86_400 => words::with(
            "window-time-hours-minutes",
            &[
                ("hours", &hours.to_string()),
                ("minutes", &(minutes % 60).to_string()),
            ],
        ),
        _ => words::count(
            "window-time-days",
            usize::try_from(days).unwrap_or(usize::MAX),
        ),
    }
}

/// As [`length`], but nothing finer than a minute.
pub(super) fn minutes(span: Duration) -> String {
    if span.as_secs() < 60 {
        words::text("window-time-under-a-minute")
    } else {
        length(span)
    }
}

fn minutes_text(minutes: u64) -> String {
    words::with("window-time-minutes", &[("minutes", &minutes.to_string())])
}

/// `just now`, `2 min ago`, `3 days ago`.
pub(super) fn ago(at: UnixTime, now: UnixTime) -> String {
    let span = at.until(now);
    if span.as_secs() < 60 {
        words::text("window-time-just-now")
    } else {
        words::with("window-time-ago", &[("length", &length(span))])
    }
}

/// `0:42`, `61:05`.
pub(super) fn stopwatch(span: Duration) -> String {
    let secs = span.as_secs();
    format!("{}:{:02}", secs / 60, secs % 60)
}

/// `10:53` today, else `18 Nov`, else `18 Nov 2025`.
pub(super) fn short(state: &State, at: UnixTime, now: UnixTime) -> String {
    let (then, today) = (zoned(state, at), zoned(state, now));
    if then.date() == today.date() {
        then.strftime("%H:%M").to_string()
    } else {
        date(&then, &today)
    }
}

/// `Today 08:53:20`, else `18 Nov 08:53:20`.
pub(super) fn exact(state: &State, at: UnixTime, now: UnixTime) -> String {
    let (then, today) = (zoned(state, at), zoned(state, now));
    let clock = then.strftime("%H:%M:%S").to_string();
    if then.date() == today.date() {
        words::with("window-time-today", &[("clock", &clock)])
    } else {
        format!("{} {clock}", date(&then, &today))
    }
}

/// `10:14:03`.
pub(super) fn clock(state: &State, at: UnixTime) -> String {
    zoned(state, at).strftime("%H:%M:%S").to_string()
}

/// True when both are on one day, where times are shown.
pub(super) fn is_same_day(state: &State, one: UnixTime, other: UnixTime) -> bool {
    zoned(state, one).date() == zoned(state, other).date()
}

/// `18 Nov`, or `18 Nov 2025` in another year.
pub(super) fn day(state: &State, at: UnixTime, now: UnixTime) -> String {
    date(&zoned(state, at), &zoned(state, now))
}

fn date(then: &Zoned, today: &Zoned) -> String {
    let form = if then.year() == today.year() {
        "%-d %b"
    } else {
        "%-d %b %Y"
    };
    then.strftime(form).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_read_as_in_the_pictures() {
        for (secs, text) in [
            (3, "3 s"),
            (41 * 60 + 59, "41 min"),
            (3600, "1 h"),
            (6720, "1 h 52 min"),
            (3 * 86_400 + 5, "3 days"),
            (86_400, "1 day"),
        ] {
            assert_eq!(length(Duration::from_secs(secs)), text);
        }
        assert_eq!(stopwatch(Duration::from_secs(42)), "0:42");
    }

    #[test]
    fn today_has_a_clock_and_other_days_have_a_date() {
        let state = State::new(1, TimeZone::UTC);
        let now = UnixTime::from_rfc3339("2026-11-22T10:12:00Z").expect("is a time");
        let at = |text| UnixTime::from_rfc3339(text).expect("is a time");
        assert_eq!(short(&state, at("2026-11-22T08:53:20Z"), now), "08:53");
        assert_eq!(
            exact(&state, at("2026-11-22T08:53:20Z"), now),
            "Today 08:53:20"
        );
        assert_eq!(short(&state, at("2026-11-18T08:53:20Z"), now), "18 Nov");
        assert_eq!(short(&state, at("2025-01-01T00:00:00Z"), now), "1 Jan 2025");
    }
}
