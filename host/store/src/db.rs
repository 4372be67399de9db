//! Opening either database, and the two doors into it.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{PgPool, SqlitePool};
use tokio::sync::watch;

use crate::writer::Writer;
use crate::{Conn, Keys, StoreError, Tx};

static SQLITE: Migrator = sqlx::migrate!("../../migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("../../migrations/postgres");

/// How long a statement waits for another process that writes (the command line).
const BUSY: Duration = Duration::from_secs(10);
/// How long to wait for a free connection before the caller is told that the desk is too busy.
const ACQUIRE: Duration = Duration::from_secs(10);
/// Readers of the SQLite file; each holds a page cache, and two cores serve no more at once.
const READERS: u32 = 8;
/// Connections to PostgreSQL per host.
const CONNECTIONS: u32 = 20;
/// Statements that a connection keeps prepared: all that the desk has. Beyond this number the oldest is
/// forgotten and parsed anew, which costs more than running it.
const STATEMENTS: usize = 1_000;

/// The database. Cheap to clone; everything that clones it shares its connections.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    #[cfg(feature = "testing")]
    url: String,
    shared: Arc<Shared>,
    pools: Pools,
}

/// How a database is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Whether it is the one-machine database.
    pub is_sqlite: bool,
    /// How long a connection and an empty question took.
    pub took: Duration,
    /// How large it is.
    pub bytes: i64,
    /// The newest migration that it has.
    pub migration: i64,
}

/// What a transaction carries of the database that it belongs to.
pub(crate) struct Shared {
    pub(crate) keys: Keys,
    /// Changes when this process has committed something in the outbox.
    pub(crate) outbox: watch::Sender<()>,
}

enum Pools {
    Sqlite { readers: SqlitePool, writer: Writer },
    Postgres(PgPool),
}

impl Db {
    /// Opens `sqlite:PATH` (made when absent, readable by its owner alone) or `postgres://…`, and
    /// brings it to this version of the schema.
    pub async fn open(url: &str, keys: Keys) -> Result<Db, StoreError> {
        let shared = Arc::new(Shared { keys, outbox: watch::Sender::new(()) });
        let pools = if let Some(path) = url.strip_prefix("sqlite:") {
            open_sqlite(Path::new(path.trim_start_matches("//")), shared.clone()).await?
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let options: PgConnectOptions = url.parse().map_err(|_| StoreError::Address)?;
            let options = options.statement_cache_capacity(STATEMENTS);
            let pool = PgPoolOptions::new()
                .max_connections(CONNECTIONS)
                .acquire_timeout(ACQUIRE)
                .connect_with(options.application_name("balcao"))
                .await?;
            POSTGRES.run(&pool).await?;
            Pools::Postgres(pool)
        } else {
            return Err(StoreError::Address);
        };
        Ok(Db(Arc::new(Inner {
            #[cfg(feature = "testing")]
            url: url.to_owned(),
            shared,
            pools,
        })))
    }

    /// A connection to read with.
    pub async fn read(&self) -> Result<Conn, StoreError> {
        Ok(match &self.0.pools {
            Pools::Sqlite { readers, .. } => Conn::Sqlite(readers.acquire().await?),
            Pools::Postgres(pool) => Conn::Postgres(pool.acquire().await?),
        })
    }

    /// A transaction to write in. On SQLite this waits its turn.
    pub async fn write(&self) -> Result<Tx, StoreError> {
        match &self.0.pools {
            Pools::Sqlite { writer, .. } => writer.lend().await,
            Pools::Postgres(pool) => Tx::begin(pool.acquire().await?, self.0.shared.clone()).await,
        }
    }

    /// The keys by which secrets in this database are sealed.
    pub fn keys(&self) -> &Keys {
        &self.0.shared.keys
    }

    /// Where it is, to open it once more.
    #[cfg(feature = "testing")]
    pub(crate) fn url(&self) -> &str {
        &self.0.url
    }

    /// Closes every connection, so that somebody else may copy the database.
    #[cfg(feature = "testing")]
    pub(crate) async fn close(&self) {
        match &self.0.pools {
            Pools::Sqlite { readers, .. } => readers.close().await,
            Pools::Postgres(pool) => pool.close().await,
        }
    }

    /// Changes when this process has committed something in the outbox.
    pub(crate) fn outbox(&self) -> watch::Receiver<()> {
        self.0.shared.outbox.subscribe()
    }

    /// Whether it is the one-machine database.
    pub fn is_sqlite(&self) -> bool {
        matches!(self.0.pools, Pools::Sqlite { .. })
    }

    /// How it is, for whoever keeps it running.
    pub async fn standing(&self) -> Result<Standing, StoreError> {
        let size = match self.is_sqlite() {
            true => "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
            false => "SELECT pg_database_size(current_database())",
        };
        let begun = Instant::now();
        self.ready().await?;
        let took = begun.elapsed();
        let mut conn = self.read().await?;
        let bytes: i64 = crate::on!(&mut conn, c => sqlx::query_scalar(size).fetch_one(c).await)?;
        let migration: i64 = crate::on!(&mut conn, c => sqlx::query_scalar(
            "SELECT COALESCE(MAX(version), 0) FROM _sqlx_migrations").fetch_one(c).await)?;
        Ok(Standing { is_sqlite: self.is_sqlite(), took, bytes, migration })
    }

    /// Whether the database answers: what `/healthz` asks.
    pub async fn ready(&self) -> Result<(), StoreError> {
        let mut conn = self.read().await?;
        crate::on!(&mut conn, c => sqlx::query("SELECT 1").execute(c).await.map(drop))?;
        Ok(())
    }
}

async fn open_sqlite(path: &Path, shared: Arc<Shared>) -> Result<Pools, StoreError> {
    make_private(path)?;
    let options = SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        // What was deleted is overwritten: the key of an erased person must not lie in a free page.
        .pragma("secure_delete", "ON")
        .busy_timeout(BUSY)
        .statement_cache_capacity(STATEMENTS);
    let pool = SqlitePoolOptions::new()
        .max_connections(1)
        .test_before_acquire(false)
        .acquire_timeout(ACQUIRE)
        .connect_with(options.clone())
        .await?;
    SQLITE.run(&pool).await?;
    let readers = SqlitePoolOptions::new()
        .max_connections(READERS)
        .test_before_acquire(false)
        .acquire_timeout(ACQUIRE)
        // What a room reads with can't write, even by mistake.
        .connect_lazy_with(options.read_only(true));
    Ok(Pools::Sqlite { readers, writer: Writer::start(pool, shared) })
}

/// Makes an empty file that only its owner may read, before SQLite makes one that all may read.
/// SQLite gives its journal the rights of the file.
fn make_private(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    make_private_folder(path)?;
    std::fs::OpenOptions::new().create(true).append(true).mode(0o600).open(path).map(drop)
}

/// Makes the folder that a file is to stand in, if it is not there, for its owner alone.
pub fn make_private_folder(file: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    match file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder),
        None => Ok(()),
    }
}
