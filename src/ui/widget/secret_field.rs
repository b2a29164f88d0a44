//! Secret fields: the only widget that may hold a secret.
//!
//! One shows what is kept, masked to a fixed length, and reveals it while the
//! eye is held. The other edits a [`SecretDraft`].

use std::time::Duration;

use egui::{
    Align, Frame, Id, Key, Margin, Rect, Response, Role, Sense, Stroke, StrokeKind, TextEdit, Ui,
    WidgetInfo, pos2, text_edit::TextEditState, vec2,
};

use super::button::{Button, Size};
use super::card;
use super::copy_button::{CopyAsk, copy_button};
use super::paint::{self, Ring, Weight};
use super::text::{self, Style};
use crate::app::view::Copied;
use crate::model::secret::{Revealed, SecretDraft};
use crate::model::words;
use crate::ui::icons;
use crate::ui::theme::{font, shape, tokens};

/// The mask: one length for all secrets.
pub const MASK: &str = "••••••••••••••••";

/// How a kept secret stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept<'a> {
    /// In the vault.
    Yes,
    /// There is none; with the reason.
    None(&'a str),
    /// The vault is locked.
    Locked,
}

/// What a person asked of a kept secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretAsk {
    /// Fetch it, the eye is held.
    Reveal,
    /// Drop it, the eye was released.
    Hide,
    /// Copy it.
    Copy,
    /// Clear the clipboard now.
    ClearNow,
    /// Unlock the vault.
    Unlock,
}

/// A kept secret.
#[must_use = "a field does nothing until it is shown"]
pub struct SecretField<'a> {
    /// What it is, for those who cannot see the label.
    pub name: &'a str,
    /// How it stands.
    pub kept: Kept<'a>,
    /// The secret, while the eye is held and the engine has brought it.
    pub revealed: Option<&'a Revealed>,
    /// Seconds until it hides itself.
    pub hides_in_secs: u32,
    /// Small words beside the mask.
    pub note: &'a str,
    /// How a copy stands.
    pub copied: Option<&'a Copied>,
}

impl SecretField<'_> {
    /// Draws it over the width there is.
    pub fn show(self, ui: &mut Ui) -> Option<SecretAsk> {
        let t = tokens(ui);
        let size = vec2(ui.available_width(), shape().height.control);
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        let said = match self.kept {
            Kept::Yes => words::with("window-secret-hidden", &[("name", self.name)]),
            Kept::None(_) => words::with("window-secret-none-named", &[("name", self.name)]),
            Kept::Locked => words::with("window-secret-locked-named", &[("name", self.name)]),
        };
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
        let frame = card::inset(ui);
        ui.painter().rect(
            rect,
            frame.corner_radius,
            frame.fill,
            frame.stroke,
            StrokeKind::Inside,
        );
        let inside = Rect::from_min_max(
            pos2(rect.left() + 10.0, rect.top()),
            pos2(rect.right() - 4.0, rect.bottom()),
        );
        card::row(ui, inside, |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            match self.kept {
                Kept::Yes => self.present(ui),
                Kept::None(why) => {
                    text::truncated(ui, Style::Body, why, t.text.tertiary);
                    None
                }
                Kept::Locked => locked(ui),
            }
        })
    }

    fn present(&self, ui: &mut Ui) -> Option<SecretAsk> {
        let t = tokens(ui);
        let mut ask = None;
        card::at_end(ui, |ui| {
            let copy = words::with("window-copy-named", &[("name", self.name)]);
            ask = copy_button(ui, &copy, self.copied).map(|ask| match ask {
                CopyAsk::Copy => SecretAsk::Copy,
                CopyAsk::ClearNow => SecretAsk::ClearNow,
            });
            ask = eye(ui, self.name).or(ask);
            if self.revealed.is_some() {
                let seconds = self.hides_in_secs.to_string();
                let words = words::with("window-secret-hides-in", &[("seconds", &seconds)]);
                text::line(ui, Style::Small, words, t.text.tertiary);
                ui.ctx().request_repaint_after(Duration::from_secs(1));
            }
            card_rest(ui, |ui| match self.revealed {
                // Painted, never a label: a label would enter the accessibility tree.
                Some(revealed) => paint_line(ui, Style::Mono, revealed.expose(), t.text.primary),
                None => {
                    paint_mask(ui);
                    if !self.note.is_empty() {
                        ui.add_space(10.0);
                        text::truncated(ui, Style::Small, self.note, t.text.tertiary);
                    }
                }
            });
        });
        ask
    }
}

fn card_rest(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    ui.with_layout(egui::Layout::left_to_right(Align::Center), content);
}

pub(super) fn paint_line(ui: &mut Ui, style: Style, words: &str, colour: egui::Color32) {
    let room = ui.available_width() - 8.0;
    let galley = paint::one_line(ui, style, words, colour, room);
    let (rect, _) = ui.allocate_exact_size(galley.size(), Sense::hover());
    paint::line_at(ui.painter(), rect.left_center(), galley);
}

