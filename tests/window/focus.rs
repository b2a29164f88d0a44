//! Where the keyboard is: Tab over every scene, the ring, and the way back from what is laid over the window.

use egui::{Key, Modifiers, Rect, Role, Shape};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use valet_key::app::command::Command;
use valet_key::app::view::{Place, Window};
use valet_key::model::settings::ThemeChoice;
use valet_key::ui::theme;

use crate::stage::{Stage, open, open_sized, settle, show};
use crate::{sample, scenes, sheets};

/// More than any scene has controls.
const MOST: usize = 400;

/// A control as Tab comes to it.
#[derive(Debug, Clone, PartialEq)]
struct Stop {
    id: u64,
    role: Role,
    name: String,
    rect: Rect,
}

fn stop(node: &egui_kittest::Node<'_>) -> Stop {
    let inner = node.accesskit_node();
    Stop {
        id: inner.locate().0.0,
        role: inner.role(),
        name: inner.label().unwrap_or_default(),
        rect: node.rect(),
    }
}

fn focused(window: &Harness<'static, Stage>) -> Option<Stop> {
    let root = window.root();
    let node = root.children_recursive().find(|node| node.is_focused())?;
    Some(stop(&node))
}

fn find(window: &Harness<'static, Stage>, id: u64) -> Option<Stop> {
    let root = window.root();
    let mut all = root.children_recursive();
    let node = all.find(|node| node.accesskit_node().locate().0.0 == id)?;
    Some(stop(&node))
}

fn press(window: &mut Harness<'static, Stage>, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    // The ring shows in the frame after the one that was asked.
    window.run_steps(2);
}

