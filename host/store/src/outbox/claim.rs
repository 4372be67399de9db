//! Leasing entries, settling them, and ending those that can't be tried any more. Time is always
//! given, so that tests need not wait.

use std::time::Duration;

use chrono::{DateTime, Utc};

use super::{Entry, State};
use crate::{Conn, Db, StoreError, Tx, on};

/// The most entries that one claim takes.
const BATCH: i64 = 8;

/// An entry is claimable when it has not ended, its time has come (a lease is a time in the future)
/// and what must be done before is done. On PostgreSQL, several workers claim side by side.
macro_rules! claim_sql {
    ($skip_locked:literal) => {
        concat!(
            "UPDATE outbox SET state = 'leased', attempts = attempts + 1, fence = fence + 1,
                    lease_owner = $1, due_at = $2
             WHERE id IN (
                SELECT o.id FROM outbox o
                WHERE o.kind = $3 AND o.ended_at IS NULL AND o.due_at <= $4 AND o.give_up_at > $4
                  AND (o.after IS NULL
                       OR EXISTS (SELECT 1 FROM outbox p WHERE p.id = o.after AND p.state = 'done'))
                ORDER BY o.due_at, o.ordinal, o.id LIMIT $5 ",
            $skip_locked,
            ") RETURNING *"
        )
    };
}

/// Leases what is due of one kind, in its order.
pub(super) async fn claim(
    db: &Db,
    kind: &str,
    owner: &str,
    lease: Duration,
    now: DateTime<Utc>,
) -> Result<Vec<Entry>, StoreError> {
    // Asked without a transaction first: an idle worker writes nothing.
    if !anything_due(&mut db.read().await?, kind, now).await? {
        return Ok(Vec::new());
    }
    let mut tx = db.write().await?;
    let until = now + lease;
    let sql = if db.is_sqlite() { claim_sql!("") } else { claim_sql!("FOR UPDATE SKIP LOCKED") };
    let mut claimed: Vec<Entry> = on!(&mut tx, c => sqlx::query_as(sql)
        .bind(owner).bind(until).bind(kind).bind(now).bind(BATCH)
        .fetch_all(c).await)?;
    tx.commit().await?;
    // RETURNING has no order of its own.
    claimed.sort_by_key(|entry| (entry.order, entry.id));
    Ok(claimed)
}

async fn anything_due(conn: &mut Conn, kind: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let due: Option<i64> = on!(conn, c => sqlx::query_scalar(
        "SELECT CAST(1 AS BIGINT) FROM outbox
         WHERE kind = $1 AND ended_at IS NULL AND due_at <= $2 LIMIT 1")
        .bind(kind).bind(now).fetch_optional(c).await)?;
    Ok(due.is_some())
}

/// Where an entry goes from a lease.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Settlement {
    pub(super) state: State,
    pub(super) answer: String,
    pub(super) due_at: DateTime<Utc>,
    pub(super) ended_at: Option<DateTime<Utc>>,
}

/// Writes what became of a leased entry; `None` when the lease is no longer this one's, and then
/// nothing may be written in this transaction.
pub(super) async fn settle(
    tx: &mut Tx,
    leased: &Entry,
    to: &Settlement,
) -> Result<Option<Entry>, StoreError> {
    Ok(on!(tx, c => sqlx::query_as(
        "UPDATE outbox SET state = $1, answer = $2, due_at = $3, ended_at = $4, lease_owner = NULL
         WHERE id = $5 AND fence = $6 AND ended_at IS NULL RETURNING *")
        .bind(to.state).bind(&to.answer).bind(to.due_at).bind(to.ended_at)
        .bind(leased.id).bind(leased.fence)
        .fetch_optional(c).await)?)
}

/// Ends what can't be tried any more: those whose time is over, and those that wait for one that
/// ended otherwise than done. One whose last word is "unknown" stays unknown, for a person to find
/// out. Returns them.
pub(super) async fn end_hopeless(db: &Db, kind: &str, now: DateTime<Utc>) -> Result<Vec<Entry>, StoreError> {
    if !anything_hopeless(&mut db.read().await?, kind, now).await? {
        return Ok(Vec::new());
    }
    let mut tx = db.write().await?;
    let ended = on!(&mut tx, c => sqlx::query_as(
        "UPDATE outbox SET ended_at = $1, lease_owner = NULL,
                state = CASE WHEN state = 'waiting' THEN 'gave-up' ELSE 'unknown' END
         WHERE kind = $2 AND ended_at IS NULL AND due_at <= $1
           AND (give_up_at <= $1
                OR EXISTS (SELECT 1 FROM outbox p WHERE p.id = outbox.after
                           AND p.ended_at IS NOT NULL AND p.state <> 'done'))
         RETURNING *")
        .bind(now).bind(kind).fetch_all(c).await)?;
    tx.commit().await?;
    Ok(ended)
}

async fn anything_hopeless(conn: &mut Conn, kind: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let found: Option<i64> = on!(conn, c => sqlx::query_scalar(
        "SELECT CAST(1 AS BIGINT) FROM outbox
         WHERE kind = $2 AND ended_at IS NULL AND due_at <= $1
           AND (give_up_at <= $1
                OR EXISTS (SELECT 1 FROM outbox p WHERE p.id = outbox.after
                           AND p.ended_at IS NOT NULL AND p.state <> 'done'))
         LIMIT 1")
        .bind(now).bind(kind).fetch_optional(c).await)?;
    Ok(found.is_some())
}
