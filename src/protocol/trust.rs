//! Trust: to which hosts a profile's secrets may go, and which addresses may be opened.
//!
//! An answer of a server is not believed about hosts: `instance_url`, `id` and
//! the like must be Salesforce's own, or where the profile already speaks (R29).
//! An address that is opened passes [`may_open`] first (R23). http is for loopback only (R27).

use url::{Host, Url};

use super::call::host_of;
use super::endpoint::Server;
use super::error::FlowError;
use crate::model::host::{LoginHost, is_loopback, is_salesforce, origin_of};
use crate::model::profile::Profile;

/// The longest address that is ever opened, in bytes.
const MAX_OPEN: usize = 8 * 1024;

/// The hosts that one profile trusts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trust {
    origins: Vec<String>,
    is_local: bool,
}

impl Trust {
    /// Takes the hosts that the profile names, by itself or through its server's endpoints.
    #[must_use]
    pub fn of(profile: &Profile, server: &Server) -> Self {
        let mut origins = server.origins();
        origins.push(profile.login_url.origin());
        Self {
            origins,
            is_local: profile.login_url.is_loopback(),
        }
    }

    /// Returns the address when the profile's secrets may go there.
    ///
    /// # Errors
    ///
    /// [`FlowError::Unverified`] `host_foreign`, with the field and the host.
    pub fn check(&self, address: &str, field: &'static str) -> Result<Url, FlowError> {
        let url = parse(address, field)?;
        let is_pinned =
            origin_of(url.as_str()).is_some_and(|origin| self.origins.contains(&origin));
        // A demo profile never leaves this machine, and a real one never comes here (R75).
        let is_salesforces =
            !self.is_local && url.scheme() == "https" && url.host_str().is_some_and(is_salesforce);
        if is_pinned || is_salesforces {
            Ok(url)
        } else {
            Err(foreign(field, &url))
        }
    }
}

/// Returns the address when it has the origin of `base`; loopback may be http.
///
/// # Errors
///
/// [`FlowError::Unverified`] `host_foreign`.
pub fn same_origin(base: &str, address: &str, field: &'static str) -> Result<Url, FlowError> {
    let url = parse(address, field)?;
    if origin_of(base) == origin_of(url.as_str()) {
        Ok(url)
    } else {
        Err(foreign(field, &url))
    }
}

/// Why an address is not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GateProblem {
    /// Not an absolute address, or with control characters, spaces, backslashes.
    Malformed,
    /// Neither https, nor http to this machine.
    Scheme,
    /// A user name or password in it.
    UserInfo,
    /// Longer than 8 KiB.
    TooLong,
    /// A host that the profile does not name.
    Host,
}

/// The one gate before anything is opened in a browser (R23); `hosts` are addresses whose hosts are the profile's own.
///
/// # Errors
///
/// Which rule the address breaks.
pub fn may_open(address: &str, hosts: &[&str]) -> Result<Url, GateProblem> {
    if address.len() > MAX_OPEN {
        return Err(GateProblem::TooLong);
    }
    let is_plain = address.bytes().all(|b| {
        b.is_ascii_graphic() && !matches!(b, b'\\' | b'"' | b'<' | b'>' | b'`' | b'^' | b'|')
    });
    let url = Url::parse(address)
        .ok()
        .filter(|_| is_plain)
        .ok_or(GateProblem::Malformed)?;
    let is_allowed = url.scheme() == "https" || url.scheme() == "http" && is_loopback(&url);
    if !is_allowed {
        return Err(GateProblem::Scheme);
    }
    // The parser mends `https:host` and `https:///host`; a person would read them otherwise.
    let written = address.get(url.scheme().len()..).unwrap_or_default();
    if !written.starts_with("://") || written.starts_with(":///") {
        return Err(GateProblem::Malformed);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(GateProblem::UserInfo);
    }
    let is_own = hosts
        .iter()
        .any(|own| origin_of(own).is_some() && origin_of(own) == origin_of(url.as_str()));
    if is_own {
        Ok(url)
    } else {
        Err(GateProblem::Host)
    }
}

/// Returns true when two login hosts belong to the same cloud, so that one may vouch for the other.
#[must_use]
pub fn is_salesforce_pair(one: &LoginHost, other: &str) -> bool {
    let host = |address: &str| {
        Url::parse(address)
            .ok()
            .and_then(|url| url.host_str().map(str::to_owned))
    };
    let is_one = host(one.as_str()).is_some_and(|host| is_salesforce(&host));
    is_one && other.starts_with("https://") && host(other).is_some_and(|host| is_salesforce(&host))
}

fn parse(address: &str, field: &'static str) -> Result<Url, FlowError> {
    let malformed = || FlowError::Unverified {
        code: "host_malformed",
        field,
        value: String::new(),
    };
    if address.len() > MAX_OPEN
        // An address on the wire is ASCII; anything else could move or hide what a person reads.
        || !address.bytes().all(|b| b.is_ascii_graphic() && b != b'\\')
    {
        return Err(malformed());
    }
    let url = Url::parse(address).map_err(|_| malformed())?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(foreign(field, &url));
    }
    match url.host() {
        _ if is_loopback(&url) && matches!(url.scheme(), "http" | "https") => Ok(url),
        Some(Host::Domain(_)) if url.scheme() == "https" => Ok(url),
        Some(_) => Err(foreign(field, &url)),
        None => Err(malformed()),
    }
}

