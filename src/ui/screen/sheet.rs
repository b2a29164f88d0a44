//! Sheets over the window: the palette, the shortcuts, what a code means; and what they share.

mod explain;
mod palette;
mod shortcuts;

use egui::{
    Align, Context, EventFilter, FontId, Frame, Id, Key, Layout, Margin, Modifiers, Rect,
    ScrollArea, TextEdit, Ui, pos2, vec2,
};

use crate::app::command::Command;
use crate::app::view::{PaletteItem, Sheet};
use crate::model::words;
use crate::ui::theme::{font, tokens};
use crate::ui::widget::found_row::{self, found_row};
use crate::ui::widget::paint::{self, Weight};
use crate::ui::widget::text::{self, Style, rich};
use crate::ui::widget::{card, kbd};
use crate::ui::{Asks, icons};

/// Width of a sheet, in points.
const WIDTH: f32 = 640.0;
/// Height of the field at its head.
const FIELD: f32 = 52.0;
/// Height of the label of a group, and the room between two groups.
const LABEL: f32 = 26.0;
const GROUP_GAP: f32 = 6.0;
/// Height of the line at its foot.
const FOOT: f32 = 38.0;

/// Draws the open sheet.
pub fn sheet_ui(ctx: &Context, sheet: &Sheet, asks: &mut Asks) {
    let close = match sheet {
        Sheet::Palette(shown) => palette::palette_ui(ctx, shown, asks),
        Sheet::Shortcuts(groups) => shortcuts::shortcuts_ui(ctx, groups),
        Sheet::Explain(shown) => explain::explain_ui(ctx, shown, asks),
    };
    if close {
        asks.command(Command::Dismiss);
    }
}

/// What the keys of a search ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pressed {
    Step(isize),
    Scope { back: bool },
    Enter { stay: bool },
    Close,
}

/// Takes the keys that move and run, before the field gets them.
fn pressed(ui: &Ui) -> Option<Pressed> {
    const PAGE: isize = 8;
    ui.input_mut(|input| {
        let mut is = |modifiers, key| input.consume_key(modifiers, key);
        if is(Modifiers::COMMAND, Key::Enter) {
            Some(Pressed::Enter { stay: true })
        } else if is(Modifiers::NONE, Key::Enter) {
            Some(Pressed::Enter { stay: false })
        } else if is(Modifiers::SHIFT, Key::Tab) {
            Some(Pressed::Scope { back: true })
        } else if is(Modifiers::NONE, Key::Tab) {
            Some(Pressed::Scope { back: false })
        } else if is(Modifiers::NONE, Key::ArrowDown) {
            Some(Pressed::Step(1))
        } else if is(Modifiers::NONE, Key::ArrowUp) {
            Some(Pressed::Step(-1))
        } else if is(Modifiers::NONE, Key::PageDown) {
            Some(Pressed::Step(PAGE))
        } else if is(Modifiers::NONE, Key::PageUp) {
            Some(Pressed::Step(-PAGE))
        } else if is(Modifiers::NONE, Key::Escape) {
            Some(Pressed::Close)
        } else {
            None
        }
    })
}

/// Draws the field at the head of a sheet; `end` draws at its end. Returns what is typed now, where it changed.
fn field(
    ui: &mut Ui,
    name: &str,
    hint: &str,
    query: &str,
    end: impl FnOnce(&mut Ui),
) -> (Id, Option<String>) {
    let t = tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), FIELD), egui::Sense::hover());
    let center = pos2(rect.left() + 26.0, rect.center().y);
    let glyph = icons::MAGNIFYING_GLASS;
    paint::icon(
        ui.painter(),
        center,
        glyph,
        18.0,
        Weight::Regular,
        t.text.tertiary,
    );
    let tail = Rect::from_min_max(pos2(rect.right() - 140.0, rect.top()), rect.max);
    let inside = tail.with_max_x(rect.right() - 16.0);
    let mut side = ui.new_child(
        egui::UiBuilder::new()
            .max_rect(inside)
            .layout(Layout::right_to_left(Align::Center)),
    );
    side.spacing_mut().item_spacing.x = 6.0;
    end(&mut side);
    let room = Rect::from_min_max(pos2(rect.left() + 46.0, rect.top()), tail.left_bottom());
    let id = Id::unique(("sheet field", name));
    let mut typed = query.to_owned();
    let large = FontId::new(16.0, font(Style::Body.measure()).family);
    let edit = TextEdit::singleline(&mut typed)
        .id(id)
        .font(large.clone())
        .text_color(t.text.primary)
        .frame(Frame::NONE)
        .align(egui::Align2::LEFT_CENTER)
        .min_size(room.size())
        .desired_width(room.width())
        .char_limit(100)
        .hint_text(rich(Style::Body, hint, t.text.tertiary).font(large))
        // Tab and the arrows move in what was found, and Esc closes.
        .event_filter(EventFilter {
            tab: true,
            horizontal_arrows: true,
            vertical_arrows: true,
            escape: true,
        });
    let response = ui.put(room, edit);
    ui.ctx()
        .accesskit_node_builder(id, |node| node.set_label(name.to_owned()));
    if !response.has_focus() {
        response.request_focus();
    }
    paint::hairline(ui, t.stroke.normal);
    (id, response.changed().then_some(typed))
}

