//! The catalog's tables.

use balcao_access::ProfileId;
use balcao_engine::{Class, Digest};
use balcao_store::{Conn, Json, StoreError, Tx, changes, now, on};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Catalog, CatalogError, Grant, Installed, Version, is_ours, set};
use crate::declare::Description;
use crate::package::Package;
use crate::permission::{Grants, Permission};

/// What is kept of a package beside its bytes.
#[derive(Serialize, Deserialize)]
struct Kept {
    permissions: Grants,
    #[serde(flatten)]
    description: Description,
}

#[derive(sqlx::FromRow)]
struct VersionRow {
    digest: Vec<u8>,
    plugin: String,
    class: String,
    bytes: i64,
    description: Json<Kept>,
    installed_at: DateTime<Utc>,
    decided_at: Option<DateTime<Utc>>,
}

/// Reads all of it.
pub(crate) async fn read(conn: &mut Conn) -> Result<Catalog, CatalogError> {
    // First the generation: what changes while the rest is read is read again next time.
    let mut catalog = Catalog { seen: changes::seen(conn).await?, ..Catalog::default() };
    catalog.others_held = on!(conn, c => sqlx::query_scalar("SELECT others FROM plugin_hold")
        .fetch_one(c).await)
    .map_err(StoreError::from)?;
    let plugins: Vec<(String, String, bool, Vec<u8>, i64)> = on!(conn, c => sqlx::query_as(
        "SELECT name, installer, enabled, live, revision FROM plugin",
    ).fetch_all(c).await)
    .map_err(StoreError::from)?;
    for (name, installer, enabled, live, revision) in plugins {
        let installed = Installed {
            name: name.clone(),
            held: catalog.others_held && !is_ours(&installer),
            installer,
            enabled,
            revision,
            live: digest(live)?,
            versions: Vec::new(),
            grants: Vec::new(),
            off: Default::default(),
            settings: Default::default(),
            shown: Default::default(),
        };
        catalog.plugins.insert(name, installed);
    }
    let versions: Vec<VersionRow> = on!(conn, c => sqlx::query_as(
        "SELECT digest, plugin, class, CAST(length(bytes) AS BIGINT) AS bytes, description, installed_at, decided_at
         FROM plugin_version ORDER BY installed_at",
    ).fetch_all(c).await)
    .map_err(StoreError::from)?;
    for row in versions {
        let version = Version {
            digest: digest(row.digest)?,
            class: class(&row.class)?,
            bytes: row.bytes.unsigned_abs(),
            permissions: row.description.0.permissions,
            description: row.description.0.description,
            installed_at: row.installed_at,
            decided_at: row.decided_at,
        };
        of(&mut catalog, &row.plugin)?.versions.push(version);
    }
    let grants: Vec<(String, String, Option<ProfileId>, bool)> = on!(conn, c => sqlx::query_as(
        "SELECT plugin, permission, profile, allowed FROM plugin_grant",
    ).fetch_all(c).await)
    .map_err(StoreError::from)?;
    for (plugin, permission, profile, allowed) in grants {
        // A permission that this version of the host no longer has grants nothing.
        if let Ok(permission) = permission.parse() {
            of(&mut catalog, &plugin)?.grants.push(Grant { permission, profile, allowed });
        }
    }
    let off: Vec<(String, String)> = on!(conn, c => sqlx::query_as(
        "SELECT plugin, contribution FROM plugin_off",
    ).fetch_all(c).await)
    .map_err(StoreError::from)?;
    for (plugin, contribution) in off {
        of(&mut catalog, &plugin)?.off.insert(contribution);
    }
    set::read(conn, &mut catalog).await?;
    Ok(catalog)
}

/// The bytes of a version.
pub(crate) async fn bytes(conn: &mut Conn, version: &Digest) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(on!(conn, c => sqlx::query_scalar("SELECT bytes FROM plugin_version WHERE digest = $1")
        .bind(version.0.to_vec()).fetch_optional(c).await)?)
}

