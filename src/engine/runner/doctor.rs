//! Doctor: runs the checks that exist, none of which opens the vault or sends a secret.

use std::sync::Arc;

use super::{Failure, Run, Runner};
use crate::app::event::{Check, CheckResult, Event};
use crate::engine::http::Origins;
use crate::engine::vault_key::Access;
use crate::engine::{clock, diagnose};
use crate::model::ids::ProfileId;
use crate::model::problem::ProblemKind;
use crate::model::profile::Profile;
use crate::protocol::message::Request;

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
            self.keyring_check().await?,
            diagnose::loopback().await,
            diagnose::callback_ports(&known).await,
            diagnose::browser(),
            diagnose::display(),
        ];
        let mut asked = Vec::new();
        for profile in &profiles {
            if asked.contains(&profile.login_url) {
                continue;
            }
            asked.push(profile.login_url.clone());
            checks.extend(self.host_checks(profile).await);
        }
        Ok(Event::Diagnosed {
            run_id: run.run_id.clone(),
            checks,
        })
    }

    async fn profiles_to_check(
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

    async fn host_checks(&self, profile: &Profile) -> Vec<Check> {
        let host = &profile.login_url;
        let mut checks = vec![diagnose::server::dns(host).await];
        let address = format!("{host}/.well-known/openid-configuration");
        if let Ok(url) = url::Url::parse(&address) {
            let request = Request::get("discovery", &url).idempotent();
            let answer = self
                .world
                .http()
                .send(&request, &Origins::of(profile))
                .await;
            checks.extend(diagnose::server::answer(host, &answer, clock::now()));
        }
        checks
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
                let problem = crate::model::problem::Problem::from(
                    crate::engine::vault::VaultError::from(problem),
                );
                let words = problem.explain();
                Check {
                    check: "keyring",
                    result: CheckResult::Failed,
                    detail: words.what,
                    next: Some(words.next),
                }
            }
        })
        .await
    }
}
