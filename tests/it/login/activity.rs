//! What belongs to no profile has its line of activity too: the demo org starts and stops, the vault changes (R70).

use std::net::TcpListener;

use valet_key::app::effect::{Effect, VaultChange, VaultTask};
use valet_key::app::event::Event;
use valet_key::model::activity::{Entry, OK};
use valet_key::model::secret::Secret;

use super::bench::Bench;

/// Action and result of every line, the oldest first.
pub fn lines(bench: &Bench) -> Vec<(String, String)> {
    let file = bench.folder.path().join("data/activity.jsonl");
    let text = std::fs::read_to_string(file).unwrap();
    text.lines()
        .map(|line| serde_json::from_str::<Entry>(line).unwrap())
        .map(|entry| (entry.action, entry.result))
        .collect()
}

fn change(bench: &mut Bench, task: VaultTask, old: Option<&str>, new: &str) -> bool {
    let run_id = bench.run_id();
    let secret = |text: &str| Secret::new(text.to_owned());
    let change = VaultChange {
        task,
        old: old.map(secret),
        new: Some(secret(new)),
    };
    let id = run_id.clone();
    bench.send(Effect::ChangeVault { run_id: id, change });
    bench.until(move |event| match event {
        Event::VaultChanged { run_id: of } if of == run_id => Some(true),
        Event::Failed { run_id: of, .. } if of == run_id => Some(false),
        _ => None,
    })
}

#[test]
fn the_demo_org_and_the_vault_have_lines_of_their_own() {
    let mut bench = Bench::start();
    let (first, second) = ("correct horse battery", "staple of the battery");
    assert!(change(&mut bench, VaultTask::ToPassphrase, None, first));
    let task = VaultTask::ChangePassphrase;
    assert!(!change(
        &mut bench,
        task,
        Some("not the passphrase"),
        second
    ));
    assert!(change(&mut bench, task, Some(first), second));

    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let run_id = bench.run_id();
    bench.send(Effect::StartDemoOrgOn {
        run_id: run_id.clone(),
        port,
    });
    assert_eq!(bench.end_of(&run_id).unwrap_err().code, "demo_port_taken");
    // The second start finds it running, and the second stop finds nothing: they are no lines.
    for _ in 0..2 {
        let run_id = bench.run_id();
        bench.send(Effect::StartDemoOrg(run_id.clone()));
        bench.end_of(&run_id).unwrap();
    }
    for _ in 0..2 {
        bench.send(Effect::StopDemoOrg);
        bench.until(|event| matches!(event, Event::DemoOrgStopped).then_some(()));
    }

    let wanted = [
        ("vault_to_passphrase", OK),
        ("vault_passphrase", "wrong_passphrase"),
        ("vault_passphrase", OK),
        ("demo_start", "demo_port_taken"),
        ("demo_start", OK),
        ("demo_stop", OK),
    ];
    let found = lines(&bench);
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|(action, result)| (action.as_str(), result.as_str()))
        .filter(|(action, _)| action.starts_with("vault") || action.starts_with("demo"))
        .collect();
    assert_eq!(found, wanted);
}
