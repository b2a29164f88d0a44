//! Doctor: runs the checks that exist, none of which opens the vault or sends a secret.

use std::sync::Arc;

use super::{Failure, Run, Runner};
use crate::app::event::{Check, CheckResult, Event};
use crate::engine::diagnose;
use crate::engine::vault_key::Access;
use crate::model::checkup;
use crate::model::ids::ProfileId;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::profile::Profile;
use crate::model::settings::VaultKind;
use crate::model::words;

impl Runner {
    pub(super) async fn diagnose(
        self: Arc<Self>,
        run: &Run,
        profile_id: Option<ProfileId>,
    ) -> Result<Event, Failure> {
        let profiles = self.profiles_to_check(profile_id).await?;
        let known: Vec<&Profile> = profiles.iter().collect();
        let mut checks = vec![
            diagnose::data_folder(self.keeping.places.data.path()),
            self.vault_check().await?,
            self.keyring_check().await?,
        ];
        checks.extend(self.checkups(&profiles).await?);
        self.tell_checks(run, &checks).await;
        checks.push(diagnose::loopback().await);
        checks.push(diagnose::callback_ports(&known).await);
        checks.push(diagnose::browser());
        checks.push(diagnose::display());
        checks.push(self.demo_check().await);
        let http = self.world.http();
        let named = http.settings().proxy.clone();
        let (proxy, through_proxy) = diagnose::proxy::look(named.as_deref()).await;
        checks.push(proxy);
        self.tell_checks(run, &checks).await;
        let mut asked = Vec::new();
        for profile in &profiles {
            if asked.contains(&profile.login_url) {
                continue;
            }
            asked.push(profile.login_url.clone());
            checks.extend(diagnose::server::look(&http, profile, through_proxy).await);
            self.tell_checks(run, &checks).await;
        }
        Ok(Event::Diagnosed {
            run_id: run.run_id.clone(),
            checks,
        })
    }

    /// Says what was seen so far: a host that hangs holds up the rest, not what is known.
    async fn tell_checks(&self, run: &Run, checks: &[Check]) {
        let event = Event::Checked {
            run_id: run.run_id.clone(),
            checks: checks.to_vec(),
        };
        self.world.outbox.send(event).await;
    }

    /// Says which vault is there, from its head alone: the key is not fetched (decision 29).
    async fn vault_check(&self) -> Result<Check, Failure> {
        self.kept(|keeping| match keeping.vault.status() {
            Ok(status) => {
                let kind = match status.found.unwrap_or(status.asked) {
                    VaultKind::Keyring => "check-vault-keyring",
                    VaultKind::Passphrase => "check-vault-passphrase",
                    VaultKind::Memory => "check-vault-memory",
                };
                let key = if status.found.is_some() || status.asked == VaultKind::Memory {
                    kind
                } else {
                    "check-vault-none"
                };
                diagnose::line("vault", CheckResult::Passed, key, &[])
            }
            Err(problem) => failed_check("vault", &problem.into()),
        })
        .await
    }

    /// Looks at the definitions themselves; which have a secret is known without the key of the vault.
    async fn checkups(&self, profiles: &[Profile]) -> Result<Vec<Check>, Failure> {
        let holders = self.kept(super::library::secret_holders).await??.secrets;
        let mut found: Vec<Check> = Vec::new();
        for profile in profiles {
            let has_secret = holders.contains(&profile.profile_id);
            found.extend(
                checkup::of(profile, has_secret)
                    .iter()
                    .map(|finding| finding_check(profile, finding)),
            );
        }
        if found.is_empty() && !profiles.is_empty() {
            found.push(Check {
                check: "checkup",
                result: CheckResult::Passed,
                detail: words::count("check-checkup-good", profiles.len()),
                next: None,
            });
        }
        Ok(found)
    }

    async fn demo_check(&self) -> Check {
        match self.demo.address().await {
            Some(address) => {
                let values = [("address", address.as_str())];
                diagnose::line("demo_org", CheckResult::Passed, "check-demo-runs", &values)
            }
            None => diagnose::line("demo_org", CheckResult::Skipped, "check-demo-off", &[]),
        }
    }

    pub(super) async fn profiles_to_check(
        &self,
        profile_id: Option<ProfileId>,
    ) -> Result<Vec<Profile>, Failure> {
        self.kept(move |keeping| {
            let library = keeping.store.library()?;
            match profile_id {
                Some(id) => match library.profile(&id) {
                    Some(profile) => Ok(vec![Profile::clone(profile)]),
                    None => Err(Failure::new(ProblemKind::Usage, "profile_unknown")),
                },
                None => Ok(library
                    .profiles()
                    .map(|profile| Profile::clone(profile))
                    .collect()),
            }
        })
        .await?
    }

    /// Looks whether a keyring answers, with an item of its own; the vault's is left alone (decision 29).
    pub(super) async fn keyring_check(&self) -> Result<Check, Failure> {
        if !matches!(self.config.access, Access::Keyring) {
            return Ok(diagnose::line(
                "keyring",
                CheckResult::Skipped,
                "check-keyring-not-asked",
                &[],
            ));
        }
        self.kept(|keeping| match keeping.vault.keyring().probe() {
            Ok(()) => diagnose::line("keyring", CheckResult::Passed, "check-keyring-works", &[]),
            Err(problem) => {
                let problem = crate::engine::vault::VaultError::from(problem);
                failed_check("keyring", &problem.into())
            }
        })
        .await
    }
}

/// A finding is a warning: it is the person's to decide, and says nothing about this connection.
fn finding_check(profile: &Profile, finding: &checkup::Finding) -> Check {
    let (what, why) = (finding.what(), finding.why());
    let values = [
        ("profile", profile.name.as_str()),
        ("what", &what),
        ("why", &why),
    ];
    Check {
        check: "checkup",
        result: CheckResult::Warning,
        detail: words::with("check-checkup-found", &values),
        next: Some(finding.next()),
    }
}

/// A line whose words are those of a problem.
fn failed_check(check: &'static str, problem: &Problem) -> Check {
    let words = problem.explain();
    Check {
        check,
        result: CheckResult::Failed,
        detail: words.what,
        next: Some(words.next),
    }
}
