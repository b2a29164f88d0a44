//! The nouns: plain data, no input or output, no async.

pub mod activity;
pub mod browser;
pub mod checkup;
pub mod client;
pub mod codes;
pub mod demo;
pub mod environment;
pub mod host;
pub mod identity;
pub mod ids;
pub mod import;
pub mod port;
pub mod problem;
pub mod profile;
pub mod profile_file;
pub mod run;
pub mod scope;
pub mod secret;
pub mod session;
pub mod settings;
pub mod time;
pub mod token;
pub mod web_session;
pub mod words;
