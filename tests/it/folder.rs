//! Folders and files: ours, private, regular; or a clear refusal that changes nothing (R61, R62).
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![cfg(unix)]

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown, symlink};
use std::path::Path;
use std::process::Command;

use valet_key::app::effect::Effect;
use valet_key::app::event::Event;
use valet_key::engine::folder::{Folder, KeepError, Notice, Places};
use valet_key::engine::keeping::Keeping;
use valet_key::engine::vault::VaultError;
use valet_key::engine::vault_key::Access;
use valet_key::model::problem::Problem;

use crate::child::{Said, command, files_below, part, say};
use crate::login::bench::{Bench, CLIENT_SECRET, Org, SECRET, fill};
use crate::store::profile;
use crate::vault::{access_token, open, session, tokens, with_passphrase, write_private};

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().mode() & 0o7777
}

#[test]
fn everything_is_made_private_whatever_the_umask() {
    let (home, access) = with_passphrase();
    let data = home.path().join("new/deeper/data");
    let (keeping, notices) = Keeping::open(Some(&data), Access::Memory).unwrap();
    assert!(notices.is_empty());
    keeping
        .store
        .update(|library| library.upsert_profile(profile("a", "A")))
        .unwrap();
    open(&data, access, &Default::default())
        .put_session(&session(1), &tokens("a"))
        .unwrap();
    assert_eq!(mode(&data), 0o700);
    let files = files_below(&data);
    assert!(files.len() >= 3);
    for file in files {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

#[test]
fn every_looser_mode_is_repaired_and_told() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("data");
    for loose in (0..0o100)
        .step_by(5)
        .map(|bits| 0o700 | bits)
        .chain([0o755, 0o777, 0o710])
    {
        let (keeping, _) = Keeping::open(Some(&data), Access::Memory).unwrap();
        keeping
            .store
            .update(|library| library.upsert_profile(profile("a", &loose.to_string())))
            .unwrap();
        let file = data.join("profiles.ron");
        set_mode(&data, loose);
        set_mode(&file, loose & 0o666);
        let (keeping, mut notices) = Keeping::open(Some(&data), Access::Memory).unwrap();
        keeping.store.library().unwrap();
        notices.extend(keeping.take_notices());
        assert_eq!((mode(&data), mode(&file)), (0o700, 0o600));
        let told = notices
            .iter()
            .filter(|notice| matches!(notice, Notice::ModeRepaired { .. }))
            .count();
        let expected = usize::from(loose != 0o700) + usize::from(loose & 0o066 != 0);
        assert_eq!(told, expected, "{loose:o}: {notices:?}");
        assert!(
            notices
                .iter()
                .all(|notice| !notice.text().contains("notice-"))
        );
    }
}

#[test]
fn a_parent_that_everybody_may_write_to_is_refused_unless_sticky() {
    let home = tempfile::tempdir().unwrap();
    let parent = home.path().join("shared");
    fs::create_dir(&parent).unwrap();
    set_mode(&parent, 0o777);
    let refused = Places::open(Some(&parent.join("data")));
    assert!(
        matches!(refused, Err(KeepError::ParentOpenToAll { .. })),
        "{refused:?}"
    );
    set_mode(&parent, 0o1777);
    Places::open(Some(&parent.join("data"))).unwrap();
}

#[test]
fn what_belongs_to_somebody_else_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("data");
    let (keeping, _) = Keeping::open(Some(&data), Access::Memory).unwrap();
    keeping
        .store
        .update(|library| library.upsert_profile(profile("a", "A")))
        .unwrap();
    let file = data.join("profiles.ron");
    if chown(&file, Some(65534), None).is_err() {
        eprintln!("not run: only root can give files away");
        return;
    }
    let (keeping, _) = Keeping::open(Some(&data), Access::Memory).unwrap();
    assert!(matches!(
        keeping.store.library(),
        Err(KeepError::ForeignOwner { .. })
    ));
    chown(&data, Some(65534), None).unwrap();
    let refused = Places::open(Some(&data));
    assert!(
        matches!(refused, Err(KeepError::ForeignOwner { .. })),
        "{refused:?}"
    );
}

