//! Answers without records: resources, limits, objects, the org's own page, the caller's own page.

use serde_json::{Map, Value, json};

use super::super::answer::json_answer;
use super::super::auth::Caller;
use super::super::call::Call;
use super::super::grant::identity_url;
use super::super::message::Response;
use super::super::org::user::Role;
use super::super::org::{ORG_ID, Org};
use super::not_found;
use super::table::{OBJECTS, Rows};

/// Lists what a version offers; also the cheapest proof that a token lives.
pub(crate) fn resources(call: &Call, caller: &Caller, version: &str) -> Value {
    let names = [
        "chatter", "connect", "limits", "query", "queryAll", "sobjects", "tooling",
    ];
    let mut out: Map<String, Value> = names
        .iter()
        .map(|name| {
            let path = format!("/services/data/v{version}/{name}");
            ((*name).to_owned(), Value::String(path))
        })
        .collect();
    out.insert(
        "identity".to_owned(),
        json!(identity_url(&call.base(), &caller.user)),
    );
    Value::Object(out)
}

pub(crate) fn tooling(version: &str) -> Value {
    json!({"query": format!("/services/data/v{version}/tooling/query")})
}

pub(crate) fn limits() -> Value {
    let limit = |max: u32, remaining: u32| json!({"Max": max, "Remaining": remaining});
    json!({
        "ActiveScratchOrgs": limit(3, 3),
        "DailyApiRequests": limit(15_000, 14_982),
        "DailyAsyncApexExecutions": limit(250_000, 250_000),
        "DailyBulkApiBatches": limit(15_000, 15_000),
        "DailyWorkflowEmails": limit(1_000, 1_000),
        "DataStorageMB": limit(5, 5),
        "FileStorageMB": limit(20, 20),
        "HourlyODataCallout": limit(1_000, 999),
        "SingleEmail": limit(15, 15),
    })
}

pub(crate) fn sobjects(version: &str) -> Value {
    let list: Vec<Value> = OBJECTS
        .iter()
        .map(|name| {
            let base = format!("/services/data/v{version}/sobjects/{name}");
            json!({"name": name, "label": name, "queryable": true, "custom": false,
                   "urls": {"sobject": base, "describe": format!("{base}/describe"), "rowTemplate": format!("{base}/{{ID}}")}})
        })
        .collect();
    json!({"encoding": "UTF-8", "maxBatchSize": 200, "sobjects": list})
}

pub(crate) fn sobject(rows: &Rows, name: &str) -> Response {
    let Some(table) = rows.table(name) else {
        return not_found();
    };
    let fields: Vec<Value> = table
        .fields
        .iter()
        .map(|name| {
            let kind = match table.rows.first().and_then(|row| row.get(name)) {
                _ if name == "Id" => "id",
                Some(Value::Bool(_)) => "boolean",
                _ => "string",
            };
            json!({"name": name, "label": name, "type": kind})
        })
        .collect();
    json_answer(
        200,
        &json!({"name": table.name, "label": table.name, "queryable": true, "custom": false, "fields": fields}),
    )
}

/// `connect/organization`: what the org is called and what it allows.
pub(crate) fn organization(org: &Org) -> Value {
    json!({
        "accessTimeout": 120,
        "features": {"chatter": true, "dashboardComponentSnapshots": true, "multiCurrency": false,
                     "publisherActions": true, "trendingTopics": true, "viralInvitesAllowed": true},
        "maintenanceInfo": [],
        "name": org.settings.name,
        "orgId": ORG_ID,
        "userSettings": {"canFollow": true, "canModifyAllData": false, "canOwnGroups": true,
                         "canViewAllData": false, "hasChatter": true, "hasRestDataApiAccess": true},
    })
}

/// `chatter/users/me`, or a user by id.
pub(crate) fn chatter_user(org: &Org, caller: &Caller, version: &str, who: &str) -> Response {
    let user = match who {
        "me" => Some(&caller.user),
        id => org.user_by_id(id),
    };
    let Some(user) = user else {
        return not_found();
    };
    json_answer(
        200,
        &json!({
            "id": user.user_id,
            "username": user.username,
            "name": user.name(),
            "displayName": user.name(),
            "firstName": user.first_name,
            "lastName": user.last_name,
            "email": user.username,
            "isActive": user.active,
            "userType": if user.role == Role::Community { "Customer" } else { "Internal" },
            "type": "User",
            "url": format!("/services/data/v{version}/chatter/users/{}", user.user_id),
        }),
    )
}
