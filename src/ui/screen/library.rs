//! The library: list and detail, side by side where there is room.

use egui::{CursorIcon, Id, Rect, Sense, Ui, pos2};

use super::detail::{self, Back};
use super::list::{self, Moving, Rows};
use super::zone::{right_edge, zone};
use crate::app::view::{Banner, Detail, DetailBody, List};
use crate::ui::Asks;
use crate::ui::looks::Looks;
use crate::ui::theme::{shape, tokens};
use crate::ui::widget::banner;
use crate::ui::widget::profile_row::Density;

/// How the window is folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    /// Rail, list and detail.
    Three,
    /// Folded rail, narrow list, detail.
    Two,
    /// Folded rail, and the list or the detail.
    One,
}

impl Fold {
    /// Returns the fold of a window of a width, in points.
    #[must_use]
    pub fn of(width: f32) -> Self {
        let fold = &shape().fold;
        if width >= fold.three_zones {
            Self::Three
        } else if width >= fold.narrow_list {
            Self::Two
        } else {
            Self::One
        }
    }
}

/// Returns true when an open exchange needs the room of the rail and of the wide list.
#[must_use]
pub fn wants_room(detail: Option<&Detail>) -> bool {
    detail.is_some_and(|detail| matches!(&detail.body, DetailBody::Run(run) if run.exchange.is_some() || run.problem.is_some()))
}

/// Draws list and detail over the room there is.
#[expect(clippy::too_many_arguments, reason = "one call, from the window")]
pub fn library_ui(
    ui: &mut Ui,
    fold: Fold,
    banners: &[Banner],
    list: &List,
    detail: Option<&Detail>,
    rows: Rows<'_>,
    looks: &mut Looks,
    asks: &mut Asks,
) {
    let t = tokens(ui);
    if !banners.is_empty() {
        egui::Frame::new()
            .fill(t.bg.panel)
            .inner_margin(12)
            .show(ui, |ui| asks.ask(banner::banners(ui, banners)));
    }
    let whole = ui.available_rect_before_wrap();
    let Some(detail) = detail else {
        let fit = (density_of(whole.width()), Moving::Points);
        zone(ui, whole, "list", t.bg.panel, |ui| {
            list::list_ui(ui, list, rows, fit, looks, asks);
        });
        return;
    };
    if fold == Fold::One {
        zone(ui, whole, "detail", t.bg.panel, |ui| {
            detail::detail_ui(ui, detail, Back::Shown, looks, asks);
        });
        return;
    }
    let (width, density) = list_width(fold, whole.width(), looks);
    let left = Rect::from_min_max(whole.min, pos2(whole.left() + width, whole.bottom()));
    let right = Rect::from_min_max(pos2(left.right(), whole.top()), whole.max);
    zone(ui, left, "list", t.bg.panel, |ui| {
        list::list_ui(ui, list, rows, (density, Moving::Opens), looks, asks);
    });
    right_edge(ui, left);
    zone(ui, right, "detail", t.bg.panel, |ui| {
        detail::detail_ui(ui, detail, Back::Hidden, looks, asks);
    });
    if fold == Fold::Three {
        drag_edge(ui, left, whole.width(), looks);
    }
}

fn list_width(fold: Fold, room: f32, looks: &Looks) -> (f32, Density) {
    let widths = &shape().width;
    if fold != Fold::Three {
        return (widths.list_narrow, Density::Narrow);
    }
    let most = most(room);
    let usual = if has_table(room) {
        (room * 0.62).max(TABLE)
    } else {
        widths.list
    };
    let width = looks
        .list_width
        .unwrap_or(usual)
        .clamp(widths.list_narrow, most.max(widths.list_narrow));
    (width, density_of(width))
}

/// The narrowest list that is drawn as the full table.
const TABLE: f32 = 760.0;

fn density_of(width: f32) -> Density {
    match width {
        width if width < 380.0 => Density::Narrow,
        width if width < TABLE => Density::Wide,
        _ => Density::Table,
    }
}

/// There is room for the full table beside the detail.
fn has_table(room: f32) -> bool {
    room >= 1600.0 - shape().width.rail
}

/// How far the edge of the list can be dragged.
fn most(room: f32) -> f32 {
    let widest = if has_table(room) { room } else { 640.0 };
    (room - shape().width.detail_min).min(widest)
}

fn drag_edge(ui: &Ui, left: Rect, room: f32, looks: &mut Looks) {
    let edge = Rect::from_min_max(
        pos2(left.right() - 3.0, left.top()),
        pos2(left.right() + 3.0, left.bottom()),
    );
    // Nothing for the keyboard: what cannot be used with it is no stop of Tab.
    let sense = Sense::DRAG | Sense::CLICK;
    let response = ui
        .interact(edge, Id::unique("list edge"), sense)
        .on_hover_and_drag_cursor(CursorIcon::ResizeHorizontal);
    let widths = &shape().width;
    if response.double_clicked() {
        looks.list_width = None;
    } else if response.dragged() {
        let width = left.width() + response.drag_delta().x;
        looks.list_width = Some(width.clamp(widths.list_narrow, most(room)));
    }
}
