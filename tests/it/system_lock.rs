//! The system's lock on a private bus: a screen saver and a session manager that a test plays (R50).
//!
//! Needs `dbus-run-session`; without it these tests say so and do nothing.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![cfg(target_os = "linux")]

use std::collections::HashMap;
use std::io::Read as _;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use valet_key::app::effect::{Effect, VaultChoice};
use valet_key::app::event::{Event, VaultStanding};
use valet_key::engine::vault_key::Access;
use valet_key::engine::{Config, Handle};
use valet_key::model::ids::RunId;
use valet_key::model::secret::Secret;
use valet_key::model::settings::VaultKind;
use zbus::blocking::{Connection, connection};
use zbus::zvariant::{ObjectPath, OwnedObjectPath, Value};

use crate::child::{Said, command, part, say};
use crate::vault::PASSPHRASE;

const CHILD: &str = "system_lock::child_with_buses_of_its_own";
const PATIENCE: Duration = Duration::from_secs(60);
const SESSION: &str = "/org/freedesktop/login1/session/_31";
const OTHER_SESSION: &str = "/org/freedesktop/login1/session/_32";

/// Plays the session manager: knows one session, and grants a delay of sleep.
#[derive(Default)]
struct Manager {
    /// Our ends of the delays that were granted: the other end closes when one is given back.
    delays: Arc<Mutex<Vec<UnixStream>>>,
}

#[zbus::interface(name = "org.freedesktop.login1.Manager")]
impl Manager {
    #[zbus(name = "GetSessionByPID")]
    fn session_by_pid(&self, _pid: u32) -> OwnedObjectPath {
        ObjectPath::try_from(SESSION).unwrap().into()
    }

    fn inhibit(&self, what: &str, _who: &str, why: &str, mode: &str) -> zbus::zvariant::OwnedFd {
        assert_eq!((what, mode), ("sleep", "delay"));
        assert!(!why.is_empty());
        let (ours, theirs) = UnixStream::pair().unwrap();
        self.delays.lock().unwrap().push(ours);
        OwnedFd::from(theirs).into()
    }
}

struct Play {
    engine: Handle,
    bus: Connection,
    delays: Arc<Mutex<Vec<UnixStream>>>,
    opened: u64,
}

impl Play {
    fn begin(home: &Path) -> Self {
        let manager = Manager::default();
        let delays = Arc::clone(&manager.delays);
        let bus = connection::Builder::session()
            .unwrap()
            .name("org.freedesktop.login1")
            .unwrap()
            .serve_at("/org/freedesktop/login1", manager)
            .unwrap()
            .build()
            .unwrap();
        let config = Config {
            data_dir: Some(home.join("data")),
            access: Access::Passphrase,
            background: true,
            ..Config::default()
        };
        let engine = Handle::start(config, || ());
        let mut play = Self {
            engine,
            bus,
            delays,
            opened: 0,
        };
        play.open_vault();
        play
    }

    fn open_vault(&mut self) {
        self.opened += 1;
        let effect = Effect::OpenVault {
            run_id: RunId::known(&format!("{:016x}", self.opened)),
            choice: VaultChoice::Passphrase(Secret::new(PASSPHRASE.to_owned())),
        };
        self.engine.try_send(effect).unwrap();
        self.until(|event| is_standing(event, VaultStanding::Open(VaultKind::Passphrase)));
    }

    /// Waits for an event, and returns the names of all that came before.
    fn until(&self, is_it: impl Fn(&Event) -> bool) -> Vec<Event> {
        let began = Instant::now();
        let mut before = Vec::new();
        while began.elapsed() < PATIENCE {
            let Some(event) = self.engine.recv_timeout(PATIENCE) else {
                break;
            };
            if is_it(&event) {
                return before;
            }
            before.push(event);
        }
        panic!("did not come; {:?} did", names(&before));
    }

    fn emit<B: serde::Serialize + zbus::zvariant::DynamicType>(
        &self,
        path: &str,
        interface: &str,
        member: &str,
        body: &B,
    ) {
        let nobody: Option<&str> = None;
        self.bus
            .emit_signal(nobody, path, interface, member, body)
            .unwrap();
    }

    fn sleep(&self, begins: bool) {
        let path = "/org/freedesktop/login1";
        let manager = "org.freedesktop.login1.Manager";
        self.emit(path, manager, "PrepareForSleep", &(begins,));
    }

