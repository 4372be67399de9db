//! Fresh databases for tests.

use crate::Db;

/// A fresh SQLite and a fresh PostgreSQL database.
pub async fn databases() -> Vec<Db> {
    todo!()
}
