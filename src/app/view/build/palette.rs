//! The palette: what was found, in words, each with the profile it applies to.

use super::super::super::command::{IdentityRule, ListFilter, PaletteScope, Screen};
use super::super::super::effect::{CopyWhat, WhichToken};
use super::super::super::fuzzy;
use super::super::super::state::{Deed, Found, Hit, Palette, State, Verb};
use super::super::{Action, Ask, Look, PaletteGroup, PaletteIcon, PaletteItem, PaletteSheet, keys};
use super::{card, detail, library, sheet, state as states};
use crate::model::ids::{ProfileId, SessionId};
use crate::model::session::Session;
use crate::model::settings::ThemeChoice;
use crate::model::time::UnixTime;
use crate::model::words;

/// Makes the palette.
pub(super) fn view(state: &State, open: &Palette, now: UnixTime) -> PaletteSheet {
    let typed = fuzzy::words(&open.query);
    let groups = open
        .found
        .iter()
        .map(|found| PaletteGroup {
            label: label(found, &typed),
            items: found
                .hits
                .iter()
                .filter_map(|hit| item(state, hit, &typed, now))
                .collect(),
        })
        .collect();
    PaletteSheet {
        query: open.query.clone(),
        scope: open.scope,
        scope_label: scope_name(open.scope),
        groups,
        at: open.at,
        empty: words::text("window-palette-none"),
    }
}

fn scope_name(scope: PaletteScope) -> String {
    words::text(match scope {
        PaletteScope::All => "window-palette-all",
        PaletteScope::Commands => "window-palette-commands",
        PaletteScope::Profiles => "window-palette-profiles",
        PaletteScope::Sessions => "window-palette-sessions",
        PaletteScope::Explain => "window-palette-explain",
    })
}

fn label(found: &Found, typed: &[String]) -> String {
    if typed.is_empty() && found.group == PaletteScope::Profiles {
        return words::text("window-palette-recent");
    }
    let name = scope_name(found.group);
    if found.all <= found.hits.len() {
        return name;
    }
    let (shown, all) = (found.hits.len().to_string(), found.all.to_string());
    let count = words::with("window-list-count", &[("shown", &shown), ("all", &all)]);
    format!("{name} · {count}")
}

fn plain(icon: PaletteIcon, title: &str, second: String, typed: &[String]) -> PaletteItem {
    PaletteItem {
        icon,
        title: fuzzy::marked(title, typed),
        spoken: match second.as_str() {
            "" => title.to_owned(),
            second => format!("{title}, {second}"),
        },
        second,
        state: None,
        badge: None,
        keys: "",
        is_danger: false,
    }
}

fn item(state: &State, hit: &Hit, typed: &[String], now: UnixTime) -> Option<PaletteItem> {
    Some(match hit {
        Hit::Act(profile_id, verb) => act_item(state, profile_id, *verb, typed, now)?,
        Hit::RefreshAll {
            query,
            sessions,
            asks,
        } => {
            let count = sessions.len().to_string();
            let values = [("count", count.as_str()), ("query", query)];
            let title = words::with("window-palette-refresh-all", &values);
            let second = if *asks {
                words::text("window-palette-asks")
            } else {
                String::new()
            };
            let icon = PaletteIcon::Ask(Ask::Refresh(Vec::new()));
            plain(icon, &title, second, typed)
        }
        Hit::Do(deed) => {
            let (title, _) = deed_words(state, deed);
            PaletteItem {
                keys: deed_keys(deed),
                ..plain(deed_icon(deed), &title, String::new(), typed)
            }
        }
        Hit::Profile(profile_id) => profile_item(state, profile_id, typed, now)?,
        Hit::Session(session_id) => session_item(state, session_id, typed, now)?,
        Hit::Term(term) => sheet::item(term, typed),
    })
}

fn act_item(
    state: &State,
    profile_id: &ProfileId,
    verb: Verb,
    typed: &[String],
    now: UnixTime,
) -> Option<PaletteItem> {
    let action = act(state, profile_id, verb, now)?;
    let name = &state.profiles.get(profile_id)?.profile.name;
    let title = words::with(verb_key(verb), &[("name", name)]);
    let shown = state.shown_session(profile_id, now);
    let second = shown.map(card::user).unwrap_or_default();
    let badge = states::badge(state, profile_id, now);
    // The keys act on the profile that is selected.
    let is_selected = state.selected.as_ref() == Some(profile_id);
    let item = plain(PaletteIcon::Ask(action.ask), &title, second, typed);
    Some(PaletteItem {
        spoken: format!("{}, {}", item.spoken, badge.label),
        badge: Some(badge),
        keys: if is_selected { action.keys } else { "" },
        is_danger: action.look == Look::Danger,
        ..item
    })
}

