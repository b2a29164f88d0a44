//! First run: three ways to begin, and what the first one does.

use egui::{Align, Layout, Margin, Rect, Stroke, Ui, UiBuilder, pos2, vec2};

use crate::app::view::{Action, Ask, FirstRun, FirstRunCard, Look};
use crate::ui::theme::tokens;
use crate::ui::widget::button::{Button, Size};
use crate::ui::widget::card::{self, Tile};
use crate::ui::widget::paint::{self, Weight};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{action, banner};
use crate::ui::{Asks, icons};

const CARD: f32 = 264.0;
const GAP: f32 = 16.0;
/// Lower than this the tile above the headline gives way, in points.
const LOW: f32 = 520.0;

/// Draws the screen in the room there is.
pub fn first_run_ui(ui: &mut Ui, first: &FirstRun, asks: &mut Asks) {
    let whole = ui.available_rect_before_wrap();
    let count = first.cards.len() as f32;
    let side_by_side = count * CARD + (count - 1.0) * GAP + 40.0 <= whole.width();
    egui::ScrollArea::vertical()
        .auto_shrink(false)
        .show(ui, |ui| {
            asks.ask(top(ui, first));
            // In a low window the three ways in matter more than the tile.
            let is_low = whole.height() < LOW;
            let height = if side_by_side { 476.0 } else { 560.0 };
            ui.add_space(((whole.height() - height) / 2.0).max(16.0));
            headline(ui, first, !is_low);
            ui.add_space(if is_low { 16.0 } else { 32.0 });
            cards(ui, first, side_by_side, is_low, asks);
            ui.add_space(if is_low { 4.0 } else { 32.0 });
            if side_by_side {
                steps(ui, &first.steps);
            }
            if !is_low {
                ui.add_space(24.0);
            }
            if whole.height() < 640.0 {
                foot(ui, first);
            }
        });
    if whole.height() >= 640.0 {
        let place = Rect::from_min_max(
            pos2(whole.left(), whole.bottom() - 40.0),
            pos2(whole.right(), whole.bottom() - 16.0),
        );
        let mut child = ui.new_child(UiBuilder::new().max_rect(place));
        foot(&mut child, first);
    }
}

fn top(ui: &mut Ui, first: &FirstRun) -> Option<Ask> {
    if first.banners.is_empty() {
        return None;
    }
    egui::Frame::new()
        .inner_margin(Margin::same(20))
        .show(ui, |ui| banner::banners(ui, &first.banners))
        .inner
}

fn headline(ui: &mut Ui, first: &FirstRun, has_mark: bool) {
    let t = tokens(ui);
    ui.with_layout(Layout::top_down(Align::Center), |ui| {
        if has_mark {
            card::mark(ui, 56.0);
            ui.add_space(20.0);
        }
        text::line(ui, Style::Display, &first.title, t.text.primary);
        ui.add_space(4.0);
        ui.scope(|ui| {
            ui.set_max_width(ui.available_width().min(520.0));
            text::text(ui, Style::Body, &first.text, t.text.secondary);
        });
    });
}

fn cards(ui: &mut Ui, first: &FirstRun, side_by_side: bool, is_low: bool, asks: &mut Asks) {
    let width = ui.available_width();
    if side_by_side {
        let count = first.cards.len() as f32;
        let all = count * CARD + (count - 1.0) * GAP;
        let height = 164.0 + tallest(ui, first);
        let (rect, _) = ui.allocate_exact_size(vec2(width, height), egui::Sense::hover());
        let mut left = rect.center().x - all / 2.0;
        for one in &first.cards {
            let place = Rect::from_min_size(pos2(left, rect.top()), vec2(CARD, height));
            asks.ask(tall(ui, place, one));
            left += CARD + GAP;
        }
        return;
    }
    let room = (width - 40.0).min(560.0);
    for one in &first.cards {
        let height = if is_low { 80.0 } else { 96.0 };
        let (rect, _) = ui.allocate_exact_size(vec2(width, height), egui::Sense::hover());
        let place = Rect::from_center_size(rect.center(), vec2(room, height));
        asks.ask(wide(ui, place, one));
        ui.add_space(12.0);
    }
}

/// Returns the height of the longest text, so that all cards are as high; three lines at least.
fn tallest(ui: &Ui, first: &FirstRun) -> f32 {
    let colour = egui::Color32::PLACEHOLDER;
    let height = |card: &FirstRunCard| {
        let format = text::format(Style::Body, colour);
        let mut job = egui::text::LayoutJob::single_section(card.text.clone(), format);
        job.wrap.max_width = CARD - 40.0;
        ui.painter().layout_job(job).size().y
    };
    first.cards.iter().map(height).fold(60.0, f32::max)
}

fn ground(ui: &Ui, place: Rect, on: bool) {
    let t = tokens(ui);
    let edge = if on { t.accent.fill } else { t.stroke.normal };
    let stroke = Stroke::new(t.stroke.width, edge);
    paint::plate(ui.painter(), place, 8, t.bg.card, stroke);
}

