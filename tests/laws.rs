//! The laws of the house, proved on the source text.
//!
//! Nothing here links to the library: a law reads files, and its message names
//! the file and the line. `ARCHITECTURE.md` says which law keeps which promise.
#![allow(
    clippy::unwrap_used,
    reason = "a law that cannot read the sources must fail loudly"
)]

#[path = "laws/catalogue.rs"]
mod catalogue;
#[path = "laws/contrast.rs"]
mod contrast;
#[path = "laws/costs.rs"]
mod costs;
#[path = "laws/crates.rs"]
mod crates;
#[path = "laws/files.rs"]
mod files;
#[path = "laws/layers.rs"]
mod layers;
#[path = "laws/licences.rs"]
mod licences;
#[path = "laws/places.rs"]
mod places;
#[path = "laws/scan.rs"]
mod scan;
#[path = "laws/secrets.rs"]
mod secrets;
#[path = "laws/source.rs"]
mod source;
#[path = "laws/words.rs"]
mod words;

/// Fails with one line per breach.
#[track_caller]
fn keep(law: &str, breaches: &[String]) {
    assert!(breaches.is_empty(), "{law}\n  {}\n", breaches.join("\n  "));
}
