//! The rows of a table, whatever else they have. Names of tables and columns are constants of the code; values
//! are bound.

use std::fmt;
use std::str::FromStr;

use balcao_access::Labels;
use balcao_store::{Conn, Json, StoreError, Tx, UnknownText, on};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use super::{Draft, Table};

/// What a row has beside its names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Cell {
    /// A code, or none.
    Text(Option<String>),
    /// A number, or none.
    Number(Option<i64>),
    /// Yes or no.
    Flag(bool),
}

/// Which row: `group.code` in an address, or `code` where there are no groups.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The group; empty where there are none.
    pub group: String,
    /// The code.
    pub code: String,
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dot = if self.group.is_empty() { "" } else { "." };
        write!(f, "{}{dot}{}", self.group, self.code)
    }
}

impl FromStr for Key {
    type Err = UnknownText;

    fn from_str(text: &str) -> Result<Key, UnknownText> {
        let (group, code) = text.split_once('.').unwrap_or(("", text));
        Ok(Key { group: group.to_owned(), code: code.to_owned() })
    }
}

/// A row.
#[derive(Debug, Clone)]
pub struct Row {
    /// Which one.
    pub key: Key,
    /// What users read.
    pub names: Labels,
    /// A cell for each of the table's columns.
    pub cells: Vec<Cell>,
    /// It is offered no more.
    pub hidden: bool,
    /// Raised by every change, so that a form that is out of date is noticed.
    pub version: i64,
    pub(super) position: i64,
}

/// Columns that hold numbers, and those that say yes or no; all others hold text.
const NUMBERS: &[&str] = &["hours"];
const FLAGS: &[&str] = &["allows_blocked"];

/// All rows of a table, group by group, in their order.
pub async fn list(conn: &mut Conn, table: Table) -> Result<Vec<Row>, StoreError> {
    let group = table.group.unwrap_or("''");
    let columns: String = table.columns.iter().map(|column| format!(", {column}")).collect();
    let sql = format!(
        "SELECT {group} AS grouped, code, names, hidden, version, position{columns} FROM {}
         ORDER BY 1, position, code",
        table.name
    );
    on!(conn, c => {
        let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(c).await?;
        let read = |row: &_| {
            let cell = |column: &&str| Ok(match *column {
                flag if FLAGS.contains(&flag) => Cell::Flag(at(row, flag)?),
                number if NUMBERS.contains(&number) => Cell::Number(at(row, number)?),
                text => Cell::Text(at(row, text)?),
            });
            Ok(Row {
                key: Key { group: at(row, "grouped")?, code: at(row, "code")? },
                names: at::<_, Json<Labels>>(row, "names")?.0,
                cells: table.columns.iter().map(cell).collect::<Result<_, sqlx::Error>>()?,
                hidden: at(row, "hidden")?,
                version: at(row, "version")?,
                position: at(row, "position")?,
            })
        };
        rows.iter().map(read).collect::<Result<_, sqlx::Error>>()
    })
    .map_err(StoreError::from)
}

fn at<'r, R, T>(row: &'r R, column: &str) -> Result<T, sqlx::Error>
where
    R: sqlx::Row,
    T: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
    for<'c> &'c str: sqlx::ColumnIndex<R>,
{
    row.try_get(column)
}

/// The condition that names one row; the group is its second value.
fn one(table: Table) -> String {
    match table.group {
        Some(group) => format!("code = $1 AND {group} = $2"),
        None => "code = $1 AND $2 = ''".to_owned(),
    }
}

/// Takes the row's lock. False: it is not as it was seen, or there is none.
pub(super) async fn take(tx: &mut Tx, table: Table, key: &Key, seen: i64) -> Result<bool, StoreError> {
    let sql =
        format!("UPDATE {} SET version = version + 1 WHERE {} AND version = $3", table.name, one(table));
    let taken = on!(tx, c => sqlx::query(AssertSqlSafe(sql)).bind(&key.code).bind(&key.group).bind(seen)
        .execute(c).await.map(|done| done.rows_affected()))?;
    Ok(taken > 0)
}

/// Has all others who order a group's rows wait.
pub(super) async fn lock(tx: &mut Tx, table: Table, group: &str) -> Result<(), StoreError> {
    let of = table.group.map_or("$1 = ''".to_owned(), |column| format!("{column} = $1"));
    let sql = format!("UPDATE {} SET position = position WHERE {of}", table.name);
    Ok(on!(tx, c => sqlx::query(AssertSqlSafe(sql)).bind(group).execute(c).await.map(drop))?)
}

pub(super) async fn insert(
    tx: &mut Tx,
    table: Table,
    key: &Key,
    draft: &Draft,
    position: i64,
) -> Result<(), StoreError> {
    let mut columns = vec!["code", "names", "position"];
    columns.extend(table.group);
    columns.extend(table.columns);
    let values: Vec<String> = (1..=columns.len()).map(|at| format!("${at}")).collect();
    let sql = format!("INSERT INTO {} ({}) VALUES ({})", table.name, columns.join(", "), values.join(", "));
    Ok(on!(tx, c => {
        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(&key.code).bind(Json(&draft.names)).bind(position);
        if table.group.is_some() {
            query = query.bind(&key.group);
        }
        for cell in &draft.cells {
            query = match cell {
                Cell::Text(text) => query.bind(text),
                Cell::Number(number) => query.bind(number),
                Cell::Flag(flag) => query.bind(flag),
            };
        }
        query.execute(c).await.map(drop)
    })?)
}

pub(super) async fn update(tx: &mut Tx, table: Table, key: &Key, draft: &Draft) -> Result<(), StoreError> {
    let set: String = (4..).zip(table.columns).map(|(at, column)| format!(", {column} = ${at}")).collect();
    let sql = format!("UPDATE {} SET names = $3{set} WHERE {}", table.name, one(table));
    Ok(on!(tx, c => {
        let mut query =
            sqlx::query(AssertSqlSafe(sql)).bind(&key.code).bind(&key.group).bind(Json(&draft.names));
        for cell in &draft.cells {
            query = match cell {
                Cell::Text(text) => query.bind(text),
                Cell::Number(number) => query.bind(number),
                Cell::Flag(flag) => query.bind(flag),
            };
        }
        query.execute(c).await.map(drop)
    })?)
}

/// Whether that changed anything.
pub(super) async fn hide(tx: &mut Tx, table: Table, key: &Key, hidden: bool) -> Result<bool, StoreError> {
    let sql = format!(
        "UPDATE {} SET hidden = $3, version = version + 1 WHERE {} AND hidden <> $3",
        table.name,
        one(table)
    );
    let done = on!(tx, c => sqlx::query(AssertSqlSafe(sql)).bind(&key.code).bind(&key.group).bind(hidden)
        .execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done > 0)
}

pub(super) async fn position(tx: &mut Tx, table: Table, key: &Key, position: i64) -> Result<(), StoreError> {
    let sql = format!("UPDATE {} SET position = $3 WHERE {}", table.name, one(table));
    Ok(on!(tx, c => sqlx::query(AssertSqlSafe(sql)).bind(&key.code).bind(&key.group).bind(position)
        .execute(c).await.map(drop))?)
}
