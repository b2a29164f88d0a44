//! The objects of the contract (`cli-contract.md` 1, 3 and 4): exact fields, absent facts `null`.

use serde::Serialize;
use serde_json::{Value, json};

use super::plain::clean;
use crate::app::effect::WhichToken;
use crate::app::event::{Check, CheckResult, ProfileRecord, Revocation, RevokeProof, RevokeResult};
use crate::model::certificate::Certificate;
use crate::model::environment::Environment;
use crate::model::problem::Problem;
use crate::model::session::Session;
use crate::model::time::UnixTime;
use crate::model::token::{ExpirySource, IdTokenVerdict, SignatureVerdict, TokenFormat};

/// Returns the Profile object with its sessions.
#[must_use]
pub fn profile(
    record: &ProfileRecord,
    environment: (Environment, bool),
    sessions: &[&Session],
    now: UnixTime,
) -> Value {
    let profile = &record.profile;
    let callbacks: Vec<&str> = profile
        .callback_urls
        .iter()
        .map(|url| url.as_str())
        .collect();
    json!({
        "profile_id": profile.profile_id,
        "name": profile.name,
        "login_url": profile.login_url.as_str(),
        "client_id": profile.client_id.as_str(),
        "callback_urls": callbacks,
        "flow": profile.flow.as_str(),
        "scope": non_empty(profile.scope.to_string()),
        "kind": profile.kind.as_str(),
        "client_auth": profile.client_auth(record.has_client_secret).as_str(),
        "environment": environment.0.as_str(),
        "environment_verified": environment.1,
        "platform": profile.platform.as_str(),
        "tags": profile.tags,
        "has_client_secret": record.has_client_secret,
        "has_private_key": record.has_private_key,
        "certificate": profile.certificate.as_ref().and_then(certificate),
        "sessions": sessions.iter().map(|one| session(one, now)).collect::<Vec<_>>(),
    })
}

/// Returns the certificate of an app; public, so its text is there too.
#[must_use]
pub fn certificate(certificate: &Certificate) -> Option<Value> {
    let facts = certificate.facts()?;
    Some(json!({
        "subject": clean(&facts.subject),
        "key_bits": facts.bits,
        "fingerprint": facts.fingerprint,
        "begins_at": facts.from.to_rfc3339(),
        "expires_at": facts.until.to_rfc3339(),
        "pem": certificate.as_pem(),
    }))
}

/// Returns the Session object.
#[must_use]
pub fn session(session: &Session, now: UnixTime) -> Value {
    json!({
        "session_id": session.session_id,
        "profile_id": session.profile_id,
        "username": session.username(),
        "user_id": session.user_id().map(|id| id.as_str()),
        "organization_id": session.organization_id().map(|id| id.as_str()),
        "instance_url": session.instance_url,
        "id_url": session.id_url,
        "scope": session.scope.as_ref().map(ToString::to_string),
        "scope_requested": non_empty(session.scope_requested.to_string()),
        "token_type": session.token_type,
        "token_format": match session.token_format {
            TokenFormat::Opaque => "opaque",
            TokenFormat::Jwt => "jwt",
        },
        "has_refresh_token": session.has_refresh_token,
        "state": session.state(now).as_str(),
        "issued_at": session.issued_at.to_rfc3339(),
        "expires_at": time(session.expiry.map(|expiry| expiry.at)),
        "expires_source": session.expiry.map(|expiry| source(expiry.source)),
        "last_refresh_at": time(session.last_refresh_at),
        "last_check_at": time(session.last_check_at),
        "access_token_fingerprint": session.access_token_fingerprint,
        "refresh_token_fingerprint": session.refresh_token_fingerprint,
        "signature": match session.signature {
            SignatureVerdict::Valid => "valid",
            SignatureVerdict::Invalid => "invalid",
            SignatureVerdict::NotCheckable => "not_checkable",
        },
        "id_token": match session.id_token {
            IdTokenVerdict::Valid => "valid",
            IdTokenVerdict::Invalid => "invalid",
            IdTokenVerdict::None => "none",
        },
        "pending_revocation": session.pending_revocation,
        "web_sessions": session.web_sessions,
    })
}

/// Returns a time as the contract writes it.
#[must_use]
pub fn time(time: Option<UnixTime>) -> Option<String> {
    time.map(UnixTime::to_rfc3339)
}

/// Returns the name of an expiry's source.
#[must_use]
pub fn source(source: ExpirySource) -> &'static str {
    match source {
        ExpirySource::Introspection => "introspection",
        ExpirySource::Jwt => "jwt",
        ExpirySource::ExpiresIn => "expires_in",
    }
}

/// One error, as on stderr and in `results`.
#[derive(Serialize)]
struct ErrorObject<'a> {
    kind: Value,
    code: String,
    message: String,
    cause: String,
    next: String,
    field: Option<String>,
    org: Option<&'a crate::model::problem::OrgWords>,
}

/// Returns the error object.
#[must_use]
pub fn error(problem: &Problem) -> Value {
    let explained = problem.explain();
    let object = ErrorObject {
        kind: json!(problem.kind),
        code: clean(&problem.code),
        message: clean(&explained.what),
        cause: clean(&explained.cause),
        next: clean(&explained.next),
        field: problem.field.as_deref().map(clean),
        org: problem.org.as_ref(),
    };
    json!(object)
}

/// Returns the fate of each token and the proof, as `revoke` has them.
#[must_use]
pub fn revocation(revocation: &Revocation) -> (Value, Option<&'static str>) {
    let tokens: Vec<Value> = revocation
        .tokens
        .iter()
        .map(|(which, result)| {
            json!({
                "token": match which {
                    WhichToken::Access => "access_token",
                    WhichToken::Refresh => "refresh_token",
                },
                "result": match result {
                    RevokeResult::Revoked => "revoked",
                    RevokeResult::AlreadyInvalid => "already_invalid",
                    RevokeResult::StillLive => "still_live",
                    RevokeResult::Pending => "pending",
                },
            })
        })
        .collect();
    let proof = revocation.proof.map(|proof| match proof {
        RevokeProof::Introspection => "introspection",
        RevokeProof::Userinfo => "userinfo",
        RevokeProof::Refresh => "refresh",
    });
    (Value::Array(tokens), proof)
}

/// Returns one line of the doctor.
#[must_use]
pub fn check(check: &Check) -> Value {
    json!({
        "check": check.check,
        "result": check_result(check.result),
        "detail": clean(&check.detail),
        "next": check.next.as_deref().map(clean),
    })
}

/// Returns the name of a check's result.
#[must_use]
pub fn check_result(result: CheckResult) -> &'static str {
    match result {
        CheckResult::Passed => "passed",
        CheckResult::Warning => "warning",
        CheckResult::Failed => "failed",
        CheckResult::Skipped => "skipped",
    }
}

fn non_empty(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests;
