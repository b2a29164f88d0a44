//! A relay before the demo org that remembers every byte, so that a test knows all secrets of the wire.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// A listener on a free port of `127.0.0.1` and `::1` that passes everything on.
pub struct Relay {
    /// Where clients connect.
    pub port: u16,
    heard: Arc<Mutex<Vec<u8>>>,
}

impl Relay {
    /// Starts relaying to a port on this machine.
    pub fn to(upstream: u16) -> Self {
        let v4 = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = v4.local_addr().unwrap().port();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let v6 = TcpListener::bind(("::1", port)).ok();
        for listener in std::iter::once(v4).chain(v6) {
            let heard = Arc::clone(&heard);
            std::thread::spawn(move || {
                for client in listener.incoming().flatten() {
                    let Ok(server) = TcpStream::connect(("127.0.0.1", upstream)) else {
                        continue;
                    };
                    pass(&client, &server, &heard);
                    pass(&server, &client, &heard);
                }
            });
        }
        Self { port, heard }
    }

    /// Everything that went through, both ways, as text.
    pub fn heard(&self) -> String {
        String::from_utf8_lossy(&self.heard.lock().unwrap()).into_owned()
    }

    /// Every value of a field, in forms, addresses and JSON, percent signs resolved.
    pub fn values(&self, field: &str) -> Vec<String> {
        let heard = self.heard();
        let mut found = Vec::new();
        for (mark, ends) in [
            (format!("\"{field}\":\""), "\""),
            (format!("\"{field}\": \""), "\""),
            (format!("{field}="), "& \r\n\"'<"),
        ] {
            for (at, _) in heard.match_indices(&mark) {
                let before = heard[..at].chars().next_back();
                if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
                    continue;
                }
                let rest = &heard[at + mark.len()..];
                let value = &rest[..rest.find(|c| ends.contains(c)).unwrap_or(rest.len())];
                let value = percent_decode(value);
                if !value.is_empty() && !found.contains(&value) {
                    found.push(value);
                }
            }
        }
        found
    }
}

fn pass(from: &TcpStream, to: &TcpStream, heard: &Arc<Mutex<Vec<u8>>>) {
    let mut from = from.try_clone().unwrap();
    let mut to = to.try_clone().unwrap();
    let heard = Arc::clone(heard);
    std::thread::spawn(move || {
        let mut buffer = [0; 16 * 1024];
        while let Ok(count @ 1..) = from.read(&mut buffer) {
            heard.lock().unwrap().extend_from_slice(&buffer[..count]);
            if to.write_all(&buffer[..count]).is_err() {
                break;
            }
        }
        let _ = to.shutdown(Shutdown::Write);
    });
}

pub fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes
            .get(at + 1..at + 3)
            .and_then(|two| std::str::from_utf8(two).ok());
        match (
            bytes[at],
            hex.and_then(|two| u8::from_str_radix(two, 16).ok()),
        ) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 3;
            }
            (byte, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
