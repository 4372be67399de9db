//! Assumir: taking a request from its team's queue.

use balcao_access::Right;
use balcao_access::audit::{Act, Line};
use balcao_store::{StoreError, Tx, on};
use chrono::{DateTime, Utc};

use crate::Attendance;

/// Why a request was not taken.
#[derive(Debug, thiserror::Error)]
pub enum TakeError {
    /// A colleague was faster: this one.
    #[error("a colleague has the request")]
    Faster(String),
    /// It waits for a team that the user is not in.
    #[error("the request waits for another team")]
    OtherTeam,
    /// The request was closed or cancelled.
    #[error("the request has ended")]
    Ended,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes a request that nobody has: from the queue of one's own team, or, with
/// [`Right::Supervise`], of any. Of two who do so at once one gets it, and the other is told who.
/// None: the user has it already. The audit line is to be committed with `tx`.
pub async fn take(
    tx: &mut Tx,
    attendance: &Attendance,
    now: DateTime<Utc>,
) -> Result<Option<Line>, TakeError> {
    let actor = attendance.actor();
    let team = actor.user.team.as_ref().map(|team| team.id);
    // One statement, so that the second of two waits for the first and then finds nothing to take.
    let taken = on!(&mut *tx, c => sqlx::query(
        "UPDATE request
         SET assigned_user = $2, version = version + 1, changed_by = $2, changed_at = $5, change = 'taken'
         WHERE id = $1 AND ended_at IS NULL AND assigned_user IS NULL
           AND (assigned_team IS NULL OR assigned_team = $3 OR $4)")
        .bind(attendance.request()).bind(actor.user.id).bind(team).bind(actor.may(Right::Supervise)).bind(now)
        .execute(c).await.map(|done| done.rows_affected()))
    .map_err(StoreError::from)?;
    if taken == 1 {
        return Ok(Some(attendance.line(Act::RequestTaken)));
    }
    let (ended, holder, mine): (bool, Option<String>, bool) = on!(tx, c => sqlx::query_as(
        "SELECT r.ended_at IS NOT NULL, u.name, coalesce(r.assigned_user = $2, $3)
         FROM request r LEFT JOIN user_account u ON u.id = r.assigned_user
         WHERE r.id = $1")
        .bind(attendance.request()).bind(actor.user.id).bind(false).fetch_one(c).await)
    .map_err(StoreError::from)?;
    match holder {
        _ if ended => Err(TakeError::Ended),
        Some(_) if mine => Ok(None),
        Some(name) => Err(TakeError::Faster(name)),
        None => Err(TakeError::OtherTeam),
    }
}
