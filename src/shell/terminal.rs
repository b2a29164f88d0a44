//! The terminal of a command: Ctrl+C, lines from stdin, secrets typed without echo.

use std::io::{BufRead as _, IsTerminal as _, Read as _};

use zeroize::Zeroizing;

use crate::model::secret::SecretDraft;

/// The longest line that is taken from stdin, in bytes: a callback address with room.
const LINE: u64 = 64 * 1024;

/// Returns true when a person can be asked.
#[must_use]
pub fn is_interactive() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Calls back for every Ctrl+C, or request to end, from now on; the process no longer ends by itself.
///
/// # Errors
///
/// What the system said when no handler could be set.
pub fn on_interrupt(mut interrupted: impl FnMut() + Send + 'static) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let mut signals = {
        let _inside = runtime.enter();
        Signals::new()?
    };
    std::thread::Builder::new()
        .name("interrupt".to_owned())
        .spawn(move || {
            runtime.block_on(async {
                while signals.next().await {
                    interrupted();
                }
            });
        })?;
    Ok(())
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) -> bool {
        tokio::select! {
            seen = self.interrupt.recv() => seen.is_some(),
            seen = self.terminate.recv() => seen.is_some(),
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> std::io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) -> bool {
        tokio::signal::ctrl_c().await.is_ok()
    }
}

/// Reads lines from stdin on a thread of its own, and hands each on; the end of stdin is no line.
///
/// # Errors
///
/// What the system said when there was no thread to be had.
pub fn read_lines(mut each: impl FnMut(SecretDraft) + Send + 'static) -> std::io::Result<()> {
    std::thread::Builder::new()
        .name("stdin".to_owned())
        .spawn(move || {
            let mut input = std::io::stdin().lock();
            loop {
                let mut line = Zeroizing::new(String::new());
                match input.by_ref().take(LINE).read_line(&mut line) {
                    Ok(0) | Err(_) => return,
                    Ok(_) => {
                        let text = line.trim();
                        if !text.is_empty() {
                            each(SecretDraft::from_text(Zeroizing::new(text.to_owned())));
                        }
                    }
                }
            }
        })?;
    Ok(())
}

/// Asks a question on the terminal; everything but a yes is a no.
#[must_use]
pub fn ask_yes(question: &str) -> bool {
    use std::io::Write as _;
    let mut err = std::io::stderr().lock();
    if err
        .write_all(question.as_bytes())
        .and_then(|()| err.flush())
        .is_err()
    {
        return false;
    }
    let mut line = String::new();
    let read = std::io::stdin().lock().take(LINE).read_line(&mut line);
    read.is_ok() && matches!(line.trim().to_ascii_lowercase().as_str(), "y" | "yes")
}

/// Asks for a secret on the terminal, without showing it.
///
/// # Errors
///
/// What the system said when there is no terminal.
pub fn ask_secret(prompt: &str) -> std::io::Result<SecretDraft> {
    let typed = rpassword::prompt_password(prompt)?;
    Ok(SecretDraft::from_text(Zeroizing::new(typed)))
}
