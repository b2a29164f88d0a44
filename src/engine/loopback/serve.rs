//! Serving: accepts, lets the judge decide, and ends after the last page (R9–R13, R18).

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use super::address::CallbackAddress;
use super::page::{self, Page};
use super::relay::{HandedOver, Relay};
use super::request::{self, Asked, Refusal};
use super::table::Table;
use super::{Judge, Reports, Verdict};
use crate::protocol::callback;

/// How long one exchange may take in all.
const EXCHANGE_TIME: Duration = Duration::from_secs(10);
/// How long the browser may take to follow to the last page.
const FOLLOW_TIME: Duration = Duration::from_secs(2);
/// How long the listener stays after the last page, for a browser that asks twice.
const LAST_PAGE_TIME: Duration = Duration::from_millis(500);
/// The longest life of a listener after its callback, whatever is asked.
const LEAVE_TIME: Duration = Duration::from_secs(5);
/// How long a client may take to close after our answer.
const CLOSE_TIME: Duration = Duration::from_secs(1);
/// The pause after the system refused a connection, when it has run out of something.
const BREATH: Duration = Duration::from_millis(20);

const WAITING: u8 = 0;
const GRANTED: u8 = 1;
const REFUSED: u8 = 2;

/// What all connections of one login share.
struct Login<C> {
    address: CallbackAddress,
    judge: Box<Judge<C>>,
    /// Where the answer is a fragment.
    relay: Option<Relay>,
    reports: Reports<C>,
    stage: AtomicU8,
    consumed_at: Mutex<Option<Instant>>,
    /// When the listener shall end; nothing while the login waits.
    end: watch::Sender<Option<Instant>>,
}

/// Accepts until the login is over and its last page is sent, or until it is stopped.
pub(super) async fn serve<C: Send + 'static>(
    sockets: Vec<TcpListener>,
    address: CallbackAddress,
    judge: Box<Judge<C>>,
    relay: Option<Relay>,
    reports: Reports<C>,
    stop: CancellationToken,
) {
    let (end, mut ends) = watch::channel(None);
    let login = Arc::new(Login {
        address,
        judge,
        relay,
        reports,
        stage: AtomicU8::new(WAITING),
        consumed_at: Mutex::new(None),
        end,
    });
    let mut table = Table::default();
    {
        let mut sockets = sockets.into_iter();
        let (first, second) = (sockets.next(), sockets.next());
        loop {
            let end = *ends.borrow_and_update();
            let stream = tokio::select! {
                biased;
                () = stop.cancelled() => return,
                () = until(end) => break,
                _ = ends.changed() => continue,
                stream = accept(first.as_ref()) => stream,
                stream = accept(second.as_ref()) => stream,
            };
            match stream {
                Some(stream) => {
                    let login = Arc::clone(&login);
                    table.admit(move |heard| async move {
                        let heard = || heard.store(true, Ordering::Relaxed);
                        // Whoever takes longer is dropped in the middle.
                        let _ = timeout(EXCHANGE_TIME, exchange(stream, &login, heard)).await;
                    });
                    // The newcomer shall be read before others can push it out.
                    tokio::task::yield_now().await;
                }
                None => tokio::time::sleep(BREATH).await,
            }
        }
        // The sockets end here: the port is free while the last answers leave.
    }
    let _ = timeout(CLOSE_TIME, table.drain()).await;
}

async fn accept(socket: Option<&TcpListener>) -> Option<TcpStream> {
    match socket {
        Some(socket) => socket.accept().await.ok().map(|(stream, _)| stream),
        None => std::future::pending().await,
    }
}

async fn until(end: Option<Instant>) {
    match end {
        Some(end) => sleep_until(end).await,
        None => std::future::pending().await,
    }
}

/// Reads one request, answers it, and closes.
async fn exchange<C>(mut stream: TcpStream, login: &Login<C>, heard: impl FnOnce()) {
    let read = request::read(&mut stream, &login.address, heard).await;
    let answer = match read {
        Ok(asked) => login.answer(asked),
        Err(Refusal::Answer(page)) => page.answer().into(),
        Err(Refusal::Close) => return,
    };
    if stream.write_all(&answer).await.is_err() || stream.shutdown().await.is_err() {
        return;
    }
    // Closing with unread bytes would reset the connection and could take our answer with it.
    let mut rest = [0; 1024];
    let _ = timeout(CLOSE_TIME, async {
        while let Ok(1..) = stream.read(&mut rest).await {}
    })
    .await;
}

impl<C> Login<C> {
    fn answer(&self, asked: Asked) -> Vec<u8> {
        let stage = self.stage.load(Ordering::SeqCst);
        let page = match asked {
            Asked::Callback(_) | Asked::Relayed(_) if stage != WAITING => Page::Gone,
            Asked::Callback(query) => return self.visit(&query),
            Asked::Relayed(came) => return self.take(&came),
            Asked::Done if stage == GRANTED => Page::Done,
            Asked::Refused if stage == REFUSED => Page::Refused,
            Asked::Done | Asked::Refused => Page::Missing,
        };
        if matches!(page, Page::Done | Page::Refused) {
            self.end_in(LAST_PAGE_TIME);
        }
        page.answer().into()
    }

    /// A visit that claims nothing gets the page that looks into its fragment, where the answer is one.
    fn visit(&self, query: &str) -> Vec<u8> {
        match &self.relay {
            Some(relay) if !callback::claims_answer(query) => relay.page().into(),
            _ => self.judge(query, page::see_other),
        }
    }

    /// What our own page handed over is judged like a query; from anybody else it is a stray.
    fn take(&self, came: &HandedOver) -> Vec<u8> {
        match &self.relay {
            Some(relay) if relay.is_ours(came) => self.judge(&came.fragment, page::go_on),
            Some(_) => {
                self.reports.stray();
                Page::Bad.answer().into()
            }
            None => Page::Missing.answer().into(),
        }
    }

    fn judge(&self, parameters: &str, lead_on: fn(&str) -> Vec<u8>) -> Vec<u8> {
        match (self.judge)(parameters) {
            Verdict::Granted(callback) => self.consume(callback, GRANTED, lead_on),
            Verdict::Refused(callback) => self.consume(callback, REFUSED, lead_on),
            Verdict::Unproven(words) => {
                self.reports.unproven(words);
                Page::Bad.answer().into()
            }
            Verdict::Stray | Verdict::Malformed => {
                self.reports.stray();
                Page::Bad.answer().into()
            }
        }
    }

    /// Takes the callback, once: of two at the same moment one gets the 410.
    fn consume(&self, callback: C, stage: u8, lead_on: fn(&str) -> Vec<u8>) -> Vec<u8> {
        if !self.reports.callback(callback) {
            return Page::Gone.answer().into();
        }
        self.stage.store(stage, Ordering::SeqCst);
        *self.consumed_at() = Some(Instant::now());
        self.end_in(FOLLOW_TIME);
        lead_on(&match stage {
            GRANTED => self.address.done_path(),
            _ => self.address.refused_path(),
        })
    }

    fn end_in(&self, pause: Duration) {
        let now = Instant::now();
        let last = self.consumed_at().unwrap_or(now) + LEAVE_TIME;
        self.end.send_replace(Some(last.min(now + pause)));
    }

    fn consumed_at(&self) -> std::sync::MutexGuard<'_, Option<Instant>> {
        self.consumed_at
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
