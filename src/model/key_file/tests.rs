//! Every kind of file that may be chosen where a key is meant; the files were made with OpenSSL.

#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]

use super::*;
use proptest::prelude::*;

const PLAIN: &[u8] = include_bytes!("../../../tests/keys/plain.pem");
const CERTIFICATE: &[u8] = include_bytes!("../../../tests/keys/plain.crt");
const MODERN: &[u8] = include_bytes!("../../../tests/keys/modern.p12");
const LEGACY: &[u8] = include_bytes!("../../../tests/keys/legacy.p12");
const WEAK: &[u8] = include_bytes!("../../../tests/keys/weak.pem");

fn passphrase(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

fn problem(bytes: &[u8]) -> KeyProblem {
    read(bytes, None).unwrap_err()
}

fn joined(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}

#[test]
fn each_form_of_one_key_gives_the_same_key() {
    let plain = read(PLAIN, None).unwrap();
    assert!(plain.certificate.is_none());
    let expected = plain.private_key.expose();
    let pkcs1 = include_bytes!("../../../tests/keys/pkcs1.pem");
    assert_eq!(read(pkcs1, None).unwrap().private_key.expose(), expected);
    let der = &pem::read(std::str::from_utf8(PLAIN).unwrap()).unwrap()[0].der;
    assert_eq!(read(der, None).unwrap().private_key.expose(), expected);
    let certificate = Certificate::parse(std::str::from_utf8(CERTIFICATE).unwrap()).unwrap();
    for with_certificate in [joined(&[PLAIN, CERTIFICATE]), joined(&[CERTIFICATE, PLAIN])] {
        let key = read(&with_certificate, None).unwrap();
        assert_eq!(key.private_key.expose(), expected);
        assert_eq!(key.certificate.as_ref(), Some(&certificate));
    }
    for pkcs12 in [MODERN, LEGACY] {
        let key = read(pkcs12, Some(&passphrase("open"))).unwrap();
        assert_eq!(key.private_key.expose(), expected);
        assert_eq!(key.certificate.as_ref(), Some(&certificate));
    }
}

/// I33, I34, I35, I36, and what else people choose.
#[test]
fn every_other_file_is_refused_for_what_it_is() {
    assert_eq!(problem(b" \n"), KeyProblem::Empty);
    assert_eq!(problem(CERTIFICATE), KeyProblem::CertificateOnly);
    let public = include_bytes!("../../../tests/keys/public.pem");
    assert_eq!(problem(public), KeyProblem::PublicOnly);
    let hundred = PLAIN.repeat(100);
    assert_eq!(problem(&hundred), KeyProblem::Many(100));
    for encrypted in [
        &include_bytes!("../../../tests/keys/encrypted.pem")[..],
        include_bytes!("../../../tests/keys/encrypted-pkcs1.pem"),
    ] {
        assert_eq!(problem(encrypted), KeyProblem::Encrypted);
    }
    assert_eq!(problem(WEAK), KeyProblem::Weak(1024));
    assert_eq!(problem(&PLAIN[..PLAIN.len() - 40]), KeyProblem::Cut);
    for curve in [
        &include_bytes!("../../../tests/keys/curve.pem")[..],
        include_bytes!("../../../tests/keys/ed25519.pem"),
    ] {
        assert_eq!(problem(curve), KeyProblem::NotRsa);
    }
    let openssh = include_bytes!("../../../tests/keys/openssh.pem");
    assert_eq!(problem(openssh), KeyProblem::OpenSsh);
    assert_eq!(problem(b"PK\x03\x04 a zip"), KeyProblem::Other);
    assert_eq!(problem(b"ssh-rsa AAAA"), KeyProblem::Other);
    let broken = b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    assert_eq!(problem(broken), KeyProblem::Damaged);
}

#[test]
fn pkcs12_asks_for_its_passphrase_and_says_when_it_is_wrong() {
    assert_eq!(problem(MODERN), KeyProblem::NeedsPassphrase);
    let with = |bytes: &[u8], text: &str| read(bytes, Some(&passphrase(text))).unwrap_err();
    assert_eq!(with(MODERN, "shut"), KeyProblem::WrongPassphrase);
    assert_eq!(with(LEGACY, ""), KeyProblem::WrongPassphrase);
    assert_eq!(problem(&MODERN[..MODERN.len() - 9]), KeyProblem::Cut);
    // Refused before anything is derived: the passphrase is not even looked at.
    let slow = include_bytes!("../../../tests/keys/slow.p12");
    for text in ["open", "another"] {
        let refused = read(slow, Some(&passphrase(text))).unwrap_err();
        assert_eq!(refused, KeyProblem::TooMuchWork);
    }
    let weak = include_bytes!("../../../tests/keys/weak.p12");
    assert_eq!(with(weak, "open"), KeyProblem::Weak(1024));
    let keyless = include_bytes!("../../../tests/keys/certificate.p12");
    assert_eq!(with(keyless, "open"), KeyProblem::CertificateOnly);
}

#[test]
fn a_certificate_must_be_of_the_key() {
    let other = rcgen::KeyPair::generate_for(&rcgen::PKCS_RSA_SHA256).unwrap();
    let other = rcgen::CertificateParams::default()
        .self_signed(&other)
        .unwrap();
    let both = joined(&[PLAIN, other.pem().as_bytes()]);
    assert_eq!(problem(&both), KeyProblem::Mismatch);
    let key = || read(PLAIN, None).unwrap();
    let refused = with_certificate(key(), other.pem().as_bytes()).unwrap_err();
    assert_eq!(refused, KeyProblem::Mismatch);
    let refused = with_certificate(key(), b"x").unwrap_err();
    assert_eq!(
        refused,
        KeyProblem::Certificate(CertificateProblem::Unreadable)
    );
    let fits = with_certificate(key(), CERTIFICATE).unwrap();
    assert!(fits.certificate.is_some());
    // The key's own among others: a chain is fine.
    let chain = joined(&[PLAIN, other.pem().as_bytes(), CERTIFICATE]);
    assert_eq!(read(&chain, None).unwrap().certificate, fits.certificate);
}

#[test]
fn every_problem_has_its_words() {
    for problem in [
        KeyProblem::Empty,
        KeyProblem::Encrypted,
        KeyProblem::NeedsPassphrase,
        KeyProblem::WrongPassphrase,
        KeyProblem::CertificateOnly,
        KeyProblem::PublicOnly,
        KeyProblem::OpenSsh,
        KeyProblem::NotRsa,
        KeyProblem::Weak(1024),
        KeyProblem::Many(3),
        KeyProblem::Cut,
        KeyProblem::Damaged,
        KeyProblem::Other,
        KeyProblem::Mismatch,
        KeyProblem::Certificate(CertificateProblem::Unreadable),
        KeyProblem::Certificate(CertificateProblem::NotRsa),
        KeyProblem::Certificate(CertificateProblem::Weak(512)),
        KeyProblem::Certificate(CertificateProblem::Several),
    ] {
        let told = problem.problem("app.pem").explain();
        assert!(told.what.contains("app.pem"), "{}", told.what);
        assert!(!told.cause.is_empty() && !told.next.is_empty());
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes, None);
        let mut der = vec![0x30];
        der.extend(bytes);
        let _ = read(&der, Some(&passphrase("x")));
    }

    #[test]
    fn no_cut_or_flipped_file_makes_it_panic(at in 0_usize..2000, bit in 0_u8..8, end in 0_usize..2700) {
        for file in [PLAIN, MODERN] {
            let mut bytes = file.to_vec();
            let length = bytes.len();
            bytes[at % length] ^= 1 << bit;
            bytes.truncate(end);
            let _ = read(&bytes, None);
        }
    }
}
