//! The standard library for the target, built once from Debian's sources.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{DEBIAN_RUSTC, TARGET, debian};
use crate::failure::Failure;
use crate::stage::{Stage, Stages};
use crate::workspace::{Workspace, output_of};

/// An empty crate: what is wanted is what it stands on.
const MANIFEST: &str = "\
[package]
name = \"empty\"
version = \"0.0.0\"
edition = \"2024\"

[profile.release]
opt-level = \"s\"
panic = \"abort\"
codegen-units = 1

[workspace]
";

/// The sysroot of Debian's rustc as it is now; another release of it gets another one.
pub fn ensure(workspace: &Workspace, stages: &Stages, linker: &Path) -> Result<PathBuf, Failure> {
    let version = output_of(Command::new(DEBIAN_RUSTC).arg("--version")).unwrap_or_default();
    let all = workspace.target.join("guest-sysroot");
    let sysroot = all.join(folder_name(&version));
    if !sysroot.is_dir() {
        build(workspace, stages, linker, &all.join("build"), &sysroot)?;
    }
    Ok(sysroot)
}

fn build(
    workspace: &Workspace,
    stages: &Stages,
    linker: &Path,
    work: &Path,
    sysroot: &Path,
) -> Result<(), Failure> {
    let source = work.join("src");
    fs::create_dir_all(&source).map_err(Failure::io("making", &source))?;
    for (path, text) in [(work.join("Cargo.toml"), MANIFEST), (source.join("lib.rs"), "")] {
        fs::write(&path, text).map_err(Failure::io("writing", &path))?;
    }
    let stage = Stage { name: "the plugins' standard library", log: "sysroot", expected: 60, limit: None };
    let mut cargo = workspace.cargo(&["build", "--release", "-Zbuild-std=std,panic_abort"]);
    debian(&mut cargo, linker);
    cargo
        .current_dir(work)
        .args(["--target", TARGET])
        .env("CARGO_TARGET_DIR", work.join("target"))
        // build-std is unstable; plugins themselves are built without this.
        .env("RUSTC_BOOTSTRAP", "1")
        // Machine code and bitcode, so that a plugin may be optimised as a whole.
        .env("CARGO_ENCODED_RUSTFLAGS", "-Cembed-bitcode=yes");
    stages.run(&stage, &mut cargo)?;

    // Laid out elsewhere and renamed, so that half a sysroot is never taken for one.
    let built = work.join("target").join(TARGET).join("release/deps");
    let layout = work.join("sysroot");
    let libraries = layout.join("lib/rustlib").join(TARGET).join("lib");
    fs::create_dir_all(&libraries).map_err(Failure::io("making", &libraries))?;
    for entry in fs::read_dir(&built).map_err(Failure::io("reading", &built))? {
        let path = entry.map_err(Failure::io("reading", &built))?.path();
        let name = path.file_name().unwrap_or_default();
        let bytes = name.as_encoded_bytes();
        if bytes.ends_with(b".rlib") && !bytes.starts_with(b"libempty-") {
            fs::copy(&path, libraries.join(name)).map_err(Failure::io("copying", &path))?;
        }
    }
    fs::rename(&layout, sysroot).map_err(Failure::io("renaming", &layout))?;
    fs::remove_dir_all(work).map_err(Failure::io("removing", work))
}

/// `rustc 1.96.0 (abc 2026-05-25)` as one name of a folder.
fn folder_name(version: &str) -> String {
    let words: Vec<&str> = version
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '.')
        .filter(|word| !word.is_empty())
        .collect();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_release_of_rustc_has_a_folder_of_its_own() {
        for (version, folder) in [
            (
                "rustc 1.96.0 (ac68faa20 2026-05-25) (built from a source tarball)",
                "rustc-1.96.0-ac68faa20-2026-05-25-built-from-a-source-tarball",
            ),
            ("rustc 1.96.0", "rustc-1.96.0"),
        ] {
            assert_eq!(folder_name(version), folder);
        }
    }
}
