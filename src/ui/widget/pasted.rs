//! A pasted text: the box that takes it, and its hidden form, which is revealed while the eye is held.

use egui::{
    Align, FontId, Frame, Id, Layout, Margin, Response, ScrollArea, Sense, TextEdit, Ui,
    text::{LayoutJob, TextFormat},
    vec2,
};

use super::secret_field::{SecretAsk, dress_box, eye, is_held, paint_mask};
use super::text::{self, Style};
use super::{card, tooltip};
use crate::model::secret::SecretDraft;
use crate::model::words;
use crate::ui::theme::{font, tokens};

/// As many characters as can be taken apart.
const LIMIT: usize = 1024 * 1024;
/// The most characters that are painted: more would only cost time.
const PAINTED: usize = 8_192;

/// Draws the box that takes a text; it is masked as it is typed, and leaves no undo history behind.
pub fn paste_box(ui: &mut Ui, id: Id, name: &str, draft: &mut SecretDraft, hint: &str) -> Response {
    let t = tokens(ui);
    let size = vec2(ui.available_width(), 76.0);
    let ground = ui.painter().add(egui::Shape::Noop);
    let output = ui
        .allocate_ui(size, |ui| {
            TextEdit::multiline(draft.buffer())
                .id(id)
                .password(true)
                .font(font(Style::Mono.measure()))
                .text_color(t.text.primary)
                .frame(Frame::NONE.inner_margin(Margin::symmetric(12, 10)))
                .min_size(size)
                .desired_width(size.x)
                .desired_rows(3)
                .char_limit(LIMIT)
                .hint_text(text::rich(Style::Body, hint, t.text.tertiary))
                .show(ui)
        })
        .inner;
    dress_box(ui, ground, name, output.response.response, false)
}

/// Draws a text that was taken apart: hidden, and painted in its parts while the eye is held.
pub fn pasted_ui(ui: &mut Ui, draft: &mut SecretDraft, hidden: &str, is_jwt: bool) {
    let t = tokens(ui);
    let name = words::text("window-inspect-text");
    card::inset(ui)
        .inner_margin(Margin::symmetric(12, 10))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 6.0;
            let mut held = false;
            // The eye comes first: what it reveals must not move it from under the hand.
            card::full_row(ui, 24.0, |ui| {
                ui.spacing_mut().item_spacing.x = 10.0;
                card::at_end(ui, |ui| {
                    // What was read from a file is not in the window, so there is nothing to hold.
                    if !draft.is_empty()
                        && matches!(eye(ui, &name), Some(SecretAsk::Reveal | SecretAsk::Hide))
                    {
                        ui.ctx().request_repaint();
                    }
                    held = !draft.is_empty() && is_held(ui, &name);
                    card::rest(ui, |ui| {
                        ui.spacing_mut().item_spacing.x = 10.0;
                        if !held {
                            paint_mask(ui);
                        }
                        text::truncated(ui, Style::Small, hidden, t.text.tertiary);
                    });
                });
            });
            if held {
                revealed(ui, draft.buffer(), is_jwt);
            }
            if is_jwt {
                card::full_row(ui, 20.0, |ui| {
                    ui.spacing_mut().item_spacing.x = 14.0;
                    legend(ui);
                });
            }
        });
}

/// What the three colours of a JWT mean, in words.
fn legend(ui: &mut Ui) {
    let t = tokens(ui);
    for (key, ink) in [
        ("window-inspect-part-header", t.syntax.jwt_header),
        ("window-inspect-part-payload", t.syntax.jwt_payload),
        ("window-inspect-part-signature", t.syntax.jwt_signature),
    ] {
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            let (rect, _) = ui.allocate_exact_size(vec2(6.0, 6.0), Sense::hover());
            ui.painter().circle_filled(rect.center(), 3.0, ink);
            text::line(ui, Style::Small, words::text(key), t.text.secondary);
        });
    }
}

/// Paints the text, and never makes a label of it: a label would enter the accessibility tree.
fn revealed(ui: &mut Ui, whole: &str, is_jwt: bool) {
    let t = tokens(ui);
    let mono: FontId = font(Style::Mono.measure());
    let end = whole
        .char_indices()
        .nth(PAINTED)
        .map_or(whole.len(), |(at, _)| at);
    let shown = whole.get(..end).unwrap_or_default();
    let mut job = LayoutJob::default();
    job.wrap.break_anywhere = true;
    job.wrap.max_width = ui.available_width();
    let inks = [
        t.syntax.jwt_header,
        t.syntax.jwt_payload,
        t.syntax.jwt_signature,
    ];
    let plain = |ink| TextFormat::simple(mono.clone(), ink);
    if is_jwt {
        for (index, part) in shown.splitn(3, '.').enumerate() {
            if index > 0 {
                job.append(".", 0.0, plain(t.syntax.punctuation));
            }
            let ink = inks.get(index).copied().unwrap_or(t.text.primary);
            job.append(part, 0.0, plain(ink));
        }
    } else {
        job.append(shown, 0.0, plain(t.text.primary));
    }
    let galley = ui.painter().layout_job(job);
    ScrollArea::vertical()
        .id_salt("revealed text")
        .max_height(180.0)
        .show(ui, |ui| {
            ui.with_layout(Layout::top_down(Align::LEFT), |ui| {
                let (rect, _) = ui.allocate_exact_size(galley.size(), Sense::hover());
                ui.painter().galley(rect.min, galley, t.text.primary);
            });
        });
}

/// Shows all of a text that was cut.
pub fn whole(response: Response, text: &str) -> Response {
    tooltip::attach(response, Some(text), None)
}
