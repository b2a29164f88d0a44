//! A real engine, a real demo org, and a person who fills the org's forms over sockets.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::runtime::Runtime;
use valet_key::app::effect::{Effect, LoginOptions, VaultChoice};
use valet_key::app::event::Event;
use valet_key::demo_org::config::Config as DemoConfig;
use valet_key::demo_org::serve::{self, Options, Running};
use valet_key::engine::http::Bounds;
use valet_key::engine::keeping::Keeping;
use valet_key::engine::vault::SessionSecrets;
use valet_key::engine::vault_key::Access;
use valet_key::engine::{Config, Handle};
use valet_key::model::identity::Identity;
use valet_key::model::ids::{ProfileId, RunId, SessionId};
use valet_key::model::problem::Problem;
use valet_key::model::profile::{Profile, ProfileDraft};
use valet_key::model::secret::{AccessToken, RefreshToken, Secret};
use valet_key::model::session::{Session, Standing};
use valet_key::model::time::UnixTime;
use valet_key::model::token::{IdTokenVerdict, SignatureVerdict, TokenFormat};

#[path = "free_port.rs"]
mod free_port;
pub use free_port::free_port;

/// Long enough for a loaded machine; no passing test waits so long.
pub const PATIENCE: Duration = Duration::from_secs(60);

pub const PUBLIC: &str = "3MVG9Bench.Public";
pub const SECRET: &str = "3MVG9Bench.Secret";
pub const ROTATING: &str = "3MVG9Bench.Rotating";
pub const CLIENT_SECRET: &str = "bench-client-secret-0123456789";

/// The demo org, on a runtime of its own.
pub struct Org {
    runtime: Runtime,
    running: Option<Running>,
    pub base_url: String,
    control_token: String,
    pub callback: String,
}

impl Org {
    pub fn start() -> Self {
        Self::with_tokens(0)
    }

    /// With so many grants of the app `SECRET` that are live from the start.
    pub fn with_tokens(count: usize) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let callback = format!("http://localhost:{}/OauthRedirect", free_port());
        let app = |client_id: &str, secret: &str, policies: &str| {
            format!(
                r#"(name: "{client_id}", client_id: "{client_id}", {secret} callback_urls: ["{callback}"],
                   scope: "api id openid refresh_token web", policies: ({policies}))"#
            )
        };
        let secret = format!("client_secret: \"{CLIENT_SECRET}\",");
        let config = format!(
            "(tokens: [{}], apps: [{}, {}, {}])",
            (0..count).map(grant).collect::<String>(),
            app(PUBLIC, "", "require_pkce: true"),
            app(SECRET, &secret, ""),
            app(
                ROTATING,
                &secret,
                "rotate_refresh_tokens: true, require_secret: false, require_secret_for_refresh: false"
            ),
        );
        let options = Options {
            config: DemoConfig::parse(&config).unwrap(),
            ..Options::default()
        };
        let running = runtime.block_on(serve::start(options)).unwrap();
        Self {
            base_url: running.base_url().to_owned(),
            control_token: running.control_token().to_owned(),
            running: Some(running),
            callback,
            runtime,
        }
    }

    pub fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            self.runtime.block_on(running.stop());
        }
    }

    /// Asks the control API.
    pub fn control(&self, path: &str, body: &Value) -> Value {
        let method = if body.is_null() { "GET" } else { "POST" };
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let url = format!("{}/demo/control/{path}", self.base_url);
        let headers = format!("Demo-Control: {}\r\n", self.control_token);
        let answer = Person::default().send(method, &url, &headers, &body);
        assert_eq!(answer.status, 200, "{}", answer.body);
        serde_json::from_str(&answer.body).unwrap()
    }

    /// Counts the live tokens of one type.
    pub fn live(&self, token_type: &str) -> usize {
        let tokens = self.control("tokens", &Value::Null);
        let tokens = tokens["tokens"].as_array().unwrap();
        tokens
            .iter()
            .filter(|token| token["live"] == true && token["token_type"] == token_type)
            .count()
    }

    /// Counts requests at a path with a grant type; `""` for any.
    pub fn requests(&self, path: &str, grant_type: &str) -> usize {
        let log = self.control("requests?after=0", &Value::Null);
        let log = log["requests"].as_array().unwrap();
        log.iter()
            .filter(|one| one["path"] == path)
            .filter(|one| grant_type.is_empty() || one["grant_type"] == grant_type)
            .count()
    }

    pub fn profile(&self, id: &str, client_id: &str) -> Profile {
        let draft = ProfileDraft {
            name: id.into(),
            login_url: self.base_url.clone(),
            client_id: client_id.into(),
            callback_urls: self.callback.clone(),
            scope: "api id refresh_token web openid".into(),
            ..ProfileDraft::default()
        };
        let mut profile = draft.check(|_| false, |_| true).unwrap();
        profile.profile_id = ProfileId::parse(id).unwrap();
        profile
    }
}

