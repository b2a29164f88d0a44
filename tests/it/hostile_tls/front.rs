//! What stands between the engine and the org of these tests: a proxy, and a server whose certificate is right or is not.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{self, ServerConfig, ServerConnection, StreamOwned};

use crate::hostile_cases::org::HostileOrg;

/// Longer than any bound of a client here.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the server shows to the connections that come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    Right,
    Expired,
    Early,
    OtherName,
    UnknownIssuer,
    /// Signed by somebody who bears the name of the trusted authority.
    Impostor,
    SelfSigned,
    /// The alert that OpenSSL sends when it knows no version that is offered.
    OldAlert,
    /// A ServerHello of TLS 1.1, as servers send that go down to what they know.
    OldHello,
    Silence,
    PlainHttp,
    /// The connection is closed when the ClientHello has come.
    Nothing,
}

struct Books {
    shown: Shown,
    /// What came in the clear, or was read out of TLS, while something else than `Right` was shown.
    seen: Vec<u8>,
}

/// A server with the org behind it.
pub struct Front {
    pub port: u16,
    /// The authority to trust, in PEM.
    pub authority: String,
    books: Arc<Mutex<Books>>,
}

impl Front {
    pub fn before(org: HostileOrg, host: &str) -> Self {
        let authority = authority("Authority of the tests");
        let certificates = Arc::new(Certificates::new(&authority, host));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let books = Arc::new(Mutex::new(Books {
            shown: Shown::Right,
            seen: Vec::new(),
        }));
        let shared = Arc::clone(&books);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let _ = stream.set_read_timeout(Some(PATIENCE));
                let _ = stream.set_write_timeout(Some(PATIENCE));
                let (books, org) = (Arc::clone(&shared), org.clone());
                let certificates = Arc::clone(&certificates);
                std::thread::spawn(move || meet(stream, &books, &certificates, &org));
            }
        });
        Self {
            port,
            authority: authority.pem(),
            books,
        }
    }

    pub fn shows(&self, shown: Shown) {
        self.books.lock().unwrap().shown = shown;
    }

    /// What a wrong server was sent, as text.
    pub fn seen(&self) -> String {
        String::from_utf8_lossy(&self.books.lock().unwrap().seen).into_owned()
    }
}

fn meet(
    mut stream: TcpStream,
    books: &Mutex<Books>,
    certificates: &Certificates,
    org: &HostileOrg,
) {
    let shown = books.lock().unwrap().shown;
    let record = |bytes: &[u8]| books.lock().unwrap().seen.extend_from_slice(bytes);
    let mut buffer = [0; 4096];
    if let Some(config) = certificates.of(shown) {
        let connection = ServerConnection::new(Arc::clone(config)).unwrap();
        let mut tls = StreamOwned::new(connection, stream);
        if shown == Shown::Right {
            org.serve(&mut tls);
            tls.conn.send_close_notify();
            let _ = tls.flush();
            let _ = tls.sock.shutdown(Shutdown::Write);
        } else {
            while let Ok(count @ 1..) = tls.read(&mut buffer) {
                record(&buffer[..count]);
            }
        }
        return;
    }
    if let Ok(count) = stream.read(&mut buffer) {
        record(&buffer[..count]);
    }
    let _ = match shown {
        Shown::OldAlert => stream.write_all(&[21, 3, 2, 0, 2, 2, 70]),
        Shown::OldHello => stream.write_all(&old_hello()),
        Shown::PlainHttp => {
            stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        }
        Shown::Nothing => stream.shutdown(Shutdown::Both),
        _ => Ok(()),
    };
    while let Ok(count @ 1..) = stream.read(&mut buffer) {
        record(&buffer[..count]);
    }
}

/// A ServerHello of TLS 1.1 with the suite AES128-SHA (RFC 4346 section 7.4.1.3).
fn old_hello() -> Vec<u8> {
    let mut hello = vec![3, 2];
    hello.extend([7; 32]);
    hello.extend([0, 0, 0x2f, 0]);
    let length = u8::try_from(hello.len()).unwrap();
    let mut record = vec![22, 3, 2, 0, length + 4, 2, 0, 0, length];
    record.extend(hello);
    record
}

type Issuer = CertifiedIssuer<'static, KeyPair>;

