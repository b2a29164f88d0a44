//! Everything the demo org remembers.

pub(crate) mod app;
pub(crate) mod approval;
pub(crate) mod browser;
pub(crate) mod code;
pub(crate) mod settings;
pub(crate) mod token;
pub(crate) mod user;

use std::collections::BTreeMap;

use super::config::{Config, ConfigError, TokenDraft, UserDraft};
use super::encode::sha256_hex;
use super::fault::Faults;
use super::id;
use super::log::Log;
use super::random::Random;
use super::scope;
use super::signing_key::SigningKey;
use app::{App, TokenFormat};
use approval::Approvals;
use browser::{Browsers, Otp};
use code::{Code, DeviceCode};
use settings::OrgSettings;
use token::{NewToken, TokenKind, Tokens};
use user::{Role, User};

/// The one org id there is; the fixture of the protocol pages.
pub(crate) const ORG_ID: &str = "00D5e0000012ABCEA2";

/// A demo org: users, apps, settings, tokens, and what is in the air between two requests.
pub struct Org {
    pub(crate) settings: OrgSettings,
    pub(crate) users: Vec<User>,
    pub(crate) apps: Vec<App>,
    pub(crate) tokens: Tokens,
    pub(crate) approvals: Approvals,
    pub(crate) codes: BTreeMap<String, Code>,
    pub(crate) device_codes: BTreeMap<String, DeviceCode>,
    pub(crate) browsers: Browsers,
    pub(crate) otps: BTreeMap<String, Otp>,
    pub(crate) seen_jti: BTreeMap<String, u64>,
    pub(crate) faults: Faults,
    pub(crate) log: Log,
    /// How far the org's clock is ahead of the caller's, in milliseconds.
    pub(crate) clock_ms: i64,
    pub(crate) key: SigningKey,
    pub(crate) random: Random,
    pub(crate) control_token: String,
    pub(crate) auto_approve: Option<String>,
    /// Counts changes that a kept org must write down.
    pub(crate) revision: u64,
}

impl Org {
    /// Makes an org with the built-in users and apps, then those of the config.
    ///
    /// The seed decides every token, code and id; give random bytes outside tests.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] when a value of the config makes no sense.
    pub fn new(config: Config, key: SigningKey, seed: [u8; 32]) -> Result<Self, ConfigError> {
        let mut random = Random::new(seed);
        let mut org = Self {
            settings: OrgSettings::default(),
            users: Vec::new(),
            apps: Vec::new(),
            tokens: Tokens::default(),
            approvals: Approvals::default(),
            codes: BTreeMap::new(),
            device_codes: BTreeMap::new(),
            browsers: Browsers::default(),
            otps: BTreeMap::new(),
            seen_jti: BTreeMap::new(),
            faults: Faults::default(),
            log: Log::default(),
            clock_ms: 0,
            key,
            control_token: random.hex(),
            random,
            auto_approve: None,
            revision: 0,
        };
        org.apply(Config::built_in()?)?;
        org.apply(config)?;
        Ok(org)
    }

    /// Signs every browser in as this user and approves everything, without a page.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] when there is no such user, or it is inactive.
    pub fn auto_approve(&mut self, username: &str) -> Result<(), ConfigError> {
        match self.user(username) {
            Some(user) if user.active => {
                self.auto_approve = Some(user.username.clone());
                Ok(())
            }
            Some(_) => Err(ConfigError(format!("{username} is inactive"))),
            None => Err(ConfigError(format!("there is no user {username}"))),
        }
    }

    /// Returns the control API's token.
    pub fn control_token(&self) -> &str {
        &self.control_token
    }

    /// Returns all users.
    pub fn users(&self) -> &[User] {
        &self.users
    }

    /// Returns all apps.
    pub fn apps(&self) -> &[App] {
        &self.apps
    }

    pub(crate) fn user(&self, username: &str) -> Option<&User> {
        self.users
            .iter()
            .find(|user| user.username.eq_ignore_ascii_case(username))
    }

    pub(crate) fn user_by_id(&self, user_id: &str) -> Option<&User> {
        self.users
            .iter()
            .find(|user| id::short(&user.user_id) == id::short(user_id))
    }

    /// Returns the app, unless it is so new that no endpoint knows it.
    pub(crate) fn app(&self, client_id: &str) -> Option<&App> {
        self.apps
            .iter()
            .find(|app| app.client_id == client_id && !app.policies.propagating)
    }

