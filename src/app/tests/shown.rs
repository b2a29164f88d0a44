//! View models: complete in every state, words for every key, nothing secret.

use super::*;
use crate::app::command::{LoginOptions, Screen, Tab};
use crate::app::view::{DetailBody, Place, ScopeStanding};
use crate::model::environment::Environment;

fn screens() -> [Screen; 6] {
    [
        Screen::Library,
        Screen::ProfileForm,
        Screen::DemoOrg,
        Screen::Activity,
        Screen::Settings,
        Screen::About,
    ]
}

fn tabs() -> [Tab; 6] {
    [
        Tab::Overview,
        Tab::Sessions,
        Tab::Token,
        Tab::Identity,
        Tab::Run,
        Tab::Settings,
    ]
}

/// A text that is a key was not in the catalogue.
fn assert_no_key(text: &str) {
    for section in [
        "window-",
        "error-",
        "field-",
        "environment-",
        "flow-",
        "org-",
        "platform-",
    ] {
        for (at, _) in text.match_indices(&format!("\"{section}")) {
            let found: String = text[at + 1..].chars().take_while(|c| *c != '"').collect();
            assert!(found.contains(' '), "{found} has no words");
        }
    }
    assert!(!text.contains("{$"), "a placeholder was not filled: {text}");
}

fn every_view(play: &mut Play) {
    for screen in screens() {
        play.command(Command::Show(screen));
        assert_no_key(&format!("{:?}", play.window()));
    }
    play.command(Command::Show(Screen::Library));
    for tab in tabs() {
        play.command(Command::ShowTab(tab));
        assert_no_key(&format!("{:?}", play.window()));
    }
    assert_no_key(&format!("{:?}", view::rows(&play.state, 0..99, play.now)));
}

#[test]
fn every_text_of_every_screen_and_state_is_in_the_catalogue() {
    let standings = [
        Standing::Live,
        Standing::Dead,
        Standing::Revoked,
        Standing::NeedsLogin,
        Standing::Blocked,
        Standing::Unreachable,
        Standing::Failed,
    ];
    let mut play = Play::with(&[("a", PRODUCTION), ("b", SANDBOX)], Vec::new());
    play.command(Command::Select(Some(pid("a"))));
    every_view(&mut play);
    for standing in standings {
        for has_refresh_token in [true, false] {
            let changed = Session {
                standing,
                has_refresh_token,
                pending_revocation: standing == Standing::Live,
                possibly_stale: true,
                ..expires(session("s", "a"), "2026-11-22T10:16:00Z")
            };
            play.event(Event::SessionChanged(Box::new(changed)));
            every_view(&mut play);
        }
    }
    for standing in [
        VaultStanding::Unknown,
        VaultStanding::NotMade(VaultKind::Keyring),
        VaultStanding::NotMade(VaultKind::Passphrase),
        VaultStanding::NeedsChoice,
        VaultStanding::Locked(VaultKind::Keyring),
        VaultStanding::Locked(VaultKind::Passphrase),
        VaultStanding::WaitingForKeyring,
        VaultStanding::KeyMissing { has_recovery: true },
        VaultStanding::KeyMissing {
            has_recovery: false,
        },
        VaultStanding::Broken(Box::new(Problem::new(ProblemKind::Failed, "engine_full"))),
    ] {
        play.event(Event::VaultStands(standing));
        play.command(Command::Unlock);
        assert_no_key(&format!("{:?}", play.window()));
        play.command(Command::Dismiss);
        play.command(Command::Lock);
        assert_no_key(&format!("{:?}", play.window()));
        play.command(Command::OpenVault(crate::app::command::VaultChoice::Memory));
        play.event(Event::VaultStands(VaultStanding::Open(VaultKind::Memory)));
    }
    play.command(Command::NewProfile);
    play.command(Command::SaveProfile {
        client_secret: crate::model::secret::SecretDraft::new(),
        then_log_in: false,
    });
    assert_no_key(&format!("{:?}", play.window()));
    for command in [
        Command::DeleteProfile(pid("a")),
        Command::Forget(vec![sid("s")]),
        Command::Revoke(vec![sid("s")]),
    ] {
        play.command(command);
        assert_no_key(&format!("{:?}", play.window()));
    }
}

