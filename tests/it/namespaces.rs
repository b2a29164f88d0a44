//! What only another network or another disk can show: who reaches us from outside (R1), and a disk that is really full (R62).
//!
//! Each test makes a namespace of its own with `unshare`. Where the system does
//! not let it, it says *not run* with the reason, and proves nothing.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use valet_key::engine::folder::KeepError;
use valet_key::engine::keeping::Keeping;
use valet_key::engine::vault::VaultError;
use valet_key::engine::vault_key::Access;
use valet_key::model::problem::Problem;

use crate::child::{Said, command, files_below, part, say};
use crate::store::profile;
use crate::vault::{PASSPHRASE, access_token, open, session, tokens, write_private};
use crate::waiting::Waiting;

/// Runs a part of this file in namespaces of its own, after a script has prepared them; nothing where there are none to be had.
fn apart(flags: &str, script: &str, test: &str, argument: &str) -> Option<Vec<String>> {
    let tried = Command::new("unshare")
        .args([flags, "true"])
        .stdin(Stdio::null())
        .output();
    let why = match tried {
        Ok(output) if output.status.success() => None,
        Ok(output) => Some(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
        Err(error) => Some(error.to_string()),
    };
    if let Some(why) = why {
        eprintln!("not run: unshare {flags}: {why}");
        return None;
    }
    let child = command(test, argument);
    let mut apart = Command::new("unshare");
    apart.args([flags, "sh", "-euc", &format!("{script}\nexec \"$@\""), "sh"]);
    apart.arg(child.get_program()).args(child.get_args());
    let set = child.get_envs();
    apart.envs(set.filter_map(|(name, value)| Some((name, value?))));
    apart
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit());
    let mut running = apart.spawn().unwrap();
    let said: Vec<String> = Said::of(&mut running).collect();
    let ended = running.wait().unwrap();
    if said.is_empty() {
        eprintln!("not run: {test} could not prepare its namespace ({ended})");
        return None;
    }
    assert!(ended.success(), "{test}: {said:?}");
    Some(said)
}

/// Two networks with a cable between them; ours is `10.77.0.1` and `fd77::1`, and `$FAR` is a process in the other.
const CABLE: &str = r#"
ip link set lo up
ip link add near type veth peer name far
unshare -n sleep 300 </dev/null >/dev/null 2>&1 &
FAR=$!
export FAR
while [ "$(readlink /proc/$FAR/ns/net)" = "$(readlink /proc/self/ns/net)" ]; do sleep 0.02; done
ip link set far netns "$FAR"
ip addr add 10.77.0.1/24 dev near
ip -6 addr add fd77::1/64 dev near nodad || true
ip link set near up
nsenter -t "$FAR" -n ip addr add 10.77.0.2/24 dev far
nsenter -t "$FAR" -n ip -6 addr add fd77::2/64 dev far nodad || true
nsenter -t "$FAR" -n ip link set far up
"#;

const NEAR: &str = "namespaces::child_that_waits_for_a_login";
const FAR: &str = "namespaces::child_in_the_other_network";

/// Waits for a login, with a demo org beside it, and lets somebody in the other network try every port that is open here.
#[test]
fn child_that_waits_for_a_login() {
    if part(NEAR).is_none() {
        return;
    }
    let login = Waiting::new();
    // What can be reached if anything can: without it a silent cable would pass for safety.
    let control = TcpListener::bind("0.0.0.0:0").unwrap();
    let control_port = control.local_addr().unwrap().port();
    let listening = listening();
    let ports: Vec<String> = listening.iter().map(|(_, port)| port.to_string()).collect();
    for (address, port) in &listening {
        say(&format!("listens {address} {}", *port == control_port));
    }
    say(&format!(
        "has {} {}",
        ports.contains(&login.port.to_string()),
        ports.len()
    ));
    let far = command(FAR, &format!("{control_port} {}", ports.join(" ")));
    let mut there = Command::new("nsenter");
    there.args(["-t", &std::env::var("FAR").unwrap(), "-n"]);
    there.arg(far.get_program()).args(far.get_args());
    let set = far.get_envs();
    there.envs(set.filter_map(|(name, value)| Some((name, value?))));
    there.stdin(Stdio::null()).stdout(Stdio::piped());
    let mut there = there.spawn().unwrap();
    for line in Said::of(&mut there) {
        say(&line);
    }
    assert!(there.wait().unwrap().success());
    login.ends_well();
    say("ended well");
    let _ = Command::new("kill")
        .arg(std::env::var("FAR").unwrap())
        .status();
}

/// Tries to connect to each port, by each address of the first network that a cable leads to.
#[test]
fn child_in_the_other_network() {
    let Some(ports) = part(FAR) else { return };
    let mut ports = ports.split(' ');
    let control = ports.next().unwrap();
    for port in ports {
        for host in ["10.77.0.1", "[fd77::1]"] {
            let address: SocketAddr = format!("{host}:{port}").parse().unwrap();
            let reached = TcpStream::connect_timeout(&address, Duration::from_secs(2)).is_ok();
            say(&format!("reached {reached} {}", port == control));
        }
    }
}

