//! Presentation mode, over every scene: no user, host, id or token is painted or told, and nothing moves.

use egui::Shape;
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT as _;
use valet_key::app::command::Command;
use valet_key::app::view::Window;

use crate::sample;
use crate::stage::{Stage, open_sized, settle, show, tree};

/// What the scenes are full of, and no text of ours is.
const MARKS: [&str; 6] = [
    "acme.example",
    ".salesforce.com",
    "localhost",
    "@",
    "00D00000",
    "3MVG9",
];

fn painted(shape: &Shape, texts: &mut Vec<String>) {
    match shape {
        Shape::Text(text) => texts.push(text.galley.text().to_owned()),
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| painted(shape, texts)),
        _ => {}
    }
}

/// Every text that leaves the window.
fn texts(window: &Harness<'static, Stage>) -> Vec<String> {
    let mut texts = Vec::new();
    for clipped in &window.output().shapes {
        painted(&clipped.shape, &mut texts);
    }
    for (_, label, value) in tree(window) {
        texts.extend([label, value]);
    }
    texts
}

/// Where everything stands, in the order of the tree.
fn places(window: &Harness<'static, Stage>) -> Vec<String> {
    let mut all = Vec::new();
    let mut open = vec![window.root()];
    while let Some(node) = open.pop() {
        all.push(format!("{:?}", node.accesskit_node().bounding_box()));
        open.extend(node.children());
    }
    all
}

fn marks(texts: &[String]) -> Vec<String> {
    let is_marked = |text: &&String| MARKS.iter().any(|mark| text.contains(mark));
    texts.iter().filter(is_marked).cloned().collect()
}

#[test]
fn in_every_scene_what_names_somebody_is_a_mask_and_nothing_moves() {
    let mut seen_without = 0;
    let mut window = open_sized(sample::overview_window(), [1280.0, 800.0]);
    for (scene, view) in crate::names::all() {
        show(&mut window, view);
        // A dialog needs some frames until it stands.
        window.run_steps(5);
        let before = places(&window);
        seen_without += marks(&texts(&window)).len();
        window.state_mut().view.presents = Some(Vec::new());
        window.run_steps(2);
        let found = marks(&texts(&window));
        assert!(found.is_empty(), "{scene}: {found:?}");
        assert!(places(&window) == before, "{scene}: something moved");
    }
    assert!(seen_without > 50, "the search is blind: {seen_without}");
}

#[test]
fn one_press_of_the_keys_turns_it_on_and_off() {
    let press = |view: Window| {
        let mut window = open_sized(view, [1280.0, 800.0]);
        let keys = egui::Modifiers::COMMAND | egui::Modifiers::SHIFT;
        window.key_press_modifiers(keys, egui::Key::P);
        settle(&mut window);
        assert!(matches!(window.state().one(), Command::TogglePresentation));
    };
    press(sample::overview_window());
    press(sample::locked(true));
}
