//! The main job with real pieces: the engine against the demo org over sockets.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod activity;
mod approvals;
pub mod bench;
mod browsers;
mod demo;
mod inspect;
mod many;
mod policies;
mod ports;

use serde_json::{Value, json};
use valet_key::app::effect::{Effect, IdentityRule, LoginOptions, WhichToken};
use valet_key::app::event::{Event, RevokeProof, RevokeResult};
use valet_key::engine::clock;
use valet_key::engine::vault_key::Access;
use valet_key::model::problem::ProblemKind;
use valet_key::model::secret::Secret;
use valet_key::model::session::{SessionState, Standing};
use valet_key::model::time::UnixTime;
use valet_key::model::token::{ExpirySource, IdTokenVerdict, SignatureVerdict};
use valet_key::protocol::io::Prompt;

use bench::{Bench, CLIENT_SECRET, Org, PUBLIC, Person, ROTATING, SECRET, fault};

const TOKEN: &str = "/services/oauth2/token";
const ADMIN: &str = "admin@demo.example";
const STANDARD: &str = "standard@demo.example";

#[test]
fn log_in_look_refresh_and_revoke() {
    let org = Org::start();
    let mut bench = Bench::start();
    let profile = org.profile("main-job", SECRET);
    bench.save(&profile, Some(CLIENT_SECRET));

    let (session, replaced) = bench.log_in(&profile, ADMIN);
    assert!(!replaced);
    assert_eq!(session.username(), Some(ADMIN));
    assert!(session.has_refresh_token);
    assert_eq!(session.signature, SignatureVerdict::Valid);
    assert_eq!(session.id_token, IdTokenVerdict::Valid);
    assert_eq!(
        session.expiry.map(|expiry| expiry.source),
        Some(ExpirySource::Introspection)
    );

    let (refreshed, rotated) = bench.refresh(&session.session_id).unwrap();
    assert!(!rotated);
    assert_ne!(
        refreshed.access_token_fingerprint,
        session.access_token_fingerprint
    );
    assert_eq!(
        refreshed.refresh_token_fingerprint,
        session.refresh_token_fingerprint
    );

    let run_id = bench.run_id();
    bench.send(Effect::Revoke {
        run_id: run_id.clone(),
        session_id: session.session_id.clone(),
    });
    let Ok(Event::Revoked {
        session: revoked,
        revocation,
        problem,
        ..
    }) = bench.end_of(&run_id)
    else {
        panic!("not revoked");
    };
    assert_eq!(problem, None);
    assert_eq!(
        revocation.tokens.first(),
        Some(&(WhichToken::Refresh, RevokeResult::Revoked))
    );
    assert_eq!(revocation.proof, Some(RevokeProof::Introspection));
    assert_eq!(revoked.standing, Standing::Revoked);
    assert_eq!(
        (org.live("access_token"), org.live("refresh_token")),
        (0, 0)
    );

    // Nothing is left to refresh with, and nothing to give out.
    let after = bench.refresh(&session.session_id).unwrap_err();
    assert_eq!(after.kind, ProblemKind::NeedsLogin);
}

#[test]
fn a_public_app_without_a_secret_logs_in_with_pkce() {
    let org = Org::start();
    let mut bench = Bench::start();
    let profile = org.profile("public", PUBLIC);
    bench.save(&profile, None);
    let (session, _) = bench.log_in(&profile, STANDARD);
    assert_eq!(session.username(), Some(STANDARD));
    assert_eq!(session.signature, SignatureVerdict::NotCheckable);
    assert_eq!(session.expiry, None, "nobody may ask, so nobody knows");
    let token = bench.take_token(&session.session_id).unwrap();
    assert!(token.starts_with("00D"));
}

