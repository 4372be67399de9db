//! What an administrator does with plugins, on the page or at the command line. Each act is one
//! transaction with its audit line, and every desk on the same database notices within a second.

use std::path::Path;

use balcao_access::audit::{self, Act, Line};
use balcao_access::{Actor, ProfileId, UserId};
use balcao_engine::{Class, Digest};
use balcao_store::{Tx, changes};
use serde_json::json;

use crate::Plugins;
use crate::catalog::rows;
use crate::catalog::{CatalogError, Grant, Installed};
use crate::package::Package;
use crate::permission::Permission;

mod switch;
mod version;

pub use version::Arrived;

/// Who changes the catalog: whose name a plugin's is, and who stands in the audit trail.
#[derive(Clone, Debug)]
pub enum Installer {
    /// The desk itself: components built with this binary.
    Pack,
    /// The desk itself: other components in the plugins' folder.
    Folder,
    /// The operator at the command line.
    CommandLine,
    /// An administrator on the page.
    User(Box<Actor>),
}

impl Installer {
    pub(crate) fn name(&self) -> String {
        match self {
            Installer::Pack => "pack".into(),
            Installer::Folder => "folder".into(),
            Installer::CommandLine => "command line".into(),
            // One voice: what one of them uploaded, another may upgrade.
            Installer::User(_) => "administrators".into(),
        }
    }

    /// The user; none: the desk itself, or the operator.
    pub(crate) fn user(&self) -> Option<UserId> {
        match self {
            Installer::User(actor) => Some(actor.user.id),
            _ => None,
        }
    }

    pub(crate) fn line(&self, act: Act, fields: serde_json::Value) -> Line {
        let line = Line::new(act).fields(fields);
        match self {
            Installer::User(actor) => line.by(actor),
            _ => line,
        }
    }
}

/// What became of a file of the plugins' folder.
#[derive(Debug)]
pub enum Offered {
    /// It is in the catalog already.
    Known,
    /// It was built with this binary: it is on, and has what it asks for.
    Granted(Package),
    /// It arrived off; an administrator decides.
    Off(Package),
    /// It can't be installed.
    Refused(CatalogError),
}

impl Plugins {
    /// Offers the components of a folder, once, at the start. What was built with this binary (its
    /// digest is among `trusted`) becomes live and is granted what it asks for, unless an
    /// administrator decided otherwise; anything else arrives off.
    pub async fn offer_folder(
        &self,
        folder: &Path,
        trusted: &[Digest],
    ) -> Result<Vec<(String, Offered)>, CatalogError> {
        let mut files = Vec::new();
        let mut entries = tokio::fs::read_dir(folder).await?;
        while let Some(entry) = entries.next_entry().await? {
            if entry.path().extension().is_some_and(|extension| extension == "wasm") {
                files.push(entry.path());
            }
        }
        files.sort();
        let (mut offered, mut ours, mut others) = (Vec::new(), Vec::new(), Vec::new());
        for file in files {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            match tokio::fs::read(&file).await {
                Ok(bytes) if trusted.contains(&Digest::of(&bytes)) => ours.push((name, bytes)),
                Ok(bytes) => others.push((name, bytes)),
                Err(error) => offered.push((name, Offered::Refused(error.into()))),
            }
        }
        // Ours first: a name belongs to whoever installs it first.
        for (name, bytes) in ours.into_iter().chain(others) {
            let fate = self.offer_file(&bytes, trusted).await.unwrap_or_else(Offered::Refused);
            offered.push((name, fate));
        }
        self.refresh().await?;
        Ok(offered)
    }

