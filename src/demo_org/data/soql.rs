//! As much SOQL as tools send after a login: `SELECT … FROM … [WHERE a = 'b' [AND …]] [ORDER BY a [ASC|DESC]] [LIMIT n] [OFFSET n]`.

/// A query that has been read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Query {
    pub(crate) fields: Vec<String>,
    pub(crate) from: String,
    pub(crate) conditions: Vec<Condition>,
    pub(crate) order: Option<(String, bool)>,
    pub(crate) limit: Option<usize>,
    pub(crate) offset: usize,
}

/// One comparison; several are joined by AND.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Condition {
    pub(crate) field: String,
    pub(crate) is_equal: bool,
    /// Any of these.
    pub(crate) values: Vec<String>,
}

/// Reads a query; the error names what could not be read.
pub(crate) fn parse(text: &str) -> Result<Query, String> {
    let mut words = Words {
        rest: words(text)?,
        at: 0,
    };
    words.expect("SELECT")?;
    let mut fields = Vec::new();
    while !words.is("FROM") {
        let word = words.next()?;
        if word != "," {
            fields.push(word);
        }
    }
    if fields.is_empty() {
        return Err("unexpected token: FROM".to_owned());
    }
    words.expect("FROM")?;
    let mut query = Query {
        fields,
        from: words.next()?,
        conditions: Vec::new(),
        order: None,
        limit: None,
        offset: 0,
    };
    if words.take("WHERE") {
        query.conditions.push(condition(&mut words)?);
        while words.take("AND") {
            query.conditions.push(condition(&mut words)?);
        }
    }
    if words.take("ORDER") {
        words.expect("BY")?;
        let field = words.next()?;
        let descending = words.take("DESC");
        let _ = words.take("ASC");
        if words.take("NULLS") {
            words.next()?;
        }
        query.order = Some((field, descending));
    }
    if words.take("LIMIT") {
        query.limit = Some(number(&words.next()?)?);
    }
    if words.take("OFFSET") {
        query.offset = number(&words.next()?)?;
    }
    match words.rest.get(words.at) {
        Some(word) => Err(format!("unexpected token: {word}")),
        None => Ok(query),
    }
}

fn condition(words: &mut Words) -> Result<Condition, String> {
    let field = words.next()?;
    let operator = words.next()?;
    let is_not = operator.eq_ignore_ascii_case("NOT");
    if is_not {
        words.expect("IN")?;
    }
    if is_not || operator.eq_ignore_ascii_case("IN") {
        words.expect("(")?;
        let mut values = Vec::new();
        while !words.take(")") {
            let word = words.next()?;
            if word != "," {
                values.push(word);
            }
        }
        return Ok(Condition {
            field,
            is_equal: !is_not,
            values,
        });
    }
    let is_equal = match operator.as_str() {
        "=" => true,
        "!=" | "<>" => false,
        other => return Err(format!("unexpected token: {other}")),
    };
    let values = vec![words.next()?];
    Ok(Condition {
        field,
        is_equal,
        values,
    })
}

fn number(word: &str) -> Result<usize, String> {
    word.parse()
        .map_err(|_| format!("unexpected token: {word}"))
}

struct Words {
    rest: Vec<String>,
    at: usize,
}

impl Words {
    fn is(&self, word: &str) -> bool {
        self.rest
            .get(self.at)
            .is_some_and(|it| it.eq_ignore_ascii_case(word))
    }

    fn take(&mut self, word: &str) -> bool {
        let found = self.is(word);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, word: &str) -> Result<(), String> {
        if self.take(word) {
            Ok(())
        } else {
            Err(format!("expecting {word}"))
        }
    }

    fn next(&mut self) -> Result<String, String> {
        let word = self
            .rest
            .get(self.at)
            .cloned()
            .ok_or("unexpected end of query")?;
        self.at += 1;
        Ok(word)
    }
}

/// Splits into words, marks and quoted strings (without their quotes).
fn words(text: &str) -> Result<Vec<String>, String> {
    let mut out = Vec::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            _ if letter.is_whitespace() => {}
            '\'' => {
                let mut word = String::new();
                loop {
                    match letters.next() {
                        Some('\'') => break,
                        Some('\\') => word.extend(letters.next()),
                        Some(other) => word.push(other),
                        None => return Err("unterminated string".to_owned()),
                    }
                }
                out.push(word);
            }
            ',' | '(' | ')' | '=' => out.push(letter.to_string()),
            '!' | '<' | '>' => {
                let mut word = letter.to_string();
                while let Some(next) = letters.next_if(|it| matches!(it, '=' | '>')) {
                    word.push(next);
                }
                out.push(word);
            }
            _ => {
                let mut word = letter.to_string();
                while let Some(next) =
                    letters.next_if(|it| !it.is_whitespace() && !",()='!<>".contains(*it))
                {
                    word.push(next);
                }
                // COUNT() is one word.
                if word.eq_ignore_ascii_case("count") && letters.next_if_eq(&'(').is_some() {
                    while let Some(next) = letters.next_if(|it| *it != ')') {
                        let _ = next;
                    }
                    letters.next();
                    word = "COUNT()".to_owned();
                }
                out.push(word);
            }
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::parse;

    #[test]
    fn reads_what_the_salesforce_cli_sends() {
        let query = parse("SELECT Id FROM ScratchOrgInfo limit 1").unwrap();
        assert_eq!(
            (query.from.as_str(), query.limit),
            ("ScratchOrgInfo", Some(1))
        );
        let text = "SELECT Id, Status, SandboxName FROM SandboxProcess \
                    WHERE SandboxOrganization='00D5e0000012ABC' AND Status NOT IN ('D', 'E') ORDER BY CreatedDate DESC";
        let query = parse(text).unwrap();
        assert_eq!(query.conditions[1].values, ["D", "E"]);
        assert!(
            !query.conditions[1].is_equal && query.order == Some(("CreatedDate".to_owned(), true))
        );
        let query = parse("select COUNT() from User where IsActive = true").unwrap();
        assert_eq!(query.fields, ["COUNT()"]);
        assert_eq!(query.conditions[0].values, ["true"]);
    }

    #[test]
    fn names_what_it_cannot_read() {
        for bad in [
            "",
            "SELECT",
            "SELECT FROM User",
            "SELECT Id FROM User LIMIT x",
            "SELECT Id FROM User WHERE a = 'b",
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
