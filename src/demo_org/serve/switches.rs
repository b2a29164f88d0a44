//! Switches: the control API for whoever runs the org inside this process, without its token.

use std::sync::Arc;

use serde_json::Value;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::super::control::within;
use super::{Shared, lock, now};

/// The switches of a running org; cheap to clone.
#[derive(Clone)]
pub struct Switches {
    pub(super) org: Shared,
    pub(super) changed: Arc<Notify>,
    pub(super) heard: Arc<Notify>,
    pub(super) cancel: CancellationToken,
}

impl Switches {
    /// Reads what `GET /demo/control/{what}` answers.
    ///
    /// # Errors
    ///
    /// The words of the control API.
    pub fn get(&self, what: &str) -> Result<Value, String> {
        self.ask("GET", what, Vec::new())
    }

    /// Does what `POST /demo/control/{what}` does with this body, at once; a kept org is written down.
    ///
    /// # Errors
    ///
    /// The words of the control API; nothing was changed then.
    pub fn post(&self, what: &str, body: &Value) -> Result<Value, String> {
        self.ask("POST", what, body.to_string().into_bytes())
    }

    fn ask(&self, method: &str, what: &str, body: Vec<u8>) -> Result<Value, String> {
        let (answer, is_changed) = {
            let mut org = lock(&self.org);
            let before = org.revision();
            let answer = within(&mut org, method, what, body, now());
            (answer, org.revision() != before)
        };
        if is_changed {
            self.changed.notify_one();
            self.heard.notify_one();
        }
        answer
    }

    /// Waits until a request came, was answered, or changed something; false when the org has stopped.
    pub async fn heard(&self) -> bool {
        tokio::select! {
            biased;
            () = self.cancel.cancelled() => false,
            () = self.heard.notified() => true,
        }
    }
}
