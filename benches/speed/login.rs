//! From the callback to the kept session, beside the exchanges that this needs.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use valet_key::app::effect::LoginOptions;
use valet_key::app::event::Event;

use crate::org::{Bench, Org, PUBLIC, Person};
use crate::{median, millis, row};

const ROUNDS: usize = 7;
/// What the org adds to each answer, so that a count of requests is a time.
const PAUSE: Duration = Duration::from_millis(50);

pub fn run() {
    let org = Org::start();
    let mut bench = Bench::start();
    let profile = org.profile("bench", PUBLIC);
    bench.save(&profile, None);
    let slow = json!({"fault": "slow", "ms": PAUSE.as_millis()});
    let (mut took, mut bare) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let (run_id, url) = bench.begin(&profile, LoginOptions::default());
        let callback = Person::default().callback_of(&url, "admin@demo.example");
        let before = count(&org);
        org.control("set-fault", &slow);
        let began = Instant::now();
        // As a browser does: the page comes when it comes.
        let page = std::thread::spawn(move || Person::default().open(&callback).status);
        assert!(matches!(
            bench.end_of(&run_id),
            Ok(Event::LoginFinished { .. })
        ));
        took.push(began.elapsed());
        org.control("clear-faults", &json!({}));
        bare.push(PAUSE * u32::try_from(count(&org) - before).unwrap());
        assert_eq!(page.join().unwrap(), 200);
    }
    let (took, bare) = (median(took), median(bare));
    row(
        "Callback to session",
        &millis(took),
        &format!("{} for its exchanges, one after the other", millis(bare)),
        Some(took.as_secs_f64() / bare.as_secs_f64()),
        "≤ 1.10",
    );
}

/// Requests that the org has had.
fn count(org: &Org) -> usize {
    let log = org.control("requests?after=0", &Value::Null);
    log["requests"].as_array().unwrap().len()
}
