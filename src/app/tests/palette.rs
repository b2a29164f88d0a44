//! The palette, the shortcuts and what is explained: found, marked, run.

use super::*;
use crate::app::command::{ExplainAct, PaletteAct, PaletteScope, Screen, Term};
use crate::app::state::Sheet as Open;
use crate::app::view::{ExplainSheet, PaletteItem, PaletteSheet, Sheet};
use crate::model::settings::ThemeChoice;

impl Play {
    fn palette(&self) -> PaletteSheet {
        match self.window().sheet {
            Some(Sheet::Palette(palette)) => palette,
            other => panic!("{other:?}"),
        }
    }

    fn explain_sheet(&self) -> ExplainSheet {
        match self.window().sheet {
            Some(Sheet::Explain(sheet)) => *sheet,
            other => panic!("{other:?}"),
        }
    }

    /// Opens the palette and types.
    fn seek(&mut self, query: &str) {
        if self.state.sheet.is_none() {
            self.command(Command::TogglePalette);
        }
        self.command(Command::Palette(PaletteAct::Type(query.to_owned())));
    }

    fn enter(&mut self) -> Vec<Effect> {
        self.command(Command::Palette(PaletteAct::Run { stay: false }))
    }
}

fn shown(item: &PaletteItem) -> String {
    item.title
        .iter()
        .map(|(part, on)| {
            if *on {
                format!("[{part}]")
            } else {
                part.clone()
            }
        })
        .collect()
}

fn titles(play: &Play, label: &str) -> Vec<String> {
    let palette = play.palette();
    let mut groups = palette.groups.iter();
    let group = groups.find(|group| group.label.starts_with(label));
    group.map_or_else(Vec::new, |group| group.items.iter().map(shown).collect())
}

/// Acme in production and as a sandbox, Globex in production; one login each.
fn three() -> Play {
    let mut play = Play::with(
        &[
            ("acme", PRODUCTION),
            ("acme-uat", SANDBOX),
            ("globex", PRODUCTION),
        ],
        vec![
            session("s1", "acme"),
            session("s2", "acme-uat"),
            session("s3", "globex"),
        ],
    );
    play.command(Command::Select(Some(pid("acme"))));
    play
}

#[test]
fn words_of_a_verb_and_of_a_name_find_what_can_be_done() {
    let mut play = three();
    play.seek("acme ref");
    assert_eq!(
        titles(&play, "Commands")[..3],
        [
            "[Ref]resh Name of [acme]",
            "[Ref]resh Name of [acme]-uat",
            // All three have users at acme.example.
            "[Ref]resh all 3 that match [acme]"
        ]
    );
    let palette = play.palette();
    let first = &palette.groups[0].items[0];
    assert_eq!(first.keys, "Ctrl R", "the selected profile has its keys");
    assert_eq!(palette.groups[0].items[1].keys, "");
    assert_eq!(palette.groups[0].items[2].second, "production asks first");
    assert!(first.badge.is_some());
    let explained = titles(&play, "Explain");
    assert!(
        explained.iter().any(|title| title.contains("[ref]resh")),
        "{explained:?}"
    );

    let effects = play.enter();
    assert_eq!(names(&effects), ["Refresh"]);
    assert!(play.window().sheet.is_none());
}

#[test]
fn a_profile_is_found_by_letters_and_opened() {
    let mut play = three();
    play.seek("glbx");
    assert_eq!(titles(&play, "Profiles"), ["Name of [gl]o[b]e[x]"]);
    play.enter();
    let detail = play.window();
    let crate::app::view::Place::Library {
        detail: Some(detail),
        ..
    } = detail.place
    else {
        panic!("no detail");
    };
    assert_eq!(detail.head.profile_id, pid("globex"));
}

#[test]
fn a_login_is_found_by_its_user() {
    let mut play = three();
    play.seek("user-s2");
    assert_eq!(titles(&play, "Sessions"), ["[user-s2]@acme.example"]);
}

#[test]
fn without_a_query_stand_what_is_likely_and_what_was_used_last() {
    let mut play = three();
    play.command(Command::Select(Some(pid("globex"))));
    play.command(Command::TogglePalette);
    let commands = titles(&play, "Commands");
    assert_eq!(commands[0], "Refresh Name of globex");
    assert!(commands.iter().any(|title| title == "New profile"));
    assert_eq!(titles(&play, "Recent profiles")[0], "Name of acme");
    play.command(Command::TogglePalette);
    assert!(play.window().sheet.is_none());
}

#[test]
fn many_with_production_among_them_ask_first() {
    let mut play = three();
    play.seek("refresh name");
    let at = titles(&play, "Commands")
        .iter()
        .position(|title| title.contains("all 3"))
        .unwrap();
    let effects = play.command(Command::Palette(PaletteAct::RunAt { at, stay: false }));
    assert_eq!(names(&effects), Vec::<&str>::new());
    let Dialog::Confirm(confirm) = play.dialog() else {
        panic!("no question");
    };
    assert_eq!(confirm.targets.len(), 3);
    let effects = play.command(Command::ConfirmDialog(String::new()));
    assert_eq!(names(&effects), ["Refresh", "Refresh", "Refresh"]);
}

#[test]
fn what_ends_something_opens_its_dialog() {
    let mut play = three();
    play.seek("revoke acme");
    let item = play.palette().groups[0].items[0].clone();
    assert!(item.is_danger);
    assert_eq!(names(&play.enter()), Vec::<&str>::new());
    assert!(matches!(play.dialog(), Dialog::Confirm(_)));
}

