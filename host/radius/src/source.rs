//! The databases of the provider's RADIUS: one is read for accounting, one is written. Each has a
//! small pool of its own, which connects when it is needed: the desk starts without them.

use std::path::Path;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sqlx::{PgPool, SqlitePool};

/// How long a statement may take: a subscriber's page does not wait longer.
const STATEMENT: Duration = Duration::from_secs(5);
/// How long to wait for a connection.
const ACQUIRE: Duration = Duration::from_secs(3);
/// Connections that the desk takes from the provider's RADIUS.
const READERS: u32 = 4;
const WRITERS: u32 = 2;

/// One of the databases.
#[derive(Clone)]
pub enum Source {
    /// A file of FreeRADIUS's.
    Sqlite(SqlitePool),
    /// A server.
    Postgres(PgPool),
}

/// Runs the same on whichever it is: `on_source!(source, pool => …)`.
macro_rules! on_source {
    ($source:expr, $pool:ident => $body:expr) => {
        match $source {
            $crate::source::Source::Sqlite($pool) => $body,
            $crate::source::Source::Postgres($pool) => $body,
        }
    };
}
pub(crate) use on_source;

/// An address of no kind that is known. It may hold a password, so it is not repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the address of a RADIUS database must begin with sqlite: or postgres://")]
pub struct AddressError;

impl Source {
    /// One that is read.
    pub fn reading(url: &str) -> Result<Source, AddressError> {
        Source::of(url, READERS, true)
    }

    /// One that is written.
    pub fn writing(url: &str) -> Result<Source, AddressError> {
        Source::of(url, WRITERS, false)
    }

    fn of(url: &str, connections: u32, reads: bool) -> Result<Source, AddressError> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let options = SqliteConnectOptions::new()
                .filename(Path::new(path.trim_start_matches("//")))
                .read_only(reads)
                .busy_timeout(STATEMENT);
            let pool = SqlitePoolOptions::new().max_connections(connections).acquire_timeout(ACQUIRE);
            return Ok(Source::Sqlite(pool.connect_lazy_with(options)));
        }
        if !(url.starts_with("postgres://") || url.starts_with("postgresql://")) {
            return Err(AddressError);
        }
        let options: PgConnectOptions = url.parse().map_err(|_| AddressError)?;
        let limit = STATEMENT.as_millis().to_string();
        let mut options = options.application_name("balcao").options([("statement_timeout", limit)]);
        if reads {
            options = options.options([("default_transaction_read_only", "on")]);
        }
        let pool = PgPoolOptions::new().max_connections(connections).acquire_timeout(ACQUIRE);
        Ok(Source::Postgres(pool.connect_lazy_with(options)))
    }

    /// How a transaction that writes begins: on SQLite it waits for its turn at once, and not in the
    /// middle.
    pub(crate) fn begin(&self) -> &'static str {
        match self {
            Source::Sqlite(_) => "BEGIN IMMEDIATE",
            Source::Postgres(_) => "BEGIN",
        }
    }
}