    /// Emits again and again until the engine, which is still connecting, hears it.
    fn until_heard(&self, emit: impl Fn(&Self), is_it: impl Fn(&Event) -> bool) {
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            emit(self);
            while let Some(event) = self.engine.recv_timeout(Duration::from_millis(100)) {
                if is_it(&event) {
                    return;
                }
            }
        }
        panic!("nobody hears");
    }

    /// Locks by one sign; the vault is shut before the window is told.
    fn locks(&mut self, what: &str, emit: impl Fn(&Self)) {
        emit(self);
        let before = self.until(|event| matches!(event, Event::SystemLocked));
        let is_shut = before
            .iter()
            .any(|event| is_standing(event, VaultStanding::Locked(VaultKind::Passphrase)));
        assert!(is_shut, "{what}: {:?}", names(&before));
        self.open_vault();
        say(what);
    }
}

fn is_standing(event: &Event, wanted: VaultStanding) -> bool {
    matches!(event, Event::VaultStands(standing) if *standing == wanted)
}

fn names(events: &[Event]) -> Vec<&'static str> {
    events.iter().map(Event::name).collect()
}

#[test]
fn child_with_buses_of_its_own() {
    let Some(home) = part(CHILD) else { return };
    let mut play = Play::begin(Path::new(&home));
    let path = "/org/gnome/ScreenSaver";
    let gnome = "org.gnome.ScreenSaver";
    play.until_heard(
        |play| play.sleep(false),
        |event| matches!(event, Event::Woke),
    );
    play.until_heard(
        |play| play.emit(path, gnome, "ActiveChanged", &(true,)),
        |event| matches!(event, Event::SystemLocked),
    );
    play.open_vault();

    play.locks("gnome", |play| {
        play.emit(path, gnome, "ActiveChanged", &(true,));
    });
    play.locks("freedesktop", |play| {
        let saver = "org.freedesktop.ScreenSaver";
        play.emit("/ScreenSaver", saver, "ActiveChanged", &(true,));
    });
    let session = "org.freedesktop.login1.Session";
    play.locks("session", |play| play.emit(SESSION, session, "Lock", &()));
    play.locks("switch", |play| {
        let changed = HashMap::from([("Active", Value::from(false))]);
        let body = (session, changed, Vec::<String>::new());
        let properties = "org.freedesktop.DBus.Properties";
        play.emit(SESSION, properties, "PropertiesChanged", &body);
    });

    // Asleep: the delay is given back, and only once the vault is shut.
    let mut delay = play.delays.lock().unwrap().pop().unwrap();
    play.locks("sleep", |play| play.sleep(true));
    let mut nothing = Vec::new();
    delay.set_read_timeout(Some(PATIENCE)).unwrap();
    assert_eq!(delay.read_to_end(&mut nothing).unwrap(), 0);
    say("delay given back");

    // What is no reason: somebody else's session, the end of a lock, another program's property.
    play.emit(OTHER_SESSION, session, "Lock", &());
    play.emit(path, gnome, "ActiveChanged", &(false,));
    play.sleep(false);
    let before = play.until(|event| matches!(event, Event::Woke));
    assert!(
        !names(&before).contains(&"SystemLocked"),
        "{:?}",
        names(&before)
    );
    say("no reason");
    play.engine.stop();
}

#[test]
fn the_vault_locks_with_the_screen_with_a_user_switch_and_before_sleep() {
    let path = std::env::var_os("PATH").unwrap_or_default();
    if !std::env::split_paths(&path).any(|folder| folder.join("dbus-run-session").is_file()) {
        eprintln!("not run: dbus-run-session is not here");
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let child = command(CHILD, &home.path().to_string_lossy());
    let mut session = Command::new("dbus-run-session");
    // One bus plays both.
    let both = "export DBUS_SYSTEM_BUS_ADDRESS=$DBUS_SESSION_BUS_ADDRESS; exec \"$@\"";
    session.args(["--", "sh", "-c", both, "sh"]);
    session.arg(child.get_program()).args(child.get_args());
    session.envs(
        child
            .get_envs()
            .filter_map(|(name, value)| Some((name, value?))),
    );
    session
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut running = session.spawn().unwrap();
    let said: Vec<String> = Said::of(&mut running).collect();
    let mut told = String::new();
    running
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut told)
        .ok();
    assert!(running.wait().unwrap().success(), "{said:?}\n{told}");
    let wanted = [
        "gnome",
        "freedesktop",
        "session",
        "switch",
        "sleep",
        "delay given back",
        "no reason",
    ];
    assert_eq!(said, wanted);
}
