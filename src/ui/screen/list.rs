//! The list of profiles: head, filter, rows drawn only where they are seen, bulk bar.

use std::ops::Range;

use egui::{Id, Key, Modifiers, Rect, ScrollArea, Ui, pos2, vec2};

use crate::app::command::{Command, SortBy};
use crate::app::view::{Ask, Bulk, Empty, List, ListRow};
use crate::model::words;
use crate::ui::looks::Looks;
use crate::ui::theme::{shape, tokens};
use crate::ui::widget::button::{Button, Size};
use crate::ui::widget::paint::{self, Weight};
use crate::ui::widget::profile_row::{self, Chosen, Density, ProfileRow};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::text_field::TextField;
use crate::ui::widget::{action, badge, card, empty, menu};
use crate::ui::{Asks, icons};

/// Makes the rows of a range; they exist only while they are seen.
pub type Rows<'a> = &'a dyn Fn(Range<usize>) -> Vec<ListRow>;

/// Returns the id of the filter field, to give it the keyboard.
#[must_use]
pub fn filter_id() -> Id {
    Id::unique("profile filter")
}

/// Draws the list over the room there is.
pub fn list_ui(
    ui: &mut Ui,
    list: &List,
    rows: Rows<'_>,
    density: Density,
    looks: &mut Looks,
    asks: &mut Asks,
) {
    let whole = ui.available_rect_before_wrap();
    head(ui, list, density, asks);
    filter(ui, list, asks);
    table_head(ui, list, density, asks);
    let body = Rect::from_min_max(ui.cursor().min, whole.max);
    if let Some(nothing) = &list.empty {
        empty_ui(ui, nothing, asks);
    } else {
        super::zone::zone(ui, body, "rows", egui::Color32::TRANSPARENT, |ui| {
            rows_ui(ui, list, rows, density, looks, asks);
        });
    }
    if let Some(bulk) = &list.bulk {
        bulk_ui(ui, whole, bulk, asks);
    }
}

fn head(ui: &mut Ui, list: &List, density: Density, asks: &mut Asks) {
    let t = tokens(ui);
    let size = vec2(ui.available_width(), shape().height.head);
    let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
    let inside = Rect::from_min_max(
        pos2(rect.left() + 16.0, rect.top()),
        pos2(rect.right() - 12.0, rect.bottom()),
    );
    card::row(ui, inside, |ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        card::at_end(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            let new = words::text("window-list-new");
            let button = if density == Density::Narrow {
                Button::icon_only(icons::PLUS, &new).size(Size::Small)
            } else {
                Button::new(&new).icon(icons::PLUS).size(Size::Small)
            };
            let hint = words::text("window-list-new-hint");
            let pressed = ui.add(button);
            let pressed = crate::ui::widget::tooltip::with_keys(pressed, &hint, "Ctrl N");
            if pressed.clicked() {
                asks.ask(Some(Ask::NewProfile));
            }
            sort(ui, list, asks);
            card::rest(ui, |ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                let count =
                    paint::one_line(ui, Style::Body, &list.count_text, t.text.tertiary, 120.0);
                let room = ui.available_width() - count.size().x - 8.0;
                ui.scope(|ui| {
                    ui.set_max_width(room);
                    let title = text::rich(Style::Heading, &list.title, t.text.primary).size(14.0);
                    ui.add(egui::Label::new(title).truncate());
                });
                text::line(ui, Style::Body, &list.count_text, t.text.tertiary);
            });
        });
    });
}

fn sort(ui: &mut Ui, list: &List, asks: &mut Asks) {
    let name = words::text("window-list-sort");
    let button = Button::icon_only(icons::SLIDERS_HORIZONTAL, &name).size(Size::Small);
    let opener = ui.add(button);
    menu::under(&opener, 200.0, |ui| {
        for (by, key) in [
            (SortBy::Name, "window-list-sort-name"),
            (SortBy::Environment, "window-list-sort-environment"),
            (SortBy::State, "window-list-sort-state"),
            (SortBy::Expires, "window-list-sort-expires"),
        ] {
            let on = list.sort == by;
            let glyph = match (on, list.is_turned) {
                (true, true) => icons::CARET_DOWN,
                (true, false) => icons::CARET_UP,
                (false, _) => " ",
            };
            let words = words::text(key);
            if menu::Item::new(glyph, &words).on(on).show(ui) {
                asks.command(Command::Sort(by));
            }
        }
    });
}

