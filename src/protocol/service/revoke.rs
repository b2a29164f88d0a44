//! Revocation: ending a grant on the server, and proving that it is over.
//!
//! ```text
//! app ── POST token=<refresh token> ───────▶ org     1. end the refresh token, and its access tokens with it
//! app ── is the access token alive? ───────▶ org     2. ask: introspection, else UserInfo
//! app ── POST token=<access token> ────────▶ org     3. end it too, if it still works
//! app ── is the access token alive? ───────▶ org     4. the proof
//! ```
//!
//! Specification: RFC 7009; `interactive.md` 9, decision 21, R66, R67. Salesforce
//! wants no client authentication here, and answers 400 `invalid_token` for a
//! token that is already dead, where the RFC has 200.

use crate::model::secret::{AccessToken, RefreshToken};
use crate::protocol::call::{Answered, call};
use crate::protocol::client_auth::Client;
use crate::protocol::endpoint::Server;
use crate::protocol::error::{Channel, FlowError};
use crate::protocol::io::FlowIo;
use crate::protocol::message::Request;
use crate::protocol::service::identity::{self, Asked};
use crate::protocol::service::introspect::{self, Hint, Introspection};
use crate::protocol::service::userinfo;
use crate::protocol::trust::Trust;

/// What became of one token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The org ended it.
    Revoked,
    /// The org says that it was over before.
    AlreadyInvalid,
    /// The org said yes, and the token still works.
    StillLive,
    /// Nobody knows: the request did not get through, or was refused for another reason.
    Pending(FlowError),
}

/// What showed that the grant is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// Introspection says so.
    Introspection,
    /// UserInfo refuses the access token.
    Userinfo,
    /// The refresh token is refused.
    Refresh,
}

/// The tokens of one session.
#[derive(Clone, Copy)]
pub struct Tokens<'a> {
    /// The refresh token, where one is kept.
    pub refresh: Option<&'a RefreshToken>,
    /// The access token, and where to ask about it.
    pub access: Asked<'a>,
}

/// What a revocation came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revoked {
    /// Each token that was sent, in order.
    pub tokens: Vec<(Hint, Outcome)>,
    /// What showed it; `None` when nothing could be asked.
    pub proof: Option<Proof>,
}

impl Revoked {
    /// Returns true when every token is over, as far as anybody can tell.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.tokens
            .iter()
            .all(|(_, outcome)| matches!(outcome, Outcome::Revoked | Outcome::AlreadyInvalid))
    }
}

/// Ends the tokens of one session and proves it.
pub async fn run(
    io: &mut impl FlowIo,
    server: &Server,
    trust: &Trust,
    client: &Client<'_>,
    tokens: &Tokens<'_>,
) -> Revoked {
    let mut done = Vec::new();

    // 1. End the refresh token.
    if let Some(refresh) = tokens.refresh {
        let outcome = end(io, server, client, refresh.expose(), Hint::RefreshToken).await;
        let is_pending = matches!(outcome, Outcome::Pending(_));
        done.push((Hint::RefreshToken, outcome));
        if is_pending {
            return Revoked {
                tokens: done,
                proof: None,
            };
        }
    }

    // 2. Ask whether the access token is alive; without a refresh token it is ended unasked.
    let ask = Ask {
        server,
        trust,
        client,
        tokens,
    };
    let mut alive = match tokens.refresh {
        Some(_) => ask.is_access_alive(io).await,
        None => Alive {
            is_alive: Some(true),
            proof: None,
        },
    };

    // 3. End it too, if it still works. 4. The proof.
    if alive.is_alive == Some(true) {
        let outcome = end(
            io,
            server,
            client,
            tokens.access.token.expose(),
            Hint::AccessToken,
        )
        .await;
        let is_pending = matches!(outcome, Outcome::Pending(_));
        done.push((Hint::AccessToken, outcome));
        if is_pending {
            return Revoked {
                tokens: done,
                proof: None,
            };
        }
        alive = ask.is_access_alive(io).await;
    }
    if alive.is_alive == Some(true) {
        mark_live(&mut done, Hint::AccessToken);
    }
    let proof = ask.prove_refresh(io, &mut done, alive.proof).await;
    Revoked {
        tokens: done,
        proof,
    }
}

