//! Checkup: what in a profile is weaker than it need be, or will not work, and what to change where.
//!
//! Judges the definition alone: nothing is sent, no secret is looked at.
//! Facts: `interactive.md` 2.9, 13; `machine-and-admin.md` 3.5, 10.3, 10.4.

use url::Url;

use super::client::{CallbackUrl, ClientAuth, ClientKind};
use super::host::{HostKind, is_loopback};
use super::profile::Profile;
use super::words;

/// All callbacks of an app together, in characters: more does not fit into Setup.
const MAX_CALLBACKS: usize = 2_000;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// Somebody could steal a token, or the login cannot work.
    Danger,
    /// Weaker than it need be.
    Warn,
    /// Worth knowing.
    Hint,
}

/// One thing that should be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its name: `no_pkce`. The texts are `checkup-no-pkce`, `-why`, `-next`.
    pub code: &'static str,
    /// How much it matters.
    pub weight: Weight,
    /// The field of the profile, by its name in files.
    pub field: &'static str,
    /// Values for the placeholders of its texts.
    pub values: Vec<(&'static str, String)>,
}

/// Every finding there is.
pub const ALL: [&str; 16] = [
    "insecure_flow",
    "password_flow",
    "no_password_flow",
    "no_pkce",
    "callback_http",
    "callback_ip",
    "callbacks_too_long",
    "full_scope",
    "no_refresh_scope",
    "secret_missing",
    "secret_not_needed",
    "needs_my_domain",
    "app_needs_my_domain",
    "fixed_nonce",
    "device_installed",
    "shared_client_id",
];

impl Finding {
    /// Returns what is so.
    #[must_use]
    pub fn what(&self) -> String {
        self.part("")
    }

    /// Returns why it matters.
    #[must_use]
    pub fn why(&self) -> String {
        self.part("-why")
    }

    /// Returns what to change where.
    #[must_use]
    pub fn next(&self) -> String {
        self.part("-next")
    }

    fn part(&self, part: &str) -> String {
        let values: Vec<(&str, &str)> = self
            .values
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        words::with(
            &format!("checkup-{}{part}", self.code.replace('_', "-")),
            &values,
        )
    }
}

/// Looks at a profile; the weightiest findings come first.
#[must_use]
pub fn of(profile: &Profile, has_secret: bool) -> Vec<Finding> {
    let mut findings = Findings(Vec::new());
    flow(&mut findings, profile);
    callbacks(&mut findings, profile);
    scopes(&mut findings, profile);
    secret(&mut findings, profile, has_secret);
    if !profile.is_other_provider() {
        hosts(&mut findings, profile);
    }
    findings.0.sort_by_key(|finding| finding.weight);
    findings.0
}

struct Findings(Vec<Finding>);

impl Findings {
    fn add_if(&mut self, holds: bool, code: &'static str, weight: Weight, field: &'static str) {
        self.add_named(holds.then(Vec::new), code, weight, field);
    }

