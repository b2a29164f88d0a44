//! The program without window and without network.

pub mod chooser;
pub mod command;
pub mod effect;
pub mod event;
mod fuzzy;
pub mod inspect;
mod report;
pub mod state;
pub mod terms;
pub mod update;
pub mod view;

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests;
