//! The window as a whole: rail, zones, strip, dialog, toasts; folded by its width.

mod shortcuts;

use egui::{Key, Modifiers, Rect, Ui, pos2};

use crate::app::command::Command;
use crate::app::view::{Detail, Place, Window};
use crate::model::words;
use crate::ui::Asks;
use crate::ui::looks::Looks;
use crate::ui::screen::library::{self, Fold};
use crate::ui::screen::list::{Rows, filter_id};
use crate::ui::screen::rail::{RailAsk, Width, rail_ui};
use crate::ui::screen::strip::strip_ui;
use crate::ui::screen::zone::{right_edge, zone};
use crate::ui::screen::{
    about, activity, demo_org, dialog, first_run, lock, profile_form, settings,
};
use crate::ui::theme::{self, Motion, shape, tokens};
use crate::ui::widget::button::{Button, Size};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{ring, toast};

/// Draws the whole window and returns what was asked.
///
/// `rows` makes the rows of the list that are seen.
pub fn window_ui(ui: &mut Ui, view: &Window, rows: Rows<'_>, looks: &mut Looks) -> Vec<Command> {
    dress(ui, view, looks);
    let mut asks = Asks::default();
    if !ui.input(|input| input.focused) {
        looks.hide();
    }
    if !matches!(view.place, Place::Form(_)) {
        // The form is closed or locked away, and with it goes what only the window knew of it.
        looks.form = profile_form::FormMemory::default();
    }
    let whole = ui.max_rect();
    let t = tokens(ui);
    let strip_height = shape().height.strip;
    let strip = Rect::from_min_max(pos2(whole.left(), whole.bottom() - strip_height), whole.max);
    let main = Rect::from_min_max(whole.min, pos2(whole.right(), strip.top()));
    if let Place::Locked(lock) = &view.place {
        zone(ui, main, "locked", t.bg.panel, |ui| {
            lock::lock_ui(ui, lock, looks, &mut asks);
        });
    } else {
        zones(ui, main, view, rows, looks, &mut asks);
    }
    zone(ui, strip, "strip", t.bg.base, |ui| {
        strip_ui(ui, &view.strip, &mut asks);
    });
    if let Some(shown) = &view.dialog {
        dialog::dialog_ui(ui.ctx(), shown, looks, &mut asks);
    } else {
        shortcuts::shortcuts(ui, view, looks, &mut asks);
    }
    for ask in toast::toasts(ui.ctx(), &view.toasts, strip_height) {
        asks.ask(Some(ask));
    }
    if let Some(pause) = view.stale_in_ms {
        let pause = std::time::Duration::from_millis(pause);
        ui.ctx().request_repaint_after(pause);
    }
    asks.take()
}

/// Dresses the context when theme, motion or scale changed.
fn dress(ui: &mut Ui, view: &Window, looks: &mut Looks) {
    let percent = (view.scale * 100.0).round() as u32;
    let wanted = (view.theme, view.reduced_motion, percent);
    if looks.dressed == Some(wanted) {
        return;
    }
    looks.dressed = Some(wanted);
    let motion = if view.reduced_motion {
        Motion::Reduced
    } else {
        Motion::Full
    };
    theme::apply(ui.ctx(), view.theme, motion);
    ui.ctx().set_zoom_factor(view.scale.clamp(0.5, 3.0));
    ui.set_style(ui.ctx().global_style());
}

fn zones(
    ui: &mut Ui,
    main: Rect,
    view: &Window,
    rows: Rows<'_>,
    looks: &mut Looks,
    asks: &mut Asks,
) {
    let t = tokens(ui);
    let detail = open_detail(view);
    let mut fold = Fold::of(main.width());
    if fold == Fold::Three && main.width() < 1600.0 && library::wants_room(detail) {
        fold = Fold::Two;
    }
    let mut place = main;
    if main.width() < shape().fold.one_zone {
        place = menu_bar(ui, main, looks);
        if looks.rail_open {
            let rail = Rect::from_min_max(
                place.min,
                pos2(place.left() + shape().width.rail, place.bottom()),
            );
            draw_rail(ui, rail, view, Width::Whole, looks, asks);
            place.min.x = rail.right();
        }
    } else {
        let width = if fold == Fold::Three && !looks.rail_folded {
            Width::Whole
        } else {
            Width::Folded
        };
        let points = match width {
            Width::Whole => shape().width.rail,
            Width::Folded => shape().width.rail_icons,
        };
        let rail = Rect::from_min_max(main.min, pos2(main.left() + points, main.bottom()));
        draw_rail(ui, rail, view, width, looks, asks);
        place.min.x = rail.right();
    }
    zone(ui, place, "place", t.bg.panel, |ui| {
        place_ui(ui, fold, view, rows, looks, asks);
    });
}

