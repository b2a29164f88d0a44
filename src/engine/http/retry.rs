//! Retry: only what is safe, with full jitter, never longer than the server asks (R32).

use std::time::Duration;

use crate::model::time::UnixTime;
use crate::protocol::error::{FlowError, Transport};
use crate::protocol::message::{Repeat, Response};

const BASE: Duration = Duration::from_millis(500);
const CAP: Duration = Duration::from_secs(60);
/// The longest `Retry-After` that is waited for; a longer one is shown.
const LONGEST_WAIT: Duration = Duration::from_secs(300);
/// The most tries, the first one included.
const TRIES: u32 = 4;
/// The most tries at a connection that does not stand: a person waits for the answer.
const CONNECT_TRIES: u32 = 2;

/// What to do after one try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pause {
    /// The answer, or the error, is final.
    Final,
    /// Try again after this.
    Again(Duration),
}

/// Decides after try number `tried` (from 1). `jitter` is any random number.
#[must_use]
pub fn next_pause(
    outcome: &Result<Response, FlowError>,
    repeat: Repeat,
    tried: u32,
    now: UnixTime,
    jitter: u64,
) -> Pause {
    match outcome {
        Ok(answer) if matches!(answer.status, 429 | 503) && repeat == Repeat::Idempotent => {
            if tried >= TRIES {
                return Pause::Final;
            }
            match answer
                .header("retry-after")
                .and_then(|text| retry_after(text, now))
            {
                Some(asked) if asked > LONGEST_WAIT => Pause::Final,
                Some(asked) => Pause::Again(asked.max(full_jitter(tried, jitter))),
                None => Pause::Again(full_jitter(tried, jitter)),
            }
        }
        Err(FlowError::Transport {
            why: Transport::Connect,
            host,
        }) if tried < CONNECT_TRIES && !is_this_machine(host) => {
            Pause::Again(full_jitter(tried, jitter))
        }
        _ => Pause::Final,
    }
}

/// A port of this machine that nobody listens on stays so; asking twice only costs time.
fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.starts_with("127.") || host == "[::1]"
}

/// A random pause between nothing and the doubled base.
fn full_jitter(tried: u32, jitter: u64) -> Duration {
    let most = BASE
        .saturating_mul(1 << tried.min(16).saturating_sub(1))
        .min(CAP);
    let most = u64::try_from(most.as_millis()).unwrap_or(u64::MAX);
    Duration::from_millis(jitter % (most + 1))
}

/// Reads seconds or a date (RFC 9110 section 10.2.3); garbage and the past are as good as nothing.
fn retry_after(text: &str, now: UnixTime) -> Option<Duration> {
    let text = text.trim();
    if let Ok(secs) = text.parse::<u64>() {
        return Some(Duration::from_secs(secs));
    }
    let date = jiff::fmt::rfc2822::parse(text).ok()?;
    let at = UnixTime::from_millis(date.timestamp().as_millisecond());
    Some(now.until(at)).filter(|pause| !pause.is_zero())
}

#[cfg(test)]
mod tests {
    use super::*;
    use zeroize::Zeroizing;

    const NOW: UnixTime = UnixTime::from_secs(1_770_000_000);

    fn answer(status: u16, retry_after: Option<&str>) -> Result<Response, FlowError> {
        Ok(Response {
            status,
            headers: retry_after
                .map(|text| ("retry-after".to_owned(), text.to_owned()))
                .into_iter()
                .collect(),
            body: Zeroizing::new(Vec::new()),
        })
    }

    fn pause(outcome: &Result<Response, FlowError>, repeat: Repeat, tried: u32) -> Pause {
        next_pause(outcome, repeat, tried, NOW, 123_456_789)
    }

    #[test]
    fn a_code_is_never_sent_twice() {
        for outcome in [
            answer(503, None),
            answer(429, Some("1")),
            Err(FlowError::Transport {
                why: Transport::BrokeOff,
                host: "a.example".into(),
            }),
            Err(FlowError::Transport {
                why: Transport::TimedOut,
                host: "a.example".into(),
            }),
        ] {
            assert_eq!(
                pause(&outcome, Repeat::Never, 1),
                Pause::Final,
                "{outcome:?}"
            );
        }
    }

    #[test]
    fn retry_after_is_obeyed_up_to_five_minutes() {
        let again = |text| pause(&answer(429, Some(text)), Repeat::Idempotent, 1);
        assert_eq!(again("7"), Pause::Again(Duration::from_secs(7)));
        assert_eq!(
            again("Mon, 02 Feb 2026 02:41:00 GMT"),
            Pause::Again(Duration::from_secs(60))
        );
        assert_eq!(again("3600"), Pause::Final);
        for useless in [
            "garbage",
            "-5",
            "Mon, 02 Feb 2015 02:41:00 GMT",
            "99999999999999999999",
        ] {
            assert!(
                matches!(again(useless), Pause::Again(pause) if pause <= BASE),
                "{useless}"
            );
        }
    }

    #[test]
    fn four_tries_and_no_more_and_each_pause_is_bounded() {
        assert_eq!(
            pause(&answer(503, None), Repeat::Idempotent, 4),
            Pause::Final
        );
        for tried in 0..100 {
            for jitter in [0, 1, u64::MAX] {
                assert!(full_jitter(tried, jitter) <= CAP);
            }
        }
    }
}
