//! Cancelar and reabrir, each with a reason.

use balcao_access::audit::{Act, Line};
use balcao_store::{StoreError, Tx, on};
use chrono::{DateTime, Utc};

use super::{Change, Clocks, Field, HandleError, Problems, Purpose, Reason, Seen, Told, hold, reasons};
use crate::Attendance;
use crate::requests::{self, Identity, StatusKind};

/// Cancels the request: it is not to be solved.
pub async fn cancel(
    tx: &mut Tx,
    attendance: &Attendance,
    seen: Seen,
    reason: &str,
    note: &str,
    now: DateTime<Utc>,
) -> Result<Line, HandleError> {
    let held = hold(tx, attendance, seen, Change::Cancelled, now).await?;
    held.open()?;
    let offered = reasons(tx, Purpose::Cancel).await?;
    let (reason, note) = check(&offered, reason, note)?;
    let (_, deadline) = Clocks::turn(tx, attendance, &held, StatusKind::Cancelled, now).await?;
    on!(&mut *tx, c => sqlx::query(
        "UPDATE request SET status = $2, ended_at = $3, scheduled_for = NULL, deadline = $4 WHERE id = $1")
        .bind(attendance.request()).bind(requests::CANCELLED).bind(now).bind(deadline)
        .execute(c).await.map(drop))
    .map_err(StoreError::from)?;
    let name = reason.names.text(attendance.actor().user.locale);
    Told::Cancelled { reason: name }.write(tx, attendance, note, now).await?;
    Ok(attendance.line(Act::RequestCancelled).fields(serde_json::json!({ "reason": reason.code })))
}

/// Opens a request again that was closed or cancelled. It is in the tasks of whoever does so, and its
/// deadline goes on with what was left of it.
pub async fn reopen(
    tx: &mut Tx,
    attendance: &Attendance,
    seen: Seen,
    reason: &str,
    note: &str,
    now: DateTime<Utc>,
) -> Result<Line, HandleError> {
    let held = hold(tx, attendance, seen, Change::Reopened, now).await?;
    let ended_at = held.ended_at.ok_or(HandleError::NotNow)?;
    let offered = reasons(tx, Purpose::Reopen).await?;
    let (reason, note) = check(&offered, reason, note)?;
    let deadline = Clocks::reopen(tx, attendance, &held, ended_at, now).await?;
    let user = &attendance.actor().user;
    let team = user.team.as_ref().map(|team| team.id);
    on!(&mut *tx, c => sqlx::query(
        "UPDATE request SET status = $2, ended_at = NULL, deadline = $3, assigned_user = $4,
                assigned_team = coalesce($5, assigned_team), identity = $6
         WHERE id = $1")
        .bind(attendance.request()).bind(requests::IN_PROGRESS).bind(deadline).bind(user.id).bind(team)
        // Who asks now is not who asked then.
        .bind(Identity::NotConfirmed)
        .execute(c).await.map(drop))
    .map_err(StoreError::from)?;
    let name = reason.names.text(user.locale);
    Told::Reopened { reason: name }.write(tx, attendance, note, now).await?;
    Ok(attendance.line(Act::RequestReopened).fields(serde_json::json!({ "reason": reason.code })))
}

fn check<'a, 'n>(
    offered: &'a [Reason],
    code: &str,
    note: &'n str,
) -> Result<(&'a Reason, Option<&'n str>), HandleError> {
    let mut problems = Problems::default();
    let reason = problems.one_of(Field::Reason, code, offered, |reason| reason.code == code);
    let note = problems.note(note);
    problems.none()?;
    Ok((reason.ok_or(HandleError::NotNow)?, note))
}
