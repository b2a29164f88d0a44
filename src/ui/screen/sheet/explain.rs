//! The sheet that explains: everything that can be explained, or one thing of it in three parts.

use egui::{Context, Frame, Margin, ScrollArea, Ui, vec2};

use super::{Pressed, WIDTH, field, foot, found, nothing, pressed, rows_height};
use crate::app::command::{Command, ExplainAct};
use crate::app::view::{ExplainSheet, Explained, PaletteItem};
use crate::model::words;
use crate::ui::screen::error_card::block;
use crate::ui::theme::tokens;
use crate::ui::widget::button::{Button, Kind, Size};
use crate::ui::widget::chip::{Chip, chip_button};
use crate::ui::widget::dialog::{footer, sheet, sheet_room, start_on};
use crate::ui::widget::paint;
use crate::ui::widget::text::{self, Style};
use crate::ui::{Asks, icons};

/// Draws the sheet; true: it was closed.
pub(super) fn explain_ui(ctx: &Context, shown: &ExplainSheet, asks: &mut Asks) -> bool {
    let name = words::text("window-explain");
    let (is_closed, close) = sheet(ctx, &name, WIDTH, |ui| match &shown.shown {
        Some(term) => one(ui, term, asks),
        None => list(ui, &name, shown, asks),
    });
    is_closed || close
}

fn list(ui: &mut Ui, name: &str, shown: &ExplainSheet, asks: &mut Asks) -> bool {
    let mut act = |act| asks.command(Command::ExplainSheet(act));
    let keys = pressed(ui);
    match keys {
        Some(Pressed::Step(by)) => act(ExplainAct::Step(by)),
        Some(Pressed::Enter { .. }) => act(ExplainAct::Open),
        Some(Pressed::Scope { .. } | Pressed::Close) | None => {}
    }
    let hint = words::text("window-explain-hint");
    let (id, typed) = field(ui, name, &hint, &shown.query, |_| ());
    if let Some(typed) = typed {
        act(ExplainAct::Type(typed));
    }
    let groups: [(&str, &[PaletteItem]); 1] = [("", shown.items.as_slice())];
    if shown.items.is_empty() {
        let title = words::text("window-explain-none");
        nothing(ui, &title, "window-explain-none-text");
    } else {
        let height = rows_height(sheet_room(ui.ctx()), &groups);
        if let Some(at) = found(ui, id, &groups, shown.at, height) {
            act(ExplainAct::OpenAt(at));
        }
    }
    foot(
        ui,
        &[
            (&["↑", "↓"], "window-palette-move"),
            (&["Enter"], "window-keys-enter"),
        ],
        ("Esc", "window-palette-close"),
    );
    keys == Some(Pressed::Close)
}

fn one(ui: &mut Ui, term: &Explained, asks: &mut Asks) -> bool {
    let t = tokens(ui);
    head(ui, term);
    paint::hairline(ui, t.stroke.normal);
    ScrollArea::vertical()
        .max_height((sheet_room(ui.ctx()) - 130.0).max(120.0))
        .auto_shrink([false, true])
        .show(ui, |ui| {
            Frame::new().inner_margin(Margin::same(20)).show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.spacing_mut().item_spacing.y = 16.0;
                parts(ui, term);
                related(ui, term, asks);
            });
        });
    footer(ui, "", |ui| {
        let words = words::text("window-close");
        let close = ui.add(Button::new(&words).keys("Esc"));
        start_on(ui, &close);
        let words = words::text("window-explain-copy");
        if ui.add(Button::new(&words).icon(icons::COPY)).clicked() {
            asks.command(Command::CopyText(term.copy.clone()));
        }
        let words = words::text("window-explain-back");
        let back = Button::new(&words)
            .icon(icons::LIST_MAGNIFYING_GLASS)
            .kind(Kind::Ghost);
        if ui.add(back.size(Size::Normal)).clicked() {
            asks.command(Command::ExplainSheet(ExplainAct::List));
        }
        close.clicked()
    })
}

fn head(ui: &mut Ui, term: &Explained) {
    let t = tokens(ui);
    Frame::new()
        .inner_margin(Margin::symmetric(20, 14))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 2.0;
            let code = text::rich(Style::Mono, &term.name, t.text.primary).size(15.0);
            ui.add(egui::Label::new(code).wrap().selectable(true));
            text::text(ui, Style::Small, &term.kind, t.text.tertiary);
        });
}

fn parts(ui: &mut Ui, term: &Explained) {
    let t = tokens(ui);
    let is_error = !term.cause.is_empty() || !term.next.is_empty();
    let what = if is_error {
        "window-error-what"
    } else {
        "window-explain-what"
    };
    for (glyph, key, words) in [
        (icons::INFO, what, &term.what),
        (icons::LIGHTBULB, "window-error-cause", &term.cause),
        (icons::CHECKS, "window-error-next", &term.next),
    ] {
        if !words.is_empty() {
            block(ui, glyph, &words::text(key), |ui| {
                text::text(ui, Style::Body, words, t.text.primary);
            });
        }
    }
}

fn related(ui: &mut Ui, term: &Explained, asks: &mut Asks) {
    if term.related.is_empty() {
        return;
    }
    let t = tokens(ui);
    paint::hairline(ui, t.stroke.normal);
    let title = words::text("window-explain-related");
    text::line(ui, Style::Micro, title, t.text.tertiary);
    ui.add_space(-10.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        for (words, other) in &term.related {
            if chip_button(ui, words, Chip::Plain).clicked() {
                asks.command(Command::Explain(other.clone()));
            }
        }
    });
}
