//! The clock of one request: what its deadline becomes when its status or its situation changes.

use balcao_store::{Conn, StoreError, Tx, on};
use chrono::{DateTime, TimeDelta, Utc};

use super::Held;
use crate::deadline::{self, Calendar, Measure, Pause};
use crate::requests::StatusKind;
use crate::{Attendance, RequestId};

/// The calendar that a request's time is counted on, and the times in which it stood.
pub(crate) struct Clocks {
    pub calendar: Calendar,
    measure: Measure,
    pauses: Vec<Pause>,
}

impl Clocks {
    /// Turns the clock as the request goes over to a status of this kind: it stands while somebody
    /// else is to answer. Gives the deadline after it.
    pub async fn turn(
        tx: &mut Tx,
        attendance: &Attendance,
        held: &Held,
        to: StatusKind,
        now: DateTime<Utc>,
    ) -> Result<(Clocks, Option<DateTime<Utc>>), StoreError> {
        let mut clocks = Clocks::read(tx, attendance, held.situation.as_deref()).await?;
        let (stood, stands) = (held.status_kind == StatusKind::Waiting, to == StatusKind::Waiting);
        let pause = match (stood, stands) {
            (false, true) => {
                begin(tx, attendance.request(), now).await?;
                None
            }
            (true, false) => end(tx, attendance.request(), now).await?,
            _ => None,
        };
        let deadline = clocks.after(held.deadline, pause);
        Ok((clocks, deadline))
    }

    /// The deadline of a request that is opened again: while it was closed its clock stood.
    pub async fn reopen(
        tx: &mut Tx,
        attendance: &Attendance,
        held: &Held,
        ended_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<Option<DateTime<Utc>>, StoreError> {
        let mut clocks = Clocks::read(tx, attendance, held.situation.as_deref()).await?;
        begin(tx, attendance.request(), ended_at).await?;
        let pause = end(tx, attendance.request(), now).await?;
        Ok(clocks.after(held.deadline, pause))
    }

    /// The deadline by another situation than the one that it had.
    pub fn due(
        &self,
        measure: Measure,
        hours: Option<i64>,
        opened_at: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        let allowed = TimeDelta::try_hours(hours?)?;
        Some(measure.clock(&self.calendar).due(opened_at, allowed, &self.pauses))
    }

    /// Reads them, for a request of this situation.
    pub async fn read(
        conn: &mut Conn,
        attendance: &Attendance,
        situation: Option<&str>,
    ) -> Result<Clocks, StoreError> {
        let calendar = deadline::calendar_of(conn, attendance.company()).await?;
        let measure: Option<(Measure,)> = on!(&mut *conn, c => sqlx::query_as(
            "SELECT measure FROM situation WHERE code = $1").bind(situation).fetch_optional(c).await)?;
        let pauses: Vec<(DateTime<Utc>, DateTime<Utc>)> = on!(conn, c => sqlx::query_as(
            "SELECT began_at, ended_at FROM request_pause
             WHERE request = $1 AND ended_at IS NOT NULL ORDER BY began_at")
            .bind(attendance.request()).fetch_all(c).await)?;
        Ok(Clocks {
            calendar,
            // A deadline without a situation came from elsewhere, and is as if typed by hand.
            measure: measure.map_or(Measure::Manual, |(measure,)| measure),
            pauses: pauses.into_iter().map(|(began, ended)| Pause { began, ended }).collect(),
        })
    }

    fn after(&mut self, deadline: Option<DateTime<Utc>>, pause: Option<Pause>) -> Option<DateTime<Utc>> {
        let Some(pause) = pause else { return deadline };
        self.pauses.push(pause);
        Some(self.measure.clock(&self.calendar).resumed(deadline?, pause))
    }
}

/// The clock stands from then on.
async fn begin(tx: &mut Tx, request: RequestId, at: DateTime<Utc>) -> Result<(), StoreError> {
    Ok(on!(tx, c => sqlx::query(
        "INSERT INTO request_pause (request, began_at) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(request).bind(at).execute(c).await.map(drop))?)
}

/// It goes on. None when it is not known since when it stood.
async fn end(tx: &mut Tx, request: RequestId, at: DateTime<Utc>) -> Result<Option<Pause>, StoreError> {
    let began: Option<(DateTime<Utc>,)> = on!(tx, c => sqlx::query_as(
        "UPDATE request_pause SET ended_at = $2 WHERE request = $1 AND ended_at IS NULL RETURNING began_at")
        .bind(request).bind(at).fetch_optional(c).await)?;
    Ok(began.map(|(began,)| Pause { began, ended: at }))
}
