//! The contrast of the colour tokens (WCAG 2), recomputed from `assets/tokens.*.ron`.

use ron::Value;

use crate::keep;
use crate::source::root;

const THEMES: [&str; 3] = ["dark", "light", "contrast"];
const GROUNDS: &[&str] = &[
    "base", "panel", "card", "overlay", "inset", "hover", "selected",
];
const ZONES: &[&str] = &["panel", "card", "overlay", "selected"];
const TONES: &[&str] = &["success", "warn", "danger", "info"];
const ENVIRONMENTS: &[&str] = &[
    "production",
    "sandbox",
    "scratch",
    "developer",
    "demo",
    "unknown",
];

/// Text must reach this ratio, signs the next.
const TEXT: f64 = 4.5;
const SIGN: f64 = 3.0;

struct Theme {
    name: &'static str,
    tokens: Value,
}

impl Theme {
    fn read(name: &'static str) -> Option<Self> {
        let path = root().join(format!("assets/tokens.{name}.ron"));
        let text = std::fs::read_to_string(path).ok()?;
        Some(Self {
            name,
            tokens: ron::from_str(&text).unwrap(),
        })
    }

    fn at(&self, path: &str) -> &Value {
        path.split('.')
            .fold(&self.tokens, |value, key| match value {
                Value::Map(map) => &map[&Value::String(key.to_owned())],
                _ => panic!("{}: {path} is not there", self.name),
            })
    }

    fn colour(&self, path: &str) -> String {
        match self.at(path) {
            Value::String(colour) => colour.clone(),
            other => panic!("{}: {path} is {other:?}", self.name),
        }
    }

    /// The worst ratio of a colour on several grounds.
    fn on(&self, colour: &str, grounds: &[&str]) -> f64 {
        grounds
            .iter()
            .map(|ground| ratio(&self.colour(colour), &self.colour(&format!("bg.{ground}"))))
            .fold(f64::INFINITY, f64::min)
    }

    fn pair(&self, colour: &str, ground: &str) -> f64 {
        ratio(&self.colour(colour), &self.colour(ground))
    }

    /// Every pair that somebody has to read or find: its name, its ratio, its aim.
    fn pairs(&self) -> Vec<(String, f64, f64)> {
        let mut rows = Vec::new();
        for text in ["primary", "secondary", "tertiary", "link"] {
            rows.push((
                format!("text.{text}"),
                self.on(&format!("text.{text}"), GROUNDS),
                TEXT,
            ));
        }
        for ground in [
            "accent.fill",
            "accent.hover",
            "accent.press",
            "danger.fill",
            "danger.hover",
        ] {
            rows.push((
                format!("text.on_solid on {ground}"),
                self.pair("text.on_solid", ground),
                TEXT,
            ));
        }
        for tone in TONES {
            let fg = format!("{tone}.fg");
            rows.push((
                format!("{fg} on its ground"),
                self.pair(&fg, &format!("{tone}.bg")),
                TEXT,
            ));
            rows.push((format!("{fg} on zones"), self.on(&fg, ZONES), TEXT));
            rows.push((
                format!("text.secondary on {tone}.bg"),
                self.pair("text.secondary", &format!("{tone}.bg")),
                TEXT,
            ));
        }
        for env in ENVIRONMENTS {
            let fg = format!("env.{env}.fg");
            let outline = if self.name == "contrast" {
                "text.primary"
            } else {
                &fg
            };
            rows.push((
                format!("{fg} on its ground"),
                self.pair(&fg, &format!("env.{env}.bg")),
                TEXT,
            ));
            rows.push((
                format!("outline badge {env}"),
                self.on(outline, &["panel", "selected"]),
                TEXT,
            ));
            let solid = format!("env.{env}.solid");
            rows.push((solid.clone(), self.on(&solid, &["panel"]), SIGN));
        }
        let Value::Map(syntax) = self.at("syntax") else {
            panic!("syntax is a group of colours");
        };
        for key in syntax.keys() {
            let Value::String(key) = key else { continue };
            let colour = format!("syntax.{key}");
            rows.push((colour.clone(), self.on(&colour, &["inset"]), TEXT));
        }
        let focus = &["base", "panel", "card", "overlay", "selected"];
        rows.push((
            "accent.focus".to_owned(),
            self.on("accent.focus", focus),
            SIGN,
        ));
        for bar in ["accent.fill", "warn.fill", "success.fill"] {
            rows.push((format!("{bar} as a bar"), self.on(bar, &["card"]), SIGN));
        }
        rows.push((
            "stroke.strong".to_owned(),
            self.on("stroke.strong", &["panel"]),
            SIGN,
        ));
        if self.name == "contrast" {
            rows.push((
                "stroke.control".to_owned(),
                self.on("stroke.control", &["panel"]),
                SIGN,
            ));
        }
        rows
    }
}

fn luminance(colour: &str) -> f64 {
    let part = |at: usize| {
        let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

fn ratio(a: &str, b: &str) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn every_pair_can_be_read_in_every_theme() {
    let mut breaches = Vec::new();
    for name in THEMES {
        let Some(theme) = Theme::read(name) else {
            breaches.push(format!("assets/tokens.{name}.ron is missing"));
            continue;
        };
        let rows = theme.pairs();
        assert!(rows.len() > 40);
        for (pair, ratio, aim) in rows {
            if ratio < aim {
                breaches.push(format!("{name}: {pair} has {ratio:.2}, needs {aim}"));
            }
        }
    }
    keep(
        "colour tokens reach the contrast that text and signs need",
        &breaches,
    );
}

#[test]
fn the_ratio_is_that_of_the_specification() {
    assert!((ratio("#000000", "#FFFFFF") - 21.0).abs() < 1e-9);
    assert!((ratio("#777777", "#FFFFFF") - 4.478).abs() < 1e-3);
}
