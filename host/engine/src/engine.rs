//! The one engine of the process.

use crate::limits::{Class, Limits};
use crate::{config, ticker};
use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::available_parallelism;
use tokio::sync::Semaphore;

/// How an engine is set up.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Guests that run at one time. As many as processors.
    pub permits: usize,
    /// Calls that are alive at one time, the waiting ones included. Each takes address space, not
    /// memory: 16 GiB.
    pub slots: u32,
    /// Limits of [`Class::Compact`].
    pub compact: Limits,
    /// Limits of [`Class::Interpreted`]. No count may be above the default: the pool is built for it.
    pub interpreted: Limits,
    /// The private folder (0700) of compiled components.
    pub cache: PathBuf,
    /// The key of the MAC on compiled components.
    pub mac_key: [u8; 32],
    /// The program, and its first arguments, that ends in [`crate::compile_child`].
    pub compiler: Vec<OsString>,
}

impl Settings {
    /// The defaults: what only the embedder can know comes as arguments.
    #[must_use]
    pub fn new(cache: PathBuf, mac_key: [u8; 32], compiler: Vec<OsString>) -> Settings {
        Settings {
            permits: available_parallelism().map_or(1, Into::into),
            slots: 256,
            compact: Limits::of(Class::Compact),
            interpreted: Limits::of(Class::Interpreted),
            cache,
            mac_key,
            compiler,
        }
    }
}

/// Why there is no engine.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// wasmtime refused its configuration, or the pool's address space could not be had.
    #[error("the sandbox could not be set up: {0:#}")]
    Sandbox(wasmtime::Error),
    /// The ticker's thread could not be started.
    #[error("the sandbox's clock could not be started")]
    Ticker(#[source] io::Error),
    /// The folder of compiled components could not be made, or made private.
    #[error("the folder of compiled components is not usable: {path}")]
    Cache {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

/// Runs components within limits. Cheap to clone; make one a process, for wasmtime had holes where
/// the types of two engines met.
#[derive(Clone)]
pub struct Engine(Arc<Inner>);

struct Inner {
    wasmtime: wasmtime::Engine,
    settings: Settings,
    permits: Semaphore,
    slots: Semaphore,
    /// One component is compiled at a time: it takes a processor and up to gigabytes.
    compiling: Semaphore,
}

impl Engine {
    /// Sets the sandbox up: the pool, the ticker, the cache's folder.
    ///
    /// # Errors
    /// What the system refused.
    pub fn new(settings: Settings) -> Result<Engine, EngineError> {
        crate::compile::prepare(&settings.cache)
            .map_err(|source| EngineError::Cache { path: settings.cache.clone(), source })?;
        let wasmtime =
            wasmtime::Engine::new(&config::pooled(settings.slots)).map_err(EngineError::Sandbox)?;
        ticker::start(&wasmtime).map_err(EngineError::Ticker)?;
        Ok(Engine(Arc::new(Inner {
            wasmtime,
            permits: Semaphore::new(settings.permits),
            slots: Semaphore::new(settings.slots as usize),
            compiling: Semaphore::new(1),
            settings,
        })))
    }

    /// wasmtime's engine, to make linkers with.
    #[must_use]
    pub fn wasmtime(&self) -> &wasmtime::Engine {
        &self.0.wasmtime
    }

    /// The limits of a class.
    #[must_use]
    pub fn limits(&self, class: Class) -> Limits {
        match class {
            Class::Compact => self.0.settings.compact,
            Class::Interpreted => self.0.settings.interpreted,
        }
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    pub(crate) fn permits(&self) -> &Semaphore {
        &self.0.permits
    }

    pub(crate) fn slots(&self) -> &Semaphore {
        &self.0.slots
    }

    pub(crate) fn compiling(&self) -> &Semaphore {
        &self.0.compiling
    }
}
