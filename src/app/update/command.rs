//! Commands, one by one: which function decides each.

use super::super::command::Command;
use super::super::effect::Effect;
use super::super::state::{Leaving, State, Want};
use super::{
    begin, chooser, demo, dialog, form, import, inspect, key, leave, list, log, login, palette,
    profile, report, round, session, settings, sheet, vault, vault_change,
};
use crate::model::ids::ProfileId;
use crate::model::time::UnixTime;

pub(super) fn by_command(state: &mut State, command: Command, now: UnixTime) -> Vec<Effect> {
    if state.is_locked && !may_pass_the_lock(&command) {
        return Vec::new();
    }
    if let Some(asked) = leave::ask_first(state, &command) {
        return asked;
    }
    if let Some(profile_id) = used_by(state, &command) {
        state.used(&profile_id);
    }
    match command {
        Command::Show(screen) => {
            state.screen = screen;
            Vec::new()
        }
        Command::ShowTab(tab) => {
            state.tab = tab;
            Vec::new()
        }
        Command::Filter(filter) => list::filter(state, filter),
        Command::Search(text) => list::search(state, text),
        Command::ClearFilter => list::clear(state),
        Command::Sort(by) => list::sort(state, by),
        Command::Select(profile_id) => list::select(state, profile_id),
        Command::ToggleSelected(profile_id) => list::toggle(state, profile_id),
        Command::AnchorAt(profile_id) => {
            state.list.anchor = Some(profile_id);
            Vec::new()
        }
        Command::SelectTo(profile_id) => list::select_to(state, &profile_id),
        Command::SelectAll => list::select_all(state),
        Command::ClearSelected => {
            state.marked.clear();
            Vec::new()
        }
        Command::Bulk(act) => list::bulk(state, act, now),
        Command::CancelRounds => round::cancel(state, now),
        Command::PointAt(profile_id) => {
            state.list.pointed = profile_id;
            Vec::new()
        }
        Command::SelectSession(session_id) => list::select_session(state, session_id),
        Command::ShowRun(run_id) => log::show_run(state, run_id, None),
        Command::ShowRunAt(run_id, number) => log::show_run(state, run_id, Some(number)),
        Command::ShowActivity(filter) => log::show(state, filter),
        Command::ShowExchange(number) => {
            state.shown_exchange = number;
            Vec::new()
        }
        Command::Report(ask) => report::begin(state, ask, now),
        Command::NewProfile => form::begin_new(state),
        Command::AllowPasswordFlow(profile_id) => {
            let then = None;
            begin::begin(state, Want::AllowPassword { profile_id, then }, now)
        }
        Command::TakeEnvironment(profile_id) => {
            begin::begin(state, Want::TakeEnvironment(profile_id), now)
        }
        Command::EditProfile(profile_id) => form::edit(state, &profile_id),
        Command::ChangeDraft(draft) => form::change_draft(state, *draft),
        Command::LeaveField(field) => form::leave_field(state, field),
        Command::SecretTyped(typed) => {
            if let Some(form) = &mut state.form {
                form.secret_typed = typed;
            }
            Vec::new()
        }
        Command::CheckPorts => form::look_at_ports(state),
        Command::SaveProfile {
            client_secret,
            then_log_in,
        } => form::save(state, client_secret, then_log_in, now),
        Command::SetClientSecret {
            profile_id,
            client_secret,
        } => profile::set_secret(state, profile_id, client_secret, now),
        Command::Key(command) => key::by_command(state, command, now),
        Command::CancelForm | Command::DiscardForm => form::cancel(state),
        Command::DeleteProfile(profile_id) => profile::ask_delete(state, profile_id, now),
        Command::RevokeThenDelete(profile_id) => {
            profile::revoke_then_delete(state, profile_id, now)
        }
        Command::UndoDelete(profile_id) => begin::begin(state, Want::UndoDelete(profile_id), now),
        Command::LogIn {
            profile_id,
            options,
        } => login::start(state, profile_id, options, now),
        Command::Cancel(run_id) => login::cancel(state, &run_id, now),
        Command::CancelAll => login::cancel_all(state, now),
        Command::Paste { run_id, text } => login::paste(state, run_id, text),
        Command::Extend(run_id) => login::extend(state, run_id),
        Command::BrowseAgain(run_id) => login::browse_again(state, run_id),
        Command::CopyLoginUrl(run_id) => login::copy_url(state, &run_id),
        Command::Answer { run_id, answer } => login::answer(state, run_id, answer),
        Command::AnswerFrom { run_id, source } => login::answer_from(state, run_id, source),
        Command::DecideIdentity { run_id, accept } => login::decide(state, run_id, accept),
        Command::Refresh(sessions) => begin::begin_each(state, sessions, Want::Refresh, now),
        Command::Revoke(sessions) => session::ask_revoke(state, sessions, now),
        Command::Forget(sessions) => session::ask_forget(state, sessions, now),
        Command::Introspect { session_id, which } => {
            begin::begin(state, Want::Introspect { session_id, which }, now)
        }
        Command::IntrospectEach { sessions, which } => {
            let want = |session_id| Want::Introspect { session_id, which };
            begin::begin_each(state, sessions, want, now)
        }
        Command::FetchIdentity(session_id) => {
            begin::begin(state, Want::FetchIdentity(session_id), now)
        }
        Command::LogOut {
            session_id,
            no_browser,
        } => {
            let want = Want::LogOut {
                session_id,
                no_browser,
            };
            begin::begin(state, want, now)
        }
        Command::OpenOrg {
            session_id,
            path,
            to,
        } => {
            let want = Want::OpenOrg {
                session_id,
                path,
                to,
            };
            begin::begin(state, want, now)
        }
        Command::TakeToken {
            session_id,
            may_refresh,
        } => begin::begin(
            state,
            Want::TakeToken {
                session_id,
                may_refresh,
            },
            now,
        ),
        Command::Copy { session_id, what } => {
            begin::begin(state, Want::Copy { session_id, what }, now)
        }
        Command::CopyText(text) => {
            state.copied = None;
            vec![Effect::CopyText(text)]
        }
        Command::ClearClipboard => vec![Effect::ClearClipboard],
        Command::Reveal { session_id, which } => {
            begin::begin(state, Want::Reveal { session_id, which }, now)
        }
        Command::OpenVault(choice) => vault::open(state, choice, now),
        Command::AskVaultChange(task) => vault_change::ask(state, task),
        Command::ChangeVault(change) => vault_change::change(state, change, now),
        Command::Unlock => vault::ask(state),
        Command::Lock => vault::lock(state, now),
        Command::StartDemoOrg { then_log_in } => demo::start(state, then_log_in, None, now),
        Command::StopDemoOrg => vec![Effect::StopDemoOrg],
        Command::Demo(command) => demo::by_command(state, command, now),
        Command::Choose(choose) => chooser::act(state, choose),
        Command::Inspect(command) => inspect::by_command(state, command, now),
        Command::PickImport => begin::begin(state, Want::PickImport, now),
        Command::ReadImport(path) => import::read(state, path, now),
        Command::ConfirmImport { profiles, replace } => {
            import::confirm(state, profiles, replace, now)
        }
        Command::ChangeSettings(changed) => settings::change(state, *changed),
        Command::ChangeNetwork(network) => settings::check_network(state, network, now),
        Command::PickExtraCa => begin::begin(state, Want::PickExtraCa, now),
        Command::SaveSettings => settings::save(state),
        Command::TogglePresentation => settings::toggle_presentation(state),
        Command::CopyDiagnostics => begin::begin(state, Want::CopyDiagnostics, now),
        Command::Reload => vec![Effect::LoadLibrary],
        Command::TogglePalette => palette::toggle(state, now),
        Command::Palette(act) => palette::act(state, act, now),
        Command::ShowShortcuts => sheet::shortcuts(state),
        Command::ExplainInView => sheet::explain(state),
        Command::Explain(term) => sheet::open(state, term),
        Command::ExplainSheet(act) => sheet::explain_act(state, act),
        Command::ConfirmDialog(typed) => dialog::confirm(state, &typed, now),
        Command::Dismiss => dialog::dismiss(state, now),
        Command::DismissToast(id) => {
            state.toasts.retain(|toast| toast.id != id);
            Vec::new()
        }
        Command::OpenUrl(url) => vec![Effect::OpenUrl(url)],
        Command::OpenDataFolder => vec![Effect::OpenDataFolder],
        Command::Diagnose(profile_id) => begin::diagnose(state, profile_id, now),
        Command::Quit => leave::go(state, Leaving::Quit, now),
    }
}

