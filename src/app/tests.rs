//! The program played by commands and events alone: no window, no network, no clock.

mod activity;
mod any;
mod chooser;
mod demo;
mod errors;
mod form;
mod guard;
mod here;
mod import;
mod inspector;
mod key;
mod leave;
mod list;
mod login;
mod palette;
mod session;
mod settings;
mod shown;
mod vault;

use std::time::Duration;

use jiff::tz::TimeZone;

use super::command::Command;
use super::effect::Effect;
use super::event::{Event, ProfileRecord, VaultStanding};
use super::state::State;
use super::update::{self, Message};
use super::view::{self, Dialog, Window};
use crate::model::client::{CallbackUrl, ClientId};
use crate::model::ids::{OrgId, ProfileId, RunId, SessionId, UserId};
use crate::model::problem::{Problem, ProblemKind};
use crate::model::profile::{Profile, ProfileDraft};
use crate::model::scope::Scopes;
use crate::model::secret::Fingerprint;
use crate::model::session::{Session, Standing};
use crate::model::settings::{Settings, VaultKind};
use crate::model::time::UnixTime;
use crate::model::token::{Expiry, ExpirySource, IdTokenVerdict, SignatureVerdict, TokenFormat};

/// A play: a state, and a clock that moves when told.
pub(super) struct Play {
    pub state: State,
    pub now: UnixTime,
}

impl Play {
    /// Begins with profiles `(id, login host)`, the vault open.
    pub fn with(profiles: &[(&str, &str)], sessions: Vec<Session>) -> Self {
        let mut play = Self::empty();
        play.load(
            profiles.iter().map(|(id, host)| record(id, host)).collect(),
            sessions,
        );
        play.event(Event::VaultStands(VaultStanding::Open(VaultKind::Keyring)));
        play
    }

    /// Begins with nothing read yet.
    pub fn empty() -> Self {
        Self {
            state: State::new(1, TimeZone::UTC),
            now: UnixTime::from_rfc3339("2026-11-22T10:12:00Z").unwrap(),
        }
    }

    pub fn load(&mut self, profiles: Vec<ProfileRecord>, sessions: Vec<Session>) {
        self.event(Event::LibraryLoaded {
            profiles,
            sessions: sessions.into_iter().map(Into::into).collect(),
            settings: Box::new(Settings::default()),
            notices: Vec::new(),
            read_only: false,
        });
    }

    pub fn command(&mut self, command: Command) -> Vec<Effect> {
        update::apply(&mut self.state, Message::Command(command), self.now)
    }

    pub fn event(&mut self, event: Event) -> Vec<Effect> {
        update::apply(&mut self.state, Message::Event(event), self.now)
    }

    pub fn pass(&mut self, secs: u64) -> Vec<Effect> {
        self.now = self.now.after(Duration::from_secs(secs));
        update::apply(&mut self.state, Message::Tick, self.now)
    }

    pub fn window(&self) -> Window {
        view::window(&self.state, self.now)
    }

    pub fn dialog(&self) -> Dialog {
        self.window().dialog.unwrap()
    }

    /// The one run that an effect began.
    pub fn begun(effects: &[Effect]) -> RunId {
        let begun: Vec<RunId> = effects.iter().filter_map(Effect::begins).cloned().collect();
        assert_eq!(begun.len(), 1, "{effects:?}");
        begun[0].clone()
    }

    pub fn fail(&mut self, run_id: &RunId, kind: ProblemKind, code: &str) -> Vec<Effect> {
        self.event(Event::Failed {
            run_id: run_id.clone(),
            problem: Box::new(Problem::new(kind, code)),
            session: None,
        })
    }

    pub fn session(&self, id: &str) -> &Session {
        self.state.session(&sid(id)).unwrap()
    }
}

pub(super) fn names(effects: &[Effect]) -> Vec<&'static str> {
    effects.iter().map(Effect::name).collect()
}

pub(super) fn pid(id: &str) -> ProfileId {
    ProfileId::parse(id).unwrap()
}

pub(super) fn sid(id: &str) -> SessionId {
    SessionId::known(id)
}

pub(super) fn draft(id: &str, host: &str) -> ProfileDraft {
    ProfileDraft {
        profile_id: Some(pid(id)),
        name: format!("Name of {id}"),
        login_url: host.to_owned(),
        client_id: "3MVG9".to_owned(),
        ..ProfileDraft::default()
    }
}

pub(super) fn profile(id: &str, host: &str) -> Profile {
    let mut profile = draft(id, host).check(|_| false, |_| true).unwrap();
    profile.client_id = ClientId(format!("key-of-{id}"));
    profile.callback_urls = vec![
        CallbackUrl::parse("http://localhost:1717/OauthRedirect").unwrap(),
        CallbackUrl::parse("http://localhost:1718/OauthRedirect").unwrap(),
    ];
    profile
}

pub(super) fn record(id: &str, host: &str) -> ProfileRecord {
    ProfileRecord {
        profile: profile(id, host).into(),
        has_client_secret: true,
        has_private_key: false,
    }
}

/// A live session of a profile, issued at 10:00 and without a known end.
pub(super) fn session(id: &str, profile_id: &str) -> Session {
    Session {
        session_id: sid(id),
        profile_id: pid(profile_id),
        identity: crate::model::identity::Identity {
            username: Some(format!("user-{id}@acme.example")),
            user_id: Some(UserId::new("0055e000003XYZqAAO")),
            organization_id: Some(OrgId::new("00D5e0000012ABCEA2")),
            ..Default::default()
        },
        identity_source: None,
        instance_url: Some("https://acme.my.salesforce.com".to_owned()),
        id_url: None,
        scope: Some(Scopes::parse("api refresh_token openid")),
        scope_requested: Scopes::parse("api refresh_token openid visualforce"),
        token_type: "Bearer".to_owned(),
        token_format: TokenFormat::Opaque,
        has_refresh_token: true,
        rotates: false,
        standing: Standing::Live,
        logged_in_at: UnixTime::from_rfc3339("2026-11-22T10:00:00Z").unwrap(),
        issued_at: UnixTime::from_rfc3339("2026-11-22T10:00:00Z").unwrap(),
        expiry: None,
        last_refresh_at: None,
        last_check_at: None,
        access_token_fingerprint: Fingerprint::of("access"),
        refresh_token_fingerprint: Some(Fingerprint::of("refresh")),
        signature: SignatureVerdict::Valid,
        id_token: IdTokenVerdict::Valid,
        pending_revocation: false,
        replaced: Vec::new(),
        environment_verified: None,
        org: None,
        possibly_stale: false,
        last_refusal: None,
        web_sessions: Vec::new(),
    }
}

pub(super) fn expires(mut session: Session, at: &str) -> Session {
    session.expiry = Some(Expiry {
        at: UnixTime::from_rfc3339(at).unwrap(),
        source: ExpirySource::Introspection,
    });
    session
}

pub(super) const PRODUCTION: &str = "https://acme.my.salesforce.com";
pub(super) const SANDBOX: &str = "https://acme--uat.sandbox.my.salesforce.com";
pub(super) const DEMO: &str = "http://localhost:8443";
