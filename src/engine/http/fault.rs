//! Faults: what a failed exchange was, without the address it went to (R46).

use std::error::Error;
use std::io;

use tokio_rustls::rustls::{
    AlertDescription, CertificateError, Error as TlsError, InvalidMessage, PeerIncompatible,
};

use crate::protocol::error::{FlowError, Handshake, Transport};

/// Says why nothing useful came back. The error itself goes no further: its text may hold the address.
pub(super) fn of(error: &reqwest::Error, host: &str) -> FlowError {
    FlowError::Transport {
        why: why(error),
        host: host.to_owned(),
    }
}

fn why(error: &reqwest::Error) -> Transport {
    let causes: Vec<&(dyn Error + 'static)> = causes(error).collect();
    let says = |words: &str| causes.iter().any(|cause| cause.to_string().contains(words));
    if error.is_connect() {
        if says("dns error") {
            return Transport::Dns;
        }
        if says("tunnel") || says("proxy") || says("socks") {
            return Transport::Proxy;
        }
        // A connection that never stood carried nothing, even when it was time that ended it.
        if error.is_timeout() {
            return Transport::Stalled;
        }
        if let Some(tls) = causes
            .iter()
            .find_map(|cause| cause.downcast_ref::<TlsError>())
        {
            return Transport::Tls(handshake(tls));
        }
        if says("invalid peer certificate") || says("tls handshake") {
            return Transport::Tls(Handshake::Broken);
        }
        return Transport::Connect;
    }
    if error.is_timeout() {
        return Transport::TimedOut;
    }
    let hyper = causes
        .iter()
        .find_map(|cause| cause.downcast_ref::<hyper::Error>());
    match hyper {
        Some(hyper) if hyper.is_parse() || hyper.is_parse_too_large() => Transport::Malformed,
        _ if causes.iter().any(|cause| is_invalid(*cause)) => Transport::Malformed,
        _ => Transport::BrokeOff,
    }
}

fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| cause(*error))
}

/// What an `io::Error` wraps is not its source but a sibling of it.
fn cause<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref)
    {
        Some(inner) => Some(inner),
        None => error.source(),
    }
}

/// Says what of TLS failed.
fn handshake(error: &TlsError) -> Handshake {
    match error {
        TlsError::InvalidCertificate(error) => match error {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                Handshake::Expired
            }
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                Handshake::Early
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                Handshake::Name
            }
            // A bad signature: an authority that only has the name of a trusted one.
            CertificateError::UnknownIssuer | CertificateError::BadSignature => Handshake::Issuer,
            _ => Handshake::Broken,
        },
        TlsError::AlertReceived(AlertDescription::ProtocolVersion)
        | TlsError::PeerIncompatible(PeerIncompatible::ServerDoesNotSupportTls12Or13) => {
            Handshake::Version
        }
        TlsError::InvalidMessage(InvalidMessage::InvalidContentType) => Handshake::Plain,
        _ => Handshake::Broken,
    }
}

/// A chunk size that is no number, and the like.
fn is_invalid(error: &(dyn Error + 'static)) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| {
        matches!(
            error.kind(),
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput
        )
    })
}
