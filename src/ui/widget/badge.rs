//! Environment badges: filled when the org itself said so, outlined with "?" when guessed.

use egui::{Color32, Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::paint::{self, Weight};
use super::text::Style;
use super::tooltip;
use crate::app::view::Badge;
use crate::model::environment::Environment;
use crate::ui::icons;
use crate::ui::theme::{EnvTone, Tokens, shape, tokens};

/// How large a badge is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// 20 points high: rows, heads.
    Normal,
    /// 24 points high: forms.
    Large,
}

/// Returns the icon of a badge.
#[must_use]
pub fn icon(badge: &Badge) -> &'static str {
    environment_icon(badge.environment)
}

/// Returns the icon of an environment.
#[must_use]
pub fn environment_icon(environment: Environment) -> &'static str {
    match environment {
        Environment::Production => icons::BUILDINGS,
        Environment::Sandbox => icons::CUBE,
        Environment::Scratch => icons::HOURGLASS_MEDIUM,
        Environment::Developer => icons::CODE,
        Environment::Demo => icons::FLASK,
        Environment::Unknown => icons::QUESTION,
    }
}

/// Returns the colours of an environment.
#[must_use]
pub fn tone(t: &Tokens, environment: Environment) -> EnvTone {
    match environment {
        Environment::Production => t.env.production,
        Environment::Sandbox => t.env.sandbox,
        Environment::Scratch => t.env.scratch,
        Environment::Developer => t.env.developer,
        Environment::Demo => t.env.demo,
        Environment::Unknown => t.env.unknown,
    }
}

struct Measure {
    height: f32,
    left: f32,
    right: f32,
    icon: f32,
    gap: f32,
}

fn measure(size: Size) -> Measure {
    match size {
        Size::Normal => Measure {
            height: shape().height.badge,
            left: 5.0,
            right: 6.0,
            icon: 13.0,
            gap: 4.0,
        },
        Size::Large => Measure {
            height: shape().height.badge_large,
            left: 7.0,
            right: 8.0,
            icon: 14.0,
            gap: 5.0,
        },
    }
}

fn galley(ui: &Ui, badge: &Badge, size: Size, ink: Color32) -> std::sync::Arc<egui::Galley> {
    let mut format = super::text::format(Style::Micro, ink);
    if size == Size::Large {
        format.font_id.size = 12.0;
    }
    if badge.verified {
        format.font_id.family = egui::FontFamily::Name("ui-semibold".into());
    }
    let job = egui::text::LayoutJob::single_section(badge.label.clone(), format);
    ui.painter().layout_job(job)
}

/// Returns how wide a badge is, in points.
pub(super) fn width(ui: &Ui, badge: &Badge, size: Size) -> f32 {
    let m = measure(size);
    let words = galley(ui, badge, size, Color32::PLACEHOLDER);
    m.left + m.icon + m.gap + words.size().x + m.right
}

/// Paints a badge with its middle on a height, from a left edge; returns its width.
pub(super) fn paint(ui: &Ui, at: egui::Pos2, badge: &Badge, size: Size) -> f32 {
    let t = tokens(ui);
    let m = measure(size);
    let colours = tone(t, badge.environment);
    let outlined = !badge.verified;
    // On black, an outlined badge reads best in plain white.
    let ink = if outlined && t.name == "contrast" {
        t.text.primary
    } else {
        colours.fg
    };
    let words = galley(ui, badge, size, ink);
    let width = m.left + m.icon + m.gap + words.size().x + m.right;
    let rect = egui::Rect::from_min_size(at - vec2(0.0, m.height / 2.0), vec2(width, m.height));
    let (fill, edge) = if outlined {
        (
            Color32::TRANSPARENT,
            Stroke::new(t.stroke.width, colours.solid),
        )
    } else {
        (colours.bg, Stroke::NONE)
    };
    let painter = ui.painter();
    paint::plate(painter, rect, shape().radius.badge, fill, edge);
    let weight = if outlined {
        Weight::Regular
    } else {
        Weight::Fill
    };
    let center = pos2(rect.left() + m.left + m.icon / 2.0, rect.center().y);
    paint::icon(painter, center, icon(badge), m.icon, weight, ink);
    let left = pos2(center.x + m.icon / 2.0 + m.gap, rect.center().y);
    paint::line_at(painter, left, words);
    width
}

/// Draws a badge in the layout; on hover it says who told it and when.
pub fn badge(ui: &mut Ui, badge: &Badge, size: Size) -> Response {
    let size_now = vec2(width(ui, badge, size), measure(size).height);
    let (rect, response) = ui.allocate_exact_size(size_now, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &badge.label));
    if ui.is_rect_visible(rect) {
        paint(ui, rect.left_center(), badge, size);
    }
    let told = (!badge.explain.is_empty()).then_some(badge.explain.as_str());
    tooltip::attach(response, told, None)
}
