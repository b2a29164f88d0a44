//! Finding a typed word in a text: at the start of a word, inside it, or spread over it.

use std::ops::Range;

/// Points for a whole word.
const WHOLE: u32 = 120;
/// Points for the start of a word.
const START: u32 = 100;
/// Points for a part of a word.
pub(in crate::app) const INSIDE: u32 = 60;
/// Points for letters that each begin a word or follow the one before.
const INITIALS: u32 = 50;
/// Points for letters with others between.
const SPREAD: u32 = 20;
/// The most words of a query that count.
pub(in crate::app) const MOST_WORDS: usize = 8;

/// Where a word was found, and how well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::app) struct Match {
    /// The more, the better.
    pub score: u32,
    /// The bytes of the text that matched, in order.
    pub marks: Vec<Range<usize>>,
}

/// Splits what was typed into the words to find, in lower case.
pub(in crate::app) fn words(query: &str) -> Vec<String> {
    query
        .split_whitespace()
        .take(MOST_WORDS)
        .map(|word| word.chars().map(lower).collect())
        .collect()
}

/// A text, ready to be searched for several words.
pub(in crate::app) struct Text {
    letters: Vec<Letter>,
}

#[derive(Debug, Clone, Copy)]
struct Letter {
    from: usize,
    to: usize,
    letter: char,
    is_start: bool,
}

/// One letter for one letter, so that places in the text stay what they are.
fn lower(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

impl Text {
    pub fn new(text: &str) -> Self {
        let mut before: Option<char> = None;
        let letters = text
            .char_indices()
            .map(|(from, letter)| {
                let is_start = letter.is_alphanumeric()
                    && before.is_none_or(|before| {
                        !before.is_alphanumeric()
                            || (before.is_lowercase() && letter.is_uppercase())
                    });
                before = Some(letter);
                Letter {
                    from,
                    to: from + letter.len_utf8(),
                    letter: lower(letter),
                    is_start,
                }
            })
            .collect();
        Self { letters }
    }

    /// Finds one word of [`words`].
    pub fn find(&self, word: &str) -> Option<Match> {
        let length = word.chars().count();
        if length == 0 {
            return None;
        }
        let at = |from: usize| {
            self.letters
                .get(from..from + length)
                .is_some_and(|part| part.iter().map(|l| l.letter).eq(word.chars()))
        };
        let all = 0..self.letters.len();
        let starts = || all.clone().filter(|place| self.is_start(*place));
        if let Some(from) = starts().find(|from| at(*from)) {
            let next = self.letters.get(from + length);
            let is_whole = next.is_none_or(|next| !next.letter.is_alphanumeric());
            let score = if is_whole { WHOLE } else { START };
            return Some(self.found(score, (from..from + length).collect()));
        }
        if let Some(from) = all.clone().find(|from| at(*from)) {
            return Some(self.found(INSIDE, (from..from + length).collect()));
        }
        if length < 3 {
            return None;
        }
        starts().find_map(|from| self.spread(from, word, length))
    }

    fn is_start(&self, place: usize) -> bool {
        self.letters.get(place).is_some_and(|l| l.is_start)
    }

    /// Follows the letters of a word from a place; a letter that follows on or begins a word goes before others.
    fn spread(&self, from: usize, word: &str, length: usize) -> Option<Match> {
        let mut places: Vec<usize> = Vec::with_capacity(length);
        let mut is_loose = false;
        for wanted in word.chars() {
            let place = match places.last() {
                None => from,
                Some(last) => {
                    let is_it = |place: &usize| {
                        self.letters.get(*place).is_some_and(|l| l.letter == wanted)
                    };
                    let next = last + 1;
                    let rest = || (next..self.letters.len()).filter(is_it);
                    match rest().find(|place| *place == next || self.is_start(*place)) {
                        Some(place) => place,
                        None => {
                            is_loose = true;
                            rest().next()?
                        }
                    }
                }
            };
            if self.letters.get(place)?.letter != wanted {
                return None;
            }
            places.push(place);
        }
        let span = places.last()? - from + 1;
        // Letters far apart are chance.
        if is_loose && span > 2 * length + 1 {
            return None;
        }
        let score = if is_loose { SPREAD } else { INITIALS };
        Some(self.found(score, places))
    }

    fn found(&self, score: u32, places: Vec<usize>) -> Match {
        let mut marks: Vec<Range<usize>> = Vec::new();
        for letter in places.iter().filter_map(|place| self.letters.get(*place)) {
            match marks.last_mut() {
                Some(last) if last.end == letter.from => last.end = letter.to,
                _ => marks.push(letter.from..letter.to),
            }
        }
        Match { score, marks }
    }
}

/// Cuts a text into parts; true: what was typed stands there.
pub(in crate::app) fn marked(text: &str, words: &[String]) -> Vec<(String, bool)> {
    let read = Text::new(text);
    let mut is_marked = vec![false; text.len()];
    for found in words.iter().filter_map(|word| read.find(word)) {
        for place in found.marks.into_iter().flatten() {
            if let Some(mark) = is_marked.get_mut(place) {
                *mark = true;
            }
        }
    }
    let mut parts: Vec<(String, bool)> = Vec::new();
    for (at, letter) in text.char_indices() {
        let mark = is_marked.get(at).copied().unwrap_or(false);
        match parts.last_mut() {
            Some((part, is_on)) if *is_on == mark => part.push(letter),
            _ => parts.push((letter.to_string(), mark)),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(text: &str, word: &str) -> Option<u32> {
        Text::new(text).find(word).map(|found| found.score)
    }

    fn shown(text: &str, query: &str) -> String {
        marked(text, &words(query))
            .into_iter()
            .map(|(part, is_on)| if is_on { format!("[{part}]") } else { part })
            .collect()
    }

    #[test]
    fn a_better_place_counts_more() {
        let name = "Acme service console";
        assert_eq!(score(name, "acme"), Some(WHOLE));
        assert_eq!(score(name, "serv"), Some(START));
        assert_eq!(score(name, "sole"), Some(INSIDE));
        assert_eq!(score(name, "asc"), Some(INITIALS));
        assert_eq!(score(name, "srvic"), Some(SPREAD));
        assert_eq!(score(name, "azc"), None);
        assert_eq!(score(name, "ale"), None);
        assert_eq!(score("", "a"), None);
        assert_eq!(score(name, ""), None);
    }

    #[test]
    fn what_matched_is_marked_in_the_text_as_it_is_written() {
        assert_eq!(
            shown("Refresh Acme service console", "acme ref"),
            "[Ref]resh [Acme] service console"
        );
        assert_eq!(
            shown("Acme service console", "asc"),
            "[A]cme [s]ervice [c]onsole"
        );
        assert_eq!(
            shown("Änderung für Größe", "grö är"),
            "Änderung für [Grö]ße"
        );
        assert_eq!(shown("İstanbul İşletme", "iş"), "İstanbul [İş]letme");
        assert_eq!(shown("plain", ""), "plain");
    }

    #[test]
    fn a_long_hostile_name_costs_no_more_than_its_length() {
        let name = "a ".repeat(5_000);
        let word = format!("{}b", "a".repeat(60));
        assert_eq!(score(&name, &word), None);
    }
}
