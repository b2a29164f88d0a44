//! States: an icon and a word, in a row or as a pill in a card's head.

use egui::{Color32, Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::paint::{self, Weight};
use super::ring;
use super::text::Style;
use crate::app::view::StateKind;
use crate::ui::icons;
use crate::ui::theme::{Tokens, tokens};

/// What a state looks like; the words beside it say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Works.
    Active,
    /// Ends in under five minutes.
    Soon,
    /// Over.
    Expired,
    /// Ended on the server.
    Revoked,
    /// Only a new login helps.
    NeedsLogin,
    /// A policy blocks it.
    Blocked,
    /// No connection.
    Unreachable,
    /// The vault is locked.
    Locked,
    /// No login yet.
    Never,
    /// Something runs.
    Busy,
    /// The last try failed.
    Failed,
}

impl From<StateKind> for Mark {
    fn from(kind: StateKind) -> Self {
        match kind {
            StateKind::Active => Self::Active,
            StateKind::ExpiresSoon => Self::Soon,
            StateKind::Expired => Self::Expired,
            StateKind::Revoked => Self::Revoked,
            StateKind::NeedsLogin => Self::NeedsLogin,
            StateKind::Blocked => Self::Blocked,
            StateKind::Unreachable => Self::Unreachable,
            StateKind::Failed => Self::Failed,
            StateKind::Locked => Self::Locked,
            StateKind::NeverLoggedIn => Self::Never,
            StateKind::Busy => Self::Busy,
        }
    }
}

impl Mark {
    /// Returns the icon that goes with it, for places that have no room for its colour.
    #[must_use]
    pub fn glyph(self) -> &'static str {
        match self {
            Self::Active => icons::CHECK_CIRCLE,
            Self::Soon => icons::CLOCK_COUNTDOWN,
            Self::Expired => icons::CLOCK_COUNTER_CLOCKWISE,
            Self::Revoked => icons::X_CIRCLE,
            Self::NeedsLogin => icons::SIGN_IN,
            Self::Blocked => icons::PROHIBIT,
            Self::Unreachable => icons::PLUGS,
            Self::Locked => icons::LOCK_SIMPLE,
            Self::Never | Self::Busy => icons::CIRCLE_DASHED,
            Self::Failed => icons::WARNING_CIRCLE,
        }
    }
}

/// Ground, edge and ink of a pill; icon and ink in a row.
struct Look {
    glyph: &'static str,
    weight: Weight,
    icon: Color32,
    words: Color32,
    pill: [Color32; 3],
}

fn look(t: &Tokens, mark: Mark) -> Look {
    use Weight::{Bold, Fill};
    let plain = [t.bg.card, t.stroke.normal, t.text.tertiary];
    let warn = [t.warn.bg, t.warn.stroke, t.warn.fg];
    let danger = [t.danger.bg, t.danger.stroke, t.danger.fg];
    let (glyph, weight, icon, words, pill) = match mark {
        Mark::Active => (
            icons::CHECK_CIRCLE,
            Fill,
            t.success.fg,
            t.text.secondary,
            [t.success.bg, t.success.stroke, t.success.fg],
        ),
        Mark::Soon => (icons::CLOCK_COUNTDOWN, Fill, t.warn.fg, t.warn.fg, warn),
        Mark::Expired => (
            icons::CLOCK_COUNTER_CLOCKWISE,
            Bold,
            t.text.tertiary,
            t.text.tertiary,
            plain,
        ),
        Mark::Revoked => (
            icons::X_CIRCLE,
            Fill,
            t.text.tertiary,
            t.text.tertiary,
            plain,
        ),
        Mark::NeedsLogin => (icons::SIGN_IN, Bold, t.warn.fg, t.warn.fg, warn),
        Mark::Blocked => (icons::PROHIBIT, Fill, t.danger.fg, t.danger.fg, danger),
        Mark::Unreachable => (icons::PLUGS, Bold, t.warn.fg, t.warn.fg, warn),
        Mark::Locked => (
            icons::LOCK_SIMPLE,
            Fill,
            t.text.tertiary,
            t.text.tertiary,
            plain,
        ),
        Mark::Never => (
            icons::CIRCLE_DASHED,
            Bold,
            t.text.tertiary,
            t.text.tertiary,
            plain,
        ),
        Mark::Busy => (
            icons::CIRCLE_NOTCH,
            Bold,
            t.text.link,
            t.text.link,
            [t.accent.tint, t.accent.tint, t.text.link],
        ),
        Mark::Failed => (
            icons::WARNING_CIRCLE,
            Fill,
            t.danger.fg,
            t.danger.fg,
            danger,
        ),
    };
    Look {
        glyph,
        weight,
        icon,
        words,
        pill,
    }
}

const ICON: f32 = 14.0;
const GAP: f32 = 4.0;

/// Paints icon and words with their middle on a height, from a left edge; returns their width.
pub(super) fn paint(ui: &Ui, at: egui::Pos2, mark: Mark, words: &str, width: f32) -> f32 {
    let look = look(tokens(ui), mark);
    let center = pos2(at.x + ICON / 2.0, at.y);
    if mark == Mark::Busy {
        ring::busy(ui, center, ICON);
    } else {
        let painter = ui.painter();
        paint::icon(painter, center, look.glyph, ICON, look.weight, look.icon);
    }
    let room = width - ICON - GAP;
    let galley = paint::one_line(ui, Style::Small, words, look.words, room);
    let used = ICON + GAP + galley.size().x;
    paint::line_at(ui.painter(), pos2(at.x + ICON + GAP, at.y), galley);
    used
}

/// Returns how wide icon and words are, in points.
pub(super) fn width(ui: &Ui, words: &str, room: f32) -> f32 {
    let ink = Color32::PLACEHOLDER;
    let galley = paint::one_line(ui, Style::Small, words, ink, room - ICON - GAP);
    ICON + GAP + galley.size().x
}

/// Draws a state in the layout.
pub fn state(ui: &mut Ui, mark: Mark, words: &str) -> Response {
    let room = ui.available_width();
    let galley = paint::one_line(
        ui,
        Style::Small,
        words,
        Color32::PLACEHOLDER,
        room - ICON - GAP,
    );
    let size = vec2(ICON + GAP + galley.size().x, 16.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    if ui.is_rect_visible(rect) {
        paint(ui, rect.left_center(), mark, words, room);
    }
    response
}

/// Draws a state as a pill.
pub fn pill(ui: &mut Ui, mark: Mark, words: &str) -> Response {
    let t = tokens(ui);
    let look = look(t, mark);
    let [ground, edge, ink] = look.pill;
    let galley = paint::one_line(ui, Style::Micro, words, ink, 240.0);
    let size = vec2(6.0 + ICON + GAP + galley.size().x + 8.0, 20.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    if ui.is_rect_visible(rect) {
        let stroke = Stroke::new(t.stroke.width, edge);
        paint::plate(ui.painter(), rect, 10, ground, stroke);
        let center = pos2(rect.left() + 6.0 + ICON / 2.0, rect.center().y);
        if mark == Mark::Busy {
            ring::busy(ui, center, ICON);
        } else {
            let painter = ui.painter();
            paint::icon(painter, center, look.glyph, ICON, look.weight, ink);
        }
        let left = pos2(center.x + ICON / 2.0 + GAP, rect.center().y);
        paint::line_at(ui.painter(), left, galley);
    }
    response
}
