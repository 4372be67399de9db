//! The contract, as the tests read it.

use std::path::{Path, PathBuf};

use wit_bindgen_core::wit_parser::{PackageId, Resolve};

/// In the order in which they build on each other.
const PACKAGES: [&str; 11] = [
    "desk",
    "billing",
    "contracts",
    "requests",
    "people",
    "messages",
    "timeline",
    "connection",
    "files",
    "stock",
    "all",
];

/// The workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// All packages of `wit/`.
pub fn read() -> (Resolve, Vec<PackageId>) {
    let folder = root().join("wit");
    let known = std::fs::read_dir(&folder).unwrap().count();
    assert_eq!(known, PACKAGES.len(), "a package of wit/ is missing in PACKAGES");
    let mut resolve = Resolve::default();
    let packages = PACKAGES.iter().map(|package| resolve.push_dir(folder.join(package)).unwrap().0).collect();
    (resolve, packages)
}
