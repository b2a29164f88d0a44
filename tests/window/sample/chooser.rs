//! Scenes of the flow chooser: what the program itself makes of answers.

use jiff::tz::TimeZone;
use valet_key::app::chooser::{Answer, Choose};
use valet_key::app::command::{Command, Screen};
use valet_key::app::event::Event;
use valet_key::app::state::State;
use valet_key::app::update::{self, Message};
use valet_key::app::view::{self, RailWhat, Window};
use valet_key::model::settings::Settings;
use valet_key::model::time::UnixTime;

use super::window;

/// The screen after these answers.
pub fn after(answers: &[Answer]) -> Window {
    let now = UnixTime::from_rfc3339("2026-11-22T10:22:00Z").unwrap();
    let mut state = State::new(1, TimeZone::UTC);
    let loaded = Message::Event(Event::LibraryLoaded {
        profiles: Vec::new(),
        sessions: Vec::new(),
        settings: Box::new(Settings::default()),
        notices: Vec::new(),
        read_only: false,
    });
    update::apply(&mut state, loaded, now);
    let mut command = |command| update::apply(&mut state, Message::Command(command), now);
    command(Command::NewProfile);
    command(Command::Show(Screen::Chooser));
    for answer in answers {
        command(Command::Choose(Choose::Answer(*answer)));
    }
    let mut window = window(view::window(&state, now).place);
    let rail = &mut window.rail;
    for item in rail.lists.iter_mut().chain(&mut rail.tools) {
        item.is_on = item.what == RailWhat::Screen(Screen::Chooser);
    }
    window
}
