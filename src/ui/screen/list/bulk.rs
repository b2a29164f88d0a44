//! The bar over the list: what is marked, what can be done with it, and how far an act on many is.

use egui::{Rect, Ui, pos2, vec2};

use crate::app::view::{Bulk, Progress};
use crate::model::words as catalogue;
use crate::ui::Asks;
use crate::ui::theme::{shape, tokens};
use crate::ui::widget::button::{Button, Size};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{action, badge, bar, card};

/// How the bar fits the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// Buttons in words.
    Wide,
    /// Icons.
    Narrow,
    /// Count and menu.
    Tight,
}

/// Draws the bar over the floor of the list.
pub(super) fn bulk_ui(ui: &mut Ui, whole: Rect, bulk: &Bulk, asks: &mut Asks) {
    let height = shape().height.bulk_bar;
    let edge = if whole.width() < 320.0 { 8.0 } else { 12.0 };
    let room = Rect::from_min_max(
        pos2(whole.left() + edge, whole.bottom() - 16.0 - height),
        pos2(whole.right() - edge, whole.bottom() - 16.0),
    );
    let fit = match room.width() {
        width if width >= 900.0 => Fit::Wide,
        width if width >= 380.0 => Fit::Narrow,
        _ => Fit::Tight,
    };
    // What lies under it must not be hit through it.
    ui.interact(
        room,
        ui.scope_id().with("bulk bar"),
        egui::Sense::CLICK | egui::Sense::DRAG,
    );
    let frame = card::overlay(ui, shape().radius.bar);
    ui.painter().add(frame.paint(room));
    let inside = Rect::from_min_max(
        pos2(room.left() + 14.0, room.top()),
        pos2(room.right() - 8.0, room.bottom()),
    );
    let (asked, used) = card::end_of(ui, inside, "bulk", |ui| buttons(ui, bulk, fit));
    asks.ask(asked);
    let left = Rect::from_min_max(
        inside.min,
        pos2(inside.right() - used - 8.0, inside.bottom()),
    );
    words(ui, left, bulk, fit);
}

fn buttons(ui: &mut Ui, bulk: &Bulk, fit: Fit) -> Option<crate::app::view::Ask> {
    ui.spacing_mut().item_spacing.x = if fit == Fit::Wide { 8.0 } else { 2.0 };
    let mut asked = None;
    if fit == Fit::Tight {
        let what = catalogue::text("window-bulk-marked");
        return action::more_of(ui, &what, &bulk.actions, Size::Small);
    }
    for act in &bulk.actions {
        // The detail beside it has buttons with the same words.
        let name = catalogue::with("window-bulk-named", &[("act", &act.label)]);
        let glyph = action::icon(&act.ask);
        let button = if fit == Fit::Wide {
            Button::new(&act.label).icon(glyph)
        } else {
            Button::icon_only(glyph, &act.label)
        };
        let button = button.kind(action::kind(act.look)).size(Size::Small);
        if action::add(ui, button.name(&name), act).clicked() {
            asked = Some(act.ask.clone());
        }
    }
    asked
}

fn words(ui: &mut Ui, room: Rect, bulk: &Bulk, fit: Fit) {
    let t = tokens(ui);
    card::row(ui, room, |ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        if let Some(worst) = bulk.worst.as_ref().filter(|_| fit != Fit::Tight) {
            badge::badge(ui, worst, badge::Size::Normal);
        }
        crate::ui::screen::zone::column(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            if !bulk.count.is_empty() {
                text::truncated(ui, Style::Strong, &bulk.count, t.text.primary);
            }
            match &bulk.progress {
                Some(progress) => progress_ui(ui, progress),
                None => {
                    text::truncated(ui, Style::Small, &bulk.summary, t.text.secondary);
                }
            }
        });
    });
}

fn progress_ui(ui: &mut Ui, progress: &Progress) {
    let ink = tokens(ui).text.link;
    let part = progress.done as f32 / progress.total.max(1) as f32;
    text::truncated(ui, Style::Small, &progress.text, ink);
    let size = vec2(ui.available_width().min(320.0), 4.0);
    ui.allocate_ui(size, |ui| bar::progress(ui, part, &progress.text));
}