fn authority(name: &str) -> Issuer {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// One configuration of TLS for each certificate.
struct Certificates {
    right: Arc<ServerConfig>,
    expired: Arc<ServerConfig>,
    early: Arc<ServerConfig>,
    other_name: Arc<ServerConfig>,
    unknown_issuer: Arc<ServerConfig>,
    impostor: Arc<ServerConfig>,
    self_signed: Arc<ServerConfig>,
}

impl Certificates {
    fn new(authority: &Issuer, host: &str) -> Self {
        let params = |name: &str| CertificateParams::new(vec![name.to_owned()]).unwrap();
        let signed = |params: CertificateParams, issuer: Option<&Issuer>| {
            let key = KeyPair::generate().unwrap();
            let made = match issuer {
                Some(issuer) => params.signed_by(&key, issuer),
                None => params.self_signed(&key),
            };
            config(made.unwrap().der().to_vec(), &key)
        };
        let mut expired = params(host);
        expired.not_before = rcgen::date_time_ymd(2019, 1, 1);
        expired.not_after = rcgen::date_time_ymd(2020, 1, 1);
        let mut early = params(host);
        early.not_before = rcgen::date_time_ymd(2190, 1, 1);
        early.not_after = rcgen::date_time_ymd(2191, 1, 1);
        Self {
            right: signed(params(host), Some(authority)),
            expired: signed(expired, Some(authority)),
            early: signed(early, Some(authority)),
            other_name: signed(params("login.example.com"), Some(authority)),
            unknown_issuer: signed(params(host), Some(&self::authority("Somebody else"))),
            impostor: signed(
                params(host),
                Some(&self::authority("Authority of the tests")),
            ),
            self_signed: signed(params(host), None),
        }
    }

    fn of(&self, shown: Shown) -> Option<&Arc<ServerConfig>> {
        Some(match shown {
            Shown::Right => &self.right,
            Shown::Expired => &self.expired,
            Shown::Early => &self.early,
            Shown::OtherName => &self.other_name,
            Shown::UnknownIssuer => &self.unknown_issuer,
            Shown::Impostor => &self.impostor,
            Shown::SelfSigned => &self.self_signed,
            _ => return None,
        })
    }
}

fn config(certificate: Vec<u8>, key: &KeyPair) -> Arc<ServerConfig> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from(certificate)],
            PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
        )
        .unwrap();
    Arc::new(config)
}

/// A proxy that leads every `CONNECT` to one port, and remembers what went out.
pub struct Proxy {
    pub port: u16,
    books: Arc<Mutex<ProxyBooks>>,
}

#[derive(Default)]
struct ProxyBooks {
    asked: Vec<String>,
    heard: Vec<u8>,
}

impl Proxy {
    pub fn to(front: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let books = Arc::<Mutex<ProxyBooks>>::default();
        let shared = Arc::clone(&books);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let books = Arc::clone(&shared);
                std::thread::spawn(move || lead(stream, front, &books));
            }
        });
        Self { port, books }
    }

    fn books(&self) -> MutexGuard<'_, ProxyBooks> {
        self.books.lock().unwrap()
    }

    /// The hosts that were asked for, each once.
    pub fn asked(&self) -> Vec<String> {
        let mut asked = self.books().asked.clone();
        asked.sort_unstable();
        asked.dedup();
        asked
    }

    /// What clients sent, as text.
    pub fn heard(&self) -> String {
        String::from_utf8_lossy(&self.books().heard).into_owned()
    }
}

fn lead(client: TcpStream, front: u16, books: &Arc<Mutex<ProxyBooks>>) {
    let mut reader = BufReader::new(client.try_clone().unwrap());
    let mut line = String::new();
    let mut asked = None;
    while reader.read_line(&mut line).is_ok_and(|count| count > 2) {
        if let Some(rest) = line.strip_prefix("CONNECT ") {
            asked = rest.split(' ').next().map(str::to_owned);
        }
        books
            .lock()
            .unwrap()
            .heard
            .extend_from_slice(line.as_bytes());
        line.clear();
    }
    // Anything else than a tunnel is remembered too, and answered with nothing.
    books
        .lock()
        .unwrap()
        .asked
        .push(asked.unwrap_or_else(|| "no tunnel".to_owned()));
    let Ok(server) = TcpStream::connect(("127.0.0.1", front)) else {
        return;
    };
    let mut client = client;
    if client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").is_err() {
        return;
    }
    let (mut back, mut away) = (server.try_clone().unwrap(), client.try_clone().unwrap());
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut back, &mut away);
        let _ = away.shutdown(Shutdown::Write);
    });
    let mut server = server;
    let mut buffer = [0; 4096];
    while let Ok(count @ 1..) = reader.read(&mut buffer) {
        books
            .lock()
            .unwrap()
            .heard
            .extend_from_slice(&buffer[..count]);
        if server.write_all(&buffer[..count]).is_err() {
            break;
        }
    }
    let _ = server.shutdown(Shutdown::Write);
}

/// The org on a port of this machine until it is dropped.
pub struct Plain {
    port: u16,
    ends: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Plain {
    pub fn start(port: u16, org: &HostileOrg) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
        let ends = Arc::<AtomicBool>::default();
        let (org, over) = (org.clone(), Arc::clone(&ends));
        let thread = std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                if over.load(Ordering::SeqCst) {
                    return;
                }
                let _ = stream.set_read_timeout(Some(PATIENCE));
                let org = org.clone();
                std::thread::spawn(move || org.serve(&mut stream));
            }
        });
        Self {
            port,
            ends,
            thread: Some(thread),
        }
    }
}

impl Drop for Plain {
    fn drop(&mut self) {
        self.ends.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(("127.0.0.1", self.port));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
