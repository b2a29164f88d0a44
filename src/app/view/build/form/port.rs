//! The port doctor of the form: can a login listen at the first callback, and if not, what instead.

use super::super::super::super::state::Form;
use super::super::super::{PortMove, PortView, Tone};
use crate::model::client::{CallbackUrl, CallbackWay};
use crate::model::port::{Holder, PortStanding};
use crate::model::words;

/// Makes the line or card below the callbacks; `None`: nothing is known, or the field is being typed into.
pub(super) fn view(form: &Form) -> Option<PortView> {
    let callbacks: Vec<CallbackUrl> = form
        .draft
        .callback_urls
        .lines()
        .filter_map(|line| CallbackUrl::parse(line.trim()).ok())
        .collect();
    let first = callbacks.first()?;
    let CallbackWay::Loopback { port, .. } = first.way() else {
        return Some(PortView {
            tone: Tone::Info,
            text: words::text("window-port-pasted"),
            note: String::new(),
            moves: Vec::new(),
        });
    };
    let standing = standing(form, first)?;
    let shown = port.to_string();
    let values = [("port", shown.as_str())];
    let (tone, text) = match standing {
        PortStanding::Free => (Tone::Success, words::with("window-port-free", &values)),
        PortStanding::Ours => (Tone::Info, words::with("window-port-ours", &values)),
        PortStanding::Denied => (Tone::Warn, words::with("window-port-denied", &values)),
        PortStanding::Unavailable => (Tone::Warn, words::with("window-port-unavailable", &values)),
        PortStanding::Taken { holder: None, .. } => {
            (Tone::Warn, words::with("window-port-taken", &values))
        }
        PortStanding::Taken {
            holder: Some(Holder { name, process }),
            ..
        } => {
            let process = process.to_string();
            let values = [
                ("port", shown.as_str()),
                ("name", name),
                ("process", &process),
            ];
            (Tone::Warn, words::with("window-port-taken-by", &values))
        }
    };
    let is_blocked = tone == Tone::Warn;
    Some(PortView {
        tone,
        text,
        note: if is_blocked {
            words::text("window-port-note")
        } else {
            String::new()
        },
        moves: if is_blocked {
            moves(form, &callbacks, standing)
        } else {
            Vec::new()
        },
    })
}

fn standing<'a>(form: &'a Form, callback: &CallbackUrl) -> Option<&'a PortStanding> {
    let seen = form.ports.iter().find(|(seen, _)| seen == callback);
    seen.map(|(_, standing)| standing)
}

/// Other callbacks of the profile first; a new one only with the words that Setup must know it (decision 14).
fn moves(
    form: &Form,
    callbacks: &[CallbackUrl],
    standing_of_first: &PortStanding,
) -> Vec<PortMove> {
    let text = |first: &str, rest: &[CallbackUrl]| {
        let rest = rest
            .iter()
            .map(CallbackUrl::as_str)
            .filter(|one| *one != first);
        std::iter::once(first)
            .chain(rest)
            .collect::<Vec<_>>()
            .join("\n")
    };
    let mut moves: Vec<PortMove> = callbacks
        .iter()
        .skip(1)
        .filter(|other| standing(form, other) == Some(&PortStanding::Free))
        .filter_map(|other| match other.way() {
            CallbackWay::Loopback { port, .. } => {
                let port = port.to_string();
                Some(PortMove {
                    label: words::with("window-port-use", &[("port", &port)]),
                    hint: words::with("window-port-use-hint", &[("callback", other.as_str())]),
                    callback_urls: text(other.as_str(), callbacks),
                })
            }
            CallbackWay::Paste => None,
        })
        .collect();
    if let PortStanding::Taken {
        free_near: Some(near),
        ..
    } = standing_of_first
        && moves.is_empty()
        && let Some(added) = callbacks.first().and_then(|first| at_port(first, *near))
    {
        moves.push(PortMove {
            label: words::with("window-port-add", &[("port", &near.to_string())]),
            hint: words::with("window-port-add-hint", &[("callback", &added)]),
            callback_urls: text(&added, callbacks),
        });
    }
    moves
}

fn at_port(callback: &CallbackUrl, port: u16) -> Option<String> {
    let CallbackWay::Loopback { port: old, .. } = callback.way() else {
        return None;
    };
    let other = callback
        .as_str()
        .replacen(&format!(":{old}"), &format!(":{port}"), 1);
    CallbackUrl::parse(&other).is_ok().then_some(other)
}
