//! The list of profiles: head, filter, rows drawn only where they are seen, bulk bar.

mod bulk;
mod heads;
mod rows;

use std::ops::Range;

use egui::{Id, Key, Modifiers, Rect, Ui, pos2, vec2};

pub use rows::Moving;

use crate::app::command::{Command, SortBy};
use crate::app::view::{Ask, Empty, List, ListRow, keys};
use crate::model::words;
use crate::ui::looks::Looks;
use crate::ui::theme::{shape, tokens};
use crate::ui::widget::button::{Button, Size};
use crate::ui::widget::paint;
use crate::ui::widget::profile_row::Density;
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::text_field::TextField;
use crate::ui::widget::{action, card, empty, menu};
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
    (density, moving): (Density, Moving),
    looks: &mut Looks,
    asks: &mut Asks,
) {
    let whole = ui.available_rect_before_wrap();
    head(ui, list, density, looks, asks);
    filter(ui, list, looks, asks);
    heads::heads_ui(ui, list, density, asks);
    let body = Rect::from_min_max(ui.cursor().min, whole.max);
    if let Some(nothing) = &list.empty {
        empty_ui(ui, nothing, asks);
    } else {
        super::zone::zone(ui, body, "rows", egui::Color32::TRANSPARENT, |ui| {
            rows::rows_ui(ui, list, rows, (density, moving), looks, asks);
        });
    }
    if let Some(bulk) = &list.bulk {
        bulk::bulk_ui(ui, whole, bulk, asks);
    }
}

fn head(ui: &mut Ui, list: &List, density: Density, looks: &mut Looks, asks: &mut Asks) {
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
            let pressed = crate::ui::widget::tooltip::with_keys(pressed, &hint, keys::NEW);
            if pressed.clicked() {
                asks.ask(Some(Ask::NewProfile));
            }
            sort(ui, list, asks);
            card::rest(ui, |ui| {
                if looks.rail_hidden {
                    super::rail::menu_button(ui, looks);
                }
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
            (SortBy::Flow, "window-list-sort-flow"),
            (SortBy::User, "window-list-sort-user"),
            (SortBy::Expires, "window-list-sort-expires"),
            (SortBy::LastCheck, "window-list-sort-checked"),
            (SortBy::Used, "window-list-sort-used"),
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

fn filter(ui: &mut Ui, list: &List, looks: &mut Looks, asks: &mut Asks) {
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
            .search(icons::FUNNEL_SIMPLE, Some(keys::FILTER))
            .hint(&hint)
            .limit(200)
            .id(filter_id())
            .show(ui)
    });
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    // egui takes the keyboard away at Esc, before anybody else is asked.
    if response.lost_focus() && pressed(Key::Escape) {
        search.clear();
    } else if response.has_focus() && list.rows > 0 && pressed(Key::ArrowDown) {
        looks.rows_focus = Some(0);
    }
    if search != list.search {
        asks.command(Command::Search(search));
    }
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
