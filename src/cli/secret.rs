//! `secret set`: a client secret from stdin into the vault.

use std::io::Read as _;

use zeroize::Zeroizing;

use super::house::House;
use crate::app::command::Command;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::secret::{Secret, SecretDraft};
use crate::model::words;
use crate::shell::terminal;

/// The longest secret, in bytes.
const MOST: u64 = 4096;

/// The longest token, in bytes: more than any server takes in a field.
const MOST_TOKEN: u64 = 64 * 1024;

/// Does `secret set`.
///
/// # Errors
///
/// `unknown_profile`, `secret_empty`, `secret_form`, the vault's.
pub fn set(house: &mut House, target: &str) -> Result<(), Box<Problem>> {
    let record = house.library().profile(target)?;
    let profile_id = record.profile.profile_id.clone();
    let client_secret = read(&record.profile.name.clone())?;
    house.run(Command::SetClientSecret {
        profile_id,
        client_secret,
    })?;
    Ok(())
}

fn read(profile: &str) -> Result<Secret, Box<Problem>> {
    if terminal::is_interactive() {
        let question = words::with("cli-secret-ask", &[("profile", profile)]);
        let typed = terminal::ask_secret(&question).map_err(|_| wrong("secret_empty"))?;
        return match typed.is_empty() {
            true => Err(wrong("secret_empty")),
            false => Ok(typed.finish()),
        };
    }
    let mut text = Zeroizing::new(String::with_capacity(8192));
    let read = std::io::stdin()
        .lock()
        .take(MOST + 3)
        .read_to_string(&mut text);
    read.map_err(|_| wrong("secret_form"))?;
    let secret = text
        .strip_suffix("\r\n")
        .or_else(|| text.strip_suffix('\n'))
        .unwrap_or(&text);
    if secret.is_empty() {
        return Err(wrong("secret_empty"));
    }
    if secret.len() as u64 > MOST || secret.chars().any(char::is_control) {
        return Err(wrong("secret_form"));
    }
    Ok(SecretDraft::from_text(Zeroizing::new(secret.to_owned())).finish())
}

fn wrong(code: &str) -> Box<Problem> {
    Box::new(Problem::new(ProblemKind::Usage, code).at("stdin"))
}

/// Reads a token from stdin.
///
/// # Errors
///
/// `inspect_empty`, `inspect_form`.
pub(super) fn read_token() -> Result<Zeroizing<String>, Box<Problem>> {
    let mut text = Zeroizing::new(String::with_capacity(8192));
    let read = std::io::stdin()
        .lock()
        .take(MOST_TOKEN + 1)
        .read_to_string(&mut text);
    read.map_err(|_| wrong("inspect_form"))?;
    if text.trim().is_empty() {
        return Err(wrong("inspect_empty"));
    }
    if text.len() as u64 > MOST_TOKEN {
        return Err(wrong("inspect_form"));
    }
    Ok(text)
}
