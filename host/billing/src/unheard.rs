//! Charges whose bank was asked in vain until the time for it was over. They await nothing any more: they
//! are ended, so that no card says for ever that something is on its way, and can be registered again.

use balcao_store::outbox::{self, State};
use balcao_store::{Conn, Db, StoreError, Tx, on};
use chrono::{DateTime, Utc};

use crate::ChargeId;
use crate::charges::{cancellation_order, registration_key};

/// How the order to register a charge ended without an answer; none: it has not ended so.
pub(crate) async fn ended(conn: &mut Conn, charge: ChargeId) -> Result<Option<State>, StoreError> {
    let entry = outbox::of_key(conn, &registration_key(charge)).await?;
    let over = entry.filter(|entry| entry.ended_at.is_some()).map(|entry| entry.state);
    Ok(over.filter(|state| matches!(state, State::GaveUp | State::Unknown)))
}

/// Ends every such charge. How many there were.
pub async fn end(db: &Db, now: DateTime<Utc>) -> Result<usize, StoreError> {
    let mut conn = db.read().await?;
    let awaiting: Vec<(ChargeId,)> = on!(&mut conn, c => sqlx::query_as(
        "SELECT id FROM charge WHERE state = 'awaiting'").fetch_all(c).await)?;
    let mut over = Vec::new();
    for (charge,) in awaiting {
        if ended(&mut conn, charge).await?.is_some() {
            over.push(charge);
        }
    }
    drop(conn);
    let mut count = 0;
    for charge in over {
        let mut tx = db.write().await?;
        count += usize::from(end_one(&mut tx, charge, now).await?);
        tx.commit().await?;
    }
    Ok(count)
}

/// Ends one, if it is one. What the bank may have registered all the same, it is asked to cancel.
pub(crate) async fn end_one(tx: &mut Tx, charge: ChargeId, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let Some(state) = ended(tx, charge).await? else { return Ok(false) };
    let done = on!(&mut *tx, c => sqlx::query(
        "UPDATE charge SET state = 'cancelled', unheard_at = $2 WHERE id = $1 AND state = 'awaiting'")
        .bind(charge).bind(now).execute(c).await.map(|done| done.rows_affected()))?;
    if done == 1 && state == State::Unknown {
        outbox::put(tx, cancellation_order(charge, now)).await?;
    }
    Ok(done == 1)
}
