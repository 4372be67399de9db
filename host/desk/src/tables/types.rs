//! Types of requests: what each asks of the closing form, and the catalogs that it may have.

use balcao_access::{Actor, Labels};
use balcao_store::{Conn, StoreError, Tx, on};
use serde_json::json;

use super::{Cell, Done, Draft, Key, Row, Table, TableError, add, change, line, list, row, rules};
use crate::closing::Use;

/// What a type asks of the closing form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asks {
    /// It may be chosen while the contract is cancelled, suspended, blocked or finished.
    pub allows_blocked: bool,
    /// Whether it uses the catalog.
    pub catalog: Use,
    /// Whether it uses the items of the catalog.
    pub item: Use,
    /// The code of the situation that it brings along.
    pub situation: Option<String>,
    /// The codes of the catalogs that it may have; none: every one.
    pub catalogs: Vec<String>,
}

/// A type of request.
#[derive(Debug, Clone)]
pub struct TypeRow {
    /// Its row.
    pub row: Row,
    /// What it asks.
    pub asks: Asks,
}

impl Asks {
    /// An item without a catalog is none.
    fn cells(&self) -> Vec<Cell> {
        let item = if self.catalog == Use::Unused { Use::Unused } else { self.item };
        vec![
            Cell::Flag(self.allows_blocked),
            Cell::Text(Some(self.catalog.as_str().to_owned())),
            Cell::Text(Some(item.as_str().to_owned())),
            Cell::Text(self.situation.clone()),
        ]
    }
}

/// All types, in their order.
pub async fn types(conn: &mut Conn) -> Result<Vec<TypeRow>, StoreError> {
    let rows = list(conn, Table::TYPES).await?;
    let pairs: Vec<(String, String)> = on!(conn, c => sqlx::query_as(
        "SELECT type, catalog FROM type_catalog ORDER BY type, catalog").fetch_all(c).await)?;
    let usage = |cell: Option<&Cell>| match cell {
        Some(Cell::Text(Some(text))) => text.parse().unwrap_or(Use::Unused),
        _ => Use::Unused,
    };
    let whole = |row: Row| {
        let of = pairs.iter().filter(|(kind, _)| *kind == row.key.code);
        let asks = Asks {
            allows_blocked: row.cells.first() == Some(&Cell::Flag(true)),
            catalog: usage(row.cells.get(1)),
            item: usage(row.cells.get(2)),
            situation: row.cells.get(3).and_then(|cell| match cell {
                Cell::Text(code) => code.clone(),
                _ => None,
            }),
            catalogs: of.map(|(_, catalog)| catalog.clone()).collect(),
        };
        TypeRow { row, asks }
    };
    Ok(rows.into_iter().map(whole).collect())
}

/// Adds a type at the end.
pub async fn add_type(tx: &mut Tx, actor: &Actor, names: Labels, asks: &Asks) -> Result<Done, TableError> {
    offered(tx, asks, None).await?;
    let before = list(tx, Table::TYPES).await?;
    let draft = Draft { names, cells: asks.cells() };
    let done = add(tx, actor, Table::TYPES, "", &draft).await?;
    let rows = list(tx, Table::TYPES).await?;
    if let Some(new) = rows.iter().find(|row| !before.iter().any(|known| known.key == row.key)) {
        set_catalogs(tx, &new.key, &asks.catalogs).await?;
        rules::check(tx).await?;
    }
    Ok(done)
}

/// Changes a type, if it is still as it was seen.
pub async fn change_type(
    tx: &mut Tx,
    actor: &Actor,
    key: &Key,
    seen: i64,
    names: Labels,
    asks: &Asks,
) -> Result<Done, TableError> {
    let known = types(tx).await?;
    let before = known.iter().find(|kind| kind.row.key == *key).ok_or(TableError::NotFound)?;
    offered(tx, asks, Some(&before.asks)).await?;
    let mut wanted = asks.catalogs.clone();
    wanted.sort();
    let draft = Draft { names, cells: asks.cells() };
    if wanted == before.asks.catalogs {
        return change(tx, actor, Table::TYPES, key, seen, &draft).await;
    }
    if !row::take(tx, Table::TYPES, key, seen).await? {
        return Err(TableError::Stale);
    }
    // The catalogs first: what the row asks for now is looked for among them.
    set_catalogs(tx, key, &wanted).await?;
    let told = change(tx, actor, Table::TYPES, key, seen + 1, &draft).await?;
    rules::check(tx).await?;
    let (old, new) = (json!({ "catalogs": before.asks.catalogs }), json!({ "catalogs": wanted }));
    let catalogs = line(actor, Table::TYPES, key, &old, &new);
    Ok(match (told, catalogs) {
        (Some(mut told), Some(catalogs)) => {
            for side in ["before", "after"] {
                told.fields[side]["catalogs"] = catalogs.fields[side]["catalogs"].clone();
            }
            Some(told)
        }
        (told, catalogs) => told.or(catalogs),
    })
}

/// That what a type names is there: offered, or named by it before.
async fn offered(conn: &mut Conn, asks: &Asks, before: Option<&Asks>) -> Result<(), TableError> {
    let named = |code: &String| before.is_some_and(|before| before.catalogs.contains(code));
    let catalogs = list(conn, Table::CATALOGS).await?;
    let known =
        |code: &String| catalogs.iter().any(|row| row.key.code == *code && (!row.hidden || named(code)));
    let situations = list(conn, Table::SITUATIONS).await?;
    let situation = asks.situation.iter().all(|code| situations.iter().any(|row| row.key.code == *code));
    if situation && asks.catalogs.iter().all(known) { Ok(()) } else { Err(TableError::NotOffered) }
}

async fn set_catalogs(tx: &mut Tx, key: &Key, catalogs: &[String]) -> Result<(), StoreError> {
    on!(&mut *tx, c => sqlx::query("DELETE FROM type_catalog WHERE type = $1")
        .bind(&key.code).execute(c).await.map(drop))?;
    for catalog in catalogs {
        on!(&mut *tx, c => sqlx::query("INSERT INTO type_catalog (type, catalog) VALUES ($1, $2)")
            .bind(&key.code).bind(catalog).execute(c).await.map(drop))?;
    }
    Ok(())
}
