//! Tokens the org has issued: hashes and facts, never the tokens.
//!
//! A *grant* is one authorization of one app by one user; revoking its refresh token ends the whole grant.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::app::{App, RefreshTokenPolicy, TokenFormat};

/// Which of the two a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TokenKind {
    #[serde(rename = "access_token")]
    Access,
    #[serde(rename = "refresh_token")]
    Refresh,
}

/// How a token ended, if it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TokenEnd {
    /// Not ended.
    Live,
    /// Revoked, by whoever.
    Revoked,
    /// Replaced by a newer refresh token; shown again it ends its grant.
    Rotated,
    /// Expired by the control API.
    Expired,
}

/// One token.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) secret_hash: String,
    pub(crate) grant: u64,
    /// 0 in a fixture from the config until the first request.
    pub(crate) issued_ms: u64,
    /// `None`: by policy, or never.
    pub(crate) expires_ms: Option<u64>,
    /// Lifetime of an access token, prolonged by use of an opaque one.
    pub(crate) timeout_ms: u64,
    pub(crate) format: TokenFormat,
    pub(crate) end: TokenEnd,
}

impl Token {
    /// Returns the first 12 hex digits of the token's SHA-256.
    pub(crate) fn fingerprint(&self) -> &str {
        self.secret_hash.get(..12).unwrap_or_default()
    }
}

/// One authorization.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Grant {
    pub(crate) username: String,
    pub(crate) client_id: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) created_ms: u64,
    pub(crate) last_used_ms: u64,
    tokens: Vec<u64>,
}

/// What a new token starts with.
pub(crate) struct NewToken {
    pub(crate) kind: TokenKind,
    pub(crate) secret_hash: String,
    pub(crate) grant: u64,
    pub(crate) issued_ms: u64,
    pub(crate) expires_ms: Option<u64>,
    pub(crate) timeout_ms: u64,
    pub(crate) format: TokenFormat,
}

/// All tokens, in order of issue.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Tokens {
    tokens: BTreeMap<u64, Token>,
    grants: BTreeMap<u64, Grant>,
    last: u64,
    #[serde(skip)]
    by_hash: HashMap<String, u64>,
}

impl Tokens {
    /// Opens a grant and returns its number.
    pub(crate) fn open(
        &mut self,
        username: &str,
        client_id: &str,
        scopes: Vec<String>,
        now_ms: u64,
    ) -> u64 {
        self.last += 1;
        let grant = Grant {
            username: username.to_owned(),
            client_id: client_id.to_owned(),
            scopes,
            created_ms: now_ms,
            last_used_ms: now_ms,
            tokens: Vec::new(),
        };
        self.grants.insert(self.last, grant);
        self.last
    }

    pub(crate) fn add(&mut self, new: NewToken) {
        self.last += 1;
        if let Some(grant) = self.grants.get_mut(&new.grant) {
            grant.tokens.push(self.last);
        }
        self.by_hash.insert(new.secret_hash.clone(), self.last);
        let token = Token {
            kind: new.kind,
            secret_hash: new.secret_hash,
            grant: new.grant,
            issued_ms: new.issued_ms,
            expires_ms: new.expires_ms,
            timeout_ms: new.timeout_ms,
            format: new.format,
            end: TokenEnd::Live,
        };
        self.tokens.insert(self.last, token);
    }

    /// Gives tokens from the config their times, since the org has no clock before its first request.
    pub(crate) fn stamp(&mut self, now_ms: u64) {
        for token in self.tokens.values_mut().filter(|it| it.issued_ms == 0) {
            token.issued_ms = now_ms;
            if token.kind == TokenKind::Access {
                token.expires_ms = Some(now_ms + token.timeout_ms);
            }
        }
        for grant in self.grants.values_mut().filter(|it| it.created_ms == 0) {
            grant.created_ms = now_ms;
            grant.last_used_ms = now_ms;
        }
    }

