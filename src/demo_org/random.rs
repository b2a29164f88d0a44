//! The org's own randomness: unpredictable with a random seed, repeatable with a given one.

use super::encode::sha256;

const WORD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._";

/// SHA-256 in counter mode over a secret seed.
pub(crate) struct Random {
    seed: [u8; 32],
    counter: u64,
}

impl Random {
    pub(crate) fn new(seed: [u8; 32]) -> Self {
        Self { seed, counter: 0 }
    }

    pub(crate) fn bytes(&mut self) -> [u8; 32] {
        let mut input = [0; 40];
        input[..32].copy_from_slice(&self.seed);
        input[32..].copy_from_slice(&self.counter.to_be_bytes());
        self.counter += 1;
        sha256(&input)
    }

    /// Returns letters of `[A-Za-z0-9._]`, the alphabet of Salesforce's opaque tokens.
    pub(crate) fn word(&mut self, length: usize) -> String {
        let mut out = String::with_capacity(length);
        while out.len() < length {
            for byte in self.bytes() {
                if out.len() < length {
                    out.push(char::from(WORD[usize::from(byte & 63)]));
                }
            }
        }
        out
    }

    pub(crate) fn hex(&mut self) -> String {
        super::encode::hex(&self.bytes())
    }

    /// Returns decimal digits; the bias of `byte % 10` does not matter for a one-time code of a demo.
    pub(crate) fn digits(&mut self, length: usize) -> String {
        self.bytes()
            .iter()
            .take(length)
            .map(|byte| char::from(b'0' + byte % 10))
            .collect()
    }
}
