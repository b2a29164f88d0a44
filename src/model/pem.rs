//! PEM: blocks of base64 between two lines that name what is in them (RFC 7468).

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

/// One block of a PEM file.
#[derive(Clone)]
pub struct Block {
    /// What the lines around it say: `CERTIFICATE`.
    pub label: String,
    /// Headers stood before the base64 (RFC 1421): OpenSSL's older way to say that it is encrypted.
    pub has_headers: bool,
    /// What the base64 stands for.
    pub der: Zeroizing<Vec<u8>>,
}

/// Why a text is not PEM.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PemProblem {
    /// A block begins and does not end.
    Cut,
    /// What stands in a block is not base64.
    NotBase64,
}

/// Reads every block; what stands between them is passed over.
///
/// # Errors
///
/// The first block that is not whole.
pub fn read(text: &str) -> Result<Vec<Block>, PemProblem> {
    let mut blocks = Vec::new();
    let mut lines = text.lines().map(str::trim);
    while let Some(line) = lines.next() {
        let Some(label) = between(line, "-----BEGIN ") else {
            continue;
        };
        let end = format!("-----END {label}-----");
        // All the room at once: growing would leave copies behind in freed memory.
        let mut base64 = Zeroizing::new(String::with_capacity(text.len()));
        let mut has_headers = false;
        loop {
            match lines.next() {
                None => return Err(PemProblem::Cut),
                Some(line) if line == end => break,
                Some(line) if between(line, "-----BEGIN ").is_some() => {
                    return Err(PemProblem::Cut);
                }
                Some(line) if line.contains(':') => has_headers = true,
                Some(line) => base64.push_str(line),
            }
        }
        let der = match STANDARD.decode(base64.as_bytes()) {
            Ok(der) => Zeroizing::new(der),
            // Encrypted or not: it is said by its headers, whatever they add to the base64.
            Err(_) if has_headers => Zeroizing::default(),
            Err(_) => return Err(PemProblem::NotBase64),
        };
        blocks.push(Block {
            label: label.to_owned(),
            has_headers,
            der,
        });
    }
    Ok(blocks)
}

/// Writes one block in lines of 64 characters.
#[must_use]
pub fn write(label: &str, der: &[u8]) -> Zeroizing<String> {
    let base64 = Zeroizing::new(STANDARD.encode(der));
    let mut text = Zeroizing::new(String::with_capacity(
        base64.len() + base64.len() / 32 + 2 * label.len() + 64,
    ));
    let _ = writeln!(text, "-----BEGIN {label}-----");
    let mut rest = base64.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(64));
        let _ = writeln!(text, "{line}");
        rest = after;
    }
    let _ = writeln!(text, "-----END {label}-----");
    text
}

fn between<'a>(line: &'a str, begin: &str) -> Option<&'a str> {
    line.strip_prefix(begin)?.strip_suffix("-----")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_around_blocks_is_passed_over_and_a_cut_block_is_not() {
        let text = "Bag Attributes\n  x: y\n-----BEGIN A-----\nAQI=\n-----END A-----\r\n\r\n-----BEGIN B C-----\r\nAw==\r\n-----END B C-----";
        let blocks = read(text).unwrap();
        let seen: Vec<(&str, &[u8])> = blocks
            .iter()
            .map(|block| (block.label.as_str(), block.der.as_slice()))
            .collect();
        assert_eq!(seen, [("A", &[1_u8, 2][..]), ("B C", &[3][..])]);
        let cut = "-----BEGIN A-----\nAQI=\n";
        assert_eq!(read(cut).err(), Some(PemProblem::Cut));
        let twice = "-----BEGIN A-----\nAQI=\n-----BEGIN A-----\nAQI=\n-----END A-----\n";
        assert_eq!(read(twice).err(), Some(PemProblem::Cut));
        let other = "-----BEGIN A-----\n!!\n-----END A-----\n";
        assert_eq!(read(other).err(), Some(PemProblem::NotBase64));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(der in proptest::collection::vec(any::<u8>(), 0..300)) {
            let blocks = read(&write("PRIVATE KEY", &der)).unwrap();
            prop_assert_eq!(blocks.len(), 1);
            prop_assert_eq!(blocks[0].der.as_slice(), der.as_slice());
        }

        #[test]
        fn no_text_makes_it_panic(text in "(-----BEGIN A-----|-----END A-----|[ -~]{0,20}|\n){0,12}") {
            let _ = read(&text);
        }
    }
}
