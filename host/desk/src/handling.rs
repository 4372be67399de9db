//! What can be done with a request at any time, without any plugin: forward, schedule, close,
//! reopen, cancel, reassign.
//!
//! Each is one change in one transaction: it names the request as its form saw it ([`Seen`]), takes
//! the row's lock first, and is refused when somebody was faster ([`Stale`]) or a rule forbids it.
//! Nothing is written by half: after any error the transaction is to be dropped. Each hands back
//! the audit line that is to be committed with it, and leaves a report for the colleagues.

mod assign;
mod cancel;
mod clock;
mod problem;
mod reasons;
mod schedule;
mod told;

use balcao_access::{TeamId, UserId};
use balcao_store::{Conn, StoreError, Tx, Uuid, on, text_enum};
use chrono::{DateTime, Utc};

use crate::requests::StatusKind;
use crate::{Attendance, RequestId};

pub use assign::{Receiver, Receivers, reassign, receivers};
pub use cancel::{cancel, reopen};
pub use problem::{Fault, Field, Problem};
pub use reasons::{Purpose, Reason, reasons};
pub use schedule::schedule;

pub(crate) use clock::Clocks;
pub(crate) use problem::Problems;
pub(crate) use told::Told;

/// The furthest that a request may be scheduled, or a deadline be typed, in days.
pub const FURTHEST_DAYS: i64 = 366;

text_enum! {
    /// What was done with a request last.
    pub enum Change {
        /// Kept going with the closing form.
        Kept = "kept",
        /// Closed.
        Closed = "closed",
        /// Forwarded to another team.
        Forwarded = "forwarded",
        /// Scheduled.
        Scheduled = "scheduled",
        /// Cancelled.
        Cancelled = "cancelled",
        /// Reopened.
        Reopened = "reopened",
        /// Given to somebody by a supervisor.
        Reassigned = "reassigned",
        /// Returned to the team's queue, because its user was disabled.
        Returned = "returned",
        /// Its contract and tag were chosen.
        Chosen = "chosen",
        /// Taken from the team's queue.
        Taken = "taken",
        /// The customer's identity was confirmed.
        Identified = "identified",
    }
}

/// The request as a form saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Its version then.
    pub version: i64,
    /// The form's own id, made when it was drawn, so that one that is sent twice is done once.
    pub form: Uuid,
}

/// What happened to a request since a form saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stale {
    /// Who was faster; none: whoever administers the desk.
    pub by: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// With what; none when it is not known.
    pub change: Option<Change>,
}

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum HandleError {
    /// What was filled in does not do.
    #[error("the form has {} problems", .0.len())]
    Problems(Vec<Problem>),
    /// Somebody else was faster.
    #[error("the request changed since it was seen")]
    Stale(Stale),
    /// This form was sent before, and what it says is done. Commit the transaction all the same: it
    /// waits until that is durable.
    #[error("this form was sent before")]
    Again,
    /// The request has ended; or, to be reopened, it has not.
    #[error("not while the request stands as it does")]
    NotNow,
    /// The profile lacks the right.
    #[error("the profile does not allow it")]
    Denied,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A request under its row's lock, as it was before the change.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct Held {
    pub opened_at: DateTime<Utc>,
    pub status_kind: StatusKind,
    pub situation: Option<String>,
    pub deadline: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    pub assigned_user: Option<UserId>,
    pub assigned_team: Option<TeamId>,
}

/// Takes the row's lock and notes the change, if the request is still as it was seen.
pub(crate) async fn hold(
    tx: &mut Tx,
    attendance: &Attendance,
    seen: Seen,
    change: Change,
    now: DateTime<Utc>,
) -> Result<Held, HandleError> {
    let request = attendance.request();
    let taken = on!(&mut *tx, c => sqlx::query(
        "UPDATE request SET version = version + 1, changed_by = $3, changed_at = $4, change = $5,
                change_form = $6
         WHERE id = $1 AND version = $2")
        .bind(request).bind(seen.version).bind(attendance.actor().user.id).bind(now).bind(change)
        .bind(seen.form).execute(c).await.map(|done| done.rows_affected()))
    .map_err(StoreError::from)?;
    if taken == 0 {
        return Err(faster(tx, request, seen).await?);
    }
    Ok(on!(tx, c => sqlx::query_as(
        "SELECT r.opened_at, s.kind AS status_kind, r.situation, r.deadline, r.ended_at,
                r.assigned_user, r.assigned_team
         FROM request r JOIN request_status s ON s.code = r.status WHERE r.id = $1")
        .bind(request).fetch_one(c).await)
    .map_err(StoreError::from)?)
}

type ChangeRow = (Option<Uuid>, Option<String>, Option<DateTime<Utc>>, Option<String>, DateTime<Utc>);

/// Who was faster, or that it was this very form.
async fn faster(conn: &mut Conn, request: RequestId, seen: Seen) -> Result<HandleError, StoreError> {
    let (form, by, at, change, opened_at): ChangeRow = on!(conn, c => sqlx::query_as(
        "SELECT r.change_form, u.name, r.changed_at, r.change, r.opened_at
         FROM request r LEFT JOIN user_account u ON u.id = r.changed_by WHERE r.id = $1")
        .bind(request).fetch_one(c).await)?;
    if form == Some(seen.form) {
        return Ok(HandleError::Again);
    }
    let change = change.and_then(|change| change.parse().ok());
    Ok(HandleError::Stale(Stale { by, at: at.unwrap_or(opened_at), change }))
}

impl Held {
    /// The request has not ended.
    pub fn open(&self) -> Result<(), HandleError> {
        if self.ended_at.is_some() { Err(HandleError::NotNow) } else { Ok(()) }
    }
}
