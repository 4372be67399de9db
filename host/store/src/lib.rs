//! The two databases behind one door: SQLite on one machine, PostgreSQL for more.
//!
//! A room writes one SQL text for both, with `$1` placeholders, and runs it with [`on!`] on a
//! [`Conn`]. Whoever reads takes `&mut Conn`; whoever changes takes `&mut Tx`, the proof that a
//! transaction is open. No room keeps a pool.
//!
//! Types that are native on both: `Uuid` (BLOB, UUID), `DateTime<Utc>` from [`now`] (TEXT,
//! TIMESTAMPTZ), `NaiveDate` (TEXT, DATE), `bool` (INTEGER, BOOLEAN), `i64` (INTEGER, BIGINT),
//! `Vec<u8>` (BLOB, BYTEA), [`Json`] (TEXT, JSONB), [`Sealed`] (BLOB, BYTEA), ids made by [`id!`]
//! and enums made by [`text_enum!`] (TEXT).
#![forbid(unsafe_code)]

pub mod changes;
mod conn;
mod db;
mod error;
mod keys;
pub mod outbox;
#[cfg(feature = "testing")]
pub mod testing;
mod types;
mod writer;

pub use chrono::{DateTime, NaiveDate, Utc};
pub use conn::{Conn, Tx};
pub use db::{Db, Standing, make_private_folder};
pub use error::StoreError;
pub use keys::{KeyError, Keys, Sealed};
pub use sqlx::types::Json;
pub use types::{UnknownText, now};
pub use uuid::Uuid;
