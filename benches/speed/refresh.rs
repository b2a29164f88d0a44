//! A thousand sessions of one slow org, refreshed at once, with the window drawn meanwhile.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use valet_key::app::command::{BulkAct, Command};
use valet_key::app::event::Event;
use valet_key::app::state::State;
use valet_key::engine;
use valet_key::engine::vault_key::Access;
use valet_key::shell::driver::Driver;

use crate::frame::Pass;
use crate::org::{self, Bench, CLIENT_SECRET, Org, SECRET};
use crate::{median, millis, row};

const SESSIONS: usize = 1_000;
const PAUSE: Duration = Duration::from_millis(50);
/// Requests at once to one host (R33).
const LANES: u32 = 4;
/// What a screen of 60 Hz leaves for a frame.
const FRAME: Duration = Duration::from_micros(16_667);

pub fn run() {
    let org = Org::with_tokens(SESSIONS);
    let mut bench = Bench::start();
    let access = Access::PassphraseFile(bench.folder.path().join("passphrase"));
    let profile = org.profile("many", SECRET);
    let ids = org::fill(&bench, &access, &profile, SESSIONS);
    bench.engine = Bench::engine(bench.folder.path(), access.clone());
    bench.save(&profile, Some(CLIENT_SECRET));
    let Bench { engine, folder, .. } = bench;
    engine.stop();

    let engine = Bench::engine(folder.path(), access);
    let state = State::new(1, jiff::tz::TimeZone::UTC);
    let mut driver = Driver::new(state, engine, Box::new(engine::clock::now));
    while !driver.state().is_loaded() {
        driver.wait(FRAME, &mut |_| ());
    }
    org.control(
        "set-fault",
        &json!({"fault": "slow", "ms": PAUSE.as_millis()}),
    );
    let mut pass = Pass::new();
    let (mut done, mut frames) = (0, Vec::new());
    let began = Instant::now();
    driver.command(Command::SelectAll);
    driver.command(Command::Bulk(BulkAct::Refresh));
    let mut due = began;
    while done < ids.len() {
        due += FRAME;
        let now = Instant::now();
        match due.checked_duration_since(now) {
            Some(left) => std::thread::sleep(left),
            // A screen does not make up for frames that were missed.
            None => due = now,
        }
        let started = Instant::now();
        driver.pump_seen(&mut |event| match event {
            Event::Refreshed { .. } => done += 1,
            Event::Failed { problem, .. } => panic!("{problem:?}"),
            _ => {}
        });
        pass.draw(driver.state(), driver.now());
        frames.push(started.elapsed());
    }
    let took = began.elapsed();
    let log = org.control("requests?after=0", &Value::Null);
    let requests = u32::try_from(log["requests"].as_array().unwrap().len()).unwrap();
    let bound = PAUSE * requests / LANES;
    row(
        "1,000 refreshes at a 50 ms org",
        &format!("{:.2} s", took.as_secs_f64()),
        &format!(
            "{:.2} s for {requests} requests, {LANES} at once",
            bound.as_secs_f64()
        ),
        Some(took.as_secs_f64() / bound.as_secs_f64()),
        "≤ 1.20",
    );
    let whole = took.as_secs_f64() / FRAME.as_secs_f64();
    let slowest = frames.iter().max().copied().unwrap_or_default();
    row(
        "Frames drawn meanwhile",
        &format!(
            "{}, median {}, slowest {}",
            frames.len(),
            millis(median(frames.clone())),
            millis(slowest)
        ),
        &format!("{whole:.0} at 60 a second"),
        Some(frames.len() as f64 / whole),
        "1.00",
    );
}
