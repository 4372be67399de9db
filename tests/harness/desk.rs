//! The shipped binary, on a database and in a folder of its own.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Arc, OnceLock, Weak};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tokio::sync::{Mutex, oneshot};

/// How long a desk may take to end by itself.
const PATIENCE: Duration = Duration::from_secs(20);

/// The binary under test: `BALCAO_BIN`, or the one beside this test.
pub fn binary() -> PathBuf {
    std::env::var_os("BALCAO_BIN").map(PathBuf::from).unwrap_or_else(|| target().join("balcao"))
}

/// The standard pack: `BALCAO_PLUGINS`, or where `cargo xtask plugins` leaves it.
pub fn plugins() -> PathBuf {
    std::env::var_os("BALCAO_PLUGINS")
        .map(PathBuf::from)
        .unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/plugins"))
}

/// The plugin of evils, built beside the standard pack.
pub fn hostile() -> PathBuf {
    component("hostile")
}

/// A plugin of a folder in `tests`, built beside the standard pack.
pub fn component(name: &str) -> PathBuf {
    plugins().with_file_name("plugins-test").join(format!("{name}.wasm"))
}

/// `target/debug`, found from this test's own place in `target/debug/deps`.
fn target() -> PathBuf {
    let test = std::env::current_exe().expect("the path of this test");
    test.parent().and_then(Path::parent).expect("target/debug/deps").to_owned()
}

/// The demonstration provider with a few hundred people: made once per test binary, then copied.
fn template() -> &'static Path {
    static TEMPLATE: OnceLock<TempDir> = OnceLock::new();
    TEMPLATE
        .get_or_init(|| {
            let folder = tempfile::tempdir().expect("a folder");
            fill(folder.path(), &sqlite(folder.path()));
            folder
        })
        .path()
}

fn fill(folder: &Path, database: &str) {
    let ran = run(folder, database, &["demo", "--people", "300"]);
    assert!(ran.ok, "balcao demo: {}{}", ran.out, ran.err);
}

/// What a command said.
#[derive(Debug)]
pub struct Ran {
    /// Whether it ended with 0.
    pub ok: bool,
    /// Its standard output.
    pub out: String,
    /// Its standard error.
    pub err: String,
}

fn command(folder: &Path, database: &str) -> Command {
    let mut command = Command::new(binary());
    command
        .current_dir(folder)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("BALCAO_DATABASE", database)
        .env("BALCAO_FILES", folder.join("files"));
    command
}

/// The address of the SQLite file of a folder.
fn sqlite(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("balcao.db").display())
}

fn run(folder: &Path, database: &str, args: &[&str]) -> Ran {
    run_with(command(folder, database).args(args), "")
}

