//! A look at the certificate that a server shows: who issued it, until when, and for which host.
//!
//! The handshake always ends with our refusal, whatever the certificate: nothing
//! can be sent over a connection that is only looked at.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::client::danger::{
    HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier,
};
use tokio_rustls::rustls::client::verify_server_name;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime as TlsTime};
use tokio_rustls::rustls::server::ParsedCertificate;
use tokio_rustls::rustls::{ClientConfig, DigitallySignedStruct, Error, SignatureScheme};

/// Certificates of a chain that are read.
const CHAIN_AT_MOST: usize = 6;

/// The time a handshake may take.
const LIMIT: Duration = Duration::from_secs(10);

/// What a certificate says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Common name and organisation of the authority that signed it.
    pub issuer: String,
    /// From when, as `2026-01-15T00:00:00Z`.
    pub from: String,
    /// Until when.
    pub until: String,
    /// It is for the host that was asked.
    pub is_for_host: bool,
    /// Names from the server's own certificate to the last authority that is named, as the server showed them.
    pub chain: Vec<String>,
}

/// What a look came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Look {
    /// A certificate was shown.
    Shown(Seen),
    /// Somebody answers, and not in TLS.
    NotTls,
    /// Nobody answers.
    Nothing,
}

/// Looks at what a host shows on a port.
pub async fn look(host: &str, port: u16) -> Look {
    tokio::time::timeout(LIMIT, look_now(host, port))
        .await
        .unwrap_or(Look::Nothing)
}

async fn look_now(host: &str, port: u16) -> Look {
    let Ok(name) = ServerName::try_from(host.to_owned()) else {
        return Look::Nothing;
    };
    let Ok(stream) = TcpStream::connect((host, port)).await else {
        return Look::Nothing;
    };
    let onlooker = Arc::new(Onlooker::default());
    let provider = Arc::new(aws_lc_rs::default_provider());
    let Ok(builder) =
        ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()
    else {
        return Look::Nothing;
    };
    let config = builder
        .dangerous()
        .with_custom_certificate_verifier(Arc::clone(&onlooker) as Arc<dyn ServerCertVerifier>)
        .with_no_client_auth();
    // It cannot succeed: the onlooker refuses every certificate.
    let _ = TlsConnector::from(Arc::new(config))
        .connect(name.clone(), stream)
        .await;
    let shown = onlooker.shown();
    match shown {
        Some(certificates) => match read(&certificates, &name) {
            Some(seen) => Look::Shown(seen),
            None => Look::NotTls,
        },
        None => Look::NotTls,
    }
}

/// Keeps the certificates that are shown, the server's own first, and refuses them.
#[derive(Debug, Default)]
struct Onlooker {
    shown: Mutex<Option<Vec<CertificateDer<'static>>>>,
}

impl Onlooker {
    fn shown(&self) -> Option<Vec<CertificateDer<'static>>> {
        self.shown
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    }
}

fn refused() -> Error {
    Error::General("only looked at".to_owned())
}

impl ServerCertVerifier for Onlooker {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: TlsTime,
    ) -> Result<ServerCertVerified, Error> {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let all = std::iter::once(end_entity).chain(intermediates);
        // More than these no authority needs.
        let all = all.take(CHAIN_AT_MOST);
        *shown = Some(all.map(|one| one.clone().into_owned()).collect());
        Err(refused())
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _cert: &CertificateDer<'_>,
        _dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(refused())
    }

    fn verify_tls13_signature(
        &self,
        _message: &[u8],
        _cert: &CertificateDer<'_>,
        _dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(refused())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        aws_lc_rs::default_provider()
            .signature_verification_algorithms
            .supported_schemes()
    }
}

