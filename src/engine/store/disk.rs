//! The library on disk: RON, one profile or session a line, so that a person can read and compare it.

use std::path::PathBuf;
use std::sync::Arc;

use ron::extensions::Extensions;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::engine::folder::{GENERATIONS, KeepError, KeptFile, Notice, Stamp};
use crate::engine::lock::Held;
use crate::model::profile::Profile;
use crate::model::session::Session;
use crate::model::settings::Settings;

/// The schema this version writes.
pub const SCHEMA: u32 = 1;

/// `profiles.ron`: the shape of the profile file that people import (`cli-contract.md` 2).
#[derive(Deserialize)]
pub struct Profiles {
    /// Its schema.
    pub schema: u32,
    /// The definitions.
    pub profiles: Vec<Arc<Profile>>,
}

/// `sessions.ron`.
#[derive(Deserialize)]
pub struct Sessions {
    /// Its schema.
    pub schema: u32,
    /// The facts.
    pub sessions: Vec<Arc<Session>>,
}

#[derive(Deserialize)]
struct Probe {
    schema: u32,
}

/// What reading a file with its generations came to.
pub enum Found<T> {
    /// There is none.
    Nothing,
    /// This is what it says, and its stamp.
    Value(T, Option<Stamp>),
    /// The present file is damaged or gone; read again with the lock held, to repair it.
    Repair,
}

/// A kept file with RON in it.
pub struct StoredFile(pub KeptFile);

impl StoredFile {
    /// Returns the stamp of the present file.
    ///
    /// # Errors
    ///
    /// [`KeepError::Io`].
    pub fn stamp(&self) -> Result<Option<Stamp>, KeepError> {
        self.0.stamp()
    }

    /// Writes the next generation.
    ///
    /// # Errors
    ///
    /// [`KeepError`]; the present file is as it was then.
    pub fn write(&self, text: ron::Result<String>) -> Result<(), KeepError> {
        let text = text.map_err(|error| {
            KeepError::io(&self.0.path(0), std::io::Error::other(error.to_string()))
        })?;
        self.0.replace(text.as_bytes())
    }

    /// Reads the present file; with the lock held, puts an older generation in the place of a damaged one.
    ///
    /// # Errors
    ///
    /// [`KeepError`]; [`KeepError::Damaged`] when no generation can be read, and nothing was changed.
    pub fn read<T: DeserializeOwned>(
        &self,
        held: Option<&Held>,
        notices: &mut Vec<Notice>,
    ) -> Result<Found<T>, KeepError> {
        let why = match self.0.read(0, notices)? {
            Some((bytes, stamp)) => match self.parse(&bytes)? {
                Ok(value) => return Ok(Found::Value(value, Some(stamp))),
                Err(why) => Some(why),
            },
            None if !self.0.exists() => return Ok(Found::Nothing),
            None => None,
        };
        if held.is_none() {
            return Ok(Found::Repair);
        }
        for generation in 1..=GENERATIONS {
            let Ok(Some((bytes, _))) = self.0.read(generation, notices) else {
                continue;
            };
            let Ok(value) = self.parse(&bytes)? else {
                continue;
            };
            notices.push(self.restore(why.is_some(), generation, &bytes));
            return Ok(Found::Value(value, self.stamp()?));
        }
        Err(KeepError::Damaged {
            path: self.0.path(0),
            why: why.unwrap_or_else(|| "no generation can be read".into()),
        })
    }

    /// Reports a file that a newer version wrote; it is read, and never written.
    pub fn newer(&self, schema: u32, notices: &mut Vec<Notice>) -> Option<(PathBuf, u32)> {
        (schema > SCHEMA).then(|| {
            let path = self.0.path(0);
            notices.push(Notice::ReadOnly {
                path: path.clone(),
                schema,
            });
            (path, schema)
        })
    }

    /// Moves the damaged file aside and makes an older generation the present one.
    fn restore(&self, is_damaged: bool, generation: u8, bytes: &[u8]) -> Notice {
        let path = self.0.path(0);
        let aside = is_damaged.then(|| self.0.move_aside(0));
        // On a disk that cannot be written to, the older generation is still what we show.
        let restored = !matches!(aside, Some(Err(_))) && self.0.rewrite(0, bytes).is_ok();
        match aside {
            Some(aside) => Notice::MovedAside {
                aside: aside
                    .ok()
                    .filter(|_| restored)
                    .unwrap_or_else(|| path.clone()),
                path,
                opened: generation,
            },
            None => Notice::Missing {
                path,
                opened: generation,
            },
        }
    }

    /// The outer error is a newer schema of another form; the inner says where the text is wrong.
    fn parse<T: DeserializeOwned>(&self, bytes: &[u8]) -> Result<Result<T, String>, KeepError> {
        let wrong = match options().from_bytes::<T>(bytes) {
            Ok(value) => return Ok(Ok(value)),
            Err(wrong) => wrong,
        };
        if let Ok(Probe { schema }) = options().from_bytes::<Probe>(bytes)
            && schema > SCHEMA
        {
            return Err(KeepError::NewerSchema {
                path: self.0.path(0),
                schema,
            });
        }
        Ok(Err(format!(
            "line {}, column {}",
            wrong.span.start.line, wrong.span.start.col
        )))
    }
}

/// Writes `profiles.ron`.
///
/// # Errors
///
/// [`ron::Error`] when a value has no RON form; none of ours is known to.
pub fn profiles_text<'a>(profiles: impl Iterator<Item = &'a Arc<Profile>>) -> ron::Result<String> {
    lines("profiles", profiles)
}

/// Writes `sessions.ron`.
///
/// # Errors
///
/// As [`profiles_text`].
pub fn sessions_text<'a>(sessions: impl Iterator<Item = &'a Arc<Session>>) -> ron::Result<String> {
    lines("sessions", sessions)
}

/// Writes `settings.ron`.
///
/// # Errors
///
/// As [`profiles_text`].
pub fn settings_text(settings: &Settings) -> ron::Result<String> {
    Ok(options().to_string(settings)? + "\n")
}

fn lines<'a, T: Serialize + 'a>(
    field: &str,
    items: impl Iterator<Item = &'a Arc<T>>,
) -> ron::Result<String> {
    let mut text = format!("(\n    schema: {SCHEMA},\n    {field}: [\n");
    for item in items {
        text.push_str("        ");
        text.push_str(&options().to_string(&**item)?);
        text.push_str(",\n");
    }
    text.push_str("    ],\n)\n");
    Ok(text)
}

fn options() -> ron::Options {
    ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}
