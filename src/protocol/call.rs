//! One call: send, then read the answer with what the request knows.
//!
//! Every flow and service asks through here, so that a refusal, a web page and a
//! redirect mean the same everywhere, and no secret of ours comes back in an
//! error text (R28, R31, R36).

use serde_json::{Map, Value};
use url::Url;

use super::clean::clean;
use super::error::{Channel, FlowError, Refusal};
use super::fields::{self, BodyProblem};
use super::io::FlowIo;
use super::message::{Request, Response, Value as FieldValue};
use crate::model::problem::OrgWords;
use crate::model::secret::Secret;

/// An answer, and what was asked.
pub struct Answered {
    /// The answer, whatever its status.
    pub response: Response,
    asked: Url,
    names: Vec<&'static str>,
    secrets: Vec<Secret>,
}

/// Sends a request and keeps what is needed to read its answer.
///
/// # Errors
///
/// Nothing came back.
pub async fn call(io: &mut impl FlowIo, request: Request) -> Result<Answered, FlowError> {
    let asked = request.url.clone();
    let names = request.fields.iter().map(|field| field.name).collect();
    let secrets = request
        .fields
        .iter()
        .chain(&request.headers)
        .filter_map(|field| match &field.value {
            FieldValue::Secret(secret) => Some(secret.clone()),
            FieldValue::Plain(_) => None,
        });
    let secrets = secrets.collect();
    // A browser-like `Accept` would make Salesforce answer in XML (`interactive.md` 2.4).
    let request = request.header("accept", "application/json");
    let response = io.send(request).await?;
    Ok(Answered {
        response,
        asked,
        names,
        secrets,
    })
}

impl Answered {
    /// Returns true when the request had a field of this name.
    #[must_use]
    pub fn sent(&self, name: &str) -> bool {
        self.names.contains(&name)
    }

    /// Returns the named values of a 2xx answer.
    ///
    /// # Errors
    ///
    /// The refusal, or what came in place of an answer.
    pub fn fields(&self, channel: Channel) -> Result<Map<String, Value>, FlowError> {
        if !self.response.is_success() {
            return Err(self.refusal(channel));
        }
        let content_type = self.response.header("content-type").unwrap_or_default();
        fields::read(content_type, &self.response.body)
            .map_err(|problem| self.not_oauth(problem_code(problem)))
    }

    /// Makes the error of an answer that is not 2xx.
    #[must_use]
    pub fn refusal(&self, channel: Channel) -> FlowError {
        let response = &self.response;
        if response.is_redirect() {
            return self.redirect();
        }
        let content_type = response.header("content-type").unwrap_or_default();
        if let Some(fields) = fields::read_refusal(content_type, &response.body) {
            let text = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default();
            return self.refused(channel, text("error"), text("error_description"));
        }
        if let Some(word) = self.bare_word() {
            return self.refused(channel, word, "");
        }
        if let Some((code, message)) = self.data_error() {
            return self.refused(Channel::Data, &code, &message);
        }
        if let Some((code, description)) = self.challenge() {
            return self.refused(channel, &code, &description);
        }
        let is_html = fields::is_html(content_type, &response.body);
        self.not_oauth(match response.status {
            500.. => "answer_server_error",
            429 => "answer_too_many",
            _ if is_html => "answer_html",
            _ => "answer_type",
        })
    }

    /// Makes a refusal of the org's words, cleaned.
    #[must_use]
    pub fn refused(&self, channel: Channel, error: &str, description: &str) -> FlowError {
        let secrets: Vec<&str> = self.secrets.iter().map(Secret::expose).collect();
        let description = clean(description, &secrets);
        FlowError::Refused(Refusal {
            channel,
            org: OrgWords {
                status: Some(self.response.status),
                error: clean(error, &secrets),
                error_description: Some(description).filter(|text| !text.is_empty()),
            },
        })
    }

    /// Makes the error of an answer that cannot be read.
    #[must_use]
    pub fn not_oauth(&self, code: &'static str) -> FlowError {
        FlowError::NotOAuth {
            code,
            status: self.response.status,
            host: host_of(&self.asked),
        }
    }

    /// A 3xx is never followed with a credential; only the host it points to is named (R28).
    fn redirect(&self) -> FlowError {
        let target = self
            .response
            .header("location")
            .and_then(|to| self.asked.join(to).ok());
        let host = target
            .as_ref()
            .map_or_else(|| host_of(&self.asked), host_of);
        FlowError::NotOAuth {
            code: "answer_redirect",
            status: self.response.status,
            host,
        }
    }

    /// Salesforce: identity, UserInfo and singleaccess refuse with one plain word, `Bad_OAuth_Token`.
    fn bare_word(&self) -> Option<&str> {
        let word = self.response.text()?.trim().trim_matches('"');
        let is_word = (1..=64).contains(&word.len())
            && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
            && (word.contains('_') || word == "Inactive");
        is_word.then_some(word)
    }

    /// Other servers say it in a header: `WWW-Authenticate: Bearer error="invalid_token"` (RFC 6750 section 3).
    fn challenge(&self) -> Option<(String, String)> {
        let header = self.response.header("www-authenticate")?;
        let quoted = |name: &str| {
            let (_, after) = header.split_once(&format!("{name}=\""))?;
            after.split_once('"').map(|(value, _)| value.to_owned())
        };
        Some((
            quoted("error")?,
            quoted("error_description").unwrap_or_default(),
        ))
    }

