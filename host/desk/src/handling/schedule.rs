//! Agendar: the request comes back to the top of Minhas Tarefas at its time.

use balcao_access::audit::{Act, Line};
use balcao_store::{StoreError, Tx, on};
use chrono::{DateTime, Utc};

use super::{Change, Clocks, Field, HandleError, Problems, Seen, Told, hold};
use crate::Attendance;
use crate::requests::{self, StatusKind};

/// Schedules the request. Its deadline goes on meanwhile: who agrees on a time after it has to see
/// that. One that nobody had is in the tasks of whoever schedules it from then on.
pub async fn schedule(
    tx: &mut Tx,
    attendance: &Attendance,
    seen: Seen,
    at: Option<DateTime<Utc>>,
    note: &str,
    now: DateTime<Utc>,
) -> Result<Line, HandleError> {
    let held = hold(tx, attendance, seen, Change::Scheduled, now).await?;
    held.open()?;
    let mut problems = Problems::default();
    let at = problems.ahead(Field::When, at, now);
    let note = problems.note(note);
    problems.none()?;
    let (clocks, deadline) = Clocks::turn(tx, attendance, &held, StatusKind::Scheduled, now).await?;
    on!(&mut *tx, c => sqlx::query(
        "UPDATE request SET status = $2, scheduled_for = $3, deadline = $4,
                assigned_user = coalesce(assigned_user, $5)
         WHERE id = $1")
        .bind(attendance.request()).bind(requests::SCHEDULED).bind(at).bind(deadline)
        .bind(attendance.actor().user.id).execute(c).await.map(drop))
    .map_err(StoreError::from)?;
    if let Some(at) = at {
        let told = Told::Scheduled { at, zone: clocks.calendar.zone };
        told.write(tx, attendance, note, now).await?;
    }
    Ok(attendance.line(Act::RequestScheduled).fields(serde_json::json!({ "for": at })))
}
