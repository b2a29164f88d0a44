//! One installation and one demo org for a test, and the program run against both.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::{Value, json};
use valet_key::engine::person::{Choice, End, Person};

use super::free_port;

/// The confidential app that most tests use.
pub const APP: &str = "TestConfidential";
pub const SECRET: &str = "TestSecretThatIsLongEnough";
/// The same without a secret, with rotating refresh tokens.
pub const ROTATING: &str = "TestRotating";

/// Folder, vault, demo org and callback port.
pub struct World {
    pub folder: tempfile::TempDir,
    pub org: Org,
    pub port: u16,
    vault: String,
}

/// A demo org as its own process.
pub struct Org {
    child: Child,
    pub base_url: String,
    control_token: String,
    passwords: BTreeMap<String, String>,
}

/// What a command said.
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    /// The JSON on stdout.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    /// The error object that ends stderr.
    #[track_caller]
    pub fn error(&self) -> Value {
        let last = self.err.lines().last().unwrap_or_default();
        let line: Value =
            serde_json::from_str(last).unwrap_or_else(|_| panic!("no JSON: {self:?}"));
        line["error"].clone()
    }
}

impl std::fmt::Debug for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "exit {}\n{}\n{}", self.code, self.out, self.err)
    }
}

/// The program, as a person without a window, a keyring or a browser has it.
pub fn program(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_valet-key"));
    for name in [
        "BROWSER",
        "DISPLAY",
        "WAYLAND_DISPLAY",
        "VALET_KEY_VAULT",
        "VALET_KEY_DATA_DIR",
    ] {
        command.env_remove(name);
    }
    command.arg("--data-dir").arg(data).stdin(Stdio::null());
    command
}

