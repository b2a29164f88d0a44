//! Ports for callbacks: each number once, whichever process of whichever checkout asks.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Read as _, Seek as _, Write as _};
use std::net::TcpListener;
use std::path::PathBuf;

/// Below the ports that a system gives to outgoing connections (32768 and up), which all the
/// other tests make.
const FIRST: u32 = 12_000;
const COUNT: u32 = 20_000;

/// Returns a port that nobody holds and nobody else is told of.
///
/// A login binds its port some time after it was told the number. A test that looks for a free one
/// in between must not find the same, also not in another process: the count is in a file.
pub fn free_port() -> u16 {
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(counter())
        .unwrap();
    file.lock().unwrap();
    let mut text = String::new();
    file.read_to_string(&mut text).unwrap();
    // Spoilt by a kill in the middle: any start is as good.
    let mut next: u32 = text.trim().parse().unwrap_or(0);
    let port = loop {
        let port = u16::try_from(FIRST + next % COUNT).unwrap();
        next = (next + 1) % COUNT;
        if !is_taken("127.0.0.1", port) && !is_taken("::1", port) {
            break port;
        }
    };
    file.rewind().unwrap();
    // Always as long as before, so that no old digit is left behind.
    write!(file, "{next:05}").unwrap();
    port
}

/// Holds the number of the next port; the lock on it ends with the process that took it.
fn counter() -> PathBuf {
    let user = ["USER", "LOGNAME", "USERNAME"]
        .iter()
        .find_map(|name| std::env::var(name).ok())
        .unwrap_or_default();
    std::env::temp_dir().join(format!("valet-key-test-ports-{user}"))
}

fn is_taken(host: &str, port: u16) -> bool {
    let bound = TcpListener::bind((host, port));
    bound.is_err_and(|error| error.kind() == ErrorKind::AddrInUse)
}

/// Two processes at once, as `cargo test` in two checkouts: no number twice.
#[test]
fn no_port_is_told_to_two_processes() {
    const EACH: usize = 40;
    if std::env::var_os("TELL_PORTS").is_some() {
        let ports: Vec<u16> = (0..EACH).map(|_| free_port()).collect();
        println!("ports {ports:?}");
        return;
    }
    let (_, module) = module_path!().split_once("::").unwrap();
    let test = format!("{module}::no_port_is_told_to_two_processes");
    let children: Vec<_> = (0..4)
        .map(|_| {
            std::process::Command::new(std::env::current_exe().unwrap())
                .args(["--exact", &test, "--nocapture"])
                .env("TELL_PORTS", "1")
                .stdout(std::process::Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    let mut ports = Vec::new();
    for child in children {
        let said = child.wait_with_output().unwrap();
        let said = String::from_utf8(said.stdout).unwrap();
        let (_, list) = said.split_once("ports [").expect("a list of ports");
        let (list, _) = list.split_once(']').unwrap();
        ports.extend(list.split(", ").map(|port| port.parse::<u16>().unwrap()));
    }
    assert_eq!(ports.len(), 4 * EACH);
    ports.sort_unstable();
    ports.dedup();
    assert_eq!(ports.len(), 4 * EACH, "a port was told twice: {ports:?}");
}
