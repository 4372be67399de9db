//! Which plugins there are, in which versions, and what they may do: the database's word for it,
//! kept in memory and read again when it changed.

use std::collections::{BTreeMap, BTreeSet};

use balcao_access::{AccessError, ProfileId};
use balcao_engine::{Class, Digest};
use balcao_store::StoreError;
use chrono::{DateTime, Utc};

use crate::contribution::Contribution;
use crate::declare::{Declared, Description};
use crate::manage::Installer;
use crate::package::PackageError;
use crate::permission::{Grants, Permission};

pub(crate) mod rows;
pub(crate) mod set;
mod settings;

pub use settings::{InForce, LONGEST_LABEL, LONGEST_TEXT, Misfit, Set, Shown, Source};

use settings::{Sets, over};

/// A plugin that is installed.
#[derive(Clone, Debug)]
pub struct Installed {
    /// Its name.
    pub name: String,
    /// Who installed it first: nobody else may install under this name.
    pub installer: String,
    /// Whether anything of it is offered at all.
    pub enabled: bool,
    /// Whether it is held back with everything that did not come with the desk.
    pub held: bool,
    /// Counts its changes: a form carries the one that it saw.
    pub revision: i64,
    /// The version that is live.
    pub live: Digest,
    /// All versions, the oldest first.
    pub versions: Vec<Version>,
    /// What was allowed and forbidden.
    pub grants: Vec<Grant>,
    /// Widgets and actions that are switched off.
    pub off: BTreeSet<String>,
    /// What was set of their settings.
    pub(crate) settings: Sets,
    /// How widgets and actions are shown in place of what the plugin declares.
    pub(crate) shown: BTreeMap<String, Shown>,
}

/// A version of a plugin.
#[derive(Clone, Debug)]
pub struct Version {
    /// SHA-256 of the component.
    pub digest: Digest,
    /// Its limits.
    pub class: Class,
    /// How large the component is.
    pub bytes: u64,
    /// What it asks for.
    pub permissions: Grants,
    /// What it says that it is.
    pub description: Description,
    /// When it was installed.
    pub installed_at: DateTime<Utc>,
    /// When somebody decided that it may run; none: it waits, and never was live.
    pub decided_at: Option<DateTime<Utc>>,
}

/// What an administrator decided about one permission of a plugin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Which permission.
    pub permission: Permission,
    /// For which profile; none: for all of which nothing else was decided.
    pub profile: Option<ProfileId>,
    /// Yes or no.
    pub allowed: bool,
}

/// For whom a permission is granted.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// Every profile, those to come too.
    Everybody,
    /// Nobody.
    Nobody,
    /// These profiles.
    Profiles(BTreeSet<ProfileId>),
}