fn profile_item(
    state: &State,
    profile_id: &ProfileId,
    typed: &[String],
    now: UnixTime,
) -> Option<PaletteItem> {
    let profile = &state.profiles.get(profile_id)?.profile;
    let flow = library::flow_name(profile.flow.as_str());
    let second = match state.shown_session(profile_id, now).map(card::user) {
        Some(user) => format!("{flow} · {user}"),
        None => flow,
    };
    let badge = states::badge(state, profile_id, now);
    let standing = states::of_profile(state, profile_id, now);
    let icon = PaletteIcon::Platform(profile.platform);
    let item = plain(icon, &profile.name, second, typed);
    Some(PaletteItem {
        spoken: format!("{}, {}, {}", item.spoken, badge.label, standing.text),
        badge: Some(badge),
        state: Some(standing),
        ..item
    })
}

fn session_item(
    state: &State,
    session_id: &SessionId,
    typed: &[String],
    now: UnixTime,
) -> Option<PaletteItem> {
    let session = state.sessions.get(session_id)?;
    let name = &state.profiles.get(&session.profile_id)?.profile.name;
    let badge = states::badge(state, &session.profile_id, now);
    let standing = states::of_session(state, session, now);
    let item = plain(
        PaletteIcon::Session,
        &card::user(session),
        name.clone(),
        typed,
    );
    Some(PaletteItem {
        spoken: format!("{}, {}, {}", item.spoken, badge.label, standing.text),
        badge: Some(badge),
        state: Some(standing),
        ..item
    })
}

/// What a verb means for a profile now: the same button that stands in its detail.
pub(in crate::app) fn act(
    state: &State,
    profile_id: &ProfileId,
    verb: Verb,
    now: UnixTime,
) -> Option<Action> {
    let profile = &state.profiles.get(profile_id)?.profile;
    let shown = state.shown_session(profile_id, now);
    let of = |what: fn(&Ask) -> bool, actions: Vec<Action>| {
        actions.into_iter().find(|action| what(&action.ask))
    };
    let copies = |session: &Session| card::use_it(session);
    match verb {
        Verb::Refresh => Some(card::refresh(state, shown?, now)),
        Verb::Open => Some(card::open(profile, shown?, now)),
        Verb::LogIn => Some(match shown {
            Some(session) => detail::log_in_again(profile_id, &session.session_id),
            None => detail::log_in(profile_id, IdentityRule::SameOrg).keys(keys::LOG_IN),
        }),
        Verb::CopyBearer => of(
            |ask| {
                matches!(
                    ask,
                    Ask::Copy {
                        what: CopyWhat::BearerHeader,
                        ..
                    }
                )
            },
            copies(shown?),
        ),
        Verb::CopyCurl => of(
            |ask| {
                matches!(
                    ask,
                    Ask::Copy {
                        what: CopyWhat::Curl,
                        ..
                    }
                )
            },
            copies(shown?),
        ),
        Verb::CopyEnv => of(
            |ask| {
                matches!(
                    ask,
                    Ask::Copy {
                        what: CopyWhat::Env,
                        ..
                    }
                )
            },
            copies(shown?),
        ),
        Verb::Check => Some(card::check(state, shown?)),
        Verb::CheckRefresh => of(
            |ask| {
                matches!(
                    ask,
                    Ask::Introspect {
                        which: WhichToken::Refresh,
                        ..
                    }
                )
            },
            card::card_menu(state, shown?),
        ),
        Verb::Identity => of(
            |ask| matches!(ask, Ask::FetchIdentity(_)),
            card::card_menu(state, shown?),
        ),
        Verb::Forget => of(
            |ask| matches!(ask, Ask::Forget(_)),
            card::endings(state, shown?),
        ),
        Verb::Revoke => of(
            |ask| matches!(ask, Ask::Revoke(_)),
            card::endings(state, shown?),
        ),
        Verb::Edit => of(
            |ask| matches!(ask, Ask::EditProfile(_)),
            detail::more(state, profile_id, shown),
        ),
        Verb::Diagnose => of(
            |ask| matches!(ask, Ask::Diagnose(_)),
            detail::more(state, profile_id, shown),
        ),
        Verb::Delete => of(
            |ask| matches!(ask, Ask::DeleteProfile(_)),
            detail::more(state, profile_id, shown),
        ),
    }
}

fn verb_key(verb: Verb) -> &'static str {
    match verb {
        Verb::Refresh => "window-palette-do-refresh",
        Verb::Open => "window-palette-do-open",
        Verb::LogIn => "window-palette-do-log-in",
        Verb::CopyBearer => "window-palette-do-bearer",
        Verb::CopyCurl => "window-palette-do-curl",
        Verb::CopyEnv => "window-palette-do-env",
        Verb::Check => "window-palette-do-check",
        Verb::CheckRefresh => "window-palette-do-check-refresh",
        Verb::Identity => "window-palette-do-identity",
        Verb::Edit => "window-palette-do-edit",
        Verb::Diagnose => "window-palette-do-diagnose",
        Verb::Forget => "window-palette-do-forget",
        Verb::Revoke => "window-palette-do-revoke",
        Verb::Delete => "window-palette-do-delete",
    }
}

