//! The doctor: looks at the things that a login needs, and says what to do about each.
//!
//! It never opens the vault and sends no secret. What depends on a server is in
//! [`server`]; this file looks at this machine.

pub mod certificate;
pub mod proxy;
pub mod server;

use std::collections::BTreeSet;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};

use tokio::net::TcpListener;

use crate::app::event::{Check, CheckResult};
use crate::model::client::CallbackWay;
use crate::model::client::LoopbackName;
use crate::model::profile::Profile;
use crate::model::words;

/// Makes a line whose detail and next step come from the catalogue.
#[must_use]
pub fn line(
    check: &'static str,
    result: CheckResult,
    words_key: &str,
    values: &[(&str, &str)],
) -> Check {
    let next_key = format!("{words_key}-next");
    let next = words::find(&next_key).map(|_| words::with(&next_key, values));
    Check {
        check,
        result,
        detail: words::with(words_key, values),
        next,
    }
}

/// Looks at the folder that everything is kept in.
#[must_use]
pub fn data_folder(folder: &Path) -> Check {
    let shown = folder.display().to_string();
    let values = [("folder", shown.as_str())];
    if !folder.exists() {
        return line(
            "data_folder",
            CheckResult::Passed,
            "check-folder-not-made",
            &values,
        );
    }
    match tempfile::Builder::new()
        .prefix(".doctor-")
        .tempfile_in(folder)
    {
        Ok(_) => line(
            "data_folder",
            CheckResult::Passed,
            "check-folder-writable",
            &values,
        ),
        Err(error) => {
            let why = error.to_string();
            line(
                "data_folder",
                CheckResult::Failed,
                "check-folder-not-writable",
                &[("folder", &shown), ("why", &why)],
            )
        }
    }
}

/// Tries to listen on this machine, on both address families.
pub async fn loopback() -> Check {
    let v4 = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await;
    let v6 = TcpListener::bind(SocketAddr::from((Ipv6Addr::LOCALHOST, 0))).await;
    match (v4, v6) {
        (Ok(_), Ok(_)) => line("loopback", CheckResult::Passed, "check-loopback-both", &[]),
        (Ok(_), Err(_)) => line("loopback", CheckResult::Passed, "check-loopback-v4", &[]),
        (Err(error), _) => {
            let why = error.to_string();
            line(
                "loopback",
                CheckResult::Failed,
                "check-loopback-none",
                &[("why", &why)],
            )
        }
    }
}

/// Tries the port of every callback that the profiles register.
pub async fn callback_ports(profiles: &[&Profile]) -> Check {
    let mut ports: BTreeSet<(u16, bool, bool)> = BTreeSet::new();
    for profile in profiles {
        for callback in &profile.callback_urls {
            if let CallbackWay::Loopback { host, port, .. } = callback.way() {
                ports.insert((port, host != LoopbackName::V6, host != LoopbackName::V4));
            }
        }
    }
    if ports.is_empty() {
        return line(
            "callback_ports",
            CheckResult::Skipped,
            "check-ports-none",
            &[],
        );
    }
    let mut taken = Vec::new();
    for (port, v4, v6) in &ports {
        let busy_v4 = *v4 && is_taken(SocketAddr::from((Ipv4Addr::LOCALHOST, *port))).await;
        let busy_v6 = *v6 && is_taken(SocketAddr::from((Ipv6Addr::LOCALHOST, *port))).await;
        if busy_v4 || busy_v6 {
            // Where the system tells, the program is named with its process id.
            let holder = crate::engine::loopback::holder::of_port(*port);
            taken.push(match holder {
                Some(holder) => words::with(
                    "check-ports-holder",
                    &[("port", &port.to_string()), ("holder", &holder.words())],
                ),
                None => port.to_string(),
            });
        }
    }
    if taken.is_empty() {
        let all = ports
            .iter()
            .map(|(port, ..)| port.to_string())
            .collect::<Vec<_>>()
            .join(", ");
        line(
            "callback_ports",
            CheckResult::Passed,
            "check-ports-free",
            &[("ports", &all)],
        )
    } else {
        line(
            "callback_ports",
            CheckResult::Warning,
            "check-ports-taken",
            &[("ports", &taken.join(", "))],
        )
    }
}

