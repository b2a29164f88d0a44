//! `demo-org`: the demo org in the foreground.

use serde_json::json;

use super::args::DemoOrg;
use super::output::{self, Style};
use crate::engine::demo_host::{self, Command, CommandError, Ready, TlsFiles};
use crate::model::problem::{Problem, ProblemKind};
use crate::model::words;

/// Runs the demo org until it is told to stop.
///
/// # Errors
///
/// `demo_org_usage`, `port_taken`, `demo_org_failed`.
pub fn run(asked: DemoOrg, style: Style) -> Result<(), Box<Problem>> {
    let tls = match (asked.tls_port, asked.tls_cert, asked.tls_key) {
        (Some(port), Some(certificate), Some(key)) => Some(TlsFiles {
            port,
            certificate,
            key,
        }),
        _ => None,
    };
    let command = Command {
        port: asked.port,
        tls,
        config: asked.config,
        auto_approve: asked.auto_approve,
    };
    demo_host::run_command(command, |ready| announce(ready, style)).map_err(problem)
}

fn announce(ready: &Ready, style: Style) -> std::io::Result<()> {
    let text = match style {
        Style::Json => format!("{}\n", json!(ready)),
        Style::Text => {
            let address = [("base_url", ready.base_url.as_str())];
            let mut text = format!("{}\n", words::with("cli-demo-org-ready", &address));
            for user in &ready.users {
                let values = [
                    ("username", user.username.as_str()),
                    ("password", user.password.as_str()),
                ];
                text.push_str(&words::with("cli-demo-org-user", &values));
                text.push('\n');
            }
            text
        }
    };
    output::bytes(text.as_bytes()).map_err(|problem| std::io::Error::other(problem.explain().what))
}

fn problem(error: CommandError) -> Box<Problem> {
    Box::new(match error {
        CommandError::Usage { field, why } => Problem::new(ProblemKind::Usage, "demo_org_usage")
            .at(format!("--{field}"))
            .with("why", why),
        CommandError::PortTaken(port) => Problem::new(ProblemKind::Network, "port_taken")
            .at("--port")
            .with("port", port.to_string()),
        CommandError::Failed(why) => {
            Problem::new(ProblemKind::Failed, "demo_org_failed").with("why", why)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// It once showed the text for a login's port, with nothing filled in.
    #[test]
    fn a_taken_port_of_the_demo_org_has_its_own_text() {
        let problem = problem(CommandError::PortTaken(8080));
        let told = problem.explain();
        assert_eq!(problem.code, "port_taken");
        assert_eq!(told.what, "Port 8080 is taken");
        assert!(!format!("{told:?}").contains('$'), "{told:?}");
    }
}
