//! What a person decides of an entry that does not get on by itself.

use chrono::{DateTime, TimeDelta, Utc};

use super::{OutboxId, State};
use crate::{StoreError, Tx, on};

/// For how long an entry that has ended is tried once more.
const ONCE_MORE: TimeDelta = TimeDelta::days(1);

/// Lets it be tried now; one that ended without anybody knowing, or in vain, for another day. Whoever
/// carries it out knows it by its key, as before. False: it is being tried, was done, or was refused.
pub async fn try_again(tx: &mut Tx, id: OutboxId, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let changed = on!(&mut *tx, c => sqlx::query(
        "UPDATE outbox SET due_at = $2, ended_at = NULL,
                give_up_at = CASE WHEN give_up_at > $3 THEN give_up_at ELSE $3 END,
                state = CASE WHEN state = $4 THEN $5 ELSE state END
         WHERE id = $1 AND (state IN ($4, $6) OR (state = $5 AND ended_at IS NULL))")
        .bind(id).bind(now).bind(now + ONCE_MORE).bind(State::GaveUp).bind(State::Waiting).bind(State::Unknown)
        .execute(c).await.map(|done| done.rows_affected()))?;
    tx.has_outbox();
    Ok(changed > 0)
}

/// Ends it at its next turn, as if its time were over. False: it is being tried, or has ended.
pub async fn give_up(tx: &mut Tx, id: OutboxId, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let changed = on!(&mut *tx, c => sqlx::query(
        "UPDATE outbox SET due_at = $2, give_up_at = $2
         WHERE id = $1 AND ended_at IS NULL AND state IN ($3, $4)")
        .bind(id).bind(now).bind(State::Waiting).bind(State::Unknown)
        .execute(c).await.map(|done| done.rows_affected()))?;
    tx.has_outbox();
    Ok(changed > 0)
}
