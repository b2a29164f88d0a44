//! The doctor's look at the proxy: which one remote hosts are reached through, and whether it is there.

use std::time::Duration;

use tokio::net::TcpStream;
use url::Url;

use super::line;
use crate::app::event::{Check, CheckResult};

/// The time a proxy may take to accept a connection.
const LIMIT: Duration = Duration::from_secs(5);

/// Where a proxy was named.
const VARIABLES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// Looks at the proxy of the settings, else of the environment.
///
/// Returns whether remote hosts are reached through one. The system's own
/// settings on other systems are not read here, only used.
pub async fn look(settings: Option<&str>) -> (Check, bool) {
    let named = settings.map(|address| (address.to_owned(), "check-proxy-settings"));
    let named = named.or_else(|| {
        VARIABLES
            .iter()
            .filter_map(|name| std::env::var(name).ok())
            .find(|address| !address.trim().is_empty())
            .map(|address| (address, "check-proxy-environment"))
    });
    let Some((address, key)) = named else {
        let none = line("proxy", CheckResult::Passed, "check-proxy-none", &[]);
        return (none, false);
    };
    // Without a scheme it is an http proxy, as everywhere.
    let parsed = Url::parse(&address)
        .ok()
        .filter(Url::has_host)
        .or_else(|| Url::parse(&format!("http://{address}")).ok());
    let Some((host, port)) = parsed.and_then(|url| {
        let port = url.port_or_known_default().unwrap_or(1080);
        Some((url.host_str()?.trim_matches(['[', ']']).to_owned(), port))
    }) else {
        return (
            line("proxy", CheckResult::Failed, "check-proxy-malformed", &[]),
            true,
        );
    };
    // A name and a password in the address are not shown.
    let shown = format!("{host}:{port}");
    let connected = tokio::time::timeout(LIMIT, TcpStream::connect((host.as_str(), port))).await;
    let check = match connected {
        Ok(Ok(_)) => line("proxy", CheckResult::Passed, key, &[("proxy", &shown)]),
        _ => {
            let failed = CheckResult::Failed;
            line(
                "proxy",
                failed,
                "check-proxy-unreachable",
                &[("proxy", &shown)],
            )
        }
    };
    (check, true)
}
