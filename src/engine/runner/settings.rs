//! Settings: kept, and checked first where a wrong one would cut off every connection.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{Failure, Run, Runner, http_settings};
use crate::app::event::Event;
use crate::engine::http::Http;
use crate::model::ids::RunId;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::settings::{Network, Settings};

/// A dialog that ends sooner than this was never shown.
const BLINK: Duration = Duration::from_millis(150);

impl Runner {
    pub(super) async fn save_settings(&self, settings: Settings) {
        self.world
            .set_http(http_settings(&settings, self.config.bounds));
        let saved = self
            .kept(move |keeping| keeping.store.save_settings(&settings))
            .await;
        let problem = match saved {
            Ok(Ok(())) => None,
            Ok(Err(error)) => Some(Box::new(Problem::from(error))),
            Err(failure) => Some(failure.problem),
        };
        self.world.outbox.send(Event::SettingsSaved(problem)).await;
    }

    pub(super) async fn check_network(
        self: Arc<Self>,
        run: &Run,
        network: Network,
    ) -> Result<Event, Failure> {
        self.checked(&run.run_id, network).await
    }

    pub(super) async fn pick_extra_ca(
        self: Arc<Self>,
        run: &Run,
        proxy: String,
    ) -> Result<Event, Failure> {
        let began = Instant::now();
        let picked = rfd::AsyncFileDialog::new()
            .add_filter("PEM", &["pem", "crt", "cer"])
            .pick_file()
            .await;
        let run_id = run.run_id.clone();
        let Some(file) = picked else {
            if began.elapsed() < BLINK {
                let problem = Problem::new(ProblemKind::Usage, "no_file_dialog").at("extra_ca");
                return Err(problem.into());
            }
            return Ok(Event::ExtraCaNotPicked { run_id });
        };
        let extra_ca = file.path().display().to_string();
        self.checked(&run_id, Network { proxy, extra_ca }).await
    }

    async fn checked(&self, run_id: &RunId, network: Network) -> Result<Event, Failure> {
        let wanted = Settings {
            proxy: network.proxy.clone(),
            extra_ca: network.extra_ca.clone(),
            ..Settings::default()
        };
        let wanted = http_settings(&wanted, self.config.bounds);
        if let Some(path) = wanted.extra_ca.as_ref().filter(|path| path.is_relative()) {
            // From another folder the same words would name another file.
            return Err(Problem::new(ProblemKind::Usage, "extra_ca_relative")
                .at("extra_ca")
                .with("path", path.display().to_string())
                .into());
        }
        tokio::task::spawn_blocking(move || Http::check(&wanted))
            .await
            .map_err(|_| Failure::internal())??;
        Ok(Event::NetworkChecked {
            run_id: run_id.clone(),
            network,
        })
    }
}
