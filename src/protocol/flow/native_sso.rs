//! Native single sign-on: the web server flow, straight to the login of one identity provider.
//!
//! ```text
//! app ── response_type=code, sso_provider, state, code_challenge ──▶ browser ──▶ org ──▶ provider     1. send the person
//!                         (the person logs in there, and never sees the org's login page)
//! app ◀───────────── callback: code, state ── browser ◀── org                                         2. as in the web server flow
//! ```
//!
//! Salesforce only, no RFC; `interactive.md` 7.7. Works at My Domain and at sites, where the
//! org knows its providers; a name that it does not know leads to its usual login page, or to an error.

use super::{Granted, Start, web_server};
use crate::protocol::error::FlowError;
use crate::protocol::io::FlowIo;

/// Runs the flow to its end: tokens, or the reason there are none.
///
/// # Errors
///
/// `sso_provider_missing` and `sso_needs_my_domain` before anything is sent; else as the web server flow.
pub async fn run(io: &mut impl FlowIo, start: &Start<'_>) -> Result<Granted, FlowError> {
    if start.profile.sso_provider.is_empty() {
        return Err(FlowError::Lacking {
            code: "sso_provider_missing",
            field: "sso_provider",
        });
    }
    web_server::run(io, start).await
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;
    use crate::model::host::LoginHost;
    use crate::model::profile::{FlowName, Profile};
    use crate::protocol::client_auth::Client;
    use crate::protocol::endpoint::Server;
    use crate::protocol::flow;
    use crate::protocol::script::{Script, json, profile, run as finish};

    fn log_in(host: &str, flow: &str, provider: &str) -> (Script, Result<Granted, FlowError>) {
        let mut io = Script::of([json(r#"{"access_token":"00D!a"}"#)]);
        let profile = Profile {
            login_url: LoginHost::parse(host).unwrap(),
            flow: FlowName(flow.to_owned()),
            sso_provider: provider.to_owned(),
            ..profile()
        };
        let server = Server::of_host(&profile.login_url);
        let nothing = crate::protocol::client_auth::AppSecrets::default();
        let start = Start {
            profile: &profile,
            server: &server,
            client: Client::of(&profile, &nothing),
            callback: profile.callback_urls.first(),
        };
        let granted = finish(flow::run(&mut io, &start));
        (io, granted)
    }

    #[test]
    fn the_provider_is_named_at_the_orgs_own_host() {
        let (io, granted) = log_in("https://acme.my.salesforce.com", "native_sso", "Okta_Staff");
        assert!(granted.is_ok());
        assert!(
            io.sent[0].contains("response_type=code&")
                && io.sent[0].contains("&sso_provider=Okta_Staff")
        );
        assert!(
            log_in("https://acme.my.site.com/customers", "native_sso", "Okta")
                .1
                .is_ok()
        );
    }

    #[test]
    fn a_shared_login_host_never_sees_the_provider_whatever_the_flow() {
        for host in [
            "https://login.salesforce.com",
            "https://test.salesforce.com",
        ] {
            for flow in [
                "native_sso",
                "web_server",
                "user_agent",
                "hybrid_web_server",
            ] {
                let (io, refused) = log_in(host, flow, "Okta");
                assert!(
                    matches!(
                        refused,
                        Err(FlowError::Lacking {
                            code: "sso_needs_my_domain",
                            ..
                        })
                    ),
                    "{flow}: {refused:?}"
                );
                assert!(io.sent.is_empty());
            }
        }
    }

    #[test]
    fn without_a_provider_nothing_is_sent() {
        let (io, refused) = log_in("https://acme.my.salesforce.com", "native_sso", "");
        assert!(matches!(
            refused,
            Err(FlowError::Lacking {
                code: "sso_provider_missing",
                field: "sso_provider"
            })
        ));
        assert!(io.sent.is_empty());
    }
}
