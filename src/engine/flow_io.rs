//! `FlowIo` for the real world: sends, opens the browser, asks the person, and keeps the journal of it all.

mod trip;

use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::browser::BrowserChoice;
use super::clock::{self, Skew};
use super::http::{Http, HttpSettings, Origins, Pause, next_pause};
use super::journal;
use super::loopback::{Listener, Loopback};
use super::outbox::Outbox;
use super::random;
use crate::app::event::Event;
use crate::model::client::CallbackUrl;
use crate::model::ids::RunId;
use crate::model::problem::Problem;
use crate::model::run::Exchange;
use crate::model::secret::Secret;
use crate::model::time::UnixTime;
use crate::protocol::error::FlowError;
use crate::protocol::io::{Answer, BrowserTrip, Callback, FlowIo, Prompt, Question};
use crate::protocol::message::{Repeat, Request, Response};

/// What all runs share.
pub struct World {
    http: RwLock<Arc<Http>>,
    /// The listeners.
    pub loopback: Loopback,
    /// Events go out here.
    pub outbox: Outbox,
}

impl World {
    /// Takes the client and the way of events.
    #[must_use]
    pub fn new(http: Http, outbox: Outbox) -> Self {
        Self {
            http: RwLock::new(Arc::new(http)),
            loopback: Loopback::default(),
            outbox,
        }
    }

    /// Puts another client in place if the settings differ; what is under way ends with the old one.
    pub fn set_http(&self, settings: HttpSettings) {
        let mut http = self.http.write().unwrap_or_else(PoisonError::into_inner);
        if *http.settings() != settings {
            *http = Arc::new(Http::new(settings));
        }
    }

