//! The demo org's switches, in the words of the model: the window does what the control API does, and nothing else.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::demo_org::serve::Switches;
use crate::model::demo::{DemoAct, DemoDone, DemoOrg, DemoRequest};

/// The switches of a running demo org; cheap to clone.
#[derive(Clone)]
pub struct DemoSwitches(pub(super) Switches);

#[derive(Deserialize)]
struct Requests {
    requests: Vec<DemoRequest>,
}

impl DemoSwitches {
    /// Reads users, apps, settings, faults, logins and clock.
    ///
    /// # Errors
    ///
    /// The words of the control API, or why they could not be read.
    pub fn org(&self) -> Result<DemoOrg, String> {
        serde_json::from_value(self.0.get("state")?).map_err(|error| error.to_string())
    }

    /// Reads the requests after a number.
    ///
    /// # Errors
    ///
    /// As [`DemoSwitches::org`].
    pub fn requests(&self, after: u64) -> Result<Vec<DemoRequest>, String> {
        let answer = self.0.get(&format!("requests?after={after}"))?;
        serde_json::from_value::<Requests>(answer)
            .map(|answer| answer.requests)
            .map_err(|error| error.to_string())
    }

    /// Does one thing at once.
    ///
    /// # Errors
    ///
    /// The words of the control API; nothing was changed then.
    pub fn act(&self, act: &DemoAct) -> Result<DemoDone, String> {
        let (what, body) = request(act);
        let answer = self.0.post(what, &body)?;
        let count = |name: &str| {
            let count = answer.get(name).and_then(Value::as_u64).unwrap_or_default();
            usize::try_from(count).unwrap_or(usize::MAX)
        };
        Ok(match act {
            DemoAct::Expire(_) => DemoDone::Expired(count("expired")),
            DemoAct::Revoke(_) => DemoDone::Revoked(count("revoked")),
            _ => DemoDone::Changed,
        })
    }

    /// Waits until something happened; false when the org has stopped.
    pub async fn heard(&self) -> bool {
        self.0.heard().await
    }
}

/// The control request of an act.
fn request(act: &DemoAct) -> (&'static str, Value) {
    match act {
        DemoAct::SetUser { username, active } => {
            let body = json!({"username": username, "active": active});
            ("set-user", body)
        }
        DemoAct::SetCertificate {
            client_id,
            certificate,
        } => {
            let body = json!({"client_id": client_id, "certificate": certificate});
            ("set-app", body)
        }
        DemoAct::SetApp { client_id, change } => {
            let body = json!({"client_id": client_id, "policies": change});
            ("set-app", body)
        }
        DemoAct::SetOrg { change } => ("set-org", json!(change)),
        DemoAct::SetFault(fault) => ("set-fault", json!(fault)),
        DemoAct::ClearFaults(n) => ("clear-faults", json!({"n": n})),
        DemoAct::MoveClock { seconds } => ("move-clock", json!({"seconds": seconds})),
        DemoAct::Expire(filter) => ("expire-access-tokens", json!(filter)),
        DemoAct::Revoke(filter) => ("revoke-tokens", json!(filter)),
    }
}
