//! Randomness of the operating system, for states, verifiers and ids.

/// Returns fresh random bytes.
///
/// # Panics
///
/// The system has no randomness to give. Nothing secret could be made then, and
/// going on with less would be worse than stopping.
#[must_use]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives randomness");
    bytes
}

/// Returns a random number, for jitter.
#[must_use]
pub fn number() -> u64 {
    u64::from_ne_bytes(bytes())
}
