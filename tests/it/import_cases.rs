//! I01–I32 of the threat model: hostile profile files, through `valet-key import` and through what the window's preview reads (R71).
//!
//! Each is refused with a message that names file, line, column and field
//! where there is one, or shown before anything is kept; nothing outside our
//! folder changes, nothing is kept, nothing hangs. I33 to I36 are about keys in
//! PEM, which no file of today carries; I32 is the XML of SAML, refused as what
//! it is here: no profile file.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use valet_key::app::effect::Effect;
use valet_key::app::event::Event;

use crate::cli::world::{Said, program, said};
use crate::login::bench::Bench;

/// A folder with a file in it, and the program that may only write to `data`.
struct Import {
    folder: tempfile::TempDir,
}

impl Import {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn file(&self, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path("hostile.ron");
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn run(&self, arguments: &[&str]) -> Said {
        // A vault that would fail whoever touched it.
        let mut command: Command = program(&self.path("data"));
        command.args(["--vault", "passphrase-file:/nowhere/at/all"]);
        said(command.args(arguments).output().unwrap())
    }

    /// Names and contents of everything but what the program keeps.
    fn outside(&self) -> Vec<(PathBuf, Option<Vec<u8>>)> {
        let mut found: Vec<_> = std::fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.file_name() != "data")
            .map(|entry| {
                let is_file = entry.file_type().unwrap().is_file();
                let bytes = is_file.then(|| std::fs::read(entry.path()).unwrap());
                (entry.path(), bytes)
            })
            .collect();
        found.sort();
        found
    }

    /// Both ways refuse the file for the same reason; returns the error.
    #[track_caller]
    fn is_refused(&self, path: &Path) -> Value {
        let before = self.outside();
        let refused = self.run(&["import", path.to_str().unwrap(), "--json"]);
        assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{refused:?}");
        let error = refused.error();
        for part in ["message", "cause", "next"] {
            let text = error[part].as_str().unwrap();
            assert!(!text.is_empty() && !text.contains('{'), "{error}");
            // However long and odd the file, the message can be read.
            assert!(
                text.chars().count() < 1_000,
                "{} characters",
                text.chars().count()
            );
            let moves = |c: char| {
                c.is_control()
                    || ('\u{200b}'..='\u{200f}').contains(&c)
                    || ('\u{202a}'..='\u{202e}').contains(&c)
            };
            assert!(!text.contains(moves), "{error}");
        }
        assert_eq!(self.outside(), before, "something outside was touched");
        assert_eq!(
            self.run(&["list", "--json"]).json(),
            json!({"profiles": []})
        );
        let previewed = preview(path).unwrap_err();
        assert_eq!(error["code"], previewed.0, "the window says another thing");
        assert_eq!(error["field"].as_str().unwrap_or_default(), previewed.1);
        error
    }
}

/// What the window reads before it shows its preview: how many profiles, or code and field of the refusal.
fn preview(path: &Path) -> Result<usize, (String, String)> {
    let mut bench = Bench::start();
    let run_id = bench.run_id();
    bench.send(Effect::ReadImport {
        run_id: run_id.clone(),
        path: path.to_owned(),
    });
    bench.until(|event| match event {
        Event::ImportRead {
            run_id: id,
            profiles,
            ..
        } if id == run_id => Some(Ok(profiles.len())),
        Event::Failed {
            run_id: id,
            problem,
            ..
        } if id == run_id => Some(Err((
            problem.code.clone(),
            problem.field.clone().unwrap_or_default(),
        ))),
        _ => None,
    })
}

/// A file with one profile that has all it needs, and these fields.
fn with(fields: &str) -> Vec<u8> {
    one(&format!(
        "name: \"A\", login_url: \"login.salesforce.com\", client_id: \"k\", {fields}"
    ))
}

/// A file with one profile of these fields, on line 4.
fn one(fields: &str) -> Vec<u8> {
    format!("(\n  schema: 1,\n  profiles: [\n    ({fields}),\n  ],\n)").into_bytes()
}

fn at(login_url: &str, fields: &str) -> Vec<u8> {
    one(&format!(
        "name: \"A\", client_id: \"k\", login_url: \"{login_url}\", {fields}"
    ))
}

fn utf_16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// The file itself; where its problem has no line, the field is the name of the file.
const FILE: &str = "FILE";

/// A field with a name of a megabyte, as far as it is shown.
const LONG: &str = "LONG";

