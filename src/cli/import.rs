//! `import`: read, say what would change, ask for hosts nobody saw, then all or nothing.

use std::path::Path;

use serde_json::{Value, json};

use super::house::House;
use super::output::{Answer, note};
use crate::app::command::Command;
use crate::app::event::Event;
use crate::model::import::{ImportAction, Kept, Replace, plan};
use crate::model::problem::{Problem, ProblemKind};
use crate::model::profile::Profile;
use crate::model::words;

/// What the flags of `import` say.
pub struct Wishes<'a> {
    /// `--dry-run`.
    pub dry_run: bool,
    /// `--replace`.
    pub replace: bool,
    /// `--allow-host`.
    pub allowed: &'a [String],
}

/// Answers `import`.
///
/// # Errors
///
/// What is wrong with the file or the host, or why it was not written; nothing was changed then.
pub fn import(house: &mut House, file: &Path, wishes: &Wishes<'_>) -> Result<Answer, Box<Problem>> {
    let profiles = match house.run(Command::ReadImport(file.to_owned()))? {
        Event::ImportRead { profiles, .. } => profiles,
        _ => return Err(Box::new(Problem::new(ProblemKind::Failed, "internal"))),
    };
    let library = house.library();
    let kept = library.profiles.iter().map(|record| Kept {
        profile: &record.profile,
        holds_secrets: record.has_client_secret
            || library
                .sessions_of(&record.profile.profile_id)
                .next()
                .is_some(),
    });
    let replace = match wishes.replace {
        true => Replace::Existing,
        false => Replace::Never,
    };
    let plan = plan(kept, &profiles, replace)?;
    if wishes.dry_run {
        if !plan.new_hosts.is_empty() {
            let hosts = plan.new_hosts.join(", ");
            note(&words::with("cli-import-new-hosts", &[("hosts", &hosts)]));
        }
        return Ok(answer(&profiles, &plan.actions, &plan.new_hosts));
    }
    for host in &plan.new_hosts {
        allow(house, host, wishes.allowed)?;
    }
    if !profiles.is_empty() {
        house.run(Command::ConfirmImport {
            profiles: profiles.clone(),
            replace: wishes.replace,
        })?;
    }
    Ok(answer(&profiles, &plan.actions, &plan.new_hosts))
}

fn allow(house: &House, host: &str, allowed: &[String]) -> Result<(), Box<Problem>> {
    let is_named = allowed.iter().any(|named| {
        named
            .trim_end_matches('.')
            .eq_ignore_ascii_case(host.trim_end_matches('.'))
    });
    if is_named || house.asks_yes(&words::with("cli-import-allow", &[("host", host)])) {
        return Ok(());
    }
    let problem = Problem::new(ProblemKind::Usage, "new_host")
        .at("--allow-host")
        .with("host", host);
    Err(Box::new(problem))
}

fn answer(profiles: &[Profile], actions: &[ImportAction], new_hosts: &[String]) -> Answer {
    let elements: Vec<Value> = profiles
        .iter()
        .zip(actions)
        .map(|(profile, action)| {
            json!({
                "profile_id": profile.profile_id,
                "name": profile.name,
                "login_url": profile.login_url.as_str(),
                "action": action.as_str(),
            })
        })
        .collect();
    let lines = profiles.iter().zip(actions).map(|(profile, action)| {
        let values = [
            ("action", action.as_str()),
            ("profile", profile.profile_id.as_str()),
        ];
        format!("{}\n", words::with("cli-import-line", &values))
    });
    Answer {
        text: lines.collect(),
        json: json!({ "profiles": elements, "new_hosts": new_hosts }),
    }
}
