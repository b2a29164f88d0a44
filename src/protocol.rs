//! OAuth as spoken by Salesforce: builds requests, reads answers, touches nothing.

pub mod answer;
pub mod assertion;
pub mod authorize;
pub mod call;
pub mod callback;
pub mod catalog;
pub mod clean;
pub mod client_auth;
pub mod endpoint;
pub mod error;
pub mod fields;
pub mod flow;
pub mod form;
pub mod id_token;
pub mod io;
pub mod json;
pub mod jwks;
pub mod jwt;
pub mod jwt_access_token;
pub mod login;
pub mod message;
pub mod pasted;
pub mod pkce;
pub mod recognise;
#[cfg(test)]
pub(crate) mod script;
pub mod service;
pub mod signature;
pub mod subject;
pub mod trust;
