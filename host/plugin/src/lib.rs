//! The WebAssembly world: from a component to what a page can show and an action can do.
//!
//! A call: [`Plugins`] finds the version and what its user's profile was granted → `link` has it
//! ready, with stubs in place of what was not granted → `call` runs it on a fresh instance within
//! limits → each host function passes the `gate` → `contract` translates → a room of the desk reads
//! → blocks leave through a channel as typed values ([`canvas`]) → the outcome comes last. What
//! `finish` wants to change is a list of [`Effect`]s; nothing here changes anything.
//!
//! No type of the contract leaves this crate.
#![forbid(unsafe_code)]

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use balcao_access::{Layout, ProfileId};
use balcao_engine::Engine;
use balcao_network::Equipment;
use balcao_store::{Db, StoreError, changes};
use chrono::{DateTime, Utc};
use tokio::sync::watch;

mod bindings;
mod call;
pub mod canvas;
mod catalog;
mod configure;
mod contract;
mod contribution;
mod declare;
mod effect;
mod failure;
mod gate;
mod handle;
pub mod health;
mod link;
mod log;
mod manage;
mod package;
mod permission;
mod scene;
mod secret;
mod serve;
mod state;
mod stop;

pub use balcao_engine::{Class, CompileError, Digest, Limits, Refused};
pub use catalog::{
    CatalogError, Grant, InForce, Installed, LONGEST_LABEL, LONGEST_TEXT, Misfit, Reach, Set, Shown, Source,
    Version,
};
pub use configure::Of;
pub use contribution::Contribution;
pub use declare::{Declared, Description, Misdeclared, Setting, SettingKind};
pub use effect::{
    AddedFile, DeletedFile, DisconnectLine, EditedFile, Effect, EffectError, Refusal, RegisterSlip,
    RescheduleInvoice, SendEmail, SetLinePassword, UnlockContract,
};
pub use failure::{Cause, Failure, FailureKind, Outcome, Reason, Reference};
pub use gate::Purpose;
pub use log::{Level, Line};
pub use manage::{Arrived, Installer, Offered};
pub use package::{Package, PackageError};
pub use permission::{Grants, Permission};
pub use scene::Scene;
pub use secret::Secret;
pub use serve::{Done, Drawing, Finished, Next};
pub use state::Audience;
pub use stop::{Stop, Stopper};

#[cfg(feature = "native")]
pub use serve::native;

use catalog::{Catalog, rows};
use health::{Health, LogLine, Ward, Wards};
use link::{Linked, Links};

/// How often a running desk looks whether something else changed the catalog.
const LOOK: Duration = Duration::from_secs(1);

/// All plugins of the desk. Cheap to clone; all clones share what they know.
#[derive(Clone)]
pub struct Plugins(Arc<Inner>);

struct Inner {
    db: Db,
    engine: Engine,
    equipment: Arc<Equipment>,
    /// Swapped whole: a call in flight keeps the one it began with.
    catalog: RwLock<Arc<Catalog>>,
    links: Links,
    wards: Wards,
    /// The generation that was read last, for whoever follows.
    seen: watch::Sender<i64>,
    since: DateTime<Utc>,
}

impl Plugins {
    /// Reads the catalog. `equipment` is what the provider's lines hang on.
    pub async fn load(db: Db, engine: Engine, equipment: Equipment) -> Result<Plugins, CatalogError> {
        let catalog = rows::read(&mut db.read().await?).await?;
        let seen = watch::Sender::new(catalog.seen);
        Ok(Plugins(Arc::new(Inner {
            db,
            engine,
            equipment: Arc::new(equipment),
            catalog: RwLock::new(Arc::new(catalog)),
            links: Links::default(),
            wards: Wards::default(),
            seen,
            since: balcao_store::now(),
        })))
    }

    /// Makes every live version that is on ready to be called, so that the first agent of the day
    /// does not wait for a compiler. One that can't be is logged, and says so on its card.
    pub async fn warm(&self) {
        for plugin in self.installed().iter().filter(|plugin| plugin.enabled) {
            let Some(version) = plugin.version() else { continue };
            let granted = version.permissions.clone();
            if let Err(cause) = self.linked(version.digest, version.class, granted).await {
                tracing::warn!(plugin = plugin.name, %cause, "a plugin is not ready");
            }
        }
    }

    /// Reads the catalog again if it changed, from whatever process. True if it did.
    pub async fn refresh(&self) -> Result<bool, CatalogError> {
        let mut conn = self.0.db.read().await?;
        if changes::seen(&mut conn).await? == self.catalog().seen {
            return Ok(false);
        }
        let catalog = Arc::new(rows::read(&mut conn).await?);
        let known = |digest: &Digest| catalog.plugins.values().any(|p| p.pinned(digest).is_some());
        self.0.links.keep(known);
        let mut current = self.0.catalog.write().unwrap_or_else(PoisonError::into_inner);
        // Of two that read at one time the newer one stays.
        if catalog.seen > current.seen {
            self.0.seen.send_replace(catalog.seen);
            *current = catalog;
        }
        Ok(true)
    }

