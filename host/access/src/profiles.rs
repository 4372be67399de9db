//! Profiles: what a user may do, and the layout that says what a user sees.

use std::collections::BTreeSet;

use balcao_store::{Conn, Tx};
use serde::{Deserialize, Serialize};

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

/// Adds a profile; it has no layout until one is published.
pub async fn create(_tx: &mut Tx, _profile: &Profile) -> Result<(), AccessError> {
    todo!()
}

/// All profiles, by key.
pub async fn list(_conn: &mut Conn) -> Result<Vec<Profile>, AccessError> {
    todo!()
}

/// One profile by its key.
pub async fn by_key(_conn: &mut Conn, _key: &str) -> Result<Profile, AccessError> {
    todo!()
}

/// The layout that the profile has now.
pub async fn live(_conn: &mut Conn, _profile: ProfileId) -> Result<LiveLayout, AccessError> {
    todo!()
}

/// Makes a new version and puts the pointer on it. Returns its number. The caller writes the audit
/// line ([`crate::audit::Act::ProfilePublished`]).
pub async fn publish(
    _tx: &mut Tx,
    _profile: ProfileId,
    _layout: &Layout,
    _author: Option<UserId>,
    _reason: &str,
) -> Result<i64, AccessError> {
    todo!()
}
