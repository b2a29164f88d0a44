//! Verifying what a login brought: the ID token, and a JWT access token.

use url::Url;

use crate::model::host::HostKind;
use crate::model::secret::Secret;
use crate::model::token::{IdTokenVerdict, TokenFormat, TokenSet};
use crate::protocol::error::FlowError;
use crate::protocol::flow::Start;
use crate::protocol::id_token;
use crate::protocol::io::{FlowIo, Prompt};
use crate::protocol::jwks::Jwks;
use crate::protocol::jwt::{Jwt, JwtFault};
use crate::protocol::jwt_access_token;
use crate::protocol::service::jwks;
use crate::protocol::trust::is_salesforce_pair;

/// A difference of clocks beyond this is worth telling (R35).
const MAX_SKEW_SECS: u64 = 60;

/// Verifies the tokens with the keys of who issued them; the verdict on the ID token is noted in the set.
///
/// # Errors
///
/// The ID token fails a check, or its keys could not be fetched.
pub(super) async fn verify(
    io: &mut impl FlowIo,
    start: &Start<'_>,
    tokens: &mut TokenSet,
    nonce: Option<&Secret>,
) -> Result<(), FlowError> {
    // A clock that is off must not make true tokens false: the server's own stands beside the claims (R35).
    let now = tokens.answered_at.unwrap_or_else(|| io.now());
    if io.now().as_secs().abs_diff(now.as_secs()) > MAX_SKEW_SECS {
        io.show(Prompt::Note("clock_differs"));
    }
    let issuers = issuers(start, tokens);
    let client_id = start.client.id.as_str();
    let mut keys = KeySets::default();

    if let Some(id_token) = &tokens.id_token {
        tokens.id_token_verdict = IdTokenVerdict::Invalid;
        let published = keys.of(io, start, &issuers, id_token.expose()).await?;
        if published.is_none() {
            io.show(Prompt::Note("id_token_keys_unknown"));
        }
        let expected = id_token::Expected {
            issuers: &issuers,
            client_id,
            nonce,
            access_token: &tokens.access_token,
            id_url: tokens.id_url.as_deref(),
            now,
        };
        id_token::verify(id_token, published, &expected)
            .map_err(|fault| unverified(fault, "id_token"))?;
        tokens.id_token_verdict = IdTokenVerdict::Valid;
    }

    // To a client an access token is opaque (RFC 9068 section 6): a fault is worth a note, not the login.
    if start.server.is_salesforce && TokenFormat::of(&tokens.access_token) == TokenFormat::Jwt {
        let expected = jwt_access_token::Expected {
            issuers: &issuers,
            client_id,
            now,
        };
        let published = keys
            .of(io, start, &issuers, tokens.access_token.expose())
            .await
            .ok()
            .flatten();
        let is_true = published.is_some_and(|keys| {
            jwt_access_token::verify(&tokens.access_token, keys, &expected).is_ok()
        });
        if !is_true {
            io.show(Prompt::Note("access_token_unverified"));
        }
    }
    Ok(())
}

/// Key sets by the address they come from: one fetch serves both tokens.
#[derive(Default)]
struct KeySets {
    sets: Vec<(Url, Jwks)>,
}

impl KeySets {
    /// Fetches the keys of the issuer that a token names, if it is one of ours; `None` when none are published.
    async fn of(
        &mut self,
        io: &mut impl FlowIo,
        start: &Start<'_>,
        issuers: &[String],
        token: &str,
    ) -> Result<Option<&Jwks>, FlowError> {
        let issuer = Jwt::read(token)
            .map(|jwt| jwt.claim("iss").to_owned())
            .unwrap_or_default();
        if !issuers.contains(&issuer) {
            // Nothing is fetched for a stranger; the check of `iss` says so.
            return Ok(None);
        }
        let address = if start.server.is_salesforce {
            // Salesforce: the keys of `iss`, which may be My Domain after a login at the login host.
            Some(
                start
                    .trust()
                    .check(&format!("{}/id/keys", issuer.trim_end_matches('/')), "iss")?,
            )
        } else {
            start.server.jwks.clone()
        };
        let Some(address) = address else {
            return Ok(None);
        };
        if !self.sets.iter().any(|(known, _)| *known == address) {
            let fetched = jwks::fetch(io, &address).await?;
            self.sets.push((address.clone(), fetched));
        }
        Ok(self
            .sets
            .iter()
            .find(|(known, _)| *known == address)
            .map(|(_, keys)| keys))
    }
}

/// Who may have issued tokens for this login: the host that was asked, and at Salesforce its pair (`interactive.md` 8.5).
fn issuers(start: &Start<'_>, tokens: &TokenSet) -> Vec<String> {
    let mut issuers: Vec<String> = start.server.issuer.iter().cloned().collect();
    if !start.server.is_salesforce {
        return issuers;
    }
    let login = &start.profile.login_url;
    issuers.extend(
        tokens
            .instance_url
            .iter()
            .chain(&tokens.community_url)
            .cloned(),
    );
    if login.kind() == HostKind::MyDomain {
        for shared in [
            "https://login.salesforce.com",
            "https://test.salesforce.com",
        ] {
            if is_salesforce_pair(login, shared) {
                issuers.push(shared.to_owned());
            }
        }
    }
    issuers
}

fn unverified(fault: JwtFault, field: &'static str) -> FlowError {
    FlowError::Unverified {
        code: fault.code(),
        field,
        value: String::new(),
    }
}
