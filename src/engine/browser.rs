//! Browser: starts the person's browser with one address, without a shell and without waiting for it (R23–R25).
//!
//! Order: the profile's command, `$BROWSER`, the system's way. What is started
//! outlives a login; a thread waits for it, so that no dead process stays behind.

pub mod find;

use std::io;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::model::browser::argv;
use crate::model::problem::{Problem, ProblemKind};

/// How long the system's launcher is watched for a quick failure; one that still runs then has taken over.
const LAUNCHER_TIME: Duration = Duration::from_millis(800);

/// Which browser to start.
#[derive(Debug, Clone, Default)]
pub struct BrowserChoice {
    /// The profile's command; empty: none.
    pub command: String,
    /// `$BROWSER`: alternatives separated by `:`.
    pub environment: Option<String>,
}

/// Starts a browser and returns what was started, by its program's name. It may block for a second.
///
/// # Errors
///
/// The profile's command cannot be started (another browser might be logged in
/// as somebody else, so none is tried), or no browser at all was found.
pub fn open(address: &str, choice: &BrowserChoice) -> Result<String, Box<Problem>> {
    if !choice.command.trim().is_empty() {
        return start(&choice.command, address).map_err(|detail| {
            let problem = Problem::new(ProblemKind::Failed, "browser_command").at("browser");
            Box::new(problem.with("detail", detail))
        });
    }
    let alternatives = choice.environment.as_deref().unwrap_or_default();
    for command in alternatives.split(':').filter(|one| !one.trim().is_empty()) {
        if let Ok(started) = start(command, address) {
            return Ok(started);
        }
    }
    open_by_system(address)
        .map(|()| "system".to_owned())
        .map_err(|error| {
            let problem = Problem::new(ProblemKind::Failed, "browser_none");
            Box::new(problem.with("detail", error.kind().to_string()))
        })
}

#[cfg(not(windows))]
fn open_by_system(address: &str) -> io::Result<()> {
    open::that_detached_with_timeout(address, LAUNCHER_TIME)
}

/// The watching variant would go through `cmd` there.
#[cfg(windows)]
fn open_by_system(address: &str) -> io::Result<()> {
    let _ = LAUNCHER_TIME;
    open::that_detached(address)
}

/// Starts a command as a person wrote it and returns its program.
fn start(command: &str, address: &str) -> Result<String, String> {
    let words = argv(command, address)?;
    let (program, arguments) = words.split_first().ok_or("empty")?;
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt as _;
        // Ctrl+C in our terminal is meant for us.
        command.process_group(0);
    }
    let mut child = command
        .spawn()
        .map_err(|error| format!("{program}: {}", error.kind()))?;
    let reap = move || {
        let _ = child.wait();
    };
    // Without a thread it is reaped when this program ends.
    let _ = std::thread::Builder::new()
        .name("browser".to_owned())
        .stack_size(64 * 1024)
        .spawn(reap);
    Ok(program.clone())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn a_command_of_the_profile_that_is_not_there_is_an_error() {
        let choice = BrowserChoice {
            command: "/does/not/exist -P x".into(),
            environment: Some("/nor/this".into()),
        };
        let problem = open("https://login.salesforce.com/", &choice).unwrap_err();
        assert_eq!(problem.code, "browser_command");
    }
}
