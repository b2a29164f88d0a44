//! Rows of the library: one profile, its environment and its worst state.

use egui::{Color32, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::badge;
use super::paint::{self, Ring, Weight};
use super::state::{self, Mark};
use super::text::{Style, format};
use super::tooltip;
use crate::app::view::ListRow;
use crate::model::profile::Platform;
use crate::model::words;
use crate::ui::icons;
use crate::ui::theme::{shape, tokens};

/// How much room a row has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Density {
    /// Two lines and a column with environment over state.
    Wide,
    /// Name over state, the environment as an icon.
    Narrow,
    /// One line of the full table.
    Table,
}

/// How a row stands in the selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    /// Not at all.
    No,
    /// It is open.
    Open,
    /// It is one of several.
    OneOfSeveral,
    /// Several are chosen, this one is not.
    Spared,
}

/// One row.
#[must_use = "a row does nothing until it is shown"]
pub struct ProfileRow<'a> {
    /// What it shows.
    pub row: &'a ListRow,
    /// Its id, the same wherever it stands.
    pub id: egui::Id,
    /// How it stands in the selection.
    pub chosen: Chosen,
}

/// Returns the icon of a platform.
#[must_use]
pub fn platform_icon(platform: Platform) -> &'static str {
    match platform {
        Platform::Desktop => icons::DESKTOP,
        Platform::Web => icons::BROWSER,
        Platform::Ios => icons::APPLE_LOGO,
        Platform::Android => icons::ANDROID_LOGO,
        Platform::Server => icons::HARD_DRIVES,
        Platform::Device => icons::THERMOMETER_SIMPLE,
        Platform::Ci => icons::ROBOT,
    }
}

/// Returns how high a row is, in points.
#[must_use]
pub fn height(density: Density) -> f32 {
    match density {
        Density::Wide => shape().height.row,
        Density::Narrow => shape().height.row_narrow,
        Density::Table => shape().height.row_compact,
    }
}

