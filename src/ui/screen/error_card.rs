//! An explained error: three parts of ours, the org's own words beside them, and the next step always in sight.

use egui::{Align, Frame, Layout, Margin, Rect, ScrollArea, Sense, Stroke, Ui, pos2, vec2};

use crate::app::view::{Ask, Compared, ErrorCard, keys};
use crate::model::words;
use crate::ui::Asks;
use crate::ui::icons;
use crate::ui::screen::zone;
use crate::ui::theme::{shape, tokens};
use crate::ui::widget::button::Size;
use crate::ui::widget::paint::{self, Weight};
use crate::ui::widget::text::{self, Mixed, Style};
use crate::ui::widget::{action, card, kbd};

/// How high the foot is that holds the buttons where the card is too long.
const FOOT: f32 = 52.0;
/// From the left edge of a block to its words.
const GUTTER: i8 = 28;

/// Where the buttons of the next step stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Steps {
    /// Under *What to do*.
    InTheCard,
    /// At the foot of the zone, where they never scroll away.
    AtTheFoot,
}

/// Draws the card over the width there is, with its buttons in it.
pub fn error_card_ui(ui: &mut Ui, error: &ErrorCard) -> Option<Ask> {
    card_ui(ui, error, Steps::InTheCard)
}

/// Draws content that scrolls and shows an error above all else: `content` draws the card with [`card_ui`].
///
/// Where the card is longer than the room there is, its buttons stand at the foot.
pub fn scrolled_ui<R>(
    ui: &mut Ui,
    name: &str,
    error: Option<&ErrorCard>,
    asks: &mut Asks,
    content: impl FnOnce(&mut Ui, Steps, &mut Asks) -> R,
) -> R {
    let whole = ui.available_rect_before_wrap();
    let Some(error) = error.filter(|error| ends_below(ui, error, whole.height())) else {
        return zone::scrolled(ui, name, |ui| content(ui, Steps::InTheCard, asks));
    };
    let foot = Rect::from_min_max(pos2(whole.left(), whole.bottom() - FOOT), whole.max);
    let above = Rect::from_min_max(whole.min, pos2(whole.right(), foot.top()));
    let name_above = format!("{name} above");
    let result = zone::zone(ui, above, &name_above, egui::Color32::TRANSPARENT, |ui| {
        zone::scrolled(ui, name, |ui| content(ui, Steps::AtTheFoot, asks))
    });
    asks.ask(foot_ui(ui, foot, error));
    result
}

/// Says whether the buttons in the card would be out of sight.
#[must_use]
pub fn ends_below(ui: &Ui, error: &ErrorCard, room: f32) -> bool {
    const EDGES: f32 = 28.0;
    !error.actions.is_empty() && height_of(ui, error) + EDGES > room
}

/// Draws the buttons at the foot of a zone.
pub fn foot_ui(ui: &mut Ui, rect: Rect, error: &ErrorCard) -> Option<Ask> {
    foot_with(ui, rect, error, 0.0, |_| ())
}

/// The same; `end` draws what belongs to the zone and not to the error into that width at the end of the row.
pub fn foot_with(
    ui: &mut Ui,
    rect: Rect,
    error: &ErrorCard,
    width: f32,
    end: impl FnOnce(&mut Ui),
) -> Option<Ask> {
    let t = tokens(ui);
    zone::zone(ui, rect, "error foot", t.bg.panel, |ui| {
        let stroke = Stroke::new(t.stroke.width, t.stroke.subtle);
        ui.painter().hline(rect.x_range(), rect.top() + 0.5, stroke);
        let inside = rect.shrink2(vec2(20.0, 0.0));
        let room = inside.width() - if width > 0.0 { width + 16.0 } else { 0.0 };
        let left = Rect::from_min_size(inside.min, vec2(room, inside.height()));
        let ask = card::row(ui, left, |ui| buttons(ui, error, room));
        let right = Rect::from_min_max(pos2(inside.right() - width, inside.top()), inside.max);
        card::row(ui, right, |ui| card::at_end(ui, end));
        ask
    })
}

/// Draws the card over the width there is.
pub fn card_ui(ui: &mut Ui, error: &ErrorCard, steps: Steps) -> Option<Ask> {
    let frame = card::frame(ui);
    let top = ui.cursor().top();
    let mut end_of_steps = 0.0;
    let shown = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 0.0;
        head(ui, error);
        Frame::new()
            .inner_margin(Margin::same(16))
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.spacing_mut().item_spacing.y = 16.0;
                blocks(ui, error, steps, &mut end_of_steps)
            })
            .inner
    });
    remember_height(ui, error, end_of_steps - top, steps);
    more(ui, error).or(shown.inner)
}

