//! The codes with which orgs refuse: every one that is explained, in the order of the protocol pages.
//!
//! The list is the union of `interactive.md` 11.2 and `machine-and-admin.md` 0.5;
//! the texts are in the message catalogue under `org-<code>`.

/// Codes as the org spells them.
pub const CODES: &[&str] = &[
    "access_denied",
    "OAUTH_APP_BLOCKED",
    "app_blocked",
    "OAUTH_APP_ACCESS_DENIED",
    "invalid_app_access",
    "OAUTH_APPROVAL_ERROR_GENERIC",
    "OAUTH_EC_APP_NOT_FOUND",
    "app_not_found",
    "OAUTH_AUTHORIZATION_BLOCKED",
    "invalid_client",
    "invalid_client_credentials",
    "invalid_client_id",
    "redirect_uri_mismatch",
    "redirect_uri_missing",
    "invalid_request",
    "invalid_grant",
    "invalid_scope",
    "unsupported_response_type",
    "unsupported_grant_type",
    "oauth_flow_disabled",
    "inactive_user",
    "inactive_org",
    "immediate_unsuccessful",
    "rate_limit_exceeded",
    "authorization_pending",
    "slow_down",
    "server_error",
    "system_down",
    "service_unavailable",
    "unknown_error",
    "unsupported_token_type",
    "invalid_token",
    "invalid_session_level",
    "use_dpop_nonce",
    "invalid_dpop_proof",
    "invalid_assertion_type",
    "bad_jti_claim",
    "invalid_basic_auth_header",
    "login_error",
    "invalid_otp",
    "otp_error",
    "registration_error",
    "failed_registration",
    "exceeded_registration_limit",
    "ecapp_policy_not_found",
    "oauth_policy_not_found",
    "invalid_distribution_state",
    "installation_error",
    "fail_close_app_blocked",
    "app_attest_failed",
    "app_attest_failed_retry",
    "invalid_expid",
    "unsupported_expid",
    "Bad_OAuth_Token",
    "Missing_OAuth_Token",
    "Wrong_Org",
    "HTTPS_Required",
    "Bad_Id",
    "Inactive",
    "No_Access",
    "No_Site_Endpoint",
    "Invalid_Version",
    "Invalid_Callback",
    "Invalid_Param",
    "INVALID_SESSION_ID",
    "URL_NOT_RESET",
    "API_DISABLED_FOR_ORG",
    "API_CURRENTLY_DISABLED",
    "REQUEST_LIMIT_EXCEEDED",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::problem::{Problem, ProblemKind};

    #[test]
    fn every_code_is_explained_in_three_parts() {
        let unknown = Problem::new(ProblemKind::Refused, "never_heard_of").explain();
        for code in CODES {
            let known = Problem::new(ProblemKind::Refused, code).explain();
            assert!(known.what != unknown.what, "{code} is not explained");
            for part in [known.what, known.cause, known.next] {
                assert!(
                    !part.is_empty() && !part.starts_with("org-"),
                    "{code}: {part}"
                );
            }
        }
    }
}
