//! Chromium without a window, driven through chromedriver (WebDriver, plain HTTP on this machine).

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

/// Long enough for a loaded machine; no passing test waits so long.
const PATIENCE: Duration = Duration::from_secs(180);

/// The name under which WebDriver hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// One browser with a profile folder of its own; both go with the test.
pub struct Chromium {
    driver: Child,
    // A driver whose output nobody can take would end.
    _out: BufReader<ChildStdout>,
    port: u16,
    session: String,
    folder: tempfile::TempDir,
}

impl Chromium {
    /// Starts a browser that stays off the network but for this machine.
    pub fn start(more: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut driver = Command::new("chromedriver")
            .args(["--port=0", "--allowed-ips=127.0.0.1"])
            .env("HOME", folder.path())
            .env("XDG_CONFIG_HOME", folder.path())
            .env("XDG_CACHE_HOME", folder.path())
            .env("TMPDIR", folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .unwrap_or_else(|problem| {
                panic!("chromedriver: {problem}; .ci/packages test installs it")
            });
        let mut out = BufReader::new(driver.stdout.take().unwrap());
        let port = loop {
            let mut line = String::new();
            assert_ne!(out.read_line(&mut line).unwrap(), 0, "no port");
            if let Some((_, port)) = line.split_once("successfully on port ") {
                break port.trim().trim_end_matches('.').parse().unwrap();
            }
        };
        let mut browser = Self {
            driver,
            _out: out,
            port,
            session: String::new(),
            folder,
        };
        let data = format!(
            "--user-data-dir={}",
            browser.folder.path().join("data").display()
        );
        let mut arguments = vec![
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--no-proxy-server",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            &data,
        ];
        arguments.extend(more);
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "browserName": "chrome",
            "timeouts": {"script": 180_000, "pageLoad": 180_000, "implicit": 60_000},
            "goog:chromeOptions": {"binary": chromium(), "args": arguments},
        }}});
        let session = browser.call("POST", "/session", &wanted);
        browser.session = format!("/session/{}", session["sessionId"].as_str().unwrap());
        browser
    }

    /// Opens an address in the present tab; a page that does not load is no failure here.
    pub fn open(&self, url: &str) {
        self.asks("POST", "/url", &json!({"url": url}));
    }

    /// Runs the body of an async function in the page, with arguments `a`, `b` and so on, and returns what it returns.
    #[track_caller]
    pub fn run(&self, body: &str, arguments: &[&str]) -> Value {
        let names = ["a", "b", "c", "d"];
        let names = names[..arguments.len()].join(", ");
        let script = format!("return (async ({names}) => {{ {body} }})(...arguments)");
        let answer = self.asks(
            "POST",
            "/execute/sync",
            &json!({"script": script, "args": arguments}),
        );
        assert!(answer.get("error").is_none(), "{body}: {answer}");
        answer
    }

    /// Waits until the page says that something is true.
    pub fn wait_for(&self, condition: &str) {
        let end = std::time::Instant::now() + PATIENCE;
        while std::time::Instant::now() < end {
            let met = self.asks(
                "POST",
                "/execute/sync",
                &json!({"script": format!("return {condition}"), "args": []}),
            );
            if met == json!(true) {
                return;
            }
        }
        panic!("not so: {condition}: {} {}", self.url(), self.source());
    }

    /// Lets script and fetches of tests run on the pages to come, whatever their policy forbids.
    pub fn let_script_run(&self) {
        self.devtools("Page.setBypassCSP", &json!({"enabled": true}));
    }

    /// Fetches an address and says all that script of the page can read of it: status and body.
    pub fn read(&self, url: &str) -> String {
        let script =
            "const answer = await fetch(a); return answer.status + ' ' + await answer.text();";
        self.run(script, &[url]).as_str().unwrap().to_owned()
    }

    /// The address of the present tab.
    pub fn url(&self) -> String {
        self.asks("GET", "/url", &Value::Null)
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// The page of the present tab, or frame, as it stands now.
    pub fn source(&self) -> String {
        self.asks("GET", "/source", &Value::Null)
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// The title of the present tab.
    pub fn title(&self) -> String {
        self.asks("GET", "/title", &Value::Null)
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Goes into the first frame of the page.
    pub fn enter_frame(&self) {
        self.asks("POST", "/frame", &json!({"id": 0}));
    }

    /// All open tabs.
    pub fn tabs(&self) -> Vec<String> {
        let tabs = self.asks("GET", "/window/handles", &Value::Null);
        let tabs = tabs.as_array().unwrap().iter();
        tabs.map(|tab| tab.as_str().unwrap().to_owned()).collect()
    }

    /// Goes to a tab.
    pub fn enter_tab(&self, tab: &str) {
        self.asks("POST", "/window", &json!({"handle": tab}));
    }

    /// Fills in the demo org's forms in the present tab, up to the page after them.
    pub fn log_in(&self, username: &str, password: &str) {
        for (css, text) in [("#username", username), ("#password", password)] {
            let field = self.find(css);
            self.asks(
                "POST",
                &format!("/element/{field}/value"),
                &json!({"text": text}),
            );
        }
        self.click("#Login");
        self.find("body:not(:has(#Login))");
        if self.url().contains("authoriz")
            || self.url().contains("/setup/")
            || self.source().contains("oaapprove")
        {
            self.click("#oaapprove");
        }
        self.find("body:not(:has(#oaapprove)) main");
    }

    /// A command of the DevTools protocol.
    pub fn devtools(&self, command: &str, parameters: &Value) -> Value {
        self.asks(
            "POST",
            "/goog/cdp/execute",
            &json!({"cmd": command, "params": parameters}),
        )
    }

    fn find(&self, css: &str) -> String {
        let found = self.asks(
            "POST",
            "/element",
            &json!({"using": "css selector", "value": css}),
        );
        let id = found[ELEMENT].as_str();
        id.unwrap_or_else(|| panic!("{css} is not on {}: {}", self.url(), self.source()))
            .to_owned()
    }

    fn click(&self, css: &str) {
        let element = self.find(css);
        self.asks("POST", &format!("/element/{element}/click"), &json!({}));
    }

    fn asks(&self, method: &str, path: &str, body: &Value) -> Value {
        self.call(method, &format!("{}{path}", self.session), body)
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.port,
            body.len()
        )
        .unwrap();
        let mut reader = BufReader::new(stream);
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            let line = line.trim().to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
        }
        let mut answer = vec![0; length];
        reader.read_exact(&mut answer).unwrap();
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        answer["value"].clone()
    }
}

/// Where the browser is: chromedriver would look for another of the family.
fn chromium() -> std::path::PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut places = std::env::split_paths(&path).map(|folder| folder.join("chromium"));
    let found = places.find(|place| place.is_file());
    found.expect("chromium; .ci/packages test installs it")
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let group = format!("-{}", self.driver.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.driver.wait();
    }
}
