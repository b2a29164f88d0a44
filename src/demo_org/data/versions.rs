//! API versions.

use serde_json::{Value, json};

/// Oldest version still served.
const FIRST: u32 = 31;

/// Newest version, whose label is Winter '26; clients take the highest of the list.
const LAST: u32 = 65;

/// The newest version as it stands in addresses.
pub(crate) const LATEST: &str = "65.0";

/// Returns the list that `/services/data` answers without a token, oldest first.
pub(crate) fn list() -> Value {
    (FIRST..=LAST)
        .map(|number| {
            json!({"label": label(number), "url": format!("/services/data/v{number}.0"),
                   "version": format!("{number}.0")})
        })
        .collect()
}

/// Says whether the text names a version, as `NN.0`.
pub(crate) fn exists(version: &str) -> bool {
    version
        .strip_suffix(".0")
        .and_then(|number| number.parse::<u32>().ok())
        .is_some_and(|number| (FIRST..=LAST).contains(&number))
}

/// Three releases a year: Spring and Summer carry the year's number, Winter the next one's.
fn label(number: u32) -> String {
    let (season, year) = match number % 3 {
        0 => ("Spring", number / 3 + 4),
        1 => ("Summer", number / 3 + 4),
        _ => ("Winter", number / 3 + 5),
    };
    format!("{season} '{year:02}")
}

#[cfg(test)]
mod tests {
    use super::{LAST, LATEST, exists, label};

    #[test]
    fn labels_follow_the_release_calendar() {
        let known = [
            (64, "Summer '25"),
            (65, "Winter '26"),
            (63, "Spring '25"),
            (62, "Winter '25"),
            (31, "Summer '14"),
        ];
        for (number, name) in known {
            assert_eq!(label(number), name);
        }
    }

    #[test]
    fn the_latest_version_is_the_last() {
        assert_eq!(LATEST, format!("{LAST}.0"));
        assert!(exists(LATEST) && !exists("66.0") && !exists("65") && !exists("x"));
    }
}
