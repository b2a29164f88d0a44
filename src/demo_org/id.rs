//! Salesforce record ids: 15 case-sensitive characters, and 3 more that make them safe where case is lost.

/// Adds the three-character suffix to a 15-character id (interactive.md 0.3).
pub(crate) fn with_suffix(id15: &str) -> String {
    const TABLE: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
    let suffix = id15.as_bytes().chunks(5).take(3).map(|group| {
        let bits = group
            .iter()
            .enumerate()
            .filter(|(_, letter)| letter.is_ascii_uppercase())
            .fold(0_usize, |bits, (place, _)| bits | 1 << place);
        char::from(TABLE[bits])
    });
    id15.chars().chain(suffix).collect()
}

/// Returns the first 15 characters of an id.
pub(crate) fn short(id18: &str) -> &str {
    id18.get(..15).unwrap_or(id18)
}

/// Says whether the text has the shape of an id with that prefix.
pub(crate) fn is_id(text: &str, prefix: &str) -> bool {
    matches!(text.len(), 15 | 18)
        && text.starts_with(prefix)
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::with_suffix;

    #[test]
    fn suffixes_of_the_protocol_pages_come_out() {
        for id in ["00D5e0000012ABCEA2", "0055e000003XYZqAAO"] {
            assert_eq!(with_suffix(&id[..15]), id);
        }
    }
}
