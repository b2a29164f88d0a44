//! Where a secret becomes text: every call of `expose` is on a reviewed list (R42).

use std::collections::BTreeMap;

use crate::keep;
use crate::source::sources;

/// The reviewed list: file, and how many times it exposes a secret.
///
/// A new line here wants a reason in the review: who reads the text, where it
/// goes, and when it is wiped.
const REVIEWED: &[(&str, usize)] = &[
    ("src/cli/one.rs", 3),
    ("src/app/update/inspect.rs", 3),
    ("src/engine/flow_io/trip.rs", 1),
    ("src/engine/journal.rs", 4),
    ("src/engine/runner/ask.rs", 3),
    ("src/engine/runner/clip.rs", 2),
    ("src/engine/runner/give.rs", 6),
    ("src/engine/runner/inspect.rs", 2),
    ("src/engine/runner/library.rs", 2),
    ("src/engine/runner/refresh.rs", 4),
    ("src/engine/runner/subject_token.rs", 4),
    ("src/engine/vault/record.rs", 6),
    ("src/engine/vault_key/passphrase.rs", 2),
    ("src/model/key_file.rs", 2),
    ("src/model/secret.rs", 3),
    ("src/model/token.rs", 1),
    ("src/protocol/answer.rs", 1),
    ("src/protocol/assertion.rs", 2),
    ("src/protocol/authorize.rs", 2),
    ("src/protocol/callback.rs", 3),
    ("src/protocol/client_auth.rs", 4),
    ("src/protocol/flow/device.rs", 1),
    ("src/protocol/flow/jwt_bearer.rs", 1),
    ("src/protocol/flow/refresh.rs", 1),
    ("src/protocol/flow/token_exchange.rs", 1),
    ("src/protocol/flow/user_agent.rs", 1),
    ("src/protocol/flow/username_password.rs", 1),
    ("src/protocol/flow/web_server.rs", 2),
    ("src/protocol/id_token.rs", 3),
    ("src/protocol/jwt_access_token.rs", 1),
    ("src/protocol/login/other_provider.rs", 1),
    ("src/protocol/login/verify.rs", 2),
    ("src/protocol/message.rs", 1),
    ("src/protocol/script.rs", 1),
    ("src/protocol/service.rs", 1),
    ("src/protocol/service/revoke.rs", 4),
    ("src/protocol/signature.rs", 1),
    ("src/protocol/subject.rs", 1),
    ("src/ui/widget/secret_field.rs", 1),
];

#[test]
fn every_exposure_of_a_secret_is_reviewed() {
    let found: BTreeMap<String, usize> = sources()
        .iter()
        .map(|source| {
            let calls = ["expose()", "expose_secret()"]
                .iter()
                .map(|call| source.scan.code.matches(call).count());
            (source.path.clone(), calls.sum())
        })
        .filter(|(_, count)| *count > 0)
        .collect();
    let reviewed: BTreeMap<String, usize> = REVIEWED
        .iter()
        .map(|(path, count)| ((*path).to_owned(), *count))
        .collect();
    let mut breaches: Vec<String> = found
        .iter()
        .filter(|(path, count)| reviewed.get(*path) != Some(*count))
        .map(|(path, count)| format!("(\"{path}\", {count}),"))
        .collect();
    breaches.extend(
        reviewed
            .keys()
            .filter(|path| !found.contains_key(*path))
            .map(|path| format!("{path} exposes nothing any more")),
    );
    keep(
        "a call of expose() is on the reviewed list of tests/laws/secrets.rs",
        &breaches,
    );
}
