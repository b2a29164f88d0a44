//! Mends: the value that was probably meant, offered beside what is wrong. Nothing is changed without a click.

use crate::model::client::{CallbackProblem, CallbackUrl};
use crate::model::host::{HostProblem, LoginHost, is_salesforce};

/// The port and path of the Salesforce CLI's own app, which most callbacks on this machine copy.
const USUAL_PORT: u16 = 1717;

/// Letters of other scripts that are drawn like Latin ones.
const LOOK_ALIKES: [(char, char); 18] = [
    ('а', 'a'),
    ('е', 'e'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('у', 'y'),
    ('х', 'x'),
    ('і', 'i'),
    ('ј', 'j'),
    ('ѕ', 's'),
    ('ԁ', 'd'),
    ('ԛ', 'q'),
    ('ԝ', 'w'),
    ('һ', 'h'),
    ('ӏ', 'l'),
    ('ο', 'o'),
    ('α', 'a'),
    ('ν', 'v'),
];

/// Returns the login host that was meant, where that can be told without guessing at somebody else's host.
#[must_use]
pub fn host(typed: &str, problem: &HostProblem) -> Option<String> {
    let meant = match problem {
        HostProblem::UserInterface { use_instead } | HostProblem::NotALogin { use_instead } => {
            return Some(use_instead.clone());
        }
        HostProblem::NotHttps => format!("https://{}", typed.split_once("://")?.1),
        HostProblem::Malformed => typed
            .chars()
            .filter(|c| !super::is_invisible(*c) && !c.is_whitespace())
            .collect::<String>()
            .replace('\\', "/"),
        HostProblem::NotAnAddress => my_domain(typed)?,
        HostProblem::LookAlike(_) => {
            let latin: String = typed.chars().map(latin).collect();
            let host = LoginHost::parse(&latin).ok()?;
            // Only Salesforce's own is offered: whom else the look-alike imitates is not ours to say.
            let name = host.short().split(['/', ':']).next()?;
            return is_salesforce(name).then(|| host.short().to_owned());
        }
        HostProblem::Empty | HostProblem::UserInfo | HostProblem::NumericAddress => return None,
    };
    match LoginHost::parse(&meant) {
        Ok(host) => Some(host.short().to_owned()),
        Err(
            HostProblem::UserInterface { use_instead } | HostProblem::NotALogin { use_instead },
        ) => Some(use_instead),
        Err(_) => None,
    }
}

/// `acme`: the name of a My Domain alone.
fn my_domain(typed: &str) -> Option<String> {
    let name = typed.trim().to_ascii_lowercase();
    let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        && name.starts_with(|c: char| c.is_ascii_alphabetic());
    let partition = if name.contains("--") { ".sandbox" } else { "" };
    is_name.then(|| format!("{name}{partition}.my.salesforce.com"))
}

fn latin(c: char) -> char {
    let known = LOOK_ALIKES.iter().find(|(other, _)| *other == c);
    known.map_or(c, |(_, latin)| *latin)
}

/// Returns a consumer key without the spaces and line ends that copying brought along.
#[must_use]
pub fn client_id(typed: &str) -> Option<String> {
    let kept: String = typed.chars().filter(char::is_ascii_graphic).collect();
    (kept != typed && super::check_client_id(&kept).is_ok()).then_some(kept)
}

/// Several addresses stand on one line.
#[must_use]
pub fn is_several(line: &str) -> bool {
    split(line).count() > 1
}

/// Returns all callbacks with one line put right.
#[must_use]
pub fn callback(all: &str, index: usize, problem: Option<CallbackProblem>) -> Option<String> {
    let line = all.lines().nth(index)?.trim();
    let meant: Vec<String> = split(line)
        .map(|part| one_callback(part, problem))
        .collect();
    if meant.is_empty() || meant.iter().any(|one| CallbackUrl::parse(one).is_err()) {
        return None;
    }
    Some(with_line(all, index, Some(&meant.join("\n"))))
}

/// Returns all callbacks without one line.
#[must_use]
pub fn without_line(all: &str, index: usize) -> String {
    with_line(all, index, None)
}

fn with_line(all: &str, index: usize, put: Option<&str>) -> String {
    all.lines()
        .enumerate()
        .filter_map(|(at, line)| if at == index { put } else { Some(line) })
        .collect::<Vec<_>>()
        .join("\n")
}

/// Splits what was typed with spaces, commas or semicolons between addresses.
fn split(line: &str) -> impl Iterator<Item = &str> {
    let spaced = line.split([' ', '\t']);
    spaced
        .flat_map(|part| {
            let several = part.matches("://").count() > 1;
            let marks: &[char] = if several { &[',', ';'] } else { &[] };
            part.split(marks)
        })
        .map(|part| part.trim_matches([',', ';', '"', '\'']))
        .filter(|part| !part.is_empty())
}

fn one_callback(typed: &str, problem: Option<CallbackProblem>) -> String {
    let typed: String = typed.chars().filter(|c| !c.is_control()).collect();
    let plain = typed.split('#').next().unwrap_or_default();
    let with_scheme = match problem {
        Some(CallbackProblem::NotAUrl) if !plain.contains("://") => {
            let scheme = if is_here(plain) { "http" } else { "https" };
            format!("{scheme}://{plain}")
        }
        Some(CallbackProblem::HttpNotLoopback) => plain.replacen("http://", "https://", 1),
        _ => plain.to_owned(),
    };
    if CallbackUrl::parse(&with_scheme) == Err(CallbackProblem::NoPort) {
        return with_port(&with_scheme);
    }
    with_scheme
}

fn is_here(address: &str) -> bool {
    ["localhost", "127.0.0.1", "[::1]"]
        .iter()
        .any(|host| address.starts_with(host))
}

fn with_port(address: &str) -> String {
    let Ok(mut url) = url::Url::parse(address) else {
        return address.to_owned();
    };
    // The host takes every port but the scheme's own, which `NoPort` was about.
    let _ = url.set_port(Some(USUAL_PORT));
    url.to_string()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::model::profile::ProfileDraft;

    fn mended_host(typed: &str) -> Option<String> {
        host(typed, &LoginHost::parse(typed).unwrap_err())
    }

    #[test]
    fn the_usual_mistakes_of_a_login_host_have_a_mend_that_is_right() {
        for (typed, meant) in [
            (
                "northwind.lightning.force.com",
                "northwind.my.salesforce.com",
            ),
            ("http://acme.my.salesforce.com", "acme.my.salesforce.com"),
            ("https://acme.my. salesforce.com", "acme.my.salesforce.com"),
            (
                "acme.lightning.force.com /lightning/page/home",
                "acme.my.salesforce.com",
            ),
            ("Acme", "acme.my.salesforce.com"),
            ("acme--uat", "acme--uat.sandbox.my.salesforce.com"),
            ("www.salesforce.com", "login.salesforce.com"),
            ("https://login.sаlesforce.com", "login.salesforce.com"),
        ] {
            let mend = mended_host(typed);
            assert_eq!(mend.as_deref(), Some(meant), "{typed}");
            assert!(LoginHost::parse(meant).is_ok(), "{meant}");
        }
    }

    #[test]
    fn no_mend_leads_to_a_host_of_somebody_else() {
        for typed in [
            "https://login.salesforce.com@evil.example",
            "https://10.0.0.1",
            "https://раураl.com",
            "",
        ] {
            assert_eq!(mended_host(typed), None, "{typed}");
        }
    }

    #[test]
    fn the_usual_mistakes_of_a_callback_have_a_mend() {
        for (typed, meant) in [
            (
                "localhost:1717/OauthRedirect",
                "http://localhost:1717/OauthRedirect",
            ),
            ("127.0.0.1:8080/cb", "http://127.0.0.1:8080/cb"),
            (
                "http://localhost/OauthRedirect",
                "http://localhost:1717/OauthRedirect",
            ),
            ("localhost/cb", "http://localhost:1717/cb"),
            ("http://app.example/cb", "https://app.example/cb"),
            ("app.example/cb", "https://app.example/cb"),
            ("https://app.example/cb#top", "https://app.example/cb"),
            (
                "http://localhost:1717/cb, http://localhost:1718/cb",
                "http://localhost:1717/cb\nhttp://localhost:1718/cb",
            ),
            (
                "http://localhost:1717/cb;http://localhost:1718/cb",
                "http://localhost:1717/cb\nhttp://localhost:1718/cb",
            ),
        ] {
            let draft = ProfileDraft {
                callback_urls: typed.into(),
                ..ProfileDraft::default()
            };
            let problems = draft.check(|_| false, |_| true).unwrap_err();
            let mend = problems
                .iter()
                .find(|problem| problem.field == "callback_urls")
                .and_then(|problem| problem.mend.as_deref());
            assert_eq!(mend, Some(meant), "{typed}");
        }
    }

    #[test]
    fn a_mend_leaves_the_other_callbacks_as_they_are() {
        let all = "https://app.example/cb\nlocalhost:1717/x\nmyapp://cb";
        assert_eq!(
            callback(all, 1, Some(CallbackProblem::NotAUrl)).as_deref(),
            Some("https://app.example/cb\nhttp://localhost:1717/x\nmyapp://cb")
        );
        assert_eq!(without_line(all, 0), "localhost:1717/x\nmyapp://cb");
    }

    #[test]
    fn a_copied_key_loses_its_spaces_and_nothing_else() {
        assert_eq!(client_id("3MVG9 abc\u{a0}"), Some("3MVG9abc".to_owned()));
        assert_eq!(client_id("3MVG9abc"), None);
        assert_eq!(client_id(" "), None);
    }
}
