//! `key`: makes or imports the private key of a profile's app, and gives out the certificate for Setup.

use std::io::Read as _;
use std::path::Path;

use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::args::Key;
use super::house::House;
use super::object;
use super::output::Answer;
use super::plain::clean;
use crate::app::command::{Command, KeyCommand};
use crate::app::effect::KeySource;
use crate::app::event::Event;
use crate::model::certificate::Certificate;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::profile::Profile;
use crate::model::secret::{Secret, SecretDraft};
use crate::model::words;
use crate::shell::terminal;

/// The longest passphrase, in bytes.
const MOST: u64 = 4096;

/// Answers `key`.
///
/// # Errors
///
/// `unknown_profile`, `no_certificate`, what is wrong with the file, the vault's.
pub fn key(house: &mut House, asked: Key) -> Result<Answer, Box<Problem>> {
    match asked {
        Key::Make { profile, days } => {
            let profile = house.library().profile(&profile)?.profile.clone();
            let name = profile.name.clone();
            let kept = keep(house, &profile, KeySource::Make { name, days })?;
            Ok(told(&kept, "cli-key-made"))
        }
        Key::Import {
            profile,
            file,
            certificate,
        } => {
            let profile = house.library().profile(&profile)?.profile.clone();
            let source = |passphrase| KeySource::File {
                path: file.clone(),
                certificate: certificate.clone(),
                passphrase,
            };
            let kept = match keep(house, &profile, source(None)) {
                Err(problem) if problem.code == "key_file_needs_passphrase" => {
                    let passphrase = passphrase(&file).ok_or(problem)?;
                    keep(house, &profile, source(Some(passphrase)))?
                }
                other => other?,
            };
            Ok(told(&kept, "cli-key-imported"))
        }
        Key::Certificate { profile } => {
            let profile = &house.library().profile(&profile)?.profile;
            let certificate = profile.certificate.as_ref().ok_or_else(|| {
                Box::new(Problem::new(ProblemKind::Usage, "no_certificate").at("certificate"))
            })?;
            Ok(Answer {
                json: answer(profile),
                text: certificate.as_pem().to_owned(),
            })
        }
    }
}

fn keep(house: &mut House, profile: &Profile, source: KeySource) -> Result<Profile, Box<Problem>> {
    let command = KeyCommand::Keep {
        profile_id: profile.profile_id.clone(),
        source,
    };
    match house.run(Command::Key(command))? {
        Event::ProfileSaved { record, .. } => Ok((*record.profile).clone()),
        _ => Err(Box::new(Problem::new(ProblemKind::Failed, "internal"))),
    }
}

/// Asks on a terminal, else reads standard input to its end, less one newline; nothing when there is nothing.
fn passphrase(file: &Path) -> Option<Secret> {
    if terminal::is_interactive() {
        let file = file.display().to_string();
        let question = words::with("cli-key-ask", &[("path", &file)]);
        let typed = terminal::ask_secret(&question).ok()?;
        return Some(typed.finish());
    }
    let mut text = Zeroizing::new(String::with_capacity(8192));
    let mut input = std::io::stdin().lock().take(MOST);
    input.read_to_string(&mut text).ok()?;
    let line = text.strip_suffix('\n').unwrap_or(&text);
    let line = line.strip_suffix('\r').unwrap_or(line);
    let draft = SecretDraft::from_text(Zeroizing::new(line.to_owned()));
    (!line.is_empty()).then(|| draft.finish())
}

/// Says what is kept now, and what Setup must be told.
fn told(profile: &Profile, key: &str) -> Answer {
    let mut lines = vec![words::with(key, &[("profile", &profile.name)])];
    match profile.certificate.as_ref().and_then(Certificate::facts) {
        Some(facts) => {
            let until = facts.until.to_rfc3339();
            let bits = facts.bits.to_string();
            lines.push(words::with(
                "cli-key-facts",
                &[
                    ("subject", &facts.subject),
                    ("bits", &bits),
                    ("until", &until),
                    ("fingerprint", &facts.fingerprint),
                ],
            ));
            let id = profile.profile_id.as_str();
            lines.push(words::with("cli-key-upload", &[("id", id)]));
        }
        None => lines.push(words::text("cli-key-no-certificate")),
    }
    let text: String = lines
        .iter()
        .map(|line| format!("{}\n", clean(line)))
        .collect();
    Answer {
        json: answer(profile),
        text,
    }
}

fn answer(profile: &Profile) -> Value {
    json!({
        "profile_id": profile.profile_id,
        "certificate": profile.certificate.as_ref().and_then(object::certificate),
    })
}
