//! Text fields, also as search and filter.

use egui::{
    Color32, Frame, Margin, Response, Sense, Stroke, StrokeKind, TextEdit, Ui, pos2,
    text_edit::TextEditState, vec2,
};

use super::button::{Button, Size};
use super::kbd;
use super::paint::{self, Ring, Weight};
use super::text::{Style, rich};
use crate::model::words;
use crate::ui::icons;
use crate::ui::theme::{font, shape, tokens};

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Content {
    /// Names and sentences.
    #[default]
    Words,
    /// Ids, hosts, URLs.
    Code,
}

/// A single-line field, built up and then shown.
#[must_use = "a field does nothing until it is shown"]
pub struct TextField<'a> {
    text: &'a mut String,
    name: &'a str,
    hint: &'a str,
    icon: Option<&'a str>,
    keys: Option<&'a str>,
    end: Option<&'a str>,
    height: f32,
    width: Option<f32>,
    content: Content,
    wrong: bool,
    limit: usize,
    id: Option<egui::Id>,
    clears: bool,
    forgets: bool,
}

impl<'a> TextField<'a> {
    /// Starts a field; `name` is what it is called to those who cannot see its label.
    pub fn new(name: &'a str, text: &'a mut String) -> Self {
        Self {
            text,
            name,
            hint: "",
            icon: None,
            keys: None,
            end: None,
            height: shape().height.control,
            width: None,
            content: Content::Words,
            wrong: false,
            limit: 8192,
            id: None,
            clears: false,
            forgets: false,
        }
    }

    /// Makes it a small field with an icon, a key cap, and an "x" once something is typed.
    pub fn search(mut self, icon: &'a str, keys: Option<&'a str>) -> Self {
        self.icon = Some(icon);
        self.keys = keys;
        self.height = shape().height.small;
        self.clears = true;
        self
    }

