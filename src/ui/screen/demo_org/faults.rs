//! Faults: set one, see what is set, clear it.

use egui::{Ui, vec2};

use super::{DemoMemory, act, rows};
use crate::app::view::DemoRunning;
use crate::model::demo::{DemoAct, DemoFault, DemoFaultKind, FaultField};
use crate::model::words;
use crate::ui::theme::tokens;
use crate::ui::widget::button::{Button, Kind, Size};
use crate::ui::widget::card;
use crate::ui::widget::chip::{Chip, chip_button};
use crate::ui::widget::form_row::{Under, form_row};
use crate::ui::widget::paint::{self, Weight};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::text_field::{Content, TextField};
use crate::ui::{Asks, icons};

/// Paths that are often meant.
const PATHS: [&str; 6] = [
    "/services/oauth2/token",
    "/services/oauth2/authorize",
    "/services/oauth2/revoke",
    "/services/oauth2/introspect",
    "/id/*",
    "/services/data/*",
];

pub(super) fn faults_ui(
    ui: &mut Ui,
    running: &DemoRunning,
    memory: &mut DemoMemory,
    asks: &mut Asks,
) {
    let mut set_asks = Asks::default();
    rows::two(
        ui,
        0.5,
        820.0,
        |ui| form(ui, memory, &mut set_asks),
        |ui| list(ui, running, asks),
    );
    for command in set_asks.take() {
        asks.command(command);
    }
}

fn form(ui: &mut Ui, memory: &mut DemoMemory, asks: &mut Asks) {
    let t = tokens(ui);
    let checked = memory.fault.check();
    let wrong = match &checked {
        Err(wrong) if memory.is_fault_tried => wrong.clone(),
        _ => Vec::new(),
    };
    let title = words::text("window-demo-fault-new");
    card::card(
        ui,
        &title,
        |_| (),
        |ui| {
            let draft = &mut memory.fault;
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
                for kind in DemoFaultKind::ALL {
                    let look = if kind == draft.fault {
                        Chip::Chosen
                    } else {
                        Chip::Plain
                    };
                    if chip_button(ui, &words::text(kind_key(kind)), look).clicked() {
                        draft.fault = kind;
                    }
                }
            });
            let help = words::text(&format!("{}-help", kind_key(draft.fault)));
            text::text(ui, Style::Body, help, t.text.secondary);
            match draft.fault {
                DemoFaultKind::Slow => number(ui, FaultField::Ms, &mut draft.ms, &wrong),
                DemoFaultKind::Status => {
                    number(ui, FaultField::Status, &mut draft.status, &wrong);
                    let secs = &mut draft.retry_after_secs;
                    number(ui, FaultField::RetryAfter, secs, &wrong);
                }
                DemoFaultKind::ClockSkew => {
                    number(ui, FaultField::Seconds, &mut draft.seconds, &wrong);
                }
                DemoFaultKind::Drop
                | DemoFaultKind::Refuse
                | DemoFaultKind::Html
                | DemoFaultKind::Text => {}
            }
            path(ui, &mut draft.path, &wrong);
            number(ui, FaultField::Times, &mut draft.times, &wrong);
            let words = words::text("window-demo-fault-set");
            let button = Button::new(&words).icon(icons::PLUS);
            if ui.add(button).clicked() {
                memory.is_fault_tried = true;
                if let Ok(fault) = checked {
                    memory.is_fault_tried = false;
                    act(asks, DemoAct::SetFault(fault));
                }
            }
        },
    );
}

fn number(ui: &mut Ui, which: FaultField, typed: &mut String, wrong: &[FaultField]) {
    field(ui, which, wrong, |ui, label, is_wrong| {
        TextField::new(label, typed)
            .content(Content::Code)
            .limit(12)
            .wrong(is_wrong)
            .width(120.0)
            .show(ui);
    });
}

fn path(ui: &mut Ui, typed: &mut String, wrong: &[FaultField]) {
    field(ui, FaultField::Path, wrong, |ui, label, is_wrong| {
        TextField::new(label, typed)
            .content(Content::Code)
            .limit(300)
            .wrong(is_wrong)
            .show(ui);
        let values: Vec<(String, String)> = PATHS
            .iter()
            .map(|path| ((*path).to_owned(), (*path).to_owned()))
            .chain([(String::new(), words::text("window-demo-fault-everywhere"))])
            .collect();
        let name = words::text("window-demo-fault-often");
        if let Some(path) = suggestions(ui, &name, &values) {
            *typed = path;
        }
    });
}

/// A quiet menu of what is often meant.
fn suggestions(ui: &mut Ui, name: &str, values: &[(String, String)]) -> Option<String> {
    let opener = ui.add(
        Button::new(name)
            .kind(Kind::Ghost)
            .size(Size::Mini)
            .caret(icons::CARET_DOWN),
    );
    crate::ui::widget::menu::under(&opener, 240.0, |ui| {
        let mut chosen = None;
        for (value, words) in values {
            if crate::ui::widget::menu::Item::new(" ", words).show(ui) {
                chosen = Some(value.clone());
            }
        }
        chosen
    })
    .flatten()
}

