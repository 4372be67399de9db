//! Whether sources changed since something was built from them: a digest of names and contents, so
//! that a fresh clone of the same sources is not built again.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::io;
use std::path::Path;

/// The digest of these files and folders (by their paths below `root`); what is hidden is left out.
pub fn of(root: &Path, sources: &[&str]) -> io::Result<String> {
    let mut hasher = DefaultHasher::new();
    for source in sources {
        add(root, Path::new(source), &mut hasher)?;
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn add(root: &Path, source: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    let path = root.join(source);
    if !path.is_dir() {
        source.hash(hasher);
        fs::read(path)?.hash(hasher);
        return Ok(());
    }
    let mut names: Vec<_> =
        fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.file_name())).collect::<io::Result<_>>()?;
    names.retain(|name| !name.as_encoded_bytes().starts_with(b"."));
    names.sort_unstable();
    for name in names {
        add(root, &source.join(name), hasher)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_of_content_or_name_changes_the_fingerprint_and_nothing_else_does() {
        let root = std::env::temp_dir().join(format!("xtask-fingerprint-{}", std::process::id()));
        let write = |name: &str, text: &str| {
            let path = root.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        let now = || of(&root, &["wit", "Cargo.lock"]).unwrap();
        write("wit/desk/a.wit", "a");
        write("Cargo.lock", "1");
        let first = now();

        write("wit/desk/a.wit", "a");
        write("wit/.a.wit.swp", "an editor's");
        write("host/main.rs", "not a source of this");
        assert_eq!(now(), first);

        write("wit/desk/a.wit", "b");
        let changed = now();
        assert_ne!(changed, first);
        fs::rename(root.join("wit/desk/a.wit"), root.join("wit/desk/b.wit")).unwrap();
        assert_ne!(now(), changed);

        fs::remove_file(root.join("Cargo.lock")).unwrap();
        assert!(of(&root, &["wit", "Cargo.lock"]).is_err());
        fs::remove_dir_all(root).unwrap();
    }
}
