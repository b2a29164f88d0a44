//! Design tokens from `assets/tokens.*.ron`: the only place with colours.
//!
//! [`dress`] writes every token that egui has a place for. Badges, tones and
//! code are painted by our own widgets, which read [`tokens`] and [`shape`].

pub mod fonts;
mod tokens;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use egui::epaint::FontColorTransferFunction;
use egui::style::{ScrollAnimation, ScrollStyle, WidgetVisuals};
use egui::{
    Color32, Context, CornerRadius, FontFamily, FontId, Id, Margin, Shadow, Stroke, Style,
    TextStyle, ThemePreference, Ui, vec2,
};

use crate::model::settings::ThemeChoice;

pub use tokens::{
    Accent, Bg, DangerTone, EnvTone, Envs, Fold, Height, Radius, Seconds, ShadowToken, Shape,
    Space, Strokes, Syntax, Text, Tokens, Tone, TypeScale, TypeStyle, Width,
};

const DARK: &str = include_str!("../../assets/tokens.dark.ron");
const LIGHT: &str = include_str!("../../assets/tokens.light.ron");
const CONTRAST: &str = include_str!("../../assets/tokens.contrast.ron");
const SHAPE: &str = include_str!("../../assets/tokens.shape.ron");

/// Whether things may move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Motion {
    /// Short fades, turning rings.
    #[default]
    Full,
    /// Nothing moves.
    Reduced,
}

struct Themes {
    dark: Tokens,
    light: Tokens,
    contrast: Tokens,
    shape: Shape,
}

/// Returns all token files, read once.
fn themes() -> &'static Themes {
    static THEMES: OnceLock<Themes> = OnceLock::new();
    THEMES.get_or_init(|| Themes {
        dark: read(DARK),
        light: read(LIGHT),
        contrast: read(CONTRAST),
        shape: read(SHAPE),
    })
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> T {
    ron::from_str(text).expect("the embedded token files are read by a test")
}

/// Returns the measures, which no theme changes.
#[must_use]
pub fn shape() -> &'static Shape {
    &themes().shape
}

/// Returns the colours in use.
#[must_use]
pub fn tokens(ui: &Ui) -> &'static Tokens {
    tokens_of(ui.ctx())
}

/// Returns the colours in use.
#[must_use]
pub fn tokens_of(ctx: &Context) -> &'static Tokens {
    let all = themes();
    if chosen(ctx).0 == ThemeChoice::Contrast {
        return &all.contrast;
    }
    match ctx.theme() {
        egui::Theme::Dark => &all.dark,
        egui::Theme::Light => &all.light,
    }
}

/// Returns whether things may move.
#[must_use]
pub fn motion(ctx: &Context) -> Motion {
    chosen(ctx).1
}

fn chosen(ctx: &Context) -> (ThemeChoice, Motion) {
    ctx.data(|data| data.get_temp(memory_id()))
        .unwrap_or_default()
}

fn memory_id() -> Id {
    Id::unique("theme")
}

/// Installs the fonts; once for each context.
pub fn install_fonts(ctx: &Context) {
    ctx.set_fonts(fonts::definitions());
}

/// Dresses the whole context in the chosen theme.
pub fn apply(ctx: &Context, choice: ThemeChoice, motion: Motion) {
    let all = themes();
    ctx.data_mut(|data| data.insert_temp(memory_id(), (choice, motion)));
    ctx.set_theme(match choice {
        ThemeChoice::System => ThemePreference::System,
        ThemeChoice::Light => ThemePreference::Light,
        ThemeChoice::Dark | ThemeChoice::Contrast => ThemePreference::Dark,
    });
    let dark = if choice == ThemeChoice::Contrast {
        &all.contrast
    } else {
        &all.dark
    };
    ctx.style_mut_of(egui::Theme::Dark, |style| dress(style, dark, motion));
    ctx.style_mut_of(egui::Theme::Light, |style| dress(style, &all.light, motion));
    ctx.options_mut(|options| options.reduce_texture_memory = true);
}

/// Writes every token that egui has a place for into a style.
pub fn dress(style: &mut Style, t: &Tokens, motion: Motion) {
    dress_visuals(style, t);
    dress_spacing(style);
    let seconds = &shape().seconds;
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = seconds.tooltip_delay;
    style.interaction.tooltip_grace_time = 0.1;
    style.animation_time = match motion {
        Motion::Full => seconds.hover,
        Motion::Reduced => 0.0,
    };
    if motion == Motion::Reduced {
        style.scroll_animation = ScrollAnimation::none();
    }
    style.text_styles = text_styles();
}