fn read(certificates: &[CertificateDer<'_>], name: &ServerName<'_>) -> Option<Seen> {
    let certificate = certificates.first()?;
    let is_for_host = ParsedCertificate::try_from(certificate)
        .is_ok_and(|parsed| verify_server_name(&parsed, name).is_ok());
    let known = fields(certificate)?;
    Some(Seen {
        issuer: known.issuer.join(", "),
        from: known.from,
        until: known.until,
        is_for_host,
        chain: chain(certificates),
    })
}

/// The subject of each certificate, and who issued the last one where that is somebody else.
fn chain(certificates: &[CertificateDer<'_>]) -> Vec<String> {
    let known: Vec<Fields> = certificates.iter().filter_map(|der| fields(der)).collect();
    let first = |name: &[String]| name.first().cloned();
    let mut chain: Vec<String> = known.iter().filter_map(|one| first(&one.subject)).collect();
    if let Some(last) = known.last()
        && last.issuer != last.subject
    {
        chain.extend(first(&last.issuer));
    }
    chain
}

/// What is read of a certificate; names are common name, then organisation, as far as they are there.
struct Fields {
    issuer: Vec<String>,
    subject: Vec<String>,
    from: String,
    until: String,
}

/// Names and validity of a certificate in DER (RFC 5280 section 4.1).
fn fields(der: &[u8]) -> Option<Fields> {
    let (certificate, _) = value(der, 0x30)?;
    let (mut body, _) = value(certificate, 0x30)?;
    // version, when it is not the first; serial number; signature algorithm
    if body.first() == Some(&0xa0) {
        body = value(body, 0xa0)?.1;
    }
    body = value(body, 0x02)?.1;
    body = value(body, 0x30)?.1;
    let (issuer, body) = value(body, 0x30)?;
    let (validity, body) = value(body, 0x30)?;
    let (from, rest) = time(validity)?;
    let (until, _) = time(rest)?;
    // A certificate may leave its own name to its extensions.
    let subject = value(body, 0x30).map_or(Vec::new(), |(subject, _)| names(subject));
    Some(Fields {
        issuer: names(issuer),
        subject,
        from,
        until,
    })
}

/// Common name, then organisation, of a name; only what can be read.
fn names(name: &[u8]) -> Vec<String> {
    const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
    const ORGANISATION: &[u8] = &[0x55, 0x04, 0x0a];
    let mut found = [None, None];
    let mut rest = name;
    while let Some((set, after)) = value(rest, 0x31) {
        rest = after;
        let Some((kind, text)) = value(set, 0x30).and_then(|(pair, _)| value(pair, 0x06)) else {
            continue;
        };
        let text = any(text).map(|(_, text, _)| String::from_utf8_lossy(text));
        let place = [COMMON_NAME, ORGANISATION]
            .iter()
            .position(|wanted| *wanted == kind);
        if let (Some(place), Some(text)) = (place, text)
            && let Some(slot) = found.get_mut(place)
        {
            *slot = Some(readable(&text));
        }
    }
    found.into_iter().flatten().collect()
}

/// A server names its authority itself: only what can be read goes on.
fn readable(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric() || c.is_ascii_punctuation() || *c == ' ')
        .take(80)
        .collect()
}

/// Reads a UTCTime or a GeneralizedTime as RFC 3339.
fn time(der: &[u8]) -> Option<(String, &[u8])> {
    let (tag, text, rest) = any(der)?;
    let text = std::str::from_utf8(text).ok()?;
    let text = match tag {
        // RFC 5280 section 4.1.2.5.1: from 50 on it is the last century.
        0x17 if text.get(..2)? >= "50" => format!("19{text}"),
        0x17 => format!("20{text}"),
        0x18 => text.to_owned(),
        _ => return None,
    };
    let part = |from: usize, to: usize| text.get(from..to);
    let shown = format!(
        "{}-{}-{}T{}:{}:{}Z",
        part(0, 4)?,
        part(4, 6)?,
        part(6, 8)?,
        part(8, 10)?,
        part(10, 12)?,
        part(12, 14)?
    );
    Some((shown, rest))
}

/// Returns the content of a value with this tag, and what follows it.
fn value(der: &[u8], wanted: u8) -> Option<(&[u8], &[u8])> {
    let (tag, content, rest) = any(der)?;
    (tag == wanted).then_some((content, rest))
}

fn any(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, rest) = der.split_first()?;
    let (first, rest) = rest.split_first()?;
    let (length, rest) = if *first < 0x80 {
        (usize::from(*first), rest)
    } else {
        let count = usize::from(first & 0x7f);
        if count > 4 {
            return None;
        }
        let (bytes, rest) = rest.split_at_checked(count)?;
        let length = bytes
            .iter()
            .fold(0_usize, |length, byte| (length << 8) | usize::from(*byte));
        (length, rest)
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((*tag, content, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn issuer_and_times_are_read() {
        let mut params =
            rcgen::CertificateParams::new(vec!["localhost".to_owned()]).expect("is a name");
        params
            .distinguished_name
            .push(rcgen::DnType::CommonName, "Inspecting proxy");
        params
            .distinguished_name
            .push(rcgen::DnType::OrganizationName, "Acme\u{202e} Inc");
        params.not_before = rcgen::date_time_ymd(2019, 1, 2);
        params.not_after = rcgen::date_time_ymd(2055, 3, 4);
        let key = rcgen::KeyPair::generate().expect("a key");
        let made = params.self_signed(&key).expect("a certificate");
        let known = fields(made.der()).expect("is read");
        assert_eq!(known.issuer, ["Inspecting proxy", "Acme Inc"]);
        assert_eq!(known.subject, known.issuer);
        assert_eq!(known.from, "2019-01-02T00:00:00Z");
        assert_eq!(known.until, "2055-03-04T00:00:00Z");
        assert_eq!(chain(&[made.der().clone()]), ["Inspecting proxy"]);
    }

    #[test]
    fn a_chain_names_each_authority_once() {
        let named = |name: &str| {
            let mut params =
                rcgen::CertificateParams::new(vec!["localhost".to_owned()]).expect("is a name");
            params.distinguished_name = rcgen::DistinguishedName::new();
            params
                .distinguished_name
                .push(rcgen::DnType::CommonName, name);
            params
        };
        let key = || rcgen::KeyPair::generate().expect("a key");
        let root = rcgen::Issuer::new(named("Acme Root"), key());
        let (middle_key, leaf_key) = (key(), key());
        let middle = named("Acme Issuing CA")
            .signed_by(&middle_key, &root)
            .expect("a certificate");
        let issuing = rcgen::Issuer::new(named("Acme Issuing CA"), middle_key);
        let leaf = named("acme.my.salesforce.com")
            .signed_by(&leaf_key, &issuing)
            .expect("a certificate");
        assert_eq!(
            chain(&[leaf.der().clone(), middle.der().clone()]),
            ["acme.my.salesforce.com", "Acme Issuing CA", "Acme Root"]
        );
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..64)) {
            let _ = fields(&bytes);
        }
    }
}
