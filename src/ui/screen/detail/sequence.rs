//! The sequence diagram: a flow made visible, step by step.

use egui::{
    Align2, Color32, EventFilter, Key, Modifiers, Pos2, Rect, Sense, Shape, Stroke, Ui, pos2, vec2,
};

use crate::app::view::{RunView, StepStanding, StepView};
use crate::model::run::Lane;
use crate::ui::icons;
use crate::ui::theme::{Tokens, font, shape, tokens};
use crate::ui::widget::paint::{self, Ring, Weight};
use crate::ui::widget::text::Style;

const HEAD: f32 = 52.0;
const STEP: f32 = 38.0;
/// Room for the icon in the head of a lane.
const ICON: f32 = 18.0;

/// Where the lanes stand.
struct Lanes {
    left: f32,
    top: f32,
    gutter: f32,
    lane: f32,
}

impl Lanes {
    fn of(rect: Rect) -> Self {
        let gutter = if rect.width() < 480.0 { 52.0 } else { 60.0 };
        Self {
            left: rect.left(),
            top: rect.top(),
            gutter,
            lane: (rect.width() - gutter - 12.0) / 4.0,
        }
    }

    fn x(&self, lane: Lane) -> f32 {
        let index = match lane {
            Lane::You => 0.0,
            Lane::Browser => 1.0,
            Lane::ValetKey => 2.0,
            Lane::Org => 3.0,
        };
        (self.left + self.gutter + self.lane * (index + 0.5)).round() + 0.5
    }

    fn y(&self, step: usize) -> f32 {
        (self.top + HEAD + step as f32 * STEP + STEP - 10.0).round() + 0.5
    }
}

/// Draws the diagram over the width there is; returns the exchange whose arrow was pressed.
pub fn sequence_ui(ui: &mut Ui, run: &RunView) -> Option<u32> {
    let height = HEAD + run.steps.len() as f32 * STEP + 8.0;
    let size = vec2(ui.available_width(), height);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let lanes = Lanes::of(rect);
    let t = tokens(ui);
    let mut pressed = None;
    ground(ui, rect, &lanes, run);
    for (index, step) in run.steps.iter().enumerate() {
        let y = lanes.y(index);
        let row = Rect::from_min_max(
            pos2(rect.left() + 4.0, y - 25.0),
            pos2(rect.right() - 4.0, y + STEP - 27.0),
        );
        pressed = press(ui, run, index, row).or(pressed);
        if step.standing == StepStanding::Now {
            keep_in_sight(ui, run, index, row);
        }
        time(ui, &lanes, y, step);
        if step.standing == StepStanding::Note || step.from == step.to {
            note(ui, t, &lanes, y, step);
        } else {
            arrow(ui, t, &lanes, y, step);
        }
    }
    heads(ui, t, rect, &lanes, run);
    pressed
}

/// Scrolls to the step that goes on, once each time another one does or the room changes.
fn keep_in_sight(ui: &Ui, run: &RunView, index: usize, row: Rect) {
    let id = egui::Id::unique(("run now", run.run_id.as_str()));
    let now = (index, ui.clip_rect().height().round() as i32);
    let seen: Option<(usize, i32)> = ui.data(|data| data.get_temp(id));
    if seen != Some(now) {
        ui.data_mut(|data| data.insert_temp(id, now));
        // The heads of the lanes stand above what is in sight.
        let mut around = row.expand(STEP);
        around.min.y -= HEAD - STEP / 2.0;
        ui.scroll_to_rect_animation(around, None, egui::style::ScrollAnimation::none());
    }
}

fn ground(ui: &Ui, rect: Rect, lanes: &Lanes, run: &RunView) {
    let t = tokens(ui);
    for (index, step) in run.steps.iter().enumerate() {
        if step.is_selected {
            let y = lanes.y(index);
            let row = Rect::from_min_max(
                pos2(rect.left() + 4.0, y - 25.0),
                pos2(rect.right() - 4.0, y + STEP - 27.0),
            );
            ui.painter().rect_filled(row, 6.0, t.bg.selected);
        }
    }
    let stroke = Stroke::new(1.0, t.stroke.normal);
    for lane in &run.lanes {
        let range = (rect.top() + 40.0)..=rect.bottom();
        ui.painter().vline(lanes.x(lane.lane), range, stroke);
    }
}

