//! Text for people: nothing in it can move the cursor or turn the direction of writing.

use crate::model::profile::is_invisible;

/// Removes control and direction characters, whoever wrote them.
#[must_use]
pub fn clean(text: &str) -> String {
    text.chars().filter(|c| !is_invisible(*c)).collect()
}

/// Lays out rows in columns, two blanks apart; the last column is as wide as it likes.
#[must_use]
pub fn table(head: &[String], rows: &[Vec<String>]) -> String {
    let widths: Vec<usize> = (0..head.len())
        .map(|column| {
            std::iter::once(head)
                .chain(rows.iter().map(Vec::as_slice))
                .filter_map(|row| row.get(column))
                .map(|cell| cell.chars().count())
                .max()
                .unwrap_or(0)
        })
        .collect();
    let mut text = String::new();
    for row in std::iter::once(head).chain(rows.iter().map(Vec::as_slice)) {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(&format!("{cell:<width$}  "));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Lays out facts: a name, blanks, a value. What has no value is left out.
#[must_use]
pub fn facts(facts: &[(String, Option<String>)]) -> String {
    let known: Vec<(&String, &String)> = facts
        .iter()
        .filter_map(|(name, value)| Some((name, value.as_ref()?)))
        .collect();
    let width = known
        .iter()
        .map(|(name, _)| name.chars().count())
        .max()
        .unwrap_or(0);
    known
        .into_iter()
        .map(|(name, value)| format!("{name:<width$}  {}\n", clean(value)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moves_the_cursor_goes() {
        assert_eq!(clean("a\u{1b}[2Jb\u{202e}c\r\n"), "a[2Jbc");
    }

    #[test]
    fn columns_stand_under_each_other() {
        let head = ["a".to_owned(), "b".to_owned()];
        let rows = [
            vec!["1".to_owned(), "é".to_owned()],
            vec!["long".into(), "x".into()],
        ];
        assert_eq!(table(&head, &rows), "a     b\n1     é\nlong  x\n");
    }
}
