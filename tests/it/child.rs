//! Child processes of tests: this test binary once more, running one test that plays a part.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::io::{BufRead as _, BufReader, Lines};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

/// Says which part a child plays; unset in an ordinary run, where such a test does nothing.
const PART: &str = "VALET_KEY_TEST_PART";

/// Set to anything: the long form of the tests that have one (3,000 kills, 64 KiB of flipped bits, 1,000 refreshes).
const LONG: &str = "VALET_KEY_TEST_LONG";

/// Marks a line that a child says to its parent; the test harness prints lines of its own.
const MARK: &str = "child: ";

/// Returns the part this process plays, if it is such a child.
pub fn part(name: &str) -> Option<String> {
    let part = std::env::var(PART).ok()?;
    let (test, argument) = part.split_once(' ')?;
    (test == name).then(|| argument.to_owned())
}

/// Returns the second number where the long form was asked for, else the first.
pub fn rounds(short: u32, long: u32) -> u32 {
    if std::env::var_os(LONG).is_some() {
        long
    } else {
        short
    }
}

/// Makes the command that runs one test of this binary as a child.
pub fn command(test: &str, argument: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(PART, format!("{test} {argument}"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

/// Says a line to the parent.
pub fn say(line: &str) {
    println!("{MARK}{line}");
}

/// What a child says.
pub struct Said(Lines<BufReader<ChildStdout>>);

impl Said {
    pub fn of(child: &mut Child) -> Self {
        Self(BufReader::new(child.stdout.take().unwrap()).lines())
    }
}

impl Iterator for Said {
    type Item = String;
    fn next(&mut self) -> Option<String> {
        loop {
            let line = self.0.next()?.ok()?;
            // The harness writes "test name ... " without an end of line before the first.
            if let Some((_, said)) = line.split_once(MARK) {
                return Some(said.to_owned());
            }
        }
    }
}

/// Returns all files below a folder.
pub fn files_below(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        match entry.path() {
            path if path.is_dir() => files.extend(files_below(&path)),
            path => files.push(path),
        }
    }
    files
}
