//! The identity URL: who the token belongs to, in Salesforce's own words (`interactive.md` 8.1).
//!
//! ```text
//! app ── GET id, Authorization: Bearer ──▶ login host     1. ask
//! app ◀── 200 JSON ─────────────────────── login host     2. read
//! app ◀── 3xx ──────────────────────────── login host     3. not followed: ask UserInfo at instance_url
//! ```

use std::fmt;

use serde_json::{Map, Value};
use url::Url;

use super::{bearer, userinfo};
use crate::model::identity::{Identity, IdentitySource};
use crate::model::ids::{OrgId, UserId};
use crate::model::secret::AccessToken;
use crate::protocol::call::{call, host_of};
use crate::protocol::clean::clean;
use crate::protocol::endpoint::Server;
use crate::protocol::error::{Channel, FlowError};
use crate::protocol::io::FlowIo;
use crate::protocol::message::Request;
use crate::protocol::trust::Trust;

/// Where to ask about one session.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The access token.
    pub token: &'a AccessToken,
    /// `id` of the token answer.
    pub id_url: Option<&'a str>,
    /// `instance_url` of the token answer.
    pub instance_url: Option<&'a str>,
}

/// Who a token belongs to, and the answer that says so.
#[derive(Clone, PartialEq)]
pub struct Told {
    /// Which service answered.
    pub source: IdentitySource,
    /// The facts.
    pub identity: Identity,
    /// The whole answer, unchanged.
    pub answer: Map<String, Value>,
}

impl fmt::Debug for Told {
    /// Names the source only: an identity is private.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Told({:?})", self.source)
    }
}

/// Asks the identity URL, or UserInfo where there is none or it redirects.
///
/// # Errors
///
/// A dead token is 403 `Bad_OAuth_Token` here, not 401. An answer that names nobody is none.
pub async fn fetch(
    io: &mut impl FlowIo,
    server: &Server,
    trust: &Trust,
    asked: &Asked<'_>,
) -> Result<Told, FlowError> {
    if let Some(id_url) = asked.id_url {
        // 1. Ask. `version` would fill in the templates of `urls`; they are kept as they are.
        let url = trust.check(id_url, "id")?;
        let request = bearer(Request::get("identity", &url).idempotent(), asked.token);
        let answered = call(io, request).await?;
        if !answered.response.is_redirect() {
            // 2. Read.
            let answer = answered.fields(Channel::Identity)?;
            return Ok(Told {
                source: IdentitySource::IdUrl,
                identity: named(read(&answer), &url)?,
                answer,
            });
        }
    }
    // 3. No redirect is followed with a credential (decision 17).
    let endpoint = userinfo_endpoint(server, trust, asked)?;
    let answer = userinfo::fetch(io, &endpoint, asked.token).await?;
    Ok(Told {
        source: IdentitySource::Userinfo,
        identity: named(userinfo::read(&answer), &endpoint)?,
        answer,
    })
}

/// Returns where UserInfo is asked: at the org itself where it is known.
///
/// # Errors
///
/// The server has no UserInfo endpoint.
pub fn userinfo_endpoint(
    server: &Server,
    trust: &Trust,
    asked: &Asked<'_>,
) -> Result<Url, FlowError> {
    match asked.instance_url {
        Some(instance) if server.is_salesforce => trust.check(
            &format!("{instance}/services/oauth2/userinfo"),
            "instance_url",
        ),
        _ => server.need(&server.userinfo, "endpoints.userinfo").cloned(),
    }
}

/// Reads the answer of the identity URL.
#[must_use]
pub fn read(answer: &Map<String, Value>) -> Identity {
    let text = |name: &str| said(answer, name);
    Identity {
        username: text("username"),
        display_name: text("display_name"),
        email: text("email"),
        user_id: text("user_id").map(|id| UserId::new(&id)),
        organization_id: text("organization_id").map(|id| OrgId::new(&id)),
        user_type: text("user_type"),
        locale: text("locale"),
        timezone: text("timezone"),
    }
}

