//! Ids: of what we keep, and of orgs and users.

use std::fmt;
use std::sync::Arc;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// Why a text is not an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdProblem {
    /// Nothing was given.
    Empty,
    /// Longer than 64 characters.
    TooLong,
    /// Something other than `a`–`z`, `0`–`9` and `-`.
    Alphabet,
}

/// Names one profile: `[a-z0-9-]{1,64}`, chosen by the person or made from the name.
///
/// Shared, as an id of a session is: the list, its order and its index all hold one.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct ProfileId(Arc<str>);

/// Names one session: 16 lower-case hex digits, random.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct SessionId(Arc<str>);

/// Names one run of a flow, or one other task of the engine: 16 lower-case hex digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RunId(String);

impl ProfileId {
    /// The longest id.
    pub const MAX: usize = 64;

    /// Checks a typed id.
    ///
    /// # Errors
    ///
    /// Which rule it breaks.
    pub fn parse(text: &str) -> Result<Self, IdProblem> {
        if text.is_empty() {
            return Err(IdProblem::Empty);
        }
        if !text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        {
            return Err(IdProblem::Alphabet);
        }
        if text.len() > Self::MAX {
            return Err(IdProblem::TooLong);
        }
        Ok(Self(text.into()))
    }

    /// Makes an id from a name: lower case, every run of other characters a hyphen.
    ///
    /// `taken` says which ids exist; a number is appended until one is free.
    pub fn from_name(name: &str, taken: impl Fn(&Self) -> bool) -> Self {
        let mut slug = String::new();
        for c in name.chars().flat_map(char::to_lowercase) {
            if c.is_ascii_lowercase() || c.is_ascii_digit() {
                slug.push(c);
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        slug.truncate(Self::MAX - 8);
        let slug = match slug.trim_end_matches('-') {
            "" => "profile".to_owned(),
            kept => kept.to_owned(),
        };
        let mut id = Self(slug.as_str().into());
        let mut number = 2_u64;
        while taken(&id) {
            id = Self(format!("{slug}-{number}").into());
            number += 1;
        }
        id
    }
}

/// Reads an id where the text stands, so that only the id itself is allocated.
struct Read<T>(fn(&str) -> Result<T, &'static str>);

impl<T> Visitor<'_> for Read<T> {
    type Value = T;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id")
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        self.0(text).map_err(E::custom)
    }
}

impl<'de> Deserialize<'de> for ProfileId {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_str(Read(|text| {
            Self::parse(text).map_err(|_| "an id has 1 to 64 characters of a-z, 0-9 and -")
        }))
    }
}

impl<'de> Deserialize<'de> for SessionId {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_str(Read(|text| Ok(Self::known(text))))
    }
}

macro_rules! random_id {
    ($name:ident) => {
        impl $name {
            /// Makes an id of eight random bytes.
            #[must_use]
            pub fn from_random(bytes: [u8; 8]) -> Self {
                Self(hex(&bytes).into())
            }

            /// Takes an id that was made before.
            #[must_use]
            pub fn known(text: &str) -> Self {
                Self(text.into())
            }
        }
    };
}
random_id!(SessionId);
random_id!(RunId);

/// An 18-character Salesforce org id (`00D…`), or another server's issuer-scoped id.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OrgId(String);

/// An 18-character Salesforce user id (`005…`), or another server's subject.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UserId(String);

macro_rules! record_id {
    ($name:ident) => {
        impl $name {
            /// Takes an id as a server gave it; 15 characters become 18.
            #[must_use]
            pub fn new(text: &str) -> Self {
                Self(to_18(text))
            }
        }
    };
}
record_id!(OrgId);
record_id!(UserId);

macro_rules! text_id {
    ($name:ident) => {
        impl $name {
            /// Returns the id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }
    };
}
text_id!(ProfileId);
text_id!(SessionId);
text_id!(RunId);
text_id!(OrgId);
text_id!(UserId);

/// Writes bytes as lower-case hex.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// Appends the three check characters to a 15-character record id; leaves anything else alone.
///
/// Per group of five, bit *j* is set when character *j* is a capital; the value indexes `A`–`Z0`–`5`.
#[must_use]
pub fn to_18(id: &str) -> String {
    if id.len() != 15 || !id.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return id.to_owned();
    }
    const CHECK: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
    let suffix = id.as_bytes().chunks(5).map(|group| {
        let index = group
            .iter()
            .enumerate()
            .filter(|(_, c)| c.is_ascii_uppercase())
            .fold(0, |bits, (j, _)| bits | 1 << j);
        CHECK.get(index).copied().map_or('A', char::from)
    });
    id.chars().chain(suffix).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_published_ids_get_their_suffix() {
        assert_eq!(to_18("00D5e0000012ABC"), "00D5e0000012ABCEA2");
        assert_eq!(to_18("0055e000003XYZq"), "0055e000003XYZqAAO");
        assert_eq!(to_18("00D5e0000012ABCEA2"), "00D5e0000012ABCEA2");
    }

    #[test]
    fn an_id_is_made_from_a_name_and_never_twice() {
        let first = ProfileId::from_name("Acme UAT (full copy)", |_| false);
        assert_eq!(first.as_str(), "acme-uat-full-copy");
        let second = ProfileId::from_name("Acme UAT (full copy)", |id| *id == first);
        assert_eq!(second.as_str(), "acme-uat-full-copy-2");
        assert_eq!(
            ProfileId::from_name("ÄÖ 漢字", |_| false).as_str(),
            "profile"
        );
    }

    #[test]
    fn a_path_is_not_an_id() {
        assert_eq!(ProfileId::parse("../../x"), Err(IdProblem::Alphabet));
        assert_eq!(ProfileId::parse(""), Err(IdProblem::Empty));
        assert_eq!(ProfileId::parse(&"a".repeat(65)), Err(IdProblem::TooLong));
    }
}
