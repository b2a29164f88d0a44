//! Dialogs and sheets: over the window, with a scrim; Esc cancels, and the keyboard starts on Cancel.

use egui::{Align, Align2, Area, Context, Id, Layout, Margin, Modal, Ui, vec2};

use super::card::{self, Tile};
use super::paint;
use super::text::{self, Style};
use crate::ui::theme::{shape, tokens, tokens_of};

/// Opens a dialog of a width over the window; `None` in the answer means it goes on.
pub fn dialog<R>(
    ctx: &Context,
    name: &str,
    width: f32,
    content: impl FnOnce(&mut Ui) -> R,
) -> (R, bool) {
    over(ctx, name, width, |area| area, content)
}

/// Opens a sheet of a width over the window, near its top; true: it was closed.
pub fn sheet<R>(
    ctx: &Context,
    name: &str,
    width: f32,
    content: impl FnOnce(&mut Ui) -> R,
) -> (R, bool) {
    let top = sheet_top(ctx);
    let place = |area: Area| area.anchor(Align2::CENTER_TOP, vec2(0.0, top));
    over(ctx, name, width, place, content)
}

/// Where a sheet begins, in points from the top of the window.
fn sheet_top(ctx: &Context) -> f32 {
    let height = ctx.content_rect().height();
    if height < shape().fold.short_height {
        24.0
    } else {
        88.0
    }
}

/// Returns how high the content of a sheet may be.
#[must_use]
pub fn sheet_room(ctx: &Context) -> f32 {
    ctx.content_rect().height() - sheet_top(ctx) - 24.0
}

fn over<R>(
    ctx: &Context,
    name: &str,
    width: f32,
    place: impl FnOnce(Area) -> Area,
    content: impl FnOnce(&mut Ui) -> R,
) -> (R, bool) {
    let t = tokens_of(ctx);
    let scrim = t.bg.scrim.gamma_multiply(t.scrim_alpha);
    let frame = card::overlay_of(ctx, shape().radius.dialog);
    let room = ctx.content_rect().width() - 48.0;
    let id = Id::unique(("dialog", name));
    let modal = Modal::new(id)
        .area(place(Modal::default_area(id).accessible_name(name)))
        .backdrop_color(scrim)
        .frame(frame)
        .show(ctx, |ui| {
            ui.set_width(width.min(room));
            ui.spacing_mut().item_spacing.y = 0.0;
            content(ui)
        });
    let close = modal.should_close();
    (modal.inner, close)
}

/// Draws head, body and a footer of buttons with the room dialogs have.
pub fn body<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    egui::Frame::new()
        .inner_margin(Margin {
            left: 20,
            right: 20,
            top: 14,
            bottom: 16,
        })
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 12.0;
            content(ui)
        })
        .inner
}

/// Draws the head of a dialog: a tile, the title, a line under it.
pub fn head(ui: &mut Ui, icon: &str, tile: Tile, title: &str, under: impl FnOnce(&mut Ui)) {
    let ink = tokens(ui).text.primary;
    egui::Frame::new()
        .inner_margin(Margin {
            left: 20,
            right: 20,
            top: 20,
            bottom: 0,
        })
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.with_layout(Layout::left_to_right(Align::TOP), |ui| {
                ui.spacing_mut().item_spacing.x = 12.0;
                card::tile(ui, icon, tile);
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 4.0;
                    text::text(ui, Style::Title, title, ink);
                    card::full_row(ui, shape().height.badge, |ui| {
                        ui.spacing_mut().item_spacing.x = 8.0;
                        under(ui);
                    });
                });
            });
        });
}

/// Draws the footer of a dialog; buttons are added from the right.
pub fn footer<R>(ui: &mut Ui, hint: &str, buttons: impl FnOnce(&mut Ui) -> R) -> R {
    let t = tokens(ui);
    paint::hairline(ui, t.stroke.normal);
    egui::Frame::new()
        .inner_margin(Margin::symmetric(20, 12))
        .show(ui, |ui| {
            card::full_row(ui, shape().height.control, |ui| {
                text::line(ui, Style::Small, hint, t.text.tertiary);
                card::at_end(ui, buttons)
            })
        })
        .inner
}

/// Gives the keyboard to a control in the first frame of its dialog.
pub fn start_on(ui: &Ui, response: &egui::Response) {
    let frame = ui.ctx().cumulative_pass_nr();
    let seen: Option<u64> = ui.data(|data| data.get_temp(response.id));
    if seen.is_none_or(|last| last + 3 < frame) {
        response.request_focus();
    }
    ui.data_mut(|data| data.insert_temp(response.id, frame));
}
