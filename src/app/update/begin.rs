//! Beginning: a want becomes a task and an effect, unless the vault must be opened first.

use super::super::command::Screen;
use super::super::effect::{Effect, LoginOptions};
use super::super::event::VaultStanding;
use super::super::state::{DialogState, Outcome, Phase, RunRecord, State, Task, Want, act_of};
use super::{inspect, log, round};
use crate::model::ids::{ProfileId, RunId, SessionId};
use crate::model::profile::Profile;
use crate::model::run::{Run, RunStanding};
use crate::model::settings::VaultKind;
use crate::model::time::UnixTime;

/// Tasks that go on at once: fewer than the engine's queue holds (256), so that it never overflows.
const AT_ONCE: usize = 192;
/// Tasks at one host: enough for the engine's lanes to it, too few to keep all others out.
const AT_HOST: usize = 32;

/// What a want is about.
enum About {
    /// Something that is not there (any more).
    Nothing,
    /// No profile.
    Program,
    /// One profile.
    Profile(ProfileId),
}

/// Begins one thing, unless it goes on already, or asks for the vault and keeps the want.
pub(super) fn begin(state: &mut State, want: Want, now: UnixTime) -> Vec<Effect> {
    let profile_id = match about(state, &want) {
        About::Nothing => {
            round::ended(state, &want, Outcome::GivenUp, now);
            return Vec::new();
        }
        About::Program => None,
        About::Profile(profile_id) => Some(profile_id),
    };
    if state.tasks.doing(&want).is_some() {
        return Vec::new();
    }
    if want.needs_vault() && vault_needs_person(state) {
        hold(state, want);
        return Vec::new();
    }
    if want.may_wait() {
        let host = host(state, &want).unwrap_or_default();
        if state.tasks.len() >= AT_ONCE || state.tasks.at_host(&host) >= AT_HOST {
            state.backlog.push(host, want);
            return Vec::new();
        }
    }
    let run_id = state.ids.next();
    let Some(effect) = effect(state, &want, run_id.clone()) else {
        return Vec::new();
    };
    match want {
        // The engine answers these by session, not by run.
        Want::Copy { .. } | Want::Reveal { .. } => {}
        _ => note(state, want, profile_id, run_id, now),
    }
    vec![effect]
}

/// Where the requests about a session go.
fn host(state: &State, want: &Want) -> Option<String> {
    let session = state.sessions.get(want.session_id()?)?;
    let login_url = || {
        let record = state.profiles.get(&session.profile_id)?;
        Some(record.profile.login_url.origin())
    };
    session.instance_url.clone().or_else(login_url)
}

/// Begins what waited for others to end; hosts take turns.
pub(super) fn go_on(state: &mut State, now: UnixTime) -> Vec<Effect> {
    let mut effects = Vec::new();
    while state.tasks.len() < AT_ONCE {
        let tasks = &state.tasks;
        let has_room = |host: &str| tasks.at_host(host) < AT_HOST;
        let Some(want) = state.backlog.take(has_room) else {
            break;
        };
        effects.extend(begin(state, want, now));
    }
    effects
}

/// Begins the same with many sessions; several are a round, which is summed up at its end.
pub(super) fn begin_each(
    state: &mut State,
    sessions: Vec<SessionId>,
    want: impl Fn(SessionId) -> Want,
    now: UnixTime,
) -> Vec<Effect> {
    if let [first, _, ..] = sessions.as_slice()
        && let Some(act) = act_of(&want(first.clone()))
    {
        round::open(state, act, &sessions);
    }
    sessions
        .into_iter()
        .flat_map(|session_id| begin(state, want(session_id), now))
        .collect()
}

pub(super) fn diagnose(
    state: &mut State,
    profile_id: Option<ProfileId>,
    now: UnixTime,
) -> Vec<Effect> {
    if state.tasks.doing(&Want::Diagnose).is_some() {
        return Vec::new();
    }
    let run_id = state.ids.next();
    note(state, Want::Diagnose, None, run_id.clone(), now);
    state.checks.clear();
    state.checks_of.clone_from(&profile_id);
    // What is being typed into the form stays in sight.
    if state.screen != Screen::ProfileForm {
        state.screen = Screen::Doctor;
    }
    vec![Effect::Diagnose { run_id, profile_id }]
}

/// Writes down that a task goes on, and opens its record.
pub(super) fn note(
    state: &mut State,
    want: Want,
    profile_id: Option<ProfileId>,
    run_id: RunId,
    now: UnixTime,
) {
    if let Some(profile_id) = &profile_id {
        let (flow, login) = match &want {
            Want::LogIn { options, .. } => {
                let flow = state
                    .profiles
                    .get(profile_id)
                    .map(|record| record.profile.flow.as_str().to_owned());
                (Some(flow.unwrap_or_default()), Some(options.clone()))
            }
            other => (other.recorded_as().map(str::to_owned), None),
        };
        if let Some(flow) = flow {
            open_record(state, profile_id, &run_id, flow, login, now);
        }
    }
    let host = host(state, &want);
    state.tasks.insert(Task {
        run_id,
        want,
        profile_id,
        host,
        began_at: now,
    });
}

