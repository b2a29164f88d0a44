//! The token tab.

use super::super::super::effect::{CopyWhat, WhichToken};
use super::super::super::state::State;
use super::super::{Action, Ask, Fact, TokenTab, WebRow};
use super::{card, org, time};
use crate::model::session::{Session, Standing};
use crate::model::time::UnixTime;
use crate::model::token::{ExpirySource, IdTokenVerdict, SignatureVerdict};
use crate::model::words;

/// Makes the tab.
pub(super) fn tab(state: &State, session: &Session, now: UnixTime) -> TokenTab {
    let introspection = state
        .answers
        .get(&session.session_id)
        .and_then(|answers| answers.introspection.as_ref())
        .map(|(at, which, answer)| {
            let key = match which {
                WhichToken::Access => "window-token-introspected-access",
                WhichToken::Refresh => "window-token-introspected-refresh",
            };
            let ago = time::ago(*at, now);
            (words::with(key, &[("ago", &ago)]), org::tree(answer))
        });
    TokenTab {
        session_id: session.session_id.clone(),
        secrets: card::secrets(state, session, now),
        life: card::life(state, session, now),
        groups: vec![
            (
                words::text("window-token-group-access"),
                access(state, session, now),
            ),
            (
                words::text("window-token-group-refresh"),
                refresh(state, session, now),
            ),
            (
                words::text("window-token-group-checks"),
                checks(state, session, now),
            ),
        ],
        web: web(session),
        scopes: card::scopes(session),
        introspection,
        actions: actions(session),
    }
}

/// What each web session opens, and a way to copy its secret: no text of it is here.
fn web(session: &Session) -> Vec<WebRow> {
    let reason =
        (session.standing == Standing::Revoked).then(|| words::text("window-reason-revoked"));
    let rows = session.web_sessions.iter().map(|one| {
        let key = format!("window-web-{}", one.kind.as_str());
        let copy = Ask::Copy {
            session_id: session.session_id.clone(),
            what: CopyWhat::Web(one.kind),
        };
        let label = words::text(&key);
        WebRow {
            opens: words::text(&format!("{key}-opens")),
            domain: one.domain.clone().unwrap_or_default(),
            copy: Action {
                label: words::with("window-copy-named", &[("name", &label)]),
                ..Action::new("window-copy-named", copy).unless(reason.clone())
            },
            label,
        }
    });
    rows.collect()
}

fn actions(session: &Session) -> Vec<Action> {
    let ask = |which| Ask::Introspect {
        session_id: session.session_id.clone(),
        which,
    };
    let none = (!session.has_refresh_token).then(|| words::text("window-reason-no-refresh-token"));
    vec![
        Action::new("window-action-introspect-access", ask(WhichToken::Access)),
        Action::new("window-action-introspect-refresh", ask(WhichToken::Refresh)).unless(none),
    ]
}

fn access(state: &State, session: &Session, now: UnixTime) -> Vec<Fact> {
    let mut facts = vec![
        Fact::words("window-fact-type", session.token_type.clone()),
        Fact::words("window-fact-format", card::format(session.token_format)),
        Fact::code(
            "window-fact-fingerprint",
            card::fingerprint(&session.access_token_fingerprint),
        ),
        Fact::words(
            "window-fact-issued",
            time::exact(state, session.issued_at, now),
        ),
    ];
    match session.expiry {
        Some(expiry) => {
            let source = match expiry.source {
                ExpirySource::Introspection => "window-source-introspection",
                ExpirySource::Jwt => "window-source-jwt",
                ExpirySource::ExpiresIn => "window-source-expires-in",
            };
            facts.push(Fact::words(
                "window-fact-expires",
                time::exact(state, expiry.at, now),
            ));
            facts.push(Fact::words("window-fact-told-by", words::text(source)));
        }
        None => facts.push(Fact::unknown("window-fact-expires", "window-hint-expires")),
    }
    facts.push(Fact::code_or(
        "window-fact-instance",
        session.instance_url.as_deref(),
        "window-hint-instance",
    ));
    facts
}

fn refresh(state: &State, session: &Session, now: UnixTime) -> Vec<Fact> {
    let kept = if session.has_refresh_token {
        "window-fact-kept"
    } else {
        "window-fact-none"
    };
    let mut facts = vec![Fact::words("window-fact-refresh-token", words::text(kept))];
    if let Some(fingerprint) = &session.refresh_token_fingerprint {
        facts.push(Fact::code(
            "window-fact-fingerprint",
            card::fingerprint(fingerprint),
        ));
    }
    if session.has_refresh_token {
        let rotates = if session.rotates {
            "window-fact-rotates-yes"
        } else {
            "window-fact-rotates-unseen"
        };
        facts.push(Fact::words("window-fact-rotation", words::text(rotates)));
    }
    facts.push(match session.last_refresh_at {
        Some(at) => Fact::words("window-fact-last-refresh", time::exact(state, at, now)),
        None => Fact::words("window-fact-last-refresh", words::text("window-fact-never")),
    });
    facts
}

fn checks(state: &State, session: &Session, now: UnixTime) -> Vec<Fact> {
    let signature = match session.signature {
        SignatureVerdict::Valid => "window-signature-valid",
        SignatureVerdict::Invalid => "window-signature-invalid",
        SignatureVerdict::NotCheckable => "window-signature-not-checkable",
    };
    let id_token = match session.id_token {
        IdTokenVerdict::Valid => "window-id-token-valid",
        IdTokenVerdict::Invalid => "window-id-token-invalid",
        IdTokenVerdict::None => "window-id-token-none",
    };
    let mut facts = vec![
        Fact::words("window-fact-signature", words::text(signature))
            .hint(words::text("window-hint-signature")),
        Fact::words("window-fact-id-token", words::text(id_token)),
        match session.last_check_at {
            Some(at) => Fact::words("window-fact-last-check", time::exact(state, at, now)),
            None => Fact::words("window-fact-last-check", words::text("window-fact-never")),
        },
    ];
    if let Some(said) = &session.last_refusal {
        let text = match &said.error_description {
            Some(description) => format!("{}: {description}", said.error),
            None => said.error.clone(),
        };
        facts.push(Fact::code("window-fact-last-refusal", text));
    }
    facts
}
