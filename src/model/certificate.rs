//! Certificates: the public half of an app's key, as it is uploaded in Setup.
//!
//! Facts: `machine-and-admin.md` 1.6. X.509 (RFC 5280); self-signed is what the
//! org expects, so nothing here looks for a chain of trust.

use std::fmt::Write as _;

use aws_lc_rs::digest;
use serde::{Deserialize, Serialize};
use x509_parser::prelude::{FromDer as _, X509Certificate};
use x509_parser::public_key::PublicKey;

use super::pem;
use super::time::UnixTime;

/// Setup takes no larger file; a larger PEM fits as DER, which is a quarter smaller.
pub const MOST_IN_SETUP: usize = 4096;
/// Smaller keys are refused, here and by the org (R38).
pub const LEAST_BITS: usize = 2048;

/// An X.509 certificate with an RSA key, kept as PEM.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Certificate(String);

/// Why something is not a certificate that we can use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificateProblem {
    /// No certificate at all, or a damaged one.
    Unreadable,
    /// Its key is not RSA; the org takes RS256 only.
    NotRsa,
    /// Its key has so few bits.
    Weak(usize),
    /// More than one.
    Several,
}

impl CertificateProblem {
    /// Returns the words code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unreadable => "certificate-unreadable",
            Self::NotRsa => "certificate-not-rsa",
            Self::Weak(_) => "certificate-weak",
            Self::Several => "certificate-several",
        }
    }
}

/// What a certificate says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateFacts {
    /// Whose it is, as it says itself: the common name, else the whole name.
    pub subject: String,
    /// From when.
    pub from: UnixTime,
    /// Until when.
    pub until: UnixTime,
    /// Bits of its key.
    pub bits: usize,
    /// SHA-256 of the certificate, in pairs of hex digits with colons, as OpenSSL shows it.
    pub fingerprint: String,
    /// Its public key (RFC 8017 appendix A.1.1).
    pub public_key: Vec<u8>,
}

impl Certificate {
    /// Takes a certificate in DER.
    ///
    /// # Errors
    ///
    /// [`CertificateProblem`].
    pub fn from_der(der: &[u8]) -> Result<Self, CertificateProblem> {
        facts(der)?;
        Ok(Self(pem::write("CERTIFICATE", der).to_string()))
    }

    /// Takes the one certificate of a PEM text.
    ///
    /// # Errors
    ///
    /// [`CertificateProblem`].
    pub fn parse(text: &str) -> Result<Self, CertificateProblem> {
        let blocks = pem::read(text).map_err(|_| CertificateProblem::Unreadable)?;
        let mut found = blocks
            .iter()
            .filter(|block| is_certificate_label(&block.label));
        match (found.next(), found.next()) {
            (Some(block), None) => Self::from_der(&block.der),
            (Some(_), Some(_)) => Err(CertificateProblem::Several),
            (None, _) => Err(CertificateProblem::Unreadable),
        }
    }

    /// Returns it as PEM.
    #[must_use]
    pub fn as_pem(&self) -> &str {
        &self.0
    }

    /// Returns what it says; `None` never happens, since it was read before.
    #[must_use]
    pub fn facts(&self) -> Option<CertificateFacts> {
        let blocks = pem::read(&self.0).ok()?;
        facts(&blocks.first()?.der).ok()
    }
}

impl TryFrom<String> for Certificate {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
            .map_err(|problem| super::words::text(&format!("field-{}", problem.code())))
    }
}

impl From<Certificate> for String {
    fn from(certificate: Certificate) -> Self {
        certificate.0
    }
}

/// Returns true for the labels under which certificates stand in PEM.
#[must_use]
pub fn is_certificate_label(label: &str) -> bool {
    matches!(
        label,
        "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE"
    )
}

fn facts(der: &[u8]) -> Result<CertificateFacts, CertificateProblem> {
    let (rest, certificate) =
        X509Certificate::from_der(der).map_err(|_| CertificateProblem::Unreadable)?;
    if !rest.is_empty() {
        return Err(CertificateProblem::Unreadable);
    }
    let key = certificate.public_key();
    let bits = match key.parsed() {
        Ok(PublicKey::RSA(key)) => key.key_size(),
        Ok(_) => return Err(CertificateProblem::NotRsa),
        Err(_) => return Err(CertificateProblem::Unreadable),
    };
    if bits < LEAST_BITS {
        return Err(CertificateProblem::Weak(bits));
    }
    let name = certificate.subject();
    let common = name.iter_common_name().next();
    let subject = common.and_then(|name| name.as_str().ok()).map_or_else(
        || name.to_string(),
        |name| name.chars().filter(|c| !c.is_control()).collect(),
    );
    let validity = certificate.validity();
    Ok(CertificateFacts {
        subject,
        from: UnixTime::from_secs(validity.not_before.timestamp()),
        until: UnixTime::from_secs(validity.not_after.timestamp()),
        bits,
        fingerprint: fingerprint(der),
        public_key: key.subject_public_key.data.to_vec(),
    })
}

fn fingerprint(der: &[u8]) -> String {
    let hash = digest::digest(&digest::SHA256, der);
    let mut text = String::with_capacity(95);
    for (index, byte) in hash.as_ref().iter().enumerate() {
        let colon = if index == 0 { "" } else { ":" };
        let _ = write!(text, "{colon}{byte:02X}");
    }
    text
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;
    use proptest::prelude::*;

    fn made(algorithm: &'static rcgen::SignatureAlgorithm) -> rcgen::Certificate {
        let key = rcgen::KeyPair::generate_for(algorithm).unwrap();
        let mut params = rcgen::CertificateParams::default();
        params.distinguished_name = rcgen::DistinguishedName::new();
        params
            .distinguished_name
            .push(rcgen::DnType::CommonName, "Nightly export");
        params.not_before = rcgen::date_time_ymd(2026, 1, 2);
        params.not_after = rcgen::date_time_ymd(2027, 1, 2);
        params.self_signed(&key).unwrap()
    }

    #[test]
    fn a_certificate_tells_whose_it_is_and_until_when() {
        let made = made(&rcgen::PKCS_RSA_SHA256);
        let certificate = Certificate::parse(&made.pem()).unwrap();
        let facts = certificate.facts().unwrap();
        assert_eq!(facts.subject, "Nightly export");
        assert_eq!(facts.from.to_rfc3339(), "2026-01-02T00:00:00Z");
        assert_eq!(facts.until.to_rfc3339(), "2027-01-02T00:00:00Z");
        assert_eq!(facts.bits, 2048);
        assert_eq!(facts.fingerprint.len(), 95);
        assert_eq!(Certificate::from_der(made.der()).unwrap(), certificate);
        assert!(certificate.as_pem().len() < MOST_IN_SETUP);
    }

    #[test]
    fn others_are_refused_each_for_its_reason() {
        let curve = made(&rcgen::PKCS_ECDSA_P256_SHA256).pem();
        assert_eq!(Certificate::parse(&curve), Err(CertificateProblem::NotRsa));
        assert_eq!(
            Certificate::parse("no PEM"),
            Err(CertificateProblem::Unreadable)
        );
        let one = made(&rcgen::PKCS_RSA_SHA256).pem();
        assert_eq!(
            Certificate::parse(&format!("{one}{one}")),
            Err(CertificateProblem::Several)
        );
        let cut = made(&rcgen::PKCS_RSA_SHA256);
        let cut = &cut.der()[..cut.der().len() - 1];
        assert_eq!(
            Certificate::from_der(cut),
            Err(CertificateProblem::Unreadable)
        );
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(der in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = Certificate::from_der(&der);
        }
    }
}