fn blocks(ui: &mut Ui, error: &ErrorCard, steps: Steps, end: &mut f32) -> Option<Ask> {
    let t = tokens(ui);
    if error.head.is_some() || !error.compared.is_empty() {
        let title = words::text("window-error-what");
        block(ui, icons::INFO, &title, |ui| {
            if error.head.is_some() {
                text::text(ui, Style::Body, &error.what, t.text.primary);
            }
            compared(ui, &error.compared);
        });
    }
    let title = words::text("window-error-cause");
    block(ui, icons::LIGHTBULB, &title, |ui| {
        text::text(ui, Style::Body, &error.cause, t.text.primary);
    });
    let mut ask = None;
    let title = words::text("window-error-next");
    block(ui, icons::CHECKS, &title, |ui| {
        text::text(ui, Style::Body, &error.next, t.text.primary);
        if steps == Steps::InTheCard && !error.actions.is_empty() {
            ui.add_space(4.0);
            let room = ui.available_width();
            ask = ui.horizontal(|ui| buttons(ui, error, room)).inner;
        }
    });
    *end = ui.min_rect().bottom();
    if !error.org.is_empty() {
        paint::hairline(ui, t.stroke.normal);
        let title = words::text("window-error-org");
        block(ui, icons::CLOUD, &title, |ui| org_words(ui, error));
    }
    ask
}

fn head(ui: &mut Ui, error: &ErrorCard) {
    let t = tokens(ui);
    let radius = shape().radius.card;
    let corner = egui::CornerRadius {
        nw: radius,
        ne: radius,
        sw: 0,
        se: 0,
    };
    let shown = Frame::new()
        .fill(t.danger.bg)
        .corner_radius(corner)
        .inner_margin(Margin::symmetric(16, 12))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.with_layout(Layout::left_to_right(Align::TOP), |ui| {
                ui.spacing_mut().item_spacing.x = 12.0;
                let (place, _) = ui.allocate_exact_size(vec2(24.0, 40.0), Sense::hover());
                let center = place.center();
                let glyph = icons::X_CIRCLE;
                paint::icon(ui.painter(), center, glyph, 24.0, Weight::Fill, t.danger.fg);
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    let title = error.head.as_ref().unwrap_or(&error.what);
                    let title = text::rich(Style::Heading, title, t.text.primary).size(14.0);
                    let under = &error.consequence;
                    if under.is_empty() {
                        ui.add_space(10.0);
                    }
                    text::announce(&ui.add(egui::Label::new(title).wrap()));
                    if !under.is_empty() {
                        text::text(ui, Style::Small, under, t.text.secondary);
                    }
                });
            });
        });
    let rect: Rect = shown.response.rect;
    let stroke = Stroke::new(t.stroke.width, t.danger.stroke);
    ui.painter()
        .hline(rect.x_range(), rect.bottom() - 0.5, stroke);
}

/// Draws one part of an explanation, its icon in the gutter.
pub(super) fn block(ui: &mut Ui, glyph: &str, title: &str, content: impl FnOnce(&mut Ui)) {
    let t = tokens(ui);
    let left = ui.cursor().min;
    Frame::new()
        .inner_margin(Margin {
            left: GUTTER,
            ..Margin::ZERO
        })
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 4.0;
            text::line(ui, Style::Micro, title, t.text.tertiary);
            content(ui);
        });
    let center = pos2(left.x + 8.0, left.y + 10.0);
    paint::icon(
        ui.painter(),
        center,
        glyph,
        16.0,
        Weight::Regular,
        t.text.tertiary,
    );
}

/// Draws values one under the other, what differs on a ground of its own.
fn compared(ui: &mut Ui, rows: &[Compared]) {
    if rows.is_empty() {
        return;
    }
    let t = tokens(ui);
    ui.add_space(2.0);
    let width = rows
        .iter()
        .map(|row| {
            paint::one_line(ui, Style::Small, &row.label, t.text.tertiary, 200.0)
                .size()
                .x
        })
        .fold(0.0, f32::max);
    card::inset(ui)
        .inner_margin(Margin::symmetric(12, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing = vec2(0.0, 4.0);
            for row in rows {
                ui.with_layout(Layout::left_to_right(Align::TOP), |ui| {
                    let (place, _) =
                        ui.allocate_exact_size(vec2(width + 16.0, 20.0), Sense::hover());
                    let ink = t.text.tertiary;
                    let label = paint::one_line(ui, Style::Small, &row.label, ink, 200.0);
                    paint::line_at(ui.painter(), place.left_center(), label);
                    value(ui, row);
                });
            }
        });
}

