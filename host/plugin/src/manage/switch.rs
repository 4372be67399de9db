//! What is on and what is off: a plugin, one widget or action of it, everything that is not ours; and
//! what was set aside brought back by hand. A switch that stands as it is asked to leaves no line.

use balcao_access::audit::{self, Act};
use serde_json::json;

use super::{Installer, take};
use crate::Plugins;
use crate::catalog::{CatalogError, rows};

impl Plugins {
    /// Switches a plugin on or off.
    ///
    /// # Errors
    /// [`CatalogError::Undecided`]: a plugin about which nobody decided is switched on by deciding.
    pub async fn enable(&self, plugin: &str, on: bool, by: &Installer) -> Result<(), CatalogError> {
        let mut tx = self.db().write().await?;
        let before = take(&mut tx, plugin).await?;
        if before.enabled == on {
            return Ok(());
        }
        if on && !before.is_decided() {
            // The operator reads what it asks for with `plugin list`; on the page it is a page.
            if matches!(by, Installer::User(_)) {
                return Err(CatalogError::Undecided);
            }
            rows::decided(&mut tx, &before.live).await?;
        }
        rows::enable(&mut tx, plugin, on).await?;
        let fields = json!({ "plugin": plugin, "on": on });
        self.settle(tx, vec![by.line(Act::PluginSwitched, fields)]).await?;
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
        let mut tx = self.db().write().await?;
        let before = take(&mut tx, plugin).await?;
        if !before.versions.iter().any(|version| version.declared(name).is_some()) {
            return Err(CatalogError::Unknown("widget or action", format!("{plugin}/{name}")));
        }
        if before.off.contains(name) != on {
            return Ok(());
        }
        rows::switch(&mut tx, plugin, name, on).await?;
        let fields = json!({ "plugin": plugin, "contribution": name, "on": on });
        let line = by.line(Act::PluginSwitched, fields).contribution(format!("{plugin}/{name}"));
        self.settle(tx, vec![line]).await?;
        self.refresh().await.map(drop)
    }

    /// Holds back, at once, every plugin that did not come with the desk, or lets them go: each is
    /// then on or off as its own switch says.
    pub async fn hold_others(&self, held: bool, by: &Installer) -> Result<(), CatalogError> {
        let mut tx = self.db().write().await?;
        if rows::read(&mut tx).await?.others_held == held {
            return Ok(());
        }
        rows::hold_others(&mut tx, held).await?;
        let fields = json!({ "others": true, "on": !held });
        self.settle(tx, vec![by.line(Act::PluginSwitched, fields)]).await?;
        self.refresh().await.map(drop)
    }

    /// Whether every plugin that did not come with the desk is held back.
    pub fn others_held(&self) -> bool {
        self.catalog().others_held
    }

    /// Brings back, in this process, a widget or action that was set aside.
    pub async fn bring_back(&self, plugin: &str, name: &str, by: &Installer) -> Result<(), CatalogError> {
        self.catalog().plugin(plugin)?;
        if self.ward(plugin).bring_back(name) {
            let fields = json!({ "plugin": plugin, "contribution": name, "brought-back": true });
            let tx = self.db().write().await?;
            let line = by.line(Act::PluginSwitched, fields).contribution(format!("{plugin}/{name}"));
            audit::commit(tx, vec![line]).await?;
        }
        Ok(())
    }
}
