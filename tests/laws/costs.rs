//! What only tests may do with the vault: a cheap passphrase, a keyring of their own (decision 37).

use crate::keep;
use crate::source::sources;

/// Doors for tests, the one file of the product that has each, and how often it stands there.
const DOORS: &[(&str, &str, usize)] = &[
    ("CHEAP_FOR_TESTS", "src/engine/vault_key/passphrase.rs", 1),
    ("Vault::with(", "src/engine/vault.rs", 0),
    ("step::arm(", "src/engine/step.rs", 0),
];

#[test]
fn a_release_makes_and_opens_vaults_at_the_full_cost_only() {
    let mut breaches = Vec::new();
    for source in sources() {
        for (door, home, times) in DOORS {
            let used = source.scan.code.matches(door).count();
            let allowed = if source.path == *home { *times } else { 0 };
            if used > allowed {
                breaches.push(format!("{} uses {door}", source.path));
            }
        }
        if source.path == "src/engine/vault.rs"
            && !source
                .scan
                .code
                .contains("Keyring::of_system(), Cost::FLOOR)")
        {
            breaches.push(format!("{} opens with another cost", source.path));
        }
    }
    keep("only tests lower the cost of a passphrase", &breaches);
}
