//! Locking a vault of a thousand sessions while requests are under way (R50).

use std::time::{Duration, Instant};

use serde_json::json;
use valet_key::app::effect::{Effect, VaultChoice};
use valet_key::app::event::{Event, VaultStanding};
use valet_key::engine::vault_key::Access;
use valet_key::model::secret::Secret;

use crate::org::{self, Bench, CLIENT_SECRET, Org, SECRET};
use crate::{median, millis, row};

const SESSIONS: usize = 1_000;
const ROUNDS: usize = 11;
/// As many as one host gets at once.
const UNDER_WAY: usize = 4;
/// G19.
const AIM: Duration = Duration::from_millis(250);

pub fn run() {
    let org = Org::with_tokens(SESSIONS);
    let mut bench = Bench::start();
    let access = Access::PassphraseFile(bench.folder.path().join("passphrase"));
    let profile = org.profile("many", SECRET);
    let ids = org::fill(&bench, &access, &profile, SESSIONS);
    bench.engine = Bench::engine(bench.folder.path(), access);
    bench.save(&profile, Some(CLIENT_SECRET));
    org.control(
        "set-fault",
        &json!({"fault": "slow", "path": "/id/*", "ms": 600_000}),
    );
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        for session_id in ids.iter().take(UNDER_WAY) {
            let run_id = bench.run_id();
            bench.send(Effect::FetchIdentity {
                run_id,
                session_id: session_id.clone(),
            });
        }
        // The key is in memory and everything is on its way.
        bench.take_token(&ids[UNDER_WAY]).unwrap();
        let began = Instant::now();
        bench.send(Effect::LockVault);
        bench.until(|event| {
            matches!(event, Event::VaultStands(VaultStanding::Locked(_))).then_some(())
        });
        times.push(began.elapsed());
        let passphrase = Secret::new("correct horse battery staple".into());
        bench.open_vault(VaultChoice::Passphrase(passphrase));
        bench.until(|event| {
            matches!(event, Event::VaultStands(VaultStanding::Open(_))).then_some(())
        });
    }
    let slowest = times.iter().max().copied().unwrap_or_default();
    row(
        "Lock, 1,000 sessions, 4 requests under way",
        &format!("{}, slowest {}", millis(median(times)), millis(slowest)),
        &format!("{} allowed", millis(AIM)),
        Some(slowest.as_secs_f64() / AIM.as_secs_f64()),
        "≤ 1.00",
    );
}
