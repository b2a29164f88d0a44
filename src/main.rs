//! Starts Valet Key: the window, or one command.
#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    valet_key::cli::main(std::env::args_os())
}
