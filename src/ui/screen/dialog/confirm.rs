//! Are you sure?

use egui::{Context, Key, ScrollArea, Sense, Stroke, Ui, vec2};

use super::cancel_button;
use crate::app::command::Command;
use crate::app::view::{Confirm, Target, Typed};
use crate::model::words;
use crate::ui::looks::DialogDraft;
use crate::ui::theme::{shape, tokens};
use crate::ui::widget::button::{Button, Kind, Size};
use crate::ui::widget::card::Tile;
use crate::ui::widget::dialog::{body, dialog, footer, head, start_on};
use crate::ui::widget::text::{self, Mixed, Style};
use crate::ui::widget::text_field::TextField;
use crate::ui::widget::{action, badge, card};
use crate::ui::{Asks, icons};

/// From here on the words of a button are long.
const WORDY: usize = 18;

/// Draws the dialog; true when it shall close.
pub fn confirm_ui(ctx: &Context, ask: &Confirm, draft: &mut DialogDraft, asks: &mut Asks) -> bool {
    // Long words on the last button leave no room for the hint beside it.
    let is_wordy = ask.confirm.chars().count() > WORDY && !ask.enter_confirms;
    let wide = !ask.targets.is_empty() || ask.typed.is_some() || ask.other.is_some() || is_wordy;
    let width = if wide {
        shape().width.dialog
    } else {
        shape().width.dialog_small
    };
    let (icon, tile) = if ask.is_danger {
        (icons::PROHIBIT, Tile::Danger)
    } else {
        (icons::QUESTION, Tile::Plain)
    };
    let (cancelled, close) = dialog(ctx, &ask.title, width, |ui| {
        let t = tokens(ui);
        head(ui, icon, tile, &ask.title, |ui| {
            if let Some(known) = &ask.badge {
                badge::badge(ui, known, badge::Size::Normal);
            }
            text::truncated(ui, Style::Small, &ask.subject, t.text.secondary);
        });
        let missing = body(ui, |ui| {
            text::text(ui, Style::Body, &ask.text, t.text.secondary);
            if !ask.targets.is_empty() {
                targets_ui(ui, &ask.targets);
            }
            let typed = &mut draft.typed;
            ask.typed
                .as_ref()
                .map_or(0, |wanted| typing(ui, wanted, typed))
        });
        buttons(ui, ask, missing, draft, asks)
    });
    cancelled || close
}

fn targets_ui(ui: &mut Ui, list: &[Target]) {
    const ROW: f32 = 30.0;
    let t = tokens(ui);
    card::inset(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical()
            .max_height(ROW * 6.0)
            .show_rows(ui, ROW, list.len(), |ui, range| {
                for target in list.get(range).unwrap_or_default() {
                    let size = vec2(ui.available_width(), ROW);
                    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
                    card::row(ui, rect.shrink2(vec2(12.0, 0.0)), |ui| {
                        card::at_end(ui, |ui| {
                            badge::badge(ui, &target.badge, badge::Size::Normal);
                            card::rest(ui, |ui| {
                                let half = ui.available_width() / 2.0;
                                ui.scope(|ui| {
                                    ui.set_max_width(half);
                                    let name = &target.name;
                                    text::truncated(ui, Style::Small, name, t.text.primary);
                                });
                                let detail = &target.detail;
                                text::truncated(ui, Style::Small, detail, t.text.secondary);
                            });
                        });
                    });
                    let stroke = Stroke::new(t.stroke.width, t.stroke.subtle);
                    let floor = rect.bottom() - 0.5;
                    ui.painter().hline(rect.x_range(), floor, stroke);
                }
            });
    });
}

/// Draws the field for the name; returns how many characters are missing or wrong.
pub(super) fn typing(ui: &mut Ui, typed: &Typed, text: &mut String) -> usize {
    let t = tokens(ui);
    let wanted = typed.wanted.as_str();
    let label = match typed.label.split_once(wanted) {
        Some((before, after)) => Mixed::default()
            .with(Style::Strong, before, t.text.primary)
            .with(Style::Heading, wanted, t.text.primary)
            .with(Style::Strong, after, t.text.primary),
        None => Mixed::default()
            .with(Style::Strong, &typed.label, t.text.primary)
            .after(6.0, Style::Heading, wanted, t.text.primary),
    };
    label.show(ui);
    let left = missing(wanted, text);
    let hint = match left {
        0 => String::new(),
        _ if !wanted.starts_with(text.as_str()) => words::text("window-confirm-differs"),
        count => words::count("window-confirm-missing", count),
    };
    TextField::new(&typed.label, text)
        .height(shape().height.dialog_field)
        .end(&hint)
        .show(ui);
    left
}

fn missing(wanted: &str, typed: &str) -> usize {
    if wanted == typed {
        return 0;
    }
    let left = wanted.chars().count().saturating_sub(typed.chars().count());
    left.max(1)
}

/// Draws the buttons; true when *Cancel* was pressed.
fn buttons(
    ui: &mut Ui,
    ask: &Confirm,
    missing: usize,
    draft: &DialogDraft,
    asks: &mut Asks,
) -> bool {
    let hint = if ask.enter_confirms {
        String::new()
    } else {
        words::text("window-confirm-no-enter")
    };
    footer(ui, &hint, |ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let first = words::text("window-confirm-type-first");
        let (kind, glyph) = if ask.is_danger {
            (Kind::DangerSolid, icons::PROHIBIT)
        } else {
            (Kind::Primary, icons::CHECK)
        };
        let button = Button::new(&ask.confirm)
            .kind(kind)
            .icon(glyph)
            .disabled_because((missing > 0).then_some(first.as_str()));
        let confirm = ui.add(button);
        if let Some(other) = &ask.other {
            asks.ask(action::action(ui, other, Size::Normal));
        }
        let cancel = cancel_button(ui);
        start_on(ui, &cancel);
        let enter = ask.enter_confirms
            && cancel.has_focus()
            && missing == 0
            && ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Enter));
        // A guarded act is confirmed by the pointer or by Space on the button, never by Enter.
        let by_enter = confirm.has_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if enter || (confirm.clicked() && (ask.enter_confirms || !by_enter)) {
            asks.command(Command::ConfirmDialog(draft.typed.clone()));
            return false;
        }
        cancel.clicked() && !enter
    })
}

#[cfg(test)]
mod tests {
    use super::missing;

    #[test]
    fn the_name_is_compared_letter_for_letter() {
        assert_eq!(missing("Acme Corporation", "Acme Corporation"), 0);
        assert_eq!(missing("Acme Corporation", "Acme Corp"), 7);
        assert_eq!(missing("Acme", "acme"), 1);
        assert_eq!(missing("Acme", "Acme "), 1);
    }
}
