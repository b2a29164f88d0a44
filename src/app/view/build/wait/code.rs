//! The waiting card of a device flow: a code, where to enter it, and whom to trust (R37).

use super::super::super::super::state::RunRecord;
use super::super::super::{Action, Ask, CodeView, Look, WaitCard};
use super::super::time;
use super::{cancel, working_card};
use crate::model::time::UnixTime;
use crate::model::words;
use crate::protocol::io::Prompt;

/// Letters in a group of the code.
const GROUP: usize = 4;

/// Makes the card, once the run has a code to show.
pub(super) fn card(record: &RunRecord, now: UnixTime) -> Option<WaitCard> {
    let (user_code, at, until) = record
        .prompts
        .iter()
        .rev()
        .find_map(|prompt| match prompt {
            Prompt::EnterUserCode {
                user_code,
                at,
                until,
            } => Some((user_code, at, *until)),
            Prompt::Note(_) => None,
        })?;
    let since = record.run.began_at;
    let (passed, all) = (since.until(now), since.until(until));
    let (elapsed, limit) = (time::stopwatch(passed), time::stopwatch(all));
    let mut link = at.clone();
    link.query_pairs_mut().append_pair("user_code", user_code);
    let open = Action::new("window-wait-code-open", Ask::OpenUrl(link.to_string()));
    Some(WaitCard {
        title: words::text("window-wait-code"),
        elapsed: words::with(
            "window-wait-elapsed",
            &[("elapsed", &elapsed), ("limit", &limit)],
        ),
        part: (passed.as_secs_f32() / all.as_secs_f32().max(1.0)).min(1.0),
        actions: vec![open, cancel(record)],
        code: Some(CodeView {
            shown: grouped(user_code),
            host: at.host_str().unwrap_or_default().to_owned(),
            place: at.to_string(),
            link: link.to_string(),
            warning: words::text("flow-warning-device-phishing"),
            copy: Action::new("window-wait-code-copy", Ask::CopyText(user_code.clone()))
                .look(Look::Ghost),
        }),
        ..working_card(record, now)
    })
}

/// Groups a code for the eye; what is copied has no hyphen (decision 35).
fn grouped(user_code: &str) -> String {
    let letters: Vec<char> = user_code.chars().collect();
    if letters.len() < 2 * GROUP || !letters.len().is_multiple_of(GROUP) || letters.contains(&'-') {
        return user_code.to_owned();
    }
    let groups: Vec<String> = letters
        .chunks(GROUP)
        .map(|group| group.iter().collect())
        .collect();
    groups.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_grouped_where_that_helps() {
        assert_eq!(grouped("7K3PQ0ZD"), "7K3P-Q0ZD");
        assert_eq!(grouped("WDJB-MJHT"), "WDJB-MJHT");
        assert_eq!(grouped("123456"), "123456");
    }
}
