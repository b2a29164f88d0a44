//! Faults of our own: what a panic says, and a window that lives on after one (R46, R73).

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::model::words;

/// From now on a panic says where it happened and nothing else: its text may hold what nobody may read.
pub fn be_quiet() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map_or_else(String::new, |at| format!("{}:{}", at.file(), at.line()));
        eprintln!("{}", words::with("fault-line", &[("place", &place)]));
        tracing::error!(place, "fault");
    }));
}

/// Does one step of the window; a panic in it ends the step and not the window.
///
/// Everything that lasts is kept by the engine the moment it changes, on other
/// threads, so nothing is lost with the step.
pub fn contain<T>(step: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(step)).ok()
}
