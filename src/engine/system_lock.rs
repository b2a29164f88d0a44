//! The system's own lock: the screen was locked, the user was switched, the machine goes to sleep or woke (R50).
//!
//! ```text
//! session bus   org.freedesktop.ScreenSaver and its kin   ActiveChanged(true)
//! system bus    org.freedesktop.login1                    Session.Lock, Session.Active = false,
//!                                                         Manager.PrepareForSleep(true), then (false)
//! ```
//!
//! A bus that is not there is passed over: idle time locks as well. Windows and
//! macOS tell it in other ways, which nobody has written yet.

/// What the system says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Nobody sits before the screen any more.
    Lock,
    /// The machine goes to sleep, in a moment that we may delay.
    Sleep,
    /// It woke.
    Woke,
}

#[cfg(target_os = "linux")]
pub use linux::{Signs, session, system};

#[cfg(target_os = "linux")]
mod linux {
    use std::future::poll_fn;
    use std::pin::Pin;
    use std::time::Duration;

    use zbus::export::futures_core::Stream as _;
    use zbus::message::Type;
    use zbus::zvariant::{OwnedFd, OwnedObjectPath, OwnedValue};
    use zbus::{Connection, MatchRule, Message, MessageStream};

    use super::Sign;
    use crate::model::words;

    /// Screen savers that say when they cover the screen.
    const SAVERS: [&str; 5] = [
        "org.freedesktop.ScreenSaver",
        "org.gnome.ScreenSaver",
        "org.cinnamon.ScreenSaver",
        "org.mate.ScreenSaver",
        "org.xfce.ScreenSaver",
    ];
    const LOGIND: &str = "org.freedesktop.login1";
    const MANAGER: &str = "org.freedesktop.login1.Manager";
    const SESSION: &str = "org.freedesktop.login1.Session";
    const PROPERTIES: &str = "org.freedesktop.DBus.Properties";
    /// How long a bus may take to answer before it is passed over.
    const ANSWER_TIME: Duration = Duration::from_secs(5);
    /// Messages that wait; what is told twice locks once.
    const QUEUE: usize = 32;

    /// The signs of one bus.
    pub struct Signs {
        connection: Connection,
        stream: MessageStream,
        /// While it is held, the machine waits a moment before it sleeps.
        delay: Option<OwnedFd>,
        is_system: bool,
    }

    /// Listens for the screen being covered.
    ///
    /// # Errors
    ///
    /// There is no session bus, or it does not answer.
    pub async fn session() -> zbus::Result<Signs> {
        let connection = Connection::session().await?;
        let mut rules = Vec::new();
        for saver in SAVERS {
            rules.push(signal(saver, "ActiveChanged")?.build());
        }
        Signs::listen(connection, rules, false).await
    }

    /// Listens to the one that knows sessions and sleep.
    ///
    /// # Errors
    ///
    /// There is no system bus, or it does not answer.
    pub async fn system() -> zbus::Result<Signs> {
        let connection = Connection::system().await?;
        let ours = our_session(&connection).await;
        let of_session = |interface, member| {
            let rule = signal(interface, member)?.sender(LOGIND)?;
            Ok::<_, zbus::Error>(match &ours {
                // Somebody else's screen is no reason.
                Some(path) => rule.path(path.clone())?.build(),
                None => rule.build(),
            })
        };
        let rules = vec![
            signal(MANAGER, "PrepareForSleep")?.sender(LOGIND)?.build(),
            of_session(SESSION, "Lock")?,
            of_session(PROPERTIES, "PropertiesChanged")?,
        ];
        let mut signs = Signs::listen(connection, rules, true).await?;
        signs.delay_sleep().await;
        Ok(signs)
    }

    fn signal<'a>(
        interface: &'a str,
        member: &'a str,
    ) -> zbus::Result<zbus::match_rule::Builder<'a>> {
        MatchRule::builder()
            .msg_type(Type::Signal)
            .interface(interface)?
            .member(member)
    }

    async fn our_session(connection: &Connection) -> Option<OwnedObjectPath> {
        let pid = std::process::id();
        let asked = connection.call_method(
            Some(LOGIND),
            "/org/freedesktop/login1",
            Some(MANAGER),
            "GetSessionByPID",
            &pid,
        );
        let answer = tokio::time::timeout(ANSWER_TIME, asked).await.ok()?.ok()?;
        answer.body().deserialize().ok()
    }

    impl Signs {
        async fn listen(
            connection: Connection,
            rules: Vec<MatchRule<'_>>,
            is_system: bool,
        ) -> zbus::Result<Self> {
            let mut stream = MessageStream::from(&connection);
            stream.set_max_queued(QUEUE);
            let bus = zbus::fdo::DBusProxy::new(&connection).await?;
            for rule in rules {
                bus.add_match_rule(rule).await?;
            }
            Ok(Self {
                connection,
                stream,
                delay: None,
                is_system,
            })
        }

        /// Waits for the next sign; nothing when the bus is gone.
        pub async fn next(&mut self) -> Option<Sign> {
            loop {
                let message = poll_fn(|cx| Pin::new(&mut self.stream).poll_next(cx)).await?;
                if let Some(sign) = message.ok().as_ref().and_then(sign) {
                    return Some(sign);
                }
            }
        }

        /// Lets the machine sleep: what had to be locked is locked.
        pub fn let_sleep(&mut self) {
            self.delay = None;
        }

        /// Asks for a moment before the next sleep; where nobody grants it, the vault locks as the machine wakes.
        pub async fn delay_sleep(&mut self) {
            if !self.is_system {
                return;
            }
            let (who, why) = (words::text("app-name"), words::text("system-lock-why"));
            let wanted = ("sleep", who.as_str(), why.as_str(), "delay");
            let asked = self.connection.call_method(
                Some(LOGIND),
                "/org/freedesktop/login1",
                Some(MANAGER),
                "Inhibit",
                &wanted,
            );
            self.delay = match tokio::time::timeout(ANSWER_TIME, asked).await {
                Ok(Ok(answer)) => answer.body().deserialize().ok(),
                _ => None,
            };
        }
    }

    fn sign(message: &Message) -> Option<Sign> {
        let header = message.header();
        if header.message_type() != Type::Signal {
            return None;
        }
        let interface = header.interface()?.as_str();
        let body = message.body();
        match (interface, header.member()?.as_str()) {
            (saver, "ActiveChanged") if SAVERS.contains(&saver) => {
                let is_covered: bool = body.deserialize().ok()?;
                is_covered.then_some(Sign::Lock)
            }
            (MANAGER, "PrepareForSleep") => {
                let is_going: bool = body.deserialize().ok()?;
                Some(if is_going { Sign::Sleep } else { Sign::Woke })
            }
            (SESSION, "Lock") => Some(Sign::Lock),
            (PROPERTIES, "PropertiesChanged") => {
                type Changed = std::collections::HashMap<String, OwnedValue>;
                let (of, changed, _): (String, Changed, Vec<String>) = body.deserialize().ok()?;
                let active = changed.get("Active").filter(|_| of == SESSION)?;
                let is_ours = bool::try_from(active.clone()).ok()?;
                (!is_ours).then_some(Sign::Lock)
            }
            _ => None,
        }
    }
}
