//! The transcript of a run as text: what the journal shows, and nothing it hides.

use std::fmt::Write as _;
use std::path::Path;

use valet_key::model::run::{Exchange, Lane, Shown, ShownField};

/// Compares with `tests/golden/flows/<name>.txt`; with `UPDATE_GOLDEN=1` writes it.
pub fn compare(name: &str, exchanges: &[Exchange]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/flows/{name}.txt"));
    let now = text(exchanges);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &now).expect("the transcript can be written");
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        golden == now,
        "{name}: the transcript differs from {}\n--- now\n{now}",
        path.display()
    );
}

/// Writes exchanges as text.
pub fn text(exchanges: &[Exchange]) -> String {
    let mut text = String::new();
    for exchange in exchanges {
        let (from, to) = (lane(exchange.from), lane(exchange.to));
        let _ = writeln!(
            text,
            "{}. {from} -> {to}  {}",
            exchange.number, exchange.step
        );
        let _ = writeln!(text, "   {} {}", exchange.method, exchange.url);
        fields(&mut text, '>', &exchange.request_headers);
        fields(&mut text, '>', &exchange.request_fields);
        if let Some(status) = exchange.status {
            let _ = writeln!(text, "   {status}");
        }
        fields(&mut text, '<', &exchange.answer_fields);
        text.push('\n');
    }
    text
}

fn fields(text: &mut String, way: char, fields: &[ShownField]) {
    for field in fields {
        let value = match &field.value {
            Shown::Plain(value) => value.as_str(),
            Shown::Hidden(Some(_)) => "(hidden, fingerprint)",
            Shown::Hidden(None) => "(hidden)",
        };
        let _ = writeln!(text, "   {way} {} = {value}", field.name);
    }
}

fn lane(lane: Lane) -> &'static str {
    match lane {
        Lane::You => "you",
        Lane::Browser => "browser",
        Lane::ValetKey => "valet key",
        Lane::Org => "org",
    }
}