/// Below the smallest fold the rail is a button in a bar of its own.
fn menu_bar(ui: &mut Ui, main: Rect, looks: &mut Looks) -> Rect {
    let t = tokens(ui);
    let bar = Rect::from_min_max(main.min, pos2(main.right(), main.top() + 36.0));
    zone(ui, bar, "menu bar", t.bg.base, |ui| {
        let inside = bar.shrink2(egui::vec2(8.0, 0.0));
        crate::ui::widget::card::row(ui, inside, |ui| {
            let name = words::text("window-menu");
            let button = Button::icon_only(crate::ui::icons::LIST, &name).size(Size::Small);
            if ui.add(button).clicked() {
                looks.rail_open = !looks.rail_open;
            }
            let name = words::text("app-name");
            text::line(ui, Style::Heading, name, t.text.primary);
        });
    });
    Rect::from_min_max(pos2(main.left(), bar.bottom()), main.max)
}

fn draw_rail(
    ui: &mut Ui,
    rect: Rect,
    view: &Window,
    width: Width,
    looks: &mut Looks,
    asks: &mut Asks,
) {
    let ground = tokens(ui).bg.base;
    let asked = zone(ui, rect, "rail", ground, |ui| {
        rail_ui(ui, &view.rail, width, asks)
    });
    right_edge(ui, rect);
    match asked {
        Some(RailAsk::Fold) => looks.rail_folded = !looks.rail_folded,
        Some(RailAsk::Search) => seek(ui, view, asks),
        None => {}
    }
}

/// Gives the keyboard to the filter of the list.
fn seek(ui: &Ui, view: &Window, asks: &mut Asks) {
    if !matches!(view.place, Place::Library { .. }) {
        asks.command(Command::Show(crate::app::command::Screen::Library));
    }
    ui.memory_mut(|memory| memory.request_focus(filter_id()));
}

fn open_detail(view: &Window) -> Option<&Detail> {
    match &view.place {
        Place::Library { detail, .. } => detail.as_deref(),
        _ => None,
    }
}

fn place_ui(
    ui: &mut Ui,
    fold: Fold,
    view: &Window,
    rows: Rows<'_>,
    looks: &mut Looks,
    asks: &mut Asks,
) {
    match &view.place {
        Place::Loading(words) => loading(ui, words),
        Place::Locked(lock) => lock::lock_ui(ui, lock, looks, asks),
        Place::FirstRun(first) => first_run::first_run_ui(ui, first, asks),
        Place::Library {
            banners,
            list,
            detail,
        } => {
            let detail = detail.as_deref();
            library::library_ui(ui, fold, banners, list, detail, rows, looks, asks);
        }
        Place::Form(form) => profile_form::profile_form_ui(ui, form, looks, asks),
        Place::DemoOrg(org) => demo_org::demo_org_ui(ui, org, looks, asks),
        Place::Activity(activity) => activity::activity_ui(ui, activity, asks),
        Place::Settings(shown) => settings::settings_ui(ui, shown, looks, asks),
        Place::About(shown) => about::about_ui(ui, shown, looks),
    }
    let escape = |ui: &Ui| ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    // Esc goes one step back, where nothing above it took it.
    if view.dialog.is_none() && !ui.ctx().egui_wants_keyboard_input() {
        match &view.place {
            Place::Form(_) if escape(ui) => asks.command(Command::CancelForm),
            Place::Library {
                detail: Some(_), ..
            } if fold == Fold::One && escape(ui) => asks.command(Command::Select(None)),
            _ => {}
        }
    }
}

fn loading(ui: &mut Ui, words: &str) {
    let t = tokens(ui);
    ui.add_space((ui.available_height() / 2.0 - 40.0).max(16.0));
    ui.vertical_centered(|ui| {
        ring::busy_ui(ui, 24.0);
        ui.add_space(12.0);
        text::text(ui, Style::Body, words, t.text.secondary);
    });
}
