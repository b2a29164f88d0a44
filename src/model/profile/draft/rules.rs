//! Rules of single fields: what a name, a key, a host and a callback must be like.

use crate::model::client::CallbackProblem;
use crate::model::host::HostProblem;

/// Checks a profile name: 1 to 200 characters, none of them control or direction marks.
///
/// # Errors
///
/// The words code.
pub fn check_name(name: &str) -> Result<(), &'static str> {
    if name.is_empty() {
        return Err("name-missing");
    }
    if name.chars().count() > 200 {
        return Err("name-too-long");
    }
    if name.chars().any(is_invisible) {
        return Err("name-invisible");
    }
    Ok(())
}

/// Checks a consumer key: 1 to 1,024 visible ASCII characters.
///
/// # Errors
///
/// The words code.
pub fn check_client_id(client_id: &str) -> Result<(), &'static str> {
    if client_id.is_empty() {
        return Err("client-id-missing");
    }
    if client_id.len() > 1024 {
        return Err("client-id-too-long");
    }
    if client_id
        .chars()
        .any(|c| c.is_whitespace() || !c.is_ascii_graphic())
    {
        return Err("client-id-alphabet");
    }
    Ok(())
}

/// Returns true for control characters, direction marks and zero-width characters.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{61c}')
}

/// Returns the words code of a host problem.
#[must_use]
pub fn host_problem(problem: &HostProblem) -> &'static str {
    match problem {
        HostProblem::Empty => "host-missing",
        HostProblem::NotAnAddress => "host-not-an-address",
        HostProblem::NotHttps => "host-not-https",
        HostProblem::UserInfo => "host-user-info",
        HostProblem::NumericAddress => "host-numeric",
        HostProblem::LookAlike(_) => "host-look-alike",
        HostProblem::UserInterface { .. } => "host-user-interface",
        HostProblem::NotALogin { .. } => "host-not-a-login",
        HostProblem::Malformed => "host-malformed",
    }
}

/// Returns the words code of a callback problem.
#[must_use]
pub fn callback_problem(problem: CallbackProblem) -> &'static str {
    match problem {
        CallbackProblem::NotAUrl => "callback-not-a-url",
        CallbackProblem::HttpNotLoopback => "callback-http",
        CallbackProblem::Forbidden => "callback-forbidden",
        CallbackProblem::NoPort => "callback-no-port",
        CallbackProblem::TooLong => "callback-too-long",
    }
}
