//! The driver: state, reducer and engine, joined. The window and the command line share it.

use std::time::Duration;

use crate::app::command::Command;
use crate::app::effect::{Effect, WhichToken};
use crate::app::event::Event;
use crate::app::state::State;
use crate::app::update::{self, Message};
use crate::model::ids::{RunId, SessionId};
use crate::model::problem::{Problem, ProblemKind};
use crate::model::secret::Revealed;
use crate::model::time::UnixTime;

/// Events taken in one go: a flood must not hold up a frame.
const BATCH: usize = 512;

/// The engine's queue is full, or the engine has ended; the effect comes back.
#[derive(Debug)]
pub struct Full(pub Box<Effect>);

/// What the driver needs of the engine; tests have one of their own.
pub trait Engine {
    /// Hands an effect over without waiting.
    ///
    /// # Errors
    ///
    /// [`Full`] with the effect.
    fn try_send(&self, effect: Effect) -> Result<(), Full>;

    /// Takes one event, if there is one.
    fn try_recv(&self) -> Option<Event>;

    /// Waits for one event, at most so long.
    fn recv_timeout(&self, at_most: Duration) -> Option<Event>;
}

/// Where the time comes from.
pub type Clock = Box<dyn Fn() -> UnixTime + Send>;

/// State, reducer and engine, joined.
pub struct Driver<E> {
    state: State,
    engine: E,
    clock: Clock,
    revealed: Option<(SessionId, WhichToken, Revealed)>,
    is_behind: bool,
}

impl<E: Engine> Driver<E> {
    /// Joins a state and an engine, and asks for the library.
    pub fn new(state: State, engine: E, clock: Clock) -> Self {
        let mut driver = Self {
            state,
            engine,
            clock,
            revealed: None,
            is_behind: false,
        };
        driver.send(vec![Effect::LoadLibrary]);
        driver
    }

    /// Returns the state, for reading.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Returns the engine.
    #[must_use]
    pub fn engine(&self) -> &E {
        &self.engine
    }

    /// Returns the time by the driver's clock.
    #[must_use]
    pub fn now(&self) -> UnixTime {
        (self.clock)()
    }

    /// Does what the person wants; returns the ids of the runs and tasks that began.
    pub fn command(&mut self, command: Command) -> Vec<RunId> {
        self.apply([Message::Command(command)])
    }

    /// Notes that the person moved a hand, so that the vault does not lock.
    pub fn hand(&mut self) {
        self.apply([Message::Hand]);
    }

    /// Takes in what the engine said, and lets due time pass; returns true when anything changed.
    pub fn pump(&mut self) -> bool {
        self.pump_seen(&mut |_| ())
    }

    /// The same, with a look at every event before it is applied.
    pub fn pump_seen(&mut self, see: &mut dyn FnMut(&Event)) -> bool {
        let mut messages = Vec::new();
        while messages.len() < BATCH {
            let Some(event) = self.engine.try_recv() else {
                break;
            };
            see(&event);
            messages.extend(self.divert(event));
        }
        self.is_behind = messages.len() == BATCH;
        if self.is_tick_due() {
            messages.push(Message::Tick);
        }
        let is_anything = !messages.is_empty();
        if is_anything {
            self.apply(messages);
        }
        is_anything
    }

    /// Returns true when the last pump left events behind: another one is due at once.
    #[must_use]
    pub fn is_behind(&self) -> bool {
        self.is_behind
    }

    /// Waits for one event, at most so long, shows it to `see`, applies it; returns false when none came.
    pub fn wait(&mut self, at_most: Duration, see: &mut dyn FnMut(&Event)) -> bool {
        let came = self.engine.recv_timeout(at_most);
        let is_event = came.is_some();
        let mut messages = Vec::new();
        if let Some(event) = came {
            see(&event);
            messages.extend(self.divert(event));
        }
        if self.is_tick_due() {
            messages.push(Message::Tick);
        }
        if !messages.is_empty() {
            self.apply(messages);
        }
        is_event
    }

    /// Takes the secret that was made visible, for the one widget that shows it.
    pub fn take_revealed(&mut self) -> Option<(SessionId, WhichToken, Revealed)> {
        self.revealed.take()
    }

    /// Keeps a revealed secret out of the state.
    fn divert(&mut self, event: Event) -> Option<Message> {
        match event {
            Event::SecretRevealed {
                session_id,
                which,
                revealed,
            } => {
                self.revealed = Some((session_id, which, revealed));
                None
            }
            other => Some(Message::Event(other)),
        }
    }

    fn is_tick_due(&self) -> bool {
        self.state.next_tick().is_some_and(|at| at <= self.now())
    }

    fn apply(&mut self, messages: impl IntoIterator<Item = Message>) -> Vec<RunId> {
        let now = self.now();
        let effects = update::apply_all(&mut self.state, messages, now);
        self.send(effects)
    }

    fn send(&mut self, effects: Vec<Effect>) -> Vec<RunId> {
        let mut begun = Vec::new();
        let mut refused = Vec::new();
        for effect in effects {
            let began = effect.begins().cloned();
            match self.engine.try_send(effect) {
                Ok(()) => begun.extend(began),
                Err(Full(effect)) => refused.push(full(&effect)),
            }
        }
        if !refused.is_empty() {
            // An error that a person sees (decision 6); what these give rise to goes the same way.
            let now = self.now();
            let more = update::apply_all(&mut self.state, refused, now);
            for effect in more {
                // Full still: nothing more can be said than was said.
                let _ = self.engine.try_send(effect);
            }
        }
        begun
    }
}

/// What a person sees when the engine did not take an effect.
fn full(effect: &Effect) -> Message {
    let problem = Box::new(Problem::new(ProblemKind::Failed, "engine_full"));
    Message::Event(match effect.begins() {
        Some(run_id) => Event::Failed {
            run_id: run_id.clone(),
            problem,
            session: None,
        },
        None => Event::Trouble(problem),
    })
}

#[cfg(test)]
#[path = "driver/tests.rs"]
mod tests;
