//! Cards, insets and overlays: the frames things stand in.

use egui::{Frame, InnerResponse, Margin, Rect, Stroke, Ui, UiBuilder, pos2, vec2};

use super::paint;
use super::text::{self, Style};
use crate::ui::theme::{shadow, shape, tokens, tokens_of};

/// Returns the frame of a card; its content brings its own room.
pub fn frame(ui: &Ui) -> Frame {
    let t = tokens(ui);
    Frame::new()
        .fill(t.bg.card)
        .stroke(Stroke::new(t.stroke.width, t.stroke.normal))
        .corner_radius(shape().radius.card)
}

/// Draws a card with a head: a title, then what `head` adds from the right, then the content.
pub fn card<R>(
    ui: &mut Ui,
    title: &str,
    head: impl FnOnce(&mut Ui),
    content: impl FnOnce(&mut Ui) -> R,
) -> InnerResponse<R> {
    let ink = tokens(ui).text.primary;
    frame(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 0.0;
        let (rect, _) = ui.allocate_exact_size(
            vec2(ui.available_width(), shape().height.card_head),
            egui::Sense::hover(),
        );
        let inside = Rect::from_min_max(
            pos2(rect.left() + 16.0, rect.top()),
            pos2(rect.right() - 8.0, rect.bottom()),
        );
        row(ui, inside, |ui| {
            text::line(ui, Style::Heading, title, ink);
            head(ui);
        });
        Frame::new()
            .inner_margin(Margin {
                left: 16,
                right: 16,
                top: 0,
                bottom: 16,
            })
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.spacing_mut().item_spacing.y = 12.0;
                content(ui)
            })
            .inner
    })
}

/// Draws something into a rectangle, in a row with its middle on the rectangle's.
pub fn row<R>(ui: &mut Ui, rect: Rect, content: impl FnOnce(&mut Ui) -> R) -> R {
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect).layout(layout));
    child.set_min_height(rect.height());
    content(&mut child)
}

/// Draws a row over the width there is, `height` points high, everything on its middle.
pub fn full_row<R>(ui: &mut Ui, height: f32, content: impl FnOnce(&mut Ui) -> R) -> R {
    let size = vec2(ui.available_width(), height);
    let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
    row(ui, rect, content)
}

/// Draws something at the end of a row, from the right.
pub fn at_end<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), content)
        .inner
}

/// Draws things from the left that end where a rectangle ends, so that Tab and screen readers
/// meet them in the order in which they are seen; returns how wide they are as well.
pub fn end_of<R>(
    ui: &mut Ui,
    rect: Rect,
    name: &str,
    content: impl FnOnce(&mut Ui) -> R,
) -> (R, f32) {
    let id = ui.scope_id().with(("end of a row", name));
    let width: f32 = ui.data(|data| data.get_temp(id)).unwrap_or(0.0);
    let left = (rect.right() - width).max(rect.left());
    let place = Rect::from_min_max(pos2(left, rect.top()), rect.max);
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    let mut child = ui.new_child(UiBuilder::new().max_rect(place).layout(layout));
    let result = content(&mut child);
    let used = child.min_rect().width();
    if (used - width).abs() > 0.5 {
        ui.data_mut(|data| data.insert_temp(id, used));
        ui.ctx()
            .request_discard("the width of the end of a row became known");
    }
    (result, used)
}

/// Draws from the left again in what a row drawn from the right has left.
pub fn rest<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), content)
        .inner
}

/// Returns the frame of what is code or can be compared.
pub fn inset(ui: &Ui) -> Frame {
    let t = tokens(ui);
    // On a white card an inset is told by its edge and a grey ground.
    let (fill, edge) = if t.dark_mode {
        (t.bg.inset, t.stroke.subtle)
    } else {
        (t.bg.panel, t.stroke.normal)
    };
    Frame::new()
        .fill(fill)
        .stroke(Stroke::new(t.stroke.width, edge))
        .corner_radius(shape().radius.control)
}

/// Returns the frame of what floats over the window.
pub fn overlay(ui: &Ui, radius: u8) -> Frame {
    overlay_of(ui.ctx(), radius)
}

/// Returns the frame of what floats over the window.
pub fn overlay_of(ctx: &egui::Context, radius: u8) -> Frame {
    let t = tokens_of(ctx);
    let edge = if t.name == "contrast" {
        // There the shadow is invisible, so the edge has to do it.
        t.stroke.strong
    } else {
        t.stroke.normal
    };
    Frame::new()
        .fill(t.bg.overlay)
        .stroke(Stroke::new(t.stroke.width, edge))
        .corner_radius(radius)
        .shadow(shadow(t))
}

/// How a tile is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tile {
    /// Grey.
    Plain,
    /// The accent.
    Accent,
    /// Danger.
    Danger,
}

/// Draws a 36-point tile with an icon.
pub fn tile(ui: &mut Ui, glyph: &str, kind: Tile) {
    let t = tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(36.0, 36.0), egui::Sense::hover());
    let (fill, ink, weight) = match kind {
        Tile::Plain => (t.bg.track, t.text.secondary, paint::Weight::Regular),
        Tile::Accent => (t.accent.fill, t.text.on_solid, paint::Weight::Fill),
        Tile::Danger => (t.danger.bg, t.danger.fg, paint::Weight::Bold),
    };
    ui.painter()
        .rect_filled(rect, f32::from(shape().radius.card), fill);
    paint::icon(ui.painter(), rect.center(), glyph, 20.0, weight, ink);
}

/// Draws the app's own tile: 24 points in the rail, 56 on an empty screen.
pub fn mark(ui: &mut Ui, size: f32) {
    let t = tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(size, size), egui::Sense::hover());
    ui.painter().rect_filled(rect, size / 4.0, t.accent.fill);
    let glyph = crate::ui::icons::KEY;
    let icon_size = if size > 40.0 { 32.0 } else { 16.0 };
    paint::icon(
        ui.painter(),
        rect.center(),
        glyph,
        icon_size,
        paint::Weight::Fill,
        t.text.on_solid,
    );
}

/// Draws the initials of a person.
pub fn avatar(ui: &mut Ui, initials: &str) {
    let t = tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(36.0, 36.0), egui::Sense::hover());
    ui.painter()
        .circle_filled(rect.center(), 18.0, t.accent.tint);
    if crate::ui::present::is_on(ui) {
        let glyph = crate::ui::icons::USER;
        let weight = paint::Weight::Fill;
        paint::icon(
            ui.painter(),
            rect.center(),
            glyph,
            18.0,
            weight,
            t.accent.text,
        );
        return;
    }
    let galley = paint::one_line(ui, Style::Heading, initials, t.accent.text, 32.0);
    let left = rect.center().x - galley.size().x / 2.0;
    paint::line_at(ui.painter(), pos2(left, rect.center().y), galley);
}