type Case = (&'static str, &'static str, &'static str, fn() -> Vec<u8>);

/// Makes one test of each row: code and field that a file is refused with.
macro_rules! cases {
    ($($name:ident $code:literal $field:expr, $bytes:expr;)*) => {
        const CASES: &[Case] = &[$((stringify!($name), $code, $field, $bytes)),*];
        $(#[test]
        fn $name() {
            refused(stringify!($name));
        })*
    };
}

cases! {
    i01_empty_file "file_empty" FILE, || b" \n".to_vec();
    i02_byte_order_mark "file_byte_order_mark" FILE, || [b"\xef\xbb\xbf".to_vec(), with("")].concat();
    i03_utf_16 "file_not_utf8" FILE, || utf_16("\u{feff}(schema: 1)");
    i03_utf_16_without_mark "file_syntax" "", || utf_16("(schema: 1)");
    i04_16_mib_and_one "file_too_big" FILE, || vec![b' '; 16 * 1024 * 1024 + 1];
    i05_33_deep "file_field_value" "profiles[0].tags[0]", || with(&format!("tags: {}", "[".repeat(33)));
    i06_100_000_deep "file_field_value" "profiles[0].tags[0]", || with(&format!("tags: {}", "[".repeat(100_000)));
    i06_comments_100_000_deep "file_syntax" "profiles[0]", || with(&"/*".repeat(100_000));
    i07_10_001_profiles "file_too_many_profiles" "profiles[10000]", || {
        let many = "(name:\"A\",login_url:\"login.salesforce.com\",client_id:\"k\"),".repeat(10_001);
        format!("(schema:1,profiles:[{many}])").into()
    };
    i08_id_twice "profile_id_twice" "profiles[1].profile_id", || {
        let same = "(profile_id: \"a\", name: \"A\", login_url: \"login.salesforce.com\", client_id: \"k\"),\n";
        format!("(schema: 1, profiles: [\n{same}{same}])").into()
    };
    i09_id_that_is_a_path "file_field_value" "profiles[0].profile_id", || with("profile_id: \"../../x\"");
    i10_id_that_is_a_device "file_field_value" "profiles[0].profile_id", || with("profile_id: \"CON\"");
    i11_id_with_nul "file_field_value" "profiles[0].profile_id", || with("profile_id: \"a\\u{0}b\"");
    i12_unknown_field "file_field_unknown" "profiles[0].colour", || with("colour: \"red\"");
    i12_unknown_field_of_a_megabyte "file_field_unknown" LONG, || with(&format!("{}: 1", "x".repeat(1_000_000)));
    i12_secret "client_secret_in_file" "profiles[0].client_secret", || with("client_secret: \"hush\"");
    i13_field_twice "file_field_twice" "profiles[0].name", || with("name: \"B\"");
    i14_name_of_5_kib "file_field_value" "profiles[0].name", || {
        one(&format!("name: \"{}\", login_url: \"login.salesforce.com\", client_id: \"k\"", "a".repeat(5 * 1024)))
    };
    i14_notes_of_5_kib "file_field_value" "profiles[0].notes", || with(&format!("notes: \"{}\"", "a".repeat(5 * 1024)));
    i14_tags_of_5_kib_in_all "file_field_value" "profiles[0].tags", || with(&format!("tags: [{}]", "\"abcd\",".repeat(1_300)));
    i15_name_that_turns_direction "file_field_value" "profiles[0].name", || {
        one("name: \"a\u{202e}b\", login_url: \"login.salesforce.com\", client_id: \"k\"")
    };
    i15_name_with_zero_width "file_field_value" "profiles[0].name", || {
        one("name: \"a\\u{200b}b\", login_url: \"login.salesforce.com\", client_id: \"k\"")
    };
    i16_host_with_userinfo "file_field_value" "profiles[0].login_url", || at("https://login.salesforce.com@evil.example", "");
    i17_look_alike_host "file_field_value" "profiles[0].login_url", || at("https://login.s\u{430}lesforce.com", "");
    i18_ip_literal "file_field_value" "profiles[0].login_url", || at("https://10.0.0.1", "");
    i18_ip_literal_in_disguise "file_field_value" "profiles[0].login_url", || at("https://0x0a000001", "");
    i19_loopback_that_is_no_demo "file_field_value" "profiles[0].environment", || at("http://localhost:9000", "environment: sandbox");
    i19_loopback_token_endpoint "file_field_value" "profiles[0].endpoints.token", || {
        with("endpoints: (token: \"http://localhost:1/t\")")
    };
    i20_port_0 "file_field_value" "profiles[0].login_url", || at("https://acme.my.salesforce.com:0", "");
    i21_http "file_field_value" "profiles[0].login_url", || at("http://acme.my.salesforce.com", "");
    i23_unknown_flow "file_field_value" "profiles[0].flow", || with("flow: teleport");
    i24_number_overflow "file_field_value" "schema", || b"(schema: 99999999999999999999, profiles: [])".to_vec();
    i25_not_a_number "file_field_value" "schema", || b"(schema: NaN, profiles: [])".to_vec();
    i25_value_of_a_megabyte "file_field_value" "profiles[0].pkce", || with(&format!("pkce: \"{}\"", "x".repeat(1_000_000)));
    i31_zip "file_archive" FILE, || b"PK\x03\x04rest".to_vec();
    i31_gzip_bomb "file_archive" FILE, || [b"\x1f\x8b\x08\0\0\0\0\0\0\x03".to_vec(), vec![0; 100_000]].concat();
    i32_xml_with_dtd "file_field_value" "", || b"<!DOCTYPE l [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><profiles>&a;</profiles>".to_vec();
}

/// Refused both ways, with the place in the file.
fn refused(name: &str) {
    let (_, code, field, bytes) = CASES.iter().find(|(known, ..)| *known == name).unwrap();
    let import = Import::new();
    let path = import.file(bytes());
    let error = import.is_refused(&path);
    let named = error["field"].as_str().unwrap_or_default();
    let message = error["message"].as_str().unwrap();
    assert!(message.contains("hostile.ron"), "{message}");
    assert!(!format!("{error}").contains("hush"));
    let named = match named.len() {
        200.. if named.ends_with("x…") => LONG,
        _ => named,
    };
    match *field {
        FILE => assert_eq!(named, path.to_str().unwrap()),
        _ => assert!(
            message.contains(", line ") && message.contains(", column "),
            "{message}"
        ),
    }
    assert_eq!(
        (
            error["code"].as_str().unwrap(),
            if *field == FILE { FILE } else { named }
        ),
        (*code, *field),
        "{message}"
    );
}

/// Shown before anything is kept: a host that nobody saw needs a yes of its own.
#[test]
fn i22_token_endpoint_on_another_host() {
    let import = Import::new();
    let path = import.file(with("endpoints: (token: \"https://evil.example/t\")"));
    let file = path.to_str().unwrap();
    let refused = import.run(&["import", file, "--json"]);
    assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{refused:?}");
    assert_eq!(refused.error()["code"], "new_host");
    assert!(
        refused.error()["message"]
            .as_str()
            .unwrap()
            .contains("evil.example")
    );
    assert_eq!(
        import.run(&["list", "--json"]).json(),
        json!({"profiles": []})
    );
    let dry = import.run(&["import", file, "--dry-run", "--json"]).json();
    assert_eq!(dry["new_hosts"], json!(["evil.example"]));
    assert_eq!(
        preview(&path),
        Ok(1),
        "the window's preview names it: app::tests::import"
    );
    let named = import.run(&["import", file, "--allow-host", "evil.example", "--json"]);
    assert_eq!(named.code, 0, "{named:?}");
}

#[test]
fn i26_symlink() {
    let import = Import::new();
    let target = import.file(with(""));
    let link = import.path("link.ron");
    std::os::unix::fs::symlink(target, &link).unwrap();
    assert_eq!(import.is_refused(&link)["code"], "import_not_a_file");
}

#[test]
fn i27_fifo_does_not_hang() {
    let import = Import::new();
    let pipe = import.path("pipe.ron");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(import.is_refused(&pipe)["code"], "import_not_a_file");
}

#[test]
fn i28_device_files_are_not_read() {
    for device in ["/dev/zero", "/dev/random", "/dev/full", "/proc/self/fd/0"] {
        assert_eq!(
            Import::new().is_refused(Path::new(device))["code"],
            "import_not_a_file"
        );
    }
}

#[test]
fn i29_directory() {
    let import = Import::new();
    let folder = import.path("folder.ron");
    std::fs::create_dir(&folder).unwrap();
    assert_eq!(import.is_refused(&folder)["code"], "import_not_a_file");
}

/// What was read is what is kept, whatever becomes of the file while the preview is open.
#[test]
fn i30_file_swapped_between_preview_and_apply() {
    let import = Import::new();
    let path = import.file(with(""));
    let mut bench = Bench::start();
    let run_id = bench.run_id();
    bench.send(Effect::ReadImport {
        run_id,
        path: path.clone(),
    });
    let profiles = bench.until(|event| match event {
        Event::ImportRead { profiles, .. } => Some(profiles),
        _ => None,
    });
    std::fs::write(&path, at("https://acme.my.salesforce.com", "")).unwrap();
    let run_id = bench.run_id();
    bench.send(Effect::SaveProfiles {
        run_id,
        profiles,
        replace: true,
    });
    let saved = bench.until(|event| match event {
        Event::ProfilesSaved { saved, .. } => Some(saved),
        Event::Failed { problem, .. } => panic!("{problem:?}"),
        _ => None,
    });
    assert_eq!(
        saved[0].0.profile.login_url.as_str(),
        "https://login.salesforce.com"
    );
}
