//! `valet-key token` of a session that has not ended: a whole process, without network.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::world::World;
use crate::{median, millis, row};

/// What makes this program time `token` with the keyring of the session that it runs in.
pub const UNDER_KEYRING: &str = "--token-under-keyring";
const ROUNDS: usize = 21;

pub fn run() {
    let world = World::new();
    world.log_in("rotating", "admin@demo.example");
    let token = took(|| {
        let said = world.run(&["token", "rotating"]);
        assert_eq!(said.code, 0, "{said:?}");
    });
    let list = took(|| assert_eq!(world.run(&["list"]).code, 0));
    let version = took(|| assert_eq!(world.run(&["--version"]).code, 0));
    row(
        "`list`, no vault",
        &millis(list),
        &format!("{} for `--version`", millis(version)),
        Some(list.as_secs_f64() / version.as_secs_f64()),
        "≤ 15 ms",
    );
    row(
        "`token`, vault under a passphrase",
        &millis(token),
        &format!("{} for `list`; the rest is Argon2", millis(list)),
        Some(token.as_secs_f64() / list.as_secs_f64()),
        "",
    );
    match with_a_keyring() {
        Some(token) => row(
            "`token`, vault under the keyring",
            &millis(token),
            &format!("{} for `list`", millis(list)),
            Some(token.as_secs_f64() / list.as_secs_f64()),
            "≤ 15 ms",
        ),
        None => row(
            "`token`, vault under the keyring",
            "not run: no gnome-keyring",
            "",
            None,
            "≤ 15 ms",
        ),
    }
}

/// Times `token` inside a D-Bus session with an unlocked keyring of its own.
fn with_a_keyring() -> Option<Duration> {
    let home = tempfile::tempdir().unwrap();
    let runtime = home.path().join("run");
    std::fs::create_dir(&runtime).unwrap();
    let script =
        "printf pw | gnome-keyring-daemon --unlock --components=secrets >&2 && exec \"$@\"";
    let said = Command::new("dbus-run-session")
        .args(["--", "sh", "-c", script, "sh"])
        .arg(std::env::current_exe().unwrap())
        .arg(UNDER_KEYRING)
        .env("HOME", home.path())
        .env("XDG_RUNTIME_DIR", &runtime)
        .env_remove("XDG_DATA_HOME")
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let nanos = String::from_utf8(said.stdout).ok()?.trim().parse().ok()?;
    Some(Duration::from_nanos(nanos))
}

/// Says on stdout how many nanoseconds `token` takes.
pub fn under_keyring() {
    let world = World::with_vault(Some("keyring"));
    world.log_in("rotating", "admin@demo.example");
    let token = took(|| {
        let said = world.run(&["token", "rotating"]);
        assert_eq!(said.code, 0, "{said:?}");
    });
    println!("{}", token.as_nanos());
}

fn took(run: impl Fn()) -> Duration {
    let times = (0..ROUNDS).map(|_| {
        let began = Instant::now();
        run();
        began.elapsed()
    });
    median(times.collect())
}
