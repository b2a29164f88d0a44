//! A client and a browser for the tests: they speak to the demo org in process and know nothing of its inside.

use std::sync::OnceLock;

use serde_json::Value;
use valet_key::demo_org::config::Config;
use valet_key::demo_org::{Org, Reply, Request, Response, SigningKey, respond};
use valet_key::model::time::UnixTime;

/// Where the org of these tests is.
pub const BASE: &str = "http://localhost:4100";
/// The public app of the built-in ones.
pub const PUBLIC: &str = "3MVG9ValetKeyDemo.PublicClientWithPkce";
/// The confidential one, and its secret.
pub const CONFIDENTIAL: &str = "3MVG9DemoConfidential.WebServer";
pub const SECRET: &str = "4B1DDE40C0DE0000000000000000000000000000000000000000000000000001";
pub const CALLBACK: &str = "http://localhost:1717/OauthRedirect";
/// Verifier and challenge of RFC 7636 appendix B.
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// One key for all tests: making one takes a while.
pub fn key() -> SigningKey {
    static KEY: OnceLock<SigningKey> = OnceLock::new();
    KEY.get_or_init(|| SigningKey::generate().unwrap()).clone()
}

/// An org with a clock and a browser's cookies.
pub struct World {
    pub org: Org,
    pub now_ms: i64,
    pub cookie: Option<String>,
}

impl World {
    pub fn new() -> Self {
        Self::with("()")
    }

    pub fn with(config: &str) -> Self {
        Self::of(Config::parse(config).unwrap())
    }

    pub fn of(config: Config) -> Self {
        Self {
            org: Org::new(config, key(), [7; 32]).unwrap(),
            now_ms: 1_767_225_600_000,
            cookie: None,
        }
    }

    pub fn reply(&mut self, request: Request) -> Reply {
        self.now_ms += 10;
        respond(&mut self.org, request, UnixTime::from_millis(self.now_ms))
    }

    pub fn send(&mut self, request: Request) -> Response {
        self.reply(request).response().expect("an answer")
    }

    pub fn wait_secs(&mut self, secs: i64) {
        self.now_ms += secs * 1000;
    }

    /// Sends as the browser, with its cookie, and keeps the cookie of the answer.
    pub fn browse(&mut self, request: Request) -> Response {
        let request = match &self.cookie {
            Some(cookie) => request.with("Cookie", cookie),
            None => request,
        };
        let response = self.send(request);
        if let Some(cookie) = response.header("Set-Cookie") {
            self.cookie = cookie.split(';').next().map(str::to_owned);
        }
        response
    }

    /// Follows redirects inside the org; returns the first page, or the callback that leaves it.
    pub fn follow(&mut self, mut response: Response) -> Response {
        while let Some(location) = response.header("Location").map(str::to_owned) {
            // Another site, or a program that took the scheme for its own.
            if location.contains("://") && !location.starts_with(BASE) {
                break;
            }
            let address = match location.strip_prefix('/') {
                Some(path) => format!("{BASE}/{path}"),
                None => location,
            };
            response = self.browse(Request::get(&address));
        }
        response
    }

    /// Opens an authorize address with these fields.
    pub fn authorize(&mut self, fields: &[(&str, &str)]) -> Response {
        let query = encode(fields);
        let response = self.browse(Request::get(&format!(
            "{BASE}/services/oauth2/authorize?{query}"
        )));
        self.follow(response)
    }

    /// Submits the form of a page with these fields filled in or chosen.
    pub fn submit(&mut self, page: &Response, filled: &[(&str, &str)]) -> Response {
        let html = page.text();
        let action = attribute(&html, "action=\"").expect("a form");
        let mut fields = vec![(
            "source",
            attribute(&html, "name=\"source\" value=\"").unwrap(),
        )];
        if let Some(code) = attribute(&html, "name=\"user_code\" value=\"") {
            fields.push(("user_code", code));
        }
        fields.retain(|(name, _)| !filled.iter().any(|(other, _)| other == name));
        fields.extend(
            filled
                .iter()
                .map(|(name, value)| (*name, (*value).to_owned())),
        );
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let response = self.browse(Request::post(&format!("{BASE}{action}"), &fields));
        self.follow(response)
    }

    /// Logs in on a login page.
    pub fn log_in(&mut self, page: &Response, username: &str) -> Response {
        let password = password(username);
        self.submit(page, &[("username", username), ("pw", &password)])
    }

    /// Runs the web server flow of the public app to its tokens.
    pub fn tokens(&mut self, username: &str) -> Value {
        self.tokens_of(PUBLIC, &[], username)
    }

    /// Runs the web server flow of any app with PKCE; `extra` goes into the token request.
    pub fn tokens_of(&mut self, client_id: &str, extra: &[(&str, &str)], username: &str) -> Value {
        self.cookie = None;
        let mut page = self.authorize(&fields(client_id));
        page = self.log_in(&page, username);
        if page.header("Location").is_none() {
            page = self.submit(&page, &[("save", "Allow")]);
        }
        let code = parameter(&page, "code").expect("a code");
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("client_id", client_id),
            ("code", &code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ];
        fields.extend(extra);
        let answer = self.token(&fields);
        assert_eq!(answer.status, 200, "{}", answer.text());
        json(&answer)
    }

    pub fn token(&mut self, fields: &[(&str, &str)]) -> Response {
        self.send(Request::post(
            &format!("{BASE}/services/oauth2/token"),
            fields,
        ))
    }

    pub fn get(&mut self, path: &str, access_token: &str) -> Response {
        let request = Request::get(&format!("{BASE}{path}"));
        self.send(request.with("Authorization", &format!("Bearer {access_token}")))
    }

    pub fn control(&mut self, path: &str, body: &str) -> Value {
        let method = if body.is_empty() { "GET" } else { "POST" };
        let mut request = Request::new(method, &format!("{BASE}/demo/control/{path}"))
            .with("Demo-Control", self.org.control_token());
        request.body = body.as_bytes().to_vec();
        let answer = self.send(request);
        assert_eq!(answer.status, 200, "{}", answer.text());
        json(&answer)
    }
}

/// An ordinary authorize request with PKCE.
pub fn fields(client_id: &str) -> Vec<(&'static str, &str)> {
    vec![
        ("response_type", "code"),
        ("client_id", client_id),
        ("redirect_uri", CALLBACK),
        ("state", "st+a/te="),
        ("code_challenge", CHALLENGE),
    ]
}

pub fn password(username: &str) -> String {
    format!("demo-{}-1", username.split('@').next().unwrap())
}

pub fn json(response: &Response) -> Value {
    serde_json::from_slice(&response.body)
        .unwrap_or_else(|_| panic!("not JSON: {}", response.text()))
}

pub fn encode(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

/// Returns a parameter of the callback, from query or fragment.
pub fn parameter(response: &Response, name: &str) -> Option<String> {
    let location = response.header("Location")?;
    let (_, fields) = location.split_once(['?', '#'])?;
    url::form_urlencoded::parse(fields.as_bytes())
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

fn attribute(html: &str, before: &str) -> Option<String> {
    let (_, rest) = html.split_once(before)?;
    Some(rest.split('"').next()?.to_owned())
}
