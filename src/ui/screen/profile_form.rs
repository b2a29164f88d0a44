//! The profile form: all problems at once beside their fields, and what Setup must say.

mod advanced;
mod aside;
mod browser;
mod exchange;
mod fields;
mod flow;
mod key;
mod password;
mod port;
mod scopes;

use egui::{Margin, Rect, ScrollArea, Stroke, Ui, pos2, vec2};

pub(in crate::ui) use flow::flow_icon;

use crate::app::command::Command;
use crate::app::view::{Action, Ask, FormView};
use crate::model::secret::SecretDraft;
use crate::model::words;
use crate::ui::looks::Looks;
use crate::ui::screen::zone;
use crate::ui::theme::{shape, tokens};
use crate::ui::widget::button::{Button, Kind, Size};
use crate::ui::widget::card;
use crate::ui::widget::paint::{self, Weight};
use crate::ui::widget::text::{self, Style};
use crate::ui::{Asks, icons};

/// From this width on the aside stands beside the form.
const BESIDE: f32 = 860.0;
const FOOT: f32 = 56.0;

/// What the form remembers between frames.
#[derive(Default)]
pub struct FormMemory {
    pub(in crate::ui) secret: SecretDraft,
    /// What opens a PKCS#12 file.
    pub(super) passphrase: SecretDraft,
    pub(super) advanced: bool,
    pub(super) all_scopes: bool,
    /// The field for a secret that the flow does not need was asked for.
    pub(super) secret_open: bool,
    pub(super) own_scope: String,
    /// A command of one's own was chosen, and may be empty yet.
    pub(super) custom_browser: bool,
    pub(super) seek: Option<&'static str>,
    /// A save met problems: the first of them is sought once it shows.
    pub(super) seek_first: bool,
    /// What the state was told about the secret field.
    pub(super) told_typed: bool,
}

/// Draws the form over the room there is.
pub fn profile_form_ui(ui: &mut Ui, form: &FormView, looks: &mut Looks, asks: &mut Asks) {
    let t = tokens(ui);
    let whole = ui.available_rect_before_wrap();
    let head: Vec<Action> = form
        .actions
        .iter()
        .filter(|act| !matches!(act.ask, Ask::Dismiss | Ask::Show(_)))
        .cloned()
        .collect();
    let glyph = if form.is_new {
        icons::PLUS
    } else {
        icons::NOTE_PENCIL
    };
    asks.ask(zone::tool_head(
        ui,
        glyph,
        &form.title,
        &form.subtitle,
        &head,
    ));
    let foot = Rect::from_min_max(pos2(whole.left(), whole.bottom() - FOOT), whole.max);
    let body = Rect::from_min_max(ui.cursor().min, pos2(whole.right(), foot.top()));
    let beside = whole.width() >= BESIDE;
    let aside = shape().width.aside;
    let main = if beside {
        Rect::from_min_max(body.min, pos2(body.right() - aside, body.bottom()))
    } else {
        body
    };
    if looks.form.seek_first && !form.problems.is_empty() {
        looks.form.seek_first = false;
        looks.form.seek = form.problems.first().map(|problem| problem.field);
    }
    let mut draft = form.draft.clone();
    zone::zone(ui, main, "form", t.bg.panel, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            egui::Frame::new()
                .inner_margin(Margin::symmetric(20, 16))
                .show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    ui.spacing_mut().item_spacing.y = 12.0;
                    fields::fields_ui(ui, form, &mut draft, looks, asks);
                    advanced::advanced_ui(ui, form, &mut draft, looks, asks);
                    if !beside {
                        paint::hairline(ui, t.stroke.subtle);
                        aside::aside_ui(ui, form, asks);
                    }
                });
        });
    });
    if beside {
        let side = Rect::from_min_max(pos2(main.right(), body.top()), body.max);
        let stroke = Stroke::new(t.stroke.width, t.stroke.subtle);
        zone::zone(ui, side, "form aside", t.bg.panel, |ui| {
            ui.painter()
                .vline(side.left() + 0.5, side.y_range(), stroke);
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                egui::Frame::new()
                    .inner_margin(Margin::same(16))
                    .show(ui, |ui| {
                        ui.set_width(ui.available_width());
                        aside::aside_ui(ui, form, asks);
                    });
            });
        });
    }
    foot_ui(ui, foot, form, looks, asks);
    let typed = !looks.form.secret.is_empty();
    if typed != looks.form.told_typed {
        looks.form.told_typed = typed;
        asks.command(Command::SecretTyped(typed));
    }
    if draft != form.draft {
        asks.command(Command::ChangeDraft(Box::new(draft)));
    }
}

