//! The codes that can be explained: the org's, each with the descriptions that narrow its cause, and ours.
//!
//! The org's list is the union of `interactive.md` 8.1 and 11, and `machine-and-admin.md` 0.5, 7.5, 8.3
//! and 12.5. The texts are in the message catalogue, under `org-<code>` and `error-<code>`.

use std::sync::OnceLock;

use super::problem::{Explanation, OrgWords, Problem, ProblemKind, slug};
use super::words;

/// Codes as the org spells them, and the descriptions under which they mean something narrower.
pub const OF_THE_ORG: &[(&str, &[&str])] = &[
    ("access_denied", &["end-user denied authorization"]),
    ("OAUTH_APP_BLOCKED", &[]),
    ("app_blocked", &[]),
    ("OAUTH_APP_ACCESS_DENIED", &[]),
    ("invalid_app_access", &[]),
    ("OAUTH_APPROVAL_ERROR_GENERIC", &[]),
    ("OAUTH_EC_APP_NOT_FOUND", &[]),
    ("app_not_found", &[]),
    ("OAUTH_AUTHORIZATION_BLOCKED", &[]),
    (
        "invalid_client",
        &[
            "invalid client credentials",
            "app must be installed into org",
        ],
    ),
    ("invalid_client_credentials", &[]),
    ("invalid_client_id", &[]),
    ("redirect_uri_mismatch", &[]),
    ("redirect_uri_missing", &[]),
    (
        "invalid_request",
        &[
            "missing required code challenge",
            "HTTPS required",
            "Must use HTTP GET",
            "Must use HTTP POST",
            "Out-of-band not supported",
            "scope parameter not supported",
            "token handler not found",
            "token handler validation failed",
            "client credentials flow not enabled",
            "invalid code verifier",
            "unexpected code verifier",
            "invalid headers",
            "uvid invalid",
            "guest flow not enabled",
        ],
    ),
    (
        "invalid_grant",
        &[
            "expired authorization code",
            "invalid authorization code",
            "invalid code verifier",
            "unexpected code verifier",
            "expired access/refresh token",
            "token validity expired",
            "token request is already being processed",
            "token exchange failed",
            "authentication failure",
            "authentication failure - Invalid Password",
            "authentication failure - Failed: API security token required",
            "user hasn't approved this consumer",
            "ip restricted",
            "ip restricted or invalid login hours",
            "invalid login hours",
            "inactive user",
            "user is inactive",
            "user is locked",
            "user account locked",
            "user must reset password",
            "inactive organization",
            "organization is inactive",
            "request not supported on this domain",
            "no client credentials user enabled",
            "client credentials flow not enabled",
            "no valid scopes",
            "no valid scopes defined",
            "invalid assertion",
            "assertion expired",
            "audience is invalid",
            "Audience validation failed",
            "token handler validation failed",
        ],
    ),
    (
        "invalid_scope",
        &[
            "the requested scope is not allowed",
            "the requested scope is invalid, unknown, or malformed",
        ],
    ),
    ("unsupported_response_type", &[]),
    (
        "unsupported_grant_type",
        &["client credentials flow not enabled"],
    ),
    ("oauth_flow_disabled", &[]),
    ("inactive_user", &[]),
    ("inactive_org", &[]),
    ("immediate_unsuccessful", &[]),
    ("rate_limit_exceeded", &[]),
    ("authorization_pending", &[]),
    ("slow_down", &[]),
    ("server_error", &[]),
    ("system_down", &[]),
    ("service_unavailable", &[]),
    ("unknown_error", &[]),
    ("unsupported_token_type", &[]),
    ("invalid_token", &["invalid initial access token"]),
    ("invalid_session_level", &[]),
    ("use_dpop_nonce", &[]),
    ("invalid_dpop_proof", &[]),
    ("invalid_assertion_type", &[]),
    ("bad_jti_claim", &[]),
    ("invalid_basic_auth_header", &[]),
    ("login_error", &[]),
    ("invalid_otp", &[]),
    ("otp_error", &[]),
    ("registration_error", &[]),
    ("failed_registration", &[]),
    ("exceeded_registration_limit", &[]),
    ("ecapp_policy_not_found", &[]),
    ("oauth_policy_not_found", &[]),
    ("invalid_distribution_state", &[]),
    ("installation_error", &[]),
    ("fail_close_app_blocked", &[]),
    ("app_attest_failed", &[]),
    ("app_attest_failed_retry", &[]),
    ("invalid_expid", &[]),
    ("unsupported_expid", &[]),
    ("invalid_redirect_uri", &[]),
    ("invalid_client_metadata", &[]),
    ("Bad_OAuth_Token", &[]),
    ("Missing_OAuth_Token", &[]),
    ("Wrong_Org", &[]),
    ("HTTPS_Required", &[]),
    ("Bad_Id", &[]),
    ("Inactive", &[]),
    ("No_Access", &[]),
    ("No_Site_Endpoint", &[]),
    ("Invalid_Version", &[]),
    ("Invalid_Callback", &[]),
    ("Invalid_Param", &[]),
    (
        "INVALID_SESSION_ID",
        &[
            "This session is not valid for use with the REST API",
            "Connected app is not attached to Agent",
        ],
    ),
    ("INVALID_AUTH_HEADER", &[]),
    ("URL_NOT_RESET", &[]),
    ("API_DISABLED_FOR_ORG", &[]),
    ("API_CURRENTLY_DISABLED", &[]),
    ("REQUEST_LIMIT_EXCEEDED", &[]),
    ("INSUFFICIENT_ACCESS", &[]),
    ("FUNCTIONALITY_NOT_ENABLED", &[]),
    ("NOT_FOUND", &[]),
    ("MALFORMED_QUERY", &[]),
    ("INVALID_FIELD", &[]),
    ("INVALID_TYPE", &[]),
    ("SERVER_UNAVAILABLE", &[]),
    ("1701", &[]),
    ("1702", &[]),
    ("1703", &[]),
    ("1704", &[]),
    ("1705", &[]),
    ("1706", &[]),
    ("1707", &[]),
    ("1708", &[]),
    ("1709", &[]),
    ("1710", &[]),
    ("1711", &[]),
    ("1712", &[]),
    ("1713", &[]),
    ("1716", &[]),
];

