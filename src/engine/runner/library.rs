//! Library: profiles, session facts and settings, as effects change them and as other processes do.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError, Weak};
use std::time::Duration;

use super::{Failure, Runner, http_settings};
use crate::app::event::{Event, ProfileRecord};
use crate::engine::clock;
use crate::engine::folder::Notice;
use crate::engine::keeping::Keeping;
use crate::engine::store::Library;
use crate::engine::vault::{ProfileSecrets, RecordName};
use crate::model::ids::{ProfileId, RunId};
use crate::model::import::{self, Kept, Replace};
use crate::model::problem::{Problem, ProblemKind};
use crate::model::profile::Profile;
use crate::model::secret::{ClientSecret, PrivateKey, Secret};
use crate::model::session::{Session, Standing};
use crate::model::settings::Settings;

/// How often the files' stamps are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// How often a pending revocation is tried again, in looks.
const REVOKE_EVERY: u32 = 60;

/// Notices what other processes write, and tries pending revocations again; ends with the runner.
pub(super) fn watch(runner: &Arc<Runner>) {
    let runner: Weak<Runner> = Arc::downgrade(runner);
    tokio::spawn(async move {
        if let Some(runner) = runner.upgrade() {
            // A list for people; the next start prunes what this one could not.
            let _ = runner
                .kept(|keeping| keeping.activity.prune(clock::now()))
                .await;
            runner.tell_activity().await;
        }
        let mut looks = 0_u32;
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            let Some(runner) = runner.upgrade() else {
                return;
            };
            let changed = runner.kept(|keeping| keeping.store.has_changed()).await;
            if matches!(changed, Ok(Ok(true))) {
                let again = Arc::clone(&runner);
                runner
                    .lane
                    .run(async move { again.load_library().await })
                    .await;
            }
            if matches!(
                runner.kept(|keeping| keeping.activity.has_changed()).await,
                Ok(true)
            ) {
                runner.tell_activity().await;
            }
            if looks.is_multiple_of(REVOKE_EVERY) {
                runner.revoke_pending().await;
            }
            looks = looks.wrapping_add(1);
        }
    });
}

impl Runner {
    pub(super) async fn load_library(&self) {
        // What is wrong with them is told with the library.
        if let Ok(Ok(settings)) = self.kept(|keeping| keeping.store.settings()).await {
            let event = Event::SettingsRead(Box::new(settings));
            self.world.outbox.send(event).await;
        }
        self.adopt_vault().await;
        let loaded = self
            .kept(|keeping| {
                let library = keeping.store.library()?;
                let settings = keeping.store.settings()?;
                // A vault that cannot be read is no reason to hide the library.
                let held = keeping.vault.names().ok();
                let notices = keeping.take_notices();
                Ok::<_, Failure>((library, settings, held, notices))
            })
            .await;
        match loaded {
            Ok(Ok((library, settings, held, mut notices))) => {
                notices.extend(std::mem::take(
                    &mut *self.notices.lock().unwrap_or_else(PoisonError::into_inner),
                ));
                self.world
                    .set_http(http_settings(&settings, self.config.bounds));
                self.tell_library(&library, settings, held, &notices).await;
            }
            Ok(Err(failure)) | Err(failure) => self.trouble(failure).await,
        }
        self.tell_vault().await;
    }

    async fn tell_library(
        &self,
        library: &Library,
        settings: Settings,
        held: Option<Vec<RecordName>>,
        notices: &[Notice],
    ) {
        if notices
            .iter()
            .any(|notice| matches!(notice, Notice::ReadOnly { .. }))
        {
            self.read_only.store(true, Ordering::Relaxed);
        }
        let held: Option<BTreeSet<RecordName>> = held.map(|names| names.into_iter().collect());
        let has = |name: RecordName| held.as_ref().is_none_or(|held| held.contains(&name));
        let profiles = library.profiles().map(|profile| ProfileRecord {
            profile: Arc::clone(profile),
            has_client_secret: held.is_some()
                && has(RecordName::Profile(profile.profile_id.clone())),
            has_private_key: held.is_some() && has(RecordName::Key(profile.profile_id.clone())),
        });
        let sessions = library.sessions().map(|session| {
            let has_tokens = has(RecordName::Session(session.session_id.clone()));
            as_held(session, has_tokens)
        });
        let event = Event::LibraryLoaded {
            profiles: profiles.collect(),
            sessions: sessions.collect(),
            settings: Box::new(settings),
            notices: notices.iter().map(as_problem).collect(),
            read_only: self.read_only.load(Ordering::Relaxed),
        };
        self.world.outbox.send(event).await;
    }

