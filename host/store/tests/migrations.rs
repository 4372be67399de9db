//! The two folders of migrations go together.

use std::collections::BTreeSet;

use balcao_store::{on, testing};

fn folder(name: &str) -> String {
    format!("{}/../../migrations/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn names(of: &str) -> BTreeSet<String> {
    std::fs::read_dir(folder(of))
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

/// One that fails only at the commit would take its neighbours of the group with it.
#[test]
fn no_constraint_of_sqlite_waits_for_the_commit() {
    for name in names("sqlite") {
        let sql = std::fs::read_to_string(format!("{}/{name}", folder("sqlite"))).expect("a file");
        assert!(!sql.to_uppercase().contains("DEFERR"), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_table_of_sqlite_is_strict() {
    let db = testing::sqlite().await;
    let lax: Vec<String> = on!(&mut db.read().await.unwrap(), c => sqlx::query_scalar(
        "SELECT name FROM pragma_table_list
         WHERE type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite%' AND name <> '_sqlx_migrations'")
        .fetch_all(c).await)
    .unwrap();
    assert_eq!(lax, [""; 0]);
}