/// Takes a plugin's row for a change, which counts, and reads the plugin as it is then; none where
/// there is no such plugin. Of two who change it at one time the other waits here.
pub(crate) async fn take(tx: &mut Tx, plugin: &str) -> Result<Option<Installed>, CatalogError> {
    on!(tx, c => sqlx::query("UPDATE plugin SET revision = revision + 1 WHERE name = $1")
        .bind(plugin).execute(c).await.map(drop))
    .map_err(StoreError::from)?;
    Ok(read(tx).await?.plugins.remove(plugin))
}

/// Keeps a new plugin, off, with this version as its live one; nothing where the name is somebody's.
pub(crate) async fn add_plugin(tx: &mut Tx, package: &Package, installer: &str) -> Result<(), StoreError> {
    Ok(on!(tx, c => sqlx::query(
        "INSERT INTO plugin (name, installer, enabled, live, installed_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (name) DO NOTHING",
    )
    .bind(&package.description.name).bind(installer).bind(false).bind(package.digest.0.to_vec())
    .bind(now()).execute(c).await.map(drop))?)
}

/// Keeps a version; of one that is there already only the class may change, and that it is decided.
pub(crate) async fn add_version(
    tx: &mut Tx,
    package: &Package,
    bytes: &[u8],
    decided: bool,
) -> Result<(), StoreError> {
    let kept = Kept { permissions: package.permissions.clone(), description: package.description.clone() };
    let at = now();
    Ok(on!(tx, c => sqlx::query(
        "INSERT INTO plugin_version (digest, plugin, class, bytes, description, installed_at, decided_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (digest) DO UPDATE
         SET class = $3, decided_at = COALESCE(plugin_version.decided_at, excluded.decided_at)",
    )
    .bind(package.digest.0.to_vec()).bind(&package.description.name).bind(package.class.as_str())
    .bind(bytes).bind(Json(kept)).bind(at).bind(decided.then_some(at)).execute(c).await.map(drop))?)
}

/// Writes down that somebody decided about a version.
pub(crate) async fn decided(tx: &mut Tx, version: &Digest) -> Result<(), StoreError> {
    Ok(
        on!(tx, c => sqlx::query("UPDATE plugin_version SET decided_at = $2 WHERE digest = $1 AND decided_at IS NULL")
        .bind(version.0.to_vec()).bind(now()).execute(c).await.map(drop))?,
    )
}

/// Forgets a version.
pub(crate) async fn remove_version(tx: &mut Tx, version: &Digest) -> Result<(), StoreError> {
    Ok(on!(tx, c => sqlx::query("DELETE FROM plugin_version WHERE digest = $1")
        .bind(version.0.to_vec()).execute(c).await.map(drop))?)
}

/// Forgets a plugin that has no version any more, with what was decided and set for it.
pub(crate) async fn remove_plugin(tx: &mut Tx, plugin: &str) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM plugin_grant WHERE plugin = $1",
        "DELETE FROM plugin_off WHERE plugin = $1",
        "DELETE FROM plugin_setting WHERE plugin = $1",
        "DELETE FROM plugin_shown WHERE plugin = $1",
        "DELETE FROM plugin WHERE name = $1",
    ] {
        on!(tx, c => sqlx::query(sql).bind(plugin).execute(c).await.map(drop))?;
    }
    Ok(())
}

/// Holds back everything that is not ours, or lets it go again.
pub(crate) async fn hold_others(tx: &mut Tx, held: bool) -> Result<(), StoreError> {
    Ok(on!(tx, c => sqlx::query("UPDATE plugin_hold SET others = $1").bind(held).execute(c).await.map(drop))?)
}

/// Makes a version the live one.
pub(crate) async fn set_live(tx: &mut Tx, plugin: &str, version: &Digest) -> Result<(), StoreError> {
    Ok(on!(tx, c => sqlx::query("UPDATE plugin SET live = $2 WHERE name = $1")
        .bind(plugin).bind(version.0.to_vec()).execute(c).await.map(drop))?)
}

