//! The token files of `assets/`, as types: colours of one theme, and measures of all.

use egui::Color32;
use serde::{Deserialize, Deserializer};

/// Reads `"#RRGGBB"`.
fn colour<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Color32, D::Error> {
    let text = String::deserialize(deserializer)?;
    Color32::from_hex(&text).map_err(|_| {
        serde::de::Error::custom(format!("{text} is not a colour of the form #RRGGBB"))
    })
}

/// Declares a group of colours; each line is one field of the token files.
macro_rules! colours {
    ($(#[$about:meta])* $group:ident { $($field:ident: $what:literal,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $group {
            $(#[doc = $what] #[serde(deserialize_with = "colour")] pub $field: Color32,)*
        }
    };
}

colours! {
    /// Grounds, from back to front.
    Bg {
        base: "Rail, status strip, the window behind everything.",
        panel: "List and detail.",
        card: "Cards, heads of tables, heads of lifelines.",
        overlay: "Menus, dialogs, palette, toasts, tooltips.",
        inset: "What can be typed, or is code.",
        hover: "Row, rail item or ghost button under the pointer.",
        press: "The same while pressed.",
        button: "Secondary button at rest.",
        button_hover: "Secondary button under the pointer.",
        selected: "Selected row, rail item, menu item.",
        selected_hover: "The same under the pointer.",
        track: "Bars, rings and sliders: the empty part.",
        scrim: "Over the window, under a dialog; drawn at `scrim_alpha`.",
    }
}
colours! {
    /// Colours of text.
    Text {
        primary: "Values and names.",
        secondary: "Running explanations and second lines.",
        tertiary: "Labels, units, times, placeholders.",
        disabled: "Disabled controls only.",
        link: "What can be clicked, and what is busy.",
        on_solid: "On the accent's or danger's fill.",
    }
}
colours! {
    /// The one accent.
    Accent {
        fill: "Primary button, chosen chip, check box.",
        hover: "Primary button under the pointer.",
        press: "Primary button while pressed.",
        text: "Icons on the tint.",
        tint: "Ground of what is chosen.",
        focus: "Focus ring, selected edge, tab underline.",
    }
}
colours! {
    /// Success, warning or information.
    Tone {
        fg: "Text and icons.",
        bg: "Ground of a banner or pill.",
        stroke: "Edge of a banner or pill.",
        fill: "Bars.",
    }
}
colours! {
    /// Danger, which also has solid buttons.
    DangerTone {
        fg: "Text and icons.",
        bg: "Ground of a banner or pill.",
        stroke: "Edge of a banner or pill.",
        fill: "The last button of a dialog.",
        hover: "The same under the pointer.",
    }
}
colours! {
    /// One environment.
    EnvTone {
        bg: "Ground of a filled badge.",
        fg: "Text of a badge.",
        solid: "Icon in the rail, edge of an outlined badge.",
    }
}
colours! {
    /// Parts of JSON and of a JWT; never the only sign of what a part is.
    Syntax {
        key: "Names of members.",
        string: "Strings.",
        number: "Numbers.",
        literal: "`true`, `false`, `null`.",
        punctuation: "Braces, commas.",
        jwt_header: "First part of a JWT.",
        jwt_payload: "Second part of a JWT.",
        jwt_signature: "Third part of a JWT.",
    }
}

/// Colours and widths of lines.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strokes {
    /// Between rows and between zones.
    #[serde(deserialize_with = "colour")]
    pub subtle: Color32,
    /// Round cards and secondary buttons.
    #[serde(deserialize_with = "colour")]
    pub normal: Color32,
    /// Round fields, check boxes and scope chips at rest.
    #[serde(deserialize_with = "colour")]
    pub control: Color32,
    /// Round a hovered control; lifelines.
    #[serde(deserialize_with = "colour")]
    pub strong: Color32,
    /// Width of all of them, in points.
    pub width: f32,
    /// Width of the focus ring, in points.
    pub focus_width: f32,
}

/// The colours of the environments.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envs {
    /// Production.
    pub production: EnvTone,
    /// Sandbox.
    pub sandbox: EnvTone,
    /// Scratch org.
    pub scratch: EnvTone,
    /// Developer Edition.
    pub developer: EnvTone,
    /// The demo org, or anything on this computer.
    pub demo: EnvTone,
    /// No guess, or another provider.
    pub unknown: EnvTone,
}

/// The one shadow, under overlays.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShadowToken {
    /// Points to the right and down.
    pub offset: (i8, i8),
    /// Blur radius in points.
    pub blur: u8,
    /// Growth in points.
    pub spread: u8,
    /// Colour before `alpha`.
    #[serde(deserialize_with = "colour")]
    pub color: Color32,
    /// Opacity, 0 to 1.
    pub alpha: f32,
}

