//! What must happen outside: entries that are written with the change that wants them.

use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use crate::{Conn, StoreError, Tx};

crate::id!(OutboxId, "An entry of the outbox.");

crate::text_enum! {
    /// Where an entry stands.
    pub enum State {
        /// Not tried yet, or to be tried again.
        Waiting = "waiting",
        /// A worker has it.
        Leased = "leased",
        /// It happened.
        Done = "done",
        /// The other side said no, for good.
        Refused = "refused",
        /// It was sent and nobody answered: it may have happened.
        Unknown = "unknown",
        /// Its time is over.
        GaveUp = "gave-up",
    }
}

/// What a room puts in.
#[derive(Debug, Clone)]
pub struct NewEntry {
    /// Unique for ever; the receiver sees the same key at every attempt.
    pub key: String,
    /// Which delivery carries it out.
    pub kind: String,
    /// The run of an action that wants it.
    pub run: Option<Uuid>,
    /// The request on whose page its outcome is shown.
    pub request: Option<Uuid>,
    /// The order among the entries of a run, for showing.
    pub order: i32,
    /// The entry that must be done before.
    pub after: Option<OutboxId>,
    /// What the delivery needs: ids, never a secret.
    pub body: Value,
    /// Not before this time.
    pub not_before: Option<DateTime<Utc>>,
    /// Not after this time.
    pub give_up_at: DateTime<Utc>,
}

/// An entry as it stands.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Entry {
    /// Its id.
    pub id: OutboxId,
    /// Its key.
    pub key: String,
    /// Its kind.
    pub kind: String,
    /// The run that wants it.
    pub run: Option<Uuid>,
    /// The request on whose page it is shown.
    pub request: Option<Uuid>,
    /// Where it stands.
    pub state: State,
    /// How often it was tried.
    pub attempts: i32,
    /// What the other side said last, for people.
    pub answer: Option<String>,
    /// What the delivery needs.
    pub body: crate::Json<Value>,
}

/// Puts an entry in, with the change that wants it.
pub async fn put(_tx: &mut Tx, _entry: NewEntry) -> Result<OutboxId, StoreError> {
    todo!()
}

/// The entries of a run, in their order.
pub async fn of_run(_conn: &mut Conn, _run: Uuid) -> Result<Vec<Entry>, StoreError> {
    todo!()
}
