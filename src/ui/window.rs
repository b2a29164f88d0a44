//! The window as a whole: rail, zones, strip, dialog, toasts; folded by its width.

mod focus;
mod heir;
mod shortcuts;

use egui::{Key, Modifiers, Rect, Ui, pos2};

use crate::app::command::{Command, Screen};
use crate::app::view::{Detail, Place, RailItem, RailWhat, Window};
use crate::model::words;
use crate::ui::Asks;
use crate::ui::looks::Looks;
use crate::ui::present;
use crate::ui::screen::library::{self, Fold};
use crate::ui::screen::list::{Rows, filter_id};
use crate::ui::screen::rail::{RailAsk, Width, menu_button, rail_ui};
use crate::ui::screen::strip::strip_ui;
use crate::ui::screen::zone::{right_edge, zone};
use crate::ui::screen::{
    about, activity, chooser, demo_org, dialog, doctor, first_run, inspector, lock, profile_form,
    settings, sheet,
};
use crate::ui::theme::{self, Motion, shape, tokens};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{ring, toast};

pub(super) use heir::Home;

/// Draws the whole window and returns what was asked.
///
/// `rows` makes the rows of the list that are seen.
pub fn window_ui(ui: &mut Ui, view: &Window, rows: Rows<'_>, looks: &mut Looks) -> Vec<Command> {
    dress(ui, view, looks);
    present::present(ui, view.presents.as_deref());
    focus::begin(ui, view, looks);
    let mut asks = Asks::default();
    if !ui.input(|input| input.focused) {
        looks.hide();
    }
    let waits = |item: &RailItem| item.what == RailWhat::Screen(Screen::ProfileForm);
    let is_covered = view.rail.tools.iter().any(waits) && !matches!(view.place, Place::Locked(_));
    if !matches!(view.place, Place::Form(_)) && !is_covered {
        // The form is closed or locked away, and with it goes what only the window knew of it.
        looks.form = profile_form::FormMemory::default();
    }
    if !matches!(view.place, Place::Inspector(_)) {
        looks.inspector = inspector::InspectorMemory::default();
    }
    // Esc closes an open menu, and nothing behind it.
    let is_menu_open = egui::Popup::is_any_open(ui.ctx());
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
    if is_menu_open {
        ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    }
    zone(ui, strip, "strip", t.bg.base, |ui| {
        strip_ui(ui, &view.strip, &mut asks);
    });
    if let Some(shown) = &view.dialog {
        dialog::dialog_ui(ui.ctx(), shown, looks, &mut asks);
    } else if let Some(shown) = &view.sheet {
        sheet::sheet_ui(ui.ctx(), shown, &mut asks);
    }
    looks.wipe(view);
    shortcuts::shortcuts(ui, view, rows, looks, &mut asks);
    for ask in toast::toasts(ui.ctx(), &view.toasts, strip_height) {
        asks.ask(Some(ask));
    }
    focus::step(ui, view, looks);
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
    looks.rail_hidden = main.width() < shape().fold.one_zone;
    if looks.rail_hidden {
        place = menu_bar(ui, main, view, looks);
    } else {
        looks.rail_open = false;
        let width = match (fold, looks.rail_folded) {
            (Fold::Three, false) => Width::Whole,
            (Fold::Three, true) => Width::Folded,
            _ => Width::Forced,
        };
        let points = match width {
            Width::Whole => shape().width.rail,
            Width::Folded | Width::Forced => shape().width.rail_icons,
        };
        let rail = Rect::from_min_max(main.min, pos2(main.left() + points, main.bottom()));
        let asked = draw_rail(ui, rail, view, width, asks);
        do_rail(asked, looks, asks);
        place.min.x = rail.right();
    }
    zone(ui, place, "place", t.bg.panel, |ui| {
        place_ui(ui, fold, view, rows, looks, asks);
    });
    if looks.rail_open {
        open_rail(ui, main, view, looks, asks);
    }
}

