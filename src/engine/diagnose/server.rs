//! The doctor's look at one server: name, connection, answer, clock.

use std::time::Duration;

use url::Url;

use super::line;
use crate::app::event::{Check, CheckResult};
use crate::model::host::LoginHost;
use crate::model::time::UnixTime;
use crate::protocol::error::{FlowError, Transport};
use crate::protocol::message::Response;

/// Above this many seconds of difference the clock is worth a word (R35).
const CLOCK_SKEW_SECS: u64 = 60;

/// The time a name may take to be resolved.
const DNS_LIMIT: Duration = Duration::from_secs(10);

/// Resolves the name of a login host.
pub async fn dns(host: &LoginHost) -> Check {
    let short = host.short();
    let address = Url::parse(host.as_str())
        .ok()
        .and_then(|url| Some((url.host_str()?.to_owned(), url.port_or_known_default()?)));
    let Some((name, port)) = address else {
        return line(
            "dns",
            CheckResult::Failed,
            "check-dns-failed",
            &[("host", short)],
        );
    };
    let name = name.trim_matches(['[', ']']).to_owned();
    let found =
        match tokio::time::timeout(DNS_LIMIT, tokio::net::lookup_host((name.as_str(), port))).await
        {
            Ok(Ok(mut addresses)) => addresses.next().is_some(),
            Ok(Err(_)) | Err(_) => false,
        };
    if found {
        line(
            "dns",
            CheckResult::Passed,
            "check-dns-found",
            &[("host", short)],
        )
    } else {
        line(
            "dns",
            CheckResult::Failed,
            "check-dns-failed",
            &[("host", short)],
        )
    }
}

/// Judges what the login host answered to a question that needs no token.
///
/// `now` is this machine's clock when the answer came.
#[must_use]
pub fn answer(host: &LoginHost, answer: &Result<Response, FlowError>, now: UnixTime) -> Vec<Check> {
    let short = host.short();
    match answer {
        Ok(response) => {
            let status = response.status.to_string();
            let values = [("host", short), ("status", status.as_str())];
            let reached = if response.status < 500 {
                line(
                    "login_host",
                    CheckResult::Passed,
                    "check-host-answers",
                    &values,
                )
            } else {
                line(
                    "login_host",
                    CheckResult::Warning,
                    "check-host-server-error",
                    &values,
                )
            };
            vec![reached, clock(short, response.server_time(), now)]
        }
        Err(error) => {
            let key = match error {
                FlowError::Transport {
                    why: Transport::Tls,
                    ..
                } => "check-host-tls",
                FlowError::Transport {
                    why: Transport::Proxy,
                    ..
                } => "check-host-proxy",
                FlowError::Transport {
                    why: Transport::TimedOut,
                    ..
                } => "check-host-slow",
                FlowError::NotOAuth { .. } => "check-host-odd",
                _ => "check-host-unreachable",
            };
            vec![line(
                "login_host",
                CheckResult::Failed,
                key,
                &[("host", short)],
            )]
        }
    }
}

fn clock(host: &str, server: Option<UnixTime>, now: UnixTime) -> Check {
    let Some(server) = server else {
        return line(
            "clock",
            CheckResult::Skipped,
            "check-clock-unknown",
            &[("host", host)],
        );
    };
    let apart = server.as_secs().abs_diff(now.as_secs());
    let seconds = apart.to_string();
    if apart > CLOCK_SKEW_SECS {
        line(
            "clock",
            CheckResult::Warning,
            "check-clock-off",
            &[("host", host), ("seconds", &seconds)],
        )
    } else {
        line(
            "clock",
            CheckResult::Passed,
            "check-clock-right",
            &[("host", host), ("seconds", &seconds)],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zeroize::Zeroizing;

    fn host() -> LoginHost {
        LoginHost::parse("login.salesforce.com").expect("is a host")
    }

    #[test]
    fn a_clock_that_is_a_day_off_is_a_warning() {
        let response = Response {
            status: 200,
            headers: vec![("date".into(), "Mon, 02 Feb 2026 02:40:00 GMT".into())],
            body: Zeroizing::new(Vec::new()),
        };
        let day_later = UnixTime::from_secs(1_770_000_000 + 86_400);
        let checks = answer(&host(), &Ok(response.clone()), day_later);
        assert_eq!(
            checks.iter().map(|check| check.result).collect::<Vec<_>>(),
            [CheckResult::Passed, CheckResult::Warning]
        );
        let checks = answer(&host(), &Ok(response), UnixTime::from_secs(1_770_000_003));
        assert!(
            checks
                .iter()
                .all(|check| check.result == CheckResult::Passed),
            "{checks:?}"
        );
    }

    #[test]
    fn a_broken_certificate_is_told_apart_from_no_connection() {
        let failed = |why| {
            let error = FlowError::Transport {
                why,
                host: "login.salesforce.com".into(),
            };
            answer(&host(), &Err(error), UnixTime::from_secs(0))
                .remove(0)
                .detail
        };
        assert_ne!(failed(Transport::Tls), failed(Transport::Connect));
    }
}
