//! Lists the digests of the standard pack that was built beside this binary: a component that is
//! offered at start is granted by itself only if it is one of these.

use std::path::PathBuf;

use sha2::{Digest, Sha256};

fn main() {
    println!("cargo::rerun-if-env-changed=BALCAO_PACK_DIR");
    let folder = std::env::var_os("BALCAO_PACK_DIR").map(PathBuf::from);
    let mut digests = Vec::new();
    if let Some(folder) = &folder {
        println!("cargo::rerun-if-changed={}", folder.display());
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.extension().is_some_and(|e| e == "wasm") {
                println!("cargo::rerun-if-changed={}", path.display());
                digests.push(<[u8; 32]>::from(Sha256::digest(std::fs::read(&path).expect("a component"))));
            }
        }
    }
    digests.sort_unstable();
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("set by cargo")).join("pack.rs");
    std::fs::write(out, format!("&{digests:?}")).expect("written");
}
