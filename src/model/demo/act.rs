//! What one can ask of a running demo org.

use serde::Serialize;
use serde_json::{Map, Value};

use super::DemoFault;

/// Which tokens are meant; without a field, all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DemoFilter {
    /// Those of one user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// Those of one app.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
}

/// One act, as the control API knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DemoAct {
    /// Let a user log in, or not.
    SetUser {
        /// Which.
        username: String,
        /// May it?
        active: bool,
    },
    /// Change policies of an app.
    SetApp {
        /// Which.
        client_id: String,
        /// What is different ([`difference`]).
        change: Map<String, Value>,
    },
    /// Give an app the certificate that verifies its assertions.
    SetCertificate {
        /// Which.
        client_id: String,
        /// The certificate, in PEM.
        certificate: String,
    },
    /// Change settings of the org.
    SetOrg {
        /// What is different ([`difference`]).
        change: Map<String, Value>,
    },
    /// Let something go wrong.
    SetFault(DemoFault),
    /// Clear one fault, or all.
    ClearFaults(Option<u64>),
    /// Move its clock.
    MoveClock {
        /// Forward, or back.
        seconds: i64,
    },
    /// Expire access tokens now.
    Expire(DemoFilter),
    /// Revoke tokens now.
    Revoke(DemoFilter),
}

/// What came of an act that is worth saying.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DemoDone {
    /// So many access tokens expired.
    Expired(usize),
    /// So many tokens were revoked.
    Revoked(usize),
    /// Nothing but what the screen shows.
    Changed,
}

/// Returns the fields of `now` that are not as they were, so that nobody else's change is undone.
pub fn difference<T: Serialize>(was: &T, now: &T) -> Map<String, Value> {
    let fields = |of: &T| match serde_json::to_value(of) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    };
    let was = fields(was);
    fields(now)
        .into_iter()
        .filter(|(name, value)| was.get(name) != Some(value))
        .collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::super::DemoPolicies;
    use super::difference;

    #[test]
    fn only_what_changed_is_sent() {
        let was = DemoPolicies::default();
        let mut now = was.clone();
        assert!(difference(&was, &now).is_empty());
        now.blocked = true;
        now.session_timeout_secs = 60;
        let change = difference(&was, &now);
        assert_eq!(
            serde_json::to_string(&change).unwrap(),
            r#"{"session_timeout_secs":60,"blocked":true}"#
        );
    }
}
