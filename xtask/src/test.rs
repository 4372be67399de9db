//! `cargo xtask test` and its kin: what is checked, and with what beside it.

use std::env;
use std::fs;
use std::path::PathBuf;

use crate::failure::Failure;
use crate::stage::{Stages, shown};
use crate::workspace::Workspace;
use crate::{Outcome, host, packages, plugins};

/// Runs every test of the workspace; its last words are those of the test runner.
pub fn run(workspace: &Workspace, stages: &Stages, arguments: &[String]) -> Outcome {
    let chromium = packages::ensure(stages, &packages::CHROMIUM)?;
    let axe = packages::axe(workspace, stages)?;
    second_database(stages)?;
    let peers =
        [&packages::POPPLER, &packages::ZBAR, &packages::FREERADIUS, &packages::SNMPD, &packages::IPROUTE];
    for tool in peers {
        packages::ensure(stages, tool)?;
    }
    packages::ensure(stages, &packages::AIOSMTPD)?;
    let weed = packages::seaweed(workspace, stages)?;
    plugins::build(workspace, stages, &[plugins::STANDARD, plugins::HOSTILE])?;
    host::build(workspace, stages)?;
    let balcao = shipped(workspace)?;
    stages.say("the tests");
    let mut cargo = workspace.cargo(&["test", "--workspace", "--no-fail-fast"]);
    cargo
        .args(arguments)
        .env("BALCAO_BIN", balcao)
        .env("BALCAO_PLUGINS", workspace.components())
        .env("BALCAO_CHROMIUM", chromium)
        .env("BALCAO_AXE", axe)
        .env("BALCAO_WEED", weed);
    shown(host::with_pack(&mut cargo, workspace))
}

/// PostgreSQL on this machine, unless the tests are given a server.
fn second_database(stages: &Stages) -> Result<(), Failure> {
    if env::var_os("BALCAO_TEST_POSTGRES").is_none() {
        packages::ensure(stages, &packages::POSTGRESQL)?;
    }
    Ok(())
}

/// A second name for the host as `serve` runs it: `cargo test` puts one with what only tests need
/// in its place.
fn shipped(workspace: &Workspace) -> Result<PathBuf, Failure> {
    let built = workspace.built("balcao");
    let kept = workspace.target.join("xtask").join("balcao");
    if kept.exists() {
        fs::remove_file(&kept).map_err(Failure::io("removing", &kept))?;
    }
    fs::hard_link(&built, &kept).map_err(Failure::io("keeping", &built))?;
    Ok(kept)
}

/// `cargo xtask lint`. Not part of `test`: clippy compiles everything once more.
pub fn lint(workspace: &Workspace, _: &Stages, _: &[String]) -> Outcome {
    shown(&mut workspace.cargo(&["fmt", "--all", "--check"]))?;
    let mut clippy = workspace.cargo(&["clippy", "--workspace", "--all-targets"]);
    clippy.args(["--", "-D", "warnings"]);
    shown(host::with_pack(&mut clippy, workspace))
}

/// `cargo xtask soak`: a million lines of the audit trail are proven, and the desk is killed over and
/// over while an action is confirmed, on both databases; `BALCAO_ROUNDS` says how often at each point.
pub fn soak(workspace: &Workspace, stages: &Stages, arguments: &[String]) -> Outcome {
    second_database(stages)?;
    plugins::build(workspace, stages, &[plugins::STANDARD])?;
    host::build(workspace, stages)?;
    stages.say("a million lines");
    let mut lines = workspace.cargo(&["test", "--workspace", "--test", "audit"]);
    lines.args(["--", "--nocapture", "a_million_lines"]).env("BALCAO_LINES", "1000000");
    shown(host::with_pack(&mut lines, workspace))?;
    stages.say("the marathons");
    let mut cargo = workspace.cargo(&["test", "--workspace", "--test", "crash"]);
    if std::env::var_os("BALCAO_ROUNDS").is_none() {
        cargo.env("BALCAO_ROUNDS", "100");
    }
    cargo
        .args(arguments)
        .env("BALCAO_BIN", shipped(workspace)?)
        .env("BALCAO_PLUGINS", workspace.components());
    shown(host::with_pack(&mut cargo, workspace))
}
