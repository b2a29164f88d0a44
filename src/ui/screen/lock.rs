//! The locked window: one field or button, nothing else.

use egui::{Align, Key, Layout, Ui, vec2};

use crate::app::command::{Command, VaultChoice};
use crate::app::view::LockView;
use crate::model::words;
use crate::ui::looks::Looks;
use crate::ui::screen::error_card;
use crate::ui::theme::tokens;
use crate::ui::widget::action;
use crate::ui::widget::button::{Button, Size};
use crate::ui::widget::dialog::start_on;
use crate::ui::widget::paint::{self, Weight};
use crate::ui::widget::secret_field::secret_edit;
use crate::ui::widget::text::{self, Style};
use crate::ui::{Asks, icons};

/// Draws the screen in the room there is.
pub fn lock_ui(ui: &mut Ui, lock: &LockView, looks: &mut Looks, asks: &mut Asks) {
    let t = tokens(ui);
    egui::ScrollArea::vertical()
        .auto_shrink(false)
        .show(ui, |ui| {
            let above = (ui.available_height() - 300.0) / 2.0;
            ui.add_space(above.max(16.0));
            ui.with_layout(Layout::top_down(Align::Center), |ui| {
                let (rect, _) = ui.allocate_exact_size(vec2(56.0, 56.0), egui::Sense::hover());
                ui.painter().rect_filled(rect, 14.0, t.bg.track);
                let glyph = icons::LOCK_SIMPLE;
                let center = rect.center();
                paint::icon(
                    ui.painter(),
                    center,
                    glyph,
                    28.0,
                    Weight::Fill,
                    t.text.secondary,
                );
                ui.add_space(16.0);
                text::announce(&text::line(ui, Style::Display, &lock.title, t.text.primary));
                ui.add_space(4.0);
                ui.scope(|ui| {
                    ui.set_max_width(ui.available_width().min(420.0));
                    text::text(ui, Style::Body, &lock.text, t.text.secondary);
                });
                ui.add_space(20.0);
                unlock(ui, lock, looks, asks);
                if let Some(other) = &lock.other {
                    ui.add_space(8.0);
                    asks.ask(action::action_words(ui, other, Size::Small));
                }
                if let Some(problem) = &lock.problem {
                    ui.add_space(20.0);
                    ui.scope(|ui| {
                        ui.set_max_width(ui.available_width().min(520.0));
                        ui.with_layout(Layout::top_down(Align::LEFT), |ui| {
                            asks.ask(error_card::error_card_ui(ui, problem));
                        });
                    });
                }
            });
        });
}

fn unlock(ui: &mut Ui, lock: &LockView, looks: &mut Looks, asks: &mut Asks) {
    if !lock.asks_passphrase {
        let button = Button::new(&lock.unlock.label)
            .primary()
            .icon(icons::LOCK_SIMPLE_OPEN)
            .busy(lock.is_busy);
        let response = action::add(ui, button, &lock.unlock);
        start_on(ui, &response);
        if response.clicked() {
            asks.ask(Some(lock.unlock.ask.clone()));
        }
        return;
    }
    let name = words::text("window-passphrase");
    let hint = words::text("window-passphrase-hint");
    let id = ui.scope_id().with("passphrase");
    let (rect, _) = ui.allocate_exact_size(vec2(320.0, 32.0), egui::Sense::hover());
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(rect));
    let wrong = lock.problem.is_some() && looks.passphrase.is_empty();
    let response = secret_edit(&mut child, id, &name, &mut looks.passphrase, &hint, wrong);
    start_on(ui, &response);
    ui.add_space(12.0);
    let empty = words::text("window-passphrase-empty");
    let reason = looks.passphrase.is_empty().then_some(empty.as_str());
    let button = Button::new(&lock.unlock.label)
        .primary()
        .size(Size::Normal)
        .icon(icons::LOCK_SIMPLE_OPEN)
        .busy(lock.is_busy)
        .disabled_because(reason);
    let pressed = ui.add(button).clicked();
    let enter = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if (pressed || enter) && !looks.passphrase.is_empty() && !lock.is_busy {
        let typed = std::mem::take(&mut looks.passphrase);
        asks.command(Command::OpenVault(VaultChoice::Passphrase(typed.finish())));
    }
}
