//! Presentation mode: what names a person, an org or a host leaves the window as a mask of one length (R51).
//!
//! It works on what was drawn, not on views: each painted text and each name in
//! the accessibility tree passes here last, so that no screen can forget it.
//! Nothing moves, because the layout was made with the real text.

use std::ops::Range;
use std::sync::Arc;

use egui::accesskit::{Node, Role};
use egui::epaint::text::{LayoutJob, LayoutSection};
use egui::{Color32, Context, FullOutput, Shape, Ui};

use crate::ui::theme::font;
use crate::ui::widget::text::Style;

/// The mask: one length, whatever it hides.
pub const MASK: &str = "••••••••";
/// Ends of names of files that are no hosts.
const FILES: [&str; 9] = [
    "ron", "vk", "pem", "crt", "har", "json", "txt", "html", "curl",
];
/// From this length on a word with letters and digits is taken for a token or a key.
const LONG: usize = 20;

/// Hides or shows, from the next frame on: `None` shows; the words are those that only the state knows.
pub fn present(ui: &Ui, words: Option<&[String]>) {
    let ctx = ui.ctx();
    if words.is_none() && ctx.plugin_opt::<Presentation>().is_none() {
        return;
    }
    let handle = ctx.plugin_or_default::<Presentation>();
    let mut plugin = handle.lock();
    plugin.is_on = words.is_some();
    plugin.known = words.unwrap_or_default().to_vec();
    if !plugin.is_on {
        return;
    }
    drop(plugin);
    // Laid out within the frame, so that the font atlas has the mask when it is painted.
    for style in [Style::Body, Style::Strong, Style::Small, Style::Mono] {
        let font = font(style.measure());
        let _ = ui
            .painter()
            .layout_no_wrap(MASK.to_owned(), font, Color32::PLACEHOLDER);
    }
}

/// Says whether names are hidden now: what stands for a name without being one asks.
#[must_use]
pub fn is_on(ui: &Ui) -> bool {
    ui.ctx()
        .plugin_opt::<Presentation>()
        .is_some_and(|handle| handle.lock().is_on)
}

#[derive(Default)]
struct Presentation {
    is_on: bool,
    known: Vec<String>,
}

impl egui::Plugin for Presentation {
    fn debug_name(&self) -> &'static str {
        "presentation"
    }

    fn output_hook(&mut self, ctx: &Context, output: &mut FullOutput) {
        if !self.is_on {
            return;
        }
        for clipped in &mut output.shapes {
            self.hide_shape(ctx, &mut clipped.shape);
        }
        if let Some(update) = &mut output.platform_output.accesskit_update {
            for (_, node) in &mut update.nodes {
                self.hide_node(node);
            }
        }
    }
}

impl Presentation {
    fn hide_shape(&self, ctx: &Context, shape: &mut Shape) {
        match shape {
            Shape::Text(text) => {
                let spans = spans(text.galley.text(), &self.known);
                if spans.is_empty() {
                    return;
                }
                let rows = text.galley.rows.len().max(1);
                let mut job = masked_job(&text.galley.job, &spans);
                job.wrap.max_rows = job.wrap.max_rows.min(rows);
                text.galley = ctx.fonts_mut(|fonts| fonts.layout_job(job));
            }
            Shape::Vec(shapes) => {
                for shape in shapes {
                    self.hide_shape(ctx, shape);
                }
            }
            _ => {}
        }
    }

    fn hide_node(&self, node: &mut Node) {
        let hidden = |text: Option<&str>| {
            let text = text?;
            let spans = spans(text, &self.known);
            (!spans.is_empty()).then(|| masked(text, &spans))
        };
        if node.role() == Role::TextRun {
            // Its letters are counted elsewhere in the node, so their number has to stay.
            if let Some(text) = node.value().filter(|text| hidden(Some(text)).is_some()) {
                let dots: String = text.chars().map(|_| '•').collect();
                let lengths: Vec<u8> = text.chars().map(|_| 3).collect();
                node.set_value(dots);
                node.set_character_lengths(lengths);
            }
            return;
        }
        if let Some(text) = hidden(node.label()) {
            node.set_label(text);
        }
        if let Some(text) = hidden(node.value()) {
            node.set_value(text);
        }
        if let Some(text) = hidden(node.description()) {
            node.set_description(text);
        }
        if let Some(text) = hidden(node.tooltip()) {
            node.set_tooltip(text);
        }
    }
}

/// Puts the mask in the place of each span; it wears the format of where the span began.
fn masked_job(job: &Arc<LayoutJob>, spans: &[Range<usize>]) -> LayoutJob {
    let mut hidden = LayoutJob {
        text: String::new(),
        sections: Vec::new(),
        ..LayoutJob::clone(job)
    };
    for LayoutSection {
        leading_space,
        byte_range,
        format,
    } in &job.sections
    {
        let (start, end) = (byte_range.start.0, byte_range.end.0);
        let mut at = start;
        let mut text = String::new();
        for span in spans
            .iter()
            .filter(|span| span.start < end && span.end > start)
        {
            text.push_str(job.text.get(at..span.start.max(at)).unwrap_or_default());
            if span.start >= start {
                text.push_str(MASK);
            }
            at = span.end.min(end);
        }
        text.push_str(job.text.get(at..end).unwrap_or_default());
        hidden.append(&text, *leading_space, format.clone());
    }
    hidden
}

