//! Diagnostics: what somebody who helps has to know, without names of people, hosts and orgs.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use super::{Failure, Run, Runner};
use crate::app::event::{Check, CheckResult, Event};
use crate::engine::diagnose;
use crate::engine::keeping::Keeping;
use crate::engine::vault::kind_name;
use crate::model::session::Standing;
use crate::model::settings::Settings;
use crate::model::words;

impl Runner {
    pub(super) async fn copy_diagnostics(self: Arc<Self>, run: &Run) -> Result<Event, Failure> {
        // Checks of servers and callbacks stay out: their lines name hosts.
        let checks = vec![
            diagnose::data_folder(self.keeping.places.data.path()),
            self.keyring_check().await?,
            diagnose::loopback().await,
            diagnose::browser(),
            diagnose::display(),
        ];
        let text = self
            .kept(move |keeping| describe(keeping, &checks))
            .await??;
        self.clipboard.copy_text(text);
        Ok(Event::DiagnosticsCopied {
            run_id: run.run_id.clone(),
        })
    }
}

/// Writes the description: every line is a name and a value that was chosen to be harmless.
fn describe(keeping: &Keeping, checks: &[Check]) -> Result<String, Failure> {
    let library = keeping.store.library()?;
    let settings = keeping.store.settings()?;
    let data = keeping.places.data.path();
    let mut sessions: BTreeMap<&str, usize> = BTreeMap::new();
    for session in library.sessions() {
        *sessions.entry(standing(session.standing)).or_default() += 1;
    }
    let sessions: Vec<String> = sessions
        .iter()
        .map(|(standing, count)| format!("{count} {standing}"))
        .collect();
    let system = format!("{} {}", std::env::consts::OS, std::env::consts::ARCH);
    let mut lines = vec![
        ("version", env!("CARGO_PKG_VERSION").to_owned()),
        ("system", system),
        ("desktop", desktop()),
        ("folder", redacted(&data.display().to_string(), data)),
        ("vault", vault(keeping)),
        ("profiles", library.profiles().count().to_string()),
        ("sessions", sessions.join(", ")),
    ];
    lines.extend(of_settings(&settings));
    let mut text = String::new();
    for (name, value) in lines {
        let label = words::text(&format!("diagnostics-{name}"));
        // Writing into a string cannot fail.
        let _ = writeln!(text, "{label}: {value}");
    }
    for check in checks {
        let result = match check.result {
            CheckResult::Passed => "passed",
            CheckResult::Warning => "warning",
            CheckResult::Failed => "failed",
            CheckResult::Skipped => "skipped",
        };
        let detail = redacted(&check.detail, data);
        let _ = writeln!(text, "{}: {result}, {detail}", check.check);
    }
    Ok(text)
}

/// The home folder as `~`, and a data folder elsewhere by no name: both may be somebody's.
fn redacted(text: &str, data: &Path) -> String {
    let home = directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned());
    let (folder, is_at_home) = match home.as_ref().and_then(|home| data.strip_prefix(home).ok()) {
        Some(rest) => (format!("~/{}", rest.display()), true),
        None => (words::text("diagnostics-elsewhere"), false),
    };
    let text = text.replace(&data.display().to_string(), &folder);
    match home.filter(|home| is_at_home || home.components().count() > 1) {
        Some(home) => text.replace(&home.display().to_string(), "~"),
        None => text,
    }
}

/// The kind of session and desktop, which decide about keyring, clipboard and browser.
fn desktop() -> String {
    let known = ["XDG_SESSION_TYPE", "XDG_CURRENT_DESKTOP"];
    let said: Vec<String> = known
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .filter(|value| value.len() < 40 && value.is_ascii())
        .collect();
    match said.is_empty() {
        true => words::text("diagnostics-unknown"),
        false => said.join(", "),
    }
}

fn vault(keeping: &Keeping) -> String {
    match keeping.vault.status() {
        Ok(status) => {
            let kind = kind_name(status.found.unwrap_or(status.asked));
            let made = match status.found {
                Some(_) => "diagnostics-vault-made",
                None => "diagnostics-vault-not-made",
            };
            let recovery = match status.has_recovery {
                true => "diagnostics-recovery",
                false => "diagnostics-no-recovery",
            };
            format!("{kind}, {}, {}", words::text(made), words::text(recovery))
        }
        Err(error) => error.code().to_owned(),
    }
}

fn of_settings(settings: &Settings) -> Vec<(&'static str, String)> {
    let given = |text: &str| {
        words::text(match text.is_empty() {
            true => "diagnostics-not-set",
            false => "diagnostics-set",
        })
    };
    vec![
        ("theme", format!("{:?}", settings.theme).to_lowercase()),
        ("scale", settings.scale.to_string()),
        ("clipboard", settings.clipboard_secs.to_string()),
        ("lock", settings.auto_lock_minutes.to_string()),
        ("proxy", given(&settings.proxy)),
        ("ca", given(&settings.extra_ca)),
    ]
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Live => "live",
        Standing::Dead => "dead",
        Standing::Revoked => "revoked",
        Standing::NeedsLogin => "needs login",
        Standing::Blocked => "blocked",
        Standing::Unreachable => "unreachable",
        Standing::Failed => "failed",
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;
    use crate::engine::vault_key::Access;
    use crate::model::profile::ProfileDraft;

    #[test]
    fn it_counts_what_there_is_and_names_nobody() {
        let home = tempfile::tempdir().unwrap();
        let data = home.path().join("mallory-home");
        let (keeping, _) = Keeping::open(Some(&data), Access::Memory).unwrap();
        let draft = ProfileDraft {
            name: "Marked Profile".to_owned(),
            login_url: "marked.my.salesforce.com".to_owned(),
            client_id: "3MVG9markedkey".to_owned(),
            callback_urls: "http://localhost:1717/marked".to_owned(),
            ..ProfileDraft::default()
        };
        let profile = draft.check(|_| false, |_| true).unwrap();
        keeping
            .store
            .update(|library| library.upsert_profile(profile))
            .unwrap();
        let settings = Settings {
            proxy: "http://marked.proxy.example:3128".to_owned(),
            extra_ca: "/marked/ca.pem".to_owned(),
            ..Settings::default()
        };
        keeping.store.save_settings(&settings).unwrap();
        let checks = [diagnose::data_folder(keeping.places.data.path())];
        let text = describe(&keeping, &checks).unwrap();
        assert!(text.contains("Profiles: 1\n"), "{text}");
        assert!(text.contains("Proxy: set\n"), "{text}");
        assert!(text.contains("data_folder: passed"), "{text}");
        for mark in ["arked", "mallory", "1717", "salesforce"] {
            assert!(!text.contains(mark), "{mark} in {text}");
        }
    }
}
