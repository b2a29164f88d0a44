//! The two clients: one for the world, one for this machine.

use std::fs;

use reqwest::redirect::Policy;
use reqwest::tls::Version;
use reqwest::{Certificate, Client, ClientBuilder, Proxy};
use url::Url;

use super::HttpSettings;
use crate::model::problem::{Problem, ProblemKind};

const USER_AGENT: &str = concat!("valet-key/", env!("CARGO_PKG_VERSION"));

/// A server may close a connection the moment we use it again, and then nobody
/// knows what became of a rotating token. A short rest keeps that rare.
const POOL_REST: std::time::Duration = std::time::Duration::from_secs(4);

/// Says what of the settings no client can be made with.
pub(super) fn check(settings: &HttpSettings) -> Result<(), Box<Problem>> {
    let problem = |code| Box::new(Problem::new(ProblemKind::Usage, code).at("proxy"));
    if let Some(proxy) = &settings.proxy {
        let url = Url::parse(proxy).map_err(|_| problem("proxy_address"))?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return Err(problem("proxy_address"));
        }
        // The settings are no place for a secret (R34).
        if !url.username().is_empty() || url.password().is_some() {
            return Err(problem("proxy_password"));
        }
    }
    remote(settings).map(drop)
}

/// Makes the client for remote hosts: https only, the system's trust and proxy.
pub(super) fn remote(settings: &HttpSettings) -> Result<Client, Box<Problem>> {
    let mut builder = common(settings).https_only(true);
    if let Some(proxy) = &settings.proxy {
        let proxy = Proxy::all(proxy)
            .map_err(|_| Box::new(Problem::new(ProblemKind::Usage, "proxy_address").at("proxy")))?;
        builder = builder.proxy(proxy);
    }
    let extra = extra_authorities(settings)?;
    builder
        .tls_certs_merge(extra)
        .build()
        .map_err(|_| Box::new(Problem::new(ProblemKind::Network, "no_ca_certificates")))
}

/// Makes the client for this machine: plain http too, and never a proxy (R34).
pub(super) fn local(settings: &HttpSettings) -> Result<Client, Box<Problem>> {
    let build = |builder: ClientBuilder| builder.no_proxy().build();
    let extra = extra_authorities(settings)?;
    build(common(settings).tls_certs_merge(extra.clone()))
        // A machine without any authority can still talk to itself over http.
        .or_else(|_| build(common(settings).tls_certs_only(extra)))
        .map_err(|_| Box::new(Problem::new(ProblemKind::Network, "no_ca_certificates")))
}

fn common(settings: &HttpSettings) -> ClientBuilder {
    let bounds = settings.bounds;
    Client::builder()
        .user_agent(USER_AGENT)
        .redirect(Policy::none())
        .referer(false)
        .retry(reqwest::retry::never())
        .connect_timeout(bounds.connect)
        .read_timeout(bounds.idle)
        .timeout(bounds.total)
        .pool_idle_timeout(POOL_REST)
        .tls_version_min(Version::TLS_1_2)
        .http2_max_header_list_size(u32::try_from(bounds.headers).unwrap_or(u32::MAX))
}

fn extra_authorities(settings: &HttpSettings) -> Result<Vec<Certificate>, Box<Problem>> {
    let Some(path) = &settings.extra_ca else {
        return Ok(Vec::new());
    };
    let problem = |code| {
        let problem = Problem::new(ProblemKind::Usage, code).at("extra_ca");
        Box::new(problem.with("path", path.display().to_string()))
    };
    let pem = fs::read(path).map_err(|_| problem("extra_ca_unreadable"))?;
    match Certificate::from_pem_bundle(&pem) {
        Ok(authorities) if !authorities.is_empty() => Ok(authorities),
        _ => Err(problem("extra_ca_no_certificate")),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    fn code(settings: &HttpSettings) -> Option<(String, Option<String>)> {
        let problem = check(settings).err()?;
        Some((problem.code, problem.field))
    }

    #[test]
    fn a_proxy_is_an_address_without_a_password() {
        let with = |proxy: &str| HttpSettings {
            proxy: Some(proxy.to_owned()),
            ..HttpSettings::default()
        };
        assert_eq!(code(&with("http://proxy.example:3128")), None);
        for (proxy, wanted) in [
            ("proxy.example:3128", "proxy_address"),
            ("http://", "proxy_address"),
            ("ftp://proxy.example", "proxy_address"),
            ("not an address", "proxy_address"),
            ("http://me:secret@proxy.example", "proxy_password"),
        ] {
            let found = code(&with(proxy));
            assert_eq!(found, Some((wanted.to_owned(), Some("proxy".to_owned()))));
        }
    }

    #[test]
    fn a_file_of_authorities_is_read_when_it_is_chosen() {
        let home = tempfile::tempdir().unwrap();
        let with = |name: &str| HttpSettings {
            extra_ca: Some(home.path().join(name)),
            ..HttpSettings::default()
        };
        let made = rcgen::generate_simple_self_signed(vec!["ca.example".to_owned()]).unwrap();
        std::fs::write(home.path().join("good.pem"), made.cert.pem()).unwrap();
        std::fs::write(
            home.path().join("key.pem"),
            made.signing_key.serialize_pem(),
        )
        .unwrap();
        std::fs::write(home.path().join("text.pem"), "no certificate").unwrap();
        assert_eq!(code(&with("good.pem")), None);
        for (name, wanted) in [
            ("absent.pem", "extra_ca_unreadable"),
            ("key.pem", "extra_ca_no_certificate"),
            ("text.pem", "extra_ca_no_certificate"),
        ] {
            let field = Some("extra_ca".to_owned());
            assert_eq!(code(&with(name)), Some((wanted.to_owned(), field)));
        }
    }
}
