//! Keys: the one table of shortcuts that menus, tooltips, the palette and the sheet of shortcuts read.
//!
//! `Ctrl` stands for Cmd on macOS.

use super::super::command::Tab;

/// Search or run.
pub const PALETTE: &str = "Ctrl K";
/// A new profile.
pub const NEW: &str = "Ctrl N";
/// Log in.
pub const LOG_IN: &str = "Ctrl L";
/// Refresh.
pub const REFRESH: &str = "Ctrl R";
/// Revoke on the server.
pub const REVOKE: &str = "Ctrl Shift R";
/// Open the org.
pub const OPEN: &str = "Ctrl O";
/// Copy what is selected.
pub const COPY: &str = "Ctrl C";
/// Copy the bearer header.
pub const COPY_BEARER: &str = "Ctrl Shift C";
/// Lock.
pub const LOCK: &str = "Ctrl Shift L";
/// Mask what others may not see, or show it again.
pub const PRESENT: &str = "Ctrl Shift P";
/// Filter the list.
pub const FILTER: &str = "/";
/// Explain the code in view.
pub const EXPLAIN: &str = "F1";
/// Settings.
pub const SETTINGS: &str = "Ctrl ,";
/// The sheet of shortcuts.
pub const SHORTCUTS: &str = "Ctrl /";
/// The same, where nobody types.
pub const SHORTCUTS_TOO: &str = "?";
/// Mark all that are listed.
pub const MARK_ALL: &str = "Ctrl A";
/// One step back.
pub const BACK: &str = "Esc";

/// The tabs of the detail with their keys.
pub const TABS: [(&str, Tab); 6] = [
    ("Ctrl 1", Tab::Overview),
    ("Ctrl 2", Tab::Sessions),
    ("Ctrl 3", Tab::Token),
    ("Ctrl 4", Tab::Identity),
    ("Ctrl 5", Tab::Run),
    ("Ctrl 6", Tab::Settings),
];

/// Returns the keys of a tab.
#[must_use]
pub fn of_tab(tab: Tab) -> &'static str {
    TABS.iter()
        .find(|(_, one)| *one == tab)
        .map_or("", |(keys, _)| keys)
}

/// The sheet of shortcuts: groups, each with keys and the key of the words beside them.
pub const SHEET: &[(&str, &[(&str, &str)])] = &[
    (
        "window-keys-everywhere",
        &[
            (PALETTE, "window-keys-palette"),
            (NEW, "window-action-new-profile"),
            (FILTER, "window-keys-filter"),
            (EXPLAIN, "window-keys-explain"),
            (SETTINGS, "window-screen-settings"),
            (LOCK, "window-action-lock"),
            (PRESENT, "window-keys-present"),
            (SHORTCUTS, "window-keys-sheet"),
            (BACK, "window-keys-back"),
        ],
    ),
    (
        "window-keys-profile",
        &[
            (LOG_IN, "window-action-log-in"),
            (REFRESH, "window-action-refresh"),
            (OPEN, "window-action-open"),
            (COPY_BEARER, "window-keys-copy-bearer"),
            (REVOKE, "window-action-revoke"),
            ("Ctrl 1–6", "window-keys-tabs"),
        ],
    ),
    (
        "window-keys-list",
        &[
            ("↑ ↓", "window-keys-rows"),
            ("Enter", "window-keys-enter"),
            ("Space", "window-keys-mark"),
            ("Shift ↑ ↓", "window-keys-range"),
            (MARK_ALL, "window-keys-mark-all"),
            (COPY, "window-keys-copy"),
        ],
    ),
    (
        "window-keys-found",
        &[
            ("Tab", "window-keys-scope"),
            ("Enter", "window-keys-run"),
            ("Ctrl Enter", "window-keys-stay"),
        ],
    ),
];
