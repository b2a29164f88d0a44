//! A Salesforce authorization server in a box: made-up users, apps and data, real OAuth.
//!
//! ```text
//! Request ─▶ respond(&mut Org, Request, now_ms) ─▶ Reply      pure: no socket, no clock, no thread
//!               │
//!               ├─ control      /demo/control/…: what the tester's switches do
//!               ├─ fault        slow, drop, refuse, status, html, clock_skew
//!               └─ endpoint/…   one file per path ─▶ grant/…   one file per grant of the token endpoint
//!                                                 ─▶ data/…    what makes a token worth having
//! serve: the loopback server around respond(); the only I/O
//! ```
//!
//! Written from the protocol pages and never from our own client: if both shared the code that writes and reads the
//! wire, one mistake would cancel itself out. Where the real behaviour is unknown the comment says `[SIM]`.

pub mod config;
pub mod message;
pub mod serve;
pub mod signing_key;

mod answer;
mod auth;
mod call;
mod control;
mod data;
mod encode;
mod endpoint;
mod fault;
mod grant;
mod id;
mod jwt;
mod log;
mod org;
mod page;
mod random;
mod respond;
mod scope;
mod snapshot;

pub use message::{Reply, Request, Response, Scheme};
pub use org::Org;
pub use org::app::{App, AppKind, Policies};
pub use org::user::{Role, User};
pub use respond::respond;
pub use signing_key::SigningKey;