#[test]
fn links_devices_and_folders_in_the_place_of_a_file_are_refused() {
    let (home, access) = with_passphrase();
    let data = home.path().join("data");
    Folder::open(&data, &mut Vec::new()).unwrap();
    let elsewhere = home.path().join("elsewhere");
    write_private(&elsewhere, b"untouched");
    for name in ["vault.vk", "profiles.ron", "sessions.ron"] {
        let file = data.join(name);
        for kind in 0..3 {
            match kind {
                0 => symlink(&elsewhere, &file).unwrap(),
                1 => fs::create_dir(&file).unwrap(),
                _ => assert!(
                    Command::new("mkfifo")
                        .arg(&file)
                        .status()
                        .unwrap()
                        .success()
                ),
            }
            let (keeping, _) = Keeping::open(Some(&data), Access::Memory).unwrap();
            let refused = match name {
                "vault.vk" => match open(&data, access.clone(), &Default::default()).prepare() {
                    Err(VaultError::Keep(error)) => Err(error),
                    other => panic!("{other:?}"),
                },
                _ => keeping
                    .store
                    .update(|library| library.upsert_profile(profile("a", "A")))
                    .map(|_| ()),
            };
            assert!(
                matches!(refused, Err(KeepError::NotAFile { .. })),
                "{name} {kind}: {refused:?}"
            );
            match kind {
                1 => fs::remove_dir(&file).unwrap(),
                _ => fs::remove_file(&file).unwrap(),
            }
        }
    }
    assert_eq!(fs::read(&elsewhere).unwrap(), b"untouched");
}

#[test]
fn a_link_to_the_folder_itself_is_followed_to_what_it_leads_to() {
    let home = tempfile::tempdir().unwrap();
    let real = home.path().join("real");
    fs::create_dir(&real).unwrap();
    set_mode(&real, 0o755);
    let link = home.path().join("link");
    symlink(&real, &link).unwrap();
    Places::open(Some(&link)).unwrap();
    assert_eq!(mode(&real), 0o700);
}

#[test]
fn a_passphrase_file_must_be_regular_and_nobody_elses_to_read() {
    let (home, access) = with_passphrase();
    let data = home.path().join("data");
    open(&data, access.clone(), &Default::default())
        .put_session(&session(1), &tokens("a"))
        .unwrap();
    let Access::PassphraseFile(file) = access else {
        unreachable!()
    };
    let refusal = |path: &Path| {
        let vault = open(
            &data,
            Access::PassphraseFile(path.to_owned()),
            &Default::default(),
        );
        match vault.session(&session(1)) {
            Err(error @ VaultError::PassphraseFile(_)) => Problem::from(error),
            other => panic!("{}: {other:?}", path.display()),
        }
    };
    for loose in [0o640, 0o604, 0o620, 0o601, 0o666, 0o610] {
        set_mode(&file, loose);
        let problem = refusal(&file);
        assert_eq!(
            (problem.kind.exit_code(), problem.code.as_str()),
            (6, "passphrase_file")
        );
        assert_eq!(mode(&file), loose, "it is the person's own file");
    }
    set_mode(&file, 0o400);
    let vault = open(
        &data,
        Access::PassphraseFile(file.clone()),
        &Default::default(),
    );
    assert!(vault.session(&session(1)).unwrap().is_some());
    let link = home.path().join("link");
    symlink(&file, &link).unwrap();
    let fifo = home.path().join("fifo");
    assert!(
        Command::new("mkfifo")
            .args(["-m", "600"])
            .arg(&fifo)
            .status()
            .unwrap()
            .success()
    );
    for wrong in [
        link.as_path(),
        &fifo,
        home.path(),
        &home.path().join("missing"),
        Path::new("/dev/null"),
    ] {
        refusal(wrong);
    }
}

