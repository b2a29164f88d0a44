//! Text in the type scale.

use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, Label, Response, RichText, Ui};

use crate::ui::theme::{TypeStyle, font, shape};

/// A line of the type scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Headline of an empty screen.
    Display,
    /// Name in the detail head, title of a dialog.
    Title,
    /// Title of a card.
    Heading,
    /// Values and sentences.
    Body,
    /// Names, labels, buttons.
    Strong,
    /// Second lines, help, states.
    Small,
    /// Column heads, badges, key caps.
    Micro,
    /// Ids, hosts, URLs, scopes.
    Mono,
    /// A device's user code.
    Code,
}

impl Style {
    /// Returns size, line height and family.
    #[must_use]
    pub fn measure(self) -> &'static TypeStyle {
        let scale = &shape().text;
        match self {
            Self::Display => &scale.display,
            Self::Title => &scale.title,
            Self::Heading => &scale.heading,
            Self::Body => &scale.body,
            Self::Strong => &scale.strong,
            Self::Small => &scale.small,
            Self::Micro => &scale.micro,
            Self::Mono => &scale.mono,
            Self::Code => &scale.code,
        }
    }
}

/// Returns text in a style and a colour.
#[must_use]
pub fn rich(style: Style, text: impl Into<String>, colour: Color32) -> RichText {
    let measure = style.measure();
    RichText::new(text)
        .font(font(measure))
        .line_height(Some(measure.line))
        .color(colour)
}

/// Draws text that wraps where it has to.
pub fn text(ui: &mut Ui, style: Style, text: impl Into<String>, colour: Color32) -> Response {
    ui.add(Label::new(rich(style, text, colour)).wrap())
}

/// Draws one line as wide as it is.
pub fn line(ui: &mut Ui, style: Style, text: impl Into<String>, colour: Color32) -> Response {
    ui.add(Label::new(rich(style, text, colour)).extend())
}

/// Draws one line that ends in "…" where there is no room; the whole text is its tooltip.
pub fn truncated(ui: &mut Ui, style: Style, text: impl Into<String>, colour: Color32) -> Response {
    ui.add(Label::new(rich(style, text, colour)).truncate())
}

/// Draws text that can be selected and copied: ids, hosts, the org's own words.
pub fn selectable(ui: &mut Ui, style: Style, text: impl Into<String>, colour: Color32) -> Response {
    ui.add(
        Label::new(rich(style, text, colour))
            .wrap()
            .selectable(true),
    )
}

/// Draws one selectable line that ends in "…" where there is no room.
pub fn selectable_line(
    ui: &mut Ui,
    style: Style,
    text: impl Into<String>,
    colour: Color32,
) -> Response {
    ui.add(
        Label::new(rich(style, text, colour))
            .truncate()
            .selectable(true),
    )
}

/// Builds one piece of text of several styles.
#[derive(Default)]
pub struct Mixed {
    job: LayoutJob,
}

impl Mixed {
    /// Adds a part.
    #[must_use]
    pub fn with(mut self, style: Style, text: &str, colour: Color32) -> Self {
        self.job.append(text, 0.0, format(style, colour));
        self
    }

    /// Adds a part after some room, in points.
    #[must_use]
    pub fn after(mut self, room: f32, style: Style, text: &str, colour: Color32) -> Self {
        self.job.append(text, room, format(style, colour));
        self
    }

    /// Draws it, wrapping where it has to.
    pub fn show(self, ui: &mut Ui) -> Response {
        ui.add(Label::new(self.job).wrap())
    }

    /// Draws it as one line that ends in "…" where there is no room.
    pub fn show_truncated(self, ui: &mut Ui) -> Response {
        ui.add(Label::new(self.job).truncate())
    }

    /// Hands out what egui lays out.
    #[must_use]
    pub fn job(self) -> LayoutJob {
        self.job
    }
}

/// Returns the egui format of a style in a colour.
#[must_use]
pub fn format(style: Style, colour: Color32) -> TextFormat {
    let measure = style.measure();
    TextFormat {
        font_id: font(measure),
        line_height: Some(measure.line),
        color: colour,
        valign: egui::Align::Center,
        ..TextFormat::default()
    }
}

/// Draws an address that can be selected; where it is longer than a line it breaks before a part of it, not within one.
pub fn address(ui: &mut Ui, lead: &str, address: &str, colours: [Color32; 2]) -> Response {
    const GAP: f32 = 6.0;
    let [lead_ink, ink] = colours;
    let gap = if lead.is_empty() { 0.0 } else { GAP };
    let mut job = Mixed::default()
        .with(Style::Mono, lead, lead_ink)
        .after(gap, Style::Mono, address, ink)
        .job();
    let cell = ui.fonts_mut(|fonts| fonts.glyph_width(&font(Style::Mono.measure()), 'm'));
    let room = ((ui.available_width() - gap) / cell).floor() as usize;
    let columns = columns(lead.chars().count(), address, room);
    job.wrap.break_anywhere = true;
    job.wrap.max_width = ui.available_width();
    let width = gap + (columns as f32 + 0.5) * cell;
    ui.scope(|ui| {
        if columns < room {
            ui.set_max_width(width);
        }
        ui.add(Label::new(job).wrap().selectable(true))
    })
    .inner
}

/// Returns how many letters a row of an address has, so that its rows begin at a part of it; all that fit where none do.
fn columns(lead: usize, address: &str, room: usize) -> usize {
    let letters: Vec<char> = address.chars().collect();
    let all = lead + letters.len();
    if all <= room {
        return room;
    }
    let begins_a_part =
        |at: usize| matches!(letters.get(at - lead), Some('/' | '?' | '&' | '#')) && at > lead;
    // Not "https:" and then the rest.
    let is_after_scheme = |at: usize| {
        letters.get(at - lead - 1) != Some(&'/') && letters.get(at - lead - 1) != Some(&':')
    };
    (room / 2..=room)
        .rev()
        .filter(|row| *row > lead + 1)
        .find(|row| {
            (1..)
                .map(|count| count * row)
                .take_while(|at| *at < all)
                .all(|at| begins_a_part(at) && is_after_scheme(at))
        })
        .unwrap_or(room)
}

/// Makes a text one that a screen reader says when it appears or changes.
pub fn announce(response: &egui::Response) {
    response.ctx.accesskit_node_builder(response.id, |node| {
        node.set_live(egui::accesskit::Live::Polite);
    });
}

#[cfg(test)]
mod tests {
    use super::columns;

    #[test]
    fn a_long_address_breaks_before_its_path() {
        let address = "https://acme--uat.sandbox.my.salesforce.com/services/oauth2/authorize";
        let host = "https://acme--uat.sandbox.my.salesforce.com".len();
        assert_eq!(columns(3, address, 50), 3 + host);
        assert_eq!(columns(0, address, 50), host);
    }

    #[test]
    fn an_address_that_fits_keeps_the_whole_line() {
        assert_eq!(columns(3, "https://acme.my.salesforce.com/", 50), 50);
    }

    #[test]
    fn an_address_without_a_place_to_break_takes_the_room_there_is() {
        assert_eq!(columns(0, &"x".repeat(120), 50), 50);
        assert_eq!(columns(4, &format!("https://{}", "x".repeat(90)), 20), 20);
    }
}
