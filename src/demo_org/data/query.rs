//! `query`, `tooling/query` and single records.

use serde_json::{Value, json};

use super::super::answer::json_answer;
use super::super::call::Call;
use super::super::message::Response;
use super::error::problem;
use super::not_found;
use super::soql::{self, Condition, Query};
use super::table::{Row, Rows, Table};

pub(crate) fn respond(call: &Call, rows: &Rows) -> Response {
    let Some(text) = call.fields.get("q") else {
        return problem(400, "MALFORMED_QUERY", "q is missing");
    };
    let query = match soql::parse(text) {
        Ok(query) => query,
        Err(why) => return problem(400, "MALFORMED_QUERY", &why),
    };
    let Some(table) = rows.table(&query.from) else {
        return problem(
            400,
            "INVALID_TYPE",
            &format!(
                "sObject type '{}' is not supported. If you are attempting to use a custom object, be sure to \
                 append the '__c' after the entity name.",
                query.from
            ),
        );
    };
    let fields = match resolve(&query, &table) {
        Ok(fields) => fields,
        Err(unknown) => {
            return problem(
                400,
                "INVALID_FIELD",
                &format!("No such column '{unknown}' on entity '{}'.", table.name),
            );
        }
    };
    if call.fields.get("columns") == Some("true") {
        return json_answer(200, &columns(&table, &fields));
    }
    let found = select(&query, &table);
    if fields == ["COUNT()"] {
        return json_answer(
            200,
            &json!({"totalSize": found.len(), "done": true, "records": []}),
        );
    }
    let records: Vec<Value> = found
        .iter()
        .map(|row| record_json(rows, &table, row, &fields))
        .collect();
    json_answer(
        200,
        &json!({"totalSize": records.len(), "done": true, "records": records}),
    )
}

/// `sobjects/{name}/{id}`: the whole record, or the fields asked for.
pub(crate) fn record(rows: &Rows, name: &str, id: &str, fields: Option<&str>) -> Response {
    let Some(table) = rows.table(name) else {
        return not_found();
    };
    let short = super::super::id::short(id);
    let found = table.rows.iter().find(|row| {
        row.get("Id")
            .and_then(Value::as_str)
            .map(super::super::id::short)
            == Some(short)
    });
    let Some(row) = found else {
        return problem(
            404,
            "NOT_FOUND",
            "Provided external ID field does not exist or is not accessible",
        );
    };
    let fields = match fields {
        None => table.fields.clone(),
        Some(list) => {
            let wanted = list
                .split(',')
                .map(|it| spelled(&table, it.trim()).ok_or(it));
            match wanted.collect::<Result<Vec<_>, _>>() {
                Ok(fields) => fields,
                Err(unknown) => {
                    return problem(400, "INVALID_FIELD", &format!("No such column '{unknown}'"));
                }
            }
        }
    };
    json_answer(200, &record_json(rows, &table, row, &fields))
}

/// Returns the fields asked for in the object's own spelling, or the first it does not have.
///
/// An object without records has no list of fields and takes every name.
fn resolve(query: &Query, table: &Table) -> Result<Vec<String>, String> {
    if query.fields == ["COUNT()"] || table.fields.is_empty() {
        return Ok(query.fields.clone());
    }
    let mut out = Vec::new();
    for name in &query.fields {
        if matches!(
            name.to_ascii_uppercase().as_str(),
            "FIELDS(ALL)" | "FIELDS(STANDARD)"
        ) {
            out.extend(table.fields.iter().cloned());
        } else {
            out.push(spelled(table, name).ok_or(name)?);
        }
    }
    let others = query.conditions.iter().map(|it| &it.field);
    for name in others.chain(query.order.iter().map(|(field, _)| field)) {
        spelled(table, name).ok_or(name)?;
    }
    Ok(out)
}

fn spelled(table: &Table, name: &str) -> Option<String> {
    table
        .fields
        .iter()
        .find(|it| it.eq_ignore_ascii_case(name))
        .cloned()
}

fn select<'a>(query: &Query, table: &'a Table) -> Vec<&'a Row> {
    let mut found: Vec<&Row> = table
        .rows
        .iter()
        .filter(|row| query.conditions.iter().all(|it| holds(it, row)))
        .collect();
    if let Some((field, descending)) = &query.order {
        found.sort_by_key(|row| text_of(row, field));
        if *descending {
            found.reverse();
        }
    }
    let limit = query.limit.unwrap_or(usize::MAX);
    found.into_iter().skip(query.offset).take(limit).collect()
}

fn holds(condition: &Condition, row: &Row) -> bool {
    let actual = text_of(row, &condition.field);
    let any = condition.values.iter().any(|value| {
        let is_id = condition.field.eq_ignore_ascii_case("Id");
        let same = value.eq_ignore_ascii_case(&actual);
        same || (is_id && value.len() == 15 && actual.starts_with(value.as_str()))
    });
    any == condition.is_equal
}

fn text_of(row: &Row, field: &str) -> String {
    let value = row
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(field))
        .map(|(_, value)| value);
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Null) | None => "null".to_owned(),
        Some(other) => other.to_string(),
    }
}

fn record_json(rows: &Rows, table: &Table, row: &Row, fields: &[String]) -> Value {
    let mut out = Row::new();
    out.insert(
        "attributes".to_owned(),
        json!({"type": table.name, "url": rows.url(table.name, row)}),
    );
    for field in fields {
        out.insert(
            field.clone(),
            row.get(field).cloned().unwrap_or(Value::Null),
        );
    }
    Value::Object(out)
}

/// Answers `columns=true`, which `sf data query` asks before it draws a table.
fn columns(table: &Table, fields: &[String]) -> Value {
    let metadata: Vec<Value> = fields
        .iter()
        .filter(|name| name.as_str() != "COUNT()")
        .map(|name| {
            let kind = match table.rows.first().and_then(|row| row.get(name)) {
                Some(Value::Bool(_)) => "boolean",
                _ => "string",
            };
            json!({"aggregate": false, "apexType": "String", "booleanType": kind == "boolean", "columnName": name,
                   "custom": false, "displayName": name, "foreignKeyName": null, "insertable": false,
                   "joinColumns": [], "numberType": false, "textType": kind == "string", "updatable": false})
        })
        .collect();
    json!({"columnMetadata": metadata, "entityName": table.name, "groupBy": false, "idSelected": true,
           "keyPrefix": null})
}
