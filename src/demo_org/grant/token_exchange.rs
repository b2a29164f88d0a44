//! Token exchange (machine-and-admin.md 4): a handler of the org judges another provider's token, and finds or makes the user.
//!
//! In a real org the handler is an Apex class. Here it believes what this org
//! issued, and the demo provider, whose key is the org's.

use super::super::answer::Refusal;
use super::super::auth::{self, Proof};
use super::super::call::Call;
use super::super::encode::sha256_hex;
use super::super::id;
use super::super::jwt::Assertion;
use super::super::org::Org;
use super::super::org::app::{App, PermittedUsers};
use super::super::org::settings::{ACCEPTING, REJECTING};
use super::super::org::token::{TokenEnd, TokenKind};
use super::super::org::user::{Role, User};
use super::super::scope;
use super::client_credentials::is_login_host;
use super::{Granted, Issue, admit_app, issue};

pub(crate) const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
pub(crate) const HYBRID: &str = "urn:ietf:params:oauth:grant-type:hybrid-token-exchange";

/// Longest subject token, in characters.
const MOST: usize = 10_000;

pub(crate) fn grant(org: &mut Org, call: &Call) -> Granted {
    let (app, proof) = auth::client(org, call)?;
    admit_app(&app)?;
    if app.policies.require_secret_for_token_exchange && proof != Proof::Authenticated {
        return Err(Refusal::bad_client());
    }
    if !app.policies.token_exchange || is_login_host(&call.origin) {
        return Err(Refusal::new(
            "unsupported_grant_type",
            "grant type not supported",
        ));
    }
    let handler = handler(org, call)?;
    let kind = kind(org, call)?;
    let token = subject_token(call)?;
    let subject = match handler {
        ACCEPTING => subject(org, call, kind, token).ok_or_else(failed)?,
        _ => return Err(failed()),
    };
    let user = user(org, &app, &subject)?;
    admit(org, &app, &user)?;
    let scopes = scopes(call, &app)?;
    let mut answer = issue(
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
    );
    // The documented answer writes the slash, and names sites in its own way.
    answer.insert(
        "instance_url".to_owned(),
        format!("{}/", call.origin).into(),
    );
    for (usual, here) in [
        ("sfdc_community_url", "sfdc_site_url"),
        ("sfdc_community_id", "sfdc_site_id"),
    ] {
        if let Some(value) = answer.shift_remove(usual) {
            answer.insert(here.to_owned(), value);
        }
    }
    Ok(answer)
}

/// Returns the name under which the demo provider issues.
pub(crate) fn provider(call: &Call) -> String {
    format!("{}/demo/provider", call.origin)
}

/// Deliberately the same for every reason: the real one tells them to the debug log only.
fn failed() -> Refusal {
    Refusal::new("invalid_request", "token handler validation failed")
}

/// Finds the handler that is asked for, else the app's default.
fn handler(org: &Org, call: &Call) -> Result<&'static str, Refusal> {
    let settings = &org.settings;
    let asked = call.fields.get("token_handler");
    let known = match asked.unwrap_or(&settings.exchange_default) {
        ACCEPTING if settings.exchange_handler => Some(ACCEPTING),
        REJECTING => Some(REJECTING),
        _ => None,
    };
    known.ok_or_else(|| Refusal::new("invalid_request", "token handler not found"))
}

/// Reads the kind, whatever its case: Apex prints `JWT` in capitals.
fn kind<'a>(org: &'a Org, call: &Call) -> Result<&'a str, Refusal> {
    let urn = call.fields.get("subject_token_type").unwrap_or_default();
    let urn = urn.to_ascii_lowercase();
    let name = urn
        .strip_prefix("urn:ietf:params:oauth:token-type:")
        .unwrap_or_default();
    let taken = &org.settings.exchange_types;
    // [SIM] The text is not known.
    taken
        .iter()
        .find(|it| *it == name)
        .map(String::as_str)
        .ok_or_else(|| Refusal::new("invalid_request", "subject token type not supported"))
}

