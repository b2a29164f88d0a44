//! What can go wrong in a flow. The words for it are in the catalogue, by code.

use crate::model::problem::{OrgWords, Problem, ProblemKind};

/// Where a refusal was met (`interactive.md` 11.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// Query of the callback.
    CallbackQuery,
    /// Fragment of the callback.
    CallbackFragment,
    /// Text body of the authorize URL, seen only by the browser, pasted by the person.
    AuthorizeBody,
    /// Error page of the org, seen only by the browser, pasted by the person.
    ErrorPage,
    /// Token endpoint.
    Token,
    /// Revocation endpoint.
    Revoke,
    /// Identity, UserInfo, singleaccess, introspection.
    Identity,
    /// REST data API.
    Data,
}

/// The org said no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Where it was met.
    pub channel: Channel,
    /// Its words.
    pub org: OrgWords,
}

impl Refusal {
    /// Returns the code for comparing: lower case, `-` as `_`.
    #[must_use]
    pub fn code(&self) -> String {
        self.org.error.to_ascii_lowercase().replace('-', "_")
    }

    /// Returns true when the grant is over: the only refusal that ends a refresh token.
    ///
    /// Two texts under the same code say something that passes: a parallel
    /// refresh, and a network or an hour from which logins are not allowed.
    #[must_use]
    pub fn ends_grant(&self) -> bool {
        self.channel == Channel::Token
            && self.code() == "invalid_grant"
            && !self.says("already being processed")
            && !self.says("ip restricted")
            && !self.says("login hours")
    }

    /// Returns true when the org asks to come back in a moment: another refresh of the same token is under way.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.code() == "invalid_grant" && self.says("already being processed")
    }

    /// Returns true when an admin, a policy or the user's own state stands in the way.
    #[must_use]
    pub fn is_blocked(&self) -> bool {
        const BLOCKED: [&str; 8] = [
            "inactive_user",
            "inactive_org",
            "invalid_app_access",
            "oauth_app_blocked",
            "app_blocked",
            "oauth_app_access_denied",
            "oauth_authorization_blocked",
            "oauth_flow_disabled",
        ];
        BLOCKED.contains(&self.code().as_str())
            || self.code() == "invalid_grant"
                && [
                    "ip restricted",
                    "login hours",
                    "inactive user",
                    "user is inactive",
                    "locked",
                ]
                .iter()
                .any(|text| self.says(text))
    }

    /// Returns true when the server itself is in trouble: 5xx, whatever its words.
    #[must_use]
    pub fn is_outage(&self) -> bool {
        self.org.status.is_some_and(|status| status >= 500)
    }

    /// Returns true when the org's description has this text, in whatever case.
    #[must_use]
    pub fn says(&self, text: &str) -> bool {
        self.org
            .error_description
            .as_ref()
            .is_some_and(|description| description.to_ascii_lowercase().contains(text))
    }
}

/// Why nothing useful came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// No connection: refused, unknown host, reset while connecting.
    Connect,
    /// The name of the host could not be resolved.
    Dns,
    /// Neither connection nor handshake came about in time.
    Stalled,
    /// TLS failed.
    Tls(Handshake),
    /// The proxy refused or failed.
    Proxy,
    /// Too slow.
    TimedOut,
    /// The connection broke off; the request may have been carried out.
    BrokeOff,
    /// The answer was larger than it may be, or malformed HTTP.
    Malformed,
}

/// What of TLS failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handshake {
    /// The certificate's time is over.
    Expired,
    /// The certificate's time has not begun.
    Early,
    /// The certificate is for another host.
    Name,
    /// The certificate comes from an authority that is not trusted, or from none.
    Issuer,
    /// Nothing newer than TLS 1.1 is spoken there.
    Version,
    /// Something answers that is not TLS.
    Plain,
    /// Anything else: an alert, a broken handshake, a revoked certificate.
    Broken,
}

impl Transport {
    /// Returns the code: `network_<what>`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Connect => "network_connect",
            Self::Dns => "network_dns",
            Self::Stalled => "network_stalled",
            Self::Tls(Handshake::Expired) => "network_tls_expired",
            Self::Tls(Handshake::Early) => "network_tls_early",
            Self::Tls(Handshake::Name) => "network_tls_name",
            Self::Tls(Handshake::Issuer) => "network_tls_issuer",
            Self::Tls(Handshake::Version) => "network_tls_version",
            Self::Tls(Handshake::Plain) => "network_tls_plain",
            Self::Tls(Handshake::Broken) => "network_tls",
            Self::Proxy => "network_proxy",
            Self::TimedOut => "network_timed_out",
            Self::BrokeOff => "network_broke_off",
            Self::Malformed => "network_malformed",
        }
    }

    /// Returns true when the request was surely not carried out.
    #[must_use]
    pub fn nothing_was_sent(self) -> bool {
        matches!(
            self,
            Self::Connect | Self::Dns | Self::Stalled | Self::Tls(_) | Self::Proxy
        )
    }
}

