//! One trial: a demo org, a relay before it, a data folder, and every command that was run.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::Value;

use super::marks::Marks;
use super::relay::Relay;
use crate::login::bench::free_port;

/// The client secret that the app has.
pub const CLIENT_SECRET: &str = "mark-client-secret-5f1c9a7e/b+d=3";
/// A client secret that the org refuses.
pub const WRONG_SECRET: &str = "mark-wrong-secret-90ab41c2/e+f=7";
/// A client secret in a file where it does not belong.
const MISPLACED_SECRET: &str = "mark-misplaced-secret-77e0d1";
const PASSPHRASE: &str = "mark passphrase: correct horse 8812";
const OTHER_PASSPHRASE: &str = "mark passphrase: wrong donkey 5521";

/// What one command said.
#[derive(Clone)]
pub struct Printed {
    /// The arguments, joined.
    pub command: String,
    /// Standard output.
    pub stdout: Vec<u8>,
    /// Standard error.
    pub stderr: Vec<u8>,
    code: Option<i32>,
}

impl Printed {
    /// Standard output as text.
    pub fn text(&self) -> String {
        String::from_utf8(self.stdout.clone()).unwrap()
    }

    /// Asserts exit code 0.
    #[track_caller]
    pub fn succeeded(&self) {
        assert_eq!(
            self.code,
            Some(0),
            "`{}`: {}",
            self.command,
            self.last_words()
        );
    }

    /// Asserts an exit code of the contract that is not 0.
    #[track_caller]
    pub fn failed(&self) {
        assert!(
            matches!(self.code, Some(1..=7 | 126 | 127)),
            "`{}` ended {:?}: {}",
            self.command,
            self.code,
            self.last_words()
        );
    }

    fn last_words(&self) -> String {
        let text = String::from_utf8_lossy(&self.stderr);
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(6)..].join("\n")
    }
}

/// Everything one trial needs; ended when dropped.
pub struct Trial {
    /// What every command said, in order.
    pub printed: Vec<Printed>,
    folder: tempfile::TempDir,
    org: Child,
    org_port: u16,
    control_token: String,
    relay: Relay,
    watch: Arc<AtomicBool>,
    watcher: Option<JoinHandle<()>>,
    seen: Arc<Mutex<Seen>>,
}

/// What other users and programs can see of the processes of this machine.
#[derive(Default)]
pub struct Seen {
    /// Arguments.
    pub command_lines: BTreeSet<Vec<u8>>,
    /// Environments.
    pub environments: BTreeSet<Vec<u8>>,
}

impl Trial {
    /// Starts the org, the relay and the watch over command lines.
    pub fn start() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("canary-")
            .tempdir()
            .unwrap();
        let callback = format!("http://localhost:{}/OauthRedirect", free_port());
        let org_file = folder.path().join("org.ron");
        std::fs::write(
            &org_file,
            format!(
                "(apps: [(name: \"Canary\", client_id: \"CanaryApp\", client_secret: \"{CLIENT_SECRET}\", callback_urls: [\"{callback}\"], scope: \"api id openid refresh_token web\", policies: (require_secret: true, require_secret_for_refresh: true))])"
            ),
        )
        .unwrap();
        let mut org = Command::new(env!("CARGO_BIN_EXE_valet-key"))
            .args([
                "demo-org",
                "--json",
                "--auto-approve",
                "admin@demo.example",
                "--config",
            ])
            .arg(&org_file)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut ready = String::new();
        BufReader::new(org.stdout.take().unwrap())
            .read_line(&mut ready)
            .unwrap();
        let ready: Value = serde_json::from_str(&ready).expect("the ready line of the demo org");
        let org_port = port_of(ready["base_url"].as_str().unwrap());
        let relay = Relay::to(org_port);

        let profile = |extra: &str| {
            format!(
                "(schema: 1, profiles: [(profile_id: \"canary\", name: \"Canary trial\", login_url: \"http://localhost:{0}\", client_id: \"CanaryApp\", callback_urls: [\"{callback}\"], scope: \"api id openid refresh_token web\"{extra}), \
                 (profile_id: \"swap\", name: \"Exchange trial\", login_url: \"http://localhost:{0}\", client_id: \"CanaryApp\", flow: token_exchange, scope: \"api id openid refresh_token web\")])",
                relay.port
            )
        };
        std::fs::write(folder.path().join("profiles.ron"), profile("")).unwrap();
        let misplaced = profile(&format!(", client_secret: \"{MISPLACED_SECRET}\""));
        std::fs::write(folder.path().join("with-a-secret.ron"), misplaced).unwrap();
        let broken = format!("(schema: 1, profiles: [(name: \"{MISPLACED_SECRET}");
        std::fs::write(folder.path().join("broken.ron"), broken).unwrap();
        private(&folder.path().join("passphrase"), PASSPHRASE);
        private(&folder.path().join("other-passphrase"), OTHER_PASSPHRASE);

