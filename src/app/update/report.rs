//! Reports: copied at once, or saved where the person says.

use std::path::PathBuf;

use super::super::effect::{Effect, ReportAsk, ReportForm};
use super::super::report;
use super::super::state::{State, Want};
use super::toast::{self, Said};
use super::{begin, done};
use crate::model::ids::RunId;
use crate::model::time::UnixTime;
use crate::model::words;

pub(super) fn begin(state: &mut State, ask: ReportAsk, now: UnixTime) -> Vec<Effect> {
    match ask {
        ReportAsk::CopyRun { run_id, form } => match report::run(state, &run_id, form, now) {
            Some(text) => {
                state.copied = None;
                let said = words::text("window-report-copied");
                toast::say(state, Said::good(said), now);
                vec![Effect::CopyText(text)]
            }
            None => Vec::new(),
        },
        ReportAsk::SaveRun { run_id, form } => match report::run(state, &run_id, form, now) {
            Some(text) => save(state, form, text, now),
            None => Vec::new(),
        },
        ReportAsk::SaveActivity(form) => {
            let text = match form {
                ReportForm::Csv => report::csv(state),
                _ => report::json_lines(state),
            };
            save(state, form, text, now)
        }
    }
}

pub(super) fn save(
    state: &mut State,
    form: ReportForm,
    text: String,
    now: UnixTime,
) -> Vec<Effect> {
    // One file dialog at a time.
    if state.tasks.doing(&Want::SaveReport).is_some() {
        return Vec::new();
    }
    let run_id = state.ids.next();
    begin::note(state, Want::SaveReport, None, run_id.clone(), now);
    vec![Effect::SaveReport { run_id, form, text }]
}

pub(super) fn saved(
    state: &mut State,
    run_id: &RunId,
    path: Option<PathBuf>,
    now: UnixTime,
) -> Vec<Effect> {
    done::end(state, run_id, now);
    if let Some(path) = path {
        let is_certificate = path.extension().is_some_and(|end| end == "crt");
        let said = Said::good(words::text(match is_certificate {
            true => "window-key-certificate-saved",
            false => "window-report-saved",
        }));
        toast::say(state, said.text(path.display().to_string()), now);
    }
    Vec::new()
}
