//! How fast it is: each figure beside a bound taken in the same run.
//!
//! ```text
//! xvfb-run -a cargo bench --bench speed              all of it, some minutes
//! xvfb-run -a cargo bench --bench speed -- frame     one part: frame, library, token, login, refresh, lock or window
//! ```
//!
//! Without a display the window is left out, and said to be.

#![allow(clippy::unwrap_used, reason = "a bench may stop at the first surprise")]

mod frame;
mod library;
mod lock;
mod login;
#[allow(dead_code, reason = "the bench needs less of it than the tests do")]
#[path = "../../tests/it/login/bench.rs"]
mod org;
mod refresh;
mod sample;
mod token;
mod window;
#[allow(dead_code, reason = "the bench needs less of it than the tests do")]
#[path = "../../tests/it/cli/world.rs"]
mod world;

use std::time::Duration;

use org::free_port;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|word| word == window::EMPTY) {
        window::empty();
        return;
    }
    if arguments.iter().any(|word| word == token::UNDER_KEYRING) {
        token::under_keyring();
        return;
    }
    let wanted: Vec<&String> = arguments
        .iter()
        .filter(|word| !word.starts_with('-'))
        .collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|word| *word == name);
    println!("| What | Figure | Beside | Ratio | Aim |\n|---|---|---|---|---|");
    for (name, part) in [
        ("frame", frame::run as fn()),
        ("library", library::run),
        ("token", token::run),
        ("login", login::run),
        ("refresh", refresh::run),
        ("lock", lock::run),
        ("window", window::run),
    ] {
        if is_wanted(name) {
            part();
        }
    }
}

/// Prints one row of the table.
fn row(what: &str, figure: &str, beside: &str, ratio: Option<f64>, aim: &str) {
    let ratio = ratio.map_or_else(String::new, |ratio| format!("{ratio:.2}"));
    println!("| {what} | {figure} | {beside} | {ratio} | {aim} |");
}

/// Milliseconds with two digits.
fn millis(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}

/// The middle one.
fn median<T: Ord + Copy>(mut of: Vec<T>) -> T {
    of.sort_unstable();
    of[of.len() / 2]
}
