//! What several widgets paint: icons, edges, focus rings, a line of text.

use std::sync::Arc;

use egui::{
    Align2, Color32, CornerRadius, FontFamily, FontId, Galley, Painter, Pos2, Rect, Response,
    Stroke, StrokeKind, Ui, pos2, text::TextWrapping,
};

use super::text::{self, Style};
use crate::ui::theme::{Tokens, tokens};

/// How heavy an icon is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Weight {
    /// Almost everywhere.
    #[default]
    Regular,
    /// Environments, states, what is chosen.
    Fill,
    /// Carets, ticks and ring-like states.
    Bold,
}

/// Returns the font of an icon.
#[must_use]
pub fn icon_font(size: f32, weight: Weight) -> FontId {
    let family = match weight {
        Weight::Regular => "icons",
        Weight::Fill => "icons-fill",
        Weight::Bold => "icons-bold",
    };
    FontId::new(size, FontFamily::Name(family.into()))
}

/// Paints an icon around a point.
pub fn icon(
    painter: &Painter,
    center: Pos2,
    glyph: &str,
    size: f32,
    weight: Weight,
    colour: Color32,
) {
    painter.text(
        center,
        Align2::CENTER_CENTER,
        glyph,
        icon_font(size, weight),
        colour,
    );
}

/// Puts an icon into the layout, `size` points wide and high; it has no name of its own.
pub fn icon_ui(ui: &mut Ui, glyph: &str, size: f32, weight: Weight, colour: Color32) -> Response {
    let (rect, response) = ui.allocate_exact_size(egui::Vec2::splat(size), egui::Sense::hover());
    if ui.is_rect_visible(rect) {
        icon(ui.painter(), rect.center(), glyph, size, weight, colour);
    }
    response
}

/// Lays out one line, shortened with "…" to a width.
#[must_use]
pub fn one_line(ui: &Ui, style: Style, words: &str, colour: Color32, width: f32) -> Arc<Galley> {
    let mut job =
        egui::text::LayoutJob::single_section(words.to_owned(), text::format(style, colour));
    job.wrap = TextWrapping::truncate_at_width(width.max(1.0));
    ui.painter().layout_job(job)
}

/// Paints a line with its middle on a height, from a left edge.
pub fn line_at(painter: &Painter, left_middle: Pos2, galley: Arc<Galley>) {
    let top = left_middle.y - galley.size().y / 2.0;
    painter.galley(pos2(left_middle.x, top), galley, Color32::PLACEHOLDER);
}

/// Paints a filled rectangle with its edge inside.
pub fn plate(painter: &Painter, rect: Rect, radius: u8, fill: Color32, edge: Stroke) {
    painter.rect(
        rect,
        CornerRadius::same(radius),
        fill,
        edge,
        StrokeKind::Inside,
    );
}

/// Where a focus ring stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ring {
    /// One point outside: buttons, chips.
    Outside,
    /// Inside: rows, fields, rail items.
    Inside,
}

/// Paints the focus ring.
pub fn focus_ring(painter: &Painter, t: &Tokens, rect: Rect, radius: u8, ring: Ring) {
    let stroke = Stroke::new(t.stroke.focus_width, t.accent.focus);
    let (rect, radius) = match ring {
        Ring::Outside => (rect.expand(1.0), radius.saturating_add(1)),
        Ring::Inside => (rect, radius),
    };
    let kind = match ring {
        Ring::Outside => StrokeKind::Outside,
        Ring::Inside => StrokeKind::Inside,
    };
    painter.rect_stroke(rect, CornerRadius::same(radius), stroke, kind);
}

/// Paints the focus ring of what has the keyboard.
pub fn focus_ring_of(ui: &Ui, response: &Response, radius: u8, ring: Ring) {
    if response.has_focus() {
        focus_ring(ui.painter(), tokens(ui), response.rect, radius, ring);
    }
}

/// Draws a line across the layout, one point high.
pub fn hairline(ui: &mut Ui, colour: Color32) {
    let (rect, _) =
        ui.allocate_exact_size(egui::vec2(ui.available_width(), 1.0), egui::Sense::hover());
    ui.painter().rect_filled(rect, 0.0, colour);
}