/// Why the catalog was not changed, or not read.
#[derive(Debug, thiserror::Error)]
pub enum CatalogError {
    /// The file is no plugin.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// The name belongs to somebody else.
    #[error("the name {name} belongs to {installer}, who installed it first")]
    NameTaken {
        /// The name.
        name: String,
        /// Whose it is.
        installer: String,
    },
    /// No plugin, version, widget, action or setting of that name.
    #[error("there is no {0} {1}")]
    Unknown(&'static str, String),
    /// Granting what the plugin never asked for.
    #[error("the plugin does not ask for {0}")]
    NotAsked(Permission),
    /// A version that nobody decided about can't be made live in passing.
    #[error("nobody decided about this version yet")]
    Undecided,
    /// A permission that the version asks for was neither granted nor refused.
    #[error("nothing was said about {0}")]
    Unsaid(Permission),
    /// What is no value for a setting, a title, a summary or a tab, by name.
    #[error("this is no value for {}", names(.0))]
    Value(Vec<(String, Misfit)>),
    /// It was changed after it was seen.
    #[error("it was changed meanwhile")]
    Stale,
    /// The database holds something that this version can't read.
    #[error("the catalog in the database is damaged: {0}")]
    Damaged(&'static str),
    /// A file of the plugins' folder can't be read.
    #[error("a plugin's file can't be read: {0}")]
    File(#[from] std::io::Error),
    /// The audit trail can't be written.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn names(misfits: &[(String, Misfit)]) -> String {
    misfits.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ")
}

/// The catalog as it was at one moment.
#[derive(Debug, Default)]
pub(crate) struct Catalog {
    /// The generation in which it was read.
    pub seen: i64,
    /// Whether everything that is not ours is held back.
    pub others_held: bool,
    pub plugins: BTreeMap<String, Installed>,
}

/// Whether what this installer installs came with the desk.
pub(crate) fn is_ours(installer: &str) -> bool {
    installer == Installer::Pack.name()
}

impl Installed {
    /// Whether it came with the desk.
    pub fn is_ours(&self) -> bool {
        is_ours(&self.installer)
    }

    /// Whether anybody ever decided that some version of it may run.
    pub fn is_decided(&self) -> bool {
        self.versions.iter().any(|version| version.decided_at.is_some())
    }

    /// The live version.
    pub fn version(&self) -> Option<&Version> {
        self.pinned(&self.live)
    }

    /// A version, live or not.
    pub fn pinned(&self, digest: &Digest) -> Option<&Version> {
        self.versions.iter().find(|version| version.digest == *digest)
    }

    /// What a version may do for users of a profile: what was decided for the profile, else what
    /// was decided for all; and never more than it asks for.
    pub fn grants_of(&self, version: &Version, profile: ProfileId) -> Grants {
        let decided = |permission: &Permission| {
            let of = |whose: Option<ProfileId>| {
                let same = |g: &&Grant| g.permission == *permission && g.profile == whose;
                self.grants.iter().find(same).map(|grant| grant.allowed)
            };
            of(Some(profile)).or_else(|| of(None)).unwrap_or(false)
        };
        version.permissions.iter().copied().filter(decided).collect()
    }

    /// For whom a permission is granted now, among these profiles; none where nothing was decided.
    pub fn reach(&self, permission: Permission, profiles: &[ProfileId]) -> Option<Reach> {
        let of = |whose: Option<ProfileId>| {
            let same = |grant: &&Grant| grant.permission == permission && grant.profile == whose;
            self.grants.iter().find(same).map(|grant| grant.allowed)
        };
        let all = of(None);
        let own: Vec<Option<bool>> = profiles.iter().map(|profile| of(Some(*profile))).collect();
        if all.is_none() && own.iter().all(Option::is_none) {
            return None;
        }
        let all = all.unwrap_or(false);
        let has = |(profile, own): (&ProfileId, &Option<bool>)| own.unwrap_or(all).then_some(*profile);
        let reached: BTreeSet<ProfileId> = profiles.iter().zip(&own).filter_map(has).collect();
        Some(match (all, reached.len()) {
            (true, some) if some == profiles.len() => Reach::Everybody,
            (_, 0) => Reach::Nobody,
            _ => Reach::Profiles(reached),
        })
    }

    /// Whether this widget or action is offered.
    pub fn offers(&self, name: &str) -> bool {
        self.enabled && !self.held && !self.off.contains(name)
    }

    fn contribution(&self, version: &Version, declared: &Declared) -> Contribution {
        let shown = self.shown(&declared.name);
        Contribution {
            plugin: self.name.clone(),
            name: declared.name.clone(),
            vendor: version.description.vendor.clone(),
            ours: self.is_ours(),
            version: version.description.version.clone(),
            digest: version.digest,
            kind: declared.kind,
            titles: over(&declared.titles, &shown.titles),
            summaries: over(&declared.summaries, &shown.summaries),
            tab: shown.tab.unwrap_or_else(|| declared.tab.clone()),
            tool: declared.tool,
            live: declared.live,
            settings: declared.settings.clone(),
        }
    }

    /// Every widget and action that its live version declares, offered or not.
    pub fn contributions(&self) -> Vec<Contribution> {
        let of = |version: &Version| {
            let all = version.description.contributions.iter();
            all.map(|declared| self.contribution(version, declared)).collect()
        };
        self.version().map(of).unwrap_or_default()
    }
}

impl Version {
    /// What it says of a widget or an action.
    pub fn declared(&self, name: &str) -> Option<&Declared> {
        self.description.contributions.iter().find(|declared| declared.name == name)
    }
}

impl Catalog {
    pub(crate) fn plugin(&self, name: &str) -> Result<&Installed, CatalogError> {
        self.plugins.get(name).ok_or_else(|| CatalogError::Unknown("plugin", name.to_owned()))
    }

    /// A widget or action that is offered; of the live version, or of a pinned one.
    pub(crate) fn contribution(
        &self,
        plugin: &str,
        name: &str,
        digest: Option<&Digest>,
    ) -> Option<Contribution> {
        let plugin = self.plugins.get(plugin).filter(|plugin| plugin.offers(name))?;
        let version = plugin.pinned(digest.unwrap_or(&plugin.live))?;
        Some(plugin.contribution(version, version.declared(name)?))
    }
}