/// The one profile that a command uses, if it uses one: those used last are kept in sight.
fn used_by(state: &State, command: &Command) -> Option<ProfileId> {
    let session_id = match command {
        Command::LogIn { profile_id, .. } => return Some(profile_id.clone()),
        Command::Refresh(sessions) => match sessions.as_slice() {
            [only] => only,
            _ => return None,
        },
        Command::FetchIdentity(session_id)
        | Command::Introspect { session_id, .. }
        | Command::OpenOrg { session_id, .. }
        | Command::LogOut { session_id, .. }
        | Command::Copy { session_id, .. }
        | Command::Reveal { session_id, .. } => session_id,
        _ => return None,
    };
    Some(state.session(session_id)?.profile_id.clone())
}

/// While locked only unlocking, the look of the window, and leaving are answered.
fn may_pass_the_lock(command: &Command) -> bool {
    matches!(
        command,
        Command::OpenVault(_)
            | Command::Unlock
            | Command::Lock
            | Command::Quit
            // Size and place of the window are kept at the end.
            | Command::ChangeSettings(_)
            | Command::TogglePresentation
            | Command::ClearClipboard
            | Command::Cancel(_)
            | Command::CancelAll
            | Command::CancelRounds
            // Shows no more than a file manager does.
            | Command::OpenDataFolder
            | Command::Dismiss
            | Command::DismissToast(_)
            | Command::ConfirmDialog(_)
    )
}