/// Draws what was found, in groups; returns the place that was pressed.
fn found(
    ui: &mut Ui,
    field: Id,
    groups: &[(&str, &[PaletteItem])],
    at: usize,
    height: f32,
) -> Option<usize> {
    let t = tokens(ui);
    let mut pressed = None;
    let mut place = 0;
    let seen_id = field.with("seen");
    let count: usize = groups.iter().map(|(_, items)| items.len()).sum();
    let seen: Option<(usize, usize)> = ui.data(|data| data.get_temp(seen_id));
    let is_moved = seen != Some((at, count));
    ui.data_mut(|data| data.insert_temp(seen_id, (at, count)));
    ScrollArea::vertical()
        .max_height(height)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            Frame::new()
                .inner_margin(Margin::symmetric(10, 6))
                .show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    ui.spacing_mut().item_spacing.y = 0.0;
                    for (label, items) in groups {
                        if !label.is_empty() {
                            if place > 0 {
                                ui.add_space(GROUP_GAP);
                            }
                            let size = vec2(ui.available_width(), LABEL);
                            let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
                            let inside = rect.with_min_x(rect.left() + 11.0);
                            card::row(ui, inside, |ui| {
                                text::line(ui, Style::Micro, *label, t.text.tertiary);
                            });
                        }
                        for item in *items {
                            let chosen = place == at;
                            let response = found_row(ui, item, chosen);
                            if chosen {
                                ui.ctx().accesskit_node_builder(field, |node| {
                                    node.set_active_descendant(response.id.accesskit_id());
                                });
                                if is_moved {
                                    // With the label of its group, where it is the first.
                                    let rect = response.rect.expand2(vec2(0.0, 32.0));
                                    ui.scroll_to_rect(rect, None);
                                }
                            }
                            if response.clicked() {
                                pressed = Some(place);
                            }
                            place += 1;
                        }
                    }
                });
        });
    pressed
}

/// How high what was found is drawn, so that the sheet does not jump for one row more or less.
fn rows_height(room: f32, groups: &[(&str, &[PaletteItem])]) -> f32 {
    let rows: usize = groups.iter().map(|(_, items)| items.len()).sum();
    let labels = groups.iter().filter(|(label, _)| !label.is_empty()).count();
    let wanted = 12.0
        + rows as f32 * found_row::HEIGHT
        + labels as f32 * LABEL
        + labels.saturating_sub(1) as f32 * GROUP_GAP;
    wanted
        .min((room - FIELD - FOOT - 2.0).max(120.0))
        .min(560.0)
}

/// Draws the keys at the foot; the last ones stand at the end.
fn foot(ui: &mut Ui, caps: &[(&[&str], &str)], last: (&str, &str)) {
    let t = tokens(ui);
    paint::hairline(ui, t.stroke.normal);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), FOOT), egui::Sense::hover());
    let inside = rect.shrink2(vec2(16.0, 0.0));
    card::row(ui, inside, |ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        for (keys, key) in caps {
            for cap in *keys {
                kbd::show(ui, cap);
            }
            text::line(ui, Style::Small, words::text(key), t.text.tertiary);
            ui.add_space(8.0);
        }
        card::at_end(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            text::line(ui, Style::Small, words::text(last.1), t.text.tertiary);
            kbd::show(ui, last.0);
        });
    });
}

/// Draws what stands there when nothing was found.
fn nothing(ui: &mut Ui, title: &str, key: &str) {
    let t = tokens(ui);
    ui.add_space(28.0);
    ui.vertical_centered(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        text::text(ui, Style::Strong, title, t.text.primary);
        text::text(ui, Style::Small, words::text(key), t.text.tertiary);
    });
    ui.add_space(28.0);
}
