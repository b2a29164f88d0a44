//! How much work a PKCS#12 file asks for, read before any of it is done.
//!
//! A file names its iterations in the clear: beside the salt of its check sum and of each of its
//! encryptions (RFC 7292 section 4, RFC 8018 A.2). Two billion of them would keep a processor for an
//! hour, and a derivation that has begun cannot be ended.

/// The most iterations that are worked through: thousands of times what programs write, and some seconds.
const MOST: u64 = 5_000_000;

/// Deeper than any PKCS#12 file goes.
const DEPTH: u32 = 32;

const INTEGER: u8 = 0x02;
const OCTETS: u8 = 0x04;
const CONSTRUCTED: u8 = 0x20;

/// Says whether any salt in a file is followed by more iterations than are worked through.
///
/// What stands inside an encryption is not seen; it was opened with work that was.
pub(super) fn is_too_much(bytes: &[u8]) -> bool {
    walk(bytes, DEPTH)
}

fn walk(mut bytes: &[u8], depth: u32) -> bool {
    let mut is_after_salt = false;
    while let Some((tag, content, rest)) = next(bytes) {
        if is_after_salt && tag == INTEGER && number(content) > MOST {
            return true;
        }
        is_after_salt = tag == OCTETS;
        // Data stands in octets, and what stands in them may be more of the same.
        let is_inside = tag & CONSTRUCTED != 0 || tag & 0x1f == OCTETS;
        if is_inside && depth > 0 && walk(content, depth - 1) {
            return true;
        }
        bytes = rest;
    }
    false
}

/// Takes one element off: its tag, its content, what follows it.
fn next(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, rest) = bytes.split_first()?;
    let (first, rest) = rest.split_first()?;
    // An element without a length of its own ends somewhere in what follows: all of that is looked at.
    if *first == 0x80 {
        return (*tag & CONSTRUCTED != 0).then_some((*tag, rest, &[]));
    }
    let (length, rest) = match usize::from(first & 0x7f) {
        short if *first < 0x80 => (short, rest),
        count => {
            let (digits, rest) = rest.split_at_checked(count)?;
            (usize::try_from(number(digits)).ok()?, rest)
        }
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((*tag, content, rest))
}

/// Reads a number of any length; one that is too long is the largest there is.
fn number(digits: &[u8]) -> u64 {
    let significant = digits.iter().skip_while(|digit| **digit == 0);
    if significant.clone().count() > 8 {
        return u64::MAX;
    }
    significant.fold(0, |sum, digit| sum << 8 | u64::from(*digit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn element(tag: u8, content: &[u8]) -> Vec<u8> {
        let length = u8::try_from(content.len()).unwrap_or(0x7f);
        [&[tag, length], content].concat()
    }

    /// A salt and its iterations, as they stand in every parameter.
    fn parameter(iterations: &[u8]) -> Vec<u8> {
        let (salt, count) = (element(OCTETS, b"saltsalt"), element(INTEGER, iterations));
        element(0x30, &[salt, count].concat())
    }

    #[test]
    fn iterations_are_found_wherever_they_stand_in_the_clear() {
        let (much, usual) = (
            parameter(&[0x7f, 0xff, 0xff, 0xff]),
            parameter(&[0x08, 0x00]),
        );
        let endless = [&[0x30, 0x80], &*much, &[0, 0]].concat();
        for bytes in [
            much.clone(),
            element(0x30, &[element(INTEGER, &[3]), much.clone()].concat()),
            element(0xa0, &element(OCTETS, &much)),
            element(0x30, &[usual.clone(), much.clone()].concat()),
            parameter(&[0xff; 20]),
            endless,
        ] {
            assert!(is_too_much(&bytes), "{bytes:x?}");
        }
        assert!(!is_too_much(&usual));
        // A large number that follows no salt is a modulus or a serial number.
        let serial = element(INTEGER, &[0x7f; 20]);
        assert!(!is_too_much(&element(
            0x30,
            &[serial.clone(), serial].concat()
        )));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic_or_hang(bytes: Vec<u8>) {
            let _ = is_too_much(&bytes);
        }
    }
}
