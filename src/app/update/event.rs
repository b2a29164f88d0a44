//! Events, one by one: which function takes each.

use super::super::effect::Effect;
use super::super::event::Event;
use super::super::state::{State, Waiting};
use super::super::view::Tone;
use super::{
    begin, demo, done, failed, form, import, inspect, key, log, login, profile, report, settings,
    toast, vault, vault_change,
};
use crate::model::problem::ProblemKind;
use crate::model::time::UnixTime;

pub(super) fn by_event(state: &mut State, event: Event, now: UnixTime) -> Vec<Effect> {
    if let Some(run_id) = event.run_id()
        && state.task(run_id).is_none()
    {
        return late(&event);
    }
    match event {
        Event::SettingsRead(settings) => {
            if !state.is_loaded {
                state.settings = *settings;
            }
            Vec::new()
        }
        Event::LibraryLoaded {
            profiles,
            sessions,
            settings,
            notices,
            read_only,
        } => {
            if !state.is_loaded {
                state.recent.clone_from(&settings.recent);
            }
            state.is_loaded = true;
            state.is_read_only = read_only;
            // What could not be kept is still meant.
            if state.not_kept.settings.is_none() {
                state.settings = *settings;
            }
            state.notices = notices;
            profile::take_library(state, profiles, sessions);
            Vec::new()
        }
        Event::VaultStands(standing) => vault::stands(state, standing, now),
        Event::SettingsSaved(problem) => settings::saved(state, problem),
        Event::NetworkChecked { run_id, network } => {
            settings::network_checked(state, &run_id, network)
        }
        Event::ExtraCaNotPicked { run_id } => {
            done::end(state, &run_id, now);
            Vec::new()
        }
        Event::DiagnosticsCopied { run_id } => settings::copied_diagnostics(state, &run_id, now),
        Event::SystemLocked if state.is_locked => Vec::new(),
        Event::SystemLocked => vault::lock(state, now),
        // What is due is done by the tick that comes with every look at the clock.
        Event::Woke => Vec::new(),
        Event::RecoveryIsSet(is_set) => {
            state.has_recovery = is_set;
            Vec::new()
        }
        Event::VaultChanged { run_id } => vault_change::changed(state, &run_id, now),
        Event::ProfileSaved { run_id, record } => form::saved(state, &run_id, *record, now),
        Event::KeyReady { run_id, key } => key::ready(state, &run_id, *key, now),
        Event::KeyNotPicked { run_id } => {
            done::end(state, &run_id, now);
            Vec::new()
        }
        Event::ProfilesSaved { run_id, saved } => import::saved(state, &run_id, saved, now),
        Event::ProfileDeleted { run_id, profile_id } => {
            profile::deleted(state, &run_id, &profile_id, now)
        }
        Event::ImportRead {
            run_id,
            path,
            profiles,
        } => import::was_read(state, &run_id, path, profiles),
        Event::ImportNotPicked { run_id, no_dialog } => {
            import::not_picked(state, &run_id, no_dialog)
        }
        Event::ReportSaved { run_id, path } => report::saved(state, &run_id, path, now),
        Event::ActivityRead(entries) => log::was_read(state, entries),
        Event::Noted(entries) => log::noted(state, entries),
        Event::SessionChanged(session) => {
            state.put_session(*session);
            Vec::new()
        }
        Event::LoginWaits {
            run_id,
            url,
            listens_on,
            browser,
            deadline,
            warning,
        } => {
            let waiting = Waiting {
                url,
                listens_on,
                browser,
                since: now,
                deadline,
                warning: warning.map(|problem| *problem),
            };
            login::waits(state, &run_id, waiting)
        }
        Event::StrayCallback {
            run_id,
            count,
            notice,
        } => login::stray(state, &run_id, count, notice),
        Event::PasteNotRead { run_id, problem } => login::not_read(state, &run_id, *problem),
        Event::Prompted { run_id, prompt } => login::prompted(state, &run_id, prompt),
        Event::Asked { run_id, question } => login::asked(state, run_id, question),
        Event::ExchangeRecorded { run_id, exchange } => login::recorded(state, &run_id, *exchange),
        Event::IdentityHeld {
            run_id,
            expected,
            got,
        } => login::held(state, run_id, expected, got),
        Event::LoginFinished {
            run_id,
            session,
            replaced,
        } => login::finished(state, &run_id, *session, replaced, now),
        Event::Refreshed {
            run_id, session, ..
        } => done::refreshed(state, &run_id, *session, now),
        Event::Revoked {
            run_id,
            session,
            revocation,
            problem,
        } => done::revoked(state, &run_id, *session, &revocation, problem, now),
        Event::Forgotten {
            run_id,
            session_id,
            still_live_on_server,
            ..
        } => done::forgotten(state, &run_id, &session_id, still_live_on_server, now),
        Event::Introspected {
            run_id,
            session,
            active,
            answer,
            ..
        } => done::introspected(state, &run_id, *session, active, answer, now),
        Event::IdentityFetched {
            run_id,
            session,
            answer,
            ..
        } => done::identity_fetched(state, &run_id, *session, answer, now),
        Event::PastedRead { run_id, text } => inspect::was_read(state, &run_id, text, now),
        Event::KeysFetched { run_id, of, keys } => {
            inspect::keys_came(state, &run_id, &of, &keys, now)
        }
        Event::TextIntrospected {
            run_id,
            active,
            answer,
            ..
        } => inspect::told(state, &run_id, active, answer, now),
        Event::TextRevoked {
            run_id,
            result,
            proof,
            problem,
        } => inspect::ended(state, &run_id, (result, proof), problem, now),
        Event::LogoutShown(page) => done::logout_shown(state, &page.run_id, now),
        Event::OrgOpened { run_id, to, .. } => done::org_opened(state, &run_id, to, now),
        Event::TokenTaken {
            run_id, session, ..
        } => {
            done::end(state, &run_id, now);
            state.put_session(*session);
            Vec::new()
        }
        Event::Copied {
            session_id,
            what,
            clears_at,
        } => done::copied(state, session_id, what, clears_at, now),
        Event::ClipboardCleared => {
            state.copied = None;
            Vec::new()
        }
        // Only the secret field may hold it; whoever drives the state took it out before.
        Event::SecretRevealed { .. } => Vec::new(),
        Event::DemoOrgStarted {
            run_id,
            base_url,
            profile_id,
            org,
        } => demo::started(state, &run_id, base_url, profile_id, *org, now),
        Event::DemoOrgTold { org, requests } => demo::told(state, *org, requests),
        Event::DemoOrgActed(done) => demo::acted(state, done, now),
        Event::DemoOrgRefused(problem) => {
            state.demo.problem = Some(*problem);
            Vec::new()
        }
        Event::DemoOrgStopped => demo::stopped(state),
        Event::Checked { checks, .. } => {
            state.checks = checks;
            Vec::new()
        }
        Event::PortsSeen(seen) => form::ports_seen(state, seen),
        Event::BrowsersFound(found) => {
            state.browsers = found;
            Vec::new()
        }
        Event::Diagnosed { run_id, checks } => {
            done::end(state, &run_id, now);
            state.checks = checks;
            Vec::new()
        }
        Event::Trouble(problem)
            if problem.kind == ProblemKind::Locked && begin::vault_needs_person(state) =>
        {
            state.vault_problem = Some(*problem);
            if state.is_locked {
                return Vec::new();
            }
            vault::ask(state)
        }
        // It is over with the try: no banner has to stand until it is mended. The toast stays until it is closed.
        Event::Trouble(problem) if problem.code == "clipboard_none" => {
            let explained = problem.explain();
            let said = toast::Said::with_tone(Tone::Danger, explained.what)
                .text(format!("{}. {}", explained.cause, explained.next));
            toast::say(state, said, now);
            Vec::new()
        }
        Event::Trouble(problem) => {
            if !state.notices.contains(&problem) {
                state.notices.push(*problem);
            }
            Vec::new()
        }
        Event::Failed {
            run_id,
            problem,
            session,
        } => failed::failed(state, &run_id, *problem, session, now),
    }
}

/// A late answer to a run that was cancelled is ignored; where it says that something was kept, the library is read again.
fn late(event: &Event) -> Vec<Effect> {
    match event {
        Event::LoginFinished { .. }
        | Event::Refreshed { .. }
        | Event::Revoked { .. }
        | Event::Forgotten { .. }
        | Event::ProfileSaved { .. }
        | Event::ProfilesSaved { .. }
        | Event::ProfileDeleted { .. } => vec![Effect::LoadLibrary],
        _ => Vec::new(),
    }
}
