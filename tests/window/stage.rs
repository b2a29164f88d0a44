//! A stage: one window on invented view models, and what was asked of it.

use std::cell::Cell;
use std::ops::Range;

use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use valet_key::app::command::Command;
use valet_key::app::view::{ListRow, Window};
use valet_key::ui::{Looks, theme, window_ui};

/// What is shown, and what was asked so far.
pub struct Stage {
    pub view: Window,
    pub looks: Looks,
    pub asked: Vec<Command>,
    /// How many rows the last frame made.
    pub rows_made: usize,
}

impl Stage {
    /// Returns the debug names of what was asked.
    pub fn names(&self) -> Vec<String> {
        self.asked
            .iter()
            .map(|command| format!("{command:?}"))
            .collect()
    }

    /// Returns the one command that was asked.
    #[track_caller]
    pub fn one(&self) -> &Command {
        assert_eq!(self.asked.len(), 1, "{:?}", self.names());
        &self.asked[0]
    }
}

/// Opens a window of 1280 by 800 points.
pub fn open(view: Window) -> Harness<'static, Stage> {
    open_sized(view, [1280.0, 800.0])
}

/// Opens a window of a size in points.
pub fn open_sized(view: Window, size: [f32; 2]) -> Harness<'static, Stage> {
    let mut harness = Harness::builder()
        .with_size(size)
        .with_max_steps(6)
        .with_step_dt(0.05)
        .with_context_setup(theme::install_fonts)
        .build_ui_state(
            |ui, stage: &mut Stage| {
                let made = Cell::new(0);
                let rows = |range: Range<usize>| -> Vec<ListRow> {
                    let rows = crate::sample::rows_of(&stage.view, range);
                    made.set(made.get() + rows.len());
                    rows
                };
                let asked = window_ui(ui, &stage.view, &rows, &mut stage.looks);
                stage.rows_made = made.get();
                stage.asked.extend(asked);
            },
            Stage {
                view,
                looks: Looks::new(),
                asked: Vec::new(),
                rows_made: 0,
            },
        );
    harness.input_mut().focused = true;
    // A turning ring never comes to rest, and needs not.
    let _ = harness.try_run();
    harness
}

/// Shows another view in the same window, as if it had just been opened: cheaper than a new one by its fonts.
pub fn show(harness: &mut Harness<'static, Stage>, view: Window) {
    let stage = harness.state_mut();
    stage.view = view;
    stage.looks = Looks::new();
    stage.asked.clear();
    harness.run_steps(3);
}

/// Lets frames pass until nothing moves, or enough have passed.
pub fn settle(harness: &mut Harness<'static, Stage>) {
    let _ = harness.try_run();
}

/// Clicks what has this name.
#[track_caller]
pub fn click(harness: &mut Harness<'static, Stage>, name: &str) {
    harness.get_by_label(name).click();
    settle(harness);
}

/// Returns every name in the accessibility tree with its role.
pub fn tree(harness: &Harness<'static, Stage>) -> Vec<(egui::Role, String, String)> {
    let mut all = Vec::new();
    let mut open = vec![harness.root()];
    while let Some(node) = open.pop() {
        let inner = node.accesskit_node();
        let label = inner.label().unwrap_or_default();
        let value = inner.value().unwrap_or_default();
        all.push((inner.role(), label, value));
        open.extend(node.children());
    }
    all
}

/// The same of what is laid over the window alone, where something is.
pub fn tree_over(
    harness: &Harness<'static, Stage>,
    is_covered: bool,
) -> Vec<(egui::Role, String, String)> {
    if !is_covered {
        return tree(harness);
    }
    let mut open: Vec<_> = harness
        .root()
        .children_recursive()
        .filter(|node| node.accesskit_node().role() == egui::Role::Dialog)
        .collect();
    let mut all = Vec::new();
    while let Some(node) = open.pop() {
        let inner = node.accesskit_node();
        let label = inner.label().unwrap_or_default();
        all.push((inner.role(), label, inner.value().unwrap_or_default()));
        open.extend(node.children());
    }
    all
}
