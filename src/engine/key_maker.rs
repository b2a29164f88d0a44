//! Makes keys for apps: RSA of 2048 bits, with the self-signed certificate that Setup takes.
//!
//! Facts: `machine-and-admin.md` 1.6. Larger keys sign slower and gain nothing
//! for a certificate that is good for a year.

use std::time::Duration;

use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair, PKCS_RSA_SHA256, RsaKeySize};

use super::clock;
use crate::model::key_file::{self, AppKey};
use crate::model::problem::{Problem, ProblemKind};

/// A certificate begins to be good before it is made: clocks differ.
const BEFORE: Duration = Duration::from_secs(3600);
/// One day.
const DAY: Duration = Duration::from_secs(24 * 3600);
/// X.509 allows no longer common name (RFC 5280 appendix A.1).
const MOST_NAME: usize = 64;

/// Makes a key, and a certificate in this name that is good for so many days.
///
/// # Errors
///
/// `key_not_made`: no randomness, or a fault of ours.
pub fn make(name: &str, days: u16) -> Result<AppKey, Box<Problem>> {
    made(name, days).ok_or_else(|| Box::new(Problem::new(ProblemKind::Failed, "key_not_made")))
}

fn made(name: &str, days: u16) -> Option<AppKey> {
    let pair = KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048).ok()?;
    let mut params = CertificateParams::default();
    let mut subject = DistinguishedName::new();
    let name: String = name
        .chars()
        .filter(|c| !c.is_control())
        .take(MOST_NAME)
        .collect();
    subject.push(DnType::CommonName, name);
    params.distinguished_name = subject;
    let now = Duration::from_millis(u64::try_from(clock::now().as_millis()).ok()?);
    let epoch = rcgen::date_time_ymd(1970, 1, 1);
    params.not_before = epoch + now.saturating_sub(BEFORE);
    params.not_after = epoch + now + DAY * u32::from(days);
    let certificate = params.self_signed(&pair).ok()?;
    let key = key_file::read(pair.serialized_der(), None).ok()?;
    key_file::with_certificate(key, certificate.der()).ok()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;

    #[test]
    fn a_made_key_has_a_certificate_of_its_own_that_fits_into_setup() {
        let key = make("Nightly export\n für Büro", 365).unwrap();
        let certificate = key.certificate.unwrap();
        assert!(certificate.as_pem().len() < crate::model::certificate::MOST_IN_SETUP);
        let facts = certificate.facts().unwrap();
        assert_eq!(
            (facts.subject.as_str(), facts.bits),
            ("Nightly export für Büro", 2048)
        );
        let now = clock::now();
        assert!(facts.from < now && now.after(DAY * 364) < facts.until);
        let other = make("x", 1).unwrap();
        assert_ne!(other.private_key.expose(), key.private_key.expose());
    }
}
