//! The history of a file: who added, opened, changed and deleted it.

use balcao_store::{Conn, Json, StoreError, Tx, on, text_enum};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{Difference, RecordId};
use balcao_desk::Attendance;

/// Lines of a history that are shown.
const SHOWN: i64 = 50;

text_enum! {
    /// What was done with a file.
    pub enum What {
        /// It was added.
        Added = "added",
        /// It was looked at in the browser.
        Viewed = "viewed",
        /// It was downloaded.
        Downloaded = "downloaded",
        /// What is said of it was changed.
        Changed = "changed",
        /// It was deleted.
        Deleted = "deleted",
    }
}

/// A line of a file's history.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// When.
    pub at: DateTime<Utc>,
    /// The user's name.
    pub by: String,
    /// What.
    pub what: What,
    /// What was different after a change.
    pub differences: Vec<Difference>,
}

/// The history of a file of the customer, the newest first, 50 lines at most; empty for no such file.
pub async fn of_record(
    conn: &mut Conn,
    attendance: &Attendance,
    record: RecordId,
) -> Result<Vec<Event>, StoreError> {
    type Row = (DateTime<Utc>, String, What, Json<Vec<Difference>>);
    let rows: Vec<Row> = on!(conn, c => sqlx::query_as(
        "SELECT e.at, u.name, e.what, e.differences
         FROM file_event e
         JOIN file_record f ON f.id = e.record
         JOIN user_account u ON u.id = e.by_user
         WHERE e.record = $1 AND f.person = $2 AND f.company = $3
         ORDER BY e.id DESC LIMIT $4",
    )
    .bind(record).bind(attendance.person()).bind(attendance.company()).bind(SHOWN).fetch_all(c).await)?;
    Ok(rows
        .into_iter()
        .map(|(at, by, what, Json(differences))| Event { at, by, what, differences })
        .collect())
}

/// Adds a line.
pub(crate) async fn write(
    tx: &mut Tx,
    attendance: &Attendance,
    record: RecordId,
    what: What,
    differences: Vec<Difference>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    on!(tx, c => sqlx::query(
        "INSERT INTO file_event (id, record, at, by_user, what, differences) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(Uuid::now_v7()).bind(record).bind(now).bind(attendance.actor().user.id).bind(what)
    .bind(Json(differences)).execute(c).await.map(drop))?;
    Ok(())
}