fn masked(text: &str, spans: &[Range<usize>]) -> String {
    let mut hidden = String::new();
    let mut at = 0;
    for span in spans {
        hidden.push_str(text.get(at..span.start).unwrap_or_default());
        hidden.push_str(MASK);
        at = span.end;
    }
    hidden.push_str(text.get(at..).unwrap_or_default());
    hidden
}

/// Finds what has to be hidden: words by their form, and the known ones.
fn spans(text: &str, known: &[String]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let is_part = |c: char| c.is_ascii_alphanumeric() || "@._:/!%+=~?&#-[]".contains(c);
    for word in text.split(|c: char| !is_part(c)) {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let ended = word.trim_end_matches(['.', ':', '?', '!', ']']);
        // The bracket of `[::1]` belongs to it.
        let core = match ended.strip_prefix('[') {
            Some(inner) if !inner.starts_with(':') => inner,
            _ => ended,
        };
        let from = start + (ended.len() - core.len());
        if is_named(core) {
            found.push(from..from + core.len());
        }
    }
    found.extend(known.iter().flat_map(|known| places(text, known)));
    merged(found)
}

/// Where a known name stands as a word of its own; it may have spaces in it.
fn places<'a>(text: &'a str, known: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    let is_apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(known)
        .map(|(start, found)| start..start + found.len())
        .filter(move |span| {
            !known.is_empty()
                && is_apart(text.get(..span.start).and_then(|it| it.chars().next_back()))
                && is_apart(text.get(span.end..).and_then(|it| it.chars().next()))
        })
}

/// In their order, those that touch as one.
fn merged(mut spans: Vec<Range<usize>>) -> Vec<Range<usize>> {
    spans.sort_unstable_by_key(|span| span.start);
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(spans.len());
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    merged
}

/// Returns true for a user, a host, an address, an id, a token or a key, by its form.
fn is_named(word: &str) -> bool {
    let has = |is: fn(&u8) -> bool| word.bytes().any(|byte| is(&byte));
    let (digit, letter) = (has(u8::is_ascii_digit), has(u8::is_ascii_alphabetic));
    if word.contains("://") || (word.contains('@') && word.len() > 2) || is_host(word) {
        return true;
    }
    if let Some(path) = word.strip_prefix('/') {
        return path.split('/').any(is_named);
    }
    let is_plain = word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_id = is_plain && word.starts_with("00") && matches!(word.len(), 15 | 18);
    let is_print = matches!(word.len(), 12..=16) && word.bytes().all(|b| b.is_ascii_hexdigit());
    is_id || (digit && letter && (is_print || word.len() >= LONG))
}

fn is_host(word: &str) -> bool {
    let host = word.split([':', '/', '?']).next().unwrap_or_default();
    if host == "localhost" || word.starts_with("[::1") {
        return true;
    }
    let labels: Vec<&str> = host.split('.').collect();
    let is_label = |label: &&str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    if labels.len() < 2 || !labels.iter().all(is_label) {
        return false;
    }
    if labels.len() == 4 && labels.iter().all(|label| label.parse::<u8>().is_ok()) {
        return true;
    }
    let last = labels.last().copied().unwrap_or_default();
    last.len() >= 2 && last.bytes().all(|b| b.is_ascii_lowercase()) && !FILES.contains(&last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(text: &str) -> String {
        let known = ["PlatformCLI", "Ada Admin", "管理 者"].map(str::to_owned);
        masked(text, &spans(text, &known))
    }

    #[test]
    fn users_hosts_ids_and_tokens_are_hidden_and_nothing_else() {
        for (text, wanted) in [
            ("ada@acme.example logged in.", "•••••••• logged in."),
            (
                "on acme.my.salesforce.com, port 443",
                "on ••••••••, port 443",
            ),
            ("Demo org on localhost:8443", "Demo org on ••••••••"),
            ("127.0.0.1:1717 and [::1]:1717", "•••••••• and ••••••••"),
            ("GET https://a.example/x?y=z now", "GET •••••••• now"),
            (
                "00D000000000062EAA / 005000000000001",
                "•••••••• / ••••••••",
            ),
            ("3MVG9lKcPoNINVBIPJjdw1J9LLM82", "••••••••"),
            ("fingerprint 9f86d081884c", "fingerprint ••••••••"),
            ("app PlatformCLI", "app ••••••••"),
            ("Ada Admin, of the org", "••••••••, of the org"),
            ("管理 者: ada@acme.example", "••••••••: ••••••••"),
            ("/id/00D000000000062EAA/x", "••••••••"),
        ] {
            assert_eq!(hidden(text), wanted);
        }
        for plain in [
            "Valet Key 0.1.0",
            "Unlocked, locks in 4 min",
            "/services/oauth2/token",
            "by Organization.IsSandbox, 10:10",
            "vault.vk.2 was moved aside",
            "2026-11-22 10:12:00",
            "refresh_token offline_access",
            "Times in UTC. Kept at once",
            "Ada Administrator",
        ] {
            assert_eq!(hidden(plain), plain);
        }
    }

    #[test]
    fn a_word_in_two_formats_is_hidden_once() {
        let mut job = LayoutJob::default();
        let format = |size| egui::TextFormat {
            font_id: egui::FontId::monospace(size),
            ..Default::default()
        };
        job.append("host acme.", 0.0, format(12.0));
        job.append("my", 0.0, format(13.0));
        job.append(".salesforce.com is new", 0.0, format(12.0));
        let job = Arc::new(job);
        let hidden = masked_job(&job, &spans(&job.text, &[]));
        assert_eq!(hidden.text, "host •••••••• is new");
        hidden.debug_sanity_check();
    }
}
