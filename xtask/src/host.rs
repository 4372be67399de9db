//! The host, built in the one profile of `serve` and `test`.

use std::process::Command;

use crate::failure::Failure;
use crate::stage::{Stage, Stages};
use crate::workspace::Workspace;

/// Builds `balcao`. The plugins are there already: their digests go into it.
pub fn build(workspace: &Workspace, stages: &Stages) -> Result<(), Failure> {
    let stage = Stage { name: "the host", log: "host", expected: 8 * 60, limit: None };
    let mut cargo = program(workspace, "balcao");
    stages.run(&stage, with_pack(&mut cargo, workspace))
}

/// The build of one program, with the features that the whole workspace asks of its dependencies:
/// so every program and every test shares one wasmtime, one tokio and one sqlx.
pub fn program(workspace: &Workspace, name: &str) -> Command {
    workspace.cargo(&["build", "--workspace", "--bin", name])
}

/// Says where the standard pack is, to every build of the host alike: else it would be built anew.
pub fn with_pack<'a>(cargo: &'a mut Command, workspace: &Workspace) -> &'a mut Command {
    cargo.env("BALCAO_PACK_DIR", workspace.components())
}