fn value(ui: &mut Ui, row: &Compared) {
    let t = tokens(ui);
    let (ground, ink) = if row.is_sent {
        (t.danger.bg, t.danger.fg)
    } else {
        (t.success.bg, t.success.fg)
    };
    let mut job = egui::text::LayoutJob::default();
    for piece in &row.pieces {
        let mut format = text::format(Style::Mono, t.text.primary);
        if piece.differs {
            format.color = ink;
            format.background = ground;
        }
        job.append(&piece.text, 0.0, format);
    }
    let spoken = spoken(row);
    let shown = ui.add(egui::Label::new(job).wrap().selectable(true));
    shown.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &spoken));
}

/// Says a row aloud: the marks are words there.
fn spoken(row: &Compared) -> String {
    let value: String = row.pieces.iter().map(|piece| piece.text.as_str()).collect();
    let marked: Vec<&str> = row
        .pieces
        .iter()
        .filter(|piece| piece.differs)
        .map(|piece| piece.text.as_str())
        .collect();
    if marked.is_empty() {
        return format!("{}: {value}", row.label);
    }
    words::with(
        "window-error-differs",
        &[
            ("label", &row.label),
            ("value", &value),
            ("marked", &marked.join(", ")),
        ],
    )
}

/// Draws the buttons in one row; what finds no room beside the others is behind a menu.
fn buttons(ui: &mut Ui, error: &ErrorCard, room: f32) -> Option<Ask> {
    ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
    let most = action::that_fit(ui, &error.actions, Size::Normal, room);
    let (shown, hidden) = error.actions.split_at(most);
    let mut ask = None;
    for act in shown {
        ask = action::action(ui, act, Size::Normal).or(ask.take());
    }
    let what = words::text("window-error-next");
    action::more_of(ui, &what, hidden, Size::Normal).or(ask)
}

fn org_words(ui: &mut Ui, error: &ErrorCard) {
    let t = tokens(ui);
    card::inset(ui)
        .inner_margin(Margin::symmetric(12, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 0.0;
            for (name, value) in &error.org {
                let job = Mixed::default()
                    .with(Style::Mono, name, t.syntax.key)
                    .with(Style::Mono, "=", t.text.tertiary)
                    .with(Style::Mono, value, t.text.primary)
                    .job();
                ui.add(egui::Label::new(job).wrap().selectable(true));
            }
        });
}

/// Draws the line under the card that leads to where more is told.
fn more(ui: &mut Ui, error: &ErrorCard) -> Option<Ask> {
    let t = tokens(ui);
    let term = error.term.as_ref()?;
    ui.add_space(8.0);
    let words = words::with("window-error-more", &[("code", &term.name())]);
    let cap = kbd::width(ui, keys::EXPLAIN) + 8.0;
    let room = (ui.available_width() - cap).max(1.0);
    let galley = paint::one_line(ui, Style::Small, &words, egui::Color32::PLACEHOLDER, room);
    let size = vec2(cap + galley.size().x, 20.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &words));
    if ui.is_rect_visible(rect) {
        kbd::paint(ui, rect.left_center(), keys::EXPLAIN, None);
        let ink = if response.hovered() {
            t.text.primary
        } else {
            t.text.tertiary
        };
        let top = rect.center().y - galley.size().y / 2.0;
        let at = pos2(rect.left() + cap, top);
        ui.painter().galley(at, galley, ink);
        paint::focus_ring_of(ui, &response, 4, paint::Ring::Outside);
    }
    response.clicked().then(|| Ask::Explain((**term).clone()))
}

fn height_id(error: &ErrorCard) -> egui::Id {
    egui::Id::unique(("error card", &error.code, &error.what))
}

/// How far the card reaches, buttons included, as it was drawn last.
fn height_of(ui: &Ui, error: &ErrorCard) -> f32 {
    ui.data(|data| data.get_temp(height_id(error)))
        .unwrap_or(0.0)
}

fn remember_height(ui: &Ui, error: &ErrorCard, height: f32, steps: Steps) {
    let buttons = match steps {
        Steps::InTheCard => 0.0,
        Steps::AtTheFoot => shape().height.control + 8.0,
    };
    let height = height + buttons;
    if (height_of(ui, error) - height).abs() > 0.5 {
        ui.data_mut(|data| data.insert_temp(height_id(error), height));
        ui.ctx()
            .request_discard("the height of an error became known");
    }
}

/// Draws an error into a dialog: the card scrolls, its buttons are the dialog's.
pub fn in_dialog_ui(ui: &mut Ui, error: &ErrorCard, most: f32) -> Option<Ask> {
    ScrollArea::vertical()
        .max_height(most)
        .show(ui, |ui| card_ui(ui, error, Steps::AtTheFoot))
        .inner
}