#[test]
fn the_overview_is_that_of_the_picture() {
    let told = Session {
        environment_verified: Some((
            Environment::Production,
            UnixTime::from_rfc3339("2026-11-22T10:10:00Z").unwrap(),
        )),
        last_check_at: Some(UnixTime::from_rfc3339("2026-11-22T10:10:00Z").unwrap()),
        ..expires(session("s", "a"), "2026-11-22T10:53:00Z")
    };
    let mut play = Play::with(&[("a", PRODUCTION)], vec![told]);
    play.command(Command::Select(Some(pid("a"))));
    let Place::Library {
        detail: Some(detail),
        ..
    } = play.window().place
    else {
        panic!("the library is shown");
    };
    assert_eq!(detail.head.badge.label, "Production");
    assert!(detail.head.badge.verified);
    assert_eq!(detail.head.primary.label, "Open org");
    assert_eq!(detail.head.secondary[0].label, "Refresh");
    let DetailBody::Overview(overview) = detail.body else {
        panic!("the overview is shown");
    };
    let card = overview.session.unwrap();
    let life = card.life.unwrap();
    assert_eq!(life.text, "Expires in 41 min");
    assert_eq!(life.told, "10:53, told by introspection");
    assert!((life.left - 41.0 / 53.0).abs() < 0.01);
    let missing: Vec<&str> = card
        .scopes
        .iter()
        .filter(|chip| chip.standing == ScopeStanding::NotGranted)
        .map(|chip| chip.name.as_str())
        .collect();
    assert_eq!(missing, ["visualforce"]);
    assert_eq!(card.facts[2].value, "2 min ago");
}

#[test]
fn a_badge_is_filled_for_thirty_days_after_the_org_said_so() {
    let mut play = Play::with(&[("a", PRODUCTION)], Vec::new());
    let told = Session {
        environment_verified: Some((Environment::Production, play.now)),
        ..session("s", "a")
    };
    play.event(Event::SessionChanged(Box::new(told)));
    let label = |play: &Play| {
        view::rows(&play.state, 0..1, play.now)[0]
            .badge
            .label
            .clone()
    };
    play.pass(29 * 24 * 3600);
    assert_eq!(label(&play), "Production");
    play.pass(2 * 24 * 3600);
    assert_eq!(label(&play), "Production?");
}

#[test]
fn the_title_of_the_window_names_nobody() {
    let mut play = Play::with(&[("a", PRODUCTION)], vec![session("s", "a")]);
    play.command(Command::Select(Some(pid("a"))));
    assert_eq!(play.window().title, "Valet Key");
}

#[test]
fn an_idle_window_without_a_session_is_never_out_of_date() {
    let mut play = Play::empty();
    play.load(vec![record("a", SANDBOX)], Vec::new());
    assert_eq!(play.window().stale_in_ms, None);
    play.command(Command::LogIn {
        profile_id: pid("a"),
        options: LoginOptions::default(),
    });
    assert!(play.window().stale_in_ms.unwrap() <= 1_000);
}

