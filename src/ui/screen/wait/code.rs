//! A code to enter elsewhere: host and code large, a QR code for a telephone, the warning.

use egui::{Rect, Sense, Ui, pos2, vec2};
use qrcode::{Color, QrCode};

use crate::app::view::{CodeView, Tone};
use crate::model::words;
use crate::ui::Asks;
use crate::ui::theme::tokens;
use crate::ui::widget::button::Size;
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{action, banner};

/// Side of the QR code with its quiet zone, in points.
const SIDE: f32 = 148.0;
/// Quiet modules on each side (ISO/IEC 18004).
const QUIET: usize = 4;

/// Draws code, place and warning over the width there is.
pub(super) fn code_ui(ui: &mut Ui, code: &CodeView, asks: &mut Asks) {
    let is_wide = ui.available_width() >= 420.0;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 16.0;
        if is_wide {
            qr_ui(ui, &code.link);
        }
        ui.vertical(|ui| words_ui(ui, code, asks));
    });
    ui.add_space(4.0);
    banner::banner(ui, Tone::Warn, &code.warning, |_| ());
}

fn words_ui(ui: &mut Ui, code: &CodeView, asks: &mut Asks) {
    let t = tokens(ui);
    ui.spacing_mut().item_spacing.y = 4.0;
    let enter = words::text("window-wait-code-where");
    text::text(ui, Style::Small, &enter, t.text.secondary);
    text::selectable(ui, Style::Title, &code.host, t.text.primary);
    text::address(ui, "", &code.place, [t.text.secondary; 2]);
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        text::selectable(ui, Style::Code, &code.shown, t.text.primary);
        asks.ask(action::action(ui, &code.copy, Size::Mini));
    });
}

/// Draws a QR code, dark on light in every theme: cameras expect it so.
fn qr_ui(ui: &mut Ui, content: &str) {
    // An address longer than a QR code holds has none; the words beside it say the same.
    let Ok(qr) = QrCode::new(content) else {
        return;
    };
    let (rect, response) = ui.allocate_exact_size(vec2(SIDE, SIDE), Sense::hover());
    let name = words::text("window-wait-code-qr");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &name));
    let t = tokens(ui);
    let (light, dark) = if t.dark_mode {
        (t.text.primary, t.bg.base)
    } else {
        (t.bg.card, t.text.primary)
    };
    let painter = ui.painter();
    painter.rect_filled(rect, 4.0, light);
    let count = qr.width();
    // Whole pixels, or modules would differ in width.
    let pixel = ui.ctx().pixels_per_point();
    let module = (SIDE * pixel / (count + 2 * QUIET) as f32).floor() / pixel;
    let margin = (SIDE - module * count as f32) / 2.0;
    for (index, color) in qr.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let (row, column) = (index / count, index % count);
            let corner = pos2(
                rect.left() + margin + column as f32 * module,
                rect.top() + margin + row as f32 * module,
            );
            painter.rect_filled(Rect::from_min_size(corner, vec2(module, module)), 0.0, dark);
        }
    }
}
