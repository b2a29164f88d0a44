//! The callback: which parameters of a visit are this login's own, and which are anybody's.
//!
//! ```text
//! http://localhost:1717/OauthRedirect?code=aPrx…&state=…      granted
//! http://localhost:1717/OauthRedirect?error=access_denied&error_description=…&state=…   refused
//! http://localhost:1717/OauthRedirect#access_token=…&state=…  granted, user-agent flow
//! ```
//!
//! Specification: RFC 6749 sections 4.1.2, 4.1.2.1, 4.2.2 and 4.2.2.1, RFC 9207. Whatever does
//! not carry the right `state` leaves the login alone (R10 to R12, R15).

use aws_lc_rs::constant_time;

use super::clean::clean;
use super::error::{Channel, FlowError, Refusal};
use super::form;
use super::io::{Callback, IssuerRule};
use crate::model::problem::OrgWords;
use crate::model::secret::Secret;

/// Parameters that decide; none may occur twice (RFC 6749 section 3.1).
const DECISIVE: [&str; 10] = [
    "code",
    "state",
    "error",
    "iss",
    "access_token",
    "refresh_token",
    "id_token",
    "instance_url",
    "id",
    "signature",
];

/// What a visit to the callback address is to the login that waits.
#[derive(Debug)]
pub enum Heard {
    /// Its own answer, code or error: the wait is over.
    Ours(Callback),
    /// The right state, yet another issuer (RFC 9207 section 2.4): the wait is over, and nothing of it is used.
    WrongIssuer,
    /// An error that nobody vouches for: shown as a notice, the wait goes on.
    Unproven(OrgWords),
    /// Not its own: counted, the wait goes on.
    Stray(Stray),
}

/// Why a visit is not this login's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stray {
    /// Broken percent-encoding or not UTF-8.
    Encoding,
    /// A parameter that decides occurs twice.
    Twice,
    /// No `state`.
    NoState,
    /// Another login's `state`, or a guess.
    WrongState,
    /// The right state, but neither `code` nor `error` nor a token.
    Nothing,
}

/// Reads the parameters of a callback: its query, or its fragment without the `#`.
///
/// `state` is compared in constant time.
#[must_use]
pub fn read(parameters: &str, state: &Secret, issuer: &IssuerRule) -> Heard {
    let Ok(pairs) = form::pairs(parameters) else {
        return Heard::Stray(Stray::Encoding);
    };
    let one = |name| form::one(&pairs, name);
    if DECISIVE.iter().any(|name| one(name).is_err()) {
        return Heard::Stray(Stray::Twice);
    }
    let value = |name| one(name).ok().flatten();
    let error = value("error").filter(|error| !error.is_empty());
    let is_proven = value("state").map(|sent| is_same(sent, state));
    match (is_proven, error) {
        (Some(true), _) => {}
        (_, Some(error)) => return Heard::Unproven(words(error, value("error_description"))),
        (Some(false), None) => return Heard::Stray(Stray::WrongState),
        (None, None) => return Heard::Stray(Stray::NoState),
    }
    if !is_issuer_right(value("iss"), issuer) {
        return Heard::WrongIssuer;
    }
    let is_answer = |name| value(name).is_some_and(|value| !value.is_empty());
    if error.is_none() && !is_answer("code") && !is_answer("access_token") {
        return Heard::Stray(Stray::Nothing);
    }
    let mut seen: Vec<(String, Secret)> = Vec::new();
    for (name, value) in pairs {
        if !seen.iter().any(|(known, _)| *known == name) {
            seen.push((name, Secret::new(value)));
        }
    }
    Heard::Ours(Callback::new(seen))
}

/// Says whether a query claims to be an answer at all: without one, the answer may be in the fragment.
#[must_use]
pub fn claims_answer(query: &str) -> bool {
    match form::pairs(query) {
        Ok(pairs) => pairs
            .iter()
            .any(|(name, _)| DECISIVE.contains(&name.as_str())),
        Err(_) => true,
    }
}

/// Returns the org's refusal, where the callback brings one (RFC 6749 sections 4.1.2.1 and 4.2.2.1).
#[must_use]
pub fn refusal(came_back: &Callback, channel: Channel) -> Option<FlowError> {
    let error = came_back
        .get("error")
        .filter(|error| !error.expose().is_empty())?;
    let description = came_back.get("error_description").map(Secret::expose);
    Some(FlowError::Refused(Refusal {
        channel,
        org: words(error.expose(), description),
    }))
}

/// Makes the error of a callback that another issuer answered: a mix-up, or a wrong `issuer` in the profile.
#[must_use]
pub fn wrong_issuer() -> FlowError {
    FlowError::Unverified {
        code: "issuer_mismatch",
        field: "iss",
        value: String::new(),
    }
}

/// Makes the org's words of an `error` and its description, cleaned for reading.
#[must_use]
pub(super) fn words(error: &str, description: Option<&str>) -> OrgWords {
    OrgWords {
        status: None,
        error: clean(error, &[]),
        error_description: description
            .map(|text| clean(text, &[]))
            .filter(|text| !text.is_empty()),
    }
}

