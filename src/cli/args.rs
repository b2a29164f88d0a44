//! The commands and flags, once: parser, help, completions and manual come from here.
//!
//! Shapes: `cli-contract.md`. The texts are in the catalogue, see [`super::describe`].

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

use crate::model::subject_token::SubjectType;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "valet-key", version)]
pub struct Line {
    #[command(flatten)]
    pub everywhere: Everywhere,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Flags that may stand before or after the command.
#[derive(Debug, Clone, Args)]
pub struct Everywhere {
    #[arg(long, global = true, value_name = "DIR", env = "VALET_KEY_DATA_DIR")]
    pub data_dir: Option<PathBuf>,
    #[arg(long, global = true, value_name = "VAULT", env = "VALET_KEY_VAULT")]
    pub vault: Option<String>,
    #[arg(long, global = true)]
    pub json: bool,
}

/// What to do; nothing opens the window.
#[derive(Debug, Subcommand)]
pub enum Command {
    List,
    Show {
        #[arg(value_name = "TARGET")]
        target: String,
    },
    Login(Login),
    Token {
        #[arg(value_name = "TARGET")]
        target: String,
        #[arg(long)]
        no_refresh: bool,
    },
    Refresh {
        #[arg(value_name = "TARGET", required = true)]
        targets: Vec<String>,
    },
    Revoke {
        #[arg(value_name = "TARGET", required = true)]
        targets: Vec<String>,
        #[arg(long)]
        yes: bool,
    },
    Forget {
        #[arg(value_name = "TARGET", required = true)]
        targets: Vec<String>,
        #[arg(long)]
        profile: bool,
    },
    Introspect {
        #[arg(value_name = "TARGET", required = true)]
        targets: Vec<String>,
        #[arg(long)]
        refresh_token: bool,
        #[arg(long, value_name = "PROFILE")]
        by: Option<String>,
        #[arg(long)]
        other_org: bool,
    },
    Identity {
        #[arg(value_name = "TARGET")]
        target: String,
    },
    Inspect {
        #[arg(value_name = "-")]
        source: String,
    },
    Logout {
        #[arg(value_name = "TARGET")]
        target: String,
        #[arg(long)]
        no_browser: bool,
    },
    Open {
        #[arg(value_name = "TARGET")]
        target: String,
        #[arg(long, value_name = "PATH")]
        path: Option<String>,
    },
    Run {
        #[arg(value_name = "TARGET")]
        target: String,
        #[arg(value_name = "CMD", last = true, required = true)]
        command: Vec<OsString>,
    },
    Import {
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[arg(long)]
        dry_run: bool,
        #[arg(long)]
        replace: bool,
        #[arg(long, value_name = "HOST")]
        allow_host: Vec<String>,
    },
    Export {
        #[arg(value_name = "PROFILE")]
        profiles: Vec<String>,
    },
    Secret {
        #[command(subcommand)]
        command: Secret,
    },
    Key {
        #[command(subcommand)]
        command: Key,
    },
    Doctor {
        #[arg(value_name = "PROFILE")]
        profile: Option<String>,
    },
    Tour,
    DemoOrg(DemoOrg),
    Explain {
        #[arg(value_name = "CODE")]
        code: Option<String>,
        #[arg(value_name = "DESCRIPTION")]
        description: Option<String>,
    },
    Completions {
        #[arg(value_name = "SHELL")]
        shell: Shell,
    },
    Man,
}

/// `login`.
#[derive(Debug, Args)]
pub struct Login {
    #[arg(value_name = "PROFILE")]
    pub profile: String,
    #[arg(long)]
    pub no_browser: bool,
    #[arg(long, value_name = "URL")]
    pub callback_url: Option<String>,
    #[arg(long, value_name = "SECS", default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub timeout: u64,
    #[arg(long, value_name = "USER")]
    pub login_hint: Option<String>,
    #[arg(long, value_name = "P")]
    pub prompt: Option<String>,
    #[arg(long, value_name = "S")]
    pub scope: Option<String>,
    #[arg(long)]
    pub accept_identity: bool,
    #[arg(long)]
    pub allow_password_flow: bool,
    #[arg(long, value_name = "FILE", conflicts_with = "subject_token_from")]
    pub subject_token_file: Option<PathBuf>,
    #[arg(long, value_name = "TARGET")]
    pub subject_token_from: Option<String>,
    #[arg(long, value_name = "KIND", value_parser = subject_types())]
    pub subject_token_type: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub token_handler: Option<String>,
}

/// The kinds of subject token, by their names in files.
fn subject_types() -> clap::builder::PossibleValuesParser {
    SubjectType::ALL.map(SubjectType::as_str).into()
}

/// `secret`.
#[derive(Debug, Subcommand)]
pub enum Secret {
    Set {
        #[arg(value_name = "PROFILE")]
        profile: String,
    },
}

/// `key`.
#[derive(Debug, Subcommand)]
pub enum Key {
    Make {
        #[arg(value_name = "PROFILE")]
        profile: String,
        #[arg(long, value_name = "N", default_value_t = 365, value_parser = clap::value_parser!(u16).range(1..=3_650))]
        days: u16,
    },
    Import {
        #[arg(value_name = "PROFILE")]
        profile: String,
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[arg(long, value_name = "FILE")]
        certificate: Option<PathBuf>,
    },
    Certificate {
        #[arg(value_name = "PROFILE")]
        profile: String,
    },
}

/// `demo-org`.
#[derive(Debug, Args)]
pub struct DemoOrg {
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub port: u16,
    #[arg(long, value_name = "N", requires_all = ["tls_cert", "tls_key"])]
    pub tls_port: Option<u16>,
    #[arg(long, value_name = "PEM", requires = "tls_port")]
    pub tls_cert: Option<PathBuf>,
    #[arg(long, value_name = "PEM", requires = "tls_port")]
    pub tls_key: Option<PathBuf>,
    #[arg(long, value_name = "FILE.ron")]
    pub config: Option<PathBuf>,
    #[arg(long, value_name = "USERNAME")]
    pub auto_approve: Option<String>,
}
