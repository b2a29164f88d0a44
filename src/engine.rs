//! Engine: all input and output. Effects come in, events go out.

pub mod activity;
pub mod browser;
pub mod child;
pub mod clock;
pub mod demo_host;
pub mod diagnose;
pub mod display;
pub mod flow_io;
pub mod folder;
pub mod handle;
pub mod http;
pub mod journal;
pub mod keeping;
pub mod key_maker;
pub mod lock;
pub mod loopback;
pub mod outbox;
pub mod person;
pub mod random;
pub mod rehearsal;
pub mod runner;
pub mod step;
pub mod store;
pub mod system_lock;
pub mod vault;
pub mod vault_key;

pub use handle::{Full, Handle};
pub use runner::Config;
