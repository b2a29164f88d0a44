//! Clipboard: what is copied is kept out of histories, and cleared later if it is still ours (R49).
//!
//! A thread of its own holds the clipboard: on X11 and Wayland what was copied
//! lives as long as its owner. It starts with the first copy.

use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::Failure;
use crate::app::event::Event;
use crate::engine::outbox::Outbox;
use crate::model::problem::ProblemKind;
use crate::model::secret::Secret;

/// Copies that wait for their turn.
const QUEUE: usize = 16;

/// The way to the clipboard's thread.
pub(super) struct Clipboard {
    outbox: Outbox,
    way: Mutex<Option<SyncSender<Job>>>,
}

enum Job {
    Secret {
        text: Secret,
        keep: Duration,
        done: oneshot::Sender<bool>,
    },
    Text(String),
    Clear(Option<SyncSender<()>>),
}

/// How long the end of the program waits for the clipboard to be cleared.
const CLEAR_TIME: Duration = Duration::from_millis(500);

impl Clipboard {
    pub(super) fn new(outbox: Outbox) -> Self {
        Self {
            outbox,
            way: Mutex::new(None),
        }
    }

    /// Copies a secret and clears it after `keep`.
    pub(super) async fn copy_secret(&self, text: Secret, keep: Duration) -> Result<(), Failure> {
        let (done, is_done) = oneshot::channel();
        self.send(Job::Secret { text, keep, done });
        match is_done.await {
            Ok(true) => Ok(()),
            _ => Err(Failure::new(ProblemKind::Failed, "clipboard_none")),
        }
    }

    /// Copies a harmless text, which stays.
    pub(super) fn copy_text(&self, text: String) {
        self.send(Job::Text(text));
    }

    /// Clears the clipboard if what it holds is a secret of ours.
    pub(super) fn clear(&self) {
        if let Some(way) = &*self.way.lock().unwrap_or_else(PoisonError::into_inner) {
            let _ = way.try_send(Job::Clear(None));
        }
    }

    /// As [`Clipboard::clear`], and waits until it is done. It blocks for half a second at most.
    pub(super) fn close(&self) {
        let way = self
            .way
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(way) = way {
            let (done, is_done) = sync_channel(1);
            if way.try_send(Job::Clear(Some(done))).is_ok() {
                let _ = is_done.recv_timeout(CLEAR_TIME);
            }
        }
    }

    /// A job that cannot be taken is dropped, and with it the way of its answer.
    fn send(&self, job: Job) {
        let mut way = self.way.lock().unwrap_or_else(PoisonError::into_inner);
        if way.is_none() {
            let (jobs, waiting) = sync_channel(QUEUE);
            let outbox = self.outbox.clone();
            let started = std::thread::Builder::new()
                .name("clipboard".to_owned())
                .spawn(move || serve(&waiting, &outbox));
            *way = started.is_ok().then_some(jobs);
        }
        if let Some(way) = &*way {
            let _ = way.try_send(job);
        }
    }
}

/// What of ours is on the clipboard, and until when.
struct Ours {
    text: Secret,
    until: Instant,
}

fn serve(jobs: &Receiver<Job>, outbox: &Outbox) {
    let Ok(mut clipboard) = arboard::Clipboard::new() else {
        // Nobody can copy here; every job is answered by its dropped way.
        while jobs.recv().is_ok() {}
        return;
    };
    let mut ours: Option<Ours> = None;
    loop {
        let job = match &ours {
            Some(ours) => jobs.recv_timeout(ours.until.saturating_duration_since(Instant::now())),
            None => jobs.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match job {
            Ok(Job::Secret { text, keep, done }) => {
                let copied = copy_hidden(&mut clipboard, &text);
                let until = Instant::now() + keep;
                ours = copied.then_some(Ours { text, until });
                let _ = done.send(copied);
            }
            Ok(Job::Text(text)) => {
                ours = None;
                let _ = clipboard.set_text(text);
            }
            Ok(Job::Clear(done)) => {
                clear(&mut clipboard, ours.take(), outbox);
                if let Some(done) = done {
                    let _ = done.try_send(());
                }
            }
            Err(RecvTimeoutError::Timeout) => clear(&mut clipboard, ours.take(), outbox),
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// Copies with the mark that keeps clipboard managers from remembering it.
fn copy_hidden(clipboard: &mut arboard::Clipboard, text: &Secret) -> bool {
    #[cfg(target_os = "macos")]
    use arboard::SetExtApple as _;
    #[cfg(target_os = "linux")]
    use arboard::SetExtLinux as _;
    #[cfg(windows)]
    use arboard::SetExtWindows as _;

    let set = clipboard.set();
    #[cfg(any(target_os = "linux", target_os = "macos", windows))]
    let set = set.exclude_from_history();
    set.text(text.expose()).is_ok()
}

/// Clears only what is still ours: the person may have copied something else since.
fn clear(clipboard: &mut arboard::Clipboard, ours: Option<Ours>, outbox: &Outbox) {
    let Some(ours) = ours else {
        return;
    };
    if clipboard
        .get_text()
        .is_ok_and(|text| text == ours.text.expose())
    {
        let _ = clipboard.clear();
    }
    outbox.send_from_thread(Event::ClipboardCleared);
}
