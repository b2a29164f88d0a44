//! The port doctor below the callbacks: who is in the way, what instead, look again.

use egui::{Align, Layout, Ui};

use crate::app::command::Command;
use crate::app::view::{FormView, PortView, Tone};
use crate::model::profile::ProfileDraft;
use crate::model::words;
use crate::ui::theme::tokens;
use crate::ui::widget::button::{Button, Size};
use crate::ui::widget::paint::{self, Weight};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{banner, card};
use crate::ui::{Asks, icons};

/// Draws what is known of the first callback's port.
pub fn port_ui(ui: &mut Ui, form: &FormView, draft: &mut ProfileDraft, asks: &mut Asks) {
    let Some(port) = &form.port else {
        return;
    };
    if port.tone == Tone::Warn {
        blocked(ui, port, draft, asks);
    } else {
        quiet(ui, port, asks);
    }
}

/// One small line: all is well, or there is no port to look at.
fn quiet(ui: &mut Ui, port: &PortView, asks: &mut Asks) {
    let t = tokens(ui);
    let (glyph, ink) = match port.tone {
        Tone::Success => (icons::CHECK_CIRCLE, t.success.fg),
        _ => (icons::INFO, t.info.fg),
    };
    card::full_row(ui, 24.0, |ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        paint::icon_ui(ui, glyph, 14.0, Weight::Fill, ink);
        card::at_end(ui, |ui| {
            again(ui, asks);
            card::rest(ui, |ui| {
                text::truncated(ui, Style::Small, &port.text, t.text.secondary);
            });
        });
    });
}

fn blocked(ui: &mut Ui, port: &PortView, draft: &mut ProfileDraft, asks: &mut Asks) {
    let ink = tokens(ui).text.secondary;
    banner::banner_with(ui, Tone::Warn, icons::PLUGS, &port.text, |ui| {
        again(ui, asks);
        for step in port.moves.iter().rev() {
            let button = Button::new(&step.label).size(Size::Mini).hint(&step.hint);
            if ui.add(button).clicked() {
                draft.callback_urls.clone_from(&step.callback_urls);
                asks.command(Command::CheckPorts);
            }
        }
    });
    ui.with_layout(Layout::top_down(Align::LEFT), |ui| {
        text::text(ui, Style::Small, &port.note, ink);
    });
}

fn again(ui: &mut Ui, asks: &mut Asks) {
    let name = words::text("window-port-check-again");
    let button = Button::icon_only(icons::ARROWS_CLOCKWISE, &name).size(Size::Mini);
    if ui.add(button).clicked() {
        asks.command(Command::CheckPorts);
    }
}
