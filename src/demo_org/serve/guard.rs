//! Which `Host` headers are answered (threat model R75): loopback names, and over TLS the certificate's names.
//!
//! Without this check a web page could reach the demo org under a name of its own that resolves to 127.0.0.1.

use super::tls::Tls;

/// Says whether the org answers to this `Host`.
pub(super) fn is_ours(host: &str, tls: Option<&Tls>) -> bool {
    let Some(name) = name_of(host) else {
        return false;
    };
    let is_loopback = matches!(name.as_str(), "localhost" | "127.0.0.1" | "[::1]");
    is_loopback || tls.is_some_and(|tls| tls.covers(&name))
}

/// Takes the port off; `None` when what is left cannot be a host.
fn name_of(host: &str) -> Option<String> {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !host.ends_with(']') => (name, port),
        _ => (host, ""),
    };
    let fits =
        |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'.' | b'-' | b'[' | b']' | b':');
    let is_port = port.bytes().all(|it| it.is_ascii_digit());
    (is_port && !name.is_empty() && name.bytes().all(fits)).then(|| name.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn only_loopback_names_are_answered() {
        for host in [
            "localhost",
            "localhost:1",
            "LocalHost:65535",
            "127.0.0.1:80",
            "[::1]:80",
            "[::1]",
        ] {
            assert!(is_ours(host, None), "{host}");
        }
        for host in [
            "",
            ":80",
            "evil.example",
            "localhost.evil.example:80",
            "localhost:80@evil",
            "127.0.0.2",
            "a b",
        ] {
            assert!(!is_ours(host, None), "{host}");
        }
    }
}