#[test]
fn the_same_user_replaces_and_another_user_adds() {
    let org = Org::start();
    let mut bench = Bench::start();
    let profile = org.profile("users", PUBLIC);
    bench.save(&profile, None);
    let (first, _) = bench.log_in(&profile, ADMIN);
    let (again, replaced) = bench.log_in(&profile, ADMIN);
    assert!(replaced);
    assert_eq!(again.session_id, first.session_id);
    assert_ne!(
        again.access_token_fingerprint,
        first.access_token_fingerprint
    );
    let (other, replaced) = bench.log_in(&profile, STANDARD);
    assert!(!replaced);
    assert_ne!(other.session_id, first.session_id);
}

#[test]
fn somebody_else_is_held_and_revoked_on_no() {
    let org = Org::start();
    let mut bench = Bench::start();
    let profile = org.profile("held", PUBLIC);
    bench.save(&profile, None);
    let (first, _) = bench.log_in(&profile, ADMIN);
    let live = org.live("refresh_token");

    let options = LoginOptions {
        identity: IdentityRule::SameUser(first.session_id.clone()),
        ..LoginOptions::default()
    };
    let (run_id, url) = bench.begin(&profile, options.clone());
    Person::default().log_in(&url, STANDARD);
    bench.until(|event| match event {
        Event::IdentityHeld { expected, got, .. } => {
            assert_eq!(expected.username.as_deref(), Some(ADMIN));
            assert_eq!(got.username.as_deref(), Some(STANDARD));
            Some(())
        }
        Event::LoginFinished { .. } => panic!("kept without asking"),
        _ => None,
    });
    bench.send(Effect::DecideIdentity {
        run_id: run_id.clone(),
        accept: false,
    });
    let problem = bench.end_of(&run_id).unwrap_err();
    assert_eq!(
        (problem.kind, problem.code.as_str()),
        (ProblemKind::Refused, "identity_mismatch")
    );
    assert_eq!(
        org.live("refresh_token"),
        live,
        "the held tokens are revoked"
    );

    let (run_id, url) = bench.begin(&profile, options);
    Person::default().log_in(&url, STANDARD);
    bench.until(|event| matches!(event, Event::IdentityHeld { .. }).then_some(()));
    bench.send(Effect::DecideIdentity {
        run_id: run_id.clone(),
        accept: true,
    });
    assert!(matches!(
        bench.end_of(&run_id),
        Ok(Event::LoginFinished {
            replaced: false,
            ..
        })
    ));
}

#[test]
fn a_pasted_callback_ends_the_login_and_a_wrong_one_does_not() {
    let org = Org::start();
    let mut bench = Bench::start();
    let profile = org.profile("paste", PUBLIC);
    bench.save(&profile, None);
    let (run_id, url) = bench.begin(&profile, LoginOptions::default());
    for (text, code) in [
        ("hello", "paste_unreadable"),
        (url.as_str(), "paste_login_page"),
        (
            "http://localhost:1/OauthRedirect?code=x&state=y",
            "paste_other_login",
        ),
    ] {
        bench.send(Effect::Paste {
            run_id: run_id.clone(),
            text: Secret::new(text.into()),
        });
        let problem = bench.until(|event| match event {
            Event::PasteNotRead { problem, .. } => Some(problem),
            Event::Failed { problem, .. } => panic!("{problem:?}"),
            _ => None,
        });
        assert_eq!(problem.code, code);
    }
    bench.send(Effect::Paste {
        run_id: run_id.clone(),
        text: Secret::new(
            "error=invalid_client_id&error_description=client%20identifier%20invalid".into(),
        ),
    });
    let problem = bench.end_of(&run_id).unwrap_err();
    assert_eq!(problem.code, "invalid_client_id");
    assert_eq!(
        problem.org.unwrap().error_description.as_deref(),
        Some("client identifier invalid")
    );
}

