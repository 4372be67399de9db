//! The rows of what an administrator set of widgets and actions.

use balcao_access::{Labels, ProfileId, UserId};
use balcao_store::{Conn, Json, Sealed, StoreError, Tx, now, on};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::rows::of;
use super::{Catalog, CatalogError, Set, Shown};

/// The table of settings, to which sealed values are bound.
pub(crate) const SETTINGS: &str = "plugin_setting";

#[derive(sqlx::FromRow)]
struct SetRow {
    plugin: String,
    contribution: String,
    key: String,
    profile: Option<ProfileId>,
    value: Option<String>,
    set_by: Option<UserId>,
    set_at: Option<DateTime<Utc>>,
}

type ShownRow = (String, String, Json<Labels>, Json<Labels>, Option<String>);

/// Reads all of it into the catalog.
pub(super) async fn read(conn: &mut Conn, catalog: &mut Catalog) -> Result<(), CatalogError> {
    let sets: Vec<SetRow> = on!(&mut *conn, c => sqlx::query_as(
        "SELECT plugin, contribution, key, profile, value, set_by, set_at FROM plugin_setting",
    ).fetch_all(c).await)
    .map_err(StoreError::from)?;
    for row in sets {
        let set = Set { value: row.value, by: row.set_by, at: row.set_at };
        of(catalog, &row.plugin)?.settings.insert((row.contribution, row.key, row.profile), set);
    }
    let shown: Vec<ShownRow> = on!(conn, c => sqlx::query_as(
        "SELECT plugin, contribution, titles, summaries, tab FROM plugin_shown",
    ).fetch_all(c).await)
    .map_err(StoreError::from)?;
    for (plugin, contribution, titles, summaries, tab) in shown {
        let shown = Shown { titles: titles.0, summaries: summaries.0, tab };
        of(catalog, &plugin)?.shown.insert(contribution, shown);
    }
    Ok(())
}

/// Has all others who change this plugin wait until the transaction ends. False: there is none of that name.
pub(crate) async fn hold(tx: &mut Tx, plugin: &str) -> Result<bool, StoreError> {
    let held = on!(tx, c => sqlx::query("UPDATE plugin SET enabled = enabled WHERE name = $1")
        .bind(plugin).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(held > 0)
}

/// What a setting is set to.
pub(crate) enum Value {
    Plain(String),
    /// Sealed for the row of this id.
    Sealed(Uuid, Sealed),
}

/// Which setting, for all profiles or for one.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub plugin: &'a str,
    pub contribution: &'a str,
    pub key: &'a str,
    pub profile: Option<ProfileId>,
}

/// The sealed value there, with its row.
pub(crate) async fn sealed(conn: &mut Conn, place: Place<'_>) -> Result<Option<(Uuid, Sealed)>, StoreError> {
    Ok(on!(conn, c => sqlx::query_as(
        "SELECT id, sealed FROM plugin_setting WHERE plugin = $1 AND contribution = $2 AND key = $3
         AND (profile = $4 OR (profile IS NULL AND $4 IS NULL)) AND sealed IS NOT NULL",
    ).bind(place.plugin).bind(place.contribution).bind(place.key).bind(place.profile)
    .fetch_optional(c).await)?)
}

/// Sets a setting; none: nothing is set there any more.
pub(crate) async fn set(
    tx: &mut Tx,
    place: Place<'_>,
    value: Option<Value>,
    by: Option<UserId>,
) -> Result<(), StoreError> {
    on!(&mut *tx, c => sqlx::query(
        "DELETE FROM plugin_setting WHERE plugin = $1 AND contribution = $2 AND key = $3
         AND (profile = $4 OR (profile IS NULL AND $4 IS NULL))",
    ).bind(place.plugin).bind(place.contribution).bind(place.key).bind(place.profile)
    .execute(c).await.map(drop))?;
    let (id, plain, sealed) = match value {
        None => return Ok(()),
        Some(Value::Plain(text)) => (Uuid::now_v7(), Some(text), None),
        Some(Value::Sealed(id, sealed)) => (id, None, Some(sealed)),
    };
    Ok(on!(tx, c => sqlx::query(
        "INSERT INTO plugin_setting (id, plugin, contribution, key, profile, value, sealed, set_by, set_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(id).bind(place.plugin).bind(place.contribution).bind(place.key).bind(place.profile)
    .bind(plain).bind(sealed).bind(by).bind(now()).execute(c).await.map(drop))?)
}

/// How a widget or an action is shown from now on.
pub(crate) async fn show(tx: &mut Tx, plugin: &str, name: &str, shown: &Shown) -> Result<(), StoreError> {
    Ok(on!(tx, c => sqlx::query(
        "INSERT INTO plugin_shown (plugin, contribution, titles, summaries, tab) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (plugin, contribution) DO UPDATE SET titles = $3, summaries = $4, tab = $5",
    )
    .bind(plugin).bind(name).bind(Json(&shown.titles)).bind(Json(&shown.summaries)).bind(&shown.tab)
    .execute(c).await.map(drop))?)
}
