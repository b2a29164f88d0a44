//! After a fault of our own: what it means, and two ways on.

use egui::Ui;

use crate::model::words;
use crate::ui::icons;
use crate::ui::theme::tokens;
use crate::ui::widget::button::Button;
use crate::ui::widget::empty::empty;

/// What the person chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultAsk {
    /// Draw the window again.
    GoOn,
    /// Close it.
    Quit,
}

/// Draws the screen in place of the window.
pub fn fault_ui(ui: &mut Ui) -> Option<FaultAsk> {
    let ground = tokens(ui).bg.panel;
    ui.painter().rect_filled(ui.max_rect(), 0.0, ground);
    let title = words::text("error-internal");
    let sentence = words::text("window-fault");
    empty(ui, icons::WARNING_CIRCLE, &title, &sentence, |ui| {
        let mut ask = None;
        let go_on = words::text("window-fault-go-on");
        if ui.add(Button::new(&go_on).primary()).clicked() {
            ask = Some(FaultAsk::GoOn);
        }
        ui.add_space(4.0);
        let quit = words::text("window-fault-quit");
        if ui.add(Button::new(&quit)).clicked() {
            ask = Some(FaultAsk::Quit);
        }
        ask
    })
}
