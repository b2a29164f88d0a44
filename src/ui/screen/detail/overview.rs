//! The overview: the session, whose it is, what to do with it, what happened lately.

use egui::{Rect, Sense, Ui, vec2};

use super::{checkup, session_card};
use crate::app::view::{Ask, OrgCard, Overview, RecentLine, Tone};
use crate::model::words;
use crate::ui::looks::Looks;
use crate::ui::screen::error_card::{self, Steps};
use crate::ui::screen::{wait, zone};
use crate::ui::theme::{shape, tokens};
use crate::ui::widget::button::Size;
use crate::ui::widget::paint::{self, Weight};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{action, banner, card, facts};
use crate::ui::{Asks, icons};

/// Draws the cards.
pub fn overview_ui(
    ui: &mut Ui,
    overview: &Overview,
    steps: Steps,
    looks: &mut Looks,
    asks: &mut Asks,
) {
    asks.ask(banner::banners(ui, &overview.banners));
    if let Some(waiting) = &overview.wait {
        wait::wait_ui(ui, waiting, looks, asks);
    }
    if let Some(problem) = &overview.problem {
        asks.ask(error_card::card_ui(ui, problem, steps));
    }
    if let (Some(found), Some(_)) = (&overview.checkup, &overview.empty) {
        asks.ask(checkup::checkup_ui(ui, found));
    }
    if let Some(nothing) = &overview.empty {
        super::empty_ui(ui, icons::SIGN_IN, nothing, asks);
        return;
    }
    if let Some(session) = &overview.session {
        session_card::session_card_ui(ui, session, looks, asks);
    }
    if let Some(org) = &overview.org {
        asks.ask(org_ui(ui, org));
    }
    if let Some(found) = &overview.checkup {
        asks.ask(checkup::checkup_ui(ui, found));
    }
    if !overview.use_it.is_empty() {
        asks.ask(use_ui(ui, overview));
    }
    if !overview.recent.is_empty() {
        asks.ask(recent_ui(ui, overview));
    }
}

fn org_ui(ui: &mut Ui, org: &OrgCard) -> Option<Ask> {
    let t = tokens(ui);
    let title = words::text("window-user-and-org");
    let mut ask = None;
    card::card(
        ui,
        &title,
        |ui| {
            card::at_end(ui, |ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                ask = action::icon_quiet(ui, &org.fetch);
                if let Some(verified) = &org.verified {
                    text::line(ui, Style::Small, verified, t.text.tertiary);
                    let glyph = icons::SEAL_CHECK;
                    paint::icon_ui(ui, glyph, 14.0, Weight::Fill, t.success.fg);
                }
            });
        },
        |ui| {
            card::full_row(ui, 36.0, |ui| {
                ui.spacing_mut().item_spacing.x = 12.0;
                card::avatar(ui, &org.initials);
                let half = (ui.available_width() * 0.55).max(120.0);
                ui.allocate_ui(vec2(half, 36.0), |ui| {
                    zone::column(ui, |ui| {
                        ui.spacing_mut().item_spacing.y = 0.0;
                        text::truncated(ui, Style::Strong, &org.name, t.text.primary);
                        text::truncated(ui, Style::Small, &org.username, t.text.secondary);
                    });
                });
                let rest = ui.available_rect_before_wrap();
                org_lines(ui, rest, org);
            });
            facts::facts(ui, &org.facts);
        },
    );
    ask
}

/// The org's name over its edition, both ending where the card does; a host alone stands in the middle.
fn org_lines(ui: &mut Ui, rect: Rect, org: &OrgCard) {
    let t = tokens(ui);
    if org.org_under.is_empty() {
        line_at_end(ui, rect, Style::Small, &org.org, t.text.secondary);
        return;
    }
    let [upper, lower] = [0.0, rect.height() / 2.0].map(|top| {
        let min = egui::pos2(rect.left(), rect.top() + top);
        Rect::from_min_size(min, vec2(rect.width(), rect.height() / 2.0))
    });
    line_at_end(ui, upper, Style::Strong, &org.org, t.text.primary);
    line_at_end(ui, lower, Style::Small, &org.org_under, t.text.secondary);
}

fn line_at_end(ui: &mut Ui, rect: Rect, style: Style, words: &str, ink: egui::Color32) {
    card::row(ui, rect, |ui| {
        card::at_end(ui, |ui| {
            text::truncated(ui, style, words, ink);
        });
    });
}

fn use_ui(ui: &mut Ui, overview: &Overview) -> Option<Ask> {
    let t = tokens(ui);
    let title = words::text("window-use-it");
    let mut ask = None;
    card::frame(ui).show(ui, |ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 48.0), Sense::hover());
        let inside = egui::Rect::from_min_max(
            egui::pos2(rect.left() + 16.0, rect.top()),
            egui::pos2(rect.right() - 10.0, rect.bottom()),
        );
        card::row(ui, inside, |ui| {
            text::line(ui, Style::Heading, title, t.text.primary);
            card::at_end(ui, |ui| {
                ui.spacing_mut().item_spacing.x = 6.0;
                for act in overview.use_it.iter().rev() {
                    ask = action::action(ui, act, Size::Mini).or(ask.take());
                }
            });
        });
    });
    ask
}

fn recent_ui(ui: &mut Ui, overview: &Overview) -> Option<Ask> {
    let title = words::text("window-recent");
    let mut ask = None;
    card::card(
        ui,
        &title,
        |ui| {
            card::at_end(ui, |ui| {
                ask = action::words_quiet(ui, &overview.all_activity);
            });
        },
        |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for line in &overview.recent {
                recent_line(ui, line);
            }
        },
    );
    ask
}

fn recent_line(ui: &mut Ui, line: &RecentLine) {
    let t = tokens(ui);
    card::full_row(ui, shape().height.mini, |ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        ui.allocate_ui_with_layout(vec2(72.0, 16.0), *ui.layout(), |ui| {
            ui.set_min_width(44.0);
            text::line(ui, Style::Small, &line.when, t.text.tertiary);
        });
        let [_, _, ink] = banner::colours(t, line.tone);
        let glyph = match line.tone {
            Tone::Neutral => icons::CIRCLE,
            tone => banner::icon(tone),
        };
        paint::icon_ui(ui, glyph, 14.0, Weight::Fill, ink);
        card::at_end(ui, |ui| {
            text::line(ui, Style::Small, &line.by, t.text.tertiary);
            card::rest(ui, |ui| {
                text::truncated(ui, Style::Small, &line.text, t.text.secondary);
            });
        });
    });
}
