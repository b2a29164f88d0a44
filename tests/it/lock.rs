//! Locking while the org holds answers back: what is given up, what is kept, and in which order (R50).
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::{Mutex, mpsc};

use serde_json::Value;
use valet_key::app::effect::{Effect, VaultChoice, WhichToken};
use valet_key::app::event::{Event, VaultStanding};
use valet_key::engine::vault_key::Access;
use valet_key::model::secret::Secret;

use crate::hostile_answers::World;
use crate::login::bench::{Bench, Org, ROTATING};

const TOKEN: &str = "/services/oauth2/token";
const PASSPHRASE: &str = "correct horse battery staple";

fn requests(org: &Org) -> usize {
    let log = org.control("requests?after=0", &Value::Null);
    log["requests"].as_array().unwrap().len()
}

#[test]
fn a_lock_gives_up_what_waits_but_for_a_refresh_that_was_sent() {
    let mut bench = Bench::start();
    let access = Access::PassphraseFile(bench.folder.path().join("passphrase"));
    bench.engine = Bench::engine(bench.folder.path(), access);
    let mut world = World::of(ROTATING, None, bench);
    let session_id = world.log_in_as("admin@demo.example").unwrap().session_id;
    // Of one session, one after the other would be asked.
    let other = world.log_in_as("standard@demo.example").unwrap();
    let old = world.bench.take_token(&session_id).unwrap();

    // Both answers are held back: the refresh's until it is let go, the identity's to the end.
    let (held, is_held) = mpsc::channel();
    let (let_go, refresh_goes) = mpsc::channel::<()>();
    let (_to_the_end, identity_goes) = mpsc::channel::<()>();
    let gates = Mutex::new((Some(refresh_goes), Some(identity_goes)));
    world.tampers(move |path, _| {
        let gate = {
            let mut gates = gates.lock().unwrap();
            match path {
                TOKEN => gates.0.take(),
                _ if path.starts_with("/id/") || path.ends_with("/userinfo") => gates.1.take(),
                _ => None,
            }
        };
        if let Some(gate) = gate {
            held.send(()).unwrap();
            let _ = gate.recv();
        }
    });
    let (refresh, identity) = (world.bench.run_id(), world.bench.run_id());
    world.bench.send(Effect::Refresh {
        run_id: refresh.clone(),
        session_id: session_id.clone(),
    });
    is_held.recv().unwrap();
    world.bench.send(Effect::FetchIdentity {
        run_id: identity.clone(),
        session_id: other.session_id.clone(),
    });
    is_held.recv().unwrap();
    world.bench.send(Effect::LockVault);

    let mut awaited = vec!["given up", "locked"];
    while !awaited.is_empty() {
        let said = world.bench.until(|event| match event {
            Event::Failed {
                run_id, problem, ..
            } if run_id == identity => {
                assert_eq!(problem.code, "cancelled");
                Some("given up")
            }
            Event::VaultStands(VaultStanding::Locked(_)) => Some("locked"),
            Event::Refreshed { .. } => panic!("its answer is held back"),
            Event::Failed {
                run_id, problem, ..
            } if run_id == refresh => panic!("{problem:?}"),
            _ => None,
        });
        awaited.retain(|one| *one != said);
    }
    // Locked, with the refresh still under way: nothing comes out of the vault, and nothing is sent.
    let sent = requests(&world.org);
    for effect in [
        |run_id, session_id| Effect::FetchIdentity { run_id, session_id },
        |run_id, session_id| Effect::Revoke { run_id, session_id },
        |run_id, session_id| Effect::Introspect {
            run_id,
            session_id,
            which: WhichToken::Refresh,
        },
    ] {
        let run_id = world.bench.run_id();
        world
            .bench
            .send(effect(run_id.clone(), other.session_id.clone()));
        let problem = world.bench.end_of(&run_id).expect_err("is locked");
        assert_eq!(problem.code, "vault_locked");
    }
    assert_eq!(requests(&world.org), sent);

    let_go.send(()).unwrap();
    world.bench.end_of(&refresh).expect("its answer is kept");
    let locked = world.bench.take_token(&session_id).unwrap_err();
    assert_eq!(locked.code, "vault_locked");

    // What the org gave while it was locked is there.
    let passphrase = Secret::new(PASSPHRASE.into());
    world.bench.open_vault(VaultChoice::Passphrase(passphrase));
    let open = |event| matches!(event, Event::VaultStands(VaultStanding::Open(_))).then_some(());
    world.bench.until(open);
    let new = world.bench.take_token(&session_id).unwrap();
    assert_ne!(new, old);
    let refreshed = world.bench.refresh(&session_id);
    refreshed.expect("the rotated token was kept");
}
