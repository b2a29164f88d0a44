//! Addresses: authorize requests, callbacks, error pages, identity URLs, the Salesforce CLI's `force://`.

use serde_json::{Map, Value, json};
use url::Url;

use super::{Kind, Recognised, masked};
use crate::protocol::callback;
use crate::protocol::form;
use crate::protocol::service::identity::ids_in;

/// Recognises an address.
pub(super) fn read(text: &str) -> Option<Recognised> {
    if text.chars().any(char::is_whitespace)
        || !text.contains("://")
        || text.starts_with(['{', '[', '<'])
    {
        return None;
    }
    if let Some(rest) = text.strip_prefix("force://") {
        return Some(sfdx(rest));
    }
    let url = Url::parse(text).ok()?;
    let parameters = parameters(text);
    let has = |name: &str| parameters.contains_key(name);
    let path = url.path();
    Some(if path.ends_with("/RemoteAccessErrorPage.apexp") {
        refusal(Kind::ErrorPageUrl, &parameters)
    } else if path.contains("/services/oauth2/authorize") {
        authorize(&parameters)
    } else if path.ends_with("/secur/frontdoor.jsp") {
        Recognised::new(Kind::FrontdoorUrl)
            .claims(masked(&parameters))
            .note(if has("sid") {
                "inspect-note-sid-in-address"
            } else {
                "inspect-note-single-use"
            })
    } else if let Some((org, user)) = ids_in(text.split(['?', '#']).next().unwrap_or(text)) {
        let claims = json!({ "organization_id": org.as_str(), "user_id": user.as_str() });
        Recognised::new(Kind::IdentityUrl).claims(claims.as_object().cloned().unwrap_or_default())
    } else if has("error") {
        refusal(Kind::CallbackUrl, &parameters)
    } else if has("code") || has("access_token") {
        Recognised::new(Kind::CallbackUrl)
            .claims(masked(&parameters))
            .note_if(!has("state"), "inspect-note-no-state")
            .note_if(has("code"), "inspect-note-code")
            .note_if(has("access_token"), "inspect-note-token-in-address")
    } else {
        Recognised::new(Kind::Url).claims(masked(&parameters))
    })
}

/// `force://<clientId>:<clientSecret>:<refreshToken>@<host>` (`machine-and-admin.md` 14.1).
fn sfdx(rest: &str) -> Recognised {
    let out = Recognised::new(Kind::SfdxAuthUrl);
    let Some((left, host)) = rest.rsplit_once('@') else {
        return out.note("inspect-note-sfdx-broken");
    };
    let parts: Vec<&str> = left.split(':').collect();
    let [client_id, secret, _] = parts.as_slice() else {
        return out.note("inspect-note-sfdx-broken");
    };
    let claims =
        json!({ "client_id": client_id, "has_client_secret": !secret.is_empty(), "host": host });
    out.claims(claims.as_object().cloned().unwrap_or_default())
        .note("inspect-note-sfdx")
        .note_if(*client_id == "PlatformCLI", "inspect-note-platform-cli")
}

fn authorize(parameters: &Map<String, Value>) -> Recognised {
    let value = |name: &str| {
        parameters
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let is_code = value("response_type") == "code";
    Recognised::new(Kind::AuthorizeUrl)
        .claims(masked(parameters))
        .note_if(
            !value("client_secret").is_empty(),
            "inspect-note-secret-in-address",
        )
        .note_if(
            is_code && value("code_challenge").is_empty(),
            "inspect-note-no-pkce",
        )
        .note_if(value("state").is_empty(), "inspect-note-no-state")
        .note_if(
            value("response_type").contains("token"),
            "inspect-note-implicit",
        )
        .note_if(value("scope").is_empty(), "inspect-note-no-scope")
        .note_if(value("redirect_uri").is_empty(), "inspect-note-no-redirect")
}

/// Makes a refusal of parameters with `error` in them.
pub(super) fn refusal(kind: Kind, parameters: &Map<String, Value>) -> Recognised {
    let value = |name: &str| parameters.get(name).and_then(Value::as_str);
    let out = Recognised::new(kind).claims(masked(parameters));
    match value("error") {
        Some(error) => out.refusal(callback::words(error, value("error_description"))),
        None => out,
    }
}

/// The query, and the fragment where it has parameters.
fn parameters(text: &str) -> Map<String, Value> {
    let (before, fragment) = text.split_once('#').unwrap_or((text, ""));
    let query = before.split_once('?').map_or("", |(_, query)| query);
    let pairs = [query, fragment]
        .into_iter()
        .filter(|part| part.contains('='))
        .filter_map(|part| form::pairs(part).ok());
    pairs
        .flatten()
        .map(|(name, value)| (name, Value::String(value)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notes(text: &str) -> Vec<&'static str> {
        read(text)
            .map(|out| out.notes.iter().map(|note| note.key).collect())
            .unwrap_or_default()
    }

    #[test]
    fn an_authorize_request_is_judged() {
        let bad = notes(
            "https://login.salesforce.com/services/oauth2/authorize?response_type=code&client_id=x&client_secret=y",
        );
        assert_eq!(
            bad,
            [
                "inspect-note-secret-in-address",
                "inspect-note-no-pkce",
                "inspect-note-no-state",
                "inspect-note-no-scope",
                "inspect-note-no-redirect"
            ]
        );
        let good = notes(
            "https://login.salesforce.com/services/oauth2/authorize?response_type=code&client_id=x&code_challenge=c&state=s&scope=api&redirect_uri=r",
        );
        assert!(good.is_empty(), "{good:?}");
    }

    #[test]
    fn a_refusal_can_be_explained() {
        let out = read(
            "http://localhost:1717/cb?error=access_denied&error_description=end-user+denied+authorization&state=x",
        );
        let problem = out.and_then(|out| out.problem);
        assert_eq!(
            problem.map(|problem| problem.code).as_deref(),
            Some("access_denied")
        );
    }

    #[test]
    fn a_cli_address_shows_all_but_its_secrets() {
        let out = read("force://PlatformCLI::5Aep861@acme.my.salesforce.com");
        assert_eq!(
            out.and_then(|out| out.claims)
                .map(|claims| Value::Object(claims).to_string())
                .as_deref(),
            Some(
                r#"{"client_id":"PlatformCLI","has_client_secret":false,"host":"acme.my.salesforce.com"}"#
            )
        );
        assert_eq!(notes("force://broken"), ["inspect-note-sfdx-broken"]);
    }
}
