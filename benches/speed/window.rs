//! The real window beside an empty one of ours: start, memory, and what it costs to do nothing.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use crate::{median, millis, row, sample};

/// What makes this program the empty window.
pub const EMPTY: &str = "--empty-window";
const ROUNDS: usize = 7;
/// A window that draws nothing for so long is at rest.
const REST: Duration = Duration::from_secs(2);

/// Opens a window with nothing in it, which says each frame that it drew.
pub fn empty() {
    struct Nothing;
    impl eframe::App for Nothing {
        fn ui(&mut self, _ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
            eprintln!("drawn");
        }
    }
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default().with_inner_size([1280.0, 800.0]),
        ..Default::default()
    };
    eframe::run_native("empty", options, Box::new(|_| Ok(Box::new(Nothing)))).unwrap();
}

pub fn run() {
    if !valet_key::engine::display::is_there() {
        row("Window", "not run: no display", "", None, "");
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let thousand = home.path().join("thousand");
    sample::fill(&sample::store(&thousand), 1_000);
    let many = home.path().join("many");
    sample::fill(&sample::store(&many), 10_000);

    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(Shown::open(valet_key(&thousand)).first);
        theirs.push(Shown::open(nothing()).first);
    }
    let (ours, theirs) = (median(ours), median(theirs));
    row(
        "Start to first complete frame, 1,000 profiles",
        &millis(ours),
        &format!("{} for an empty window", millis(theirs)),
        Some(ours.as_secs_f64() / theirs.as_secs_f64()),
        "≤ 1.25",
    );

    let (mut ours, mut theirs) = (Shown::open(valet_key(&many)), Shown::open(nothing()));
    ours.rest();
    theirs.rest();
    let (mine, bare) = (ours.memory_kib(), theirs.memory_kib());
    row(
        "Memory with 10,000 sessions",
        &format!("{} MiB", mine / 1024),
        &format!("{} MiB for an empty window", bare / 1024),
        Some(mine as f64 / bare as f64),
        "≤ 1.50",
    );
    drop(theirs);
    // The pointer comes to the window that was under the other.
    ours.rest();
    let seconds = std::env::var("VALET_KEY_BENCH_IDLE")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(60);
    let ticks = ours.ticks();
    let frames = ours.frames_in(Duration::from_secs(seconds));
    row(
        &format!("{seconds} s at rest, 10,000 sessions"),
        &format!("{frames} frames, {} CPU ticks", ours.ticks() - ticks),
        "",
        None,
        "1 a minute, for the ages in sight; 0 ticks between",
    );
}

fn valet_key(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_valet-key"));
    command
        .env("VALET_KEY_LOG", "debug")
        .env("DBUS_SESSION_BUS_ADDRESS", "disabled:")
        .args(["--vault", "memory", "--data-dir"])
        .arg(data);
    command
}

fn nothing() -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.arg(EMPTY);
    command
}

/// A window on the screen, until it is dropped.
struct Shown {
    child: Child,
    frames: Receiver<()>,
    first: Duration,
}

impl Shown {
    fn open(mut command: Command) -> Self {
        let began = Instant::now();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let frames = frames(child.stderr.take().unwrap());
        frames.recv().unwrap();
        Self {
            child,
            frames,
            first: began.elapsed(),
        }
    }

    fn rest(&mut self) {
        while self.frames.recv_timeout(REST).is_ok() {}
    }

    fn frames_in(&self, time: Duration) -> usize {
        let until = Instant::now() + time;
        let mut count = 0;
        loop {
            match self
                .frames
                .recv_timeout(until.saturating_duration_since(Instant::now()))
            {
                Ok(()) => count += 1,
                Err(RecvTimeoutError::Timeout) => return count,
                Err(RecvTimeoutError::Disconnected) => panic!("the window is gone"),
            }
        }
    }

    fn memory_kib(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:"));
        line.unwrap()
            .split_whitespace()
            .nth(1)
            .unwrap()
            .parse()
            .unwrap()
    }

    /// User and system time so far, in ticks of a hundredth of a second.
    fn ticks(&self) -> u64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        // The name in brackets may hold blanks.
        let rest = stat.rsplit_once(") ").unwrap().1;
        let fields: Vec<&str> = rest.split(' ').collect();
        fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn frames(stderr: ChildStderr) -> Receiver<()> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stderr).lines().map_while(Result::ok) {
            // A frame without the library is not complete.
            if line.contains("drawn")
                && !line.contains("is_loaded=false")
                && sender.send(()).is_err()
            {
                return;
            }
        }
    });
    receiver
}
