//! The command line (`cli-contract.md`): every act of the window, without the window.
//!
//! ```text
//! args ─▶ main ─▶ one file for each command ─▶ house ─▶ app::update ─▶ engine
//!                        │
//!                        └─▶ output: stdout has the answer, stderr all else
//! ```

mod args;
mod copy;
mod demo;
mod describe;
mod doctor;
mod explain;
mod house;
mod import;
mod inspect;
mod introspect;
mod kept;
mod key;
mod login;
mod object;
mod one;
mod output;
mod plain;
mod refusal;
mod results;
mod secret;
mod subject_token;
mod target;
mod tour;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser as _;
use clap::error::ErrorKind;

use self::args::{Command, Everywhere, Line, Secret};
use self::house::House;
use self::import::Wishes;
use self::introspect::Elsewhere;
use self::one::Freshness;
use self::output::{Answer, Style};
use self::results::{Results, Sure};
use crate::app::effect::WhichToken;
use crate::engine::display;
use crate::model::problem::{Problem, ProblemKind};
use crate::shell::{fault, log, window};

/// How a command ended that did not fail.
enum Done {
    /// As it should.
    Well,
    /// With the exit code of another program.
    Code(u8),
}

type Outcome = Result<Done, Box<Problem>>;

/// Does what the arguments say, and returns the exit code of the contract.
#[must_use]
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    fault::be_quiet();
    log::begin();
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let line = match Line::try_parse_from(&arguments) {
        Ok(line) => line,
        Err(error) => return refused(&error, &arguments),
    };
    let style = match line.everywhere.json {
        true => Style::Json,
        false => Style::Text,
    };
    match run(line, style) {
        Ok(Done::Well) => ExitCode::SUCCESS,
        Ok(Done::Code(code)) => ExitCode::from(code),
        Err(problem) => {
            output::problem(style, &problem);
            ExitCode::from(problem.kind.exit_code())
        }
    }
}

/// Shows help where that was asked for; else says what is wrong with the arguments.
fn refused(error: &clap::Error, arguments: &[OsString]) -> ExitCode {
    let wants_help = matches!(
        error.kind(),
        ErrorKind::DisplayHelp
            | ErrorKind::DisplayVersion
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    );
    if wants_help {
        let shown = describe::described().try_get_matches_from(arguments);
        let text = shown.err().map(|error| error.to_string());
        return match output::bytes(text.unwrap_or_default().as_bytes()) {
            Ok(()) if error.use_stderr() => ExitCode::from(2),
            Ok(()) => ExitCode::SUCCESS,
            Err(problem) => ExitCode::from(problem.kind.exit_code()),
        };
    }
    // What stands after `--` belongs to another program.
    let ours = arguments.iter().take_while(|word| *word != "--");
    let style = match ours.into_iter().any(|word| word == "--json") {
        true => Style::Json,
        false => Style::Text,
    };
    let problem = refusal::problem(error);
    output::problem(style, &problem);
    ExitCode::from(problem.kind.exit_code())
}

fn run(line: Line, style: Style) -> Outcome {
    let Line {
        everywhere,
        command,
    } = line;
    let Some(command) = command else {
        return window(&everywhere);
    };
    match command {
        // Without the house: these touch neither library nor engine.
        Command::Inspect { source } => answer(style, inspect::inspect(&source)),
        Command::Explain {
            code: Some(code),
            description,
        } => answer(style, explain::explain(&code, description.as_deref())),
        Command::Explain { code: None, .. } => answer(style, Ok(explain::list())),
        Command::Completions { shell } => bytes(&describe::completions(shell)),
        Command::Man => bytes(&describe::manual().unwrap_or_default()),
        Command::DemoOrg(asked) => demo::run(asked, style).map(|()| Done::Well),
        Command::Tour => {
            let (shown, problem) = tour::tour()?;
            with_problem(style, &shown, problem)
        }
        kept => in_house(kept, &everywhere, style),
    }
}