fn foreign(field: &'static str, url: &Url) -> FlowError {
    FlowError::Unverified {
        code: "host_foreign",
        field,
        value: host_of(url),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn trust(origins: &[&str], is_local: bool) -> Trust {
        Trust {
            origins: origins.iter().map(|&o| o.to_owned()).collect(),
            is_local,
        }
    }

    #[test]
    fn salesforce_hosts_are_believed_and_look_alikes_are_not() {
        let real = trust(&["https://login.salesforce.com"], false);
        for good in [
            "https://acme.my.salesforce.com",
            "https://login.salesforce.com/id/00D/005",
            "https://acme.my.site.com/x",
        ] {
            assert!(real.check(good, "instance_url").is_ok(), "{good}");
        }
        for bad in [
            "http://acme.my.salesforce.com",
            "https://acme.my.salesforce.com@evil.example",
            "https://salesforce.com.evil.example",
            "https://evilsalesforce.com",
            "https://10.0.0.1",
            "https://[::1]",
            "https://localhost",
            "http://127.0.0.1:8080",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "https://acme.my.salesforce.com\\@evil.example",
            " https://acme.my.salesforce.com",
            "//acme.my.salesforce.com",
            "",
        ] {
            assert!(real.check(bad, "instance_url").is_err(), "{bad}");
        }
    }

    #[test]
    fn a_demo_profile_never_leaves_this_machine() {
        let demo = trust(&["http://localhost:41234"], true);
        assert!(
            demo.check("http://localhost:41234/id/00D/005", "id")
                .is_ok()
        );
        assert!(demo.check("http://localhost:9", "id").is_err());
        assert!(demo.check("https://login.salesforce.com", "id").is_err());
    }

    #[test]
    fn hostile_addresses_are_not_opened() {
        let hosts = ["https://acme.my.salesforce.com", "http://localhost:1717"];
        for bad in [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "ms-msdt:/id",
            "\\\\host\\share",
            "-https://acme.my.salesforce.com",
            "--new-window",
            "https://acme.my.salesforce.com/%COMSPEC%\"&calc",
            "https://acme.my.salesforce.com/`id`",
            "https://acme.my.salesforce.com/ x",
            "https://acme.my.salesforce.com/\u{202e}x",
            "https://acme.my.salesforce.com/\n",
            "https://user@acme.my.salesforce.com/",
            "https://user:pw@acme.my.salesforce.com/",
            "https://evil.example/",
            "https://acme.my.salesforce.com.evil.example/",
            "https://аcme.my.salesforce.com/",
            "http://acme.my.salesforce.com/",
            "https://acme.my.salesforce.com:444/",
            "http://localhost:1718/",
            "http://[::1]:1717/",
            "data:text/html,x",
            "vbscript:x",
            "search-ms:query=x",
            "smb://host/share",
            "ftp://acme.my.salesforce.com/",
            "mailto:a@b",
            "about:blank",
            "chrome://settings",
            "view-source:https://acme.my.salesforce.com/",
            "blob:https://acme.my.salesforce.com/1",
            "https:acme.my.salesforce.com",
            "https:///acme.my.salesforce.com/",
            "//acme.my.salesforce.com/",
            "/etc/passwd",
            "C:\\x.exe",
            "",
            " ",
            "https://",
            "https://.",
            "https://acme.my.salesforce.com|calc",
            "https://acme.my.salesforce.com/^calc",
            "https://acme.my.salesforce.com/<x>",
            "http://0x7f000001:1717/",
            "https://acme.my.salesforce.com\\evil.example/",
        ] {
            assert!(may_open(bad, &hosts).is_err(), "{bad}");
        }
        for good in [
            "https://acme.my.salesforce.com/services/oauth2/authorize?x=%24(id)&a=b",
            "http://localhost:1717/x",
            "https://acme.my.salesforce.com",
        ] {
            assert!(may_open(good, &hosts).is_ok(), "{good}");
        }
        assert_eq!(
            may_open(
                &format!("https://acme.my.salesforce.com/{}", "x".repeat(MAX_OPEN)),
                &hosts
            ),
            Err(GateProblem::TooLong)
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]
        #[test]
        fn whatever_opens_is_https_on_the_own_host(address in "(https?:|//|/|@|acme\\.my\\.salesforce\\.com|evil|:|\\\\|[a-z%.]| ){0,10}") {
            if let Ok(url) = may_open(&address, &["https://acme.my.salesforce.com"]) {
                prop_assert_eq!((url.scheme(), url.host_str()), ("https", Some("acme.my.salesforce.com")));
            }
        }
    }
}
