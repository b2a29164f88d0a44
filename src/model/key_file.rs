//! Files with a private key: PEM in its usual kinds, and PKCS#12.
//!
//! ```text
//! bytes ─▶ PEM?     PKCS#8, PKCS#1, with or without the certificate
//!       ─▶ DER?     PKCS#12, which asks for a passphrase; PKCS#8, PKCS#1
//!       ─▶ else     what it is instead, where that can be told
//! ```
//!
//! Specification: RFC 7468, RFC 5958, RFC 8017 appendix A.1.2, RFC 7292;
//! `machine-and-admin.md` 1.6. Whatever the file's name says, its content decides.

mod work;

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::signature::{KeyPair as _, RsaKeyPair};
use p12_keystore::{KeyStore, Pkcs12ImportPolicy};
use x509_parser::der_parser::ber::BerObject;
use x509_parser::der_parser::parse_der;

use super::certificate::{Certificate, CertificateProblem, LEAST_BITS, is_certificate_label};
use super::pem::{self, Block, PemProblem};
use super::problem::{Problem, ProblemKind};
use super::secret::{PrivateKey, Secret};

/// A key with the certificate that belongs to it, where one came with it.
#[derive(Debug, Clone)]
pub struct AppKey {
    /// The private half.
    pub private_key: PrivateKey,
    /// The public half.
    pub certificate: Option<Certificate>,
}

/// Why a file gives no key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyProblem {
    /// Nothing in it.
    Empty,
    /// A private key under a passphrase, in PEM.
    Encrypted,
    /// PKCS#12, and no passphrase was given.
    NeedsPassphrase,
    /// PKCS#12, and the passphrase does not open it, or it is damaged.
    WrongPassphrase,
    /// A certificate alone.
    CertificateOnly,
    /// A public key alone.
    PublicOnly,
    /// PKCS#12 that asks for more work than anybody's program does.
    TooMuchWork,
    /// An OpenSSH key.
    OpenSsh,
    /// A key of another kind than RSA.
    NotRsa,
    /// An RSA key of so few bits.
    Weak(usize),
    /// So many private keys.
    Many(usize),
    /// It ends in the middle.
    Cut,
    /// It says that it is a key, and is none.
    Damaged,
    /// Nothing that we know.
    Other,
    /// The certificate is of another key.
    Mismatch,
    /// The certificate cannot be used.
    Certificate(CertificateProblem),
}

impl KeyProblem {
    /// Returns the words code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "key_file_empty",
            Self::Encrypted => "key_file_encrypted",
            Self::NeedsPassphrase => "key_file_needs_passphrase",
            Self::WrongPassphrase => "key_file_wrong_passphrase",
            Self::TooMuchWork => "key_file_slow",
            Self::CertificateOnly => "key_file_certificate_only",
            Self::PublicOnly => "key_file_public_only",
            Self::OpenSsh => "key_file_openssh",
            Self::NotRsa => "key_file_not_rsa",
            Self::Weak(_) => "key_file_weak",
            Self::Many(_) => "key_file_many",
            Self::Cut => "key_file_cut",
            Self::Damaged => "key_file_damaged",
            Self::Other => "key_file_other",
            Self::Mismatch => "key_certificate_mismatch",
            Self::Certificate(CertificateProblem::Unreadable) => "key_certificate_unreadable",
            Self::Certificate(CertificateProblem::NotRsa) => "key_certificate_not_rsa",
            Self::Certificate(CertificateProblem::Weak(_)) => "key_certificate_weak",
            Self::Certificate(CertificateProblem::Several) => "key_certificate_several",
        }
    }

    /// Returns the problem that a person sees, about the file of this name.
    #[must_use]
    pub fn problem(&self, file: &str) -> Problem {
        let number = match self {
            Self::Weak(number)
            | Self::Many(number)
            | Self::Certificate(CertificateProblem::Weak(number)) => number.to_string(),
            _ => String::new(),
        };
        Problem::new(ProblemKind::Usage, self.code())
            .at(file)
            .with("path", file)
            .with("number", number)
    }
}

/// Reads a file; a PKCS#12 file needs its passphrase.
///
/// # Errors
///
/// [`KeyProblem`].
pub fn read(bytes: &[u8], passphrase: Option<&Secret>) -> Result<AppKey, KeyProblem> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(KeyProblem::Empty);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if text.contains("-----BEGIN ") => of_pem(text),
        _ if bytes.first() == Some(&0x30) => of_der(bytes, passphrase),
        _ => Err(KeyProblem::Other),
    }
}

