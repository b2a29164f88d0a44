//! Tooltips: one line on what, a key cap if there is one, or why something is disabled.

use egui::{Response, Ui};

use super::kbd;
use super::text::{self, Style};
use crate::ui::theme::tokens;

/// Shows a hint on hover, or the reason why a control is disabled.
pub fn attach(response: Response, hint: Option<&str>, disabled_because: Option<&str>) -> Response {
    match (disabled_because, hint) {
        (Some(reason), _) => response.on_hover_ui(|ui| words(ui, reason)),
        (None, Some(hint)) => response.on_hover_ui(|ui| words(ui, hint)),
        (None, None) => response,
    }
}

/// Shows a hint and the key that does the same.
pub fn with_keys(response: Response, hint: &str, keys: &str) -> Response {
    response.on_hover_ui(|ui| {
        padded(ui, |ui| {
            ui.horizontal(|ui| {
                let t = tokens(ui);
                text::line(ui, Style::Small, hint, t.text.primary);
                kbd::show(ui, keys);
            });
        });
    })
}

/// Adds what the frame of a menu, which tooltips share, lacks at its edges.
fn padded(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    egui::Frame::new()
        .inner_margin(egui::Margin::symmetric(6, 3))
        .show(ui, content);
}

fn words(ui: &mut Ui, words: &str) {
    ui.set_max_width(320.0);
    let ink = tokens(ui).text.primary;
    padded(ui, |ui| {
        text::text(ui, Style::Small, words, ink);
    });
}