fn open_record(
    state: &mut State,
    profile_id: &ProfileId,
    run_id: &RunId,
    flow: String,
    login: Option<LoginOptions>,
    now: UnixTime,
) {
    let kept = state.runs.entry(profile_id.clone()).or_default();
    kept.push_front(RunRecord {
        run: Run {
            run_id: run_id.clone(),
            profile_id: profile_id.clone(),
            flow,
            began_at: now,
            standing: RunStanding::Going,
            exchanges: Vec::new(),
        },
        is_login: login.is_some(),
        options: login.unwrap_or_default(),
        phase: Phase::Starting,
        strays: 0,
        notice: None,
        paste_problem: None,
        prompts: Vec::new(),
        ended_at: None,
        problem: None,
        browser: None,
        listened_on: None,
    });
    log::trim(kept);
}

/// Keeps a want until the vault is open, and asks.
pub(super) fn hold(state: &mut State, want: Want) {
    if !state.wants.contains(&want) {
        state.wants.push(want);
    }
    if !state.dialogs.contains(&DialogState::Vault) {
        state.dialogs.push(DialogState::Vault);
    }
}

/// Returns true when the engine cannot open the vault by itself.
pub(super) fn vault_needs_person(state: &State) -> bool {
    match &state.vault {
        VaultStanding::NeedsChoice
        | VaultStanding::KeyMissing { .. }
        | VaultStanding::Broken(_)
        | VaultStanding::NotMade(VaultKind::Passphrase)
        | VaultStanding::Locked(VaultKind::Passphrase) => true,
        VaultStanding::Unknown
        | VaultStanding::Open(_)
        | VaultStanding::WaitingForKeyring
        | VaultStanding::NotMade(_)
        | VaultStanding::Locked(_) => state.is_locked,
    }
}

fn about(state: &State, want: &Want) -> About {
    if let Some(session_id) = want.session_id() {
        return match state.sessions.get(session_id) {
            Some(session) => About::Profile(session.profile_id.clone()),
            None => About::Nothing,
        };
    }
    match want {
        // The demo org's profile may still be on its way.
        Want::LogIn { profile_id, .. }
        | Want::SetClientSecret(profile_id)
        | Want::KeepKey(profile_id) => About::Profile(profile_id.clone()),
        Want::DeleteProfile(profile_id)
        | Want::TakeEnvironment(profile_id)
        | Want::AllowPassword { profile_id, .. }
            if state.profiles.contains_key(profile_id) && !state.is_read_only =>
        {
            About::Profile(profile_id.clone())
        }
        Want::DeleteProfile(_) | Want::TakeEnvironment(_) | Want::AllowPassword { .. } => {
            About::Nothing
        }
        _ => About::Program,
    }
}

fn effect(state: &State, want: &Want, run_id: RunId) -> Option<Effect> {
    Some(match want.clone() {
        Want::LogIn {
            profile_id,
            options,
        } => Effect::BeginLogin {
            run_id,
            profile_id,
            options,
        },
        Want::Refresh(session_id) => Effect::Refresh { run_id, session_id },
        Want::Revoke(session_id) => Effect::Revoke { run_id, session_id },
        Want::Forget(session_id) => Effect::Forget { run_id, session_id },
        Want::Introspect { session_id, which } => Effect::Introspect {
            run_id,
            session_id,
            which,
        },
        Want::FetchIdentity(session_id) => Effect::FetchIdentity { run_id, session_id },
        Want::OpenOrg {
            session_id,
            path,
            to,
        } => Effect::OpenOrg {
            run_id,
            session_id,
            path,
            to,
        },
        Want::LogOut {
            session_id,
            no_browser,
        } => Effect::LogOut {
            run_id,
            session_id,
            no_browser,
        },
        Want::TakeToken {
            session_id,
            may_refresh,
        } => Effect::TakeToken {
            run_id,
            session_id,
            may_refresh,
        },
        Want::Copy { session_id, what } => Effect::Copy { session_id, what },
        Want::Reveal { session_id, which } => Effect::Reveal { session_id, which },
        Want::DeleteProfile(profile_id) => Effect::DeleteProfile { run_id, profile_id },
        Want::TakeEnvironment(profile_id) => Effect::SaveProfile {
            run_id,
            profile: Box::new(state.with_told_environment(&profile_id)?),
            client_secret: None,
            private_key: None,
        },
        Want::AllowPassword { profile_id, .. } => Effect::SaveProfile {
            run_id,
            profile: Box::new(Profile {
                allow_password_flow: true,
                ..(*state.profiles.get(&profile_id)?.profile).clone()
            }),
            client_secret: None,
            private_key: None,
        },
        Want::UndoDelete(profile_id) => Effect::SaveProfile {
            run_id,
            profile: Box::new((*state.deleted.get(&profile_id)?.profile).clone()),
            client_secret: None,
            private_key: None,
        },
        Want::StartDemoOrg {
            port: Some(port), ..
        } => Effect::StartDemoOrgOn { run_id, port },
        Want::StartDemoOrg { port: None, .. } => Effect::StartDemoOrg(run_id),
        Want::PickImport => Effect::PickImport(run_id),
        Want::PickExtraCa => Effect::PickExtraCa {
            run_id,
            proxy: state.settings.proxy.clone(),
        },
        Want::CopyDiagnostics => Effect::CopyDiagnostics(run_id),
        Want::FetchKeys | Want::IntrospectPasted(_) | Want::RevokePasted(_) => {
            return inspect::effect(state, want, run_id);
        }
        // These carry what only their own functions have.
        Want::SaveForm { .. }
        | Want::SetClientSecret(_)
        | Want::FormKey
        | Want::KeepKey(_)
        | Want::Import
        | Want::ReadImport
        | Want::CheckNetwork
        | Want::SaveReport
        | Want::ReadPasted
        | Want::OpenVault
        | Want::ChangeVault(_)
        | Want::Diagnose => return None,
    })
}