/// Why a flow ended without what it was for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FlowError {
    /// The org said no, in its own words.
    Refused(Refusal),
    /// Nothing useful came back from this host.
    Transport {
        /// Why.
        why: Transport,
        /// The host, without path or query.
        host: String,
    },
    /// An answer came that is not OAuth: HTML, a redirect, 5xx, the wrong type.
    NotOAuth {
        /// The words code: `answer_html`, `answer_redirect`, `answer_server_error`, `answer_type`, `answer_empty`, `answer_too_big`, `answer_malformed`, `answer_nobody`.
        code: &'static str,
        /// HTTP status.
        status: u16,
        /// The host it came from, or, for a redirect, the host it points to.
        host: String,
    },
    /// An answer came whose content fails a check; nothing of it is used.
    Unverified {
        /// The words code: `id_token_invalid`, `instance_url_foreign`, …
        code: &'static str,
        /// The field of the answer.
        field: &'static str,
        /// What stood there, where it may be shown: a host, an issuer. Else empty.
        value: String,
    },
    /// The profile lacks something that this needs: the words code, and the field.
    Lacking {
        /// The words code: `client_secret_missing`, …
        code: &'static str,
        /// The field of the profile.
        field: &'static str,
    },
    /// Nobody finished it in time.
    TimedOut,
    /// The person cancelled it.
    Cancelled,
    /// Something on this machine: port, browser, vault, file.
    Local(Box<Problem>),
}

impl FlowError {
    /// Returns the problem that a person sees.
    #[must_use]
    pub fn problem(&self) -> Problem {
        match self {
            Self::Refused(refusal) => {
                let kind = if refusal.is_outage() {
                    ProblemKind::Network
                } else {
                    ProblemKind::Refused
                };
                Problem::new(kind, &refusal.org.error).said(refusal.org.clone())
            }
            Self::Transport { why, host } => {
                Problem::new(ProblemKind::Network, why.code()).with("host", host)
            }
            Self::NotOAuth { code, status, host } => Problem::new(ProblemKind::Network, code)
                .with("host", host)
                .with("status", status.to_string()),
            Self::Unverified { code, field, value } => Problem::new(ProblemKind::Refused, code)
                .at(*field)
                .with("value", value),
            Self::Lacking { code, field } => Problem::new(ProblemKind::Usage, code).at(*field),
            Self::TimedOut => Problem::new(ProblemKind::Cancelled, "timed_out"),
            Self::Cancelled => Problem::new(ProblemKind::Cancelled, "cancelled"),
            Self::Local(problem) => (**problem).clone(),
        }
    }
}

impl FlowError {
    /// Returns the problem that a person sees after a refresh: there, `invalid_grant` means a new login (decision 20).
    #[must_use]
    pub fn problem_of_refresh(&self) -> Problem {
        let mut problem = self.problem();
        if matches!(self, Self::Refused(refusal) if refusal.ends_grant()) {
            problem.kind = ProblemKind::NeedsLogin;
        }
        problem
    }
}

impl From<Problem> for FlowError {
    fn from(problem: Problem) -> Self {
        Self::Local(Box::new(problem))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(error: &str, description: &str, status: u16) -> FlowError {
        FlowError::Refused(Refusal {
            channel: Channel::Token,
            org: OrgWords {
                status: Some(status),
                error: error.to_owned(),
                error_description: Some(description.to_owned()),
            },
        })
    }

    #[test]
    fn only_a_dead_grant_means_a_new_login() {
        let after_refresh = |error, description, status| {
            refused(error, description, status)
                .problem_of_refresh()
                .kind
        };
        assert_eq!(
            after_refresh("invalid_grant", "expired access/refresh token", 400),
            ProblemKind::NeedsLogin
        );
        assert_eq!(
            after_refresh("Invalid-Grant", "token validity expired", 400),
            ProblemKind::NeedsLogin
        );
        assert_eq!(
            after_refresh("invalid_grant", "ip restricted", 400),
            ProblemKind::Refused
        );
        assert_eq!(
            after_refresh(
                "invalid_grant",
                "token request is already being processed",
                400
            ),
            ProblemKind::Refused
        );
        assert_eq!(
            after_refresh("invalid_client", "invalid client credentials", 400),
            ProblemKind::Refused
        );
        assert_eq!(after_refresh("server_error", "", 503), ProblemKind::Network);
        assert_eq!(
            refused("invalid_grant", "expired authorization code", 400)
                .problem()
                .kind,
            ProblemKind::Refused
        );
    }
}
