//! A passphrase wraps the vault key: Argon2id (RFC 9106), then XChaCha20-Poly1305.

use std::path::Path;
use std::time::{Duration, Instant};

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{Key, NoRandom};
use crate::engine::folder::{KeepError, read_strict};
use crate::model::secret::Secret;

/// The fewest characters of a passphrase (decision 29).
pub const SHORTEST: usize = 12;

/// What one guess costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Cost {
    /// The least that is written or accepted (R56): 64 MiB, 3 passes, 4 lanes.
    pub const FLOOR: Self = Self {
        memory_kib: 64 * 1024,
        passes: 3,
        lanes: 4,
    };

    /// The most that is accepted when reading, so that a file cannot stop the machine: 1 GiB, 16 passes.
    pub const CEILING: Self = Self {
        memory_kib: 1024 * 1024,
        passes: 16,
        lanes: 64,
    };

    /// A cost for tests, far under the floor: a vault made with it opens only where the floor was lowered by a test.
    ///
    /// No flag, variable or file leads here, and `tests/laws.rs` finds a caller outside of tests.
    #[doc(hidden)]
    pub const CHEAP_FOR_TESTS: Self = Self {
        memory_kib: 64,
        passes: 1,
        lanes: 1,
    };

    /// Returns a cost that takes this machine at least half a second, never under the floor.
    ///
    /// Runs the floor once to measure. For passphrases that a person types;
    /// one in a file is read by every command, and has the floor.
    #[must_use]
    pub fn tuned() -> Self {
        let began = Instant::now();
        let measured = derive(&Secret::new("measure".to_owned()), &[0; 16], Self::FLOOR);
        let took = began.elapsed();
        if measured.is_none() || took >= AIM {
            return Self::FLOOR;
        }
        let per_pass_ms = (took.as_millis() / u128::from(Self::FLOOR.passes)).max(1);
        let passes = u32::try_from(AIM.as_millis().div_ceil(per_pass_ms)).unwrap_or(u32::MAX);
        Self {
            passes: passes.clamp(Self::FLOOR.passes, Self::CEILING.passes),
            ..Self::FLOOR
        }
    }

    /// Returns true when a file with this cost may be opened.
    #[must_use]
    pub fn is_within(self, floor: Self) -> bool {
        let least = self.memory_kib >= floor.memory_kib
            && self.passes >= floor.passes
            && self.lanes >= floor.lanes;
        let most = self.memory_kib <= Self::CEILING.memory_kib
            && self.passes <= Self::CEILING.passes
            && self.lanes <= Self::CEILING.lanes;
        least && most
    }
}

/// How long unwrapping shall take at least, where the machine can be measured.
const AIM: Duration = Duration::from_millis(500);

/// The vault key under a passphrase, as the header of the vault keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wrap {
    /// What one guess costs.
    pub cost: Cost,
    /// 16 random bytes, base64.
    salt: String,
    /// Nonce, wrapped key and tag, base64.
    wrapped: String,
}

/// Why a wrap gives no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrapProblem {
    /// Its cost is under the floor or over the ceiling.
    CostRefused,
    /// The passphrase is another one.
    WrongPassphrase,
}

impl Wrap {
    /// Wraps a key; `context` binds the wrap to its vault and purpose.
    ///
    /// # Errors
    ///
    /// [`NoRandom`] when the system has no salt to give.
    pub fn make(
        key: &Key,
        passphrase: &Secret,
        cost: Cost,
        context: &[u8],
    ) -> Result<Self, NoRandom> {
        let mut salt = [0; 16];
        getrandom::fill(&mut salt).map_err(|_| NoRandom)?;
        let outer = derive(passphrase, &salt, cost).ok_or(NoRandom)?;
        Ok(Self {
            cost,
            salt: BASE64.encode(salt),
            wrapped: BASE64.encode(outer.seal(context, key.bytes())?),
        })
    }

