//! Splits multipart bodies, which some clients send to the token endpoint.

use http_body_util::{BodyDataStream, Full};
use hyper::body::Bytes;

/// More fields than any client sends.
const FIELDS_MAX: usize = 100;

/// Returns the fields of a multipart body in order, or `None` when it is malformed.
pub(super) async fn split(content_type: &str, body: &[u8]) -> Option<Vec<(String, String)>> {
    let boundary = multer::parse_boundary(content_type).ok()?;
    let stream = BodyDataStream::new(Full::new(Bytes::copy_from_slice(body)));
    let mut parts = multer::Multipart::new(stream, boundary);
    let mut fields = Vec::new();
    while let Some(field) = parts.next_field().await.ok()? {
        let name = field.name().unwrap_or_default().to_owned();
        fields.push((name, field.text().await.ok()?));
        if fields.len() > FIELDS_MAX {
            return None;
        }
    }
    Some(fields)
}