        let watch = Arc::new(AtomicBool::new(true));
        let seen = Arc::new(Mutex::new(Seen::default()));
        let watcher = std::thread::spawn({
            let (watch, seen) = (Arc::clone(&watch), Arc::clone(&seen));
            move || {
                while watch.load(Ordering::Relaxed) {
                    look_at_processes(&seen);
                    // A sample a few hundred times a second, without taking a whole core.
                    std::thread::park_timeout(Duration::from_millis(3));
                }
            }
        });
        Self {
            printed: Vec::new(),
            control_token: ready["control_token"].as_str().unwrap().to_owned(),
            folder,
            org,
            org_port,
            relay,
            watch,
            watcher: Some(watcher),
            seen,
        }
    }

    /// Runs a command that must succeed.
    #[track_caller]
    pub fn works(&mut self, arguments: &[&str]) -> Printed {
        let printed = self.runs(arguments);
        printed.succeeded();
        printed
    }

    /// Runs a command that must fail.
    #[track_caller]
    pub fn fails(&mut self, arguments: &[&str]) {
        self.runs(arguments).failed();
    }

    /// Runs a command.
    pub fn runs(&mut self, arguments: &[&str]) -> Printed {
        self.with_stdin(arguments, "")
    }

    /// Runs a command with something on standard input.
    pub fn with_stdin(&mut self, arguments: &[&str], stdin: &str) -> Printed {
        self.finish("passphrase", arguments, stdin)
    }

    /// Runs a command with a passphrase that does not open the vault.
    pub fn with_other_passphrase(&mut self, arguments: &[&str]) -> Printed {
        self.finish("other-passphrase", arguments, "")
    }

    /// Logs in, with this test in the place of the browser.
    pub fn login(&mut self) -> Printed {
        let arguments = [
            "login",
            "canary",
            "--no-browser",
            "--timeout",
            "60",
            "--json",
        ];
        let mut child = self.spawn("passphrase", &arguments);
        let _stdin = child.stdin.take();
        let mut heard = Vec::new();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let authorize = format!("http://localhost:{}/", self.relay.port);
        loop {
            let mut line = String::new();
            if stderr.read_line(&mut line).unwrap() == 0 {
                break;
            }
            heard.extend_from_slice(line.as_bytes());
            if line.starts_with(&authorize) {
                browse(line.trim());
                break;
            }
        }
        stderr.read_to_end(&mut heard).unwrap();
        let out = child.wait_with_output().unwrap();
        self.keep(&arguments, out.stdout, heard, out.status.code())
    }

    fn spawn(&self, passphrase: &str, arguments: &[&str]) -> Child {
        let vault = self.folder.path().join(passphrase);
        Command::new(env!("CARGO_BIN_EXE_valet-key"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env("RUST_LOG", "trace")
            .env("VALET_KEY_LOG", "trace")
            .env("VALET_KEY_DATA_DIR", self.folder.path().join("data"))
            .env(
                "VALET_KEY_VAULT",
                format!("passphrase-file:{}", vault.display()),
            )
            .env("HOME", self.folder.path().join("home"))
            .env("BROWSER", "true")
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    fn finish(&mut self, passphrase: &str, arguments: &[&str], stdin: &str) -> Printed {
        let mut child = self.spawn(passphrase, arguments);
        // A command that reads nothing may be gone already.
        let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
        let out = child.wait_with_output().unwrap();
        self.keep(arguments, out.stdout, out.stderr, out.status.code())
    }

    fn keep(
        &mut self,
        arguments: &[&str],
        stdout: Vec<u8>,
        stderr: Vec<u8>,
        code: Option<i32>,
    ) -> Printed {
        let printed = Printed {
            command: arguments.join(" "),
            stdout,
            stderr,
            code,
        };
        self.printed.push(printed.clone());
        printed
    }

    /// Calls the org's control API.
    #[track_caller]
    pub fn control(&self, path: &str, body: &str) {
        self.asked(path, body);
    }

    /// Fetches a token of the demo provider, and puts it into a file beside the profiles.
    pub fn subject_token(&self) -> String {
        let answer = self.asked("subject-token", r#"{"username":"admin@demo.example"}"#);
        let (_, body) = answer.split_once("\r\n\r\n").unwrap();
        let told: Value = serde_json::from_str(body).unwrap();
        let token = told["subject_token"].as_str().unwrap().to_owned();
        std::fs::write(self.folder.path().join("subject.txt"), &token).unwrap();
        token
    }

    fn asked(&self, path: &str, body: &str) -> String {
        let head = format!(
            "Demo-Control: {}\r\nContent-Type: application/json",
            self.control_token
        );
        let answer = http(
            self.org_port,
            "POST",
            &format!("/demo/control/{path}"),
            &head,
            body,
        );
        assert!(answer.starts_with("HTTP/1.1 200"), "{path}: {answer}");
        answer
    }

    /// Every secret of this trial, from the test itself and from the wire.
    pub fn marks(&self) -> Marks {
        let mut marks = Marks::default();
        marks.add("client secret", CLIENT_SECRET);
        marks.add("wrong client secret", WRONG_SECRET);
        marks.add("misplaced client secret", MISPLACED_SECRET);
        marks.add("passphrase", PASSPHRASE);
        marks.add("other passphrase", OTHER_PASSPHRASE);
        for (name, field) in [
            ("access token", "access_token"),
            ("refresh token", "refresh_token"),
            ("ID token", "id_token"),
            ("code", "code"),
            ("verifier", "code_verifier"),
            ("subject token", "subject_token"),
        ] {
            let values = self.relay.values(field);
            let long: Vec<&String> = values.iter().filter(|value| value.len() > 20).collect();
            assert!(!long.is_empty(), "the wire carried no {name}");
            for value in long {
                marks.add(name, value);
            }
        }
        marks
    }

    /// Every file below the data folder and the home folder, with its content.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mut found = Vec::new();
        for start in ["data", "home"] {
            collect(&self.folder.path().join(start), &mut found);
        }
        assert!(
            found.iter().any(|(path, _)| path.ends_with("vault.vk")),
            "no vault was written"
        );
        found
    }

    /// What was seen of the processes of this machine meanwhile.
    pub fn seen(&self) -> Seen {
        self.watch.store(false, Ordering::Relaxed);
        let seen = std::mem::take(&mut *self.seen.lock().unwrap());
        let ours = seen
            .command_lines
            .iter()
            .any(|line| String::from_utf8_lossy(line).contains("valet-key"));
        assert!(ours, "the watch saw no command of ours");
        seen
    }

    /// Leaks a secret on purpose, on a command line, in an environment and in a file, and returns what the watch sees of it.
    pub fn leak(&self, secret: &str) -> (Seen, Vec<(String, Vec<u8>)>) {
        let mut child = Command::new("sh")
            .args(["-c", "echo here; read line", "sh", secret])
            .env("LEAK", secret)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        // Only a program that speaks surely has its command line.
        let mut here = String::new();
        let out = child.stdout.take().unwrap();
        BufReader::new(out).read_line(&mut here).unwrap();
        let file = self.folder.path().join("data/leak");
        std::fs::write(&file, secret).unwrap();
        let seen = Mutex::new(Seen::default());
        look_at_processes(&seen);
        let files = self.files();
        std::fs::remove_file(file).unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        (seen.into_inner().unwrap(), files)
    }
}

impl Drop for Trial {
    fn drop(&mut self) {
        self.watch.store(false, Ordering::Relaxed);
        if let Some(watcher) = self.watcher.take() {
            let _ = watcher.join();
        }
        let _ = self.org.kill();
        let _ = self.org.wait();
    }
}

fn look_at_processes(seen: &Mutex<Seen>) {
    for entry in std::fs::read_dir("/proc").unwrap().flatten() {
        let line = std::fs::read(entry.path().join("cmdline")).unwrap_or_default();
        let environment = std::fs::read(entry.path().join("environ")).unwrap_or_default();
        let mut seen = seen.lock().unwrap();
        if !line.is_empty() {
            seen.command_lines.insert(line);
            seen.environments.insert(environment);
        }
    }
}

fn collect(folder: &PathBuf, found: &mut Vec<(String, Vec<u8>)>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            collect(&path, found);
        } else {
            found.push((
                path.display().to_string(),
                std::fs::read(&path).unwrap_or_default(),
            ));
        }
    }
}

fn private(path: &std::path::Path, text: &str) {
    use std::os::unix::fs::OpenOptionsExt;
    std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
}

fn port_of(address: &str) -> u16 {
    address
        .trim_end_matches('/')
        .rsplit(':')
        .next()
        .unwrap()
        .parse()
        .unwrap()
}

/// Follows an address as a browser would, until nothing redirects any more.
fn browse(address: &str) {
    let mut next = address.to_owned();
    for _ in 0..10 {
        let rest = next
            .strip_prefix("http://localhost:")
            .expect("an address of this machine");
        let (port, path) = rest.split_once('/').unwrap_or((rest, ""));
        let port: u16 = port.parse().unwrap();
        let answer = http(port, "GET", &format!("/{path}"), "Accept: text/html", "");
        let location = answer.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("location")
                .then(|| value.trim().to_owned())
        });
        match location {
            Some(to) if to.starts_with('/') => next = format!("http://localhost:{port}{to}"),
            Some(to) => next = to,
            None => return,
        }
    }
    panic!("too many redirects, last to {next}");
}

fn http(port: u16, method: &str, path: &str, head: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(("localhost", port)).unwrap();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n{head}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}
