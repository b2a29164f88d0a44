//! The list: marking, keyboard, bulk bar, menus, heads, and how the window folds around it.

use egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use valet_key::app::command::{BulkAct, Command, ListFilter, SortBy};
use valet_key::app::view::{Ask, Place, RowMenu, Window};

use crate::sample;
use crate::stage::{Stage, click, open, open_sized, settle, tree};

const FIRST: &str = "Acme service console, Production";
const SECOND: &str = "Acme nightly export";

fn focus(window: &mut Harness<'static, Stage>, name: &str) {
    window.get_by_label_contains(name).focus();
    settle(window);
}

fn press(window: &mut Harness<'static, Stage>, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    settle(window);
}

fn focused_row(window: &Harness<'static, Stage>) -> Option<String> {
    let mut rows = window.query_all_by_role(Role::ListItem);
    let row = rows.find(|node| node.is_focused())?;
    row.accesskit_node().label()
}

fn list_of(view: &mut Window) -> &mut valet_key::app::view::List {
    match &mut view.place {
        Place::Library { list, .. } => list,
        _ => panic!("another place"),
    }
}

#[test]
fn the_place_of_the_icon_ticks_a_row() {
    let mut window = open(sample::overview_window());
    let row = window.get_by_label_contains(SECOND).rect();
    let on_icon = row.left_center() + egui::vec2(18.0, 0.0);
    window.hover_at(on_icon);
    window.event(egui::Event::PointerButton {
        pos: on_icon,
        button: egui::PointerButton::Primary,
        pressed: true,
        modifiers: Modifiers::NONE,
    });
    window.event(egui::Event::PointerButton {
        pos: on_icon,
        button: egui::PointerButton::Primary,
        pressed: false,
        modifiers: Modifiers::NONE,
    });
    settle(&mut window);
    let Command::ToggleSelected(profile_id) = window.state().one() else {
        panic!("{:?}", window.state().names());
    };
    assert_eq!(profile_id.as_str(), "acme-nightly-export");
}

#[test]
fn space_ticks_and_enter_opens() {
    let mut window = open(sample::overview_window());
    focus(&mut window, SECOND);
    press(&mut window, Modifiers::NONE, Key::Space);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(window.state().names(), ["ToggleSelected", "Select"]);
}

#[test]
fn shift_and_arrows_mark_a_range_from_where_the_keyboard_is() {
    let mut window = open(sample::library(None));
    focus(&mut window, FIRST);
    press(&mut window, Modifiers::SHIFT, Key::ArrowDown);
    let asked = &window.state().asked;
    assert!(
        matches!(&asked[..], [Command::AnchorAt(from), Command::SelectTo(to)]
            if from.as_str() == "acme-service-console" && to.as_str() == "acme-nightly-export"),
        "{:?}",
        window.state().names()
    );
    assert!(window.get_by_label_contains(SECOND).is_focused());
}

#[test]
fn keys_lead_through_the_whole_list_and_open_nothing_while_nothing_is_open() {
    let mut view = sample::library(None);
    list_of(&mut view).rows = 10_000;
    let mut window = open(view);
    focus(&mut window, FIRST);
    for (key, row) in [
        (Key::ArrowDown, 1),
        (Key::ArrowUp, 0),
        (Key::PageDown, 21),
        (Key::End, 9_999),
        (Key::PageUp, 9_978),
        (Key::Home, 0),
    ] {
        press(&mut window, Modifiers::NONE, key);
        let wanted = sample::rows(row..row + 1).remove(0).spoken;
        let focused = focused_row(&window);
        assert_eq!(focused, Some(wanted), "row {row} after {key:?}");
    }
    assert!(window.get_by_label_contains(FIRST).is_focused());
    assert!(
        window.state().asked.is_empty(),
        "{:?}",
        window.state().names()
    );
}

#[test]
fn ctrl_a_marks_all_and_esc_ends_it_wherever_the_keyboard_is() {
    let mut window = open(sample::overview_window());
    press(&mut window, Modifiers::COMMAND, Key::A);
    focus(&mut window, SECOND);
    press(&mut window, Modifiers::COMMAND, Key::A);
    assert_eq!(window.state().names(), ["SelectAll", "SelectAll"]);

    let view = sample::marked(sample::overview_window(), false);
    let mut window = open(view.clone());
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(window.state().names(), ["ClearSelected"]);
    let mut window = open(view);
    focus(&mut window, SECOND);
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(window.state().names(), ["ClearSelected"]);
    assert!(window.get_by_label_contains(SECOND).is_focused());
}

