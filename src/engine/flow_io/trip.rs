//! One trip of the browser: the listener first, then the browser, then whichever comes first of
//! callback, pasted text, cancel and the end of the time (R3, R5, R12, R21).

use std::time::{Duration, Instant};

use url::Url;

use super::{FromPerson, RunIo, Suspicion};
use crate::app::event::{BrowserOpened, Event};
use crate::engine::loopback::{Arrival, BindError, CallbackAddress, Judge, Verdict};
use crate::engine::{browser, clock, journal};
use crate::model::problem::{OrgWords, Problem, ProblemKind};
use crate::model::run::Lane;
use crate::model::secret::Secret;
use crate::model::words;
use crate::protocol::callback::{self, Heard, Stray};
use crate::protocol::error::{Channel, FlowError, Refusal};
use crate::protocol::io::{BrowserTrip, Callback, CallbackPart, IssuerRule};
use crate::protocol::pasted::{self, Pasted};
use crate::protocol::trust::{GateProblem, may_open};

/// What *Extend* adds.
const EXTENSION: Duration = Duration::from_secs(300);

/// What is told about a trip again when its end moves.
struct Waiting {
    address: Url,
    listens_on: Option<String>,
    browser: BrowserOpened,
    warning: Option<Box<Problem>>,
    end: Instant,
    strays: u32,
}

impl RunIo {
    pub(super) async fn take_trip(&mut self, trip: BrowserTrip) -> Result<Callback, FlowError> {
        let address = self.gate(&trip)?;
        let began = Instant::now();
        let (listens_on, warning) = self.listen(&trip).await?;

        let mut exchange = journal::begin_trip(self.next_number(), &trip.authorize, clock::now());
        self.record(exchange.clone()).await;
        let browser = match self.trip.no_browser {
            true => BrowserOpened::NotWanted,
            false => self.open_browser(&address).await,
        };
        let mut waiting = Waiting {
            address,
            listens_on,
            browser,
            warning,
            end: began + self.trip.time,
            strays: 0,
        };
        self.tell(&waiting).await;
        let came = self.wait_for_callback(&trip, &mut waiting).await;
        if came.is_err() {
            // Nobody waits any more: the port is given back at once (R21).
            self.listener = None;
        }

        exchange.took = Some(began.elapsed());
        if let Err(error) = &came {
            exchange.error = Some(error.problem().code);
        }
        self.record(exchange).await;
        if let Ok(callback) = &came {
            let way = (Lane::Browser, Lane::ValetKey);
            let at = clock::now();
            let number = self.next_number();
            let url = trip.callback.as_str();
            self.record(journal::callback(
                number,
                way,
                (url, trip.part),
                callback,
                at,
            ))
            .await;
        }
        came
    }

    /// Lets only an address out that the profile's own hosts are in (R23).
    fn gate(&self, trip: &BrowserTrip) -> Result<Url, FlowError> {
        let hosts: Vec<&str> = self.trip.hosts.iter().map(String::as_str).collect();
        may_open(trip.authorize.full_url().as_str(), &hosts)
            .map_err(|problem| gate_problem(problem).into())
    }

    async fn listen(
        &mut self,
        trip: &BrowserTrip,
    ) -> Result<(Option<String>, Option<Box<Problem>>), FlowError> {
        let Some(address) = CallbackAddress::of(&trip.callback) else {
            return Ok((None, None));
        };
        let judge = judge(trip.state.clone(), trip.issuer.clone());
        let loopback = &self.world.loopback;
        let listening = match trip.part {
            CallbackPart::Query => loopback.listen(&address, judge).await,
            CallbackPart::Fragment => loopback.listen_for_fragment(&address, judge).await,
        };
        match listening {
            Ok(listener) => {
                self.listener = Some(listener);
                Ok((Some(trip.callback.to_string()), None))
            }
            Err(error) => {
                let others = self
                    .trip
                    .callbacks
                    .iter()
                    .filter(|one| **one != trip.callback);
                let others: Vec<&str> = others.map(|one| one.as_str()).collect();
                let others = match others.as_slice() {
                    [] => "–".to_owned(),
                    others => others.join(" "),
                };
                let problem = bind_problem(&error).with("others", others);
                if self.trip.no_browser {
                    return Ok((None, Some(Box::new(problem))));
                }
                Err(problem.into())
            }
        }
    }

    async fn open_browser(&self, address: &Url) -> BrowserOpened {
        let (address, choice) = (address.to_string(), self.trip.browser.clone());
        let opened = tokio::task::spawn_blocking(move || browser::open(&address, &choice)).await;
        match opened {
            Ok(Ok(name)) => BrowserOpened::Yes(name),
            Ok(Err(problem)) => BrowserOpened::No(problem),
            Err(_) => {
                BrowserOpened::No(Box::new(Problem::new(ProblemKind::Failed, "browser_none")))
            }
        }
    }

    async fn tell(&self, waiting: &Waiting) {
        let left = waiting.end.saturating_duration_since(Instant::now());
        let event = Event::LoginWaits {
            run_id: self.run_id.clone(),
            url: waiting.address.to_string(),
            listens_on: waiting.listens_on.clone(),
            browser: waiting.browser.clone(),
            deadline: clock::now().after(left),
            warning: waiting.warning.clone(),
        };
        self.world.outbox.send(event).await;
    }

