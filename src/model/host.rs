//! Login hosts: where the authorize and token endpoints live.
//!
//! Facts: `interactive.md` 1.1 (kinds of host, normalisation).

use serde::{Deserialize, Serialize};
use url::{Host, Url};

use super::environment::Environment;

/// What kind of host a login address names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HostKind {
    /// `login.salesforce.com`, shared by all production orgs.
    Login,
    /// `test.salesforce.com`, shared by all sandboxes.
    Test,
    /// One org's own host.
    MyDomain,
    /// An Experience Cloud site.
    Site,
    /// This machine.
    Loopback,
    /// Another authorization server.
    OtherProvider,
}

/// Why a typed address is not a login host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HostProblem {
    /// Nothing was typed.
    Empty,
    /// Not an address at all.
    NotAnAddress,
    /// `http` to a host that is not this machine.
    NotHttps,
    /// A user name or password in the address.
    UserInfo,
    /// A numeric address that is not loopback.
    NumericAddress,
    /// Letters of another script that look like others; the ASCII form is given.
    LookAlike(String),
    /// A user-interface host; tokens come from the host given.
    UserInterface {
        /// The login host to use in its place.
        use_instead: String,
    },
    /// A host of Salesforce's where nobody logs in; the generic login host is given.
    NotALogin {
        /// The login host to use in its place.
        use_instead: String,
    },
    /// Longer than 255 characters, or with control characters.
    Malformed,
}

/// A login host: scheme, host, port and, for sites, a path prefix; no trailing slash, no query.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LoginHost(String);

/// User-interface suffixes and the suffix of the login host that belongs to each.
const USER_INTERFACE: [(&str, &str); 5] = [
    (".lightning.force.com", ".my.salesforce.com"),
    (".my.salesforce-setup.com", ".my.salesforce.com"),
    (".lightning.crmforce.mil", ".my.salesforce.mil"),
    (".my-lightning.com", ".my-salesforce.com"),
    (".lightning.sfcrmapps.cn", ".my.sfcrmproducts.cn"),
];

/// Suffixes of hosts for pages of a package or for files; in the first part the package follows a double hyphen.
const PAGES: [&str; 3] = [".vf.force.com", ".visualforce.com", ".documentforce.com"];

/// Suffixes of hosts for files and site builders, the rest of the name being that of My Domain.
const FILES: [&str; 3] = [
    ".file.force.com",
    ".builder.salesforce-experience.com",
    ".preview.salesforce-experience.com",
];

/// Parts that may follow the first one of a My Domain name.
const PARTITIONS: [&str; 8] = [
    "sandbox",
    "develop",
    "scratch",
    "trailblaze",
    "demo",
    "free",
    "patch",
    "pc-rnd",
];

/// Hosts of Salesforce's that log nobody in.
const NO_LOGIN: [&str; 4] = [
    "salesforce.com",
    "www.salesforce.com",
    "api.salesforce.com",
    "welcome.salesforce.com",
];

/// Domains under which every host is Salesforce's own.
const SALESFORCE: [&str; 12] = [
    "salesforce.com",
    "force.com",
    "site.com",
    "salesforce-sites.com",
    "salesforce.mil",
    "crmforce.mil",
    "my-salesforce.com",
    "my-lightning.com",
    "sfcrmproducts.cn",
    "sfcrmapps.cn",
    "salesforce-setup.com",
    "documentforce.com",
];

/// The audience of production and developer orgs.
pub const LOGIN_AUDIENCE: &str = "https://login.salesforce.com";
/// The audience of sandboxes and scratch orgs.
pub const TEST_AUDIENCE: &str = "https://test.salesforce.com";

