//! A run as HAR 1.2. Values that are hidden stay hidden; what a HAR must say and nobody measured is −1, as it asks for.

use serde_json::{Value, json};
use url::form_urlencoded;

use super::shown;
use crate::model::run::{Exchange, Run, ShownField};

pub(super) fn write(run: &Run) -> String {
    let entries: Vec<Value> = run
        .exchanges
        .iter()
        .filter(|exchange| !exchange.method.is_empty())
        .map(entry)
        .collect();
    let har = json!({
        "log": {
            "version": "1.2",
            "creator": { "name": "Valet Key", "version": env!("CARGO_PKG_VERSION") },
            "comment": format!("{} {}", run.flow, run.run_id),
            "entries": entries,
        }
    });
    // Made of strings and numbers: it always has a text.
    let mut text = serde_json::to_string_pretty(&har).unwrap_or_default();
    text.push('\n');
    text
}

fn entry(exchange: &Exchange) -> Value {
    let took_ms = exchange
        .took
        .map_or(0.0, |took| took.as_secs_f64() * 1000.0);
    let mut entry = json!({
        "startedDateTime": exchange.began_at.to_rfc3339(),
        "time": took_ms,
        "request": request(exchange),
        "response": response(exchange),
        "cache": {},
        "timings": { "send": 0, "wait": took_ms, "receive": 0 },
        "comment": exchange.step.trim_start_matches("flow-step-"),
    });
    if let (Some(error), Some(fields)) = (&exchange.error, entry.as_object_mut()) {
        fields.insert("_error".to_owned(), json!(error));
    }
    entry
}

fn request(exchange: &Exchange) -> Value {
    let is_post = exchange.method == "POST";
    let fields = pairs(&exchange.request_fields);
    let mut request = json!({
        "method": exchange.method,
        "url": exchange.url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": pairs(&exchange.request_headers),
        "queryString": if is_post { json!([]) } else { fields.clone() },
        "headersSize": -1,
        "bodySize": if is_post { -1 } else { 0 },
    });
    if let (true, Some(request)) = (is_post, request.as_object_mut()) {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(
                exchange
                    .request_fields
                    .iter()
                    .map(|field| (field.name.as_str(), shown(field))),
            )
            .finish();
        let data = json!({
            "mimeType": "application/x-www-form-urlencoded",
            "params": fields,
            "text": body,
        });
        request.insert("postData".to_owned(), data);
    }
    request
}

fn response(exchange: &Exchange) -> Value {
    let mime = exchange
        .answer_headers
        .iter()
        .find(|header| header.name.eq_ignore_ascii_case("content-type"))
        .map(shown)
        .unwrap_or_default();
    let body: serde_json::Map<String, Value> = exchange
        .answer_fields
        .iter()
        .map(|field| (field.name.clone(), json!(shown(field))))
        .collect();
    let mut content = json!({ "size": -1, "mimeType": mime });
    if let (false, Some(content)) = (body.is_empty(), content.as_object_mut()) {
        content.insert("text".to_owned(), json!(Value::Object(body).to_string()));
        content.insert(
            "comment".to_owned(),
            json!("fields as read, secrets hidden"),
        );
    }
    json!({
        "status": exchange.status.unwrap_or(0),
        "statusText": "",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": pairs(&exchange.answer_headers),
        "content": content,
        "redirectURL": "",
        "headersSize": -1,
        "bodySize": -1,
    })
}

fn pairs(fields: &[ShownField]) -> Value {
    fields
        .iter()
        .map(|field| json!({ "name": field.name, "value": shown(field) }))
        .collect()
}