/// The footer counts problems and leads to them; the next step never scrolls away.
fn foot_ui(ui: &mut Ui, foot: Rect, form: &FormView, looks: &mut Looks, asks: &mut Asks) {
    let t = tokens(ui);
    ui.painter().rect_filled(foot, 0.0, t.bg.panel);
    let stroke = Stroke::new(t.stroke.width, t.stroke.subtle);
    ui.painter().hline(foot.x_range(), foot.top() + 0.5, stroke);
    card::row(ui, foot.shrink2(vec2(20.0, 0.0)), |ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        card::at_end(ui, |ui| {
            buttons(ui, form, looks, asks);
            card::rest(ui, |ui| problems(ui, form, looks));
        });
    });
}

fn buttons(ui: &mut Ui, form: &FormView, looks: &mut Looks, asks: &mut Asks) {
    let mut save = |then_log_in| {
        // A save that meets problems keeps the secret where it was typed.
        let typed = if form.is_ready {
            std::mem::take(&mut looks.form.secret)
        } else {
            looks.form.seek_first = true;
            SecretDraft::new()
        };
        asks.command(Command::SaveProfile {
            client_secret: typed,
            then_log_in,
        });
    };
    let reason = form.save_disabled.as_deref();
    let words = words::text("window-form-save-and-log-in");
    let button = Button::new(&words)
        .primary()
        .icon(icons::SIGN_IN)
        .busy(form.is_saving)
        .disabled_because(reason);
    if ui.add(button).clicked() {
        save(true);
    }
    let words = words::text("window-form-save");
    let button = Button::new(&words).disabled_because(reason);
    if ui.add(button).clicked() {
        save(false);
    }
    let words = words::text("window-cancel");
    let button = Button::new(&words).kind(Kind::Ghost).keys("Esc");
    if ui.add(button).clicked() {
        asks.command(Command::CancelForm);
    }
}

fn problems(ui: &mut Ui, form: &FormView, looks: &mut Looks) {
    let t = tokens(ui);
    if form.problems_text.is_empty() {
        return;
    }
    let glyph = icons::WARNING_CIRCLE;
    paint::icon_ui(ui, glyph, 16.0, Weight::Fill, t.danger.fg);
    text::line(ui, Style::Strong, &form.problems_text, t.danger.fg);
    for problem in &form.problems {
        if ui.available_width() < 60.0 {
            break;
        }
        let button = Button::new(&problem.label)
            .kind(Kind::Ghost)
            .size(Size::Mini);
        if ui.add(button).clicked() {
            looks.form.seek = Some(problem.field);
        }
    }
}

/// One field of the form, with what is wrong with it.
struct Field<'a> {
    field: &'static str,
    label_key: &'a str,
    help: &'a str,
}

impl Field<'_> {
    /// Draws the row; `content` draws the field and says whether it was left.
    fn show(
        &self,
        ui: &mut Ui,
        form: &FormView,
        memory: &mut FormMemory,
        asks: &mut Asks,
        content: impl FnOnce(&mut Ui, &str, bool) -> Option<egui::Response>,
    ) -> Option<String> {
        use crate::ui::widget::form_row::{Under, form_row};
        let label = words::text(self.label_key);
        let problem = form.problems.iter().find(|one| one.field == self.field);
        let mend = problem.and_then(|problem| problem.mend.as_ref());
        let under = Under {
            help: self.help,
            problem: problem.map(|problem| problem.text.as_str()),
            mend: mend.map(|mend| mend.label.as_str()),
        };
        let mut response = None;
        let mended = form_row(ui, &label, "", under, |ui| {
            response = content(ui, &label, problem.is_some());
        });
        if let Some(response) = response {
            if response.lost_focus() {
                asks.command(Command::LeaveField(self.field));
            }
            if memory.seek == Some(self.field) {
                memory.seek = None;
                response.request_focus();
                response.scroll_to_me(Some(egui::Align::Center));
            }
        }
        mended.then(|| mend.map(|mend| mend.value.clone()))?
    }
}
