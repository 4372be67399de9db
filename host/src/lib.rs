//! `balcao`: the service desk of internet providers. The command line, as a library: the bench runs it
//! beside plugins that are linked in.
#![forbid(unsafe_code)]

mod app;
mod command;
mod config;
mod demo;
mod demonstration;
mod profiles;
mod slips;
mod teams;
mod trials;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use config::{Config, Options};

/// What a command ends with. The error is shown to the operator, with its causes.
pub type Outcome = Result<(), Box<dyn std::error::Error + Send + Sync>>;

/// The service desk of internet providers.
#[derive(Parser)]
#[command(name = "balcao", version, about, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,

    /// A file with the same options; `balcao.toml` where there is one.
    #[arg(long, global = true, env = "BALCAO_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,

    #[command(flatten)]
    options: Options,
}

#[derive(Subcommand)]
enum Command {
    /// Serves the desk.
    Serve,
    /// Makes an empty database a desk: a company, and the profiles to begin with.
    Init(command::init::Init),
    /// Users of the desk.
    #[command(subcommand)]
    User(command::user::User),
    /// Fills an empty database with a demonstration provider: same seed, same data.
    Demo(command::demo::Demo),
    /// Plugins: install, list, grant, deny.
    #[command(subcommand)]
    Plugin(command::plugin::Plugin),
    /// Profiles: show and set what their users see.
    #[command(subcommand)]
    Profile(command::profile::Profile),
    /// Access servers: add, change, list, remove, test; what blocks a line.
    #[command(subcommand)]
    Nas(command::nas::Command),
    /// OLTs: add, change, list, remove, test; where lines are, what levels are worth.
    #[command(subcommand)]
    Olt(command::olt::Olt),
    /// Outages: begin, end, list.
    #[command(subcommand)]
    Outage(command::outage::Outage),
    /// Bank accounts: add, list, remove, test.
    #[command(subcommand)]
    Bank(command::bank::Bank),
    /// The picture on a company's papers.
    Logo(command::logo::Logo),
    /// How a company sends mail: server, template, trial.
    #[command(subcommand)]
    Mail(command::mail::Mail),
    /// Tries every part outside, and says what works and what to change.
    Check(command::check::Check),
    /// The audit trail.
    #[command(subcommand)]
    Audit(command::audit::Audit),
}

/// Runs the command that the process was given.
pub fn main() -> ExitCode {
    // The child that compiles components limits itself first; nothing may run before that.
    if std::env::args_os().nth(1).is_some_and(|first| first == app::COMPILE) {
        return balcao_engine::compile_child();
    }
    let cli = Cli::parse();
    app::log();
    // Nothing else may have chosen one: every TLS of the desk goes over ring.
    let _ = rustls::crypto::ring::default_provider().install_default();
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("balcao: {}", causes(error.as_ref()));
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn run(cli: Cli) -> Outcome {
    let config = Config::load(cli.options, cli.config.as_deref())?;
    match cli.command {
        Command::Serve => command::serve::run(config).await,
        Command::Init(init) => init.run(&config).await,
        Command::User(user) => user.run(&config).await,
        Command::Demo(demo) => demo.run(&config).await,
        Command::Plugin(plugin) => plugin.run(&config).await,
        Command::Profile(profile) => profile.run(&config).await,
        Command::Nas(nas) => nas.run(&config).await,
        Command::Olt(olt) => olt.run(&config).await,
        Command::Outage(outage) => outage.run(&config).await,
        Command::Bank(bank) => bank.run(&config).await,
        Command::Logo(logo) => logo.run(&config).await,
        Command::Mail(mail) => mail.run(&config).await,
        Command::Check(check) => check.run(&config).await,
        Command::Audit(audit) => audit.run(&config).await,
    }
}

/// An error and what caused it, each once, on one line.
fn causes(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        source = cause.source();
    }
    text
}
