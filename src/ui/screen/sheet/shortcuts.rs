//! The sheet of shortcuts: what the keys do.

use egui::{Context, Frame, Margin, ScrollArea, Sense, Ui, vec2};

use super::WIDTH;
use crate::app::view::ShortcutGroup;
use crate::model::words;
use crate::ui::theme::tokens;
use crate::ui::widget::button::Button;
use crate::ui::widget::dialog::{footer, sheet, sheet_room, start_on};
use crate::ui::widget::paint;
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{card, kbd};

/// Draws the sheet; true: it was closed.
pub(super) fn shortcuts_ui(ctx: &Context, groups: &[ShortcutGroup]) -> bool {
    let name = words::text("window-keys");
    let (pressed, close) = sheet(ctx, &name, WIDTH, |ui| {
        let t = tokens(ui);
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 52.0), Sense::hover());
        card::row(ui, rect.shrink2(vec2(20.0, 0.0)), |ui| {
            text::line(ui, Style::Title, &name, t.text.primary);
        });
        paint::hairline(ui, t.stroke.normal);
        ScrollArea::vertical()
            .max_height((sheet_room(ui.ctx()) - 52.0 - 60.0).max(120.0))
            .auto_shrink([false, true])
            .show(ui, |ui| {
                Frame::new()
                    .inner_margin(Margin::symmetric(20, 14))
                    .show(ui, |ui| columns(ui, groups));
            });
        footer(ui, "", |ui| {
            let words = words::text("window-close");
            let response = ui.add(Button::new(&words).keys("Esc"));
            start_on(ui, &response);
            response.clicked()
        })
    });
    pressed || close
}

/// Draws the groups in two columns of about the same height.
fn columns(ui: &mut Ui, groups: &[ShortcutGroup]) {
    let rows: usize = groups.iter().map(|group| group.rows.len() + 2).sum();
    let mut filled = 0;
    let first = groups
        .iter()
        .take_while(|group| {
            let is_first = filled == 0 || filled + group.rows.len() / 2 < rows / 2;
            filled += group.rows.len() + 2;
            is_first
        })
        .count();
    let (left, right) = groups.split_at(first.min(groups.len()));
    ui.spacing_mut().item_spacing.x = 40.0;
    ui.columns(2, |sides| {
        for (side, groups) in sides.iter_mut().zip([left, right]) {
            side.spacing_mut().item_spacing.y = 0.0;
            for group in groups {
                group_ui(side, group);
            }
        }
    });
}

fn group_ui(ui: &mut Ui, group: &ShortcutGroup) {
    let t = tokens(ui);
    text::line(ui, Style::Micro, &group.label, t.text.tertiary);
    ui.add_space(2.0);
    for (keys, words) in &group.rows {
        let (rect, response) =
            ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::hover());
        let spoken = format!("{words}, {}", kbd::shown(keys));
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &spoken));
        let cap = kbd::width(ui, keys);
        let room = rect.width() - cap - 16.0;
        let line = paint::one_line(ui, Style::Body, words, t.text.primary, room);
        paint::line_at(ui.painter(), rect.left_center(), line);
        kbd::paint(ui, rect.right_center() - vec2(cap, 0.0), keys, None);
    }
    ui.add_space(14.0);
}
