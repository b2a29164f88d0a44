//! The palette: searched once for each change of what is typed, and what it runs.

mod deeds;
mod find;

use super::super::command::{Command, PaletteAct, PaletteScope};
use super::super::effect::Effect;
use super::super::state::{ConfirmWhat, Deed, Hit, Palette, Sheet, State, Want};
use super::super::terms::Term;
use super::super::view;
use super::{begin, command, session};
use crate::model::ids::SessionId;
use crate::model::time::UnixTime;

/// The most letters of a query.
const MOST_TYPED: usize = 100;

/// Opens the palette, or closes it.
pub(super) fn toggle(state: &mut State, now: UnixTime) -> Vec<Effect> {
    if matches!(state.sheet, Some(Sheet::Palette(_))) {
        state.sheet = None;
        return Vec::new();
    }
    state.sheet = Some(Sheet::Palette(Palette::default()));
    search(state, now);
    Vec::new()
}

/// Moves a place in a list by a step, round its ends.
pub(super) fn step(at: usize, by: isize, length: usize) -> usize {
    if length == 0 {
        return 0;
    }
    let last = length - 1;
    match by {
        1 if at >= last => 0,
        -1 if at == 0 => last,
        _ => at.saturating_add_signed(by).min(last),
    }
}

/// The term that the palette stands on.
pub(super) fn chosen_term(state: &State) -> Option<Term> {
    match &state.sheet {
        Some(Sheet::Palette(palette)) => match palette.hits().nth(palette.at) {
            Some(Hit::Term(term)) => Some(term.clone()),
            _ => None,
        },
        _ => None,
    }
}

pub(super) fn act(state: &mut State, act: PaletteAct, now: UnixTime) -> Vec<Effect> {
    let Some(Sheet::Palette(palette)) = &mut state.sheet else {
        return Vec::new();
    };
    match act {
        PaletteAct::Type(query) => {
            palette.query = query.chars().take(MOST_TYPED).collect();
            palette.at = 0;
            search(state, now);
        }
        PaletteAct::Scope { back } => {
            palette.scope = next_scope(palette.scope, back);
            palette.at = 0;
            search(state, now);
        }
        PaletteAct::Step(by) => {
            let length = palette.hits().count();
            palette.at = step(palette.at, by, length);
        }
        PaletteAct::Run { stay } => return run(state, stay, now),
        PaletteAct::RunAt { at, stay } => {
            palette.at = at;
            return run(state, stay, now);
        }
    }
    Vec::new()
}

fn next_scope(scope: PaletteScope, back: bool) -> PaletteScope {
    let all = PaletteScope::ALL;
    let at = all.iter().position(|one| *one == scope).unwrap_or(0);
    let step = if back { all.len() - 1 } else { 1 };
    all.get((at + step) % all.len())
        .copied()
        .unwrap_or_default()
}

fn search(state: &mut State, now: UnixTime) {
    let Some(Sheet::Palette(palette)) = &state.sheet else {
        return;
    };
    let found = find::find(state, &palette.query, palette.scope, now);
    if let Some(Sheet::Palette(palette)) = &mut state.sheet {
        palette.found = found;
        palette.searched = palette.searched.wrapping_add(1);
        let last = palette.hits().count().saturating_sub(1);
        palette.at = palette.at.min(last);
    }
}

fn run(state: &mut State, stay: bool, now: UnixTime) -> Vec<Effect> {
    let Some(Sheet::Palette(palette)) = &state.sheet else {
        return Vec::new();
    };
    let Some(hit) = palette.hits().nth(palette.at).cloned() else {
        return Vec::new();
    };
    if !stay {
        state.sheet = None;
    }
    let effects = match hit {
        Hit::Act(profile_id, verb) => view::act(state, &profile_id, verb, now)
            .filter(|action| action.disabled.is_none())
            .map_or_else(Vec::new, |action| {
                command::by_command(state, action.ask.command(), now)
            }),
        Hit::RefreshAll { sessions, .. } => refresh_all(state, sessions, now),
        Hit::Do(deed) => command::by_command(state, deed_command(state, deed), now),
        Hit::Profile(profile_id) => {
            command::by_command(state, Command::Select(Some(profile_id)), now)
        }
        Hit::Session(session_id) => {
            command::by_command(state, Command::SelectSession(session_id), now)
        }
        Hit::Term(term) => command::by_command(state, Command::Explain(term), now),
    };
    // What was done may be gone from what was found, a filter may have changed it.
    if stay {
        search(state, now);
    }
    effects
}

/// Refreshes many; with Production among them it asks first.
fn refresh_all(state: &mut State, sessions: Vec<SessionId>, now: UnixTime) -> Vec<Effect> {
    if session::is_any_guarded(state, &sessions, now) {
        return session::ask(state, ConfirmWhat::Refresh(sessions), None);
    }
    begin::begin_each(state, sessions, Want::Refresh, now)
}

fn deed_command(state: &State, deed: Deed) -> Command {
    let with = |change: fn(&mut crate::model::settings::Settings)| {
        let mut settings = state.settings.clone();
        change(&mut settings);
        Command::ChangeSettings(Box::new(settings))
    };
    match deed {
        Deed::New => Command::NewProfile,
        Deed::Import => Command::PickImport,
        Deed::Lock => Command::Lock,
        Deed::Show(screen) => Command::Show(screen),
        Deed::Filter(filter) => Command::Filter(filter),
        Deed::StartDemo => Command::StartDemoOrg { then_log_in: false },
        Deed::StopDemo => Command::StopDemoOrg,
        Deed::Theme(theme) => {
            let mut settings = state.settings.clone();
            settings.theme = theme;
            Command::ChangeSettings(Box::new(settings))
        }
        Deed::Motion => with(|settings| settings.reduced_motion = !settings.reduced_motion),
        Deed::Utc => with(|settings| settings.utc = !settings.utc),
        Deed::Presentation => Command::TogglePresentation,
        Deed::Explain => Command::ExplainInView,
        Deed::Shortcuts => Command::ShowShortcuts,
        Deed::DataFolder => Command::OpenDataFolder,
        Deed::Diagnose => Command::Diagnose(None),
        Deed::ClearClipboard => Command::ClearClipboard,
        Deed::CancelAll => Command::CancelAll,
    }
}

/// What the scopes hold.
pub(super) fn holds(scope: PaletteScope, group: PaletteScope) -> bool {
    scope == PaletteScope::All || scope == group
}