    async fn wait_for_callback(
        &mut self,
        trip: &BrowserTrip,
        waiting: &mut Waiting,
    ) -> Result<Callback, FlowError> {
        loop {
            let listener = &mut self.listener;
            let arrival = async {
                match listener {
                    Some(listener) => listener.next().await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                biased;
                () = self.cancel.cancelled() => return Err(FlowError::Cancelled),
                arrival = arrival => match arrival {
                    Some(Arrival::Callback(came)) => return came,
                    Some(Arrival::Strays(count)) => {
                        waiting.strays = u32::try_from(count).unwrap_or(u32::MAX);
                        self.tell_stray(waiting.strays, None).await;
                    }
                    Some(Arrival::Unproven(words)) => {
                        self.tell_stray(waiting.strays, Some(words)).await;
                    }
                    // The listener failed; the paste box is still there.
                    None => self.listener = None,
                },
                said = self.person.recv() => match said {
                    Some(FromPerson::Paste(text)) => match read_pasted(&text, trip) {
                        Ok(came) => return came,
                        Err(problem) => self.tell_not_read(problem).await,
                    },
                    Some(FromPerson::Extend) => {
                        waiting.end += EXTENSION;
                        self.tell(waiting).await;
                    }
                    Some(FromPerson::BrowseAgain) => {
                        waiting.browser = self.open_browser(&waiting.address).await;
                        self.tell(waiting).await;
                    }
                    Some(_) => {}
                    None => return Err(FlowError::Cancelled),
                },
                () = tokio::time::sleep_until(waiting.end.into()) => return Err(FlowError::TimedOut),
            }
        }
    }

    async fn tell_stray(&mut self, count: u32, notice: Option<OrgWords>) {
        let code = match notice {
            Some(_) => "callback_unproven",
            None => "callback_stray",
        };
        // One of each kind, however many come: a flood must not push out what else was done.
        if self.suspicions.iter().all(|known| known.code != code) {
            let at = clock::now();
            self.suspicions.push(Suspicion { at, code });
        }
        let event = Event::StrayCallback {
            run_id: self.run_id.clone(),
            count,
            notice: notice.map(Box::new),
        };
        self.world.outbox.send(event).await;
    }

    async fn tell_not_read(&self, problem: Box<Problem>) {
        let event = Event::PasteNotRead {
            run_id: self.run_id.clone(),
            problem,
        };
        self.world.outbox.send(event).await;
    }
}

/// Judges requests on the callback path by the state and the issuer of this login.
fn judge(state: Secret, issuer: IssuerRule) -> Box<Judge<Result<Callback, FlowError>>> {
    Box::new(move |query| match callback::read(query, &state, &issuer) {
        Heard::Ours(callback) if callback.get("error").is_some() => Verdict::Refused(Ok(callback)),
        Heard::Ours(callback) => Verdict::Granted(Ok(callback)),
        Heard::WrongIssuer => Verdict::Refused(Err(wrong_issuer())),
        Heard::Unproven(words) => Verdict::Unproven(words),
        Heard::Stray(Stray::Encoding | Stray::Twice) => Verdict::Malformed,
        Heard::Stray(_) => Verdict::Stray,
    })
}

fn wrong_issuer() -> FlowError {
    FlowError::Unverified {
        code: "callback_issuer",
        field: "iss",
        value: String::new(),
    }
}

/// Reads what was pasted: the end of the wait, or the reason why it goes on.
fn read_pasted(
    text: &Secret,
    trip: &BrowserTrip,
) -> Result<Result<Callback, FlowError>, Box<Problem>> {
    let not = |code| Box::new(Problem::new(ProblemKind::Usage, code).at("paste"));
    match pasted::read(text.expose(), &trip.state, &trip.issuer) {
        Pasted::Callback(Heard::Ours(callback)) => Ok(Ok(callback)),
        Pasted::Callback(Heard::WrongIssuer) => Ok(Err(wrong_issuer())),
        // Pasted by the person themself: that is proof enough that the browser shows it.
        Pasted::Refusal(refusal) => Ok(Err(FlowError::Refused(refusal))),
        Pasted::Callback(Heard::Unproven(words)) => Ok(Err(FlowError::Refused(Refusal {
            channel: match trip.part {
                CallbackPart::Query => Channel::CallbackQuery,
                CallbackPart::Fragment => Channel::CallbackFragment,
            },
            org: words,
        }))),
        Pasted::Callback(Heard::Stray(Stray::WrongState | Stray::NoState)) => {
            Err(not("paste_other_login"))
        }
        Pasted::Callback(Heard::Stray(_)) | Pasted::Unreadable => Err(not("paste_unreadable")),
        Pasted::LoginPage => Err(not("paste_login_page")),
    }
}

fn gate_problem(problem: GateProblem) -> Problem {
    Problem::new(ProblemKind::Refused, "address_not_opened").with("rule", format!("{problem:?}"))
}

fn bind_problem(error: &BindError) -> Problem {
    let problem = |code| Problem::new(ProblemKind::Network, code);
    match error {
        BindError::Taken {
            port,
            family,
            holder,
        } => problem("port_taken")
            .with("port", port.to_string())
            .with("family", family.to_string())
            .with(
                "holder",
                match holder {
                    Some(holder) => holder.words(),
                    None => words::text("port-holder-unknown"),
                },
            ),
        BindError::Ours { port } => problem("port_taken")
            .with("port", port.to_string())
            .with("family", "localhost")
            .with("holder", words::text("port-holder-ours")),
        BindError::Denied { port } => problem("port_denied").with("port", port.to_string()),
        BindError::Unavailable {
            port,
            family,
            detail,
        } => problem("port_unavailable")
            .with("port", port.to_string())
            .with("family", family.to_string())
            .with("detail", detail.clone()),
    }
}