    /// Salesforce: the data API refuses with a JSON list, `[{"errorCode":…,"message":…}]`.
    fn data_error(&self) -> Option<(String, String)> {
        let list = super::json::read(&self.response.body).ok()?;
        let first = list.as_array()?.first()?;
        let text = |name| first.get(name).and_then(Value::as_str).map(str::to_owned);
        Some((text("errorCode")?, text("message").unwrap_or_default()))
    }
}

/// Returns host and port, as a person reads them.
#[must_use]
pub fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

fn problem_code(problem: BodyProblem) -> &'static str {
    match problem {
        BodyProblem::Html => "answer_html",
        BodyProblem::OtherType => "answer_type",
        BodyProblem::Empty => "answer_empty",
        BodyProblem::OutOfBounds => "answer_too_big",
        BodyProblem::NotUtf8 | BodyProblem::Malformed | BodyProblem::Duplicate => {
            "answer_malformed"
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;
    use crate::protocol::script::{Script, answer, run};

    fn refusal(status: u16, content_type: &str, body: &str) -> FlowError {
        let url = Url::parse("https://acme.my.salesforce.com/services/oauth2/token").unwrap();
        let request = Request::post("token", &url).secret("refresh_token", "5Aep861SecretSecret");
        let mut io = Script::of([answer(status, content_type, body)]);
        run(call(&mut io, request))
            .unwrap()
            .fields(Channel::Token)
            .unwrap_err()
    }

    fn shown(error: &FlowError) -> String {
        let problem = error.problem();
        let org = problem.org.map(|org| {
            format!(
                " {} {}",
                org.error,
                org.error_description.unwrap_or_default()
            )
        });
        format!(
            "{:?} {}{}",
            problem.kind,
            problem.code,
            org.unwrap_or_default()
        )
    }

    #[test]
    fn every_kind_of_refusal_has_its_code() {
        for (status, content_type, body, expected) in [
            (
                400,
                "application/json",
                r#"{"error":"invalid_grant","error_description":"x"}"#,
                "Refused invalid_grant invalid_grant x",
            ),
            (
                400,
                "text/html",
                "error=invalid_token&error_description=a%20b",
                "Refused invalid_token invalid_token a b",
            ),
            (
                403,
                "text/plain",
                "Bad_OAuth_Token",
                "Refused Bad_OAuth_Token Bad_OAuth_Token ",
            ),
            (
                401,
                "application/json",
                r#"[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]"#,
                "Refused INVALID_SESSION_ID INVALID_SESSION_ID Session expired or invalid",
            ),
            (
                503,
                "text/html",
                "<html>maintenance</html>",
                "Network answer_server_error",
            ),
            (
                500,
                "application/json",
                r#"{"error":"server_error"}"#,
                "Network server_error server_error ",
            ),
            (429, "text/plain", "", "Network answer_too_many"),
            (
                404,
                "text/html",
                "<!doctype html><p>no",
                "Network answer_html",
            ),
            (418, "text/plain", "teapot", "Network answer_type"),
            (200, "text/html", "<html>", "Network answer_html"),
            (200, "application/json", "", "Network answer_empty"),
            (204, "", "", "Network answer_empty"),
        ] {
            assert_eq!(
                shown(&refusal(status, content_type, body)),
                expected,
                "{status} {body}"
            );
        }
    }

    #[test]
    fn a_redirect_names_only_the_host_it_points_to() {
        let url = Url::parse("https://acme.my.salesforce.com/x").unwrap();
        let mut reply = answer(302, "", "");
        reply.headers.push((
            "location".into(),
            "https://evil.example:8443/steal?code=1".into(),
        ));
        let mut io = Script::of([reply]);
        let error = run(call(&mut io, Request::get("x", &url)))
            .unwrap()
            .refusal(Channel::Identity);
        assert_eq!(
            error,
            FlowError::NotOAuth {
                code: "answer_redirect",
                status: 302,
                host: "evil.example:8443".into()
            }
        );
    }

    #[test]
    fn a_challenge_in_a_header_is_a_refusal() {
        let url = Url::parse("https://id.example.com/userinfo").unwrap();
        let mut reply = answer(401, "", "");
        let header =
            r#"Bearer realm="x", error="invalid_token", error_description="The token is expired""#;
        reply
            .headers
            .push(("www-authenticate".into(), header.into()));
        let error = run(call(&mut Script::of([reply]), Request::get("x", &url)))
            .unwrap()
            .refusal(Channel::Identity);
        assert_eq!(
            shown(&error),
            "Refused invalid_token invalid_token The token is expired"
        );
    }

    #[test]
    fn an_echoed_secret_does_not_come_back() {
        let error = refusal(
            400,
            "application/json",
            r#"{"error":"invalid_grant","error_description":"no such token 5Aep861Secret"}"#,
        );
        assert_eq!(
            shown(&error),
            "Refused invalid_grant invalid_grant no such token •••"
        );
    }
}
