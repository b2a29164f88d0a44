//! Copy, with a visible countdown until the clipboard is cleared.

use egui::{Response, Ui};

use super::button::{Button, Kind, Size};
use super::ring;
use crate::app::view::Copied;
use crate::model::words;
use crate::ui::icons;
use crate::ui::theme::tokens;

/// What a person did with the button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyAsk {
    /// Copy it.
    Copy,
    /// Clear the clipboard now.
    ClearNow,
}

/// Draws a copy button; `name` says what is copied.
pub fn copy_button(ui: &mut Ui, name: &str, copied: Option<&Copied>) -> Option<CopyAsk> {
    match copied {
        None => ui
            .add(Button::icon_only(icons::COPY, name).size(Size::Mini))
            .clicked()
            .then_some(CopyAsk::Copy),
        Some(copied) => counting(ui, copied).clicked().then_some(CopyAsk::ClearNow),
    }
}

fn counting(ui: &mut Ui, copied: &Copied) -> Response {
    let hint = words::text("window-copied-hint");
    let ink = tokens(ui).text.link;
    // The blank icon keeps the room for the ring.
    let response = ui.add(
        Button::new(&copied.text)
            .icon(" ")
            .kind(Kind::Ghost)
            .size(Size::Mini)
            .colour(ink)
            .hint(&hint),
    );
    let center = egui::pos2(response.rect.left() + 15.0, response.rect.center().y);
    ring::countdown(ui, center, 16.0, copied.left);
    response
}
