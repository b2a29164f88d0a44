//! Single logout: the address at which a browser ends its own login to an org.
//!
//! ```text
//! browser ── GET end_session_endpoint ─────▶ org     the browser's login ends, and what the org ends with it
//! ```
//!
//! Specification: OpenID Connect RP-Initiated Logout 1.0; `interactive.md` 9.2. Tokens are not
//! touched: those are ended by revocation.

use url::Url;

use crate::model::host::{HostKind, LoginHost};
use crate::model::profile::Profile;
use crate::protocol::endpoint::Server;
use crate::protocol::error::FlowError;

/// Returns the address to open. It carries nothing.
///
/// Neither `id_token_hint`, for a token does not belong into an address, nor `post_logout_redirect_uri`,
/// which Salesforce is reported not to know.
///
/// # Errors
///
/// The server says of no such page.
pub fn address(
    server: &Server,
    profile: &Profile,
    instance_url: Option<&str>,
) -> Result<Url, FlowError> {
    // Salesforce: after a login at a host that all orgs share, the browser is logged in at the org's own.
    let is_shared = matches!(profile.login_url.kind(), HostKind::Login | HostKind::Test);
    let own = instance_url
        .filter(|_| server.is_salesforce && is_shared)
        .and_then(|address| LoginHost::parse(address).ok())
        .and_then(|host| Server::of_host(&host).end_session);
    own.or_else(|| server.end_session.clone())
        .ok_or(FlowError::Lacking {
            code: "logout_unknown",
            field: "issuer",
        })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;
    use crate::protocol::script::profile;
    use serde_json::json;

    fn at(host: &str, instance: Option<&str>) -> String {
        let profile = Profile {
            login_url: LoginHost::parse(host).unwrap(),
            ..profile()
        };
        let server = Server::of_host(&profile.login_url);
        address(&server, &profile, instance).unwrap().into()
    }

    #[test]
    fn the_page_is_where_the_browser_is_logged_in() {
        let acme = Some("https://acme.my.salesforce.com");
        let own = "https://acme.my.salesforce.com/services/auth/idp/oidc/logout";
        assert_eq!(at("https://login.salesforce.com", acme), own);
        assert_eq!(at("https://acme.my.salesforce.com", acme), own);
        assert_eq!(
            at("https://acme.my.site.com/help", acme),
            "https://acme.my.site.com/help/services/auth/idp/oidc/logout"
        );
        assert_eq!(
            at("https://login.salesforce.com", None),
            "https://login.salesforce.com/services/auth/idp/oidc/logout"
        );
    }

    #[test]
    fn another_server_has_the_page_that_it_says_of_or_none() {
        let read = |end_session: &str| {
            let document =
                json!({"issuer": "https://id.example", "end_session_endpoint": end_session});
            Server::of_discovery("https://id.example", document.as_object().unwrap()).unwrap()
        };
        let ask =
            |server: &Server| address(server, &profile(), Some("https://acme.my.salesforce.com"));
        let told = ask(&read("https://id.example/logout")).unwrap();
        assert_eq!(told.as_str(), "https://id.example/logout");
        // R29: a page elsewhere is not opened, and costs nothing else.
        let refused = ask(&read("https://evil.example/logout")).unwrap_err();
        assert_eq!(refused.problem().code, "logout_unknown");
    }
}