/// The codes of `interactive.md` 11.2, and `machine-and-admin.md` 0.5 with its descriptions.
const CODES: &[(&str, &str)] = &[
    ("access_denied", "end-user denied authorization"),
    ("OAUTH_APP_BLOCKED", "this app is blocked by admin"),
    ("app_blocked", ""),
    (
        "OAUTH_APP_ACCESS_DENIED",
        "user is not admin approved to access this app",
    ),
    (
        "invalid_app_access",
        "user is not admin approved to access this app",
    ),
    (
        "OAUTH_APPROVAL_ERROR_GENERIC",
        "An unexpected error has occured during authentication.",
    ),
    (
        "OAUTH_EC_APP_NOT_FOUND",
        "External client app is not installed in this org",
    ),
    (
        "app_not_found",
        "External client app is not installed in this org",
    ),
    ("OAUTH_AUTHORIZATION_BLOCKED", ""),
    ("invalid_client", "app must be installed into org"),
    ("invalid_client", "invalid client credentials"),
    ("invalid_client_credentials", "client secret invalid"),
    ("invalid_client_id", "client identifier invalid"),
    (
        "redirect_uri_mismatch",
        "redirect_uri must match configuration",
    ),
    ("redirect_uri_missing", "redirect_uri not provided"),
    ("invalid_request", "missing required code challenge"),
    ("invalid_request", "scope parameter not supported"),
    ("invalid_request", "token handler not found"),
    ("invalid_grant", "invalid code verifier"),
    ("invalid_grant", "unexpected code verifier"),
    ("invalid_scope", "the requested scope is not allowed"),
    (
        "unsupported_response_type",
        "response type is not supported",
    ),
    ("unsupported_grant_type", "grant type not supported"),
    ("oauth_flow_disabled", ""),
    ("invalid_grant", "expired authorization code"),
    ("invalid_grant", "invalid authorization code"),
    ("invalid_grant", "expired access/refresh token"),
    ("invalid_grant", "token request is already being processed"),
    ("invalid_grant", "authentication failure"),
    ("invalid_grant", "authentication failure - Invalid Password"),
    (
        "invalid_grant",
        "authentication failure - Failed: API security token required",
    ),
    ("invalid_grant", "user hasn't approved this consumer"),
    ("invalid_grant", "invalid assertion"),
    ("invalid_grant", "audience is invalid"),
    ("invalid_grant", "Audience validation failed"),
    ("invalid_grant", "ip restricted"),
    ("invalid_grant", "ip restricted or invalid login hours"),
    ("invalid_grant", "inactive user"),
    ("invalid_grant", "user is locked"),
    ("invalid_grant", "user must reset password"),
    ("invalid_grant", "request not supported on this domain"),
    ("invalid_grant", "no client credentials user enabled"),
    ("invalid_grant", "no valid scopes defined"),
    ("invalid_grant", "no valid scopes"),
    ("inactive_user", "user is inactive"),
    ("inactive_org", "organization is inactive"),
    ("immediate_unsuccessful", ""),
    ("rate_limit_exceeded", "login rate exceeded"),
    ("authorization_pending", ""),
    ("slow_down", ""),
    ("server_error", ""),
    ("system_down", ""),
    ("service_unavailable", ""),
    ("unknown_error", ""),
    ("unsupported_token_type", "this token type is not supported"),
    ("invalid_token", ""),
    ("invalid_session_level", ""),
    ("use_dpop_nonce", ""),
    ("invalid_dpop_proof", ""),
    ("invalid_assertion_type", ""),
    ("bad_jti_claim", ""),
    ("invalid_basic_auth_header", ""),
    ("login_error", ""),
    ("invalid_otp", ""),
    ("otp_error", ""),
    ("registration_error", ""),
    ("failed_registration", ""),
    ("exceeded_registration_limit", ""),
    ("ecapp_policy_not_found", ""),
    ("oauth_policy_not_found", ""),
    ("invalid_distribution_state", ""),
    ("installation_error", ""),
    ("fail_close_app_blocked", ""),
    ("app_attest_failed", ""),
    ("app_attest_failed_retry", ""),
    ("invalid_expid", ""),
    ("unsupported_expid", ""),
    ("Bad_OAuth_Token", ""),
    ("Missing_OAuth_Token", ""),
    ("Wrong_Org", ""),
    ("HTTPS_Required", ""),
    ("Bad_Id", ""),
    ("Inactive", ""),
    ("No_Access", ""),
    ("No_Site_Endpoint", ""),
    ("Invalid_Version", ""),
    ("Invalid_Callback", ""),
    ("Invalid_Scope", ""),
    ("Invalid_Param", ""),
    ("INVALID_SESSION_ID", "Session expired or invalid"),
    ("URL_NOT_RESET", ""),
    ("API_DISABLED_FOR_ORG", ""),
    ("REQUEST_LIMIT_EXCEEDED", ""),
];

#[test]
fn every_code_of_the_protocol_pages_is_explained_by_its_own_words() {
    for (code, description) in CODES {
        let mut problem = Problem::new(ProblemKind::Refused, code);
        problem.org = Some(crate::model::problem::OrgWords {
            status: Some(400),
            error: (*code).to_owned(),
            error_description: Some((*description).to_owned()).filter(|text| !text.is_empty()),
        });
        let explained = problem.explain();
        assert_ne!(
            explained.what,
            format!("The org said no ({code})"),
            "{code}"
        );
        for part in [&explained.what, &explained.cause, &explained.next] {
            assert!(
                !part.is_empty() && !part.starts_with("org-"),
                "{code}: {explained:?}"
            );
        }
    }
}

#[test]
fn a_description_narrows_the_cause() {
    let what = |description: &str| {
        let mut problem = Problem::new(ProblemKind::NeedsLogin, "invalid_grant");
        problem.org = Some(crate::model::problem::OrgWords {
            status: Some(400),
            error: "invalid_grant".to_owned(),
            error_description: Some(description.to_owned()),
        });
        problem.explain().what
    };
    let narrowed: std::collections::BTreeSet<String> = CODES
        .iter()
        .filter(|(code, _)| *code == "invalid_grant")
        .map(|(_, description)| what(description))
        .collect();
    let general = what("something new");
    assert!(!narrowed.contains(&general), "{general}");
    assert!(narrowed.len() > 15, "{narrowed:?}");
}
