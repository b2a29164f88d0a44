//! A session: one grant made with a profile. Facts only; the tokens are in the vault.

use serde::{Deserialize, Serialize};

use super::environment::Environment;
use super::identity::{Identity, IdentitySource};
use super::ids::{OrgId, ProfileId, SessionId, UserId};
use super::org::OrgName;
use super::problem::OrgWords;
use super::scope::Scopes;
use super::secret::Fingerprint;
use super::time::UnixTime;
use super::token::{Expiry, IdTokenVerdict, SignatureVerdict, TokenFormat};
use super::web_session::WebSession;

/// Under this many seconds before its end a token *expires soon* (decision 19).
pub const EXPIRES_SOON_SECS: u64 = 300;

/// Replaced tokens that are remembered: as many as an org keeps of one user for one app.
const REPLACED_AT_MOST: usize = 5;

/// What we last learnt of a session; time alone turns `Live` into "expires soon" and "expired".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Works, as far as we know.
    #[default]
    Live,
    /// The org said that the access token is dead, but a refresh may help.
    Dead,
    /// Ended on the server by us.
    Revoked,
    /// The refresh token is dead, or there is none and the access token is dead.
    NeedsLogin,
    /// An admin or a policy blocks it.
    Blocked,
    /// The org could not be reached the last time.
    Unreachable,
    /// The last try failed otherwise.
    Failed,
}

/// The state in words, as shown and as in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionState {
    /// Works.
    Active,
    /// Ends in under five minutes.
    ExpiresSoon,
    /// Over.
    Expired,
    /// Ended on the server by us.
    Revoked,
    /// Only a new login helps.
    NeedsLogin,
    /// An admin or a policy blocks it.
    Blocked,
    /// The org could not be reached.
    Unreachable,
    /// The last try failed.
    Failed,
}

impl SessionState {
    /// Returns the name in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::ExpiresSoon => "expires_soon",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::NeedsLogin => "needs_login",
            Self::Blocked => "blocked",
            Self::Unreachable => "unreachable",
            Self::Failed => "failed",
        }
    }
}

/// The facts of one session, as in `sessions.ron`. Holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Session {
    /// Its id.
    pub session_id: SessionId,
    /// The profile it was made with.
    pub profile_id: ProfileId,
    /// Who it belongs to.
    #[serde(default, skip_serializing_if = "is_default")]
    pub identity: Identity,
    /// Where the identity comes from; `None` when nobody told it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub identity_source: Option<IdentitySource>,
    /// Base address of API calls, without a trailing slash.
    #[serde(default, skip_serializing_if = "is_default")]
    pub instance_url: Option<String>,
    /// The identity URL, letter for letter.
    #[serde(default, skip_serializing_if = "is_default")]
    pub id_url: Option<String>,
    /// Scopes granted; `None` when the server does not say.
    #[serde(default, skip_serializing_if = "is_default")]
    pub scope: Option<Scopes>,
    /// Scopes asked for; empty when none were named.
    #[serde(default, skip_serializing_if = "is_default")]
    pub scope_requested: Scopes,
    /// `Bearer`, or what the server said.
    pub token_type: String,
    /// Opaque or JWT.
    pub token_format: TokenFormat,
    /// A refresh token is in the vault.
    pub has_refresh_token: bool,
    /// The last refresh brought a new refresh token.
    #[serde(default, skip_serializing_if = "is_default")]
    pub rotates: bool,
    /// What we last learnt of it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub standing: Standing,
    /// When its person first logged in, by our clock; 1970 in files that did not say yet.
    #[serde(default = "before_anything")]
    pub logged_in_at: UnixTime,
    /// When the org issued the access token; our clock where it does not say.
    pub issued_at: UnixTime,
    /// When it ends, if anybody said.
    #[serde(default, skip_serializing_if = "is_default")]
    pub expiry: Option<Expiry>,
    /// Last refresh.
    #[serde(default, skip_serializing_if = "is_default")]
    pub last_refresh_at: Option<UnixTime>,
    /// Last time the org said anything about it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub last_check_at: Option<UnixTime>,
    /// Fingerprint of the access token.
    pub access_token_fingerprint: Fingerprint,
    /// Fingerprint of the refresh token.
    #[serde(default, skip_serializing_if = "is_default")]
    pub refresh_token_fingerprint: Option<Fingerprint>,
    /// Verdict on the answer's `signature`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub signature: SignatureVerdict,
    /// Verdict on the ID token.
    #[serde(default, skip_serializing_if = "is_default")]
    pub id_token: IdTokenVerdict,
    /// A revocation that could not be sent yet.
    #[serde(default, skip_serializing_if = "is_default")]
    pub pending_revocation: bool,
    /// When the tokens that later logins replaced were last used: the org may still keep them.
    #[serde(default, skip_serializing_if = "is_default")]
    pub replaced: Vec<UnixTime>,
    /// The environment by the org's own answer, and when it said so.
    #[serde(default, skip_serializing_if = "is_default")]
    pub environment_verified: Option<(Environment, UnixTime)>,
    /// How the org calls itself.
    #[serde(default, skip_serializing_if = "is_default")]
    pub org: Option<OrgName>,
    /// The tokens came from an older generation of the vault: never refreshed without asking (decision 28).
    #[serde(default, skip_serializing_if = "is_default")]
    pub possibly_stale: bool,
    /// What the org said the last time it refused.
    #[serde(default, skip_serializing_if = "is_default")]
    pub last_refusal: Option<OrgWords>,
    /// The web sessions of a hybrid flow; their secrets are in the vault.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub web_sessions: Vec<WebSession>,
}