/// Runs a command that is given this on its standard input.
fn run_with(command: &mut Command, input: &str) -> Ran {
    let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = pipes.spawn().expect("balcao runs");
    // A command that reads nothing may have ended by now.
    let _ = child.stdin.take().expect("its input").write_all(input.as_bytes());
    let output = child.wait_with_output().expect("balcao ends");
    Ran {
        ok: output.status.success(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// A desk of the demonstration that serves until it is dropped.
pub struct Desk {
    /// `http://127.0.0.1:PORT`.
    pub url: String,
    place: Prepared,
    child: Child,
}

impl Desk {
    /// The desk of the tests that only look, or that change nothing but what they made themselves:
    /// the first of those that run now starts it, the last ends it.
    pub async fn shared() -> Arc<Self> {
        static SHARED: Mutex<Weak<Desk>> = Mutex::const_new(Weak::new());
        let mut shared = SHARED.lock().await;
        if let Some(desk) = shared.upgrade() {
            return desk;
        }
        let desk = Arc::new(Self::start().await);
        *shared = Arc::downgrade(&desk);
        desk
    }

    /// A desk with a few hundred people and the standard pack.
    pub async fn start() -> Self {
        Self::start_with(&[], |_| {}).await
    }

    /// The same, with more options and after something was done in its folder.
    pub async fn start_with(options: &[&str], prepare: impl FnOnce(&Prepared)) -> Self {
        let place = Prepared::new();
        prepare(&place);
        Self::start_in(place, options, &[]).await
    }

    /// A desk in a place that was prepared, with more options and more in its environment.
    pub async fn start_in(place: Prepared, options: &[&str], environment: &[(&str, &str)]) -> Self {
        let (child, url) = serve(&place, options, environment).await;
        Self { url, place, child }
    }

    /// Runs a command on the same database while the desk serves.
    pub fn command(&self, args: &[&str]) -> Ran {
        self.place.command(args)
    }

    /// The same, with what is typed into it, and with all that our crates log.
    pub fn command_with(&self, args: &[&str], input: &str) -> Ran {
        let mut command = command(self.folder(), self.database());
        run_with(command.env("BALCAO_LOG", crate::canary::EVERYTHING).args(args), input)
    }

    /// What the desk has logged so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder().join("serve.log")).expect("its log")
    }

    /// The folder of the desk: database, keys, files.
    pub fn folder(&self) -> &Path {
        self.place.folder()
    }

    /// The address of its database.
    pub fn database(&self) -> &str {
        &self.place.database
    }

    /// Every row that the desk keeps, but who is signed in, the audit trail, and the tables named.
    pub async fn dump(&self, but: &[&str]) -> Vec<String> {
        crate::dump::dump(&self.folder().join("balcao.db"), but).await
    }

    /// What a query of its database gives: the first column of each row, as text.
    pub async fn query(&self, sql: &'static str) -> Vec<String> {
        crate::dump::query(&self.folder().join("balcao.db"), sql).await
    }

    /// Changes its database behind its back.
    pub async fn tamper(&self, statements: &[&'static str]) {
        crate::dump::tamper(&self.folder().join("balcao.db"), statements).await
    }

    /// Ends the process as a power cut would.
    pub fn kill(&mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("ended");
    }

    /// Waits until the process has ended by itself, and says how.
    pub async fn ended(&mut self) -> ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("our process") {
                return status;
            }
            assert!(start.elapsed() < PATIENCE, "the desk still serves");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Serves again on the same folder, after `kill`.
    pub async fn again(&mut self) {
        (self.child, self.url) = serve(&self.place, &[], &[]).await;
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        // Every test of the system looks at the log of its desk.
        let leaks = crate::canary::leaks(&self.log(), &[]);
        assert!(leaks.is_empty() || std::thread::panicking(), "in the desk's log: {leaks:?}");
    }
}

/// A folder and a database, with the demonstration, in which no desk serves yet.
pub struct Prepared {
    folder: TempDir,
    database: String,
}

impl Prepared {
    /// The demonstration in an SQLite file.
    #[allow(clippy::new_without_default, reason = "it makes a folder and fills it")]
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        copy(template(), folder.path());
        let database = sqlite(folder.path());
        Self { folder, database }
    }

    /// The demonstration in a database elsewhere, which was empty.
    pub fn on(database: String) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fill(folder.path(), &database);
        Self { folder, database }
    }

    /// The folder of the desk.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Runs a command on the database before the desk starts.
    pub fn command(&self, args: &[&str]) -> Ran {
        run(self.folder.path(), &self.database, args)
    }
}

/// Starts serving on a free port and waits until the desk says that it is ready.
async fn serve(place: &Prepared, options: &[&str], environment: &[(&str, &str)]) -> (Child, String) {
    let folder = place.folder();
    let log = std::fs::File::create(folder.join("serve.log")).expect("a log");
    let mut child = command(folder, &place.database)
        .envs(environment.iter().copied())
        .args(["serve", "--demo", "--listen", "127.0.0.1:0", "--plugins"])
        .arg(plugins())
        .args(options)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()
        .expect("balcao starts");
    let out = child.stdout.take().expect("its output");
    match address(out).await {
        Some(url) => (child, url),
        None => {
            panic!("balcao ended: {}", std::fs::read_to_string(folder.join("serve.log")).unwrap_or_default())
        }
    }
}

/// The address that a desk says it serves on. All that it says after that is read away.
async fn address(out: ChildStdout) -> Option<String> {
    let (found, address) = oneshot::channel();
    // A thread, because a shared desk outlives the runtime of the test that started it.
    std::thread::spawn(move || {
        let mut lines = BufReader::new(out).lines().map_while(Result::ok);
        let url =
            lines.find_map(|line| Some(line[line.find("http://")?..].split_whitespace().next()?.to_owned()));
        let _ = found.send(url);
        lines.for_each(drop);
    });
    address.await.ok().flatten()
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("its kind").is_dir() {
            std::fs::create_dir_all(&target).expect("a folder");
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copied");
        }
    }
}