#[test]
fn denied_cancelled_and_timed_out_logins_say_so_and_free_the_port() {
    let org = Org::start();
    let mut bench = Bench::start();
    let profile = org.profile("ends", PUBLIC);
    bench.save(&profile, None);

    let (run_id, _) = bench.begin(&profile, LoginOptions::default());
    bench.send(Effect::Cancel(run_id.clone()));
    assert_eq!(
        bench.end_of(&run_id).unwrap_err().kind,
        ProblemKind::Cancelled
    );

    let (run_id, _) = bench.begin(
        &profile,
        LoginOptions {
            timeout_secs: Some(0),
            ..LoginOptions::default()
        },
    );
    assert_eq!(bench.end_of(&run_id).unwrap_err().code, "timed_out");

    let (run_id, url) = bench.begin(&profile, LoginOptions::default());
    let parsed = url::Url::parse(&url).unwrap();
    let value = |name: &str| {
        parsed
            .query_pairs()
            .find(|(known, _)| known == name)
            .unwrap()
            .1
            .into_owned()
    };
    let callback = value("redirect_uri");
    let mut person = Person::default();
    let stray = person.open(&format!("{callback}?error=access_denied"));
    assert_eq!(stray.status, 400);
    let notice = bench.until(|event| match event {
        Event::StrayCallback { notice, .. } => notice,
        Event::Failed { .. } => panic!("a stray ended the login"),
        _ => None,
    });
    assert_eq!(notice.error, "access_denied");
    let state = value("state");
    let denied = person.open(&format!("{callback}?error=access_denied&error_description=end-user+denied+authorization&state={state}"));
    assert_eq!(denied.status, 200);
    let problem = bench.end_of(&run_id).unwrap_err();
    assert_eq!(
        (problem.kind, problem.code.as_str()),
        (ProblemKind::Refused, "access_denied")
    );

    // And the port is there for the next login.
    bench.log_in(&profile, ADMIN);
}

#[test]
fn many_at_once_on_one_session_cause_one_refresh() {
    let org = Org::start();
    let mut bench = Bench::start();
    let profile = org.profile("flight", SECRET);
    bench.save(&profile, Some(CLIENT_SECRET));
    let (session, _) = bench.log_in(&profile, ADMIN);
    org.control("expire-access-tokens", &json!({}));
    let before = org.requests(TOKEN, "refresh_token");
    let run_ids: Vec<_> = (0..20).map(|_| bench.run_id()).collect();
    for run_id in &run_ids {
        bench.send(Effect::Refresh {
            run_id: run_id.clone(),
            session_id: session.session_id.clone(),
        });
    }
    let mut ended = 0;
    while ended < run_ids.len() {
        bench.until(|event| match event {
            Event::Refreshed { .. } => Some(()),
            Event::Failed { problem, .. } => panic!("{problem:?}"),
            _ => None,
        });
        ended += 1;
    }
    let refreshes = org.requests(TOKEN, "refresh_token") - before;
    // Whoever asks after the first has finished knows its token and asks anew.
    assert!(
        (1..20).contains(&refreshes),
        "{refreshes} refreshes for 20 at once"
    );
}

#[test]
fn an_expired_token_is_refreshed_once_before_it_is_given_out() {
    let org = Org::start();
    let mut bench = Bench::start();
    let profile = org.profile("token", SECRET);
    bench.save(&profile, Some(CLIENT_SECRET));
    let (session, _) = bench.log_in(&profile, ADMIN);
    let before = org.requests(TOKEN, "");
    let token = bench.take_token(&session.session_id).unwrap();
    assert_eq!(bench.take_token(&session.session_id).unwrap(), token);
    assert_eq!(
        org.requests(TOKEN, ""),
        before,
        "a token that lives costs no request"
    );

    org.control("expire-access-tokens", &json!({}));
    let run_id = bench.run_id();
    bench.send(Effect::Introspect {
        run_id: run_id.clone(),
        session_id: session.session_id.clone(),
        which: WhichToken::Access,
    });
    match bench.end_of(&run_id) {
        Ok(Event::Introspected {
            active,
            session,
            answer,
            ..
        }) => {
            assert!(!active);
            assert_eq!(answer["active"], Value::Bool(false));
            assert_eq!(session.standing, Standing::Dead);
        }
        other => panic!("{other:?}"),
    }
    assert_ne!(bench.take_token(&session.session_id).unwrap(), token);
    assert_eq!(org.requests(TOKEN, "refresh_token"), 1);
}