    /// Returns the client.
    #[must_use]
    pub fn http(&self) -> Arc<Http> {
        Arc::clone(&self.http.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What the person does while a run goes on.
pub enum FromPerson {
    /// A callback address, or an error text, copied from the browser.
    Paste(Secret),
    /// Wait five minutes more.
    Extend,
    /// Open the login page once more.
    BrowseAgain,
    /// The answer to a question.
    Answer(Secret),
    /// Why the answer could not be fetched from where it is.
    NotAnswered(Box<Problem>),
    /// Keep the held tokens, or not (R22).
    Decide(bool),
}

/// How a login of this run uses the browser.
#[derive(Debug, Clone)]
pub struct TripSettings {
    /// Which browser.
    pub browser: BrowserChoice,
    /// Open none; a taken port is then a warning.
    pub no_browser: bool,
    /// How long the login may take, and how much *Extend* adds.
    pub time: Duration,
    /// How long to wait for people, where it was said.
    pub patience: Option<Duration>,
    /// Addresses whose hosts may be opened.
    pub hosts: Vec<String>,
    /// All callbacks of the profile; a taken port's error names the others.
    pub callbacks: Vec<CallbackUrl>,
}

impl Default for TripSettings {
    fn default() -> Self {
        Self {
            browser: BrowserChoice::default(),
            no_browser: false,
            patience: None,
            time: Duration::from_secs(300),
            hosts: Vec::new(),
            callbacks: Vec::new(),
        }
    }
}

/// Something that came to a waiting login and was not its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suspicion {
    /// When the first of its kind came.
    pub at: UnixTime,
    /// What it was.
    pub code: &'static str,
}

/// The world as one run sees it.
pub struct RunIo {
    world: Arc<World>,
    run_id: RunId,
    origins: Origins,
    trip: TripSettings,
    person: mpsc::Receiver<FromPerson>,
    cancel: CancellationToken,
    began: Instant,
    skew: Skew,
    exchanges: Vec<Exchange>,
    suspicions: Vec<Suspicion>,
    listener: Option<Listener<Result<Callback, FlowError>>>,
}

impl RunIo {
    /// Begins a run.
    #[must_use]
    pub fn new(
        world: Arc<World>,
        run_id: RunId,
        origins: Origins,
        trip: TripSettings,
        person: mpsc::Receiver<FromPerson>,
        cancel: CancellationToken,
    ) -> Self {
        Self {
            world,
            run_id,
            origins,
            trip,
            person,
            cancel,
            began: Instant::now(),
            skew: Skew::default(),
            exchanges: Vec::new(),
            suspicions: Vec::new(),
            listener: None,
        }
    }

    /// Begins a run that needs no person; `cancel` gives it up.
    #[must_use]
    pub fn alone(
        world: Arc<World>,
        run_id: RunId,
        origins: Origins,
        cancel: CancellationToken,
    ) -> Self {
        let (_, person) = mpsc::channel(1);
        Self::new(
            world,
            run_id,
            origins,
            TripSettings::default(),
            person,
            cancel,
        )
    }

    /// Returns the run's id.
    #[must_use]
    pub fn run_id(&self) -> &RunId {
        &self.run_id
    }

    /// Returns true when the person gave the run up.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancel.is_cancelled()
    }

    /// Returns how far the server's clock is from ours.
    #[must_use]
    pub fn skew(&self) -> &Skew {
        &self.skew
    }

    /// Waits for the person's yes or no about tokens that are held; no when nobody will answer any more.
    pub async fn decision(&mut self) -> bool {
        loop {
            tokio::select! {
                said = self.person.recv() => match said {
                    Some(FromPerson::Decide(accept)) => return accept,
                    Some(_) => {}
                    None => return false,
                },
                () = self.cancel.cancelled() => return false,
            }
        }
    }

    /// Hands out what came that was not the answer.
    pub fn suspicions(&mut self) -> Vec<Suspicion> {
        std::mem::take(&mut self.suspicions)
    }

    /// Ends the run: the browser still gets its last page, and the record is handed out.
    pub fn finish(mut self) -> Vec<Exchange> {
        if let Some(listener) = self.listener.take() {
            listener.leave();
        }
        std::mem::take(&mut self.exchanges)
    }

    /// Returns the number of the next exchange, from 1.
    fn next_number(&self) -> u32 {
        u32::try_from(self.exchanges.len()).map_or(u32::MAX, |count| count.saturating_add(1))
    }

    /// Records an exchange: a new one, or one that was begun and has ended.
    async fn record(&mut self, exchange: Exchange) {
        match self
            .exchanges
            .iter_mut()
            .find(|known| known.number == exchange.number)
        {
            Some(known) => *known = exchange.clone(),
            None => self.exchanges.push(exchange.clone()),
        }
        let event = Event::ExchangeRecorded {
            run_id: self.run_id.clone(),
            exchange: Box::new(exchange),
        };
        self.world.outbox.send(event).await;
    }

    async fn send_once(&mut self, request: &Request) -> Result<Response, FlowError> {
        let mut exchange = journal::begin(self.next_number(), request, clock::now());
        self.record(exchange.clone()).await;
        let began = Instant::now();
        let http = self.world.http();
        let outcome = if request.repeat == Repeat::Idempotent {
            tokio::select! {
                outcome = http.send(request, &self.origins) => outcome,
                () = self.cancel.cancelled() => Err(FlowError::Cancelled),
            }
        } else {
            // Tokens may be on their way: whoever asked for them decides what becomes of them.
            http.send(request, &self.origins).await
        };
        if let Some(server) = outcome.as_ref().ok().and_then(Response::server_time) {
            self.skew.note(server, clock::now());
        }
        journal::end(&mut exchange, request, &outcome, began.elapsed());
        self.record(exchange).await;
        outcome
    }
}

impl FlowIo for RunIo {
    async fn send(&mut self, request: Request) -> Result<Response, FlowError> {
        let mut tried = 1;
        loop {
            if self.cancel.is_cancelled() {
                return Err(FlowError::Cancelled);
            }
            let outcome = self.send_once(&request).await;
            let jitter = random::number();
            match next_pause(&outcome, request.repeat, tried, clock::now(), jitter) {
                Pause::Final => return outcome,
                Pause::Again(pause) => self.wait(pause).await,
            }
            tried += 1;
        }
    }

    async fn browse(&mut self, trip: BrowserTrip) -> Result<Callback, FlowError> {
        self.take_trip(trip).await
    }

    fn show(&mut self, prompt: Prompt) {
        let run_id = self.run_id.clone();
        self.world
            .outbox
            .send_soon(Event::Prompted { run_id, prompt });
    }

    async fn ask(&mut self, question: Question) -> Result<Answer, FlowError> {
        let run_id = self.run_id.clone();
        self.world
            .outbox
            .send(Event::Asked { run_id, question })
            .await;
        let mut end = Instant::now() + self.trip.time;
        loop {
            let said = async {
                tokio::select! {
                    said = self.person.recv() => said,
                    () = self.cancel.cancelled() => None,
                }
            };
            match tokio::time::timeout_at(end.into(), said).await {
                Ok(Some(FromPerson::Answer(answer))) => return Ok(Answer(answer)),
                Ok(Some(FromPerson::NotAnswered(problem))) => {
                    return Err(FlowError::Local(problem));
                }
                Ok(Some(FromPerson::Extend)) => end = Instant::now() + self.trip.time,
                Ok(Some(_)) => {}
                Ok(None) => return Err(FlowError::Cancelled),
                Err(_) => return Err(FlowError::TimedOut),
            }
        }
    }

    async fn wait(&mut self, pause: Duration) {
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = self.cancel.cancelled() => {}
        }
    }

    fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }

    fn patience(&self) -> Option<Duration> {
        self.trip.patience
    }

    fn now(&self) -> UnixTime {
        clock::now()
    }

    fn random(&mut self) -> [u8; 32] {
        random::bytes()
    }
}