/// Returns a text of an identity answer as a person may read it (R36); nothing when it is empty.
pub(super) fn said(answer: &Map<String, Value>, name: &str) -> Option<String> {
    let text = clean(answer.get(name)?.as_str()?, &[]);
    Some(text).filter(|text| !text.is_empty())
}

/// Refuses an answer that names nobody: what is known of a session must not be lost to it.
fn named(identity: Identity, asked: &Url) -> Result<Identity, FlowError> {
    if identity.user_id.is_some() || identity.username.is_some() {
        return Ok(identity);
    }
    Err(FlowError::NotOAuth {
        code: "answer_nobody",
        status: 200,
        host: host_of(asked),
    })
}

/// Returns the two ids in an identity URL, `…/id/<org>/<user>`: what is known before anybody is asked.
#[must_use]
pub fn ids_in(id_url: &str) -> Option<(OrgId, UserId)> {
    let (_, ids) = id_url.split_once("/id/")?;
    let (org, user) = ids.split_once('/')?;
    let is_id = |id: &str, prefix: &str| {
        matches!(id.len(), 15 | 18)
            && id.starts_with(prefix)
            && id.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    (is_id(org, "00D") && is_id(user, "005")).then(|| (OrgId::new(org), UserId::new(user)))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;
    use crate::protocol::script::{Script, answer, json, profile, run};

    const ID: &str = "https://login.salesforce.com/id/00D5e0000012ABCEA2/0055e000003XYZqAAO";

    fn ask(io: &mut Script, id_url: Option<&str>) -> Result<Told, FlowError> {
        let profile = profile();
        let server = Server::of_host(&profile.login_url);
        let token = AccessToken::new("00D!x".into());
        let asked = Asked {
            token: &token,
            id_url,
            instance_url: Some("https://acme.my.salesforce.com"),
        };
        run(fetch(io, &server, &Trust::of(&profile, &server), &asked))
    }

    #[test]
    fn the_identity_url_is_asked_with_a_header_only() {
        let mut io = Script::of([json(
            r#"{"username":"ada@acme.example","user_id":"0055e000003XYZqAAO","organization_id":"00D5e0000012ABCEA2"}"#,
        )]);
        let told = ask(&mut io, Some(ID)).unwrap();
        assert_eq!(
            (told.source, told.identity.username.as_deref()),
            (IdentitySource::IdUrl, Some("ada@acme.example"))
        );
        assert_eq!(
            io.sent,
            [format!(
                "GET {ID} [authorization: Bearer 00D!x] [accept: application/json]"
            )]
        );
    }

    #[test]
    fn a_redirect_is_not_followed_and_userinfo_is_asked() {
        let mut redirect = answer(302, "", "");
        redirect
            .headers
            .push(("location".into(), "https://evil.example/".into()));
        let mut io = Script::of([
            redirect,
            json(r#"{"preferred_username":"ada@acme.example"}"#),
        ]);
        let told = ask(&mut io, Some(ID)).unwrap();
        assert_eq!(told.source, IdentitySource::Userinfo);
        assert_eq!(io.sent.len(), 2);
        assert!(io.sent.iter().all(|line| !line.contains("evil")));
        assert!(
            io.sent
                .last()
                .unwrap()
                .starts_with("GET https://acme.my.salesforce.com/services/oauth2/userinfo ")
        );
    }

    #[test]
    fn dead_tokens_and_foreign_hosts() {
        let dead = ask(
            &mut Script::of([answer(403, "text/plain", "Bad_OAuth_Token")]),
            Some(ID),
        );
        assert!(
            matches!(dead, Err(FlowError::Refused(refusal)) if refusal.code() == "bad_oauth_token")
        );
        let mut io = Script::of([]);
        assert!(matches!(
            ask(&mut io, Some("https://evil.example/id/00D/005")),
            Err(FlowError::Unverified { field: "id", .. })
        ));
        assert!(io.sent.is_empty());
    }

    #[test]
    fn ids_are_read_from_the_address() {
        let (org, user) = ids_in(ID).unwrap();
        assert_eq!(
            (org.as_str(), user.as_str()),
            ("00D5e0000012ABCEA2", "0055e000003XYZqAAO")
        );
        assert!(ids_in("https://x.example/id/00D/../005").is_none());
    }
}