fn grant(number: usize) -> String {
    format!(
        r#"(username: "admin@demo.example", client_id: "{SECRET}", access_token: "{}", refresh_token: "{}", scope: "api id refresh_token"),"#,
        access_token(number),
        refresh_token(number)
    )
}

fn access_token(number: usize) -> String {
    format!("00D5e0000012ABC!access.{number:06}.0123456789012345678901234567890123456789")
}

fn refresh_token(number: usize) -> String {
    format!("5Aep861refresh.{number:06}.0123456789012345678901234567890123456789")
}

/// Keeps sessions that nobody logged in, as an installation of long standing has them.
pub fn fill(bench: &Bench, access: &Access, profile: &Profile, count: usize) -> Vec<SessionId> {
    let data = bench.folder.path().join("data");
    let (keeping, _) = Keeping::open(Some(&data), access.clone()).unwrap();
    let ids: Vec<SessionId> = (0..count)
        .map(|number| SessionId::from_random((number as u64 + 1).to_be_bytes()))
        .collect();
    for (number, id) in ids.iter().enumerate() {
        let secrets = SessionSecrets {
            access_token: AccessToken::new(access_token(number)),
            refresh_token: Some(RefreshToken::new(refresh_token(number))),
            id_token: None,
            web: Vec::new(),
        };
        keeping.vault.put_session(id, &secrets).unwrap();
    }
    let write = |library: &mut valet_key::engine::store::Library| {
        library.upsert_profile(profile.clone());
        for (number, id) in ids.iter().enumerate() {
            library.upsert_session(session(number, id.clone(), profile));
        }
    };
    keeping.store.update(write).unwrap();
    ids
}

fn session(number: usize, session_id: SessionId, profile: &Profile) -> Session {
    let access = AccessToken::new(access_token(number));
    let refresh = RefreshToken::new(refresh_token(number));
    Session {
        session_id,
        profile_id: profile.profile_id.clone(),
        identity: Identity::default(),
        identity_source: None,
        instance_url: None,
        id_url: None,
        scope: None,
        scope_requested: profile.scope.clone(),
        token_type: "Bearer".into(),
        token_format: TokenFormat::Opaque,
        has_refresh_token: true,
        rotates: false,
        standing: Standing::Live,
        logged_in_at: UnixTime::from_secs(1_770_000_000),
        issued_at: UnixTime::from_secs(1_770_000_000),
        expiry: None,
        last_refresh_at: None,
        last_check_at: None,
        access_token_fingerprint: access.fingerprint(),
        refresh_token_fingerprint: Some(refresh.fingerprint()),
        signature: SignatureVerdict::NotCheckable,
        id_token: IdTokenVerdict::None,
        pending_revocation: false,
        replaced: Vec::new(),
        environment_verified: None,
        org: None,
        possibly_stale: false,
        last_refusal: None,
        web_sessions: Vec::new(),
    }
}

/// An engine in a folder of its own.
pub struct Bench {
    pub engine: Handle,
    pub folder: tempfile::TempDir,
    runs: u64,
}

