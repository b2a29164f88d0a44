//! The status strip: where secrets live, lock, network, demo org, what runs.

use egui::{Color32, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::paint::{self, Ring, Weight};
use super::text::Style;
use super::tooltip;
use crate::ui::theme::tokens;

/// One item of the strip.
pub struct StripItem<'a> {
    /// Its icon.
    pub icon: &'a str,
    /// Its words.
    pub words: &'a str,
    /// Whether it needs a person.
    pub warn: bool,
    /// Whether there is room for the icon alone.
    pub folded: bool,
    /// Tooltip of an item that can be pressed.
    pub hint: Option<&'a str>,
}

/// Draws an item.
pub fn strip_item(ui: &mut Ui, item: &StripItem<'_>) -> Response {
    let t = tokens(ui);
    let galley = paint::one_line(ui, Style::Small, item.words, Color32::PLACEHOLDER, 280.0);
    let icon_room = if item.icon.is_empty() { 0.0 } else { 20.0 };
    let words = if item.folded { 0.0 } else { galley.size().x };
    let size = vec2(icon_room + words, 20.0);
    let pressable = item.hint.is_some();
    let sense = if pressable {
        Sense::click()
    } else {
        Sense::hover()
    };
    let (rect, response) = ui.allocate_exact_size(size, sense);
    let role = if pressable { Role::Button } else { Role::Label };
    response.widget_info(|| WidgetInfo::labeled(role, true, item.words));
    // What needs a person is said when it appears; minutes that pass are not.
    if item.warn {
        super::text::announce(&response);
    }
    if ui.is_rect_visible(rect) {
        let ink = if item.warn {
            t.warn.fg
        } else if pressable && response.hovered() {
            t.text.primary
        } else {
            t.text.tertiary
        };
        if !item.icon.is_empty() {
            let center = pos2(rect.left() + 7.0, rect.center().y);
            paint::icon(ui.painter(), center, item.icon, 14.0, Weight::Regular, ink);
        }
        let top = rect.center().y - galley.size().y / 2.0;
        let at = pos2(rect.left() + icon_room, top);
        if !item.folded {
            ui.painter().galley(at, galley, ink);
        }
        paint::focus_ring_of(ui, &response, 4, Ring::Outside);
    }
    let hint = if item.folded {
        Some(item.words)
    } else {
        item.hint
    };
    tooltip::attach(response, hint, None)
}

/// Returns how much room an item takes with its words, in points.
#[must_use]
pub fn width(ui: &Ui, words: &str) -> f32 {
    let galley = paint::one_line(ui, Style::Small, words, Color32::PLACEHOLDER, 280.0);
    20.0 + galley.size().x
}

/// Draws the line between two items.
pub fn separator(ui: &mut Ui) {
    let colour = tokens(ui).stroke.normal;
    let (rect, _) = ui.allocate_exact_size(vec2(1.0, 12.0), Sense::hover());
    ui.painter().rect_filled(rect, 0.0, colour);
}
