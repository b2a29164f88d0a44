//! Words of a server before a person reads them: short, plain, and none of our secrets in them (R36).

use std::collections::HashSet;

/// The longest text of a server that is shown, in characters.
pub const MAX_CHARS: usize = 500;

/// A secret is recognised from this many characters on.
const WINDOW: usize = 6;

/// A secret shorter than [`WINDOW`] is masked whole, one shorter than this not at all: it would match everywhere.
const SHORTEST: usize = 4;

/// Stands where a part of a secret stood.
const MASK: &str = "•••";

/// Cleans a server's text: control and bidi characters go, parts of our secrets are masked, 500 characters stay.
#[must_use]
pub fn clean(text: &str, secrets: &[&str]) -> String {
    // A part of a secret that begins before the end is seen whole; what lies further on is never shown.
    let seen = MAX_CHARS + WINDOW;
    let plain: Vec<char> = text.chars().filter_map(readable).take(seen).collect();
    let mut hidden = vec![false; plain.len()];
    for secret in secrets {
        mark(&plain, secret, &mut hidden);
    }
    let mut shown = String::new();
    let mut masking = false;
    for (count, (letter, hide)) in plain.into_iter().zip(hidden).enumerate() {
        if count == MAX_CHARS {
            shown.push('…');
            break;
        }
        if !hide {
            shown.push(letter);
        } else if !masking {
            shown.push_str(MASK);
        }
        masking = hide;
    }
    shown
}

/// Line breaks become spaces; everything else that moves, hides or reverses text goes.
fn readable(letter: char) -> Option<char> {
    match letter {
        '\n' | '\r' | '\t' => Some(' '),
        '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' => None,
        '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}' => None,
        control if control.is_control() => None,
        other => Some(other),
    }
}

/// Leaves out what anybody may know: the scheme of a header, and the org id in front of a Salesforce access token.
fn secret_part(secret: &str) -> &str {
    let secret = secret
        .strip_prefix("Bearer ")
        .or_else(|| secret.strip_prefix("Basic "))
        .unwrap_or(secret);
    match secret.split_once('!') {
        Some((org, rest)) if org.starts_with("00D") && matches!(org.len(), 15..=18) => rest,
        _ => secret,
    }
}

/// A run of one or two characters, `000000`, occurs everywhere and gives nothing away.
fn tells_something(part: &[char]) -> bool {
    part.iter().collect::<HashSet<_>>().len() > 2
}

fn mark(text: &[char], secret: &str, hidden: &mut [bool]) {
    let secret: Vec<char> = secret_part(secret).chars().collect();
    if secret.len() < SHORTEST {
        return;
    }
    let width = WINDOW.min(secret.len());
    let parts: HashSet<&[char]> = secret
        .windows(width)
        .filter(|part| tells_something(part))
        .collect();
    for (start, window) in text.windows(width).enumerate() {
        if parts.contains(window) {
            hidden
                .iter_mut()
                .skip(start)
                .take(width)
                .for_each(|hide| *hide = true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn control_bidi_and_length() {
        assert_eq!(
            clean("a\u{202e}b\u{1b}[31mc\nd\u{200b}\u{e0041}", &[]),
            "ab[31mc d"
        );
        let long = clean(&"x".repeat(1_000_000), &[]);
        assert_eq!(long.chars().count(), MAX_CHARS + 1);
    }

    #[test]
    fn the_words_of_the_org_stay_as_they_are() {
        let words = "Ein „Fehler“ – 失敗 🙂 expired access/refresh token";
        assert_eq!(clean(words, &["5Aep861MadeUp"]), words);
    }

    #[test]
    fn an_echoed_secret_is_masked_in_part_and_whole() {
        let shown = clean("bad token 5Aep861Secr and more", &["xx5Aep861SecretValue"]);
        assert_eq!(shown, "bad token ••• and more");
        assert_eq!(clean("pin 1234!", &["1234"]), "pin •••!");
        assert_eq!(clean("5Ae\u{200b}p861Secr", &["5Aep861SecretValue"]), "•••");
    }

    #[test]
    fn an_org_id_is_no_secret_although_every_token_begins_with_it() {
        let id = "https://login.salesforce.com/id/00D5e0000012ABCEA2/0055e000003XYZqAAO";
        let token = "Bearer 00D5e0000012ABC!AQ4AQMadeUp";
        assert_eq!(clean(id, &[token, "4B1D000000000000000001"]), id);
        assert_eq!(
            clean("Bearer 00D5e0000012ABC!AQ4AQMadeUp", &[token]),
            "Bearer 00D5e0000012ABC!•••"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]
        #[test]
        fn no_six_characters_of_a_secret_are_left(before in "[a-z ]{0,20}", secret in "[A-Z0-9!._]{6,40}", from in 0..40_usize, after in "[a-z ]{0,20}") {
            let part: String = secret.chars().skip(from.min(secret.len() - 6)).collect();
            let shown: Vec<char> = clean(&format!("{before}{part}{after}"), &[&secret]).chars().collect();
            let secret: Vec<char> = secret.chars().collect();
            for window in secret.windows(6).filter(|part| tells_something(part)) {
                prop_assert!(!shown.windows(6).any(|seen| seen == window));
            }
        }
    }
}