fn is_same(sent: &str, state: &Secret) -> bool {
    constant_time::verify_slices_are_equal(sent.as_bytes(), state.expose().as_bytes()).is_ok()
}

fn is_issuer_right(sent: Option<&str>, rule: &IssuerRule) -> bool {
    match (rule, sent) {
        (IssuerRule::Required(issuer), sent) => sent == Some(issuer),
        (IssuerRule::IfPresent(issuer), Some(sent)) => sent == issuer,
        (IssuerRule::IfPresent(_), None) | (IssuerRule::Unknown, _) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn state() -> Secret {
        Secret::new("s3cretState".to_owned())
    }

    fn heard(parameters: &str) -> String {
        match read(parameters, &state(), &IssuerRule::Unknown) {
            Heard::Ours(callback) => {
                let value = |name| callback.get(name).map(|v| v.expose().to_owned());
                format!("ours {:?} {:?}", value("code"), value("error"))
            }
            Heard::Unproven(words) => format!("unproven {}", words.error),
            Heard::Stray(stray) => format!("{stray:?}"),
            Heard::WrongIssuer => "wrong issuer".to_owned(),
        }
    }

    #[test]
    fn a_code_is_decoded_exactly_once() {
        assert_eq!(
            heard("code=aPrx%253D%3D&state=s3cretState"),
            "ours Some(\"aPrx%3D=\") None"
        );
    }

    #[test]
    fn an_error_with_the_right_state_ends_the_login() {
        assert_eq!(
            heard("error=access_denied&error_description=end-user+denied&state=s3cretState"),
            "ours None Some(\"access_denied\")"
        );
    }

    #[test]
    fn strays_leave_it_alone() {
        assert_eq!(heard(""), "NoState");
        assert_eq!(heard("code=x"), "NoState");
        assert_eq!(heard("code=x&state=other"), "WrongState");
        assert_eq!(heard("code=x&state=s3cretState+"), "WrongState");
        assert_eq!(heard("code=x&state=S3CRETSTATE"), "WrongState");
        assert_eq!(heard("code=x&state=s3cretState&state=s3cretState"), "Twice");
        assert_eq!(heard("code=x&code=y&state=s3cretState"), "Twice");
        assert_eq!(heard("state=s3cretState"), "Nothing");
        assert_eq!(heard("code=&state=s3cretState"), "Nothing");
        assert_eq!(heard("code=%&state=s3cretState"), "Encoding");
        assert_eq!(heard("code=%c0%af&state=s3cretState"), "Encoding");
        assert_eq!(heard("error=access_denied"), "unproven access_denied");
        assert_eq!(
            heard("error=access_denied&state=guess"),
            "unproven access_denied"
        );
    }

    #[test]
    fn the_issuer_is_compared_letter_for_letter() {
        let required = IssuerRule::Required("https://id.example".to_owned());
        let present = IssuerRule::IfPresent("https://id.example".to_owned());
        let is_ours = |rule, iss: &str| {
            matches!(
                read(&format!("code=x&state=s3cretState{iss}"), &state(), rule),
                Heard::Ours(_)
            )
        };
        let right = "&iss=https%3A%2F%2Fid.example";
        assert!(is_ours(&required, right) && is_ours(&present, right) && is_ours(&present, ""));
        assert!(!is_ours(&required, "") && !is_ours(&required, "&iss=https%3A%2F%2Fid.example%2F"));
        assert!(!is_ours(&present, "&iss=https%3A%2F%2Fevil.example"));
        assert!(is_ours(
            &IssuerRule::Unknown,
            "&iss=https%3A%2F%2Fevil.example"
        ));
    }

    #[test]
    fn tokens_in_a_fragment_are_an_answer_too() {
        assert!(matches!(
            read(
                "access_token=00D%21x&state=s3cretState",
                &state(),
                &IssuerRule::Unknown
            ),
            Heard::Ours(_)
        ));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]
        #[test]
        fn nothing_without_the_state_is_ours(parameters in "([a-z=&%+0-9]|code=|state=|error=|iss=){0,24}") {
            prop_assert!(!matches!(read(&parameters, &state(), &IssuerRule::Unknown), Heard::Ours(_)));
        }
        #[test]
        fn no_text_makes_it_panic(parameters in ".{0,80}") {
            let _ = read(&parameters, &state(), &IssuerRule::Unknown);
        }
        #[test]
        fn the_one_valid_form_is_ours_whatever_the_code(code in "\\PC{1,40}", extra in "[a-z]{5,9}") {
            let query = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("code", &code).append_pair("state", "s3cretState").append_pair(&extra, "1").finish();
            let Heard::Ours(callback) = read(&query, &state(), &IssuerRule::Unknown) else {
                return Err(TestCaseError::fail("not ours"));
            };
            prop_assert_eq!(callback.get("code").map(|c| c.expose().to_owned()), Some(code));
        }
    }
}
