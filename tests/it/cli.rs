//! The command line as scripts use it: the built program, a folder of its own, a demo org on a free port.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod exchange;
mod introspect;
mod kept;
mod keys;
mod login;
mod many;
mod odd;
mod other;
mod tokens;
pub mod world;

use crate::login::bench::free_port;
