//! The scopes to ask for, as chips.

use egui::{Ui, vec2};

use crate::app::command::Command;
use crate::app::view::FormView;
use crate::model::profile::ProfileDraft;
use crate::model::scope::Scopes;
use crate::model::words;
use crate::ui::Asks;
use crate::ui::looks::Looks;
use crate::ui::widget::chip::{Chip, chip_button};
use crate::ui::widget::text_field::{Content, TextField};
use crate::ui::widget::{form_row, tooltip};

/// Scopes that are shown before *more* is pressed.
const FEW_SCOPES: usize = 9;

/// Draws the row.
pub fn scopes_ui(
    ui: &mut Ui,
    form: &FormView,
    draft: &mut ProfileDraft,
    looks: &mut Looks,
    asks: &mut Asks,
) {
    let label = words::text("window-form-label-scope");
    let problem = form.problems.iter().find(|one| one.field == "scope");
    let help = words::text("window-form-scope-help");
    let under = form_row::Under {
        help: &help,
        problem: problem.map(|problem| problem.text.as_str()),
        mend: None,
    };
    let all = looks.form.all_scopes;
    let shown = if all { form.scopes.len() } else { FEW_SCOPES };
    let mut flipped = None;
    form_row::form_row(ui, &label, &form.scopes_text, under, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
            for (index, scope) in form.scopes.iter().enumerate() {
                if index >= shown && !scope.is_on {
                    continue;
                }
                let kind = if scope.is_on {
                    Chip::Chosen
                } else {
                    Chip::Plain
                };
                let response = chip_button(ui, &scope.name, kind);
                if response.clicked() {
                    flipped = Some(scope.name.clone());
                }
                let hint = (!scope.hint.is_empty()).then_some(scope.hint.as_str());
                tooltip::attach(response, hint, None);
            }
            let hidden = form
                .scopes
                .iter()
                .skip(shown)
                .filter(|one| !one.is_on)
                .count();
            if hidden > 0 {
                let words = words::count("window-form-more-scopes", hidden);
                if chip_button(ui, &words, Chip::More).clicked() {
                    looks.form.all_scopes = true;
                }
            }
        });
        if all {
            own_scope(ui, looks, &mut flipped);
        }
    });
    if let Some(name) = flipped {
        draft.scope = flip(&draft.scope, &name);
        asks.command(Command::LeaveField("scope"));
    }
}

/// A field for a scope that we do not know.
fn own_scope(ui: &mut Ui, looks: &mut Looks, flipped: &mut Option<String>) {
    let name = words::text("window-form-own-scope");
    let response = TextField::new(&name, &mut looks.form.own_scope)
        .content(Content::Code)
        .height(28.0)
        .width(240.0)
        .hint(&name)
        .show(ui);
    let enter = ui.input(|input| input.key_pressed(egui::Key::Enter));
    let typed = looks.form.own_scope.trim();
    if response.lost_focus() && enter && !typed.is_empty() {
        *flipped = Some(typed.to_owned());
        looks.form.own_scope.clear();
    }
}

/// Adds a scope, or takes it away.
fn flip(text: &str, name: &str) -> String {
    let scopes = Scopes::parse(text);
    if scopes.contains(name) {
        let kept: Vec<&str> = scopes.iter().filter(|one| *one != name).collect();
        kept.join(" ")
    } else {
        let mut all: Vec<&str> = scopes.iter().collect();
        all.push(name);
        all.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::flip;

    #[test]
    fn a_scope_is_added_at_the_end_and_taken_away_again() {
        assert_eq!(flip("api openid", "web"), "api openid web");
        assert_eq!(flip("api openid web", "openid"), "api web");
        assert_eq!(flip("", "api"), "api");
    }
}
