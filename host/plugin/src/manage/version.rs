//! Versions of a plugin: one arrives and waits, somebody decides about it, it goes live, and there is
//! a way back.

use std::collections::BTreeMap;

use balcao_access::audit::{Act, Line};
use balcao_engine::{Class, Digest};
use balcao_store::Tx;
use serde_json::json;

use super::{Installer, take};
use crate::Plugins;
use crate::catalog::{CatalogError, Grant, Installed, Reach, rows};
use crate::package::Package;
use crate::permission::Permission;

/// A component that was uploaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrived {
    /// Its plugin.
    pub plugin: String,
    /// Its identity.
    pub version: Digest,
}

impl Plugins {
    /// Keeps an uploaded component, off: nothing of it runs for users until somebody
    /// [decides](Self::decide_version). Sent twice it is kept once.
    pub async fn receive(&self, bytes: &[u8], class: Class, by: &Installer) -> Result<Arrived, CatalogError> {
        self.refresh().await?;
        let digest = Digest::of(bytes);
        let catalog = self.catalog();
        let known = catalog.plugins.values().find_map(|plugin| Some((plugin, plugin.pinned(&digest)?)));
        if let Some((plugin, version)) = known
            // Of one that waits the class may still be another.
            && (version.decided_at.is_some() || version.class == class)
        {
            return Ok(Arrived { plugin: plugin.name.clone(), version: digest });
        }
        let package = Package::open(self.engine(), self.db(), bytes, class).await?;
        self.keep(&package, bytes, by, false).await?;
        self.refresh().await?;
        Ok(Arrived { plugin: package.description.name, version: digest })
    }

    /// Decides about a version: who may have each permission that it asks for, and that it is live from
    /// now on, in one step. `seen` is the plugin's revision that the decision is about.
    ///
    /// # Errors
    /// [`CatalogError::Unsaid`]: a permission about which nothing is said. [`CatalogError::Stale`]:
    /// somebody else changed the plugin. Nothing is changed then.
    pub async fn decide_version(
        &self,
        plugin: &str,
        version: &Digest,
        seen: i64,
        reaches: &BTreeMap<Permission, Reach>,
        by: &Installer,
    ) -> Result<(), CatalogError> {
        let mut tx = self.db().write().await?;
        let before = take(&mut tx, plugin).await?;
        let asks = before.pinned(version).ok_or_else(|| unknown(version))?;
        if let Some(extra) = reaches.keys().find(|permission| !asks.permissions.contains(permission)) {
            return Err(CatalogError::NotAsked(*extra));
        }
        let mut changed = Vec::new();
        for permission in &asks.permissions {
            let reach = reaches.get(permission).ok_or(CatalogError::Unsaid(*permission))?;
            if !stands(&before, *permission, reach) {
                changed.push((*permission, reach));
            }
        }
        let goes_live = before.live != *version || asks.decided_at.is_none();
        if !goes_live && changed.is_empty() {
            return Ok(());
        }
        // Taking it was a change of ours.
        if before.revision != seen + 1 {
            return Err(CatalogError::Stale);
        }
        let mut lines = Vec::new();
        for (permission, reach) in changed {
            lines.push(grant(&mut tx, &before, permission, reach, by).await?);
        }
        if goes_live {
            rows::decided(&mut tx, version).await?;
            rows::set_live(&mut tx, plugin, version).await?;
            // What somebody switched off stays off through an upgrade.
            if !before.is_decided() {
                rows::enable(&mut tx, plugin, true).await?;
            }
            lines.push(went_live(&before, version, by));
        }
        self.settle(tx, lines).await?;
        self.refresh().await.map(drop)
    }

    /// Makes a version that was decided about the live one: the way back, or forth again. Runs end on
    /// the version on which they began.
    pub async fn go_live(&self, plugin: &str, version: &Digest, by: &Installer) -> Result<(), CatalogError> {
        let mut tx = self.db().write().await?;
        let before = take(&mut tx, plugin).await?;
        let wanted = before.pinned(version).ok_or_else(|| unknown(version))?;
        if wanted.decided_at.is_none() {
            return Err(CatalogError::Undecided);
        }
        if before.live == *version {
            return Ok(());
        }
        rows::set_live(&mut tx, plugin, version).await?;
        self.settle(tx, vec![went_live(&before, version, by)]).await?;
        self.refresh().await.map(drop)
    }

    /// Throws away a version that waits; with its last version the plugin goes.
    pub async fn discard(&self, plugin: &str, version: &Digest, by: &Installer) -> Result<(), CatalogError> {
        let mut tx = self.db().write().await?;
        let before = take(&mut tx, plugin).await?;
        let waiting = before.pinned(version).filter(|version| version.decided_at.is_none());
        waiting.ok_or_else(|| unknown(version))?;
        rows::remove_version(&mut tx, version).await?;
        match before.versions.iter().rfind(|other| other.digest != *version) {
            None => rows::remove_plugin(&mut tx, plugin).await?,
            Some(other) if before.live == *version => {
                rows::set_live(&mut tx, plugin, &other.digest).await?;
            }
            Some(_) => {}
        }
        let fields = json!({ "plugin": plugin, "digest": version.to_string() });
        self.settle(tx, vec![by.line(Act::PluginDiscarded, fields)]).await?;
        self.refresh().await.map(drop)
    }
}

fn unknown(version: &Digest) -> CatalogError {
    CatalogError::Unknown("version", version.to_string())
}

fn went_live(before: &Installed, version: &Digest, by: &Installer) -> Line {
    let fields = json!({
        "plugin": before.name, "digest": version.to_string(), "before": before.live.to_string(), "live": true,
    });
    by.line(Act::PluginInstalled, fields)
}

/// The decisions that say so.
fn grants(permission: Permission, reach: &Reach) -> Vec<Grant> {
    let all = Grant { permission, profile: None, allowed: matches!(reach, Reach::Everybody) };
    let mut grants = vec![all];
    if let Reach::Profiles(profiles) = reach {
        grants.extend(profiles.iter().map(|id| Grant { permission, profile: Some(*id), allowed: true }));
    }
    grants
}

fn of(plugin: &Installed, permission: Permission) -> impl Iterator<Item = &Grant> {
    plugin.grants.iter().filter(move |grant| grant.permission == permission)
}

/// Whether it is decided so already.
fn stands(plugin: &Installed, permission: Permission, reach: &Reach) -> bool {
    let wanted = grants(permission, reach);
    of(plugin, permission).count() == wanted.len()
        && of(plugin, permission).all(|grant| wanted.contains(grant))
}

async fn grant(
    tx: &mut Tx,
    plugin: &Installed,
    permission: Permission,
    reach: &Reach,
    by: &Installer,
) -> Result<Line, CatalogError> {
    rows::undecide(tx, &plugin.name, permission).await?;
    for grant in grants(permission, reach) {
        rows::insert_grant(tx, &plugin.name, grant).await?;
    }
    let before: Vec<_> =
        of(plugin, permission).map(|g| json!({ "profile": g.profile, "allowed": g.allowed })).collect();
    let fields = json!({ "plugin": plugin.name, "permission": permission, "before": before, "after": reach });
    Ok(by.line(Act::PluginGranted, fields))
}
