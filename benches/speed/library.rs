//! The library on disk: 10,000 profiles with a session each.

use std::io::Write as _;
use std::time::Instant;

use crate::{median, millis, row, sample};

const COUNT: usize = 10_000;
const ROUNDS: usize = 9;

pub fn run() {
    let home = tempfile::tempdir().unwrap();
    sample::fill(&sample::store(home.path()), COUNT);
    let loads = (0..ROUNDS).map(|_| {
        let began = Instant::now();
        let library = sample::store(home.path()).library().unwrap();
        let took = began.elapsed();
        assert_eq!(library.profiles().count(), COUNT);
        took
    });
    let load = median(loads.collect());
    let store = sample::store(home.path());
    let mut bytes = 0;
    let saves = (0..ROUNDS).map(|round| {
        let mut changed = sample::profile(7);
        changed.notes = format!("round {round}");
        let began = Instant::now();
        store
            .update(|library| library.upsert_profile(changed))
            .unwrap();
        began.elapsed()
    });
    let save = median(saves.collect());
    for entry in walk(home.path()) {
        bytes = bytes.max(std::fs::metadata(entry).unwrap().len());
    }
    let bare = median(
        (0..ROUNDS)
            .map(|_| bare_write(home.path(), bytes))
            .collect(),
    );
    row("10,000 profiles: load", &millis(load), "", None, "≤ 50 ms");
    row(
        "10,000 profiles: save",
        &millis(save),
        &format!("{} to write and sync as many bytes", millis(bare)),
        Some(save.as_secs_f64() / bare.as_secs_f64()),
        "≤ 100 ms",
    );
}

fn bare_write(folder: &std::path::Path, bytes: u64) -> std::time::Duration {
    let content = vec![b'x'; usize::try_from(bytes).unwrap()];
    let began = Instant::now();
    let mut file = tempfile::NamedTempFile::new_in(folder).unwrap();
    file.write_all(&content).unwrap();
    file.as_file().sync_all().unwrap();
    began.elapsed()
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(walk(&path)),
            false => found.push(path),
        }
    }
    found
}
