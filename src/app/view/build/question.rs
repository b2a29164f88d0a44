//! What a run asks, and where else the answer can come from.

use super::super::super::effect::SubjectSource;
use super::super::super::state::State;
use super::super::{QuestionDialog, SubjectChoice, SubjectSources};
use super::state as states;
use crate::model::ids::RunId;
use crate::model::profile::Profile;
use crate::model::session::{Session, SessionState};
use crate::model::subject_token::SubjectType;
use crate::model::time::UnixTime;
use crate::model::token::IdTokenVerdict;
use crate::model::words;
use crate::protocol::io::Question;

/// More sessions than these are no choice; the command line takes any.
const MOST: usize = 50;

/// Makes the dialog.
pub(super) fn view(
    state: &State,
    run_id: &RunId,
    question: &Question,
    now: UnixTime,
) -> QuestionDialog {
    let (title, label, is_secret) = match question {
        Question::OneTimeCode => ("window-ask-code", "window-ask-code-label", false),
        Question::Password => ("window-ask-password", "window-ask-password-label", true),
        Question::SubjectToken => ("window-ask-subject", "window-ask-subject-label", true),
    };
    let of = state.run(run_id).map(|record| &record.run.profile_id);
    let profile = of
        .and_then(|id| state.profile(id))
        .map(|record| &*record.profile);
    let whom = profile.map_or("", |profile| profile.login_url.short());
    let is_subject = *question == Question::SubjectToken;
    QuestionDialog {
        run_id: run_id.clone(),
        title: words::text(title),
        subject: profile
            .map(|profile| profile.name.clone())
            .unwrap_or_default(),
        badge: of.map(|id| states::badge(state, id, now)),
        text: match question {
            Question::OneTimeCode => String::new(),
            Question::Password | Question::SubjectToken => {
                words::with("window-ask-goes-to", &[("host", whom)])
            }
        },
        label: words::text(label),
        is_secret,
        sources: is_subject.then(|| sources(state, profile, now)),
        confirm: words::text(match is_subject {
            true => "window-ask-exchange",
            false => "window-ask-send",
        }),
    }
}

/// The sessions that have a token of the wanted kind, those used last first.
fn sources(state: &State, profile: Option<&Profile>, now: UnixTime) -> SubjectSources {
    let kind = profile.and_then(|profile| profile.subject_token_type);
    let mut fitting: Vec<&Session> = state
        .sessions
        .values()
        .map(|session| &**session)
        .filter(|session| has(session, kind, now))
        .collect();
    fitting.sort_by_key(|session| std::cmp::Reverse((session.issued_at, &session.session_id)));
    fitting.truncate(MOST);
    let sessions: Vec<SubjectChoice> = fitting
        .into_iter()
        .map(|session| SubjectChoice {
            label: label(state, session, kind),
            source: SubjectSource::Session {
                session_id: session.session_id.clone(),
                kind,
            },
        })
        .collect();
    SubjectSources {
        none: match sessions.is_empty() {
            true => words::text("window-ask-subject-none"),
            false => String::new(),
        },
        sessions,
    }
}

fn label(state: &State, session: &Session, kind: Option<SubjectType>) -> String {
    let profile = state.profile(&session.profile_id);
    let name = profile.map_or("", |record| record.profile.name.as_str());
    let user = session.username().unwrap_or(session.session_id.as_str());
    let has_id_token = session.id_token != IdTokenVerdict::None;
    let taken = match kind {
        Some(kind) => kind.as_str(),
        None if has_id_token => "id_token",
        None => "access_token",
    };
    let token = words::text(&format!("subject-type-{}", taken.replace('_', "-")));
    words::with(
        "window-ask-subject-choice",
        &[("profile", name), ("user", user), ("token", &token)],
    )
}

/// Says whether a session has what would be sent, as far as its facts tell.
fn has(session: &Session, kind: Option<SubjectType>, now: UnixTime) -> bool {
    let state = session.state(now);
    let has_id_token = session.id_token != IdTokenVerdict::None;
    if state == SessionState::Revoked {
        return false;
    }
    let has_access = matches!(state, SessionState::Active | SessionState::ExpiresSoon);
    match kind {
        Some(SubjectType::RefreshToken) => session.has_refresh_token,
        Some(SubjectType::IdToken) => has_id_token,
        Some(SubjectType::AccessToken) => has_access,
        Some(SubjectType::Saml2) => false,
        None | Some(SubjectType::Jwt) => has_id_token || has_access,
    }
}
