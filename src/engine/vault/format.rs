//! The vault file, byte by byte. Whatever later schemas change, the first five parts stay (R56, R59).
//!
//! ```text
//! "VKVAULT\n"          8   magic
//! schema               2   little-endian
//! length of header     4   little-endian
//! header               …   JSON: where the key is, and a line for each record
//! seal                40   nonce and tag under the vault key; authenticates all above
//! checksum            32   SHA-256 of all above
//! records              …   one after the other, in the order of the header
//! ```
//!
//! The checksum needs no key: with it a damaged file is told from a wrong key.
//! The seal needs the key: without it nobody can change the header unnoticed.

use std::collections::BTreeMap;
use std::sync::Arc;

use aws_lc_rs::digest;
use serde::{Deserialize, Serialize};

use super::record::RecordName;
use crate::engine::vault_key::passphrase::Wrap;
use crate::engine::vault_key::{Key, NoRandom, SEAL_EXTRA};
use crate::model::ids::hex;

const MAGIC: &[u8; 8] = b"VKVAULT\n";
/// The schema this version writes.
pub const SCHEMA: u16 = 1;
const PREFIX: usize = MAGIC.len() + 2 + 4;
const CHECKSUM: usize = 32;
const SEAL_CONTEXT: &[u8] = b"valet-key/vault/header\0";

/// Where the key of this vault is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyPlace {
    /// In the keyring, in the item of this service and user.
    Keyring {
        /// Service name of the item.
        service: String,
        /// User name of the item.
        user: String,
    },
    /// Here, under a passphrase.
    Passphrase(Wrap),
}

/// All of the header but the records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// 16 random hex digits; names the keyring item and binds records to this vault.
    pub vault_id: String,
    /// Counts writes.
    pub generation: u64,
    /// Where the key is.
    pub key: KeyPlace,
    /// The key a second time, under a recovery passphrase (decision 29).
    #[serde(default)]
    pub recovery: Option<Wrap>,
}

/// One encrypted record, unopened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Counts the writes of this record; bound to its content.
    pub revision: u64,
    /// It was read from an older generation and not written since (decision 28).
    pub possibly_stale: bool,
    /// Wrapped record key and ciphertext.
    pub bytes: Arc<[u8]>,
}

/// A vault file, read: the header is whole, records may be missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// What the header says.
    pub facts: Facts,
    /// Records whose bytes are as they were written.
    pub records: BTreeMap<RecordName, Sealed>,
    /// Records that the header names and whose bytes are damaged or cut off.
    pub bad: Vec<RecordName>,
}

/// Why bytes are not a vault file we can read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormatProblem {
    /// Torn, flipped, or something else entirely.
    Damaged(&'static str),
    /// Whole, and of a newer schema that has another form.
    Newer(u16),
}

#[derive(Serialize, Deserialize)]
struct Header {
    #[serde(flatten)]
    facts: Facts,
    records: Vec<Line>,
}

#[derive(Serialize, Deserialize)]
struct Line {
    record: RecordName,
    length: u32,
    sha256: String,
    revision: u64,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    possibly_stale: bool,
}

/// A header that is whole but whose seal was not checked yet.
#[derive(Debug)]
pub struct Unchecked {
    contents: Contents,
    schema: u16,
    sealed: Vec<u8>,
    seal: Vec<u8>,
}

impl Unchecked {
    /// Returns what the header says; believe it only as far as finding the key.
    #[must_use]
    pub fn facts(&self) -> &Facts {
        &self.contents.facts
    }

    /// Returns its schema; one that is newer than [`SCHEMA`] is never written to.
    #[must_use]
    pub fn schema(&self) -> u16 {
        self.schema
    }

    /// Returns the names of all records, damaged ones included.
    #[must_use]
    pub fn names(&self) -> Vec<RecordName> {
        let bad = self.contents.bad.iter();
        self.contents.records.keys().chain(bad).cloned().collect()
    }

    /// Returns true when the bytes of some records are damaged.
    #[must_use]
    pub fn has_bad_records(&self) -> bool {
        !self.contents.bad.is_empty()
    }

    /// Returns true when this is the key that the header was sealed with.
    #[must_use]
    pub fn is_sealed_with(&self, key: &Key) -> bool {
        let context = [SEAL_CONTEXT, &self.sealed].concat();
        key.open(&context, &self.seal).is_some()
    }

    /// Returns the contents if this is the key they were sealed with.
    #[must_use]
    pub fn check(self, key: &Key) -> Option<Contents> {
        self.is_sealed_with(key).then_some(self.contents)
    }

    /// Returns the contents; only after [`Unchecked::is_sealed_with`].
    #[must_use]
    pub(super) fn into_contents(self) -> Contents {
        self.contents
    }
}

