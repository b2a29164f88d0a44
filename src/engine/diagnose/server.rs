//! The doctor's look at one server: name, certificate, answer, clock, token endpoint.

use std::time::Duration;

use url::Url;

use super::certificate::{self, Look, Seen};
use super::line;
use crate::app::event::{Check, CheckResult};
use crate::engine::clock;
use crate::engine::http::{Http, Origins};
use crate::model::host::is_loopback;
use crate::model::profile::Profile;
use crate::model::time::UnixTime;
use crate::model::words;
use crate::protocol::endpoint::Server;
use crate::protocol::error::{FlowError, Transport};
use crate::protocol::message::{Request, Response};

/// Above this many seconds of difference the clock is worth a word (R35).
const CLOCK_SKEW_SECS: u64 = 60;

/// The time a name may take to be resolved.
const DNS_LIMIT: Duration = Duration::from_secs(10);

/// Looks at the login host of a profile, by the way that its logins go.
pub async fn look(http: &Http, profile: &Profile, through_proxy: bool) -> Vec<Check> {
    let host = profile.login_url.short();
    let Ok(address) = Url::parse(profile.login_url.as_str()) else {
        return vec![bad(host, "dns", "check-dns-failed")];
    };
    let through_proxy = through_proxy && !is_loopback(&address);
    let mut checks = Vec::new();
    if through_proxy {
        let skipped = CheckResult::Skipped;
        checks.push(line("dns", skipped, "check-dns-proxy", &[("host", host)]));
    } else {
        checks.push(dns(host, &address).await);
    }
    let discovery = format!("{}/.well-known/openid-configuration", profile.login_url);
    let Ok(discovery) = Url::parse(&discovery) else {
        return checks;
    };
    let origins = Origins::of(profile);
    let request = Request::get("discovery", &discovery).idempotent();
    let answer = http.send(&request, &origins).await;
    let now = clock::now();
    if address.scheme() == "https" {
        let seen = match (&answer, through_proxy) {
            // Behind a proxy another certificate might be seen than the one that logins meet.
            (_, true) => Look::Nothing,
            _ => {
                let name = address.host_str().unwrap_or_default();
                let port = address.port_or_known_default().unwrap_or(443);
                certificate::look(name.trim_matches(['[', ']']), port).await
            }
        };
        checks.extend(tls(host, &answer, &seen, now));
    }
    let is_up = answer.is_ok();
    checks.extend(judge(host, &answer, now));
    if is_up && let Some(token) = token_endpoint(profile) {
        let request = Request::post("token", &token).idempotent();
        let answer = http.send(&request, &origins).await;
        checks.push(judge_token(host, &answer));
    }
    checks
}

fn bad(host: &str, check: &'static str, key: &str) -> Check {
    line(check, CheckResult::Failed, key, &[("host", host)])
}

async fn dns(host: &str, address: &Url) -> Check {
    let name = address.host_str().unwrap_or_default();
    let port = address.port_or_known_default().unwrap_or(443);
    let name = name.trim_matches(['[', ']']).to_owned();
    let lookup = tokio::net::lookup_host((name.as_str(), port));
    let found = match tokio::time::timeout(DNS_LIMIT, lookup).await {
        Ok(Ok(mut addresses)) => addresses.next().is_some(),
        _ => false,
    };
    if found {
        let passed = CheckResult::Passed;
        line("dns", passed, "check-dns-found", &[("host", host)])
    } else {
        bad(host, "dns", "check-dns-failed")
    }
}

