//! Authorize: `/services/oauth2/authorize` (interactive.md 2.1 to 2.3, 3).
//!
//! ```text
//! authorize ─ checked ─▶ waiting request ─▶ login ─▶ second step ─▶ policies ─▶ approval ─▶ callback
//!     │                  (known by `source`)             │               │
//!     └─ text body, or callback with error               └───────────────┴─ callback with error, or error page
//! ```

mod decide;
mod finish;

pub(crate) use decide::{Verdict, decide};
pub(crate) use finish::{allow, deny, send_back};

use super::super::answer::Refusal;
use super::super::call::Call;
use super::super::message::Response;
use super::super::org::Org;
use super::super::org::app::App;
use super::super::org::browser::{Asked, Purpose, Step, Waiting};
use super::super::scope;
use super::login;

pub(crate) fn respond(org: &mut Org, call: &Call) -> Response {
    let (app, redirect_uri) = match trusted(org, call) {
        Ok(trusted) => trusted,
        // Nothing goes back to an address that is not known to be the app's.
        Err(refusal) => return text(&refusal),
    };
    let asked = match checked(org, call, &app, redirect_uri.clone()) {
        Ok(asked) => asked,
        Err(refusal) if refusal.text == MISSING_CHALLENGE && org.settings.refusals_as_text => {
            return text(&refusal);
        }
        Err(refusal) => {
            let kind = call.fields.get("response_type").unwrap_or("code");
            return send_back(&redirect_uri, kind, call.fields.get("state"), &refusal);
        }
    };
    if call.fields.get("immediate") == Some("true") {
        return immediate(org, call, &asked);
    }
    let source = org.random.word(32);
    org.browsers.wait(
        source.clone(),
        Waiting {
            purpose: Purpose::Authorize(Box::new(asked)),
            step: Step::Login,
            since_ms: call.now_ms,
        },
    );
    login::go_on(org, call, &source)
}

const MISSING_CHALLENGE: &str = "missing required code challenge";

/// Finds app and callback; what fails here never reaches the app (outcome D).
fn trusted(org: &Org, call: &Call) -> Result<(App, String), Refusal> {
    let app = org
        .app(call.fields.get("client_id").unwrap_or_default())
        .ok_or_else(Refusal::unknown_client)?;
    let sent = call
        .fields
        .get("redirect_uri")
        .ok_or_else(|| Refusal::new("redirect_uri_missing", "redirect_uri not provided"))?;
    if app.callback_urls.iter().any(|known| known == sent) {
        Ok((app.clone(), sent.to_owned()))
    } else {
        Err(Refusal::new(
            "redirect_uri_mismatch",
            "redirect_uri must match configuration",
        ))
    }
}

fn checked(org: &Org, call: &Call, app: &App, redirect_uri: String) -> Result<Asked, Refusal> {
    let fields = &call.fields;
    let response_type = fields.get("response_type").unwrap_or_default();
    let is_code = response_type == "code";
    let is_known = is_code || matches!(response_type, "token" | "token id_token" | "hybrid_token");
    if !is_known || (!is_code && org.settings.block_user_agent) {
        return Err(Refusal::new(
            "unsupported_response_type",
            "response type is not supported",
        ));
    }
    if !is_code && call.method() != "GET" {
        return Err(Refusal::new("invalid_request", "Must use HTTP GET"));
    }
    let challenge = fields.get("code_challenge").filter(|_| is_code);
    check_challenge(app, challenge, fields.get("code_challenge_method"), is_code)?;
    let scopes = match fields.get("scope") {
        Some(text) => scope::split(text),
        None => app.scopes(),
    };
    if let Some(bad) = scopes.iter().find(|it| !scope::allows(&app.scopes(), it)) {
        let text = if scope::is_known(bad) {
            "the requested scope is not allowed"
        } else {
            "the requested scope is invalid, unknown, or malformed"
        };
        return Err(Refusal::new("invalid_scope", text));
    }
    let nonce = fields.get("nonce").map(str::to_owned);
    if response_type == "token id_token"
        && (nonce.is_none() || !scopes.iter().any(|it| it == "openid"))
    {
        return Err(Refusal::new(
            "invalid_request",
            "nonce and scope openid are required",
        ));
    }
    let prompts: Vec<&str> = fields
        .get("prompt")
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    Ok(Asked {
        response_type: response_type.to_owned(),
        client_id: app.client_id.clone(),
        redirect_uri,
        scopes,
        state: fields.get("state").map(str::to_owned),
        nonce,
        challenge: challenge.map(str::to_owned),
        wants_login: prompts.contains(&"login"),
        // `select_account` with a login shows the approval page.
        wants_consent: prompts.contains(&"consent") || prompts.contains(&"select_account"),
        login_hint: fields.get("login_hint").map(str::to_owned),
        sso_provider: fields.get("sso_provider").map(str::to_owned),
        is_site: call.is_site,
    })
}

/// Checks the PKCE fields: a challenge without a method is S256, where RFC 7636 would read `plain`.
fn check_challenge(
    app: &App,
    challenge: Option<&str>,
    method: Option<&str>,
    is_code: bool,
) -> Result<(), Refusal> {
    let wrong = |text| Err(Refusal::new("invalid_request", text));
    match challenge {
        None if is_code && app.policies.require_pkce => wrong(MISSING_CHALLENGE),
        None => Ok(()),
        Some(_) if !matches!(method, None | Some("S256")) => {
            wrong("code challenge method not supported")
        }
        Some(text) => {
            let fits = text.len() == 43
                && text
                    .bytes()
                    .all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_'));
            if fits {
                Ok(())
            } else {
                wrong("invalid code challenge")
            }
        }
    }
}

/// `immediate=true`: an answer without any page, or none (not at a site).
fn immediate(org: &mut Org, call: &Call, asked: &Asked) -> Response {
    let refused = Refusal::new("immediate_unsuccessful", "immediate unsuccessful");
    let auto = org.auto_approve.is_some();
    let who = login::current(org, call).filter(|_| !call.is_site && (auto || !asked.wants_login));
    if let Some(login) = who {
        let verdict = decide(org, asked, &login.username);
        if verdict == Verdict::Approved || (auto && verdict == Verdict::Ask) {
            return allow(org, call, asked, &login.username, login.auth_ms);
        }
    }
    send_back(
        &asked.redirect_uri,
        &asked.response_type,
        asked.state.as_deref(),
        &refused,
    )
}

/// Writes a refusal as the bare text that Salesforce shows on the authorize address itself.
fn text(refusal: &Refusal) -> Response {
    Response::new(400, "text/plain;charset=UTF-8", refusal.query())
        .with("Cache-Control", "no-store")
}
