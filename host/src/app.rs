//! What ties the rooms together: opening the database, the sandbox, the plugins.

use std::path::Path;

use balcao_engine::{Digest, Engine, Settings};
use balcao_files::Files;
use balcao_network::Equipment;
use balcao_optics::Vendors;
use balcao_plugins::Plugins;
use balcao_radius::{Client, Radius, Source};
use balcao_store::{Db, Keys};
use balcao_web::WebConfig;
use tracing_subscriber::EnvFilter;

use crate::config::Config;

/// The first argument by which this binary becomes the child that compiles components.
pub const COMPILE: &str = "compile-component";

/// SHA-256 of the components that were built together with this binary.
const PACK: &[[u8; 32]] = include!(concat!(env!("OUT_DIR"), "/pack.rs"));

/// What opening can end with.
pub type Opened<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// The server's log goes to standard error: what and how much by `BALCAO_LOG`, as JSON with
/// `BALCAO_LOG_FORMAT=json`.
pub fn log() {
    let filter = EnvFilter::try_from_env("BALCAO_LOG")
        .unwrap_or_else(|_| EnvFilter::new("warn,balcao=info,sqlx::query=error"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::env::var("BALCAO_LOG_FORMAT").is_ok_and(|format| format == "json") {
        log.json().init();
    } else {
        log.init();
    }
}

/// The database, with the keys that open its sealed values.
pub async fn database(config: &Config) -> Opened<Db> {
    private_folder(&config.files)?;
    let keys = Keys::load_or_create(&config.key_file)?;
    Ok(Db::open(&config.database, keys).await?)
}

/// The sandbox and the plugins in it, over the provider's equipment.
pub async fn plugins(config: &Config, db: &Db, equipment: Equipment) -> Opened<Plugins> {
    let compiler = vec![std::env::current_exe()?.into(), COMPILE.into()];
    let cache = config.files.join("compiled");
    let engine = Engine::new(Settings::new(cache, db.keys().derive("compiled components"), compiler))?;
    Ok(Plugins::load(db.clone(), engine, equipment).await?)
}

/// The provider's RADIUS, as it is set.
pub fn radius(config: &Config, db: &Db) -> Opened<Radius> {
    let (accounting, tables) = (config.radius_accounting_url.as_deref(), config.radius_url.as_deref());
    Ok(Radius {
        db: db.clone(),
        client: Client::default(),
        accounting: accounting.map(Source::reading).transpose()?,
        tables: tables.map(Source::writing).transpose()?,
        zone: WebConfig::default().zone,
    })
}

/// The tables of OIDs of OLTs.
pub fn vendors(config: &Config) -> Opened<Vendors> {
    Ok(Vendors::load(config.olt_vendors.as_deref())?)
}

/// The files of customers.
pub fn files(config: &Config) -> std::io::Result<Files> {
    match &config.bucket {
        Some(bucket) => Files::in_bucket(bucket, config.max_upload),
        None => Files::in_folder(&config.files.join("customers"), config.max_upload),
    }
}

/// The components that were built together with this binary.
pub fn pack() -> Vec<Digest> {
    PACK.iter().copied().map(Digest).collect()
}

/// Makes a folder that only its owner can enter.
fn private_folder(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}
