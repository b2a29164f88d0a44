//! The flow chooser: what somebody wants to do leads to the flow for it, why, and why not the others.
//!
//! From the use cases of Salesforce Help (*OAuth Authorization Flows*). Two
//! questions are enough; an answer may be a flow that the catalog does not have.

/// Who or what is there when a token is wanted: the first question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Start {
    /// Its name; the words are `choose-<name>`.
    pub name: &'static str,
    /// What can be meant by it: the second question.
    pub cases: &'static [Case],
}

/// One thing that somebody wants, and the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Case {
    /// Its name; the words are `choose-<name>` and `choose-<name>-why`.
    pub name: &'static str,
    /// The flow, by its name in files; not every one is in the catalog.
    pub flow: &'static str,
    /// What is thought of and wrong here: a flow, or a flow and what it would be used for. The words are
    /// `choose-not-<name>`.
    pub not: &'static [&'static str],
}

const fn case(name: &'static str, flow: &'static str, not: &'static [&'static str]) -> Case {
    Case { name, flow, not }
}

/// All of it, in the order of the questions.
pub const STARTS: [Start; 4] = [
    Start {
        name: "person",
        cases: &[
            case(
                "browser-here",
                "web_server",
                &["user_agent", "username_password", "device"],
            ),
            case(
                "no-browser",
                "device",
                &["web_server_far", "username_password"],
            ),
            case(
                "mobile-pages",
                "hybrid_web_server",
                &["hybrid_user_agent", "web_server_pages"],
            ),
            case(
                "straight",
                "native_sso",
                &["web_server_page", "saml_bearer_person"],
            ),
            case(
                "own-page",
                "headless",
                &["username_password", "web_server_page"],
            ),
        ],
    },
    Start {
        name: "nobody",
        cases: &[
            case(
                "as-itself",
                "client_credentials",
                &["username_password", "refresh_shared"],
            ),
            case(
                "known-users",
                "jwt_bearer",
                &["client_credentials_users", "username_password"],
            ),
            case("iot", "asset_token", &["device_iot"]),
            case("gateway", "registration", &["shared_client"]),
        ],
    },
    Start {
        name: "in-hand",
        cases: &[
            case("other-token", "token_exchange", &["jwt_bearer_foreign"]),
            case(
                "other-token-pages",
                "hybrid_token_exchange",
                &["token_exchange_pages", "jwt_bearer_foreign"],
            ),
            case("saml-app", "saml_bearer", &["saml_assertion"]),
            case("saml-no-app", "saml_assertion", &["saml_bearer_app"]),
        ],
    },
    Start {
        name: "old",
        cases: &[
            case("oauth1", "web_server", &["oauth1"]),
            case("old-implicit", "web_server", &["user_agent"]),
            case(
                "old-password",
                "client_credentials",
                &["username_password", "refresh_shared"],
            ),
            case(
                "old-password-users",
                "jwt_bearer",
                &["username_password", "client_credentials_users"],
            ),
        ],
    },
];

/// How far the questions are answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Chosen {
    start: Option<usize>,
    case: Option<usize>,
}

impl Chosen {
    /// Returns the start that was chosen.
    #[must_use]
    pub fn start(self) -> Option<&'static Start> {
        STARTS.get(self.start?)
    }

    /// Returns the case that was chosen.
    #[must_use]
    pub fn case(self) -> Option<&'static Case> {
        self.start()?.cases.get(self.case?)
    }

    /// Returns what is known after one more answer. Another first answer opens the second question again.
    #[must_use]
    pub fn after(self, answer: Answer) -> Self {
        match answer {
            Answer::Start(start) if self.start == Some(start) => self,
            Answer::Start(start) => Self {
                start: (start < STARTS.len()).then_some(start),
                case: None,
            },
            Answer::Case(case) => Self {
                start: self.start,
                case: self
                    .start()
                    .filter(|start| case < start.cases.len())
                    .map(|_| case),
            },
        }
    }
}

/// An answer to one of the questions, by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// To the first.
    Start(usize),
    /// To the second.
    Case(usize),
}