#[test]
fn a_slash_finds_the_filter_from_a_row_and_esc_empties_it() {
    let mut window = open(sample::overview_window());
    focus(&mut window, SECOND);
    press(&mut window, Modifiers::NONE, Key::Slash);
    assert!(window.get_by_label("Filter profiles").is_focused());
    let mut view = sample::marked(sample::overview_window(), false);
    list_of(&mut view).search = "acme".to_owned();
    let mut window = open(view);
    window.get_by_label("Filter profiles").focus();
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(
        matches!(window.state().one(), Command::Search(text) if text.is_empty()),
        "the marks stay"
    );
    window.get_by_label("Filter profiles").focus();
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    assert!(window.get_by_label_contains(FIRST).is_focused());
}

#[test]
fn the_bar_offers_every_act_and_the_dangerous_one_last() {
    for size in [[1280.0, 800.0], [1000.0, 700.0], [1900.0, 900.0]] {
        let mut window = open_sized(sample::marked(sample::overview_window(), true), size);
        let is_tight = size[0] < 1180.0;
        for (name, wanted) in [
            ("Refresh", Ask::Bulk(BulkAct::Refresh)),
            ("Check", Ask::Bulk(BulkAct::Check)),
            ("Forget here…", Ask::Bulk(BulkAct::Forget)),
            ("Revoke on server…", Ask::Bulk(BulkAct::Revoke)),
            ("Cancel", Ask::CancelRounds),
            ("Clear selection", Ask::ClearSelected),
        ] {
            if is_tight {
                window.get_by_label("More: Marked").click();
                settle(&mut window);
                window.get_by_role_and_label(Role::MenuItem, name).click();
            } else {
                window.get_by_label(&format!("Marked: {name}")).click();
            }
            settle(&mut window);
            let asked = format!("{:?}", wanted.clone().command());
            let last = window.state().asked.last().map(|one| format!("{one:?}"));
            assert_eq!(last, Some(asked), "{name} at {size:?}");
        }
        assert!(
            window
                .query_by_role_and_label(Role::ProgressIndicator, "Refreshing 12 of 40")
                .is_some()
        );
    }
}

#[test]
fn while_profiles_are_marked_the_keys_mean_them() {
    for (modifiers, wanted) in [
        (Modifiers::COMMAND, BulkAct::Refresh),
        (Modifiers::COMMAND | Modifiers::SHIFT, BulkAct::Revoke),
    ] {
        let mut view = sample::marked(sample::overview_window(), false);
        let bulk = list_of(&mut view).bulk.as_mut().unwrap();
        for action in &mut bulk.actions {
            match action.ask {
                Ask::Bulk(BulkAct::Refresh) => action.keys = "Ctrl R",
                Ask::Bulk(BulkAct::Revoke) => action.keys = "Ctrl Shift R",
                _ => {}
            }
        }
        let mut window = open(view.clone());
        press(&mut window, modifiers, Key::R);
        assert!(
            matches!(window.state().one(), Command::Bulk(act) if *act == wanted),
            "{:?}",
            window.state().names()
        );
        // What is off does not fall through to the profile that is open beside.
        for action in &mut list_of(&mut view).bulk.as_mut().unwrap().actions {
            action.disabled = Some("nothing to do".to_owned());
        }
        let mut window = open(view);
        press(&mut window, modifiers, Key::R);
        assert!(window.state().asked.is_empty());
    }
}

#[test]
fn a_row_has_the_menu_of_its_detail_by_mouse_and_by_key() {
    let mut view = sample::overview_window();
    let id = sample::profile_id("acme-nightly-export");
    list_of(&mut view).menu = Some(RowMenu {
        profile_id: id.clone(),
        actions: vec![sample::act(
            "Edit profile",
            Ask::EditProfile(id),
            valet_key::app::view::Look::Secondary,
        )],
    });
    for by_mouse in [true, false] {
        let mut window = open(view.clone());
        window.state_mut().asked.clear();
        if by_mouse {
            window.get_by_label_contains(SECOND).click_secondary();
        } else {
            focus(&mut window, SECOND);
            window.key_press_modifiers(Modifiers::SHIFT, Key::F10);
        }
        settle(&mut window);
        assert!(window.state().names().contains(&"PointAt".to_owned()));
        window
            .get_by_role_and_label(Role::MenuItem, "Edit profile")
            .click();
        settle(&mut window);
        assert!(window.state().names().contains(&"EditProfile".to_owned()));
    }
}

