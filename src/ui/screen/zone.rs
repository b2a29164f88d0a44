//! Zones: the parts of the window, and what several screens put into one.

use egui::{Id, Margin, Pos2, Rect, ScrollArea, Stroke, Ui, UiBuilder, pos2};

use crate::app::view::{Action, Ask, Look};
use crate::ui::theme::{shape, tokens};
use crate::ui::widget::button::Size;
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{action, card};

/// Draws into a part of the window, on a ground of its own.
pub fn zone<R>(
    ui: &mut Ui,
    rect: Rect,
    name: &str,
    fill: egui::Color32,
    content: impl FnOnce(&mut Ui) -> R,
) -> R {
    ui.painter().rect_filled(rect, 0.0, fill);
    note(ui, rect, name);
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect).id_salt(name));
    child.set_clip_rect(rect.intersect(ui.clip_rect()));
    child.spacing_mut().item_spacing.y = 0.0;
    content(&mut child)
}

/// The zones of this frame, as they were drawn: an inner one after the one it stands in.
type Drawn = Vec<(String, Rect)>;

fn key() -> Id {
    Id::unique("zones of the window")
}

fn note(ui: &Ui, rect: Rect, name: &str) {
    ui.data_mut(|data| {
        let drawn: &mut Drawn = data.get_temp_mut_or_default(key());
        drawn.push((name.to_owned(), rect));
    });
}

/// Forgets the zones of the last frame.
pub fn clear(ui: &Ui) {
    ui.data_mut(|data| data.insert_temp(key(), Drawn::new()));
}

/// Returns the zones drawn so far that hold a point, the outermost first.
#[must_use]
pub fn around(ui: &Ui, point: Pos2) -> Vec<String> {
    let drawn: Drawn = ui.data(|data| data.get_temp(key())).unwrap_or_default();
    let holds = |(name, rect): (String, Rect)| rect.contains(point).then_some(name);
    drawn.into_iter().filter_map(holds).collect()
}

/// Returns where a zone was drawn in this frame.
#[must_use]
pub fn place_of(ui: &Ui, name: &str) -> Option<Rect> {
    let drawn: Drawn = ui.data(|data| data.get_temp(key())).unwrap_or_default();
    drawn
        .into_iter()
        .find_map(|(one, rect)| (one == name).then_some(rect))
}

/// Draws the line at the right edge of a zone.
pub fn right_edge(ui: &Ui, rect: Rect) {
    let t = tokens(ui);
    let stroke = Stroke::new(t.stroke.width, t.stroke.subtle);
    ui.painter()
        .vline(rect.right() - 0.5, rect.y_range(), stroke);
}

/// Draws the head of a tool: tile, title, a line under it, actions at the end.
pub fn tool_head(
    ui: &mut Ui,
    icon: &str,
    title: &str,
    under: &str,
    actions: &[Action],
) -> Option<Ask> {
    let t = tokens(ui);
    let mut ask = None;
    let (rect, _) =
        ui.allocate_exact_size(egui::vec2(ui.available_width(), 66.0), egui::Sense::hover());
    let inside = rect.shrink2(egui::vec2(shape().space.x5, 0.0));
    // The primary one ends the row, as everywhere.
    let (primary, others): (Vec<_>, Vec<_>) =
        actions.iter().partition(|act| act.look == Look::Primary);
    let ((), width) = card::end_of(ui, inside, title, |ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        for act in others.into_iter().chain(primary) {
            ask = action::action(ui, act, Size::Small).or(ask.take());
        }
    });
    let left = Rect::from_min_max(inside.min, pos2(inside.right() - width, inside.bottom()));
    card::row(ui, left, |ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        card::tile(ui, icon, card::Tile::Plain);
        column(ui, |ui| {
            text::truncated(ui, Style::Title, title, t.text.primary);
            if !under.is_empty() {
                text::truncated(ui, Style::Small, under, t.text.tertiary);
            }
        });
    });
    let stroke = Stroke::new(t.stroke.width, t.stroke.subtle);
    ui.painter()
        .hline(rect.x_range(), rect.bottom() - 0.5, stroke);
    ask
}

/// Draws lines from the left, one under the other and centred as a block, in what a row has left.
pub fn column<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    let rect = ui.available_rect_before_wrap();
    let layout = egui::Layout::top_down(egui::Align::LEFT);
    let size_id = ui.next_auto_id().with("column height");
    let height: f32 = ui.data(|data| data.get_temp(size_id)).unwrap_or(40.0);
    let top = rect.center().y - height / 2.0;
    let place = Rect::from_min_max(
        pos2(rect.left(), top),
        pos2(rect.right(), top + height.max(1.0)),
    );
    let mut child = ui.new_child(UiBuilder::new().max_rect(place).layout(layout));
    child.spacing_mut().item_spacing.y = 2.0;
    let result = content(&mut child);
    let used = child.min_rect();
    if (used.height() - height).abs() > 0.5 {
        ui.data_mut(|data| data.insert_temp(size_id, used.height()));
        ui.ctx()
            .request_discard("the height of a block of lines became known");
    }
    ui.advance_cursor_after_rect(used);
    result
}

/// Draws content that scrolls, with the room at its edges.
pub fn scrolled<R>(ui: &mut Ui, name: &str, content: impl FnOnce(&mut Ui) -> R) -> R {
    ScrollArea::vertical()
        .id_salt(name)
        .auto_shrink([false, false])
        .show(ui, |ui| {
            egui::Frame::new()
                .inner_margin(Margin {
                    left: 20,
                    right: 20,
                    top: 12,
                    bottom: 16,
                })
                .show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    ui.spacing_mut().item_spacing.y = 12.0;
                    content(ui)
                })
                .inner
        })
        .inner
}
