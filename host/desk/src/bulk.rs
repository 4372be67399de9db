//! Text of SQL statements whose number of parameters is only known when they run.
//!
//! What is made here holds names of our own tables and columns and placeholders, never a value.

/// Parameters of one statement that both databases accept (SQLite 32,766, PostgreSQL 65,535), kept
/// lower so that a statement stays short enough to be parsed quickly.
const MAX_PARAMETERS: usize = 12_000;

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
pub fn insert(table: &str, columns: &[&str], rows: usize) -> String {
    let mut text = format!("INSERT INTO {table} ({}) VALUES ", columns.join(", "));
    for row in 0..rows {
        text.push_str(if row > 0 { ", (" } else { "(" });
        text.push_str(&placeholders(row * columns.len() + 1, columns.len()));
        text.push(')');
    }
    text
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
                let sql = $crate::bulk::insert($table, COLUMNS, chunk.len());
                ::balcao_store::on!($tx, c => {
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
        assert_eq!(insert("t", &["a", "b"], 2), "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4)");
    }
}
