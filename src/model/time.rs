//! Times: the only place where units convert.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A moment, to the millisecond, in UTC; in files and JSON an RFC 3339 text to the second or finer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UnixTime {
    millis: i64,
}

impl UnixTime {
    /// Takes milliseconds since 1970.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self { millis }
    }

    /// Takes seconds since 1970.
    #[must_use]
    pub const fn from_secs(secs: i64) -> Self {
        Self {
            millis: secs.saturating_mul(1000),
        }
    }

    /// Takes a number that may be seconds or milliseconds, as servers disagree.
    ///
    /// Above 100,000,000,000 it is milliseconds: as seconds that would lie after the year 5000.
    #[must_use]
    pub const fn from_secs_or_millis(number: i64) -> Self {
        if number.unsigned_abs() > 100_000_000_000 {
            Self::from_millis(number)
        } else {
            Self::from_secs(number)
        }
    }

    /// Returns milliseconds since 1970.
    #[must_use]
    pub const fn as_millis(self) -> i64 {
        self.millis
    }

    /// Returns whole seconds since 1970, rounded down.
    #[must_use]
    pub const fn as_secs(self) -> i64 {
        self.millis.div_euclid(1000)
    }

    /// Returns the moment a duration later.
    #[must_use]
    pub fn after(self, pause: Duration) -> Self {
        Self {
            millis: self
                .millis
                .saturating_add(i64::try_from(pause.as_millis()).unwrap_or(i64::MAX)),
        }
    }

    /// Returns how long it is until `later`, or zero when that is past.
    #[must_use]
    pub fn until(self, later: Self) -> Duration {
        Duration::from_millis(u64::try_from(later.millis.saturating_sub(self.millis)).unwrap_or(0))
    }

    /// Returns the RFC 3339 text in UTC, to the second: `2026-11-22T10:53:20Z`.
    #[must_use]
    pub fn to_rfc3339(self) -> String {
        match Timestamp::from_second(self.as_secs()) {
            Ok(moment) => moment.to_string(),
            Err(_) => "9999-12-31T23:59:59Z".to_owned(),
        }
    }

    /// Reads an RFC 3339 text.
    #[must_use]
    pub fn from_rfc3339(text: &str) -> Option<Self> {
        text.parse::<Timestamp>().ok().map(|moment| Self {
            millis: moment.as_millisecond(),
        })
    }

    /// Returns jiff's type, for calendars and time zones; far-off moments are cut to its range.
    #[must_use]
    pub fn timestamp(self) -> Timestamp {
        Timestamp::from_millisecond(self.millis).unwrap_or(if self.millis < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        })
    }
}

impl TryFrom<String> for UnixTime {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Self::from_rfc3339(&text)
            .ok_or_else(|| format!("{text} is not a time like 2026-11-22T10:53:20Z"))
    }
}

impl From<UnixTime> for String {
    fn from(time: UnixTime) -> Self {
        // Files keep milliseconds, so that reading back gives the same moment.
        match Timestamp::from_millisecond(time.millis) {
            Ok(moment) => moment.to_string(),
            Err(_) => time.to_rfc3339(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_milliseconds_are_told_apart() {
        assert_eq!(
            UnixTime::from_secs_or_millis(1_770_000_000),
            UnixTime::from_secs_or_millis(1_770_000_000_000)
        );
    }

    #[test]
    fn rfc_3339_survives_a_round_trip() {
        let moment = UnixTime::from_millis(1_770_000_000_123);
        let text: String = moment.into();
        assert_eq!(UnixTime::try_from(text), Ok(moment));
        assert_eq!(moment.to_rfc3339(), "2026-02-02T02:40:00Z");
    }

    #[test]
    fn extremes_do_not_panic() {
        for millis in [i64::MIN, -1, 0, i64::MAX] {
            let moment = UnixTime::from_millis(millis);
            let _ = (
                moment.to_rfc3339(),
                moment.timestamp(),
                moment.after(Duration::MAX),
                moment.until(UnixTime::from_secs(i64::MIN)),
            );
        }
    }
}
