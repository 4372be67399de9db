//! Something else is said of a file.

use balcao_desk::Attendance;
use balcao_store::{Conn, StoreError, Tx, on};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::event::{self, What};
use crate::{Details, RecordId, RuleError, Subject, records};

/// An effect: other details of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditFile {
    /// Which.
    pub record: RecordId,
    /// As what it is kept.
    pub subject: Subject,
    /// The state of it that was seen: one that was changed since is not changed.
    pub version: i64,
    /// What was said of it then.
    pub before: Details,
    /// What is to be said.
    pub after: Details,
}

impl EditFile {
    /// Whether the rules allow it now. Changes nothing.
    pub async fn check(
        &self,
        conn: &mut Conn,
        attendance: &Attendance,
        today: NaiveDate,
    ) -> Result<(), RuleError> {
        if attendance.ended() {
            return Err(RuleError::Ended);
        }
        records::unchanged(conn, attendance, self.subject, self.record, self.version).await?;
        if self.before == self.after {
            return Err(RuleError::Unchanged);
        }
        // One that is over already may stay so.
        let moved = self.before.valid_until != self.after.valid_until;
        if moved && self.after.valid_until.is_some_and(|day| day < today) {
            return Err(RuleError::Expired);
        }
        self.after.check(conn, self.subject).await
    }

    /// Does it.
    pub async fn apply(
        &self,
        tx: &mut Tx,
        attendance: &Attendance,
        now: DateTime<Utc>,
        today: NaiveDate,
    ) -> Result<(), RuleError> {
        self.check(tx, attendance, today).await?;
        let Details { title, description, kind, valid_until, visible } = &self.after;
        let done = on!(tx, c => sqlx::query(
            "UPDATE file_record SET title = $3, description = $4, kind = $5, valid_until = $6, visible = $7,
                    version = version + 1
             WHERE id = $1 AND version = $2 AND deleted_at IS NULL",
        )
        .bind(self.record).bind(self.version).bind(title).bind(description).bind(kind).bind(valid_until)
        .bind(visible).execute(c).await.map(|done| done.rows_affected()))
        .map_err(StoreError::from)?;
        if done == 0 {
            return Err(RuleError::Conflict);
        }
        let differences = self.before.differences(&self.after);
        Ok(event::write(tx, attendance, self.record, What::Changed, differences, now).await?)
    }
}
