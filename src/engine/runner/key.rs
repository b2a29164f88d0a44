//! Keys of apps: made, or read from a file, for the form or to be kept at once.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::import::open_plain;
use super::library::{record, secret_holders};
use super::{Failure, Run, Runner};
use crate::app::effect::{KeyFor, KeySource};
use crate::app::event::{Event, ProfileRecord};
use crate::engine::keeping::Keeping;
use crate::engine::key_maker;
use crate::engine::vault::{KeySecrets, RecordName};
use crate::model::ids::ProfileId;
use crate::model::key_file::{self, AppKey};
use crate::model::problem::{Problem, ProblemKind};
use crate::model::profile::Profile;
use crate::model::secret::{PrivateKey, Secret};

/// A dialog that ends sooner than this was never shown.
const BLINK: Duration = Duration::from_millis(150);
/// How long a file may take to open: PKCS#12 says itself how often its passphrase is hashed.
const OPENING: Duration = Duration::from_secs(20);
/// The largest file that is read.
const MOST: u64 = 1024 * 1024;

impl Runner {
    pub(super) async fn get_key(
        self: Arc<Self>,
        run: &Run,
        source: KeySource,
        whose: KeyFor,
    ) -> Result<Event, Failure> {
        let run_id = run.run_id.clone();
        let key = match source {
            KeySource::Make { name, days } => {
                self.kept(move |_| key_maker::make(&name, days)).await??
            }
            KeySource::Pick => match pick().await? {
                Some(path) => self.read_key(path, None, None).await?,
                None => return Ok(Event::KeyNotPicked { run_id }),
            },
            KeySource::File {
                path,
                certificate,
                passphrase,
            } => self.read_key(path, certificate, passphrase).await?,
        };
        match whose {
            KeyFor::Form => Ok(Event::KeyReady {
                run_id,
                key: Box::new(key),
            }),
            KeyFor::Profile(profile_id) => self.keep_key(run, &profile_id, key).await,
        }
    }

    async fn read_key(
        &self,
        path: PathBuf,
        certificate: Option<PathBuf>,
        passphrase: Option<Secret>,
    ) -> Result<AppKey, Failure> {
        let name = path.display().to_string();
        let reading = self.kept(move |_| read(&path, certificate.as_deref(), passphrase.as_ref()));
        match tokio::time::timeout(OPENING, reading).await {
            Ok(read) => read?,
            Err(_) => Err(problem("key_file_slow", &name)),
        }
    }

    /// Keeps a key and its certificate. The key first: without it a login would fail.
    async fn keep_key(
        &self,
        run: &Run,
        profile_id: &ProfileId,
        key: AppKey,
    ) -> Result<Event, Failure> {
        let id = profile_id.clone();
        let record = self.kept(move |keeping| keep(keeping, &id, key)).await??;
        self.note_plain("set_private_key", (Some(profile_id), None))
            .await;
        Ok(Event::ProfileSaved {
            run_id: run.run_id.clone(),
            record: Box::new(record),
        })
    }
}

/// Keeps a private key, then what belongs to it; where that cannot be kept, the key before is back.
///
/// Else the new key would stand beside the certificate of the old one, and every assertion be refused.
pub(super) fn put_with<T>(
    keeping: &Keeping,
    id: &ProfileId,
    private_key: PrivateKey,
    rest: impl FnOnce() -> Result<T, Failure>,
) -> Result<T, Failure> {
    keeping.vault.prepare()?;
    let before = keeping.vault.key(id)?;
    keeping.vault.put_key(id, &KeySecrets { private_key })?;
    rest().inspect_err(|_| {
        // The failure that is told is the first: with a full disk this one fails as well.
        let _ = match before {
            Some(kept) => keeping.vault.put_key(id, &kept.secrets),
            None => keeping.vault.forget(&[RecordName::Key(id.clone())]),
        };
    })
}

/// Keeps a key in the vault, and its certificate with the profile.
fn keep(keeping: &Keeping, id: &ProfileId, key: AppKey) -> Result<ProfileRecord, Failure> {
    let unknown = || Failure::new(ProblemKind::Usage, "profile_unknown");
    let library = keeping.store.library()?;
    library.profile(id).ok_or_else(unknown)?;
    let certificate = key.certificate;
    let (kept, _) = put_with(keeping, id, key.private_key, || {
        keeping.store.try_update(|library| {
            let mut profile = Profile::clone(library.profile(id).ok_or_else(unknown)?);
            profile.certificate = certificate;
            library.upsert_profile(profile.clone());
            Ok::<_, Failure>(profile)
        })?
    })?;
    Ok(record(&kept, &secret_holders(keeping)?))
}

