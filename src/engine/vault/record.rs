//! Records of the vault: their names, what is inside, and how they are sealed.
//!
//! Each record has a random key of its own, wrapped by the vault key, so that
//! changing where the vault key lives touches no record.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::format::Sealed;
use crate::engine::vault_key::{Key, NoRandom, SEAL_EXTRA};
use crate::model::ids::{ProfileId, SessionId};
use crate::model::secret::{AccessToken, ClientSecret, IdToken, PrivateKey, RefreshToken, Secret};
use crate::model::web_session::WebSecretKind;

/// Names a record: the tokens of a session, the secrets of a profile, or its private key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum RecordName {
    /// The tokens of a session.
    Session(SessionId),
    /// The secrets of a profile.
    Profile(ProfileId),
    /// The private key of a profile: a record of its own, so that its name alone says that there is one.
    Key(ProfileId),
}

impl fmt::Display for RecordName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Session(id) => write!(f, "session:{id}"),
            Self::Profile(id) => write!(f, "profile:{id}"),
            Self::Key(id) => write!(f, "key:{id}"),
        }
    }
}

impl From<RecordName> for String {
    fn from(name: RecordName) -> Self {
        name.to_string()
    }
}

impl TryFrom<String> for RecordName {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.split_once(':') {
            Some(("session", id)) => Ok(Self::Session(SessionId::known(id))),
            Some(("profile", id)) => ProfileId::parse(id)
                .map(Self::Profile)
                .map_err(|_| "not a profile id"),
            Some(("key", id)) => ProfileId::parse(id)
                .map(Self::Key)
                .map_err(|_| "not a profile id"),
            _ => Err("not a record name"),
        }
    }
}

/// The tokens of one session.
#[derive(Debug, Clone)]
pub struct SessionSecrets {
    /// The access token.
    pub access_token: AccessToken,
    /// The refresh token, where there is one.
    pub refresh_token: Option<RefreshToken>,
    /// The ID token, where there is one.
    pub id_token: Option<IdToken>,
    /// The web sessions of a hybrid flow.
    pub web: Vec<(WebSecretKind, Secret)>,
}

/// The secrets of one profile.
#[derive(Debug, Clone, Default)]
pub struct ProfileSecrets {
    /// The consumer secret.
    pub client_secret: Option<ClientSecret>,
}

/// The private key of one profile.
#[derive(Debug, Clone)]
pub struct KeySecrets {
    /// The key.
    pub private_key: PrivateKey,
}

/// What is inside a record and how it is written: name and text of each field.
pub trait Secrets: Sized {
    /// Returns the fields that have a value.
    fn fields(&self) -> Vec<(&'static str, &str)>;

    /// Reads the fields; names that this version does not know are passed over.
    fn from_fields(fields: Vec<(&str, String)>) -> Option<Self>;
}

impl Secrets for SessionSecrets {
    fn fields(&self) -> Vec<(&'static str, &str)> {
        let mut fields = vec![("access_token", self.access_token.expose())];
        fields.extend(
            self.refresh_token
                .iter()
                .map(|token| ("refresh_token", token.expose())),
        );
        fields.extend(
            self.id_token
                .iter()
                .map(|token| ("id_token", token.expose())),
        );
        fields.extend(
            self.web
                .iter()
                .map(|(kind, secret)| (kind.field(), secret.expose())),
        );
        fields
    }

    fn from_fields(fields: Vec<(&str, String)>) -> Option<Self> {
        let mut web = Vec::new();
        let (mut access_token, mut refresh_token, mut id_token) = (None, None, None);
        for (name, text) in fields {
            match name {
                "access_token" => access_token = Some(AccessToken::new(text)),
                "refresh_token" => refresh_token = Some(RefreshToken::new(text)),
                "id_token" => id_token = Some(IdToken::new(text)),
                _ => match WebSecretKind::ALL.iter().find(|kind| kind.field() == name) {
                    Some(kind) => web.push((*kind, Secret::new(text))),
                    None => drop(Zeroizing::new(text)),
                },
            }
        }
        Some(Self {
            access_token: access_token?,
            refresh_token,
            id_token,
            web,
        })
    }
}

impl Secrets for ProfileSecrets {
    fn fields(&self) -> Vec<(&'static str, &str)> {
        self.client_secret
            .iter()
            .map(|secret| ("client_secret", secret.expose()))
            .collect()
    }

    fn from_fields(fields: Vec<(&str, String)>) -> Option<Self> {
        let mut secrets = Self::default();
        for (name, text) in fields {
            match name {
                "client_secret" => secrets.client_secret = Some(ClientSecret::new(text)),
                _ => drop(Zeroizing::new(text)),
            }
        }
        Some(secrets)
    }
}

impl Secrets for KeySecrets {
    fn fields(&self) -> Vec<(&'static str, &str)> {
        vec![("private_key", self.private_key.expose())]
    }