impl Bench {
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(
            folder.path().join("passphrase"),
            "correct horse battery staple",
        )
        .unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let private = std::fs::Permissions::from_mode(0o600);
            std::fs::set_permissions(folder.path().join("passphrase"), private).unwrap();
        }
        let engine = Self::engine(folder.path(), Access::Memory);
        Self {
            engine,
            folder,
            runs: 0,
        }
    }

    /// With an engine on a folder that others use too.
    pub fn sharing(home: &std::path::Path, access: Access) -> Self {
        Self {
            engine: Self::engine(home, access),
            folder: tempfile::tempdir().unwrap(),
            runs: 0,
        }
    }

    /// With shorter exchanges than the product's: a test that waits is a slow test.
    pub fn bounded(bounds: Bounds) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = Config {
            data_dir: Some(folder.path().join("data")),
            access: Access::Memory,
            access_is_given: true,
            browser: None,
            bounds,
            ..Config::default()
        };
        Self {
            engine: Handle::start(config, || {}),
            folder,
            runs: 0,
        }
    }

    /// Keeps tokens in memory: what lasts is proved by the tests of the vault.
    pub fn engine(folder: &std::path::Path, access: Access) -> Handle {
        let config = Config {
            data_dir: Some(folder.join("data")),
            access,
            access_is_given: true,
            browser: None,
            ..Config::default()
        };
        Handle::start(config, || {})
    }

    pub fn run_id(&mut self) -> RunId {
        self.runs += 1;
        RunId::from_random(self.runs.to_be_bytes())
    }

    pub fn send(&self, effect: Effect) {
        self.engine.try_send(effect).unwrap();
    }

    /// Waits for an event that is looked for; others are passed over.
    pub fn until<T>(&self, mut wanted: impl FnMut(Event) -> Option<T>) -> T {
        let end = Instant::now() + PATIENCE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let event = self
                .engine
                .recv_timeout(left)
                .expect("the event within patience");
            if let Some(found) = wanted(event) {
                return found;
            }
        }
    }

    /// Waits for the end of a run: its event, or why it failed.
    pub fn end_of(&self, run_id: &RunId) -> Result<Event, Box<Problem>> {
        self.until(|event| match event {
            Event::Failed {
                run_id: id,
                problem,
                ..
            } if id == *run_id => Some(Err(problem)),
            event @ (Event::LoginFinished { .. }
            | Event::Refreshed { .. }
            | Event::Revoked { .. }
            | Event::Forgotten { .. }
            | Event::Introspected { .. }
            | Event::IdentityFetched { .. }
            | Event::TokenTaken { .. }
            | Event::ProfileSaved { .. }
            | Event::DemoOrgStarted { .. }
            | Event::ProfileDeleted { .. })
                if event.run_id() == Some(run_id) =>
            {
                Some(Ok(event))
            }
            _ => None,
        })
    }

    pub fn save(&mut self, profile: &Profile, secret: Option<&str>) {
        let run_id = self.run_id();
        self.send(Effect::SaveProfile {
            run_id: run_id.clone(),
            profile: Box::new(profile.clone()),
            client_secret: secret.map(|secret| Secret::new(secret.into())),
            private_key: None,
        });
        self.end_of(&run_id).expect("the profile is saved");
    }

    /// Begins a login and returns its id and the address of the login page.
    pub fn begin(&mut self, profile: &Profile, options: LoginOptions) -> (RunId, String) {
        let run_id = self.run_id();
        self.send(Effect::BeginLogin {
            run_id: run_id.clone(),
            profile_id: profile.profile_id.clone(),
            options: LoginOptions {
                no_browser: true,
                ..options
            },
        });
        let url = self.until(|event| match event {
            Event::LoginWaits {
                run_id: id,
                url,
                listens_on,
                ..
            } if id == run_id => {
                assert!(
                    listens_on.is_some(),
                    "the listener is there before the browser"
                );
                Some(url)
            }
            Event::Failed { problem, .. } => panic!("{problem:?}"),
            _ => None,
        });
        (run_id, url)
    }

    /// Logs in as a user, by the org's own forms.
    pub fn log_in(&mut self, profile: &Profile, username: &str) -> (Session, bool) {
        let (run_id, url) = self.begin(profile, LoginOptions::default());
        let page = Person::default().log_in(&url, username);
        assert!(page.contains("tab"), "the last page: {page}");
        match self.end_of(&run_id) {
            Ok(Event::LoginFinished {
                session, replaced, ..
            }) => (*session, replaced),
            other => panic!("{other:?}"),
        }
    }

    pub fn refresh(&mut self, session_id: &SessionId) -> Result<(Session, bool), Box<Problem>> {
        let run_id = self.run_id();
        self.send(Effect::Refresh {
            run_id: run_id.clone(),
            session_id: session_id.clone(),
        });
        match self.end_of(&run_id)? {
            Event::Refreshed {
                session, rotated, ..
            } => Ok((*session, rotated)),
            other => panic!("{other:?}"),
        }
    }

    pub fn take_token(&mut self, session_id: &SessionId) -> Result<String, Box<Problem>> {
        let run_id = self.run_id();
        self.send(Effect::TakeToken {
            run_id: run_id.clone(),
            session_id: session_id.clone(),
            may_refresh: true,
        });
        match self.end_of(&run_id)? {
            Event::TokenTaken { access_token, .. } => Ok(access_token.expose().to_owned()),
            other => panic!("{other:?}"),
        }
    }

    pub fn open_vault(&mut self, choice: VaultChoice) {
        let run_id = self.run_id();
        self.send(Effect::OpenVault { run_id, choice });
    }
}

/// Somebody with a browser: follows redirects, keeps cookies, fills forms.
#[derive(Default)]
pub struct Person {
    cookies: BTreeMap<String, String>,
    stops_at_callback: bool,
}

