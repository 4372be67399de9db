//! The host, built in the one profile of `serve` and `test`.

use std::process::Command;

use crate::failure::Failure;
use crate::stage::{Stage, Stages};
use crate::workspace::Workspace;

/// Builds `balcao`. The plugins are there already: their digests go into it.
pub fn build(workspace: &Workspace, stages: &Stages) -> Result<(), Failure> {
    let stage = Stage { name: "the host", log: "host", expected: 8 * 60, limit: None };
    let mut cargo = workspace.cargo(&["build", "--package", "balcao"]);
    stages.run(&stage, with_pack(&mut cargo, workspace))
}

/// Says where the standard pack is, to every build of the host alike: else it would be built anew.
pub fn with_pack<'a>(cargo: &'a mut Command, workspace: &Workspace) -> &'a mut Command {
    cargo.env("BALCAO_PACK_DIR", workspace.components())
}
