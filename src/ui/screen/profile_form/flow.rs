//! The choice of the flow, as tiles.

use egui::{Sense, Stroke, Ui, pos2, vec2};

use super::Field;
use crate::app::view::{FlowChoice, FormView};
use crate::model::profile::{FlowName, ProfileDraft};
use crate::ui::looks::Looks;
use crate::ui::theme::tokens;
use crate::ui::widget::button::Size;
use crate::ui::widget::paint::{self, Ring, Weight};
use crate::ui::widget::text::{self, Style};
use crate::ui::widget::{action, tooltip};
use crate::ui::{Asks, icons};

/// Draws the row.
pub fn flow_ui(
    ui: &mut Ui,
    form: &FormView,
    draft: &mut ProfileDraft,
    looks: &mut Looks,
    asks: &mut Asks,
) {
    let field = Field {
        field: "flow",
        label_key: "window-form-label-flow",
        help: "",
    };
    let chosen = &mut draft.flow;
    let mut chooser = None;
    field.show(ui, form, &mut looks.form, asks, |ui, _, _| {
        let room = ui.available_width();
        let columns = if room >= 480.0 { 3.0 } else { 2.0 };
        let width = (room - 8.0 * (columns - 1.0)) / columns;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
            for choice in &form.flows {
                if flow_tile(ui, choice, width) {
                    *chosen = FlowName(choice.flow.clone());
                }
            }
        });
        chooser = action::action(ui, &form.choose, Size::Mini);
        None
    });
    asks.ask(chooser);
}

/// Returns the icon of a flow.
pub(in crate::ui) fn flow_icon(flow: &str) -> &'static str {
    match flow {
        "web_server" | "user_agent" | "headless" => icons::BROWSER,
        "hybrid_web_server" | "hybrid_user_agent" => icons::BROWSERS,
        "native_sso" => icons::IDENTIFICATION_CARD,
        "device" => icons::DEVICE_MOBILE,
        "jwt_bearer" | "saml_bearer" | "saml_assertion" => icons::SIGNATURE,
        "client_credentials" => icons::HARD_DRIVES,
        "token_exchange" | "hybrid_token_exchange" | "asset_token" => icons::SWAP,
        "username_password" => icons::KEYBOARD,
        _ => icons::KEY,
    }
}

fn flow_tile(ui: &mut Ui, choice: &FlowChoice, width: f32) -> bool {
    let t = tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(width, 44.0), Sense::click());
    response.widget_info(|| {
        egui::WidgetInfo::selected(egui::Role::RadioButton, true, choice.is_on, &choice.label)
    });
    let (fill, edge, ink, weight) = if choice.is_on {
        (t.accent.tint, t.accent.fill, t.accent.text, Weight::Fill)
    } else if response.hovered() {
        let edge = t.stroke.strong;
        (t.bg.hover, edge, t.text.secondary, Weight::Regular)
    } else {
        let edge = t.stroke.normal;
        (t.bg.card, edge, t.text.secondary, Weight::Regular)
    };
    let stroke = Stroke::new(t.stroke.width, edge);
    paint::plate(ui.painter(), rect, 8, fill, stroke);
    paint::focus_ring_of(ui, &response, 8, Ring::Outside);
    let center = pos2(rect.left() + 20.0, rect.center().y);
    paint::icon(
        ui.painter(),
        center,
        flow_icon(&choice.flow),
        18.0,
        weight,
        ink,
    );
    let left = rect.left() + 37.0;
    let room = rect.right() - 8.0 - left;
    let middle = rect.center().y;
    let mut name = text::format(Style::Small, t.text.primary);
    name.font_id.family = egui::FontFamily::Name("ui-medium".into());
    let mut job = egui::text::LayoutJob::single_section(choice.label.clone(), name);
    job.wrap = egui::text::TextWrapping::truncate_at_width(room);
    let galley = ui.painter().layout_job(job);
    paint::line_at(ui.painter(), pos2(left, middle - 8.0), galley);
    let galley = paint::one_line(ui, Style::Micro, &choice.hint, t.text.tertiary, room);
    paint::line_at(ui.painter(), pos2(left, middle + 8.0), galley);
    let hint = (!choice.hint.is_empty()).then_some(choice.hint.as_str());
    let clicked = response.clicked();
    tooltip::attach(response, hint, None);
    clicked
}
