//! Marks: secrets that must turn up nowhere, and a search that knows their disguises.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// The secrets of one trial, by name.
#[derive(Default)]
pub struct Marks {
    needles: Vec<(String, String)>,
}

impl Marks {
    /// Adds a secret, in every form in which it could leak.
    pub fn add(&mut self, name: &str, secret: &str) {
        assert!(
            secret.len() >= 12,
            "{name} is too short to be told from chance: {secret}"
        );
        for (form, needle) in disguises(secret.as_bytes()) {
            let named = (format!("{name}, {form}"), needle);
            if !self.needles.contains(&named) {
                self.needles.push(named);
            }
        }
    }

    /// Returns the names of all secrets that a place holds, the named ones left out.
    pub fn found_in(&self, place: &[u8], allowed: &[&str]) -> Vec<&str> {
        // Every needle is ASCII, so that broken UTF-8 around it does not matter.
        let place = String::from_utf8_lossy(place);
        self.needles
            .iter()
            .filter(|(name, _)| !allowed.iter().any(|start| name.starts_with(start)))
            .filter(|(_, needle)| place.contains(needle.as_str()))
            .map(|(name, _)| name.as_str())
            .collect()
    }

    /// Returns a secret as it is, for a leak on purpose.
    pub fn any(&self, name: &str) -> String {
        let wanted = format!("{name}, as it is");
        let found = self.needles.iter().find(|(name, _)| *name == wanted);
        found.expect("a secret of this name").1.clone()
    }

    /// How many secrets in how many forms are searched for.
    pub fn len(&self) -> usize {
        self.needles.len()
    }
}

fn disguises(secret: &[u8]) -> Vec<(String, String)> {
    let hex: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    let percent: String = secret
        .iter()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(*byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect();
    let mut forms = vec![
        (
            "as it is".to_owned(),
            String::from_utf8_lossy(secret).into_owned(),
        ),
        ("in hex".to_owned(), hex.clone()),
        ("in capital hex".to_owned(), hex.to_uppercase()),
        ("percent-encoded".to_owned(), percent.clone()),
        (
            "percent-encoded twice".to_owned(),
            percent.replace('%', "%25"),
        ),
        (
            "backwards".to_owned(),
            secret.iter().rev().map(|b| char::from(*b)).collect(),
        ),
    ];
    // Inside a longer text, base64 has three looks; the ends belong to the neighbours.
    for shift in 0..3 {
        let mut shifted = vec![0; shift];
        shifted.extend_from_slice(secret);
        for (name, engine) in [
            ("base64", &STANDARD_NO_PAD),
            ("base64url", &URL_SAFE_NO_PAD),
        ] {
            let text = engine.encode(&shifted);
            let inner = text[4..text.len() - 4].to_owned();
            forms.push((format!("in {name} at {shift}"), inner));
        }
    }
    forms
}

#[test]
fn a_leak_is_found_in_every_disguise() {
    let mut marks = Marks::default();
    marks.add("token", "00D000000000001!mark/with+signs=and~more");
    for (form, needle) in disguises(b"00D000000000001!mark/with+signs=and~more") {
        let place = ["before ", &needle, " after"].concat();
        assert!(!marks.found_in(place.as_bytes(), &[]).is_empty(), "{form}");
    }
    let inside = STANDARD_NO_PAD.encode("user:00D000000000001!mark/with+signs=and~more:rest");
    assert!(!marks.found_in(inside.as_bytes(), &[]).is_empty());
    assert!(marks.found_in(b"nothing of the kind", &[]).is_empty());
    assert!(
        marks
            .found_in(b"00D000000000001!mark/with+signs=and~more", &["token"])
            .is_empty()
    );
}
