//! The flow chooser: two questions, and the flow that their answers lead to.

use egui::{Align, Layout, Margin, Rect, Sense, Stroke, Ui, pos2, vec2};

use crate::app::view::{Advice, Ask, Choice, ChooserView, Question, Tone};
use crate::model::words;
use crate::ui::screen::profile_form::flow_icon;
use crate::ui::screen::zone;
use crate::ui::theme::tokens;
use crate::ui::widget::button::Size;
use crate::ui::widget::paint::{self, Ring, Weight};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{action, banner, card};
use crate::ui::{Asks, icons};

/// From this width on the answer stands beside the questions.
const BESIDE: f32 = 800.0;
/// Lines do not grow longer than can be read.
const WIDEST: f32 = 520.0;

/// Draws the screen over the room there is.
pub fn chooser_ui(ui: &mut Ui, chooser: &ChooserView, asks: &mut Asks) {
    let title = words::text("window-screen-chooser");
    asks.ask(zone::tool_head(
        ui,
        icons::TREE_STRUCTURE,
        &title,
        &chooser.under,
        &chooser.actions,
    ));
    zone::scrolled(ui, "chooser", |ui| {
        let room = ui.available_width();
        if room < BESIDE {
            questions(ui, chooser, asks);
            ui.add_space(8.0);
            let top = ui.cursor().top();
            answer(ui, chooser, asks);
            let place = Rect::from_min_max(pos2(ui.min_rect().left(), top), ui.min_rect().max);
            show_when_new(ui, chooser, place);
            return;
        }
        let width = ((room - 24.0) / 2.0).min(WIDEST);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 24.0;
            let column = vec2(width, 0.0);
            ui.allocate_ui_with_layout(column, Layout::top_down(Align::LEFT), |ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing.y = 12.0;
                questions(ui, chooser, asks);
            });
            ui.allocate_ui_with_layout(column, Layout::top_down(Align::LEFT), |ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing.y = 12.0;
                answer(ui, chooser, asks);
            });
        });
    });
}

/// Below the questions an answer may be out of sight: it is scrolled to once, when it is given.
fn show_when_new(ui: &Ui, chooser: &ChooserView, place: Rect) {
    let now = chooser.advice.as_ref().map(|advice| advice.why.clone());
    let id = ui.scope_id().with("advice");
    let before = ui.data(|data| data.get_temp::<Option<String>>(id));
    if before.as_ref() == Some(&now) {
        return;
    }
    if before.is_some() && now.is_some() {
        ui.scroll_to_rect(place, Some(Align::TOP));
    }
    ui.data_mut(|data| data.insert_temp(id, now));
}

fn questions(ui: &mut Ui, chooser: &ChooserView, asks: &mut Asks) {
    for (index, question) in chooser.questions.iter().enumerate() {
        if index > 0 {
            ui.add_space(8.0);
        }
        question_ui(ui, question, asks);
    }
}

fn question_ui(ui: &mut Ui, question: &Question, asks: &mut Asks) {
    let t = tokens(ui);
    text::text(ui, Style::Heading, &question.title, t.text.primary);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 8.0;
        for choice in &question.options {
            if choice_ui(ui, choice) {
                asks.ask(Some(choice.ask.clone()));
            }
        }
    });
}

fn glyph(name: &str) -> &'static str {
    match name {
        "person" => icons::USER,
        "nobody" | "as-itself" => icons::HARD_DRIVES,
        "in-hand" | "other-token" => icons::SWAP,
        "old" | "oauth1" => icons::CLOCK_COUNTER_CLOCKWISE,
        "browser-here" | "old-implicit" => icons::BROWSER,
        "no-browser" => icons::TERMINAL_WINDOW,
        "mobile-pages" => icons::DEVICE_MOBILE,
        "other-token-pages" => icons::BROWSERS,
        "straight" => icons::ARROW_SQUARE_OUT,
        "own-page" => icons::GLOBE,
        "known-users" | "old-password-users" => icons::USERS_THREE,
        "iot" => icons::THERMOMETER_SIMPLE,
        "gateway" => icons::PLUGS_CONNECTED,
        "saml-app" | "saml-no-app" => icons::SIGNATURE,
        _ => icons::KEYBOARD,
    }
}