    /// Notes that something changed which must survive a restart.
    pub(crate) fn changed(&mut self) {
        self.revision += 1;
    }

    pub(crate) fn apply(&mut self, config: Config) -> Result<(), ConfigError> {
        if let Some(why) = config.org.problem() {
            return Err(ConfigError(format!("org: {why}")));
        }
        for user in config.users {
            self.put_user(user)?;
        }
        for app in config.apps {
            app.check()?;
            let app = app.finish();
            if let Some(name) = &app.run_as
                && self.user(name).is_none()
            {
                return Err(ConfigError(format!(
                    "app {}: run_as: there is no user {name}",
                    app.client_id
                )));
            }
            match self
                .apps
                .iter_mut()
                .find(|it| it.client_id == app.client_id)
            {
                Some(place) => *place = app,
                None => self.apps.push(app),
            }
        }
        config.org.apply(&mut self.settings);
        for fault in config.faults {
            if let Some(why) = fault.problem() {
                return Err(ConfigError(format!("faults: {why}")));
            }
            self.faults.add(fault);
        }
        for token in config.tokens {
            self.put_token(&token)?;
        }
        Ok(())
    }

    fn put_user(&mut self, draft: UserDraft) -> Result<(), ConfigError> {
        if draft.username.is_empty() || draft.password.is_empty() {
            return Err(ConfigError("a user needs username and password".to_owned()));
        }
        let known = self
            .users
            .iter()
            .position(|it| it.username == draft.username);
        let number = known.unwrap_or(self.users.len()) + 1;
        let first = draft
            .username
            .split('@')
            .next()
            .unwrap_or_default()
            .to_owned();
        let user = User {
            active: draft.active.unwrap_or(draft.role != Role::Inactive),
            user_id: id::with_suffix(&format!("0055e{number:010}")),
            first_name: draft.first_name.unwrap_or(first),
            last_name: draft.last_name.unwrap_or_else(|| "Demo".to_owned()),
            username: draft.username,
            password: draft.password,
            security_token: draft.security_token,
            role: draft.role,
        };
        match known {
            Some(place) => self.users[place] = user,
            None => self.users.push(user),
        }
        Ok(())
    }

    fn put_token(&mut self, draft: &TokenDraft) -> Result<(), ConfigError> {
        let wrong = |why: String| ConfigError(format!("tokens: {why}"));
        let user = self
            .user(&draft.username)
            .ok_or_else(|| wrong(format!("there is no user {}", draft.username)))?
            .username
            .clone();
        let app = self
            .app(&draft.client_id)
            .ok_or_else(|| wrong(format!("there is no app {}", draft.client_id)))?
            .clone();
        let scopes = draft
            .scope
            .as_deref()
            .map_or_else(|| app.scopes(), scope::split);
        if draft.access_token.is_none() && draft.refresh_token.is_none() {
            return Err(wrong("neither access_token nor refresh_token".to_owned()));
        }
        // Fixtures are as old as the first request: the org has no clock of its own.
        let grant = self.tokens.open(&user, &app.client_id, scopes.clone(), 0);
        if let Some(token) = &draft.access_token {
            let (org, rest) = token.split_once('!').unwrap_or_default();
            let fits = rest
                .bytes()
                .all(|it| it.is_ascii_alphanumeric() || matches!(it, b'.' | b'_'));
            if id::short(org) != id::short(ORG_ID) || rest.is_empty() || !fits {
                return Err(wrong(format!(
                    "access_token has the form {}!… of [A-Za-z0-9._]",
                    id::short(ORG_ID)
                )));
            }
            self.tokens.add(NewToken {
                kind: TokenKind::Access,
                secret_hash: sha256_hex(token),
                grant,
                issued_ms: 0,
                expires_ms: None,
                timeout_ms: app.policies.session_timeout_secs * 1000,
                format: TokenFormat::Opaque,
            });
        }
        if let Some(token) = &draft.refresh_token {
            self.tokens.add(NewToken {
                kind: TokenKind::Refresh,
                secret_hash: sha256_hex(token),
                grant,
                issued_ms: 0,
                expires_ms: None,
                timeout_ms: 0,
                format: TokenFormat::Opaque,
            });
        }
        self.approvals.add(&user, &app.client_id, &scopes);
        Ok(())
    }
}