fn field(
    ui: &mut Ui,
    which: FaultField,
    wrong: &[FaultField],
    content: impl FnOnce(&mut Ui, &str, bool),
) {
    let key = field_key(which);
    let label = words::text(key);
    let help = words::text(&format!("{key}-help"));
    let problem = words::text(&format!("{key}-wrong"));
    let is_wrong = wrong.contains(&which);
    let under = Under {
        help: &help,
        problem: is_wrong.then_some(problem.as_str()),
        mend: None,
    };
    form_row(ui, &label, "", under, |ui| content(ui, &label, is_wrong));
}

fn list(ui: &mut Ui, running: &DemoRunning, asks: &mut Asks) {
    let t = tokens(ui);
    let faults = &running.org.faults;
    let title = words::text("window-demo-faults");
    let mut is_cleared = false;
    card::card(
        ui,
        &title,
        |ui| {
            card::at_end(ui, |ui| {
                if !faults.is_empty() {
                    let words = words::text("window-demo-faults-clear");
                    let button = Button::new(&words)
                        .icon(icons::BROOM)
                        .kind(Kind::Ghost)
                        .size(Size::Mini);
                    is_cleared = ui.add(button).clicked();
                }
            });
        },
        |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            if faults.is_empty() {
                let words = words::text("window-demo-faults-none");
                text::text(ui, Style::Body, words, t.text.tertiary);
            }
            for fault in faults {
                ui.push_id(fault.n, |ui| one(ui, fault, asks));
            }
        },
    );
    if is_cleared {
        act(asks, DemoAct::ClearFaults(None));
    }
}

fn one(ui: &mut Ui, fault: &DemoFault, asks: &mut Asks) {
    let t = tokens(ui);
    let what = what(fault);
    card::full_row(ui, 48.0, |ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        paint::icon_ui(ui, icons::WARNING, 16.0, Weight::Fill, t.warn.fg);
        card::at_end(ui, |ui| {
            let name = words::with("window-demo-fault-clear", &[("fault", &what)]);
            let clear = Button::icon_only(icons::X, &name).size(Size::Mini);
            if ui.add(clear).clicked() {
                act(asks, DemoAct::ClearFaults(Some(fault.n)));
            }
            let left = match fault.times {
                Some(times) => words::count(
                    "window-demo-fault-left",
                    usize::try_from(times).unwrap_or(0),
                ),
                None => words::text("window-demo-fault-until-cleared"),
            };
            text::line(ui, Style::Small, left, t.text.tertiary);
            card::rest(ui, |ui| {
                crate::ui::screen::zone::column(ui, |ui| {
                    text::truncated(ui, Style::Strong, &what, t.text.primary);
                    match &fault.path {
                        Some(path) => text::truncated(ui, Style::Mono, path, t.text.secondary),
                        None => {
                            let words = words::text("window-demo-fault-everywhere");
                            text::truncated(ui, Style::Small, words, t.text.secondary)
                        }
                    };
                });
            });
        });
    });
    paint::hairline(ui, t.stroke.subtle);
}

/// What goes wrong, with its number.
fn what(fault: &DemoFault) -> String {
    let key = format!("{}-set", kind_key(fault.fault));
    let number = |number: Option<u64>| number.unwrap_or_default().to_string();
    match fault.fault {
        DemoFaultKind::Slow => words::with(&key, &[("ms", &number(fault.ms))]),
        DemoFaultKind::Status => {
            let status = number(fault.status.map(u64::from));
            match fault.retry_after_secs {
                None => words::with(&key, &[("status", &status)]),
                Some(secs) => words::with(
                    "window-demo-fault-status-retry",
                    &[("status", &status), ("secs", &secs.to_string())],
                ),
            }
        }
        DemoFaultKind::ClockSkew => {
            let seconds = fault.seconds.unwrap_or_default().to_string();
            words::with(&key, &[("seconds", &seconds)])
        }
        DemoFaultKind::Drop | DemoFaultKind::Refuse | DemoFaultKind::Html | DemoFaultKind::Text => {
            words::text(kind_key(fault.fault))
        }
    }
}

fn kind_key(kind: DemoFaultKind) -> &'static str {
    match kind {
        DemoFaultKind::Slow => "window-demo-fault-slow",
        DemoFaultKind::Drop => "window-demo-fault-drop",
        DemoFaultKind::Refuse => "window-demo-fault-refuse",
        DemoFaultKind::Status => "window-demo-fault-status",
        DemoFaultKind::Html => "window-demo-fault-html",
        DemoFaultKind::Text => "window-demo-fault-text",
        DemoFaultKind::ClockSkew => "window-demo-fault-skew",
    }
}

fn field_key(field: FaultField) -> &'static str {
    match field {
        FaultField::Path => "window-demo-fault-path",
        FaultField::Times => "window-demo-fault-times",
        FaultField::Ms => "window-demo-fault-ms",
        FaultField::Status => "window-demo-fault-code",
        FaultField::RetryAfter => "window-demo-fault-retry",
        FaultField::Seconds => "window-demo-fault-seconds",
    }
}