fn subject_token<'a>(call: &'a Call) -> Result<&'a str, Refusal> {
    // [SIM] These two texts are not known either.
    match call.fields.get("subject_token").unwrap_or_default() {
        "" => Err(Refusal::new("invalid_request", "subject token missing")),
        long if long.chars().count() > MOST => {
            Err(Refusal::new("invalid_request", "subject token too long"))
        }
        token => Ok(token),
    }
}

/// What the handler does: returns whom a token is about, if it is to be believed.
fn subject(org: &Org, call: &Call, kind: &str, token: &str) -> Option<String> {
    let wanted = match kind {
        "access_token" => Some(TokenKind::Access),
        "refresh_token" => Some(TokenKind::Refresh),
        _ => None,
    };
    if let Some(wanted) = wanted
        && let Some((_, found)) = org.tokens.find(&sha256_hex(token))
    {
        let is_live = found.kind == wanted
            && found.end == TokenEnd::Live
            && found.expires_ms.is_none_or(|at| call.now_ms < at);
        let grant = org.tokens.grant(found.grant).filter(|_| is_live)?;
        return Some(grant.username.clone());
    }
    let jwt = Assertion::parse(token)?;
    if !is_ours(call, jwt.claim("iss")?)
        || !jwt.is_signed_with(&org.key)
        || jwt.is_expired(call.now_secs())
    {
        return None;
    }
    let subject = jwt.claim("sub")?;
    // The org's own tokens name a user by id.
    let user_id = subject
        .strip_prefix("uid:")
        .or_else(|| subject.rsplit('/').next().filter(|it| id::is_id(it, "005")));
    match user_id {
        Some(user_id) => org.user_by_id(user_id).map(|user| user.username.clone()),
        None => Some(subject.to_owned()),
    }
}

/// Says whether this org, or its provider, may have issued under a name; it has one for every address it is reached at.
fn is_ours(call: &Call, issuer: &str) -> bool {
    let known = [provider(call), call.origin.clone(), call.base()];
    let is_local = url::Url::parse(issuer).is_ok_and(|url| {
        let path = url.path().trim_end_matches('/');
        url.host_str() == Some("localhost") && matches!(path, "" | "/demo/provider")
    });
    is_local || known.iter().any(|it| it == issuer)
}

/// Finds the user, or makes one where the handler may.
fn user(org: &mut Org, app: &App, subject: &str) -> Result<User, Refusal> {
    if let Some(user) = org.user(subject) {
        return Ok(user.clone());
    }
    let Some((first_name, _)) = subject
        .split_once('@')
        .filter(|_| org.settings.exchange_creates_users)
    else {
        return Err(failed());
    };
    let number = org.users.len() + 1;
    let user = User {
        username: subject.to_owned(),
        password: org.random.word(24),
        security_token: org.random.word(24),
        role: Role::Standard,
        active: true,
        user_id: id::with_suffix(&format!("0055e{number:010}")),
        first_name: first_name.to_owned(),
        last_name: "Exchanged".to_owned(),
    };
    org.users.push(user.clone());
    // The class that makes a user also gives it what the app asks for.
    org.approvals
        .add(&user.username, &app.client_id, &app.scopes());
    org.changed();
    Ok(user)
}

/// Nobody can be asked here: an admin or the user must have said yes before.
fn admit(org: &Org, app: &App, user: &User) -> Result<(), Refusal> {
    if !user.active {
        return Err(Refusal::new("invalid_grant", "inactive user"));
    }
    let is_assigned =
        app.policies.permitted_users == PermittedUsers::AdminApproved && app.is_assigned(user);
    let has_approved = !org.approvals.get(&user.username, &app.client_id).is_empty();
    match is_assigned || has_approved {
        true => Ok(()),
        false => Err(Refusal::new(
            "invalid_grant",
            "user hasn't approved this consumer",
        )),
    }
}

fn scopes(call: &Call, app: &App) -> Result<Vec<String>, Refusal> {
    let Some(text) = call.fields.get("scope") else {
        return Ok(app.scopes());
    };
    let asked = scope::split(text);
    match asked.iter().all(|it| scope::allows(&app.scopes(), it)) {
        true => Ok(asked),
        false => Err(Refusal::new(
            "invalid_scope",
            "the requested scope is not allowed",
        )),
    }
}
