//! One connection: HTTP/1 in, bounded in size and time, one reply per request.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::{Notify, Semaphore};
use tokio_util::sync::CancellationToken;

use super::super::message::{Reply, Request, Response, Scheme};
use super::super::respond::respond;
use super::tls::Tls;
use super::{RequestLog, Shared, guard, lock, multipart, now};

/// More connections than this wait their turn.
pub(super) const CONNECTIONS: usize = 512;

/// Largest body; a SAML or JWT assertion is a hundredth of it.
const BODY_MAX: usize = 1024 * 1024;

/// Largest request line and headers together.
const HEAD_MAX: usize = 64 * 1024;

/// A client that does not finish its headers or TLS handshake by then is gone.
const PATIENCE: Duration = Duration::from_secs(30);

/// What every connection needs.
#[derive(Clone)]
pub(super) struct Door {
    pub(super) org: Shared,
    pub(super) cancel: CancellationToken,
    pub(super) log: RequestLog,
    /// Told after each request that changed the org.
    pub(super) changed: Arc<Notify>,
    /// Told after each request, and after its answer.
    pub(super) heard: Arc<Notify>,
    pub(super) room: Arc<Semaphore>,
}

/// Notes in the log how long an answer took, also where the client did not wait for it.
struct Took {
    n: u64,
    start: Instant,
    door: Door,
}

impl Drop for Took {
    fn drop(&mut self) {
        let ms = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
        lock(&self.door.org).log.took(self.n, ms);
        self.door.heard.notify_one();
    }
}

/// The connection closes without an answer.
#[derive(Debug)]
struct Hangup;

impl fmt::Display for Hangup {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("dropped on purpose")
    }
}

impl std::error::Error for Hangup {}

/// Accepts connections until cancelled.
pub(super) async fn accept(listener: TcpListener, door: Door, tls: Option<Arc<Tls>>) {
    loop {
        let next = async {
            let room = door.room.clone().acquire_owned().await.ok()?;
            Some((listener.accept().await, room))
        };
        let accepted = tokio::select! {
            () = door.cancel.cancelled() => return,
            accepted = next => accepted,
        };
        let Some((accepted, room)) = accepted else {
            return;
        };
        let Ok((stream, _)) = accepted else {
            // Out of file handles, most likely: others must close first.
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let (door, tls) = (door.clone(), tls.clone());
        tokio::spawn(async move {
            let _room = room;
            let cancel = door.cancel.clone();
            let talk = async {
                match tls {
                    None => talk(stream, door, None).await,
                    Some(tls) => {
                        let shake =
                            tokio::time::timeout(PATIENCE, tls.acceptor.accept(stream)).await;
                        if let Ok(Ok(stream)) = shake {
                            talk(stream, door, Some(tls)).await;
                        }
                    }
                }
            };
            tokio::select! {
                () = talk => {}
                () = cancel.cancelled() => {}
            }
        });
    }
}

async fn talk(stream: impl AsyncRead + AsyncWrite + Unpin, door: Door, tls: Option<Arc<Tls>>) {
    let service = service_fn(move |request| answer(request, door.clone(), tls.clone()));
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .max_buf_size(HEAD_MAX)
        .serve_connection(TokioIo::new(stream), service);
    // A connection that ends in an error has nobody left to tell.
    let _ = served.await;
}

async fn answer(
    request: hyper::Request<Incoming>,
    door: Door,
    tls: Option<Arc<Tls>>,
) -> Result<hyper::Response<Full<Bytes>>, Hangup> {
    let start = Instant::now();
    let at = now();
    let method = request.method().to_string();
    let path = request.uri().path().to_owned();
    let mut took = None;
    let reply = match read(request, tls.as_deref()).await {
        Ok(request) => {
            let (reply, changed, noted) = {
                let mut org = lock(&door.org);
                let (before, last) = (org.revision(), org.log.last());
                let reply = respond(&mut org, request, at);
                let noted = org.log.last();
                (
                    reply,
                    org.revision() != before,
                    (noted > last).then_some(noted),
                )
            };
            if changed {
                door.changed.notify_one();
            }
            door.heard.notify_one();
            took = noted.map(|n| Took {
                n,
                start,
                door: door.clone(),
            });
            reply
        }
        Err(response) => Reply::Now(response),
    };
    let response = match reply {
        Reply::Now(response) => Some(response),
        Reply::Later { pause_ms, response } => {
            tokio::time::sleep(Duration::from_millis(pause_ms)).await;
            Some(response)
        }
        Reply::Dropped => None,
    };
    drop(took);
    if door.log == RequestLog::Stderr {
        let status = response
            .as_ref()
            .map_or("-".to_owned(), |it| it.status.to_string());
        let path: String = path
            .chars()
            .filter(|it| !it.is_control())
            .take(200)
            .collect();
        eprintln!(
            "{} {method} {path} {status} {}ms",
            at.to_rfc3339(),
            start.elapsed().as_millis()
        );
    }
    response.map(write).ok_or(Hangup)
}

/// Reads the whole request, or says why not.
async fn read(request: hyper::Request<Incoming>, tls: Option<&Tls>) -> Result<Request, Response> {
    let host = match request
        .headers()
        .get("host")
        .and_then(|it| it.to_str().ok())
    {
        Some(host) => host.to_owned(),
        None => request
            .uri()
            .authority()
            .map(ToString::to_string)
            .unwrap_or_default(),
    };
    if !guard::is_ours(&host, tls) {
        return Err(Response::new(
            421,
            "text/plain;charset=UTF-8",
            "This is a demo org on a loopback address; it does not answer to this name.\n",
        ));
    }
    let (head, body) = request.into_parts();
    let body = match Limited::new(body, BODY_MAX).collect().await {
        Ok(body) => body.to_bytes(),
        Err(error) if error.is::<LengthLimitError>() => {
            return Err(Response::new(
                413,
                "text/plain;charset=UTF-8",
                "The request is too large.\n",
            ));
        }
        Err(_) => {
            return Err(Response::new(
                400,
                "text/plain;charset=UTF-8",
                "The body broke off.\n",
            ));
        }
    };
    let text =
        |value: &hyper::header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers: Vec<(String, String)> = head
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), text(value)))
        .collect();
    let content_type = head
        .headers
        .get("content-type")
        .map(text)
        .unwrap_or_default();
    let parts = if content_type
        .to_ascii_lowercase()
        .starts_with("multipart/form-data")
    {
        multipart::split(&content_type, &body)
            .await
            .unwrap_or_default()
    } else {
        Vec::new()
    };
    Ok(Request {
        method: head.method.to_string(),
        scheme: if tls.is_some() {
            Scheme::Https
        } else {
            Scheme::Http
        },
        target: head
            .uri
            .path_and_query()
            .map_or("/", |it| it.as_str())
            .to_owned(),
        headers,
        body: body.to_vec(),
        parts,
    })
}

fn write(response: Response) -> hyper::Response<Full<Bytes>> {
    let mut out = hyper::Response::builder().status(response.status);
    for (name, value) in &response.headers {
        out = out.header(name, value);
    }
    let body = Full::new(Bytes::from(response.body));
    // A header that cannot be written means a value we let through unencoded: answer with nothing rather than with it.
    out.body(body).unwrap_or_else(|_| {
        let mut empty = hyper::Response::new(Full::new(Bytes::new()));
        *empty.status_mut() = hyper::StatusCode::INTERNAL_SERVER_ERROR;
        empty
    })
}
