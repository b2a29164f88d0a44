//! Scopes: what a token may do. Order is kept; unknown names are fine (RFC 6749 3.3).

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

/// The most names that are taken from a server; Salesforce knows about forty.
const MOST_TOLD: usize = 500;

/// A list of scopes, separated by spaces on the wire and in files.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Scopes(Vec<String>);

impl Scopes {
    /// Reads a list; runs of white space count as one space, repeated names once.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut seen = HashSet::new();
        let names = text.split_whitespace().filter(|name| seen.insert(*name));
        Self(names.map(str::to_owned).collect())
    }

    /// Reads the list of a server: what no scope can be called is left out, and so is what nobody could read.
    #[must_use]
    pub fn told(text: &str) -> Self {
        let mut told = Self::parse(text);
        told.0
            .retain(|name| name.bytes().all(|b| b.is_ascii_graphic()));
        told.0.truncate(MOST_TOLD);
        told
    }

    /// Returns the names in their order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Returns true when no scope is named: then no `scope` is sent, and the app's own list applies.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns true when the list names this scope.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.0.iter().any(|known| known == name)
    }

    /// Returns true when an ID token is asked for.
    #[must_use]
    pub fn asks_openid(&self) -> bool {
        self.contains("openid")
    }

    /// Returns true when a refresh token is asked for.
    #[must_use]
    pub fn asks_refresh(&self) -> bool {
        self.contains("refresh_token") || self.contains("offline_access")
    }

    /// Returns the names that `granted` lacks.
    #[must_use]
    pub fn missing_from(&self, granted: &Self) -> Vec<String> {
        let same = |a: &str, b: &str| a == b || (is_refresh(a) && is_refresh(b));
        self.0
            .iter()
            .filter(|name| !granted.iter().any(|other| same(name, other)))
            .cloned()
            .collect()
    }
}

fn is_refresh(name: &str) -> bool {
    matches!(name, "refresh_token" | "offline_access")
}

impl From<String> for Scopes {
    fn from(text: String) -> Self {
        Self::parse(&text)
    }
}

impl From<Scopes> for String {
    fn from(scopes: Scopes) -> Self {
        scopes.to_string()
    }
}

impl std::fmt::Display for Scopes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_kept_and_doubles_go() {
        assert_eq!(Scopes::parse(" api  openid api ").to_string(), "api openid");
    }

    #[test]
    fn what_a_server_says_is_bounded_and_can_be_read() {
        assert_eq!(
            Scopes::told("api \u{1b}[31mred \u{202e}ipa id").to_string(),
            "api id"
        );
        // As many as an answer has room for: a list that is compared pair by pair would take minutes.
        let many: String = (0..60_000).map(|n| format!("{n:x} ")).collect();
        assert_eq!(Scopes::told(&many).iter().count(), MOST_TOLD);
    }

    #[test]
    fn the_two_names_of_the_refresh_scope_are_one() {
        let asked = Scopes::parse("api refresh_token web");
        assert_eq!(
            asked.missing_from(&Scopes::parse("offline_access api")),
            ["web"]
        );
    }
}
