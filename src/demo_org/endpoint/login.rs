//! Logging a browser in, and asking for approval: `/login` and the approval page.

use super::super::call::{Call, SITE_PREFIX};
use super::super::encode::{percent, same, sha256_hex};
use super::super::message::Response;
use super::super::org::Org;
use super::super::org::browser::{Asked, Login, Purpose, Step};
use super::super::org::user::Role;
use super::super::page;
use super::authorize::{Verdict, allow, decide, deny, send_back};
use super::sso;

/// Wrong one-time codes before the login starts over.
const CODE_TRIES: u8 = 3;

/// Returns the name of the login cookie; cookies know no ports, so the name does.
pub(crate) fn cookie_name(call: &Call) -> String {
    let port = call.origin.rsplit(':').next().unwrap_or_default();
    let port: String = port.chars().filter(char::is_ascii_digit).collect();
    format!("demo_sid_{port}")
}

/// Returns the login of the browser that asks.
pub(crate) fn current(org: &Org, call: &Call) -> Option<Login> {
    if let Some(username) = &org.auto_approve {
        return Some(Login {
            username: username.clone(),
            auth_ms: call.now_ms,
            token: None,
        });
    }
    let cookie = call.cookie(&cookie_name(call))?;
    org.browsers
        .login(&sha256_hex(cookie), call.now_ms)
        .cloned()
}

/// Logs the browser in and returns the cookie to set.
pub(crate) fn remember(org: &mut Org, call: &Call, username: &str) -> String {
    remember_with(org, call, username, None)
}

/// The same for a browser that came in with an access token as its session id.
pub(crate) fn remember_with(
    org: &mut Org,
    call: &Call,
    username: &str,
    token: Option<u64>,
) -> String {
    let value = org.random.word(40);
    org.browsers
        .log_in(sha256_hex(&value), username, token, call.now_ms);
    let secure = if call.origin.starts_with("https") {
        "; Secure"
    } else {
        ""
    };
    format!(
        "{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}",
        cookie_name(call)
    )
}

/// Takes a waiting request as far as it goes without the person.
pub(crate) fn go_on(org: &mut Org, call: &Call, source: &str) -> Response {
    let Some(waiting) = org.browsers.waiting(source, call.now_ms).cloned() else {
        return stale();
    };
    if waiting.step == Step::Login {
        let wants_login =
            matches!(&waiting.purpose, Purpose::Authorize(asked) if asked.wants_login);
        let login = current(org, call).filter(|_| !wants_login || org.auto_approve.is_some());
        let Some(Login {
            username, auth_ms, ..
        }) = login
        else {
            let provider = match &waiting.purpose {
                Purpose::Authorize(asked) => asked.sso_provider.as_deref(),
                Purpose::Device { .. } => None,
            };
            return match sso::place(call, provider, source) {
                Some(there) => there,
                None => login_page(org, call, source, None),
            };
        };
        set_step(org, call, source, Step::Approve { username, auth_ms });
    }
    match waiting.purpose {
        Purpose::Authorize(asked) => decided(org, call, source, &asked),
        Purpose::Device { .. } => Response::redirect(&path(call, "/setup/connect", source)),
    }
}

/// `/login`: shows the form, takes name and password, takes the one-time code.
pub(crate) fn respond(org: &mut Org, call: &Call) -> Response {
    let source = call.fields.get("source").unwrap_or_default().to_owned();
    let Some(waiting) = org.browsers.waiting(&source, call.now_ms).cloned() else {
        return stale();
    };
    if call.method() != "POST" {
        // "Not you?": whoever is logged in, start again.
        set_step(org, call, &source, Step::Login);
        return login_page(org, call, &source, None);
    }
    match waiting.step {
        Step::Verify {
            username,
            code,
            wrong,
        } => second_step(org, call, &source, username, code, wrong),
        _ => first_step(org, call, &source),
    }
}

fn first_step(org: &mut Org, call: &Call, source: &str) -> Response {
    let typed = call
        .fields
        .get("username")
        .or_else(|| call.fields.get("un"))
        .unwrap_or_default();
    let password = call
        .fields
        .get("pw")
        .or_else(|| call.fields.get("password"))
        .unwrap_or_default();
    let user = org
        .user(typed)
        .filter(|user| same(password, &user.password))
        .cloned();
    match user {
        Some(user) if !user.active => {
            login_page(org, call, source, Some(page::LoginError::Inactive))
        }
        Some(user) if user.role == Role::Mfa => {
            let code = org.random.digits(6);
            let step = Step::Verify {
                username: user.username,
                code: code.clone(),
                wrong: 0,
            };
            set_step(org, call, source, step);
            page::second_step(call, source, &code, page::CodeState::Fresh)
        }
        Some(user) => logged_in(org, call, source, &user.username),
        None => login_page(org, call, source, Some(page::LoginError::Wrong)),
    }
}

