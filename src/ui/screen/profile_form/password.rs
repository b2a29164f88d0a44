//! Username-password: whose password is asked for, and that the person knows what this flow is.

use egui::Ui;

use super::{FormMemory, key};
use crate::app::view::FormView;
use crate::model::profile::ProfileDraft;
use crate::model::words;
use crate::ui::Asks;
use crate::ui::looks::Looks;
use crate::ui::widget::check;
use crate::ui::widget::form_row::{Under, form_row};

/// Draws the two fields of the flow.
pub fn password_ui(
    ui: &mut Ui,
    form: &FormView,
    draft: &mut ProfileDraft,
    looks: &mut Looks,
    asks: &mut Asks,
) {
    if draft.flow.as_str() != "username_password" {
        return;
    }
    key::user(ui, form, draft, looks, asks);
    consent(ui, form, draft, &mut looks.form);
}

fn consent(ui: &mut Ui, form: &FormView, draft: &mut ProfileDraft, memory: &mut FormMemory) {
    const FIELD: &str = "allow_password_flow";
    let help = words::text("window-form-allow-password-help");
    let problem = form.problems.iter().find(|one| one.field == FIELD);
    let under = Under {
        help: &help,
        problem: problem.map(|problem| problem.text.as_str()),
        mend: None,
    };
    form_row(ui, "", "", under, |ui| {
        let words = words::text("window-form-allow-password");
        let response = check::check(ui, &mut draft.allow_password_flow, &words);
        if memory.seek == Some(FIELD) {
            memory.seek = None;
            response.request_focus();
            response.scroll_to_me(Some(egui::Align::Center));
        }
    });
}