/// Who says a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Speaker {
    /// The org, or another authorization server.
    Org,
    /// Valet Key itself.
    ValetKey,
}

/// One thing that can be explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Who says it.
    pub speaker: Speaker,
    /// The code, as it is written where it is met.
    pub code: String,
    /// The description that narrows it; `None`: the code alone.
    pub description: Option<String>,
}

impl Known {
    /// Explains it in three parts.
    ///
    /// What only a real failure can fill in stands in general words: *the host*, *the file*.
    #[must_use]
    pub fn explain(&self) -> Explanation {
        let mut problem = Problem::new(ProblemKind::Refused, &self.code);
        if self.speaker == Speaker::Org {
            problem.org = Some(OrgWords {
                status: None,
                error: self.code.clone(),
                error_description: self.description.clone(),
            });
        }
        let explained = problem.explain();
        Explanation {
            head: explained.head.map(in_general),
            what: in_general(explained.what),
            cause: in_general(explained.cause),
            next: in_general(explained.next),
        }
    }
}

/// Puts general words where a value is missing, which fluent leaves as `{$host}`.
fn in_general(text: String) -> String {
    let mut rest = text.as_str();
    let mut whole = String::with_capacity(text.len());
    while let Some((before, (name, after))) = rest
        .split_once("{$")
        .and_then(|(before, after)| Some((before, after.split_once('}')?)))
    {
        let words = words::find(&format!("general-{name}")).unwrap_or_else(|| "…".to_owned());
        whole.push_str(before);
        let begins = whole.is_empty() || whole.ends_with(". ");
        let mut letters = words.chars();
        match letters.next().filter(|_| begins) {
            Some(first) => whole.extend(first.to_uppercase().chain(letters)),
            None => whole.push_str(&words),
        }
        rest = after;
    }
    whole.push_str(rest);
    whole
}

/// Returns everything that can be explained: the org's codes in the order of the protocol pages, then ours by name.
#[must_use]
pub fn all() -> &'static [Known] {
    static ALL: OnceLock<Vec<Known>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut all = Vec::new();
        for (code, descriptions) in OF_THE_ORG {
            let known = |description: Option<&&str>| Known {
                speaker: Speaker::Org,
                code: (*code).to_owned(),
                description: description.map(|text| (*text).to_owned()),
            };
            all.push(known(None));
            all.extend(descriptions.iter().map(|text| known(Some(text))));
        }
        let ours = words::below("error-").filter(|stem| {
            let is_part = ["-cause", "-next", "-head"]
                .iter()
                .any(|part| stem.ends_with(part) && words::has(stem.trim_end_matches(part)));
            !is_part && !stem.starts_with("error-kind-") && !stem.contains("--")
        });
        all.extend(ours.map(|stem| Known {
            speaker: Speaker::ValetKey,
            code: stem.trim_start_matches("error-").replace('-', "_"),
            description: None,
        }));
        all
    })
}

/// Finds what a code means, narrowed by a description where that says more; the case and the hyphens do not matter.
///
/// A description alone is found as well, where only one code goes with it.
#[must_use]
pub fn find(code: &str, description: Option<&str>) -> Option<Known> {
    let wanted = slug(code);
    let known = all()
        .iter()
        .find(|known| known.description.is_none() && slug(&known.code) == wanted);
    let Some(known) = known else {
        let mut with_it = all().iter().filter(|known| {
            known
                .description
                .as_deref()
                .is_some_and(|text| slug(text) == wanted)
        });
        let first = with_it.next()?;
        return with_it.next().is_none().then(|| first.clone());
    };
    let mut known = known.clone();
    known.description = description
        .filter(|text| known.speaker == Speaker::Org && !text.trim().is_empty())
        .map(str::to_owned);
    Some(known)
}