/// Without room for the rail, a button opens it: in the head of the list, elsewhere in a bar of its own.
fn menu_bar(ui: &mut Ui, main: Rect, view: &Window, looks: &mut Looks) -> Rect {
    let t = tokens(ui);
    if matches!(view.place, Place::Library { .. }) {
        return main;
    }
    let bar = Rect::from_min_max(main.min, pos2(main.right(), main.top() + 36.0));
    zone(ui, bar, "menu bar", t.bg.base, |ui| {
        let inside = bar.shrink2(egui::vec2(8.0, 0.0));
        crate::ui::widget::card::row(ui, inside, |ui| {
            menu_button(ui, looks);
            let name = words::text("app-name");
            text::line(ui, Style::Heading, name, t.text.primary);
        });
    });
    Rect::from_min_max(pos2(main.left(), bar.bottom()), main.max)
}

/// Draws the rail over the window until something of it is chosen, or something else is pressed.
fn open_rail(ui: &Ui, main: Rect, view: &Window, looks: &mut Looks, asks: &mut Asks) {
    let width = shape().width.rail.min(main.width());
    let rect = Rect::from_min_max(main.min, pos2(main.left() + width, main.bottom()));
    let mut chosen = Asks::default();
    let area = egui::Area::new(egui::Id::unique("open rail"))
        .order(egui::Order::Foreground)
        .fixed_pos(rect.min)
        .constrain(false);
    let opened = area.show(ui.ctx(), |ui| {
        ui.set_min_size(rect.size());
        ui.painter()
            .add(crate::ui::theme::shadow(tokens(ui)).as_shape(rect, 0));
        draw_rail(ui, rect, view, Width::Whole, &mut chosen)
    });
    // The keyboard stays in what covers the window.
    ui.memory_mut(|memory| memory.set_modal_layer(opened.response.layer_id));
    let commands = chosen.take();
    let (is_pressed_elsewhere, is_escape) = ui.input_mut(|input| {
        let pressed = input.pointer.any_pressed();
        let at = input.pointer.interact_pos();
        let elsewhere = pressed && at.is_some_and(|at| !rect.contains(at));
        (elsewhere, input.consume_key(Modifiers::NONE, Key::Escape))
    });
    let is_chosen = !commands.is_empty() || opened.inner.is_some();
    if is_chosen || is_pressed_elsewhere || is_escape {
        looks.rail_open = false;
    }
    for command in commands {
        asks.command(command);
    }
    // There is nothing to fold.
    if opened.inner == Some(RailAsk::Search) {
        seek(ui, view, asks);
    }
}

fn draw_rail(
    ui: &mut Ui,
    rect: Rect,
    view: &Window,
    width: Width,
    asks: &mut Asks,
) -> Option<RailAsk> {
    let ground = tokens(ui).bg.base;
    let asked = zone(ui, rect, "rail", ground, |ui| {
        rail_ui(ui, &view.rail, width, asks)
    });
    right_edge(ui, rect);
    asked
}

fn do_rail(asked: Option<RailAsk>, looks: &mut Looks, asks: &mut Asks) {
    match asked {
        Some(RailAsk::Fold) => looks.rail_folded = !looks.rail_folded,
        Some(RailAsk::Search) => asks.command(Command::TogglePalette),
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
        Place::Chooser(shown) => chooser::chooser_ui(ui, shown, asks),
        Place::Inspector(shown) => inspector::inspector_ui(ui, shown, looks, asks),
        Place::DemoOrg(org) => demo_org::demo_org_ui(ui, org, looks, asks),
        Place::Activity(activity) => activity::activity_ui(ui, activity, asks),
        Place::Settings(shown) => settings::settings_ui(ui, shown, looks, asks),
        Place::Doctor(shown) => doctor::doctor_ui(ui, shown, asks),
        Place::About(shown) => about::about_ui(ui, shown, looks),
    }
    let escape = |ui: &Ui| ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    // Esc goes one step back, where nothing above it took it.
    let is_taken = view.dialog.is_some()
        || view.sheet.is_some()
        || ui.ctx().text_edit_focused()
        || egui::Popup::is_any_open(ui.ctx())
        || looks.rail_open;
    if !is_taken {
        match &view.place {
            Place::Library { list, .. } if list.is_marking() => {}
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