#[test]
fn only_one_newline_is_taken_from_a_passphrase_file() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("passphrase");
    let data = home.path().join("data");
    let with = |text: &[u8]| {
        write_private(&file, text);
        open(
            &data,
            Access::PassphraseFile(file.clone()),
            &Default::default(),
        )
    };
    with(b"  twelve chars  \n")
        .put_session(&session(1), &tokens("a"))
        .unwrap();
    assert!(
        with(b"  twelve chars  ")
            .session(&session(1))
            .unwrap()
            .is_some()
    );
    for other in [
        &b"  twelve chars  \n\n"[..],
        b"twelve chars",
        b"  twelve chars  \r\n",
    ] {
        let wrong = with(other).session(&session(1));
        assert!(
            matches!(wrong, Err(VaultError::WrongPassphrase)),
            "{wrong:?}"
        );
    }
}

const FULL: &str = "folder::child_writes_on_a_full_disk";

/// Writes more and more, with a limit on the size of files that stands for a full disk.
#[test]
fn child_writes_on_a_full_disk() {
    let Some(home) = part(FULL) else { return };
    let home = Path::new(&home);
    let data = home.join("data");
    let vault = open(
        &data,
        Access::PassphraseFile(home.join("passphrase")),
        &Default::default(),
    );
    let (keeping, _) = Keeping::open(Some(&data), Access::Memory).unwrap();
    let big = "x".repeat(2000);
    let vault_problem = (1..100).find_map(|n| vault.put_session(&session(n), &tokens(&big)).err());
    let store_problem = (1..100).find_map(|n| {
        let one_more = profile(&format!("p{n}"), &big[..200]);
        keeping
            .store
            .update(|library| library.upsert_profile(one_more))
            .err()
    });
    let problem = Problem::from(vault_problem.unwrap());
    say(&format!("{} {}", problem.code, problem.explain().what));
    say(store_problem.unwrap().code());
    // What could be kept is still there, and can be read.
    say(&vault.names().unwrap().len().to_string());
    say(&access_token(vault.session(&session(1)).unwrap())
        .unwrap()
        .len()
        .to_string());
    say(&keeping
        .store
        .library()
        .unwrap()
        .profiles()
        .count()
        .to_string());
}

#[test]
fn a_full_disk_is_named_and_leaves_the_old_state() {
    let (home, access) = with_passphrase();
    let child = command(FULL, &home.path().to_string_lossy());
    let mut limited = Command::new("sh");
    // Files of at most 16 blocks; ignoring the signal makes it the error it is on a full disk.
    limited.args(["-c", "trap '' XFSZ; ulimit -f 16; exec \"$@\"", "sh"]);
    limited.arg(child.get_program()).args(child.get_args());
    limited.envs(
        child
            .get_envs()
            .filter_map(|(name, value)| Some((name, value?))),
    );
    limited
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null());
    let mut child = limited.spawn().unwrap();
    let said: Vec<String> = Said::of(&mut child).collect();
    assert!(child.wait().unwrap().success(), "{said:?}");
    let [problem, store_code, names, token, profiles] = said.as_slice() else {
        panic!("{said:?}");
    };
    assert!(
        problem.starts_with("disk_full") && problem.contains("vault.vk"),
        "{problem}"
    );
    assert_eq!(store_code, "disk_full");
    assert_eq!(token, "2010");
    let data = home.path().join("data");
    let vault = open(&data, access, &Default::default());
    assert_eq!(vault.names().unwrap().len().to_string(), *names);
    assert!(vault.session(&session(1)).unwrap().is_some());
    let (keeping, _) = Keeping::open(Some(&data), Access::Memory).unwrap();
    assert_eq!(
        keeping
            .store
            .library()
            .unwrap()
            .profiles()
            .count()
            .to_string(),
        *profiles
    );
    assert!(vault.take_notices().is_empty() && keeping.take_notices().is_empty());
    let left = files_below(&data)
        .into_iter()
        .filter(|file| file.extension().is_some_and(|end| end == "new"));
    assert_eq!(left.count(), 0);
}

