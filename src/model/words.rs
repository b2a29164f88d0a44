//! Words: every text a person reads, by key, from one message catalogue.
//!
//! The catalogue is `assets/words/en.ftl`, in Fluent's syntax. A key that is
//! not there is shown as itself, and `tests/laws.rs` finds it.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Bound;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

/// The English catalogue, as it is in the source tree.
pub const ENGLISH: &str = include_str!("../../assets/words/en.ftl");

/// Returns the text of a key.
#[must_use]
pub fn text(key: &str) -> String {
    with(key, &[])
}

/// Returns the text of a key with its placeholders filled in.
///
/// Values are inserted as they are; a person's or an org's words do not have
/// to be escaped.
#[must_use]
pub fn with(key: &str, values: &[(&str, &str)]) -> String {
    let mut args = FluentArgs::new();
    for (name, value) in values {
        args.set(*name, FluentValue::String(Cow::Borrowed(*value)));
    }
    format(key, &args)
}

/// Returns the text of a key that counts something, with `$count` set.
#[must_use]
pub fn count(key: &str, count: usize) -> String {
    let mut args = FluentArgs::new();
    args.set("count", FluentValue::from(count));
    format(key, &args)
}

/// Returns the text of a key, or nothing when the catalogue has no such key.
#[must_use]
pub fn find(key: &str) -> Option<String> {
    catalogue().has_message(key).then(|| text(key))
}

/// Returns true when the catalogue has a key.
#[must_use]
pub fn has(key: &str) -> bool {
    catalogue().has_message(key)
}

/// Returns the keys that begin so, in order.
pub fn below(start: &str) -> impl Iterator<Item = &'static str> {
    static KEYS: std::sync::OnceLock<BTreeSet<&'static str>> = std::sync::OnceLock::new();
    let keys = KEYS.get_or_init(|| {
        ENGLISH
            .lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(|line| line.split(" =").next())
            .collect()
    });
    keys.range::<str, _>((Bound::Included(start), Bound::Unbounded))
        .copied()
        .take_while(move |key| key.starts_with(start))
}

fn format(key: &str, args: &FluentArgs<'_>) -> String {
    let bundle = catalogue();
    let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
        return key.to_owned();
    };
    let mut problems = Vec::new();
    bundle
        .format_pattern(pattern, Some(args), &mut problems)
        .into_owned()
}

fn catalogue() -> &'static FluentBundle<FluentResource> {
    static BUNDLE: std::sync::OnceLock<FluentBundle<FluentResource>> = std::sync::OnceLock::new();
    BUNDLE.get_or_init(|| {
        let resource = match FluentResource::try_new(ENGLISH.to_owned()) {
            Ok(resource) => resource,
            // A broken line loses itself, not the catalogue; the test below finds it.
            Err((resource, _)) => resource,
        };
        let mut bundle = FluentBundle::new_concurrent(vec!["en".parse().unwrap_or_default()]);
        // Without this, invisible direction marks would end up in what people copy.
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        bundle
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_parses_without_a_complaint() {
        let problems = FluentResource::try_new(ENGLISH.to_owned())
            .err()
            .map(|(_, errors)| errors);
        assert_eq!(problems.map(|errors| format!("{errors:?}")), None);
    }

    #[test]
    fn a_placeholder_is_filled_and_not_decorated() {
        assert_eq!(
            with("app-version", &[("version", "0.1.0")]),
            "Valet Key 0.1.0"
        );
    }

    #[test]
    fn no_key_stands_twice() {
        let mut keys: Vec<&str> = ENGLISH
            .lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(|line| line.split(" =").next())
            .collect();
        keys.sort_unstable();
        let twice: Vec<&str> = keys
            .windows(2)
            .filter(|pair| pair[0] == pair[1])
            .map(|pair| pair[0])
            .collect();
        assert_eq!(twice, Vec::<&str>::new());
    }
}
