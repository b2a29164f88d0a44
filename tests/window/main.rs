//! Tests of the window: views by accessibility label, and the main job with real pieces.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail loudly"
)]

mod activity;
mod canary;
mod chooser;
mod demo_org;
mod dialogs;
#[cfg(target_os = "linux")]
mod end_to_end;
mod errors;
mod fault;
mod focus;
mod form;
mod inspector;
mod keyboard;
mod keys_alone;
mod library;
mod list;
mod live;
mod names;
mod odd_logins;
mod present;
mod sample;
mod scenes;
mod secrets;
mod sheets;
mod stage;
