//! What an administrator does with the text modules of the company in which they work.

use balcao_access::Actor;
use balcao_store::{Conn, StoreError, Tx, on};
use serde_json::json;

use super::ModuleId;
use crate::reports::MAX_TEXT;
use crate::tables::{Done, Key, Table, TableError, line};

/// The most characters of a title.
pub const LONGEST_TITLE: usize = 80;

/// For the audit trail.
const MODULES: Table = Table { name: "text_module", group: None, columns: &["title", "body"] };

/// A text module as its administrator sees it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ModuleRow {
    /// Its id.
    pub id: ModuleId,
    /// What it is chosen by.
    pub title: String,
    /// The text.
    pub body: String,
    /// It is offered no more.
    pub hidden: bool,
    /// Raised by every change.
    pub version: i64,
}

/// All of the company's, in their order.
pub async fn all(conn: &mut Conn, actor: &Actor) -> Result<Vec<ModuleRow>, StoreError> {
    Ok(on!(conn, c => sqlx::query_as(
        "SELECT id, title, body, hidden, version FROM text_module WHERE company = $1 ORDER BY position, title")
        .bind(actor.company).fetch_all(c).await)?)
}

fn key(id: ModuleId) -> Key {
    Key { group: String::new(), code: id.to_string() }
}

/// Adds one at the end. One of the same title and text is there already.
pub async fn add(tx: &mut Tx, actor: &Actor, title: &str, body: &str) -> Result<Done, TableError> {
    let rows = all(tx, actor).await?;
    if rows.iter().any(|row| row.title == title && row.body == body && !row.hidden) {
        return Ok(None);
    }
    check(title, body, None, &rows)?;
    let id = ModuleId::new();
    on!(tx, c => sqlx::query(
        "INSERT INTO text_module (id, company, title, body, position)
         VALUES ($1, $2, $3, $4, (SELECT coalesce(max(position), 0) + 1 FROM text_module WHERE company = $2))")
        .bind(id).bind(actor.company).bind(title).bind(body).execute(c).await.map(drop))
    .map_err(StoreError::from)?;
    Ok(line(actor, MODULES, &key(id), &json!({}), &json!({ "title": title, "body": body })))
}

/// Changes one, if it is still as it was seen.
pub async fn change(
    tx: &mut Tx,
    actor: &Actor,
    id: ModuleId,
    seen: i64,
    title: &str,
    body: &str,
) -> Result<Done, TableError> {
    let taken = on!(&mut *tx, c => sqlx::query(
        "UPDATE text_module SET version = version + 1 WHERE id = $1 AND company = $2 AND version = $3")
        .bind(id).bind(actor.company).bind(seen).execute(c).await.map(|done| done.rows_affected()))
    .map_err(StoreError::from)?;
    let rows = all(tx, actor).await?;
    let row = rows.iter().find(|row| row.id == id).ok_or(TableError::NotFound)?;
    if row.title == title && row.body == body {
        return Ok(None);
    }
    if taken == 0 {
        return Err(TableError::Stale);
    }
    check(title, body, Some(id), &rows)?;
    on!(tx, c => sqlx::query("UPDATE text_module SET title = $2, body = $3 WHERE id = $1")
        .bind(id).bind(title).bind(body).execute(c).await.map(drop))
    .map_err(StoreError::from)?;
    let (before, after) =
        (json!({ "title": row.title, "body": row.body }), json!({ "title": title, "body": body }));
    Ok(line(actor, MODULES, &key(id), &before, &after))
}

/// Hides one, or shows it again.
pub async fn hide(tx: &mut Tx, actor: &Actor, id: ModuleId, hidden: bool) -> Result<Done, TableError> {
    let rows = all(tx, actor).await?;
    let row = rows.iter().find(|row| row.id == id).ok_or(TableError::NotFound)?;
    if row.hidden == hidden {
        return Ok(None);
    }
    on!(tx, c => sqlx::query("UPDATE text_module SET hidden = $2, version = version + 1 WHERE id = $1")
        .bind(id).bind(hidden).execute(c).await.map(drop))
    .map_err(StoreError::from)?;
    Ok(line(actor, MODULES, &key(id), &json!({ "hidden": !hidden }), &json!({ "hidden": hidden })))
}

/// Gives one this place, counted from 0.
pub async fn place(tx: &mut Tx, actor: &Actor, id: ModuleId, to: usize) -> Result<Done, TableError> {
    on!(&mut *tx, c => sqlx::query("UPDATE text_module SET position = position WHERE company = $1")
        .bind(actor.company).execute(c).await.map(drop))
    .map_err(StoreError::from)?;
    let mut order: Vec<ModuleId> = all(tx, actor).await?.iter().map(|row| row.id).collect();
    let from = order.iter().position(|one| *one == id).ok_or(TableError::NotFound)?;
    let to = to.min(order.len() - 1);
    if from == to {
        return Ok(None);
    }
    let moved = order.remove(from);
    order.insert(to, moved);
    for (position, id) in (1_i64..).zip(order) {
        on!(&mut *tx, c => sqlx::query("UPDATE text_module SET position = $2 WHERE id = $1")
            .bind(id).bind(position).execute(c).await.map(drop))
        .map_err(StoreError::from)?;
    }
    Ok(line(actor, MODULES, &key(id), &json!({ "place": from + 1 }), &json!({ "place": to + 1 })))
}

fn check(title: &str, body: &str, own: Option<ModuleId>, rows: &[ModuleRow]) -> Result<(), TableError> {
    for (field, text, most) in [("title", title, LONGEST_TITLE), ("body", body, MAX_TEXT)] {
        if text.is_empty() || text.chars().count() > most {
            return Err(TableError::Text { field, missing: text.is_empty(), most });
        }
    }
    // Hidden ones too: a company has a title once.
    let taken = rows.iter().any(|row| Some(row.id) != own && row.title == title);
    if taken { Err(TableError::Taken) } else { Ok(()) }
}
