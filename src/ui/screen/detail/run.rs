//! The run tab: the sequence diagram, what we wait for, why it failed, one exchange.

use egui::{Margin, Rect, ScrollArea, Stroke, Ui, pos2, vec2};

use super::{exchange, sequence};
use crate::app::command::Command;
use crate::app::view::RunView;
use crate::model::words;
use crate::ui::looks::Looks;
use crate::ui::screen::error_card::{self, Steps};
use crate::ui::screen::{wait, zone};
use crate::ui::theme::{shape, tokens};
use crate::ui::widget::button::{Button, Kind, Size};
use crate::ui::widget::state::{Mark, state};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{action, banner, card, facts};
use crate::ui::{Asks, icons};

/// From this width on the panel stands beside the diagram.
const BESIDE: f32 = 800.0;
const DIAGRAM: f32 = 428.0;
/// With less room than this, what stands at the floor scrolls with the diagram.
const DIAGRAM_LEAST: f32 = 140.0;

/// Where the explanation of a failure stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Panel {
    /// Beside the diagram.
    Beside,
    /// Above it: there is no room beside.
    Above,
}

/// Draws the tab over the room there is.
pub fn run_ui(ui: &mut Ui, run: &RunView, looks: &mut Looks, asks: &mut Asks) {
    let t = tokens(ui);
    let whole = ui.available_rect_before_wrap();
    let has_panel = run.exchange.is_some() || run.problem.is_some();
    if !has_panel {
        left(ui, run, Panel::Beside, looks, asks);
        return;
    }
    if whole.width() < BESIDE {
        match &run.exchange {
            Some(open) => zone::zone(ui, whole, "run exchange", t.bg.panel, |ui| {
                exchange::exchange_ui(ui, open, looks, asks);
            }),
            None => left(ui, run, Panel::Above, looks, asks),
        }
        return;
    }
    let width = match &run.exchange {
        Some(_) => whole.width() - shape().width.exchange,
        None => DIAGRAM,
    };
    let beside = Rect::from_min_max(whole.min, pos2(whole.left() + width, whole.bottom()));
    zone::zone(ui, beside, "run diagram", t.bg.panel, |ui| {
        left(ui, run, Panel::Beside, looks, asks);
    });
    zone::right_edge(ui, beside);
    let panel = Rect::from_min_max(pos2(beside.right(), whole.top()), whole.max);
    zone::zone(ui, panel, "run panel", t.bg.panel, |ui| {
        if let Some(open) = &run.exchange {
            exchange::exchange_ui(ui, open, looks, asks);
        } else if let Some(problem) = &run.problem {
            error_card::scrolled_ui(ui, "run problem", Some(problem), asks, |ui, steps, asks| {
                asks.ask(error_card::card_ui(ui, problem, steps));
            });
        }
    });
}

/// The diagram, and at the floor the waiting card or the facts and the foot.
fn left(ui: &mut Ui, run: &RunView, panel: Panel, looks: &mut Looks, asks: &mut Asks) {
    let whole = ui.available_rect_before_wrap();
    // While it waits, the card says how it stands and has the buttons.
    let foot_height = if run.wait.is_some() { 0.0 } else { 52.0 };
    // A long error has its next step at the foot, in place of the run's own.
    let below = below_height(ui, run);
    let room = whole.height() - foot_height - below;
    let long_error = run
        .problem
        .as_ref()
        .filter(|error| panel == Panel::Above && error_card::ends_below(ui, error, room));
    let foot = Rect::from_min_max(pos2(whole.left(), whole.bottom() - foot_height), whole.max);
    let body = Rect::from_min_max(ui.cursor().min, pos2(whole.right(), foot.top()));
    let pinned = long_error.is_none() && body.height() - below >= DIAGRAM_LEAST;
    let above = if pinned { below } else { 0.0 };
    let diagram = Rect::from_min_max(body.min, pos2(body.right(), body.bottom() - above));
    zone::zone(
        ui,
        diagram,
        "run diagram",
        egui::Color32::TRANSPARENT,
        |ui| {
            ScrollArea::vertical()
                .id_salt(run.run_id.as_str())
                .auto_shrink(false)
                .show(ui, |ui| {
                    if panel == Panel::Above
                        && let Some(problem) = &run.problem
                    {
                        let steps = match long_error {
                            Some(_) => Steps::AtTheFoot,
                            None => Steps::InTheCard,
                        };
                        ui.add_space(12.0);
                        margin(ui, |ui| {
                            asks.ask(error_card::card_ui(ui, problem, steps));
                        });
                    }
                    if !pinned {
                        let height = margin(ui, |ui| below_ui(ui, run, looks, asks));
                        remember_height(ui, run, height);
                    }
                    if !run.banners.is_empty() {
                        ui.add_space(12.0);
                        margin(ui, |ui| asks.ask(banner::banners(ui, &run.banners)));
                    }
                    ui.add_space(8.0);
                    if long_error.is_some() {
                        lead(ui, run);
                    }
                    if let Some(number) = sequence::sequence_ui(ui, run) {
                        asks.command(Command::ShowExchange(Some(number)));
                    }
                    legend(ui, run);
                });
        },
    );
    if pinned {
        let floor = Rect::from_min_max(pos2(body.left(), diagram.bottom()), body.max);
        zone::zone(ui, floor, "run floor", egui::Color32::TRANSPARENT, |ui| {
            let height = margin(ui, |ui| below_ui(ui, run, looks, asks));
            remember_height(ui, run, height);
        });
    }
    if let Some(error) = long_error {
        let width = steps_width(ui);
        asks.ask(error_card::foot_with(ui, foot, error, width, |ui| {
            steps_button(ui, run);
        }));
    } else if foot_height > 0.0 {
        foot_ui(ui, foot, run, asks);
    }
}