/// What a reader supplies by itself is not written: half of ten thousand sessions would be `None`.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

fn before_anything() -> UnixTime {
    UnixTime::from_millis(0)
}

impl Session {
    /// Returns what sorts sessions by login, the oldest first; the id settles ties.
    #[must_use]
    pub fn login_order(&self) -> (UnixTime, &SessionId) {
        (self.logged_in_at, &self.session_id)
    }

    /// Returns the state at a moment.
    #[must_use]
    pub fn state(&self, now: UnixTime) -> SessionState {
        match self.standing {
            Standing::Revoked => SessionState::Revoked,
            Standing::NeedsLogin => SessionState::NeedsLogin,
            Standing::Blocked => SessionState::Blocked,
            Standing::Unreachable => SessionState::Unreachable,
            Standing::Failed => SessionState::Failed,
            Standing::Dead => SessionState::Expired,
            Standing::Live => match self.expiry {
                Some(expiry) if expiry.at <= now => SessionState::Expired,
                Some(expiry) if now.until(expiry.at).as_secs() < EXPIRES_SOON_SECS => {
                    SessionState::ExpiresSoon
                }
                _ => SessionState::Active,
            },
        }
    }

    /// Returns when its tokens were last used to get others.
    #[must_use]
    pub fn last_used(&self) -> UnixTime {
        self.issued_at
            .max(self.last_refresh_at.unwrap_or(self.issued_at))
    }

    /// Takes over from the session that a login replaced what outlives its tokens.
    pub fn follow(&mut self, before: &Self) {
        self.logged_in_at = before.logged_in_at;
        self.environment_verified = self.environment_verified.or(before.environment_verified);
        self.org = self.org.take().or_else(|| before.org.clone());
        self.replaced.clone_from(&before.replaced);
        let may_live = !matches!(before.standing, Standing::Revoked | Standing::NeedsLogin);
        if before.has_refresh_token && may_live {
            self.replaced.push(before.last_used());
        }
        // More than an org keeps need not be remembered.
        let over = self.replaced.len().saturating_sub(REPLACED_AT_MOST);
        self.replaced.drain(..over);
    }

    /// Returns the login name, where it is known.
    #[must_use]
    pub fn username(&self) -> Option<&str> {
        self.identity.username.as_deref()
    }

    /// Returns the user's id, where it is known.
    #[must_use]
    pub fn user_id(&self) -> Option<&UserId> {
        self.identity.user_id.as_ref()
    }

    /// Returns the org's id, where it is known.
    #[must_use]
    pub fn organization_id(&self) -> Option<&OrgId> {
        self.identity.organization_id.as_ref()
    }

    /// Returns true when this session is of the given user of the given org (decision 18).
    #[must_use]
    pub fn is_of(&self, other: &Identity) -> bool {
        self.identity.user_id.is_some()
            && self.identity.user_id == other.user_id
            && self.identity.organization_id == other.organization_id
    }

    /// Returns scopes that were asked for and not granted; nothing when the server did not say what it granted.
    #[must_use]
    pub fn scopes_not_granted(&self) -> Vec<String> {
        self.scope
            .as_ref()
            .map(|granted| self.scope_requested.missing_from(granted))
            .unwrap_or_default()
    }
}