pub struct Page {
    pub url: String,
    pub status: u16,
    pub headers: String,
    pub body: String,
}

impl Person {
    /// Logs in and allows access; returns the text of the last page.
    pub fn log_in(&mut self, url: &str, username: &str) -> String {
        let mut page = self.open(url);
        for _ in 0..4 {
            if page.body.contains("name=\"pw\"") {
                let password = format!("demo-{}-1", username.split('@').next().unwrap());
                page = self.submit(&page, &[("username", username), ("pw", &password)]);
            } else if page.body.contains("name=\"save\"") {
                page = self.submit(&page, &[("save", "Allow")]);
            } else {
                return page.body;
            }
        }
        panic!("the forms do not end: {}", page.body);
    }

    /// Logs in and allows access where nobody listens; returns the address the browser ends at.
    pub fn callback_of(&mut self, url: &str, username: &str) -> String {
        self.stops_at_callback = true;
        let mut page = self.open(url);
        for _ in 0..4 {
            if page.body.contains("name=\"pw\"") {
                let password = format!("demo-{}-1", username.split('@').next().unwrap());
                page = self.submit(&page, &[("username", username), ("pw", &password)]);
            } else if page.body.contains("name=\"save\"") {
                page = self.submit(&page, &[("save", "Allow")]);
            } else {
                break;
            }
        }
        page.url
    }

    /// Opens an address and follows redirects.
    pub fn open(&mut self, url: &str) -> Page {
        if self.stops_at_callback && url.contains("?code=") {
            return Page {
                url: url.to_owned(),
                status: 0,
                headers: String::new(),
                body: String::new(),
            };
        }
        let mut page = self.send("GET", url, "", "");
        for _ in 0..10 {
            let Some(location) = header(&page.headers, "location") else {
                return page;
            };
            let next = url::Url::parse(&page.url).unwrap().join(&location).unwrap();
            if self.stops_at_callback
                && next.query().is_some_and(|query| query.contains("code="))
                && next.port() != url::Url::parse(url).unwrap().port()
            {
                return Page {
                    url: next.to_string(),
                    ..page
                };
            }
            page = self.send("GET", next.as_str(), "", "");
        }
        panic!("the redirects do not end");
    }

    fn submit(&mut self, page: &Page, filled: &[(&str, &str)]) -> Page {
        let action = between(&page.body, "action=\"", "\"").expect("a form");
        let action = url::Url::parse(&page.url).unwrap().join(&action).unwrap();
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        if let Some(source) = between(&page.body, "name=\"source\" value=\"", "\"") {
            form.append_pair("source", &source);
        }
        form.extend_pairs(filled);
        let body = form.finish();
        let kind = "Content-Type: application/x-www-form-urlencoded\r\n";
        let page = self.send("POST", action.as_str(), kind, &body);
        match header(&page.headers, "location") {
            Some(location) => {
                let next = url::Url::parse(&page.url).unwrap().join(&location).unwrap();
                self.open(next.as_str())
            }
            None => page,
        }
    }

    pub fn send(&mut self, method: &str, url: &str, headers: &str, body: &str) -> Page {
        let parsed = url::Url::parse(url).unwrap();
        let port = parsed.port().unwrap();
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let target = &parsed[url::Position::BeforePath..url::Position::AfterQuery];
        let cookie = match self.cookies.get(&port.to_string()) {
            Some(cookie) => format!("Cookie: {cookie}\r\n"),
            None => String::new(),
        };
        let request = format!(
            "{method} {target} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n{cookie}{headers}Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8(answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        if let Some(cookie) = header(head, "set-cookie") {
            let pair = cookie.split(';').next().unwrap_or_default().to_owned();
            self.cookies.insert(port.to_string(), pair);
        }
        Page {
            url: url.to_owned(),
            status: head.get(9..12).and_then(|s| s.parse().ok()).unwrap_or(0),
            headers: head.to_owned(),
            body: body.to_owned(),
        }
    }
}

fn header(head: &str, name: &str) -> Option<String> {
    head.lines().find_map(|line| {
        let (known, value) = line.split_once(':')?;
        known
            .eq_ignore_ascii_case(name)
            .then(|| value.trim().to_owned())
    })
}

fn between(text: &str, before: &str, after: &str) -> Option<String> {
    let (_, rest) = text.split_once(before)?;
    Some(rest.split(after).next()?.replace("&amp;", "&"))
}

/// Makes the body of a fault.
pub fn fault(name: &str, path: &str) -> Value {
    json!({"fault": name, "path": path, "times": 1})
}
