//! The rows of the list: drawn only where they are seen, chosen by mouse and keyboard.

use std::ops::Range;

use egui::{EventFilter, Id, Key, Modifiers, Popup, Rect, Response, ScrollArea, Ui, UiBuilder};

use super::Rows;
use crate::app::command::Command;
use crate::app::view::{List, ListRow};
use crate::ui::Asks;
use crate::ui::looks::Looks;
use crate::ui::theme::shape;
use crate::ui::widget::profile_row::{self, Chosen, Density, ProfileRow};
use crate::ui::widget::{action, group, menu};

/// Whether moving from row to row opens each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moving {
    /// The detail follows.
    Opens,
    /// The row has the keyboard, and Enter opens it.
    Points,
}

/// Draws the rows over the room there is.
pub(super) fn rows_ui(
    ui: &mut Ui,
    list: &List,
    rows: Rows<'_>,
    (density, moving): (Density, Moving),
    looks: &mut Looks,
    asks: &mut Asks,
) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let height = profile_row::height(density);
    // The last row must not hide behind the bar.
    let under_bar = if list.bulk.is_some() {
        shape().height.bulk_bar + 24.0
    } else {
        0.0
    };
    let page = ((ui.available_height() - under_bar) / height).floor();
    let mut area = ScrollArea::vertical()
        .auto_shrink(false)
        .id_salt("profiles");
    if let Some(wanted) = looks.rows_focus {
        let room = ui.available_height() - under_bar;
        area = keep_in_sight(area, wanted, height, looks.rows_top..looks.rows_top + room);
    }
    area.show_viewport(ui, |ui, seen| {
        looks.rows_top = seen.top();
        ui.set_height(list.rows as f32 * height + under_bar);
        let first = (seen.top() / height).floor().max(0.0) as usize;
        let after = ((seen.bottom() / height).ceil().max(0.0) as usize).min(list.rows);
        let top = ui.max_rect().top();
        let place = Rect::from_x_y_ranges(
            ui.max_rect().x_range(),
            top + first as f32 * height..=top + after as f32 * height,
        );
        ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
            for (index, row) in (first..).zip(rows(first..after)) {
                let response = row_ui(ui, list, &row, density, asks);
                group::one_of("profiles", &response, row.is_selected);
                if looks.rows_focus == Some(index) {
                    response.request_focus();
                    looks.rows_focus = None;
                }
                if response.has_focus() {
                    let at = At {
                        index,
                        page: page.max(2.0) as usize - 1,
                        moving,
                    };
                    keep_keys(ui, &response);
                    looks.rows_focus = keys(ui, list, rows, &at, &row, asks);
                }
            }
        });
    });
    if list.menu.is_some() && !Popup::is_any_open(ui.ctx()) {
        asks.command(Command::PointAt(None));
    }
}

/// Scrolls so that the row that shall have the keyboard is drawn.
fn keep_in_sight(area: ScrollArea, row: usize, height: f32, seen: Range<f32>) -> ScrollArea {
    let at = row as f32 * height;
    if at < seen.start {
        area.vertical_scroll_offset(at)
    } else if at + height > seen.end {
        area.vertical_scroll_offset(at + height - (seen.end - seen.start))
    } else {
        area
    }
}