fn dress_visuals(style: &mut Style, t: &Tokens) {
    let radius = &shape().radius;
    let width = t.stroke.width;
    let line = |colour: Color32, width: f32| Stroke::new(width, colour);
    let v = &mut style.visuals;
    v.dark_mode = t.dark_mode;
    if t.dark_mode {
        // egui's own choice for dark grounds makes 13-point text half a weight too heavy.
        v.text_options.color_transfer_function = FontColorTransferFunction::Gamma(0.8);
    }
    v.override_text_color = None;
    v.weak_text_color = Some(t.text.tertiary);
    v.hyperlink_color = t.text.link;
    v.warn_fg_color = t.warn.fg;
    v.error_fg_color = t.danger.fg;
    v.faint_bg_color = t.bg.hover;
    v.extreme_bg_color = t.bg.track;
    v.text_edit_bg_color = Some(t.bg.inset);
    v.code_bg_color = t.bg.inset;
    v.panel_fill = t.bg.panel;
    v.window_fill = t.bg.overlay;
    v.window_stroke = line(t.stroke.normal, width);
    v.window_corner_radius = CornerRadius::same(radius.dialog);
    v.menu_corner_radius = CornerRadius::same(radius.card);
    v.window_shadow = shadow(t);
    v.popup_shadow = shadow(t);
    v.window_highlight_topmost = false;
    v.selection.bg_fill = t.bg.selected_hover;
    v.selection.stroke = line(t.accent.focus, t.stroke.focus_width);
    v.text_cursor.stroke = line(t.text.primary, 1.5);
    v.text_cursor.blink = false;
    v.striped = false;
    v.slider_trailing_fill = true;
    v.indent_has_left_vline = false;
    v.collapsing_header_frame = false;
    v.image_loading_spinners = false;
    v.interact_cursor = None;
    v.disabled_alpha = 1.0; // our widgets paint the disabled tokens themselves
    let look = |bg: Color32, weak: Color32, edge: Stroke| WidgetVisuals {
        bg_fill: bg,
        weak_bg_fill: weak,
        bg_stroke: edge,
        corner_radius: CornerRadius::same(radius.control),
        fg_stroke: line(t.text.primary, 1.0),
        expansion: 0.0,
    };
    let focus = line(t.accent.focus, t.stroke.focus_width);
    v.widgets.noninteractive = look(t.bg.card, t.bg.panel, line(t.stroke.subtle, width));
    v.widgets.inactive = look(t.bg.inset, t.bg.button, line(t.stroke.control, width));
    v.widgets.hovered = look(t.bg.hover, t.bg.button_hover, line(t.stroke.strong, width));
    v.widgets.active = look(t.bg.press, t.bg.press, focus);
    v.widgets.open = look(t.bg.press, t.bg.press, line(t.stroke.strong, width));
}

/// The one shadow, under overlays only.
#[must_use]
pub fn shadow(t: &Tokens) -> Shadow {
    Shadow {
        offset: [t.shadow.offset.0, t.shadow.offset.1],
        blur: t.shadow.blur,
        spread: t.shadow.spread,
        color: t.shadow.color.gamma_multiply(t.shadow.alpha),
    }
}

fn dress_spacing(style: &mut Style) {
    let space = &shape().space;
    let s = &mut style.spacing;
    s.item_spacing = vec2(space.x2, space.x2);
    s.button_padding = vec2(space.x3, 6.0);
    s.interact_size = vec2(shape().height.control, 16.0);
    s.window_margin = Margin::same(20);
    s.menu_margin = Margin::same(4);
    s.menu_spacing = 4.0;
    s.indent = 16.0;
    s.icon_width = 16.0;
    s.icon_width_inner = 10.0;
    s.icon_spacing = 8.0;
    s.slider_rail_height = 4.0;
    s.combo_height = 320.0;
    s.tooltip_width = 320.0;
    s.menu_width = 280.0;
    s.scroll = ScrollStyle {
        bar_width: 8.0,
        floating_width: 4.0,
        handle_min_length: 24.0,
        ..ScrollStyle::floating()
    };
}

/// The type scale as egui's text styles; what egui has no name for has a name of ours.
#[must_use]
pub fn text_styles() -> BTreeMap<TextStyle, FontId> {
    let scale = &shape().text;
    let named = |name: &str| TextStyle::Name(name.into());
    BTreeMap::from([
        (TextStyle::Heading, font(&scale.heading)),
        (TextStyle::Body, font(&scale.body)),
        (TextStyle::Button, font(&scale.strong)),
        (TextStyle::Small, font(&scale.small)),
        (TextStyle::Monospace, font(&scale.mono)),
        (named("display"), font(&scale.display)),
        (named("title"), font(&scale.title)),
        (named("strong"), font(&scale.strong)),
        (named("micro"), font(&scale.micro)),
        (named("code"), font(&scale.code)),
    ])
}

/// Returns the font of one line of the type scale.
#[must_use]
pub fn font(style: &TypeStyle) -> FontId {
    let family = match style.family.as_str() {
        "ui" => FontFamily::Proportional,
        "mono" => FontFamily::Monospace,
        "phosphor" => FontFamily::Name("icons".into()),
        other => FontFamily::Name(other.into()),
    };
    FontId::new(style.size, family)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_token_file_can_be_read_and_carries_its_name() {
        let all = themes();
        let names = [&all.dark, &all.light, &all.contrast].map(|tokens| tokens.name.as_str());
        assert_eq!(names, ["dark", "light", "contrast"]);
        assert!(shape().width.rail_icons < shape().width.rail);
    }
}
