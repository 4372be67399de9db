//! What an administrator sets of a widget or an action. A form names the edition that it saw: when somebody
//! else was faster it is refused, unless what it wants stands there already, so that one sent twice is done
//! once.

use balcao_access::ProfileId;
use balcao_access::audit::{self, Act, Line};
use balcao_store::{Tx, changes};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::Plugins;
use crate::catalog::set::{self, Place, SETTINGS, Value};
use crate::catalog::{CatalogError, Installed, Misfit, Shown, rows};
use crate::declare::{Declared, Setting, SettingKind};
use crate::manage::Installer;

/// A widget or an action.
#[derive(Clone, Copy, Debug)]
pub struct Of<'a> {
    /// The plugin's name.
    pub plugin: &'a str,
    /// Its own name, unique in its plugin.
    pub name: &'a str,
}

impl Of<'_> {
    fn line(self, by: &Installer, field: &str, mut fields: Json) -> Line {
        fields["plugin"] = self.plugin.into();
        fields["contribution"] = self.name.into();
        fields["field"] = field.into();
        by.line(Act::ContributionSet, fields).contribution(format!("{}/{}", self.plugin, self.name))
    }
}

impl Plugins {
    /// Sets settings of a widget or an action, for all profiles or for one; none: nothing is set there any
    /// more. Secrets are sealed, and never read back. `seen` is the [edition](Installed::edition) that a form
    /// saw.
    pub async fn configure(
        &self,
        of: Of<'_>,
        profile: Option<ProfileId>,
        wanted: &[(String, Option<String>)],
        seen: Option<&str>,
        by: &Installer,
    ) -> Result<(), CatalogError> {
        let (mut tx, plugin, declared) = self.begin(of).await?;
        let mut changed = Vec::new();
        let mut misfits: Vec<(String, Misfit)> = Vec::new();
        for (key, value) in wanted {
            let setting = declared.settings.iter().find(|setting| setting.key == *key);
            let unknown = || CatalogError::Unknown("setting", format!("{}/{}/{key}", of.plugin, of.name));
            let setting = setting.ok_or_else(unknown)?;
            if let Some(Err(misfit)) = value.as_deref().map(|value| setting.check(value)) {
                misfits.push((key.clone(), misfit));
            }
            let place = Place { plugin: of.plugin, contribution: of.name, key, profile };
            if !self.stands(&mut tx, &plugin, place, setting, value.as_deref()).await? {
                changed.push((place, setting, value.as_deref()));
            }
        }
        if !misfits.is_empty() {
            return Err(CatalogError::Value(misfits));
        }
        fresh(&plugin, of, seen, changed.is_empty())?;
        let mut lines = Vec::new();
        for (place, setting, value) in changed {
            let secret = setting.kind == SettingKind::Secret;
            let mut fields = json!({ "profile": profile, "secret": secret, "set": value.is_some() });
            if !secret {
                let before = plugin.set(of.name, place.key, profile).and_then(|set| set.value.as_deref());
                fields["before"] = before.into();
                fields["after"] = value.into();
            }
            lines.push(of.line(by, &format!("setting-{}", place.key), fields));
            let value = value.map(|value| match secret {
                true => {
                    let row = Uuid::now_v7();
                    Value::Sealed(row, self.db().keys().seal(SETTINGS, row, value.as_bytes()))
                }
                false => Value::Plain(value.to_owned()),
            });
            set::set(&mut tx, place, value, by.user()).await?;
        }
        self.conclude(tx, lines).await
    }

    /// Sets one setting for all profiles; none: back to its initial value.
    pub async fn set(
        &self,
        plugin: &str,
        name: &str,
        key: &str,
        value: Option<&str>,
        by: &Installer,
    ) -> Result<(), CatalogError> {
        let wanted = [(key.to_owned(), value.map(str::to_owned))];
        self.configure(Of { plugin, name }, None, &wanted, None, by).await
    }

    /// Has a widget or an action shown otherwise than its plugin declares. Empty texts are the plugin's own.
    pub async fn show_as(
        &self,
        of: Of<'_>,
        mut shown: Shown,
        seen: Option<&str>,
        by: &Installer,
    ) -> Result<(), CatalogError> {
        for labels in [&mut shown.titles, &mut shown.summaries] {
            labels.0.retain(|_, text| !text.is_empty());
        }
        let misfits = shown.misfits();
        if !misfits.is_empty() {
            return Err(CatalogError::Value(misfits));
        }
        let (mut tx, plugin, _) = self.begin(of).await?;
        let before = plugin.shown(of.name);
        let differences = before.differences(&shown);
        fresh(&plugin, of, seen, differences.is_empty())?;
        let line = |(field, before, after): &(String, Option<&str>, Option<&str>)| {
            of.line(by, field, json!({ "before": before, "after": after }))
        };
        let lines: Vec<Line> = differences.iter().map(line).collect();
        if !lines.is_empty() {
            set::show(&mut tx, of.plugin, of.name, &shown).await?;
        }
        self.conclude(tx, lines).await
    }

    /// The plugin and what its live version declares, as they stand while nobody else changes them.
    async fn begin(&self, of: Of<'_>) -> Result<(Tx, Installed, Declared), CatalogError> {
        let mut tx = self.db().write().await?;
        let unknown = || CatalogError::Unknown("widget or action", format!("{}/{}", of.plugin, of.name));
        if !set::hold(&mut tx, of.plugin).await? {
            return Err(CatalogError::Unknown("plugin", of.plugin.to_owned()));
        }
        let mut catalog = rows::read(&mut tx).await?;
        let plugin = catalog.plugins.remove(of.plugin).ok_or_else(unknown)?;
        let declared = plugin.version().and_then(|version| version.declared(of.name)).cloned();
        Ok((tx, plugin, declared.ok_or_else(unknown)?))
    }

    /// Whether a setting is set to this already.
    async fn stands(
        &self,
        tx: &mut Tx,
        plugin: &Installed,
        place: Place<'_>,
        setting: &Setting,
        value: Option<&str>,
    ) -> Result<bool, CatalogError> {
        let set = plugin.set(place.contribution, place.key, place.profile);
        match (set, value) {
            (None, None) => Ok(true),
            (Some(set), Some(value)) if setting.kind != SettingKind::Secret => {
                Ok(set.value.as_deref() == Some(value))
            }
            (Some(_), Some(value)) => {
                let kept = set::sealed(tx, place).await?;
                let opened =
                    kept.and_then(|(row, sealed)| self.db().keys().open(SETTINGS, row, &sealed).ok());
                Ok(opened.as_deref() == Some(value.as_bytes()))
            }
            _ => Ok(false),
        }
    }

    async fn conclude(&self, mut tx: Tx, lines: Vec<Line>) -> Result<(), CatalogError> {
        // What the first of two forms wrote may be seen here before it is durable: the commit waits for it.
        if lines.is_empty() {
            return Ok(tx.commit().await?);
        }
        changes::bump(&mut tx, "plugins").await?;
        audit::commit(tx, lines).await?;
        self.refresh().await.map(drop)
    }
}

/// Nobody changed it since it was seen, or there is nothing left to do.
fn fresh(plugin: &Installed, of: Of<'_>, seen: Option<&str>, done: bool) -> Result<(), CatalogError> {
    match seen {
        Some(seen) if !done && seen != plugin.edition(of.name) => Err(CatalogError::Stale),
        _ => Ok(()),
    }
}
