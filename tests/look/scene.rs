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
            size: [1280.0, 1720.0],
            draw: Draw::Sheet(crate::kit::kit),
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
                });
            }
        }
    }
    shots
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
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let Some(shot) = self.shots.last() else {
            ui.ctx().send_viewport_cmd(ViewportCommand::Close);
            return;
        };
        if self.frame == 0 {
            self.looks = Looks::new();
            theme::apply(ui.ctx(), shot.theme, Motion::Full);
            let size = vec2(shot.size[0], shot.size[1]);
            ui.ctx().send_viewport_cmd(ViewportCommand::InnerSize(size));
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
            if self.frame > SETTLE && self.taken.is_none() {
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
