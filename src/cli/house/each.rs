//! The same for many sessions: the reducer sees to it that as many go on at once as the engine takes.

use std::collections::HashMap;
use std::time::Duration;

use super::{Ended, House, Turn, cancelled, final_event};
use crate::app::command::Command;
use crate::model::ids::{RunId, SessionId};
use crate::model::problem::Problem;

/// Longer than any run takes; each has limits of its own.
const LONG: Duration = Duration::from_secs(3600);

/// What goes on, and how what went on ended.
#[derive(Default)]
struct Round {
    open: HashMap<RunId, SessionId>,
    ended: HashMap<SessionId, Ended>,
}

impl House {
    /// Does the same with many sessions, and waits for the end of each.
    pub fn run_each(
        &mut self,
        sessions: &[SessionId],
        command: impl FnOnce(Vec<SessionId>) -> Command,
    ) -> HashMap<SessionId, Ended> {
        let mut round = Round::default();
        let all = self.begin(command(sessions.to_vec()));
        if let Err(problem) = all.and_then(|_| self.wait_for_each(&mut round)) {
            for session_id in sessions {
                let ended = round.ended.entry(session_id.clone());
                ended.or_insert_with(|| Ended::Failed(problem.clone()));
            }
        }
        round.ended
    }

    fn wait_for_each(&mut self, round: &mut Round) -> Result<(), Box<Problem>> {
        self.note_begun(round);
        // What waits its turn begins in the same step in which another ends.
        while !round.open.is_empty() {
            let mut seen = Vec::new();
            let turn = self.turn(LONG, &mut |event| seen.extend(final_event(event)))?;
            for (run_id, ended) in seen {
                if let Some(session_id) = round.open.remove(&run_id) {
                    round.ended.insert(session_id, ended);
                }
            }
            if let Turn::Interrupted = turn {
                self.tell(Command::CancelAll);
                return Err(cancelled());
            }
            self.note_begun(round);
        }
        Ok(())
    }

    /// Notes the runs that began since the last look.
    fn note_begun(&self, round: &mut Round) {
        for task in self.state().tasks() {
            if let Some(session_id) = task.want.session_id() {
                round
                    .open
                    .entry(task.run_id.clone())
                    .or_insert_with(|| session_id.clone());
            }
        }
    }
}
