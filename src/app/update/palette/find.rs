//! What a query finds: things to do, profiles, logins, things to explain.

use std::cmp::Reverse;

use super::super::super::command::PaletteScope;
use super::super::super::fuzzy::{self, Text};
use super::super::super::state::{Found, Hit, State, Summary, Verb, may_refresh};
use super::super::super::view;
use super::super::{is_any_guarded, sheet};
use super::{deeds, holds};
use crate::model::ids::{ProfileId, SessionId};
use crate::model::time::UnixTime;

/// Points for a word that stands in a user, host, id or tag.
const ELSEWHERE: u32 = 30;
/// Points for what is selected, and for what was used of late.
const SELECTED: u32 = 15;
const RECENT: u32 = 10;
/// The most of one group, beside others and alone.
const BESIDE: usize = 6;
const ALONE: usize = 100;

/// Which words of a query were found, as bits, and how well.
#[derive(Debug, Clone, Copy, Default)]
struct Hits {
    words: u8,
    scores: [u32; fuzzy::MOST_WORDS],
}

impl Hits {
    fn note(&mut self, at: usize, score: u32) {
        self.words |= 1 << at;
        if let Some(known) = self.scores.get_mut(at) {
            *known = (*known).max(score);
        }
    }

    fn with(mut self, other: &Self) -> Self {
        self.words |= other.words;
        for (known, new) in self.scores.iter_mut().zip(other.scores) {
            *known = (*known).max(new);
        }
        self
    }

    fn score(&self) -> u32 {
        self.scores.iter().sum()
    }
}

/// Finds the words of a query in a text, and in what is known beside it.
fn hits(text: &str, beside: &str, words: &[String]) -> Hits {
    let read = Text::new(text);
    let mut hits = Hits::default();
    for (at, word) in words.iter().enumerate() {
        if let Some(found) = read.find(word) {
            hits.note(at, found.score);
        } else if beside.contains(word.as_str()) {
            hits.note(at, ELSEWHERE);
        }
    }
    hits
}

/// The bits of all words of a query.
fn all_words(words: &[String]) -> u8 {
    words
        .iter()
        .enumerate()
        .fold(0, |bits, (at, _)| bits | 1 << at)
}

/// A search going on.
struct Search<'a> {
    state: &'a State,
    words: Vec<String>,
    all: u8,
    most: usize,
    now: UnixTime,
    /// Every profile, and which words were found of it.
    profiles: Vec<(&'a ProfileId, &'a Summary, Hits)>,
}

/// Finds what a query means, in groups.
pub(super) fn find(state: &State, query: &str, scope: PaletteScope, now: UnixTime) -> Vec<Found> {
    let words = fuzzy::words(query);
    let all = all_words(&words);
    let profiles = state
        .profiles
        .iter()
        .filter_map(|(profile_id, record)| {
            let summary = state.list.summary(profile_id)?;
            let hits = hits(&record.profile.name, &summary.haystack, &words);
            Some((profile_id, summary, hits))
        })
        .collect();
    let search = Search {
        state,
        all,
        most: if scope == PaletteScope::All {
            BESIDE
        } else {
            ALONE
        },
        now,
        profiles,
        words,
    };
    let mut groups = Vec::new();
    if holds(scope, PaletteScope::Commands) {
        groups.push(search.commands());
    }
    if holds(scope, PaletteScope::Profiles) {
        groups.push(search.profiles());
    }
    if holds(scope, PaletteScope::Sessions) && !(search.all == 0 && scope == PaletteScope::All) {
        groups.push(search.sessions());
    }
    let known = sheet::explaining(query);
    let may_explain = match scope {
        PaletteScope::All => !known.is_empty(),
        scope => holds(scope, PaletteScope::Explain) && (search.all == 0 || !known.is_empty()),
    };
    if may_explain {
        let (terms, all) = sheet::search_terms(&known, search.most);
        groups.push(Found {
            group: PaletteScope::Explain,
            hits: terms.into_iter().map(Hit::Term).collect(),
            all,
        });
    }
    groups.retain(|group| !group.hits.is_empty());
    groups
}