    async fn offer_file(&self, bytes: &[u8], trusted: &[Digest]) -> Result<Offered, CatalogError> {
        let digest = Digest::of(bytes);
        let known = self.catalog().plugins.values().any(|plugin| plugin.pinned(&digest).is_some());
        if known {
            return Ok(Offered::Known);
        }
        let package = Package::open(self.engine(), self.db(), bytes, Class::Compact).await?;
        if trusted.contains(&digest) {
            self.keep(&package, bytes, &Installer::Pack, true).await?;
            Ok(Offered::Granted(package))
        } else {
            self.keep(&package, bytes, &Installer::Folder, false).await?;
            Ok(Offered::Off(package))
        }
    }

    /// Installs a component, and makes it the live version of its plugin. Nothing is granted: that
    /// is another decision.
    pub async fn install(&self, bytes: &[u8], class: Class, by: &Installer) -> Result<Package, CatalogError> {
        let package = Package::open(self.engine(), self.db(), bytes, class).await?;
        self.keep(&package, bytes, by, true).await?;
        self.refresh().await?;
        Ok(package)
    }

    async fn keep(
        &self,
        package: &Package,
        bytes: &[u8],
        by: &Installer,
        live: bool,
    ) -> Result<(), CatalogError> {
        let name = &package.description.name;
        let mut tx = self.db().write().await?;
        rows::add_plugin(&mut tx, package, &by.name()).await?;
        let before = take(&mut tx, name).await?;
        if before.installer != by.name() {
            return Err(CatalogError::NameTaken { name: name.clone(), installer: before.installer });
        }
        rows::add_version(&mut tx, package, bytes, live).await?;
        if live {
            rows::set_live(&mut tx, name, &package.digest).await?;
            if before.versions.is_empty() {
                rows::enable(&mut tx, name, true).await?;
            }
        }
        if matches!(by, Installer::Pack) {
            for permission in &package.permissions {
                rows::grant_undecided(&mut tx, name, *permission).await?;
            }
        }
        let fields = json!({
            "plugin": name, "digest": package.digest.to_string(), "by": by.name(), "live": live,
        });
        self.settle(tx, vec![by.line(Act::PluginInstalled, fields)]).await
    }

    /// Decides about a permission that a plugin asks for, for one profile or for all.
    pub async fn decide(&self, plugin: &str, grant: Grant, by: &Installer) -> Result<(), CatalogError> {
        let mut tx = self.db().write().await?;
        let asked = |asks: &crate::Version| asks.permissions.contains(&grant.permission);
        if !take(&mut tx, plugin).await?.versions.iter().any(asked) {
            return Err(CatalogError::NotAsked(grant.permission));
        }
        rows::decide(&mut tx, plugin, grant).await?;
        let fields = json!({
            "plugin": plugin,
            "permission": grant.permission,
            "profile": grant.profile,
            "allowed": grant.allowed,
        });
        self.settle(tx, vec![by.line(Act::PluginGranted, fields)]).await?;
        self.refresh().await.map(drop)
    }

    /// Allows a permission.
    pub async fn grant(
        &self,
        plugin: &str,
        permission: Permission,
        profile: Option<ProfileId>,
        by: &Installer,
    ) -> Result<(), CatalogError> {
        self.decide(plugin, Grant { permission, profile, allowed: true }, by).await
    }

    /// Forbids a permission.
    pub async fn deny(
        &self,
        plugin: &str,
        permission: Permission,
        profile: Option<ProfileId>,
        by: &Installer,
    ) -> Result<(), CatalogError> {
        self.decide(plugin, Grant { permission, profile, allowed: false }, by).await
    }

    async fn settle(&self, mut tx: Tx, lines: Vec<Line>) -> Result<(), CatalogError> {
        changes::bump(&mut tx, "plugins").await?;
        Ok(audit::commit(tx, lines).await?)
    }
}

/// Takes a plugin for a change: as it is now, and nobody else's until the transaction ends.
async fn take(tx: &mut Tx, plugin: &str) -> Result<Installed, CatalogError> {
    let taken = rows::take(tx, plugin).await?;
    taken.ok_or_else(|| CatalogError::Unknown("plugin", plugin.to_owned()))
}