/// Finds what resembles a text, the nearest first: codes and descriptions that hold it or parts of it, or are misspelt.
#[must_use]
pub fn near(text: &str, most: usize) -> Vec<&'static Known> {
    let wanted = slug(text);
    if wanted.is_empty() {
        return Vec::new();
    }
    let parts: Vec<&str> = wanted.split('-').filter(|part| part.len() > 2).collect();
    let mut found: Vec<(usize, &Known)> = all()
        .iter()
        .filter_map(|known| Some((distance(known, &wanted, &parts)?, known)))
        .collect();
    found.sort_by_key(|(distance, _)| *distance);
    found
        .into_iter()
        .take(most)
        .map(|(_, known)| known)
        .collect()
}

/// How far away something is; nothing when it is no likely meaning.
fn distance(known: &Known, wanted: &str, parts: &[&str]) -> Option<usize> {
    let code = slug(&known.code);
    let whole = match &known.description {
        Some(description) => format!("{code}-{}", slug(description)),
        None => code.clone(),
    };
    if code == wanted || whole == wanted {
        return Some(0);
    }
    if whole.starts_with(wanted) {
        return Some(1);
    }
    if whole.contains(wanted) {
        return Some(2);
    }
    let slips = edits(&code, wanted);
    if known.description.is_none() && slips <= 1 + wanted.len() / 5 {
        return Some(3 + slips);
    }
    let missing = parts.iter().filter(|part| !whole.contains(*part)).count();
    (missing * 2 < parts.len()).then_some(20 + missing)
}

/// Counts the letters to change, add or take away between two words (Levenshtein).
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut next = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let swap = row.get(j).copied().unwrap_or(j) + usize::from(x != *y);
            let drop = row.get(j + 1).copied().unwrap_or(j) + 1;
            let add = next.last().copied().unwrap_or(j) + 1;
            next.push(swap.min(drop).min(add));
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_listed_is_explained_in_three_parts_without_an_open_placeholder() {
        let general = Problem::new(ProblemKind::Refused, "never_heard_of").explain();
        for known in all() {
            let explained = known.explain();
            assert_ne!(explained.cause, general.cause, "{known:?}");
            for part in [explained.what, explained.cause, explained.next] {
                let open = part.contains("{ $") || part.contains("{$");
                assert!(!part.is_empty() && !open, "{known:?}: {part}");
                assert!(!part.starts_with("org-") && !part.starts_with("error-"));
            }
        }
    }

    #[test]
    fn no_explanation_shows_a_placeholder() {
        for known in all() {
            let it = known.explain();
            for text in [&it.what, &it.cause, &it.next] {
                assert!(!text.contains(['<', '{', '$']), "{}: {text}", known.code);
            }
        }
        let tls = in_general("{$host} answered, see {$unheard_of}. {$host} is down".to_owned());
        assert_eq!(tls, "The host answered, see …. The host is down");
    }

    #[test]
    fn a_description_is_told_apart_from_the_code_alone() {
        for (code, descriptions) in OF_THE_ORG {
            let alone = find(code, None).expect("is known").explain();
            for description in *descriptions {
                let narrowed = find(code, Some(description)).expect("is known").explain();
                assert_ne!(narrowed, alone, "{code}: {description}");
            }
        }
    }

    #[test]
    fn spelling_and_case_do_not_matter() {
        let found = |text| find(text, None).map(|known| known.code);
        assert_eq!(found("Invalid-Grant").as_deref(), Some("invalid_grant"));
        assert_eq!(
            found("oauth_app_blocked").as_deref(),
            Some("OAUTH_APP_BLOCKED")
        );
        assert_eq!(found("port_taken").as_deref(), Some("port_taken"));
        assert_eq!(
            found("expired access/refresh token").as_deref(),
            Some("invalid_grant")
        );
        assert_eq!(found("kind-refused"), None);
        assert_eq!(found(""), None);
    }

    #[test]
    fn what_is_misspelt_or_half_known_finds_its_neighbours() {
        let first = |text| near(text, 5).first().map(|known| known.code.clone());
        assert_eq!(first("invalid_gant").as_deref(), Some("invalid_grant"));
        assert_eq!(
            first("redirect_uri").as_deref(),
            Some("redirect_uri_mismatch")
        );
        assert_eq!(first("ip restricted").as_deref(), Some("invalid_grant"));
        assert_eq!(
            first("approved this consumer").as_deref(),
            Some("invalid_grant")
        );
        assert!(near("", 5).is_empty());
        assert!(near("xylophone quartz", 5).is_empty());
        assert_eq!(near("invalid", 5).len(), 5);
    }
}
