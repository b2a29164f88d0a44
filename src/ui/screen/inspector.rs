//! The inspector: paste anything, see what it is, part by part, and whether it holds.

mod compared;
mod parts;
mod verdict;

use egui::{Event, Key, Modifiers, Rect, Ui, pos2, vec2};

use crate::app::command::{Command, InspectAct, InspectCommand};
use crate::app::view::{Action, Ask, InspectorView, Look, PastedView};
use crate::model::secret::SecretDraft;
use crate::model::words;
use crate::ui::looks::Looks;
use crate::ui::screen::{error_card, zone};
use crate::ui::theme::{shape, tokens};
use crate::ui::widget::button::{Button, Kind, Size};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{action, banner, card, empty, menu, pasted, ring};
use crate::ui::{Asks, icons};

/// Below this width checks stand under the parts.
const WIDE: f32 = 760.0;
/// How much of the width the checks take.
const ASIDE: f32 = 372.0;

/// What the window alone knows of the inspector: the texts, for the eye.
#[derive(Default)]
pub struct InspectorMemory {
    /// Typed or pasted, not yet taken apart.
    draft: SecretDraft,
    /// Taken apart.
    shown: SecretDraft,
    /// To compare with.
    other: SecretDraft,
    /// The box had the keyboard once.
    is_open: bool,
}

/// Draws the screen over the room there is.
pub fn inspector_ui(ui: &mut Ui, view: &InspectorView, looks: &mut Looks, asks: &mut Asks) {
    let memory = &mut looks.inspector;
    take_drops(ui, memory, asks);
    head(ui, view, memory, asks);
    zone::scrolled(ui, "inspector", |ui| {
        if let Some(problem) = &view.problem {
            asks.ask(error_card::error_card_ui(ui, problem));
        }
        if let Some((words, cancel)) = &view.busy {
            busy_ui(ui, words, cancel, asks);
        }
        match &view.pasted {
            Some(shown) => body(ui, shown, memory, asks),
            None => nothing(ui, memory, asks),
        }
    });
}

fn head(ui: &mut Ui, view: &InspectorView, memory: &mut InspectorMemory, asks: &mut Asks) {
    let t = tokens(ui);
    let title = words::text("window-screen-inspector");
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 66.0), egui::Sense::hover());
    let inside = rect.shrink2(vec2(shape().space.x5, 0.0));
    let narrow = inside.width() < 700.0;
    let ((), width) = card::end_of(ui, inside, &title, |ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        for act in &view.actions {
            let asked = if act.look == Look::Primary && view.askers.len() > 1 {
                split(ui, act, &view.askers)
            } else if narrow && act.look != Look::Primary {
                action::action_icon(ui, act, Size::Normal)
            } else {
                action::action(ui, act, Size::Normal)
            };
            if asked == Some(Ask::Inspect(InspectAct::Clear)) {
                memory.shown = SecretDraft::default();
            }
            asks.ask(asked);
        }
    });
    let left = Rect::from_min_max(
        inside.min,
        pos2(inside.right() - width - 8.0, inside.bottom()),
    );
    card::row(ui, left, |ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        card::tile(ui, icons::SCAN, card::Tile::Plain);
        zone::column(ui, |ui| {
            text::truncated(ui, Style::Title, &title, t.text.primary);
            text::truncated(ui, Style::Small, &view.under, t.text.tertiary);
        });
    });
    let stroke = egui::Stroke::new(t.stroke.width, t.stroke.subtle);
    ui.painter()
        .hline(rect.x_range(), rect.bottom() - 0.5, stroke);
}

/// Introspect, and behind its caret the profiles to ask as.
fn split(ui: &mut Ui, act: &Action, askers: &[Action]) -> Option<Ask> {
    let more = words::text("window-inspect-askers");
    let button = Button::new(&act.label)
        .icon(action::icon(&act.ask))
        .hint(&act.hint)
        .disabled_because(act.disabled.as_deref());
    let width = action::menu_width(ui, askers);
    let (pressed, chosen) = menu::split(ui, button, &more, Kind::Primary, width, |ui| {
        let mut chosen = None;
        for asker in askers {
            let on = asker.look == Look::Primary;
            let glyph = if on { icons::CHECK } else { " " };
            if menu::Item::new(glyph, &asker.label).on(on).show(ui) {
                chosen = Some(asker.ask.clone());
            }
        }
        chosen
    });
    if pressed.clicked() && act.disabled.is_none() {
        return Some(act.ask.clone());
    }
    chosen.flatten()
}

fn busy_ui(ui: &mut Ui, words: &str, cancel: &Action, asks: &mut Asks) {
    let t = tokens(ui);
    card::full_row(ui, shape().height.control, |ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        ring::busy_ui(ui, 16.0);
        text::line(ui, Style::Body, words, t.text.secondary);
        asks.ask(action::action(ui, cancel, Size::Mini));
    });
}

