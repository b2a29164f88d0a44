//! Where the code of others comes from, and under which terms (R74).

use std::process::Command;

use serde_json::Value;

use crate::keep;
use crate::source::root;

/// The one place from which crates come.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Terms under which a program may be passed on that is under `MIT OR Apache-2.0` itself.
///
/// MPL-2.0 asks for the source of its own files only, which is public.
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

#[test]
fn every_crate_of_the_lock_file_comes_from_crates_io_with_its_check_sum() {
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let packages: Vec<&str> = lock.split("[[package]]").skip(1).collect();
    assert!(packages.len() > 300, "the lock file was not read");
    let of = |package: &str, field: &str| {
        let start = format!("{field} = \"");
        let line = package.lines().find_map(|line| line.strip_prefix(&start))?;
        Some(line.trim_end_matches('"').to_owned())
    };
    let breaches: Vec<String> = packages
        .into_iter()
        .filter(|package| of(package, "name").as_deref() != Some("valet-key"))
        .filter(|package| {
            let has_sum = of(package, "checksum").is_some_and(|sum| sum.len() == 64);
            of(package, "source").as_deref() != Some(REGISTRY) || !has_sum
        })
        .map(|package| of(package, "name").unwrap_or_default())
        .collect();
    keep(
        "a crate comes from crates.io, with its check sum",
        &breaches,
    );
}

/// Only the crates that this system builds are here to be asked: those of another are asked there.
#[test]
fn every_crate_is_under_terms_that_allow_to_pass_the_program_on() {
    let host = said("rustc", &["-vV"]);
    let host = host
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .unwrap();
    let asked = [
        "metadata",
        "--locked",
        "--offline",
        "--format-version",
        "1",
        "--filter-platform",
        host,
    ];
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let metadata: Value = serde_json::from_str(&said(&cargo, &asked)).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 200, "only {} crates", packages.len());
    let breaches: Vec<String> = packages
        .iter()
        .filter(|package| !is_allowed(package["license"].as_str().unwrap_or_default()))
        .map(|package| format!("{}: {}", package["name"], package["license"]))
        .collect();
    keep("a crate is under terms of the list", &breaches);
}

fn said(program: &str, arguments: &[&str]) -> String {
    let mut command = Command::new(program);
    let said = command
        .args(arguments)
        .current_dir(root())
        .output()
        .unwrap();
    let why = String::from_utf8_lossy(&said.stderr);
    assert!(said.status.success(), "{program}: {why}");
    String::from_utf8(said.stdout).unwrap()
}

/// Reads an SPDX expression (annex D): all of `AND`, one of `OR`; a slash is an old `OR`.
fn is_allowed(expression: &str) -> bool {
    let words = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ");
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut at = 0;
    let is_allowed = any(&words, &mut at);
    is_allowed && at == words.len()
}

fn any(words: &[&str], at: &mut usize) -> bool {
    let mut is_allowed = all(words, at);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        is_allowed |= all(words, at);
    }
    is_allowed
}

fn all(words: &[&str], at: &mut usize) -> bool {
    let mut is_allowed = one(words, at);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        is_allowed &= one(words, at);
    }
    is_allowed
}

fn one(words: &[&str], at: &mut usize) -> bool {
    let Some(word) = words.get(*at) else {
        return false;
    };
    *at += 1;
    if *word == "(" {
        let is_allowed = any(words, at);
        *at += 1;
        return is_allowed;
    }
    if words.get(*at) == Some(&"WITH") {
        let exception = words.get(*at + 1).copied().unwrap_or_default();
        *at += 2;
        return ALLOWED.contains(&format!("{word} WITH {exception}").as_str());
    }
    ALLOWED.contains(word)
}

#[test]
fn an_expression_is_read_as_it_is_meant() {
    for allowed in [
        "MIT",
        "MIT/Apache-2.0",
        "GPL-3.0-only OR MIT",
        "(MIT OR GPL-2.0-only) AND Unicode-3.0",
        "Apache-2.0 WITH LLVM-exception",
    ] {
        assert!(is_allowed(allowed), "{allowed}");
    }
    for refused in [
        "",
        "GPL-3.0-only",
        "MIT AND GPL-3.0-only",
        "MIT AND (GPL-2.0-only OR AGPL-3.0-only)",
        "GPL-2.0-only WITH Classpath-exception-2.0",
    ] {
        assert!(!is_allowed(refused), "{refused}");
    }
}