fn filter(ui: &mut Ui, list: &List, asks: &mut Asks) {
    let inside = {
        let size = vec2(ui.available_width(), 38.0);
        let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
        Rect::from_min_max(
            pos2(rect.left() + 12.0, rect.top()),
            pos2(rect.right() - 12.0, rect.bottom() - 10.0),
        )
    };
    let mut search = list.search.clone();
    let name = words::text("window-list-filter");
    let hint = words::text("window-list-filter-hint");
    let response = card::row(ui, inside, |ui| {
        TextField::new(&name, &mut search)
            .search(icons::FUNNEL_SIMPLE, Some("/"))
            .hint(&hint)
            .limit(200)
            .id(filter_id())
            .show(ui)
    });
    if response.has_focus() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape))
    {
        search.clear();
        response.surrender_focus();
    }
    if search != list.search {
        asks.command(Command::Search(search));
    }
}

fn table_head(ui: &mut Ui, list: &List, density: Density, asks: &mut Asks) {
    let t = tokens(ui);
    if density == Density::Narrow {
        paint::hairline(ui, t.stroke.subtle);
        return;
    }
    let size = vec2(ui.available_width(), shape().height.table_head);
    let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
    let floor = Rect::from_min_max(pos2(rect.left(), rect.bottom() - 1.0), rect.max);
    ui.painter().rect_filled(floor, 0.0, t.stroke.subtle);
    let mut column = |left: f32, key: &str, by: &[SortBy]| {
        let on = by.contains(&list.sort);
        let words = words::text(key);
        if column_head(
            ui,
            pos2(rect.left() + left, rect.center().y),
            &words,
            on,
            list.is_turned,
        ) && let Some(by) = by.first()
        {
            asks.command(Command::Sort(*by));
        }
    };
    let state: &[SortBy] = &[SortBy::State, SortBy::Environment, SortBy::Expires];
    if density == Density::Table {
        let columns = profile_row::columns(rect.width());
        column(columns[0].0, "window-list-profile", &[SortBy::Name]);
        column(columns[1].0, "window-list-state", &[SortBy::State]);
        column(
            columns[2].0,
            "window-list-environment",
            &[SortBy::Environment],
        );
        column(columns[3].0, "window-list-user", &[]);
        column(columns[4].0, "window-list-flow", &[]);
        column(columns[5].0, "window-list-expires", &[SortBy::Expires]);
        column(columns[6].0, "window-list-checked", &[]);
    } else {
        column(40.0, "window-list-profile", &[SortBy::Name]);
        let right = rect.width() - 12.0 - 128.0;
        column(right, "window-list-environment-state", state);
    }
}

fn column_head(ui: &mut Ui, at: egui::Pos2, words: &str, on: bool, turned: bool) -> bool {
    let t = tokens(ui);
    let ink = if on { t.text.primary } else { t.text.tertiary };
    let galley = paint::one_line(ui, Style::Micro, words, ink, 200.0);
    let width = galley.size().x;
    let rect = Rect::from_min_size(at - vec2(0.0, 10.0), vec2(width + 16.0, 20.0));
    let id = ui.scope_id().with(("column", words));
    let response = ui.interact(rect, id, egui::Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ColumnHeader, true, words));
    paint::line_at(ui.painter(), at, galley);
    if on {
        let glyph = if turned {
            icons::CARET_DOWN
        } else {
            icons::CARET_UP
        };
        let center = at + vec2(width + 8.0, 0.0);
        paint::icon(ui.painter(), center, glyph, 11.0, Weight::Bold, ink);
    }
    paint::focus_ring_of(ui, &response, 4, paint::Ring::Inside);
    response.clicked()
}

fn empty_ui(ui: &mut Ui, nothing: &Empty, asks: &mut Asks) {
    empty::empty(
        ui,
        icons::FUNNEL_SIMPLE,
        &nothing.title,
        &nothing.text,
        |ui| {
            for act in &nothing.actions {
                asks.ask(action::action(ui, act, Size::Normal));
            }
        },
    );
}

