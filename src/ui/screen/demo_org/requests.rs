//! Requests: what the demo org was asked, the newest first; names of fields, never their values.

use egui::{Rect, ScrollArea, Ui, pos2, vec2};

use super::rows;
use crate::app::command::{Command, DemoCommand};
use crate::app::view::{DemoLogView, DemoRunning};
use crate::model::demo::DemoRequest;
use crate::model::words;
use crate::ui::theme::tokens;
use crate::ui::widget::button::{Button, Kind, Size};
use crate::ui::widget::chip::{Chip, word_chip};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::text_field::TextField;
use crate::ui::widget::{card, empty, tooltip};
use crate::ui::{Asks, icons};

/// Below this width app and fields are in the tooltip.
const WIDE: f32 = 820.0;
const EDGE: f32 = 20.0;

pub(super) fn requests_ui(ui: &mut Ui, running: &DemoRunning, asks: &mut Asks) {
    let log = &running.log;
    ui.add_space(12.0);
    inside(ui, 28.0, |ui| bar(ui, log, asks));
    ui.add_space(4.0);
    if log.shown.is_empty() {
        nothing(ui, running, asks);
        return;
    }
    let is_wide = ui.available_width() >= WIDE;
    let wanted: &[f32] = if is_wide {
        &[64.0, 56.0, 0.9, 64.0, 48.0, 0.5, 0.8]
    } else {
        &[64.0, 56.0, 1.0, 64.0, 48.0]
    };
    let columns = rows::columns(ui.available_width() - 2.0 * EDGE, wanted);
    inside(ui, rows::ROW, |ui| {
        rows::heads(
            ui,
            &columns,
            &[
                "window-demo-request-time",
                "window-demo-request-method",
                "window-demo-request-path",
                "window-demo-request-status",
                "window-demo-request-ms",
                "window-demo-client-app",
                "window-demo-request-fields",
            ],
            &[4],
        );
    });
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical()
        .id_salt("requests of the demo org")
        .auto_shrink(false)
        .show_rows(ui, rows::ROW, log.shown.len(), |ui, range| {
            for request in log.shown.get(range).unwrap_or_default() {
                ui.push_id(request.n, |ui| {
                    inside(ui, rows::ROW, |ui| one(ui, running, request, &columns));
                });
            }
        });
}

/// Draws with the room of the zone at both sides.
fn inside(ui: &mut Ui, height: f32, content: impl FnOnce(&mut Ui)) {
    let size = vec2(ui.available_width(), height);
    let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
    let place = Rect::from_min_max(
        pos2(rect.left() + EDGE, rect.top()),
        pos2(rect.right() - EDGE, rect.bottom()),
    );
    card::row(ui, place, content);
}

fn bar(ui: &mut Ui, log: &DemoLogView, asks: &mut Asks) {
    let t = tokens(ui);
    ui.spacing_mut().item_spacing.x = 8.0;
    let mut typed = log.text.clone();
    let label = words::text("window-demo-requests-filter");
    let width = (ui.available_width() - 330.0).clamp(140.0, 300.0);
    let field = TextField::new(&label, &mut typed)
        .search(icons::FUNNEL_SIMPLE, None)
        .hint(&label)
        .width(width);
    let mut only_trouble = log.only_trouble;
    let is_typed = field.show(ui).changed();
    let kind = if only_trouble {
        Chip::Chosen
    } else {
        Chip::Plain
    };
    let words_of_chip = words::text("window-demo-requests-trouble");
    let is_flipped = word_chip(ui, &words_of_chip, kind).clicked();
    only_trouble ^= is_flipped;
    if is_typed || is_flipped {
        asks.command(Command::Demo(DemoCommand::FilterLog {
            text: typed,
            only_trouble,
        }));
    }
    let shown = log.shown.len().to_string();
    let total = log.total.to_string();
    let key = if log.shown.len() == log.total {
        "window-demo-requests-all"
    } else {
        "window-demo-requests-some"
    };
    let count = words::with(key, &[("shown", &shown), ("total", &total)]);
    card::at_end(ui, |ui| {
        let clear = words::text("window-demo-requests-clear");
        let clear = Button::icon_only(icons::BROOM, &clear).size(Size::Small);
        if ui.add(clear).clicked() {
            asks.command(Command::Demo(DemoCommand::ClearLog));
        }
        let (words, glyph) = if log.is_paused {
            let waiting = words::count("window-demo-requests-go-on", log.waiting);
            (waiting, icons::PLAY)
        } else {
            (words::text("window-demo-requests-pause"), icons::PAUSE)
        };
        let kind = if log.is_paused {
            Kind::Primary
        } else {
            Kind::Secondary
        };
        let pause = Button::new(&words).icon(glyph).kind(kind).size(Size::Small);
        if ui.add(pause).clicked() {
            asks.command(Command::Demo(DemoCommand::PauseLog(!log.is_paused)));
        }
        card::rest(ui, |ui| {
            text::truncated(ui, Style::Small, count, t.text.tertiary);
        });
    });
}

