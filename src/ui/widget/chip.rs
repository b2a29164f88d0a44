//! Chips: scopes and filters.

use egui::{Color32, Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::paint::{self, Ring, Weight};
use super::text::{Mixed, Style};
use crate::ui::icons;
use crate::ui::theme::{shape, tokens};

/// What a chip says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chip<'a> {
    /// Granted, or simply there.
    Plain,
    /// Chosen.
    Chosen,
    /// Asked for, but not granted; with the words that say so.
    Missing(&'a str),
    /// No longer granted.
    Gone,
    /// Opens more.
    More,
}

/// Draws a chip that only tells.
pub fn chip(ui: &mut Ui, words: &str, kind: Chip<'_>) -> Response {
    draw(ui, words, kind, Sense::hover(), Style::Mono)
}

/// Draws a chip that can be pressed and holds a code, a scope for example.
pub fn chip_button(ui: &mut Ui, words: &str, kind: Chip<'_>) -> Response {
    draw(ui, words, kind, Sense::click(), Style::Mono)
}

/// Draws a chip that can be pressed and holds words: a filter, a choice.
pub fn word_chip(ui: &mut Ui, words: &str, kind: Chip<'_>) -> Response {
    draw(ui, words, kind, Sense::click(), Style::Small)
}

fn draw(ui: &mut Ui, words: &str, kind: Chip<'_>, sense: Sense, style: Style) -> Response {
    let t = tokens(ui);
    let plain = (
        Color32::TRANSPARENT,
        t.stroke.normal,
        t.text.secondary,
        None,
    );
    let (fill, edge, ink, icon) = match kind {
        Chip::Plain => plain,
        Chip::Chosen => (
            t.accent.tint,
            t.accent.fill,
            t.text.primary,
            Some((icons::CHECK, Weight::Regular, t.accent.text)),
        ),
        Chip::Missing(_) => (
            t.warn.bg,
            t.warn.stroke,
            t.warn.fg,
            Some((icons::WARNING, Weight::Fill, t.warn.fg)),
        ),
        Chip::Gone => (Color32::TRANSPARENT, t.stroke.normal, t.text.tertiary, None),
        Chip::More => (
            Color32::TRANSPARENT,
            Color32::TRANSPARENT,
            t.text.secondary,
            Some((icons::PLUS, Weight::Regular, t.text.secondary)),
        ),
    };
    let style = if kind == Chip::More {
        Style::Small
    } else {
        style
    };
    let mut text = Mixed::default().with(style, words, ink);
    if let Chip::Missing(why) = kind {
        text = text.after(6.0, Style::Small, why, ink);
    }
    let mut job = text.job();
    if kind == Chip::Gone {
        for section in &mut job.sections {
            section.format.strikethrough = Stroke::new(1.0, ink);
        }
    }
    job.wrap.max_width = (ui.available_width() - 40.0).max(60.0);
    job.wrap.max_rows = 1;
    let galley = ui.painter().layout_job(job);
    let icon_room = if icon.is_some() { 20.0 } else { 0.0 };
    let size = vec2(16.0 + icon_room + galley.size().x, shape().height.chip);
    let (rect, response) = ui.allocate_exact_size(size, sense);
    let name = match kind {
        Chip::Missing(why) => format!("{words} {why}"),
        _ => words.to_owned(),
    };
    let pressable = sense.senses_click();
    response.widget_info(|| {
        if pressable {
            WidgetInfo::selected(Role::Button, true, kind == Chip::Chosen, &name)
        } else {
            WidgetInfo::labeled(Role::Label, true, &name)
        }
    });
    if ui.is_rect_visible(rect) {
        let hovered = pressable && response.hovered();
        let edge = if hovered && kind == Chip::Plain {
            t.stroke.strong
        } else {
            edge
        };
        let fill = if hovered && kind != Chip::Chosen {
            t.bg.hover
        } else {
            fill
        };
        let radius = shape().radius.control;
        let stroke = Stroke::new(t.stroke.width, edge);
        paint::plate(ui.painter(), rect, radius, fill, stroke);
        paint::focus_ring_of(ui, &response, radius, Ring::Outside);
        if let Some((glyph, weight, colour)) = icon {
            let center = pos2(rect.left() + 15.0, rect.center().y);
            paint::icon(ui.painter(), center, glyph, 14.0, weight, colour);
        }
        let left = pos2(rect.left() + 8.0 + icon_room, rect.center().y);
        paint::line_at(ui.painter(), left, galley);
    }
    response
}
