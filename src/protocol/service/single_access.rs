//! Single access: a link that opens the org once, within a minute (`interactive.md` 12.1).
//!
//! ```text
//! app ── GET singleaccess?redirect_uri=/lightning, Bearer ──▶ org
//! app ◀── {"frontdoor_uri":"https://…?otp=…"} ──────────────── org     opened at once, never shown
//! ```
//!
//! Salesforce's own, in no RFC. The access token never stands in a link (R26).

use serde_json::Value;

use super::bearer;
use crate::model::secret::{AccessToken, Secret};
use crate::protocol::call::call;
use crate::protocol::error::{Channel, FlowError};
use crate::protocol::io::FlowIo;
use crate::protocol::message::Request;
use crate::protocol::trust::Trust;

/// Fetches the single-use address; `path` is relative to the org and begins with a slash, or is empty.
///
/// # Errors
///
/// An expired token is 403 `Bad_OAuth_Token` here, or 401 where the org says so.
pub async fn fetch(
    io: &mut impl FlowIo,
    trust: &Trust,
    instance_url: Option<&str>,
    token: &AccessToken,
    path: &str,
) -> Result<Secret, FlowError> {
    let instance_url = instance_url.ok_or(FlowError::Lacking {
        code: "instance_url_missing",
        field: "instance_url",
    })?;
    if !is_relative(path) {
        return Err(FlowError::Lacking {
            code: "path_not_relative",
            field: "path",
        });
    }
    let endpoint = trust.check(
        &format!("{instance_url}/services/oauth2/singleaccess"),
        "instance_url",
    )?;
    let request = Request::get("single-access", &endpoint).field_unless_empty("redirect_uri", path);
    let answered = call(io, bearer(request, token)).await?;
    let fields = answered.fields(Channel::Identity)?;
    let Some(Value::String(address)) = fields.get("frontdoor_uri") else {
        return Err(answered.not_oauth("answer_malformed"));
    };
    trust.check(address, "frontdoor_uri")?;
    Ok(Secret::new(address.clone()))
}

/// Returns true for nothing, and for a path on the same host.
fn is_relative(path: &str) -> bool {
    let is_local = path.starts_with('/') && !path.starts_with("//");
    path.is_empty()
        || is_local
            && !path
                .chars()
                .any(|c| c == '\\' || c.is_control() || c.is_whitespace())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;
    use crate::protocol::endpoint::Server;
    use crate::protocol::script::{Script, answer, json, profile, run};

    fn open(io: &mut Script, path: &str) -> Result<Secret, FlowError> {
        let profile = profile();
        let trust = Trust::of(&profile, &Server::of_host(&profile.login_url));
        run(fetch(
            io,
            &trust,
            Some("https://acme.my.salesforce.com"),
            &AccessToken::new("00D!x".into()),
            path,
        ))
    }

    #[test]
    fn the_token_rides_in_a_header() {
        let mut io = Script::of([json(
            r#"{"frontdoor_uri":"https://acme.my.salesforce.com/secur/frontdoor.jsp?otp=x"}"#,
        )]);
        assert!(
            open(&mut io, "/lightning/setup")
                .unwrap()
                .expose()
                .contains("otp=x")
        );
        assert_eq!(
            io.sent,
            [
                "GET https://acme.my.salesforce.com/services/oauth2/singleaccess?redirect_uri=%2Flightning%2Fsetup [authorization: Bearer 00D!x] [accept: application/json]"
            ]
        );
    }

    #[test]
    fn absolute_paths_and_foreign_doors_are_refused() {
        for bad in [
            "https://evil.example",
            "//evil.example",
            "lightning",
            "/\\evil.example",
            "/a b",
        ] {
            assert!(
                matches!(
                    open(&mut Script::of([]), bad),
                    Err(FlowError::Lacking {
                        code: "path_not_relative",
                        ..
                    })
                ),
                "{bad}"
            );
        }
        let foreign = open(
            &mut Script::of([json(r#"{"frontdoor_uri":"https://evil.example/x"}"#)]),
            "",
        );
        assert!(matches!(
            foreign,
            Err(FlowError::Unverified {
                field: "frontdoor_uri",
                ..
            })
        ));
        let dead = open(
            &mut Script::of([answer(403, "text/plain", "Bad_OAuth_Token")]),
            "",
        );
        assert!(matches!(dead, Err(FlowError::Refused(_))));
    }
}
