//! The app itself, from start to an orderly end.

use std::fs::File;
use std::process::Child;
use std::sync::mpsc;
use std::time::Duration;

use super::desktop::Desktop;

/// The running app.
pub struct App {
    child: Option<Child>,
}

impl App {
    /// Starts the app in a desktop; what it says on standard error goes to `app.log`.
    pub fn start(desktop: &Desktop) -> Self {
        let log = File::options()
            .create(true)
            .append(true)
            .open(desktop.path("app.log"))
            .unwrap();
        let child = desktop
            .command(env!("CARGO_BIN_EXE_valet-key"))
            .stderr(log)
            .spawn()
            .unwrap();
        Self { child: Some(child) }
    }

    /// Closes the window and waits for the end.
    #[track_caller]
    pub fn quit(mut self, desktop: &Desktop) {
        let mut child = self.child.take().unwrap();
        let id = child.id();
        desktop.close_window();
        let (ended, end) = mpsc::channel();
        std::thread::spawn(move || ended.send(child.wait()));
        match end.recv_timeout(Duration::from_secs(30)) {
            Ok(status) => assert!(status.unwrap().success(), "the app ended with an error"),
            Err(_) => {
                kill(id);
                panic!("the app did not end after its window was closed");
            }
        }
    }
}

impl Drop for App {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn kill(id: u32) {
    let _ = std::process::Command::new("kill")
        .args(["-KILL", &id.to_string()])
        .status();
}