/// Puts a certificate from a file of its own beside a key.
///
/// # Errors
///
/// [`KeyProblem::Certificate`] or [`KeyProblem::Mismatch`].
pub fn with_certificate(key: AppKey, bytes: &[u8]) -> Result<AppKey, KeyProblem> {
    let certificate = match std::str::from_utf8(bytes) {
        Ok(text) => Certificate::parse(text),
        Err(_) => Certificate::from_der(bytes),
    };
    let certificate = certificate.map_err(KeyProblem::Certificate)?;
    let blocks = pem::read(key.private_key.expose()).map_err(|_| KeyProblem::Damaged)?;
    let der = blocks.first().ok_or(KeyProblem::Damaged)?;
    fitting(rsa(&der.der)?, [certificate].into_iter())
}

fn of_pem(text: &str) -> Result<AppKey, KeyProblem> {
    let blocks = pem::read(text).map_err(|problem| match problem {
        PemProblem::Cut => KeyProblem::Cut,
        PemProblem::NotBase64 => KeyProblem::Damaged,
    })?;
    let keys: Vec<&Block> = blocks
        .iter()
        .filter(|block| block.label.ends_with("PRIVATE KEY"))
        .collect();
    let key = match keys.as_slice() {
        [only] => only,
        [] if blocks.iter().any(|one| is_certificate_label(&one.label)) => {
            return Err(KeyProblem::CertificateOnly);
        }
        [] if blocks.iter().any(|one| one.label.ends_with("PUBLIC KEY")) => {
            return Err(KeyProblem::PublicOnly);
        }
        [] => return Err(KeyProblem::Other),
        many => return Err(KeyProblem::Many(many.len())),
    };
    let key = match key.label.as_str() {
        "ENCRYPTED PRIVATE KEY" => return Err(KeyProblem::Encrypted),
        _ if key.has_headers => return Err(KeyProblem::Encrypted),
        "PRIVATE KEY" | "RSA PRIVATE KEY" => rsa(&key.der)?,
        "OPENSSH PRIVATE KEY" => return Err(KeyProblem::OpenSsh),
        _ => return Err(KeyProblem::NotRsa),
    };
    let certificates = blocks
        .iter()
        .filter(|block| is_certificate_label(&block.label))
        .map(|block| Certificate::from_der(&block.der))
        .collect::<Result<Vec<_>, _>>()
        .map_err(KeyProblem::Certificate)?;
    fitting(key, certificates.into_iter())
}

fn of_der(bytes: &[u8], passphrase: Option<&Secret>) -> Result<AppKey, KeyProblem> {
    match kind(bytes) {
        Kind::Rsa(_) => fitting(rsa(bytes)?, std::iter::empty()),
        Kind::OtherKey => Err(KeyProblem::NotRsa),
        Kind::Pfx => of_pkcs12(bytes, passphrase.ok_or(KeyProblem::NeedsPassphrase)?),
        Kind::Unknown if Certificate::from_der(bytes).is_ok() => Err(KeyProblem::CertificateOnly),
        Kind::Unknown if parse_der(bytes).is_err() => Err(KeyProblem::Cut),
        Kind::Unknown => Err(KeyProblem::Other),
    }
}

fn of_pkcs12(bytes: &[u8], passphrase: &Secret) -> Result<AppKey, KeyProblem> {
    if work::is_too_much(bytes) {
        return Err(KeyProblem::TooMuchWork);
    }
    // The passphrase is part of a check sum over the whole: which of the two is wrong cannot be told.
    let store = KeyStore::from_pkcs12(bytes, passphrase.expose(), Pkcs12ImportPolicy::Relaxed)
        .map_err(|_| KeyProblem::WrongPassphrase)?;
    let chains: Vec<_> = store
        .entries()
        .filter_map(|(_, entry)| match entry {
            p12_keystore::KeyStoreEntry::PrivateKeyChain(chain) => Some(chain),
            _ => None,
        })
        .collect();
    let chain = match chains.as_slice() {
        [only] => only,
        [] => return Err(KeyProblem::CertificateOnly),
        many => return Err(KeyProblem::Many(many.len())),
    };
    let key = rsa(chain.key().as_der())?;
    // Certificates of authorities may be of any kind: only the key's own is looked at.
    let own = chain
        .certs()
        .iter()
        .filter_map(|one| Certificate::from_der(one.as_der()).ok());
    fitting(key, own)
}

