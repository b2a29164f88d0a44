//! The port doctor over real sockets: free, taken by whom, and taken by a login of ours.

use std::net::TcpListener;

use valet_key::app::effect::{Effect, LoginOptions};
use valet_key::app::event::Event;
use valet_key::model::client::CallbackUrl;
use valet_key::model::port::PortStanding;

use super::bench::{Bench, Org, PUBLIC};

/// Looks at one callback.
fn look(bench: &Bench, callback: &str) -> Option<PortStanding> {
    let callback = CallbackUrl::parse(callback).unwrap();
    bench.send(Effect::LookAtPorts(vec![callback.clone()]));
    let seen = bench.until(|event| match event {
        Event::PortsSeen(seen) => Some(seen),
        _ => None,
    });
    let found = seen.into_iter().find(|(seen, _)| *seen == callback);
    found.map(|(_, standing)| standing)
}

#[test]
fn who_holds_a_port_is_told_with_a_free_one_close_by() {
    let bench = Bench::start();
    let holder = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = holder.local_addr().unwrap().port();
    let callback = format!("http://127.0.0.1:{port}/OauthRedirect");
    let Some(PortStanding::Taken {
        holder: by,
        free_near,
    }) = look(&bench, &callback)
    else {
        panic!("the port is taken");
    };
    if cfg!(target_os = "linux") {
        assert_eq!(by.map(|by| by.process), Some(std::process::id()));
    }
    let near = free_near.expect("a free port close by");
    assert!(near > port && near <= port + 20);
    drop(holder);
    assert_eq!(look(&bench, &callback), Some(PortStanding::Free));
    // Looking gives the port back.
    assert!(TcpListener::bind(("127.0.0.1", port)).is_ok());
    assert_eq!(look(&bench, "https://app.example/callback"), None);
}

#[test]
fn a_login_that_waits_is_ours_and_nobodys_fault() {
    let org = Org::start();
    let mut bench = Bench::start();
    let profile = org.profile("waits", PUBLIC);
    bench.save(&profile, None);
    let (run_id, _) = bench.begin(&profile, LoginOptions::default());
    assert_eq!(look(&bench, &org.callback), Some(PortStanding::Ours));
    bench.send(Effect::Cancel(run_id.clone()));
    assert!(bench.end_of(&run_id).is_err());
    assert_eq!(look(&bench, &org.callback), Some(PortStanding::Free));
}
