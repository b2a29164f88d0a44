//! The waiting card of a login: what we wait for, how long, and the way out.

mod code;

use egui::{Frame, Key, Margin, Stroke, Ui};

use crate::app::command::Command;
use crate::app::view::{Action, Ask, Look, Tone, WaitCard};
use crate::model::secret::SecretDraft;
use crate::model::words;
use crate::ui::looks::Looks;
use crate::ui::theme::{shape, tokens};
use crate::ui::widget::button::{Button, Kind, Size};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::text_field::{Content, TextField};
use crate::ui::widget::{action, banner, bar, card, menu, ring};
use crate::ui::{Asks, icons};

/// Draws the card over the width there is.
pub fn wait_ui(ui: &mut Ui, wait: &WaitCard, looks: &mut Looks, asks: &mut Asks) {
    let t = tokens(ui);
    let warn = wait.warning.is_some();
    let edge = if warn { t.warn.fill } else { t.accent.fill };
    Frame::new()
        .fill(t.bg.card)
        .stroke(Stroke::new(t.stroke.width, edge))
        .corner_radius(shape().radius.card)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 0.0;
            padded(ui, [16, 12, 12, 12], |ui| head(ui, wait, asks));
            if has_body(wait) {
                bar::waiting(ui, wait.part, warn, &wait.elapsed);
                padded(ui, [16, 16, 12, 14], |ui| body(ui, wait, looks, asks));
            }
        });
}

fn padded(ui: &mut Ui, [left, right, top, bottom]: [i8; 4], content: impl FnOnce(&mut Ui)) {
    let margin = Margin {
        left,
        right,
        top,
        bottom,
    };
    Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 8.0;
        content(ui);
    });
}

fn head(ui: &mut Ui, wait: &WaitCard, asks: &mut Asks) {
    let t = tokens(ui);
    let (cancel, others): (Vec<&Action>, Vec<&Action>) = wait
        .actions
        .iter()
        .partition(|act| matches!(act.ask, Ask::Cancel(_)));
    let narrow = ui.available_width() < 420.0;
    card::full_row(ui, 36.0, |ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        ring::busy_ui(ui, 24.0);
        card::at_end(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            for act in cancel {
                let button = Button::new(&act.label).keys("Esc");
                if action::add(ui, button, act).clicked() {
                    asks.ask(Some(act.ask.clone()));
                }
            }
            if let Some((first, rest)) = others.split_first() {
                asks.ask(choices(ui, first, rest, narrow));
            }
            super::zone::column(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                let title = text::truncated(ui, Style::Heading, &wait.title, t.text.primary);
                text::announce(&title);
                let ink = if wait.warning.is_some() {
                    t.warn.fg
                } else {
                    t.text.secondary
                };
                text::truncated(ui, Style::Small, &wait.elapsed, ink);
            });
        });
    });
}

/// The first action as a button, the others behind its caret.
fn choices(ui: &mut Ui, first: &Action, rest: &[&Action], narrow: bool) -> Option<Ask> {
    let glyph = action::icon(&first.ask);
    let what = words::text("window-wait-name");
    if narrow {
        let rest: Vec<Action> = rest.iter().map(|act| (*act).clone()).collect();
        let others = action::more_of(ui, &what, &rest, Size::Normal);
        return action::action_icon(ui, first, Size::Normal).or(others);
    }
    let button = Button::new(&first.label)
        .icon(glyph)
        .disabled_because(first.disabled.as_deref());
    if rest.is_empty() {
        return ui.add(button).clicked().then(|| first.ask.clone());
    }
    let more = words::with("window-more-of", &[("what", &what)]);
    let rest: Vec<Action> = rest.iter().map(|act| (*act).clone()).collect();
    let width = action::menu_width(ui, &rest);
    let (pressed, chosen) = menu::split(ui, button, &more, Kind::Secondary, width, |ui| {
        action::items(ui, &rest)
    });
    if pressed.clicked() {
        return Some(first.ask.clone());
    }
    chosen.flatten()
}