/// Ends one token that is of no session, and proves it.
pub async fn one(
    io: &mut impl FlowIo,
    server: &Server,
    trust: &Trust,
    client: &Client<'_>,
    (token, hint): (&str, Hint),
) -> Revoked {
    let mut outcome = end(io, server, client, token, hint).await;
    let mut proof = None;
    if !matches!(outcome, Outcome::Pending(_)) {
        let access = AccessToken::new(token.to_owned());
        let tokens = Tokens {
            refresh: None,
            access: Asked {
                token: &access,
                id_url: None,
                instance_url: None,
            },
        };
        let ask = Ask {
            server,
            trust,
            client,
            tokens: &tokens,
        };
        let alive = match hint {
            Hint::AccessToken => ask.is_access_alive(io).await,
            Hint::RefreshToken => ask.is_refresh_alive(io, token).await,
        };
        proof = alive.proof;
        if alive.is_alive == Some(true) {
            outcome = Outcome::StillLive;
        }
    }
    Revoked {
        tokens: vec![(hint, outcome)],
        proof,
    }
}

struct Ask<'a> {
    server: &'a Server,
    trust: &'a Trust,
    client: &'a Client<'a>,
    tokens: &'a Tokens<'a>,
}

struct Alive {
    is_alive: Option<bool>,
    proof: Option<Proof>,
}

impl Ask<'_> {
    async fn is_access_alive(&self, io: &mut impl FlowIo) -> Alive {
        let token = self.tokens.access.token;
        if self.client.can_authenticate()
            && self.server.introspect.is_some()
            && let Ok(told) = self.introspect(io, token.expose(), Hint::AccessToken).await
        {
            let proof = Some(Proof::Introspection);
            return Alive {
                is_alive: Some(told.active),
                proof,
            };
        }
        let Ok(endpoint) =
            identity::userinfo_endpoint(self.server, self.trust, &self.tokens.access)
        else {
            return Alive {
                is_alive: None,
                proof: None,
            };
        };
        match userinfo::fetch(io, &endpoint, token).await {
            Ok(_) => Alive {
                is_alive: Some(true),
                proof: Some(Proof::Userinfo),
            },
            Err(FlowError::Refused(refusal)) if is_dead(&refusal.code()) => Alive {
                is_alive: Some(false),
                proof: Some(Proof::Userinfo),
            },
            Err(_) => Alive {
                is_alive: None,
                proof: None,
            },
        }
    }

    /// Only introspection says so without using it; a refresh would bring new tokens.
    async fn is_refresh_alive(&self, io: &mut impl FlowIo, token: &str) -> Alive {
        let told = match self.client.can_authenticate() && self.server.introspect.is_some() {
            true => self.introspect(io, token, Hint::RefreshToken).await.ok(),
            false => None,
        };
        Alive {
            is_alive: told.as_ref().map(|told| told.active),
            proof: told.map(|_| Proof::Introspection),
        }
    }

    async fn introspect(
        &self,
        io: &mut impl FlowIo,
        token: &str,
        hint: Hint,
    ) -> Result<Introspection, FlowError> {
        introspect::run(io, self.server, self.client, token, hint).await
    }

    /// An access token that is dead says little about a refresh token: where we can, ask about that one too.
    async fn prove_refresh(
        &self,
        io: &mut impl FlowIo,
        done: &mut [(Hint, Outcome)],
        so_far: Option<Proof>,
    ) -> Option<Proof> {
        let Some(refresh) = self
            .tokens
            .refresh
            .filter(|_| so_far == Some(Proof::Introspection))
        else {
            return so_far;
        };
        let told = self
            .introspect(io, refresh.expose(), Hint::RefreshToken)
            .await;
        if told.is_ok_and(|told| told.active) {
            mark_live(done, Hint::RefreshToken);
        }
        so_far
    }
}

fn is_dead(code: &str) -> bool {
    matches!(
        code,
        "bad_oauth_token" | "invalid_token" | "invalid_session_id" | "missing_oauth_token"
    )
}

fn mark_live(done: &mut [(Hint, Outcome)], token: Hint) {
    // A live access token after only the refresh token was sent: the grant itself is not over.
    if let Some((_, outcome)) = done.iter_mut().rev().find(|(sent, _)| *sent == token) {
        *outcome = Outcome::StillLive;
    }
}

/// Sends one token; body only, never the GET or JSONP form.
async fn end(
    io: &mut impl FlowIo,
    server: &Server,
    client: &Client<'_>,
    token: &str,
    hint: Hint,
) -> Outcome {
    let request = match ask(io, server, client, token, hint) {
        Ok(request) => request,
        Err(error) => return Outcome::Pending(error),
    };
    match call(io, request).await {
        Ok(answered) => read(&answered),
        Err(error) => Outcome::Pending(error),
    }
}

