//! Text of SQL statements whose number of parameters is only known when they run.
//!
//! What is made here holds names of our own tables and columns and placeholders, never a value.

use balcao_store::Conn;

/// Parameters of one statement: far below what both databases accept (SQLite 32,766, PostgreSQL
/// 65,535), for a longer text gains nothing.
const MAX_PARAMETERS: usize = 2_000;

/// How many rows of so many columns fit into one statement.
pub const fn rows_per_statement(columns: usize) -> usize {
    MAX_PARAMETERS / columns
}

/// `$3, $4, $5`: `count` placeholders from `$first` on, for an `IN (…)`.
pub fn placeholders(first: usize, count: usize) -> String {
    let mut text = String::with_capacity(count * 6);
    for n in first..first + count {
        if n > first {
            text.push_str(", ");
        }
        text.push('$');
        text.push_str(&n.to_string());
    }
    text
}

/// `INSERT INTO table (a, b) VALUES ($1, $2), ($3, $4)` for `rows` rows.
///
/// For SQLite the placeholders are bare `?`: it takes `$1` for a name, and looks for each among all
/// the others, which is slow for two thousand.
pub fn insert(conn: &Conn, table: &str, columns: &[&str], rows: usize) -> String {
    let values = |row: usize| match conn {
        Conn::Sqlite(_) => vec!["?"; columns.len()].join(", "),
        Conn::Postgres(_) => placeholders(row * columns.len() + 1, columns.len()),
    };
    let rows: Vec<String> = (0..rows).map(|row| format!("({})", values(row))).collect();
    format!("INSERT INTO {table} ({}) VALUES {}", columns.join(", "), rows.join(", "))
}

/// Inserts rows with as few statements as both databases' limits allow.
///
/// `insert_many!(tx, "phone", ["person", "number"], rows, |row| row.person, row.number)`: evaluates
/// to `Result<(), sqlx::Error>`.
#[macro_export]
macro_rules! insert_many {
    ($tx:expr, $table:literal, [$($column:literal),+ $(,)?], $rows:expr, |$row:ident| $($value:expr),+ $(,)?) => {
        async {
            const COLUMNS: &[&str] = &[$($column),+];
            for chunk in $rows.chunks($crate::bulk::rows_per_statement(COLUMNS.len())) {
                let conn: &mut ::balcao_store::Conn = $tx;
                let sql = $crate::bulk::insert(conn, $table, COLUMNS, chunk.len());
                ::balcao_store::on!(conn, c => {
                    let mut query = ::sqlx::query(::sqlx::AssertSqlSafe(sql));
                    for $row in chunk {
                        query = query$(.bind($value))+;
                    }
                    query.execute(c).await.map(|_| ())
                })?;
            }
            Ok::<(), ::sqlx::Error>(())
        }
        .await
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_numbered_row_by_row() {
        assert_eq!(placeholders(3, 2), "$3, $4");
        assert_eq!(placeholders(1, 0), "");
    }
}
