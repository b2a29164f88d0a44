//! Discovery: a server tells its endpoints (OpenID Connect Discovery 1.0 section 4, RFC 8414 section 3).
//!
//! Salesforce's own hosts are not asked: their paths are known (`interactive.md` 0.4).

use serde_json::{Map, Value};
use url::Url;

use crate::model::profile::Profile;
use crate::protocol::call::call;
use crate::protocol::endpoint::Server;
use crate::protocol::error::{Channel, FlowError};
use crate::protocol::io::FlowIo;
use crate::protocol::message::Request;

/// Finds the server a profile speaks to: Salesforce's known paths, discovery of its `issuer`, its `endpoints`.
///
/// # Errors
///
/// The issuer has no document, or one that fails a check.
pub async fn server_of(io: &mut impl FlowIo, profile: &Profile) -> Result<Server, FlowError> {
    let typed = profile.endpoints.as_ref();
    let found = match &profile.issuer {
        // With both endpoints of a login by hand there is nothing to find.
        Some(issuer)
            if !typed.is_some_and(|typed| typed.authorize.is_some() && typed.token.is_some()) =>
        {
            Some(
                fetch(io, issuer)
                    .await
                    .and_then(|document| Server::of_discovery(issuer, &document))?,
            )
        }
        _ => None,
    };
    Ok(match (found, typed) {
        (Some(found), Some(typed)) => found.corrected(typed),
        (Some(found), None) => found,
        (None, Some(typed)) => Server::by_hand(profile.issuer.as_deref(), typed),
        (None, None) => Server::of_host(&profile.login_url),
    })
}

/// Fetches the discovery document of an issuer, unchanged.
///
/// # Errors
///
/// Neither of the two places has one.
pub async fn fetch(io: &mut impl FlowIo, issuer: &str) -> Result<Map<String, Value>, FlowError> {
    let malformed = FlowError::Lacking {
        code: "issuer_malformed",
        field: "issuer",
    };
    let [openid, oauth] = addresses(issuer).ok_or(malformed)?;
    let first = call(io, Request::get("discovery", &openid).idempotent()).await?;
    if first.response.status != 404 {
        return first.fields(Channel::Identity);
    }
    call(io, Request::get("discovery", &oauth).idempotent())
        .await?
        .fields(Channel::Identity)
}

/// OpenID appends its path; RFC 8414 section 3.1 puts its own between host and path.
fn addresses(issuer: &str) -> Option<[Url; 2]> {
    let issuer = issuer.trim_end_matches('/');
    let url = Url::parse(issuer).ok()?;
    let origin = url.origin().ascii_serialization();
    let path = url.path().trim_end_matches('/');
    let openid = Url::parse(&format!("{issuer}/.well-known/openid-configuration")).ok()?;
    let oauth = Url::parse(&format!(
        "{origin}/.well-known/oauth-authorization-server{path}"
    ))
    .ok()?;
    Some([openid, oauth])
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;
    use crate::model::profile::Endpoints;
    use crate::protocol::script::{Script, answer, json, profile, run};

    #[test]
    fn salesforce_is_not_asked() {
        let mut io = Script::of([]);
        let server = run(server_of(&mut io, &profile())).unwrap();
        assert!(server.is_salesforce && io.sent.is_empty());
    }

    #[test]
    fn both_places_are_tried_and_typed_endpoints_win() {
        let mut io = Script::of([
            answer(404, "text/html", "<html>"),
            json(
                r#"{"issuer":"https://id.example.com/t1","token_endpoint":"https://id.example.com/t1/token","revocation_endpoint":"https://id.example.com/t1/revoke"}"#,
            ),
        ]);
        let endpoints = Endpoints {
            revoke: Some("https://r.example.com/x".into()),
            ..Endpoints::default()
        };
        let profile = Profile {
            issuer: Some("https://id.example.com/t1".into()),
            endpoints: Some(endpoints),
            ..profile()
        };
        let server = run(server_of(&mut io, &profile)).unwrap();
        assert_eq!(server.revoke.unwrap().as_str(), "https://r.example.com/x");
        assert_eq!(
            server.token.unwrap().as_str(),
            "https://id.example.com/t1/token"
        );
        assert_eq!(
            io.sent,
            [
                "GET https://id.example.com/t1/.well-known/openid-configuration [accept: application/json]",
                "GET https://id.example.com/.well-known/oauth-authorization-server/t1 [accept: application/json]"
            ]
        );
    }
}