    pub(super) async fn save_profile(
        &self,
        run_id: &RunId,
        profile: Profile,
        (client_secret, private_key): (Option<Secret>, Option<PrivateKey>),
    ) -> Result<Event, Failure> {
        let record = self
            .kept(move |keeping| {
                let secrets = secret_holders(keeping)?;
                let saved = vec![profile.clone()];
                let library = keeping.store.library()?;
                put(
                    &mut Library::clone(&library),
                    &secrets,
                    saved.clone(),
                    Replace::Existing,
                )?;
                // The secrets before the definition: without them a login would fail.
                if let Some(secret) = client_secret {
                    put_client_secret(keeping, &profile.profile_id, secret)?;
                }
                let define = || {
                    let put = |library: &mut _| put(library, &secrets, saved, Replace::Existing);
                    Ok::<_, Failure>(keeping.store.try_update(put)??)
                };
                match private_key {
                    Some(key) => {
                        super::key::put_with(keeping, &profile.profile_id, key, define)?;
                    }
                    None => {
                        define()?;
                    }
                }
                Ok::<_, Failure>(record(&profile, &secret_holders(keeping)?))
            })
            .await??;
        let about = (Some(&record.profile.profile_id), None);
        self.note_plain("save_profile", about).await;
        Ok(Event::ProfileSaved {
            run_id: run_id.clone(),
            record: Box::new(record),
        })
    }

    pub(super) async fn save_profiles(
        &self,
        run_id: &RunId,
        profiles: Vec<Profile>,
        replace: bool,
    ) -> Result<Event, Failure> {
        let replace = if replace {
            Replace::Existing
        } else {
            Replace::Never
        };
        let saved = self
            .kept(move |keeping| {
                let secrets = secret_holders(keeping)?;
                let saving = profiles.clone();
                let (actions, _) = keeping
                    .store
                    .try_update(|library| put(library, &secrets, saving, replace))??;
                let records = profiles.iter().map(|profile| record(profile, &secrets));
                Ok::<_, Failure>(records.zip(actions).collect())
            })
            .await??;
        self.note_plain("import", (None, None)).await;
        Ok(Event::ProfilesSaved {
            run_id: run_id.clone(),
            saved,
        })
    }

    pub(super) async fn delete_profile(
        &self,
        run_id: &RunId,
        profile_id: &ProfileId,
    ) -> Result<Event, Failure> {
        let id = profile_id.clone();
        self.kept(move |keeping| {
            let library = keeping.store.library()?;
            if library.profile(&id).is_none() {
                return Err(Failure::new(ProblemKind::Usage, "profile_unknown"));
            }
            // Secrets first: what is left over is never more than a definition.
            for session in library.sessions_of(&id) {
                keeping.forget_session(&session.session_id)?;
            }
            keeping
                .vault
                .forget(&[RecordName::Profile(id.clone()), RecordName::Key(id.clone())])?;
            keeping
                .store
                .update(|library| library.remove_profile(&id))?;
            Ok(())
        })
        .await??;
        self.note(
            "delete_profile",
            (Some(profile_id), None),
            run_id,
            None,
            Vec::new(),
        )
        .await;
        Ok(Event::ProfileDeleted {
            run_id: run_id.clone(),
            profile_id: profile_id.clone(),
        })
    }

    pub(super) async fn set_client_secret(
        &self,
        run_id: &RunId,
        profile_id: &ProfileId,
        client_secret: Secret,
    ) -> Result<Event, Failure> {
        let id = profile_id.clone();
        let record = self
            .kept(move |keeping| {
                let library = keeping.store.library()?;
                let profile = library
                    .profile(&id)
                    .ok_or_else(|| Failure::new(ProblemKind::Usage, "profile_unknown"))?;
                put_client_secret(keeping, &id, client_secret)?;
                Ok::<_, Failure>(record(profile, &secret_holders(keeping)?))
            })
            .await??;
        let about = (Some(profile_id), None);
        self.note_plain("set_client_secret", about).await;
        Ok(Event::ProfileSaved {
            run_id: run_id.clone(),
            record: Box::new(record),
        })
    }

