//! A desktop of its own: screen, buses, keyring, window manager, browser.
//!
//! Everything lives in one temporary folder and ends with the test: nothing of
//! the machine's own session is read, started or changed.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// How a control is found: role and (a part of) its name.
pub type Control<'a> = (&'a str, &'a str);

/// A desktop with one driver that sees its windows.
pub struct Desktop {
    folder: tempfile::TempDir,
    environment: Vec<(String, String)>,
    groups: Vec<Child>,
    pipes: Vec<BufReader<ChildStdout>>,
    driver: Option<(ChildStdin, BufReader<ChildStdout>)>,
}

impl Desktop {
    /// Starts every piece and waits until each one answers.
    pub fn start() -> Self {
        let folder = tempfile::Builder::new().prefix("vk-").tempdir().unwrap();
        let mut desktop = Self {
            folder,
            environment: Vec::new(),
            groups: Vec::new(),
            pipes: Vec::new(),
            driver: None,
        };
        desktop.prepare_folders();

        let xvfb = "-displayfd 1 -screen 0 1400x900x24 -nolisten tcp";
        let mut screen = desktop.launch("Xvfb", xvfb);
        desktop.set("DISPLAY", &format!(":{}", screen.line()));

        let folder = desktop.path("run");
        let address = format!("--address=unix:dir={}", folder.display());
        let bus = format!("--session --nofork --nopidfile --print-address=1 {address}");
        let mut bus = desktop.launch("dbus-daemon", &bus);
        desktop.set("DBUS_SESSION_BUS_ADDRESS", &bus.line());

        let keyring = desktop.launch(
            "gnome-keyring-daemon",
            "--foreground --unlock --components=secrets",
        );
        let Piece { mut stdin, stdout } = keyring;
        stdin.write_all(b"password of the login keyring").unwrap();
        drop(stdin);
        let manager = desktop.launch("openbox", "");
        // A piece that prints to nobody would end.
        desktop.pipes = vec![screen.stdout, bus.stdout, stdout, manager.stdout];

        let script = here().join("driver.py");
        let driver = desktop.launch("/usr/bin/python3", script.to_str().unwrap());
        desktop.driver = Some((driver.stdin, driver.stdout));
        desktop.ask(json!({"do": "switch_on"}));
        desktop.ask(json!({"do": "owned", "name": "org.freedesktop.secrets"}));
        desktop
    }

    /// Private folders, and a browser of our own as the handler of addresses.
    fn prepare_folders(&mut self) {
        for (name, folder) in [
            ("HOME", "home"),
            ("XDG_CONFIG_HOME", "home/.config"),
            ("XDG_DATA_HOME", "home/.local/share"),
            ("XDG_STATE_HOME", "home/.local/state"),
            ("XDG_CACHE_HOME", "home/.cache"),
            ("XDG_RUNTIME_DIR", "run"),
            ("TMPDIR", "tmp"),
            ("PERSON", "person"),
        ] {
            let path = self.path(folder);
            std::fs::create_dir_all(&path).unwrap();
            std::fs::set_permissions(&path, PermissionsExt::from_mode(0o700)).unwrap();
            self.set(name, path.to_str().unwrap());
        }
        self.set("PATH", &std::env::var("PATH").unwrap());
        self.set("LANG", "C.UTF-8");
        self.set("LIBGL_ALWAYS_SOFTWARE", "1");

        let applications = self.path("home/.local/share/applications");
        std::fs::create_dir_all(&applications).unwrap();
        let browser = here().join("browser.py");
        let entry = format!(
            "[Desktop Entry]\nType=Application\nName=Person\nExec=/usr/bin/python3 {} %u\nMimeType=x-scheme-handler/http;x-scheme-handler/https;\n",
            browser.display()
        );
        std::fs::write(applications.join("person.desktop"), entry).unwrap();
        let handlers = "[Default Applications]\nx-scheme-handler/http=person.desktop\nx-scheme-handler/https=person.desktop\n";
        std::fs::write(self.path("home/.config/mimeapps.list"), handlers).unwrap();
    }

    /// A path inside the desktop's folder.
    pub fn path(&self, inside: &str) -> PathBuf {
        self.folder.path().join(inside)
    }

    /// Tells the person at the browser who to log in as.
    pub fn person_is(&self, username: &str, password: &str) {
        std::fs::write(self.path("person/username"), username).unwrap();
        std::fs::write(self.path("person/password"), password).unwrap();
    }

