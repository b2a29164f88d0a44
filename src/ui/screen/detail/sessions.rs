//! All sessions of a profile.

use egui::{Rect, Sense, Stroke, Ui, pos2, vec2};

use crate::app::command::Command;
use crate::app::view::{Meter, SessionRow, SessionsTab, Tone};
use crate::model::words;
use crate::ui::Asks;
use crate::ui::theme::{shape, tokens};
use crate::ui::widget::button::Size;
use crate::ui::widget::paint::{self, Ring};
use crate::ui::widget::state::{Mark, state};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{action, banner, card, tooltip};

/// Draws the sessions, one row each, and what can be done with all of them.
pub fn sessions_ui(ui: &mut Ui, tab: &SessionsTab, asks: &mut Asks) {
    card::full_row(ui, shape().height.control, |ui| {
        asks.ask(action::action(ui, &tab.add, Size::Small));
        card::at_end(ui, |ui| {
            for act in tab.all.iter().rev() {
                asks.ask(action::action(ui, act, Size::Small));
            }
        });
    });
    if let Some(meter) = &tab.meter {
        meter_ui(ui, meter);
    }
    card::frame(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 0.0;
        let last = tab.rows.len().saturating_sub(1);
        for (index, row) in tab.rows.iter().enumerate() {
            row_ui(ui, row, index == last, asks);
        }
    });
}

/// Draws the meter of approvals: one mark for each, and what the next login would end.
fn meter_ui(ui: &mut Ui, meter: &Meter) {
    let t = tokens(ui);
    card::full_row(ui, 24.0, |ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        let size = vec2(meter.of as f32 * 16.0 - 4.0, 4.0);
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        let full = meter.warning.is_some();
        for mark in 0..meter.of {
            let left = rect.left() + mark as f32 * 16.0;
            let place = Rect::from_min_size(pos2(left, rect.top()), vec2(12.0, 4.0));
            let fill = match (mark < meter.used, full) {
                (true, true) => t.warn.fill,
                (true, false) => t.accent.fill,
                (false, _) => t.bg.track,
            };
            ui.painter().rect_filled(place, 2.0, fill);
        }
        let response = text::truncated(ui, Style::Small, &meter.text, t.text.secondary);
        tooltip::attach(response, Some(&meter.hint), None);
    });
    if let Some(warning) = &meter.warning {
        banner::banner(ui, Tone::Warn, warning, |_| ());
    }
}

fn row_ui(ui: &mut Ui, row: &SessionRow, last: bool, asks: &mut Asks) {
    let t = tokens(ui);
    let size = vec2(ui.available_width(), 64.0);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let id = ui.scope_id().with(("session", row.session_id.as_str()));
    let response = ui.interact(rect, id, Sense::click());
    let name = format!("{}, {}", row.user, row.state.text);
    response.widget_info(|| {
        egui::WidgetInfo::selected(egui::Role::ListItem, true, row.is_selected, &name)
    });
    let fill = match (row.is_selected, response.hovered()) {
        (true, _) => t.bg.selected,
        (false, true) => t.bg.hover,
        (false, false) => egui::Color32::TRANSPARENT,
    };
    ui.painter().rect_filled(rect.shrink(1.0), 7.0, fill);
    paint::focus_ring_of(ui, &response, 8, Ring::Inside);
    if !last {
        let stroke = Stroke::new(t.stroke.width, t.stroke.normal);
        ui.painter()
            .hline(rect.x_range(), rect.bottom() - 0.5, stroke);
    }
    if response.clicked() {
        asks.command(Command::SelectSession(row.session_id.clone()));
    }
    let inside = rect.shrink2(vec2(16.0, 0.0));
    let actions = Rect::from_min_max(pos2(inside.right() - 40.0, inside.top()), inside.max);
    card::row(ui, actions, |ui| {
        card::at_end(ui, |ui| {
            asks.ask(action::more_of(ui, &row.user, &row.actions, Size::Mini));
        });
    });
    let split = inside.left() + (inside.width() - 48.0) * 0.44;
    let left = Rect::from_min_max(inside.min, pos2(split - 12.0, inside.bottom()));
    lines(ui, left, |ui| {
        text::truncated(ui, Style::Strong, &row.user, t.text.primary);
        text::truncated(ui, Style::Mono, &row.org, t.text.tertiary);
    });
    let right = Rect::from_min_max(
        pos2(split, inside.top()),
        pos2(actions.left(), inside.bottom()),
    );
    lines(ui, right, |ui| {
        state(ui, Mark::from(row.state.kind), &row.state.text);
        let told = words::with(
            "window-session-row",
            &[
                ("issued", &row.issued),
                ("expires", &row.expires),
                ("checked", &row.last_check),
            ],
        );
        let response = text::truncated(ui, Style::Small, told, t.text.tertiary);
        let print = words::with("window-session-print", &[("print", &row.fingerprint)]);
        tooltip::attach(response, Some(&print), None);
    });
}

fn lines(ui: &mut Ui, rect: Rect, content: impl FnOnce(&mut Ui)) {
    let place = Rect::from_center_size(rect.center(), vec2(rect.width(), 40.0));
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(place));
    child.spacing_mut().item_spacing.y = 2.0;
    content(&mut child);
}
