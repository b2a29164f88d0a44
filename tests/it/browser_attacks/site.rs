//! A hostile site: a server of this machine on another port, under whatever name the browser gives it.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// Serves one empty page everywhere, and remembers every request whole.
pub struct Site {
    pub port: u16,
    seen: Arc<Mutex<Vec<String>>>,
}

/// The service worker of the site: fetches what the page tells it to, and says what it could see.
const WORKER: &str = "self.onmessage = async (event) => {
    try { const answer = await fetch(event.data, {mode: 'no-cors'}); event.source.postMessage(answer.type + (await answer.text())); }
    catch (problem) { event.source.postMessage(problem.name); }
};
self.onactivate = (event) => event.waitUntil(clients.claim());";

impl Site {
    pub fn start() -> Self {
        Self::on(TcpListener::bind("127.0.0.1:0").unwrap())
    }

    /// Serves on a listener that is there already.
    pub fn on(listener: TcpListener) -> Self {
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::<Mutex<Vec<String>>>::default();
        let remembers = Arc::clone(&seen);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let remembers = Arc::clone(&remembers);
                std::thread::spawn(move || serve(stream, &remembers));
            }
        });
        Self { port, seen }
    }

    /// An address of the site under a name.
    pub fn url(&self, host: &str) -> String {
        format!("http://{host}:{}/", self.port)
    }

    /// Every request so far, head and all.
    pub fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

/// Answers one request and closes.
pub fn serve(mut stream: TcpStream, seen: &Mutex<Vec<String>>) {
    let mut request = Vec::new();
    let mut chunk = [0; 4096];
    while !request.windows(4).any(|four| four == b"\r\n\r\n") {
        match stream.read(&mut chunk) {
            Ok(count @ 1..) => request.extend_from_slice(&chunk[..count]),
            _ => return,
        }
    }
    let request = String::from_utf8_lossy(&request).into_owned();
    let (kind, body) = if request.starts_with("GET /worker.js") {
        ("text/javascript", WORKER)
    } else {
        (
            "text/html",
            "<!doctype html><title>Hostile</title><body></body>",
        )
    };
    seen.lock().unwrap().push(request);
    let _ = write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
}
