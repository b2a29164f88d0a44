//! The flow chooser: answers lead to a flow, and the flow into the profile form.

use super::super::chooser::Choose;
use super::super::command::Screen;
use super::super::effect::Effect;
use super::super::state::State;
use super::form;
use crate::model::profile::{FlowName, ProfileDraft};
use crate::protocol::catalog;

pub(super) fn act(state: &mut State, choose: Choose) -> Vec<Effect> {
    match choose {
        Choose::Answer(answer) => {
            state.chosen = state.chosen.after(answer);
            Vec::new()
        }
        Choose::Use => take(state),
    }
}

/// Puts the flow into the form that is open, or into a new one.
fn take(state: &mut State) -> Vec<Effect> {
    let case = state.chosen.case();
    let Some(case) = case.filter(|case| catalog::is_login_flow(case.flow)) else {
        return Vec::new();
    };
    let mut effects = if state.form.is_some() {
        state.screen = Screen::ProfileForm;
        Vec::new()
    } else {
        form::begin_new(state)
    };
    if let Some(open) = &state.form {
        let draft = ProfileDraft {
            flow: FlowName(case.flow.to_owned()),
            ..open.draft.clone()
        };
        effects.extend(form::change_draft(state, draft));
    }
    effects
}
