//! Grants of the token endpoint, one file each; here what they share.

pub(crate) mod authorization_code;
pub(crate) mod client_credentials;
pub(crate) mod device;
pub(crate) mod hybrid;
pub(crate) mod jwt_bearer;
pub(crate) mod password;
pub(crate) mod refresh_token;
pub(crate) mod token_exchange;

mod issue;

pub(crate) use issue::{Issue, KIDS, identity_url, issue, refreshed};

use super::answer::{Answer, Refusal};
use super::call::Call;
use super::org::Org;
use super::org::app::{App, AppKind, PermittedUsers};
use super::org::user::User;

/// What a grant returns: the fields of a token answer, or why there are none.
pub(crate) type Granted = Result<Answer, Refusal>;

/// Returns the grant for a `grant_type`.
pub(crate) fn find(grant_type: &str) -> Option<fn(&mut Org, &Call) -> Granted> {
    Some(match grant_type {
        "authorization_code" => authorization_code::grant,
        "refresh_token" => refresh_token::grant,
        "hybrid_auth_code" => hybrid::auth_code,
        "hybrid_refresh" => hybrid::refresh,
        "password" => password::grant,
        "client_credentials" => client_credentials::grant,
        "urn:ietf:params:oauth:grant-type:jwt-bearer" => jwt_bearer::grant,
        token_exchange::GRANT_TYPE => token_exchange::grant,
        token_exchange::HYBRID => hybrid::token_exchange,
        "device" => device::grant,
        _ => return None,
    })
}

/// Checks what an admin has set on the app, whoever the user is.
pub(crate) fn admit_app(app: &App) -> Result<(), Refusal> {
    // An admin may use a connected app that is not installed, so for those it was asked at the login.
    if !app.policies.installed && app.kind == AppKind::ExternalClientApp {
        return Err(Refusal::new(
            "app_not_found",
            "External client app is not installed in this org",
        ));
    }
    // [SIM] The code at the token endpoint is not known; this is the mobile client's name for it.
    if app.policies.blocked {
        return Err(Refusal::new("app_blocked", "this app is blocked by admin"));
    }
    if app.policies.ip_restricted {
        return Err(Refusal::new("invalid_grant", "ip restricted"));
    }
    Ok(())
}

/// Checks whether this user may use the app now.
pub(crate) fn admit_user(app: &App, user: &User) -> Result<(), Refusal> {
    if !user.active {
        return Err(Refusal::new("invalid_grant", "inactive user"));
    }
    if app.policies.permitted_users == PermittedUsers::AdminApproved && !app.is_assigned(user) {
        return Err(Refusal::new(
            "invalid_app_access",
            "user is not admin approved to access this app",
        ));
    }
    Ok(())
}
