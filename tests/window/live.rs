//! The window on a real engine, with a real demo org behind real sockets.

use std::time::{Duration, Instant};

use egui_kittest::Harness;
use valet_key::app::state::State;
use valet_key::app::view::{self, Place, Window};
use valet_key::engine::vault_key::Access;
use valet_key::engine::{Config, Handle};
use valet_key::model::time::UnixTime;
use valet_key::shell::driver::Driver;
use valet_key::ui::{Looks, theme, window_ui};

/// The window on a real engine.
pub struct Live {
    pub driver: Driver<Handle>,
    looks: Looks,
}

/// Long enough for a loaded machine; no passing test waits so long.
const PATIENCE: Duration = Duration::from_secs(180);

/// Opens the window on an engine that keeps everything in a folder; no browser opens by itself.
pub fn live(folder: &std::path::Path, access: Access) -> Harness<'static, Live> {
    let config = Config {
        data_dir: Some(folder.to_owned()),
        access,
        access_is_given: true,
        // Starts, and shows nothing: the person is played by the test.
        browser: Some("true".to_owned()),
        ..Config::default()
    };
    let engine = Handle::start(config, || {});
    let state = State::new(7, jiff::tz::TimeZone::UTC);
    let clock = Box::new(|| {
        let since = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap();
        UnixTime::from_millis(i64::try_from(since.as_millis()).unwrap())
    });
    let live = Live {
        driver: Driver::new(state, engine, clock),
        looks: Looks::new(),
    };
    let mut harness = Harness::builder()
        .with_size([1280.0, 800.0])
        .with_max_steps(6)
        .with_step_dt(0.05)
        .with_context_setup(theme::install_fonts)
        .build_ui_state(
            |ui, live: &mut Live| {
                let now = live.driver.now();
                let shown = view::window(live.driver.state(), now);
                let asked = {
                    let state = live.driver.state();
                    let rows = |range| view::rows(state, range, now);
                    window_ui(ui, &shown, &rows, &mut live.looks)
                };
                for command in asked {
                    live.driver.command(command);
                }
            },
            live,
        );
    harness.input_mut().focused = true;
    harness
}

/// Waits for the engine until the window shows what is looked for.
#[track_caller]
pub fn until<T>(
    window: &mut Harness<'static, Live>,
    mut wanted: impl FnMut(&Window) -> Option<T>,
) -> T {
    let end = Instant::now() + PATIENCE;
    loop {
        let driver = &window.state().driver;
        let shown = view::window(driver.state(), driver.now());
        if let Some(found) = wanted(&shown) {
            let _ = window.try_run();
            return found;
        }
        assert!(Instant::now() < end, "{shown:?}");
        let left = Duration::from_millis(200);
        window.state_mut().driver.wait(left, &mut |_| ());
        let _ = window.try_run();
    }
}

/// The same, by the place alone.
#[track_caller]
pub fn until_place<T>(
    window: &mut Harness<'static, Live>,
    mut wanted: impl FnMut(&Place) -> Option<T>,
) -> T {
    until(window, |shown| wanted(&shown.place))
}
