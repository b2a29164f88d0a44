//! The detail zone: head, tabs, and the body of the open tab.

use super::super::super::command::{ActivityFilter, IdentityRule, LoginOptions, Tab};
use super::super::super::state::State;
use super::super::{
    Action, Ask, Banner, Detail, DetailBody, DetailHead, Empty, Look, Overview, TabView, Tone, keys,
};
use super::{
    activity, approvals, busy, card, checkup, error, facts, guard, library, org, run, run_head,
    sessions, state as states, token, wait,
};
use crate::model::ids::{ProfileId, SessionId};
use crate::model::profile::Profile;
use crate::model::session::{Session, SessionState};
use crate::model::time::UnixTime;
use crate::model::words;

/// The first page of Setup, within the org.
const SETUP: &str = "/lightning/setup/SetupOneHome/home";
/// Lines of recent activity on the overview.
const RECENT: usize = 5;

/// Makes the detail zone of the selected profile.
#[must_use]
pub fn detail(state: &State, now: UnixTime) -> Option<Detail> {
    let profile_id = state.selected.as_ref()?;
    let profile = &state.profiles.get(profile_id)?.profile;
    let shown = state.shown_session(profile_id, now);
    let body = match state.tab {
        Tab::Overview => DetailBody::Overview(Box::new(overview(state, profile_id, shown, now))),
        Tab::Sessions => DetailBody::Sessions(sessions::tab(state, profile_id, shown, now)),
        Tab::Token => match shown {
            Some(session) => DetailBody::Token(token::tab(state, session, now)),
            None => DetailBody::Empty(no_session(profile_id)),
        },
        Tab::Identity => match shown {
            Some(session) => DetailBody::Identity(org::tab(state, session, now)),
            None => DetailBody::Empty(no_session(profile_id)),
        },
        Tab::Run => match run::tab(state, profile_id, now) {
            Some(view) => DetailBody::Run(Box::new(view)),
            None => DetailBody::Empty(Empty {
                title: words::text("window-run-none"),
                text: words::text("window-run-none-text"),
                actions: vec![log_in(profile_id, IdentityRule::SameOrg).look(Look::Primary)],
            }),
        },
        Tab::Settings => DetailBody::Settings(facts::profile(state, profile, now)),
    };
    Some(Detail {
        head: head(state, profile, shown, now),
        tabs: tabs(state, profile_id),
        body,
    })
}

fn tabs(state: &State, profile_id: &ProfileId) -> Vec<TabView> {
    let sessions = state.sessions_of(profile_id).count();
    [
        (Tab::Overview, "window-tab-overview"),
        (Tab::Sessions, "window-tab-sessions"),
        (Tab::Token, "window-tab-token"),
        (Tab::Identity, "window-tab-identity"),
        (Tab::Run, "window-tab-run"),
        (Tab::Settings, "window-tab-settings"),
    ]
    .into_iter()
    .map(|(tab, key)| TabView {
        tab,
        label: words::text(key),
        count: (tab == Tab::Sessions && sessions > 1).then_some(sessions),
        is_on: state.tab == tab,
    })
    .collect()
}

fn head(state: &State, profile: &Profile, shown: Option<&Session>, now: UnixTime) -> DetailHead {
    let profile_id = &profile.profile_id;
    let name = library::flow_name(profile.flow.as_str());
    let flow = if profile.pkce && profile.flow.as_str() == "web_server" {
        words::with("window-flow-with-pkce", &[("flow", &name)])
    } else {
        words::with("window-flow", &[("flow", &name)])
    };
    let mut buttons = match shown {
        Some(session) => session_buttons(state, profile, session, now),
        None => vec![log_in(profile_id, IdentityRule::SameOrg).keys(keys::LOG_IN)],
    };
    // One login at a time: they would share the port.
    if let Some(going) = wait::of_profile(state, profile_id, now) {
        buttons = vec![Action::new(
            "window-action-cancel-login",
            Ask::Cancel(going.run_id),
        )];
    }
    let primary = buttons.remove(0).look(Look::Primary);
    let ways = ways(&primary);
    DetailHead {
        profile_id: profile_id.clone(),
        name: profile.name.clone(),
        platform: profile.platform,
        badge: states::badge(state, profile_id, now),
        flow,
        primary,
        ways,
        secondary: buttons,
        more: more(state, profile_id, shown),
        run: (state.tab == Tab::Run)
            .then(|| run_head::head(state, profile_id, now))
            .flatten(),
    }
}