#[test]
fn identity_of_a_dead_token_is_asked_again_with_a_fresh_one() {
    let org = Org::start();
    let mut bench = Bench::start();
    let profile = org.profile("identity", SECRET);
    bench.save(&profile, Some(CLIENT_SECRET));
    let (session, _) = bench.log_in(&profile, ADMIN);
    org.control("expire-access-tokens", &json!({}));
    let run_id = bench.run_id();
    bench.send(Effect::FetchIdentity {
        run_id: run_id.clone(),
        session_id: session.session_id,
    });
    match bench.end_of(&run_id) {
        Ok(Event::IdentityFetched {
            answer, session, ..
        }) => {
            assert_eq!(answer["username"], ADMIN);
            assert_eq!(session.state(UnixTime::from_secs(0)), SessionState::Active);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_refresh_token_that_died_needs_a_login_and_is_not_deleted() {
    let org = Org::start();
    let mut bench = Bench::start();
    let profile = org.profile("dead", SECRET);
    bench.save(&profile, Some(CLIENT_SECRET));
    let (session, _) = bench.log_in(&profile, ADMIN);
    org.control("revoke-tokens", &json!({}));
    let problem = bench.refresh(&session.session_id).unwrap_err();
    assert_eq!(
        (problem.kind, problem.code.as_str()),
        (ProblemKind::NeedsLogin, "refresh_never_worked")
    );
    assert_eq!(problem.org.unwrap().error, "invalid_grant");
    let again = bench.refresh(&session.session_id).unwrap_err();
    assert_eq!(again.kind, ProblemKind::NeedsLogin);
    let (after, replaced) = bench.log_in(&profile, ADMIN);
    assert!(replaced);
    assert_eq!(after.standing, Standing::Live);
}

#[test]
fn rotation_keeps_the_newest_and_survives_ten_refreshes() {
    let org = Org::start();
    let mut bench = Bench::start();
    let profile = org.profile("rotate", ROTATING);
    bench.save(&profile, Some(CLIENT_SECRET));
    let (session, _) = bench.log_in(&profile, ADMIN);
    let mut seen = vec![session.refresh_token_fingerprint.clone()];
    for _ in 0..10 {
        let (session, rotated) = bench.refresh(&session.session_id).unwrap();
        assert!(rotated && session.rotates);
        assert!(!seen.contains(&session.refresh_token_fingerprint));
        seen.push(session.refresh_token_fingerprint);
    }
}

#[test]
fn a_lost_answer_is_not_repeated_and_its_end_is_explained() {
    let org = Org::start();
    let mut bench = Bench::start();
    let profile = org.profile("lost", ROTATING);
    bench.save(&profile, Some(CLIENT_SECRET));
    let (session, _) = bench.log_in(&profile, ADMIN);
    let before = org.requests(TOKEN, "refresh_token");

    org.control("set-fault", &fault("drop", TOKEN));
    let problem = bench.refresh(&session.session_id).unwrap_err();
    assert_eq!(
        (problem.kind, problem.code.as_str()),
        (ProblemKind::Network, "network_broke_off")
    );
    assert_eq!(
        org.requests(TOKEN, "refresh_token"),
        before + 1,
        "a rotating refresh is never repeated by itself"
    );
    // The access token we hold is kept, and given out as long as it lives.
    assert!(bench.take_token(&session.session_id).is_ok());

    let problem = bench.refresh(&session.session_id).unwrap_err();
    assert_eq!(
        (problem.kind, problem.code.as_str()),
        (ProblemKind::NeedsLogin, "refresh_answer_lost")
    );
    assert_eq!(problem.org.unwrap().error, "invalid_grant");
}

#[test]
fn a_lost_answer_without_rotation_costs_nothing() {
    let org = Org::start();
    let mut bench = Bench::start();
    let profile = org.profile("kept", SECRET);
    bench.save(&profile, Some(CLIENT_SECRET));
    let (session, _) = bench.log_in(&profile, ADMIN);
    org.control("set-fault", &fault("drop", TOKEN));
    assert_eq!(
        bench.refresh(&session.session_id).unwrap_err().kind,
        ProblemKind::Network
    );
    assert!(bench.refresh(&session.session_id).is_ok());
}

#[test]
fn a_dead_org_does_not_delay_the_others() {
    let mut dead = Org::start();
    let living = Org::start();
    let mut bench = Bench::start();
    let gone = dead.profile("gone", PUBLIC);
    let there = living.profile("there", PUBLIC);
    bench.save(&gone, None);
    bench.save(&there, None);
    let (gone, _) = bench.log_in(&gone, ADMIN);
    let (there, _) = bench.log_in(&there, ADMIN);
    dead.control(
        "set-fault",
        &json!({"fault": "slow", "path": TOKEN, "ms": 20_000}),
    );
    let slow = bench.run_id();
    bench.send(Effect::Refresh {
        run_id: slow.clone(),
        session_id: gone.session_id.clone(),
    });
    // Twenty seconds would be over before this test's patience; the living one must not wait for them.
    let (refreshed, _) = bench.refresh(&there.session_id).unwrap();
    assert_eq!(refreshed.standing, Standing::Live);
    dead.stop();
    assert_eq!(bench.end_of(&slow).unwrap_err().kind, ProblemKind::Network);
}

/// R69, as far as one call goes: without the org it ends, says so, and nothing is lost.
#[test]
fn a_revocation_that_cannot_be_sent_is_pending() {
    let mut org = Org::start();
    let mut bench = Bench::start();
    let profile = org.profile("pending", PUBLIC);
    bench.save(&profile, None);
    let (session, _) = bench.log_in(&profile, ADMIN);
    org.stop();
    let run_id = bench.run_id();
    bench.send(Effect::Revoke {
        run_id: run_id.clone(),
        session_id: session.session_id,
    });
    match bench.end_of(&run_id) {
        Ok(Event::Revoked {
            session,
            revocation,
            problem,
            ..
        }) => {
            assert!(session.pending_revocation);
            assert_eq!(
                revocation.tokens,
                [(WhichToken::Refresh, RevokeResult::Pending)]
            );
            assert_eq!(problem.unwrap().kind, ProblemKind::Network);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn forgetting_sends_nothing_and_says_what_lives_on() {
    let org = Org::start();
    let mut bench = Bench::start();
    let profile = org.profile("forget", PUBLIC);
    bench.save(&profile, None);
    let (session, _) = bench.log_in(&profile, ADMIN);
    let live = org.live("refresh_token");
    let run_id = bench.run_id();
    bench.send(Effect::Forget {
        run_id: run_id.clone(),
        session_id: session.session_id.clone(),
    });
    assert!(matches!(
        bench.end_of(&run_id),
        Ok(Event::Forgotten {
            still_live_on_server: true,
            ..
        })
    ));
    assert_eq!(org.live("refresh_token"), live);
    assert_eq!(
        bench.refresh(&session.session_id).unwrap_err().code,
        "session_unknown"
    );
}

#[test]
fn everything_survives_a_restart_with_a_passphrase_vault() {
    let org = Org::start();
    let mut bench = Bench::start();
    let access = Access::PassphraseFile(bench.folder.path().join("passphrase"));
    bench.engine = Bench::engine(bench.folder.path(), access.clone());
    let profile = org.profile("restart", SECRET);
    bench.save(&profile, Some(CLIENT_SECRET));
    let (session, _) = bench.log_in(&profile, ADMIN);
    bench.engine = Bench::engine(bench.folder.path(), access);
    bench.send(Effect::LoadLibrary);
    let (profiles, sessions) = bench.until(|event| match event {
        Event::LibraryLoaded {
            profiles, sessions, ..
        } => Some((profiles, sessions)),
        _ => None,
    });
    assert!(profiles.iter().all(|record| record.has_client_secret));
    assert_eq!(
        sessions.first().map(|one| one.session_id.clone()),
        Some(session.session_id.clone())
    );
    assert!(bench.refresh(&session.session_id).is_ok());
    bench.open_vault(valet_key::app::effect::VaultChoice::Keyring);
}

#[test]
fn engines_that_share_a_folder_lose_no_rotated_token() {
    let org = Org::start();
    let mut bench = Bench::start();
    let access = Access::PassphraseFile(bench.folder.path().join("passphrase"));
    bench.engine = Bench::engine(bench.folder.path(), access.clone());
    let profile = org.profile("shared", ROTATING);
    bench.save(&profile, Some(CLIENT_SECRET));
    let (session, _) = bench.log_in(&profile, ADMIN);
    let others: Vec<Bench> = (0..3)
        .map(|_| {
            let mut other = Bench::start();
            other.engine = Bench::engine(bench.folder.path(), access.clone());
            other
        })
        .collect();
    let id = session.session_id.clone();
    let threads: Vec<_> = others
        .into_iter()
        .chain([bench])
        .map(|mut bench| {
            let id = id.clone();
            std::thread::spawn(move || {
                for _ in 0..8 {
                    bench.refresh(&id).unwrap();
                }
                bench
            })
        })
        .collect();
    let mut benches: Vec<Bench> = threads
        .into_iter()
        .map(|thread| thread.join().unwrap())
        .collect();
    // One lost or doubled token would have ended the whole family.
    let (last, _) = benches[0].refresh(&id).unwrap();
    assert_eq!(last.standing, Standing::Live);
    assert_eq!(org.live("refresh_token"), 1);
}

#[test]
fn tokens_that_ended_with_a_process_need_a_login() {
    let org = Org::start();
    let mut bench = Bench::start();
    let profile = org.profile("memory", PUBLIC);
    bench.save(&profile, None);
    let (session, _) = bench.log_in(&profile, ADMIN);
    bench.engine = Bench::engine(bench.folder.path(), Access::Memory);
    bench.send(Effect::LoadLibrary);
    let sessions = bench.until(|event| match event {
        Event::LibraryLoaded { sessions, .. } => Some(sessions),
        _ => None,
    });
    assert_eq!(
        sessions.first().map(|one| one.standing),
        Some(Standing::NeedsLogin)
    );
    assert_eq!(
        bench.take_token(&session.session_id).unwrap_err().kind,
        ProblemKind::NeedsLogin
    );
}

#[test]
fn the_demo_org_inside_is_ready_to_log_in() {
    let mut bench = Bench::start();
    let run_id = bench.run_id();
    bench.send(Effect::StartDemoOrg(run_id.clone()));
    let (base_url, profile_id, org) = match bench.end_of(&run_id) {
        Ok(Event::DemoOrgStarted {
            base_url,
            profile_id,
            org,
            ..
        }) => (base_url, profile_id, org),
        other => panic!("{other:?}"),
    };
    assert!(base_url.starts_with("http://localhost:") && !org.users.is_empty());
    bench.send(Effect::LoadLibrary);
    let profile = bench.until(|event| match event {
        Event::LibraryLoaded { profiles, .. } => profiles
            .into_iter()
            .find(|record| record.profile.profile_id == profile_id),
        _ => None,
    });
    assert_eq!(profile.profile.login_url.as_str(), base_url);
    // Started again, it is the same one with the same profile.
    let run_id = bench.run_id();
    bench.send(Effect::StartDemoOrg(run_id.clone()));
    assert!(
        matches!(bench.end_of(&run_id), Ok(Event::DemoOrgStarted { profile_id: again, .. }) if again == profile_id)
    );
}

#[test]
fn a_profile_with_tokens_keeps_its_hosts() {
    let org = Org::start();
    let mut bench = Bench::start();
    let profile = org.profile("pinned", PUBLIC);
    bench.save(&profile, None);
    bench.log_in(&profile, ADMIN);
    let mut moved = profile.clone();
    moved.login_url = valet_key::model::host::LoginHost::parse("https://evil.example").unwrap();
    let run_id = bench.run_id();
    bench.send(Effect::SaveProfile {
        run_id: run_id.clone(),
        profile: Box::new(moved),
        client_secret: None,
        private_key: None,
    });
    assert_eq!(bench.end_of(&run_id).unwrap_err().code, "hosts_kept");
}

#[test]
fn a_taken_port_names_its_holder_and_the_other_callbacks() {
    let org = Org::start();
    let mut bench = Bench::start();
    let mut profile = org.profile("port", PUBLIC);
    let other = valet_key::model::client::CallbackUrl::parse("http://localhost:2/other").unwrap();
    profile.callback_urls.push(other);
    bench.save(&profile, None);
    let port = url::Url::parse(&org.callback).unwrap().port().unwrap();
    let squatter = std::net::TcpListener::bind(("127.0.0.1", port)).unwrap();
    let run_id = bench.run_id();
    bench.send(Effect::BeginLogin {
        run_id: run_id.clone(),
        profile_id: profile.profile_id.clone(),
        options: LoginOptions::default(),
    });
    let problem = bench.end_of(&run_id).unwrap_err();
    assert_eq!(
        (problem.kind, problem.code.as_str()),
        (ProblemKind::Network, "port_taken")
    );
    let explained = problem.explain();
    assert!(explained.what.contains(&port.to_string()));
    assert!(
        explained.next.contains("http://localhost:2/other"),
        "{}",
        explained.next
    );
    if cfg!(target_os = "linux") {
        assert!(
            explained.what.contains(&std::process::id().to_string()),
            "{}",
            explained.what
        );
    }

    // Without a browser it is a warning, and the answer is pasted.
    let run_id = bench.run_id();
    bench.send(Effect::BeginLogin {
        run_id: run_id.clone(),
        profile_id: profile.profile_id.clone(),
        options: LoginOptions {
            no_browser: true,
            ..LoginOptions::default()
        },
    });
    let url = bench.until(|event| match event {
        Event::LoginWaits {
            url,
            warning,
            listens_on,
            ..
        } => {
            assert_eq!(
                warning.map(|problem| problem.code).as_deref(),
                Some("port_taken")
            );
            assert_eq!(listens_on, None);
            Some(url)
        }
        Event::Failed {
            problem,
            run_id: id,
            ..
        } if id == run_id => panic!("{problem:?}"),
        _ => None,
    });
    let callback = Person::default().callback_of(&url, ADMIN);
    bench.send(Effect::Paste {
        run_id: run_id.clone(),
        text: Secret::new(callback),
    });
    assert!(matches!(
        bench.end_of(&run_id),
        Ok(Event::LoginFinished { .. })
    ));
    drop(squatter);
}

#[test]
fn a_server_whose_clock_is_off_is_told_and_expiry_is_on_ours() {
    let org = Org::start();
    let mut bench = Bench::start();
    let mut profile = org.profile("clock", SECRET);
    profile.scope = valet_key::model::scope::Scopes::parse("api id refresh_token");
    bench.save(&profile, Some(CLIENT_SECRET));
    org.control(
        "set-fault",
        &json!({"fault": "clock_skew", "path": "/*", "seconds": 86_400}),
    );
    let (run_id, url) = bench.begin(&profile, LoginOptions::default());
    Person::default().log_in(&url, ADMIN);
    let mut told = 0;
    let session = bench.until(|event| match event {
        Event::Prompted {
            prompt: Prompt::Note("clock_differs"),
            ..
        } => {
            told += 1;
            None
        }
        Event::LoginFinished {
            session,
            run_id: id,
            ..
        } if id == run_id => Some(session),
        Event::Failed { problem, .. } => panic!("{problem:?}"),
        _ => None,
    });
    assert_eq!(told, 1);
    let left = clock::now().until(session.expiry.unwrap().at).as_secs();
    assert!((7_000..7_300).contains(&left), "{left} seconds left");
}

/// Fixture tokens of one app: live at the org from the start, and kept by an installation that never logged in.
fn many_sessions(count: usize) -> (Org, Bench, Vec<valet_key::model::ids::SessionId>) {
    let org = Org::with_tokens(count);
    let mut bench = Bench::start();
    let access = Access::PassphraseFile(bench.folder.path().join("passphrase"));
    let profile = org.profile("many", SECRET);
    let ids = bench::fill(&bench, &access, &profile, count);
    bench.engine = Bench::engine(bench.folder.path(), access);
    bench.save(&profile, Some(CLIENT_SECRET));
    (org, bench, ids)
}

#[test]
fn many_sessions_refresh_at_once_within_the_bounds() {
    let count = std::env::var("VALET_KEY_MANY_SESSIONS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(60);
    let (org, mut bench, ids) = many_sessions(count);
    let began = std::time::Instant::now();
    for session_id in &ids {
        let run_id = bench.run_id();
        while bench
            .engine
            .try_send(Effect::Refresh {
                run_id: run_id.clone(),
                session_id: session_id.clone(),
            })
            .is_err()
        {
            std::thread::yield_now();
        }
    }
    for _ in &ids {
        bench.until(|event| match event {
            Event::Refreshed { .. } => Some(()),
            Event::Failed { problem, .. } => panic!("{problem:?}"),
            _ => None,
        });
    }
    println!("{count} refreshes in {:?}", began.elapsed());
    assert_eq!(org.requests(TOKEN, "refresh_token"), count);
}

#[test]
fn the_browser_of_the_profile_gets_the_address_and_nothing_else() {
    let org = Org::start();
    let mut bench = Bench::start();
    let argv = bench.folder.path().join("argv");
    let script = bench.folder.path().join("my browser");
    std::fs::write(
        &script,
        format!(
            "#!/bin/sh\nprintf '%s\\n' \"$@\" > '{}.part'\nmv '{0}.part' '{0}'\n",
            argv.display()
        ),
    )
    .unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o700)).unwrap();
    }
    let mut profile = org.profile("browser", SECRET);
    profile.browser = format!("'{}' --profile \"a b\" %s", script.display());
    bench.save(&profile, Some(CLIENT_SECRET));
    let run_id = bench.run_id();
    bench.send(Effect::BeginLogin {
        run_id: run_id.clone(),
        profile_id: profile.profile_id.clone(),
        options: LoginOptions::default(),
    });
    let url = bench.until(|event| match event {
        Event::LoginWaits { url, .. } => Some(url),
        Event::Failed { problem, .. } => panic!("{problem:?}"),
        _ => None,
    });
    let end = std::time::Instant::now() + bench::PATIENCE;
    let given = loop {
        match std::fs::read_to_string(&argv) {
            Ok(given) => break given,
            Err(_) => assert!(
                std::time::Instant::now() < end,
                "the browser was not started"
            ),
        }
        std::thread::yield_now();
    };
    assert_eq!(
        given.lines().collect::<Vec<_>>(),
        ["--profile", "a b", url.as_str()]
    );
    assert!(!given.contains(CLIENT_SECRET));
    Person::default().log_in(&url, ADMIN);
    assert!(bench.end_of(&run_id).is_ok());
}

#[test]
fn the_record_of_a_login_holds_no_secret() {
    let org = Org::start();
    let mut bench = Bench::start();
    let profile = org.profile("record", SECRET);
    bench.save(&profile, Some(CLIENT_SECRET));
    let (run_id, url) = bench.begin(&profile, LoginOptions::default());
    Person::default().log_in(&url, ADMIN);
    let mut shown = String::new();
    let session = bench.until(|event| match event {
        Event::ExchangeRecorded { exchange, .. } => {
            shown.push_str(&format!("{exchange:?}"));
            None
        }
        Event::LoginFinished {
            session,
            run_id: id,
            ..
        } if id == run_id => Some(session),
        _ => None,
    });
    let token = bench.take_token(&session.session_id).unwrap();
    assert!(
        shown.contains("authorization_code")
            && shown.contains(session.access_token_fingerprint.as_str())
    );
    assert!(!shown.contains(&token) && !shown.contains(CLIENT_SECRET));
    let activity =
        std::fs::read_to_string(bench.folder.path().join("data/activity.jsonl")).unwrap();
    assert!(
        activity.contains("\"login\"")
            && !activity.contains(&token)
            && !activity.contains(CLIENT_SECRET)
    );
}