/// One theme, as in `assets/tokens.*.ron`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tokens {
    /// `dark`, `light` or `contrast`.
    pub name: String,
    /// Whether light text stands on dark ground.
    pub dark_mode: bool,
    /// Grounds.
    pub bg: Bg,
    /// Text.
    pub text: Text,
    /// Lines.
    pub stroke: Strokes,
    /// The accent.
    pub accent: Accent,
    /// It worked.
    pub success: Tone,
    /// It needs a person soon.
    pub warn: Tone,
    /// It is wrong, or cannot be undone.
    pub danger: DangerTone,
    /// Good to know.
    pub info: Tone,
    /// Environments.
    pub env: Envs,
    /// Code.
    pub syntax: Syntax,
    /// The shadow.
    pub shadow: ShadowToken,
    /// Opacity of the scrim, 0 to 1.
    pub scrim_alpha: f32,
}

/// One line of the type scale.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeStyle {
    /// Height of the letters, in points.
    pub size: f32,
    /// Height of a line, in points.
    pub line: f32,
    /// The family of [`super::fonts`].
    pub family: String,
}

/// Declares a group of numbers that share a meaning.
macro_rules! measures {
    ($(#[$about:meta])* $group:ident: $unit:ty { $($field:ident: $what:literal,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $group { $(#[doc = $what] pub $field: $unit,)* }
    };
}

measures! {
    /// The type scale.
    TypeScale: TypeStyle {
        display: "Headline of an empty screen.",
        title: "Name in the detail head, title of a dialog.",
        heading: "Title of a card.",
        body: "Values and sentences.",
        strong: "Names of rows, labels of a form, buttons, tabs.",
        small: "Second lines, help, states.",
        micro: "Column heads, badges, pills, key caps.",
        mono: "Ids, hosts, URLs, scopes, the org's own words.",
        code: "A device's user code.",
        icon: "An icon in a control.",
    }
}
measures! {
    /// The spacing scale, in points.
    Space: f32 {
        x1: "4.", x2: "8.", x3: "12.", x4: "16.", x5: "20.", x6: "24.", x8: "32.", x12: "48.",
    }
}
measures! {
    /// Corner radii, in points.
    Radius: u8 {
        badge: "Badge, check box.",
        control: "Control, chip, inset.",
        card: "Card, menu, banner, toast.",
        bar: "Bulk bar.",
        dialog: "Dialog, palette.",
        pill: "Pill.",
    }
}
measures! {
    /// Heights, in points.
    Height: f32 {
        control: "Button, field.",
        small: "Small button or field.",
        mini: "Mini button.",
        rail_item: "Item of the rail.",
        row: "Profile row.",
        row_narrow: "Profile row in a narrow list.",
        row_table: "Row of a table.",
        row_compact: "Row of the full table.",
        table_head: "Head of a table.",
        head: "Head of a zone.",
        tabs: "Tabs.",
        strip: "Status strip.",
        badge: "Environment badge.",
        badge_large: "The same in a form.",
        chip: "Chip.",
        card_head: "Head of a card.",
        bulk_bar: "Bulk bar.",
        dialog_field: "Field of a dialog.",
    }
}
measures! {
    /// Widths, in points.
    Width: f32 {
        rail: "Rail.",
        rail_icons: "Folded rail.",
        list: "List.",
        list_narrow: "Narrow list.",
        detail_min: "Detail, at least.",
        exchange: "Exchange panel.",
        aside: "Aside of a form.",
        palette: "Command palette.",
        dialog: "Dialog with a list or typing.",
        dialog_small: "Dialog.",
        toast: "Toast.",
        form_label: "Label of a form row.",
        fact_label: "Label of a fact.",
        lane_head: "Head of a lifeline, at most.",
    }
}
measures! {
    /// Window sizes at which the window folds, in points.
    Fold: f32 {
        three_zones: "From this width on there are three zones.",
        narrow_list: "From this width on there are two.",
        one_zone: "Below this width the rail is a menu.",
        short_height: "Below this height the rail drops its environments.",
    }
}
measures! {
    /// Times, in seconds.
    Seconds: f32 {
        hover: "Change of colour under the pointer.",
        fold: "Folding of a zone.",
        dialog: "A dialog's fade.",
        spinner_turn: "One turn of a ring.",
        tooltip_delay: "Until a tooltip shows.",
        toast: "Until a toast leaves.",
        reveal: "A secret is shown at most this long.",
        clipboard: "Until a copied secret is cleared.",
    }
}
/// Measures, the same in every theme: `assets/tokens.shape.ron`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shape {
    /// Type scale.
    pub text: TypeScale,
    /// Spacing scale.
    pub space: Space,
    /// Corner radii.
    pub radius: Radius,
    /// Heights.
    pub height: Height,
    /// Widths.
    pub width: Width,
    /// Where the window folds.
    pub fold: Fold,
    /// Times.
    pub seconds: Seconds,
}
