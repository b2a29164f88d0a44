//! Menus, and the split button that opens one.

use egui::{
    FocusDirection, Modifiers, Popup, RectAlign, Response, Role, Sense, SetOpenCommand, Ui,
    WidgetInfo, pos2, vec2,
};

use super::button::{Button, Part};
use super::paint::{self, Ring, Weight};
use super::text::Style;
use super::{card, kbd, tooltip};
use crate::ui::icons;
use crate::ui::theme::{shape, tokens};

/// What a menu item does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// Something ordinary.
    #[default]
    Plain,
    /// Something that cannot be undone; stands last, after a line.
    Danger,
}

/// One item of a menu.
#[must_use = "an item does nothing until it is shown"]
pub struct Item<'a> {
    words: &'a str,
    icon: &'a str,
    keys: Option<&'a str>,
    kind: Kind,
    disabled_because: Option<&'a str>,
    on: bool,
}

impl<'a> Item<'a> {
    /// Starts an item.
    pub fn new(icon: &'a str, words: &'a str) -> Self {
        Self {
            words,
            icon,
            keys: None,
            kind: Kind::Plain,
            disabled_because: None,
            on: false,
        }
    }

    /// Shows the key that does the same.
    pub fn keys(mut self, keys: &'a str) -> Self {
        self.keys = Some(keys);
        self
    }

    /// Draws it in the colour of danger.
    pub fn danger(mut self) -> Self {
        self.kind = Kind::Danger;
        self
    }

    /// Marks it as the chosen one.
    pub fn on(mut self, on: bool) -> Self {
        self.on = on;
        self
    }

    /// Disables it and says why on hover.
    pub fn disabled_because(mut self, reason: Option<&'a str>) -> Self {
        self.disabled_because = reason;
        self
    }

    /// Draws it; true when it was chosen, and then the menu closes.
    pub fn show(self, ui: &mut Ui) -> bool {
        let t = tokens(ui);
        let enabled = self.disabled_because.is_none();
        let size = vec2(ui.available_width().max(184.0), 28.0);
        let sense = if enabled {
            Sense::click()
        } else {
            Sense::hover()
        };
        let (rect, response) = ui.allocate_exact_size(size, sense);
        response.widget_info(|| WidgetInfo::labeled(Role::MenuItem, enabled, self.words));
        if ui.is_rect_visible(rect) {
            let lit = enabled && (response.hovered() || response.has_focus());
            let ground = match (lit, self.kind, self.on) {
                (true, Kind::Danger, _) => t.danger.bg,
                (true, Kind::Plain, _) | (false, _, true) => t.bg.selected,
                (false, _, false) => egui::Color32::TRANSPARENT,
            };
            let painter = ui.painter();
            painter.rect_filled(rect, 5.0, ground);
            paint::focus_ring_of(ui, &response, 5, Ring::Inside);
            let (ink, icon_ink) = match (enabled, self.kind) {
                (false, _) => (t.text.disabled, t.text.disabled),
                (true, Kind::Danger) => (t.danger.fg, t.danger.fg),
                (true, Kind::Plain) => (t.text.primary, t.text.secondary),
            };
            let middle = rect.center().y;
            let center = pos2(rect.left() + 16.0, middle);
            paint::icon(painter, center, self.icon, 16.0, Weight::Regular, icon_ink);
            let mut right = rect.right() - 8.0;
            if let Some(keys) = self.keys {
                let keys = kbd::shown(keys);
                let galley = paint::one_line(ui, Style::Small, &keys, t.text.tertiary, 120.0);
                right -= galley.size().x;
                paint::line_at(painter, pos2(right, middle), galley);
            }
            let left = rect.left() + 32.0;
            let galley = paint::one_line(ui, Style::Body, self.words, ink, right - left - 8.0);
            paint::line_at(painter, pos2(left, middle), galley);
        }
        let chosen = response.clicked();
        tooltip::attach(response, None, self.disabled_because);
        if chosen {
            ui.close();
        }
        chosen
    }
}

/// Draws the line before the dangerous items.
pub fn line(ui: &mut Ui) {
    let colour = tokens(ui).stroke.normal;
    ui.add_space(1.0);
    paint::hairline(ui, colour);
    ui.add_space(1.0);
}

/// Leads the keyboard into a menu that it opened, once that is drawn.
fn lead_in(opener: &Response, was_opened: bool) {
    let ctx = &opener.ctx;
    let key = opener.id.with("leads into its menu");
    let is_wanted = was_opened || ctx.data(|data| data.get_temp(key).unwrap_or(false));
    let goes_on = is_wanted && opener.has_focus();
    ctx.data_mut(|data| data.insert_temp(key, goes_on));
    if goes_on && !was_opened {
        // The opener has it still, so the menu takes this for its first item.
        ctx.memory_mut(|memory| memory.move_focus(FocusDirection::Down));
        ctx.request_repaint();
    }
}

