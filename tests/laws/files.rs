//! How a file is made: its head, its length, its name.

use crate::keep;
use crate::source::{files_below, relative, root, sources};

/// Lines a file may have before its unit tests.
const LONGEST: usize = 400;

#[test]
fn every_file_says_what_it_is_for() {
    let mut breaches = Vec::new();
    for folder in ["src", "tests"] {
        for path in files_below(&root().join(folder)) {
            if path.extension().is_none_or(|e| e != "rs") {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            if !text.starts_with("//! ") {
                breaches.push(relative(&path));
            }
        }
    }
    keep(
        "a file begins with one sentence about itself (`//! `)",
        &breaches,
    );
}

#[test]
fn no_file_is_longer_than_a_reader_can_hold() {
    let breaches: Vec<String> = sources()
        .iter()
        .map(|source| (source, source.head.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST)
        .map(|(source, lines)| format!("{}: {lines} lines", source.path))
        .collect();
    keep(
        "a file has at most 400 lines before its tests; split it by noun",
        &breaches,
    );
}

#[test]
fn no_file_is_called_mod() {
    let breaches: Vec<String> = ["src", "tests"]
        .iter()
        .flat_map(|folder| files_below(&root().join(folder)))
        .filter(|path| path.file_name().is_some_and(|name| name == "mod.rs"))
        .map(|path| relative(&path))
        .collect();
    keep(
        "`foo.rs` stands beside `foo/`, so that an editor tab says what it shows",
        &breaches,
    );
}

/// R73: what would wrap around in silence stops instead, in a release too.
#[test]
fn a_release_checks_for_overflow() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let profile = manifest.split("[profile.release]").nth(1).unwrap();
    let profile = profile.split("\n[").next().unwrap();
    assert!(profile.contains("overflow-checks = true"));
    assert!(!manifest.contains("overflow-checks = false"));
}

/// R73.
#[test]
fn no_code_of_ours_is_unsafe() {
    let breaches: Vec<String> = ["src/lib.rs", "src/main.rs"]
        .iter()
        .filter(|path| {
            !std::fs::read_to_string(root().join(path))
                .unwrap()
                .lines()
                .any(|line| line == "#![forbid(unsafe_code)]")
        })
        .map(|path| (*path).to_owned())
        .collect();
    keep("library and program forbid unsafe code", &breaches);
}

#[test]
fn an_allowance_gives_its_reason() {
    let mut breaches = Vec::new();
    for source in sources() {
        let code = &source.scan.code;
        for (at, _) in code
            .match_indices("[allow(")
            .chain(code.match_indices("[expect("))
        {
            let inside = code[at..].split(")]").next().unwrap();
            if !inside.contains("reason") {
                let line = code[..at].lines().count();
                breaches.push(format!("{}:{line}", source.path));
            }
        }
    }
    keep("`allow` and `expect` carry a reason", &breaches);
}
