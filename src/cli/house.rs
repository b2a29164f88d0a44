//! The house: state, reducer and engine as a command has them, with Ctrl+C and stdin beside.

mod each;
mod vault;

use std::collections::HashSet;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

use jiff::tz::TimeZone;

pub use vault::config;

use super::args::Everywhere;
use super::copy::final_event;
use super::output::{self, Style};
use super::target::Library;
use crate::app::command::Command;
use crate::app::event::Event;
use crate::app::state::State;
use crate::engine::handle::Handle;
use crate::engine::runner::Config;
use crate::engine::{clock, random};
use crate::model::environment::Environment;
use crate::model::ids::{ProfileId, RunId, SessionId};
use crate::model::problem::{Problem, ProblemKind};
use crate::model::secret::SecretDraft;
use crate::model::session::Session;
use crate::shell::driver::Driver;
use crate::shell::terminal;

/// Longer than the engine ever takes to say that it could not start.
const PATIENCE: Duration = Duration::from_secs(30);

/// A prompt of the keyring may stand for two minutes (R55).
const VAULT_PATIENCE: Duration = Duration::from_secs(150);

/// Why the main thread wakes.
enum Wake {
    /// The engine has something to say.
    Event,
    /// Ctrl+C, or a request to end.
    Interrupt,
    /// A line came on stdin.
    Line(SecretDraft),
}

/// What a turn of the wheel brought.
pub enum Turn {
    /// Events were applied.
    Events,
    /// The person gave up.
    Interrupted,
    /// The person typed or pasted a line.
    Line(SecretDraft),
}

/// How something ended.
pub enum Ended {
    /// With this event.
    Done(Event),
    /// Without what it was for.
    Failed(Box<Problem>),
}

/// Everything a command works with.
pub struct House {
    driver: Driver<Handle>,
    wakes: Receiver<Wake>,
    wake: SyncSender<Wake>,
    style: Style,
    /// The engine said how the vault stands: what needs it can begin, or ask.
    is_vault_told: bool,
    /// The last pump brought something: there may be more.
    is_more: bool,
}

impl House {
    /// Starts the engine and waits for the library; the vault is not touched.
    ///
    /// # Errors
    ///
    /// `bad_vault`, or why the library could not be read.
    pub fn open(everywhere: &Everywhere, style: Style) -> Result<Self, Box<Problem>> {
        Self::with(config(everywhere)?, style)
    }

    /// Starts an engine that works as told.
    ///
    /// # Errors
    ///
    /// Why the library could not be read.
    pub fn with(config: Config, style: Style) -> Result<Self, Box<Problem>> {
        let (wake, wakes) = sync_channel(1024);
        let told = wake.clone();
        // A full queue wakes the main thread as well as one more entry would.
        let engine = Handle::start(config, move || drop(told.try_send(Wake::Event)));
        let state = State::new(random::number(), TimeZone::UTC);
        let mut house = Self {
            driver: Driver::new(state, engine, Box::new(clock::now)),
            wakes,
            wake,
            style,
            is_vault_told: false,
            is_more: false,
        };
        let mut trouble = None;
        let mut notices = Vec::new();
        while !house.state().is_loaded() && trouble.is_none() {
            house.turn(PATIENCE, &mut |event| match event {
                Event::Trouble(problem) => trouble = Some(problem.clone()),
                Event::LibraryLoaded { notices: found, .. } => notices.clone_from(found),
                _ => {}
            })?;
        }
        for notice in notices {
            output::note(&notice.explain().what);
        }
        match trouble {
            Some(problem) => Err(problem),
            None => Ok(house),
        }
    }

    /// Returns how answers are written.
    pub fn style(&self) -> Style {
        self.style
    }

    /// Returns the time.
    pub fn now(&self) -> crate::model::time::UnixTime {
        self.driver.now()
    }

    /// Returns the state, for reading.
    pub fn state(&self) -> &State {
        self.driver.state()
    }

