//! The demo org: start, stop, its address and its users.

use egui::{Sense, Stroke, Ui, vec2};

use crate::app::view::DemoOrgView;
use crate::model::words;
use crate::ui::screen::{error_card, zone};
use crate::ui::theme::tokens;
use crate::ui::widget::button::{Button, Size};
use crate::ui::widget::state::{Mark, pill};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{card, facts};
use crate::ui::{Asks, icons};

/// Draws the screen over the room there is.
pub fn demo_org_ui(ui: &mut Ui, org: &DemoOrgView, asks: &mut Asks) {
    let t = tokens(ui);
    let title = words::text("window-demo-org");
    let under = words::text("window-demo-org-under");
    asks.ask(zone::tool_head(
        ui,
        icons::FLASK,
        &title,
        &under,
        &org.actions,
    ));
    zone::scrolled(ui, "demo org", |ui| {
        text::text(ui, Style::Body, &org.text, t.text.secondary);
        if let Some(problem) = &org.problem {
            asks.ask(error_card::error_card_ui(ui, problem));
        }
        let title = words::text("window-demo-org-server");
        card::card(
            ui,
            &title,
            |ui| {
                let (mark, key) = match (org.is_busy, org.is_running) {
                    (true, _) => (Mark::Busy, "window-demo-org-busy"),
                    (false, true) => (Mark::Active, "window-demo-org-on"),
                    (false, false) => (Mark::Never, "window-demo-org-off"),
                };
                pill(ui, mark, &words::text(key));
            },
            |ui| facts::facts(ui, &org.facts),
        );
        if !org.users.is_empty() {
            let title = words::text("window-demo-org-users");
            card::card(
                ui,
                &title,
                |_| (),
                |ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    for (username, password) in &org.users {
                        user(ui, username, password, asks);
                    }
                },
            );
        }
    });
}

fn user(ui: &mut Ui, username: &str, password: &str, asks: &mut Asks) {
    let t = tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 34.0), Sense::hover());
    let stroke = Stroke::new(t.stroke.width, t.stroke.subtle);
    ui.painter().hline(rect.x_range(), rect.top() + 0.5, stroke);
    card::row(ui, rect, |ui| {
        card::at_end(ui, |ui| {
            for (words_key, glyph, text) in [
                ("window-copy-password", icons::KEY, password),
                ("window-copy-username", icons::USER, username),
            ] {
                let name = words::with(words_key, &[("name", username)]);
                let button = Button::icon_only(glyph, &name).size(Size::Mini);
                if ui.add(button).clicked() {
                    asks.ask(Some(crate::app::view::Ask::CopyText(text.to_owned())));
                }
            }
            card::rest(ui, |ui| {
                let half = ui.available_width() / 2.0;
                ui.allocate_ui_with_layout(vec2(half, 20.0), *ui.layout(), |ui| {
                    ui.set_min_width(half);
                    text::selectable_line(ui, Style::Mono, username, t.text.primary);
                });
                text::selectable_line(ui, Style::Mono, password, t.text.secondary);
            });
        });
    });
}