/// Addresses and ports of this network that are listened on.
fn listening() -> Vec<(String, u16)> {
    let mut found = Vec::new();
    for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
        let table = std::fs::read_to_string(table).unwrap();
        for line in table.lines().filter(|line| line.contains(" 0A ")) {
            let local = line.split_whitespace().nth(1).unwrap();
            let (address, port) = local.split_once(':').unwrap();
            found.push((address.to_owned(), u16::from_str_radix(port, 16).unwrap()));
        }
    }
    found
}

/// R1: callback listener and demo org are on loopback addresses, and nobody in another network reaches one of them.
#[test]
fn nobody_in_another_network_reaches_anything_of_ours() {
    let Some(said) = apart("-rn", CABLE, NEAR, "") else {
        return;
    };
    let lines = |start: &str| -> Vec<&str> {
        let lines = said.iter().filter_map(|line| line.strip_prefix(start));
        lines.collect()
    };
    for line in lines("listens ") {
        let (address, is_control) = line.split_once(' ').unwrap();
        let is_loopback = address == "0100007F" || address == "00000000000000000000000001000000";
        assert_eq!(is_loopback, is_control == "false", "{said:?}");
    }
    // The login in both families, the org in both, the control.
    assert_eq!(lines("has "), ["true 5"], "{said:?}");
    let reached = lines("reached ");
    assert!(reached.contains(&"true true"), "the cable works: {said:?}");
    assert!(!reached.contains(&"true false"), "{said:?}");
    assert_eq!(said.last().map(String::as_str), Some("ended well"));
}

/// A disk of 256 KiB in the place of the data folder.
const SMALL_DISK: &str = r#"mount -t tmpfs -o size=256k,mode=0700 none "$DATA""#;

const FULL: &str = "namespaces::child_on_a_small_disk";

/// Fills the disk beside the vault, writes, makes room, writes; then the disk turns read-only.
#[test]
fn child_on_a_small_disk() {
    let Some(home) = part(FULL) else { return };
    let home = Path::new(&home);
    let data = home.join("data");
    let access = || Access::PassphraseFile(home.join("passphrase"));
    let vault = open(&data, access(), &Default::default());
    let (keeping, _) = Keeping::open(Some(&data), Access::Memory).unwrap();
    vault.put_session(&session(1), &tokens("first")).unwrap();
    let add = |name: &str| {
        let added = profile(name, name);
        keeping
            .store
            .update(|library| library.upsert_profile(added))
    };
    add("first").unwrap();

    let filler = data.join("filler");
    let full = std::fs::write(&filler, vec![b'x'; 1024 * 1024]).unwrap_err();
    say(&format!("full {:?}", full.kind()));
    let refused = vault
        .put_session(&session(2), &tokens("second"))
        .unwrap_err();
    say(&told(refused));
    say(add("second").unwrap_err().code());
    kept(&data, &access(), 1, "full");

    std::fs::remove_file(&filler).unwrap();
    vault.put_session(&session(2), &tokens("second")).unwrap();
    add("second").unwrap();
    kept(&data, &access(), 2, "room");

    let remounted = Command::new("mount")
        .args(["-o", "remount,ro"])
        .arg(&data)
        .status()
        .unwrap();
    assert!(remounted.success());
    let refused = vault
        .put_session(&session(3), &tokens("third"))
        .unwrap_err();
    say(&told(refused));
    say(add("third").unwrap_err().code());
    kept(&data, &access(), 2, "read-only");
}

fn told(error: VaultError) -> String {
    let problem = Problem::from(error);
    let explained = problem.explain();
    let parts = [&explained.what, &explained.cause, &explained.next];
    assert!(parts.iter().all(|part| !part.is_empty()), "{explained:?}");
    problem.code
}

/// A process that starts now finds so many sessions and profiles, all of them whole, and no half-written file.
fn kept(data: &Path, access: &Access, count: usize, when: &str) {
    let vault = open(data, access.clone(), &Default::default());
    let texts = ["first", "second"].iter().take(count);
    for (n, text) in (1..).zip(texts) {
        let kept = access_token(vault.session(&session(n)).unwrap());
        assert_eq!(kept, Some(format!("00Daccess!{text}")), "{when}");
    }
    assert_eq!(vault.names().unwrap().len(), count, "{when}");
    let opened: Result<_, KeepError> = Keeping::open(Some(data), Access::Memory);
    let profiles = match opened {
        Ok((keeping, _)) => keeping.store.library().unwrap().profiles().count(),
        Err(error) => panic!("{when}: {error:?}"),
    };
    assert_eq!(profiles, count, "{when}");
    let is_new = |file: &std::path::PathBuf| file.extension().is_some_and(|end| end == "new");
    assert!(!files_below(data).iter().any(is_new), "{when}");
    say(&format!("kept {count} {when}"));
}

/// R62: a full and a read-only disk are named, the old state is whole, and the next write works as soon as it can.
#[test]
fn a_disk_that_is_really_full_loses_nothing() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("data");
    std::fs::create_dir(&data).unwrap();
    write_private(&home.path().join("passphrase"), PASSPHRASE.as_bytes());
    let script = format!("DATA='{}'\n{SMALL_DISK}", data.display());
    let home = home.path().to_string_lossy().into_owned();
    let Some(said) = apart("-rm", &script, FULL, &home) else {
        return;
    };
    assert_eq!(
        said,
        [
            "full StorageFull",
            "disk_full",
            "disk_full",
            "kept 1 full",
            "kept 2 room",
            "disk_read_only",
            "disk_read_only",
            "kept 2 read-only",
        ]
    );
}