    /// Tells whenever something that desks keep in memory was changed, by whatever process: plugins,
    /// profiles.
    pub fn changed(&self) -> watch::Receiver<i64> {
        self.0.seen.subscribe()
    }

    /// Follows the catalog for as long as it is polled: how a running desk notices what the command
    /// line, or another host, changed.
    pub async fn follow(&self) {
        let mut ticks = tokio::time::interval(LOOK);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            if let Err(error) = self.refresh().await {
                tracing::warn!(%error, "the catalog of plugins could not be read");
            }
        }
    }

    /// Every plugin, by name.
    pub fn installed(&self) -> Vec<Installed> {
        self.catalog().plugins.values().cloned().collect()
    }

    /// A widget or action that is offered now, of the live version.
    pub fn contribution(&self, plugin: &str, name: &str) -> Option<Contribution> {
        self.catalog().contribution(plugin, name, None)
    }

    /// The same of a pinned version: a run stays on the one on which it began.
    pub fn pinned(&self, plugin: &str, name: &str, version: &Digest) -> Option<Contribution> {
        self.catalog().contribution(plugin, name, Some(version))
    }

    /// The widgets (plugin, name) that may read differently when this was changed: those of plugins
    /// that ask for any of it.
    pub fn reading(&self, changed: &[Permission]) -> Vec<(String, String)> {
        let catalog = self.catalog();
        let reads = |plugin: &&Installed| {
            let asks = |version: &Version| changed.iter().any(|p| version.permissions.contains(p));
            plugin.version().is_some_and(asks)
        };
        catalog
            .plugins
            .values()
            .filter(reads)
            .flat_map(Installed::contributions)
            .filter(|contribution| contribution.kind == balcao_access::Kind::Widget)
            .map(|contribution| (contribution.plugin, contribution.name))
            .collect()
    }

    /// Whether anything that this profile's layout holds may reach that much, for the users of the
    /// profile: what a page of the host shows beside the cards, such as a file, it shows to those alone.
    pub fn reaches(&self, profile: ProfileId, layout: &Layout, permission: Permission) -> bool {
        let catalog = self.catalog();
        layout.tabs.iter().flat_map(|tab| &tab.placements).any(|placed| {
            let plugin = catalog.plugins.get(&placed.plugin).filter(|plugin| plugin.offers(&placed.name));
            plugin.is_some_and(|plugin| {
                plugin.version().is_some_and(|live| plugin.grants_of(live, profile).contains(&permission))
            })
        })
    }

    /// What a plugin cost and how it failed since this process began, with its log.
    pub fn health(&self, plugin: &str) -> Health {
        self.ward(plugin).health()
    }

    /// The log lines of the calls that failed under a reference, as an agent reads it to somebody, with
    /// the plugin of each.
    pub fn logged(&self, reference: &str) -> Vec<(String, LogLine)> {
        let wanted: String = reference.chars().filter(char::is_ascii_alphanumeric).collect();
        let is_it = |line: &LogLine| {
            line.reference
                .is_some_and(|known| known.to_string().replace('-', "").eq_ignore_ascii_case(&wanted))
        };
        let of = |plugin: &String| {
            let log = self.health(plugin).log;
            log.into_iter().filter(is_it).map(|line| (plugin.clone(), line)).collect::<Vec<_>>()
        };
        self.catalog().plugins.keys().flat_map(of).collect()
    }

    /// When this process began to count: what [`health`](Self::health) knows is from then on.
    pub fn since(&self) -> DateTime<Utc> {
        self.0.since
    }

    /// The limits that a class of components runs under.
    pub fn limits(&self, class: Class) -> Limits {
        self.0.engine.limits(class)
    }

    fn db(&self) -> &Db {
        &self.0.db
    }

    fn engine(&self) -> &Engine {
        &self.0.engine
    }

    fn catalog(&self) -> Arc<Catalog> {
        Arc::clone(&self.0.catalog.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn ward(&self, plugin: &str) -> Arc<Ward> {
        self.0.wards.of(plugin)
    }

    async fn linked(&self, version: Digest, class: Class, granted: Grants) -> Result<Arc<Linked>, Cause> {
        let compile = async {
            let bytes = rows::bytes(&mut self.0.db.read().await?, &version).await?;
            let bytes = bytes.ok_or(Unready::Gone)?;
            Ok(self.0.engine.compile(&bytes, class).await?)
        };
        let linked = self.0.links.get(&self.0.engine, version, granted, compile).await;
        linked.map_err(|error: Unready| {
            tracing::error!(%version, %error, "a version of a plugin can't be loaded");
            match error {
                Unready::Store(_) => Cause::Host,
                _ => Cause::Unloadable,
            }
        })
    }
}

/// Why a version can't be called.
#[derive(Debug, thiserror::Error)]
enum Unready {
    #[error("its bytes are gone")]
    Gone,
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Compile(#[from] CompileError),
    #[error("it does not link: {0:#}")]
    Link(wasmtime::Error),
}

impl From<wasmtime::Error> for Unready {
    fn from(error: wasmtime::Error) -> Unready {
        Unready::Link(error)
    }
}