/// Hangs a menu under a button that was drawn before.
pub fn under<R>(opener: &Response, width: f32, content: impl FnOnce(&mut Ui) -> R) -> Option<R> {
    let is_open = Popup::is_id_open(&opener.ctx, Popup::default_response_id(opener));
    if is_open || opener.clicked() {
        lead_in(opener, opener.clicked());
    }
    Popup::menu(opener)
        .align(RectAlign::BOTTOM_END)
        .gap(4.0)
        .width(width)
        .frame(frame(opener))
        .show(|ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing.y = 0.0;
            content(ui)
        })
        .map(|shown| shown.inner)
}

/// Opens the menu of a row: where the right button was pressed, or by key under the row's first words.
///
/// `is_ready`: its items are known. A menu without items is not opened: it would keep their absence as its size.
pub fn of_row<R>(
    response: &Response,
    by_keys: bool,
    is_ready: bool,
    width: f32,
    content: impl FnOnce(&mut Ui) -> R,
) -> Option<R> {
    let ctx = &response.ctx;
    let id = Popup::default_response_id(response);
    let (at_id, waits_id) = (id.with("at"), id.with("waits"));
    let by_hand = response.secondary_clicked();
    if by_keys || by_hand {
        let under = response.rect.left_bottom() + vec2(40.0, -8.0);
        let hand = response.interact_pointer_pos().filter(|_| by_hand);
        ctx.data_mut(|data| {
            data.insert_temp(at_id, hand.unwrap_or(under));
            data.insert_temp(waits_id, by_keys);
        });
    }
    let waits: Option<bool> = ctx.data(|data| data.get_temp(waits_id));
    let set = match waits {
        Some(by_keys) if is_ready => {
            ctx.data_mut(|data| data.remove::<bool>(waits_id));
            lead_in(response, by_keys);
            Some(SetOpenCommand::Bool(true))
        }
        _ if response.clicked() => Some(SetOpenCommand::Bool(false)),
        _ => None,
    };
    if set.is_none() && Popup::is_id_open(ctx, id) {
        lead_in(response, false);
    }
    let at: egui::Pos2 = ctx
        .data(|data| data.get_temp(at_id))
        .unwrap_or(response.rect.left_bottom());
    Popup::menu(response)
        .open_memory(set)
        .at_position(at)
        .width(width)
        .frame(frame(response))
        .show(|ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing.y = 0.0;
            content(ui)
        })
        .map(|shown| shown.inner)
}

fn frame(response: &Response) -> egui::Frame {
    card::overlay_of(&response.ctx, shape().radius.card).inner_margin(4)
}

/// Draws a split button: the main part, and a caret that opens a menu.
///
/// Returns the main part's response and what the menu returned.
pub fn split<R>(
    ui: &mut Ui,
    main: Button<'_>,
    more: &str,
    kind: super::button::Kind,
    width: f32,
    content: impl FnOnce(&mut Ui) -> R,
) -> (Response, Option<R>) {
    let room = std::mem::replace(&mut ui.spacing_mut().item_spacing.x, 1.0);
    let from_right = ui.layout().prefer_right_to_left();
    let draw_main = |ui: &mut Ui, main: Button<'_>| ui.add(main.kind(kind).part(Part::Left));
    let draw_caret = |ui: &mut Ui| {
        ui.add(
            Button::new("")
                .name(more)
                .hint(more)
                .caret(icons::CARET_DOWN)
                .kind(kind)
                .width(28.0)
                .part(Part::Right),
        )
    };
    let (main, caret) = if from_right {
        let caret = draw_caret(ui);
        ui.spacing_mut().item_spacing.x = room;
        (draw_main(ui, main), caret)
    } else {
        let main = draw_main(ui, main);
        ui.spacing_mut().item_spacing.x = room;
        (main, draw_caret(ui))
    };
    let alt_down =
        |input: &mut egui::InputState| input.consume_key(Modifiers::ALT, egui::Key::ArrowDown);
    if main.has_focus() && ui.input_mut(alt_down) {
        Popup::toggle_id(ui.ctx(), Popup::default_response_id(&caret));
        // The caret is the opener, and the menu takes its keys.
        caret.request_focus();
        lead_in(&caret, true);
    }
    let chosen = under(&caret, width, content);
    (main, chosen)
}
