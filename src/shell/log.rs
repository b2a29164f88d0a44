//! The log: off until `VALET_KEY_LOG` names a level; lines on stderr, from our own code only.

use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// Names the level: `error`, `warn`, `info`, `debug` or `trace`.
const VARIABLE: &str = "VALET_KEY_LOG";

/// Begins to log when the environment asks for it; a word that is no level logs warnings.
///
/// What libraries log is left out at every level: some write headers, and with them tokens.
pub fn begin() {
    let Some(wanted) = std::env::var_os(VARIABLE).filter(|text| !text.is_empty()) else {
        return;
    };
    let level = wanted
        .to_str()
        .and_then(|text| text.parse().ok())
        .unwrap_or(LevelFilter::WARN);
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .with_filter(Targets::new().with_target("valet_key", level));
    // A program that embeds this library may have a log of its own.
    let _ = tracing_subscriber::registry().with(lines).try_init();
}
