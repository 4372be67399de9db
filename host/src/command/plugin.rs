//! `balcao plugin`.

use std::path::PathBuf;

use balcao_access::{Locale, profiles};
use balcao_engine::Class;
use balcao_network::Equipment;
use balcao_plugins::{Installer, Permission, Plugins};
use balcao_store::Db;
use clap::{Subcommand, ValueEnum};

use crate::config::Config;
use crate::{Outcome, app};

/// What the desk may run, and what that may do.
#[derive(Subcommand)]
pub enum Plugin {
    /// Installs a component. Until it is granted what it asks for, that is answered `denied`.
    Install {
        /// The component.
        file: PathBuf,
        /// The limits it runs under.
        #[arg(long, value_enum, default_value_t = Limits::Compact)]
        class: Limits,
    },
    /// Lists the plugins, what they ask for, and what they may do.
    List,
    /// Allows a plugin to use an interface.
    Grant(Permit),
    /// Takes an interface away: its functions answer `denied`.
    Deny(Permit),
    /// Switches a plugin on.
    On {
        /// The plugin.
        plugin: String,
    },
    /// Switches a plugin off.
    Off {
        /// The plugin.
        plugin: String,
    },
}

/// One permission of one plugin.
#[derive(clap::Args)]
pub struct Permit {
    /// The plugin.
    plugin: String,
    /// The interface, as `list` prints it; `all` for each that the plugin asks for.
    permission: String,
    /// Only for the users of this profile.
    #[arg(long)]
    profile: Option<String>,
}

/// The class of limits.
#[derive(Clone, Copy, ValueEnum)]
pub enum Limits {
    /// For what Rust and C make.
    Compact,
    /// For components that carry an interpreter: JavaScript, Python.
    Interpreted,
}

impl Plugin {
    pub async fn run(self, config: &Config) -> Outcome {
        let db = app::database(config).await?;
        let plugins = app::plugins(config, &db, Equipment::default()).await?;
        match self {
            Plugin::Install { file, class } => {
                let bytes =
                    std::fs::read(&file).map_err(|e| format!("cannot read {}: {e}", file.display()))?;
                let class = match class {
                    Limits::Compact => Class::Compact,
                    Limits::Interpreted => Class::Interpreted,
                };
                let installed = plugins.install(&bytes, class, &Installer::CommandLine).await?;
                let plugin = &installed.description;
                println!("{} {} is installed; nothing is granted to it yet", plugin.name, plugin.version);
                for permission in &installed.permissions {
                    println!("  asks for {permission}: {}", permission.sentence(Locale::En));
                }
            }
            Plugin::List => {
                for plugin in plugins.installed() {
                    let state = if plugin.enabled { "on" } else { "off" };
                    let Some(version) = plugin.version() else { continue };
                    let about = &version.description;
                    println!(
                        "{} {} ({}), {state}, sha256 {}",
                        plugin.name, about.version, about.vendor, version.digest
                    );
                    for permission in &version.permissions {
                        println!("  asks for {permission}: {}", permission.sentence(Locale::En));
                    }
                    for grant in &plugin.grants {
                        let whose = match grant.profile {
                            None => String::new(),
                            Some(id) => format!(" to profile {id}"),
                        };
                        let word = if grant.allowed { "granted" } else { "denied" };
                        println!("  {word}{whose}: {}", grant.permission);
                    }
                }
            }
            Plugin::Grant(permit) => permit.set(&db, &plugins, true).await?,
            Plugin::Deny(permit) => permit.set(&db, &plugins, false).await?,
            Plugin::On { plugin } => plugins.enable(&plugin, true, &Installer::CommandLine).await?,
            Plugin::Off { plugin } => plugins.enable(&plugin, false, &Installer::CommandLine).await?,
        }
        Ok(())
    }
}

impl Permit {
    /// Grants or denies what was named.
    async fn set(self, db: &Db, plugins: &Plugins, allowed: bool) -> Outcome {
        let by = Installer::CommandLine;
        let profile = match &self.profile {
            Some(key) => Some(profiles::by_key(&mut db.read().await?, key).await?.id),
            None => None,
        };
        let permissions: Vec<Permission> = if self.permission == "all" {
            let installed = plugins.installed();
            let plugin = installed.iter().find(|installed| installed.name == self.plugin);
            let version = plugin.and_then(|plugin| plugin.version());
            version.into_iter().flat_map(|version| version.permissions.iter().copied()).collect()
        } else {
            vec![self.permission.parse().map_err(|_| format!("there is no permission {}", self.permission))?]
        };
        if permissions.is_empty() {
            return Err(format!("{} is not installed, or asks for nothing", self.plugin).into());
        }
        for permission in permissions {
            if allowed {
                plugins.grant(&self.plugin, permission, profile, &by).await?;
            } else {
                plugins.deny(&self.plugin, permission, profile, &by).await?;
            }
            println!("{}: {permission} is {}", self.plugin, if allowed { "granted" } else { "denied" });
        }
        Ok(())
    }
}
