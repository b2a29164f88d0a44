//! Vault: opening, locking, and telling how it stands (R50, R53, R54).

use std::sync::atomic::Ordering;
use std::sync::{MutexGuard, PoisonError};

use super::{Failure, Runner};
use crate::app::effect::{VaultChange, VaultChoice, VaultTask};
use crate::app::event::{Event, VaultStanding};
use crate::engine::keeping::Keeping;
use crate::engine::vault::{NewPlace, VaultError, VaultStatus};
use crate::engine::vault_key::Access;
use crate::model::ids::RunId;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::settings::VaultKind;

/// What was last told about the vault: only news is told again.
#[derive(Default)]
pub(super) struct Told {
    standing: Option<VaultStanding>,
    has_recovery: Option<bool>,
}

impl Runner {
    /// Opens the vault, or makes it; the standing is the answer, and a failure says why not.
    pub(super) async fn open_vault(&self, run_id: &RunId, choice: VaultChoice) {
        let standing = VaultStanding::WaitingForKeyring;
        if matches!(choice, VaultChoice::Keyring) {
            self.world.outbox.send(Event::VaultStands(standing)).await;
        }
        self.at_vault().insert(run_id.clone());
        let by = opening_noted(&choice);
        let opened = self
            .kept(move |keeping| {
                let was_there = is_there(keeping);
                let opened = open(keeping, &choice).map_err(Failure::from);
                opened.map(|()| !was_there && is_there(keeping))
            })
            .await
            .and_then(|opened| opened);
        self.at_vault().remove(run_id);
        if let Ok(is_new) = opened
            && let Some((action, is_always)) = by
            && (is_new || is_always)
        {
            self.note_ours(action, None).await;
        }
        self.forget_told();
        match opened {
            Ok(_) => {
                self.locked.store(false, Ordering::Relaxed);
                self.tell_vault().await;
            }
            Err(failure) => {
                self.tell_vault_failure(&failure.problem).await;
                let event = Event::Failed {
                    run_id: run_id.clone(),
                    problem: failure.problem,
                    session: None,
                };
                self.world.outbox.send(event).await;
            }
        }
    }

    /// Changes where the key is or what opens it; whatever fails, the old way still opens the vault.
    pub(super) async fn change_vault(&self, run_id: &RunId, change: VaultChange) {
        let is_given = matches!(self.config.access, Access::PassphraseFile(_));
        let task = change.task;
        self.at_vault().insert(run_id.clone());
        let changed = if is_given && moves(change.task) {
            Err(Failure::new(ProblemKind::Usage, "vault_way_given"))
        } else {
            self.kept(move |keeping| change_key(keeping, &change).map_err(Failure::from))
                .await
                .and_then(|changed| changed)
        };
        self.at_vault().remove(run_id);
        self.note_ours(change_noted(task), changed.as_ref().err())
            .await;
        // Not told as a failure of the vault: a wrong passphrase here leaves it open.
        self.tell_vault().await;
        let event = match changed {
            Ok(()) => Event::VaultChanged {
                run_id: run_id.clone(),
            },
            Err(failure) => Event::Failed {
                run_id: run_id.clone(),
                problem: failure.problem,
                session: None,
            },
        };
        self.world.outbox.send(event).await;
    }

    /// Lets the key and all secrets go; what is under way is given up, but for a refresh that was sent.
    pub(super) async fn lock_vault(&self) {
        self.runs.cancel_all();
        self.clipboard.clear();
        let locked = self.kept(|keeping| keeping.vault.lock()).await;
        if locked.is_ok() {
            self.locked.store(true, Ordering::Relaxed);
            self.tell_vault().await;
        }
    }

    /// Takes a vault that was made with a passphrase as it is, where the person asked for none by name.
    pub(super) async fn adopt_vault(&self) {
        if self.config.access_is_given {
            return;
        }
        // What goes wrong here is told when the vault is used.
        let _ = self
            .kept(|keeping| match keeping.vault.status() {
                Ok(status)
                    if status.found == Some(VaultKind::Passphrase)
                        && status.asked == VaultKind::Keyring =>
                {
                    keeping.vault.set_access(Access::Passphrase);
                }
                _ => {}
            })
            .await;
    }

    /// Tells how the vault stands, if that has changed.
    pub(super) async fn tell_vault(&self) {
        let status = self.kept(|keeping| keeping.vault.status()).await;
        let has_recovery = match &status {
            Ok(Ok(status)) => Some(status.has_recovery),
            _ => None,
        };
        let standing = match status {
            Ok(Ok(status)) => self.standing(status),
            Ok(Err(error)) => VaultStanding::Broken(Box::new(error.into())),
            Err(failure) => VaultStanding::Broken(failure.problem),
        };
        let (is_news, recovery) = {
            let mut told = self.told();
            let is_news = told.standing.as_ref() != Some(&standing);
            told.standing = Some(standing.clone());
            let recovery = has_recovery.filter(|has| told.has_recovery != Some(*has));
            told.has_recovery = has_recovery.or(told.has_recovery);
            (is_news, recovery)
        };
        if let Some(is_set) = recovery {
            self.world.outbox.send(Event::RecoveryIsSet(is_set)).await;
        }
        if is_news {
            self.world.outbox.send(Event::VaultStands(standing)).await;
        }
    }