/// There is more to say than how long it takes.
fn has_body(wait: &WaitCard) -> bool {
    let problems = [
        &wait.browser_problem,
        &wait.port_warning,
        &wait.paste_problem,
    ];
    wait.warning.is_some()
        || wait.notice.is_some()
        || wait.code.is_some()
        || wait.is_url_first
        || wait.listens_on.is_some()
        || wait.strays.is_some()
        || wait.may_paste
        || problems.iter().any(|problem| problem.is_some())
}

fn body(ui: &mut Ui, wait: &WaitCard, looks: &mut Looks, asks: &mut Asks) {
    let t = tokens(ui);
    if let Some((words, more)) = &wait.warning {
        card::full_row(ui, shape().height.mini, |ui| {
            card::at_end(ui, |ui| {
                asks.ask(action::action(ui, more, Size::Mini));
                card::rest(ui, |ui| {
                    text::truncated(ui, Style::Small, words, t.warn.fg);
                });
            });
        });
    }
    if let Some(notice) = &wait.notice {
        banner::banner(ui, Tone::Warn, notice, |_| ());
    }
    if let Some(code) = &wait.code {
        code::code_ui(ui, code, asks);
    }
    for problem in [
        &wait.browser_problem,
        &wait.port_warning,
        &wait.paste_problem,
    ]
    .into_iter()
    .flatten()
    {
        asks.ask(super::error_card::error_card_ui(ui, problem));
    }
    if wait.is_url_first && !wait.url.is_empty() {
        address(ui, wait, asks);
    }
    for words in [&wait.listens_on, &wait.strays].into_iter().flatten() {
        text::text(ui, Style::Small, words, t.text.tertiary);
    }
    if wait.may_paste {
        paste(ui, wait, looks, asks);
    }
}

fn address(ui: &mut Ui, wait: &WaitCard, asks: &mut Asks) {
    let t = tokens(ui);
    card::inset(ui)
        .inner_margin(Margin::symmetric(10, 6))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            card::full_row(ui, shape().height.mini, |ui| {
                card::at_end(ui, |ui| {
                    let copy = words::text("window-wait-copy-url");
                    let button = Button::new(&copy).icon(icons::COPY).size(Size::Mini);
                    if ui.add(button).clicked() {
                        asks.ask(Some(Ask::CopyLoginUrl(wait.run_id.clone())));
                    }
                    card::rest(ui, |ui| {
                        text::selectable_line(ui, Style::Mono, &wait.url, t.text.primary);
                    });
                });
            });
        });
}

fn paste(ui: &mut Ui, wait: &WaitCard, looks: &mut Looks, asks: &mut Asks) {
    let t = tokens(ui);
    text::text(ui, Style::Small, &wait.paste_hint, t.text.secondary);
    let mut draft = match looks.pasted.take() {
        Some((run_id, draft)) if run_id == wait.run_id => draft,
        _ => SecretDraft::new(),
    };
    let mut send = false;
    let id = ui.scope_id().with("pasted address");
    card::full_row(ui, shape().height.small, |ui| {
        card::at_end(ui, |ui| {
            let explain = words::text("window-wait-explain");
            let first = words::text("window-wait-explain-first");
            let button = Button::new(&explain)
                .icon(icons::LIGHTBULB)
                .kind(action::kind(Look::Secondary))
                .size(Size::Small)
                .disabled_because(draft.is_empty().then_some(first.as_str()));
            send = ui.add(button).clicked();
            let name = words::text("window-wait-paste-name");
            let response = TextField::new(&name, draft.buffer())
                .height(shape().height.small)
                .icon(icons::LINK_SIMPLE)
                .hint("https://…")
                .content(Content::Code)
                .limit(65_536)
                .id(id)
                .forgets()
                .show(ui);
            let enter = ui.input(|input| input.key_pressed(Key::Enter));
            send |= response.lost_focus() && enter && !draft.is_empty();
        });
    });
    if send {
        asks.command(Command::Paste {
            run_id: wait.run_id.clone(),
            text: draft,
        });
    } else {
        looks.pasted = Some((wait.run_id.clone(), draft));
    }
}
