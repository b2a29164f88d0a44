//! What a command keeps of an event that ends a run: the driver applies the event itself.

use super::house::Ended;
use crate::app::event::Event;
use crate::model::ids::RunId;

/// Returns the run that an event ends, and how; nothing for events in the middle of a run.
pub fn final_event(event: &Event) -> Option<(RunId, Ended)> {
    if let Event::Failed {
        run_id, problem, ..
    } = event
    {
        return Some((run_id.clone(), Ended::Failed(problem.clone())));
    }
    let copy = of_library(event).or_else(|| of_session(event))?;
    let run_id = copy.run_id()?.clone();
    Some((run_id, Ended::Done(copy)))
}

fn of_library(event: &Event) -> Option<Event> {
    Some(match event {
        Event::ProfilesSaved { run_id, saved } => Event::ProfilesSaved {
            run_id: run_id.clone(),
            saved: saved.clone(),
        },
        Event::ProfileSaved { run_id, record } => Event::ProfileSaved {
            run_id: run_id.clone(),
            record: record.clone(),
        },
        Event::ProfileDeleted { run_id, profile_id } => Event::ProfileDeleted {
            run_id: run_id.clone(),
            profile_id: profile_id.clone(),
        },
        Event::ImportRead {
            run_id,
            path,
            profiles,
        } => Event::ImportRead {
            run_id: run_id.clone(),
            path: path.clone(),
            profiles: profiles.clone(),
        },
        Event::Diagnosed { run_id, checks } => Event::Diagnosed {
            run_id: run_id.clone(),
            checks: checks.clone(),
        },
        _ => return None,
    })
}

fn of_session(event: &Event) -> Option<Event> {
    Some(match event {
        Event::LoginFinished {
            run_id,
            session,
            replaced,
        } => Event::LoginFinished {
            run_id: run_id.clone(),
            session: session.clone(),
            replaced: *replaced,
        },
        Event::Refreshed {
            run_id,
            session,
            rotated,
        } => Event::Refreshed {
            run_id: run_id.clone(),
            session: session.clone(),
            rotated: *rotated,
        },
        Event::Revoked {
            run_id,
            session,
            revocation,
            problem,
        } => Event::Revoked {
            run_id: run_id.clone(),
            session: session.clone(),
            revocation: revocation.clone(),
            problem: problem.clone(),
        },
        Event::Forgotten {
            run_id,
            session_id,
            profile_id,
            still_live_on_server,
        } => Event::Forgotten {
            run_id: run_id.clone(),
            session_id: session_id.clone(),
            profile_id: profile_id.clone(),
            still_live_on_server: *still_live_on_server,
        },
        Event::Introspected {
            run_id,
            session,
            active,
            answer,
            own,
        } => Event::Introspected {
            run_id: run_id.clone(),
            session: session.clone(),
            active: *active,
            answer: answer.clone(),
            own: own.clone(),
        },
        Event::IdentityFetched {
            run_id,
            session,
            source,
            answer,
        } => Event::IdentityFetched {
            run_id: run_id.clone(),
            session: session.clone(),
            source: *source,
            answer: answer.clone(),
        },
        Event::TextIntrospected {
            run_id,
            profile_id,
            active,
            answer,
        } => Event::TextIntrospected {
            run_id: run_id.clone(),
            profile_id: profile_id.clone(),
            active: *active,
            answer: answer.clone(),
        },
        Event::OrgOpened {
            run_id,
            session_id,
            to,
        } => Event::OrgOpened {
            run_id: run_id.clone(),
            session_id: session_id.clone(),
            to: *to,
        },
        Event::LogoutShown(page) => Event::LogoutShown(page.clone()),
        Event::TokenTaken {
            run_id,
            session,
            access_token,
        } => Event::TokenTaken {
            run_id: run_id.clone(),
            session: session.clone(),
            access_token: access_token.clone(),
        },
        _ => return None,
    })
}
