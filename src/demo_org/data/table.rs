//! The records there are: the org, its users, a few accounts, and objects that are always empty.

use serde_json::{Map, Value, json};

use super::super::id;
use super::super::org::user::Role;
use super::super::org::{ORG_ID, Org};

/// One record: its fields in order.
pub(crate) type Row = Map<String, Value>;

/// Who reads which part of the data.
pub(crate) struct Rows<'a> {
    pub(crate) org: &'a Org,
    pub(crate) version: &'a str,
    pub(crate) is_tooling: bool,
}

/// Objects the data API knows, in their own spelling.
pub(crate) const OBJECTS: [&str; 3] = ["Account", "Organization", "User"];

/// An object: its name, its fields, its records.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) fields: Vec<String>,
    pub(crate) rows: Vec<Row>,
}

impl Rows<'_> {
    /// Finds an object by name in any case.
    pub(crate) fn table(&self, name: &str) -> Option<Table> {
        if self.is_tooling {
            // A production org without sandboxes answers with no records.
            return name.eq_ignore_ascii_case("SandboxProcess").then(|| Table {
                name: "SandboxProcess",
                fields: Vec::new(),
                rows: Vec::new(),
            });
        }
        let name = OBJECTS
            .into_iter()
            .find(|it| it.eq_ignore_ascii_case(name))?;
        let rows = match name {
            "Organization" => vec![self.organization()],
            "User" => self.users(),
            _ => accounts(),
        };
        let fields = rows
            .first()
            .map(|row| row.keys().cloned().collect())
            .unwrap_or_default();
        Some(Table { name, fields, rows })
    }

    /// Returns the address of a record.
    pub(crate) fn url(&self, object: &str, row: &Row) -> String {
        let id = row.get("Id").and_then(Value::as_str).unwrap_or_default();
        let tooling = if self.is_tooling { "tooling/" } else { "" };
        format!(
            "/services/data/v{}/{tooling}sobjects/{object}/{id}",
            self.version
        )
    }

    fn organization(&self) -> Row {
        row(json!({
            "Id": ORG_ID,
            "Name": self.org.settings.name,
            "InstanceName": "DEMO1",
            "IsSandbox": self.org.settings.is_sandbox,
            "TrialExpirationDate": null,
            "NamespacePrefix": null,
            "OrganizationType": "Developer Edition",
            "LanguageLocaleKey": "en_US",
            "TimeZoneSidKey": "America/Los_Angeles",
            "DefaultLocaleSidKey": "en_US",
            "CreatedDate": "2026-01-01T00:00:00.000+0000",
        }))
    }

    fn users(&self) -> Vec<Row> {
        let users = self.org.users.iter().map(|user| {
            row(json!({
                "Id": user.user_id,
                "Username": user.username,
                "Name": user.name(),
                "FirstName": user.first_name,
                "LastName": user.last_name,
                "Email": user.username,
                "Alias": user.first_name.to_lowercase(),
                "IsActive": user.active,
                "UserType": if user.role == Role::Community { "CspLitePortal" } else { "Standard" },
                "ProfileId": "00e5e0000000001AAA",
                "TimeZoneSidKey": "America/Los_Angeles",
                "LocaleSidKey": "en_US",
                "LanguageLocaleKey": "en_US",
            }))
        });
        users.collect()
    }
}

fn accounts() -> Vec<Row> {
    let names = ["Blue Lantern Tea", "Northwind Bicycles", "Paper Boat Press"];
    let rows = names.iter().zip(1..).map(|(name, number)| {
        row(json!({
            "Id": id::with_suffix(&format!("0015e{number:010}")),
            "Name": name,
            "Type": "Customer",
            "Industry": "Demo",
        }))
    });
    rows.collect()
}

fn row(value: Value) -> Row {
    match value {
        Value::Object(row) => row,
        _ => Row::new(),
    }
}
