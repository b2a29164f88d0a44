//! The crates that must be there, each doing its real job.

use crate::keep;
use crate::source::{root, sources};

/// Crates that are direct dependencies whatever else changes, and a layer that uses each.
const NAMED: &[&str] = &[
    "eframe",
    "egui",
    "reqwest",
    "tokio",
    "serde",
    "ron",
    "keyring",
    "directories",
    "open",
    "rfd",
];

/// Crates whose user has not been written yet; this list only ever gets shorter.
const NOT_YET: &[&str] = &["eframe", "rfd"];

#[test]
fn each_named_crate_is_a_direct_dependency() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let dependencies = manifest
        .split("[dependencies]")
        .nth(1)
        .and_then(|rest| rest.split("[dev-dependencies]").next())
        .unwrap();
    let breaches: Vec<String> = NAMED
        .iter()
        .filter(|name| {
            !dependencies
                .lines()
                .any(|line| line.starts_with(&format!("{name} =")))
        })
        .map(|name| (*name).to_owned())
        .collect();
    keep("a named crate is a direct dependency", &breaches);
}

#[test]
fn each_named_crate_is_used() {
    let used: Vec<String> = sources()
        .iter()
        .flat_map(|source| source.named())
        .map(|named| named.path.split("::").next().unwrap().to_owned())
        .collect();
    let breaches: Vec<String> = NAMED
        .iter()
        .filter(|name| !used.iter().any(|path| path == *name))
        .filter(|name| !NOT_YET.contains(name))
        .map(|name| (*name).to_owned())
        .collect();
    keep("a named crate is used", &breaches);
}

#[test]
fn one_toolchain_is_named_once() {
    assert!(
        !root().join("rust-toolchain.toml").exists(),
        "the least version stands in Cargo.toml (rust-version); a toolchain file would fetch another"
    );
}