fn in_house(command: Command, everywhere: &Everywhere, style: Style) -> Outcome {
    let mut house = House::open(everywhere, style)?;
    match command {
        Command::List => answer(style, Ok(kept::list(&house))),
        Command::Show { target } => answer(style, kept::show(&house, &target)),
        Command::Export { profiles } => {
            let text = kept::export(&house, &profiles)?;
            bytes(text.as_bytes())
        }
        Command::Import {
            file,
            dry_run,
            replace,
            allow_host,
        } => {
            let wishes = Wishes {
                dry_run,
                replace,
                allowed: &allow_host,
            };
            answer(style, import::import(&mut house, &file, &wishes))
        }
        Command::Secret {
            command: Secret::Set { profile },
        } => secret::set(&mut house, &profile).map(|()| Done::Well),
        Command::Key { command } => answer(style, key::key(&mut house, command)),
        Command::Login(asked) => answer(style, login::login(&mut house, &asked)),
        Command::Doctor { profile } => {
            let (shown, problem) = doctor::doctor(&mut house, profile.as_deref())?;
            with_problem(style, &shown, problem)
        }
        other => with_tokens(other, house, style),
    }
}

fn with_tokens(command: Command, mut house: House, style: Style) -> Outcome {
    house.hear_interrupts()?;
    match command {
        Command::Token { target, no_refresh } => {
            let freshness = match no_refresh {
                true => Freshness::AsKept,
                false => Freshness::Refresh,
            };
            answer(style, one::token(&mut house, &target, freshness))
        }
        Command::Refresh { targets } => all(style, results::refresh(&mut house, &targets)),
        Command::Revoke { targets, yes } => {
            let sure = match yes {
                true => Sure::Yes,
                false => Sure::NotSaid,
            };
            all(style, results::revoke(&mut house, &targets, sure))
        }
        Command::Forget { targets, profile } => all(
            style,
            match profile {
                true => results::forget_profiles(&mut house, &targets),
                false => results::forget(&mut house, &targets),
            },
        ),
        Command::Introspect {
            targets,
            refresh_token,
            by,
            other_org,
        } => {
            let which = match refresh_token {
                true => WhichToken::Refresh,
                false => WhichToken::Access,
            };
            match targets.as_slice() {
                [source] if source == "-" => {
                    let other_org = match other_org {
                        true => Elsewhere::Allowed,
                        false => Elsewhere::NotSaid,
                    };
                    let by = by.as_deref();
                    answer(style, introspect::pasted(&mut house, by, other_org))
                }
                [target] if !target.ends_with(":*") => {
                    answer(style, introspect::one(&mut house, target, which))
                }
                targets => all(style, introspect::all(&mut house, targets, which)),
            }
        }
        Command::Identity { target } => answer(style, one::identity(&mut house, &target)),
        Command::Logout { target, no_browser } => {
            answer(style, one::logout(&mut house, &target, no_browser))
        }
        Command::Open { target, path } => answer(style, one::open(&mut house, &target, path)),
        Command::Run { target, command } => one::run(house, &target, &command).map(Done::Code),
        _ => Ok(Done::Well),
    }
}

fn answer(style: Style, found: Result<Answer, Box<Problem>>) -> Outcome {
    output::answer(style, &found?).map(|()| Done::Well)
}

fn all(style: Style, results: Results) -> Outcome {
    with_problem(style, &results.answer, results.problem)
}

/// Answers, and fails all the same: what accounts for every target does so on stdout.
fn with_problem(style: Style, shown: &Answer, problem: Option<Box<Problem>>) -> Outcome {
    output::answer(style, shown)?;
    match problem {
        Some(problem) => Err(problem),
        None => Ok(Done::Well),
    }
}

fn bytes(bytes: &[u8]) -> Outcome {
    output::bytes(bytes).map(|()| Done::Well)
}

/// Opens the window; where there is no display, the commands are named.
fn window(everywhere: &Everywhere) -> Outcome {
    let config = house::config(everywhere)?;
    if !display::is_there() {
        let line = <Line as clap::CommandFactory>::command();
        let commands: Vec<&str> = line
            .get_subcommands()
            .map(clap::Command::get_name)
            .collect();
        let problem = Problem::new(ProblemKind::Usage, "no_display");
        return Err(Box::new(problem.with("commands", commands.join(", "))));
    }
    window::run(config)?;
    Ok(Done::Well)
}