    /// Sets what shows while it is empty.
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// Puts an icon at its start.
    pub fn icon(mut self, icon: &'a str) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Puts small words at its end.
    pub fn end(mut self, words: &'a str) -> Self {
        self.end = Some(words);
        self
    }

    /// Sets the height, in points.
    pub fn height(mut self, height: f32) -> Self {
        self.height = height;
        self
    }

    /// Sets the width, in points; otherwise it takes what there is.
    pub fn width(mut self, width: f32) -> Self {
        self.width = Some(width);
        self
    }

    /// Sets what it holds.
    pub fn content(mut self, content: Content) -> Self {
        self.content = content;
        self
    }

    /// Outlines it as wrong.
    pub fn wrong(mut self, wrong: bool) -> Self {
        self.wrong = wrong;
        self
    }

    /// Sets the most characters it takes.
    pub fn limit(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }

    /// Sets its id, to give it the keyboard from elsewhere.
    pub fn id(mut self, id: egui::Id) -> Self {
        self.id = Some(id);
        self
    }

    /// Keeps no undo history: what is typed may let somebody in.
    pub fn forgets(mut self) -> Self {
        self.forgets = true;
        self
    }

    /// Draws it.
    pub fn show(self, ui: &mut Ui) -> Response {
        let t = tokens(ui);
        let enabled = ui.is_enabled();
        let width = self.width.unwrap_or_else(|| ui.available_width());
        let small = self.height < shape().height.control;
        let pad = if small { 8.0 } else { 10.0 };
        let ground = ui.painter().add(egui::Shape::Noop);

        let left = pad + if self.icon.is_some() { 14.0 + 8.0 } else { 0.0 };
        let clear = self.clears && !self.text.is_empty();
        let tail = if clear {
            22.0
        } else if let Some(keys) = self.keys {
            kbd::width(ui, keys) + 6.0
        } else if let Some(words) = self.end {
            paint::one_line(ui, Style::Small, words, Color32::PLACEHOLDER, width / 2.0)
                .size()
                .x
                + 8.0
        } else {
            0.0
        };
        let style = match self.content {
            Content::Words => Style::Body,
            Content::Code => Style::Mono,
        };
        let measure = style.measure();
        let ink = if enabled {
            t.text.primary
        } else {
            t.text.disabled
        };
        let margin = Margin {
            left: left as i8,
            right: (pad + tail) as i8,
            top: 0,
            bottom: 0,
        };
        let mut edit = TextEdit::singleline(self.text)
            .font(font(measure))
            .text_color(ink)
            .frame(Frame::NONE.inner_margin(margin))
            .align(egui::Align2::LEFT_CENTER)
            .min_size(vec2(width, self.height))
            .desired_width(width)
            .char_limit(self.limit)
            .hint_text(rich(style, self.hint, t.text.tertiary));
        if let Some(id) = self.id {
            edit = edit.id(id);
        }
        let mut response = edit.show(ui).response.response;
        if self.forgets
            && let Some(mut state) = TextEditState::load(ui.ctx(), response.id)
        {
            state.clear_undoer();
            state.store(ui.ctx(), response.id);
        }
        let name = self.name.to_owned();
        ui.ctx()
            .accesskit_node_builder(response.id, |node| node.set_label(name));

        let rect = response.rect;
        let (fill, edge) = if !enabled {
            (t.bg.panel, t.stroke.subtle)
        } else if self.wrong {
            (t.bg.inset, t.danger.fg)
        } else if response.hovered() {
            (t.bg.inset, t.stroke.strong)
        } else {
            (t.bg.inset, t.stroke.control)
        };
        let radius = shape().radius.control;
        let shape = egui::epaint::RectShape::new(
            rect,
            radius,
            fill,
            Stroke::new(t.stroke.width, edge),
            StrokeKind::Inside,
        );
        ui.painter().set(ground, shape);
        paint::focus_ring_of(ui, &response, radius, Ring::Inside);
        if let Some(glyph) = self.icon {
            let center = pos2(rect.left() + pad + 7.0, rect.center().y);
            let colour = t.text.tertiary;
            paint::icon(ui.painter(), center, glyph, 14.0, Weight::Regular, colour);
        }
        if clear {
            let place = egui::Rect::from_center_size(
                pos2(rect.right() - 14.0, rect.center().y),
                vec2(20.0, 20.0),
            );
            let words = words::text("window-field-clear");
            let button = Button::icon_only(icons::X, &words)
                .size(Size::Mini)
                .width(20.0);
            // A child of its own: the row goes on behind the field, not behind the button in it.
            let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(place));
            if inside.add(button).clicked() {
                self.text.clear();
                response.mark_changed();
                response.request_focus();
            }
        } else if let Some(keys) = self.keys {
            let at = pos2(
                rect.right() - pad + 3.0 - kbd::width(ui, keys),
                rect.center().y,
            );
            kbd::paint(ui, at, keys, None);
        } else if let Some(words) = self.end {
            let colour = t.text.tertiary;
            let galley = paint::one_line(ui, Style::Small, words, colour, width / 2.0);
            let at = pos2(rect.right() - pad - galley.size().x, rect.center().y);
            paint::line_at(ui.painter(), at, galley);
        }
        response
    }
}

/// Draws what looks like a search field and opens something when pressed.
pub fn search_button(ui: &mut Ui, words: &str, keys: &str) -> Response {
    let t = tokens(ui);
    let size = vec2(ui.available_width(), shape().height.small);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, words));
    if ui.is_rect_visible(rect) {
        let (fill, edge) = if response.hovered() {
            (t.bg.hover, t.stroke.strong)
        } else {
            (Color32::TRANSPARENT, t.stroke.normal)
        };
        let radius = shape().radius.control;
        let stroke = Stroke::new(t.stroke.width, edge);
        paint::plate(ui.painter(), rect, radius, fill, stroke);
        paint::focus_ring_of(ui, &response, radius, Ring::Inside);
        let middle = rect.center().y;
        let center = pos2(rect.left() + 15.0, middle);
        let glyph = icons::MAGNIFYING_GLASS;
        paint::icon(
            ui.painter(),
            center,
            glyph,
            14.0,
            Weight::Regular,
            t.text.tertiary,
        );
        let cap = kbd::width(ui, keys);
        let left = rect.left() + 30.0;
        let room = rect.right() - 8.0 - cap - 8.0 - left;
        let galley = paint::one_line(ui, Style::Body, words, t.text.tertiary, room);
        paint::line_at(ui.painter(), pos2(left, middle), galley);
        kbd::paint(ui, pos2(rect.right() - 8.0 - cap, middle), keys, None);
    }
    response
}