    /// A command that sees this desktop and nothing of the machine's own.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .envs(self.environment.iter().cloned())
            .current_dir(self.folder.path());
        command
    }

    /// Waits until a control is gone.
    #[track_caller]
    pub fn see_no_more(&mut self, (role, name): Control<'_>) {
        self.ask(json!({"do": "gone", "role": role, "name": name}));
    }

    /// Waits until a control is there and returns its words; ` | ` stands between alternatives.
    #[track_caller]
    pub fn see(&mut self, (role, name): Control<'_>) -> String {
        let answer = self.ask(json!({"do": "see", "role": role, "name": name}));
        answer["text"].as_str().unwrap_or_default().to_owned()
    }

    /// Waits until a control can be used, and presses it.
    #[track_caller]
    pub fn press(&mut self, (role, name): Control<'_>) {
        self.ask(json!({"do": "press", "role": role, "name": name}));
    }

    /// Asks the window manager to close the window in front.
    pub fn close_window(&self) {
        let status = self.command("xdotool").args(["key", "alt+F4"]).status();
        assert!(status.unwrap().success());
    }

    /// Asks the driver; a request that is not met ends the test with all one needs to see why.
    #[track_caller]
    fn ask(&mut self, mut request: Value) -> Value {
        request["app"] = json!("valet-key");
        request["seconds"] = json!(180);
        let answer = self.send(&request);
        if answer["ok"] != json!(true) {
            let tree = self.send(&json!({"do": "tree", "app": "valet-key"}));
            let log = |name: &str| std::fs::read_to_string(self.path(name)).unwrap_or_default();
            panic!(
                "not met: {request}\nanswer: {answer}\nwindow:\n{}\nbrowser:\n{}\napp:\n{}\npicture: {}",
                tree["text"].as_str().unwrap_or_default(),
                log("person/browser.log"),
                log("app.log"),
                self.picture("failed").display(),
            );
        }
        answer
    }

    fn send(&mut self, request: &Value) -> Value {
        let (stdin, stdout) = self.driver.as_mut().expect("the driver runs");
        writeln!(stdin, "{request}").unwrap();
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|_| json!({"ok": false, "text": line}))
    }

    /// What happened at the browser.
    pub fn browser_log(&self) -> String {
        std::fs::read_to_string(self.path("person/browser.log")).unwrap_or_default()
    }

    /// How many times the system opened the browser.
    pub fn browsers_opened(&self) -> usize {
        self.browser_log().matches("opened for:").count()
    }

    /// Every file the app wrote below the home folder: path and content.
    pub fn files_of_the_app(&self) -> Vec<(String, Vec<u8>)> {
        let mut found = Vec::new();
        let mut folders = vec![self.path("home")];
        while let Some(folder) = folders.pop() {
            for path in std::fs::read_dir(folder)
                .unwrap()
                .map(|e| e.unwrap().path())
            {
                if path.is_dir() {
                    folders.push(path);
                } else if path.to_string_lossy().contains("valet-key") {
                    let bytes = std::fs::read(&path).unwrap_or_default();
                    found.push((path.display().to_string(), bytes));
                }
            }
        }
        found
    }

    /// Takes a picture of the screen into the build folder.
    pub fn picture(&self, name: &str) -> PathBuf {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("end-to-end");
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join(format!("{name}.png"));
        let taken = self
            .command("import")
            .args(["-window", "root"])
            .arg(&file)
            .status();
        assert!(taken.is_ok_and(|status| status.success()), "no picture");
        file
    }

    fn set(&mut self, name: &str, value: &str) {
        self.environment.push((name.to_owned(), value.to_owned()));
    }

    /// Starts one piece in a process group of its own, so that what it starts ends with it.
    fn launch(&mut self, program: &str, arguments: &str) -> Piece {
        let log = std::fs::File::create(self.path(&format!(
            "{}.log",
            Path::new(program).file_name().unwrap().display()
        )))
        .unwrap();
        let mut child = self
            .command(program)
            .args(arguments.split_whitespace())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .process_group(0)
            .spawn()
            .unwrap_or_else(|problem| {
                panic!("{program}: {problem}; .ci/packages test installs it")
            });
        let piece = Piece {
            stdin: child.stdin.take().unwrap(),
            stdout: BufReader::new(child.stdout.take().unwrap()),
        };
        self.groups.push(child);
        piece
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        // The newest first, so that nobody complains about a screen that went away.
        for mut child in self.groups.drain(..).rev() {
            let group = format!("-{}", child.id());
            let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
            let _ = child.wait();
        }
    }
}

/// The pipes of a started piece.
struct Piece {
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
}

impl Piece {
    /// The next line it prints.
    fn line(&mut self) -> String {
        let mut line = String::new();
        self.stdout.read_line(&mut line).unwrap();
        line.trim().to_owned()
    }
}

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/window/end_to_end")
}
