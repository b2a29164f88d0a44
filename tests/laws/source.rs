//! The files of the tree, and the paths a Rust file names.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::scan::{Scan, is_word, scan};

/// The folder of the package.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// One Rust file of `src`.
pub struct Source {
    /// Path from the package folder, with `/`.
    pub path: String,
    /// The text before the unit tests.
    pub head: String,
    /// `head`, taken apart.
    pub scan: Scan,
}

/// A path that code names, such as `crate::model::time`, and its line.
pub struct Named {
    /// Line, counted from one.
    pub line: usize,
    /// The path with `crate`, `self`, `super` and `use` names resolved.
    pub path: String,
}

/// Reads every Rust file below `src`, unit-test files left out.
pub fn sources() -> Vec<Source> {
    let mut found: Vec<Source> = files_below(&root().join("src"))
        .into_iter()
        .filter(|path| path.extension().is_some_and(|e| e == "rs"))
        .filter(|path| path.file_name().is_some_and(|name| name != "tests.rs"))
        .filter(|path| !relative(path).contains("/tests/"))
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let head = text
                .find("\n#[cfg(test)]\nmod ")
                .map_or(text.as_str(), |at| &text[..=at])
                .to_owned();
            Source {
                path: relative(&path),
                scan: scan(&head),
                head,
            }
        })
        .collect();
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(found.len() > 5, "no sources found below {:?}", root());
    found
}

/// Path from the package folder, with `/`.
pub fn relative(path: &Path) -> String {
    path.strip_prefix(root())
        .unwrap_or(path)
        .to_string_lossy()
        .replace('\\', "/")
}

/// Every file below a folder; build output and version control left out.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        let name = entry.file_name();
        if name == ".git" || name == "target" {
            continue;
        }
        if path.is_dir() {
            found.extend(files_below(&path));
        } else {
            found.push(path);
        }
    }
    found
}

impl Source {
    /// The layer: the first folder or file below `src`, without `.rs`.
    pub fn layer(&self) -> &str {
        let inside = self.path.strip_prefix("src/").unwrap();
        inside.split('/').next().unwrap().trim_end_matches(".rs")
    }

    /// The module path, `["engine", "store"]` for `src/engine/store.rs`.
    fn module(&self) -> Vec<String> {
        let inside = self.path.strip_prefix("src/").unwrap();
        let inside = inside.strip_suffix(".rs").unwrap();
        if inside == "lib" || inside == "main" {
            return Vec::new();
        }
        inside.split('/').map(str::to_owned).collect()
    }

    /// Every path named in code, resolved as far as names of this file go.
    pub fn named(&self) -> Vec<Named> {
        let tokens = tokens(&self.scan.code);
        let module = self.module();
        let mut imports: HashMap<String, String> = HashMap::new();
        let mut raw: Vec<(usize, Vec<String>)> = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let (line, word) = &tokens[at];
            if word == "use" && tokens[at..].iter().take(200).any(|(_, t)| t == ";") {
                let mut leaves = Vec::new();
                at = use_tree(&tokens, at + 1, &[], &mut leaves);
                for (path, name) in leaves {
                    let path = resolve(&path, &module);
                    if let Some(name) = name {
                        imports.insert(name, path.clone());
                    }
                    raw.push((*line, path.split("::").map(str::to_owned).collect()));
                }
            } else if word.chars().next().is_some_and(is_word) {
                let mut path = vec![word.clone()];
                while at + 2 < tokens.len()
                    && tokens[at + 1].1 == "::"
                    && tokens[at + 2].1.chars().next().is_some_and(is_word)
                {
                    at += 2;
                    path.push(tokens[at].1.clone());
                }
                if path.len() > 1 {
                    raw.push((*line, path));
                }
                at += 1;
            } else {
                at += 1;
            }
        }
        raw.into_iter()
            .map(|(line, path)| {
                let full = match imports.get(&path[0]) {
                    Some(start) if path[0] != "crate" => {
                        [std::slice::from_ref(start), &path[1..]].concat()
                    }
                    _ => path,
                };
                let full: Vec<String> = full.join("::").split("::").map(str::to_owned).collect();
                Named {
                    line,
                    path: resolve(&full, &module),
                }
            })
            .collect()
    }
}

/// Turns `self` and `super` into a path from `crate`.
fn resolve(path: &[String], module: &[String]) -> String {
    let mut here: Vec<String> = match path[0].as_str() {
        "self" | "super" => [&["crate".to_owned()], module].concat(),
        "valet_key" => vec!["crate".to_owned()],
        first => vec![first.to_owned()],
    };
    let mut rest = path;
    if matches!(path[0].as_str(), "self" | "super") {
        while let Some(first) = rest.first() {
            match first.as_str() {
                "super" => {
                    here.pop();
                }
                "self" => {}
                _ => break,
            }
            rest = &rest[1..];
        }
    } else {
        rest = &rest[1..];
    }
    here.extend(rest.iter().cloned());
    here.join("::")
}

type Leaf = (Vec<String>, Option<String>);

/// Reads one use tree from `at` on; returns where it ends.
fn use_tree(
    tokens: &[(usize, String)],
    mut at: usize,
    prefix: &[String],
    leaves: &mut Vec<Leaf>,
) -> usize {
    let mut path = prefix.to_vec();
    while at < tokens.len() {
        match tokens[at].1.as_str() {
            "::" => at += 1,
            "{" => {
                at += 1;
                while tokens[at].1 != "}" {
                    at = use_tree(tokens, at, &path, leaves);
                    if tokens[at].1 == "," {
                        at += 1;
                    }
                }
                return at + 1;
            }
            "as" => {
                let name = tokens[at + 1].1.clone();
                leaves.push((path, Some(name)));
                return at + 2;
            }
            "," | "}" | ";" => {
                if path.last().is_some_and(|last| last == "self") && path.len() > 1 {
                    path.pop();
                }
                let name = path.last().cloned();
                leaves.push((path, name));
                return at;
            }
            word => {
                path.push(word.to_owned());
                at += 1;
            }
        }
    }
    at
}

fn tokens(code: &str) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let chars: Vec<char> = code.chars().collect();
    let mut line = 1;
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        if c == '\n' {
            line += 1;
            at += 1;
        } else if c.is_whitespace() {
            at += 1;
        } else if is_word(c) {
            let began = at;
            while at < chars.len() && is_word(chars[at]) {
                at += 1;
            }
            found.push((line, chars[began..at].iter().collect()));
        } else if c == ':' && chars.get(at + 1) == Some(&':') {
            found.push((line, "::".to_owned()));
            at += 2;
        } else {
            found.push((line, c.to_string()));
            at += 1;
        }
    }
    found
}

#[test]
fn paths_are_resolved_through_use_lines() {
    let head = "use crate::app::{self, event::Event as Done};\nuse super::vault;\nfn f(s: app::state::State) { vault::open(); Done::x(); std::fs::read(); }\n";
    let source = Source {
        path: "src/engine/store.rs".to_owned(),

        head: head.to_owned(),
        scan: scan(head),
    };
    let found: Vec<String> = source.named().into_iter().map(|n| n.path).collect();
    for path in [
        "crate::app",
        "crate::app::event::Event",
        "crate::engine::vault",
        "crate::app::state::State",
        "crate::engine::vault::open",
        "crate::app::event::Event::x",
        "std::fs::read",
    ] {
        assert!(found.iter().any(|f| f == path), "{path} not in {found:?}");
    }
}
