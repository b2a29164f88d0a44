//! Device flow, the person's side: `/setup/connect` takes the code that the device shows.

use super::super::call::Call;
use super::super::message::Response;
use super::super::org::Org;
use super::super::org::browser::{Purpose, Step, Waiting};
use super::super::org::code::{DEVICE_CODE_MS, DeviceState};
use super::super::page;
use super::login;

pub(crate) fn respond(org: &mut Org, call: &Call) -> Response {
    let source = call.fields.get("source").unwrap_or_default().to_owned();
    let waiting = org.browsers.waiting(&source, call.now_ms).cloned();
    let Some((Purpose::Device { user_code }, step)) = waiting.map(|it| (it.purpose, it.step))
    else {
        return begin(org, call);
    };
    let Step::Approve { username, .. } = step else {
        return login::go_on(org, call, &source);
    };
    let typed = call.fields.get("user_code").map(normal).or(user_code);
    let choice = call
        .fields
        .get("save")
        .filter(|_| call.method() == "POST")
        .map(str::to_owned);
    let Some(typed) = typed else {
        return page::connect(call, &source, "", page::CodeState::Fresh);
    };
    let now_ms = call.now_ms;
    let found = org.device_codes.values_mut().find(|code| {
        code.user_code == typed
            && code.state == DeviceState::Waiting
            && now_ms < code.issued_ms + DEVICE_CODE_MS
    });
    let Some(code) = found else {
        return page::connect(call, &source, &typed, page::CodeState::Wrong);
    };
    match choice.as_deref() {
        Some("Allow") => {
            code.state = DeviceState::Approved {
                username: username.clone(),
            };
            let (client_id, scopes) = (code.client_id.clone(), code.scopes.clone());
            org.approvals.add(&username, &client_id, &scopes);
            org.changed();
            org.browsers.finish(&source);
            page::message(
                200,
                "Login successful",
                "The device is connected. You can close this page.",
            )
        }
        Some("Deny") => {
            code.state = DeviceState::Denied;
            org.browsers.finish(&source);
            page::message(200, "Access denied", "The device was not connected.")
        }
        // "Connect", or a link that brought the code along.
        Some(_) => {
            let (client_id, scopes) = (code.client_id.clone(), code.scopes.clone());
            page::device_approval(org, call, &source, &typed, &client_id, &scopes, &username)
        }
        None => page::connect(call, &source, &typed, page::CodeState::Fresh),
    }
}

fn begin(org: &mut Org, call: &Call) -> Response {
    let source = org.random.word(32);
    let waiting = Waiting {
        purpose: Purpose::Device {
            user_code: call.fields.get("user_code").map(normal),
        },
        step: Step::Login,
        since_ms: call.now_ms,
    };
    org.browsers.wait(source.clone(), waiting);
    login::go_on(org, call, &source)
}

/// Reads a code as people type it: any case, with or without hyphen.
fn normal(typed: &str) -> String {
    typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_uppercase())
        .collect()
}
