//! Named points of a write and of a refresh, where a test may end the process (R57, R63).
//!
//! The tests arm one point and are gone the moment it is reached, as after
//! SIGKILL: nothing is flushed, no destructor runs. A release has no such door:
//! [`reach`] is empty there, and nothing can arm it.

/// Says that a point is reached: `what` of `whom`, such as `named` of `vault.vk`.
#[cfg(not(debug_assertions))]
pub fn reach(_whom: &str, _what: &str) {}

#[cfg(debug_assertions)]
pub use armed::{arm, reach};

#[cfg(debug_assertions)]
mod armed {
    use std::sync::OnceLock;

    static POINT: OnceLock<String> = OnceLock::new();

    /// Ends this process at a point, once it is reached: `vault.vk:named`. For tests only.
    pub fn arm(point: &str) {
        let _ = POINT.set(point.to_owned());
    }

    /// Says that a point is reached: `what` of `whom`, such as `named` of `vault.vk`.
    pub fn reach(whom: &str, what: &str) {
        let armed = POINT.get().and_then(|point| point.strip_prefix(whom));
        if armed.and_then(|rest| rest.strip_prefix(':')) == Some(what) {
            std::process::abort();
        }
    }
}