/// What can be done with a profile, the usual first.
const VERBS: [Verb; 14] = [
    Verb::Refresh,
    Verb::Open,
    Verb::LogIn,
    Verb::CopyBearer,
    Verb::CopyCurl,
    Verb::CopyEnv,
    Verb::Check,
    Verb::CheckRefresh,
    Verb::Identity,
    Verb::Edit,
    Verb::Diagnose,
    Verb::Forget,
    Verb::Revoke,
    Verb::Delete,
];

impl Search<'_> {
    fn commands(&self) -> Found {
        let hits = if self.all == 0 {
            self.usual()
        } else {
            self.deeds_and_acts()
        };
        Found {
            group: PaletteScope::Commands,
            all: hits.len(),
            hits,
        }
    }

    /// Without a query: what is likely next.
    fn usual(&self) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        if let Some(selected) = &self.state.selected {
            let acts = VERBS.iter().filter(|verb| self.can(selected, **verb));
            let most = if self.most == BESIDE { 4 } else { VERBS.len() };
            hits.extend(
                acts.take(most)
                    .map(|verb| Hit::Act(selected.clone(), *verb)),
            );
        }
        let deeds = deeds::deeds(self.state).into_iter();
        let most = if self.most == BESIDE { 5 } else { self.most };
        hits.extend(deeds.take(most).map(Hit::Do));
        hits
    }

    fn deeds_and_acts(&self) -> Vec<Hit> {
        let mut found: Vec<(Reverse<u32>, usize, Hit)> = Vec::new();
        for (at, deed) in deeds::deeds(self.state).into_iter().enumerate() {
            let (title, also) = view::deed_words(self.state, &deed);
            let hits = hits(&title, &also, &self.words);
            if hits.words == self.all {
                found.push((Reverse(hits.score()), at, Hit::Do(deed)));
            }
        }
        let mut acts: Vec<(Reverse<u32>, usize, &str, &ProfileId, Verb)> = Vec::new();
        for (order, verb) in VERBS.into_iter().enumerate() {
            let of_verb = self.of_verb(verb);
            if of_verb.words == 0 {
                continue;
            }
            for (profile_id, summary, of_profile) in &self.profiles {
                let both = of_verb.with(of_profile);
                if both.words == self.all && may(verb, summary) {
                    let score = both.score() + self.bonus(profile_id);
                    acts.push((Reverse(score), order, summary.name(), profile_id, verb));
                }
            }
        }
        acts.sort_unstable_by_key(|(score, order, name, _, _)| (*score, *order, *name));
        let acts = acts
            .into_iter()
            .filter(|(_, _, _, profile_id, verb)| self.can(profile_id, *verb))
            .take(self.most)
            .map(|(score, order, _, id, verb)| (score, order, Hit::Act(id.clone(), verb)));
        found.extend(acts);
        found.sort_by_key(|(score, order, _)| (*score, *order));
        let mut hits: Vec<Hit> = found.into_iter().map(|(_, _, hit)| hit).collect();
        hits.truncate(self.most);
        if let Some(all) = self.refresh_all() {
            let is_one = |hit: &Hit| matches!(hit, Hit::Act(_, Verb::Refresh));
            let first = hits.iter().position(is_one).unwrap_or(0);
            let ones = hits.iter().skip(first).take_while(|hit| is_one(hit));
            let after = first + ones.count();
            hits.insert(after, all);
            hits.truncate(self.most.max(after + 1));
        }
        hits
    }

    /// Which words of the query are a verb's own.
    fn of_verb(&self, verb: Verb) -> Hits {
        let (title, also) = view::verb_words(verb);
        let own: Vec<String> = fuzzy::words(&format!("{title} {also}"));
        let mut hits = Hits::default();
        for (at, word) in self.words.iter().enumerate() {
            // What begins with the word is more likely meant than what holds it.
            match own.iter().position(|own| own.starts_with(word)) {
                Some(0) => hits.note(at, 120),
                Some(_) => hits.note(at, 80),
                None => {}
            }
        }
        hits
    }

    fn can(&self, profile_id: &ProfileId, verb: Verb) -> bool {
        view::act(self.state, profile_id, verb, self.now)
            .is_some_and(|action| action.disabled.is_none())
    }

    fn bonus(&self, profile_id: &ProfileId) -> u32 {
        let state = self.state;
        if state.selected.as_ref() == Some(profile_id) {
            SELECTED
        } else if state.recent.iter().take(5).any(|id| id == profile_id) {
            RECENT
        } else {
            0
        }
    }

    /// *Refresh all that match*: the words that are not the verb's, where several logins have them.
    fn refresh_all(&self) -> Option<Hit> {
        let verb = self.of_verb(Verb::Refresh).words;
        let rest = self.all & !verb;
        if verb == 0 || rest == 0 {
            return None;
        }
        let sessions: Vec<SessionId> = self
            .profiles
            .iter()
            .filter(|(_, _, hits)| hits.words & rest == rest)
            .flat_map(|(profile_id, _, _)| self.state.sessions_of(profile_id))
            .filter(|session| may_refresh(session))
            .map(|session| session.session_id.clone())
            .collect();
        let query: Vec<&str> = self
            .words
            .iter()
            .enumerate()
            .filter(|(at, _)| rest & (1 << at) != 0)
            .map(|(_, word)| word.as_str())
            .collect();
        (sessions.len() > 1).then(|| Hit::RefreshAll {
            query: query.join(" "),
            asks: is_any_guarded(self.state, &sessions, self.now),
            sessions,
        })
    }

    fn profiles(&self) -> Found {
        let mut found: Vec<(Reverse<u32>, usize, &str, &ProfileId)> = self
            .profiles
            .iter()
            .filter(|(_, _, hits)| hits.words == self.all)
            .map(|(profile_id, summary, hits)| {
                let is_it = |id: &ProfileId| id == *profile_id;
                let used = self.state.recent.iter().position(is_it);
                let score = Reverse(hits.score() + self.bonus(profile_id));
                let used = used.unwrap_or(usize::MAX);
                (score, used, summary.name(), *profile_id)
            })
            .collect();
        let all = found.len();
        found.sort_unstable();
        if self.all == 0 {
            // The one that is open needs no way to it.
            found.retain(|(_, _, _, id)| self.state.selected.as_ref() != Some(*id));
        }
        let hits = found.into_iter().take(self.most);
        Found {
            group: PaletteScope::Profiles,
            hits: hits.map(|(_, _, _, id)| Hit::Profile(id.clone())).collect(),
            all,
        }
    }

    /// Logins by their user, org or instance; a word may stand in the profile's name, not all of them.
    fn sessions(&self) -> Found {
        let mut found: Vec<(Reverse<u32>, &str, Hit)> = Vec::new();
        for (profile_id, _, _) in &self.profiles {
            for session in self.state.sessions_of(profile_id) {
                let user = session.username().unwrap_or_default();
                let org = session.organization_id().map_or("", |id| id.as_str());
                let place = session.instance_url.as_deref().unwrap_or_default();
                let beside = format!("{org} {place}").to_lowercase();
                let own = hits(user, &beside, &self.words);
                if own.words == 0 && self.all != 0 {
                    continue;
                }
                let both = own.with(&hits(&self.name(profile_id), "", &self.words));
                if both.words == self.all {
                    let score = both.score() + self.bonus(profile_id);
                    let hit = Hit::Session(session.session_id.clone());
                    found.push((Reverse(score), user, hit));
                }
            }
        }
        let all = found.len();
        found.sort_by_key(|(score, user, _)| (*score, *user));
        let hits = found.into_iter().take(self.most);
        Found {
            group: PaletteScope::Sessions,
            hits: hits.map(|(_, _, hit)| hit).collect(),
            all,
        }
    }

    fn name(&self, profile_id: &ProfileId) -> String {
        let record = self.state.profiles.get(profile_id);
        record.map_or_else(String::new, |record| record.profile.name.clone())
    }
}

/// A first, cheap look: whether a verb may make sense for a profile.
fn may(verb: Verb, summary: &Summary) -> bool {
    match verb {
        Verb::Refresh => summary.refreshable > 0,
        Verb::LogIn | Verb::Edit | Verb::Diagnose | Verb::Delete => true,
        Verb::Revoke => summary.living > 0,
        _ => summary.logins > 0,
    }
}