/// Nothing was pasted yet: the box, and what becomes of what is put into it.
fn nothing(ui: &mut Ui, memory: &mut InspectorMemory, asks: &mut Asks) {
    if !std::mem::replace(&mut memory.is_open, true) {
        let id = box_id("inspected");
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    let names = ["window-inspect-paste", "window-inspect-paste-hint"];
    if let Some(sent) = taker(
        ui,
        "inspected",
        names,
        "window-inspect-paste-go",
        &mut memory.draft,
    ) {
        memory.shown = sent.again();
        asks.command(Command::Inspect(InspectCommand::Look(sent)));
    }
    let title = words::text("window-inspect-empty");
    let text = words::text("window-inspect-empty-text");
    empty::empty(ui, icons::SCAN, &title, &text, |_| ());
}

/// A box with its button; what was pasted is taken at once, what is typed with the button or Ctrl+Enter.
fn taker(
    ui: &mut Ui,
    id: &str,
    [name, hint]: [&str; 2],
    go: &str,
    draft: &mut SecretDraft,
) -> Option<SecretDraft> {
    let (name, hint, go) = (words::text(name), words::text(hint), words::text(go));
    let id = box_id(id);
    let was_empty = draft.is_empty();
    let response = pasted::paste_box(ui, id, &name, draft, &hint);
    let came = ui.input(|input| {
        input
            .events
            .iter()
            .any(|event| matches!(event, Event::Paste(_)))
    });
    let is_pasted = was_empty && came && response.changed();
    let is_asked = response.has_focus()
        && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
    let mut is_pressed = false;
    card::full_row(ui, shape().height.small, |ui| {
        let first = words::text("window-inspect-paste-hint");
        let button = Button::new(&go)
            .icon(icons::SCAN)
            .kind(Kind::Primary)
            .size(Size::Small)
            .disabled_because(draft.is_empty().then_some(first.as_str()));
        is_pressed = ui.add(button).clicked();
    });
    let is_sent = (is_pasted || is_asked || is_pressed) && !draft.is_empty();
    is_sent.then(|| std::mem::take(draft))
}

fn box_id(name: &str) -> egui::Id {
    egui::Id::unique(("inspector", name.to_owned()))
}

fn body(ui: &mut Ui, shown: &PastedView, memory: &mut InspectorMemory, asks: &mut Asks) {
    if ui.available_width() < WIDE {
        verdict::verdict_ui(ui, shown);
        pasted::pasted_ui(ui, &mut memory.shown, &shown.hidden, shown.is_jwt);
        parts::parts_ui(ui, shown, asks);
        aside(ui, shown, memory, asks);
        return;
    }
    let whole = ui.available_rect_before_wrap();
    let middle = whole.right() - ASIDE;
    let column = |ui: &mut Ui, left: f32, right: f32, name: &str| {
        let rect = Rect::from_min_max(pos2(left, whole.top()), pos2(right, whole.bottom()));
        let layout = egui::Layout::top_down(egui::Align::LEFT);
        let mut child = ui.new_child(
            egui::UiBuilder::new()
                .max_rect(rect)
                .layout(layout)
                .id_salt(name),
        );
        child.spacing_mut().item_spacing.y = 12.0;
        child
    };
    let mut left = column(ui, whole.left(), middle - 16.0, "left");
    pasted::pasted_ui(&mut left, &mut memory.shown, &shown.hidden, shown.is_jwt);
    parts::parts_ui(&mut left, shown, asks);
    let mut right = column(ui, middle, whole.right(), "right");
    verdict::verdict_ui(&mut right, shown);
    aside(&mut right, shown, memory, asks);
    let used = left.min_rect().union(right.min_rect());
    ui.advance_cursor_after_rect(used);
}

/// Checks, remarks, comparisons.
fn aside(ui: &mut Ui, shown: &PastedView, memory: &mut InspectorMemory, asks: &mut Asks) {
    if !shown.checks.is_empty() {
        verdict::checks_ui(ui, shown, asks);
    }
    for one in &shown.compared {
        compared::compared_ui(ui, one, asks);
    }
    if shown.asks_other {
        let names = ["window-inspect-other", "window-inspect-other-hint"];
        let go = "window-inspect-other-go";
        if let Some(sent) = taker(ui, "compared", names, go, &mut memory.other) {
            asks.command(Command::Inspect(InspectCommand::Against(sent)));
        }
    }
    if !shown.notes.is_empty() {
        verdict::notes_ui(ui, shown);
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        for act in &shown.actions {
            asks.ask(action::action(ui, act, Size::Small));
        }
    });
}

/// A file that is dropped is read and taken apart.
fn take_drops(ui: &Ui, memory: &mut InspectorMemory, asks: &mut Asks) {
    let (path, is_over) = ui.input(|input| {
        let path = input
            .raw
            .dropped_files
            .first()
            .map(|file| file.path().to_path_buf());
        (path, !input.raw.hovered_files.is_empty())
    });
    if let Some(path) = path {
        memory.shown = SecretDraft::default();
        asks.command(Command::Inspect(InspectCommand::Read(path)));
    }
    if is_over {
        let t = tokens(ui);
        let rect = ui.max_rect().shrink(8.0);
        let stroke = egui::Stroke::new(t.stroke.focus_width, t.accent.focus);
        let radius = shape().radius.card;
        ui.painter()
            .rect_stroke(rect, radius, stroke, egui::StrokeKind::Inside);
    }
}

/// Draws the two forms of the parts as buttons that exclude each other.
fn forms(ui: &mut Ui, forms: &[Action; 2], asks: &mut Asks) {
    for act in forms.iter().rev() {
        let on = act.look == Look::Primary;
        let kind = if on { Kind::Secondary } else { Kind::Ghost };
        let button = Button::new(&act.label).kind(kind).size(Size::Mini);
        let response = ui.add(button);
        let label = act.label.clone();
        response
            .widget_info(|| egui::WidgetInfo::selected(egui::Role::RadioButton, true, on, &label));
        if response.clicked() && !on {
            asks.ask(Some(act.ask.clone()));
        }
    }
}

/// Returns the icon and the ink of a tone.
fn mark(ui: &Ui, tone: crate::app::view::Tone) -> (&'static str, egui::Color32) {
    let t = tokens(ui);
    let [_, _, ink] = banner::colours(t, tone);
    let glyph = match tone {
        crate::app::view::Tone::Neutral => icons::CIRCLE_DASHED,
        tone => banner::icon(tone),
    };
    (glyph, ink)
}
