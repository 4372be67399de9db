//! The two folders of migrations go together.

use std::collections::BTreeSet;

fn names(folder: &str) -> BTreeSet<String> {
    let folder = format!("{}/../../migrations/{folder}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_dir(folder)
        .expect("a folder of migrations")
        .map(|file| file.expect("a file").file_name().into_string().expect("a plain name"))
        .collect()
}

#[test]
fn both_databases_have_migrations_of_the_same_names() {
    let names_of_sqlite = names("sqlite");
    assert_eq!(names_of_sqlite, names("postgres"));
    assert!(names_of_sqlite.contains("0001_store.sql"), "{names_of_sqlite:?}");
}

#[test]
fn migrations_are_numbered_without_gaps() {
    for (at, name) in names("sqlite").iter().enumerate() {
        assert!(name.starts_with(&format!("{:04}_", at + 1)), "{name} is number {}", at + 1);
    }
}