    fn from_fields(fields: Vec<(&str, String)>) -> Option<Self> {
        let mut private_key = None;
        for (name, text) in fields {
            match name {
                "private_key" => private_key = Some(PrivateKey::new(text)),
                _ => drop(Zeroizing::new(text)),
            }
        }
        Some(Self {
            private_key: private_key?,
        })
    }
}

/// Writes fields one after the other: length and name, length and text, lengths as little-endian `u32`.
#[must_use]
pub fn pack(fields: &[(&str, &str)]) -> Zeroizing<Vec<u8>> {
    let room = fields
        .iter()
        .map(|(name, text)| 8 + name.len() + text.len());
    // All the room at once: growing would leave copies behind in freed memory.
    let mut packed = Zeroizing::new(Vec::with_capacity(room.sum()));
    for part in fields.iter().flat_map(|(name, text)| [name, text]) {
        packed.extend_from_slice(&u32::try_from(part.len()).unwrap_or(u32::MAX).to_le_bytes());
        packed.extend_from_slice(part.as_bytes());
    }
    packed
}

/// Reads what [`pack`] wrote; nothing when it has another form.
#[must_use]
pub fn unpack(mut packed: &[u8]) -> Option<Vec<(&str, String)>> {
    let mut fields = Vec::new();
    while !packed.is_empty() {
        let name = take(&mut packed)?;
        fields.push((name, take(&mut packed)?.to_owned()));
    }
    Some(fields)
}

fn take<'a>(packed: &mut &'a [u8]) -> Option<&'a str> {
    let (length, rest) = packed.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    let (text, rest) = rest.split_at_checked(length)?;
    *packed = rest;
    std::str::from_utf8(text).ok()
}

/// Length of a wrapped record key in bytes.
const WRAPPED: usize = 32 + SEAL_EXTRA;

/// Seals a payload under a new key of its own.
///
/// # Errors
///
/// [`NoRandom`].
pub fn seal(
    vault_key: &Key,
    vault_id: &str,
    name: &RecordName,
    revision: u64,
    payload: &[u8],
) -> Result<Sealed, NoRandom> {
    let context = context(vault_id, name, revision);
    let record_key = Key::random()?;
    let mut bytes = vault_key.seal(&context, record_key.bytes())?;
    bytes.extend(record_key.seal(&context, payload)?);
    Ok(Sealed {
        revision,
        possibly_stale: false,
        bytes: Arc::from(bytes),
    })
}

/// Opens a record; nothing when a bit, its name, its revision or its vault is another.
#[must_use]
pub fn open(
    vault_key: &Key,
    vault_id: &str,
    name: &RecordName,
    sealed: &Sealed,
) -> Option<Zeroizing<Vec<u8>>> {
    let context = context(vault_id, name, sealed.revision);
    let (wrapped, ciphertext) = sealed.bytes.split_at_checked(WRAPPED)?;
    let record_key = Key::from_bytes(&vault_key.open(&context, wrapped)?)?;
    record_key.open(&context, ciphertext)
}

fn context(vault_id: &str, name: &RecordName, revision: u64) -> Vec<u8> {
    format!("valet-key/vault/record\0{vault_id}\0{name}\0{revision}").into_bytes()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    #[test]
    fn fields_survive_packing() {
        let secrets = SessionSecrets {
            access_token: AccessToken::new("00D!é".into()),
            refresh_token: None,
            id_token: Some(IdToken::new(String::new())),
            web: vec![(WebSecretKind::Csrf, Secret::new("c".into()))],
        };
        let packed = pack(&secrets.fields());
        let again = SessionSecrets::from_fields(unpack(&packed).unwrap()).unwrap();
        assert_eq!(again.access_token.expose(), "00D!é");
        assert!(again.refresh_token.is_none());
        assert_eq!(again.id_token.unwrap().expose(), "");
    }

    #[test]
    fn a_field_of_a_later_version_is_passed_over() {
        let packed = pack(&[("later", "x"), ("client_secret", "s")]);
        let secrets = ProfileSecrets::from_fields(unpack(&packed).unwrap()).unwrap();
        assert_eq!(secrets.client_secret.unwrap().expose(), "s");
    }

    #[test]
    fn cut_fields_are_no_fields() {
        let packed = pack(&[("client_secret", "text")]);
        for end in 1..packed.len() {
            assert!(unpack(&packed[..end]).is_none(), "{end}");
        }
    }

    #[test]
    fn a_record_opens_under_its_own_name_revision_and_vault_only() {
        let key = Key::random().unwrap();
        let name = RecordName::Session(SessionId::known("a"));
        let sealed = seal(&key, "v", &name, 3, b"payload").unwrap();
        assert_eq!(
            open(&key, "v", &name, &sealed).unwrap().as_slice(),
            b"payload"
        );
        let other = RecordName::Session(SessionId::known("b"));
        assert!(open(&key, "v", &other, &sealed).is_none());
        assert!(open(&key, "w", &name, &sealed).is_none());
        let older = Sealed {
            revision: 2,
            ..sealed
        };
        assert!(open(&key, "v", &name, &older).is_none());
    }

    #[test]
    fn names_are_read_back_and_bad_ones_refused() {
        for name in [
            "session:0011223344556677",
            "profile:acme-uat",
            "key:acme-uat",
        ] {
            assert_eq!(
                RecordName::try_from(name.to_owned()).unwrap().to_string(),
                name
            );
        }
        assert!(RecordName::try_from("profile:../x".to_owned()).is_err());
        assert!(RecordName::try_from("other:x".to_owned()).is_err());
    }
}
