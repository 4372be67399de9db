//! The toolchain of plugins: a rustc that builds for `wasm32-unknown-unknown`.
//!
//! Three ways, in this order: the rustc at hand has the target; rustup adds it; Debian's
//! `rustc-web` with the sources of its standard library, of which a sysroot is built once.

mod sysroot;

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::failure::Failure;
use crate::packages;
use crate::stage::{Stage, Stages};
use crate::workspace::{Workspace, find_program, output_of};

/// What plugins are compiled for.
pub const TARGET: &str = "wasm32-unknown-unknown";
/// Where Debian's packages put their compiler, and the sources of its standard library.
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_SOURCES: &str = "/usr/lib/rustlib/src/rust/library/std/Cargo.toml";
const DEBIAN_PACKAGES: [&str; 2] = ["rustc-web", "rust-web-src"];
/// A machine without a way to rustup's server shall find that out soon.
const RUSTUP_LIMIT: Duration = Duration::from_secs(45);
/// The pool zeroes a guest's whole shadow stack before each call: 32 KiB instead of 1 MiB halves
/// what a fresh call costs.
const SMALL_STACK: &str = "link-arg=-zstack-size=32768";
/// 192 KiB from the start, so that a widget of 20 rows does not have to grow its memory: two system
/// calls a call of it. It takes 5 µs off its 57, and adds 1 µs of zeroing to one that draws a line.
const FIRST_MEMORY: &str = "link-arg=--initial-memory=196608";

/// A toolchain that is ready.
pub enum Toolchain {
    /// The rustc at hand, which has the target.
    AtHand,
    /// Debian's rustc, our sysroot, and the linker of the rustc at hand.
    Debian { sysroot: PathBuf, linker: PathBuf },
}

impl Toolchain {
    /// Sets what a build of plugins needs, on a `cargo build --target wasm32-unknown-unknown`.
    pub fn apply(&self, cargo: &mut Command) {
        let mut flags: Vec<OsString> = ["-C", SMALL_STACK, "-C", FIRST_MEMORY].map(Into::into).into();
        if let Self::Debian { sysroot, linker } = self {
            let mut flag = OsString::from("--sysroot=");
            flag.push(sysroot);
            flags.push(flag);
            debian(cargo, linker);
        }
        // With --target these reach the target's crates alone, and, other than RUSTFLAGS, a folder
        // may have a space in its name.
        cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f".as_ref()));
    }
}

/// Has cargo compile with Debian's rustc and link with the given linker.
fn debian(cargo: &mut Command, linker: &Path) {
    cargo
        .env("RUSTC", DEBIAN_RUSTC)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
        // `cargo run` points it at the libraries of the rustc at hand.
        .env_remove("LD_LIBRARY_PATH");
}

/// How the target can be had.
#[derive(Debug, PartialEq, Eq)]
enum Way {
    AtHand,
    Rustup,
    Debian,
}

/// What a machine offers.
struct Machine {
    has_target: bool,
    has_rustup: bool,
}

impl Machine {
    fn look() -> Self {
        Self { has_target: has_target(), has_rustup: find_program("rustup").is_some() }
    }

    fn way(&self) -> Way {
        match (self.has_target, self.has_rustup) {
            (true, _) => Way::AtHand,
            (false, true) => Way::Rustup,
            (false, false) => Way::Debian,
        }
    }
}

/// Makes the toolchain available.
pub fn prepare(workspace: &Workspace, stages: &Stages) -> Result<Toolchain, Failure> {
    let machine = Machine::look();
    match machine.way() {
        Way::AtHand => {
            stages.say(&format!("plugins: rustc has {TARGET}"));
            return Ok(Toolchain::AtHand);
        }
        Way::Rustup => {
            stages.say(&format!("plugins: rustc lacks {TARGET}; asking rustup for it"));
            if rustup(stages).is_ok() && has_target() {
                return Ok(Toolchain::AtHand);
            }
            stages.say("plugins: rustup can't; taking Debian's rustc-web");
        }
        Way::Debian => stages
            .say(&format!("plugins: rustc lacks {TARGET} and there is no rustup; taking Debian's rustc-web")),
    }
    if !Path::new(DEBIAN_RUSTC).is_file() || !Path::new(DEBIAN_SOURCES).is_file() {
        let what = format!("a rustc that builds for {TARGET}");
        if find_program("apt-get").is_none() {
            let line = format!("rustup target add {TARGET}");
            return Err(Failure::Missing { what, line });
        }
        packages::install(stages, &what, &DEBIAN_PACKAGES)?;
    }
    let linker = linker()?;
    let sysroot = sysroot::ensure(workspace, stages, &linker)?;
    Ok(Toolchain::Debian { sysroot, linker })
}

/// Whether the rustc at hand has a standard library for the target.
fn has_target() -> bool {
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "target-libdir", "--target", TARGET]);
    let files = output_of(&mut rustc).and_then(|folder| fs::read_dir(folder).ok());
    files
        .into_iter()
        .flatten()
        .flatten()
        .any(|file| file.file_name().as_encoded_bytes().starts_with(b"libstd-"))
}

fn rustup(stages: &Stages) -> Result<(), Failure> {
    let stage = Stage { name: "rustup target add", log: "rustup", expected: 10, limit: Some(RUSTUP_LIMIT) };
    let mut rustup = Command::new("rustup");
    rustup.args(["target", "add", TARGET]);
    stages.run(&stage, &mut rustup)
}

/// The `rust-lld` of the rustc at hand: Debian's packages have none.
fn linker() -> Result<PathBuf, Failure> {
    let ask = |arguments: &[&str]| output_of(Command::new("rustc").args(arguments));
    let sysroot = ask(&["--print", "sysroot"]);
    let host = ask(&["--print", "host-tuple"]);
    sysroot
        .zip(host)
        .map(|(sysroot, host)| Path::new(&sysroot).join("lib/rustlib").join(host).join("bin/rust-lld"))
        .filter(|linker| linker.is_file())
        .ok_or_else(|| Failure::Missing {
            what: "rust-lld, the linker of rustup's toolchains,".into(),
            line: format!("rustup toolchain install stable --target {TARGET}"),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ways_are_taken_in_their_order() {
        for (has_target, has_rustup, way) in [
            (true, true, Way::AtHand),
            (true, false, Way::AtHand),
            (false, true, Way::Rustup),
            (false, false, Way::Debian),
        ] {
            let machine = Machine { has_target, has_rustup };
            assert_eq!(machine.way(), way);
        }
    }

    #[test]
    fn a_folder_may_have_a_space_in_its_name() {
        let toolchain = Toolchain::Debian {
            sysroot: "/home/ana/Área de Trabalho/sysroot".into(),
            linker: "/rust-lld".into(),
        };
        let mut cargo = Command::new("cargo");
        toolchain.apply(&mut cargo);
        let flags = cargo
            .get_envs()
            .find(|(name, _)| *name == "CARGO_ENCODED_RUSTFLAGS")
            .and_then(|(_, value)| value?.to_str())
            .unwrap();
        assert_eq!(
            flags.split('\x1f').collect::<Vec<_>>(),
            ["-C", SMALL_STACK, "-C", FIRST_MEMORY, "--sysroot=/home/ana/Área de Trabalho/sysroot"]
        );
    }
}