fn row_ui(ui: &mut Ui, list: &List, row: &ListRow, density: Density, asks: &mut Asks) -> Response {
    let is_marking = list.is_marking();
    let chosen = match (is_marking, row.is_marked, row.is_selected) {
        (true, true, _) => Chosen::OneOfSeveral,
        (true, false, _) => Chosen::Spared,
        (false, _, true) => Chosen::Open,
        (false, _, false) => Chosen::No,
    };
    let drawn = ProfileRow {
        row,
        id: Id::unique(("profile row", row.profile_id.as_str())),
        chosen,
    };
    let response = drawn.show(ui, density);
    if response.clicked() {
        asks.command(clicked(ui, &response, is_marking, row));
    }
    let by_keys =
        response.has_focus() && ui.input_mut(|input| input.consume_key(Modifiers::SHIFT, Key::F10));
    if response.secondary_clicked() || by_keys {
        asks.command(Command::PointAt(Some(row.profile_id.clone())));
    }
    // What is marked is meant as a whole.
    let actions = match (&list.bulk, &list.menu) {
        (Some(bulk), _) if row.is_marked => bulk.actions.as_slice(),
        (_, Some(menu)) if menu.profile_id == row.profile_id => menu.actions.as_slice(),
        _ => &[],
    };
    let width = action::menu_width(ui, actions);
    let asked = menu::of_row(&response, by_keys, !actions.is_empty(), width, |ui| {
        action::items(ui, actions)
    });
    asks.ask(asked.flatten());
    response
}

/// What a click means: the box and Ctrl tick, Shift makes a range, all else opens.
fn clicked(ui: &Ui, response: &Response, is_marking: bool, row: &ListRow) -> Command {
    let profile_id = row.profile_id.clone();
    let (modifiers, by_space) = ui.input(|input| (input.modifiers, input.key_pressed(Key::Space)));
    let on_box = response
        .interact_pointer_pos()
        .is_some_and(|at| profile_row::mark_area(response.rect).contains(at));
    if modifiers.shift {
        Command::SelectTo(profile_id)
    } else if modifiers.command || on_box || by_space || is_marking {
        Command::ToggleSelected(profile_id)
    } else {
        Command::Select(Some(profile_id))
    }
}

/// Keeps arrows and Esc for the rows: egui would move the keyboard elsewhere.
fn keep_keys(ui: &Ui, response: &Response) {
    let filter = EventFilter {
        vertical_arrows: true,
        escape: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
}

/// Where the keyboard is.
struct At {
    index: usize,
    /// Rows that Page Down passes.
    page: usize,
    moving: Moving,
}

/// Acts on the keys of the row that has the keyboard; returns the row that shall have it.
fn keys(
    ui: &Ui,
    list: &List,
    rows: Rows<'_>,
    at: &At,
    row: &ListRow,
    asks: &mut Asks,
) -> Option<usize> {
    if Popup::is_any_open(ui.ctx()) {
        return None;
    }
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        if list.is_marking() {
            asks.command(Command::ClearSelected);
        } else {
            ui.memory_mut(|memory| {
                memory.surrender_focus(Id::unique(("profile row", row.profile_id.as_str())))
            });
            if at.moving == Moving::Opens {
                asks.command(Command::Select(None));
            }
        }
        return None;
    }
    let (to, extend) = moved(ui, list, at)?;
    if to == at.index {
        return Some(to);
    }
    let target = rows(to..to + 1).into_iter().next()?.profile_id;
    if extend {
        if !list.is_marking() {
            asks.command(Command::AnchorAt(row.profile_id.clone()));
        }
        asks.command(Command::SelectTo(target));
    } else if at.moving == Moving::Opens && !list.is_marking() {
        asks.command(Command::Select(Some(target)));
    }
    Some(to)
}

/// The row that a key leads to, and whether the range grows on the way.
fn moved(ui: &Ui, list: &List, at: &At) -> Option<(usize, bool)> {
    let last = list.rows.saturating_sub(1);
    ui.input_mut(|input| {
        let extend = input.modifiers.shift;
        let mut pressed = |key| {
            input.consume_key(Modifiers::NONE, key) || input.consume_key(Modifiers::SHIFT, key)
        };
        let to = if pressed(Key::ArrowDown) {
            (at.index + 1).min(last)
        } else if pressed(Key::ArrowUp) {
            at.index.saturating_sub(1)
        } else if pressed(Key::PageDown) {
            (at.index + at.page).min(last)
        } else if pressed(Key::PageUp) {
            at.index.saturating_sub(at.page)
        } else if pressed(Key::Home) {
            0
        } else if pressed(Key::End) {
            last
        } else {
            return None;
        };
        Some((to, extend))
    })
}
