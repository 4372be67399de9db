//! The tables from which users choose: types, situations, statuses, reasons, catalogs. Their rows are data; an
//! administrator adds, renames and orders them, and hides what is to be offered no more: a row that requests
//! name is never deleted.
//!
//! Tables of other rooms that are of the same making (kinds of files) are changed by the same functions, with a
//! [`Table`] of their own.

mod row;
mod rules;
mod situations;
mod types;

use balcao_access::audit::{Act, Line};
use balcao_access::{Actor, Labels, Locale};
use balcao_store::{StoreError, Tx};
use serde_json::{Map, Value, json};

pub use row::{Cell, Key, Row, list};
pub use rules::Needed;
pub use situations::Terms;
pub use types::{Asks, TypeRow, add_type, change_type, types};

use crate::requests;
use crate::words::sort_name;

/// The most characters of a name.
pub const LONGEST_NAME: usize = 80;

/// A table whose rows have a code, names in the three languages and an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table {
    /// Its name in the database.
    pub name: &'static str,
    /// The column by which its rows stand in groups, each with an order of its own.
    pub group: Option<&'static str>,
    /// What else a row has.
    pub columns: &'static [&'static str],
}

impl Table {
    /// Types of requests.
    pub const TYPES: Table = Table {
        name: "request_type",
        group: None,
        columns: &["allows_blocked", "catalog_use", "item_use", "situation"],
    };
    /// Situations: how long a request may take.
    pub const SITUATIONS: Table = Table { name: "situation", group: None, columns: &["measure", "hours"] };
    /// Statuses, by kind.
    pub const STATUSES: Table = Table { name: "request_status", group: Some("kind"), columns: &[] };
    /// Reasons, by purpose.
    pub const REASONS: Table = Table { name: "reason", group: Some("purpose"), columns: &[] };
    /// Parts of the catalog of services.
    pub const CATALOGS: Table = Table { name: "catalog", group: None, columns: &[] };
    /// Their items, by catalog.
    pub const ITEMS: Table = Table { name: "catalog_item", group: Some("catalog"), columns: &[] };
}

/// What is wrong with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameFault {
    /// There is none in Portuguese.
    Missing,
    /// More than [`LONGEST_NAME`] characters.
    TooLong,
    /// Characters that no name has.
    Characters,
    /// Another row of the group has it.
    Taken,
}

/// Why a row was not added or changed.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// There is no such row, or no such group.
    #[error("there is no such row")]
    NotFound,
    /// The names do not do.
    #[error("the names do not do")]
    Names(Vec<(Locale, NameFault)>),
    /// A number out of its span, which is this.
    #[error("a number from {0} to {1} is needed")]
    Span(i64, i64),
    /// A text is missing or too long, in this field.
    #[error("the text {field} is missing or too long")]
    Text {
        /// `title` or `body`.
        field: &'static str,
        /// It is missing.
        missing: bool,
        /// The most characters.
        most: usize,
    },
    /// Another row has this title.
    #[error("another row has this title")]
    Taken,
    /// Something that is to be named is not there.
    #[error("what is to be chosen is not there")]
    NotOffered,
    /// It was changed after it was seen.
    #[error("the row was changed meanwhile")]
    Stale,
    /// The desk itself uses it.
    #[error("the desk itself uses this row")]
    Own,
    /// Without it a form could not be filled in.
    #[error("it is needed: {0:?}")]
    Needed(Needed),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A row as a form fills it in.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Its names.
    pub names: Labels,
    /// A cell for each of the table's columns.
    pub cells: Vec<Cell>,
}

/// What was done with a row: the audit line to be committed with the transaction; none: it stood so already.
pub type Done = Option<Line>;

/// Adds a row at the end of its group. One that is there already just as it is to be is no second one.
pub async fn add(
    tx: &mut Tx,
    actor: &Actor,
    table: Table,
    group: &str,
    draft: &Draft,
) -> Result<Done, TableError> {
    let rows = list(tx, table).await?;
    let same = |row: &&Row| row.key.group == group && row.names == draft.names && row.cells == draft.cells;
    if rows.iter().any(|row| same(&row) && !row.hidden) {
        return Ok(None);
    }
    check_names(&draft.names, group, None, &rows)?;
    let key = Key { group: group.to_owned(), code: free_code(&draft.names, &rows) };
    let last = rows.iter().filter(|row| row.key.group == group).map(|row| row.position).max();
    row::insert(tx, table, &key, draft, last.unwrap_or(0) + 1).await?;
    rules::check(tx).await?;
    Ok(line(actor, table, &key, &json!({}), &content(table, draft)))
}

/// Changes the names of a row and what else it has, if it is still as it was seen.
pub async fn change(
    tx: &mut Tx,
    actor: &Actor,
    table: Table,
    key: &Key,
    seen: i64,
    draft: &Draft,
) -> Result<Done, TableError> {
    let fresh = row::take(tx, table, key, seen).await?;
    let rows = list(tx, table).await?;
    let row = rows.iter().find(|row| row.key == *key).ok_or(TableError::NotFound)?;
    let before = content(table, &Draft { names: row.names.clone(), cells: row.cells.clone() });
    let after = content(table, draft);
    if before == after {
        return Ok(None);
    }
    if !fresh {
        return Err(TableError::Stale);
    }
    check_names(&draft.names, &key.group, Some(key), &rows)?;
    row::update(tx, table, key, draft).await?;
    rules::check(tx).await?;
    Ok(line(actor, table, key, &before, &after))
}