async fn is_taken(address: SocketAddr) -> bool {
    matches!(TcpListener::bind(address).await, Err(error) if error.kind() == std::io::ErrorKind::AddrInUse)
}

/// Looks for something that can open an address, and for a display to show it on.
#[must_use]
pub fn browser() -> Check {
    if let Some(command) = std::env::var("BROWSER")
        .ok()
        .filter(|command| !command.trim().is_empty())
    {
        let first = command.split(':').next().unwrap_or_default();
        let words_of_command = shell_words::split(first).unwrap_or_default();
        let Some(program) = words_of_command.first() else {
            return line(
                "browser",
                CheckResult::Failed,
                "check-browser-variable-broken",
                &[],
            );
        };
        return match find_program(program) {
            Some(path) => line(
                "browser",
                CheckResult::Passed,
                "check-browser-variable",
                &[("program", &path.display().to_string())],
            ),
            None => line(
                "browser",
                CheckResult::Failed,
                "check-browser-not-found",
                &[("program", program)],
            ),
        };
    }
    if cfg!(not(target_os = "linux")) {
        return line(
            "browser",
            CheckResult::Passed,
            "check-browser-system",
            &[("program", "open")],
        );
    }
    let launcher = [
        "xdg-open",
        "gio",
        "gnome-open",
        "kde-open6",
        "kde-open5",
        "wslview",
    ]
    .into_iter()
    .find_map(find_program);
    match launcher {
        Some(path) => line(
            "browser",
            CheckResult::Passed,
            "check-browser-system",
            &[("program", &path.display().to_string())],
        ),
        None => line("browser", CheckResult::Warning, "check-browser-none", &[]),
    }
}

/// Says whether a window could open.
#[must_use]
pub fn display() -> Check {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if cfg!(not(target_os = "linux")) || set("WAYLAND_DISPLAY") || set("DISPLAY") {
        line("display", CheckResult::Passed, "check-display-there", &[])
    } else {
        line("display", CheckResult::Skipped, "check-display-none", &[])
    }
}

/// Finds a program as the system would: by its path, or on `PATH`.
fn find_program(name: &str) -> Option<PathBuf> {
    let path = Path::new(name);
    if path.components().count() > 1 {
        return is_program(path).then(|| path.to_owned());
    }
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(name))
        .find(|path| is_program(path))
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path)
        .is_ok_and(|facts| facts.is_file() && facts.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_taken_callback_port_is_a_warning_that_names_it() {
        let holder = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .expect("a free port");
        let port = holder.local_addr().expect("an address").port();
        let draft = crate::model::profile::ProfileDraft {
            name: "A".into(),
            login_url: "login.salesforce.com".into(),
            client_id: "k".into(),
            callback_urls: format!("http://127.0.0.1:{port}/cb"),
            ..Default::default()
        };
        let profile = draft.check(|_| false, |_| true).expect("is right");
        let check = callback_ports(&[&profile]).await;
        assert_eq!(check.result, CheckResult::Warning);
        assert!(check.detail.contains(&port.to_string()), "{check:?}");
        drop(holder);
        assert_eq!(
            callback_ports(&[&profile]).await.result,
            CheckResult::Passed
        );
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_a_failure() {
        let file = tempfile::NamedTempFile::new().expect("a temporary file");
        assert_eq!(data_folder(file.path()).result, CheckResult::Failed);
        let folder = tempfile::tempdir().expect("a temporary folder");
        assert_eq!(data_folder(folder.path()).result, CheckResult::Passed);
        assert_eq!(
            std::fs::read_dir(folder.path())
                .expect("is a folder")
                .count(),
            0,
            "nothing stays behind"
        );
    }
}
