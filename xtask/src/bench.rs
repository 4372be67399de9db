//! `cargo xtask bench`: optimised, beside native code and peers, and the tabs of an attendance over
//! HTTP; to `target/bench/report.json`.
//!
//! `bench/` is a workspace of its own and is built in a folder of its own: what it measures against
//! is in no build of the server.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::failure::Failure;
use crate::stage::{Stage, Stages, quiet, shown};
use crate::workspace::Workspace;
use crate::{Outcome, guest, host, packages, plugins};

/// Builds what is compared, and compares it.
pub fn run(workspace: &Workspace, stages: &Stages, _: &[String]) -> Outcome {
    let node = packages::ensure(stages, &packages::NODE)?;
    plugins::build(workspace, stages, &[plugins::STANDARD])?;
    let guests = guests(workspace, stages)?;
    let stage = Stage { name: "the bench and its peers", log: "bench", expected: 8 * 60, limit: None };
    let mut build = cargo(workspace, &["--release"]);
    for package in ["balcao-bench", "balcao-bench-peer", "balcao-bench-desk"] {
        build.args(["--package", package]);
    }
    stages.run(&stage, host::with_pack(&mut build, workspace))?;
    stages.say("the bench");
    let mut bench = Command::new(build_folder(workspace).join("release").join("balcao-bench"));
    bench
        .env("BALCAO_PLUGINS", workspace.components())
        .env("BALCAO_BENCH_GUESTS", guests)
        .env("BALCAO_BENCH_REPORT", workspace.target.join("bench").join("report.json"))
        .env("BALCAO_NODE", node);
    shown(&mut bench)
}

/// The folder with the guests that only the bench has: a component of ours and a plugin of Extism.
fn guests(workspace: &Workspace, stages: &Stages) -> Result<PathBuf, Failure> {
    let toolchain = guest::prepare(workspace, stages)?;
    let stage = Stage { name: "what makes components", log: "componentize", expected: 60, limit: None };
    stages.run(&stage, &mut host::program(workspace, "balcao-build"))?;
    let mut build = cargo(workspace, &["--profile", "guest", "--target", guest::TARGET]);
    build.args(["--package", "balcao-bench-line", "--package", "balcao-bench-extism"]);
    toolchain.apply(&mut build);
    let stage = Stage { name: "the bench's guests", log: "bench-guests", expected: 60, limit: None };
    stages.run(&stage, &mut build)?;

    let modules = build_folder(workspace).join(guest::TARGET).join("guest");
    let guests = workspace.target.join("bench").join("guests");
    fs::create_dir_all(&guests).map_err(Failure::io("making", &guests))?;
    let mut componentize = Command::new(workspace.built("balcao-build"));
    quiet(componentize.arg("componentize").arg(modules.join("line.wasm")).arg(guests.join("line.wasm")))?;
    let extism = guests.join("extism.wasm");
    fs::copy(modules.join("history_extism.wasm"), &extism).map_err(Failure::io("writing", &extism))?;
    Ok(guests)
}

/// A build in the bench's workspace.
fn cargo(workspace: &Workspace, arguments: &[&str]) -> Command {
    let mut cargo = workspace.cargo(&["build", "--manifest-path", "bench/Cargo.toml"]);
    cargo.args(arguments).env("CARGO_TARGET_DIR", build_folder(workspace));
    cargo
}

fn build_folder(workspace: &Workspace) -> PathBuf {
    workspace.target.join("bench-build")
}
