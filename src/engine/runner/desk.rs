//! Desk: changes of session facts. Those that arrive while one write goes on share the next one.

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};

use super::Failure;
use crate::engine::keeping::Keeping;
use crate::model::ids::SessionId;
use crate::model::problem::Problem;
use crate::model::session::Session;

/// Changes that wait, and the most that share a write.
const QUEUE: usize = 256;

type Change = Box<dyn FnOnce(&mut Session) + Send>;
type Kept = Result<Option<Session>, Box<Problem>>;

pub(super) struct Desk {
    edits: mpsc::Sender<Edit>,
}

struct Edit {
    session_id: SessionId,
    change: Change,
    done: oneshot::Sender<Kept>,
}

impl Desk {
    /// Begins to work; ends when dropped.
    pub(super) fn start(keeping: Arc<Keeping>) -> Self {
        let (edits, mut waiting) = mpsc::channel(QUEUE);
        tokio::spawn(async move {
            let mut batch = Vec::new();
            while waiting.recv_many(&mut batch, QUEUE).await > 0 {
                let keeping = Arc::clone(&keeping);
                let edits = std::mem::take(&mut batch);
                // A fault drops the ways of the answers, and each asker is told so.
                let _ = tokio::task::spawn_blocking(move || write(&keeping, edits)).await;
            }
        });
        Self { edits }
    }

    /// Changes the facts of a session and returns them as kept; `None` when it was forgotten meanwhile.
    pub(super) async fn edit(
        &self,
        session_id: &SessionId,
        change: impl FnOnce(&mut Session) + Send + 'static,
    ) -> Result<Option<Session>, Failure> {
        let (done, is_done) = oneshot::channel();
        let edit = Edit {
            session_id: session_id.clone(),
            change: Box::new(change),
            done,
        };
        if self.edits.send(edit).await.is_err() {
            return Err(Failure::internal());
        }
        match is_done.await {
            Ok(kept) => Ok(kept?),
            Err(_) => Err(Failure::internal()),
        }
    }
}

fn write(keeping: &Keeping, edits: Vec<Edit>) {
    let mut ways = Vec::with_capacity(edits.len());
    let written = keeping.store.update(|library| {
        for edit in edits {
            library.edit_session(&edit.session_id, edit.change);
            ways.push((edit.session_id, edit.done));
        }
    });
    match written {
        Ok((_, library)) => {
            for (session_id, done) in ways {
                let session = library.session(&session_id);
                // Whoever asked may have gone.
                let _ = done.send(Ok(session.map(|session| Session::clone(session))));
            }
        }
        Err(error) => {
            let problem = Box::new(Problem::from(error));
            for (_, done) in ways {
                let _ = done.send(Err(problem.clone()));
            }
        }
    }
}