/// Writes a vault file.
///
/// # Errors
///
/// [`NoRandom`].
pub fn encode(contents: &Contents, key: &Key) -> Result<Vec<u8>, NoRandom> {
    let lines = contents.records.iter().map(|(name, sealed)| Line {
        record: name.clone(),
        length: u32::try_from(sealed.bytes.len()).unwrap_or(u32::MAX),
        sha256: sha256(&sealed.bytes),
        revision: sealed.revision,
        possibly_stale: sealed.possibly_stale,
    });
    let header = Header {
        facts: contents.facts.clone(),
        records: lines.collect(),
    };
    // A struct of texts and numbers always has a JSON form.
    let header = serde_json::to_vec(&header).map_err(|_| NoRandom)?;
    let mut file = Vec::with_capacity(PREFIX + header.len() + SEAL_EXTRA + CHECKSUM);
    file.extend_from_slice(MAGIC);
    file.extend_from_slice(&SCHEMA.to_le_bytes());
    file.extend_from_slice(
        &u32::try_from(header.len())
            .unwrap_or(u32::MAX)
            .to_le_bytes(),
    );
    file.extend_from_slice(&header);
    let seal = key.seal(&[SEAL_CONTEXT, &file].concat(), &[])?;
    file.extend_from_slice(&seal);
    let checksum = digest::digest(&digest::SHA256, &file);
    file.extend_from_slice(checksum.as_ref());
    for sealed in contents.records.values() {
        file.extend_from_slice(&sealed.bytes);
    }
    Ok(file)
}

/// Reads a vault file up to the point where the key is needed.
///
/// # Errors
///
/// [`FormatProblem`].
pub fn decode(file: &[u8]) -> Result<Unchecked, FormatProblem> {
    let mut rest = file;
    let magic = take(&mut rest, MAGIC.len(), "too short for a vault")?;
    if magic != MAGIC {
        return Err(FormatProblem::Damaged("not a vault"));
    }
    let schema = match take(&mut rest, 2, "no schema")? {
        [low, high] => u16::from_le_bytes([*low, *high]),
        _ => return Err(FormatProblem::Damaged("no schema")),
    };
    let length = match take(&mut rest, 4, "no header length")? {
        [a, b, c, d] => u32::from_le_bytes([*a, *b, *c, *d]),
        _ => return Err(FormatProblem::Damaged("no header length")),
    };
    let length = usize::try_from(length).map_err(|_| FormatProblem::Damaged("header length"))?;
    let header = take(&mut rest, length, "the header is cut off")?;
    let sealed = file.get(..PREFIX + length).unwrap_or_default().to_vec();
    let seal = take(&mut rest, SEAL_EXTRA, "the seal is cut off")?.to_vec();
    let checksum = take(&mut rest, CHECKSUM, "the checksum is cut off")?;
    let summed = file.get(..PREFIX + length + SEAL_EXTRA).unwrap_or_default();
    if digest::digest(&digest::SHA256, summed).as_ref() != checksum {
        return Err(FormatProblem::Damaged("the header's checksum is wrong"));
    }
    // Only after the checksum: a flipped bit must not look like a newer program.
    let header: Header = serde_json::from_slice(header).map_err(|_| match schema {
        ..=SCHEMA => FormatProblem::Damaged("the header has another form"),
        newer => FormatProblem::Newer(newer),
    })?;
    Ok(Unchecked {
        contents: split(header, rest)?,
        schema,
        sealed,
        seal,
    })
}

/// Cuts the records apart; a damaged one does not hide the others.
fn split(header: Header, mut rest: &[u8]) -> Result<Contents, FormatProblem> {
    let mut records = BTreeMap::new();
    let mut bad = Vec::new();
    for line in header.records {
        let length = usize::try_from(line.length).unwrap_or(usize::MAX);
        let (bytes, after) = rest.split_at_checked(length).unwrap_or((&[], &[]));
        rest = after;
        if bytes.len() != length || sha256(bytes) != line.sha256 {
            bad.push(line.record);
            continue;
        }
        let sealed = Sealed {
            revision: line.revision,
            possibly_stale: line.possibly_stale,
            bytes: bytes.into(),
        };
        records.insert(line.record, sealed);
    }
    if !rest.is_empty() {
        return Err(FormatProblem::Damaged("bytes follow the last record"));
    }
    Ok(Contents {
        facts: header.facts,
        records,
        bad,
    })
}

fn take<'a>(
    rest: &mut &'a [u8],
    length: usize,
    what: &'static str,
) -> Result<&'a [u8], FormatProblem> {
    let (taken, after) = rest
        .split_at_checked(length)
        .ok_or(FormatProblem::Damaged(what))?;
    *rest = after;
    Ok(taken)
}

