//! Where things are, and the programs that are run there.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The repository and where it is built.
pub struct Workspace {
    /// The repository's folder.
    pub root: PathBuf,
    /// `target`, or what `CARGO_TARGET_DIR` says.
    pub target: PathBuf,
}

impl Workspace {
    /// The workspace that this `xtask` is part of.
    pub fn here() -> Self {
        // As cargo says now: a binary that another clone built into the same target would name that one.
        let package = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&package).parent().unwrap_or(Path::new(".")).to_owned();
        let target = env::var_os("CARGO_TARGET_DIR")
            .and_then(|dir| std::path::absolute(dir).ok())
            .unwrap_or_else(|| root.join("target"));
        Self { root, target }
    }

    /// The cargo that runs us, in the repository's folder.
    pub fn cargo(&self, arguments: &[&str]) -> Command {
        let program = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        let mut cargo = Command::new(program);
        cargo.current_dir(&self.root).args(arguments).env("CARGO_TARGET_DIR", &self.target);
        cargo
    }

    /// A program of ours, as the profile of `serve` and `test` builds it.
    pub fn built(&self, program: &str) -> PathBuf {
        self.target.join("debug").join(program)
    }

    /// Where the standard plugins are as components.
    pub fn components(&self) -> PathBuf {
        self.target.join("plugins")
    }
}

/// A program's place, found as a shell would.
pub fn find_program(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// What a short command prints, without the end of the line; nothing when it can't be run or fails.
pub fn output_of(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|o| o.status.success())?;
    Some(String::from_utf8(output.stdout).ok()?.trim_end().to_owned())
}
