//! A server that plays a script on each connection, and counts what it was sent.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rcgen::{CertificateParams, KeyPair};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{self, ServerConfig, ServerConnection, StreamOwned};

/// How long a script waits for a client that says nothing.
const PATIENCE: Duration = Duration::from_secs(20);

pub struct Server {
    pub port: u16,
    /// Connections that were opened.
    pub connections: Arc<AtomicUsize>,
    /// Bytes that were received.
    pub received: Arc<AtomicUsize>,
}

impl Server {
    /// Plays a script on each connection, after it has read one request.
    pub fn playing(script: impl Fn(&mut TcpStream) + Send + Sync + 'static) -> Self {
        Self::raw(move |mut stream, received| {
            read_request(&mut stream, received);
            script(&mut stream);
        })
    }

    /// Answers each request with fixed bytes, and closes.
    pub fn answering(answer: impl Into<Vec<u8>>) -> Self {
        let answer = answer.into();
        Self::playing(move |stream| {
            let _ = stream.write_all(&answer);
        })
    }

    /// Gets each connection as it is.
    pub fn raw(script: impl Fn(TcpStream, &AtomicUsize) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (connections, received) =
            (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
        let (opened, bytes) = (Arc::clone(&connections), Arc::clone(&received));
        let script = Arc::new(script);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                opened.fetch_add(1, Ordering::SeqCst);
                let _ = stream.set_read_timeout(Some(PATIENCE));
                let _ = stream.set_write_timeout(Some(PATIENCE));
                let (script, bytes) = (Arc::clone(&script), Arc::clone(&bytes));
                std::thread::spawn(move || script(stream, &bytes));
            }
        });
        Self {
            port,
            connections,
            received,
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    pub fn received(&self) -> usize {
        self.received.load(Ordering::SeqCst)
    }
}

/// Reads until the headers end; bodies of these tests come with them.
fn read_request(stream: &mut impl Read, received: &AtomicUsize) {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    while !bytes.windows(4).any(|four| four == b"\r\n\r\n") {
        match stream.read(&mut chunk) {
            Ok(count @ 1..) => {
                received.fetch_add(count, Ordering::SeqCst);
                bytes.extend_from_slice(&chunk[..count]);
            }
            _ => return,
        }
    }
}

/// A server with TLS and this certificate, which answers 200.
pub fn with_tls(certificate: &CertificateParams) -> (Server, String) {
    with_tls_and(certificate, &[], |tls| {
        let _ = tls.write_all(OK.as_bytes());
        let _ = tls.flush();
        tls.conn.send_close_notify();
        let _ = tls.flush();
    })
}

/// A server with TLS, this certificate and these protocols, which plays a script after it has read.
pub fn with_tls_and(
    certificate: &CertificateParams,
    protocols: &[&[u8]],
    script: impl Fn(&mut StreamOwned<ServerConnection, TcpStream>) + Send + Sync + 'static,
) -> (Server, String) {
    let key = KeyPair::generate().unwrap();
    let certificate = certificate.self_signed(&key).unwrap();
    let pem = certificate.pem();
    let chain = vec![CertificateDer::from(certificate.der().to_vec())];
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
    let config = Arc::new(config);
    let server = Server::raw(move |stream, received| {
        let Ok(connection) = ServerConnection::new(Arc::clone(&config)) else {
            return;
        };
        let mut tls = StreamOwned::new(connection, stream);
        read_request(&mut tls, received);
        script(&mut tls);
    });
    (server, pem)
}

pub const OK: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
