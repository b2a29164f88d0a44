//! Scopes: what a token may do. Order is kept; unknown names are fine (RFC 6749 3.3).

use serde::{Deserialize, Serialize};

/// A list of scopes, separated by spaces on the wire and in files.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Scopes(Vec<String>);

impl Scopes {
    /// Reads a list; runs of white space count as one space, repeated names once.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut names: Vec<String> = Vec::new();
        for name in text.split_whitespace() {
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        Self(names)
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
    fn the_two_names_of_the_refresh_scope_are_one() {
        let asked = Scopes::parse("api refresh_token web");
        assert_eq!(
            asked.missing_from(&Scopes::parse("offline_access api")),
            ["web"]
        );
    }
}