fn nothing(ui: &mut Ui, running: &DemoRunning, asks: &mut Asks) {
    if running.log.total > 0 {
        let title = words::text("window-demo-requests-no-match");
        let clear = words::text("window-demo-requests-show-all");
        empty::empty(ui, icons::FUNNEL_SIMPLE, &title, "", |ui| {
            if ui.add(Button::new(&clear).size(Size::Small)).clicked() {
                asks.command(Command::Demo(DemoCommand::FilterLog {
                    text: String::new(),
                    only_trouble: false,
                }));
            }
        });
        return;
    }
    let title = words::text("window-demo-requests-none");
    let values = [("address", running.base_url.as_str())];
    let sentence = words::with("window-demo-requests-none-text", &values);
    empty::empty(ui, icons::PULSE, &title, &sentence, |_| ());
}

fn one(ui: &mut Ui, running: &DemoRunning, request: &DemoRequest, columns: &[f32]) {
    let t = tokens(ui);
    let place = rows::row(ui, columns, |ui, index| match index {
        0 => {
            let clock = running.log.clock(request.at);
            text::line(ui, Style::Small, clock, t.text.tertiary);
        }
        1 => {
            text::truncated(ui, Style::Mono, &request.method, t.text.secondary);
        }
        2 => {
            text::truncated(ui, Style::Mono, &request.path, t.text.primary);
        }
        3 => status(ui, request),
        4 => {
            let ms = match request.ms {
                Some(ms) => ms.to_string(),
                None => "…".to_owned(),
            };
            rows::number(ui, &ms, t.text.secondary);
        }
        5 => {
            if let Some(client_id) = &request.client_id {
                let name = running.org.app_name(client_id);
                text::truncated(ui, Style::Small, name, t.text.secondary);
            }
        }
        _ => {
            text::truncated(ui, Style::Mono, fields(request), t.text.tertiary);
        }
    });
    // What a narrow window has no column for.
    if columns.len() < 7 {
        let id = ui.scope_id().with("request");
        let response = ui.interact(place, id, egui::Sense::hover());
        let said = fields(request);
        tooltip::attach(response, (!said.is_empty()).then_some(said.as_str()), None);
    }
}

fn status(ui: &mut Ui, request: &DemoRequest) {
    let t = tokens(ui);
    let (words, ink) = match request.status {
        None => (words::text("window-demo-request-dropped"), t.danger.fg),
        Some(status) => {
            let ink = match status {
                500.. => t.danger.fg,
                400.. => t.warn.fg,
                300.. => t.text.secondary,
                _ => t.success.fg,
            };
            (status.to_string(), ink)
        }
    };
    text::truncated(ui, Style::Small, words, ink);
}

fn fields(request: &DemoRequest) -> String {
    request
        .fields
        .iter()
        .map(|name| match (name.as_str(), &request.grant_type) {
            ("grant_type", Some(grant)) => format!("grant_type={grant}"),
            _ => name.clone(),
        })
        .collect::<Vec<_>>()
        .join(" ")
}
