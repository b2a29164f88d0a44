//! A thousand sessions of one slow org, refreshed at once.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use valet_key::app::effect::Effect;
use valet_key::app::event::Event;
use valet_key::engine::vault_key::Access;

use crate::org::{self, Bench, CLIENT_SECRET, Org, SECRET};
use crate::row;

const SESSIONS: usize = 1_000;
const PAUSE: Duration = Duration::from_millis(50);
/// Requests at once to one host (R33).
const LANES: u32 = 4;

pub fn run() {
    let org = Org::with_tokens(SESSIONS);
    let mut bench = Bench::start();
    let access = Access::PassphraseFile(bench.folder.path().join("passphrase"));
    let profile = org.profile("many", SECRET);
    let ids = org::fill(&bench, &access, &profile, SESSIONS);
    bench.engine = Bench::engine(bench.folder.path(), access);
    bench.save(&profile, Some(CLIENT_SECRET));
    let slow = json!({"fault": "slow", "ms": PAUSE.as_millis()});
    org.control("set-fault", &slow);
    let began = Instant::now();
    let (mut asked, mut done) = (0, 0);
    while done < ids.len() {
        // No more than the engine's queue holds: the window does the same.
        while asked < ids.len() && asked - done < 192 {
            let run_id = bench.run_id();
            let session_id = ids[asked].clone();
            bench.send(Effect::Refresh { run_id, session_id });
            asked += 1;
        }
        bench.until(|event| match event {
            Event::Refreshed { .. } => Some(()),
            Event::Failed { problem, .. } => panic!("{problem:?}"),
            _ => None,
        });
        done += 1;
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
}
