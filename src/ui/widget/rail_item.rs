//! Items of the rail, with words or folded to their icons.

use egui::{Color32, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::paint::{self, Ring, Weight};
use super::text::Style;
use super::tooltip;
use crate::ui::theme::{shape, tokens};

/// What stands at the end of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tail<'a> {
    /// Nothing.
    #[default]
    None,
    /// A count.
    Count(usize),
    /// A count that needs a person.
    Warn(usize),
    /// A green dot and a word.
    On(&'a str),
}

/// One item.
#[must_use = "an item does nothing until it is shown"]
pub struct RailItem<'a> {
    /// Its words, and its name.
    pub words: &'a str,
    /// What stands in the icon's place where only that is drawn: tags look the same otherwise.
    pub letters: &'a str,
    /// Its icon.
    pub icon: &'a str,
    /// The icon's colour, where it means something.
    pub colour: Option<Color32>,
    /// What stands at its end.
    pub tail: Tail<'a>,
    /// Whether it is the open one.
    pub on: bool,
    /// Whether only the icon is drawn.
    pub folded: bool,
}

impl RailItem<'_> {
    /// Draws it over the whole width.
    pub fn show(self, ui: &mut Ui) -> Response {
        let t = tokens(ui);
        let height = if self.folded {
            shape().height.control
        } else {
            shape().height.rail_item
        };
        let size = vec2(ui.available_width(), height);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        let name = self.name();
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, self.on, &name));
        if ui.is_rect_visible(rect) {
            let radius = shape().radius.control;
            let hovered = response.hovered();
            let fill = match (self.on, hovered, response.is_pointer_button_down_on()) {
                (true, true, _) => t.bg.selected_hover,
                (true, false, _) => t.bg.selected,
                (false, _, true) => t.bg.press,
                (false, true, false) => t.bg.hover,
                (false, false, false) => Color32::TRANSPARENT,
            };
            ui.painter().rect_filled(rect, f32::from(radius), fill);
            paint::focus_ring_of(ui, &response, radius, Ring::Inside);
            let ink = if self.on || hovered {
                t.text.primary
            } else {
                t.text.secondary
            };
            if self.folded {
                self.paint_folded(ui, rect, ink);
            } else {
                self.paint_whole(ui, rect, ink);
            }
        }
        if self.folded {
            tooltip::attach(response, Some(&name), None)
        } else {
            response
        }
    }

    fn name(&self) -> String {
        match self.tail {
            Tail::Count(count) | Tail::Warn(count) => format!("{} {count}", self.words),
            Tail::On(word) => format!("{} {word}", self.words),
            Tail::None => self.words.to_owned(),
        }
    }

    fn weight(&self) -> Weight {
        // A colour of its own marks an environment, and those are filled.
        match (self.colour, self.tail) {
            (Some(_), Tail::Warn(_)) | (None, _) => Weight::Regular,
            (Some(_), _) => Weight::Fill,
        }
    }

    fn paint_whole(&self, ui: &Ui, rect: Rect, ink: Color32) {
        let t = tokens(ui);
        let painter = ui.painter();
        let middle = rect.center().y;
        let center = pos2(rect.left() + 16.0, middle);
        let colour = self.colour.unwrap_or(ink);
        paint::icon(painter, center, self.icon, 16.0, self.weight(), colour);
        let mut right = rect.right() - 8.0;
        match self.tail {
            Tail::None => {}
            Tail::Count(count) => {
                let colour = if self.on {
                    t.text.secondary
                } else {
                    t.text.tertiary
                };
                let galley = paint::one_line(ui, Style::Small, &count.to_string(), colour, 60.0);
                right -= galley.size().x;
                paint::line_at(painter, pos2(right, middle), galley);
            }
            Tail::Warn(count) => {
                let words = count.to_string();
                let galley = paint::one_line(ui, Style::Micro, &words, t.warn.fg, 60.0);
                let width = (galley.size().x + 12.0).max(20.0);
                let pill = Rect::from_min_max(
                    pos2(right - width, middle - 9.0),
                    pos2(right, middle + 9.0),
                );
                painter.rect_filled(pill, 9.0, t.warn.bg);
                let left = pill.center().x - galley.size().x / 2.0;
                paint::line_at(painter, pos2(left, middle), galley);
                right -= width;
            }
            Tail::On(word) => {
                let galley = paint::one_line(ui, Style::Small, word, t.text.tertiary, 60.0);
                right -= galley.size().x;
                paint::line_at(painter, pos2(right, middle), galley);
                right -= 9.0;
                painter.circle_filled(pos2(right, middle), 3.0, t.success.fg);
                right -= 3.0;
            }
        }
        let left = rect.left() + 32.0;
        let style = if self.on { Style::Strong } else { Style::Body };
        let galley = paint::one_line(ui, style, self.words, ink, right - left - 8.0);
        paint::line_at(painter, pos2(left, middle), galley);
    }

    fn paint_folded(&self, ui: &Ui, rect: Rect, ink: Color32) {
        let t = tokens(ui);
        let painter = ui.painter();
        let colour = match self.tail {
            Tail::Warn(_) => ink,
            _ => self.colour.unwrap_or(ink),
        };
        if self.letters.is_empty() {
            let weight = self.weight();
            paint::icon(painter, rect.center(), self.icon, 18.0, weight, colour);
        } else {
            let letters = paint::one_line(ui, Style::Micro, self.letters, colour, rect.width());
            let edge = Rect::from_center_size(rect.center(), vec2(26.0, 20.0));
            let stroke = egui::Stroke::new(t.stroke.width, t.stroke.normal);
            paint::plate(painter, edge, 4, Color32::TRANSPARENT, stroke);
            let left = rect.center().x - letters.size().x / 2.0;
            paint::line_at(painter, pos2(left, rect.center().y), letters);
        }
        let dot = match self.tail {
            Tail::Warn(_) => Some(t.warn.fg),
            Tail::On(_) => Some(t.success.fg),
            Tail::None | Tail::Count(_) => None,
        };
        if let Some(colour) = dot {
            painter.circle_filled(pos2(rect.right() - 7.0, rect.top() + 7.0), 3.0, colour);
        }
    }
}
