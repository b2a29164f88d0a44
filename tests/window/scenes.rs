//! Every screen and state of the window: what the pictures show, and what the checks of names and secrets walk through.

use valet_key::app::chooser::Answer;
use valet_key::app::command::{ActivityFilter, ActivityKind, DemoPart};
use valet_key::app::view::{DemoStanding, Window};

use crate::sample::{flows, states};
use crate::{sample, sheets};

/// Makes what the window shows.
pub type Scene = (&'static str, fn() -> Window);

/// Returns all scenes.
pub fn all() -> Vec<Scene> {
    vec![
        ("a-library", sample::overview_window),
        ("a-list", || sample::library(None)),
        ("a-marked", || {
            sample::marked(sample::overview_window(), false)
        }),
        ("a-marked-list", || {
            sample::marked(sample::library(None), false)
        }),
        ("a-marked-busy", || {
            sample::marked(sample::overview_window(), true)
        }),
        ("a-no-match", sample::no_match),
        ("a-long", || states::long_names(true)),
        ("a-long-list", || states::long_names(false)),
        ("a-never", states::never_logged_in),
        ("a-blocked", states::blocked),
        ("a-secrets-locked", states::secrets_locked),
        ("a-contradiction", states::contradiction),
        ("a-no-attention", states::no_attention),
        ("a-scaled", || sample::scaled(sample::library(None))),
        ("a-scaled-125", || states::at_scale(1.25)),
        ("a-scaled-150", || states::at_scale(1.5)),
        ("a-toast", || sample::with_toast(sample::overview_window())),
        ("a-toasts", states::toasts),
        ("b-run", || sample::run_window(false, true)),
        ("b-run-plain", || sample::run_window(false, false)),
        ("b-run-code", states::run_for_code),
        ("b-run-finished", states::run_finished),
        ("b-run-insecure", sample::run_insecure),
        ("b-run-exchange", sample::odd_logins::run_refused),
        ("b-wait", sample::waiting),
        ("b-wait-code", sample::waiting_for_code),
        ("b-flow-web-server", || flows::run("web_server")),
        ("b-flow-device", || flows::run("device")),
        ("b-flow-server", || flows::run("client_credentials")),
        ("b-flow-jwt", || flows::run("jwt_bearer")),
        ("b-flow-sso", || flows::run("native_sso")),
        ("b-flow-agent", || flows::run("user_agent")),
        ("b-flow-hybrid", || flows::run("hybrid_web_server")),
        ("b-no-network", flows::no_network),
        ("b-demo-expired", flows::demo_expired),
        ("b-five-logins", flows::five_logins),
        ("c-flow-web-server", || flows::form("web_server")),
        ("c-flow-device", || flows::form("device")),
        ("c-flow-server", || flows::form("client_credentials")),
        ("c-flow-jwt", || flows::form("jwt_bearer")),
        ("c-flow-sso", || flows::form("native_sso")),
        ("c-flow-password", || flows::form("username_password")),
        ("c-flow-agent", || flows::form("user_agent")),
        ("b-wait-failed", sample::failed::waiting_in_vain),
        ("c-flow-exchange", || flows::form("token_exchange")),
        ("c-form", sample::form),
        ("c-form-advanced", sample::form_advanced),
        ("c-form-device", || states::form_of("device")),
        ("c-form-server", || states::form_of("client_credentials")),
        ("c-form-browser", states::form_custom_browser),
        ("c-form-key", sample::form_key),
        ("c-form-key-none", || sample::form_key_none(false)),
        ("c-form-key-locked", || sample::form_key_none(true)),
        ("c-form-exchange", sample::odd_logins::form_exchange),
        ("c-form-password", sample::odd_logins::form_password),
        ("c-chooser", || sample::chooser::after(&[])),
        ("c-chooser-second", || {
            sample::chooser::after(&[Answer::Start(1)])
        }),
        ("c-chooser-answer", || {
            sample::chooser::after(&[Answer::Start(0), Answer::Case(0)])
        }),
        ("c-chooser-not-here", || {
            sample::chooser::after(&[Answer::Start(2), Answer::Case(3)])
        }),
        ("c-unsaved", || {
            sample::with_dialog(sample::form(), sample::unsaved(None))
        }),
        ("m-identity", || {
            sample::with_dialog(sample::overview_window(), sample::somebody_else())
        }),
        ("d-sessions", sample::sessions),
        ("d-token", sample::token),
        ("d-token-hybrid", sample::token_hybrid),
        ("d-identity", sample::identity),
        ("d-inspector", sample::inspector::inspector),
        ("d-inspector-empty", sample::inspector::inspector_empty),
        ("d-inspector-jwt", sample::inspector::inspector_jwt),
        ("d-inspector-tree", sample::inspector::inspector_tree),
        ("d-inspector-busy", sample::inspector::inspector_busy),
        ("d-inspector-dead", sample::inspector::inspector_dead),
        ("d-inspector-answer", sample::inspector::inspector_answer),
        ("d-inspector-refusal", sample::inspector::inspector_refusal),
        (
            "d-inspector-compared",
            sample::inspector::inspector_compared,
        ),
        ("e-confirm", || {
            sample::with_dialog(sample::overview_window(), sample::confirm(true))
        }),
        ("e-confirm-small", || {
            sample::with_dialog(sample::overview_window(), sample::confirm(false))
        }),
        ("e-password", sample::odd_logins::asks_leave),
        ("m-exchange", sample::odd_logins::asks_subject),
        ("b-flow-password", || flows::run("username_password")),
        ("b-flow-exchange", || flows::run("token_exchange")),
        ("f-first-run", sample::first_run),
        ("h-error", || sample::run_window(true, false)),
        ("h-overview", sample::overview_with_error),
        ("h-checkup", sample::overview_with_findings),
        ("h-dialog", || {
            let dialog = valet_key::app::view::Dialog::Problem(sample::error());
            sample::with_dialog(sample::overview_window(), dialog)
        }),
        ("m-doctor", || sample::doctor(false)),
        ("m-doctor-busy", || sample::doctor(true)),
        (
            "m-activity",
            || sample::activity(&ActivityFilter::default()),
        ),
        ("m-activity-filtered", || {
            sample::activity(&ActivityFilter {
                kind: Some(ActivityKind::Logins),
                ..ActivityFilter::default()
            })
        }),
        ("m-activity-empty", || {
            sample::activity(&ActivityFilter {
                text: "nothing".to_owned(),
                ..ActivityFilter::default()
            })
        }),
        ("i-settings", sample::settings),
        ("i-settings-wrong", sample::settings_wrong),
        ("i-vault-change", || {
            sample::with_dialog(sample::settings(), sample::vault_change(true))
        }),
        ("j-locked", || sample::locked(false)),
        ("j-passphrase", || sample::locked(true)),
        ("j-locked-failed", sample::failed::locked_in_vain),
        ("j-unlock", sample::failed::asks_passphrase),
        ("j-keyring-denied", sample::failed::keyring_says_no),
        ("i-vault-change-failed", sample::failed::change_in_vain),
        ("k-demo-org", sample::demo_org),
        ("k-demo-off", || sample::demo_resting(DemoStanding::Off)),
        ("k-demo-starting", || {
            sample::demo_resting(DemoStanding::Starting)
        }),
        ("k-demo-failed", sample::demo_failed),
        ("k-demo-users", || sample::demo_part(DemoPart::Users)),
        ("k-demo-apps", || sample::demo_part(DemoPart::Apps)),
        ("k-demo-policies", || sample::demo_part(DemoPart::Policies)),
        ("k-demo-tokens", || sample::demo_part(DemoPart::Tokens)),
        ("k-demo-faults", || sample::demo_part(DemoPart::Faults)),
        ("k-demo-requests", sample::demo_many),
        ("l-about", sample::about),
        ("g-palette", sheets::palette),
        ("g-palette-empty", sheets::nothing_found),
        ("g-shortcuts", sheets::shortcuts),
        ("g-explain", sheets::explain),
        ("g-explain-one", sheets::explained),
    ]
}
