//! Profiles that a person has inside a browser, from the browser's own files.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use serde_json::Value;

use crate::model::browser::{BrowserProfile, Family};
use crate::model::profile::is_invisible;

/// The longest file worth reading, in bytes.
const LONGEST: u64 = 8 * 1024 * 1024;
/// Profiles worth a menu.
const AT_MOST: usize = 50;

/// Reads the profiles below a browser's folder; nothing where there are none, or the file is not what it should be.
pub(super) fn read(folder: &Path, family: Family) -> Vec<BrowserProfile> {
    let found = match family {
        Family::Chromium => chromium(folder),
        Family::Firefox => firefox(folder),
        Family::Other => None,
    };
    found.unwrap_or_default()
}

/// Reads a regular file that is not longer than `longest`.
pub(super) fn read_some(file: &Path, longest: u64) -> Option<String> {
    if !std::fs::metadata(file).ok()?.is_file() {
        return None;
    }
    let mut text = String::new();
    let read = File::open(file)
        .ok()?
        .take(longest + 1)
        .read_to_string(&mut text)
        .ok()?;
    (read as u64 <= longest).then_some(text)
}

fn chromium(folder: &Path) -> Option<Vec<BrowserProfile>> {
    let state: Value =
        serde_json::from_str(&read_some(&folder.join("Local State"), LONGEST)?).ok()?;
    let known = state.get("profile")?.get("info_cache")?.as_object()?;
    let profiles = known.iter().take(AT_MOST).map(|(key, about)| {
        let name = about.get("name").and_then(Value::as_str).unwrap_or(key);
        profile(key, name)
    });
    Some(profiles.collect())
}

fn firefox(folder: &Path) -> Option<Vec<BrowserProfile>> {
    let text = read_some(&folder.join("profiles.ini"), LONGEST)?;
    let mut is_profile = false;
    let mut profiles = Vec::new();
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            is_profile = line.starts_with("[Profile");
        } else if let Some(name) = line.strip_prefix("Name=").filter(|_| is_profile) {
            profiles.push(profile(name, name));
        }
    }
    profiles.truncate(AT_MOST);
    Some(profiles)
}

fn profile(key: &str, label: &str) -> BrowserProfile {
    BrowserProfile {
        key: key.to_owned(),
        label: label
            .chars()
            .filter(|c| !is_invisible(*c))
            .take(60)
            .collect(),
    }
}