/// Hides a row from what is offered, or shows it again. Requests that name it go on.
pub async fn hide(
    tx: &mut Tx,
    actor: &Actor,
    table: Table,
    key: &Key,
    hidden: bool,
) -> Result<Done, TableError> {
    let own = [requests::OPEN, requests::IN_PROGRESS, requests::SCHEDULED, requests::CANCELLED];
    if hidden && table == Table::STATUSES && own.contains(&key.code.as_str()) {
        return Err(TableError::Own);
    }
    if !row::hide(tx, table, key, hidden).await? {
        let rows = list(tx, table).await?;
        return rows.iter().any(|row| row.key == *key).then_some(None).ok_or(TableError::NotFound);
    }
    rules::check(tx).await?;
    Ok(line(actor, table, key, &json!({ "hidden": !hidden }), &json!({ "hidden": hidden })))
}

/// Gives a row this place among those of its group, counted from 0.
pub async fn place(
    tx: &mut Tx,
    actor: &Actor,
    table: Table,
    key: &Key,
    to: usize,
) -> Result<Done, TableError> {
    row::lock(tx, table, &key.group).await?;
    let rows = list(tx, table).await?;
    let mut order: Vec<&Key> =
        rows.iter().filter(|row| row.key.group == key.group).map(|row| &row.key).collect();
    let from = order.iter().position(|one| *one == key).ok_or(TableError::NotFound)?;
    let to = to.min(order.len() - 1);
    if from == to {
        return Ok(None);
    }
    let moved = order.remove(from);
    order.insert(to, moved);
    for (position, key) in (1..).zip(order) {
        row::position(tx, table, key, position).await?;
    }
    Ok(line(actor, table, key, &json!({ "place": from + 1 }), &json!({ "place": to + 1 })))
}

/// The audit line of a change; none where before and after are the same. It holds what differs.
pub fn line(actor: &Actor, table: Table, key: &Key, before: &Value, after: &Value) -> Done {
    let empty = Map::new();
    let (old, new) = (before.as_object().unwrap_or(&empty), after.as_object().unwrap_or(&empty));
    let mut names: Vec<&String> = old.keys().chain(new.keys()).collect();
    names.sort();
    names.dedup();
    names.retain(|name| old.get(*name) != new.get(*name));
    let of = |side: &Map<String, Value>| -> Map<String, Value> {
        names.iter().filter_map(|name| Some(((*name).clone(), side.get(*name)?.clone()))).collect()
    };
    let fields = json!({
        "table": table.name, "row": key.to_string(), "before": of(old), "after": of(new),
    });
    (!names.is_empty()).then(|| Line::new(Act::TableChanged).by(actor).fields(fields))
}

fn content(table: Table, draft: &Draft) -> Value {
    let names = draft.names.0.iter().map(|(locale, text)| (format!("name-{locale}"), json!(text)));
    let cells =
        table.columns.iter().zip(&draft.cells).map(|(column, cell)| ((*column).to_owned(), json!(cell)));
    Value::Object(names.chain(cells).collect())
}

/// Everything that is wrong with names; two rows of a group that read alike could not be told apart.
fn check_names(names: &Labels, group: &str, own: Option<&Key>, rows: &[Row]) -> Result<(), TableError> {
    let others: Vec<&Row> =
        rows.iter().filter(|row| row.key.group == group && Some(&row.key) != own).collect();
    let fault = |locale: &Locale| {
        let text = names.0.get(locale.tag()).map_or("", String::as_str);
        let taken =
            |row: &&Row| row.names.0.get(locale.tag()).is_some_and(|name| sort_name(name) == sort_name(text));
        match text {
            "" if *locale == Locale::Pt => Some(NameFault::Missing),
            "" => None,
            long if long.chars().count() > LONGEST_NAME => Some(NameFault::TooLong),
            odd if odd.chars().any(char::is_control) => Some(NameFault::Characters),
            _ if others.iter().any(|row| taken(row)) => Some(NameFault::Taken),
            _ => None,
        }
    };
    let faults: Vec<(Locale, NameFault)> =
        Locale::ALL.iter().filter_map(|locale| fault(locale).map(|fault| (*locale, fault))).collect();
    if faults.is_empty() { Ok(()) } else { Err(TableError::Names(faults)) }
}

/// A code that no row of the table has: the words of the name, which whoever reads the audit trail knows again.
fn free_code(names: &Labels, rows: &[Row]) -> String {
    let slug: String = sort_name(names.text(Locale::Pt)).split(' ').collect::<Vec<_>>().join("-");
    let slug: String = slug.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(40).collect();
    let slug = if slug.is_empty() { "row".to_owned() } else { slug };
    let of_all = |code: &str| rows.iter().any(|row| row.key.code == code);
    let numbered = (2..).map(|number| format!("{slug}-{number}"));
    std::iter::once(slug.clone()).chain(numbered).find(|code| !of_all(code)).unwrap_or(slug)
}
