//! The demo org: start and stop it, switch what it does, watch its requests.

mod apps;
mod faults;
mod overview;
mod policies;
mod requests;
mod rows;
mod settings;
mod tokens;
mod users;

use egui::{Ui, vec2};

use crate::app::command::{Command, DemoCommand, DemoPart};
use crate::app::view::{
    Action, Ask, DemoClient, DemoOrgView, DemoRunning, DemoStanding, Look, Tone,
};
use crate::model::demo::{DemoAct, DemoFilter, FaultDraft};
use crate::model::words;
use crate::ui::looks::Looks;
use crate::ui::screen::{error_card, zone};
use crate::ui::theme::tokens;
use crate::ui::widget::button::{Button, Size};
use crate::ui::widget::tabs::{Tab, tabs};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::text_field::{Content, TextField};
use crate::ui::widget::{banner, empty, ring};
use crate::ui::{Asks, icons};

const PARTS: [(DemoPart, &str); 7] = [
    (DemoPart::Overview, "window-demo-tab-overview"),
    (DemoPart::Users, "window-demo-tab-users"),
    (DemoPart::Apps, "window-demo-tab-apps"),
    (DemoPart::Policies, "window-demo-tab-policies"),
    (DemoPart::Tokens, "window-demo-tab-tokens"),
    (DemoPart::Faults, "window-demo-tab-faults"),
    (DemoPart::Requests, "window-demo-tab-requests"),
];

/// What the screen remembers: what is open, what is typed and not sent.
#[derive(Default)]
pub struct DemoMemory {
    port: String,
    /// Consumer key of the app that is open.
    app: Option<String>,
    client: DemoClient,
    /// App and user that the settings for another client are for.
    client_app: Option<String>,
    client_user: Option<String>,
    filter: DemoFilter,
    fault: FaultDraft,
    is_fault_tried: bool,
}

/// Draws the screen over the room there is.
pub fn demo_org_ui(ui: &mut Ui, org: &DemoOrgView, looks: &mut Looks, asks: &mut Asks) {
    let title = words::text("window-demo-org");
    let under = match &org.running {
        Some(running) => running.base_url.clone(),
        None => words::text("window-demo-org-under"),
    };
    asks.ask(zone::tool_head(
        ui,
        icons::FLASK,
        &title,
        &under,
        &org.actions,
    ));
    let memory = &mut looks.demo;
    match &org.running {
        Some(running) => running_ui(ui, org, running, memory, asks),
        None => resting_ui(ui, org, memory, asks),
    }
}

fn resting_ui(ui: &mut Ui, org: &DemoOrgView, memory: &mut DemoMemory, asks: &mut Asks) {
    zone::scrolled(ui, "demo org rests", |ui| {
        if let Some(problem) = &org.problem {
            // It has the way out; under it there is room for a port of the person's choice, and for nothing else.
            asks.ask(error_card::error_card_ui(ui, problem));
            if org.standing != DemoStanding::Starting {
                ui.add_space(4.0);
                port_ui(ui, memory, asks);
                return;
            }
        }
        if org.standing == DemoStanding::Starting {
            let t = tokens(ui);
            ui.add_space((ui.available_height() / 2.0 - 40.0).max(16.0));
            ui.vertical_centered(|ui| {
                ring::busy_ui(ui, 24.0);
                ui.add_space(12.0);
                let words = words::text("window-demo-starting");
                text::text(ui, Style::Body, words, t.text.secondary);
            });
            return;
        }
        let title = words::text("window-demo-rests");
        empty::empty(ui, icons::FLASK, &title, &org.text, |ui| {
            port_ui(ui, memory, asks);
        });
    });
}

