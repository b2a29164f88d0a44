//! The message catalogue: every key that is used is there, every error has three parts.

use std::collections::BTreeSet;

use crate::keep;
use crate::scan::scan;
use crate::source::{files_below, root, sources};

/// First words of keys; a literal that begins so is taken for a key.
const SECTIONS: &[&str] = &["window-", "error-", "exchange-", "field-"];

/// The functions of `model::words` that take a key first.
const LOOKUPS: &[&str] = &["words::text(", "words::with(", "words::count("];

fn keys() -> BTreeSet<String> {
    files_below(&root().join("assets/words"))
        .iter()
        .filter(|path| path.extension().is_some_and(|e| e == "ftl"))
        .flat_map(|path| {
            let text = std::fs::read_to_string(path).unwrap();
            text.lines()
                .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
                .filter_map(|line| line.split_once('=').map(|(key, _)| key.trim().to_owned()))
                .collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn every_key_in_use_is_in_the_catalogue() {
    let keys = keys();
    let mut breaches = Vec::new();
    for source in sources() {
        let code = &source.scan.code;
        let mut used: BTreeSet<(usize, String)> = source
            .scan
            .strings
            .iter()
            .filter(|(_, inside)| {
                SECTIONS
                    .iter()
                    .any(|s| inside.starts_with(s) && inside.len() > s.len())
                    && inside
                        .chars()
                        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
                    && !inside.ends_with('-')
            })
            .cloned()
            .collect();
        for lookup in LOOKUPS {
            for (at, _) in code.match_indices(lookup) {
                let after = code[at + lookup.len()..].trim_start();
                if !after.starts_with('"') {
                    continue;
                }
                let quote = code.len() - after.len();
                used.insert(literal_at(&source.head, code, quote));
            }
        }
        for (line, key) in used {
            if !keys.contains(&key) {
                breaches.push(format!("{}:{line} uses {key}", source.path));
            }
        }
    }
    keep("every key in use is in assets/words", &breaches);
}

/// The literal whose opening quote stands at a byte of the code.
fn literal_at(head: &str, code: &str, quote: usize) -> (usize, String) {
    let before = code[..quote].matches('"').count() / 2;
    scan(head).strings[before].clone()
}

#[test]
fn every_problem_is_explained() {
    let keys = keys();
    let mut breaches = Vec::new();
    for source in sources() {
        let code = &source.scan.code;
        for (at, found) in code.match_indices("Problem::new(") {
            let arguments = &code[at + found.len()..];
            let Some(comma) = arguments.find(',') else {
                continue;
            };
            let second = arguments[comma + 1..].trim_start();
            if !second.starts_with('"') {
                continue;
            }
            let quote = code.len() - second.len();
            let (line, named) = literal_at(&source.head, code, quote);
            let slug = named.replace('_', "-").to_ascii_lowercase();
            if !keys.contains(&format!("error-{slug}")) && !keys.contains(&format!("org-{slug}")) {
                breaches.push(format!("{}:{line} has the problem {named}", source.path));
            }
        }
    }
    keep(
        "every problem has its three texts in assets/words",
        &breaches,
    );
}

#[test]
fn every_error_has_its_cause_and_its_next_step() {
    let keys = keys();
    let mut breaches = Vec::new();
    for key in &keys {
        let Some(section) = ["error-", "org-"].iter().find(|s| key.starts_with(**s)) else {
            continue;
        };
        let stem = key
            .trim_end_matches("-cause")
            .trim_end_matches("-next")
            .trim_end_matches("-head");
        if stem.len() <= section.len() {
            continue;
        }
        for part in [
            stem.to_owned(),
            format!("{stem}-cause"),
            format!("{stem}-next"),
        ] {
            if !keys.contains(&part) {
                breaches.push(format!("{part} is missing (there is {key})"));
            }
        }
    }
    breaches.sort();
    breaches.dedup();
    keep(
        "an error says what happened, the usual cause, what to do next",
        &breaches,
    );
}

#[test]
fn texts_of_the_window_are_looked_up() {
    let verbs = [
        ".button(\"",
        ".label(\"",
        ".heading(\"",
        "Button::new(\"",
        "Label::new(\"",
        "RichText::new(\"",
        ".on_hover_text(\"",
        ".hint_text(\"",
    ];
    let mut breaches = Vec::new();
    for source in sources().iter().filter(|s| s.layer() == "ui") {
        for (number, line) in source.scan.code.lines().enumerate() {
            let literal = source.head.lines().nth(number).unwrap_or_default();
            if verbs.iter().any(|verb| line.contains(verb)) && !literal.contains("(\"\")") {
                breaches.push(format!("{}:{}", source.path, number + 1));
            }
        }
    }
    keep("a text in the window comes from assets/words", &breaches);
}