    async fn revoke_pending(self: &Arc<Self>) {
        let pending = self
            .kept(|keeping| {
                let library = keeping.store.library()?;
                let pending = library
                    .sessions()
                    .filter(|session| session.pending_revocation);
                Ok::<_, Failure>(
                    pending
                        .map(|session| session.session_id.clone())
                        .collect::<Vec<_>>(),
                )
            })
            .await;
        for session_id in pending.ok().and_then(Result::ok).unwrap_or_default() {
            let runner = Arc::clone(self);
            self.critical.spawn(async move {
                let run_id = RunId::from_random(crate::engine::random::bytes());
                if let Ok(Event::Revoked { session, .. }) =
                    runner.revoke_session(&run_id, &session_id).await
                {
                    runner
                        .world
                        .outbox
                        .send(Event::SessionChanged(session))
                        .await;
                }
            });
        }
    }
}

/// Puts profiles into the library if the rules of importing allow it (R29, R71).
fn put(
    library: &mut Library,
    secrets: &Holders,
    profiles: Vec<Profile>,
    replace: Replace,
) -> Result<Vec<import::ImportAction>, Box<Problem>> {
    let holders: BTreeSet<&ProfileId> = library
        .sessions()
        .map(|session| &session.profile_id)
        .chain(&secrets.secrets)
        .chain(&secrets.keys)
        .collect();
    let kept = library.profiles().map(|profile| Kept {
        profile,
        holds_secrets: holders.contains(&profile.profile_id),
    });
    let plan = import::plan(kept, &profiles, replace)?;
    for profile in profiles {
        library.upsert_profile(profile);
    }
    Ok(plan.actions)
}

/// Keeps a client secret; an empty one is removed.
fn put_client_secret(keeping: &Keeping, id: &ProfileId, secret: Secret) -> Result<(), Failure> {
    if secret.expose().is_empty() {
        keeping.vault.forget(&[RecordName::Profile(id.clone())])?;
        return Ok(());
    }
    keeping.vault.prepare()?;
    let secrets = ProfileSecrets {
        client_secret: Some(ClientSecret::new(secret.expose().to_owned())),
    };
    Ok(keeping.vault.put_profile(id, &secrets)?)
}

/// Which profiles have secrets in the vault; needs no key.
#[derive(Default)]
pub(super) struct Holders {
    pub secrets: BTreeSet<ProfileId>,
    pub keys: BTreeSet<ProfileId>,
}

pub(super) fn secret_holders(keeping: &Keeping) -> Result<Holders, Failure> {
    let mut holders = Holders::default();
    for name in keeping.vault.names()? {
        match name {
            RecordName::Profile(id) => drop(holders.secrets.insert(id)),
            RecordName::Key(id) => drop(holders.keys.insert(id)),
            RecordName::Session(_) => {}
        }
    }
    Ok(holders)
}

/// A session whose tokens ended with another process's memory can only be logged in again.
fn as_held(session: &Arc<Session>, has_tokens: bool) -> Arc<Session> {
    let mut session = Arc::clone(session);
    if !has_tokens && session.standing != Standing::Revoked {
        let session = Arc::make_mut(&mut session);
        session.standing = Standing::NeedsLogin;
        session.has_refresh_token = false;
    }
    session
}

pub(super) fn record(profile: &Profile, secrets: &Holders) -> ProfileRecord {
    ProfileRecord {
        profile: Arc::new(profile.clone()),
        has_client_secret: secrets.secrets.contains(&profile.profile_id),
        has_private_key: secrets.keys.contains(&profile.profile_id),
    }
}

fn as_problem(notice: &Notice) -> Problem {
    let (key, values) = notice.words();
    let problem = Problem::new(ProblemKind::Failed, &key.replace('-', "_"));
    values
        .into_iter()
        .fold(problem, |problem, (name, value)| problem.with(name, value))
}
