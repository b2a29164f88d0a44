//! One frame: view models and UI pass of the whole window, without the graphics driver.

use std::time::{Duration, Instant};

use egui::{Context, RawInput, Rect, pos2, vec2};
use valet_key::app::command::Command;
use valet_key::app::event::{Event, ProfileRecord};
use valet_key::app::state::State;
use valet_key::app::update::{Message, apply};
use valet_key::app::view;
use valet_key::model::ids::ProfileId;
use valet_key::model::settings::Settings;
use valet_key::model::time::UnixTime;
use valet_key::ui::{Looks, theme, window_ui};

use crate::{median, millis, row, sample};

const FEW: usize = 100;
const MANY: usize = 10_000;
const FRAMES: usize = 400;

pub fn run() {
    let (few, many) = (frame(FEW, Marks::None), frame(MANY, Marks::None));
    row(
        "Frame with 10,000 sessions",
        &millis(many),
        &format!("{} with 100", millis(few)),
        Some(many.as_secs_f64() / few.as_secs_f64()),
        "≤ 2 ms, ≤ 1.20",
    );
    let (few, many) = (frame(FEW, Marks::All), frame(MANY, Marks::All));
    row(
        "The same, all of them marked",
        &millis(many),
        &format!("{} with 100", millis(few)),
        Some(many.as_secs_f64() / few.as_secs_f64()),
        "≤ 2 ms, ≤ 1.20",
    );
}

/// Which profiles are marked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Marks {
    None,
    All,
}

fn frame(count: usize, marks: Marks) -> Duration {
    let now = UnixTime::from_secs(1_770_000_000);
    let mut state = State::new(1, jiff::tz::TimeZone::UTC);
    let loaded = Event::LibraryLoaded {
        profiles: (0..count)
            .map(|number| ProfileRecord {
                profile: sample::profile(number).into(),
                has_client_secret: false,
                has_private_key: false,
            })
            .collect(),
        sessions: (0..count)
            .map(|number| sample::session(number).into())
            .collect(),
        settings: Box::new(Settings::default()),
        notices: Vec::new(),
        read_only: false,
    };
    apply(&mut state, Message::Event(loaded), now);
    let chosen = ProfileId::parse("p00007").unwrap();
    apply(
        &mut state,
        Message::Command(Command::Select(Some(chosen))),
        now,
    );
    if marks == Marks::All {
        apply(&mut state, Message::Command(Command::SelectAll), now);
    }
    let mut pass = Pass::new();
    let times = (0..FRAMES).map(|_| {
        let began = Instant::now();
        pass.draw(&state, now);
        began.elapsed()
    });
    // The first ones draw letters for the first time.
    median(times.skip(FRAMES / 4).collect())
}

/// The window without a screen.
pub struct Pass {
    context: Context,
    looks: Looks,
    number: u32,
}

impl Pass {
    pub fn new() -> Self {
        let context = Context::default();
        theme::install_fonts(&context);
        Self {
            context,
            looks: Looks::new(),
            number: 0,
        }
    }

    /// Draws one frame, from the view models to the shapes.
    pub fn draw(&mut self, state: &State, now: UnixTime) {
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(1280.0, 800.0))),
            time: Some(f64::from(self.number) / 60.0),
            focused: true,
            ..RawInput::default()
        };
        self.number += 1;
        let shown = view::window(state, now);
        let looks = &mut self.looks;
        let output = self.context.run_ui(input, |ui| {
            let rows = |range| view::rows(state, range, now);
            window_ui(ui, &shown, &rows, looks);
        });
        output.drop_without_applying_deltas();
    }
}