    fn add_named(
        &mut self,
        values: Option<Vec<(&'static str, String)>>,
        code: &'static str,
        weight: Weight,
        field: &'static str,
    ) {
        self.0.extend(values.map(|values| Finding {
            code,
            weight,
            field,
            values,
        }));
    }
}

fn flow(findings: &mut Findings, profile: &Profile) {
    let flow = profile.flow.as_str();
    let is_implicit = matches!(flow, "user_agent" | "hybrid_user_agent");
    findings.add_if(is_implicit, "insecure_flow", Weight::Danger, "flow");
    let is_password = flow == "username_password";
    findings.add_if(is_password, "password_flow", Weight::Danger, "flow");
    // An external client app does not know this flow at all.
    let is_unknown = is_password && profile.kind == ClientKind::ExternalClientApp;
    findings.add_if(is_unknown, "no_password_flow", Weight::Danger, "kind");
    findings.add_if(
        is_code(flow) && !profile.pkce,
        "no_pkce",
        Weight::Danger,
        "pkce",
    );
    let is_fixed = !profile.nonce.is_empty();
    findings.add_if(is_fixed, "fixed_nonce", Weight::Warn, "nonce");
    // Uninstalled apps: blocked for everybody in this flow since September 2025.
    let may_be_blocked = flow == "device"
        && profile.kind == ClientKind::ConnectedApp
        && !profile.login_url.is_loopback()
        && !profile.is_other_provider();
    findings.add_if(may_be_blocked, "device_installed", Weight::Hint, "kind");
}

fn is_code(flow: &str) -> bool {
    matches!(flow, "web_server" | "hybrid" | "hybrid_web_server")
}

fn callbacks(findings: &mut Findings, profile: &Profile) {
    if !profile.flow.has_callback() {
        return;
    }
    let named = |is_meant: fn(&Url) -> bool| {
        let is_it = |callback: &&CallbackUrl| {
            Url::parse(callback.as_str()).is_ok_and(|url| url.scheme() == "http" && is_meant(&url))
        };
        let found = profile.callback_urls.iter().find(is_it)?;
        Some(vec![("callback", found.to_string())])
    };
    findings.add_named(
        named(|url| !is_loopback(url)),
        "callback_http",
        Weight::Danger,
        "callback_urls",
    );
    // `localhost` is known to be accepted; an address is not (`machine-and-admin.md` 10.4).
    let is_ours = profile.login_url.is_loopback() || profile.is_other_provider();
    findings.add_named(
        named(|url| is_loopback(url) && !matches!(url.host(), Some(url::Host::Domain(_))))
            .filter(|_| !is_ours),
        "callback_ip",
        Weight::Hint,
        "callback_urls",
    );
    let length: usize = profile
        .callback_urls
        .iter()
        .map(|callback| callback.as_str().chars().count() + 1)
        .sum();
    // Between two of them stands one character.
    let length = length.saturating_sub(1);
    findings.add_named(
        (length > MAX_CALLBACKS).then(|| vec![("length", length.to_string())]),
        "callbacks_too_long",
        Weight::Warn,
        "callback_urls",
    );
}

fn scopes(findings: &mut Findings, profile: &Profile) {
    let scope = &profile.scope;
    let is_full = scope.contains("full");
    findings.add_if(is_full, "full_scope", Weight::Warn, "scope");
    let can_refresh = !matches!(
        profile.flow.as_str(),
        "client_credentials" | "jwt_bearer" | "username_password" | "saml_bearer"
    );
    // Without any scope the app's own list applies, and `full` is without it (`interactive.md` 13).
    let is_missing = can_refresh && !scope.is_empty() && !scope.asks_refresh();
    findings.add_if(is_missing, "no_refresh_scope", Weight::Hint, "scope");
}

fn secret(findings: &mut Findings, profile: &Profile, has_secret: bool) {
    let flow = profile.flow.as_str();
    let is_sent = !matches!(
        flow,
        "user_agent" | "hybrid_user_agent" | "jwt_bearer" | "saml_bearer"
    );
    let is_wanted = is_sent
        && match profile.client_auth(has_secret) {
            ClientAuth::ClientSecretPost | ClientAuth::ClientSecretBasic => true,
            ClientAuth::None => matches!(flow, "client_credentials" | "username_password"),
            ClientAuth::PrivateKeyJwt => false,
        };
    findings.add_if(
        is_wanted && !has_secret,
        "secret_missing",
        Weight::Danger,
        "client_secret",
    );
    findings.add_if(
        has_secret && !is_wanted,
        "secret_not_needed",
        Weight::Hint,
        "client_secret",
    );
    let is_shared = matches!(profile.client_id.as_str(), "PlatformCLI" | "CodeBuilder");
    findings.add_if(
        is_shared && !profile.login_url.is_loopback(),
        "shared_client_id",
        Weight::Warn,
        "client_id",
    );
}

fn hosts(findings: &mut Findings, profile: &Profile) {
    let is_general = matches!(profile.login_url.kind(), HostKind::Login | HostKind::Test);
    if !is_general {
        return;
    }
    let host = || vec![("host", profile.login_url.short().to_owned())];
    let wants_own = matches!(
        profile.flow.as_str(),
        "client_credentials" | "token_exchange" | "hybrid_token_exchange"
    ) || !profile.sso_provider.is_empty();
    let is_external = profile.kind == ClientKind::ExternalClientApp;
    let weight = Weight::Danger;
    findings.add_named(wants_own.then(host), "needs_my_domain", weight, "login_url");
    findings.add_named(
        (is_external && !wants_own).then(host),
        "app_needs_my_domain",
        Weight::Warn,
        "login_url",
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A profile in which there is nothing to find.
    const GOOD: &str = r#"(profile_id: "a", name: "A", login_url: "https://acme.my.salesforce.com",
        client_id: "3MVG9demo", callback_urls: ["http://localhost:1717/OauthRedirect"], scope: "api refresh_token")"#;

    fn read(text: &str) -> Profile {
        let extensions = ron::extensions::Extensions::IMPLICIT_SOME;
        ron::Options::default()
            .with_default_extension(extensions)
            .from_str(text)
            .expect("parses")
    }

    fn with(from: &str, to: &str) -> Profile {
        let text = GOOD.replace(from, to);
        assert_ne!(text, GOOD, "{from} does not stand in it");
        read(&text)
    }

    fn more(fields: &str) -> Profile {
        let all = GOOD.trim_end_matches(')');
        read(&format!("{all}, {fields})"))
    }

    fn codes(profile: &Profile, has_secret: bool) -> Vec<&'static str> {
        let found = of(profile, has_secret);
        found.iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn a_good_profile_has_no_finding() {
        assert!(codes(&read(GOOD), true).is_empty());
        assert!(codes(&read(GOOD), false).is_empty());
        // Each of these is right where it stands.
        for (profile, has_secret) in [
            (more("flow: \"device\""), false),
            (more("flow: \"client_credentials\""), true),
            (more("flow: \"jwt_bearer\""), false),
            (more("kind: external_client_app"), true),
            (more("client_auth: client_secret_basic"), true),
            (more("client_auth: none"), false),
            (with("scope: \"api refresh_token\"", "scope: \"\""), true),
            (with("refresh_token", "offline_access"), true),
        ] {
            let found: Vec<&str> = codes(&profile, has_secret);
            let found: Vec<&&str> = found
                .iter()
                .filter(|code| **code != "device_installed")
                .collect();
            assert!(found.is_empty(), "{profile:?}: {found:?}");
        }
    }

    /// Every finding: a profile that has it; the good one is the profile that has not.
    fn bad() -> Vec<(&'static str, Profile, bool)> {
        let long = format!("http://localhost:1717/{}", "x".repeat(1_100));
        let two = format!("\"{long}\", \"{long}y\"");
        vec![
            ("insecure_flow", more("flow: \"user_agent\""), false),
            ("insecure_flow", more("flow: \"hybrid_user_agent\""), false),
            ("password_flow", more("flow: \"username_password\""), true),
            (
                "no_password_flow",
                more("flow: \"username_password\", kind: external_client_app"),
                true,
            ),
            ("no_pkce", more("pkce: false"), true),
            (
                "callback_http",
                with("http://localhost:1717", "http://acme.example"),
                true,
            ),
            ("callback_ip", with("localhost", "127.0.0.1"), true),
            (
                "callbacks_too_long",
                with("\"http://localhost:1717/OauthRedirect\"", &two),
                true,
            ),
            ("full_scope", with("\"api ", "\"full "), true),
            ("no_refresh_scope", with(" refresh_token", ""), true),
            (
                "secret_missing",
                more("client_auth: client_secret_post"),
                false,
            ),
            (
                "secret_missing",
                more("flow: \"client_credentials\""),
                false,
            ),
            ("secret_not_needed", more("client_auth: none"), true),
            ("secret_not_needed", more("flow: \"user_agent\""), true),
            ("secret_not_needed", more("flow: \"jwt_bearer\""), true),
            (
                "needs_my_domain",
                with(
                    "acme.my.salesforce.com\"",
                    "login.salesforce.com\", flow: \"client_credentials\"",
                ),
                true,
            ),
            (
                "needs_my_domain",
                with(
                    "acme.my.salesforce.com\"",
                    "test.salesforce.com\", sso_provider: \"Google\"",
                ),
                true,
            ),
            (
                "app_needs_my_domain",
                with(
                    "acme.my.salesforce.com\"",
                    "login.salesforce.com\", kind: external_client_app",
                ),
                true,
            ),
            ("fixed_nonce", more("nonce: \"always\""), true),
            ("device_installed", more("flow: \"device\""), false),
            ("shared_client_id", with("3MVG9demo", "PlatformCLI"), false),
        ]
    }

    #[test]
    fn every_finding_is_found_where_it_is_and_only_there() {
        let bad = bad();
        for (code, profile, has_secret) in &bad {
            assert!(
                codes(profile, *has_secret).contains(code),
                "{code}: {:?}",
                codes(profile, *has_secret)
            );
        }
        for code in ALL {
            assert!(bad.iter().any(|(name, ..)| *name == code), "{code}");
        }
    }

    #[test]
    fn every_finding_says_what_why_and_what_to_change() {
        for (code, profile, has_secret) in bad() {
            for finding in of(&profile, has_secret) {
                assert!(ALL.contains(&finding.code), "{}", finding.code);
                for text in [finding.what(), finding.why(), finding.next()] {
                    assert!(text.len() > 10, "{code}: {text}");
                    assert!(!text.contains("checkup-"), "{code}: {text}");
                }
            }
        }
    }

    #[test]
    fn what_salesforce_wants_is_not_asked_of_others() {
        let own = "login_url: \"https://id.example.com\", issuer: \"https://id.example.com\"";
        let other = with("login_url: \"https://acme.my.salesforce.com\"", own);
        assert!(codes(&other, true).is_empty());
        let demo = with("https://acme.my.salesforce.com", "http://localhost:8443");
        assert!(codes(&demo, true).is_empty());
    }

    #[test]
    fn the_dangerous_come_first() {
        let profile = more("pkce: false, nonce: \"always\"");
        assert_eq!(codes(&profile, true), ["no_pkce", "fixed_nonce"]);
    }
}