fn tile_of(action: &Action) -> (&'static str, Tile) {
    match (&action.ask, action.look) {
        (Ask::StartDemoOrg { .. }, _) => (icons::FLASK, Tile::Accent),
        (ask, Look::Primary) => (action::icon(ask), Tile::Accent),
        (ask, _) => (action::icon(ask), Tile::Plain),
    }
}

fn tall(ui: &mut Ui, place: Rect, one: &FirstRunCard) -> Option<Ask> {
    let t = tokens(ui);
    let (glyph, tile) = tile_of(&one.action);
    ground(ui, place, tile == Tile::Accent);
    let mut child = ui.new_child(UiBuilder::new().max_rect(place.shrink(20.0)));
    child.spacing_mut().item_spacing.y = 0.0;
    card::tile(&mut child, glyph, tile);
    child.add_space(14.0);
    let title = text::rich(Style::Heading, &one.title, t.text.primary).size(14.0);
    child.add(egui::Label::new(title).truncate());
    child.add_space(4.0);
    text::text(&mut child, Style::Body, &one.text, t.text.secondary);
    let foot = Rect::from_min_max(
        pos2(place.left() + 20.0, place.bottom() - 52.0),
        pos2(place.right() - 20.0, place.bottom() - 20.0),
    );
    card::row(ui, foot, |ui| button(ui, &one.action))
}

fn wide(ui: &mut Ui, place: Rect, one: &FirstRunCard) -> Option<Ask> {
    let t = tokens(ui);
    let (glyph, tile) = tile_of(&one.action);
    ground(ui, place, tile == Tile::Accent);
    card::row(ui, place.shrink2(vec2(16.0, 0.0)), |ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        card::tile(ui, glyph, tile);
        card::at_end(ui, |ui| {
            let ask = button(ui, &one.action);
            super::zone::column(ui, |ui| {
                text::truncated(ui, Style::Heading, &one.title, t.text.primary);
                text::text(ui, Style::Small, &one.text, t.text.secondary);
            });
            ask
        })
    })
}

fn button(ui: &mut Ui, act: &Action) -> Option<Ask> {
    let mut button = Button::new(&act.label)
        .icon(action::icon(&act.ask))
        .kind(action::kind(act.look));
    if !act.keys.is_empty() {
        button = button.keys(act.keys);
    }
    let button = button.size(Size::Normal);
    action::add(ui, button, act)
        .clicked()
        .then(|| act.ask.clone())
}

fn steps(ui: &mut Ui, steps: &[String]) {
    let t = tokens(ui);
    let glyphs = [icons::PLAY, icons::BROWSER, icons::USER, icons::KEY];
    let width = |ui: &Ui, words: &str| {
        paint::one_line(ui, Style::Small, words, t.text.secondary, 400.0)
            .size()
            .x
    };
    let all: f32 = steps.iter().map(|step| width(ui, step) + 22.0).sum::<f32>()
        + (steps.len().saturating_sub(1)) as f32 * 38.0;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), egui::Sense::hover());
    let place = Rect::from_center_size(rect.center(), vec2(all, 20.0));
    card::row(ui, place, |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        for (index, step) in steps.iter().enumerate() {
            if index > 0 {
                ui.add_space(12.0);
                let glyph = icons::ARROW_RIGHT;
                paint::icon_ui(ui, glyph, 14.0, Weight::Regular, t.text.tertiary);
                ui.add_space(12.0);
            }
            let glyph = glyphs.get(index).copied().unwrap_or(icons::CHECK);
            paint::icon_ui(ui, glyph, 16.0, Weight::Regular, t.text.tertiary);
            ui.add_space(6.0);
            text::line(ui, Style::Small, step, t.text.secondary);
        }
    });
}

/// Where secrets live; in a narrow window over two lines.
fn foot(ui: &mut Ui, first: &FirstRun) {
    let t = tokens(ui);
    let room = ui.available_width() - 40.0;
    let format = text::format(Style::Small, t.text.tertiary);
    let mut job = egui::text::LayoutJob::single_section(first.foot.clone(), format);
    let mut galley = ui.painter().layout_job(job.clone());
    if galley.size().x > room - 20.0 {
        // Two lines of about one length.
        job.wrap.max_width = (galley.size().x * 0.6).min(room - 20.0);
        galley = ui.painter().layout_job(job);
    }
    let size = vec2(ui.available_width(), galley.size().y.max(20.0));
    let (rect, response) = ui.allocate_exact_size(size, egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &first.foot));
    let left = rect.center().x - (galley.size().x + 20.0) / 2.0;
    let line = galley.rows.first().map_or(16.0, |row| row.height());
    let top = rect.center().y - galley.size().y / 2.0;
    let center = pos2(left + 7.0, top + line / 2.0);
    let (glyph, weight) = (icons::VAULT, Weight::Regular);
    paint::icon(ui.painter(), center, glyph, 14.0, weight, t.text.tertiary);
    ui.painter()
        .galley(pos2(left + 20.0, top), galley, t.text.tertiary);
}