    /// Tells why the vault gave nothing, so that the window can offer the way out.
    pub(super) async fn tell_vault_failure(&self, problem: &Problem) {
        let status = self.kept(|keeping| keeping.vault.status()).await;
        let Ok(Ok(status)) = status else {
            return;
        };
        let standing = match (problem.code.as_str(), status.found) {
            (
                "keyring_absent" | "keyring_unavailable" | "keyring_denied" | "keyring_locked",
                None,
            )
            | ("passphrase_needed" | "passphrase_short", None) => VaultStanding::NeedsChoice,
            ("keyring_absent" | "keyring_corrupt", Some(_)) => VaultStanding::KeyMissing {
                has_recovery: status.has_recovery,
            },
            (
                "passphrase_needed" | "wrong_passphrase" | "vault_locked" | "keyring_locked",
                Some(kind),
            ) => VaultStanding::Locked(kind),
            _ => VaultStanding::Broken(Box::new(problem.clone())),
        };
        self.told().standing = Some(standing.clone());
        self.world.outbox.send(Event::VaultStands(standing)).await;
    }

    fn standing(&self, status: VaultStatus) -> VaultStanding {
        if self.locked.load(Ordering::Relaxed) {
            return VaultStanding::Locked(status.found.unwrap_or(status.asked));
        }
        // Keyring and passphrase file give the key without anybody being asked.
        let by_itself = match self.config.access {
            Access::Keyring => status.asked == VaultKind::Keyring,
            Access::PassphraseFile(_) => status.asked == VaultKind::Passphrase,
            Access::Passphrase | Access::Memory => false,
        } && status.found.is_none_or(|found| found == status.asked);
        match (status.found, status.asked, status.is_unlocked) {
            (_, VaultKind::Memory, true) => VaultStanding::Open(VaultKind::Memory),
            (None, VaultKind::Passphrase, _) if by_itself => VaultStanding::Unknown,
            (None, kind, _) => VaultStanding::NotMade(kind),
            (Some(kind), _, true) => VaultStanding::Open(kind),
            (Some(_), _, false) if by_itself => VaultStanding::Unknown,
            (Some(kind), _, false) => VaultStanding::Locked(kind),
        }
    }

    fn forget_told(&self) {
        self.told().standing = None;
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns true for a failure that the vault is the reason of.
pub(super) fn is_vaults(problem: &Problem) -> bool {
    problem.kind == ProblemKind::Locked
}

fn open(keeping: &Keeping, choice: &VaultChoice) -> Result<(), VaultError> {
    let vault = &keeping.vault;
    match choice {
        VaultChoice::Keyring => {
            vault.set_access(Access::Keyring);
            vault.unlock(None)?;
            vault.prepare()
        }
        VaultChoice::Passphrase(passphrase) => {
            vault.set_access(Access::Passphrase);
            vault.unlock(Some(passphrase))
        }
        VaultChoice::Memory => {
            vault.set_access(Access::Memory);
            vault.unlock(None)
        }
        VaultChoice::Recovery(passphrase) => vault.recover(passphrase),
        VaultChoice::MoveAside => {
            vault.start_over()?;
            vault.prepare()
        }
    }
}

/// Returns true for a change of the place or the passphrase, which a start that names them would not find.
fn moves(task: VaultTask) -> bool {
    match task {
        VaultTask::ToKeyring | VaultTask::ToPassphrase | VaultTask::ChangePassphrase => true,
        VaultTask::SetRecovery | VaultTask::RemoveRecovery => false,
    }
}

/// A vault is there, whatever opens it.
fn is_there(keeping: &Keeping) -> bool {
    let status = keeping.vault.status();
    status.is_ok_and(|status| status.found.is_some())
}

/// What is noted of an opening: some always, others only where the vault was made by it.
fn opening_noted(choice: &VaultChoice) -> Option<(&'static str, bool)> {
    match choice {
        VaultChoice::Keyring => Some(("vault_make_keyring", false)),
        VaultChoice::Passphrase(_) => Some(("vault_make_passphrase", false)),
        VaultChoice::Memory => None,
        VaultChoice::Recovery(_) => Some(("vault_recover", true)),
        VaultChoice::MoveAside => Some(("vault_move_aside", true)),
    }
}

fn change_noted(task: VaultTask) -> &'static str {
    match task {
        VaultTask::ToKeyring => "vault_to_keyring",
        VaultTask::ToPassphrase => "vault_to_passphrase",
        VaultTask::ChangePassphrase => "vault_passphrase",
        VaultTask::SetRecovery => "vault_recovery",
        VaultTask::RemoveRecovery => "vault_no_recovery",
    }
}

fn change_key(keeping: &Keeping, change: &VaultChange) -> Result<(), VaultError> {
    let vault = &keeping.vault;
    vault.prove(change.old.as_ref())?;
    let new = || change.new.as_ref().ok_or(VaultError::PassphraseShort);
    match change.task {
        VaultTask::ToKeyring => vault.move_key(&NewPlace::Keyring),
        VaultTask::ToPassphrase | VaultTask::ChangePassphrase => {
            vault.move_key(&NewPlace::Passphrase(new()?))
        }
        VaultTask::SetRecovery => vault.set_recovery(Some(new()?)),
        VaultTask::RemoveRecovery => vault.set_recovery(None),
    }
}
