//! The texts of commands and flags, from the catalogue; help, completions and the manual show them.
//!
//! They are looked up only when somebody wants to read them, so that a plain
//! command starts fast.

use clap::{Command, CommandFactory};
use clap_complete::Shell;

use super::args::Line;
use crate::model::words;

/// Returns the definition with every text in place.
#[must_use]
pub fn described() -> Command {
    let command = Line::command()
        .about(words::text("cli"))
        .long_about(words::text("cli-long"))
        .after_help(words::text("cli-exit-codes"));
    within(command, "cli")
}

fn within(command: Command, key: &str) -> Command {
    let command = command.mut_args(|arg| {
        let name = arg.get_id().as_str().replace('_', "-").to_ascii_lowercase();
        if name == "help" || name == "version" {
            return arg.help(words::text(&format!("cli-arg-{name}")));
        }
        // The flags that may stand anywhere have one text, wherever they are shown.
        let own = format!("{key}-arg-{name}");
        let shared = format!("cli-arg-{name}");
        arg.help(words::find(&own).unwrap_or_else(|| words::text(&shared)))
    });
    command.mut_subcommands(|inner| {
        let key = format!("{key}-{}", inner.get_name());
        let inner = inner.about(words::text(&key));
        within(inner, &key)
    })
}

/// Returns the completion script for a shell.
#[must_use]
pub fn completions(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut described(), "valet-key", &mut script);
    script
}

/// Returns the manual page, in roff: all commands on one page.
///
/// # Errors
///
/// What writing to memory can meet: nothing, in practice.
pub fn manual() -> std::io::Result<Vec<u8>> {
    let mut page = Vec::new();
    let mut command = described();
    command.build();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    each(&command, "valet-key", &mut page)?;
    Ok(page)
}

/// Appends synopsis and options of each command below this one.
fn each(command: &Command, path: &str, page: &mut Vec<u8>) -> std::io::Result<()> {
    let commands = command.get_subcommands();
    for inner in commands.filter(|inner| inner.get_name() != "help") {
        let path = format!("{path} {}", inner.get_name());
        let title = path.to_uppercase().replace('-', "\\-");
        page.extend_from_slice(format!(".SH {title}\n").as_bytes());
        let man = clap_mangen::Man::new(inner.clone());
        let mut part = Vec::new();
        man.render_description_section(&mut part)?;
        man.render_synopsis_section(&mut part)?;
        if inner.get_arguments().next().is_some() {
            man.render_options_section(&mut part)?;
        }
        let part = String::from_utf8_lossy(&part).replace(".SH ", ".SS ");
        page.extend_from_slice(part.as_bytes());
        each(inner, &path, page)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(command: &Command, path: &str, missing: &mut Vec<String>) {
        let about = command.get_about().map(ToString::to_string);
        if about.is_none_or(|text| text.starts_with("cli")) {
            missing.push(path.to_owned());
        }
        for arg in command.get_arguments() {
            let help = arg.get_help().map(ToString::to_string);
            if help.is_none_or(|text| text.starts_with("cli-")) {
                missing.push(format!("{path} {}", arg.get_id()));
            }
        }
        for inner in command.get_subcommands() {
            texts(inner, &format!("{path} {}", inner.get_name()), missing);
        }
    }

    #[test]
    fn the_definition_holds_together() {
        described().debug_assert();
    }

    #[test]
    fn every_command_and_flag_has_its_text() {
        let mut missing = Vec::new();
        let mut command = described();
        command.build();
        texts(&command, "valet-key", &mut missing);
        assert_eq!(missing, Vec::<String>::new());
    }

    #[test]
    fn the_manual_names_every_command() {
        let page = String::from_utf8(manual().expect("is written")).expect("is text");
        for inner in described().get_subcommands() {
            let title = inner.get_name().to_uppercase().replace('-', "\\-");
            assert!(
                page.contains(&format!(".SH VALET\\-KEY {title}")),
                "{title}"
            );
        }
    }

    #[test]
    fn every_shell_gets_a_script() {
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::PowerShell] {
            let script = String::from_utf8(completions(shell)).expect("is text");
            assert!(script.contains("introspect"), "{shell}");
        }
    }
}
