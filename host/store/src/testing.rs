//! Fresh databases for tests: an SQLite file and a PostgreSQL database of their own.
//!
//! PostgreSQL is a server named by `BALCAO_TEST_POSTGRES` (an address whose user may create
//! databases) or one that is started here, once per test binary, from Debian's package. What was
//! started is stopped and removed when the test binary ends, however it ends.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use chrono::TimeDelta;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tokio::sync::OnceCell;

use crate::{Db, Keys, Uuid};

/// A fresh SQLite and a fresh PostgreSQL database, migrated and empty. Every test of a room runs on
/// both.
pub async fn databases() -> Vec<Db> {
    vec![sqlite().await, postgres().await]
}

/// A fresh SQLite database.
pub async fn sqlite() -> Db {
    let path = home().await.folder.join(format!("{}.db", Uuid::new_v4()));
    Db::open(&format!("sqlite:{}", path.display()), keys()).await.expect("a fresh SQLite file")
}

/// A fresh PostgreSQL database.
pub async fn postgres() -> Db {
    Db::open(&postgres_address().await, keys()).await.expect("a copy of the template")
}

/// The address of a fresh PostgreSQL database, for another process to open.
pub async fn postgres_address() -> String {
    let name = name_at(Uuid::now_v7());
    let home = home().await;
    home.create(&name, &home.template).await;
    home.server.with_database(&name)
}

/// The same database, opened once more with other keys, as after a restart.
pub async fn reopened(db: &Db, keys: Keys) -> Db {
    Db::open(db.url(), keys).await.expect("it opened before")
}

/// The keys of every test database.
pub fn keys() -> Keys {
    Keys::from_bytes(&[[7; 32]])
}

/// What all tests of one binary share.
struct Home {
    folder: PathBuf,
    server: Server,
    /// A migrated database, of which every other is a copy: that takes a fifth of the time.
    template: String,
    /// Removes the folder and stops the server when this process is gone.
    _reaper: Child,
}

struct Server {
    /// An address up to the name of the database, and what follows it.
    before: String,
    after: String,
}

/// Names sort by when they were made.
fn name_at(id: Uuid) -> String {
    format!("balcao_test_{}", id.simple())
}

async fn home() -> &'static Home {
    static HOME: OnceCell<Home> = OnceCell::const_new();
    HOME.get_or_init(Home::start).await
}

impl Home {
    async fn start() -> Home {
        let folder = std::env::temp_dir().join(format!("balcao-test-{}", Uuid::new_v4().simple()));
        fs::create_dir_all(&folder).expect("a temporary folder");
        let reaper = reaper(&folder);
        let server = match std::env::var("BALCAO_TEST_POSTGRES") {
            Ok(address) => Server::named(&address),
            Err(_) => {
                let folder = folder.clone();
                tokio::task::spawn_blocking(move || start_postgres(&folder)).await.expect("started")
            }
        };
        let template = name_at(Uuid::now_v7());
        let home = Home { folder, server, template: template.clone(), _reaper: reaper };
        home.sweep().await;
        home.create(&template, "template0").await;
        // A pool keeps its connections for a while, and nobody may be connected to a template.
        let db = Db::open(&home.server.with_database(&template), keys()).await.expect("migrated");
        db.close().await;
        home
    }

    async fn create(&self, name: &str, template: &str) {
        let sql = format!("CREATE DATABASE {name} TEMPLATE {template}");
        let mut admin = self.admin().await;
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut admin).await.expect("a fresh database");
        admin.close().await.expect("closed");
    }

    /// Drops what tests left on a server that outlives them, an hour ago or more.
    async fn sweep(&self) {
        let hour_ago = (crate::now() - TimeDelta::hours(1)).timestamp().unsigned_abs();
        let hour_ago = Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, hour_ago, 0));
        let mut admin = self.admin().await;
        let old: Vec<String> = sqlx::query_scalar(
            r#"SELECT datname::text FROM pg_database
             WHERE starts_with(datname::text, 'balcao_test_') AND datname::text COLLATE "C" < $1"#,
        )
        .bind(name_at(hour_ago))
        .fetch_all(&mut admin)
        .await
        .expect("the names of its databases");
        for name in old {
            // Another test binary may be dropping the same one.
            let sql = AssertSqlSafe(format!("DROP DATABASE IF EXISTS {name}"));
            let _ = sqlx::raw_sql(sql).execute(&mut admin).await;
        }
        admin.close().await.expect("closed");
    }

    async fn admin(&self) -> PgConnection {
        PgConnection::connect(&self.server.with_database("postgres"))
            .await
            .expect("the PostgreSQL server of the tests answers")
    }
}