#[test]
fn ctrl_enter_runs_and_stays() {
    let mut play = three();
    play.seek("theme light");
    play.command(Command::Palette(PaletteAct::Run { stay: true }));
    assert_eq!(play.state.settings().theme, ThemeChoice::Light);
    // What is chosen already is not offered again.
    assert!(
        !titles(&play, "Commands")
            .iter()
            .any(|t| t.contains("Light"))
    );
    assert_eq!(play.palette().query, "theme light");
}

#[test]
fn tab_changes_what_is_searched() {
    let mut play = three();
    play.seek("acme");
    play.command(Command::Palette(PaletteAct::Scope { back: false }));
    play.command(Command::Palette(PaletteAct::Scope { back: false }));
    let palette = play.palette();
    assert_eq!(palette.scope, PaletteScope::Profiles);
    assert_eq!(palette.groups.len(), 1);
    play.command(Command::Palette(PaletteAct::Scope { back: true }));
    assert_eq!(play.palette().scope, PaletteScope::Commands);
}

#[test]
fn arrows_go_round_and_stay_within_what_was_found() {
    let mut play = three();
    play.seek("acme");
    let count: usize = play.palette().groups.iter().map(|g| g.items.len()).sum();
    play.command(Command::Palette(PaletteAct::Step(-1)));
    assert_eq!(play.palette().at, count - 1);
    play.command(Command::Palette(PaletteAct::Step(1)));
    assert_eq!(play.palette().at, 0);
    play.command(Command::Palette(PaletteAct::Step(8)));
    assert!(play.palette().at < count);
    play.seek("xyzzy-nothing");
    assert!(play.palette().groups.is_empty());
    assert_eq!(names(&play.enter()), Vec::<&str>::new());
}

#[test]
fn ten_thousand_profiles_are_searched_once_for_each_change() {
    let ids: Vec<String> = (0..10_000).map(|n| format!("p{n:05}")).collect();
    let profiles: Vec<(&str, &str)> = ids.iter().map(|id| (id.as_str(), SANDBOX)).collect();
    let sessions = ids.iter().map(|id| session(&format!("s-{id}"), id));
    let mut play = Play::with(&profiles, sessions.collect());
    play.seek("refresh p0");
    let searched = |play: &Play| match &play.state.sheet {
        Some(Open::Palette(palette)) => palette.searched,
        _ => 0,
    };
    let before = searched(&play);
    for _ in 0..100 {
        let palette = play.palette();
        assert!(palette.groups.iter().all(|group| group.items.len() <= 7));
    }
    play.command(Command::Palette(PaletteAct::Step(1)));
    assert_eq!(searched(&play), before);
    play.seek("refresh p01234");
    assert_eq!(searched(&play), before + 1);
    assert_eq!(titles(&play, "Commands")[0], "[Refresh] Name of [p01234]");
}

#[test]
fn f1_explains_the_error_in_view_and_else_lists_everything() {
    let mut play = three();
    play.command(Command::ExplainInView);
    let list = play.explain_sheet();
    assert!(list.shown.is_none());
    assert!(list.items.len() > 100);
    play.command(Command::ExplainSheet(ExplainAct::Type(
        "redirect mismatch".into(),
    )));
    assert_eq!(
        shown(&play.explain_sheet().items[0]),
        "[redirect]_uri_[mismatch]"
    );
    play.command(Command::ExplainSheet(ExplainAct::Open));
    let shown = play.explain_sheet().shown.unwrap();
    assert_eq!(shown.name, "redirect_uri_mismatch");
    assert!(!shown.cause.is_empty() && !shown.next.is_empty());
    assert!(shown.copy.contains(&shown.next));
    // Esc goes back to the list, then closes.
    play.command(Command::Dismiss);
    assert!(play.explain_sheet().shown.is_none());
    play.command(Command::Dismiss);
    assert!(play.window().sheet.is_none());

    let effects = play.command(Command::Refresh(vec![sid("s1")]));
    let run_id = Play::begun(&effects);
    play.fail(&run_id, ProblemKind::Refused, "invalid_grant");
    play.command(Command::ExplainInView);
    let shown = play.explain_sheet().shown.unwrap();
    assert_eq!(shown.name, "invalid_grant");
    assert!(!shown.related.is_empty());
    let (_, other) = shown.related[0].clone();
    assert!(matches!(&other, Term::Code(known) if known.description.is_some()));
    play.command(Command::Explain(other));
    assert_ne!(play.explain_sheet().shown.unwrap().kind, shown.kind);
}

#[test]
fn a_lock_closes_what_is_laid_over_the_window() {
    let mut play = three();
    play.seek("acme");
    play.command(Command::Lock);
    assert!(play.window().sheet.is_none());
    play.command(Command::TogglePalette);
    play.command(Command::ShowShortcuts);
    play.command(Command::ExplainInView);
    assert!(play.state.sheet.is_none(), "nothing opens behind the lock");
}

#[test]
fn the_sheet_of_shortcuts_opens_and_closes() {
    let mut play = three();
    play.command(Command::Show(Screen::Settings));
    play.command(Command::ShowShortcuts);
    assert!(matches!(play.window().sheet, Some(Sheet::Shortcuts(_))));
    play.command(Command::Dismiss);
    assert!(play.window().sheet.is_none());
    assert_eq!(play.state.screen, Screen::Settings);
}