/// What can be done on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choose {
    /// Answer a question.
    Answer(Answer),
    /// Put the flow into the profile form.
    Use,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::model::words;
    use crate::protocol::catalog::{self, Purpose};

    /// Every way through the questions.
    fn ways() -> Vec<Chosen> {
        let starts = (0..STARTS.len()).map(|start| Chosen::default().after(Answer::Start(start)));
        starts
            .flat_map(|chosen| {
                let count = chosen.start().expect("a start that exists").cases.len();
                (0..count).map(move |case| chosen.after(Answer::Case(case)))
            })
            .collect()
    }

    fn end_of(way: Chosen) -> &'static Case {
        way.case().expect("two answers are enough")
    }

    #[test]
    fn every_way_ends_at_one_recommendation_with_its_words() {
        let mut names = BTreeSet::new();
        for way in ways() {
            let case = end_of(way);
            assert!(names.insert(case.name), "{} stands twice", case.name);
            assert!(!case.not.is_empty(), "{} does not say which not", case.name);
            assert!(!case.not.contains(&case.flow), "{}", case.name);
            let mut keys = vec![
                format!("choose-{}", way.start().expect("a start").name),
                format!("choose-{}", case.name),
                format!("choose-{}-why", case.name),
            ];
            if catalog::find(case.flow).is_none() {
                keys.push(format!("choose-flow-{}", case.flow.replace('_', "-")));
            }
            let not = |name: &&str| format!("choose-not-{}", name.replace('_', "-"));
            keys.extend(case.not.iter().map(not));
            for key in keys {
                assert!(words::find(&key).is_some(), "{key} is not in the catalogue");
            }
        }
        assert_eq!(names.len(), 17);
    }

    #[test]
    fn every_login_flow_is_an_answer_or_not_for_new_work() {
        for flow in catalog::FLOWS {
            if flow.purpose != Purpose::Login {
                continue;
            }
            let is_answer = ways().iter().any(|way| end_of(*way).flow == flow.name);
            let is_refused = ways()
                .iter()
                .any(|way| end_of(*way).not.contains(&flow.name));
            if flow.is_insecure() {
                assert!(!is_answer, "nobody is led to {}", flow.name);
                assert!(is_refused, "{} is not warned of", flow.name);
            } else {
                assert!(is_answer, "nothing leads to {}", flow.name);
            }
        }
    }

    #[test]
    fn the_table_of_the_use_cases_is_kept() {
        let flow_of = |name: &str| {
            let ways = ways();
            let found = ways.iter().find(|way| end_of(**way).name == name);
            end_of(*found.expect("a case of this name")).flow
        };
        for (case, flow) in [
            ("browser-here", "web_server"),
            ("no-browser", "device"),
            ("as-itself", "client_credentials"),
            ("known-users", "jwt_bearer"),
            ("other-token", "token_exchange"),
            ("mobile-pages", "hybrid_web_server"),
            ("saml-app", "saml_bearer"),
            ("saml-no-app", "saml_assertion"),
            ("iot", "asset_token"),
            ("own-page", "headless"),
            ("straight", "native_sso"),
            ("gateway", "registration"),
        ] {
            assert_eq!(flow_of(case), flow, "{case}");
        }
    }

    #[test]
    fn another_first_answer_opens_the_second_question_again() {
        let way = Chosen::default()
            .after(Answer::Start(0))
            .after(Answer::Case(1));
        assert_eq!(end_of(way).flow, "device");
        assert_eq!(
            way.after(Answer::Start(0)),
            way,
            "the same answer changes nothing"
        );
        let other = way.after(Answer::Start(1));
        assert!(other.start().is_some() && other.case().is_none());
    }

    #[test]
    fn an_answer_that_does_not_exist_answers_nothing() {
        let none = Chosen::default();
        assert_eq!(none.after(Answer::Case(0)), none);
        assert_eq!(none.after(Answer::Start(99)), none);
        let way = none.after(Answer::Start(0));
        assert!(way.after(Answer::Case(99)).case().is_none());
    }
}
