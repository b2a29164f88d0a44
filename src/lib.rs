//! Valet Key keeps a workstation's Salesforce OAuth logins.
//!
//! ```text
//! model  ◀  protocol  ◀  app  ◀  ui, cli     each may import what stands to its left
//!               ▲          ▲
//!               └─ engine ─┘                 all I/O; knows app's messages, never its state
//! model  ◀  demo_org                         a Salesforce authorization server, alone on purpose
//! shell: starts the engine, owns the state, draws the window
//! ```
//!
//! `ARCHITECTURE.md` says where to start reading.
#![forbid(unsafe_code)]

pub mod app;
pub mod cli;
pub mod demo_org;
pub mod engine;
pub mod model;
pub mod protocol;
pub mod shell;
pub mod ui;
