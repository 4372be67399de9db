//! Compilation, in a child process and kept.

use crate::admit::{Digest, Refused};
use crate::engine::Engine;
use crate::limits::{Class, Limits};
use rustix::process::Signal;
use std::fs::{self, DirBuilder, OpenOptions, Permissions};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};
use tokio::task::JoinError;
use wasmtime::component::Component;

/// Why a component was not compiled.
#[derive(Debug, thiserror::Error)]
pub enum CompileError {
    /// It is not even admitted.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The compiling child could not be started, or the way to it broke.
    #[error("the compiler could not be run")]
    Child(#[source] io::Error),
    /// It takes more processor time to compile than its class allows.
    #[error("compiling took longer than {seconds} s")]
    TooSlow {
        /// [`Limits::compile_seconds`].
        seconds: u64,
    },
    /// It takes more memory to compile than its class allows, or becomes too much code.
    #[error("compiling needs too much memory, or makes too much code")]
    TooBig,
    /// The compiler refused it, or died of it.
    #[error("the compiler refused the component: {0}")]
    Failed(String),
    /// The code does not load: more instances, memories or tables than the pool has for one
    /// component, once its inner components are counted out.
    #[error("the component does not fit the sandbox: {0:#}")]
    Unfit(wasmtime::Error),
}

impl Engine {
    /// Gives the component ready to be linked: from the cache when this engine compiled it before,
    /// else admitted and compiled in a child process under limits, one at a time.
    ///
    /// # Errors
    /// Why not.
    pub async fn compile(&self, bytes: &[u8], class: Class) -> Result<Component, CompileError> {
        let name = self.cache_name(&Digest::of(bytes), class);
        if let Some(component) = self.cached(&name).await {
            return Ok(component);
        }
        self.admit(bytes, class).await?;
        let _one = self.compiling().acquire().await;
        // Somebody else may have compiled it while this one stood in line.
        if let Some(component) = self.cached(&name).await {
            return Ok(component);
        }
        let code = self.compile_in_child(bytes, &self.limits(class)).await?;
        self.keep(name, code).await
    }

    /// The digest says which component, the class with which limits, the last part for which
    /// engine: wasmtime's version and every setting that changes the code.
    fn cache_name(&self, digest: &Digest, class: Class) -> String {
        let mut engine = DefaultHasher::new();
        self.wasmtime().precompile_compatibility_hash().hash(&mut engine);
        format!("{digest}-{}-{:016x}.cwasm", class.as_str(), engine.finish())
    }

    async fn cached(&self, name: &str) -> Option<Component> {
        let (engine, name) = (self.clone(), name.to_owned());
        blocking(move || {
            let settings = engine.settings();
            let sealed = fs::read(settings.cache.join(&name)).ok()?;
            balcao_cwasm::open(engine.wasmtime(), &settings.mac_key, &name, &sealed)
                .inspect_err(|error| tracing::warn!(%name, %error, "compiling anew"))
                .ok()
        })
        .await
    }

    async fn keep(&self, name: String, code: Vec<u8>) -> Result<Component, CompileError> {
        let engine = self.clone();
        blocking(move || {
            let settings = engine.settings();
            let sealed = balcao_cwasm::seal(&settings.mac_key, &name, &code);
            let component = balcao_cwasm::open(engine.wasmtime(), &settings.mac_key, &name, &sealed)
                .map_err(|error| match error {
                    balcao_cwasm::OpenError::Unfit(error) => CompileError::Unfit(error),
                    other => CompileError::Failed(other.to_string()),
                })?;
            if let Err(error) = write(&settings.cache, &name, &sealed) {
                tracing::warn!(%name, %error, "a compiled component was not kept");
            }
            Ok(component)
        })
        .await
    }

    async fn compile_in_child(&self, bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, CompileError> {
        let mut child = self.start_child(limits).map_err(CompileError::Child)?;
        // CPU time is the limit; this one is for a child that does not even run.
        let patience = Duration::from_secs(limits.compile_seconds * 4 + 10);
        let talk = tokio::time::timeout(patience, talk(&mut child, bytes, limits)).await;
        let Ok(talk) = talk else {
            return Err(CompileError::TooSlow { seconds: patience.as_secs() });
        };
        let (code, words, status) = talk.map_err(CompileError::Child)?;
        if code.len() > limits.code_bytes {
            return Err(CompileError::TooBig);
        }
        if status.success() {
            return Ok(code);
        }
        Err(verdict(status, &words, limits))
    }

    fn start_child(&self, limits: &Limits) -> io::Result<Child> {
        let [program, arguments @ ..] = self.settings().compiler.as_slice() else {
            return Err(io::Error::other("no compiler is set"));
        };
        Command::new(program)
            .args(arguments)
            .arg(limits.compile_seconds.to_string())
            .arg(limits.compile_bytes.to_string())
            // Secrets may be in the environment; the child reads a stranger's file.
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
    }
}

/// Hands the component over and takes code and words, each up to its limit and one byte.
async fn talk(
    child: &mut Child,
    bytes: &[u8],
    limits: &Limits,
) -> io::Result<(Vec<u8>, Vec<u8>, ExitStatus)> {
    let (Some(mut input), Some(output), Some(errors)) =
        (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        return Err(io::Error::other("the compiler has no pipes"));
    };
    let give = async move {
        // A child that died while it read tells why by its status.
        let _ = input.write_all(bytes).await;
    };
    let (mut code, mut words) = (Vec::new(), Vec::new());
    let mut output = output.take(limits.code_bytes as u64 + 1);
    let mut errors = errors.take(4096);
    let (_, code_read, words_read) =
        tokio::join!(give, output.read_to_end(&mut code), errors.read_to_end(&mut words));
    code_read?;
    words_read?;
    if code.len() > limits.code_bytes {
        child.kill().await?;
    }
    Ok((code, words, child.wait().await?))
}

/// Reads why the child failed.
fn verdict(status: ExitStatus, words: &[u8], limits: &Limits) -> CompileError {
    let words: String =
        String::from_utf8_lossy(words).chars().filter(|c| !c.is_control()).take(400).collect();
    if status.signal() == Some(Signal::XCPU.as_raw()) {
        return CompileError::TooSlow { seconds: limits.compile_seconds };
    }
    // Rust's words when an allocation fails, and the system's when a mapping does.
    if words.contains("memory allocation of") || words.contains("Cannot allocate memory") {
        return CompileError::TooBig;
    }
    CompileError::Failed(match status.signal() {
        Some(signal) => format!("the compiler died of signal {signal}"),
        None => words,
    })
}

/// Makes the cache's folder, for us alone.
pub(crate) fn prepare(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    fs::set_permissions(folder, Permissions::from_mode(0o700))
}

/// Writes whole or not at all: a crash in between leaves a file that nobody reads.
fn write(folder: &Path, name: &str, sealed: &[u8]) -> io::Result<()> {
    let draft = folder.join(format!("{name}.{}.draft", std::process::id()));
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
    file.write_all(sealed)?;
    file.sync_all()?;
    fs::rename(&draft, folder.join(name))
}

/// Reading, hashing and loading megabytes: not on a worker that serves pages.
async fn blocking<R: Send + 'static>(work: impl FnOnce() -> R + Send + 'static) -> R {
    match tokio::task::spawn_blocking(work).await.map_err(JoinError::try_into_panic) {
        Ok(output) => output,
        Err(Ok(panic)) => std::panic::resume_unwind(panic),
        // Only a runtime that shuts down cancels such work, and it drops this task next.
        Err(Err(_)) => std::future::pending().await,
    }
}