fn sha256(bytes: &[u8]) -> String {
    hex(digest::digest(&digest::SHA256, bytes).as_ref())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use proptest::prelude::*;

    use super::super::record;
    use super::*;
    use crate::model::ids::SessionId;

    fn name(n: usize) -> RecordName {
        RecordName::Session(SessionId::known(&format!("{n:016x}")))
    }

    fn contents(key: &Key, payloads: &[Vec<u8>]) -> Contents {
        let vault_id = "0011223344556677".to_owned();
        let records = payloads.iter().enumerate().map(|(n, payload)| {
            let sealed = record::seal(key, &vault_id, &name(n), n as u64, payload).unwrap();
            (name(n), sealed)
        });
        Contents {
            records: records.collect(),
            bad: Vec::new(),
            facts: Facts {
                vault_id,
                generation: 7,
                key: KeyPlace::Keyring {
                    service: "valet-key".into(),
                    user: "vault".into(),
                },
                recovery: None,
            },
        }
    }

    /// What reading damaged bytes came to; whole is the one thing it must not be.
    fn is_found_out(file: &[u8], key: &Key) -> bool {
        match decode(file) {
            Err(FormatProblem::Damaged(_)) => true,
            Err(FormatProblem::Newer(_)) => false,
            Ok(unchecked) => unchecked.has_bad_records() || !unchecked.is_sealed_with(key),
        }
    }

    /// G11. The whole of 64 KiB: `VALET_KEY_TEST_LONG=1 cargo test --lib every_flipped_bit`
    #[test]
    fn every_flipped_bit_is_found_out() {
        let is_long = std::env::var_os("VALET_KEY_TEST_LONG").is_some();
        let key = Key::random().unwrap();
        let payloads = if is_long {
            vec![vec![7; 2000]; 32]
        } else {
            vec![vec![7; 100]; 2]
        };
        let whole = encode(&contents(&key, &payloads), &key).unwrap();
        assert!(!is_found_out(&whole, &key));
        assert!(!is_long || whole.len() >= 65536, "{}", whole.len());
        let mut file = whole.clone();
        let mut found = 0;
        for at in 0..file.len() {
            for bit in 0..8 {
                file[at] ^= 1 << bit;
                assert!(is_found_out(&file, &key), "byte {at}, bit {bit}");
                file[at] ^= 1 << bit;
                found += 1;
            }
        }
        assert_eq!((found, file), (whole.len() * 8, whole));
    }

    #[test]
    fn a_file_torn_at_any_byte_is_found_out_and_keeps_its_whole_records() {
        let key = Key::random().unwrap();
        let payloads = [vec![1; 50], vec![2; 60], vec![3; 70]];
        let whole = encode(&contents(&key, &payloads), &key).unwrap();
        let mut most = 0;
        for length in 0..whole.len() {
            assert!(is_found_out(&whole[..length], &key), "{length}");
            if let Ok(unchecked) = decode(&whole[..length]) {
                let torn = unchecked.check(&key).unwrap();
                assert_eq!(torn.records.len() + torn.bad.len(), 3);
                most = most.max(torn.records.len());
            }
        }
        assert_eq!(most, 2);
        assert!(decode(&[&whole[..], b"x"].concat()).is_err());
    }

    #[test]
    fn a_header_that_was_changed_with_its_checksum_still_has_the_wrong_seal() {
        let key = Key::random().unwrap();
        let mut changed = contents(&key, &[vec![1]]);
        let honest = encode(&changed, &key).unwrap();
        changed.facts.generation = 8;
        let forged = encode(&changed, &Key::random().unwrap()).unwrap();
        assert!(decode(&honest).unwrap().check(&key).is_some());
        assert!(decode(&forged).unwrap().check(&key).is_none());
    }

    #[test]
    fn a_newer_schema_is_newer_and_not_damaged() {
        let key = Key::random().unwrap();
        let mut file = encode(&contents(&key, &[]), &key).unwrap();
        file[MAGIC.len()] = 2;
        assert!(matches!(decode(&file), Err(FormatProblem::Damaged(_))));
        let end = file.len() - CHECKSUM;
        let checksum = digest::digest(&digest::SHA256, &file[..end]);
        file[end..].copy_from_slice(checksum.as_ref());
        assert_eq!(decode(&file).unwrap().schema(), 2);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4096, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_written_is_read_back_and_any_change_is_found_out(
            payloads in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..80), 0..4),
            at in any::<prop::sample::Index>(),
            with in 1_u8..,
        ) {
            let key = Key::from_bytes(&[9; 32]).unwrap();
            let before = contents(&key, &payloads);
            let mut file = encode(&before, &key).unwrap();
            let after = decode(&file).unwrap().check(&key).unwrap();
            prop_assert_eq!(&after, &before);
            for (n, payload) in payloads.iter().enumerate() {
                let opened = record::open(&key, &after.facts.vault_id, &name(n), &after.records[&name(n)]);
                prop_assert_eq!(opened.unwrap().to_vec(), payload.clone());
            }
            let at = at.index(file.len());
            file[at] ^= with;
            prop_assert!(is_found_out(&file, &key));
        }

        #[test]
        fn any_bytes_are_read_without_a_panic(mut bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = decode(&bytes);
            bytes.splice(0..0, *MAGIC);
            let _ = decode(&bytes);
        }
    }
}
