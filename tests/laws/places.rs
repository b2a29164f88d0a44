//! What no file may contain: places of a workplace, weak methods, a shell.

use std::path::{Path, PathBuf};

use crate::keep;
use crate::source::{files_below, relative, root, sources};

#[test]
fn no_file_names_a_place_of_a_workplace() {
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let places: Vec<String> = [
        Some(root().to_owned()),
        root().parent().map(Path::to_owned),
        home,
    ]
    .into_iter()
    .flatten()
    // A short one, such as the folder for temporary files, is everybody's.
    .filter(|place| place.components().count() > 2 || place.ends_with("root"))
    .map(|place| place.to_string_lossy().into_owned())
    .collect();
    let runner = ["/home", "runner"].join("/");
    let mut breaches = Vec::new();
    for path in files_below(root()) {
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        for (number, line) in text.lines().enumerate() {
            let named = places.iter().any(|place| names(line, place));
            if named || line.contains(&runner) {
                breaches.push(format!("{}:{}", relative(&path), number + 1));
            }
        }
    }
    keep(
        "a committed file names no absolute path of a machine",
        &breaches,
    );
}

/// Says whether a line has a place as a whole path, not as a part of a word.
fn names(line: &str, place: &str) -> bool {
    line.match_indices(place).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + place.len()..].chars().next();
        before.is_none_or(|c| !c.is_alphanumeric() && c != '.' && c != '/' && c != '_')
            && after.is_none_or(|c| !c.is_alphanumeric() && c != '-' && c != '_')
    })
}

#[test]
fn pkce_has_one_method() {
    let breaches: Vec<String> = strings()
        .filter(|(_, inside)| inside == "plain" || inside.contains("code_challenge_method=plain"))
        .map(|(place, _)| place)
        .collect();
    keep("PKCE is S256; `plain` is not spoken", &breaches);
}

#[test]
fn nothing_is_run_through_a_shell() {
    let shells = [
        "sh",
        "/bin/sh",
        "bash",
        "/bin/bash",
        "cmd",
        "cmd.exe",
        "powershell",
    ];
    let switches = ["-c", "/c", "/C"];
    let breaches: Vec<String> = strings()
        .filter(|(_, inside)| {
            shells.contains(&inside.as_str())
                || switches.contains(&inside.as_str())
                || inside.contains("sh -c ")
        })
        .map(|(place, _)| place)
        .collect();
    keep(
        "a child process is started with its arguments, never through a shell",
        &breaches,
    );
}

/// Every string literal of the product, with its place; the demo org may
/// know weak words, because it refuses them.
fn strings() -> impl Iterator<Item = (String, String)> {
    sources()
        .into_iter()
        .filter(|source| source.layer() != "demo_org")
        .flat_map(|source| {
            source
                .scan
                .strings
                .into_iter()
                .map(move |(line, inside)| (format!("{}:{line}", source.path), inside))
        })
}
