//! The rail: which profiles to list, the tools, and the way to everything else.

use egui::{Margin, Rect, ScrollArea, Ui, pos2, vec2};

use crate::app::command::Screen;
use crate::app::view::{self, Rail, RailWhat, Tone, keys};
use crate::model::words;
use crate::ui::looks::Looks;
use crate::ui::theme::{shape, tokens};
use crate::ui::widget::button::{Button, Size};
use crate::ui::widget::rail_item::{RailItem, Tail};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{action, badge, card, paint, text_field, tooltip};
use crate::ui::{Asks, icons};

/// How much room the rail has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// Icons and words.
    Whole,
    /// Icons, because the person folded it.
    Folded,
    /// Icons, because there is no room for words.
    Forced,
}

/// Between what scrolls and the foot, in points.
const FOOT_GAP: f32 = 4.0;

/// What the rail was asked for that is no command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RailAsk {
    /// Fold it, or unfold it.
    Fold,
    /// Search.
    Search,
}

/// Draws the rail over the height there is.
pub fn rail_ui(ui: &mut Ui, rail: &Rail, width: Width, asks: &mut Asks) -> Option<RailAsk> {
    let whole = ui.available_rect_before_wrap();
    let folded = width != Width::Whole;
    let mut ask = head(ui, width);
    let foot_height = foot_height(rail, folded);
    let body = Rect::from_min_max(
        ui.cursor().min,
        pos2(whole.right(), whole.bottom() - foot_height - FOOT_GAP),
    );
    let short = ui.ctx().content_rect().height() < shape().fold.short_height;
    let is_cut =
        crate::ui::screen::zone::zone(ui, body, "rail body", egui::Color32::TRANSPARENT, |ui| {
            let shown = ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                egui::Frame::new()
                    .inner_margin(Margin::symmetric(8, 0))
                    .show(ui, |ui| {
                        ui.spacing_mut().item_spacing.y = if folded { 2.0 } else { 0.0 };
                        ask = search(ui, folded).or(ask);
                        group(ui, "", &rail.lists, folded, asks);
                        if !(folded && short) {
                            let label = words::text("window-rail-environments");
                            group(ui, &label, &rail.environments, folded, asks);
                        }
                        if !(folded && (short || tall(rail) > body.height())) {
                            let label = words::text("window-rail-tags");
                            group(ui, &label, &rail.tags, folded, asks);
                        }
                        let label = words::text("window-rail-tools");
                        group(ui, &label, &rail.tools, folded, asks);
                    });
            });
            shown.content_size.y > body.height() - 4.0
        });
    let foot = Rect::from_min_max(pos2(whole.left(), body.bottom() + FOOT_GAP), whole.max);
    if is_cut {
        // What scrolls under the foot must not look like a part of it.
        let edge = tokens(ui).stroke.normal;
        let line = foot.x_range().shrink(8.0);
        ui.painter()
            .hline(line, body.bottom() + 0.5, egui::Stroke::new(1.0, edge));
    }
    crate::ui::screen::zone::zone(ui, foot, "rail foot", egui::Color32::TRANSPARENT, |ui| {
        egui::Frame::new()
            .inner_margin(Margin::symmetric(8, 0))
            .show(ui, |ui| {
                for one in &rail.foot {
                    item(ui, one, folded, asks);
                }
            });
    });
    ask
}

fn foot_height(rail: &Rail, folded: bool) -> f32 {
    let item = if folded {
        shape().height.control
    } else {
        shape().height.rail_item
    };
    rail.foot.len() as f32 * item + 8.0
}

/// How high everything in the folded rail is; tags give way first, the palette knows them too.
fn tall(rail: &Rail) -> f32 {
    let item = shape().height.control + 2.0;
    let groups = [&rail.lists, &rail.environments, &rail.tags, &rail.tools];
    let items: usize = groups.iter().map(|group| group.len()).sum();
    let lines = groups.iter().skip(1).filter(|group| !group.is_empty());
    (items + 1) as f32 * item + 8.0 + lines.count() as f32 * 17.0
}

/// Draws the button that opens the rail where there is no room for it.
pub fn menu_button(ui: &mut Ui, looks: &mut Looks) {
    let name = words::text("window-menu");
    let button = Button::icon_only(icons::LIST, &name).size(Size::Small);
    if ui.add(button).clicked() {
        looks.rail_open = !looks.rail_open;
    }
}