    /// Finds a token by its hash, live or not.
    pub(crate) fn find(&self, secret_hash: &str) -> Option<(u64, Token)> {
        let number = *self.by_hash.get(secret_hash)?;
        Some((number, self.tokens.get(&number)?.clone()))
    }

    pub(crate) fn grant(&self, number: u64) -> Option<&Grant> {
        self.grants.get(&number)
    }

    pub(crate) fn grant_mut(&mut self, number: u64) -> Option<&mut Grant> {
        self.grants.get_mut(&number)
    }

    /// Returns when a token expires: its own time, or what the app's policy says of a refresh token.
    pub(crate) fn expires_ms(&self, token: &Token, app: &App) -> Option<u64> {
        if token.kind == TokenKind::Access {
            return token.expires_ms;
        }
        let grant = self.grants.get(&token.grant)?;
        match app.policies.refresh_token_policy {
            RefreshTokenPolicy::Infinite => None,
            RefreshTokenPolicy::Zero => Some(0),
            RefreshTokenPolicy::Lifetime(period) => Some(grant.created_ms + period.ms()),
            RefreshTokenPolicy::Inactivity(period) => Some(grant.last_used_ms + period.ms()),
        }
    }

    /// Notes use of an access token: in the second half of its life an opaque one is prolonged.
    pub(crate) fn touch(&mut self, number: u64, now_ms: u64) {
        let Some(token) = self.tokens.get_mut(&number) else {
            return;
        };
        if let Some(expires_ms) = token.expires_ms
            && token.format == TokenFormat::Opaque
            && now_ms + token.timeout_ms / 2 > expires_ms
        {
            token.expires_ms = Some(now_ms + token.timeout_ms);
        }
    }

    pub(crate) fn end(&mut self, number: u64, how: TokenEnd) {
        if let Some(token) = self.tokens.get_mut(&number)
            && (token.end == TokenEnd::Live || how == TokenEnd::Revoked)
        {
            token.end = how;
        }
    }

    /// Ends every token of a grant.
    pub(crate) fn end_grant(&mut self, number: u64) {
        let tokens = self
            .grants
            .get(&number)
            .map(|it| it.tokens.clone())
            .unwrap_or_default();
        for token in tokens {
            self.end(token, TokenEnd::Revoked);
        }
    }

    /// Returns the grants of one user and app that still hold a live refresh token, least recently used first.
    pub(crate) fn refreshable(&self, username: &str, client_id: &str) -> Vec<u64> {
        let mut found: Vec<(u64, u64)> = self
            .grants
            .iter()
            .filter(|(_, grant)| grant.username == username && grant.client_id == client_id)
            .filter(|(_, grant)| {
                grant
                    .tokens
                    .iter()
                    .filter_map(|it| self.tokens.get(it))
                    .any(|token| token.kind == TokenKind::Refresh && token.end == TokenEnd::Live)
            })
            .map(|(number, grant)| (grant.last_used_ms, *number))
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, number)| number).collect()
    }

    /// Returns every token with its grant, in order of issue.
    pub(crate) fn all(&self) -> impl Iterator<Item = (u64, &Token, &Grant)> {
        self.tokens
            .iter()
            .filter_map(|(number, token)| Some((*number, token, self.grants.get(&token.grant)?)))
    }

    /// Forgets what can no longer matter: dead access tokens, and grants without a token.
    pub(crate) fn prune(&mut self, now_ms: u64) {
        let dead = |token: &Token| {
            token.kind == TokenKind::Access
                && (token.end != TokenEnd::Live || token.expires_ms.is_some_and(|at| at <= now_ms))
        };
        self.tokens.retain(|_, token| !dead(token));
        for grant in self.grants.values_mut() {
            grant
                .tokens
                .retain(|number| self.tokens.contains_key(number));
        }
        self.grants.retain(|_, grant| !grant.tokens.is_empty());
        self.index();
    }

    /// Builds the index again, after reading a snapshot.
    pub(crate) fn index(&mut self) {
        self.by_hash = self
            .tokens
            .iter()
            .map(|(number, token)| (token.secret_hash.clone(), *number))
            .collect();
    }
}
