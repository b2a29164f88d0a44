//! The file as it is written: names and shapes right, meaning not yet looked at.

use std::fmt;

use ron::error::{Error, SpannedError};
use serde::Deserialize;
use serde::de::{Deserializer, EnumAccess, VariantAccess, Visitor};

use super::{Finding, place};
use crate::model::client::{ClientAuth, ClientKind};
use crate::model::environment::Environment;
use crate::model::profile::{Endpoints, Platform, ResponseFormat};
use crate::model::subject_token::SubjectType;
use crate::model::words;

/// The whole file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawFile {
    pub schema: u32,
    #[serde(default)]
    pub profiles: Vec<RawProfile>,
}

/// One profile, text as it stands.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawProfile {
    pub profile_id: Option<String>,
    pub name: String,
    pub login_url: String,
    pub client_id: String,
    #[serde(default)]
    pub callback_urls: Vec<String>,
    pub flow: Option<Name>,
    #[serde(default)]
    pub scope: String,
    #[serde(default)]
    pub kind: ClientKind,
    pub client_auth: Option<ClientAuth>,
    pub environment: Option<Environment>,
    #[serde(default)]
    pub platform: Platform,
    #[serde(default)]
    pub tags: Vec<String>,
    #[serde(default)]
    pub notes: String,
    #[serde(default)]
    pub browser: String,
    pub pkce: Option<bool>,
    #[serde(default)]
    pub response_format: ResponseFormat,
    #[serde(default)]
    pub prompt: String,
    #[serde(default)]
    pub login_hint: String,
    #[serde(default)]
    pub display: String,
    #[serde(default)]
    pub immediate: bool,
    #[serde(default)]
    pub sso_provider: String,
    #[serde(default)]
    pub nonce: String,
    #[serde(default)]
    pub audience: String,
    pub subject_token_type: Option<SubjectType>,
    #[serde(default)]
    pub token_handler: String,
    #[serde(default)]
    pub allow_password_flow: bool,
    pub certificate: Option<String>,
    pub issuer: Option<String>,
    pub endpoints: Option<Endpoints>,
}

/// A bare word, such as the name of a flow.
pub struct Name(pub String);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // In RON a bare word is an enum variant, and which there are only the catalog knows.
        deserializer.deserialize_enum("", &[], NameVisitor)
    }
}

struct NameVisitor;

impl<'de> Visitor<'de> for NameVisitor {
    type Value = Name;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name without quotes")
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Name, A::Error> {
        let (word, rest) = data.variant::<Word>()?;
        rest.unit_variant()?;
        Ok(Name(word.0))
    }
}

struct Word(String);

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_identifier(WordVisitor)
    }
}

struct WordVisitor;

impl Visitor<'_> for WordVisitor {
    type Value = Word;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name without quotes")
    }

    fn visit_str<E>(self, text: &str) -> Result<Word, E> {
        Ok(Word(text.to_owned()))
    }
}

/// Says what the parser stumbled over, and in which field.
pub fn explain(text: &str, error: &SpannedError) -> Finding {
    let (start, end) = (error.span.start, error.span.end);
    let named = place::path_at(text, start.line, start.col);
    let valued = place::path_at(text, end.line, end.col);
    let (code, path, at) = match &error.code {
        Error::NoSuchStructField { found, .. } if found == "client_secret" => {
            ("client_secret_in_file", named, Some(start))
        }
        Error::NoSuchStructField { .. } => ("file_field_unknown", named, Some(start)),
        Error::DuplicateStructField { .. } => ("file_field_twice", named, Some(start)),
        Error::MissingStructField { field, .. } => {
            let path = match place::parent(&named) {
                "" => (*field).to_owned(),
                parent => format!("{parent}.{field}"),
            };
            ("file_field_missing", path, Some(start))
        }
        Error::ExpectedComma
        | Error::ExpectedMapColon
        | Error::ExpectedArrayEnd
        | Error::ExpectedStructLikeEnd
        | Error::ExpectedStringEnd
        | Error::ExpectedIdentifier
        | Error::Eof
        | Error::TrailingCharacters
        | Error::UnclosedBlockComment
        | Error::ExceededRecursionLimit => ("file_syntax", valued, Some(start)),
        _ => ("file_field_value", valued, None),
    };
    Finding {
        code,
        path,
        at: at.map(|at| (at.line, at.col)),
        detail: detail(&error.code),
    }
}

/// Returns the parser's own words, without the names of our types.
fn detail(error: &Error) -> String {
    match error {
        Error::NoSuchEnumVariant { expected, .. } => {
            words::with("field-one-of", &[("names", &expected.join(", "))])
        }
        other => other.to_string(),
    }
}
