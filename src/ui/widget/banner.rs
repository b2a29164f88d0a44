//! Banners, at the top of the zone they concern.

use egui::{Align, Frame, Layout, Margin, Stroke, Ui};

use super::action;
use super::button::Size;
use super::paint::{self, Weight};
use super::text::{self, Style};
use crate::app::view::{Ask, Banner, Tone};
use crate::ui::icons;
use crate::ui::theme::{Tokens, shape, tokens};

/// Returns the icon of a tone.
#[must_use]
pub fn icon(tone: Tone) -> &'static str {
    match tone {
        Tone::Info | Tone::Neutral | Tone::Busy => icons::INFO,
        Tone::Warn => icons::WARNING,
        Tone::Danger => icons::X_CIRCLE,
        Tone::Success => icons::CHECK_CIRCLE,
    }
}

/// Returns ground, edge and ink of a tone.
#[must_use]
pub fn colours(t: &Tokens, tone: Tone) -> [egui::Color32; 3] {
    match tone {
        Tone::Neutral => [t.bg.card, t.stroke.normal, t.text.secondary],
        Tone::Info => [t.info.bg, t.info.stroke, t.info.fg],
        Tone::Warn => [t.warn.bg, t.warn.stroke, t.warn.fg],
        Tone::Danger => [t.danger.bg, t.danger.stroke, t.danger.fg],
        Tone::Success => [t.success.bg, t.success.stroke, t.success.fg],
        Tone::Busy => [t.accent.tint, t.accent.fill, t.text.link],
    }
}

/// Between two of them, in points.
const GAP: f32 = 8.0;

/// Draws the banners of a zone.
pub fn banners(ui: &mut Ui, list: &[Banner]) -> Option<Ask> {
    let mut ask = None;
    for (at, one) in list.iter().enumerate() {
        if at > 0 {
            // Some screens lay out without a gap of their own.
            ui.add_space((GAP - ui.spacing().item_spacing.y).max(0.0));
        }
        banner(ui, one.tone, &one.text, |ui| {
            if let Some(act) = &one.action {
                ask = action::action_words(ui, act, Size::Mini).or(ask.take());
            }
        });
    }
    ask
}

/// Draws a banner; `action` adds at most one button at its end.
pub fn banner(ui: &mut Ui, tone: Tone, words: &str, action: impl FnOnce(&mut Ui)) {
    banner_with(ui, tone, icon(tone), words, action);
}

/// Draws a banner with an icon of its own.
pub fn banner_with(
    ui: &mut Ui,
    tone: Tone,
    glyph: &str,
    words: &str,
    action: impl FnOnce(&mut Ui),
) {
    let t = tokens(ui);
    let [ground, edge, ink] = colours(t, tone);
    Frame::new()
        .fill(ground)
        .stroke(Stroke::new(t.stroke.width, edge))
        .corner_radius(shape().radius.card)
        .inner_margin(Margin::symmetric(11, 9))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.with_layout(Layout::left_to_right(Align::TOP), |ui| {
                ui.spacing_mut().item_spacing.x = 10.0;
                ui.vertical(|ui| {
                    ui.add_space(2.0);
                    ui.set_max_width(16.0);
                    paint::icon_ui(ui, glyph, 16.0, Weight::Fill, ink);
                });
                ui.with_layout(Layout::right_to_left(Align::TOP), |ui| {
                    ui.spacing_mut().item_spacing.x = 8.0;
                    action(ui);
                    ui.with_layout(Layout::left_to_right(Align::TOP), |ui| {
                        text::text(ui, Style::Body, words, t.text.primary);
                    });
                });
            });
        });
}