impl LoginHost {
    /// Reads a typed address: adds `https://`, drops trailing slashes, `/services/oauth2/…` and the query, lower-cases the host.
    ///
    /// # Errors
    ///
    /// What is wrong, with the address to use instead where we know it.
    pub fn parse(typed: &str) -> Result<Self, HostProblem> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(HostProblem::Empty);
        }
        if typed.chars().count() > 255
            || typed
                .chars()
                .any(|c| c.is_control() || c.is_whitespace() || c == '\\')
        {
            return Err(HostProblem::Malformed);
        }
        let with_scheme = if typed.contains("://") {
            typed.to_owned()
        } else {
            format!("{}{typed}", default_scheme(typed))
        };
        let url = Url::parse(&with_scheme).map_err(|_| HostProblem::NotAnAddress)?;
        if !matches!(url.scheme(), "https" | "http") {
            return Err(HostProblem::NotHttps);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(HostProblem::UserInfo);
        }
        let loopback = is_loopback(&url);
        if url.scheme() == "http" && !loopback {
            return Err(HostProblem::NotHttps);
        }
        let host = match url.host() {
            Some(Host::Domain(name)) => name.trim_end_matches('.').to_owned(),
            Some(_) if loopback => url.host_str().unwrap_or_default().to_owned(),
            Some(_) => return Err(HostProblem::NumericAddress),
            None => return Err(HostProblem::NotAnAddress),
        };
        if host.split('.').any(|label| label.starts_with("xn--"))
            && !typed.to_ascii_lowercase().contains("xn--")
        {
            return Err(HostProblem::LookAlike(host));
        }
        if let Some(use_instead) = login_host_of_user_interface(&host) {
            return Err(HostProblem::UserInterface { use_instead });
        }
        if NO_LOGIN.contains(&host.as_str()) {
            return Err(HostProblem::NotALogin {
                use_instead: "login.salesforce.com".to_owned(),
            });
        }
        if !loopback && !host.contains('.') {
            return Err(HostProblem::NotAnAddress);
        }
        let port = url
            .port()
            .map(|port| format!(":{port}"))
            .unwrap_or_default();
        let path = url.path();
        let prefix = path
            .split("/services/")
            .next()
            .unwrap_or_default()
            .trim_end_matches('/');
        // A page of an org is not a site prefix: only sites and other servers have one.
        let prefix = if host.ends_with(".salesforce.com") {
            ""
        } else {
            prefix
        };
        Ok(Self(format!("{}://{host}{port}{prefix}", url.scheme())))
    }

    /// Returns the base address without a trailing slash.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the address without its scheme, as a person reads it.
    #[must_use]
    pub fn short(&self) -> &str {
        self.0.split_once("://").map_or(&self.0, |(_, rest)| rest)
    }

    /// Returns scheme, host and port, the unit that secrets are pinned to.
    #[must_use]
    pub fn origin(&self) -> String {
        origin_of(&self.0).unwrap_or_default()
    }

    /// Says what kind of host this is.
    #[must_use]
    pub fn kind(&self) -> HostKind {
        let Ok(url) = Url::parse(&self.0) else {
            return HostKind::OtherProvider;
        };
        if is_loopback(&url) {
            return HostKind::Loopback;
        }
        let host = url.host_str().unwrap_or_default();
        match host {
            "login.salesforce.com" | "login.sfcrmproducts.cn" => HostKind::Login,
            "test.salesforce.com" => HostKind::Test,
            _ if host.ends_with(".my.salesforce.com")
                || host.ends_with(".my.salesforce.mil")
                || host.ends_with(".my-salesforce.com")
                || host.ends_with(".my.sfcrmproducts.cn") =>
            {
                HostKind::MyDomain
            }
            _ if host.ends_with(".site.com") || host.ends_with(".force.com") => HostKind::Site,
            _ if is_salesforce(host) => HostKind::MyDomain,
            _ => HostKind::OtherProvider,
        }
    }

    /// Returns true when the host is this machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.kind() == HostKind::Loopback
    }

    /// Returns whom a signed assertion for this host is meant for, `aud` (`machine-and-admin.md` 1.2).
    ///
    /// The shared login host of the org's kind: production or sandbox. A site, this machine and
    /// other servers stand for themselves.
    #[must_use]
    pub fn usual_audience(&self) -> String {
        let is_test = matches!(
            self.guess_environment(),
            Environment::Sandbox | Environment::Scratch
        );
        match self.kind() {
            HostKind::MyDomain if !self.0.ends_with(".my.salesforce.com") => self.0.clone(),
            HostKind::Login | HostKind::MyDomain if !is_test => LOGIN_AUDIENCE.to_owned(),
            HostKind::Test | HostKind::MyDomain => TEST_AUDIENCE.to_owned(),
            _ => self.0.clone(),
        }
    }

    /// Guesses the environment from the host alone.
    #[must_use]
    pub fn guess_environment(&self) -> Environment {
        let host = self.short().split(['/', ':']).next().unwrap_or_default();
        match self.kind() {
            HostKind::Loopback => Environment::Demo,
            HostKind::Login => Environment::Production,
            HostKind::Test => Environment::Sandbox,
            HostKind::OtherProvider => Environment::Unknown,
            HostKind::MyDomain | HostKind::Site => {
                if host.contains(".sandbox.") {
                    Environment::Sandbox
                } else if host.contains(".scratch.") {
                    Environment::Scratch
                } else if host.contains(".develop.")
                    || host.contains(".trailblaze.")
                    || host.contains("-dev-ed.")
                {
                    Environment::Developer
                } else if host.contains("--") {
                    Environment::Sandbox
                } else {
                    Environment::Production
                }
            }
        }
    }
}

