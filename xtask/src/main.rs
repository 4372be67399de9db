//! `cargo xtask`: everything that is done with this repository, from a bare machine on.
//!
//! It depends on the standard library alone, so that its first line is there within seconds, before
//! anything else is fetched or compiled.

#![forbid(unsafe_code)]

mod bench;
mod failure;
mod fingerprint;
mod guest;
mod host;
mod packages;
mod plugins;
mod serve;
mod stage;
mod test;
mod workspace;

use std::process::ExitCode;

use failure::Failure;
use stage::Stages;
use workspace::Workspace;

const USAGE: &str = "\
usage: cargo xtask COMMAND [ARGUMENTS]

  serve     build everything and serve the demonstration on http://127.0.0.1:8080;
            arguments go to `balcao serve`
  test      set up what tests need and run them all; arguments go to `cargo test`
  lint      formatting and clippy, as strict as a review
  plugins   build the plugins to components: ours in target/plugins, the tests' in target/plugins-test
  bindings  write the SDK's bindings again after a change of wit/
  bench     measure against native code and peers, to target/bench/report.json
  soak      proves a million lines of the audit trail, then kills the desk over and over while an
            action is confirmed, for hours";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let task = match command.as_str() {
        "serve" => serve::run,
        "test" => test::run,
        "lint" => test::lint,
        "plugins" => plugins::run,
        "bindings" => plugins::bindings,
        "bench" => bench::run,
        "soak" => test::soak,
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::FAILURE;
        }
    };
    let workspace = Workspace::here();
    println!("Balcão, cargo xtask {command}, building in {}", workspace.target.display());
    match task(&workspace, &Stages::begin(&workspace), &rest) {
        Ok(()) => ExitCode::SUCCESS,
        // The last words are the program's own.
        Err(Failure::Ended) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

/// What a command does: it gets the arguments after its name.
type Outcome = Result<(), Failure>;