fn ask(
    io: &mut impl FlowIo,
    server: &Server,
    client: &Client<'_>,
    token: &str,
    hint: Hint,
) -> Result<Request, FlowError> {
    let endpoint = server.need(&server.revoke, "endpoints.revoke")?;
    let request = Request::post("revoke", endpoint)
        .secret("token", token)
        .idempotent();
    if server.is_salesforce {
        // Salesforce: neither client authentication nor a hint.
        return Ok(request);
    }
    client.prove(io, server, request.field("token_type_hint", hint.as_str()))
}

fn read(answered: &Answered) -> Outcome {
    if answered.response.is_success() {
        return Outcome::Revoked;
    }
    match answered.refusal(Channel::Revoke) {
        FlowError::Refused(refusal) if is_dead(&refusal.code()) => Outcome::AlreadyInvalid,
        error => Outcome::Pending(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::secret::{AccessToken, ClientSecret};
    use crate::protocol::error::Transport;
    use crate::protocol::message::Response;
    use crate::protocol::script::{Script, answer, json, profile, run as finish};

    fn revoke(io: &mut Script, has_refresh: bool, secret: Option<&str>) -> Revoked {
        let profile = profile();
        let secret = secret.map(|text| ClientSecret::new(text.to_owned()));
        let server = Server::of_host(&profile.login_url);
        let (refresh, token) = (
            RefreshToken::new("5Aep861r".into()),
            AccessToken::new("00D!a".into()),
        );
        let access = Asked {
            token: &token,
            id_url: None,
            instance_url: Some("https://acme.my.salesforce.com"),
        };
        let tokens = Tokens {
            refresh: has_refresh.then_some(&refresh),
            access,
        };
        finish(run(
            io,
            &server,
            &Trust::of(&profile, &server),
            &Client::of(&profile, &secret.into()),
            &tokens,
        ))
    }

    fn ok() -> Response {
        answer(200, "", "")
    }

    fn dead() -> Response {
        answer(403, "text/html", "Bad_OAuth_Token")
    }

    #[test]
    fn the_refresh_token_goes_first_and_userinfo_proves_it() {
        let mut io = Script::of([ok(), dead()]);
        let revoked = revoke(&mut io, true, None);
        assert_eq!(
            revoked,
            Revoked {
                tokens: vec![(Hint::RefreshToken, Outcome::Revoked)],
                proof: Some(Proof::Userinfo)
            }
        );
        assert_eq!(
            io.sent,
            [
                "POST https://login.salesforce.com/services/oauth2/revoke token=5Aep861r [accept: application/json]",
                "GET https://acme.my.salesforce.com/services/oauth2/userinfo [authorization: Bearer 00D!a] [accept: application/json]"
            ]
        );
    }

    #[test]
    fn an_access_token_that_lives_on_is_ended_too() {
        let revoked = revoke(
            &mut Script::of([ok(), json("{}"), ok(), dead()]),
            true,
            None,
        );
        assert!(revoked.is_over());
        assert_eq!(revoked.tokens.len(), 2);
    }

    #[test]
    fn still_live_is_said_whatever_the_org_said() {
        let revoked = revoke(&mut Script::of([ok(), json("{}")]), false, None);
        assert_eq!(
            revoked,
            Revoked {
                tokens: vec![(Hint::AccessToken, Outcome::StillLive)],
                proof: Some(Proof::Userinfo)
            }
        );
        let mut io = Script::of([
            ok(),
            json(r#"{"active":false}"#),
            json(r#"{"active":true}"#),
        ]);
        let revoked = revoke(&mut io, true, Some("s"));
        assert_eq!(revoked.tokens, [(Hint::RefreshToken, Outcome::StillLive)]);
        assert!(io.is_used_up());
    }

    #[test]
    fn already_dead_counts_as_done() {
        let invalid = answer(
            400,
            "application/x-www-form-urlencoded",
            "error=invalid_token&error_description=gone",
        );
        let revoked = revoke(&mut Script::of([invalid, dead()]), true, None);
        assert_eq!(
            revoked.tokens,
            [(Hint::RefreshToken, Outcome::AlreadyInvalid)]
        );
        assert!(revoked.is_over());
    }

    #[test]
    fn no_connection_is_pending_and_nothing_else_is_tried() {
        let lost = FlowError::Transport {
            why: Transport::Connect,
            host: "login.salesforce.com".into(),
        };
        let mut io = Script::with(vec![Err(lost.clone())]);
        let revoked = revoke(&mut io, true, None);
        assert_eq!(
            revoked,
            Revoked {
                tokens: vec![(Hint::RefreshToken, Outcome::Pending(lost))],
                proof: None
            }
        );
        let revoked = revoke(
            &mut Script::of([answer(503, "text/html", "<html>")]),
            true,
            None,
        );
        assert!(!revoked.is_over());
    }
}