impl TryFrom<String> for LoginHost {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).map_err(|_| format!("{text} is not a login host"))
    }
}

impl From<LoginHost> for String {
    fn from(host: LoginHost) -> Self {
        host.0
    }
}

impl std::fmt::Display for LoginHost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Returns true when an address points at this machine.
#[must_use]
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.trim_end_matches('.') == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Returns true when a host name is Salesforce's own, by its ending (R29).
#[must_use]
pub fn is_salesforce(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    SALESFORCE.iter().any(|domain| {
        host == *domain
            || host
                .strip_suffix(domain)
                .is_some_and(|rest| rest.ends_with('.'))
    })
}

/// Returns scheme, host and port of an address, with the port left out where it is the scheme's own.
#[must_use]
pub fn origin_of(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    matches!(url.scheme(), "https" | "http").then(|| url.origin().ascii_serialization())
}

fn login_host_of_user_interface(host: &str) -> Option<String> {
    USER_INTERFACE
        .iter()
        .find_map(|(ui, login)| host.strip_suffix(ui).map(|name| format!("{name}{login}")))
        .or_else(|| PAGES.iter().find_map(|pages| of_package(host, pages)))
        .or_else(|| {
            FILES
                .iter()
                .find_map(|files| of_my_domain(host.strip_suffix(files)?))
        })
}

/// `acme--c.vf.force.com`, `acme--uat--c.sandbox.vf.force.com`.
fn of_package(host: &str, pages: &str) -> Option<String> {
    let name = host.strip_suffix(pages)?;
    let (first, rest) = name.split_once('.').unwrap_or((name, ""));
    let (org, _package) = first.rsplit_once("--")?;
    let dot = if rest.is_empty() { "" } else { "." };
    of_my_domain(&format!("{org}{dot}{rest}"))
}

/// Old names carry the instance (`acme--c.na1.visualforce.com`), which no My Domain name does.
fn of_my_domain(name: &str) -> Option<String> {
    let partition = name.split_once('.').map(|(_, rest)| rest);
    partition
        .is_none_or(|partition| PARTITIONS.contains(&partition))
        .then(|| format!("{name}.my.salesforce.com"))
}

