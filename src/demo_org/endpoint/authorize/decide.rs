//! What the org says once it knows who is asking.

use super::super::super::answer::Refusal;
use super::super::super::org::Org;
use super::super::super::org::app::{AppKind, PermittedUsers};
use super::super::super::org::browser::Asked;
use super::super::super::org::user::Role;
use super::super::super::scope;

/// The org's decision about one user and one authorize request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nothing to ask: approved before, or by an admin.
    Approved,
    /// The person must be asked.
    Ask,
    /// The callback gets an error.
    Refused(Refusal),
    /// The browser gets the error page, and the callback nothing (outcome E).
    Stranded(Refusal),
}

pub(crate) fn decide(org: &Org, asked: &Asked, username: &str) -> Verdict {
    let (Some(app), Some(user)) = (org.app(&asked.client_id), org.user(username)) else {
        return Verdict::Stranded(Refusal::unknown_client());
    };
    let refused = |code, text| Verdict::Refused(Refusal::new(code, text));
    if org.settings.inactive {
        return refused("inactive_org", "organization is inactive");
    }
    if !user.active {
        return refused("inactive_user", "user is inactive");
    }
    if app.policies.ip_restricted {
        return refused("invalid_grant", "ip restricted");
    }
    if !app.policies.installed {
        match app.kind {
            AppKind::ExternalClientApp => {
                return refused(
                    "OAUTH_EC_APP_NOT_FOUND",
                    "External client app is not installed in this org",
                );
            }
            // Admins have the permission "Approve Uninstalled Connected Apps".
            AppKind::ConnectedApp if user.role != Role::Admin => {
                return Verdict::Stranded(Refusal::new(
                    "invalid_client",
                    "app must be installed into org",
                ));
            }
            AppKind::ConnectedApp => {}
        }
    }
    if app.policies.blocked {
        return refused("OAUTH_APP_BLOCKED", "this app is blocked by admin");
    }
    // The org is not known before the login, so its own demand for PKCE comes late and never returns.
    if org.settings.require_pkce && asked.response_type == "code" && asked.challenge.is_none() {
        return Verdict::Stranded(Refusal::new(
            "invalid_request",
            "missing required code challenge",
        ));
    }
    if app.policies.permitted_users == PermittedUsers::AdminApproved {
        return if app.is_assigned(user) {
            Verdict::Approved
        } else {
            refused(
                "OAUTH_APP_ACCESS_DENIED",
                "user is not admin approved to access this app",
            )
        };
    }
    let approved = org.approvals.get(&user.username, &app.client_id);
    let covers = asked.scopes.iter().all(|it| scope::allows(approved, it));
    // The user-agent flow asks every time.
    if covers && !approved.is_empty() && !asked.wants_consent && asked.response_type == "code" {
        Verdict::Approved
    } else {
        Verdict::Ask
    }
}
