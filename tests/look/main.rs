//! Opens the window and takes pictures of its screens, for people to look at.
//!
//! ```text
//! LOOK_INTO=/tmp/look xvfb-run -s "-screen 0 1400x1800x24" cargo test --test look
//! LOOK_INTO=/tmp/look LOOK_AT=kit:dark,kit:light xvfb-run … cargo test --test look
//! ```
//!
//! Pictures are PPM files; `convert` makes PNGs of them. Without `LOOK_INTO` it does nothing.

#![allow(clippy::unwrap_used, reason = "samples are written by hand")]

mod kit;
#[path = "../window/sample.rs"]
mod sample;
mod scene;
#[path = "../window/scenes.rs"]
mod scenes;
#[path = "../window/sheets.rs"]
mod sheets;

use std::path::PathBuf;

use scene::Shot;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let Some(into) = std::env::var_os("LOOK_INTO").map(PathBuf::from) else {
        println!("look: skipped, LOOK_INTO is not set");
        return Ok(());
    };
    let only = std::env::var("LOOK_AT").unwrap_or_default();
    let shots: Vec<Shot> = scene::shots()
        .into_iter()
        .filter(|shot| only.is_empty() || only.split(',').any(|part| shot.name().starts_with(part)))
        .collect();
    std::fs::create_dir_all(&into)?;
    let first = shots.first().map_or([1280.0, 800.0], |shot| shot.size);
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default().with_inner_size(first),
        ..Default::default()
    };
    eframe::run_native(
        "look",
        options,
        Box::new(move |context| {
            valet_key::ui::theme::install_fonts(&context.egui_ctx);
            Ok(Box::new(scene::Album::new(shots, into)))
        }),
    )?;
    Ok(())
}