fn press(ui: &Ui, run: &RunView, index: usize, row: Rect) -> Option<u32> {
    let step = run.steps.get(index)?;
    let id = |index: usize| ui.scope_id().with(("step", index));
    let sense = if step.exchange.is_some() {
        Sense::click()
    } else {
        Sense::hover()
    };
    let response = ui.interact(row, id(index), sense);
    let name = format!("{} {}", step.time, step.label);
    response.widget_info(|| {
        egui::WidgetInfo::selected(egui::Role::ListItem, true, step.is_selected, name.trim())
    });
    let exchange = step.exchange?;
    if response.hovered() && !step.is_selected {
        let fill = tokens(ui).bg.hover;
        ui.painter().rect_filled(row, 6.0, fill);
    }
    paint::focus_ring_of(ui, &response, 6, Ring::Inside);
    if response.has_focus() {
        let filter = EventFilter {
            vertical_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let (up, down) = ui.input_mut(|input| {
            (
                input.consume_key(Modifiers::NONE, Key::ArrowUp),
                input.consume_key(Modifiers::NONE, Key::ArrowDown),
            )
        });
        let opens = |index: &usize| {
            run.steps
                .get(*index)
                .is_some_and(|step| step.exchange.is_some())
        };
        let to = if down {
            (index + 1..run.steps.len()).find(opens)
        } else if up {
            (0..index).rev().find(opens)
        } else {
            None
        };
        if let Some(to) = to {
            ui.memory_mut(|memory| memory.request_focus(id(to)));
        }
    }
    response.clicked().then_some(exchange)
}

fn time(ui: &Ui, lanes: &Lanes, y: f32, step: &StepView) {
    let t = tokens(ui);
    let room = lanes.gutter - 10.0;
    let galley = paint::one_line(ui, Style::Micro, &step.time, t.text.tertiary, room);
    paint::line_at(ui.painter(), pos2(lanes.left + 14.0, y - 6.0), galley);
}

fn note(ui: &Ui, t: &Tokens, lanes: &Lanes, y: f32, step: &StepView) {
    let room = lanes.lane * 2.0 - 16.0;
    let (ink, edge) = match step.standing {
        StepStanding::Failed => (t.danger.fg, t.danger.stroke),
        _ => (t.text.secondary, t.stroke.normal),
    };
    let galley = paint::one_line(ui, Style::Small, &step.label, ink, room);
    let size = vec2(galley.size().x + 16.0, 24.0);
    let center = pos2(lanes.x(step.from), y - 7.0);
    let rect = Rect::from_center_size(center, size);
    let stroke = Stroke::new(t.stroke.width, edge);
    paint::plate(ui.painter(), rect, 6, t.bg.card, stroke);
    let left = pos2(rect.left() + 8.0, center.y);
    paint::line_at(ui.painter(), left, galley);
}

fn arrow(ui: &Ui, t: &Tokens, lanes: &Lanes, y: f32, step: &StepView) {
    let (line, ink) = match step.standing {
        StepStanding::Failed => (t.danger.fg, t.danger.fg),
        StepStanding::Now => (t.accent.focus, t.text.link),
        StepStanding::ToCome => (t.stroke.control, t.text.tertiary),
        StepStanding::Unseen => (t.stroke.strong, t.text.tertiary),
        StepStanding::Done | StepStanding::Note => (t.text.secondary, t.text.primary),
    };
    let strong = step.is_selected || step.standing == StepStanding::Now;
    let stroke = Stroke::new(if strong { 2.0 } else { 1.0 }, line);
    let (from, to) = (lanes.x(step.from), lanes.x(step.to));
    let direction = (to - from).signum();
    let tip = pos2(to - direction, y);
    let ends = [pos2(from, y), pos2(tip.x - direction * 5.0, y)];
    let painter = ui.painter();
    if matches!(step.standing, StepStanding::Unseen | StepStanding::ToCome) {
        painter.extend(Shape::dashed_line(&ends, stroke, 4.0, 4.0));
    } else {
        painter.line_segment(ends, stroke);
    }
    painter.add(Shape::convex_polygon(
        arrow_head(tip, direction),
        line,
        Stroke::NONE,
    ));
    if matches!(step.standing, StepStanding::Now | StepStanding::Failed) {
        painter.circle_filled(pos2(from, y), 4.0, line);
    }
    label(ui, t, y, step, (from, to), ink, strong);
}

fn arrow_head(tip: Pos2, direction: f32) -> Vec<Pos2> {
    vec![
        tip,
        pos2(tip.x - direction * 7.0, tip.y - 4.0),
        pos2(tip.x - direction * 7.0, tip.y + 4.0),
    ]
}

fn label(
    ui: &Ui,
    t: &Tokens,
    y: f32,
    step: &StepView,
    (from, to): (f32, f32),
    ink: Color32,
    strong: bool,
) {
    let mut font = font(Style::Small.measure());
    if strong || step.standing == StepStanding::Failed {
        font.family = egui::FontFamily::Name("ui-medium".into());
    }
    let center = pos2((from + to) / 2.0, y - 10.0);
    let painter = ui.painter();
    let galley = painter.layout_no_wrap(step.label.clone(), font, ink);
    let patch = Rect::from_center_size(center, galley.size() + vec2(8.0, -2.0));
    // A label that crosses a lane stands on a patch of the ground.
    if patch.width() > (to - from).abs() - 4.0 || (to - from).abs() > 200.0 {
        let ground = if step.is_selected {
            t.bg.selected
        } else {
            t.bg.panel
        };
        painter.rect_filled(patch, 0.0, ground);
    }
    let at = Align2::CENTER_CENTER.anchor_size(center, galley.size()).min;
    painter.galley(at, galley, ink);
}

/// Draws the heads of the lanes; they stay in sight while the steps scroll.
fn heads(ui: &Ui, t: &Tokens, rect: Rect, lanes: &Lanes, run: &RunView) {
    let last = (rect.bottom() - HEAD).max(rect.top());
    let top = ui.clip_rect().top().clamp(rect.top(), last);
    if top > rect.top() {
        let band = Rect::from_min_size(pos2(rect.left(), top), vec2(rect.width(), HEAD - 4.0));
        ui.painter().rect_filled(band, 0.0, t.bg.panel);
    }
    let width = (lanes.lane - 8.0).min(shape().width.lane_head);
    let words: Vec<_> = run
        .lanes
        .iter()
        .map(|lane| paint::one_line(ui, Style::Small, &lane.label, t.text.primary, width - 8.0))
        .collect();
    // All of them have an icon, or none.
    let with_icons = words
        .iter()
        .all(|words| ICON + words.size().x <= width - 8.0);
    for (lane, words) in run.lanes.iter().zip(words) {
        let center = pos2(lanes.x(lane.lane), top + 24.0);
        let rect = Rect::from_center_size(center, vec2(width, 32.0));
        let edge = if lane.is_now {
            t.accent.focus
        } else {
            t.stroke.normal
        };
        let stroke = Stroke::new(t.stroke.width, edge);
        paint::plate(ui.painter(), rect, 8, t.bg.card, stroke);
        let icon = if with_icons { ICON } else { 0.0 };
        let left = center.x - (icon + words.size().x) / 2.0;
        if with_icons {
            let (glyph, weight, colour) = lane_icon(t, lane.lane);
            let at = pos2(left + 7.0, center.y);
            paint::icon(ui.painter(), at, glyph, 14.0, weight, colour);
        }
        paint::line_at(ui.painter(), pos2(left + icon, center.y), words);
    }
}

fn lane_icon(t: &Tokens, lane: Lane) -> (&'static str, Weight, Color32) {
    match lane {
        Lane::You => (icons::USER, Weight::Regular, t.text.secondary),
        Lane::Browser => (icons::BROWSER, Weight::Regular, t.text.secondary),
        Lane::ValetKey => (icons::KEY, Weight::Fill, t.accent.text),
        Lane::Org => (icons::BUILDINGS, Weight::Regular, t.text.secondary),
    }
}