/// Other ways to do what the primary button does.
fn ways(primary: &Action) -> Vec<Action> {
    match &primary.ask {
        Ask::LogIn {
            profile_id,
            options,
        } => {
            let options = LoginOptions {
                no_browser: true,
                ..options.clone()
            };
            let profile_id = profile_id.clone();
            let ask = Ask::LogIn {
                profile_id,
                options,
            };
            vec![Action::new("window-login-no-browser", ask)]
        }
        Ask::OpenOrg(session_id) => vec![
            Action::new(
                "window-action-open-setup",
                Ask::OpenOrgAt(session_id.clone(), SETUP),
            ),
            Action::new(
                "window-action-copy-org-link",
                Ask::CopyOrgLink(session_id.clone()),
            ),
        ],
        _ => Vec::new(),
    }
}

/// The buttons of a session, the one of its state first.
fn session_buttons(
    state: &State,
    profile: &Profile,
    session: &Session,
    now: UnixTime,
) -> Vec<Action> {
    let profile_id = &profile.profile_id;
    let refresh = card::refresh(state, session, now);
    let open = card::open(profile, session, now);
    let again = log_in_again(profile_id, &session.session_id);
    let can_open = open.disabled.is_none();
    match session.state(now) {
        SessionState::Active | SessionState::ExpiresSoon if can_open => vec![open, refresh],
        SessionState::Active | SessionState::ExpiresSoon if session.has_refresh_token => {
            vec![refresh, again]
        }
        SessionState::Expired | SessionState::Unreachable | SessionState::Failed
            if session.has_refresh_token =>
        {
            vec![refresh, again]
        }
        _ => vec![again],
    }
}

/// The same as the buttons and the menu of a profile's detail, in one menu; *Cancel* first, while something goes on.
pub(super) fn menu(state: &State, profile_id: &ProfileId, now: UnixTime) -> Vec<Action> {
    let Some(record) = state.profiles.get(profile_id) else {
        return Vec::new();
    };
    let shown = state.shown_session(profile_id, now);
    let head = head(state, &record.profile, shown, now);
    let going = busy::of_profile(state, profile_id, now);
    let cancel = going.map(|busy| Action::new("window-cancel", Ask::Cancel(busy.run_id)));
    let mut menu: Vec<Action> = cancel.into_iter().collect();
    let is_there = |menu: &[Action], action: &Action| menu.iter().any(|one| one.ask == action.ask);
    let copies = shown.map(card::use_it).unwrap_or_default();
    let all = std::iter::once(head.primary)
        .chain(head.ways)
        .chain(head.secondary);
    for mut action in all.chain(copies).chain(head.more) {
        if !is_there(&menu, &action) {
            action.look = match action.look {
                Look::Danger => Look::Danger,
                _ => Look::Secondary,
            };
            menu.push(action);
        }
    }
    menu
}

/// The menu of the head.
pub(super) fn more(state: &State, profile_id: &ProfileId, shown: Option<&Session>) -> Vec<Action> {
    let mut more = Vec::new();
    if let Some(session) = shown {
        more.push(log_in_again(profile_id, &session.session_id));
        more.push(Action::new(
            "window-action-log-in-as-another",
            Ask::LogIn {
                profile_id: profile_id.clone(),
                options: LoginOptions {
                    prompt: Some("login".to_owned()),
                    ..LoginOptions::default()
                },
            },
        ));
    }
    let read_only = state
        .is_read_only
        .then(|| words::text("window-reason-read-only"));
    more.push(
        Action::new("window-action-edit", Ask::EditProfile(profile_id.clone()))
            .unless(read_only.clone()),
    );
    more.push(Action::new(
        "window-action-diagnose",
        Ask::Diagnose(Some(profile_id.clone())),
    ));
    if let Some(session) = shown {
        more.extend(card::endings(state, session));
    }
    more.push(
        Action::new(
            "window-action-delete",
            Ask::DeleteProfile(profile_id.clone()),
        )
        .look(Look::Danger)
        .unless(read_only),
    );
    more
}

