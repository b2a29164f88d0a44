//! An authorization server of these tests alone: right by default, and hostile at one path when told to.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};

/// How long the server waits for a client that says nothing.
const PATIENCE: Duration = Duration::from_secs(20);

pub const TOKEN: &str = "/services/oauth2/token";
pub const IDENTITY: &str = "/id/";
pub const INTROSPECT: &str = "/services/oauth2/introspect";
pub const REVOKE: &str = "/services/oauth2/revoke";

/// What the server does instead: it gets the connection, and the request it has read.
pub type Script = Arc<dyn Fn(&mut dyn Write, &str) + Send + Sync>;

#[derive(Default)]
struct Books {
    hostile: BTreeMap<&'static str, Script>,
    /// Fields that the next token answers have instead, or lack.
    tokens: Vec<(&'static str, Value)>,
    revoked: Vec<String>,
    issued: u32,
}

/// The server.
#[derive(Clone)]
pub struct HostileOrg {
    pub base: String,
    books: Arc<Mutex<Books>>,
}

impl HostileOrg {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let org = Self::at(&format!("http://127.0.0.1:{port}"));
        let serving = org.clone();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let _ = stream.set_read_timeout(Some(PATIENCE));
                let _ = stream.set_write_timeout(Some(PATIENCE));
                let org = serving.clone();
                std::thread::spawn(move || org.serve(&mut stream));
            }
        });
        org
    }

    /// At this address, which somebody else listens at.
    pub fn at(base: &str) -> Self {
        Self {
            base: base.to_owned(),
            books: Arc::default(),
        }
    }

    /// Answers the one request of a connection.
    pub fn serve(&self, stream: &mut (impl Read + Write)) {
        let Some(request) = read(stream) else {
            return;
        };
        let path = request.split([' ', '?']).nth(1).unwrap_or_default();
        let script = {
            let books = self.books.lock().unwrap();
            let mut scripts = books.hostile.iter();
            scripts
                .find(|(at, _)| path.starts_with(**at))
                .map(|(_, script)| Arc::clone(script))
        };
        if let Some(script) = script {
            return script(stream, &request);
        }
        let (status, body) = answer(&mut self.books.lock().unwrap(), &self.base, path, &request);
        let _ = write!(
            stream,
            "HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        );
    }

    /// Plays a script at every request to a path.
    pub fn plays(&self, path: &'static str, script: Script) {
        self.books.lock().unwrap().hostile.insert(path, script);
    }

    /// Changes fields of the token answers to come; `null` takes one out.
    pub fn changes(&self, fields: &[(&'static str, Value)]) {
        self.books.lock().unwrap().tokens = fields.to_vec();
    }

    /// Right again, everywhere.
    pub fn mends(&self) {
        let mut books = self.books.lock().unwrap();
        books.hostile.clear();
        books.tokens.clear();
    }
}

fn read(stream: &mut impl Read) -> Option<String> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 8192];
    loop {
        match stream.read(&mut chunk) {
            Ok(count @ 1..) => bytes.extend_from_slice(&chunk[..count]),
            _ => return None,
        }
        let text = String::from_utf8_lossy(&bytes);
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let head = head.to_ascii_lowercase();
        let length = head.split("content-length:").nth(1).map_or(0, |rest| {
            rest.lines()
                .next()
                .unwrap_or_default()
                .trim()
                .parse()
                .unwrap_or(0)
        });
        if body.len() >= length {
            return Some(text.into_owned());
        }
    }
}

fn answer(books: &mut Books, base: &str, path: &str, request: &str) -> (u16, String) {
    let id = format!("{base}/id/00D5e0000012ABCEA2/0055e0000000001AAA");
    let body = match path {
        TOKEN => {
            books.issued += 1;
            let mut tokens = json!({
                "access_token": format!("00D5e0000012ABC!canaryAccess{:08}", books.issued),
                "refresh_token": "5Aep861canaryRefresh00000001", "token_type": "Bearer", "scope": "api id refresh_token",
                "id": id, "instance_url": base, "issued_at": "1770000000000",
            });
            for (name, value) in &books.tokens {
                match (value, tokens.as_object_mut().unwrap()) {
                    (Value::Null, tokens) => {
                        tokens.remove(*name);
                    }
                    (value, tokens) => {
                        tokens.insert((*name).to_owned(), value.clone());
                    }
                }
            }
            tokens
        }
        INTROSPECT => {
            json!({"active": !books.revoked.iter().any(|token| *token == field(request, "token")), "scope": "api id refresh_token",
                   "exp": 4_000_000_000_i64})
        }
        REVOKE => {
            books.revoked.push(field(request, "token"));
            json!({})
        }
        _ if path.starts_with(IDENTITY) || path.ends_with("/userinfo") => json!({
            "username": "ada@acme.example", "preferred_username": "ada@acme.example", "display_name": "Ada",
            "user_id": "0055e0000000001AAA", "organization_id": "00D5e0000012ABCEA2",
        }),
        _ => return (404, "{}".to_owned()),
    };
    (200, body.to_string())
}

/// A field of a form, decoded.
pub fn field(request: &str, name: &str) -> String {
    let form = request.split("\r\n\r\n").nth(1).unwrap_or_default();
    let mut fields = url::form_urlencoded::parse(form.as_bytes());
    let found = fields.find(|(known, _)| known == name);
    found
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}