pub(super) fn paint_mask(ui: &mut Ui) {
    let colour = tokens(ui).text.tertiary;
    let font = egui::FontId::new(14.0, egui::FontFamily::Name("mono-medium".into()));
    let bullet = ui
        .painter()
        .layout_no_wrap("•".to_owned(), font.clone(), colour);
    // As much of it as there is room for, the same for every secret.
    let most = (ui.available_width() / bullet.size().x.max(1.0)) as usize;
    let mask: String = MASK.chars().take(most).collect();
    let galley = ui.painter().layout_no_wrap(mask, font, colour);
    let (rect, _) = ui.allocate_exact_size(galley.size(), Sense::hover());
    paint::line_at(ui.painter(), rect.left_center(), galley);
}

fn held_id(ui: &Ui, name: &str) -> Id {
    ui.scope_id().with(("eye held", name))
}

/// Returns true while the eye of this name is held, and not for too long.
pub(super) fn is_held(ui: &Ui, name: &str) -> bool {
    let since: Option<f64> = ui.data(|data| data.get_temp(held_id(ui, name)));
    since.is_some_and(|since| since >= 0.0)
}

/// The eye: reveals while it is held by the mouse or by Space, at most ten seconds.
pub(super) fn eye(ui: &mut Ui, name: &str) -> Option<SecretAsk> {
    let words = words::with("window-reveal-named", &[("name", name)]);
    let hint = words::text("window-reveal-hint");
    let held_before_id = held_id(ui, name);
    let since: Option<f64> = ui.data(|data| data.get_temp(held_before_id));
    let glyph = if since.is_some() {
        icons::EYE_SLASH
    } else {
        icons::EYE
    };
    let response = ui.add(
        Button::icon_only(glyph, &words)
            .size(Size::Mini)
            .hint(&hint)
            .holds(),
    );
    let (now, space, focused) =
        ui.input(|input| (input.time, input.key_down(Key::Space), input.focused));
    let wants =
        focused && (response.is_pointer_button_down_on() || (response.has_focus() && space));
    let limit = f64::from(shape().seconds.reveal);
    match (wants, since) {
        (true, None) => {
            ui.data_mut(|data| data.insert_temp(held_before_id, now));
            Some(SecretAsk::Reveal)
        }
        (true, Some(began)) if began >= 0.0 && now - began > limit => {
            // Over, although still held: it must be released before it may begin again.
            ui.data_mut(|data| data.insert_temp(held_before_id, -1.0));
            Some(SecretAsk::Hide)
        }
        (true, Some(_)) => {
            ui.ctx().request_repaint_after(Duration::from_millis(250));
            None
        }
        (false, Some(began)) => {
            ui.data_mut(|data| data.remove_temp::<f64>(held_before_id));
            (began >= 0.0).then_some(SecretAsk::Hide)
        }
        (false, None) => None,
    }
}

fn locked(ui: &mut Ui) -> Option<SecretAsk> {
    let t = tokens(ui);
    paint::icon_ui(
        ui,
        icons::LOCK_SIMPLE,
        14.0,
        Weight::Regular,
        t.text.tertiary,
    );
    ui.add_space(4.0);
    let word = words::text("window-secret-locked");
    text::line(ui, Style::Body, word, t.text.tertiary);
    card::at_end(ui, |ui| {
        let unlock = words::text("window-unlock");
        let kind = super::button::Kind::Ghost;
        ui.add(Button::new(&unlock).kind(kind).size(Size::Mini))
            .clicked()
            .then_some(SecretAsk::Unlock)
    })
}

/// Draws a field in which a secret can be typed; it is masked, and leaves no undo history behind.
///
/// `kept` shows the mask while nothing is typed: a secret is kept already.
pub fn secret_edit(
    ui: &mut Ui,
    id: Id,
    name: &str,
    draft: &mut SecretDraft,
    hint: &str,
    wrong: bool,
) -> Response {
    let t = tokens(ui);
    let size = vec2(ui.available_width(), shape().height.control);
    let ground = ui.painter().add(egui::Shape::Noop);
    let style = Style::Mono;
    let output = TextEdit::singleline(draft.buffer())
        .id(id)
        .password(true)
        .font(font(style.measure()))
        .text_color(t.text.primary)
        .frame(Frame::NONE.inner_margin(Margin::symmetric(10, 0)))
        .align(egui::Align2::LEFT_CENTER)
        .min_size(size)
        .desired_width(size.x)
        .char_limit(4096)
        .hint_text(text::rich(Style::Body, hint, t.text.tertiary))
        .show(ui);
    dress_box(ui, ground, name, output.response.response, wrong)
}

/// Draws the edge of a box in which a secret was typed, names it, and leaves no undo history behind.
pub(super) fn dress_box(
    ui: &mut Ui,
    ground: egui::layers::ShapeIdx,
    name: &str,
    response: Response,
    wrong: bool,
) -> Response {
    let t = tokens(ui);
    // egui keeps what was typed in its undo history, in plain text.
    if let Some(mut state) = TextEditState::load(ui.ctx(), response.id) {
        state.clear_undoer();
        state.store(ui.ctx(), response.id);
    }
    let label = name.to_owned();
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label(label));
    let edge = if wrong {
        t.danger.fg
    } else if response.hovered() {
        t.stroke.strong
    } else {
        t.stroke.control
    };
    let radius = shape().radius.control;
    ui.painter().set(
        ground,
        egui::epaint::RectShape::new(
            response.rect,
            radius,
            t.bg.inset,
            Stroke::new(t.stroke.width, edge),
            StrokeKind::Inside,
        ),
    );
    paint::focus_ring_of(ui, &response, radius, Ring::Inside);
    response
}