/// The words of a verb without a name, and others that people may type for it.
pub(in crate::app) fn verb_words(verb: Verb) -> (String, String) {
    let key = verb_key(verb);
    let also = words::find(&format!("{key}-also")).unwrap_or_default();
    (words::with(key, &[("name", "")]), also)
}

/// The words of a deed, and others that people may type for it.
pub(in crate::app) fn deed_words(state: &State, deed: &Deed) -> (String, String) {
    let show = |name: &str| words::with("window-palette-show", &[("name", name)]);
    let theme = |key: &str| words::with("window-palette-theme", &[("name", &words::text(key))]);
    let switch = |on: bool, key: &str| {
        let way = if on { "off" } else { "on" };
        words::text(&format!("window-palette-{key}-{way}"))
    };
    let title = match deed {
        Deed::New => words::text("window-action-new-profile"),
        Deed::Import => words::text("window-palette-import"),
        Deed::Lock => words::text("window-action-lock"),
        Deed::Show(screen) => show(&words::text(match screen {
            Screen::Library | Screen::ProfileForm => "window-list-all",
            Screen::Inspector => "window-screen-inspector",
            Screen::Chooser => "window-screen-chooser",
            Screen::DemoOrg => "window-screen-demo-org",
            Screen::Activity => "window-screen-activity",
            Screen::Settings => "window-screen-settings",
            Screen::Doctor => "window-doctor",
            Screen::About => "window-screen-about",
        })),
        Deed::Filter(filter) => show(&match filter {
            ListFilter::Environment(environment) => states::name(*environment),
            filter => library::title(filter),
        }),
        Deed::StartDemo => words::text("window-palette-demo-start"),
        Deed::StopDemo => words::text("window-palette-demo-stop"),
        Deed::Theme(ThemeChoice::System) => theme("window-settings-theme-system"),
        Deed::Theme(ThemeChoice::Dark) => theme("window-settings-theme-dark"),
        Deed::Theme(ThemeChoice::Light) => theme("window-settings-theme-light"),
        Deed::Theme(ThemeChoice::Contrast) => theme("window-settings-theme-contrast"),
        Deed::Motion => switch(state.settings.reduced_motion, "motion"),
        Deed::Utc => switch(state.settings.utc, "utc"),
        Deed::Presentation => switch(state.settings.presentation, "presentation"),
        Deed::Explain => words::text("window-keys-explain"),
        Deed::Shortcuts => words::text("window-keys-sheet"),
        Deed::DataFolder => words::text("window-action-data-folder"),
        Deed::Diagnose => words::text("window-action-diagnose"),
        Deed::ClearClipboard => words::text("window-palette-clear-clipboard"),
        Deed::CancelAll => words::text("window-action-cancel-all"),
    };
    let also = match deed {
        Deed::Show(Screen::Settings) => "window-palette-settings-also",
        Deed::Show(Screen::Inspector) => "window-palette-inspector-also",
        Deed::Show(Screen::Chooser) => "window-palette-chooser-also",
        Deed::Theme(_) => "window-palette-theme-also",
        Deed::Explain => "window-palette-explain-also",
        Deed::Shortcuts => "window-palette-keys-also",
        Deed::Show(Screen::About) => "window-palette-about-also",
        _ => return (title, String::new()),
    };
    (title, words::text(also))
}

fn deed_icon(deed: &Deed) -> PaletteIcon {
    PaletteIcon::Ask(match deed {
        Deed::New => Ask::NewProfile,
        Deed::Import => Ask::PickImport,
        Deed::Lock => Ask::Lock,
        Deed::Show(screen) => Ask::Show(*screen),
        Deed::Filter(filter) => Ask::Filter(filter.clone()),
        Deed::StartDemo => Ask::StartDemoOrg { then_log_in: false },
        Deed::StopDemo => Ask::StopDemoOrg,
        Deed::DataFolder => Ask::OpenDataFolder,
        Deed::Diagnose => Ask::Diagnose(None),
        Deed::ClearClipboard => Ask::ClearClipboard,
        Deed::CancelAll => Ask::CancelAll,
        Deed::Theme(_) | Deed::Motion | Deed::Presentation => return PaletteIcon::Looks,
        Deed::Utc => return PaletteIcon::Times,
        Deed::Explain => return PaletteIcon::Explain,
        Deed::Shortcuts => Ask::Shortcuts,
    })
}

fn deed_keys(deed: &Deed) -> &'static str {
    match deed {
        Deed::New => keys::NEW,
        Deed::Lock => keys::LOCK,
        Deed::Show(Screen::Settings) => keys::SETTINGS,
        Deed::Presentation => keys::PRESENT,
        Deed::Explain => keys::EXPLAIN,
        Deed::Shortcuts => keys::SHORTCUTS,
        _ => "",
    }
}