    /// Returns what can be named.
    pub fn library(&self) -> Library<'_> {
        let profiles: Vec<_> = self.state().profiles().collect();
        let sessions = profiles
            .iter()
            .flat_map(|record| self.state().sessions_of(&record.profile.profile_id));
        Library::new(profiles.clone(), sessions)
    }

    /// Returns a session.
    pub fn session(&self, session_id: &SessionId) -> Option<&Session> {
        self.state().session(session_id)
    }

    /// Returns a profile's environment, and whether the org itself said so.
    pub fn environment(&self, profile_id: &ProfileId) -> (Environment, bool) {
        self.state().environment(profile_id, self.now())
    }

    /// Returns true when destructive acts on a profile must ask.
    pub fn is_guarded(&self, profile_id: &ProfileId) -> bool {
        self.state().is_guarded(profile_id, self.now())
    }

    /// Asks for a yes on a terminal; without one it is a no.
    pub fn asks_yes(&self, question: &str) -> bool {
        terminal::is_interactive() && terminal::ask_yes(question)
    }

    /// Takes Ctrl+C for a wish to cancel, from now on.
    ///
    /// # Errors
    ///
    /// `internal` when the system takes no handler.
    pub fn hear_interrupts(&self) -> Result<(), Box<Problem>> {
        let wake = self.wake.clone();
        terminal::on_interrupt(move || drop(wake.try_send(Wake::Interrupt))).map_err(no_system)
    }

    /// Takes lines of stdin from now on.
    ///
    /// # Errors
    ///
    /// `internal` when there is no thread to be had.
    pub fn hear_lines(&self) -> Result<(), Box<Problem>> {
        let wake = self.wake.clone();
        terminal::read_lines(move |line| drop(wake.send(Wake::Line(line)))).map_err(no_system)
    }

    /// Hands a command over and looks no further.
    pub fn tell(&mut self, command: Command) {
        self.driver.command(command);
    }

    /// Hands a command over and returns the runs that began; opens the vault first where that needs a person.
    ///
    /// # Errors
    ///
    /// Why the vault stays shut.
    pub fn begin(&mut self, command: Command) -> Result<Vec<RunId>, Box<Problem>> {
        while !self.is_vault_told {
            if let Turn::Interrupted = self.turn(PATIENCE, &mut |_| ())? {
                return Err(cancelled());
            }
        }
        let before: HashSet<RunId> = self.tasks().into_iter().collect();
        self.driver.command(command);
        // The command line asked what it has to ask; the window's dialog is answered.
        while let Some(typed) = self.state().confirmation() {
            self.driver.command(Command::ConfirmDialog(typed));
        }
        if self.state().waits_for_vault() {
            let choice = vault::choice(self.state())?;
            let opening = self.driver.command(Command::OpenVault(choice));
            self.until_open(&opening)?;
        }
        let mut begun = self.tasks();
        begun.retain(|run_id| !before.contains(run_id));
        Ok(begun)
    }

    fn tasks(&self) -> Vec<RunId> {
        let tasks = self.state().tasks();
        tasks.map(|task| task.run_id.clone()).collect()
    }

    /// Waits until the vault is open, or will not open.
    fn until_open(&mut self, opening: &[RunId]) -> Result<(), Box<Problem>> {
        while self.state().waits_for_vault() {
            let mut failed = None;
            let turn = self.turn(VAULT_PATIENCE, &mut |event| {
                if let Some((run_id, Ended::Failed(problem))) = final_event(event)
                    && opening.contains(&run_id)
                {
                    failed = Some(problem);
                }
            })?;
            match (failed, turn) {
                (Some(problem), _) => return Err(problem),
                (None, Turn::Interrupted) => return Err(cancelled()),
                _ => {}
            }
        }
        Ok(())
    }

    /// Waits for what happens next.
    ///
    /// # Errors
    ///
    /// `internal` when nothing happened for longer than `at_most`.
    pub fn turn(
        &mut self,
        at_most: Duration,
        see: &mut dyn FnMut(&Event),
    ) -> Result<Turn, Box<Problem>> {
        let wake = match self.is_more {
            true => self.wakes.try_recv().or(Ok(Wake::Event)),
            false => self.wakes.recv_timeout(at_most),
        };
        match wake {
            Ok(Wake::Event) => {
                let mut told = false;
                let mut see = |event: &Event| {
                    told |= matches!(event, Event::VaultStands(_));
                    see(event);
                };
                // Once only: what one step begins must be looked at before the next step ends it.
                self.is_more = self.driver.pump_seen(&mut see);
                self.is_vault_told |= told;
                Ok(Turn::Events)
            }
            Ok(Wake::Interrupt) => Ok(Turn::Interrupted),
            Ok(Wake::Line(line)) => Ok(Turn::Line(line)),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                Err(Box::new(Problem::new(ProblemKind::Failed, "internal")))
            }
        }
    }

    /// Does one thing and waits for its end.
    ///
    /// # Errors
    ///
    /// Why it did not come to what it was for.
    pub fn run(&mut self, command: Command) -> Result<Event, Box<Problem>> {
        let wanted = self.begin(command)?;
        let mut ended = None;
        self.until_all(wanted, &mut |_, end| ended = Some(end))?;
        match ended {
            Some(Ended::Done(event)) => Ok(event),
            Some(Ended::Failed(problem)) => Err(problem),
            None => Err(Box::new(Problem::new(ProblemKind::Failed, "not_begun"))),
        }
    }

    /// Waits until every one of these runs has ended; Ctrl+C gives the rest up.
    fn until_all(
        &mut self,
        mut open: Vec<RunId>,
        end: &mut dyn FnMut(&RunId, Ended),
    ) -> Result<(), Box<Problem>> {
        while !open.is_empty() {
            let mut seen = Vec::new();
            let turn = self.turn(Duration::from_secs(3600), &mut |event| {
                seen.extend(final_event(event));
            })?;
            for (run_id, ended) in seen {
                open.retain(|known| *known != run_id);
                end(&run_id, ended);
            }
            if let Turn::Interrupted = turn {
                for run_id in open {
                    self.driver.command(Command::Cancel(run_id));
                }
                return Err(cancelled());
            }
        }
        Ok(())
    }
}

/// Returns the end of what a person gave up.
pub fn cancelled() -> Box<Problem> {
    Box::new(Problem::new(ProblemKind::Cancelled, "cancelled"))
}

pub(super) fn no_system(error: std::io::Error) -> Box<Problem> {
    let why = error.to_string();
    Box::new(Problem::new(ProblemKind::Failed, "internal").with("why", why))
}
