//! What can go wrong in the store.

use crate::KeyError;

/// An error of the database or of what guards it. Its text names no value of a row.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or failed a statement.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// The database could not be brought to this version of the schema.
    #[error("migration: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// The address of the database is of no kind that we know. The address itself may hold a
    /// password, so it is not repeated.
    #[error("the database address must begin with sqlite: or postgres://")]
    Address,
    /// The folder or file of the database could not be made.
    #[error("database file: {0}")]
    File(#[from] std::io::Error),
    /// A sealed value or the key file could not be read.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The commit of a group failed, so nothing of this transaction was done.
    #[error("the commit failed, nothing was done: {0}")]
    Commit(String),
    /// The writer has stopped; the process is ending.
    #[error("the database is closing")]
    Closed,
}

impl StoreError {
    /// Whether a row of the same unique key exists already.
    pub fn is_unique(&self) -> bool {
        matches!(self, StoreError::Database(sqlx::Error::Database(e)) if e.is_unique_violation())
    }
}
