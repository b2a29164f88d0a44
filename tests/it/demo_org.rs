//! The demo org, spoken to as a browser and a client would, in process and over real sockets.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "demo_org/authorize.rs"]
mod authorize;
#[path = "demo_org/control.rs"]
mod control;
#[path = "demo_org/garbage.rs"]
mod garbage;
#[path = "demo_org/other.rs"]
mod other;
#[path = "demo_org/person.rs"]
pub mod person;
#[path = "demo_org/serve.rs"]
mod serve;
#[path = "demo_org/service.rs"]
mod service;
#[path = "demo_org/signed.rs"]
mod signed;
#[path = "demo_org/token.rs"]
mod token;
