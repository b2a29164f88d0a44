//! Invented sheets: the palette of the picture, the shortcuts, explained codes.
#![allow(dead_code, reason = "the pictures use some of them, the tests others")]

use valet_key::app::command::{PaletteScope, Term};
use valet_key::app::view::*;
use valet_key::model::codes;
use valet_key::model::environment::Environment;
use valet_key::model::profile::Platform;
use valet_key::model::words;

use crate::sample::{self, badge, session_id, state};

pub fn with_sheet(mut window: Window, sheet: Sheet) -> Window {
    window.sheet = Some(sheet);
    window
}

/// Reads `[Ref]resh [Acme]`.
fn marked(text: &str) -> Vec<(String, bool)> {
    text.split('[')
        .flat_map(|part| match part.split_once(']') {
            Some((on, off)) => vec![(on.to_owned(), true), (off.to_owned(), false)],
            None => vec![(part.to_owned(), false)],
        })
        .filter(|(part, _)| !part.is_empty())
        .collect()
}

pub fn item(icon: PaletteIcon, title: &str, second: &str) -> PaletteItem {
    let title = marked(title);
    let plain: String = title.iter().map(|(part, _)| part.as_str()).collect();
    PaletteItem {
        icon,
        spoken: format!("{plain}, {second}"),
        title,
        second: second.to_owned(),
        state: None,
        badge: None,
        keys: "",
        is_danger: false,
    }
}

fn group(label: &str, items: Vec<PaletteItem>) -> PaletteGroup {
    PaletteGroup {
        label: label.to_owned(),
        items,
    }
}

pub fn palette_of(query: &str, groups: Vec<PaletteGroup>) -> Window {
    with_sheet(
        sample::overview_window(),
        Sheet::Palette(PaletteSheet {
            query: query.to_owned(),
            scope: PaletteScope::All,
            scope_label: "Everything".to_owned(),
            groups,
            at: 0,
            empty: "Nothing matches".to_owned(),
        }),
    )
}

pub fn palette() -> Window {
    let refresh = || PaletteIcon::Ask(Ask::Refresh(vec![session_id()]));
    let revoke = PaletteIcon::Ask(Ask::Revoke(vec![session_id()]));
    let production = || Some(badge(Environment::Production, true));
    let sandbox = || Some(badge(Environment::Sandbox, true));
    let commands = vec![
        PaletteItem {
            badge: production(),
            keys: keys::REFRESH,
            ..item(
                refresh(),
                "[Ref]resh [Acme] service console",
                "release.manager@acme.example",
            )
        },
        PaletteItem {
            badge: sandbox(),
            ..item(
                refresh(),
                "[Ref]resh [Acme] UAT full copy",
                "expires in 4 min",
            )
        },
        item(
            refresh(),
            "[Ref]resh all 3 that match [acme]",
            "production asks first",
        ),
        PaletteItem {
            badge: production(),
            keys: keys::REVOKE,
            is_danger: true,
            ..item(revoke, "Revoke [Acme] service console on server…", "")
        },
    ];
    let profiles = vec![
        PaletteItem {
            badge: production(),
            state: Some(state(
                StateKind::Blocked,
                Tone::Danger,
                "Blocked",
                "Blocked by admin",
            )),
            ..item(
                PaletteIcon::Platform(Platform::Ci),
                "[Acme] nightly export",
                "JWT bearer · svc.export@acme.example.com",
            )
        },
        PaletteItem {
            badge: sandbox(),
            state: Some(state(
                StateKind::ExpiresSoon,
                Tone::Warn,
                "Expires soon",
                "Expires in 4 min",
            )),
            ..item(
                PaletteIcon::Platform(Platform::Web),
                "[Acme] UAT full copy",
                "Web server · release.manager@acme.example.uat",
            )
        },
    ];
    let explain = vec![
        item(
            PaletteIcon::Explain,
            "[ref]resh_token scope",
            "Keep the login after the access token ends",
        ),
        item(
            PaletteIcon::Explain,
            "invalid_grant: expired access/[ref]resh token",
            "The refresh token no longer works",
        ),
    ];
    palette_of(
        "acme ref",
        vec![
            group("Commands", commands),
            group("Profiles", profiles),
            group("Explain", explain),
        ],
    )
}

pub fn nothing_found() -> Window {
    palette_of("xyzzy", Vec::new())
}

pub fn shortcuts() -> Window {
    let groups = keys::SHEET
        .iter()
        .map(|(label, rows)| ShortcutGroup {
            label: words::text(label),
            rows: rows
                .iter()
                .map(|(keys, key)| (*keys, words::text(key)))
                .collect(),
        })
        .collect();
    with_sheet(sample::settings(), Sheet::Shortcuts(groups))
}

pub fn explain() -> Window {
    let items = codes::all()
        .iter()
        .take(40)
        .map(|known| {
            let term = Term::Code(known.clone());
            item(PaletteIcon::Explain, &term.title(), &term.what())
        })
        .collect();
    with_sheet(
        sample::overview_window(),
        Sheet::Explain(Box::new(ExplainSheet {
            query: String::new(),
            items,
            at: 1,
            shown: None,
        })),
    )
}

pub fn explained() -> Window {
    let known = codes::find("invalid_grant", None).unwrap();
    let explained = known.explain();
    let related = codes::all()
        .iter()
        .filter(|other| other.code == known.code && other.description.is_some())
        .take(8)
        .map(|other| {
            let label = other.description.clone().unwrap_or_default();
            (label, Term::Code(other.clone()))
        })
        .collect();
    let mut window = sample::overview_window();
    window.toasts = Vec::new();
    with_sheet(
        window,
        Sheet::Explain(Box::new(ExplainSheet {
            query: String::new(),
            items: Vec::new(),
            at: 0,
            shown: Some(Explained {
                name: known.code.clone(),
                kind: "Said by the org".to_owned(),
                what: explained.what,
                cause: explained.cause,
                next: explained.next,
                related,
                copy: "invalid_grant".to_owned(),
            }),
        })),
    )
}
