//! Origins: where the secrets of one profile may go (R29).

use std::collections::BTreeSet;

use url::{Host, Url};

use crate::model::host::{LoginHost, is_loopback, is_salesforce, origin_of};
use crate::model::profile::Profile;

/// The pinned origins of one profile.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origins {
    pinned: BTreeSet<String>,
    salesforce: bool,
}

impl Origins {
    /// Pins the login host, the issuer and the endpoints that a person wrote down.
    ///
    /// A profile of this machine stays on it: nothing but what is written down.
    /// Any other one may also talk to Salesforce's own hosts, since an org's
    /// address is only learnt from its answer.
    #[must_use]
    pub fn of(profile: &Profile) -> Self {
        let endpoints = profile.endpoints.clone().unwrap_or_default();
        let pinned = [Some(profile.login_url.as_str()), profile.issuer.as_deref()]
            .into_iter()
            .chain(endpoints.named().into_iter().map(|(_, address)| address))
            .flatten()
            .filter_map(origin_of)
            .collect();
        Self {
            pinned,
            salesforce: !profile.login_url.is_loopback(),
        }
    }

    /// Pins one host, for what is published and asked without a credential.
    #[must_use]
    pub fn of_host(host: &LoginHost) -> Self {
        Self {
            pinned: origin_of(host.as_str()).into_iter().collect(),
            salesforce: false,
        }
    }

    /// Says whether a request may go there.
    #[must_use]
    pub fn allow(&self, url: &Url) -> bool {
        if !url.username().is_empty() || url.password().is_some() {
            return false;
        }
        let secure = url.scheme() == "https" || (url.scheme() == "http" && is_loopback(url));
        if !secure {
            return false;
        }
        if origin_of(url.as_str()).is_some_and(|origin| self.pinned.contains(&origin)) {
            return true;
        }
        let salesforce = matches!(url.host(), Some(Host::Domain(host)) if is_salesforce(host));
        self.salesforce && salesforce && url.scheme() == "https" && url.port().is_none()
    }
}

/// Returns scheme, host and port for an error text; never the rest of an address.
pub(super) fn shown(url: &Url) -> String {
    origin_of(url.as_str()).unwrap_or_else(|| url.scheme().to_owned())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::model::profile::ProfileDraft;

    fn origins(login_url: &str) -> Origins {
        let draft = ProfileDraft {
            name: "A".into(),
            login_url: login_url.into(),
            client_id: "k".into(),
            ..ProfileDraft::default()
        };
        Origins::of(&draft.check(|_| false, |_| true).unwrap())
    }

    fn allowed(origins: &Origins, url: &str) -> bool {
        origins.allow(&Url::parse(url).unwrap())
    }

    #[test]
    fn an_org_may_name_salesforce_hosts_and_no_others() {
        let origins = origins("https://login.salesforce.com");
        assert!(allowed(
            &origins,
            "https://login.salesforce.com/services/oauth2/token"
        ));
        assert!(allowed(&origins, "https://acme.my.salesforce.com/id"));
        for foreign in [
            "https://evil.example/",
            "https://salesforce.com.evil.example/",
            "https://evilsalesforce.com/",
            "http://acme.my.salesforce.com/",
            "https://acme.my.salesforce.com@evil.example/",
            "https://user@acme.my.salesforce.com/",
            "https://acme.my.salesforce.com:8443/",
            "https://10.0.0.1/",
            "https://[::1]/",
            "http://localhost:1717/",
            "file:///etc/passwd",
        ] {
            assert!(!allowed(&origins, foreign), "{foreign}");
        }
    }

    #[test]
    fn a_profile_of_this_machine_stays_at_its_own_port() {
        let origins = origins("http://localhost:4000");
        assert!(allowed(
            &origins,
            "http://localhost:4000/services/oauth2/token"
        ));
        for foreign in [
            "http://localhost:4001/",
            "http://127.0.0.1:4000/",
            "https://login.salesforce.com/",
            "https://localhost:4000/",
        ] {
            assert!(!allowed(&origins, foreign), "{foreign}");
        }
    }
}