/// A port of the person's choice: a client elsewhere may insist on one.
fn port_ui(ui: &mut Ui, memory: &mut DemoMemory, asks: &mut Asks) {
    let t = tokens(ui);
    let typed = memory.port.trim();
    let port = typed.parse::<u16>().ok().filter(|port| *port > 0);
    let is_wrong = !typed.is_empty() && port.is_none();
    let reason = match (typed.is_empty(), port) {
        (true, _) => Some(words::text("window-demo-port-first")),
        (false, None) => Some(words::text("window-demo-port-wrong")),
        (false, Some(_)) => None,
    };
    let label = words::text("window-demo-port");
    let button_words = words::text("window-demo-start-on-port");
    // Field and button as one block in the middle.
    ui.allocate_ui(vec2(300.0, 32.0), |ui| {
        ui.horizontal(|ui| {
            let field = TextField::new(&label, &mut memory.port)
                .content(Content::Code)
                .hint(&label)
                .limit(5)
                .wrong(is_wrong)
                .width(96.0);
            let response = field.show(ui);
            let is_entered =
                response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            let button = Button::new(&button_words).disabled_because(reason.as_deref());
            let is_pressed = ui.add(button).clicked();
            if let (true, Some(port)) = (is_pressed || is_entered, port) {
                asks.command(Command::Demo(DemoCommand::StartOn(port)));
            }
        });
    });
    let help = words::text("window-demo-port-help");
    text::text(ui, Style::Small, help, t.text.tertiary);
}

fn running_ui(
    ui: &mut Ui,
    org: &DemoOrgView,
    running: &DemoRunning,
    memory: &mut DemoMemory,
    asks: &mut Asks,
) {
    let names: Vec<String> = PARTS.iter().map(|(_, key)| words::text(key)).collect();
    let list: Vec<Tab<'_>> = PARTS
        .iter()
        .zip(&names)
        .map(|((part, _), name)| Tab {
            words: name,
            count: count(*part, running),
            keys: "",
            disabled_because: None,
        })
        .collect();
    let open = PARTS.iter().position(|(part, _)| *part == org.part);
    if let Some((part, _)) =
        tabs(ui, &list, open.unwrap_or(0), 20.0).and_then(|index| PARTS.get(index))
    {
        asks.command(Command::Demo(DemoCommand::Show(*part)));
    }
    if org.part == DemoPart::Requests {
        requests::requests_ui(ui, running, asks);
        return;
    }
    let name = format!("demo org {:?}", org.part);
    zone::scrolled(ui, &name, |ui| {
        if let Some(problem) = &org.problem {
            asks.ask(error_card::error_card_ui(ui, problem));
        }
        match org.part {
            DemoPart::Overview => overview::overview_ui(ui, running, memory, asks),
            DemoPart::Users => users::users_ui(ui, running, asks),
            DemoPart::Apps => apps::apps_ui(ui, running, memory, asks),
            DemoPart::Policies => policies::org_ui(ui, running, asks),
            DemoPart::Tokens => tokens::tokens_ui(ui, running, memory, asks),
            DemoPart::Faults => faults::faults_ui(ui, running, memory, asks),
            DemoPart::Requests => {}
        }
    });
}

fn count(part: DemoPart, running: &DemoRunning) -> Option<usize> {
    let count = match part {
        DemoPart::Users => running.org.users.len(),
        DemoPart::Apps => running.org.apps.len(),
        DemoPart::Faults => running.org.faults.len(),
        DemoPart::Requests => running.log.total,
        DemoPart::Overview | DemoPart::Policies | DemoPart::Tokens => 0,
    };
    (count > 0).then_some(count)
}

/// Says on top of the other parts that something goes wrong on purpose.
fn fault_banner(ui: &mut Ui, running: &DemoRunning, asks: &mut Asks) {
    let count = running.org.faults.len();
    if count == 0 {
        return;
    }
    let sentence = words::count("window-demo-faults-set", count);
    let show = words::text("window-demo-faults-show");
    banner::banner(ui, Tone::Warn, &sentence, |ui| {
        if ui.add(Button::new(&show).size(Size::Mini)).clicked() {
            asks.command(Command::Demo(DemoCommand::Show(DemoPart::Faults)));
        }
    });
}

/// Asks the running org for something.
fn act(asks: &mut Asks, act: DemoAct) {
    asks.command(Command::Demo(DemoCommand::Act(act)));
}

/// Makes an action of this screen, which has no builder: everything it needs is in sight.
fn action(label: &str, ask: Ask, look: Look) -> Action {
    Action {
        label: words::text(label),
        ask,
        look,
        disabled: None,
        keys: "",
        hint: String::new(),
    }
}
