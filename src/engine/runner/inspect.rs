//! What the inspector asks of the world: a dropped file, an issuer's keys, a server about a token of no session.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;

use super::import::open_plain;
use super::revoke::{problem, proof, result};
use super::{Failure, Run, Runner};
use crate::app::effect::{KeysOf, WhichToken};
use crate::app::event::Event;
use crate::engine::flow_io::RunIo;
use crate::engine::http::Origins;
use crate::model::ids::ProfileId;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::secret::Secret;
use crate::protocol::client_auth::Client;
use crate::protocol::endpoint::Server;
use crate::protocol::recognise::unwrapped;
use crate::protocol::service::introspect::{self, Hint};
use crate::protocol::service::revoke;
use crate::protocol::service::{discovery, jwks};
use crate::protocol::trust::Trust;

/// The longest file that is looked at: as much as can be recognised (R71).
const MAX_BYTES: u64 = 1024 * 1024;

impl Runner {
    pub(super) async fn read_pasted(
        self: Arc<Self>,
        run: &Run,
        path: PathBuf,
    ) -> Result<Event, Failure> {
        let text = self.kept(move |_| read(&path)).await??;
        Ok(Event::PastedRead {
            run_id: run.run_id.clone(),
            text,
        })
    }

    pub(super) async fn fetch_keys(
        self: Arc<Self>,
        run: &Run,
        of: KeysOf,
    ) -> Result<Event, Failure> {
        let (server, mut io) = match &of {
            KeysOf::Host(host) => (
                Server::of_host(host),
                self.lone_io(run, Origins::of_host(host)),
            ),
            KeysOf::Profile(profile_id) => {
                let profiles = self.profiles_to_check(Some(profile_id.clone())).await?;
                let profile = profiles.first().ok_or_else(Failure::internal)?;
                let mut io = self.io_to_ask(run, profile);
                (discovery::server_of(&mut io, profile).await?, io)
            }
        };
        let fetched = match server.need(&server.jwks, "endpoints.jwks") {
            Ok(endpoint) => jwks::fetch(&mut io, endpoint).await,
            Err(error) => Err(error),
        };
        let failed = fetched.as_ref().err().cloned().map(Failure::from);
        let about = (None, None);
        self.note("jwks", about, &run.run_id, failed.as_ref(), io.finish())
            .await;
        Ok(Event::KeysFetched {
            run_id: run.run_id.clone(),
            of,
            keys: fetched?,
        })
    }

    fn lone_io(&self, run: &Run, origins: Origins) -> RunIo {
        RunIo::alone(
            Arc::clone(&self.world),
            run.run_id.clone(),
            origins,
            run.cancel.clone(),
        )
    }

    pub(super) async fn introspect_text(
        self: Arc<Self>,
        run: &Run,
        profile_id: ProfileId,
        text: Secret,
        which: WhichToken,
    ) -> Result<Event, Failure> {
        let (profile, secret) = self.profile(&profile_id).await?;
        let client = Client::of(&profile, &secret);
        let mut io = self.io_to_ask(run, &profile);
        let asked = match discovery::server_of(&mut io, &profile).await {
            Ok(server) => {
                let token = unwrapped(text.expose());
                introspect::run(&mut io, &server, &client, token, hint(which)).await
            }
            Err(error) => Err(error),
        };
        let failed = asked.as_ref().err().cloned().map(Failure::from);
        let about = (Some(&profile_id), None);
        self.note(
            "introspect",
            about,
            &run.run_id,
            failed.as_ref(),
            io.finish(),
        )
        .await;
        let told = asked?;
        Ok(Event::TextIntrospected {
            run_id: run.run_id.clone(),
            active: told.active,
            answer: Value::Object(told.answer),
            profile_id,
        })
    }

    pub(super) async fn revoke_text(
        self: Arc<Self>,
        run: &Run,
        profile_id: ProfileId,
        text: Secret,
        which: WhichToken,
    ) -> Result<Event, Failure> {
        let (profile, secret) = self.profile(&profile_id).await?;
        let client = Client::of(&profile, &secret);
        let about = (Some(&profile_id), None);
        self.note_begin("revoke", "revoke", about, &run.run_id)
            .await;
        let mut io = self.io(&run.run_id, &profile);
        let done = match discovery::server_of(&mut io, &profile).await {
            Ok(server) => {
                let trust = Trust::of(&profile, &server);
                let token = unwrapped(text.expose());
                Ok(revoke::one(&mut io, &server, &trust, &client, (token, hint(which))).await)
            }
            Err(error) => Err(error),
        };
        let problem = done.as_ref().ok().and_then(problem);
        let failed = match &done {
            Ok(_) => problem.clone().map(Failure::from),
            Err(error) => Some(Failure::from(error.clone())),
        };
        self.note("revoke", about, &run.run_id, failed.as_ref(), io.finish())
            .await;
        let done = done?;
        let (_, outcome) = done.tokens.first().ok_or_else(Failure::internal)?;
        Ok(Event::TextRevoked {
            run_id: run.run_id.clone(),
            result: result(outcome),
            proof: done.proof.map(proof),
            problem,
        })
    }
}

fn hint(which: WhichToken) -> Hint {
    match which {
        WhichToken::Access => Hint::AccessToken,
        WhichToken::Refresh => Hint::RefreshToken,
    }
}

/// Reads a regular file, once and whole.
fn read(path: &Path) -> Result<Secret, Failure> {
    let name = path.display().to_string();
    let problem = |code| {
        let problem = Problem::new(ProblemKind::Usage, code).with("path", name.clone());
        Failure::from(problem)
    };
    let file = open_plain(path).map_err(|_| problem("inspect_file"))?;
    let is_file = file.metadata().is_ok_and(|about| about.is_file());
    if !is_file {
        return Err(problem("inspect_file"));
    }
    let mut text = zeroize::Zeroizing::new(String::new());
    file.take(MAX_BYTES)
        .read_to_string(&mut text)
        .map_err(|_| problem("inspect_not_text"))?;
    if text.trim().is_empty() {
        return Err(problem("inspect_not_text"));
    }
    Ok(Secret::new(String::clone(&text)))
}
