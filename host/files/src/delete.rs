//! A file's bytes are erased; that it was there stays.

use balcao_desk::Attendance;
use balcao_store::{Conn, StoreError, Tx, on};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::event::{self, What};
use crate::{RecordId, RuleError, Subject, records};

/// Characters of a reason, at most.
pub const MAX_REASON: usize = 500;

/// An effect: a file is deleted. Its key goes in the same transaction, so its bytes are noise from
/// then on, in every copy of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteFile {
    /// Which.
    pub record: RecordId,
    /// As what it is kept.
    pub subject: Subject,
    /// The state of it that was seen: one that was changed since is not deleted.
    pub version: i64,
    /// Why.
    pub reason: String,
}

impl DeleteFile {
    /// Whether the rules allow it now. Changes nothing.
    pub async fn check(&self, conn: &mut Conn, attendance: &Attendance) -> Result<(), RuleError> {
        if self.reason.trim().is_empty() {
            return Err(RuleError::ReasonMissing);
        }
        if self.reason.chars().count() > MAX_REASON {
            return Err(RuleError::ReasonTooLong);
        }
        if attendance.ended() {
            return Err(RuleError::Ended);
        }
        records::unchanged(conn, attendance, self.subject, self.record, self.version).await
    }

    /// Does it.
    pub async fn apply(
        &self,
        tx: &mut Tx,
        attendance: &Attendance,
        now: DateTime<Utc>,
    ) -> Result<(), RuleError> {
        self.check(tx, attendance).await?;
        let done = on!(tx, c => sqlx::query(
            "UPDATE file_record SET deleted_at = $3, deleted_by = $4, delete_reason = $5, version = version + 1
             WHERE id = $1 AND version = $2 AND deleted_at IS NULL",
        )
        .bind(self.record).bind(self.version).bind(now).bind(attendance.actor().user.id)
        .bind(self.reason.trim()).execute(c).await.map(|done| done.rows_affected()))
        .map_err(StoreError::from)?;
        if done == 0 {
            return Err(RuleError::Conflict);
        }
        on!(tx, c => sqlx::query(
            "UPDATE stored_file SET state = 'erased', key = NULL
             WHERE id = (SELECT file FROM file_record WHERE id = $1)",
        ).bind(self.record).execute(c).await.map(drop))
        .map_err(StoreError::from)?;
        Ok(event::write(tx, attendance, self.record, What::Deleted, Vec::new(), now).await?)
    }
}