impl ProfileRow<'_> {
    /// Draws it over the whole width.
    pub fn show(&self, ui: &mut Ui, density: Density) -> Response {
        let size = vec2(ui.available_width(), height(density));
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        // By profile, not by place: rows come and go while the list scrolls.
        let response = ui.interact(rect, self.id, Sense::click());
        let selected = matches!(self.chosen, Chosen::Open | Chosen::OneOfSeveral);
        let name = &self.row.spoken;
        response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, selected, name));
        if ui.is_rect_visible(rect) {
            self.paint_ground(ui, rect, &response, selected);
            match density {
                Density::Wide => self.paint_wide(ui, rect, selected),
                Density::Narrow => self.paint_narrow(ui, rect),
                Density::Table => self.paint_table(ui, rect, selected),
            }
        }
        self.explain(response)
    }

    /// Says in full what may have been cut, and what ticks the row.
    fn explain(&self, response: Response) -> Response {
        if !response.hovered() {
            return response;
        }
        let row = self.row;
        let on_mark = |response: &Response| {
            let at = response.hover_pos();
            at.is_some_and(|at| mark_area(response.rect).contains(at))
        };
        let words = if row.is_left_out {
            words::text("window-list-left-out-hint")
        } else if on_mark(&response) {
            words::text("window-list-tick-hint")
        } else {
            format!(
                "{}\n{} · {}\n{}",
                row.name, row.flow, row.user, row.badge.explain
            )
        };
        tooltip::attach(response, Some(words.as_str()), None)
    }

    fn paint_ground(&self, ui: &Ui, rect: Rect, response: &Response, selected: bool) {
        let t = tokens(ui);
        let fill = match (selected, response.hovered()) {
            (true, true) => t.bg.selected_hover,
            (true, false) => t.bg.selected,
            (false, true) => t.bg.hover,
            (false, false) => Color32::TRANSPARENT,
        };
        let painter = ui.painter();
        painter.rect_filled(rect, 0.0, fill);
        let floor = Rect::from_min_max(pos2(rect.left(), rect.bottom() - 1.0), rect.max);
        painter.rect_filled(floor, 0.0, t.stroke.subtle);
        if self.chosen == Chosen::Open {
            let edge = Rect::from_min_max(rect.min, pos2(rect.left() + 2.0, rect.bottom()));
            painter.rect_filled(edge, 0.0, t.accent.focus);
        }
        paint::focus_ring_of(ui, response, 0, Ring::Inside);
    }

    /// True while the box of an unmarked row is offered.
    fn is_offered(&self, ui: &Ui, rect: Rect) -> bool {
        let area = mark_area(rect);
        matches!(self.chosen, Chosen::No | Chosen::Open) && ui.rect_contains_pointer(area)
    }

    fn paint_mark(&self, ui: &Ui, rect: Rect, selected: bool) {
        let t = tokens(ui);
        let center = pos2(rect.left() + 20.0, rect.center().y);
        match self.chosen {
            _ if self.is_offered(ui, rect) => {
                super::check::paint(ui, center, super::check::Tick::Off, true);
            }
            Chosen::OneOfSeveral | Chosen::Spared => {
                super::check::paint(
                    ui,
                    center,
                    super::check::Tick::from(self.chosen == Chosen::OneOfSeveral),
                    true,
                );
            }
            Chosen::No | Chosen::Open => {
                let colour = if selected {
                    t.text.secondary
                } else {
                    t.text.tertiary
                };
                let glyph = platform_icon(self.row.platform);
                paint::icon(ui.painter(), center, glyph, 16.0, Weight::Regular, colour);
            }
        }
    }

    fn paint_wide(&self, ui: &Ui, rect: Rect, selected: bool) {
        let t = tokens(ui);
        let painter = ui.painter();
        let middle = rect.center().y;
        self.paint_mark(ui, rect, selected);

        let column = rect.right() - 12.0 - 128.0;
        let badge = &self.row.badge;
        badge::paint(ui, pos2(column, middle - 9.0), badge, badge::Size::Normal);
        let mark = Mark::from(self.row.state.kind);
        let words = &self.row.state.text;
        state::paint(ui, pos2(column, middle + 11.0), mark, words, 132.0);

        let left = rect.left() + 40.0;
        let room = column - 8.0 - left;
        let name = paint::one_line(ui, Style::Strong, &self.row.name, t.text.primary, room);
        paint::line_at(painter, pos2(left, middle - 8.0), name);
        let quiet = if selected {
            t.text.secondary
        } else {
            t.text.tertiary
        };
        let mut job = egui::text::LayoutJob::default();
        let flow = format!("{} · ", self.row.flow);
        job.append(&flow, 0.0, format(Style::Small, quiet));
        job.append(&self.row.user, 0.0, format(Style::Small, t.text.secondary));
        job.wrap = egui::text::TextWrapping::truncate_at_width(room.max(1.0));
        let second = painter.layout_job(job);
        paint::line_at(painter, pos2(left, middle + 11.0), second);
    }

    fn paint_narrow(&self, ui: &Ui, rect: Rect) {
        let t = tokens(ui);
        let painter = ui.painter();
        let middle = rect.center().y;
        let center = pos2(rect.left() + 20.0, middle);
        let is_boxed = matches!(self.chosen, Chosen::OneOfSeveral | Chosen::Spared);
        if is_boxed || self.is_offered(ui, rect) {
            self.paint_mark(ui, rect, false);
        } else {
            let badge = &self.row.badge;
            let weight = if badge.verified {
                Weight::Fill
            } else {
                Weight::Regular
            };
            let colour = badge::tone(t, badge.environment).solid;
            let glyph = badge::icon(badge);
            paint::icon(painter, center, glyph, 16.0, weight, colour);
        }
        let left = rect.left() + 38.0;
        let room = rect.right() - 12.0 - left;
        let name = paint::one_line(ui, Style::Strong, &self.row.name, t.text.primary, room);
        paint::line_at(painter, pos2(left, middle - 8.0), name);
        let mark = Mark::from(self.row.state.kind);
        state::paint(
            ui,
            pos2(left, middle + 10.0),
            mark,
            &self.row.state.text,
            room,
        );
    }

    /// One line, a column for each fact.
    fn paint_table(&self, ui: &Ui, rect: Rect, selected: bool) {
        let t = tokens(ui);
        let painter = ui.painter();
        let middle = rect.center().y;
        self.paint_mark(ui, rect, selected);
        let row = self.row;
        for (column, left, width) in columns(rect.width()) {
            let (style, words, colour) = match column {
                Column::State => {
                    let at = pos2(rect.left() + left, middle);
                    let mark = Mark::from(row.state.kind);
                    state::paint(ui, at, mark, &row.state.text, width);
                    continue;
                }
                Column::Environment => {
                    let at = pos2(rect.left() + left, middle);
                    badge::paint(ui, at, &row.badge, badge::Size::Normal);
                    continue;
                }
                Column::Name => (Style::Strong, &row.name, t.text.primary),
                Column::Flow => (Style::Small, &row.flow, t.text.secondary),
                Column::User => (Style::Small, &row.user, t.text.secondary),
                Column::Expires => (Style::Small, &row.expires, t.text.secondary),
                Column::LastCheck => (Style::Small, &row.last_check, t.text.tertiary),
            };
            let galley = paint::one_line(ui, style, words, colour, width);
            let left = match align(column) {
                Align::Left => left,
                Align::Right => left + width - galley.size().x,
            };
            paint::line_at(painter, pos2(rect.left() + left, middle), galley);
        }
    }
}

/// A column of the full table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The worst state of its sessions.
    State,
    /// The profile's name.
    Name,
    /// The environment badge.
    Environment,
    /// The flow.
    Flow,
    /// Who is logged in.
    User,
    /// When the next token ends.
    Expires,
    /// When the org last said anything.
    LastCheck,
}

/// Where the words of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// Returns where the words of a column stand.
#[must_use]
pub fn align(column: Column) -> Align {
    match column {
        Column::Expires | Column::LastCheck => Align::Right,
        _ => Align::Left,
    }
}

/// Returns the columns of the full table with left edge and width; names and users take what the others leave.
#[must_use]
pub fn columns(width: f32) -> [(Column, f32, f32); 7] {
    const GAP: f32 = 12.0;
    const FIXED: f32 = 136.0 + 104.0 + 64.0 + 76.0;
    let rest = (width - 40.0 - 16.0 - 6.0 * GAP - FIXED).max(120.0);
    let mut left = 40.0;
    [
        (Column::State, 136.0),
        (Column::Name, rest * 0.4),
        (Column::Environment, 104.0),
        (Column::Flow, rest * 0.2),
        (Column::User, rest * 0.4),
        (Column::Expires, 64.0),
        (Column::LastCheck, 76.0),
    ]
    .map(|(column, width)| {
        let place = (column, left, width);
        left += width + GAP;
        place
    })
}

/// Returns the part of a row that ticks it.
#[must_use]
pub fn mark_area(row: Rect) -> Rect {
    Rect::from_min_max(row.min, pos2(row.left() + 36.0, row.bottom()))
}
