//! HTTPS with the certificate that was given.

use std::sync::Arc;

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tokio_rustls::rustls::server::ParsedCertificate;

use super::{StartError, TlsOptions};

/// A ready acceptor, and the certificate whose names are answered.
pub(super) struct Tls {
    pub(super) acceptor: TlsAcceptor,
    leaf: CertificateDer<'static>,
}

impl Tls {
    pub(super) fn read(options: &TlsOptions) -> Result<Self, StartError> {
        let wrong = |flag: &'static str, why: &dyn std::fmt::Display| StartError::Flag {
            flag,
            why: why.to_string(),
        };
        let chain: Vec<CertificateDer<'static>> =
            CertificateDer::pem_slice_iter(&options.certificate_pem)
                .collect::<Result<_, _>>()
                .map_err(|error| wrong("tls-cert", &error))?;
        let leaf = chain
            .first()
            .cloned()
            .ok_or_else(|| wrong("tls-cert", &"no certificate in the file"))?;
        let key = PrivateKeyDer::from_pem_slice(&options.key_pem)
            .map_err(|error| wrong("tls-key", &error))?;
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| wrong("tls-port", &error))?
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .map_err(|error| wrong("tls-key", &error))?;
        Ok(Self {
            acceptor: TlsAcceptor::from(Arc::new(config)),
            leaf,
        })
    }

    /// Says whether the certificate is good for this name.
    pub(super) fn covers(&self, name: &str) -> bool {
        let name = name.trim_start_matches('[').trim_end_matches(']');
        let (Ok(name), Ok(certificate)) = (
            ServerName::try_from(name),
            ParsedCertificate::try_from(&self.leaf),
        ) else {
            return false;
        };
        tokio_rustls::rustls::client::verify_server_name(&certificate, &name).is_ok()
    }
}
