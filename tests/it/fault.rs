//! What a panic says: where, and never its text, which may hold a secret (R46).

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::process::Stdio;

use valet_key::shell::fault;

use crate::child::{command, part};

const CHILD: &str = "fault::child_panics";
const SECRET: &str = "00D5e0000012ABC!a-secret-in-a-panic";

#[test]
fn child_panics() {
    if part(CHILD).is_none() {
        return;
    }
    fault::be_quiet();
    assert!(fault::contain(|| panic!("{SECRET}")).is_none());
}

#[test]
fn a_panic_names_its_place_and_not_its_text() {
    let mut child = command(CHILD, "once");
    let out = child.stderr(Stdio::piped()).output().unwrap();
    let said = String::from_utf8(out.stderr).unwrap();
    assert!(out.status.success(), "{said}");
    assert!(said.contains("tests/it/fault.rs:"), "{said}");
    assert!(!said.contains("secret-in-a-panic"), "{said}");
}
