//! Which vault a command uses, and how it is opened when that needs a person.

use super::no_system;
use crate::app::effect::VaultChoice;
use crate::app::event::VaultStanding;
use crate::app::state::State;
use crate::cli::args::Everywhere;
use crate::engine::Config;
use crate::engine::vault_key::Access;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::settings::VaultKind;
use crate::model::words;
use crate::shell::terminal;

/// Makes the engine's settings of the flags and variables that stand for all commands.
///
/// # Errors
///
/// `bad_vault`.
pub fn config(everywhere: &Everywhere) -> Result<Config, Box<Problem>> {
    let given = |text: &&str| !text.is_empty();
    let vault = everywhere.vault.as_deref().filter(given);
    let access = match vault.map(Access::parse) {
        None => Access::Keyring,
        Some(Some(access)) => access,
        Some(None) => {
            let problem = Problem::new(ProblemKind::Usage, "bad_vault").at("--vault");
            return Err(Box::new(problem));
        }
    };
    Ok(Config {
        data_dir: everywhere
            .data_dir
            .clone()
            .filter(|folder| !folder.as_os_str().is_empty()),
        access,
        access_is_given: vault.is_some(),
        ..Config::default()
    })
}

/// Says how to open the vault when that needs a person: a passphrase, on a terminal.
pub fn choice(state: &State) -> Result<VaultChoice, Box<Problem>> {
    let asks = match state.vault() {
        VaultStanding::Locked(VaultKind::Passphrase)
        | VaultStanding::NotMade(VaultKind::Passphrase) => terminal::is_interactive(),
        _ => false,
    };
    if asks {
        let question = words::text("cli-passphrase-ask");
        let typed = terminal::ask_secret(&question).map_err(no_system)?;
        return Ok(VaultChoice::Passphrase(typed.finish()));
    }
    Err(match state.vault() {
        VaultStanding::Broken(problem) => problem.clone(),
        VaultStanding::Locked(_) | VaultStanding::NotMade(_) => locked("passphrase_needed"),
        VaultStanding::KeyMissing { .. } => locked("vault_key_missing"),
        _ => locked("keyring_absent"),
    })
}

fn locked(code: &str) -> Box<Problem> {
    Box::new(Problem::new(ProblemKind::Locked, code))
}
