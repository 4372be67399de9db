//! Leasing entries, settling them, and ending those that can't be tried any more. Time is always
//! given, so that tests need not wait.

use std::time::Duration;

use chrono::{DateTime, Utc};

use super::{Entry, OutboxId, State};
use crate::{Db, StoreError, Tx, on};

/// The most entries that one claim takes.
const BATCH: i64 = 8;

/// An entry is claimable when it has not ended, its time has come (a lease is a time in the future)
/// and what must be done before is done. `$1` is the kind, `$2` the time.
macro_rules! claimable {
    () => {
        "FROM outbox o WHERE o.kind = $1 AND o.ended_at IS NULL AND o.due_at <= $2
            AND o.give_up_at > $2
            AND (o.after IS NULL
                 OR EXISTS (SELECT 1 FROM outbox p WHERE p.id = o.after AND p.state = 'done')) "
    };
}

/// An entry is hopeless when its time is over, or when what it waits for ended otherwise than done.
macro_rules! hopeless {
    () => {
        "FROM outbox o WHERE o.kind = $1 AND o.ended_at IS NULL AND o.due_at <= $2
            AND (o.give_up_at <= $2
                 OR EXISTS (SELECT 1 FROM outbox p WHERE p.id = o.after
                            AND p.ended_at IS NOT NULL AND p.state <> 'done')) "
    };
}

/// On PostgreSQL, several workers claim side by side. A lease that ran out is an attempt of which
/// nobody knows how far it came.
macro_rules! claim_sql {
    ($skip_locked:literal) => {
        concat!(
            "UPDATE outbox SET unsure = (unsure OR state IN ('leased', 'unknown')), state = 'leased',
                    attempts = attempts + 1, fence = fence + 1, lease_owner = $3, due_at = $4
             WHERE id IN (SELECT o.id ",
            claimable!(),
            "ORDER BY o.due_at, o.ordinal, o.id LIMIT $5 ",
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
    if !any(db, concat!("SELECT o.id ", claimable!(), "LIMIT 1"), kind, now).await? {
        return Ok(Vec::new());
    }
    let mut tx = db.write().await?;
    let until = now + lease;
    let sql = if db.is_sqlite() { claim_sql!("") } else { claim_sql!("FOR UPDATE SKIP LOCKED") };
    let mut claimed: Vec<Entry> = on!(&mut tx, c => sqlx::query_as(sql)
        .bind(kind).bind(now).bind(owner).bind(until).bind(BATCH)
        .fetch_all(c).await)?;
    tx.commit().await?;
    // RETURNING has no order of its own.
    claimed.sort_by_key(|entry| (entry.order, entry.id));
    Ok(claimed)
}

async fn any(db: &Db, sql: &'static str, kind: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let found: Option<OutboxId> = on!(&mut db.read().await?, c => sqlx::query_scalar(sql)
        .bind(kind).bind(now).fetch_optional(c).await)?;
    Ok(found.is_some())
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

/// Ends what is hopeless, and returns it. One whose last word is "unknown", or whose lease ran out,
/// is unknown for good: a person must find out.
pub(super) async fn end_hopeless(db: &Db, kind: &str, now: DateTime<Utc>) -> Result<Vec<Entry>, StoreError> {
    if !any(db, concat!("SELECT o.id ", hopeless!(), "LIMIT 1"), kind, now).await? {
        return Ok(Vec::new());
    }
    let mut tx = db.write().await?;
    let ended = on!(&mut tx, c => sqlx::query_as(concat!(
        "UPDATE outbox SET ended_at = $2, lease_owner = NULL,
                state = CASE WHEN state = 'waiting' THEN 'gave-up' ELSE 'unknown' END
         WHERE id IN (SELECT o.id ", hopeless!(), ") AND ended_at IS NULL RETURNING *"))
        .bind(kind).bind(now).fetch_all(c).await)?;
    // What waits for one of these is hopeless now.
    tx.has_outbox();
    tx.commit().await?;
    Ok(ended)
}
