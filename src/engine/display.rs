//! The display: whether a window can be opened at all.

/// Returns true where a window may be tried; on Linux that takes a display server.
#[must_use]
pub fn is_there() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(not(target_os = "linux"))
        || ["WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DISPLAY"]
            .into_iter()
            .any(set)
}
