//! What a person asked for while a frame was drawn.

use crate::app::command::Command;
use crate::app::view::Ask;

/// Collects commands, in the order in which they were asked for.
#[derive(Default)]
pub struct Asks {
    commands: Vec<Command>,
}

impl Asks {
    /// Adds what a button stands for, if it was pressed.
    pub fn ask(&mut self, ask: Option<Ask>) {
        self.commands.extend(ask.map(Ask::command));
    }

    /// Adds a command.
    pub fn command(&mut self, command: Command) {
        self.commands.push(command);
    }

    /// Hands them out.
    #[must_use]
    pub fn take(self) -> Vec<Command> {
        self.commands
    }
}