fn rows_ui(
    ui: &mut Ui,
    list: &List,
    rows: Rows<'_>,
    density: Density,
    looks: &mut Looks,
    asks: &mut Asks,
) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let height = profile_row::height(density);
    let mut area = ScrollArea::vertical()
        .auto_shrink(false)
        .id_salt("profiles");
    if let Some(wanted) = looks.rows_focus {
        area = keep_in_sight(ui, area, wanted, height);
    }
    area.show_rows(ui, height, list.rows, |ui, range| {
        let first = range.start;
        for (offset, row) in rows(range).iter().enumerate() {
            let index = first + offset;
            let response = row_ui(ui, list, row, density, asks);
            if looks.rows_focus == Some(index) {
                response.request_focus();
                looks.rows_focus = None;
            }
            if response.has_focus() {
                looks.rows_focus = keys(ui, list, rows, index, asks);
            }
        }
    });
}

/// Scrolls so that the row that shall have the keyboard is drawn.
fn keep_in_sight(ui: &Ui, area: ScrollArea, row: usize, height: f32) -> ScrollArea {
    let id = ui.make_persistent_id("profiles");
    let state = egui::scroll_area::State::load(ui.ctx(), id);
    let top = state.map_or(0.0, |state| state.clamped_offset().y);
    let room = ui.available_height();
    let at = row as f32 * height;
    if at < top {
        area.vertical_scroll_offset(at)
    } else if at + height > top + room {
        area.vertical_scroll_offset(at + height - room)
    } else {
        area
    }
}

fn row_ui(
    ui: &mut Ui,
    list: &List,
    row: &ListRow,
    density: Density,
    asks: &mut Asks,
) -> egui::Response {
    let chosen = match (list.is_marking(), row.is_marked, row.is_selected) {
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
        let modifiers = ui.input(|input| input.modifiers);
        let profile_id = row.profile_id.clone();
        asks.command(if modifiers.command {
            Command::ToggleSelected(profile_id)
        } else if modifiers.shift {
            Command::SelectTo(profile_id)
        } else if list.is_marking() {
            Command::ToggleSelected(profile_id)
        } else {
            Command::Select(Some(profile_id))
        });
    }
    if let Some(busy) = &row.busy {
        menu::context(&response, 200.0, |ui| {
            let cancel = words::text("window-cancel");
            if menu::Item::new(icons::X, &cancel).show(ui) {
                asks.command(Command::Cancel(busy.run_id.clone()));
            }
        });
    }
    response
}

/// Moves with the arrow keys; returns the row that shall have the keyboard.
fn keys(ui: &Ui, list: &List, rows: Rows<'_>, at: usize, asks: &mut Asks) -> Option<usize> {
    let last = list.rows.saturating_sub(1);
    let (to, extend) = ui.input_mut(|input| {
        let extend = input.modifiers.shift;
        let mut pressed = |key| {
            input.consume_key(Modifiers::NONE, key) || input.consume_key(Modifiers::SHIFT, key)
        };
        let to = if pressed(Key::ArrowDown) {
            Some((at + 1).min(last))
        } else if pressed(Key::ArrowUp) {
            Some(at.saturating_sub(1))
        } else if pressed(Key::Home) {
            Some(0)
        } else if pressed(Key::End) {
            Some(last)
        } else {
            None
        };
        (to, extend)
    });
    let to = to?;
    if to != at
        && let Some(row) = rows(to..to + 1).into_iter().next()
    {
        asks.command(if extend {
            Command::SelectTo(row.profile_id)
        } else {
            Command::Select(Some(row.profile_id))
        });
    }
    Some(to)
}

fn bulk_ui(ui: &mut Ui, whole: Rect, bulk: &Bulk, asks: &mut Asks) {
    let t = tokens(ui);
    let height = shape().height.bulk_bar;
    let room = Rect::from_min_max(
        pos2(whole.left() + 12.0, whole.bottom() - 16.0 - height),
        pos2(whole.right() - 12.0, whole.bottom() - 16.0),
    );
    let frame = card::overlay(ui, shape().radius.bar);
    ui.painter().add(frame.paint(room));
    let inside = Rect::from_min_max(
        pos2(room.left() + 14.0, room.top()),
        pos2(room.right() - 8.0, room.bottom()),
    );
    card::row(ui, inside, |ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let narrow = room.width() < 560.0;
        card::at_end(ui, |ui| {
            for act in bulk.actions.iter().rev() {
                let ask = if narrow {
                    action::action_icon(ui, act, Size::Small)
                } else {
                    action::action(ui, act, Size::Small)
                };
                asks.ask(ask);
            }
            card::rest(ui, |ui| {
                if let Some(worst) = &bulk.worst {
                    badge::badge(ui, worst, badge::Size::Normal);
                }
                text::truncated(ui, Style::Strong, &bulk.count, t.text.primary);
            });
        });
    });
}
