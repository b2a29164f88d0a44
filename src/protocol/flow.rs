//! The flows: each file reads like its specification. This one says what they share.

pub mod client_credentials;
pub mod device;
pub mod hybrid_refresh;
pub mod hybrid_token_exchange;
pub mod hybrid_user_agent;
pub mod hybrid_web_server;
pub mod jwt_bearer;
pub mod native_sso;
pub mod refresh;
pub mod token_exchange;
pub mod user_agent;
pub mod username_password;
pub mod web_server;

use serde_json::{Map, Value};

use super::answer::TokenAnswer;
use super::assertion;
use super::authorize::unguessable;
use super::call::Answered;
use super::client_auth::Client;
use super::endpoint::Server;
use super::error::{Channel, FlowError};
use super::io::FlowIo;
use super::message::Request;
use super::trust::Trust;
use crate::model::client::CallbackUrl;
use crate::model::host::HostKind;
use crate::model::profile::{Profile, ResponseFormat};
use crate::model::secret::{RefreshToken, Secret};
use crate::model::time::UnixTime;
use crate::model::token::TokenSet;

/// What a flow starts from.
#[derive(Clone, Copy)]
pub struct Start<'a> {
    /// The profile, with what this one login overrides already in it.
    pub profile: &'a Profile,
    /// The endpoints.
    pub server: &'a Server,
    /// The app and its proof.
    pub client: Client<'a>,
    /// The callback chosen for this login, where the flow has one.
    pub callback: Option<&'a CallbackUrl>,
}

impl Start<'_> {
    /// Returns the hosts that this profile trusts.
    #[must_use]
    pub fn trust(&self) -> Trust {
        Trust::of(self.profile, self.server)
    }

    /// Reads a token answer, its signature judged. The hosts in it are not checked yet.
    pub(super) fn read_tokens(
        &self,
        answered: &Answered,
        now: UnixTime,
    ) -> Result<TokenSet, FlowError> {
        let fields = answered
            .fields(Channel::Token)
            .map_err(|error| assertion::explained(error, answered, now))?;
        let text = |name: &str| fields.get(name).and_then(Value::as_str);
        // Some servers refuse with a 200; RFC 6749 section 5.2 wants a 400.
        if let (Some(error), None) = (text("error"), text("access_token")) {
            let description = text("error_description").unwrap_or_default();
            return Err(answered.refused(Channel::Token, error, description));
        }
        let mut tokens = self.take_tokens(fields, now)?;
        tokens.answered_at = answered.response.server_time();
        Ok(tokens)
    }

    /// Takes the fields of a token answer, whichever way they came.
    pub(super) fn take_tokens(
        &self,
        fields: Map<String, Value>,
        now: UnixTime,
    ) -> Result<TokenSet, FlowError> {
        Ok(TokenAnswer::read(fields)?.into_tokens(self.client.secret, now))
    }

    /// Our nonce whenever an ID token is asked for; the profile's own wins (decision 23).
    pub(super) fn nonce(&self, io: &mut impl FlowIo) -> Option<Secret> {
        let own = &self.profile.nonce;
        if !own.is_empty() {
            Some(Secret::new(own.clone()))
        } else if self.profile.scope.asks_openid() {
            Some(unguessable(io.random()))
        } else {
            None
        }
    }

    /// Lets `sso_provider` out only where it means something: the org's own host or a site (`interactive.md` 7.7).
    pub(super) fn check_provider(&self) -> Result<(), FlowError> {
        let is_shared = matches!(
            self.profile.login_url.kind(),
            HostKind::Login | HostKind::Test
        );
        match self.profile.sso_provider.is_empty() || !is_shared {
            true => Ok(()),
            // Salesforce: the shared login hosts do not know whose providers are meant.
            false => Err(FlowError::Lacking {
                code: "sso_needs_my_domain",
                field: "login_url",
            }),
        }
    }

    /// The callback chosen for this login, which a flow with a browser must have.
    pub(super) fn need_callback(&self) -> Result<&CallbackUrl, FlowError> {
        self.callback.ok_or(FlowError::Lacking {
            code: "callback_missing",
            field: "callback_urls",
        })
    }

    /// Takes the addresses out of a token set whose hosts this profile does not trust (R29).
    ///
    /// # Errors
    ///
    /// The first of them, with its field; the set holds none of them any more.
    pub fn drop_foreign(&self, tokens: &mut TokenSet) -> Result<(), FlowError> {
        let trust = self.trust();
        let named = [
            ("instance_url", &mut tokens.instance_url),
            ("id", &mut tokens.id_url),
            ("sfdc_community_url", &mut tokens.community_url),
        ];
        let mut first = Ok(());
        for (field, address) in named {
            let checked = address.as_deref().map(|text| trust.check(text, field));
            if let Some(Err(error)) = checked {
                *address = None;
                first = first.and(Err(error));
            }
        }
        first
    }
}

/// What a flow brought: tokens, and the nonce that an ID token must repeat.
#[derive(Debug)]
pub struct Granted {
    /// The tokens, hosts checked, the ID token not yet.
    pub tokens: TokenSet,
    /// The nonce that was sent.
    pub nonce: Option<Secret>,
}

/// Salesforce: `format` chooses the spelling of the answer and beats `Accept` (`interactive.md` 2.4).
pub(super) fn in_format(request: Request, format: ResponseFormat) -> Request {
    match format {
        ResponseFormat::Json => request,
        ResponseFormat::Xml => request.field("format", "xml"),
        ResponseFormat::Urlencoded => request.field("format", "urlencoded"),
    }
}

/// Refreshes in the form that fits the profile's flow: a hybrid login gets its web sessions anew.
///
/// # Errors
///
/// The refusal of the org; only one for which `Refusal::ends_grant` holds ends the grant.
pub async fn refreshed(
    io: &mut impl FlowIo,
    start: &Start<'_>,
    refresh_token: &RefreshToken,
) -> Result<TokenSet, FlowError> {
    match start.profile.flow.is_hybrid() {
        true => hybrid_refresh::run(io, start, refresh_token).await,
        false => refresh::run(io, start, refresh_token).await,
    }
}

/// Runs a flow by its catalog name.
///
/// # Errors
///
/// How it failed; [`FlowError::Lacking`] `flow_unknown` when the catalog has no such flow.
pub async fn run(io: &mut impl FlowIo, start: &Start<'_>) -> Result<Granted, FlowError> {
    match start.profile.flow.as_str() {
        "web_server" => web_server::run(io, start).await,
        "hybrid_web_server" => hybrid_web_server::run(io, start).await,
        "hybrid_user_agent" => hybrid_user_agent::run(io, start).await,
        "native_sso" => native_sso::run(io, start).await,
        "username_password" => username_password::run(io, start).await,
        "user_agent" => user_agent::run(io, start).await,
        "device" => device::run(io, start).await,
        "client_credentials" => client_credentials::run(io, start).await,
        "jwt_bearer" => jwt_bearer::run(io, start).await,
        "token_exchange" => token_exchange::run(io, start).await,
        "hybrid_token_exchange" => hybrid_token_exchange::run(io, start).await,
        _ => Err(FlowError::Lacking {
            code: "flow_unknown",
            field: "flow",
        }),
    }
}
