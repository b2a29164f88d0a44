//! An act on many from the command to its sum, with a real engine and real orgs, one of which does not answer.

use serde_json::json;
use valet_key::app::command::{BulkAct, Command};
use valet_key::app::state::State;
use valet_key::app::view;
use valet_key::engine::clock;
use valet_key::shell::driver::Driver;

use super::bench::{Bench, Org, PATIENCE, PUBLIC};
use super::{ADMIN, TOKEN, many_sessions};

const COUNT: usize = 40;

#[test]
fn an_act_on_many_reaches_every_org_that_answers_and_is_summed_up() {
    let (living, mut bench, _) = many_sessions(COUNT);
    let mut dead = Org::start();
    let gone = dead.profile("gone", PUBLIC);
    bench.save(&gone, None);
    bench.log_in(&gone, ADMIN);
    dead.control(
        "set-fault",
        &json!({"fault": "slow", "path": TOKEN, "ms": 20_000}),
    );
    let Bench { engine, folder, .. } = bench;
    let state = State::new(1, jiff::tz::TimeZone::UTC);
    let mut driver = Driver::new(state, engine, Box::new(clock::now));
    while !driver.state().is_loaded() {
        assert!(driver.wait(PATIENCE, &mut |_| ()), "the library is read");
    }
    driver.command(Command::SelectAll);
    driver.command(Command::Bulk(BulkAct::Refresh));
    let progress = |driver: &Driver<_>| {
        let bulk = view::list(driver.state(), driver.now()).bulk.unwrap();
        bulk.progress
            .map(|progress| (progress.done, progress.total))
    };
    let goes_on = |done| Some((done, COUNT + 1));
    assert_eq!(progress(&driver), goes_on(0));
    // Every step is seen, up to where only the org is left that does not answer.
    while progress(&driver) != goes_on(COUNT) {
        assert!(
            driver.wait(PATIENCE, &mut |_| ()),
            "one after the other ends"
        );
        assert!(progress(&driver).is_some(), "the dead one is waited for");
    }
    assert_eq!(living.requests(TOKEN, "refresh_token"), COUNT);
    driver.command(Command::CancelRounds);
    assert!(!driver.state().is_busy());
    let toasts = view::window(driver.state(), driver.now()).toasts;
    let said: Vec<_> = toasts
        .iter()
        .map(|toast| (&toast.title, &toast.text))
        .collect();
    assert_eq!(
        said,
        [(&"Refreshed 40 of 41".to_owned(), &"1 given up".to_owned())]
    );
    driver.command(Command::Quit);
    dead.stop();
    drop((driver, folder));
}