impl Server {
    fn named(address: &str) -> Server {
        let (rest, query) = address.split_once('?').unwrap_or((address, ""));
        let after_scheme = rest.find("://").map_or(0, |at| at + 3);
        let host = rest[after_scheme..].find('/').map_or(rest.len(), |at| after_scheme + at);
        let after = if query.is_empty() { String::new() } else { format!("?{query}") };
        Server { before: rest[..host].to_owned(), after }
    }

    fn with_database(&self, name: &str) -> String {
        format!("{}/{name}{}", self.before, self.after)
    }
}

/// Makes a cluster that need not survive anything, and starts it on a socket in the folder.
fn start_postgres(folder: &Path) -> Server {
    let programs = programs();
    let data = folder.join("postgres");
    let socket = folder.join("socket");
    for made in [&data, &socket] {
        fs::create_dir(made).expect("a folder for PostgreSQL");
        fs::set_permissions(made, fs::Permissions::from_mode(0o700)).expect("a private folder");
    }
    let user = unprivileged();
    if let Some((uid, gid)) = user {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o711)).expect("a folder to pass");
        for made in [&data, &socket] {
            chown(made, Some(uid), Some(gid)).expect("a folder of PostgreSQL's user");
        }
    }
    let command = |program: &str| {
        let mut command = Command::new(programs.join(program));
        command.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).process_group(0);
        if let Some((uid, gid)) = user {
            command.uid(uid).gid(gid);
        }
        command
    };
    let made = command("initdb")
        .args(["--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8"])
        .arg("--pgdata")
        .arg(&data)
        .status();
    assert!(made.is_ok_and(|status| status.success()), "initdb failed");
    let mut server = command("postgres")
        .arg("-D")
        .arg(&data)
        .arg("-k")
        .arg(&socket)
        .args(["-c", "listen_addresses=", "-c", "max_connections=300", "-c", "fsync=off"])
        .args(["-c", "synchronous_commit=off", "-c", "full_page_writes=off"])
        .args(["-c", "lc_messages=C", "-c", "shared_buffers=64MB"])
        .stderr(Stdio::piped())
        .spawn()
        .expect("PostgreSQL starts");
    let mut log = BufReader::new(server.stderr.take().expect("its log")).lines();
    let ready = log.by_ref().map_while(Result::ok).any(|line| line.contains("ready to accept"));
    assert!(ready, "PostgreSQL did not start");
    // Its log is read to the end, so that the server never waits for somebody to read it.
    std::thread::spawn(move || {
        log.map_while(Result::ok).for_each(drop);
        server.wait()
    });
    let socket = socket.display().to_string().replace('/', "%2F");
    Server { before: "postgres://postgres@localhost".into(), after: format!("?host={socket}") }
}

/// The newest PostgreSQL of Debian's package.
fn programs() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    versions
        .filter_map(|folder| Some((folder.file_name().to_str()?.parse::<u32>().ok()?, folder.path())))
        .filter(|(_, path)| path.join("bin/initdb").exists())
        .max()
        .map(|(_, path)| path.join("bin"))
        .expect("PostgreSQL is not installed: apt-get install postgresql, or set BALCAO_TEST_POSTGRES")
}

/// Who runs PostgreSQL, which refuses to be run by root: the user of its package, else nobody.
fn unprivileged() -> Option<(u32, u32)> {
    if fs::metadata("/proc/self").expect("a process").uid() != 0 {
        return None;
    }
    let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let of = |name: &str| {
        let user = users.lines().find(|line| line.starts_with(&format!("{name}:")))?;
        let mut fields = user.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    Some(of("postgres").or_else(|| of("nobody")).unwrap_or((65534, 65534)))
}

/// A shell that waits until this process is gone (its end of the pipe closes however it ends), then
/// stops the server and removes the folder. In a group of its own, so that Ctrl-C does not end it.
fn reaper(folder: &Path) -> Child {
    const SCRIPT: &str = r#"
        read -r _
        pid=$(head -n 1 "$1/postgres/postmaster.pid" 2>/dev/null) && kill -QUIT "$pid" 2>/dev/null
        while [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
        rm -rf "$1"
    "#;
    Command::new("sh")
        .args(["-c", SCRIPT, "reaper"])
        .arg(folder)
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .expect("a shell")
}
