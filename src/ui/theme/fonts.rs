//! The font files of `assets/fonts`, and the families made of them.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily};

const SANS: &[u8] = include_bytes!("../../../assets/fonts/ValetKeySans[wght].ttf");
const MONO: &[u8] = include_bytes!("../../../assets/fonts/ValetKeyMono-Regular.ttf");
const MONO_MEDIUM: &[u8] = include_bytes!("../../../assets/fonts/ValetKeyMono-Medium.ttf");
const ICONS: &[u8] = include_bytes!("../../../assets/fonts/Phosphor-subset.ttf");
const ICONS_FILL: &[u8] = include_bytes!("../../../assets/fonts/Phosphor-Fill-subset.ttf");
const ICONS_BOLD: &[u8] = include_bytes!("../../../assets/fonts/Phosphor-Bold-subset.ttf");

/// The licences that travel with the fonts: what it covers, and its text.
pub const LICENCES: [(&str, &str); 3] = [
    ("Inter", include_str!("../../../assets/fonts/OFL-inter.txt")),
    (
        "JetBrains Mono",
        include_str!("../../../assets/fonts/OFL-jetbrains-mono.txt"),
    ),
    (
        "Phosphor Icons",
        include_str!("../../../assets/fonts/MIT-phosphor.txt"),
    ),
];

/// Returns three weights of one variable font, two of the mono font and three of the icons.
///
/// A family's first font is its own; the others are asked for what it lacks.
/// Weight comes from the family: egui's `strong()` only changes the colour.
#[must_use]
pub fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let mut add = |name: &str, bytes: &'static [u8], weight: Option<f32>| {
        let mut data = FontData::from_static(bytes);
        if let Some(weight) = weight {
            data.tweak.coords.push(b"wght", weight);
        }
        fonts.font_data.insert(name.to_owned(), Arc::new(data));
    };
    add("ui", SANS, Some(400.0));
    add("ui-medium", SANS, Some(500.0));
    add("ui-semibold", SANS, Some(600.0));
    add("mono", MONO, None);
    add("mono-medium", MONO_MEDIUM, None);
    add("icons", ICONS, None);
    add("icons-fill", ICONS_FILL, None);
    add("icons-bold", ICONS_BOLD, None);

    let named = |name: &str| FontFamily::Name(name.into());
    for (family, chain) in [
        (FontFamily::Proportional, ["ui", "icons", "mono"]),
        (named("ui-medium"), ["ui-medium", "icons", "mono"]),
        (named("ui-semibold"), ["ui-semibold", "icons", "mono"]),
        (FontFamily::Monospace, ["mono", "icons", "ui"]),
        (named("mono-medium"), ["mono-medium", "icons", "ui"]),
        (named("icons"), ["icons", "ui", "mono"]),
        (named("icons-fill"), ["icons-fill", "ui", "mono"]),
        (named("icons-bold"), ["icons-bold", "ui", "mono"]),
    ] {
        fonts
            .families
            .insert(family, chain.map(str::to_owned).to_vec());
    }
    fonts
}