/// Says what is wrong with the certificate, or who issued it.
fn tls(
    host: &str,
    answer: &Result<Response, FlowError>,
    look: &Look,
    now: UnixTime,
) -> Option<Check> {
    let is_tls_fault = matches!(
        answer,
        Err(FlowError::Transport {
            why: Transport::Tls(_),
            ..
        })
    );
    // Something else than TLS at the port ends as any broken connection does.
    let failed = is_tls_fault || (answer.is_err() && *look == Look::NotTls);
    let seen = match look {
        Look::Shown(seen) => Some(seen),
        _ => None,
    };
    let part = |of: fn(&Seen) -> &str| seen.map(of).unwrap_or_default().to_owned();
    let day = |time: &str| time.get(..10).unwrap_or(time).to_owned();
    let (issuer, from, until) = (part(|s| &s.issuer), part(|s| &s.from), part(|s| &s.until));
    let now = now.to_rfc3339();
    let (result, key) = match (failed, seen) {
        (false, None) => return None,
        // Both are RFC 3339 in UTC, so that the texts compare as the times do.
        (false, Some(_)) if answer.is_ok() => (CheckResult::Passed, "check-tls-passed"),
        (false, Some(_)) => return None,
        (true, None) if *look == Look::NotTls => (CheckResult::Failed, "check-tls-none"),
        (true, None) => (CheckResult::Failed, "check-host-tls"),
        (true, Some(seen)) if !seen.is_for_host => (CheckResult::Failed, "check-tls-name"),
        (true, Some(seen)) if seen.until < now => (CheckResult::Failed, "check-tls-expired"),
        (true, Some(seen)) if seen.from > now => (CheckResult::Failed, "check-tls-early"),
        (true, Some(_)) => (CheckResult::Failed, "check-tls-issuer"),
    };
    let (from, until) = (day(&from), day(&until));
    let values = [
        ("host", host),
        ("issuer", issuer.as_str()),
        ("from", from.as_str()),
        ("until", until.as_str()),
    ];
    let mut check = line("tls", result, key, &values);
    // One name says no more than the issuer did.
    if let Some(seen) = seen.filter(|seen| seen.chain.len() > 1) {
        let chain = seen.chain.join(" › ");
        let shown = words::with("check-tls-chain", &[("chain", &chain)]);
        check.detail = format!("{}. {shown}", check.detail);
    }
    Some(check)
}

/// Judges what the login host answered to a question that needs no token.
fn judge(host: &str, answer: &Result<Response, FlowError>, now: UnixTime) -> Vec<Check> {
    let response = match answer {
        Ok(response) => response,
        Err(error) => {
            let why = match error {
                FlowError::Transport { why, .. } => Some(*why),
                _ => None,
            };
            let key = match why {
                // The line about the certificate said it.
                Some(Transport::Tls(_)) => "check-host-not-trusted",
                Some(Transport::Proxy) => "check-host-proxy",
                Some(Transport::TimedOut | Transport::Stalled) => "check-host-slow",
                Some(Transport::Malformed) => "check-host-odd",
                _ if matches!(error, FlowError::NotOAuth { .. }) => "check-host-odd",
                _ => "check-host-unreachable",
            };
            return vec![bad(host, "login_host", key)];
        }
    };
    let status = response.status.to_string();
    let values = [("host", host), ("status", status.as_str())];
    let (result, key) = if response.status == 407 {
        (CheckResult::Failed, "check-host-proxy")
    } else if response.status >= 500 {
        (CheckResult::Warning, "check-host-server-error")
    } else if response.is_success() && is_page(response) {
        (CheckResult::Failed, "check-host-page")
    } else {
        (CheckResult::Passed, "check-host-answers")
    };
    vec![
        line("login_host", result, key, &values),
        time(host, response.server_time(), now),
    ]
}

/// Judges what the token endpoint says to a request without anything in it: a refusal is what it should say.
fn judge_token(host: &str, answer: &Result<Response, FlowError>) -> Check {
    let Ok(response) = answer else {
        return bad(host, "token_endpoint", "check-token-silent");
    };
    let status = response.status.to_string();
    let values = [("host", host), ("status", status.as_str())];
    let text = response.text().unwrap_or_default();
    let is_oauth = text.contains("error") && !is_page(response);
    let (result, key) = if response.status >= 500 {
        (CheckResult::Warning, "check-host-server-error")
    } else if response.is_redirect() {
        (CheckResult::Failed, "check-token-moved")
    } else if is_oauth && (400..500).contains(&response.status) {
        (CheckResult::Passed, "check-token-answers")
    } else {
        (CheckResult::Failed, "check-token-odd")
    };
    line("token_endpoint", result, key, &values)
}

fn token_endpoint(profile: &Profile) -> Option<Url> {
    if !profile.is_other_provider() {
        return Server::of_host(&profile.login_url).token;
    }
    let endpoints = profile.endpoints.as_ref()?;
    Url::parse(endpoints.token.as_deref()?).ok()
}

fn is_page(response: &Response) -> bool {
    let text = response.text().unwrap_or_default();
    response.media_type() == "text/html" || text.trim_start().starts_with('<')
}

fn time(host: &str, server: Option<UnixTime>, now: UnixTime) -> Check {
    let Some(server) = server else {
        let skipped = CheckResult::Skipped;
        return line("clock", skipped, "check-clock-unknown", &[("host", host)]);
    };
    let apart = server.as_secs().abs_diff(now.as_secs());
    let seconds = apart.to_string();
    let (result, key) = if apart > CLOCK_SKEW_SECS {
        (CheckResult::Warning, "check-clock-off")
    } else {
        (CheckResult::Passed, "check-clock-right")
    };
    line(
        "clock",
        result,
        key,
        &[("host", host), ("seconds", &seconds)],
    )
}
