//! Buttons: primary, secondary, ghost, danger; with icon, key cap, busy ring, reason.

use egui::{Color32, Response, Role, Sense, Stroke, Ui, Widget, WidgetInfo, vec2};

use super::paint::{self, Ring, Weight};
use super::text::Style;
use super::{kbd, ring, tooltip};
use crate::ui::theme::{Tokens, shape, tokens};

/// What a button is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// The one next step of a screen.
    Primary,
    /// Everything else.
    #[default]
    Secondary,
    /// Without ground, inside cards and heads.
    Ghost,
    /// Leads to something that cannot be undone.
    Danger,
    /// Does it: the last step of a dialog.
    DangerSolid,
}

/// How high a button is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Size {
    /// 32 points.
    #[default]
    Normal,
    /// 28 points.
    Small,
    /// 24 points.
    Mini,
}

impl Size {
    /// Returns its height, in points.
    #[must_use]
    pub fn height(self) -> f32 {
        match self {
            Self::Normal => shape().height.control,
            Self::Small => shape().height.small,
            Self::Mini => shape().height.mini,
        }
    }

    pub(super) fn pad(self) -> f32 {
        match self {
            Self::Normal => 12.0,
            Self::Small => 10.0,
            Self::Mini => 8.0,
        }
    }

    pub(super) fn icon(self) -> f32 {
        if self == Self::Mini { 14.0 } else { 16.0 }
    }

    pub(super) fn gap(self) -> f32 {
        if self == Self::Mini { 4.0 } else { 6.0 }
    }
}

/// Which corners are round: all, or one side of a split button.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Part {
    #[default]
    Whole,
    Left,
    Right,
}

/// A button, built up and then added to the layout.
#[must_use = "a button does nothing until it is added"]
pub struct Button<'a> {
    words: &'a str,
    name: Option<&'a str>,
    icon: Option<(&'a str, Weight)>,
    caret: Option<&'a str>,
    keys: Option<&'a str>,
    hint: Option<&'a str>,
    kind: Kind,
    size: Size,
    part: Part,
    width: Option<f32>,
    colour: Option<Color32>,
    busy: bool,
    disabled_because: Option<&'a str>,
    holds: bool,
}

impl<'a> Button<'a> {
    /// Starts a secondary button of normal size.
    pub fn new(words: &'a str) -> Self {
        Self {
            words,
            name: None,
            icon: None,
            caret: None,
            keys: None,
            hint: None,
            kind: Kind::default(),
            size: Size::default(),
            part: Part::default(),
            width: None,
            colour: None,
            busy: false,
            disabled_because: None,
            holds: false,
        }
    }

    /// Starts a ghost button of one icon; its name is its tooltip too.
    pub fn icon_only(icon: &'a str, name: &'a str) -> Self {
        Self {
            name: Some(name),
            hint: Some(name),
            ..Self::new("").icon(icon).kind(Kind::Ghost)
        }
    }

    /// Sets what it is for.
    pub fn kind(mut self, kind: Kind) -> Self {
        self.kind = kind;
        self
    }

    /// Makes it the primary button.
    pub fn primary(self) -> Self {
        self.kind(Kind::Primary)
    }

    /// Sets its height.
    pub fn size(mut self, size: Size) -> Self {
        self.size = size;
        self
    }

    /// Puts an icon before the words.
    pub fn icon(mut self, glyph: &'a str) -> Self {
        self.icon = Some((glyph, Weight::Regular));
        self
    }

    /// Puts an icon of some weight before the words.
    pub fn icon_weight(mut self, glyph: &'a str, weight: Weight) -> Self {
        self.icon = Some((glyph, weight));
        self
    }

    /// Puts a caret or the like after the words.
    pub fn caret(mut self, glyph: &'a str) -> Self {
        self.caret = Some(glyph);
        self
    }

    /// Shows the key that does the same.
    pub fn keys(mut self, keys: &'a str) -> Self {
        self.keys = Some(keys);
        self
    }

    /// Sets a tooltip.
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = Some(hint);
        self
    }

    /// Gives a fuller name to those who cannot see where it stands.
    pub fn name(mut self, name: &'a str) -> Self {
        self.name = Some(name);
        self
    }

    /// Sets the width, in points.
    pub fn width(mut self, width: f32) -> Self {
        self.width = Some(width);
        self
    }

    /// Draws words and icon in a colour of its own.
    pub fn colour(mut self, colour: Color32) -> Self {
        self.colour = Some(colour);
        self
    }

    /// Puts a turning ring in place of the icon; a busy button cannot be pressed.
    pub fn busy(mut self, busy: bool) -> Self {
        self.busy = busy;
        self
    }

    /// Disables it and says why on hover; `None` leaves it enabled.
    pub fn disabled_because(mut self, reason: Option<&'a str>) -> Self {
        self.disabled_because = reason;
        self
    }

    /// Makes it feel a long press too; egui takes a press of a plain button for over after 0.8 s.
    pub fn holds(mut self) -> Self {
        self.holds = true;
        self
    }

    pub(super) fn part(mut self, part: Part) -> Self {
        self.part = part;
        self
    }
}