/// Draws one answer as a tile with its radio button, and says whether it was clicked. Its height is that of its words.
fn choice_ui(ui: &mut Ui, choice: &Choice) -> bool {
    const LEFT: f32 = 44.0;
    const RIGHT: f32 = 40.0;
    let t = tokens(ui);
    let width = ui.available_width();
    let ink = t.text.primary;
    let mut job =
        egui::text::LayoutJob::single_section(choice.label.clone(), text::format(Style::Body, ink));
    job.wrap.max_width = width - LEFT - RIGHT;
    let galley = ui.painter().layout_job(job);
    let (rect, response) = ui.allocate_exact_size(
        vec2(width, (galley.size().y + 20.0).max(40.0)),
        Sense::click(),
    );
    let (role, on) = (egui::Role::RadioButton, choice.is_on);
    response.widget_info(|| egui::WidgetInfo::selected(role, true, on, &choice.label));
    let (fill, edge, ink, weight) = if choice.is_on {
        (t.accent.tint, t.accent.fill, t.accent.text, Weight::Fill)
    } else if response.hovered() {
        let edge = t.stroke.strong;
        (t.bg.hover, edge, t.text.secondary, Weight::Regular)
    } else {
        let edge = t.stroke.normal;
        (t.bg.card, edge, t.text.secondary, Weight::Regular)
    };
    let stroke = Stroke::new(t.stroke.width, edge);
    paint::plate(ui.painter(), rect, 8, fill, stroke);
    paint::focus_ring_of(ui, &response, 8, Ring::Outside);
    let middle = rect.center().y;
    let place = pos2(rect.left() + 22.0, middle);
    paint::icon(ui.painter(), place, glyph(choice.name), 18.0, weight, ink);
    let place = pos2(rect.left() + LEFT, middle - galley.size().y / 2.0);
    ui.painter().galley(place, galley, t.text.primary);
    if choice.is_on {
        let place = pos2(rect.right() - 20.0, middle);
        paint::icon(ui.painter(), place, icons::CHECK, 14.0, Weight::Bold, ink);
    }
    response.clicked()
}

fn answer(ui: &mut Ui, chooser: &ChooserView, asks: &mut Asks) {
    let t = tokens(ui);
    match &chooser.advice {
        Some(advice) => asks.ask(advice_ui(ui, advice)),
        None => {
            card::frame(ui)
                .inner_margin(Margin::same(16))
                .show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    text::text(ui, Style::Body, &chooser.waits, t.text.tertiary);
                });
        }
    }
}

fn advice_ui(ui: &mut Ui, advice: &Advice) -> Option<Ask> {
    let t = tokens(ui);
    let mut ask = None;
    card::frame(ui)
        .inner_margin(Margin::same(16))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 8.0;
            card::full_row(ui, 36.0, |ui| {
                ui.spacing_mut().item_spacing.x = 12.0;
                card::tile(ui, flow_icon(advice.name), card::Tile::Plain);
                zone::column(ui, |ui| {
                    let over = words::text("window-choose-answer");
                    text::text(ui, Style::Small, over, t.text.tertiary);
                    text::truncated(ui, Style::Title, &advice.flow, t.text.primary);
                });
            });
            text::text(ui, Style::Body, &advice.why, t.text.secondary);
            if let Some(note) = &advice.note {
                banner::banner(ui, Tone::Info, note, |_| ());
            }
            list(
                ui,
                "window-choose-needs",
                (icons::CHECK, t.success.fg),
                &advice.needs,
            );
            list(
                ui,
                "window-choose-not",
                (icons::X, t.danger.fg),
                &advice.not,
            );
            ui.add_space(4.0);
            ask = action::action(ui, &advice.take, Size::Normal);
        });
    ask
}

fn list(ui: &mut Ui, title: &str, mark: (&str, egui::Color32), lines: &[String]) {
    let t = tokens(ui);
    if lines.is_empty() {
        return;
    }
    ui.add_space(4.0);
    text::text(ui, Style::Strong, words::text(title), t.text.primary);
    for line in lines {
        ui.with_layout(Layout::left_to_right(Align::TOP), |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let (place, _) = ui.allocate_exact_size(vec2(16.0, 20.0), Sense::hover());
            let (glyph, ink) = mark;
            paint::icon(ui.painter(), place.center(), glyph, 14.0, Weight::Bold, ink);
            ui.vertical(|ui| text::text(ui, Style::Body, line, t.text.secondary));
        });
    }
}
