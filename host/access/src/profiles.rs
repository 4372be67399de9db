//! Profiles: what a user may do, and the layout that says what a user sees.

use std::collections::BTreeSet;

use balcao_store::{Conn, Json, Tx, on};
use serde::{Deserialize, Serialize};

use crate::layout::{Problem, is_key};
use crate::{AccessError, Labels, Layout, LiveLayout, UserId};

mod content;
mod difference;
pub mod draft;
mod edit;
pub mod file;
mod roster;
pub mod version;

pub use content::Content;
pub use difference::{Change, Item, difference};
pub use edit::{Edit, Towards, key_for, place_of};
pub use roster::{Listed, begin, in_use, keep_administered, retire, roster};
pub use version::{Published, history};

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
        return Err(Problem::Key.into());
    }
    let done = on!(tx, c => sqlx::query(
        "INSERT INTO profile (id, key, name, rights) VALUES ($1, $2, $3, $4)")
        .bind(profile.id).bind(&profile.key).bind(Json(&profile.name)).bind(Json(&profile.rights))
        .execute(c).await.map(drop));
    crate::error::taken(done, "profile")
}

/// The profiles in use, by key.
pub async fn list(conn: &mut Conn) -> Result<Vec<Profile>, AccessError> {
    let rows: Vec<Row> = on!(conn, c => sqlx::query_as(
        "SELECT id, key, name, rights FROM profile WHERE retired_at IS NULL ORDER BY key").fetch_all(c).await)?;
    Ok(rows.into_iter().map(profile).collect())
}

/// One profile by its key.
pub async fn by_key(conn: &mut Conn, key: &str) -> Result<Profile, AccessError> {
    let row: Option<Row> = on!(conn, c => sqlx::query_as(
        "SELECT id, key, name, rights FROM profile WHERE key = $1")
        .bind(key).fetch_optional(c).await)?;
    row.map(profile).ok_or(AccessError::NotFound("profile"))
}

/// The layout that users of the profile have now: without the tabs that are hidden.
pub async fn live(conn: &mut Conn, profile: ProfileId) -> Result<LiveLayout, AccessError> {
    version::layout(conn, profile).await
}

/// Makes a new version of this layout, with the name and the rights that the profile has, and moves the
/// pointer to it. Returns its number. The caller writes the audit line
/// ([`crate::audit::Act::ProfilePublished`]).
pub async fn publish(
    tx: &mut Tx,
    profile: ProfileId,
    layout: &Layout,
    author: Option<UserId>,
    reason: &str,
) -> Result<i64, AccessError> {
    let now: Option<(Json<Labels>, Json<Rights>)> = on!(&mut *tx, c => sqlx::query_as(
        "SELECT name, rights FROM profile WHERE id = $1").bind(profile).fetch_optional(c).await)?;
    let (name, rights) = now.ok_or(AccessError::NotFound("profile"))?;
    let content = Content { name: name.0, rights: rights.0, layout: layout.clone() };
    version::store(tx, profile, &content, author, reason).await
}