pub fn said(output: Output) -> Said {
    Said {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

impl World {
    /// Starts an org with two apps, and imports a profile for each: `acme` and `rotating`.
    pub fn new() -> Self {
        Self::with_vault(None)
    }

    /// The same with another vault than a passphrase's.
    pub fn with_vault(vault: Option<&str>) -> Self {
        let port = free_port();
        let callback = format!("http://localhost:{port}/OauthRedirect");
        let apps = format!(
            "(apps: [(name: \"Confidential\", client_id: \"{APP}\", client_secret: \"{SECRET}\", callback_urls: [\"{callback}\"],
                scope: \"api id openid refresh_token web\"),
              (name: \"Rotating\", client_id: \"{ROTATING}\", callback_urls: [\"{callback}\"], scope: \"api id openid refresh_token web\",
                policies: (rotate_refresh_tokens: true))])"
        );
        let folder = tempfile::tempdir().unwrap();
        let org = Org::start(folder.path(), &apps);
        let file = folder.path().join("passphrase");
        let vault = vault.map_or_else(
            || format!("passphrase-file:{}", file.display()),
            str::to_owned,
        );
        let world = Self {
            folder,
            org,
            port,
            vault,
        };
        write_private(&world.passphrase_file(), b"correct horse battery\n");
        let profile = |id: &str, app: &str| {
            format!(
                "(profile_id: \"{id}\", name: \"{id} name\", login_url: \"{}\", client_id: \"{app}\",
                  callback_urls: [\"{callback}\"], scope: \"api id openid refresh_token web\")",
                world.org.base_url
            )
        };
        let file = format!(
            "(schema: 1, profiles: [{}, {}])",
            profile("acme", APP),
            profile("rotating", ROTATING)
        );
        let path = world.folder.path().join("profiles.ron");
        std::fs::write(&path, file).unwrap();
        let imported = world.run(&["import", path.to_str().unwrap()]);
        assert_eq!(imported.code, 0, "{imported:?}");
        world
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn passphrase_file(&self) -> PathBuf {
        self.folder.path().join("passphrase")
    }

    /// The program with this world's folder and vault.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program(&self.data());
        command.arg("--vault").arg(&self.vault).args(arguments);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Said {
        said(self.command(arguments).output().unwrap())
    }

    /// Runs with `--json` and takes the answer of a command that must succeed.
    #[track_caller]
    pub fn ask(&self, arguments: &[&str]) -> Value {
        let said = self.run(&[arguments, &["--json"]].concat());
        assert_eq!(said.code, 0, "{arguments:?}: {said:?}");
        said.json()
    }

    /// Runs with `--json` and takes exit code and error of a command that must fail with empty stdout.
    #[track_caller]
    pub fn fails(&self, arguments: &[&str]) -> (i32, Value) {
        let said = self.run(&[arguments, &["--json"]].concat());
        assert_ne!(said.code, 0, "{arguments:?}: {said:?}");
        assert_eq!(said.out, "", "{arguments:?}: {said:?}");
        (said.code, said.error())
    }

    /// Runs with text on stdin.
    pub fn run_with_input(&self, arguments: &[&str], input: &[u8]) -> Said {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        said(child.wait_with_output().unwrap())
    }

    pub fn set_secret(&self) {
        let set = self.run_with_input(&["secret", "set", "acme"], format!("{SECRET}\n").as_bytes());
        assert_eq!((set.code, set.out.as_str()), (0, ""), "{set:?}");
    }

    pub fn person(&self, username: &str) -> Person {
        Person {
            username: username.to_owned(),
            password: self.org.passwords[username].clone(),
            choice: Choice::Allow,
        }
    }

    /// Begins a login without a browser and reads on until its address.
    pub fn begin_login(&self, arguments: &[&str]) -> Waiting {
        let all = [&["login", "--no-browser", "--json"], arguments].concat();
        Waiting::of(self.command(&all))
    }

    /// Logs in as a user and takes the answer.
    #[track_caller]
    pub fn log_in(&self, profile: &str, username: &str) -> Value {
        let waiting = self.begin_login(&[profile]);
        let end = self.person(username).follow(&waiting.address).unwrap();
        assert!(matches!(end, End::Callback { .. }), "{end:?}");
        let said = waiting.end();
        assert_eq!(said.code, 0, "{said:?}");
        said.json()
    }
}

/// A login that waits for its callback.
pub struct Waiting {
    pub child: Child,
    pub address: String,
    err: BufReader<std::process::ChildStderr>,
    said: String,
}

impl Waiting {
    pub fn of(mut command: Command) -> Self {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut err = BufReader::new(child.stderr.take().unwrap());
        let mut said = String::new();
        let address = loop {
            let mut line = String::new();
            assert_ne!(err.read_line(&mut line).unwrap(), 0, "no address: {said}");
            said.push_str(&line);
            if line.starts_with("http") {
                break line.trim().to_owned();
            }
        };
        Self {
            child,
            address,
            err,
            said,
        }
    }

    /// Waits for the end of the command.
    pub fn end(mut self) -> Said {
        self.err.read_to_string(&mut self.said).unwrap();
        let output = self.child.wait_with_output().unwrap();
        Said {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: self.said,
        }
    }
}

impl Org {
    pub fn start(folder: &Path, config: &str) -> Self {
        let path = folder.join("org.ron");
        std::fs::write(&path, config).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_valet-key"))
            .args(["demo-org", "--json", "--config"])
            .arg(&path)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        let ready: Value = serde_json::from_str(&line).unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let users = ready["users"].as_array().unwrap();
        Self {
            base_url: text(&ready["base_url"]),
            control_token: text(&ready["control_token"]),
            passwords: users
                .iter()
                .map(|user| (text(&user["username"]), text(&user["password"])))
                .collect(),
            child,
        }
    }

    pub fn stop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Asks the control API.
    #[track_caller]
    pub fn control(&self, path: &str, body: Option<Value>) -> Value {
        let address = self.base_url.strip_prefix("http://").unwrap();
        let mut connection = TcpStream::connect(address).unwrap();
        let method = if body.is_some() { "POST" } else { "GET" };
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        write!(
            connection,
            "{method} /demo/control/{path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nDemo-Control: {}\r\nContent-Length: {}\r\n\r\n{body}",
            self.control_token,
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{path}: {answer}");
        serde_json::from_str(body).unwrap()
    }

    /// How many requests of this grant reached the token endpoint.
    pub fn token_requests(&self, grant_type: &str) -> usize {
        let seen = self.control("requests?after=0", None);
        let requests = seen["requests"].as_array().unwrap();
        requests
            .iter()
            .filter(|request| request["grant_type"] == grant_type)
            .count()
    }

    /// How many requests came at all.
    pub fn requests(&self) -> usize {
        let seen = self.control("requests?after=0", None);
        let requests = seen["requests"].as_array().unwrap();
        requests
            .iter()
            .filter(|request| !request["path"].as_str().unwrap().starts_with("/demo/"))
            .count()
    }

    pub fn expire(&self) {
        self.control("expire-access-tokens", Some(json!({})));
    }

    pub fn live_tokens(&self, kind: &str) -> Vec<String> {
        let seen = self.control("tokens", None);
        let tokens = seen["tokens"].as_array().unwrap();
        tokens
            .iter()
            .filter(|token| token["live"] == true && token["token_type"] == kind)
            .map(|token| token["fingerprint"].as_str().unwrap().to_owned())
            .collect()
    }
}

impl Drop for Org {
    fn drop(&mut self) {
        self.stop();
    }
}

pub fn write_private(path: &Path, bytes: &[u8]) {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    options.open(path).unwrap().write_all(bytes).unwrap();
}

/// Names of the fields of an object.
pub fn keys(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}
