//! Hybrid grants: web sessions beside the tokens, by scope (interactive.md 5).

use serde_json::json;

use super::super::answer::Answer;
use super::super::call::Call;
use super::super::id;
use super::super::org::{ORG_ID, Org};
use super::{Granted, authorization_code, refresh_token, token_exchange};

/// `hybrid_auth_code`
pub(crate) fn auth_code(org: &mut Org, call: &Call) -> Granted {
    let answer = authorization_code::grant(org, call)?;
    Ok(with_web_sessions(org, call, answer))
}

/// `hybrid_refresh`: takes refresh tokens of every flow with a browser.
pub(crate) fn refresh(org: &mut Org, call: &Call) -> Granted {
    let answer = refresh_token::grant(org, call)?;
    Ok(with_web_sessions(org, call, answer))
}

/// `hybrid-token-exchange`
pub(crate) fn token_exchange(org: &mut Org, call: &Call) -> Granted {
    let answer = token_exchange::grant(org, call)?;
    Ok(with_web_sessions(org, call, answer))
}

/// Adds a session for each kind of page that the scopes open.
///
/// Salesforce gives each kind a host of its own; the demo org has one.
pub(crate) fn with_web_sessions(org: &mut Org, call: &Call, mut answer: Answer) -> Answer {
    let scopes = answer
        .get("scope")
        .and_then(|scope| scope.as_str())
        .unwrap_or_default()
        .to_owned();
    let host = call.origin.split("://").nth(1).unwrap_or_default();
    let mut is_any = false;
    for kind in ["lightning", "visualforce", "content"] {
        if scopes.split_whitespace().any(|scope| scope == kind) {
            let sid = format!("{}!AQ{}", id::short(ORG_ID), org.random.word(94));
            answer.insert(format!("{kind}_domain"), json!(host));
            answer.insert(format!("{kind}_sid"), json!(sid));
            is_any = true;
        }
    }
    if is_any {
        answer.insert("csrf_token".to_owned(), json!(org.random.word(120)));
        answer.insert("cookie-clientSrc".to_owned(), json!("127.0.0.1"));
        let client = format!("B{}", org.random.word(15));
        answer.insert("cookie-sid_Client".to_owned(), json!(client));
        answer.insert("sidCookieName".to_owned(), json!("sid"));
    }
    // A JWT is no session of pages: an opaque one goes with it.
    if answer.get("token_format").is_some_and(|it| it == "jwt") {
        let sid = format!("{}!AQ{}", id::short(ORG_ID), org.random.word(94));
        answer.insert("parent_sid".to_owned(), json!(sid));
    } else {
        answer.insert("token_format".to_owned(), json!("opaque"));
    }
    answer
}
