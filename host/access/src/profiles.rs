//! Profiles: what a user may do, and the layout that says what a user sees.

use std::collections::BTreeSet;

use balcao_store::{Conn, DateTime, Json, Tx, Utc, changes, now, on};
use serde::{Deserialize, Serialize};

use crate::layout::{KEY_RULE, is_key};
use crate::{AccessError, Labels, Layout, LiveLayout, UserId};

balcao_store::id!(ProfileId, "A profile.");

balcao_store::text_enum! {
    /// Something that a profile allows beyond seeing what its layout holds.
    pub enum Right {
        /// Serve customers: search, start and continue attendances.
        Serve = "serve",
        /// See and reassign the requests of others.
        Supervise = "supervise",
        /// Users, profiles, plugins, audit.
        Administer = "administer",
        /// See whole taxpayer numbers; others see them masked.
        SeeTaxIds = "see-tax-ids",
        /// Find people by their taxpayer number.
        SearchByTaxId = "search-by-tax-id",
        /// Waive late charges.
        WaiveCharges = "waive-charges",
        /// Show a secret of the desk (a connection's password).
        ShowSecrets = "show-secrets",
        /// Show it without saying why.
        SecretsWithoutReason = "secrets-without-reason",
        /// Do what needs a confirmed identity though it was not confirmed who asks.
        ActUnconfirmed = "act-unconfirmed",
    }
}

/// The rights of a profile.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rights(BTreeSet<Right>);

impl Rights {
    /// Those and no other.
    pub fn of(rights: &[Right]) -> Rights {
        Rights(rights.iter().copied().collect())
    }

    /// Whether it is among them.
    pub fn has(&self, right: Right) -> bool {
        self.0.contains(&right)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = Right> + '_ {
        self.0.iter().copied()
    }
}

/// What a user carries of its profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileRef {
    /// Its id.
    pub id: ProfileId,
    /// The short name for the command line: lower-case letters, digits and hyphens.
    pub key: String,
    /// What people read.
    pub name: Labels,
}

/// A profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its id.
    pub id: ProfileId,
    /// The short name for the command line: lower-case letters, digits and hyphens.
    pub key: String,
    /// What people read.
    pub name: Labels,
    /// What it allows.
    pub rights: Rights,
}

type Row = (ProfileId, String, Json<Labels>, Json<Rights>);

fn profile((id, key, name, rights): Row) -> Profile {
    Profile { id, key, name: name.0, rights: rights.0 }
}

/// Adds a profile; it has no layout until one is published.
pub async fn create(tx: &mut Tx, profile: &Profile) -> Result<(), AccessError> {
    if !is_key(&profile.key) {
        return Err(AccessError::Invalid(KEY_RULE));
    }
    let done = on!(tx, c => sqlx::query(
        "INSERT INTO profile (id, key, name, rights) VALUES ($1, $2, $3, $4)")
        .bind(profile.id).bind(&profile.key).bind(Json(&profile.name)).bind(Json(&profile.rights))
        .execute(c).await.map(drop));
    crate::error::taken(done, "profile")
}

/// All profiles, by key.
pub async fn list(conn: &mut Conn) -> Result<Vec<Profile>, AccessError> {
    let rows: Vec<Row> = on!(conn, c => sqlx::query_as(
        "SELECT id, key, name, rights FROM profile ORDER BY key").fetch_all(c).await)?;
    Ok(rows.into_iter().map(profile).collect())
}

/// One profile by its key.
pub async fn by_key(conn: &mut Conn, key: &str) -> Result<Profile, AccessError> {
    let row: Option<Row> = on!(conn, c => sqlx::query_as(
        "SELECT id, key, name, rights FROM profile WHERE key = $1")
        .bind(key).fetch_optional(c).await)?;
    row.map(profile).ok_or(AccessError::NotFound("profile"))
}

/// The layout that the profile has now.
pub async fn live(conn: &mut Conn, profile: ProfileId) -> Result<LiveLayout, AccessError> {
    let row: Option<(i64, Json<Layout>)> = on!(conn, c => sqlx::query_as(
        "SELECT v.version, v.layout FROM live_layout l
         JOIN layout_version v ON v.profile = l.profile AND v.version = l.version
         WHERE l.profile = $1")
        .bind(profile).fetch_optional(c).await)?;
    let (version, layout) = row.map_or((0, Layout::default()), |(version, layout)| (version, layout.0));
    Ok(LiveLayout { version, layout })
}

/// Makes a new version and moves the pointer to it. Returns its number. The caller writes the audit
/// line ([`crate::audit::Act::ProfilePublished`]).
pub async fn publish(
    tx: &mut Tx,
    profile: ProfileId,
    layout: &Layout,
    author: Option<UserId>,
    reason: &str,
) -> Result<i64, AccessError> {
    layout.check()?;
    let last: Option<i64> = on!(&mut *tx, c => sqlx::query_scalar(
        "SELECT max(version) FROM layout_version WHERE profile = $1")
        .bind(profile).fetch_one(c).await)?;
    let version = last.unwrap_or(0) + 1;
    let done = on!(&mut *tx, c => sqlx::query(
        "INSERT INTO layout_version (profile, version, layout, author, reason, at)
         VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(profile).bind(version).bind(Json(layout)).bind(author).bind(reason).bind(now())
        .execute(c).await.map(drop));
    crate::error::taken(done, "version of this layout")?;
    on!(&mut *tx, c => sqlx::query(
        "INSERT INTO live_layout (profile, version) VALUES ($1, $2)
         ON CONFLICT (profile) DO UPDATE SET version = $2")
        .bind(profile).bind(version).execute(c).await.map(drop))?;
    changes::bump(tx, "profiles").await?;
    Ok(version)
}

/// A version that was published: by whom, why, when. `None` as author is the operator.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Published {
    /// Its number, counted from 1 for each profile.
    pub version: i64,
    /// Who published it.
    pub author: Option<UserId>,
    /// Why.
    pub reason: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Every version of a profile's layout, newest first.
pub async fn history(conn: &mut Conn, profile: ProfileId) -> Result<Vec<Published>, AccessError> {
    Ok(on!(conn, c => sqlx::query_as(
        "SELECT version, author, reason, at FROM layout_version
         WHERE profile = $1 ORDER BY version DESC")
        .bind(profile).fetch_all(c).await)?)
}
