//! Finds the browsers of this machine by name, and their profiles; reads only, and starts nothing.
//!
//! Linux: `PATH`, then the desktop entries that say they open https. The places
//! of macOS and Windows are written down here too; they have not been run.

mod entry;
mod known;
mod profiles;

use std::path::{Path, PathBuf};

use crate::model::browser::FoundBrowser;
use known::KNOWN;

/// Where to look.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// Folders of programs.
    pub programs: Vec<PathBuf>,
    /// Folders of desktop entries, the most important first.
    pub entries: Vec<PathBuf>,
    /// Where browsers keep their profiles: the home folder, or on Windows those of application data.
    pub homes: Vec<PathBuf>,
}

impl Places {
    /// The places of this machine and this person.
    #[must_use]
    pub fn of_system() -> Self {
        let variable = |name: &str| std::env::var_os(name).map(PathBuf::from);
        let home = directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned());
        if cfg!(windows) {
            let programs = ["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"];
            return Self {
                programs: programs.into_iter().filter_map(variable).collect(),
                entries: Vec::new(),
                homes: ["LOCALAPPDATA", "APPDATA"]
                    .into_iter()
                    .filter_map(variable)
                    .collect(),
            };
        }
        if cfg!(target_os = "macos") {
            let own = home.as_ref().map(|home| home.join("Applications"));
            return Self {
                programs: [Some(PathBuf::from("/Applications")), own]
                    .into_iter()
                    .flatten()
                    .collect(),
                entries: Vec::new(),
                homes: home.into_iter().collect(),
            };
        }
        let split = |name: &str| -> Vec<PathBuf> {
            std::env::var_os(name)
                .map(|list| std::env::split_paths(&list).collect())
                .unwrap_or_default()
        };
        let mut data: Vec<PathBuf> = directories::BaseDirs::new()
            .map(|dirs| dirs.data_dir().to_owned())
            .into_iter()
            .collect();
        data.extend(match split("XDG_DATA_DIRS") {
            none if none.is_empty() => vec!["/usr/local/share".into(), "/usr/share".into()],
            folders => folders,
        });
        Self {
            programs: split("PATH"),
            entries: data
                .iter()
                .map(|folder| folder.join("applications"))
                .collect(),
            homes: home.into_iter().collect(),
        }
    }
}

/// Returns the browsers that are there, those known by name first. It may take a moment.
#[must_use]
pub fn find(places: &Places) -> Vec<FoundBrowser> {
    let mut found: Vec<FoundBrowser> = KNOWN
        .iter()
        .filter_map(|known| known.find(places))
        .collect();
    for other in entry::browsers(&places.entries) {
        let program = other
            .command
            .first()
            .map(|program| base(program).to_owned());
        let is_known = KNOWN.iter().any(|known| {
            program
                .as_deref()
                .is_some_and(|program| known.programs.contains(&program))
        });
        let is_there = found.iter().any(|one| one.command == other.command);
        let starts = other
            .command
            .first()
            .is_some_and(|program| starts(program, places));
        if !is_known && !is_there && starts {
            found.push(other);
        }
    }
    found
}

