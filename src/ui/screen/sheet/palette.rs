//! The palette: search or run, over the window.

use egui::{Context, Role, Sense, Ui, WidgetInfo, vec2};

use super::{Pressed, WIDTH, field, foot, found, nothing, pressed, rows_height};
use crate::app::command::{Command, PaletteAct, PaletteScope};
use crate::app::view::{PaletteItem, PaletteSheet};
use crate::model::words;
use crate::ui::Asks;
use crate::ui::theme::{shape, tokens};
use crate::ui::widget::dialog::{sheet, sheet_room};
use crate::ui::widget::kbd;
use crate::ui::widget::paint::{self, Ring};
use crate::ui::widget::text::Style;

/// Draws the palette; true: it was closed.
pub(super) fn palette_ui(ctx: &Context, shown: &PaletteSheet, asks: &mut Asks) -> bool {
    let name = words::text("window-palette");
    let mut act = |act| asks.command(Command::Palette(act));
    let (is_closed, close) = sheet(ctx, &name, WIDTH, |ui| {
        let keys = pressed(ui);
        match keys {
            Some(Pressed::Step(by)) => act(PaletteAct::Step(by)),
            Some(Pressed::Scope { back }) => act(PaletteAct::Scope { back }),
            Some(Pressed::Enter { stay }) => act(PaletteAct::Run { stay }),
            Some(Pressed::Close) | None => {}
        }
        let hint = words::text("window-palette-hint");
        let mut next = false;
        let (id, typed) = field(ui, &name, &hint, &shown.query, |ui| {
            next = scope(ui, shown);
        });
        if next {
            act(PaletteAct::Scope { back: false });
        }
        if let Some(typed) = typed {
            act(PaletteAct::Type(typed));
        }
        let groups: Vec<(&str, &[PaletteItem])> = shown
            .groups
            .iter()
            .map(|group| (group.label.as_str(), group.items.as_slice()))
            .collect();
        if groups.is_empty() {
            nothing(ui, &shown.empty, "window-palette-none-text");
        } else {
            let height = rows_height(sheet_room(ui.ctx()), &groups);
            if let Some(at) = found(ui, id, &groups, shown.at, height) {
                let stay = ui.input(|input| input.modifiers.command);
                act(PaletteAct::RunAt { at, stay });
            }
        }
        foot(
            ui,
            &[
                (&["↑", "↓"], "window-palette-move"),
                (&["Enter"], "window-palette-run"),
                (&["Ctrl Enter"], "window-palette-stay"),
            ],
            ("Esc", "window-palette-close"),
        );
        keys == Some(Pressed::Close)
    });
    is_closed || close
}

/// Draws what is searched, and the key that changes it.
fn scope(ui: &mut Ui, shown: &PaletteSheet) -> bool {
    let t = tokens(ui);
    let label = words::text("window-palette-scope");
    let (text, ink) = if shown.scope == PaletteScope::All {
        (label.as_str(), t.text.secondary)
    } else {
        (shown.scope_label.as_str(), t.text.link)
    };
    let galley = paint::one_line(ui, Style::Small, text, ink, 90.0);
    let cap = kbd::width(ui, "Tab");
    let size = vec2(galley.size().x + 6.0 + cap, 24.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let name = format!("{label}: {}", shown.scope_label);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    paint::line_at(ui.painter(), rect.left_center(), galley);
    let at = rect.right_center() - vec2(cap, 0.0);
    kbd::paint(ui, at, "Tab", None);
    paint::focus_ring_of(ui, &response, shape().radius.badge, Ring::Outside);
    response.clicked()
}
