//! What must happen outside (a registration at the bank, a disconnect, a mail).
//!
//! An entry is written in the transaction of the change that wants it, and a [`Worker`] carries it
//! out afterwards: at least once, always with the same key, so that a receiver that knows keys sees
//! one effect. A worker *leases* an entry: for a while nobody else takes it, and a *fence* that
//! grows with every lease keeps a worker that was asleep past its lease from writing what it found.
//! When nobody answered, the state says so ([`State::Unknown`]) and the same entry is tried again;
//! it is never called failed. An entry remembers that: once it may have happened, only an answer of
//! the other side says otherwise.

mod claim;
mod person;
mod worker;

use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use crate::{Conn, Json, StoreError, Tx, on};

pub use person::{give_up, try_again};
pub use worker::{Deliveries, Outcome, Settle, Worker};

crate::id!(OutboxId, "An entry of the outbox.");

crate::text_enum! {
    /// Where an entry stands. Whether it will be tried again is said by [`Entry::ended_at`].
    pub enum State {
        /// Not tried yet, or to be tried again: it has not happened.
        Waiting = "waiting",
        /// A worker has it.
        Leased = "leased",
        /// It happened.
        Done = "done",
        /// The other side said no, for good.
        Refused = "refused",
        /// It was sent and nobody answered: it may have happened. When it has also ended, a person
        /// must find out.
        Unknown = "unknown",
        /// Its time was over, or what it waited for did not happen. It has not happened.
        GaveUp = "gave-up",
    }
}

/// What a room puts in.
#[derive(Debug, Clone)]
pub struct NewEntry {
    /// Its id, by which another entry of the same change names it in `after`.
    pub id: OutboxId,
    /// Unique for ever and the same at every attempt: what the receiver recognises it by.
    pub key: String,
    /// Which delivery carries it out.
    pub kind: String,
    /// The run of an action that wants it.
    pub run: Option<Uuid>,
    /// The request on whose page its outcome is shown.
    pub request: Option<Uuid>,
    /// The order among the entries of a run: they are shown in it, and begun in it when due at the
    /// same time. What must be *done* before is said by `after`.
    pub order: i32,
    /// The entry that must be done before this one is tried.
    pub after: Option<OutboxId>,
    /// What the delivery needs: ids, never a secret.
    pub body: Value,
    /// Not tried before this time.
    pub not_before: Option<DateTime<Utc>>,
    /// Not tried after this time.
    pub give_up_at: DateTime<Utc>,
}

/// An entry as it stands.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct Entry {
    /// Its id.
    pub id: OutboxId,
    /// What the receiver recognises it by.
    pub key: String,
    /// Which delivery carries it out.
    pub kind: String,
    /// The run that wants it.
    pub run: Option<Uuid>,
    /// The request on whose page it is shown.
    pub request: Option<Uuid>,
    /// Its place among the entries of the run.
    #[sqlx(rename = "ordinal")]
    pub order: i32,
    /// The entry that must be done before.
    pub after: Option<OutboxId>,
    /// What the delivery needs.
    pub body: Json<Value>,
    /// Where it stands.
    pub state: State,
    /// How often it was tried.
    pub attempts: i32,
    /// Grows with every lease. Only the newest one settles.
    pub(crate) fence: i64,
    /// Whether an attempt before this one ended without an answer, so that it may have happened.
    pub(crate) unsure: bool,
    /// When it is tried next; while leased, when the lease runs out.
    pub due_at: DateTime<Utc>,
    /// Not tried after this time.
    pub give_up_at: DateTime<Utc>,
    /// What the other side said last, for people.
    pub answer: Option<String>,
    /// When it ended; `None` while it is still to be tried.
    pub ended_at: Option<DateTime<Utc>>,
}

impl Entry {
    /// Whether an attempt before this one ended without an answer: it may have happened already, and
    /// what is done now may be a repeat.
    pub fn may_have_happened(&self) -> bool {
        self.unsure
    }

    /// When it is tried again, after an attempt that did not end it.
    pub fn again_at(&self) -> Option<DateTime<Utc>> {
        let tried = matches!(self.state, State::Waiting | State::Unknown) && self.attempts > 0;
        (tried && self.ended_at.is_none()).then_some(self.due_at)
    }
}

/// Puts an entry in, with the change that wants it. A key that was used before is an error
/// ([`StoreError::is_unique`]).
pub async fn put(tx: &mut Tx, entry: NewEntry) -> Result<OutboxId, StoreError> {
    let now = crate::now();
    on!(tx, c => sqlx::query(
        "INSERT INTO outbox (id, key, kind, run, request, ordinal, after, body, state, attempts,
                             fence, unsure, due_at, give_up_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', 0, 0, FALSE, $9, $10, $11)")
        .bind(entry.id).bind(&entry.key).bind(&entry.kind).bind(entry.run).bind(entry.request)
        .bind(entry.order).bind(entry.after).bind(Json(&entry.body))
        .bind(entry.not_before.unwrap_or(now)).bind(entry.give_up_at).bind(now)
        .execute(c).await.map(drop))?;
    tx.has_outbox();
    Ok(entry.id)
}

/// The entries of a run, in their order.
pub async fn of_run(conn: &mut Conn, run: Uuid) -> Result<Vec<Entry>, StoreError> {
    Ok(on!(conn, c => sqlx::query_as("SELECT * FROM outbox WHERE run = $1 ORDER BY ordinal, id")
        .bind(run).fetch_all(c).await)?)
}

/// The entry of a key; none: there is no such entry.
pub async fn of_key(conn: &mut Conn, key: &str) -> Result<Option<Entry>, StoreError> {
    Ok(on!(conn, c => sqlx::query_as("SELECT * FROM outbox WHERE key = $1")
        .bind(key).fetch_optional(c).await)?)
}

/// What waits to be carried out, of one kind.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Waiting {
    /// The kind.
    pub kind: String,
    /// How many.
    pub entries: i64,
    /// Since when the oldest waits.
    pub oldest: DateTime<Utc>,
}

/// What has not ended, by kind.
pub async fn waiting(conn: &mut Conn) -> Result<Vec<Waiting>, StoreError> {
    Ok(on!(conn, c => sqlx::query_as(
        "SELECT kind, count(*) AS entries, min(created_at) AS oldest FROM outbox
         WHERE ended_at IS NULL GROUP BY kind ORDER BY kind").fetch_all(c).await)?)
}

/// One entry.
pub async fn one(conn: &mut Conn, id: OutboxId) -> Result<Option<Entry>, StoreError> {
    Ok(on!(conn, c => sqlx::query_as("SELECT * FROM outbox WHERE id = $1")
        .bind(id).fetch_optional(c).await)?)
}
