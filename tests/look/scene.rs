//! One picture after the other: dress, draw a few frames, take the picture, go on.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};

use egui::{ColorImage, RawInput, Ui, ViewportCommand, vec2};
use valet_key::app::view;
use valet_key::model::settings::ThemeChoice;
use valet_key::ui::theme::{self, Motion};
use valet_key::ui::{Looks, window_ui};

use crate::sample;

/// Frames until layout, focus and window size have settled.
const SETTLE: u32 = 5;

/// One picture.
pub struct Shot {
    /// What is drawn.
    pub scene: &'static str,
    /// Its theme.
    pub theme: ThemeChoice,
    /// Width and height in points.
    pub size: [f32; 2],
    /// What it shows.
    pub draw: Draw,
    /// What is done to it first.
    pub does: Option<Does>,
}

/// What is done to a scene before its picture: what only the window remembers needs a hand.
#[derive(Clone, Copy)]
pub enum Does {
    /// Press here, in points.
    Press(f32, f32),
    /// Press here with the other button.
    PressOther(f32, f32),
    /// Turn the wheel here, to the end.
    ToTheEnd(f32, f32),
}

impl Shot {
    /// Its name, also of its file.
    pub fn name(&self) -> String {
        let theme = format!("{:?}", self.theme).to_lowercase();
        format!("{}:{theme}:{}x{}", self.scene, self.size[0], self.size[1])
    }
}

/// What a picture shows.
pub enum Draw {
    /// A sheet of its own.
    Sheet(fn(&mut Ui)),
    /// The window.
    Window(fn() -> view::Window),
}

/// All pictures.
pub fn shots() -> Vec<Shot> {
    const WIDE: [f32; 2] = [1280.0, 800.0];
    const SMALL: [f32; 2] = [720.0, 480.0];
    let mut shots = Vec::new();
    for theme in [ThemeChoice::Dark, ThemeChoice::Light, ThemeChoice::Contrast] {
        shots.push(Shot {
            scene: "kit",
            theme,
            size: [1280.0, 1780.0],
            draw: Draw::Sheet(crate::kit::kit),
            does: None,
        });
        for (scene, window) in crate::scenes::all() {
            let sizes: &[[f32; 2]] = if ["a-library", "a-marked"].contains(&scene) {
                &[WIDE, [1000.0, 700.0], SMALL, [1720.0, 900.0]]
            } else {
                &[WIDE, [1000.0, 700.0], SMALL]
            };
            for &size in sizes {
                shots.push(Shot {
                    scene,
                    theme,
                    size,
                    draw: Draw::Window(window),
                    does: None,
                });
            }
        }
        for (scene, window, does, sizes) in touched() {
            for &size in sizes {
                shots.push(Shot {
                    scene,
                    theme,
                    size,
                    draw: Draw::Window(window),
                    does: Some(does),
                });
            }
        }
    }
    shots
}

type Touched = (
    &'static str,
    fn() -> view::Window,
    Does,
    &'static [[f32; 2]],
);

/// Scenes that somebody touched: an open menu, an open rail, the end of what scrolls.
fn touched() -> Vec<Touched> {
    const WIDE: [f32; 2] = [1280.0, 800.0];
    const SMALL: [f32; 2] = [720.0, 480.0];
    let end_wide = Does::ToTheEnd(600.0, 500.0);
    let end_small = Does::ToTheEnd(400.0, 300.0);
    vec![
        (
            "t-row-menu",
            sample::states::row_menu,
            Does::PressOther(400.0, 250.0),
            &[WIDE],
        ),
        (
            "t-head-menu",
            sample::overview_window,
            Does::Press(1244.0, 35.0),
            &[WIDE],
        ),
        (
            "t-rail-open",
            || sample::scaled(sample::library(None)),
            Does::Press(30.0, 26.0),
            &[WIDE],
        ),
        (
            "t-present",
            || view::Window {
                presents: Some(vec!["Release Manager".to_owned()]),
                ..sample::overview_window()
            },
            Does::ToTheEnd(400.0, 60.0),
            &[WIDE],
        ),
        ("t-form-end", sample::form_advanced, end_wide, &[WIDE]),
        (
            "t-form-end-small",
            sample::form_advanced,
            end_small,
            &[SMALL],
        ),
        (
            "t-browser",
            sample::states::form_custom_browser,
            Does::ToTheEnd(10.0, 10.0),
            &[[1280.0, 1500.0]],
        ),
        (
            "t-other-scripts",
            sample::states::other_scripts,
            Does::ToTheEnd(10.0, 10.0),
            &[WIDE],
        ),
        ("t-settings-end", sample::settings, end_wide, &[WIDE]),
        (
            "t-overview-end",
            sample::overview_window,
            end_small,
            &[SMALL],
        ),
        (
            "t-error-end",
            || sample::run_window(true, false),
            end_small,
            &[SMALL],
        ),
    ]
}