#[test]
fn every_head_of_the_table_sorts_by_its_column() {
    let mut window = open(sample::library(None));
    for (name, by) in [
        ("State", SortBy::State),
        ("Profile", SortBy::Name),
        ("Environment", SortBy::Environment),
        ("Flow", SortBy::Flow),
        ("User", SortBy::User),
        ("Expires", SortBy::Expires),
        ("Last check", SortBy::LastCheck),
    ] {
        window
            .get_by_role_and_label(Role::ColumnHeader, name)
            .click();
        settle(&mut window);
        assert!(
            matches!(window.state().asked.last(), Some(Command::Sort(asked)) if *asked == by),
            "{name}"
        );
    }
}

#[test]
fn from_1600_on_the_table_stands_beside_the_detail() {
    let heads = |width: f32| {
        let window = open_sized(sample::overview_window(), [width, 900.0]);
        assert!(
            window
                .query_by_role_and_label(Role::Tab, "Overview")
                .is_some()
        );
        let heads = window.query_all_by_role(Role::ColumnHeader);
        heads.count()
    };
    // The stage has an edge of eight points.
    assert_eq!(heads(1616.0), 7);
    assert_eq!(heads(1615.0), 2);
    assert_eq!(heads(1195.0), 0);
}

#[test]
fn without_room_for_the_rail_a_button_in_the_head_opens_it() {
    let mut window = open_sized(sample::library(None), [600.0, 480.0]);
    assert!(window.query_by_label("Attention 5").is_none());
    click(&mut window, "Menu");
    click(&mut window, "Attention 5");
    assert!(matches!(
        window.state().one(),
        Command::Filter(ListFilter::Attention)
    ));
    assert!(
        window.query_by_label("Attention 5").is_none(),
        "and it closes"
    );
    click(&mut window, "Menu");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.query_by_label("Attention 5").is_none());
    let window = open_sized(sample::settings(), [600.0, 480.0]);
    assert!(window.query_by_label("Menu").is_some());
}

#[test]
fn a_low_window_drops_the_environments_of_the_folded_rail() {
    let low = open_sized(sample::overview_window(), [1000.0, 599.0]);
    assert!(low.query_by_label("Sandbox 3").is_none());
    let high = open_sized(sample::overview_window(), [1000.0, 600.0]);
    assert!(high.query_by_label("Sandbox 3").is_some());
}

#[test]
fn a_rail_folded_by_hand_is_unfolded_by_its_mark() {
    let mut window = open(sample::overview_window());
    click(&mut window, "Fold the rail");
    assert!(window.state().looks.rail_folded);
    click(&mut window, "Unfold the rail");
    assert!(!window.state().looks.rail_folded);
    let narrow = open_sized(sample::overview_window(), [1000.0, 700.0]);
    assert!(narrow.query_by_label("Unfold the rail").is_none());
}

#[test]
fn a_frame_makes_the_rows_that_are_seen_and_no_more() {
    let most = |rows: usize| {
        let mut view = sample::library(None);
        list_of(&mut view).rows = rows;
        let window = open(view);
        assert!(tree(&window).len() < 400);
        window.state().rows_made
    };
    let few = most(100);
    assert!((10..40).contains(&few), "{few}");
    assert_eq!(most(10_000), few);
}

#[test]
fn the_last_row_is_not_hidden_behind_the_bar() {
    let mut view = sample::marked(sample::overview_window(), false);
    list_of(&mut view).rows = 1_000;
    let mut window = open(view);
    focus(&mut window, FIRST);
    press(&mut window, Modifiers::NONE, Key::End);
    let row = window
        .query_all_by_role(Role::ListItem)
        .find(|node| node.is_focused())
        .unwrap();
    let bar = window.get_by_label("4 selected").rect();
    assert!(row.rect().bottom() <= bar.top(), "{:?} {bar:?}", row.rect());
    assert!(row.accesskit_node().label().is_some());
}
