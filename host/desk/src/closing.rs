//! The closing form, in its simplest shape: type, status, report.

use balcao_access::Labels;
use balcao_access::audit::{Act, Line};
use balcao_store::{Conn, Json, StoreError, Tx, on, text_enum};
use chrono::{DateTime, TimeDelta, Utc};

use crate::contracts::{self, ContractStatus};
use crate::reports::{self, Audience, ReportError};
use crate::{Attendance, requests};

text_enum! {
    /// What becomes of the request.
    pub enum Ending {
        /// Andamento: it stays in Minhas Tarefas.
        Progress = "progress",
        /// Encerramento: it is solved.
        Close = "close",
    }
}

/// What the form was filled in with.
#[derive(Debug, Clone)]
pub struct Closing {
    /// The code of the type, one of [`types`].
    pub kind: String,
    /// What becomes of it.
    pub ending: Ending,
    /// Who may read the report.
    pub audience: Audience,
    /// What was done.
    pub report: String,
}

/// A type of request, which is data.
#[derive(Debug, Clone)]
pub struct RequestType {
    /// Its code.
    pub code: String,
    /// What users read.
    pub names: Labels,
    /// Hours from the opening of a request to its deadline; none: no deadline.
    pub deadline_hours: Option<i64>,
}

/// Why the form was refused.
#[derive(Debug, thiserror::Error)]
pub enum CloseError {
    /// There is no such type, or the contract's status does not allow it.
    #[error("no such type for a contract of this status")]
    Type,
    /// The report's text was refused.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// The request was closed or cancelled before.
    #[error("the request has ended")]
    Ended,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

#[derive(sqlx::FromRow)]
struct TypeRow {
    code: String,
    names: Json<Labels>,
    deadline_hours: Option<i64>,
}

/// The types that the form offers. When the contract is cancelled, suspended, blocked or
/// finished, only those that allow it (what-it-must-do, closing form).
pub async fn types(conn: &mut Conn, attendance: &Attendance) -> Result<Vec<RequestType>, StoreError> {
    let contract = contracts::served(conn, attendance).await?;
    let stopped = contract.is_some_and(|contract| ContractStatus::is_stopped(contract.status));
    let rows: Vec<TypeRow> = on!(conn, c => sqlx::query_as(
        "SELECT y.code, y.names, s.hours AS deadline_hours
         FROM request_type y LEFT JOIN situation s ON s.code = y.situation
         WHERE y.allows_blocked OR NOT $1 ORDER BY y.position, y.code",
    ).bind(stopped).fetch_all(c).await)?;
    Ok(rows
        .into_iter()
        .map(|row| RequestType { code: row.code, names: row.names.0, deadline_hours: row.deadline_hours })
        .collect())
}

/// Keeps the request going or closes it, with its type and a report. The first type that has a
/// deadline sets it, counted from the opening. A time at which it was to come back is over with
/// this: somebody has just worked on it. The audit line is to be committed with `tx`.
pub async fn close(
    tx: &mut Tx,
    attendance: &Attendance,
    closing: &Closing,
    now: DateTime<Utc>,
) -> Result<Line, CloseError> {
    let kinds = types(tx, attendance).await?;
    let kind = kinds.iter().find(|kind| kind.code == closing.kind).ok_or(CloseError::Type)?;
    // Before the request ends, for it takes no report afterwards.
    reports::write(tx, attendance, closing.audience, &closing.report, None, now).await.map_err(|error| {
        match error {
            ReportError::Ended => CloseError::Ended,
            ReportError::Store(error) => CloseError::Store(error),
            error => CloseError::Report(error),
        }
    })?;
    let (opened_at,): (DateTime<Utc>,) = on!(tx, c => sqlx::query_as(
        "SELECT opened_at FROM request WHERE id = $1").bind(attendance.request()).fetch_one(c).await)
    .map_err(StoreError::from)?;
    let deadline = kind.deadline_hours.and_then(TimeDelta::try_hours).map(|hours| opened_at + hours);
    let (status, ended_at, act) = match closing.ending {
        Ending::Progress => (requests::IN_PROGRESS, None, Act::RequestKept),
        Ending::Close => (requests::CLOSED, Some(now), Act::RequestClosed),
    };
    let done = on!(tx, c => sqlx::query(
        "UPDATE request SET type = $2, status = $3, deadline = coalesce(deadline, $4), ended_at = $5,
                scheduled_for = NULL
         WHERE id = $1 AND ended_at IS NULL",
    )
    .bind(attendance.request()).bind(&kind.code).bind(status).bind(deadline).bind(ended_at)
    .execute(c).await.map(|done| done.rows_affected()))
    .map_err(StoreError::from)?;
    if done == 0 {
        return Err(CloseError::Ended);
    }
    let fields = serde_json::json!({ "type": kind.code, "ending": closing.ending });
    Ok(attendance.line(act).fields(fields))
}