impl Does {
    /// Adds what the hand does in a frame: the pointer comes, presses, and lets go.
    fn hand(self, frame: u32, events: &mut Vec<egui::Event>) {
        let (at, button) = match self {
            Self::Press(x, y) => (egui::pos2(x, y), Some(egui::PointerButton::Primary)),
            Self::PressOther(x, y) => (egui::pos2(x, y), Some(egui::PointerButton::Secondary)),
            Self::ToTheEnd(x, y) => (egui::pos2(x, y), None),
        };
        if frame < SETTLE {
            return;
        }
        if frame == SETTLE {
            events.push(egui::Event::PointerMoved(at));
        }
        let pressed = match frame.checked_sub(SETTLE) {
            Some(1) => true,
            Some(2) => false,
            _ => return,
        };
        match button {
            Some(button) => events.push(egui::Event::PointerButton {
                pos: at,
                button,
                pressed,
                modifiers: egui::Modifiers::NONE,
            }),
            None => events.push(egui::Event::MouseWheel {
                unit: egui::MouseWheelUnit::Point,
                source: egui::MouseWheelSource::Wheel,
                delta: vec2(0.0, -5_000.0),
                phase: egui::TouchPhase::Move,
                modifiers: egui::Modifiers::NONE,
            }),
        }
    }
}

/// Takes all pictures, then closes.
pub struct Album {
    shots: Vec<Shot>,
    into: PathBuf,
    frame: u32,
    looks: Looks,
    taken: Option<mpsc::Receiver<Arc<ColorImage>>>,
}

impl Album {
    pub fn new(mut shots: Vec<Shot>, into: PathBuf) -> Self {
        shots.reverse();
        Self {
            shots,
            into,
            frame: 0,
            looks: Looks::new(),
            taken: None,
        }
    }
}

impl eframe::App for Album {
    fn raw_input_hook(&mut self, _context: &egui::Context, input: &mut RawInput) {
        // The real pointer and keyboard stay out of the pictures.
        input.events.clear();
        input.focused = true;
        if self.frame == 0 {
            // Nor does the hand of the last picture stay over this one.
            input.events.push(egui::Event::PointerGone);
        }
        if let Some(does) = self.shots.last().and_then(|shot| shot.does) {
            does.hand(self.frame, &mut input.events);
        }
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let Some(shot) = self.shots.last() else {
            ui.ctx().send_viewport_cmd(ViewportCommand::Close);
            return;
        };
        if self.frame == 0 {
            // Nothing of one scene may be seen in the next: not its scale, not what scrolled or was typed.
            self.looks = Looks::new();
            ui.ctx().memory_mut(|memory| {
                memory.reset_areas();
                memory.data.clear();
            });
            ui.ctx().set_zoom_factor(1.0);
            theme::apply(ui.ctx(), shot.theme, Motion::Full);
        }
        if self.frame < 2 {
            // The size is that of the window on the screen: a larger scale leaves fewer points in it.
            let size = vec2(shot.size[0], shot.size[1]);
            ui.ctx().send_viewport_cmd(ViewportCommand::InnerSize(size));
            self.frame += 1;
            ui.ctx().request_repaint();
            return;
        }
        match shot.draw {
            Draw::Sheet(draw) => draw(ui),
            Draw::Window(window) => {
                let mut shown = window();
                shown.theme = shot.theme;
                let rows = |range: std::ops::Range<usize>| sample::rows_of(&shown, range);
                let _ = window_ui(ui, &shown, &rows, &mut self.looks);
            }
        }
        let image = self.taken.as_ref().and_then(|taken| taken.try_recv().ok());
        if let Some(image) = image {
            let file = self
                .into
                .join(format!("{}.ppm", shot.name().replace(':', "-")));
            if let Err(problem) = write(&file, &image) {
                eprintln!("look: {}: {problem}", file.display());
            }
            self.shots.pop();
            self.frame = 0;
            self.taken = None;
        } else {
            self.frame += 1;
            let settle = SETTLE + if shot.does.is_some() { 12 } else { 0 };
            if self.frame > settle && self.taken.is_none() {
                let (send, taken) = mpsc::channel();
                self.taken = Some(taken);
                ui.ctx().request_screenshot(move |image| {
                    let _ = send.send(image);
                });
            }
        }
        ui.ctx().request_repaint();
    }
}

fn write(file: &Path, image: &egui::ColorImage) -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::fs::File::create(file)?);
    writeln!(out, "P6\n{} {}\n255", image.size[0], image.size[1])?;
    for pixel in &image.pixels {
        out.write_all(&[pixel.r(), pixel.g(), pixel.b()])?;
    }
    out.flush()
}