impl Widget for Button<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let enabled = ui.is_enabled() && !self.busy && self.disabled_because.is_none();
        let t = tokens(ui);
        let style = if self.size == Size::Mini {
            Style::Small
        } else {
            Style::Strong
        };
        let mut job = egui::text::LayoutJob::single_section(
            self.words.to_owned(),
            super::text::format(style, Color32::PLACEHOLDER),
        );
        if self.size == Size::Mini {
            // Small, in the weight of a button.
            for section in &mut job.sections {
                section.format.font_id.family = egui::FontFamily::Name("ui-medium".into());
            }
        }
        let words = ui.painter().layout_job(job);
        let icon_size = self.size.icon();
        let mut inner = words.size().x;
        let has_words = !self.words.is_empty();
        if self.icon.is_some() || self.busy {
            inner += icon_size + if has_words { self.size.gap() } else { 0.0 };
        }
        if self.caret.is_some() {
            inner += 12.0 + if has_words { self.size.gap() } else { 0.0 };
        }
        let keys_width = self.keys.map(|keys| kbd::width(ui, keys) + self.size.gap());
        inner += keys_width.unwrap_or(0.0);
        let height = self.size.height();
        let natural = if has_words {
            inner + 2.0 * self.size.pad()
        } else {
            height
        };
        let width = self.width.unwrap_or(natural);

        let sense = match (enabled, self.holds) {
            (true, false) => Sense::click(),
            (true, true) => Sense::click_and_drag(),
            (false, _) => Sense::hover(),
        };
        let (rect, response) = ui.allocate_exact_size(vec2(width, height), sense);
        let name = self.name.unwrap_or(self.words).to_owned();
        response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, &name));

        if ui.is_rect_visible(rect) {
            let look = Look::of(t, self.kind, &response, enabled, self.colour);
            paint_ground(ui, &look, self.part, rect);
            if response.has_focus() {
                paint::focus_ring(ui.painter(), t, rect, shape().radius.control, Ring::Outside);
            }
            let mut x = rect.center().x - inner / 2.0;
            let y = rect.center().y;
            if self.busy {
                ring::busy(ui, egui::pos2(x + icon_size / 2.0, y), icon_size);
            } else if let Some((glyph, weight)) = self.icon {
                let center = egui::pos2(x + icon_size / 2.0, y);
                paint::icon(ui.painter(), center, glyph, icon_size, weight, look.ink);
            }
            if self.busy || self.icon.is_some() {
                x += icon_size + self.size.gap();
            }
            let top = y - words.size().y / 2.0;
            let words_width = words.size().x;
            ui.painter().galley(egui::pos2(x, top), words, look.ink);
            x += words_width;
            if let Some(glyph) = self.caret {
                let room = if has_words { self.size.gap() } else { 0.0 };
                let center = if has_words {
                    egui::pos2(x + room + 6.0, y)
                } else {
                    rect.center()
                };
                paint::icon(ui.painter(), center, glyph, 12.0, Weight::Bold, look.ink);
                x += room + 12.0;
            }
            if let Some(keys) = self.keys {
                let colour = (self.kind == Kind::Primary).then_some(look.ink);
                kbd::paint(ui, egui::pos2(x + self.size.gap(), y), keys, colour);
            }
        }
        tooltip::attach(response, self.hint, self.disabled_because)
    }
}

/// The colours of one button in one state.
struct Look {
    fill: Color32,
    edge: Stroke,
    ink: Color32,
}

impl Look {
    fn of(
        t: &Tokens,
        kind: Kind,
        response: &Response,
        enabled: bool,
        colour: Option<Color32>,
    ) -> Self {
        let (pressed, hovered) = (
            enabled && response.is_pointer_button_down_on(),
            enabled && (response.hovered() || response.highlighted()),
        );
        let none = Color32::TRANSPARENT;
        let (fill, edge, ink) = if enabled {
            let pick = |rest, hover, press| {
                if pressed {
                    press
                } else if hovered {
                    hover
                } else {
                    rest
                }
            };
            match kind {
                Kind::Primary => {
                    let fill = pick(t.accent.fill, t.accent.hover, t.accent.press);
                    (fill, fill, t.text.on_solid)
                }
                Kind::Secondary => (
                    pick(t.bg.button, t.bg.button_hover, t.bg.press),
                    pick(t.stroke.normal, t.stroke.strong, t.stroke.strong),
                    t.text.primary,
                ),
                Kind::Ghost => (
                    pick(none, t.bg.hover, t.bg.press),
                    none,
                    pick(t.text.secondary, t.text.primary, t.text.primary),
                ),
                Kind::Danger => (
                    pick(t.bg.button, t.danger.bg, t.danger.bg),
                    pick(t.danger.stroke, t.danger.stroke, t.danger.fg),
                    t.danger.fg,
                ),
                Kind::DangerSolid => {
                    let fill = pick(t.danger.fill, t.danger.hover, t.danger.hover);
                    (fill, fill, t.text.on_solid)
                }
            }
        } else {
            let (fill, edge) = match kind {
                Kind::Primary | Kind::DangerSolid => (t.bg.track, t.bg.track),
                Kind::Ghost => (none, none),
                Kind::Secondary | Kind::Danger => (t.bg.panel, t.stroke.subtle),
            };
            (fill, edge, t.text.disabled)
        };
        Self {
            fill,
            edge: Stroke::new(t.stroke.width, edge),
            ink: if enabled { colour.unwrap_or(ink) } else { ink },
        }
    }
}

fn paint_ground(ui: &Ui, look: &Look, part: Part, rect: egui::Rect) {
    let round = shape().radius.control;
    let mut radius = egui::CornerRadius::same(round);
    if part == Part::Left {
        radius.ne = 0;
        radius.se = 0;
    } else if part == Part::Right {
        radius.nw = 0;
        radius.sw = 0;
    }
    ui.painter()
        .rect(rect, radius, look.fill, look.edge, egui::StrokeKind::Inside);
}
