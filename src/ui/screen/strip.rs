//! The strip at the foot: where secrets live, the lock, the demo org, what runs.

use egui::{Stroke, Ui, vec2};

use crate::app::view::{self, Strip, StripWhat, Tone};
use crate::ui::theme::tokens;
use crate::ui::widget::card;
use crate::ui::widget::strip::{self, StripItem, separator, strip_item};
use crate::ui::{Asks, icons};

/// Draws the strip over the width there is.
pub fn strip_ui(ui: &mut Ui, strip: &Strip, asks: &mut Asks) {
    let t = tokens(ui);
    let rect = ui.available_rect_before_wrap();
    let stroke = Stroke::new(t.stroke.width, t.stroke.subtle);
    ui.painter().hline(rect.x_range(), rect.top() + 0.5, stroke);
    let inside = rect.shrink2(vec2(12.0, 0.0));
    card::row(ui, inside, |ui| {
        ui.spacing_mut().item_spacing.x = 16.0;
        // A gap, a line and a gap stand between two.
        let wanted: f32 = strip
            .left
            .iter()
            .map(|one| strip::width(ui, &one.text) + 33.0)
            .sum();
        let folded = wanted - 33.0 > inside.width();
        for (index, one) in strip.left.iter().enumerate() {
            if index > 0 {
                separator(ui);
            }
            // What needs a person keeps its words.
            item(ui, one, folded && one.tone == Tone::Neutral, asks);
        }
        if rect.width() < 900.0 {
            return;
        }
        card::at_end(ui, |ui| {
            for (index, one) in strip.right.iter().rev().enumerate() {
                if index > 0 {
                    separator(ui);
                }
                item(ui, one, false, asks);
            }
        });
    });
}

fn item(ui: &mut Ui, item: &view::StripItem, folded: bool, asks: &mut Asks) {
    if item.text.is_empty() {
        return;
    }
    let icon = match item.what {
        StripWhat::Vault => icons::VAULT,
        StripWhat::Lock if item.tone == Tone::Warn => icons::LOCK_SIMPLE,
        StripWhat::Lock => icons::LOCK_SIMPLE_OPEN,
        StripWhat::DemoOrg => icons::FLASK,
        StripWhat::Presenting => icons::EYE_SLASH,
        StripWhat::Doctor => icons::PLUGS,
        StripWhat::Running => icons::PULSE,
        StripWhat::Version => "",
    };
    let drawn = StripItem {
        icon,
        words: &item.text,
        folded,
        warn: item.tone == Tone::Warn || item.tone == Tone::Danger,
        hint: item.ask.is_some().then_some(item.text.as_str()),
    };
    if strip_item(ui, &drawn).clicked() {
        asks.ask(item.ask.clone());
    }
}
