//! Runs another program in our place, for `valet-key run`.

use std::ffi::OsString;
use std::process::Command;

/// Runs a command with these variables added to the environment, and returns its exit code.
///
/// On Unix the command takes this process over, so that signals, terminal and
/// exit code are its own; this returns only if it could not be started.
///
/// # Errors
///
/// What the system said when it could not be started.
pub fn run(
    command: &[OsString],
    environment: impl IntoIterator<Item = (&'static str, String)>,
) -> std::io::Result<u8> {
    let Some((program, arguments)) = command.split_first() else {
        return Err(std::io::ErrorKind::InvalidInput.into());
    };
    let mut child = Command::new(program);
    child.args(arguments).envs(environment);
    start(child)
}

#[cfg(unix)]
fn start(mut child: Command) -> std::io::Result<u8> {
    use std::os::unix::process::CommandExt as _;
    Err(child.exec())
}

#[cfg(not(unix))]
fn start(mut child: Command) -> std::io::Result<u8> {
    let ended = child.status()?;
    Ok(ended
        .code()
        .and_then(|code| u8::try_from(code).ok())
        .unwrap_or(1))
}
