//! What the parser of arguments refuses, as a problem. Values that were typed are not repeated: one may be a secret.

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use crate::model::problem::{Problem, ProblemKind};

/// Turns a refusal of the parser into a problem with the three parts.
#[must_use]
pub fn problem(error: &Error) -> Problem {
    let argument = argument(error);
    let usage = |code: &str| {
        Problem::new(ProblemKind::Usage, code)
            .at(argument.clone())
            .with("argument", argument.clone())
            .with("suggestion", suggestion(error))
    };
    match error.kind() {
        ErrorKind::UnknownArgument => usage("unknown_argument"),
        ErrorKind::InvalidSubcommand => usage("unknown_command"),
        ErrorKind::MissingRequiredArgument | ErrorKind::MissingSubcommand => {
            usage("missing_argument")
        }
        ErrorKind::ArgumentConflict => usage("repeated_argument"),
        _ => usage("bad_argument"),
    }
}

/// Returns the arguments the parser names; of what was typed, only flags and words like commands.
fn argument(error: &Error) -> String {
    let kinds = [
        ContextKind::InvalidArg,
        ContextKind::InvalidSubcommand,
        ContextKind::ValidSubcommand,
    ];
    let found = kinds.into_iter().find_map(|kind| error.get(kind));
    let names: Vec<String> = match found {
        Some(ContextValue::String(name)) => vec![name.clone()],
        Some(ContextValue::Strings(names)) => names.clone(),
        _ => Vec::new(),
    };
    let names: Vec<String> = names.into_iter().map(|name| harmless(&name)).collect();
    names.join(" ")
}

/// Returns a name without what may be a value: `--flag` of `--flag=secret`, a short lower-case word, a placeholder.
fn harmless(name: &str) -> String {
    let before = name.split('=').next().unwrap_or_default();
    let is_flag = before.starts_with('-') && before.len() <= 40;
    let is_placeholder = name.starts_with(['<', '[', '-']) && name.len() <= 60;
    let is_word = name.len() <= 20 && name.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    if is_placeholder && !name.contains('=') || is_word {
        name.to_owned()
    } else if is_flag {
        before.to_owned()
    } else {
        "…".to_owned()
    }
}

fn suggestion(error: &Error) -> String {
    let kinds = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand];
    match kinds.into_iter().find_map(|kind| error.get(kind)) {
        Some(ContextValue::String(name)) => name.clone(),
        Some(ContextValue::Strings(names)) => names.join(", "),
        _ => "--help".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::Line;
    use clap::Parser as _;

    fn refused(words: &[&str]) -> Problem {
        let line = std::iter::once("valet-key").chain(words.iter().copied());
        problem(&Line::try_parse_from(line).expect_err("is refused"))
    }

    #[test]
    fn each_refusal_has_its_code_and_place() {
        for (words, code, field) in [
            (
                &["token", "acme", "--colour"][..],
                "unknown_argument",
                "--colour",
            ),
            (&["lgin", "acme"], "unknown_command", "lgin"),
            (&["token"], "missing_argument", "<TARGET>"),
            (
                &["login", "acme", "--timeout", "soon"],
                "bad_argument",
                "--timeout <SECS>",
            ),
            (
                &["login", "acme", "--timeout", "0"],
                "bad_argument",
                "--timeout <SECS>",
            ),
            (
                &["demo-org", "--tls-port", "1"],
                "missing_argument",
                "--tls-cert <PEM> --tls-key <PEM>",
            ),
        ] {
            let problem = refused(words);
            assert_eq!(problem.code, code, "{words:?}");
            assert_eq!(problem.field.as_deref(), Some(field), "{words:?}");
            assert_eq!(problem.kind, ProblemKind::Usage);
        }
    }

    #[test]
    fn what_may_be_a_secret_is_not_repeated() {
        for words in [
            &["secret", "set", "acme", "S3CRETVALUE"][..],
            &["inspect", "-", "00D!S3CRETVALUE"],
            &["token", "acme", "--password=S3CRETVALUE"],
            &["S3CRETVALUE"],
            &["login", "acme", "--timeout", "S3CRETVALUE"],
        ] {
            let problem = refused(words);
            let shown = format!("{problem:?} {:?}", problem.explain());
            assert!(!shown.contains("S3CRETVALUE"), "{shown}");
        }
    }
}
