//! Who may import whom (the table in `ARCHITECTURE.md`).

use crate::keep;
use crate::source::{Source, sources};

/// One layer: what of ours it may import, and which outside paths it may not.
struct Layer {
    name: &'static str,
    ours: &'static [&'static str],
    outside: &'static [&'static [&'static str]],
}

/// Everything that touches the world.
const INPUT_OUTPUT: &[&str] = &[
    "std::fs",
    "std::net::TcpListener",
    "std::net::TcpStream",
    "std::net::UdpSocket",
    "std::net::ToSocketAddrs",
    "std::process::Command",
    "std::thread",
    "std::env",
    "std::time::SystemTime",
    "std::time::Instant",
    "tokio",
    "tokio_util",
    "tokio_rustls",
    "reqwest",
    "hyper",
    "hyper_util",
    "keyring",
    "keyring_core",
    "zbus",
    "zbus_secret_service_keyring_store",
    "open",
    "rfd",
    "arboard",
    "directories",
    "tempfile",
    "aws_lc_rs::rand",
    "rpassword",
];
const WINDOW: &[&str] = &["egui", "eframe", "egui_extras"];
const TERMINAL: &[&str] = &[
    "clap",
    "clap_complete",
    "clap_mangen",
    "std::io::stdin",
    "std::io::stdout",
];

const LAYERS: &[Layer] = &[
    Layer {
        name: "model",
        ours: &["model"],
        outside: &[INPUT_OUTPUT, WINDOW, TERMINAL],
    },
    Layer {
        name: "protocol",
        ours: &["protocol", "model"],
        outside: &[INPUT_OUTPUT, WINDOW, TERMINAL],
    },
    Layer {
        name: "app",
        ours: &["app", "model", "protocol"],
        outside: &[INPUT_OUTPUT, WINDOW, TERMINAL],
    },
    Layer {
        name: "engine",
        ours: &["engine", "model", "protocol", "app::effect", "app::event"],
        outside: &[WINDOW, TERMINAL],
    },
    Layer {
        name: "demo_org",
        ours: &["demo_org", "model::ids", "model::time"],
        outside: &[INPUT_OUTPUT, WINDOW, TERMINAL],
    },
    Layer {
        name: "ui",
        ours: &[
            "ui",
            "model",
            "app::command",
            "app::view",
            "protocol::catalog",
        ],
        outside: &[INPUT_OUTPUT, TERMINAL],
    },
    Layer {
        name: "cli",
        ours: &[
            "cli",
            "model",
            "app",
            "protocol::catalog",
            "shell",
            "engine",
        ],
        outside: &[INPUT_OUTPUT, WINDOW],
    },
];

/// The only places that may name the demo org from outside.
const MAY_START_THE_DEMO_ORG: &[&str] = &["src/engine/demo_host", "src/cli/tour", "src/shell"];

fn below(path: &str, start: &str) -> bool {
    path == start
        || path
            .strip_prefix(start)
            .is_some_and(|rest| rest.starts_with("::"))
}

fn is_in(source: &Source, places: &[&str]) -> bool {
    places.iter().any(|place| source.path.starts_with(place))
}

#[test]
fn a_layer_imports_only_what_stands_to_its_left() {
    let mut breaches = Vec::new();
    for source in sources() {
        let Some(layer) = LAYERS.iter().find(|layer| layer.name == source.layer()) else {
            continue;
        };
        for named in source.named() {
            let Some(inside) = named.path.strip_prefix("crate::") else {
                continue;
            };
            if below(inside, "demo_org") && is_in(&source, MAY_START_THE_DEMO_ORG) {
                continue;
            }
            if !layer.ours.iter().any(|start| below(inside, start)) {
                breaches.push(format!(
                    "{}:{} imports {}",
                    source.path, named.line, named.path
                ));
            }
        }
    }
    keep("a layer may import only what the table allows", &breaches);
}

#[test]
fn only_the_layers_made_for_it_touch_the_world() {
    let mut breaches = Vec::new();
    for source in sources() {
        let Some(layer) = LAYERS.iter().find(|layer| layer.name == source.layer()) else {
            continue;
        };
        if source.path.starts_with("src/demo_org/serve") {
            continue;
        }
        for named in source.named() {
            let forbidden = layer.outside.iter().copied().flatten();
            if forbidden.into_iter().any(|start| below(&named.path, start)) {
                breaches.push(format!(
                    "{}:{} names {}",
                    source.path, named.line, named.path
                ));
            }
        }
    }
    keep("input and output belong to the engine", &breaches);
}

#[test]
fn every_file_belongs_to_a_layer() {
    let known = ["lib", "main", "shell"];
    let breaches: Vec<String> = sources()
        .iter()
        .filter(|source| !known.contains(&source.layer()))
        .filter(|source| LAYERS.iter().all(|layer| layer.name != source.layer()))
        .map(|source| source.path.clone())
        .collect();
    keep("a new layer needs a line in the table", &breaches);
}

#[test]
fn only_two_places_start_the_demo_org() {
    let mut breaches = Vec::new();
    for source in sources() {
        if source.layer() == "demo_org" || is_in(&source, MAY_START_THE_DEMO_ORG) {
            continue;
        }
        for named in source.named() {
            if below(&named.path, "crate::demo_org") {
                breaches.push(format!("{}:{}", source.path, named.line));
            }
        }
    }
    keep(
        "the demo org is started by engine/demo_host and cli/tour",
        &breaches,
    );
}

#[test]
fn the_window_meets_only_two_secret_types() {
    let allowed = ["SecretDraft", "Revealed"];
    let mut breaches = Vec::new();
    for source in sources().iter().filter(|s| s.layer() == "ui") {
        for named in source.named() {
            let Some(name) = named.path.strip_prefix("crate::model::secret::") else {
                continue;
            };
            if !allowed.contains(&name.split("::").next().unwrap()) {
                breaches.push(format!(
                    "{}:{} names {}",
                    source.path, named.line, named.path
                ));
            }
        }
    }
    keep(
        "ui may hold what is typed and what is revealed, nothing else secret",
        &breaches,
    );
}

#[test]
fn colours_are_made_in_the_theme_only() {
    let mut breaches = Vec::new();
    for source in sources() {
        if source.path.starts_with("src/ui/theme") {
            continue;
        }
        for (number, line) in source.scan.code.lines().enumerate() {
            let literal = [
                "Color32::from_",
                "Color32::RED",
                "Color32::WHITE",
                "Color32::BLACK",
                "Color32::GRAY",
                "hex_color!",
            ];
            if literal.iter().any(|made| line.contains(made)) {
                breaches.push(format!("{}:{}", source.path, number + 1));
            }
        }
    }
    keep(
        "colours come from assets/tokens.*.ron through ui/theme",
        &breaches,
    );
}