fn second_step(
    org: &mut Org,
    call: &Call,
    source: &str,
    username: String,
    code: String,
    wrong: u8,
) -> Response {
    let typed: String = call
        .fields
        .get("code")
        .unwrap_or_default()
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    if same(&typed, &code) {
        return logged_in(org, call, source, &username);
    }
    if wrong + 1 >= CODE_TRIES {
        set_step(org, call, source, Step::Login);
        return login_page(org, call, source, Some(page::LoginError::Code));
    }
    let page = page::second_step(call, source, &code, page::CodeState::Wrong);
    set_step(
        org,
        call,
        source,
        Step::Verify {
            username,
            code,
            wrong: wrong + 1,
        },
    );
    page
}

/// Notes who logged in, and goes on.
pub(crate) fn logged_in(org: &mut Org, call: &Call, source: &str, username: &str) -> Response {
    let step = Step::Approve {
        username: username.to_owned(),
        auth_ms: call.now_ms,
    };
    set_step(org, call, source, step);
    let cookie = remember(org, call, username);
    go_on(org, call, source).with("Set-Cookie", &cookie)
}

/// The approval page: GET shows it, POST takes *Allow* or *Deny*.
pub(crate) fn approval(org: &mut Org, call: &Call) -> Response {
    let source = call.fields.get("source").unwrap_or_default().to_owned();
    let waiting = org.browsers.waiting(&source, call.now_ms).cloned();
    let Some((Purpose::Authorize(asked), Step::Approve { username, auth_ms })) =
        waiting.map(|it| (it.purpose, it.step))
    else {
        return stale();
    };
    // What an admin changed since the login counts.
    let verdict = decide(org, &asked, &username);
    if !matches!(verdict, Verdict::Ask | Verdict::Approved) {
        return decided(org, call, &source, &asked);
    }
    if call.method() != "POST" {
        return page::approval(org, call, &source, &asked, &username);
    }
    org.browsers.finish(&source);
    if call
        .fields
        .get("save")
        .is_some_and(|it| it.trim() == "Allow")
    {
        allow(org, call, &asked, &username, auth_ms)
    } else {
        deny(&asked)
    }
}

fn decided(org: &mut Org, call: &Call, source: &str, asked: &Asked) -> Response {
    let step = org
        .browsers
        .waiting(source, call.now_ms)
        .map(|it| it.step.clone());
    let Some(Step::Approve { username, auth_ms }) = step else {
        return stale();
    };
    let auto = org.auto_approve.is_some();
    match decide(org, asked, &username) {
        Verdict::Ask if !auto => Response::redirect(&path(
            call,
            "/setup/secur/RemoteAccessAuthorizationPage.apexp",
            source,
        )),
        Verdict::Ask | Verdict::Approved => {
            org.browsers.finish(source);
            allow(org, call, asked, &username, auth_ms)
        }
        Verdict::Refused(refusal) => {
            org.browsers.finish(source);
            send_back(
                &asked.redirect_uri,
                &asked.response_type,
                asked.state.as_deref(),
                &refusal,
            )
        }
        Verdict::Stranded(refusal) => {
            org.browsers.finish(source);
            Response::redirect(&format!(
                "{}/setup/secur/RemoteAccessErrorPage.apexp?{}",
                call.base(),
                refusal.query()
            ))
        }
    }
}

fn login_page(
    org: &mut Org,
    call: &Call,
    source: &str,
    error: Option<page::LoginError>,
) -> Response {
    let purpose = org
        .browsers
        .waiting(source, call.now_ms)
        .map(|it| it.purpose.clone());
    let typed = call.fields.get("username").map(str::to_owned);
    let (app_name, hint) = match purpose {
        Some(Purpose::Authorize(asked)) => (
            org.app(&asked.client_id).map(|app| app.name.clone()),
            asked.login_hint.filter(|hint| hint.contains('@')),
        ),
        _ => (None, None),
    };
    let name = typed.or(hint).unwrap_or_default();
    page::login(org, call, source, app_name.as_deref(), &name, error)
}

fn set_step(org: &mut Org, call: &Call, source: &str, step: Step) {
    if let Some(waiting) = org.browsers.waiting(source, call.now_ms) {
        waiting.step = step;
    }
}

/// Returns the path of a page of this waiting request, under the site prefix if it began there.
pub(crate) fn path(call: &Call, path: &str, source: &str) -> String {
    format!("{}?source={}", local(call, path), percent(source))
}

/// Returns a path of this org, under the site prefix where the browser is at the site.
pub(crate) fn local(call: &Call, path: &str) -> String {
    let prefix = if call.is_site { SITE_PREFIX } else { "" };
    format!("{prefix}{path}")
}

fn stale() -> Response {
    page::message(
        400,
        "This page is no longer valid",
        "The login it belongs to was finished, or waited for too long. Start again from the app.",
    )
}
