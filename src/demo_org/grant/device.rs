//! Device (interactive.md 6): the poll. Salesforce says `grant_type=device` and `code`, not the words of RFC 8628.

use super::super::answer::{Answer, Refusal};
use super::super::call::Call;
use super::super::encode::sha256_hex;
use super::super::org::Org;
use super::super::org::code::{DEVICE_CODE_MS, DeviceCode, DeviceState};
use super::super::scope;
use super::{Granted, Issue, admit_app, admit_user, issue};

/// Pause between two polls, in seconds.
const INTERVAL_SECS: u64 = 5;

/// Answers `response_type=device_code` at the token endpoint: a code for the device, and one for the person.
pub(crate) fn start(org: &mut Org, call: &Call) -> Granted {
    let app = org
        .app(call.fields.get("client_id").unwrap_or_default())
        .cloned()
        .ok_or_else(Refusal::unknown_client)?;
    admit_app(&app)?;
    if !app.policies.device_flow {
        return Err(Refusal::new(
            "invalid_request",
            "device flow is not enabled for this app",
        ));
    }
    let scopes = match call.fields.get("scope") {
        Some(text) => scope::split(text),
        None => app.scopes(),
    };
    if !scopes.iter().all(|it| scope::allows(&app.scopes(), it)) {
        return Err(Refusal::new(
            "invalid_scope",
            "the requested scope is not allowed",
        ));
    }
    let device_code = org.random.word(64);
    let user_code: String = org
        .random
        .word(200)
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_uppercase())
        .filter(|letter| !matches!(letter, 'O' | 'I' | '0' | '1'))
        .take(8)
        .collect();
    let mut answer = Answer::new();
    answer.insert("device_code".to_owned(), device_code.as_str().into());
    answer.insert("user_code".to_owned(), user_code.as_str().into());
    answer.insert(
        "verification_uri".to_owned(),
        format!("{}/setup/connect", call.base()).into(),
    );
    answer.insert("interval".to_owned(), INTERVAL_SECS.into());
    let kept = DeviceCode {
        client_id: app.client_id,
        user_code,
        scopes,
        issued_ms: call.now_ms,
        last_poll_ms: 0,
        state: DeviceState::Waiting,
    };
    org.device_codes
        .retain(|_, it| call.now_ms < it.issued_ms + 2 * DEVICE_CODE_MS);
    org.device_codes.insert(sha256_hex(&device_code), kept);
    Ok(answer)
}

/// Answers a poll.
pub(crate) fn grant(org: &mut Org, call: &Call) -> Granted {
    let app = org
        .app(call.fields.get("client_id").unwrap_or_default())
        .cloned()
        .ok_or_else(Refusal::unknown_client)?;
    let name = sha256_hex(call.fields.get("code").unwrap_or_default());
    let code = org
        .device_codes
        .get_mut(&name)
        .filter(|code| code.client_id == app.client_id && code.state != DeviceState::Redeemed)
        .ok_or_else(|| Refusal::new("invalid_grant", "invalid device code"))?;
    if call.now_ms >= code.issued_ms + DEVICE_CODE_MS {
        return Err(Refusal::new("invalid_grant", "expired authorization code"));
    }
    let early =
        code.last_poll_ms != 0 && call.now_ms < code.last_poll_ms + INTERVAL_SECS * 1000 - 1000;
    code.last_poll_ms = call.now_ms;
    let username = match &code.state {
        DeviceState::Approved { username } => username.clone(),
        DeviceState::Denied => {
            return Err(Refusal::new(
                "access_denied",
                "end-user denied authorization",
            ));
        }
        _ if early => return Err(Refusal::new("slow_down", "polling too frequently")),
        _ => {
            return Err(Refusal::new(
                "authorization_pending",
                "User has not yet completed authorization",
            ));
        }
    };
    code.state = DeviceState::Redeemed;
    let scopes = code.scopes.clone();
    let user = org
        .user(&username)
        .cloned()
        .ok_or_else(|| Refusal::new("invalid_grant", "inactive user"))?;
    admit_user(&app, &user)?;
    Ok(issue(
        org,
        call,
        &Issue {
            user: &user,
            app: &app,
            scopes,
            refreshable: true,
            id_token: true,
            nonce: None,
            auth_ms: call.now_ms,
        },
    ))
}
