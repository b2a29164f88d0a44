//! Activity: what happened on this machine, the newest first.

use egui::{ScrollArea, Sense, Ui, vec2};

use crate::app::view::{ActivityLine, ActivityView, Tone};
use crate::model::words;
use crate::ui::screen::zone;
use crate::ui::theme::tokens;
use crate::ui::widget::paint::{self, Ring, Weight};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{banner, card, empty};
use crate::ui::{Asks, icons};

const ROW: f32 = 34.0;

/// Draws the screen over the room there is.
pub fn activity_ui(ui: &mut Ui, activity: &ActivityView, asks: &mut Asks) {
    let title = words::text("window-activity");
    let under = words::text("window-activity-under");
    let glyph = icons::CLOCK_COUNTER_CLOCKWISE;
    asks.ask(zone::tool_head(ui, glyph, &title, &under, &[]));
    if activity.lines.is_empty() {
        empty::empty(ui, glyph, &activity.empty, "", |_| ());
        return;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().auto_shrink(false).show_rows(
        ui,
        ROW,
        activity.lines.len(),
        |ui, range| {
            let first = range.start;
            for (offset, line) in activity
                .lines
                .get(range)
                .unwrap_or_default()
                .iter()
                .enumerate()
            {
                one(ui, line, first + offset, asks);
            }
        },
    );
}

fn one(ui: &mut Ui, line: &ActivityLine, index: usize, asks: &mut Asks) {
    let t = tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    if let Some(ask) = &line.ask {
        let id = ui.scope_id().with(("activity", index));
        let response = ui.interact(rect, id, Sense::click());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &line.text));
        if response.hovered() {
            ui.painter().rect_filled(rect, 0.0, t.bg.hover);
        }
        paint::focus_ring_of(ui, &response, 0, Ring::Inside);
        if response.clicked() {
            asks.ask(Some(ask.clone()));
        }
    }
    let floor = egui::Rect::from_min_max(egui::pos2(rect.left(), rect.bottom() - 1.0), rect.max);
    ui.painter().rect_filled(floor, 0.0, t.stroke.subtle);
    card::row(ui, rect.shrink2(vec2(20.0, 0.0)), |ui| {
        ui.allocate_ui_with_layout(vec2(140.0, 16.0), *ui.layout(), |ui| {
            ui.set_min_width(140.0);
            text::truncated(ui, Style::Small, &line.when, t.text.tertiary);
        });
        let [_, _, ink] = banner::colours(t, line.tone);
        let glyph = match line.tone {
            Tone::Neutral => icons::CIRCLE,
            tone => banner::icon(tone),
        };
        paint::icon_ui(ui, glyph, 14.0, Weight::Fill, ink);
        card::at_end(ui, |ui| {
            text::line(ui, Style::Small, &line.profile, t.text.tertiary);
            card::rest(ui, |ui| {
                text::truncated(ui, Style::Small, &line.text, t.text.primary);
            });
        });
    });
}
