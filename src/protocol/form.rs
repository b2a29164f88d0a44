//! `application/x-www-form-urlencoded`, decoded once and strictly: queries, fragments, answers.

/// Why a text is not form-encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormProblem {
    /// A `%` without two hex digits behind it.
    Escape,
    /// The decoded bytes are not UTF-8.
    NotUtf8,
}

/// Splits a form into its pairs, in order; both sides are decoded exactly once.
///
/// # Errors
///
/// The first thing that is not form encoding.
pub fn pairs(text: &str) -> Result<Vec<(String, String)>, FormProblem> {
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((decode(name)?, decode(value)?))
        })
        .collect()
}

/// Decodes one name or value: `+` is a space, `%41` an `A`, and nothing is decoded twice.
///
/// # Errors
///
/// The first thing that is not form encoding.
pub fn decode(text: &str) -> Result<String, FormProblem> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || rest.next().and_then(|c| char::from(c).to_digit(16));
                match (digit(), digit()) {
                    (Some(high), Some(low)) => {
                        u8::try_from(high * 16 + low).map_err(|_| FormProblem::Escape)?
                    }
                    _ => return Err(FormProblem::Escape),
                }
            }
            other => other,
        });
    }
    String::from_utf8(bytes).map_err(|_| FormProblem::NotUtf8)
}

/// Returns the one value of a name; `Err` when it occurs twice.
///
/// # Errors
///
/// The name, which occurs more than once.
pub fn one<'a, 'n>(
    pairs: &'a [(String, String)],
    name: &'n str,
) -> Result<Option<&'a str>, &'n str> {
    let mut found = pairs.iter().filter(|(known, _)| known == name);
    let first = found.next().map(|(_, value)| value.as_str());
    if found.next().is_some() {
        Err(name)
    } else {
        Ok(first)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_is_decoded_once() {
        let read = pairs("code=aPrx%3D%3D&state=a%2520b&x=1+2&empty=&bare").unwrap();
        assert_eq!(one(&read, "code"), Ok(Some("aPrx==")));
        assert_eq!(one(&read, "state"), Ok(Some("a%20b")));
        assert_eq!(one(&read, "x"), Ok(Some("1 2")));
        assert_eq!(one(&read, "empty"), Ok(Some("")));
        assert_eq!(one(&read, "bare"), Ok(Some("")));
        assert_eq!(one(&read, "none"), Ok(None));
    }

    #[test]
    fn broken_escapes_overlong_forms_and_doubles_are_refused() {
        assert_eq!(decode("%"), Err(FormProblem::Escape));
        assert_eq!(decode("%4"), Err(FormProblem::Escape));
        assert_eq!(decode("%zz"), Err(FormProblem::Escape));
        assert_eq!(decode("%+1"), Err(FormProblem::Escape));
        assert_eq!(decode("%c0%af"), Err(FormProblem::NotUtf8));
        assert_eq!(one(&pairs("a=1&a=1").unwrap(), "a"), Err("a"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]
        #[test]
        fn what_the_url_crate_writes_is_read_back(name in "\\PC{1,12}", value in "\\PC*") {
            let text = url::form_urlencoded::Serializer::new(String::new()).append_pair(&name, &value).finish();
            prop_assert_eq!(pairs(&text).unwrap(), vec![(name, value)]);
        }
        #[test]
        fn no_text_makes_it_panic(text in ".*") {
            let _ = pairs(&text);
        }
    }
}
