//! Faults: what a failed exchange was, without the address it went to (R46).

use std::error::Error;
use std::io;

use crate::protocol::error::{FlowError, Transport};

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
        if causes.iter().any(|cause| is_tls(*cause)) || says("invalid peer certificate") {
            return Transport::Tls;
        }
        // A connection that never stood carried nothing, even when it was time that ended it.
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

fn is_tls(error: &(dyn Error + 'static)) -> bool {
    error.is::<tokio_rustls::rustls::Error>()
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
