//! Token exchange: what is exchanged, and who in the org takes it.

use egui::Ui;

use super::Field;
use crate::app::view::FormView;
use crate::model::profile::ProfileDraft;
use crate::model::subject_token::SubjectType;
use crate::model::words;
use crate::ui::looks::Looks;
use crate::ui::widget::button::Button;
use crate::ui::widget::form_row::{Under, form_row};
use crate::ui::widget::menu;
use crate::ui::widget::text_field::{Content, TextField};
use crate::ui::{Asks, icons};

/// Draws the two fields of a flow that exchanges a token.
pub fn exchange_ui(
    ui: &mut Ui,
    form: &FormView,
    draft: &mut ProfileDraft,
    looks: &mut Looks,
    asks: &mut Asks,
) {
    if !draft.flow.is_exchange() {
        return;
    }
    kind(ui, draft);
    let help = words::text("window-form-handler-help");
    let field = Field {
        field: "token_handler",
        label_key: "window-form-label-token-handler",
        help: &help,
    };
    let handler = &mut draft.token_handler;
    let mended = field.show(ui, form, &mut looks.form, asks, |ui, label, wrong| {
        let edit = TextField::new(label, handler).content(Content::Code);
        let hint = words::text("window-form-handler-default");
        Some(edit.wrong(wrong).hint(&hint).show(ui))
    });
    if let Some(value) = mended {
        draft.token_handler = value;
    }
}

fn kind(ui: &mut Ui, draft: &mut ProfileDraft) {
    let label = words::text("window-form-label-subject-token-type");
    let help = words::text("window-form-subject-help");
    let under = Under {
        help: &help,
        ..Under::default()
    };
    form_row(ui, &label, "", under, |ui| {
        let words = word(draft.subject_token_type);
        let name = format!("{label} {words}");
        let opener = ui.add(Button::new(&words).name(&name).caret(icons::CARET_DOWN));
        menu::under(&opener, 260.0, |ui| {
            let all = SubjectType::ALL.map(Some);
            for choice in [None].into_iter().chain(all) {
                let on = choice == draft.subject_token_type;
                let glyph = if on { icons::CHECK } else { " " };
                if menu::Item::new(glyph, &word(choice)).on(on).show(ui) {
                    draft.subject_token_type = choice;
                }
            }
        });
    });
}

fn word(kind: Option<SubjectType>) -> String {
    let name = kind.map_or("automatic", SubjectType::as_str);
    words::text(&format!("subject-type-{}", name.replace('_', "-")))
}
