//! The clock: wall time, and how far the servers' differ from it (R35).

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::model::time::UnixTime;

/// A difference under this many milliseconds is transport, not a wrong clock.
const NOISE_MILLIS: i64 = 60_000;

/// Returns the wall-clock time.
#[must_use]
pub fn now() -> UnixTime {
    let millis = match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
        Err(before) => -i64::try_from(before.duration().as_millis()).unwrap_or(i64::MAX),
    };
    UnixTime::from_millis(millis)
}

/// How far one server's clock is ahead of ours, as its last `Date` said.
#[derive(Debug, Default)]
pub struct Skew {
    ahead_millis: AtomicI64,
}

impl Skew {
    /// Takes a server's time, as it was when its answer came.
    pub fn note(&self, server: UnixTime, ours: UnixTime) {
        let ahead = server.as_millis().saturating_sub(ours.as_millis());
        self.ahead_millis.store(ahead, Ordering::Relaxed);
    }

    /// Returns milliseconds by which the server is ahead; nothing when the clocks agree within a minute.
    #[must_use]
    pub fn ahead_millis(&self) -> Option<i64> {
        let ahead = self.ahead_millis.load(Ordering::Relaxed);
        (ahead.unsigned_abs() > NOISE_MILLIS.unsigned_abs()).then_some(ahead)
    }

    /// Turns a moment on the server's clock into the same moment on ours.
    #[must_use]
    pub fn to_ours(&self, server: UnixTime) -> UnixTime {
        let ahead = self.ahead_millis().unwrap_or(0);
        UnixTime::from_millis(server.as_millis().saturating_sub(ahead))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_difference_is_taken_out_and_a_second_is_not() {
        let skew = Skew::default();
        let ours = UnixTime::from_secs(1_770_000_000);
        skew.note(UnixTime::from_secs(1_770_086_400), ours);
        assert_eq!(
            skew.to_ours(UnixTime::from_secs(1_770_093_600)),
            UnixTime::from_secs(1_770_007_200)
        );
        skew.note(UnixTime::from_secs(1_770_000_001), ours);
        assert_eq!(skew.ahead_millis(), None);
        assert_eq!(skew.to_ours(ours), ours);
        skew.note(
            UnixTime::from_millis(i64::MIN),
            UnixTime::from_millis(i64::MAX),
        );
        let _ = skew.to_ours(UnixTime::from_millis(i64::MAX));
    }
}
