//! The keyring of the operating system: five answers that are never confused (R54), and never more than a bounded wait (R55).
//!
//! Each call runs in a thread of its own. A call that hangs is abandoned with
//! its connection, and the next one connects anew.

mod system;

use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use zeroize::Zeroizing;

pub use system::SystemRing;

use super::Key;

/// How long a keyring may take that shows no prompt.
pub const LIMIT: Duration = Duration::from_secs(10);

/// How long a person may take to answer the keyring's own prompt.
pub const PROMPT_LIMIT: Duration = Duration::from_secs(120);

/// The service name of our items.
const SERVICE: &str = "valet-key";

/// Why the keyring gave no key. Each is another thing to tell the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyringProblem {
    /// It answered, and has no such item.
    Absent,
    /// It is locked, and nobody could be asked to unlock it.
    Locked,
    /// A person or a rule said no.
    Denied,
    /// There is no keyring, it failed, or it did not answer in time; the reason in the system's words.
    Unavailable(String),
    /// It has an item of that name, which is not our key.
    Corrupt,
    /// The person did not want to wait.
    Cancelled,
}

/// Names one item of the keyring: the service is always ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    user: String,
}

impl Item {
    /// Names the item that holds the key of a vault.
    #[must_use]
    pub fn of_vault(vault_id: &str) -> Self {
        Self {
            user: format!("vault-{vault_id}"),
        }
    }

    /// Returns the service name, the first half of what keyring programs show.
    #[must_use]
    pub fn service(&self) -> &'static str {
        SERVICE
    }

    /// Returns the user name, the second half.
    #[must_use]
    pub fn user(&self) -> &str {
        &self.user
    }
}

/// A place that keeps small texts by name; the system's keyring, or a test's.
///
/// Calls block, possibly for as long as a person looks at a prompt. Each
/// sequence begins with `connect` and stays in its thread.
pub trait Ring: Send + Sync {
    /// Reaches the keyring without asking it for anything, so that a dead one is told from one that prompts.
    ///
    /// # Errors
    ///
    /// [`KeyringProblem::Unavailable`].
    fn connect(&self) -> Result<(), KeyringProblem>;

    /// Returns an item.
    ///
    /// # Errors
    ///
    /// [`KeyringProblem`]; [`KeyringProblem::Absent`] when there is none.
    fn get(&self, item: &Item) -> Result<Zeroizing<String>, KeyringProblem>;

    /// Writes an item.
    ///
    /// # Errors
    ///
    /// [`KeyringProblem`].
    fn set(&self, item: &Item, text: &str) -> Result<(), KeyringProblem>;

    /// Removes an item; that there was none is no error.
    ///
    /// # Errors
    ///
    /// [`KeyringProblem`].
    fn delete(&self, item: &Item) -> Result<(), KeyringProblem>;
}

/// The keyring with time limits and a way to give up.
pub struct Keyring {
    ring: Arc<dyn Ring>,
    /// Those who wait now; each can be told to stop.
    waiting: Mutex<Vec<(u64, Sender<()>)>>,
    limits: (Duration, Duration),
}

impl Keyring {
    /// Uses the keyring of this system; touches nothing yet.
    #[must_use]
    pub fn of_system() -> Self {
        Self::new(Arc::new(SystemRing), LIMIT, PROMPT_LIMIT)
    }

    /// Uses any keyring, with the limits for calls without and with a prompt.
    #[must_use]
    pub fn new(ring: Arc<dyn Ring>, limit: Duration, prompt_limit: Duration) -> Self {
        Self {
            ring,
            waiting: Mutex::default(),
            limits: (limit, prompt_limit),
        }
    }

    /// Returns the key kept in an item.
    ///
    /// # Errors
    ///
    /// [`KeyringProblem`].
    pub fn key(&self, item: &Item) -> Result<Key, KeyringProblem> {
        let item = item.clone();
        let text = self.call(move |ring| ring.get(&item))?;
        Key::from_text(&text).ok_or(KeyringProblem::Corrupt)
    }

