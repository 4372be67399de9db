//! Plugins: from crates to components, those of `plugins/*` in `target/plugins`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::Failure;
use crate::guest::Toolchain;
use crate::stage::{Stage, Stages, quiet, shown};
use crate::workspace::Workspace;
use crate::{Outcome, fingerprint, guest, host};

/// All that any component is made from, and by.
const SOURCES: [&str; 6] = ["wit", "sdk", "crates/brazil", "xtask", "Cargo.toml", "Cargo.lock"];
/// Beside the components: the fingerprint of what they were made from.
const MADE_FROM: &str = ".made-from";

/// Plugins that are built together.
pub struct Pack {
    name: &'static str,
    /// The folder in which each has its own.
    folder: &'static str,
    /// Where their sources are.
    sources: &'static [&'static str],
    /// Where their components go, in the target folder.
    components: &'static str,
}

/// What Balcão comes with.
pub const STANDARD: Pack =
    Pack { name: "the plugins", folder: "plugins", sources: &["plugins"], components: "plugins" };

/// What the tests throw at the desk.
pub const HOSTILE: Pack = Pack {
    name: "the plugins of tests",
    folder: "tests",
    sources: &["tests/hostile", "tests/stranger", "tests/stranger_next"],
    components: "plugins-test",
};

/// `cargo xtask plugins`.
pub fn run(workspace: &Workspace, stages: &Stages, _: &[String]) -> Outcome {
    build(workspace, stages, &[STANDARD, HOSTILE])?;
    stages.say(&format!("components are in {}", workspace.components().display()));
    Ok(())
}

/// `cargo xtask bindings`: the generator is a test, which also finds bindings that are out of date.
pub fn bindings(workspace: &Workspace, _: &Stages, _: &[String]) -> Outcome {
    let mut cargo = workspace.cargo(&["test", "--workspace", "--test", "bindings"]);
    shown(cargo.env("BALCAO_BLESS", "1"))
}

/// A plugin of a pack.
struct Plugin {
    /// Its folder's name, and its module's and component's.
    name: String,
    /// Its crate.
    package: String,
}

impl Pack {
    fn components(&self, workspace: &Workspace) -> PathBuf {
        workspace.target.join(self.components)
    }

    fn fingerprint(&self, workspace: &Workspace) -> Result<String, Failure> {
        let sources = [&SOURCES[..], self.sources].concat();
        fingerprint::of(&workspace.root, &sources)
            .map_err(Failure::io("reading the sources in", &workspace.root))
    }

    fn is_fresh(&self, workspace: &Workspace, now: &str) -> bool {
        let made_from = self.components(workspace).join(MADE_FROM);
        fs::read_to_string(made_from).is_ok_and(|before| before == now)
    }
}

/// Builds the packs whose sources changed since the last time.
pub fn build(workspace: &Workspace, stages: &Stages, packs: &[Pack]) -> Result<(), Failure> {
    let mut stale = Vec::new();
    for pack in packs {
        let now = pack.fingerprint(workspace)?;
        if pack.is_fresh(workspace, &now) {
            stages.say(&format!("{}: nothing changed", pack.name));
        } else {
            stale.push((pack, now));
        }
    }
    if stale.is_empty() {
        return Ok(());
    }
    let toolchain = guest::prepare(workspace, stages)?;
    let stage = Stage { name: "what makes components", log: "componentize", expected: 60, limit: None };
    stages.run(&stage, &mut host::program(workspace, "balcao-build"))?;
    stale.iter().try_for_each(|(pack, now)| compile(workspace, stages, &toolchain, pack, now))
}

fn compile(
    workspace: &Workspace,
    stages: &Stages,
    toolchain: &Toolchain,
    pack: &Pack,
    now: &str,
) -> Result<(), Failure> {
    let plugins = discover(&workspace.root.join(pack.folder))?;
    let guests = workspace.target.join("guest");
    let mut cargo = workspace.cargo(&["build", "--profile", "guest", "--target", guest::TARGET]);
    for plugin in &plugins {
        cargo.args(["--package", &plugin.package]);
    }
    toolchain.apply(&mut cargo);
    let stage = Stage { name: pack.name, log: pack.components, expected: 60, limit: None };
    stages.run(&stage, cargo.env("CARGO_TARGET_DIR", &guests))?;

    // Until all of them are there again the folder has no fingerprint.
    let components = pack.components(workspace);
    clear(&components)?;
    let modules = guests.join(guest::TARGET).join("guest");
    for plugin in &plugins {
        // A plugin's library has its folder's name.
        let file = format!("{}.wasm", plugin.name);
        let mut componentize = Command::new(workspace.built("balcao-build"));
        componentize.arg("componentize").arg(modules.join(&file)).arg(components.join(&file));
        stages.say(&format!("the component {file}"));
        quiet(&mut componentize)?;
    }
    let made_from = components.join(MADE_FROM);
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

/// The crates in a folder, by name.
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