/// The entry may outlive its program.
fn starts(program: &str, places: &Places) -> bool {
    if Path::new(program).is_absolute() {
        return is_program(Path::new(program));
    }
    places
        .programs
        .iter()
        .any(|folder| is_program(&folder.join(program)))
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

fn base(program: &str) -> &str {
    program.rsplit('/').next().unwrap_or(program)
}

#[cfg(all(unix, not(target_os = "macos")))]
#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::model::browser::Picked;
    use std::os::unix::fs::PermissionsExt as _;

    fn program(folder: &Path, name: &str) {
        let file = folder.join(name);
        std::fs::write(&file, "#!/bin/sh\n").unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn write(file: &Path, text: &str) {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    }

    fn places(folder: &Path) -> Places {
        let bin = folder.join("bin");
        std::fs::create_dir_all(&bin).unwrap();
        Places {
            programs: vec![bin],
            entries: vec![folder.join("share/applications")],
            homes: vec![folder.join("home")],
        }
    }

    #[test]
    fn browsers_on_the_path_are_found_with_their_profiles() {
        let folder = tempfile::tempdir().unwrap();
        let places = places(folder.path());
        program(&places.programs[0], "google-chrome-stable");
        program(&places.programs[0], "firefox");
        // Not a program: nobody may start it.
        write(&places.programs[0].join("chromium"), "text");
        write(
            &places.homes[0].join(".config/google-chrome/Local State"),
            r#"{"profile":{"info_cache":{"Default":{"name":"Me"},"Profile 1":{"name":"Acme UAT"}}}}"#,
        );
        write(
            &places.homes[0].join(".mozilla/firefox/profiles.ini"),
            "[General]\nVersion=2\n\n[Profile0]\nName=default\nPath=x\n\n[Profile1]\nName=uat\n[Install1]\nDefault=y\n",
        );
        let found = find(&places);
        let names: Vec<&str> = found.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["Firefox", "Chrome"]);
        let keys: Vec<&str> = found[0]
            .profiles
            .iter()
            .map(|one| one.key.as_str())
            .collect();
        assert_eq!(keys, ["default", "uat"]);
        let chrome = &found[1];
        assert_eq!(chrome.profiles[1].label, "Acme UAT");
        assert_eq!(
            chrome.command(&Picked {
                profile: Some(chrome.profiles[1].key.clone()),
                private: false
            }),
            "google-chrome-stable '--profile-directory=Profile 1'"
        );
    }

    #[test]
    fn other_browsers_are_found_by_their_desktop_entry() {
        let folder = tempfile::tempdir().unwrap();
        let places = places(folder.path());
        for name in ["flatpak", "epiphany", "firefox"] {
            program(&places.programs[0], name);
        }
        let entry = |file: &str, text: &str| write(&places.entries[0].join(file), text);
        entry(
            "org.x.desktop",
            "[Desktop Entry]\nType=Application\nName=X\u{202e}plorer\nName[de]=Y\nMimeType=text/html;x-scheme-handler/https;\n\
             Exec=flatpak run --branch=stable \"org.x.X\" @@u %u @@\n[Desktop Action new]\nExec=evil\n",
        );
        entry(
            "epiphany.desktop",
            "[Desktop Entry]\nType=Application\nName=Web\nCategories=Network;WebBrowser;\nExec=epiphany --new-window %U\n",
        );
        entry(
            "firefox.desktop",
            "[Desktop Entry]\nType=Application\nName=Firefox\nCategories=WebBrowser;\nExec=firefox %u\n",
        );
        entry(
            "gone.desktop",
            "[Desktop Entry]\nType=Application\nName=Gone\nCategories=WebBrowser;\nExec=gone %u\n",
        );
        entry(
            "editor.desktop",
            "[Desktop Entry]\nType=Application\nName=Editor\nMimeType=text/plain;\nExec=epiphany %u\n",
        );
        entry(
            "hidden.desktop",
            "[Desktop Entry]\nType=Application\nName=Hidden\nNoDisplay=true\nCategories=WebBrowser;\nExec=epiphany --hidden\n",
        );
        let found = find(&places);
        let shown: Vec<(&str, String)> = found
            .iter()
            .map(|one| (one.name.as_str(), one.command.join(" ")))
            .collect();
        assert_eq!(
            shown,
            [
                ("Firefox", "firefox".to_owned()),
                ("Web", "epiphany --new-window".to_owned()),
                ("Xplorer", "flatpak run --branch=stable org.x.X".to_owned()),
            ]
        );
    }

    #[test]
    fn broken_files_hide_no_browser() {
        let folder = tempfile::tempdir().unwrap();
        let places = places(folder.path());
        program(&places.programs[0], "chromium");
        write(
            &places.homes[0].join(".config/chromium/Local State"),
            "{ not json",
        );
        write(&places.entries[0].join("x.desktop"), "no entry at all");
        let found = find(&places);
        assert_eq!(found.len(), 1);
        assert!(found[0].profiles.is_empty());
        assert!(find(&Places::default()).is_empty());
    }
}
