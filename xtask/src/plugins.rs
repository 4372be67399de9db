//! The standard plugins: from `plugins/*` to components in `target/plugins`.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::failure::Failure;
use crate::stage::{Stage, Stages, quiet, shown};
use crate::workspace::Workspace;
use crate::{Outcome, fingerprint, guest, host};

/// All that a component is made from, and by.
const SOURCES: [&str; 7] = ["wit", "sdk", "plugins", "crates/brazil", "xtask", "Cargo.toml", "Cargo.lock"];
/// Beside the components: the fingerprint of what they were made from.
const MADE_FROM: &str = ".made-from";

/// `cargo xtask plugins`.
pub fn run(workspace: &Workspace, stages: &Stages, _: &[String]) -> Outcome {
    build(workspace, stages)?;
    stages.say(&format!("components are in {}", workspace.components().display()));
    Ok(())
}

/// `cargo xtask bindings`: the generator is a test, which also finds bindings that are out of date.
pub fn bindings(workspace: &Workspace, _: &Stages, _: &[String]) -> Outcome {
    let mut cargo = workspace.cargo(&["test", "--workspace", "--test", "bindings"]);
    shown(cargo.env("BALCAO_BLESS", "1"))
}

/// A plugin of the pack.
struct Plugin {
    /// Its folder's name, and its module's and component's.
    name: String,
    /// Its crate.
    package: String,
}

/// Builds every plugin, unless nothing changed since the last time.
pub fn build(workspace: &Workspace, stages: &Stages) -> Result<(), Failure> {
    let components = workspace.components();
    let made_from = components.join(MADE_FROM);
    let now = fingerprint::of(&workspace.root, &SOURCES)
        .map_err(Failure::io("reading the sources in", &workspace.root))?;
    if fs::read_to_string(&made_from).is_ok_and(|before| before == now) {
        stages.say("plugins: nothing changed");
        return Ok(());
    }
    let pack = discover(&workspace.root.join("plugins"))?;
    let toolchain = guest::prepare(workspace, stages)?;

    let guests = workspace.target.join("guest");
    let mut cargo = workspace.cargo(&["build", "--profile", "guest", "--target", guest::TARGET]);
    for plugin in &pack {
        cargo.args(["--package", &plugin.package]);
    }
    toolchain.apply(&mut cargo);
    let stage = Stage { name: "the plugins", log: "plugins", expected: 60, limit: None };
    stages.run(&stage, cargo.env("CARGO_TARGET_DIR", &guests))?;

    let stage =
        Stage { name: "what makes components of them", log: "componentize", expected: 60, limit: None };
    stages.run(&stage, &mut host::program(workspace, "balcao-build"))?;

    // Until all of them are there again the folder has no fingerprint.
    clear(&components)?;
    let modules = guests.join(guest::TARGET).join("guest");
    for plugin in &pack {
        // A plugin's library has its folder's name.
        let file = format!("{}.wasm", plugin.name);
        let mut componentize = Command::new(workspace.built("balcao-build"));
        componentize.arg("componentize").arg(modules.join(&file)).arg(components.join(&file));
        stages.say(&format!("the component {file}"));
        quiet(&mut componentize)?;
    }
    fs::write(&made_from, now).map_err(Failure::io("writing", &made_from))
}

/// Makes the folder, or makes it empty.
fn clear(folder: &Path) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(Failure::io("making", folder))?;
    for old in fs::read_dir(folder).map_err(Failure::io("reading", folder))? {
        let old = old.map_err(Failure::io("reading", folder))?.path();
        fs::remove_file(&old).map_err(Failure::io("removing", &old))?;
    }
    Ok(())
}

/// The crates under `plugins/`, by name.
fn discover(folder: &Path) -> Result<Vec<Plugin>, Failure> {
    let mut pack = Vec::new();
    for entry in fs::read_dir(folder).map_err(Failure::io("reading", folder))? {
        let entry = entry.map_err(Failure::io("reading", folder))?;
        let manifest = entry.path().join("Cargo.toml");
        if manifest.is_file() {
            let text = fs::read_to_string(&manifest).map_err(Failure::io("reading", &manifest))?;
            pack.push(Plugin {
                name: entry.file_name().to_string_lossy().into_owned(),
                package: package_name(&text).unwrap_or_default().to_owned(),
            });
        }
    }
    pack.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(pack)
}

/// `package.name` of a manifest, where it is the first `name` as cargo writes it.
fn package_name(manifest: &str) -> Option<&str> {
    manifest.lines().find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_package_is_read() {
        let manifest = "[package]\nname = \"balcao-plugin-billing\"\n\n[lib]\nname = \"other\"\n";
        assert_eq!(package_name(manifest), Some("balcao-plugin-billing"));
        assert_eq!(package_name("[workspace]\n"), None);
    }
}
