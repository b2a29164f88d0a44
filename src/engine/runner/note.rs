//! Notes: what is written into the list of what was done, and told to the window at once.

use super::{Failure, Runner};
use crate::app::effect::CopyWhat;
use crate::app::event::Event;
use crate::engine::clock;
use crate::engine::flow_io::Suspicion;
use crate::model::activity::{BEGUN, Entry};
use crate::model::ids::{ProfileId, RunId, SessionId};
use crate::model::run::Exchange;

/// What a note is about.
pub(super) type About<'a> = (Option<&'a ProfileId>, Option<&'a SessionId>);

impl Runner {
    /// Notes that a run begins, so that one that is cut off can be told from one that never was.
    pub(super) async fn note_begin(
        &self,
        action: &'static str,
        flow: &str,
        about: About<'_>,
        run_id: &RunId,
    ) {
        let entry = Entry {
            result: BEGUN.to_owned(),
            flow: Some(flow.to_owned()),
            ..entry(action, about, run_id)
        };
        self.keep_notes(vec![entry]).await;
    }

    /// Notes how something ended, and its exchanges.
    pub(super) async fn note(
        &self,
        action: &'static str,
        about: About<'_>,
        run_id: &RunId,
        failed: Option<&Failure>,
        exchanges: Vec<Exchange>,
    ) {
        let end = ended(entry(action, about, run_id), failed);
        self.note_end(end, about, run_id, exchanges).await;
    }

    /// Notes how a refresh ended, and whether the refresh token before is used up.
    pub(super) async fn note_refresh(
        &self,
        about: About<'_>,
        run_id: &RunId,
        outcome: Result<bool, &Failure>,
        exchanges: Vec<Exchange>,
    ) {
        let end = Entry {
            rotated: outcome.is_ok_and(|rotated| rotated),
            ..ended(entry("refresh", about, run_id), outcome.err())
        };
        self.note_end(end, about, run_id, exchanges).await;
    }

    async fn note_end(
        &self,
        end: Entry,
        about: About<'_>,
        run_id: &RunId,
        exchanges: Vec<Exchange>,
    ) {
        let mut entries: Vec<Entry> = exchanges
            .into_iter()
            .map(|exchange| Entry {
                at: exchange.began_at,
                result: exchange.error.clone().unwrap_or_else(|| result(None)),
                exchange: Some(exchange.clone()),
                ..entry(&exchange.step, about, run_id)
            })
            .collect();
        entries.push(end);
        self.keep_notes(entries).await;
    }

    /// Notes what came to a waiting login and was not its answer (R70).
    pub(super) async fn note_suspicions(
        &self,
        about: About<'_>,
        run_id: &RunId,
        suspicions: Vec<Suspicion>,
    ) {
        let entries: Vec<Entry> = suspicions
            .into_iter()
            .map(|suspicion| Entry {
                at: suspicion.at,
                result: suspicion.code.to_owned(),
                ..entry("callback", about, run_id)
            })
            .collect();
        if !entries.is_empty() {
            self.keep_notes(entries).await;
        }
    }

    /// Notes that a secret went to the clipboard.
    pub(super) async fn note_copied(&self, about: About<'_>, what: CopyWhat) {
        let action = match what {
            CopyWhat::AccessToken => "copy_access_token",
            CopyWhat::RefreshToken => "copy_refresh_token",
            CopyWhat::BearerHeader => "copy_bearer",
            CopyWhat::Curl => "copy_curl",
            CopyWhat::Env => "copy_env",
            CopyWhat::Web(_) => "copy_web_session",
            CopyWhat::OrgLink => "copy_org_link",
        };
        self.note_plain(action, about).await;
    }

    /// Notes how something ended that is no run and belongs to no profile.
    pub(super) async fn note_ours(&self, action: &'static str, failed: Option<&Failure>) {
        // Given up by the person: nothing was changed.
        if failed.is_none_or(|failure| failure.problem.code != "cancelled") {
            let entry = ended(Entry::new(clock::now(), action), failed);
            self.keep_notes(vec![entry]).await;
        }
    }

    /// Notes something that went well and is no run.
    pub(super) async fn note_plain(
        &self,
        action: &'static str,
        (profile_id, session_id): About<'_>,
    ) {
        let entry = Entry {
            profile_id: profile_id.cloned(),
            session_id: session_id.cloned(),
            ..Entry::new(clock::now(), action)
        };
        self.keep_notes(vec![entry]).await;
    }

    /// Tells the whole list, as it is on disk.
    pub(super) async fn tell_activity(&self) {
        let read = self
            .kept(|keeping| keeping.activity.read(clock::now()))
            .await;
        if let Ok(Ok(entries)) = read {
            self.world.outbox.send(Event::ActivityRead(entries)).await;
        }
    }

    async fn keep_notes(&self, entries: Vec<Entry>) {
        let told = entries.clone();
        // A list for people: that it could not be written changes nothing that was done.
        let _ = self
            .kept(move |keeping| keeping.activity.append(&entries))
            .await;
        if self.config.background {
            self.world.outbox.send(Event::Noted(told)).await;
        }
    }
}

fn entry(action: &str, (profile_id, session_id): About<'_>, run_id: &RunId) -> Entry {
    Entry {
        profile_id: profile_id.cloned(),
        session_id: session_id.cloned(),
        run_id: Some(run_id.clone()),
        ..Entry::new(clock::now(), action)
    }
}

fn ended(entry: Entry, failed: Option<&Failure>) -> Entry {
    Entry {
        result: result(failed),
        problem: failed.map(|failure| failure.problem.clone()),
        ..entry
    }
}

fn result(failed: Option<&Failure>) -> String {
    failed.map_or_else(
        || crate::model::activity::OK.to_owned(),
        |failure| failure.problem.code.clone(),
    )
}