    /// Unwraps the key. Takes as long as its cost says.
    ///
    /// # Errors
    ///
    /// [`WrapProblem`].
    pub fn open(
        &self,
        passphrase: &Secret,
        floor: Cost,
        context: &[u8],
    ) -> Result<Key, WrapProblem> {
        if !self.cost.is_within(floor) {
            return Err(WrapProblem::CostRefused);
        }
        let unwrap = || {
            let salt = BASE64.decode(&self.salt).ok()?;
            let wrapped = BASE64.decode(&self.wrapped).ok()?;
            let outer = derive(passphrase, &salt, self.cost)?;
            Key::from_bytes(&outer.open(context, &wrapped)?)
        };
        unwrap().ok_or(WrapProblem::WrongPassphrase)
    }
}

fn derive(passphrase: &Secret, salt: &[u8], cost: Cost) -> Option<Key> {
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32)).ok()?;
    let mut derived = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.expose().as_bytes(), salt, &mut *derived)
        .ok()?;
    Key::from_bytes(&*derived)
}

/// Reads a passphrase file: the whole file less one trailing newline.
///
/// # Errors
///
/// [`KeepError`] when it is not a regular file of ours that nobody else may
/// read, or not UTF-8.
pub fn read_file(path: &Path) -> Result<Secret, KeepError> {
    let bytes = read_strict(path)?;
    let text = std::str::from_utf8(&bytes)
        .map_err(|_| KeepError::io(path, std::io::ErrorKind::InvalidData.into()))?;
    let text = text.strip_suffix('\n').unwrap_or(text);
    Ok(Secret::new(text.to_owned()))
}

/// Returns true when a passphrase may be set: at least [`SHORTEST`] characters.
#[must_use]
pub fn is_long_enough(passphrase: &Secret) -> bool {
    passphrase.expose().chars().count() >= SHORTEST
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    fn secret(text: &str) -> Secret {
        Secret::new(text.to_owned())
    }

    #[test]
    fn a_wrap_opens_with_its_passphrase_and_context_only() {
        let key = Key::random().unwrap();
        let cheap = Cost::CHEAP_FOR_TESTS;
        let wrap = Wrap::make(&key, &secret("correct horse"), cheap, b"v1").unwrap();
        assert_eq!(
            wrap.open(&secret("correct horse"), cheap, b"v1")
                .unwrap()
                .bytes(),
            key.bytes()
        );
        let wrong = wrap
            .open(&secret("Correct horse"), cheap, b"v1")
            .unwrap_err();
        assert_eq!(wrong, WrapProblem::WrongPassphrase);
        assert!(wrap.open(&secret("correct horse"), cheap, b"v2").is_err());
    }

    #[test]
    fn a_cost_under_the_floor_or_over_the_ceiling_is_refused_before_any_work() {
        let key = Key::random().unwrap();
        let pass = secret("correct horse");
        let mut wrap = Wrap::make(&key, &pass, Cost::CHEAP_FOR_TESTS, b"").unwrap();
        let refused = wrap.open(&pass, Cost::FLOOR, b"").unwrap_err();
        assert_eq!(refused, WrapProblem::CostRefused);
        for cost in [
            Cost {
                memory_kib: Cost::CEILING.memory_kib + 1,
                ..Cost::FLOOR
            },
            Cost {
                passes: 17,
                ..Cost::FLOOR
            },
            Cost {
                lanes: u32::MAX,
                ..Cost::FLOOR
            },
        ] {
            wrap.cost = cost;
            assert_eq!(
                wrap.open(&pass, Cost::FLOOR, b"").unwrap_err(),
                WrapProblem::CostRefused
            );
        }
    }

    #[test]
    fn the_floor_is_what_the_threat_model_asks_for() {
        let asked = Cost {
            memory_kib: 65536,
            passes: 3,
            lanes: 4,
        };
        assert!(Cost::FLOOR.is_within(asked));
        assert!(!Cost::CHEAP_FOR_TESTS.is_within(Cost::FLOOR));
    }

    #[test]
    fn twelve_characters_are_enough_and_eleven_are_not() {
        assert!(is_long_enough(&secret("äöüäöüäöüäöü")));
        assert!(!is_long_enough(&secret("elevenchars")));
    }
}
