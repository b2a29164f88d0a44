//! Activity: what was done in 30 days, filtered, the newest first.

use egui::style::ScrollAnimation;
use egui::{
    EventFilter, Key, Margin, Modifiers, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2,
};

use crate::app::command::Command;
use crate::app::view::{ActivityLine, ActivityRow, ActivityView, FilterChip, Tone};
use crate::model::words;
use crate::ui::screen::{detail, zone};
use crate::ui::theme::tokens;
use crate::ui::widget::button::{Button, Kind, Size};
use crate::ui::widget::chip::{Chip, word_chip};
use crate::ui::widget::paint::{self, Ring, Weight};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::text_field::TextField;
use crate::ui::widget::{banner, card, group, menu};
use crate::ui::{Asks, icons};

const ROW: f32 = 34.0;
/// With less room than this the profile's name is left out.
const WIDE: f32 = 760.0;

/// Draws the screen over the room there is.
pub fn activity_ui(ui: &mut Ui, activity: &ActivityView, asks: &mut Asks) {
    let title = words::text("window-activity");
    let glyph = icons::CLOCK_COUNTER_CLOCKWISE;
    let actions = &activity.actions;
    asks.ask(zone::tool_head(ui, glyph, &title, &activity.count, actions));
    filters(ui, activity, asks);
    if let Some(nothing) = &activity.empty {
        detail::empty_ui(ui, glyph, nothing, asks);
        return;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().auto_shrink(false).show_rows(
        ui,
        ROW,
        activity.rows.len(),
        |ui, range| {
            let first = range.start;
            let rows = activity.rows.get(range).unwrap_or_default();
            for (offset, row) in rows.iter().enumerate() {
                match row {
                    ActivityRow::Day(day) => day_ui(ui, day),
                    ActivityRow::Line(line) => {
                        line_ui(ui, line, (&activity.rows, first + offset), asks);
                    }
                }
            }
        },
    );
}

fn filters(ui: &mut Ui, activity: &ActivityView, asks: &mut Asks) {
    let t = tokens(ui);
    let frame = egui::Frame::new().inner_margin(Margin::symmetric(20, 10));
    let shown = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
        ui.horizontal_wrapped(|ui| {
            let name = words::text("window-activity-search");
            let mut text = activity.filter.text.clone();
            let width = ui.available_width().min(280.0);
            TextField::new(&name, &mut text)
                .search(icons::FUNNEL_SIMPLE, None)
                .hint(&name)
                .width(width)
                .show(ui);
            if text != activity.filter.text {
                let mut filter = activity.filter.clone();
                filter.text = text;
                asks.command(Command::ShowActivity(filter));
            }
            for one in &activity.chips {
                let kind = if one.is_on { Chip::Chosen } else { Chip::Plain };
                if word_chip(ui, &one.label, kind).clicked() {
                    asks.command(Command::ShowActivity(one.filter.clone()));
                }
            }
            if activity.profiles.len() > 1 {
                profiles(ui, &activity.profiles, asks);
            }
            for one in &activity.taken {
                taken(ui, one, asks);
            }
        });
    });
    let rect = shown.response.rect;
    let floor = Rect::from_min_max(pos2(rect.left(), rect.bottom() - 1.0), rect.max);
    ui.painter().rect_filled(floor, 0.0, t.stroke.subtle);
}

fn profiles(ui: &mut Ui, list: &[FilterChip], asks: &mut Asks) {
    let words = words::text("window-activity-profile");
    let opener = ui.add(
        Button::new(&words)
            .kind(Kind::Ghost)
            .size(Size::Mini)
            .caret(icons::CARET_DOWN),
    );
    menu::under(&opener, 280.0, |ui| {
        ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
            for one in list {
                let item = menu::Item::new(icons::APP_WINDOW, &one.label).on(one.is_on);
                if item.show(ui) {
                    asks.command(Command::ShowActivity(one.filter.clone()));
                }
            }
        });
    });
}

fn taken(ui: &mut Ui, one: &FilterChip, asks: &mut Asks) {
    let name = words::with("window-activity-take-off", &[("what", &one.label)]);
    let button = Button::new(&one.label)
        .name(&name)
        .icon(icons::X)
        .size(Size::Mini);
    if ui.add(button).clicked() {
        asks.command(Command::ShowActivity(one.filter.clone()));
    }
}

fn day_ui(ui: &mut Ui, day: &str) {
    let t = tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    ui.painter().rect_filled(rect, 0.0, t.bg.base);
    card::row(ui, rect.shrink2(vec2(20.0, 0.0)), |ui| {
        text::line(ui, Style::Micro, day, t.text.secondary);
    });
}