    /// Keeps a key in an item, and reads it back before believing it.
    ///
    /// # Errors
    ///
    /// [`KeyringProblem`]; [`KeyringProblem::Corrupt`] when another text came back.
    pub fn keep(&self, item: &Item, key: &Key) -> Result<(), KeyringProblem> {
        let (item, text) = (item.clone(), key.to_text());
        self.call(move |ring| {
            ring.set(&item, &text)?;
            match ring.get(&item)? {
                kept if *kept == *text => Ok(()),
                _ => Err(KeyringProblem::Corrupt),
            }
        })
    }

    /// Removes an item.
    ///
    /// # Errors
    ///
    /// [`KeyringProblem`].
    pub fn remove(&self, item: &Item) -> Result<(), KeyringProblem> {
        let item = item.clone();
        self.call(move |ring| ring.delete(&item))
    }

    /// Finds out whether the keyring really keeps things: writes, reads and removes an item of no meaning.
    ///
    /// A connection alone proves nothing: a locked keyring accepts one.
    ///
    /// # Errors
    ///
    /// [`KeyringProblem`].
    pub fn probe(&self) -> Result<(), KeyringProblem> {
        let nonce =
            Key::random().map_err(|_| KeyringProblem::Unavailable("no randomness".into()))?;
        let text = nonce.to_text();
        let item = Item {
            user: format!("probe-{}", std::process::id()),
        };
        self.call(move |ring| {
            ring.set(&item, &text)?;
            let kept = ring.get(&item);
            ring.delete(&item)?;
            match kept? {
                kept if *kept == *text => Ok(()),
                _ => Err(KeyringProblem::Corrupt),
            }
        })
    }

    /// Makes everybody who waits for the keyring return [`KeyringProblem::Cancelled`] now.
    pub fn give_up(&self) {
        for (_, waiter) in self.waiters().drain(..) {
            let _ = waiter.send(());
        }
    }

    /// Runs one job in a thread of its own: [`LIMIT`] to connect, then [`PROMPT_LIMIT`] for the rest.
    fn call<T: Send + 'static>(
        &self,
        job: impl FnOnce(&dyn Ring) -> Result<T, KeyringProblem> + Send + 'static,
    ) -> Result<T, KeyringProblem> {
        let (steps, step) = mpsc::channel::<Option<Result<T, KeyringProblem>>>();
        let (stop, stopped) = mpsc::channel::<()>();
        let ring = Arc::clone(&self.ring);
        let worker_steps = steps.clone();
        thread::Builder::new()
            .name("keyring".into())
            .spawn(move || {
                if let Err(problem) = ring.connect() {
                    let _ = worker_steps.send(Some(Err(problem)));
                    return;
                }
                let _ = worker_steps.send(None);
                let _ = worker_steps.send(Some(job(&*ring)));
            })
            .map_err(|error| KeyringProblem::Unavailable(error.to_string()))?;
        let ticket = self.enlist(stop);
        // Turns "give up" into one more step, so that one receiver sees everything.
        let relay = thread::Builder::new()
            .name("keyring-stop".into())
            .spawn(move || {
                if stopped.recv().is_ok() {
                    let _ = steps.send(Some(Err(KeyringProblem::Cancelled)));
                }
            });
        let outcome = relay
            .map_err(|error| KeyringProblem::Unavailable(error.to_string()))
            .and_then(|_| wait(&step, self.limits));
        self.waiters().retain(|(number, _)| *number != ticket);
        outcome
    }

    fn enlist(&self, stop: Sender<()>) -> u64 {
        let mut waiting = self.waiters();
        let ticket = waiting.last().map_or(0, |(number, _)| number + 1);
        waiting.push((ticket, stop));
        ticket
    }

    fn waiters(&self) -> std::sync::MutexGuard<'_, Vec<(u64, Sender<()>)>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn wait<T>(
    step: &mpsc::Receiver<Option<Result<T, KeyringProblem>>>,
    (limit, prompt_limit): (Duration, Duration),
) -> Result<T, KeyringProblem> {
    let silent = |_| KeyringProblem::Unavailable("no answer in time".into());
    match step.recv_timeout(limit).map_err(silent)? {
        Some(outcome) => outcome,
        None => step
            .recv_timeout(prompt_limit)
            .map_err(silent)?
            .unwrap_or_else(|| Err(KeyringProblem::Unavailable("no outcome".into()))),
    }
}