/// A login; with whom is decided by the rule.
pub(super) fn log_in(profile_id: &ProfileId, identity: IdentityRule) -> Action {
    Action::new(
        "window-action-log-in",
        Ask::LogIn {
            profile_id: profile_id.clone(),
            options: LoginOptions {
                identity,
                ..LoginOptions::default()
            },
        },
    )
}

/// A login of the same user of the same org (decision 18).
pub(super) fn log_in_again(profile_id: &ProfileId, session_id: &SessionId) -> Action {
    let action = log_in(profile_id, IdentityRule::SameUser(session_id.clone()));
    Action {
        label: words::text("window-action-log-in-again"),
        ..action.keys(keys::LOG_IN)
    }
}

fn no_session(profile_id: &ProfileId) -> Empty {
    Empty {
        title: words::text("window-session-none"),
        text: words::text("window-session-none-text"),
        actions: vec![log_in(profile_id, IdentityRule::SameOrg).look(Look::Primary)],
    }
}

fn overview(
    state: &State,
    profile_id: &ProfileId,
    shown: Option<&Session>,
    now: UnixTime,
) -> Overview {
    let wait = wait::of_profile(state, profile_id, now);
    let problem = state
        .troubles
        .get(profile_id)
        .map(|trouble| error::of_profile(state, profile_id, trouble));
    let is_empty = shown.is_none() && wait.is_none() && problem.is_none();
    Overview {
        banners: banners(state, profile_id, shown, now),
        wait,
        problem,
        session: shown.map(|session| card::session(state, session, now)),
        org: shown.map(|session| org::card(state, session, now)),
        checkup: checkup::card(state, profile_id).filter(|found| !found.lines.is_empty()),
        use_it: shown.map(card::use_it).unwrap_or_default(),
        recent: activity::recent(state, profile_id, RECENT, now),
        all_activity: Action::new(
            "window-action-all-activity",
            Ask::ShowActivity(ActivityFilter {
                profile_id: Some(profile_id.clone()),
                ..ActivityFilter::default()
            }),
        ),
        empty: is_empty.then(|| no_session(profile_id)),
    }
}

fn banners(
    state: &State,
    profile_id: &ProfileId,
    shown: Option<&Session>,
    now: UnixTime,
) -> Vec<Banner> {
    let mut banners: Vec<Banner> = guard::banner(state, profile_id, now).into_iter().collect();
    let Some(session) = shown else {
        return banners;
    };
    let banner = |tone, key: &str, action| Banner {
        tone,
        text: words::text(key),
        action,
    };
    if session.possibly_stale {
        banners.push(banner(
            Tone::Warn,
            "window-banner-stale",
            Some(log_in_again(profile_id, &session.session_id)),
        ));
    }
    if session.pending_revocation {
        let ask = Ask::Revoke(vec![session.session_id.clone()]);
        banners.push(banner(
            Tone::Warn,
            "window-banner-revoke-pending",
            Some(Action::new("window-action-revoke-now", ask).look(Look::Danger)),
        ));
    }
    if session.id_token == crate::model::token::IdTokenVerdict::Invalid {
        banners.push(banner(Tone::Danger, "window-banner-id-token", None));
    }
    if session.signature == crate::model::token::SignatureVerdict::Invalid {
        banners.push(banner(Tone::Danger, "window-banner-signature", None));
    }
    banners.extend(approvals::banner(state, session));
    banners
}
