//! The heads of the columns: each sorts the list, the same again turns it round.

use egui::accesskit::SortDirection;
use egui::{Rect, Ui, pos2, vec2};

use crate::app::command::{Command, SortBy};
use crate::app::view::List;
use crate::model::words;
use crate::ui::theme::{shape, tokens};
use crate::ui::widget::paint::{self, Weight};
use crate::ui::widget::profile_row::{self, Align, Column, Density};
use crate::ui::widget::text::Style;
use crate::ui::{Asks, icons};

/// Draws the heads over the width there is; a narrow list has none.
pub(super) fn heads_ui(ui: &mut Ui, list: &List, density: Density, asks: &mut Asks) {
    let t = tokens(ui);
    if density == Density::Narrow {
        paint::hairline(ui, t.stroke.subtle);
        return;
    }
    let size = vec2(ui.available_width(), shape().height.table_head);
    let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
    let floor = Rect::from_min_max(pos2(rect.left(), rect.bottom() - 1.0), rect.max);
    ui.painter().rect_filled(floor, 0.0, t.stroke.subtle);
    let place = |left: f32, width: f32| {
        let left = rect.left() + left;
        Rect::from_min_max(pos2(left, rect.top()), pos2(left + width, rect.bottom()))
    };
    if density == Density::Table {
        for (column, left, width) in profile_row::columns(rect.width()) {
            let (key, by) = head_of(column);
            let head = Head {
                place: place(left, width),
                key,
                by: &[by],
                align: profile_row::align(column),
            };
            head.show(ui, list, asks);
        }
        return;
    }
    let column = rect.width() - 12.0 - 128.0;
    let heads = [
        Head {
            place: place(40.0, column - 48.0),
            key: "window-list-profile",
            by: &[SortBy::Name],
            align: Align::Left,
        },
        Head {
            place: place(column, 128.0),
            key: "window-list-environment-state",
            by: &[SortBy::State, SortBy::Environment, SortBy::Expires],
            align: Align::Left,
        },
    ];
    for head in heads {
        head.show(ui, list, asks);
    }
}

fn head_of(column: Column) -> (&'static str, SortBy) {
    match column {
        Column::State => ("window-list-state", SortBy::State),
        Column::Name => ("window-list-profile", SortBy::Name),
        Column::Environment => ("window-list-environment", SortBy::Environment),
        Column::Flow => ("window-list-flow", SortBy::Flow),
        Column::User => ("window-list-user", SortBy::User),
        Column::Expires => ("window-list-expires", SortBy::Expires),
        Column::LastCheck => ("window-list-checked", SortBy::LastCheck),
    }
}

struct Head<'a> {
    place: Rect,
    key: &'static str,
    /// What it stands for; a click sorts by the first.
    by: &'a [SortBy],
    align: Align,
}

impl Head<'_> {
    fn show(&self, ui: &Ui, list: &List, asks: &mut Asks) {
        let t = tokens(ui);
        let on = self.by.contains(&list.sort);
        let words = words::text(self.key);
        let id = ui.scope_id().with(("column", self.key));
        let response = ui.interact(self.place, id, egui::Sense::click());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ColumnHeader, true, &words));
        if on {
            let direction = if list.is_turned {
                SortDirection::Descending
            } else {
                SortDirection::Ascending
            };
            ui.ctx()
                .accesskit_node_builder(id, |node| node.set_sort_direction(direction));
        }
        let ink = match (on, response.hovered()) {
            (true, _) => t.text.primary,
            (false, true) => t.text.secondary,
            (false, false) => t.text.tertiary,
        };
        let caret = if on { 16.0 } else { 0.0 };
        let galley = paint::one_line(ui, Style::Micro, &words, ink, self.place.width() - caret);
        let width = galley.size().x;
        let left = match self.align {
            Align::Left => self.place.left(),
            Align::Right => self.place.right() - width - caret,
        };
        let at = pos2(left, self.place.center().y);
        paint::line_at(ui.painter(), at, galley);
        if on {
            let glyph = if list.is_turned {
                icons::CARET_DOWN
            } else {
                icons::CARET_UP
            };
            let center = at + vec2(width + 8.0, 0.0);
            paint::icon(ui.painter(), center, glyph, 11.0, Weight::Bold, ink);
        }
        let ring = self.place.shrink2(vec2(0.0, 3.0)).expand2(vec2(4.0, 0.0));
        if response.has_focus() {
            paint::focus_ring(ui.painter(), t, ring, 4, paint::Ring::Inside);
        }
        if response.clicked()
            && let Some(by) = self.by.first()
        {
            asks.command(Command::Sort(*by));
        }
    }
}