/// Lets the person choose a file.
pub(super) async fn pick() -> Result<Option<PathBuf>, Failure> {
    let began = Instant::now();
    let picked = rfd::AsyncFileDialog::new().pick_file().await;
    if picked.is_none() && began.elapsed() < BLINK {
        return Err(Failure::new(ProblemKind::Failed, "key_no_dialog"));
    }
    Ok(picked.map(|file| file.path().to_owned()))
}

fn read(
    path: &Path,
    certificate: Option<&Path>,
    passphrase: Option<&Secret>,
) -> Result<AppKey, Failure> {
    let key = key_file::read(&bytes(path)?, passphrase)
        .map_err(|wrong| wrong.problem(&path.display().to_string()))?;
    match certificate {
        None => Ok(key),
        Some(path) => Ok(key_file::with_certificate(key, &bytes(path)?)
            .map_err(|wrong| wrong.problem(&path.display().to_string()))?),
    }
}

/// Reads a file once, whole, if it is a regular one (R71).
fn bytes(path: &Path) -> Result<zeroize::Zeroizing<Vec<u8>>, Failure> {
    use std::io::Read as _;
    let name = path.display().to_string();
    let unreadable = || problem("key_file_unreadable", &name);
    // A key that is kept well is often reached by a link.
    let facts = std::fs::metadata(path).map_err(|_| unreadable())?;
    if !facts.is_file() {
        return Err(unreadable());
    }
    if facts.len() > MOST {
        return Err(problem("key_file_too_big", &name));
    }
    let file = open_plain(path).map_err(|_| unreadable())?;
    if !file.metadata().is_ok_and(|facts| facts.is_file()) {
        return Err(unreadable());
    }
    let room = usize::try_from(facts.len()).unwrap_or_default();
    // All the room at once: growing would leave copies behind in freed memory.
    let mut bytes = zeroize::Zeroizing::new(Vec::with_capacity(room + 1));
    file.take(MOST + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| unreadable())?;
    Ok(bytes)
}

fn problem(code: &str, name: &str) -> Failure {
    let problem = Problem::new(ProblemKind::Usage, code);
    problem.at(name).with("path", name).into()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;
    use crate::engine::vault_key::Access;

    /// The name that the vault's key bears in this test, if any.
    fn kept(keeping: &Keeping, id: &ProfileId) -> Option<String> {
        let kept = keeping.vault.key(id).unwrap()?;
        let names = ["old", "new"];
        let is_it = |name: &&str| format!("{name} key") == kept.secrets.private_key.expose();
        names.into_iter().find(is_it).map(str::to_owned)
    }

    #[test]
    fn a_key_whose_profile_cannot_be_kept_is_not_kept_either() {
        let home = tempfile::tempdir().unwrap();
        let (keeping, _) = Keeping::open(Some(&home.path().join("data")), Access::Memory).unwrap();
        keeping.vault.unlock(None).unwrap();
        let id = ProfileId::parse("acme").unwrap();
        let key = |text: &str| PrivateKey::new(format!("{text} key"));
        let full = || Err::<(), _>(Failure::new(ProblemKind::Failed, "disk_full"));

        // The first key of a profile: none is left.
        let failure = put_with(&keeping, &id, key("new"), full).unwrap_err();
        assert_eq!(failure.problem.code, "disk_full");
        assert_eq!(kept(&keeping, &id), None);

        put_with(&keeping, &id, key("old"), || Ok(())).unwrap();
        assert_eq!(kept(&keeping, &id).as_deref(), Some("old"));
        // While the rest is kept the new key is there; afterwards it is the old one again.
        let rest = || {
            assert_eq!(kept(&keeping, &id).as_deref(), Some("new"));
            full()
        };
        put_with(&keeping, &id, key("new"), rest).unwrap_err();
        assert_eq!(kept(&keeping, &id).as_deref(), Some("old"));
    }
}
