//! A flow of the catalog is complete: spec, file, transcript, README row, tour.

use crate::keep;
use crate::source::root;

/// The flows of the catalog, by the files of their entries.
fn flows() -> Vec<String> {
    let text = std::fs::read_to_string(root().join("src/protocol/catalog.rs")).unwrap();
    let line = text
        .split("FLOWS: &[FlowSpec] = &[")
        .nth(1)
        .and_then(|rest| rest.split("];").next())
        .expect("the catalog has one list");
    let found: Vec<String> = line
        .split(',')
        .filter_map(|entry| entry.trim().strip_suffix("::SPEC"))
        .map(str::to_owned)
        .collect();
    assert!(!found.is_empty());
    found
}

#[test]
fn a_flow_has_all_its_parts() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let mut breaches = Vec::new();
    for flow in flows() {
        for part in [
            format!("src/protocol/catalog/{flow}.rs"),
            format!("src/protocol/flow/{flow}.rs"),
            format!("tests/golden/flows/{flow}.txt"),
        ] {
            if !root().join(&part).exists() {
                breaches.push(format!("{flow} has no {part}"));
            }
        }
        let row = format!("`{flow}`");
        if !readme
            .lines()
            .any(|line| line.starts_with('|') && line.contains(&row))
        {
            breaches.push(format!("{flow} has no row in the README's table of flows"));
        }
    }
    keep("a flow is complete only with all its parts", &breaches);
}
#[test]
fn the_tour_walks_the_whole_catalog() {
    let tour = ["src/cli/tour.rs", "src/cli/tour"]
        .iter()
        .flat_map(|place| {
            let place = root().join(place);
            if place.is_dir() {
                crate::source::files_below(&place)
            } else {
                Vec::from_iter(place.exists().then_some(place))
            }
        })
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect::<String>();
    assert!(
        tour.contains("FLOWS"),
        "the tour takes its flows from the catalog, so that none is left out"
    );
}
