//! A flow of the catalog is complete: entry, file, the demo org's side, scenario, transcript, README row, error texts, tour step.

use std::path::PathBuf;

use crate::keep;
use crate::source::{files_below, root};

/// The flows of the catalog, by the files of their entries.
fn flows() -> Vec<String> {
    let text = read("src/protocol/catalog.rs");
    let list = text
        .split("FLOWS: &[FlowSpec] = &[")
        .nth(1)
        .and_then(|rest| rest.split("];").next())
        .expect("the catalog has one list");
    let found: Vec<String> = list
        .split(',')
        .filter_map(|entry| entry.trim().strip_suffix("::SPEC"))
        .map(str::to_owned)
        .collect();
    assert!(!found.is_empty());
    found
}

/// A file as text; nothing where there is none.
fn read(place: &str) -> String {
    std::fs::read_to_string(root().join(place)).unwrap_or_default()
}

/// The Rust files of these places as one text, without what only tests see.
fn code(places: &[&str]) -> String {
    let files = places.iter().flat_map(|place| {
        let place = root().join(place);
        match place.is_dir() {
            true => files_below(&place),
            false => vec![place],
        }
    });
    let is_rust = |path: &PathBuf| path.extension().is_some_and(|end| end == "rs");
    files
        .filter(is_rust)
        .map(|path| without_tests(&std::fs::read_to_string(path).unwrap_or_default()))
        .collect()
}

fn without_tests(text: &str) -> String {
    text.split("#[cfg(test)]").next().unwrap_or(text).to_owned()
}

/// What stands between a mark and the next quote, everywhere.
fn quoted(text: &str, mark: &str) -> Vec<String> {
    text.split(mark)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(str::to_owned)
        .collect()
}

/// The parts that every flow is looked at against, read once.
struct House {
    readme: String,
    words: String,
    demo_side: String,
    scenarios: String,
    tour: String,
}

impl House {
    fn read() -> Self {
        Self {
            readme: read("README.md"),
            words: read("assets/words/en.ftl"),
            demo_side: code(&[
                "src/demo_org/grant.rs",
                "src/demo_org/grant",
                "src/demo_org/endpoint",
            ]),
            scenarios: code(&["tests/it/flows.rs", "tests/it/flows"]),
            tour: code(&["src/cli/tour.rs", "src/cli/tour"]),
        }
    }

    /// Returns the parts that a flow lacks.
    fn lacks(&self, flow: &str) -> Vec<String> {
        let mut lacks: Vec<String> = [
            format!("src/protocol/catalog/{flow}.rs"),
            format!("src/protocol/flow/{flow}.rs"),
            format!("tests/golden/flows/{flow}.txt"),
        ]
        .into_iter()
        .filter(|part| !root().join(part).exists())
        .collect();
        let named = format!("\"{flow}\"");
        let row = format!("`{flow}`");
        let is_row = |line: &str| line.starts_with('|') && line.contains(&row);
        if !self.readme.lines().any(is_row) {
            lacks.push("a row in the README's table of flows".to_owned());
        }
        if !self.scenarios.contains(&named) {
            lacks.push("a scenario in tests/it/flows".to_owned());
        }
        if !self.tour.contains(&named) {
            lacks.push("a step in src/cli/tour".to_owned());
        }
        let entry = read(&format!("src/protocol/catalog/{flow}.rs"));
        let grant = quoted(&entry, "grant_type: \"").into_iter().next();
        let is_played = |grant: &String| self.demo_side.contains(&format!("\"{grant}\""));
        if !grant.as_ref().is_some_and(is_played) {
            lacks.push("the demo org's side of its grant".to_owned());
        }
        lacks.extend(self.lacks_words(flow));
        lacks
    }

    /// Returns the words that a flow's name and its own refusals lack.
    fn lacks_words(&self, flow: &str) -> Vec<String> {
        let file = without_tests(&read(&format!("src/protocol/flow/{flow}.rs")));
        let name = format!("flow-{}", flow.replace('_', "-"));
        let mut keys: Vec<String> = ["", "-about"]
            .iter()
            .map(|part| format!("{name}{part}"))
            .collect();
        for code in quoted(&file, "code: \"") {
            let code = code.replace('_', "-");
            keys.extend(["", "-cause", "-next"].map(|part| format!("error-{code}{part}")));
        }
        keys.into_iter()
            .filter(|key| !self.words.contains(&format!("\n{key} =")))
            .map(|key| format!("the words {key}"))
            .collect()
    }
}

#[test]
fn a_flow_has_all_its_parts() {
    let house = House::read();
    let breaches: Vec<String> = flows()
        .iter()
        .flat_map(|flow| {
            let lacks = house.lacks(flow);
            lacks
                .into_iter()
                .map(move |part| format!("{flow} lacks {part}"))
        })
        .collect();
    keep("a flow is complete only with all its parts", &breaches);
}

#[test]
fn a_flow_without_its_parts_is_found_out() {
    let lacks = House::read().lacks("no_such_flow").join("\n");
    for part in [
        "src/protocol/catalog/",
        "src/protocol/flow/",
        "tests/golden/flows/",
        "README",
        "tests/it/flows",
        "src/cli/tour",
        "the demo org's side",
        "flow-no-such-flow-about",
    ] {
        assert!(lacks.contains(part), "{part} is not looked for: {lacks}");
    }
}

/// What our org says is what people learn from: each of its refusals is explained.
#[test]
fn every_refusal_of_the_demo_org_is_explained() {
    let words = read("assets/words/en.ftl");
    let org = code(&[
        "src/demo_org/grant.rs",
        "src/demo_org/grant",
        "src/demo_org/endpoint",
        "src/demo_org/auth.rs",
    ]);
    let squeezed: String = org.split_whitespace().collect::<Vec<_>>().join(" ");
    let codes = quoted(
        &squeezed.replace("Refusal::new( \"", "Refusal::new(\""),
        "Refusal::new(\"",
    );
    assert!(codes.len() > 20, "{} refusals", codes.len());
    let breaches: Vec<String> = codes
        .iter()
        .flat_map(|code| {
            let code = code.replace('_', "-");
            ["", "-cause", "-next"].map(|part| format!("org-{code}{part}"))
        })
        .filter(|key| !words.contains(&format!("\n{key} =")))
        .collect();
    keep("a refusal of the demo org has its explanation", &breaches);
}

#[test]
fn the_tour_walks_the_whole_catalog() {
    let tour = code(&["src/cli/tour.rs", "src/cli/tour"]);
    assert!(
        tour.contains("FLOWS"),
        "the tour takes its flows from the catalog, so that none is left out"
    );
}
