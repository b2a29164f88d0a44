//! Rows of what was found: icon, title with the letters that match, a few words, state, badge, keys.

use egui::text::{LayoutJob, TextWrapping};
use egui::{Color32, FontFamily, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::paint::{self, Weight};
use super::profile_row::platform_icon;
use super::state::{self, Mark};
use super::text::{Style, format};
use super::{action, badge, kbd};
use crate::app::view::{PaletteIcon, PaletteItem};
use crate::ui::icons;
use crate::ui::theme::{shape, tokens};

/// How high a row is, in points.
pub const HEIGHT: f32 = 40.0;

fn icon(icon: &PaletteIcon) -> &'static str {
    match icon {
        PaletteIcon::Ask(ask) => action::icon(ask),
        PaletteIcon::Platform(platform) => platform_icon(*platform),
        PaletteIcon::Session => icons::USER,
        PaletteIcon::Explain => icons::LIGHTBULB,
        PaletteIcon::Looks => icons::PALETTE,
        PaletteIcon::Times => icons::CLOCK,
    }
}

/// Draws a row over the whole width; `chosen`: the keyboard stands on it.
pub fn found_row(ui: &mut Ui, item: &PaletteItem, chosen: bool) -> Response {
    let t = tokens(ui);
    let size = vec2(ui.available_width(), HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, chosen, &item.spoken));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let fill = match (chosen, response.hovered()) {
        (true, _) => t.bg.selected,
        (false, true) => t.bg.hover,
        (false, false) => Color32::TRANSPARENT,
    };
    let painter = ui.painter();
    painter.rect_filled(rect, f32::from(shape().radius.control), fill);
    if t.name == "contrast" && chosen {
        paint::focus_ring(
            painter,
            t,
            rect,
            shape().radius.control,
            paint::Ring::Inside,
        );
    }
    let ink = match (item.is_danger, chosen) {
        (true, _) => t.danger.fg,
        (false, true) => t.text.primary,
        (false, false) => t.text.secondary,
    };
    let center = pos2(rect.left() + 18.0, rect.center().y);
    paint::icon(
        painter,
        center,
        icon(&item.icon),
        16.0,
        Weight::Regular,
        ink,
    );
    let end = paint_end(ui, item, rect);
    paint_words(ui, item, rect, end, chosen);
    response
}

/// Paints state, badge and keys at the end; returns where they begin.
fn paint_end(ui: &Ui, item: &PaletteItem, rect: Rect) -> f32 {
    let middle = rect.center().y;
    let mut right = rect.right() - 12.0;
    if !item.keys.is_empty() {
        right -= kbd::width(ui, item.keys);
        kbd::paint(ui, pos2(right, middle), item.keys, None);
        right -= 12.0;
    }
    if let Some(shown) = &item.badge {
        right -= badge::width(ui, shown, badge::Size::Normal);
        badge::paint(ui, pos2(right, middle), shown, badge::Size::Normal);
        right -= 12.0;
    }
    if let Some(shown) = &item.state {
        let width = state::width(ui, &shown.text, 150.0);
        right -= width;
        let at = pos2(right, middle);
        state::paint(ui, at, Mark::from(shown.kind), &shown.text, width + 1.0);
        right -= 12.0;
    }
    right
}

fn paint_words(ui: &Ui, item: &PaletteItem, rect: Rect, end: f32, chosen: bool) {
    let t = tokens(ui);
    let left = rect.left() + 38.0;
    let mut job = LayoutJob::default();
    for (part, is_match) in &item.title {
        let mut format = format(Style::Strong, t.text.primary);
        if *is_match {
            format.color = t.text.link;
            format.font_id.family = FontFamily::Name("ui-semibold".into());
        }
        job.append(part, 0.0, format);
    }
    job.wrap = TextWrapping::truncate_at_width((end - left).max(1.0));
    let title = ui.painter().layout_job(job);
    let after = left + title.size().x + 12.0;
    paint::line_at(ui.painter(), pos2(left, rect.center().y), title);
    if end - after > 48.0 && !item.second.is_empty() {
        let quiet = if chosen {
            t.text.secondary
        } else {
            t.text.tertiary
        };
        let words = paint::one_line(ui, Style::Small, &item.second, quiet, end - after);
        paint::line_at(ui.painter(), pos2(after, rect.center().y), words);
    }
}