fn line_ui(ui: &mut Ui, line: &ActivityLine, at: (&[ActivityRow], usize), asks: &mut Asks) {
    let t = tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    if let Some(ask) = &line.ask
        && press(ui, line, at, rect)
    {
        asks.ask(Some(ask.clone()));
    }
    let floor = Rect::from_min_max(pos2(rect.left(), rect.bottom() - 1.0), rect.max);
    ui.painter().rect_filled(floor, 0.0, t.stroke.subtle);
    let is_wide = rect.width() >= WIDE;
    card::row(ui, rect.shrink2(vec2(20.0, 0.0)), |ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        clock(ui, line);
        card::at_end(ui, |ui| {
            if is_wide {
                let name = Rect::from_min_size(
                    pos2(ui.max_rect().right() - 160.0, rect.top()),
                    vec2(160.0, ROW),
                );
                ui.allocate_rect(name, Sense::hover());
                card::row(ui, name, |ui| {
                    card::at_end(ui, |ui| {
                        text::truncated(ui, Style::Small, &line.profile, t.text.tertiary);
                    });
                });
            }
            if let Some((token, ask)) = &line.token {
                let name = words::with(
                    "window-activity-same-token",
                    &[
                        ("token", token),
                        ("clock", &format!("{} {}", line.clock, line.text)),
                    ],
                );
                let button = Button::new(token)
                    .name(&name)
                    .hint(&name)
                    .icon(icons::FINGERPRINT)
                    .kind(Kind::Ghost)
                    .size(Size::Mini);
                if ui.add(button).clicked() {
                    asks.ask(Some(ask.clone()));
                }
            }
            card::rest(ui, |ui| words_ui(ui, line));
        });
    });
}

fn clock(ui: &mut Ui, line: &ActivityLine) {
    let t = tokens(ui);
    ui.allocate_ui_with_layout(vec2(64.0, 16.0), *ui.layout(), |ui| {
        ui.set_min_width(64.0);
        text::line(ui, Style::Small, &line.clock, t.text.tertiary);
    });
    let [_, _, ink] = banner::colours(t, line.tone);
    let (glyph, size) = match line.tone {
        Tone::Neutral if line.is_exchange => (icons::ARROWS_LEFT_RIGHT, 12.0),
        Tone::Neutral => (icons::CIRCLE, 14.0),
        tone => (banner::icon(tone), 14.0),
    };
    let (place, _) = ui.allocate_exact_size(vec2(16.0, 16.0), Sense::hover());
    let weight = if line.tone == Tone::Neutral {
        Weight::Regular
    } else {
        Weight::Fill
    };
    paint::icon(ui.painter(), place.center(), glyph, size, weight, ink);
}

fn words_ui(ui: &mut Ui, line: &ActivityLine) {
    let t = tokens(ui);
    let ink = if line.is_exchange {
        t.text.secondary
    } else {
        t.text.primary
    };
    let mut words = text::Mixed::default().with(Style::Small, &line.text, ink);
    if !line.code.is_empty() {
        words = words.after(8.0, Style::Mono, &line.code, t.danger.fg);
    }
    if !line.detail.is_empty() {
        words = words.after(8.0, Style::Mono, &line.detail, t.text.tertiary);
    }
    words.show_truncated(ui);
}

/// The row as a button; the arrows go from row to row.
fn press(ui: &Ui, line: &ActivityLine, (rows, index): (&[ActivityRow], usize), rect: Rect) -> bool {
    let id = |index: usize| ui.scope_id().with(("activity", index));
    let response = ui.interact(rect, id(index), Sense::click());
    let name = format!("{} {} {}", line.clock, line.text, line.code);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name.trim()));
    if response.hovered() {
        ui.painter().rect_filled(rect, 0.0, tokens(ui).bg.hover);
    }
    paint::focus_ring_of(ui, &response, 0, Ring::Inside);
    group::one_of("activity", &response, false);
    if response.has_focus() {
        let down = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::ArrowDown));
        let up = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::ArrowUp));
        // Otherwise the arrows would go to whatever is near.
        let filter = EventFilter {
            vertical_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let opens = |at: &usize| matches!(rows.get(*at), Some(ActivityRow::Line(line)) if line.ask.is_some());
        let to = match (down, up) {
            (true, _) => (index + 1..rows.len()).find(opens),
            (_, true) => (0..index).rev().find(opens),
            _ => None,
        };
        if let Some(to) = to {
            ui.memory_mut(|memory| memory.request_focus(id(to)));
            let way = (to as f32 - index as f32) * ROW;
            let target = rect.translate(vec2(0.0, way));
            ui.scroll_to_rect_animation(target, None, ScrollAnimation::none());
        }
    }
    response.clicked()
}
