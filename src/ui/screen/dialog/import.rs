//! What a file would import, and the path of one where there is no file dialog.

use std::path::PathBuf;

use egui::{Context, Key, ScrollArea, Sense, Stroke, Ui, vec2};

use super::cancel_button;
use crate::app::command::Command;
use crate::app::view::{ImportLine, ImportPreview, Tone};
use crate::model::words;
use crate::ui::looks::DialogDraft;
use crate::ui::theme::{shape, tokens};
use crate::ui::widget::button::Button;
use crate::ui::widget::card::Tile;
use crate::ui::widget::dialog::{body, dialog, footer, head, start_on};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::text_field::{Content, TextField};
use crate::ui::widget::{badge, banner, card};
use crate::ui::{Asks, icons};

/// Draws the preview; true when it shall close.
pub fn import_ui(ctx: &Context, ask: &ImportPreview, asks: &mut Asks) -> bool {
    let (cancelled, close) = dialog(ctx, &ask.title, 640.0, |ui| {
        let t = tokens(ui);
        head(ui, icons::DOWNLOAD_SIMPLE, Tile::Plain, &ask.title, |ui| {
            text::truncated(ui, Style::Mono, &ask.file, t.text.secondary);
        });
        body(ui, |ui| {
            text::text(ui, Style::Body, &ask.summary, t.text.secondary);
            if !ask.new_hosts.is_empty() {
                let hosts = ask.new_hosts.join(", ");
                let words = words::with("window-import-new-hosts", &[("hosts", &hosts)]);
                banner::banner(ui, Tone::Warn, &words, |_| ());
            }
            lines(ui, &ask.lines);
        });
        footer(ui, "", |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let button = Button::new(&ask.confirm)
                .primary()
                .icon(icons::DOWNLOAD_SIMPLE)
                .disabled_because(ask.disabled.as_deref());
            if ui.add(button).clicked() {
                asks.command(Command::ConfirmDialog(String::new()));
            }
            let cancel = cancel_button(ui);
            start_on(ui, &cancel);
            cancel.clicked()
        })
    });
    cancelled || close
}

fn lines(ui: &mut Ui, list: &[ImportLine]) {
    const ROW: f32 = 34.0;
    let t = tokens(ui);
    card::inset(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical()
            .max_height(ROW * 7.0)
            .show_rows(ui, ROW, list.len(), |ui, range| {
                for line in list.get(range).unwrap_or_default() {
                    let size = vec2(ui.available_width(), ROW);
                    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
                    card::row(ui, rect.shrink2(vec2(12.0, 0.0)), |ui| {
                        card::at_end(ui, |ui| {
                            text::line(ui, Style::Small, &line.action, t.text.tertiary);
                            badge::badge(ui, &line.badge, badge::Size::Normal);
                            card::rest(ui, |ui| {
                                let half = ui.available_width() / 2.0;
                                ui.scope(|ui| {
                                    ui.set_max_width(half);
                                    text::truncated(ui, Style::Strong, &line.name, t.text.primary);
                                });
                                text::truncated(ui, Style::Mono, &line.host, t.text.secondary);
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

/// Draws the field for a path; true when it shall close.
pub fn path_ui(
    ctx: &Context,
    title: &str,
    words: &str,
    draft: &mut DialogDraft,
    asks: &mut Asks,
) -> bool {
    let (cancelled, close) = dialog(ctx, title, shape().width.dialog, |ui| {
        let t = tokens(ui);
        head(ui, icons::FILE_ARROW_UP, Tile::Plain, title, |_| ());
        let name = words::text("window-import-path-name");
        let enter = body(ui, |ui| {
            text::text(ui, Style::Body, words, t.text.secondary);
            let field = TextField::new(&name, &mut draft.path).content(Content::Code);
            let response = field.hint("/path/to/profiles.ron").show(ui);
            start_on(ui, &response);
            response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
        });
        footer(ui, "", |ui| {
            let read = words::text("window-import-read");
            let first = words::text("window-import-path-first");
            let empty = draft.path.trim().is_empty();
            let button = Button::new(&read)
                .primary()
                .disabled_because(empty.then_some(first.as_str()));
            if (ui.add(button).clicked() || enter) && !empty {
                asks.command(Command::ReadImport(PathBuf::from(draft.path.trim())));
            }
            cancel_button(ui).clicked()
        })
    });
    cancelled || close
}
