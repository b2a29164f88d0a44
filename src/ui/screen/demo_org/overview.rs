//! Overview: the server, its clock, and the settings for another client.

use egui::Ui;

use super::{DemoMemory, act, fault_banner, rows, settings};
use crate::app::view::{Ask, DemoRunning, Look};
use crate::model::demo::DemoAct;
use crate::model::words;
use crate::ui::theme::tokens;
use crate::ui::widget::button::{Button, Kind, Size};
use crate::ui::widget::state::{Mark, pill};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{action, card, facts};
use crate::ui::{Asks, icons};

/// How far the clock can be moved with one click.
const STEPS: [(i64, &str); 5] = [
    (-3_600, "window-demo-clock-minus-hour"),
    (600, "window-demo-clock-plus-minutes"),
    (3_600, "window-demo-clock-plus-hour"),
    (86_400, "window-demo-clock-plus-day"),
    (30 * 86_400, "window-demo-clock-plus-month"),
];

pub(super) fn overview_ui(
    ui: &mut Ui,
    running: &DemoRunning,
    memory: &mut DemoMemory,
    asks: &mut Asks,
) {
    fault_banner(ui, running, asks);
    // One closure borrows what the other does not need.
    let mut clock_asks = Asks::default();
    rows::two(
        ui,
        0.42,
        840.0,
        |ui| {
            server(ui, running, &mut clock_asks);
            clock(ui, running, &mut clock_asks);
        },
        |ui| settings::settings_ui(ui, running, memory, asks),
    );
    for command in clock_asks.take() {
        asks.command(command);
    }
}

fn server(ui: &mut Ui, running: &DemoRunning, asks: &mut Asks) {
    let title = words::text("window-demo-org-server");
    card::card(
        ui,
        &title,
        |ui| {
            pill(ui, Mark::Active, &words::text("window-demo-org-on"));
            card::at_end(ui, |ui| {
                let copy = super::action(
                    "window-demo-copy-address",
                    Ask::CopyText(running.base_url.clone()),
                    Look::Ghost,
                );
                asks.ask(action::icon_quiet(ui, &copy));
                let open = super::action(
                    "window-demo-open-address",
                    Ask::OpenUrl(running.base_url.clone()),
                    Look::Ghost,
                );
                asks.ask(action::icon_quiet(ui, &open));
            });
        },
        |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            facts::column(ui, &running.facts);
        },
    );
}

fn clock(ui: &mut Ui, running: &DemoRunning, asks: &mut Asks) {
    let t = tokens(ui);
    let ahead = running.org.clock_ahead_secs;
    let title = words::text("window-demo-clock");
    let mut is_back = false;
    card::card(
        ui,
        &title,
        |ui| {
            card::at_end(ui, |ui| {
                if ahead != 0 {
                    let back = words::text("window-demo-clock-back");
                    let button = Button::new(&back)
                        .icon(icons::CLOCK)
                        .kind(Kind::Ghost)
                        .size(Size::Mini);
                    is_back = ui.add(button).clicked();
                }
            });
        },
        |ui| {
            let ink = if ahead == 0 {
                t.text.primary
            } else {
                t.warn.fg
            };
            text::text(ui, Style::Body, &running.clock, ink);
            ui.horizontal_wrapped(|ui| {
                for (seconds, key) in STEPS {
                    let words = words::text(key);
                    if ui.add(Button::new(&words).size(Size::Small)).clicked() {
                        act(asks, DemoAct::MoveClock { seconds });
                    }
                }
            });
            let help = words::text("window-demo-clock-help");
            text::text(ui, Style::Small, help, t.text.tertiary);
        },
    );
    if is_back {
        act(asks, DemoAct::MoveClock { seconds: -ahead });
    }
}
