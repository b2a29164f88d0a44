//! The key of an app, as the form shows it.

use super::form::SetupValue;

/// The key: none, one that waits for the save, or the one that is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeyView {
    /// `A private key is in the vault`.
    pub title: String,
    /// What it is for, or what is next.
    pub text: String,
    /// There is one, kept or not.
    pub has_key: bool,
    /// It is not kept yet, and can be dropped.
    pub is_new: bool,
    /// What its certificate says.
    pub facts: Vec<SetupValue>,
    /// The certificate is over, or nearly.
    pub warning: Option<String>,
    /// There is a certificate to give out.
    pub has_certificate: bool,
    /// Made or read just now.
    pub is_busy: bool,
    /// A file that opens with a passphrase: its name.
    pub asks_passphrase_for: Option<String>,
    /// What happened and what to do, where no key came.
    pub problem: Option<String>,
    /// The app of the demo org that runs can be given the certificate: its consumer key.
    pub demo_app: Option<String>,
    /// The certificate, for the demo org.
    pub pem: String,
}

/// Whom a signed assertion is meant for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AudienceView {
    /// What is chosen.
    pub label: String,
    /// What can be chosen: words, and the value of the field.
    pub choices: Vec<(String, String)>,
}