struct Rsa {
    private_key: PrivateKey,
    public_key: Vec<u8>,
}

/// Of the certificates that came with a key, finds the one that is its own.
fn fitting(
    key: Rsa,
    certificates: impl Iterator<Item = Certificate>,
) -> Result<AppKey, KeyProblem> {
    let mut is_any = false;
    for certificate in certificates {
        is_any = true;
        if certificate
            .facts()
            .is_some_and(|facts| facts.public_key == key.public_key)
        {
            return Ok(AppKey {
                private_key: key.private_key,
                certificate: Some(certificate),
            });
        }
    }
    if is_any {
        return Err(KeyProblem::Mismatch);
    }
    Ok(AppKey {
        private_key: key.private_key,
        certificate: None,
    })
}

fn rsa(der: &[u8]) -> Result<Rsa, KeyProblem> {
    match kind(der) {
        Kind::Rsa(bits) if bits < LEAST_BITS => return Err(KeyProblem::Weak(bits)),
        Kind::Rsa(_) => {}
        Kind::OtherKey => return Err(KeyProblem::NotRsa),
        Kind::Pfx | Kind::Unknown => return Err(KeyProblem::Damaged),
    }
    let pair = RsaKeyPair::from_pkcs8(der)
        .or_else(|_| RsaKeyPair::from_der(der))
        .map_err(|_| KeyProblem::Damaged)?;
    let pkcs8: Pkcs8V1Der<'_> = pair.as_der().map_err(|_| KeyProblem::Damaged)?;
    let text = pem::write("PRIVATE KEY", pkcs8.as_ref());
    Ok(Rsa {
        private_key: PrivateKey::new(String::clone(&text)),
        public_key: pair.public_key().as_ref().to_vec(),
    })
}

enum Kind {
    /// RSA, of so many bits.
    Rsa(usize),
    OtherKey,
    Pfx,
    Unknown,
}

/// `rsaEncryption` (RFC 8017 appendix A.1).
const RSA_OID: &str = "1.2.840.113549.1.1.1";

/// Tells what a DER text is by its outermost shape.
fn kind(der: &[u8]) -> Kind {
    let Ok((_, outer)) = parse_der(der) else {
        return Kind::Unknown;
    };
    let Ok(parts) = outer.as_sequence() else {
        return Kind::Unknown;
    };
    let version = parts.first().and_then(|part| part.as_u32().ok());
    match (version, parts.get(1)) {
        // RFC 7292 section 4: a PFX has version 3.
        (Some(3), Some(part)) if part.as_sequence().is_ok() => Kind::Pfx,
        // RFC 5958 section 2: version, algorithm, the key in an octet string.
        (Some(0 | 1), Some(part)) if part.as_sequence().is_ok() => {
            let oid = part.as_sequence().ok().and_then(|inner| {
                let oid = inner.first()?.as_oid().ok()?;
                Some(oid.to_id_string())
            });
            let inner = parts.get(2).and_then(|part| part.as_slice().ok());
            match (oid.as_deref(), inner.map(parse_der)) {
                (Some(RSA_OID), Some(Ok((_, key)))) => bits(&key).map_or(Kind::Unknown, Kind::Rsa),
                (Some(RSA_OID) | None, _) => Kind::Unknown,
                _ => Kind::OtherKey,
            }
        }
        // RFC 8017 appendix A.1.2: version, modulus, and seven more numbers.
        (Some(0), Some(_)) if parts.len() >= 9 => bits(&outer).map_or(Kind::Unknown, Kind::Rsa),
        // RFC 5915 section 3: version 1, the key in an octet string.
        (Some(1), Some(part)) if part.as_slice().is_ok() => Kind::OtherKey,
        _ => Kind::Unknown,
    }
}

/// Returns the bits of the modulus, the second part of an RSA private key.
fn bits(key: &BerObject<'_>) -> Option<usize> {
    let modulus = key.as_sequence().ok()?.get(1)?.as_slice().ok()?;
    let first = modulus.iter().position(|byte| *byte != 0)?;
    let digits = modulus.get(first..)?;
    let leading = digits.first()?.leading_zeros() as usize;
    Some(digits.len() * 8 - leading)
}

#[cfg(test)]
mod tests;