/// Switches a plugin on or off.
pub(crate) async fn enable(tx: &mut Tx, plugin: &str, enabled: bool) -> Result<(), StoreError> {
    Ok(on!(tx, c => sqlx::query("UPDATE plugin SET enabled = $2 WHERE name = $1")
        .bind(plugin).bind(enabled).execute(c).await.map(drop))?)
}

/// Switches a widget or an action on or off.
pub(crate) async fn switch(tx: &mut Tx, plugin: &str, name: &str, on: bool) -> Result<(), StoreError> {
    let sql = if on {
        "DELETE FROM plugin_off WHERE plugin = $1 AND contribution = $2"
    } else {
        "INSERT INTO plugin_off (plugin, contribution) VALUES ($1, $2) ON CONFLICT DO NOTHING"
    };
    Ok(on!(tx, c => sqlx::query(sql).bind(plugin).bind(name).execute(c).await.map(drop))?)
}

/// Decides about a permission, in place of what was decided for the same profile before.
pub(crate) async fn decide(tx: &mut Tx, plugin: &str, grant: Grant) -> Result<(), StoreError> {
    on!(tx, c => sqlx::query(
        "DELETE FROM plugin_grant WHERE plugin = $1 AND permission = $2
         AND (profile = $3 OR (profile IS NULL AND $3 IS NULL))",
    ).bind(plugin).bind(grant.permission).bind(grant.profile).execute(c).await.map(drop))?;
    insert_grant(tx, plugin, grant).await
}

/// Forgets what was decided about a permission, for whomever.
pub(crate) async fn undecide(tx: &mut Tx, plugin: &str, permission: Permission) -> Result<(), StoreError> {
    Ok(on!(tx, c => sqlx::query("DELETE FROM plugin_grant WHERE plugin = $1 AND permission = $2")
        .bind(plugin).bind(permission).execute(c).await.map(drop))?)
}

/// Grants a permission to all, unless something was decided for all before.
pub(crate) async fn grant_undecided(
    tx: &mut Tx,
    plugin: &str,
    permission: Permission,
) -> Result<(), StoreError> {
    let decided: Option<i64> = on!(tx, c => sqlx::query_scalar(
        "SELECT 1 FROM plugin_grant WHERE plugin = $1 AND permission = $2 AND profile IS NULL",
    ).bind(plugin).bind(permission).fetch_optional(c).await.map(|row: Option<i32>| row.map(i64::from)))?;
    match decided {
        Some(_) => Ok(()),
        None => insert_grant(tx, plugin, Grant { permission, profile: None, allowed: true }).await,
    }
}

/// Writes down a decision where there is none.
pub(crate) async fn insert_grant(tx: &mut Tx, plugin: &str, grant: Grant) -> Result<(), StoreError> {
    Ok(on!(tx, c => sqlx::query(
        "INSERT INTO plugin_grant (id, plugin, permission, profile, allowed, granted_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(Uuid::now_v7()).bind(plugin).bind(grant.permission).bind(grant.profile).bind(grant.allowed)
    .bind(now()).execute(c).await.map(drop))?)
}

pub(super) fn of<'c>(catalog: &'c mut Catalog, plugin: &str) -> Result<&'c mut Installed, CatalogError> {
    catalog.plugins.get_mut(plugin).ok_or(CatalogError::Damaged("a row of no plugin"))
}

fn digest(bytes: Vec<u8>) -> Result<Digest, CatalogError> {
    bytes.try_into().map(Digest).map_err(|_| CatalogError::Damaged("a digest"))
}

fn class(text: &str) -> Result<Class, CatalogError> {
    [Class::Compact, Class::Interpreted]
        .into_iter()
        .find(|class| class.as_str() == text)
        .ok_or(CatalogError::Damaged("a class"))
}