/// Looks at a stop, and at the one before it.
type Look<'a> = &'a mut dyn FnMut(&Harness<'static, Stage>, Option<&Stop>, &Stop);

/// Presses Tab until it comes back to where it began.
fn walk(window: &mut Harness<'static, Stage>, modifiers: Modifiers, look: Look<'_>) -> Vec<Stop> {
    let mut stops: Vec<Stop> = Vec::new();
    for _ in 0..MOST {
        press(window, modifiers, Key::Tab);
        let Some(stop) = focused(window) else {
            break;
        };
        look(window, stops.last(), &stop);
        if stops.first().is_some_and(|first| first.id == stop.id) {
            break;
        }
        let is_caught = stops.iter().any(|one| one.id == stop.id);
        stops.push(stop);
        if is_caught {
            break;
        }
    }
    stops
}

/// The ring of the keyboard is painted at a control, where it can be seen.
fn has_ring(window: &Harness<'static, Stage>, at: Rect) -> bool {
    let t = theme::tokens_of(&window.ctx);
    let stroke = (t.stroke.focus_width, t.accent.focus);
    let mut shapes = window.output().shapes.iter();
    shapes.any(|painted| {
        let mut is_ring = false;
        visit(&painted.shape, &mut |shape| {
            if let Shape::Rect(it) = shape {
                is_ring |= (it.stroke.width, it.stroke.color) == stroke
                    && it.rect.intersects(at)
                    && painted.clip_rect.contains_rect(it.rect.shrink(1.0));
            }
        });
        is_ring
    })
}

fn visit(shape: &Shape, see: &mut dyn FnMut(&Shape)) {
    match shape {
        Shape::Vec(all) => all.iter().for_each(|one| visit(one, see)),
        one => see(one),
    }
}

/// Everything that says it can have the keyboard: behind a dialog nothing has.
fn focusable(window: &Harness<'static, Stage>) -> Vec<Stop> {
    let root = window.root();
    let over = root
        .children_recursive()
        .find(|node| node.accesskit_node().role() == Role::Dialog);
    over.unwrap_or(root)
        .children_recursive()
        .filter(|node| {
            let inner = node.accesskit_node();
            let data = inner.data();
            data.supports_action(egui::accesskit::Action::Focus) && !inner.is_disabled()
        })
        .map(|node| stop(&node))
        .collect()
}

/// In a list the arrows lead from row to row; a field in a sheet keeps the keyboard and takes Tab.
fn keeps_tab(view: &Window) -> bool {
    use valet_key::app::view::Sheet;
    matches!(view.sheet, Some(Sheet::Palette(_) | Sheet::Explain(_)))
}

#[test]
fn tab_reaches_every_control_once_in_reading_order_with_a_ring_and_comes_back() {
    walk_everywhere([1280.0, 800.0], ThemeChoice::Dark);
}

#[test]
fn tab_does_so_in_a_folded_window() {
    walk_everywhere([1000.0, 700.0], ThemeChoice::Light);
}

#[test]
fn tab_does_so_in_the_smallest_window() {
    walk_everywhere([720.0, 480.0], ThemeChoice::Contrast);
}

fn walk_everywhere(size: [f32; 2], choice: ThemeChoice) {
    let mut faults = Vec::new();
    let mut window = open_sized(sample::overview_window(), size);
    for (name, scene) in scenes::all() {
        let mut view = scene();
        view.theme = choice;
        if keeps_tab(&view) {
            continue;
        }
        show(&mut window, view);
        // The height of an error becomes known, and its buttons find their place.
        window.run_steps(2);
        let (mut bare, mut jumps) = (Vec::new(), Vec::new());
        let stops = walk(&mut window, Modifiers::NONE, &mut |window, from, stop| {
            if !has_ring(window, stop.rect) {
                bare.push(format!("no ring at {} {:?}", stop.name, stop.rect));
            }
            // Where both are now: what was left may have been scrolled.
            let from = from.and_then(|from| find(window, from.id));
            jumps.extend(from.and_then(|from| out_of_order(&from, stop)));
        });
        let mut fault = |what: String| faults.push(format!("{name} at {size:?}: {what}"));
        bare.into_iter().for_each(&mut fault);
        // One jump leads from the last to the first.
        if jumps.len() > 1 {
            jumps.into_iter().for_each(&mut fault);
        }
        let mut seen = std::collections::BTreeSet::new();
        for stop in &stops {
            if !seen.insert(stop.id) {
                fault(format!("twice at {} {:?}", stop.name, stop.role));
            }
        }
        let rows = |stop: &Stop| stop.role == Role::ListItem;
        for left_out in focusable(&window) {
            if !seen.contains(&left_out.id) && !rows(&left_out) && !is_line(&left_out) {
                fault(format!("never at {} {:?}", left_out.name, left_out.role));
            }
        }
        if size[0] < 1200.0 {
            continue;
        }
        let mut back = walk(&mut window, Modifiers::SHIFT, &mut |_, _, _| ());
        back.reverse();
        if ring_of(&back) != ring_of(&stops) {
            fault("Shift Tab goes another way".to_owned());
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The ids of a walk, from the smallest on: a ring has no beginning.
fn ring_of(stops: &[Stop]) -> Vec<u64> {
    let mut ids: Vec<u64> = stops.iter().map(|stop| stop.id).collect();
    let least = (0..ids.len()).min_by_key(|at| ids[*at]);
    ids.rotate_left(least.unwrap_or(0));
    ids
}

/// A line of the activity: the arrows lead there.
fn is_line(stop: &Stop) -> bool {
    stop.role == Role::Button && stop.name.as_bytes().get(2) == Some(&b':')
}

/// The next one stands to the right, below, or in a zone further to the right.
fn out_of_order(from: &Stop, to: &Stop) -> Option<String> {
    let apart = (from.rect.center().y - to.rect.center().y).abs();
    let same_line = apart < from.rect.height().min(to.rect.height()) / 2.0;
    let is_wrong = if same_line {
        to.rect.left() < from.rect.left()
    } else {
        to.rect.center().y < from.rect.center().y && to.rect.left() < from.rect.right() - 1.0
    };
    is_wrong.then(|| {
        format!(
            "from {} {:?} to {} {:?}",
            from.name, from.rect, to.name, to.rect
        )
    })
}

/// Opens a window, gives the keyboard to a control by Tab alone, and returns it.
fn at(view: Window, name: &str) -> Harness<'static, Stage> {
    let mut window = open(view);
    for _ in 0..MOST {
        press(&mut window, Modifiers::NONE, Key::Tab);
        if focused(&window).is_some_and(|stop| stop.name == name) {
            return window;
        }
    }
    panic!("Tab never comes to {name}");
}

#[track_caller]
fn focus_is_at(window: &Harness<'static, Stage>, name: &str) {
    let stop = focused(window);
    assert_eq!(stop.map(|stop| stop.name).as_deref(), Some(name));
}

#[test]
fn what_was_laid_over_the_window_gives_the_keyboard_back() {
    let over = || {
        [
            sheets::palette(),
            sheets::shortcuts(),
            sheets::explain(),
            sample::with_dialog(sample::overview_window(), sample::confirm(false)),
        ]
    };
    for (nr, view) in over().into_iter().enumerate() {
        let mut window = at(sample::overview_window(), "Check now");
        window.state_mut().view = view;
        settle(&mut window);
        assert_ne!(
            focused(&window).map(|stop| stop.name).as_deref(),
            Some("Check now"),
            "{nr}"
        );
        window.key_press(Key::Escape);
        settle(&mut window);
        assert!(matches!(window.state().one(), Command::Dismiss), "{nr}");
        window.state_mut().view = sample::overview_window();
        settle(&mut window);
        focus_is_at(&window, "Check now");
    }
}

#[test]
fn what_was_switched_off_for_a_moment_gets_the_keyboard_back_unless_somebody_else_has_it() {
    let off = || {
        let mut view = sample::overview_window();
        if let Place::Library {
            detail: Some(detail),
            ..
        } = &mut view.place
        {
            detail.head.secondary[0].disabled = Some("busy".to_owned());
        }
        view
    };
    let name = "Refresh";
    let mut window = at(sample::overview_window(), name);
    window.state_mut().view = off();
    settle(&mut window);
    assert_eq!(focused(&window), None);
    window.state_mut().view = sample::overview_window();
    settle(&mut window);
    focus_is_at(&window, name);
    // Somebody else took it meanwhile, or the person let go.
    for key in [Key::Tab, Key::Escape] {
        let mut window = at(sample::overview_window(), name);
        window.state_mut().view = off();
        settle(&mut window);
        window.key_press(key);
        settle(&mut window);
        let other = focused(&window);
        window.state_mut().view = sample::overview_window();
        settle(&mut window);
        assert_eq!(focused(&window), other, "{key:?}");
    }
}

#[test]
fn a_menu_takes_the_keyboard_keeps_it_and_gives_it_back() {
    let mut window = at(sample::overview_window(), "More");
    window.key_press(Key::Enter);
    settle(&mut window);
    let items: Vec<String> = window
        .query_all_by_role(Role::MenuItem)
        .filter_map(|node| node.accesskit_node().label())
        .collect();
    assert!(items.len() > 1, "{items:?}");
    focus_is_at(&window, &items[0]);
    for name in items[1..].iter().chain(&items[..1]) {
        window.key_press(Key::Tab);
        settle(&mut window);
        focus_is_at(&window, name);
    }
    window.key_press_modifiers(Modifiers::SHIFT, Key::Tab);
    settle(&mut window);
    focus_is_at(&window, &items[items.len() - 1]);
    window.key_press(Key::Escape);
    settle(&mut window);
    assert!(window.query_all_by_role(Role::MenuItem).next().is_none());
    focus_is_at(&window, "More");
    assert!(
        window.state().asked.is_empty(),
        "{:?}",
        window.state().names()
    );
}

#[test]
fn esc_on_a_row_closes_the_detail() {
    let mut window = open(sample::overview_window());
    window.key_press(Key::ArrowDown);
    settle(&mut window);
    assert_eq!(focused(&window).map(|stop| stop.role), Some(Role::ListItem));
    window.state_mut().asked.clear();
    window.key_press(Key::Escape);
    settle(&mut window);
    assert!(matches!(window.state().one(), Command::Select(None)));
}

#[test]
fn when_a_screen_gives_way_to_the_list_its_row_inherits_the_keyboard() {
    let mut window = at(sample::first_run(), "New profile");
    window.state_mut().view = sample::overview_window();
    settle(&mut window);
    let heir = focused(&window).unwrap();
    assert_eq!(heir.role, Role::ListItem);
    assert!(heir.name.starts_with("Acme service console"), "{heir:?}");
    // Nobody had the keyboard: nobody inherits it.
    let mut window = open(sample::first_run());
    window.state_mut().view = sample::overview_window();
    settle(&mut window);
    assert_eq!(focused(&window), None);
}

#[test]
fn what_goes_from_the_detail_leaves_the_keyboard_there() {
    let mut window = at(sample::run_window(false, true), "Cancel");
    window.state_mut().view = sample::overview_window();
    settle(&mut window);
    let heir = focused(&window).unwrap();
    let list = window.get_by_role_and_label(Role::TextInput, "Filter profiles");
    assert!(heir.rect.left() > list.rect().right(), "{heir:?}");
    // In a small window the detail takes the place of the list, and the list that of the detail.
    let mut small = open_sized(sample::library(None), [720.0, 480.0]);
    press(&mut small, Modifiers::NONE, Key::ArrowDown);
    assert_eq!(focused(&small).map(|stop| stop.role), Some(Role::ListItem));
    small.state_mut().view = sample::overview_window();
    settle(&mut small);
    focus_is_at(&small, "Back to the list");
    small.state_mut().view = sample::library(None);
    settle(&mut small);
    assert_eq!(focused(&small).map(|stop| stop.role), Some(Role::ListItem));
}

#[test]
fn a_row_that_is_scrolled_away_does_not_pull_the_list_back() {
    let mut view = sample::library(None);
    if let Place::Library { list, .. } = &mut view.place {
        list.rows = 1_000;
    }
    let mut window = open(view);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    let row = focused(&window).unwrap();
    assert_eq!(row.role, Role::ListItem);
    window.hover_at(row.rect.center());
    window.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        source: egui::MouseWheelSource::Wheel,
        delta: egui::vec2(0.0, -4000.0),
        phase: egui::TouchPhase::Move,
        modifiers: Modifiers::NONE,
    });
    window.run_steps(40);
    assert!(find(&window, row.id).is_none(), "the row is still there");
    assert_eq!(focused(&window), None);
}

#[test]
fn a_passphrase_that_opened_nothing_can_be_typed_again_at_once() {
    let at_the_lock = || sample::locked(true);
    let in_a_dialog = sample::failed::asks_passphrase;
    for view in [at_the_lock as fn() -> Window, in_a_dialog] {
        let mut window = open(view());
        focus_is_at(&window, "Passphrase");
        window.event(egui::Event::Text("not this one".to_owned()));
        settle(&mut window);
        window.key_press(Key::Enter);
        settle(&mut window);
        assert!(matches!(window.state().one(), Command::OpenVault(_)));
        focus_is_at(&window, "Passphrase");
    }
}
