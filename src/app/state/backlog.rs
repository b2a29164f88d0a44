//! Backlog: what begins when tasks have ended, host by host, so that a dead org delays no other.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::mem::{Discriminant, discriminant};

use super::super::effect::WhichToken;
use super::Want;
use crate::model::ids::SessionId;

/// What tells one waiting want from another.
type Key = (Discriminant<Want>, Option<SessionId>, Option<WhichToken>);

/// Wants that wait their turn, in order for each host.
#[derive(Debug, Default)]
pub(in crate::app) struct Backlog {
    by_host: BTreeMap<String, VecDeque<Want>>,
    known: HashSet<Key>,
    /// The host that was served last: the next one comes first.
    served: String,
}

fn key(want: &Want) -> Key {
    let which = match want {
        Want::Introspect { which, .. } => Some(*which),
        _ => None,
    };
    (discriminant(want), want.session_id().cloned(), which)
}

impl Backlog {
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// Adds a want at the end of its host's queue, unless it waits already.
    pub fn push(&mut self, host: String, want: Want) {
        if self.known.insert(key(&want)) {
            self.by_host.entry(host).or_default().push_back(want);
        }
    }

    /// Takes the next want of a host that has room; hosts take turns.
    pub fn take(&mut self, has_room: impl Fn(&str) -> bool) -> Option<Want> {
        let after = self.by_host.keys().filter(|host| **host > self.served);
        let before = self.by_host.keys().filter(|host| **host <= self.served);
        let host = after.chain(before).find(|host| has_room(host))?.clone();
        let queue = self.by_host.get_mut(&host)?;
        let want = queue.pop_front();
        if queue.is_empty() {
            self.by_host.remove(&host);
        }
        self.served = host;
        let want = want?;
        self.known.remove(&key(&want));
        Some(want)
    }

    /// Takes out everything that is meant.
    pub fn take_all(&mut self, is_meant: impl Fn(&Want) -> bool) -> Vec<Want> {
        let mut taken = Vec::new();
        self.by_host.retain(|_, queue| {
            let (out, stay): (Vec<Want>, Vec<Want>) =
                std::mem::take(queue).into_iter().partition(&is_meant);
            taken.extend(out);
            queue.extend(stay);
            !queue.is_empty()
        });
        for want in &taken {
            self.known.remove(&key(want));
        }
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refresh(id: &str) -> Want {
        Want::Refresh(SessionId::known(id))
    }

    #[test]
    fn hosts_take_turns_and_one_without_room_is_passed_over() {
        let mut backlog = Backlog::default();
        for (host, id) in [("a", "1"), ("a", "2"), ("b", "3"), ("c", "4"), ("a", "1")] {
            backlog.push(host.to_owned(), refresh(id));
        }
        assert_eq!(backlog.len(), 4, "the same want waits once");
        assert_eq!(backlog.take(|_| true), Some(refresh("1")));
        assert_eq!(backlog.take(|_| true), Some(refresh("3")));
        assert_eq!(backlog.take(|host| host != "c"), Some(refresh("2")));
        assert_eq!(backlog.take(|host| host != "c"), None);
        assert_eq!(backlog.take_all(|_| true), [refresh("4")]);
        assert_eq!(backlog.len(), 0);
    }
}
