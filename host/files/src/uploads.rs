//! What was uploaded and waits for its action to be confirmed.

use balcao_desk::{Attendance, InputId};
use balcao_store::{Conn, StoreError, on};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::Stored;

/// What waits for an answer to a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uploaded {
    /// The input that it answers.
    pub id: InputId,
    /// Its name, type and size.
    pub file: Stored,
}

/// The name, type and size of what waits for the fields of a run, by input.
pub async fn of_run(
    conn: &mut Conn,
    attendance: &Attendance,
    run: Uuid,
    now: DateTime<Utc>,
) -> Result<Vec<Uploaded>, StoreError> {
    let rows: Vec<(InputId, String, String, i64)> = on!(conn, c => sqlx::query_as(
        "SELECT i.id, s.name, s.media_type, s.bytes
         FROM run_input i JOIN stored_file s ON s.id = i.id
         WHERE i.run = $1 AND i.request = $2 AND i.expires_at > $3",
    ).bind(run).bind(attendance.request()).bind(now).fetch_all(c).await)?;
    Ok(rows
        .into_iter()
        .map(|(id, name, media_type, bytes)| Uploaded {
            id,
            file: Stored { name, media_type, bytes: bytes.unsigned_abs() },
        })
        .collect())
}

/// Name, type and size of an upload that waits in the request being served.
pub async fn one(
    conn: &mut Conn,
    attendance: &Attendance,
    id: InputId,
) -> Result<Option<Stored>, StoreError> {
    let row: Option<(String, String, i64)> = on!(conn, c => sqlx::query_as(
        "SELECT s.name, s.media_type, s.bytes FROM run_input i JOIN stored_file s ON s.id = i.id
         WHERE i.id = $1 AND i.request = $2",
    ).bind(id).bind(attendance.request()).fetch_optional(c).await)?;
    Ok(row.map(|(name, media_type, bytes)| Stored { name, media_type, bytes: bytes.unsigned_abs() }))
}
