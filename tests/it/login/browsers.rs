//! Which browser gets the address, and in which words: fake browsers in a folder of their own write down what they got.

use std::path::{Path, PathBuf};
use std::time::Instant;

use valet_key::app::effect::{Effect, LoginOptions};
use valet_key::app::event::Event;
use valet_key::engine::browser::find::{Places, find};
use valet_key::engine::vault_key::Access;
use valet_key::engine::{Config, Handle};
use valet_key::model::browser::Picked;
use valet_key::model::profile::Profile;

use super::bench::{Bench, Org, PATIENCE, PUBLIC};

/// A program that writes its arguments beside itself, one a line, all at once.
fn fake(folder: &Path, name: &str) -> PathBuf {
    let program = folder.join(name);
    let text = "#!/bin/sh\nprintf '%s\\n' \"$@\" > \"$0.part\"\nmv \"$0.part\" \"$0.argv\"\n";
    std::fs::write(&program, text).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
    }
    program
}

/// What a fake browser got, once it got it.
fn argv(program: &Path) -> Vec<String> {
    let file = PathBuf::from(format!("{}.argv", program.display()));
    let end = Instant::now() + PATIENCE;
    loop {
        if let Ok(text) = std::fs::read_to_string(&file) {
            return text.lines().map(str::to_owned).collect();
        }
        assert!(Instant::now() < end, "the browser was not started");
        std::thread::yield_now();
    }
}

/// Begins a login that opens a browser; returns the address it waits with.
fn address(bench: &mut Bench, profile: &Profile) -> String {
    let run_id = bench.run_id();
    bench.send(Effect::BeginLogin {
        run_id: run_id.clone(),
        profile_id: profile.profile_id.clone(),
        options: LoginOptions::default(),
    });
    let url = bench.until(|event| match event {
        Event::LoginWaits { url, .. } => Some(url.to_string()),
        Event::Failed { problem, .. } => panic!("{problem:?}"),
        _ => None,
    });
    bench.send(Effect::Cancel(run_id));
    url
}

#[cfg(target_os = "linux")]
#[test]
fn a_browser_that_was_found_starts_with_its_profile_in_a_private_window() {
    let org = Org::start();
    let mut bench = Bench::start();
    let folder = tempfile::tempdir().unwrap();
    let program = fake(folder.path(), "my firefox; touch x");
    let exec = program.display().to_string();
    let entry = format!(
        "[Desktop Entry]\nType=Application\nName=Mine\nCategories=WebBrowser;\nExec=\"{exec}\" %u\n"
    );
    std::fs::write(folder.path().join("mine.desktop"), entry).unwrap();
    let places = Places {
        entries: vec![folder.path().to_owned()],
        ..Places::default()
    };
    let found = find(&places);
    assert_eq!(found.len(), 1, "{found:?}");
    let mut profile = org.profile("found", PUBLIC);
    profile.browser = found[0].command(&Picked {
        profile: Some("uat $(id)".to_owned()),
        private: true,
    });
    bench.save(&profile, None);
    let url = address(&mut bench, &profile);
    assert_eq!(
        argv(&program),
        ["-P", "uat $(id)", "--private-window", url.as_str()]
    );
}

#[cfg(unix)]
#[test]
fn the_profiles_browser_comes_before_the_variable_and_its_alternatives_follow_each_other() {
    let org = Org::start();
    let mut bench = Bench::start();
    let folder = tempfile::tempdir().unwrap();
    let own = fake(folder.path(), "own");
    let variable = fake(folder.path(), "variable");
    let config = Config {
        data_dir: Some(folder.path().join("data")),
        access: Access::Memory,
        access_is_given: true,
        browser: Some(format!(
            "{}/not-there:{} --new %s",
            folder.path().display(),
            variable.display()
        )),
        ..Config::default()
    };
    bench.engine = Handle::start(config, || {});

    let mut profile = org.profile("own", PUBLIC);
    profile.browser = own.display().to_string();
    bench.save(&profile, None);
    let url = address(&mut bench, &profile);
    assert_eq!(argv(&own), [url.as_str()]);
    assert!(
        !folder.path().join("variable.argv").exists(),
        "only one browser is started"
    );

    let profile = org.profile("variable", PUBLIC);
    bench.save(&profile, None);
    let url = address(&mut bench, &profile);
    assert_eq!(argv(&variable), ["--new", url.as_str()]);
}
