//! What a database holds, as text: to see that nothing changed.

use std::collections::HashSet;
use std::path::Path;

use sqlx::{Connection, Row, SqliteConnection};

/// Tables that change whenever somebody only looks: who is signed in, and the trail of it.
const LOOKING: [&str; 5] = ["session", "sign_in_failure", "audit_head", "audit_line", "audit_personal"];

/// Every row of every table but those that change by looking, and those named.
pub async fn dump(database: &Path, but: &[&str]) -> Vec<String> {
    let mut db = open(database).await;
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    )
    .fetch_all(&mut db)
    .await
    .expect("its tables");
    let mut lines = Vec::new();
    for table in tables.iter().filter(|t| !LOOKING.contains(&t.as_str()) && !but.contains(&t.as_str())) {
        let columns: Vec<String> =
            sqlx::query_scalar("SELECT 'quote(' || name || ')' FROM pragma_table_info($1)")
                .bind(table)
                .fetch_all(&mut db)
                .await
                .expect("its columns");
        let sql = format!("SELECT {} FROM {table} ORDER BY 1", columns.join(" || ',' || "));
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(&mut db).await.expect("its rows");
        for row in rows {
            lines.push(format!("{table} {}", row.get::<&str, _>(0)));
        }
    }
    lines
}

/// The first column of the rows of a query, as text.
pub async fn query(database: &Path, sql: &'static str) -> Vec<String> {
    sqlx::query_scalar(sql).fetch_all(&mut open(database).await).await.expect("rows of text")
}

/// Changes the database behind the desk's back, as somebody does who has it in hands.
pub async fn tamper(database: &Path, statements: &[&'static str]) {
    let url = format!("sqlite:{}?mode=rw", database.display());
    let mut conn = SqliteConnection::connect(&url).await.expect("the database opens");
    for sql in statements {
        sqlx::raw_sql(*sql).execute(&mut conn).await.expect("a change");
    }
}

async fn open(database: &Path) -> SqliteConnection {
    let url = format!("sqlite:{}?mode=ro", database.display());
    SqliteConnection::connect(&url).await.expect("the database opens")
}

/// What is in one of two dumps alone; empty where nothing changed.
pub fn difference<'a>(before: &'a [String], after: &'a [String]) -> Vec<&'a String> {
    let (old, new): (HashSet<_>, HashSet<_>) = (before.iter().collect(), after.iter().collect());
    old.symmetric_difference(&new).copied().collect()
}
