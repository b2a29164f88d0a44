//! The Organization record: the org says itself whether it is production (`machine-and-admin.md` 12.2).
//!
//! ```text
//! app ── GET query?q=SELECT … FROM Organization, Bearer ──▶ org
//! app ◀── {"records":[{"IsSandbox":true, …}]} ───────────── org
//! ```

use serde_json::{Map, Value};

use super::bearer;
use super::identity::said;
use crate::model::environment::Environment;
use crate::model::org::OrgName;
use crate::model::scope::Scopes;
use crate::model::secret::AccessToken;
use crate::protocol::call::call;
use crate::protocol::error::{Channel, FlowError};
use crate::protocol::flow::Start;
use crate::protocol::io::FlowIo;
use crate::protocol::message::Request;

/// Every org has had this version since 2024, and the fields for ten years longer.
const PATH: &str = "/services/data/v60.0/query";

const QUERY: &str =
    "SELECT Name, InstanceName, IsSandbox, OrganizationType, TrialExpirationDate FROM Organization";

/// What an org says it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrgSays {
    /// Its kind.
    pub environment: Environment,
    /// Its names, where it tells them.
    pub org: Option<OrgName>,
}

/// Asks the org what it is; `None` where it may not be asked or does not say.
pub async fn ask(
    io: &mut impl FlowIo,
    start: &Start<'_>,
    token: &AccessToken,
    instance_url: Option<&str>,
    scope: Option<&Scopes>,
) -> Option<OrgSays> {
    if start.profile.login_url.is_loopback() {
        // What runs on this machine is never production; it is not worth a request.
        return Some(OrgSays {
            environment: Environment::Demo,
            org: None,
        });
    }
    let may_ask = scope.is_none_or(|scope| scope.contains("api") || scope.contains("full"));
    if !start.server.is_salesforce || !may_ask {
        return None;
    }
    fetch(io, start, token, instance_url.unwrap_or_default())
        .await
        .ok()
        .and_then(|answer| read(&answer))
}

async fn fetch(
    io: &mut impl FlowIo,
    start: &Start<'_>,
    token: &AccessToken,
    instance: &str,
) -> Result<Map<String, Value>, FlowError> {
    let endpoint = start
        .trust()
        .check(&format!("{instance}{PATH}"), "instance_url")?;
    let request = Request::get("organization", &endpoint)
        .field("q", QUERY)
        .idempotent();
    call(io, bearer(request, token))
        .await?
        .fields(Channel::Data)
}

fn read(answer: &Map<String, Value>) -> Option<OrgSays> {
    let record = answer.get("records")?.as_array()?.first()?.as_object()?;
    Some(OrgSays {
        environment: environment(record)?,
        org: said(record, "Name").map(|name| OrgName {
            name,
            edition: said(record, "OrganizationType"),
            instance: said(record, "InstanceName"),
        }),
    })
}

/// A scratch org is a sandbox that ends by itself.
fn environment(record: &Map<String, Value>) -> Option<Environment> {
    let is_sandbox = record.get("IsSandbox")?.as_bool()?;
    let ends = record
        .get("TrialExpirationDate")
        .is_some_and(|date| !date.is_null());
    let is_developer =
        record.get("OrganizationType").and_then(Value::as_str) == Some("Developer Edition");
    Some(match (is_sandbox, ends, is_developer) {
        (true, true, _) => Environment::Scratch,
        (true, false, _) => Environment::Sandbox,
        (false, _, true) => Environment::Developer,
        (false, _, false) => Environment::Production,
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;
    use serde_json::json;

    #[test]
    fn names_are_cleaned_and_may_be_missing() {
        let org = |record: Value| {
            let answer = json!({ "records": [record] });
            answer.as_object().and_then(read).and_then(|says| says.org)
        };
        let told = json!({"IsSandbox": false, "Name": "Acme\u{202e} Corporation", "OrganizationType": "Enterprise Edition", "InstanceName": "EU42"});
        let known = org(told).unwrap();
        assert_eq!(known.name, "Acme Corporation");
        assert_eq!(known.edition.as_deref(), Some("Enterprise Edition"));
        assert_eq!(known.instance.as_deref(), Some("EU42"));
        assert_eq!(org(json!({"IsSandbox": false, "Name": ""})), None);
    }

    #[test]
    fn the_record_decides() {
        let org = |record: Value| {
            let answer = json!({ "records": [record] });
            Some(answer.as_object().and_then(read)?.environment)
        };
        let production = json!({"IsSandbox": false, "OrganizationType": "Enterprise Edition", "TrialExpirationDate": null});
        assert_eq!(org(production), Some(Environment::Production));
        assert_eq!(
            org(json!({"IsSandbox": true, "OrganizationType": "Enterprise Edition"})),
            Some(Environment::Sandbox)
        );
        assert_eq!(
            org(json!({"IsSandbox": true, "TrialExpirationDate": "2026-03-01T00:00:00Z"})),
            Some(Environment::Scratch)
        );
        assert_eq!(
            org(json!({"IsSandbox": false, "OrganizationType": "Developer Edition"})),
            Some(Environment::Developer)
        );
        // A trial of production is production: it may be bought tomorrow.
        assert_eq!(
            org(json!({"IsSandbox": false, "TrialExpirationDate": "2026-03-01T00:00:00Z"})),
            Some(Environment::Production)
        );
        assert_eq!(org(json!({})), None);
        assert_eq!(org(json!({"IsSandbox": "yes"})), None);
    }
}