const PLATFORM: &str = "folder::child_without_a_data_dir";

#[test]
fn child_without_a_data_dir() {
    let Some(_) = part(PLATFORM) else { return };
    let (keeping, _) = Keeping::open(None, Access::Memory).unwrap();
    keeping
        .store
        .update(|library| library.upsert_profile(profile("a", "A")))
        .unwrap();
    say(&keeping.places.config.path().to_string_lossy());
    say(&keeping.places.data.path().to_string_lossy());
}

#[test]
#[cfg(target_os = "linux")]
fn without_a_data_dir_the_platforms_folders_are_used() {
    let home = tempfile::tempdir().unwrap();
    let mut child = command(PLATFORM, "-")
        .env("HOME", home.path())
        .env_remove("XDG_CONFIG_HOME")
        .env("XDG_DATA_HOME", home.path().join("elsewhere"))
        .spawn()
        .unwrap();
    let said: Vec<String> = Said::of(&mut child).collect();
    assert!(child.wait().unwrap().success(), "{said:?}");
    let config = home
        .path()
        .canonicalize()
        .unwrap()
        .join(".config/valet-key");
    let data = home
        .path()
        .canonicalize()
        .unwrap()
        .join("elsewhere/valet-key");
    assert_eq!(said, [config.to_string_lossy(), data.to_string_lossy()]);
    assert_eq!((mode(&config), mode(&data)), (0o700, 0o700));
    assert_eq!(mode(&config.join("profiles.ron")), 0o600);
}

/// A write of the vault fails here whoever we are: something that is no file stands where its oldest generation goes.
fn block_the_vault(data: &Path) {
    let oldest = data.join("vault.vk.3");
    if oldest.is_file() {
        fs::remove_file(&oldest).unwrap();
    }
    fs::create_dir(&oldest).unwrap();
    fs::write(oldest.join("in the way"), "").unwrap();
}

#[test]
fn tokens_that_could_not_be_written_are_used_from_memory_and_written_when_there_is_room() {
    let org = Org::with_tokens(4);
    let mut bench = Bench::start();
    let access = Access::PassphraseFile(bench.folder.path().join("passphrase"));
    let data = bench.folder.path().join("data");
    let profile = org.profile("unsaved", SECRET);
    let ids = fill(&bench, &access, &profile, 4);
    bench.engine = Bench::engine(bench.folder.path(), access.clone());
    bench.save(&profile, Some(CLIENT_SECRET));
    let in_file = || {
        let (keeping, _) = Keeping::open(Some(&data), access.clone()).unwrap();
        access_token(keeping.vault.session(&ids[0]).unwrap()).unwrap()
    };
    let old = in_file();
    block_the_vault(&data);
    let refresh = |bench: &mut Bench| {
        let run_id = bench.run_id();
        bench.send(Effect::Refresh {
            run_id: run_id.clone(),
            session_id: ids[0].clone(),
        });
        bench.end_of(&run_id)
    };
    let problem = refresh(&mut bench).unwrap_err();
    assert_eq!(problem.code, "not_saved");
    assert_eq!(in_file(), old, "the old state is intact");

    // What the org gave is what is used.
    let run_id = bench.run_id();
    bench.send(Effect::TakeToken {
        run_id: run_id.clone(),
        session_id: ids[0].clone(),
        may_refresh: false,
    });
    let Ok(Event::TokenTaken { access_token, .. }) = bench.end_of(&run_id) else {
        panic!("a token");
    };
    assert_ne!(access_token.expose(), old);

    fs::remove_dir_all(data.join("vault.vk.3")).unwrap();
    refresh(&mut bench).expect("there is room again");
    assert_ne!(in_file(), old);
}