fn head(ui: &mut Ui, width: Width) -> Option<RailAsk> {
    let t = tokens(ui);
    let size = vec2(ui.available_width(), shape().height.head);
    let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
    if width != Width::Whole {
        let place = Rect::from_center_size(rect.center(), vec2(24.0, 24.0));
        card::row(ui, place, |ui| card::mark(ui, 24.0));
        return (width == Width::Folded)
            .then(|| unfold(ui, place))
            .flatten();
    }
    let inside = Rect::from_min_max(
        pos2(rect.left() + 16.0, rect.top()),
        pos2(rect.right() - 12.0, rect.bottom()),
    );
    card::row(ui, inside, |ui| {
        card::mark(ui, 24.0);
        let name = words::text("app-name");
        text::line(ui, Style::Heading, name, t.text.primary);
        card::at_end(ui, |ui| {
            let fold = words::text("window-rail-fold");
            let button = Button::icon_only(icons::SIDEBAR_SIMPLE, &fold).size(Size::Small);
            ui.add(button).clicked().then_some(RailAsk::Fold)
        })
    })
}

/// The mark of a rail that was folded by hand unfolds it.
fn unfold(ui: &Ui, place: Rect) -> Option<RailAsk> {
    let id = ui.scope_id().with("unfold");
    let response = ui.interact(place.expand(4.0), id, egui::Sense::click());
    let name = words::text("window-rail-unfold");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
    paint::focus_ring_of(ui, &response, 8, paint::Ring::Inside);
    let pressed = response.clicked();
    tooltip::attach(response, Some(&name), None);
    pressed.then_some(RailAsk::Fold)
}

fn search(ui: &mut Ui, folded: bool) -> Option<RailAsk> {
    let words = words::text("window-rail-search");
    let pressed = if folded {
        let item = RailItem {
            words: &words,
            letters: "",
            icon: icons::MAGNIFYING_GLASS,
            colour: None,
            tail: Tail::None,
            on: false,
            folded,
        };
        item.show(ui).clicked()
    } else {
        text_field::search_button(ui, &words, keys::PALETTE).clicked()
    };
    ui.add_space(8.0);
    pressed.then_some(RailAsk::Search)
}

fn group(ui: &mut Ui, label: &str, items: &[view::RailItem], folded: bool, asks: &mut Asks) {
    if items.is_empty() {
        return;
    }
    let t = tokens(ui);
    if !label.is_empty() {
        if folded {
            ui.add_space(6.0);
            paint::hairline(ui, t.stroke.normal);
            ui.add_space(8.0);
        } else {
            ui.add_space(14.0);
            let (rect, _) =
                ui.allocate_exact_size(vec2(ui.available_width(), 16.0), egui::Sense::hover());
            let inside = rect.shrink2(vec2(8.0, 0.0));
            card::row(ui, inside, |ui| {
                text::truncated(ui, Style::Micro, label, t.text.tertiary);
            });
            ui.add_space(4.0);
        }
    }
    for one in items {
        item(ui, one, folded, asks);
    }
}

fn item(ui: &mut Ui, item: &view::RailItem, folded: bool, asks: &mut Asks) {
    let t = tokens(ui);
    let (icon, colour) = match &item.what {
        RailWhat::All => (icons::STACK, None),
        RailWhat::Attention => {
            let warns = item.is_pill && item.count.is_some();
            (icons::WARNING_CIRCLE, warns.then_some(t.warn.fg))
        }
        RailWhat::Recent => (icons::CLOCK, None),
        RailWhat::Environment(environment) => (
            badge::environment_icon(*environment),
            Some(badge::tone(t, *environment).solid),
        ),
        RailWhat::Tag(_) => (icons::TAG, None),
        RailWhat::Screen(screen) => (action::screen_icon(*screen), None),
    };
    let tail = match (&item.note, item.count, item.is_pill) {
        (Some((Tone::Success, word)), _, _) => Tail::On(word),
        (_, Some(count), true) => Tail::Warn(count),
        (_, Some(count), false) => Tail::Count(count),
        (_, None, _) => Tail::None,
    };
    let letters: String = match &item.what {
        RailWhat::Tag(tag) => tag.chars().take(2).collect(),
        _ => String::new(),
    };
    let drawn = RailItem {
        words: &item.label,
        letters: &letters,
        icon,
        colour,
        tail,
        on: item.is_on,
        folded,
    };
    let mut response = drawn.show(ui);
    if !folded && item.what == RailWhat::Screen(Screen::Settings) {
        response = tooltip::with_keys(response, &item.label, keys::SETTINGS);
    }
    if response.clicked() {
        asks.ask(Some(item.ask.clone()));
    }
}
