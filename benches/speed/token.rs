//! `valet-key token` of a session that has not ended: a whole process, without network.

use std::time::{Duration, Instant};

use crate::world::World;
use crate::{median, millis, row};

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
        "≤ 15 ms with a keyring",
    );
}

fn took(run: impl Fn()) -> Duration {
    let times = (0..ROUNDS).map(|_| {
        let began = Instant::now();
        run();
        began.elapsed()
    });
    median(times.collect())
}