fn default_scheme(typed: &str) -> &'static str {
    let host = typed.split(['/', ':']).next().unwrap_or_default();
    if matches!(host, "localhost" | "127.0.0.1" | "[") {
        "http://"
    } else {
        "https://"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(typed: &str) -> String {
        LoginHost::parse(typed).map_or_else(|problem| format!("{problem:?}"), String::from)
    }

    #[test]
    fn what_people_type_becomes_one_address() {
        assert_eq!(
            host(" Login.Salesforce.com/ "),
            "https://login.salesforce.com"
        );
        assert_eq!(
            host("https://acme.my.salesforce.com/services/oauth2/authorize?x=1"),
            "https://acme.my.salesforce.com"
        );
        assert_eq!(
            host("https://acme.my.site.com/customers/"),
            "https://acme.my.site.com/customers"
        );
        assert_eq!(
            host("https://acme.my.site.com/customers/services/oauth2/token"),
            "https://acme.my.site.com/customers"
        );
        assert_eq!(host("localhost:8443"), "http://localhost:8443");
        assert_eq!(
            host("https://acme.my.salesforce.com/lightning/page/home"),
            "https://acme.my.salesforce.com"
        );
    }

    #[test]
    fn a_lightning_address_names_the_host_to_use() {
        assert_eq!(
            LoginHost::parse("northwind.lightning.force.com/x"),
            Err(HostProblem::UserInterface {
                use_instead: "northwind.my.salesforce.com".into()
            })
        );
    }

    #[test]
    fn pages_of_an_org_name_the_host_to_use() {
        for (page, login) in [
            ("acme--c.vf.force.com/apex/x", "acme.my.salesforce.com"),
            (
                "https://acme--uat--c.sandbox.vf.force.com",
                "acme--uat.sandbox.my.salesforce.com",
            ),
            ("acme--c.documentforce.com", "acme.my.salesforce.com"),
            ("acme.file.force.com", "acme.my.salesforce.com"),
            (
                "acme-dev-ed.develop.builder.salesforce-experience.com",
                "acme-dev-ed.develop.my.salesforce.com",
            ),
            (
                "acme--uat.sandbox.my.salesforce-setup.com/lightning/setup",
                "acme--uat.sandbox.my.salesforce.com",
            ),
        ] {
            assert_eq!(
                LoginHost::parse(page),
                Err(HostProblem::UserInterface {
                    use_instead: login.into()
                }),
                "{page}"
            );
        }
        assert_eq!(
            LoginHost::parse("www.salesforce.com"),
            Err(HostProblem::NotALogin {
                use_instead: "login.salesforce.com".into()
            })
        );
        // An old name has the instance in it: no guess is made of it.
        assert!(LoginHost::parse("acme--c.na1.visualforce.com").is_ok());
    }

    #[test]
    fn tricks_are_refused() {
        assert_eq!(
            LoginHost::parse("http://acme.my.salesforce.com"),
            Err(HostProblem::NotHttps)
        );
        assert_eq!(
            LoginHost::parse("https://login.salesforce.com@evil.example"),
            Err(HostProblem::UserInfo)
        );
        assert_eq!(
            LoginHost::parse("https://10.0.0.1"),
            Err(HostProblem::NumericAddress)
        );
        assert_eq!(
            LoginHost::parse("ftp://login.salesforce.com"),
            Err(HostProblem::NotHttps)
        );
        assert!(matches!(
            LoginHost::parse("https://sаlesforce.com"),
            Err(HostProblem::LookAlike(_))
        ));
        assert_eq!(LoginHost::parse("acme"), Err(HostProblem::NotAnAddress));
    }

    #[test]
    fn the_environment_is_guessed_from_the_host() {
        for (address, guess) in [
            ("login.salesforce.com", Environment::Production),
            ("test.salesforce.com", Environment::Sandbox),
            ("acme.my.salesforce.com", Environment::Production),
            ("acme--uat.sandbox.my.salesforce.com", Environment::Sandbox),
            ("quick-fox.scratch.my.salesforce.com", Environment::Scratch),
            (
                "acme-dev-ed.develop.my.salesforce.com",
                Environment::Developer,
            ),
            ("localhost:9000", Environment::Demo),
            ("id.example.com", Environment::Unknown),
        ] {
            assert_eq!(
                LoginHost::parse(address).map(|host| host.guess_environment()),
                Ok(guess),
                "{address}"
            );
        }
    }

    #[test]
    fn a_look_alike_domain_is_not_salesforce() {
        assert!(is_salesforce("acme.my.salesforce.com"));
        assert!(!is_salesforce("evilsalesforce.com"));
        assert!(!is_salesforce("salesforce.com.evil.example"));
    }
}
