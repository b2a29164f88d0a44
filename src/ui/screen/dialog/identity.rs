//! Somebody else logged in than the profile knows (R22): keep or revoke.

use egui::{Context, Margin, Ui};

use crate::app::command::Command;
use crate::app::view::{IdentityDialog, Side};
use crate::ui::theme::{shape, tokens};
use crate::ui::widget::button::{Button, Kind};
use crate::ui::widget::card::{self, Tile};
use crate::ui::widget::dialog::{body, dialog, footer, head, start_on};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{badge, tooltip};
use crate::ui::{Asks, icons};

/// Room of the labels.
const LABEL: f32 = 88.0;

/// Draws the dialog; true when it shall close. Esc refuses, which is the safe answer.
pub fn identity_ui(ctx: &Context, ask: &IdentityDialog, asks: &mut Asks) -> bool {
    let (decided, close) = dialog(ctx, &ask.title, shape().width.dialog + 80.0, |ui| {
        let t = tokens(ui);
        head(ui, icons::USER_SWITCH, Tile::Danger, &ask.title, |ui| {
            if let Some(known) = &ask.badge {
                badge::badge(ui, known, badge::Size::Normal);
            }
            text::truncated(ui, Style::Small, &ask.subject, t.text.secondary);
        });
        body(ui, |ui| {
            text::text(ui, Style::Body, &ask.text, t.text.secondary);
            side(ui, &ask.expected, false);
            side(ui, &ask.got, true);
        });
        footer(ui, "", |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let refuse = ui.add(Button::new(&ask.refuse).kind(Kind::Primary));
            start_on(ui, &refuse);
            let accept = ui.add(Button::new(&ask.accept).kind(Kind::Danger));
            if accept.clicked() {
                Some(true)
            } else {
                refuse.clicked().then_some(false)
            }
        })
    });
    if let Some(accept) = decided.or(close.then_some(false)) {
        asks.command(Command::DecideIdentity {
            run_id: ask.run_id.clone(),
            accept,
        });
    }
    false
}

/// Draws one side; what differs is marked inside the value.
fn side(ui: &mut Ui, side: &Side, got: bool) {
    let t = tokens(ui);
    card::inset(ui)
        .inner_margin(Margin::symmetric(12, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 2.0;
            text::line(ui, Style::Micro, &side.title, t.text.tertiary);
            for (index, fact) in side.facts.iter().enumerate() {
                let differs = side.differs.get(index).copied().unwrap_or(false);
                let ink = match (differs, got) {
                    (true, true) => t.danger.fg,
                    (true, false) => t.success.fg,
                    (false, _) => t.text.primary,
                };
                let style = if fact.is_code {
                    Style::Mono
                } else {
                    Style::Body
                };
                card::full_row(ui, 20.0, |ui| {
                    ui.spacing_mut().item_spacing.x = 0.0;
                    let label = Style::Body;
                    let start = ui.cursor().left();
                    text::line(ui, label, &fact.label, t.text.tertiary);
                    // Values stand below each other, to be compared letter by letter.
                    ui.add_space((start + LABEL - ui.cursor().left()).max(8.0));
                    let response = text::truncated(ui, style, &fact.value, ink);
                    tooltip::attach(response, Some(&fact.value), None);
                });
            }
        });
}
