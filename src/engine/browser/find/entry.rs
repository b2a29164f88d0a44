//! Desktop entries: what a Linux desktop starts for an address.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::profiles::read_some;
use crate::model::browser::{Family, FoundBrowser};
use crate::model::profile::is_invisible;

/// Entries looked at in one folder; a desktop has a few hundred.
const AT_MOST: usize = 2_000;
/// The longest entry worth reading, in bytes.
const LONGEST: u64 = 256 * 1024;

/// Reads the entries of all folders that open https, by the names of their files.
pub(super) fn browsers(folders: &[PathBuf]) -> Vec<FoundBrowser> {
    let mut seen = Vec::new();
    let mut found = Vec::new();
    for folder in folders {
        let Ok(files) = std::fs::read_dir(folder) else {
            continue;
        };
        let mut files: Vec<PathBuf> = files
            .take(AT_MOST)
            .flatten()
            .map(|file| file.path())
            .filter(|path| path.extension().is_some_and(|end| end == "desktop"))
            .collect();
        files.sort();
        for file in files {
            // A person's own entry hides the system's of the same name.
            let name = file.file_name().map(ToOwned::to_owned);
            if seen.contains(&name) {
                continue;
            }
            seen.push(name);
            found.extend(browser(&file));
        }
    }
    found
}

fn browser(file: &Path) -> Option<FoundBrowser> {
    let text = read_some(file, LONGEST)?;
    let entry = fields(&text);
    let has = |field: &str, wanted: &str| {
        entry
            .get(field)
            .is_some_and(|list| list.split(';').any(|one| one == wanted))
    };
    let opens = has("MimeType", "x-scheme-handler/https") || has("Categories", "WebBrowser");
    let is = |field: &str| entry.get(field) == Some(&"true");
    if entry.get("Type") != Some(&"Application") || !opens || is("NoDisplay") || is("Hidden") {
        return None;
    }
    let command = command(entry.get("Exec")?)?;
    let name: String = entry
        .get("Name")?
        .chars()
        .filter(|c| !is_invisible(*c))
        .take(60)
        .collect();
    let (family, private) = options(&command.join(" ").to_ascii_lowercase());
    Some(FoundBrowser {
        name,
        command,
        family,
        private: private.map(str::to_owned),
        profiles: Vec::new(),
    })
}

/// A browser in a sandbox is known by the name of its package.
fn options(command: &str) -> (Family, Option<&'static str>) {
    match command {
        _ if command.contains("edge") => (Family::Chromium, Some("--inprivate")),
        _ if ["chrom", "brave", "vivaldi"]
            .iter()
            .any(|one| command.contains(one)) =>
        {
            (Family::Chromium, Some("--incognito"))
        }
        _ if ["firefox", "librewolf"]
            .iter()
            .any(|one| command.contains(one)) =>
        {
            (Family::Firefox, Some("--private-window"))
        }
        _ => (Family::Other, None),
    }
}

/// The fields of the main group, without translations.
fn fields(text: &str) -> HashMap<&str, &str> {
    text.lines()
        .map(str::trim)
        .skip_while(|line| *line != "[Desktop Entry]")
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('='))
        .map(|(name, value)| (name.trim(), value.trim()))
        .collect()
}

/// The words of `Exec` without its place holders: the address goes to the end.
fn command(exec: &str) -> Option<Vec<String>> {
    let words = shell_words::split(exec).ok()?;
    let kept: Vec<String> = words
        .into_iter()
        .filter(|word| !word.starts_with("@@"))
        .filter(|word| !(word.len() == 2 && word.starts_with('%') && word != "%%"))
        .map(|word| word.replace("%%", "%"))
        .collect();
    // A place holder inside a word is more than we can put right.
    let is_clean = !kept.iter().any(|word| word.contains('%'));
    (is_clean && !kept.is_empty()).then_some(kept)
}
