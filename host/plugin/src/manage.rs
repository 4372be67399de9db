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
use crate::catalog::{CatalogError, Grant};
use crate::package::Package;
use crate::permission::Permission;

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
            Installer::User(actor) => format!("user {}", actor.user.login),
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
        match rows::installer(&mut tx, name).await? {
            Some(installer) if installer != by.name() => {
                return Err(CatalogError::NameTaken { name: name.clone(), installer });
            }
            Some(_) => {
                rows::add_version(&mut tx, package, bytes).await?;
                if live {
                    rows::set_live(&mut tx, name, &package.digest).await?;
                }
            }
            None => {
                rows::add_plugin(&mut tx, package, &by.name(), live).await?;
                rows::add_version(&mut tx, package, bytes).await?;
            }
        }
        if matches!(by, Installer::Pack) {
            for permission in &package.permissions {
                rows::grant_undecided(&mut tx, name, *permission).await?;
            }
        }
        let fields = json!({ "plugin": name, "digest": package.digest.to_string(), "by": by.name() });
        self.settle(tx, by.line(Act::PluginInstalled, fields)).await
    }

    /// Decides about a permission that a plugin asks for, for one profile or for all.
    pub async fn decide(&self, plugin: &str, grant: Grant, by: &Installer) -> Result<(), CatalogError> {
        let catalog = self.catalog();
        let asked = |asks: &crate::Version| asks.permissions.contains(&grant.permission);
        if !catalog.plugin(plugin)?.versions.iter().any(asked) {
            return Err(CatalogError::NotAsked(grant.permission));
        }
        let mut tx = self.db().write().await?;
        rows::decide(&mut tx, plugin, grant).await?;
        let fields = json!({
            "plugin": plugin,
            "permission": grant.permission,
            "profile": grant.profile,
            "allowed": grant.allowed,
        });
        self.settle(tx, by.line(Act::PluginGranted, fields)).await?;
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

    /// Switches a plugin on or off.
    pub async fn enable(&self, plugin: &str, on: bool, by: &Installer) -> Result<(), CatalogError> {
        self.catalog().plugin(plugin)?;
        let mut tx = self.db().write().await?;
        rows::enable(&mut tx, plugin, on).await?;
        let fields = json!({ "plugin": plugin, "on": on });
        self.settle(tx, by.line(Act::PluginSwitched, fields)).await?;
        self.refresh().await.map(drop)
    }

    /// Switches one widget or action on or off.
    pub async fn switch(
        &self,
        plugin: &str,
        name: &str,
        on: bool,
        by: &Installer,
    ) -> Result<(), CatalogError> {
        let catalog = self.catalog();
        let known = catalog.plugin(plugin)?.versions.iter().any(|version| version.declared(name).is_some());
        if !known {
            return Err(CatalogError::Unknown("widget or action", format!("{plugin}/{name}")));
        }
        let mut tx = self.db().write().await?;
        rows::switch(&mut tx, plugin, name, on).await?;
        let fields = json!({ "plugin": plugin, "contribution": name, "on": on });
        let line = by.line(Act::PluginSwitched, fields).contribution(format!("{plugin}/{name}"));
        self.settle(tx, line).await?;
        self.refresh().await.map(drop)
    }

    /// Makes an installed version the live one: an upgrade, or the way back.
    pub async fn go_live(&self, plugin: &str, version: &Digest, by: &Installer) -> Result<(), CatalogError> {
        if self.catalog().plugin(plugin)?.pinned(version).is_none() {
            return Err(CatalogError::Unknown("version", version.to_string()));
        }
        let mut tx = self.db().write().await?;
        rows::set_live(&mut tx, plugin, version).await?;
        let fields = json!({ "plugin": plugin, "digest": version.to_string() });
        self.settle(tx, by.line(Act::PluginInstalled, fields)).await?;
        self.refresh().await.map(drop)
    }

    async fn settle(&self, mut tx: Tx, line: Line) -> Result<(), CatalogError> {
        changes::bump(&mut tx, "plugins").await?;
        Ok(audit::commit(tx, vec![line]).await?)
    }
}
