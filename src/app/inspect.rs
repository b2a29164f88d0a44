//! Inspecting: what a pasted text is. The window and the command line ask here; nothing is sent or kept.

pub use crate::protocol::recognise::{Kind, Note, Recognised, meaning, recognise};