/// Which part of a failed run is in sight where explanation and steps stand one above the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sight {
    Explanation,
    Steps,
}

fn sight_id(run: &RunView) -> egui::Id {
    egui::Id::unique(("run sight", run.run_id.as_str()))
}

fn wanted_id(run: &RunView) -> egui::Id {
    egui::Id::unique(("run sight wanted", run.run_id.as_str()))
}

/// Scrolls to what the button at the foot asked for, and remembers what is in sight; the steps begin here.
fn lead(ui: &Ui, run: &RunView) {
    let clip = ui.clip_rect();
    let steps = Rect::from_min_size(ui.cursor().min, clip.size());
    let wanted: Option<Sight> = ui.data(|data| data.get_temp(wanted_id(run)));
    if let Some(sight) = wanted {
        ui.data_mut(|data| data.remove::<Sight>(wanted_id(run)));
        let to = match sight {
            Sight::Steps => steps,
            Sight::Explanation => Rect::from_min_size(ui.min_rect().min, vec2(1.0, 1.0)),
        };
        let at_once = egui::style::ScrollAnimation::none();
        ui.scroll_to_rect_animation(to, Some(egui::Align::TOP), at_once);
    }
    let sight = if steps.top() < clip.center().y {
        Sight::Steps
    } else {
        Sight::Explanation
    };
    ui.data_mut(|data| data.insert_temp(sight_id(run), sight));
}

/// How wide the button is, whichever of its words it shows.
fn steps_width(ui: &Ui) -> f32 {
    ["window-run-steps", "window-run-explanation"]
        .iter()
        .map(|key| action::width_of(ui, &words::text(key), Size::Normal))
        .fold(0.0, f32::max)
}

/// Leads from the explanation to the steps, and back.
fn steps_button(ui: &mut Ui, run: &RunView) {
    let sight: Sight = ui
        .data(|data| data.get_temp(sight_id(run)))
        .unwrap_or(Sight::Explanation);
    let (key, glyph, other) = match sight {
        Sight::Explanation => ("window-run-steps", icons::TREE_STRUCTURE, Sight::Steps),
        Sight::Steps => ("window-run-explanation", icons::INFO, Sight::Explanation),
    };
    let words = words::text(key);
    let button = Button::new(&words).icon(glyph).kind(Kind::Ghost);
    if ui.add(button).clicked() {
        ui.data_mut(|data| data.insert_temp(wanted_id(run), other));
        ui.ctx().request_repaint();
    }
}

fn legend(ui: &mut Ui, run: &RunView) {
    if run.legend.is_empty() {
        return;
    }
    let t = tokens(ui);
    let frame = egui::Frame::new().inner_margin(Margin {
        left: 60,
        right: 16,
        top: 8,
        bottom: 12,
    });
    frame.show(ui, |ui| {
        text::text(ui, Style::Small, &run.legend, t.text.tertiary);
    });
}

fn below_ui(ui: &mut Ui, run: &RunView, looks: &mut Looks, asks: &mut Asks) {
    if let Some(waiting) = &run.wait {
        wait::wait_ui(ui, waiting, looks, asks);
    } else if !run.facts.is_empty() {
        card::frame(ui)
            .inner_margin(Margin::symmetric(16, 12))
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.spacing_mut().item_spacing.y = 0.0;
                facts::column(ui, &run.facts);
            });
    }
}

fn height_id(run: &RunView) -> egui::Id {
    egui::Id::unique(("run below", run.run_id.as_str(), run.wait.is_some()))
}

fn below_height(ui: &Ui, run: &RunView) -> f32 {
    ui.data(|data| data.get_temp(height_id(run))).unwrap_or(0.0)
}

fn remember_height(ui: &Ui, run: &RunView, height: f32) {
    if (below_height(ui, run) - height).abs() > 0.5 {
        ui.data_mut(|data| data.insert_temp(height_id(run), height));
        ui.ctx()
            .request_discard("the height below the diagram became known");
    }
}

fn margin(ui: &mut Ui, content: impl FnOnce(&mut Ui)) -> f32 {
    let frame = egui::Frame::new().inner_margin(Margin {
        left: 16,
        right: 16,
        top: 0,
        bottom: 16,
    });
    let shown = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        content(ui);
    });
    shown.response.rect.height()
}

fn foot_ui(ui: &mut Ui, rect: Rect, run: &RunView, asks: &mut Asks) {
    let t = tokens(ui);
    let stroke = Stroke::new(t.stroke.width, t.stroke.subtle);
    ui.painter().hline(rect.x_range(), rect.top() + 0.5, stroke);
    card::row(ui, rect.shrink2(vec2(16.0, 0.0)), |ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        state(ui, Mark::from(run.state.kind), &run.state.text);
        card::at_end(ui, |ui| {
            for act in run.actions.iter().rev() {
                asks.ask(action::action(ui, act, Size::Small));
            }
        });
    });
}
